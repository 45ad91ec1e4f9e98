package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/app/jobs"
)

// publishes waits until the person's work is in a bundle, and gives its path.
func (p *person) publishes(dir, name string) string {
	p.t.Helper()
	path := filepath.Join(dir, name+bundle.Ending)
	p.publishTo(path, false)
	p.waits("it is published", func() bool { return strings.HasPrefix(p.status.said, "Published ") })
	return path
}

// takesIn collects files and waits until that is told.
func (p *person) takesIn(paths ...string) {
	p.t.Helper()
	p.status.say("")
	p.collectFrom(paths)
	p.waits("it is collected", func() bool {
		return strings.Contains(p.status.said, "collected") || strings.Contains(p.status.said, "nothing new")
	})
	p.settles()
}

// sets lists whose marks there are on the open article.
func (p *person) sets() string {
	p.t.Helper()
	var lines []string
	for s, err := range p.desk.project.Sets(context.Background()) {
		if err != nil {
			p.t.Fatal(err)
		}
		for _, sp := range s.Spans {
			lines = append(lines, s.Annotator.Name+": "+sp.Quote())
		}
	}
	return strings.Join(lines, "\n")
}

func TestWorkGoesToAColleagueAndComesBack(t *testing.T) {
	shared, annaHome, benHome := t.TempDir(), t.TempDir(), t.TempDir()
	anna := begins(start(t, annaHome), strait)
	named := anna.me()
	named.Name = "Anna"
	if err := anna.callPerson(anna.me(), named); err != nil {
		t.Fatal(err)
	}
	anna.selects("12%")
	anna.press("2")
	anna.settles()
	from := anna.publishes(shared, "anna")
	anna.leaves()

	ben := start(t, benHome)
	scheme, err := jobs.SchemeOf(from)
	if err != nil {
		t.Fatal(err)
	}
	ben.scheme = scheme
	if err := ben.tryOpen(filepath.Join(t.TempDir(), "ben.rubric"), true); err != nil {
		t.Fatal(err)
	}
	ben.takesIn(from)
	if n := len(ben.desk.documents); n != 1 {
		t.Fatalf("Ben has %d articles", n)
	}
	ben.open(ben.desk.documents[0].ID)
	ben.pump()
	ben.selects("the ministry")
	ben.press("1")
	ben.settles()
	back := ben.publishes(shared, "ben")
	ben.leaves()

	anna = reopen(t, annaHome)
	anna.takesIn(back)
	anna.reads("new edits collected from")
	if got := anna.sets(); !strings.Contains(got, ": the ministry") || !strings.Contains(got, ": 12%") {
		t.Errorf("Anna's project has\n%s", got)
	}
	anna.photograph("collected")
	anna.takesIn(back)
	anna.reads("nothing new")
}

func TestWhatIsRefusedIsNamed(t *testing.T) {
	p := atWork(t, strait)
	path := filepath.Join(t.TempDir(), "ben.rubric-bundle")
	if err := os.WriteFile(path, []byte("PK no bundle"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.collectFrom([]string{path})
	p.waits("it is refused", func() bool { return len(p.modals) == 1 && p.modals[0].title == "Not everything was taken in" })
	p.photograph("refused")
	p.press("Escape")
}

func TestAnArticleThatAColleagueRemovedIsClosed(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait)
	p.settles()
	copied := filepath.Join(t.TempDir(), "ben.rubric")
	if err := p.desk.project.SaveCopy(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	p.leaves()

	ben := start(t, t.TempDir())
	if err := ben.tryOpen(copied, false); err != nil {
		t.Fatal(err)
	}
	ben.open(ben.desk.documents[0].ID)
	ben.pump()
	ben.remove(ben.document)
	ben.settles()
	from := ben.publishes(t.TempDir(), "ben")
	ben.leaves()

	p = reopen(t, home)
	p.takesIn(from)
	p.reads("removed by a colleague")
	if n := len(p.desk.documents); n != 0 || !p.document.ID.IsZero() || p.set() != nil {
		t.Errorf("%d articles, and %q is open", n, p.document.Title)
	}
	p.press("1") // marks nothing
	p.settles()
}

func TestAConflictIsSettledByAKey(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait)
	p.selects("12%")
	p.press("2")
	p.settles()
	copied := filepath.Join(t.TempDir(), "laptop.rubric")
	if err := p.desk.project.SaveCopy(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	p.press("E")
	p.press("Shift+B")
	p.settles()
	here := p.marks()
	p.leaves()

	laptop := start(t, t.TempDir()) // the same person on another device
	laptop.settings.Annotator = p.settings.Annotator
	if err := laptop.tryOpen(copied, false); err != nil {
		t.Fatal(err)
	}
	laptop.open(laptop.desk.documents[0].ID)
	laptop.pump()
	laptop.press("Tab", "E", "E")
	laptop.settles()
	there := laptop.marks()
	from := laptop.publishes(t.TempDir(), "laptop")
	laptop.leaves()
	if here == there {
		t.Fatalf("both made the same: %s", here)
	}

	p = reopen(t, home)
	p.takesIn(from)
	p.reads("1 conflict to settle")
	if n := p.set().Len(); n != 2 {
		t.Fatalf("%d marks, want both sides:\n%s", n, p.marks())
	}
	p.showConflicts()
	p.pump()
	p.photograph("conflicts")
	p.press("K")
	p.pump()
	p.settles()
	p.reads("Settled")
	if n := p.set().Len(); n != 1 {
		t.Errorf("%d marks after settling:\n%s", n, p.marks())
	}
	if c, err := p.desk.project.Conflicts(context.Background()); err != nil || len(c) != 0 {
		t.Errorf("conflicts %+v, %v", c, err)
	}
}

func TestHoursLeaveTheMachineOnlyWhenTheyArePublished(t *testing.T) {
	p := atWork(t, strait)
	p.desk.worked.Add(p.document.ID, 3*time.Minute)
	hours := func(path string) bool {
		t.Helper()
		written, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := bundle.Open(written)
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range b.Edits() {
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range r.Entries {
				if n.Kind == annotation.KindHours {
					return true
				}
			}
		}
		return false
	}
	dir := t.TempDir()
	if hours(p.publishes(dir, "without")) {
		t.Error("hours were published that nobody asked to")
	}
	path := filepath.Join(dir, "with"+bundle.Ending)
	p.publishHours(func() { p.publishTo(path, false) })
	p.waits("it is published", func() bool { return strings.Contains(p.status.said, path) })
	if !hours(path) {
		t.Error("the hours are missing")
	}
}

func TestMyOwnEditsThatComeBackCanBeUndone(t *testing.T) {
	home, kept := t.TempDir(), filepath.Join(t.TempDir(), "before.rubric")
	p := begins(start(t, home), strait)
	p.settles()
	if err := p.desk.project.SaveCopy(context.Background(), kept); err != nil {
		t.Fatal(err)
	}
	p.selects("12%")
	p.press("2")
	p.settles()
	from := p.publishes(t.TempDir(), "me")
	p.leaves()
	if err := os.Rename(kept, p.project); err != nil { // as it was before the mark was made
		t.Fatal(err)
	}

	p = reopen(t, home)
	p.open(p.desk.documents[0].ID)
	p.openHistory()
	p.pump()
	p.sees("")
	before := len(p.inspector.history.all)
	p.takesIn(from)
	p.waits("the mark is shown", func() bool { return p.set().Len() == 1 })
	p.sees("statistic: 12%")
	p.waits("the history has it", func() bool { return len(p.inspector.history.all) > before })
	p.press("Ctrl+Z")
	p.settles()
	p.reads("Undone: ")
	p.sees("")
}

func TestCollectingThatCannotSaveWhatWasDoneBeforeSaysSo(t *testing.T) {
	p := atWork(t, strait)
	from := p.publishes(t.TempDir(), "me")
	release := lock(t, p.project)
	defer release()
	p.selects("12%")
	p.press("2")
	p.collectFrom([]string{from})
	p.waits("the failure is told", func() bool { return len(p.modals) == 1 && p.modals[0].title == "Collecting broke off" })
	p.reads("Not everything is saved in the project yet")
	p.closeModals()
	release()
	p.settles()
	p.sees("statistic: 12%")
}
