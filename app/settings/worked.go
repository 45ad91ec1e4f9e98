package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"rubricator/annotation"
)

// Worked is how long somebody worked on each document of a project on this device. It is kept in a file that leaves the machine by nobody's
// hand but the annotator's, when they publish it. The file only grows, by a line for each stretch of work, so that little is written at a
// time and a crash costs the last line at most. Its methods may be called from any goroutine.
type Worked struct {
	path   string
	saving sync.Mutex // one writes at a time

	mu      sync.Mutex
	total   map[annotation.ID]time.Duration
	unsaved map[annotation.ID]time.Duration
	torn    bool // the file ends within a line
}

// Worked reads how long an actor worked on a project's documents. Lines that are damaged are passed over.
func (f Folders) Worked(project, actor annotation.ID) (*Worked, error) {
	w := &Worked{path: filepath.Join(f.Data, "hours", project.String()+"-"+actor.String()+".txt"), total: map[annotation.ID]time.Duration{},
		unsaved: map[annotation.ID]time.Duration{}}
	b, err := os.ReadFile(w.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return w, fmt.Errorf("read working hours: %w", err)
	}
	lines := 0
	for line := range strings.Lines(string(b)) {
		if document, d, ok := readStretch(line); ok {
			w.total[document] += d
		}
		lines++
	}
	w.torn = len(b) > 0 && !bytes.HasSuffix(b, []byte("\n"))
	if lines > 2*len(w.total)+manyStretches {
		return w, w.shorten()
	}
	return w, nil
}

// manyStretches is how many more lines than documents the file may have before it is written anew.
const manyStretches = 5000

// readStretch reads a line: the document, and milliseconds.
func readStretch(line string) (document annotation.ID, d time.Duration, ok bool) {
	id, ms, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
	n, err := strconv.ParseInt(ms, 10, 64)
	if !ok || err != nil || n < 0 || n > int64(24*time.Hour/time.Millisecond*36500) || !strings.HasSuffix(line, "\n") {
		return document, 0, false
	}
	document, err = annotation.ParseID(id)
	return document, time.Duration(n) * time.Millisecond, err == nil
}

func writeStretch(b *bytes.Buffer, document annotation.ID, d time.Duration) {
	fmt.Fprintf(b, "%s %d\n", document, d.Milliseconds())
}

// shorten writes the file anew with a line a document.
func (w *Worked) shorten() error {
	var b bytes.Buffer
	for document, d := range w.total {
		writeStretch(&b, document, d)
	}
	if err := writeFile(w.path, b.Bytes()); err != nil {
		return fmt.Errorf("write working hours: %w", err)
	}
	w.torn = false
	return nil
}

// Add counts a stretch of work on a document.
func (w *Worked) Add(document annotation.ID, d time.Duration) {
	if d = d.Truncate(time.Millisecond); d <= 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.total[document] += d
	w.unsaved[document] += d
}

// On is how long was worked on a document.
func (w *Worked) On(document annotation.ID) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.total[document]
}

// All is how long was worked on each document.
func (w *Worked) All() map[annotation.ID]time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.total)
}

// Save writes what was added since. Where that fails it is kept for the next time.
func (w *Worked) Save() error {
	w.saving.Lock()
	defer w.saving.Unlock()
	w.mu.Lock()
	stretches := w.unsaved
	w.unsaved = map[annotation.ID]time.Duration{}
	w.mu.Unlock()
	err := w.write(stretches)
	if err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		for document, d := range stretches {
			w.unsaved[document] += d
		}
		return fmt.Errorf("write working hours: %w", err)
	}
	return nil
}

func (w *Worked) write(stretches map[annotation.ID]time.Duration) error {
	if len(stretches) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(w.path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(w.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if w.torn {
		b.WriteString(" torn\n") // so that half a number is not taken for one
	}
	for document, d := range stretches {
		writeStretch(&b, document, d)
	}
	_, err = f.Write(b.Bytes())
	w.torn = err != nil // how much of it was written nobody knows
	return errors.Join(err, f.Close())
}
