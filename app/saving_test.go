package app

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"rubricator/annotation/text"
	"rubricator/app/textview"
	"rubricator/storage"
)

// lock holds the project as another program would, until the returned function is called.
func lock(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_txlock=immediate&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return sync.OnceFunc(func() {
		tx.Rollback()
		db.Close()
	})
}

// state is how the mark on a quote is drawn.
func (p *person) state(quote string) textview.State {
	p.t.Helper()
	r := p.find(quote)
	for _, d := range p.decorate(nil, r) {
		if d.Range == r {
			return d.State
		}
	}
	p.t.Fatalf("%q is not drawn as marked", quote)
	return 0
}

func (p *person) saysSaved() bool { return p.status.saving.Text() == "saved" }

// saved tells whether the file on disk has a mark with this quote.
func (p *person) saved(quote string) bool {
	p.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+p.project+"?mode=ro")
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	n := 0
	if err := db.QueryRow(`SELECT count(*) FROM span WHERE quote = ?`, quote).Scan(&n); err != nil {
		p.t.Fatal(err)
	}
	return n > 0
}

func TestAQuickCommitIsSavedBeforeItIsDrawn(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2")
	if !p.saysSaved() || p.state("12%")&(textview.Saving|textview.Unsaved) != 0 || !p.saved("12%") {
		t.Errorf("says %q, drawn %b, on disk %v", p.status.saving.Text(), p.state("12%"), p.saved("12%"))
	}
}

func TestAMarkBehindAForeignLockOfThreeSecondsIsShownAsSavingAndThenSaved(t *testing.T) {
	p := atWork(t, strait)
	release := lock(t, p.project)
	defer release()
	time.AfterFunc(3*time.Second, release)
	begun := time.Now()
	p.selects("12%")
	p.press("2")
	if held := time.Since(begun); held > time.Second {
		t.Errorf("the window stood still for %v", held)
	}
	p.sees("statistic: 12%")
	if p.saysSaved() || p.status.saving.Text() != "saving…" || p.state("12%")&textview.Saving == 0 {
		t.Errorf("says %q, drawn %b", p.status.saving.Text(), p.state("12%"))
	}
	p.photograph("saving")
	p.waits("it is saved", p.saysSaved)
	if !p.saved("12%") || p.state("12%")&textview.Saving != 0 {
		t.Errorf("on disk %v, drawn %b", p.saved("12%"), p.state("12%"))
	}
}

// The lock lasts longer than a try does. RUBRICATOR_LONG makes it the sixty seconds of a backup program.
func TestAMarkBehindALongForeignLockIsShownAsNotSavedAndSavedLater(t *testing.T) {
	p := atWork(t, strait)
	release := lock(t, p.project)
	defer release()
	p.selects("12%")
	p.press("2")
	p.waits("it says that it is not saved", func() bool { return strings.HasPrefix(p.status.saving.Text(), "NOT SAVED: 1 change") })
	if p.state("12%")&textview.Unsaved == 0 {
		t.Errorf("drawn %b", p.state("12%"))
	}
	p.reads("another program")
	p.photograph("not-saved")
	if os.Getenv("RUBRICATOR_LONG") != "" {
		time.Sleep(55 * time.Second)
		p.pump()
	}
	p.selects("Just seven") // the window is alive
	p.press("2")
	p.sees("statistic: 12%\nstatistic: Just seven")
	if p.saysSaved() {
		t.Error("it says saved")
	}
	release()
	p.waits("all is saved", p.saysSaved)
	if !p.saved("12%") || !p.saved("Just seven") {
		t.Error("not on disk")
	}
}

func TestAMarkMadeWhileTheFileIsReplacedIsKeptAndSavedOnceItIsBack(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	aside := p.project + ".aside"
	if err := os.Rename(p.project, aside); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.project, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.selects("12%")
	p.press("2")
	p.waits("it says that it is not saved", func() bool { return strings.HasPrefix(p.status.saving.Text(), "NOT SAVED") })
	p.reads("replaced")
	p.reads("Put the file back")
	rescue := p.folders.Rescue(p.desk.project.ID(), p.desk.project.Path())
	if b, err := os.ReadFile(rescue); err != nil || !strings.Contains(string(b), "12%") {
		t.Errorf("rescue file: %v %s", err, b)
	}
	if err := os.Rename(aside, p.project); err != nil {
		t.Fatal(err)
	}
	p.desk.outbox.Retry()
	p.waits("it is saved", p.saysSaved)
	if _, err := os.Stat(rescue); !os.IsNotExist(err) {
		t.Errorf("the rescue file is left: %v", err)
	}
}

func TestAMarkThatCouldNotBeSavedComesBackWithTheNextStart(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	release := lock(t, p.project)
	p.selects("12%")
	p.press("2")
	p.sees("statistic: 12%")
	p.leaveProgram()
	release()
	p = reopen(t, home)
	p.sees("statistic: 12%")
	p.reads("saved now")
	if _, err := os.Stat(p.folders.Rescue(p.desk.project.ID(), p.desk.project.Path())); !os.IsNotExist(err) {
		t.Errorf("the rescue file is left: %v", err)
	}
	p.press("Ctrl+Z")
	p.sees("")
}

func TestAMarkThatIsNotSavedYetIsThereWhenItsArticleIsOpenedAgain(t *testing.T) {
	p := reopen(t, t.TempDir(), strait, flood)
	release := lock(t, p.project)
	p.selects("12%")
	p.press("2")
	p.selects("Just seven")
	p.press("2", "R", "1")
	p.press("Ctrl+PgDn")
	p.press("Ctrl+PgUp")
	p.sees("statistic: 12%\nclaim: Just seven")
	p.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Y") // nothing of it waits for the disk
	p.sees("statistic: 12%")
	if p.saysSaved() {
		t.Error("it says saved")
	}
	release()
	p.waits("all is saved", p.saysSaved)
	p.press("Ctrl+PgDn", "Ctrl+PgUp")
	p.sees("statistic: 12%")
	if p.status.failed {
		t.Errorf("the status line says %q", p.status.said)
	}
}

func TestUndoAfterARestartWaitsForTheDiskAndKeepsItsOrder(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2", "R", "1")
	p.leaves()
	p = reopen(t, home)
	release := lock(t, p.project)
	defer release()
	p.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Y")
	p.sees("statistic: 12%") // the second undo has to be read from the file
	release()
	p.settles()
	p.sees("statistic: 12%")
	p.press("Ctrl+Y")
	p.sees("claim: 12%")
}

func TestQuittingWhileSavingAsksAndSaysWhatBecomesOfIt(t *testing.T) {
	p := reopen(t, t.TempDir(), strait)
	release := lock(t, p.project)
	defer release()
	p.selects("12%")
	p.press("2")
	p.quit()
	p.waits("it asks", func() bool { return p.on() == "Not everything is saved" })
	rescue := p.folders.Rescue(p.desk.project.ID(), p.desk.project.Path())
	if b, err := os.ReadFile(rescue); err != nil || !strings.Contains(string(b), "12%") {
		t.Errorf("rescue file: %v %s", err, b)
	}
	p.photograph("unsaved")
	p.press("Esc")
	p.sees("statistic: 12%")
	release()
	p.waits("all is saved", p.saysSaved)
}

func TestWhatCouldNotBeSavedBelongsToItsFileAndNotToACopy(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	copied := filepath.Join(home, "copy.rubric")
	if err := p.desk.project.SaveCopy(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	release := lock(t, p.project)
	p.selects("12%")
	p.press("2")
	rescue := p.folders.Rescue(p.desk.project.ID(), p.desk.project.Path())
	p.leaveProgram()
	release()

	p = reopen(t, home)
	p.waits("the mark is back", p.saysSaved)
	p.leaveProgram()
	p = reopen(t, home)
	release = lock(t, p.project)
	p.selects("Just seven")
	p.press("2")
	p.leaveProgram()
	release()
	p.openAt(copied)
	p.sees("") // the copy is as it was
	if _, err := os.Stat(rescue); err != nil {
		t.Error("the copy took what was not its own:", err)
	}
	moved := filepath.Join(home, "moved.rubric")
	if err := os.Rename(p.project, moved); err != nil {
		t.Fatal(err)
	}
	p.openAt(moved)
	p.sees("statistic: 12%\nstatistic: Just seven") // the file that was moved is the one that it belongs to
	p.waits("all is saved", p.saysSaved)
	if _, err := os.Stat(rescue); !os.IsNotExist(err) {
		t.Error("the rescue file is left:", err)
	}
}

func TestADamagedProjectComesBackFromItsBackup(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2")
	p.leaves()
	if err := os.Truncate(p.project, 5000); err != nil {
		t.Fatal(err)
	}
	p = start(t, home)
	p.openAt(p.project)
	if p.on() != "The project cannot be read" {
		t.Fatalf("%q is shown; the status line says %q", p.on(), p.status.said)
	}
	p.photograph("backup")
	p.press("Enter")
	p.sees("statistic: 12%")
	p.reads("This is the backup")
}

func TestOneGoesBackToABackupAndForthAgain(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.leaves()
	p = reopen(t, home)
	p.selects("12%")
	p.press("2")
	first := storage.Backups(p.desk.backups)
	if len(first) != 1 {
		t.Fatalf("%d backups", len(first))
	}
	back := func(path string) {
		t.Helper()
		p.does("project.back")
		p.win.Canvas().Focused().(*field).SetText(path)
		p.press("Enter")
		p.press("Enter") // the question
		p.waits("the backup is open", func() bool { return strings.Contains(p.status.said, "This is the backup") })
		p.pump()
	}
	back(first[0].Path)
	p.sees("")
	kept := storage.Backups(p.desk.backups)
	actor := p.desk.project.Actor().ID
	back(kept[0].Path) // what was there before going back
	p.sees("statistic: 12%")
	if p.desk.project.Actor().ID == actor {
		t.Error("the same actor goes on, though it did other things after that backup")
	}
	p.selects("Just seven") // the new actor's work is its own to undo
	p.press("2", "Ctrl+Z")
	p.sees("statistic: 12%")
	if findings, err := p.desk.project.Check(context.Background()); err != nil || len(findings) > 0 {
		t.Errorf("check: %v (%v)", findings, err)
	}
}

func TestADiskThatIsFullLosesNothing(t *testing.T) {
	dir := smallDisk(t)
	home := t.TempDir()
	if err := os.Symlink(dir, filepath.Join(home, "data")); err != nil {
		t.Fatal(err)
	}
	p := reopen(t, home, "Long\n\n"+strings.Repeat("The strait stays open. ", 1500))
	filler := fill(t, dir)
	for i := 1; i < 100 && p.saysSaved(); i++ { // until the room that the file itself had left is used up
		all := p.find("Long")
		all.End = p.set().Text().Len() - text.Pos(i)
		p.view.Select(all)
		p.press("1")
	}
	made := p.set().Len()
	p.waits("it says that it is not saved", func() bool { return strings.HasPrefix(p.status.saving.Text(), "NOT SAVED") })
	p.reads("Free some space")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	p.desk.outbox.Retry()
	p.waits("it is saved", p.saysSaved)
	if again, err := p.desk.load(context.Background(), p.document.ID); err != nil || again.set.Len() != made {
		t.Errorf("%d marks on disk, %d were made (%v)", again.set.Len(), made, err)
	}
	findings, err := p.desk.project.Check(context.Background())
	if err != nil || len(findings) > 0 {
		t.Errorf("check: %v %v", findings, err)
	}
}
