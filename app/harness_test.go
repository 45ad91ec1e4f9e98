package app

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/settings"
)

// person uses the real window under the toolkit's test driver, on a real project.
type person struct {
	*Window
	t       testing.TB
	project string
	queue   chan func() // what other goroutines want done on this one, which is the UI's
}

// pump does what other goroutines handed over.
func (p *person) pump() {
	for {
		select {
		case f := <-p.queue:
			f()
		default:
			return
		}
	}
}

const strait = "Strait tolls rise\n\nTolls rose 12% in May, the ministry said. “We had no choice,” Minister Ana Roe said. Just seven ships paid.\n"

const flood = "Flood plan\n\nThe plan costs $2.4 trillion.\n"

// atWork opens a new window on a project with these articles; home is where settings live.
func atWork(t testing.TB, articles ...string) *person {
	t.Helper()
	return reopen(t, t.TempDir(), articles...)
}

func reopen(t testing.TB, home string, articles ...string) *person {
	t.Helper()
	return begins(start(t, home), articles...)
}

// inNewsroom is atWork with the default scheme, some of its parts switched on.
func inNewsroom(t testing.TB, parts []string, articles ...string) *person {
	t.Helper()
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range scheme.Modules {
		scheme.Modules[i].On = slices.Contains(parts, m.ID)
	}
	return begins(startWith(t, t.TempDir(), scheme), articles...)
}

// begins opens a project with these articles.
func begins(p *person, articles ...string) *person {
	t := p.t
	t.Helper()
	p.openAt(p.project)
	if p.desk == nil {
		t.Fatalf("no project: %s", p.status.said)
	}
	for i, body := range articles {
		name := string(rune('a'+i)) + ".txt"
		body := body
		p.imports(jobs.Article{Name: name, Read: func() ([]byte, error) { return []byte(body), nil }})
	}
	if len(articles) > 0 {
		p.open(p.desk.documents[0].ID)
	}
	p.focusText()
	p.pump()
	return p
}

// start opens the window without a project.
func start(t testing.TB, home string) *person {
	t.Helper()
	scheme, err := jobs.ShippedScheme("simple")
	if err != nil {
		t.Fatal(err)
	}
	return startWith(t, home, scheme)
}

// startWith is start with the scheme that new projects get.
func startWith(t testing.TB, home string, scheme annotation.Scheme) *person {
	t.Helper()
	a := test.NewTempApp(t)
	f := settings.Folders{Config: filepath.Join(home, "config"), Data: filepath.Join(home, "data"), Cache: filepath.Join(home, "cache")}
	s, err := settings.Load(f)
	if err != nil {
		t.Fatal(err)
	}
	s.Theme = "light"
	w, err := newWindow(a, a.NewWindow("Rubricator"), f, s, scheme)
	if err != nil {
		t.Fatal(err)
	}
	w.win.Resize(fyne.NewSize(1200, 800))
	p := &person{w, t, f.DefaultProject(), make(chan func(), 10_000)}
	w.later = func(f func()) { p.queue <- f }
	w.patience = 20 * time.Second // whatever else the machine does, what is read is there at once
	t.Cleanup(func() {
		w.closeProject(leaving)
		w.settings.Save() // what is being written in the background goes first
	})
	return p
}

// leaves closes the window as a person would, and gives where the settings are.
func (p *person) leaves() {
	p.t.Helper()
	p.leaveProgram()
}

func (p *person) imports(articles ...jobs.Article) jobs.ImportReport {
	p.t.Helper()
	r, err := jobs.Import(context.Background(), p.desk.project, articles, jobs.ImportOptions{})
	p.imported(articles, r, err)
	return r
}

// press presses keys as a keyboard does: "3", "Shift+1", "Ctrl+Z".
func (p *person) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		c, err := ParseChord(k)
		if err != nil {
			p.t.Fatal(err)
		}
		p.chord(c)
	}
}

// closeModals takes away what lies over the window.
func (p *person) closeModals() {
	for n := len(p.modals); n > 0; n = len(p.modals) {
		p.modals[n-1].close()
	}
}

func (p *person) chord(c Chord) {
	p.pump()
	defer p.pump()
	focused := p.win.Canvas().Focused()
	e := &fyne.KeyEvent{Name: c.Key}
	if focused == nil {
		p.typedKey(e)
		return
	}
	if k, ok := focused.(desktop.Keyable); ok {
		if c.Mod&fyne.KeyModifierShift != 0 {
			k.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			defer k.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		k.KeyDown(e)
		defer p.letsGo(e)
	}
	if c.Mod&^fyne.KeyModifierShift == 0 {
		focused.TypedKey(e)
		if now := p.win.Canvas().Focused(); now != nil && len(c.Key) == 1 { // the rune comes after the key
			now.TypedRune([]rune(strings.ToLower(string(c.Key)))[0])
		}
		return
	}
	s := focused.(fyne.Shortcutable)
	switch {
	case c == Chord{control(), fyne.KeyZ}:
		s.TypedShortcut(&fyne.ShortcutUndo{})
	case c == Chord{control(), fyne.KeyA}:
		s.TypedShortcut(&fyne.ShortcutSelectAll{})
	case c == Chord{control(), fyne.KeyV}:
		s.TypedShortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	default:
		s.TypedShortcut(&desktop.CustomShortcut{KeyName: c.Key, Modifier: c.Mod})
	}
}

// letsGo of a key tells whatever has the focus by then.
func (p *person) letsGo(e *fyne.KeyEvent) {
	if k, ok := p.win.Canvas().Focused().(desktop.Keyable); ok {
		k.KeyUp(e)
	}
}

// caretBefore puts the caret before a piece of the text.
func (p *person) caretBefore(piece string) { p.view.SetCaret(p.find(piece).Start) }

func (p *person) selects(piece string) { p.view.Select(p.find(piece)) }

func (p *person) find(piece string) rangeset.Range {
	p.t.Helper()
	t := p.set().Text()
	b := strings.Index(t.String(), piece)
	if b < 0 {
		p.t.Fatalf("the article does not say %q", piece)
	}
	return rangeset.Range{Start: t.Pos(text.Byte(b)), End: t.Pos(text.Byte(b + len(piece)))}
}

// marks writes the marks as "label: quote" in the order of the text.
func (p *person) marks() string {
	var lines []string
	for _, sp := range p.set().Spans() {
		lines = append(lines, sp.Label().String()+": "+sp.Quote())
	}
	return strings.Join(lines, "\n")
}

func (p *person) sees(want string) {
	p.t.Helper()
	if got := p.marks(); got != want {
		p.t.Errorf("marks are\n%s\nwant\n%s", got, want)
	}
}

// reads checks that the status line says something.
func (p *person) reads(piece string) {
	p.t.Helper()
	if said := p.status.said + p.status.hint; !strings.Contains(said, piece) {
		p.t.Errorf("the status line says %q, want %q in it", said, piece)
	}
}

// waits until something is so, at most for some seconds.
func (p *person) waits(what string, so func() bool) {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		p.pump()
		if time.Now().After(end) {
			p.t.Fatalf("waited in vain until %s; the status line says %q", what, p.status.said)
		}
	}
}

// settles waits until everything is on disk, and what waited for that is done.
func (p *person) settles() {
	p.t.Helper()
	p.waits("all is done and saved", func() bool { return len(p.delayed) == 0 && p.desk.outbox.State().Saved() })
}

// photograph writes what the window shows, where RUBRICATOR_PICTURES names a folder.
func (p *person) photograph(name string) {
	dir := os.Getenv("RUBRICATOR_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, p.win.Canvas().Capture()); err != nil {
		p.t.Fatal(err)
	}
}
