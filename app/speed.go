package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/cli"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/app/textview"
	"rubricator/storage"
)

// How often each act is measured.
const (
	speedMarks  = 40  // marks added and deleted
	speedFrames = 120 // frames scrolled
	wheelStep   = 100 // points a frame
)

// frameTimeout is how long a picture may take before the measurement gives up.
const frameTimeout = 20 * time.Second

// Speed opens a window on the largest document of a file, in a temporary project, and measures itself.
func (Views) Speed(ctx context.Context, o cli.SpeedOptions) (cli.Speed, error) {
	sample, err := readSpeedSample(o.File)
	if err != nil {
		return cli.Speed{}, err
	}
	dir, err := os.MkdirTemp("", "rubricator-speed-")
	if err != nil {
		return cli.Speed{}, err
	}
	defer os.RemoveAll(dir)
	os.Setenv("FYNE_SCALE", fmt.Sprint(o.Scale))
	m := &speedometer{o: o, sample: sample, frames: make(chan textview.FrameStats, 64)}
	if err := m.prepare(ctx, dir); err != nil {
		return cli.Speed{}, err
	}
	debug.FreeOSMemory() // what making the project took is not the window's
	return m.run(ctx)
}

// speedSample is a document with marks. Bounds are code points.
type speedSample struct {
	Text  string            `json:"text"`
	Label []json.RawMessage `json:"label"`
}

// readSpeedSample finds the largest document of a JSONL file with {"text", "label": [[start, end, label], ...]}.
func readSpeedSample(path string) (speedSample, error) {
	f, err := os.Open(path)
	if err != nil {
		return speedSample{}, err
	}
	defer f.Close()
	var largest speedSample
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<30)
	for n := 1; in.Scan(); n++ {
		var s speedSample
		if err := json.Unmarshal(in.Bytes(), &s); err != nil {
			return s, fmt.Errorf("%q, line %d: %w", path, n, err)
		}
		if len(s.Text) > len(largest.Text) {
			largest = s
		}
	}
	if largest.Text == "" {
		return largest, fmt.Errorf("%q holds no document with a text", path)
	}
	return largest, in.Err()
}

// speedometer measures a window.
type speedometer struct {
	o      cli.SpeedOptions
	sample speedSample
	w      *Window
	text   *text.Text
	id     annotation.ID
	loaded loaded
	frames chan textview.FrameStats
	result cli.Speed
}

// prepare makes the project, with the document and its marks in it, and the window.
func (m *speedometer) prepare(ctx context.Context, dir string) error {
	t, err := text.New(strings.ReplaceAll(m.sample.Text, "\r", " "))
	if err != nil {
		return err
	}
	m.text = t
	f := settings.Folders{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
	s, err := settings.Load(f)
	if err != nil {
		return err
	}
	s.Window = settings.Geometry{Width: float32(m.o.Width), Height: float32(m.o.Height), HideLibrary: true, HideInspector: true}
	s.Theme = "light"
	scheme, err := jobs.ShippedScheme("simple")
	if err != nil {
		return err
	}
	if err := m.fill(ctx, f, s, scheme); err != nil {
		return err
	}
	a := fyneapp.NewWithID(ID)
	m.w, err = newWindow(a, a.NewWindow("Rubricator speed"), f, s, scheme)
	return err
}

// fill writes the document and its marks into the default project.
func (m *speedometer) fill(ctx context.Context, f settings.Folders, s *settings.Settings, scheme annotation.Scheme) error {
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return err
	}
	actor, err := s.Actor(f, f.DefaultProject())
	if err != nil {
		return err
	}
	p, err := storage.Create(f.DefaultProject(), scheme, storage.Options{Actor: actor, Annotator: s.Annotator})
	if err != nil {
		return err
	}
	edits, err := m.edits(s.Annotator.ID, scheme)
	if err == nil {
		err = p.Apply(ctx, func(yield func(annotation.Edit, error) bool) {
			for _, e := range edits {
				if !yield(e, nil) {
					return
				}
			}
		}, nil)
	}
	return errors.Join(err, p.Close())
}

// markChunk is how many marks one edit brings.
const markChunk = 1000

func (m *speedometer) edits(annotator annotation.ID, scheme annotation.Scheme) ([]annotation.Edit, error) {
	d := annotation.NewDocument(m.text, "", annotation.Source{File: "speed"})
	m.id = d.ID
	head := annotation.SetHead{ID: annotation.SetID(d.ID, annotator), Document: d.ID, Annotator: annotator, Status: annotation.InWork}
	first := annotation.NewEdit("import speed")
	first.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	first.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, Document: d.ID, After: &head}}
	first.Content = []annotation.Content{annotation.NewContent([]byte(m.text.String()))}
	out := []annotation.Edit{first}
	seen := map[string]int{}
	for part := range slices.Chunk(m.sample.Label, markChunk) {
		e := annotation.NewEdit("import marks")
		for _, raw := range part {
			r, label, err := m.mark(raw)
			if err != nil {
				return nil, err
			}
			if _, ok := seen[label]; !ok {
				seen[label] = len(seen)
			}
			l := scheme.Labels[seen[label]%len(scheme.Labels)]
			sp := annotation.NewSpan(annotation.NewID(), head.ID, l.Head(), m.text, []rangeset.Range{r}, annotation.OriginImport)
			e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: d.ID, After: &sp})
		}
		out = append(out, e)
	}
	m.result.Marks = len(m.sample.Label)
	return out, nil
}

func (m *speedometer) mark(raw json.RawMessage) (rangeset.Range, string, error) {
	var r rangeset.Range
	var label string
	if err := json.Unmarshal(raw, &[]any{&r.Start, &r.End, &label}); err != nil {
		return r, "", fmt.Errorf("mark %s: want [start, end, label]: %w", raw, err)
	}
	if r.Empty() || r.Start < 0 || r.End > m.text.Len() {
		return r, "", fmt.Errorf("mark %s: empty, or outside the text of %d characters", raw, m.text.Len())
	}
	return r, label, nil
}

// run shows the window and measures in a goroutine beside it.
func (m *speedometer) run(ctx context.Context) (cli.Speed, error) {
	r := &m.result
	r.Bytes, r.Scale = int(m.text.Bytes()), m.o.Scale
	var failure error
	m.w.app.Lifecycle().SetOnStarted(func() {
		go func() {
			failure = m.measure(ctx)
			fyne.Do(m.w.leaveProgram)
		}()
	})
	m.w.win.ShowAndRun()
	return m.result, failure
}

// measure does the acts one after the other. It runs beside the UI goroutine.
func (m *speedometer) measure(ctx context.Context) error {
	fyne.DoAndWait(func() { m.w.view.Drawn = func(s textview.FrameStats) { m.frames <- s } })
	for _, step := range []func(context.Context) error{m.load, m.open, m.addAndDelete, m.wheel, m.end, m.save} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fyne.DoAndWait(func() { // a small screen may not have had room for what was asked for
		size := m.w.win.Canvas().Size()
		m.result.Width, m.result.Height = int(size.Width), int(size.Height)
	})
	runtime.GC()
	runtime.GC() // what pools held is free after the second
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	m.result.HeapMB, m.result.RSSMB = float64(mem.HeapAlloc)/1e6, resident()
	return nil
}

// frame does an act on the UI goroutine and gives the milliseconds of own work until the picture that shows it: the
// act's and the drawing's, without the wait between them.
func (m *speedometer) frame(act func()) (float64, error) {
	fyne.DoAndWait(m.drain)
	var took time.Duration
	fyne.DoAndWait(func() {
		begun := time.Now()
		act()
		took = time.Since(begun)
	})
	select {
	case s := <-m.frames:
		return ms(took + s.Took), nil
	case <-time.After(frameTimeout):
		return 0, errors.New("the window was not drawn; is it visible?")
	}
}

// drain forgets pictures of acts before.
func (m *speedometer) drain() {
	for {
		select {
		case <-m.frames:
		default:
			return
		}
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// load opens the project and reads the document with its marks from it.
func (m *speedometer) load(ctx context.Context) error {
	var err error
	fyne.DoAndWait(func() { err = m.w.tryOpen(m.w.folders.DefaultProject(), false) })
	if err != nil {
		return err
	}
	for end := time.Now().Add(frameTimeout); ; time.Sleep(10 * time.Millisecond) { // the window opens it by itself
		open := false
		fyne.DoAndWait(func() { open = m.w.set() != nil })
		if open {
			break
		}
		if time.Now().After(end) {
			return errors.New("the document was not opened")
		}
	}
	fyne.DoAndWait(m.w.showNothing)
	runtime.GC()
	begun := time.Now()
	m.loaded, err = m.w.desk.load(ctx, m.id)
	m.result.Load = ms(time.Since(begun))
	m.sample, m.text = speedSample{}, nil // what is measured is the window's, not the measurement's
	return err
}

// open shows the text and marks that are in memory.
func (m *speedometer) open(context.Context) (err error) {
	runtime.GC()
	m.result.Open, err = m.frame(func() { m.w.showDocument(m.loaded) })
	return err
}

// addAndDelete marks a word in sight and deletes the mark again, at places all over the text.
func (m *speedometer) addAndDelete(context.Context) error {
	var add, del []float64
	rnd := rand.New(rand.NewSource(1))
	t := m.loaded.set.Text()
	for range speedMarks {
		p := t.NextWord(text.Pos(rnd.Int63n(int64(t.Len()))))
		start, end := t.Word(p)
		if start >= end {
			continue
		}
		r := rangeset.Range{Start: start, End: end}
		if _, err := m.frame(func() { m.w.view.Reveal(r); m.w.view.Select(r) }); err != nil {
			return err
		}
		before := m.w.set().Len()
		took, err := m.frame(func() { m.w.press(m.w.desk.choices()[0]) })
		if err != nil {
			return err
		}
		if m.w.set().Len() == before {
			continue // it was marked already
		}
		add = append(add, took)
		if took, err = m.frame(m.w.deleteChosen); err != nil {
			return err
		}
		del = append(del, took)
	}
	m.result.Add, m.result.Delete = spread(add), spread(del)
	return nil
}

// wheel scrolls from the top by some lines a frame.
func (m *speedometer) wheel(context.Context) error {
	if _, err := m.frame(func() { m.w.view.SetPlace(textview.Place{}) }); err != nil {
		return err
	}
	var took []float64
	for range speedFrames {
		f, err := m.frame(func() { m.w.view.ScrollBy(wheelStep) })
		if err != nil {
			if len(took) > 0 { // the end of a short text
				break
			}
			return err
		}
		took = append(took, f)
		if p, _ := m.w.view.PositionAt(fyne.NewPos(10, m.w.view.Size().Height-1)); p >= m.loaded.set.Text().Len()-1 {
			fyne.DoAndWait(func() { m.w.view.SetPlace(textview.Place{}) })
			m.frame(func() {})
		}
	}
	m.result.Wheel = spread(took)
	return nil
}

// end goes through the whole text in so many frames.
func (m *speedometer) end(context.Context) error {
	var took []float64
	for i := range speedFrames {
		p := text.Pos(int64(m.loaded.set.Text().Len()) * int64(i) / speedFrames)
		f, err := m.frame(func() { m.w.view.SetPlace(textview.Place{Pos: p}) })
		if err != nil {
			return err
		}
		took = append(took, f)
	}
	m.result.End = spread(took)
	return nil
}

// save commits single marks.
func (m *speedometer) save(ctx context.Context) error {
	var took []float64
	p := m.w.desk.project
	for i := range speedMarks {
		e, err := m.w.set().AddSpan([]rangeset.Range{{Start: text.Pos(i), End: text.Pos(i + 3)}}, m.w.desk.choices()[0].LabelRole, annotation.OriginSelection)
		if err != nil {
			continue
		}
		begun := time.Now()
		if err := p.Commit(ctx, e); err != nil {
			return err
		}
		took = append(took, ms(time.Since(begun)))
	}
	m.result.Save = spread(took)
	return nil
}

func spread(took []float64) cli.Spread {
	if len(took) == 0 {
		return cli.Spread{}
	}
	slices.Sort(took)
	return cli.Spread{Median: took[len(took)/2], P95: took[len(took)*95/100], Max: took[len(took)-1]}
}

// resident is the memory that the process takes, in megabytes; 0 where the system does not tell.
func resident() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		kb := 0
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			return float64(kb) * 1024 / 1e6
		}
	}
	return 0
}
