package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// holdsStrait tells whether words of the strait's article are in a file.
func holdsStrait(t *testing.T, path string) bool {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.ToLower(b)
	return bytes.Contains(b, []byte("strait")) || bytes.Contains(b, []byte("seven ships"))
}

// typesTitle writes into the field that has the focus.
func (p *person) typesTitle(s string) { p.win.Canvas().Focused().(*field).SetText(s) }

func TestAnArticleIsErasedOnceItsTitleIsTyped(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("12%")
	p.press("2")
	p.settles()
	backup, err := p.desk.project.Backup(context.Background(), p.desk.backups, "")
	if err != nil {
		t.Fatal(err)
	}
	p.does("erase")
	p.waits("it is asked", func() bool { return p.on() == "Erase for good?" })
	p.photograph("erase")
	p.press("Esc")
	if len(p.desk.documents) != 2 {
		t.Fatal("it was erased without a word")
	}
	p.does("erase")
	p.waits("it is asked", func() bool { return p.on() == "Erase for good?" })
	p.typesTitle("Strait")
	p.press("Enter")
	if p.on() != "Erase for good?" || len(p.desk.documents) != 2 {
		t.Fatal("a part of the title is enough")
	}
	p.typesTitle("strait tolls rise")
	p.press("Enter")
	p.waits("it is gone", func() bool {
		return len(p.desk.documents) == 1 && strings.Contains(p.status.said, "1 article erased for good.")
	})
	p.reads("1 backup holds it still")
	p.waits("the other article is open", func() bool { return p.document.Title == p.desk.documents[0].Title })
	if !holdsStrait(t, backup) {
		t.Error("its backup is gone")
	}
	p.reads("1 article erased for good.")
	p.press("Ctrl+Z")
	p.reads("What was erased for good does not come back. Press again to undo import ")
	if len(p.desk.documents) != 1 {
		t.Error("undo passed over the erasure without a word")
	}
	p.press("Ctrl+Z") // goes to what was done before, the import of the other article
	p.closeModals()
	for _, d := range p.desk.documents {
		if strings.Contains(d.Title, "Strait") {
			t.Error("undo brought it back")
		}
	}
	path := p.desk.project.Path()
	p.leaves()
	if holdsStrait(t, path) {
		t.Error("the file still holds it")
	}
}

func TestSeveralArticlesAreErasedOnceTheirNumberIsTyped(t *testing.T) {
	p := atWork(t, strait, flood, "Third\n\nNothing happened.\n")
	backup, err := p.desk.project.Backup(context.Background(), p.desk.backups, "")
	if err != nil {
		t.Fatal(err)
	}
	p.library.startPicking()
	p.library.picks.chosen = map[annotation.ID]bool{p.desk.documents[0].ID: true, p.desk.documents[1].ID: true}
	p.library.showPicks()
	p.does("erase")
	p.waits("it is asked", func() bool { return p.on() == "Erase for good?" })
	p.typesTitle("2")
	if !p.ticks("Also delete the backup that holds") {
		t.Fatal("it is not offered to delete the backup")
	}
	p.press("Enter")
	p.waits("they are gone", func() bool {
		return len(p.desk.documents) == 1 && strings.Contains(p.status.said, "2 articles erased for good. 1 backup deleted.")
	})
	if _, err := os.Stat(backup); !os.IsNotExist(err) {
		t.Error("the backup is still there")
	}
}

// ticks ticks what the sheet offers under a name that begins so.
func (p *person) ticks(begin string) bool {
	for _, c := range checksIn(p.modals[len(p.modals)-1].body) {
		if strings.HasPrefix(c.Text, begin) {
			c.SetChecked(true)
			return true
		}
	}
	return false
}

// checksIn are the boxes to tick in a sheet.
func checksIn(o fyne.CanvasObject) (out []*widget.Check) {
	switch o := o.(type) {
	case *widget.Check:
		return []*widget.Check{o}
	case *fyne.Container:
		for _, c := range o.Objects {
			out = append(out, checksIn(c)...)
		}
	}
	return out
}

func TestWhatAColleagueErasedIsInTheInboxUntilItIsErasedHereToo(t *testing.T) {
	shared, annaHome, benHome := t.TempDir(), t.TempDir(), t.TempDir()
	anna := begins(start(t, annaHome), strait, flood)
	anna.selects("12%")
	anna.press("2")
	anna.settles()
	copied := filepath.Join(t.TempDir(), "ben.rubric")
	if err := anna.desk.project.SaveCopy(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	id := anna.desk.documents[0].ID
	if !strings.HasPrefix(anna.desk.documents[0].Title, "Strait") {
		id = anna.desk.documents[1].ID
	}
	anna.erase([]annotation.ID{id}, false)
	anna.waits("it is gone", func() bool { return strings.Contains(anna.status.said, "erased for good") })
	from := anna.publishes(shared, "anna")
	anna.leaves()

	ben := start(t, benHome)
	if err := ben.tryOpen(copied, false); err != nil {
		t.Fatal(err)
	}
	ben.takesIn(from)
	ben.reads("erased “Strait tolls rise” for good")
	ben.waits("it is in the inbox", func() bool { return strings.Contains(ben.post(), "erased “Strait tolls rise” for good") })
	ben.does("inbox")
	ben.photograph("inbox-erased")
	ben.press("Enter")
	ben.waits("it is asked", func() bool { return ben.on() == "Erase for good?" })
	ben.typesTitle("Strait tolls rise")
	ben.press("Enter")
	ben.waits("the inbox is empty", func() bool { return strings.Contains(ben.status.said, "erased for good") && ben.post() == "" })
	ben.leaves()
	if holdsStrait(t, copied) {
		t.Error("Ben's file still holds it")
	}
}

func TestAnErasedTextIsOfferedAsACopy(t *testing.T) {
	p := atWork(t, strait, flood)
	ids := []annotation.ID{p.desk.documents[0].ID, p.desk.documents[1].ID}
	p.erase(ids, false)
	p.waits("they are gone", func() bool { return strings.Contains(p.status.said, "erased for good") })
	p.loadListed([]jobs.Article{{Name: "strait.txt", Read: func() ([]byte, error) { return []byte(strait), nil }}}, false)
	p.waits("it is refused", func() bool { return p.on() == "1 file could not be loaded" })
	p.press("Enter")
	p.waits("a copy is offered", func() bool { return p.on() == "Load what was erased as a copy?" })
	p.press("Enter") // leaves it out
	if len(p.desk.documents) != 0 {
		t.Fatal("it was loaded")
	}
	p.loadListed([]jobs.Article{{Name: "strait.txt", Read: func() ([]byte, error) { return []byte(strait), nil }}}, true)
	p.waits("it is there as a copy", func() bool { return len(p.desk.documents) == 1 })
}

func TestAnErasedTextIsShownAndComesInAsACopyWhereThatIsWanted(t *testing.T) {
	p := atWork(t, strait, flood)
	p.erase([]annotation.ID{p.desk.documents[0].ID}, false)
	p.waits("it is gone", func() bool { return strings.Contains(p.status.said, "erased for good") })
	p.dropsFolder(map[string]string{"strait.txt": strait})
	if got := p.comes(); !strings.HasPrefix(got, "[ ] Strait tolls rise | ") || !strings.Contains(got, "left out: erased for good on ") {
		t.Errorf("there come\n%s", got)
	}
	p.photograph("import-erased")
	p.press("Space")
	if got := p.comes(); !strings.HasPrefix(got, "[x] Strait tolls rise | ") || !strings.Contains(got, "a copy: erased for good on ") {
		t.Errorf("once it is wanted there come\n%s", got)
	}
	p.press("Ctrl+Enter")
	p.loaded(2)
}
