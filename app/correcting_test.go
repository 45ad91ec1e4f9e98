package app

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestATextIsCorrectedByTheClipboardAndItsMarksComeOver(t *testing.T) {
	p := atWork(t, strait)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("Just seven ships")
	p.press("2")
	p.settles()
	p.app.Clipboard().SetContent(strings.ReplaceAll(strait, "Just seven ships", "Only eight ships"))
	p.does("correct")
	p.waits("it is asked", func() bool { return p.on() == "Correct the text?" })
	p.photograph("correct")
	p.press("Enter")
	p.waits("the right text is open", func() bool {
		return p.set() != nil && strings.Contains(p.set().Text().String(), "Only eight ships")
	})
	p.sees("claim: Tolls rose 12% in May")
	if len(p.desk.documents) != 2 {
		t.Errorf("%d documents", len(p.desk.documents))
	}
	for i := range p.library.shown {
		row := newListRow(p.fonts)
		p.library.fill(i, row)
		if was := strings.HasPrefix(row.about.Text(), "corrected · "); was == (p.library.all[p.library.shown[i]].ID == p.document.ID) {
			t.Errorf("a row says %s", row.about.Text())
		}
	}
	p.press("Ctrl+Z")
	p.waits("it is taken back", func() bool { return len(p.desk.documents) == 1 })
}

func TestTheSameTextCorrectsNothing(t *testing.T) {
	p := atWork(t, strait)
	p.app.Clipboard().SetContent(strait)
	p.does("correct")
	p.waits("it says so", func() bool { return strings.Contains(p.status.said, "the text is the same") })
}

func TestATextIsCorrectedByAFile(t *testing.T) {
	p := atWork(t, strait)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("Just seven ships")
	p.press("2")
	p.settles()
	path := filepath.Join(hasFiles(t, map[string]string{"right.txt": strings.ReplaceAll(strait, "Just seven ships", "Only eight ships")}), "right.txt")
	p.app.Clipboard().SetContent("")
	p.does("correct")
	if p.on() != "The right text of this article" {
		t.Fatalf("%q is asked", p.on())
	}
	p.win.Canvas().Focused().(*field).SetText(path)
	p.press("Enter")
	p.waits("it is asked", func() bool { return p.on() == "Correct the text?" })
	p.press("Enter")
	p.waits("the right text is open", func() bool {
		return p.set() != nil && strings.Contains(p.set().Text().String(), "Only eight ships")
	})
	p.sees("claim: Tolls rose 12% in May")
}
