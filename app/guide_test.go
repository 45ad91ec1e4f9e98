package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/app/textview"
)

// guideSays is what the guidelines in the inspector say, a block a line.
func (p *person) guideSays() string {
	p.refreshNow()
	var out []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *textview.Lines:
			out = append(out, o.Text())
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		}
	}
	walk(p.inspector.guide.body)
	return strings.Join(out, "\n")
}

func TestTheGuidelinesBeginWithTheLabelInHand(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2", "F2")
	if got := p.guideSays(); !strings.HasPrefix(got, "Statistic\nA number one could look up") {
		t.Errorf("it begins with %.80q", got)
	}
	p.photograph("guide")
	p.caretBefore("“We pay")
	p.press("3")
	if got := p.guideSays(); !strings.HasPrefix(got, "Attribution\n") {
		t.Errorf("it begins with %.80q", got)
	}
	p.press("F2")
	if p.inspector.tabs.on != tabMarks {
		t.Error("F2 again does not go back to the marks")
	}
	p.press("F2", "Esc")
	if got := p.guideSays(); !strings.Contains(got, "Marking news") {
		t.Errorf("the guidelines of all are not there: %.200q", got)
	}
}

func TestMarkdownIsReadByBlocks(t *testing.T) {
	var got []string
	for _, b := range markdownBlocks("# One\n\nTwo lines\nof **text**.\n\n- a point\n  goes on\n- another\n#hash\n") {
		sign := ""
		if b.heading > 0 {
			sign = "H "
		} else if b.point {
			sign = "- "
		}
		got = append(got, sign+b.text)
	}
	if want := "H One|Two lines of text.|- a point goes on|- another #hash"; strings.Join(got, "|") != want {
		t.Errorf("read as %q, want %q", strings.Join(got, "|"), want)
	}
}
