package editor

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rubricator/annotation"
)

// Rescue is the file that holds edits the project file could not take: one edit a line, in the journal's form. It is
// there only while there are such edits.
type Rescue struct {
	path    string
	project string
}

// NewRescue keeps rescued edits at path, for the project file named. The folder is made when it is first needed. An empty
// path keeps nothing.
func NewRescue(path, project string) *Rescue { return &Rescue{path, project} }

// Path is where the rescued edits are.
func (r *Rescue) Path() string { return r.path }

func (r *Rescue) exists() bool {
	_, err := os.Stat(r.path)
	return r.path != "" && err == nil
}

// SetAside copies the file as it is to a name of its own, so that nothing overwrites it, and gives that name.
func (r *Rescue) SetAside() (string, error) {
	b, err := os.ReadFile(r.path)
	if err != nil {
		return r.path, fmt.Errorf("set rescue file aside: %w", err)
	}
	return r.setAside(b)
}

// KeepAside writes edits that no longer fit to a file of their own and gives its name.
func (r *Rescue) KeepAside(edits []annotation.Edit) (string, error) {
	b, err := r.encode(edits)
	if err != nil {
		return r.path, err
	}
	return r.setAside(b)
}

func (r *Rescue) setAside(b []byte) (string, error) {
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s.aside%d", r.path, n)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, replaceFile(aside, b)
		}
	}
}

// Remove takes the file away, once what it holds is saved.
func (r *Rescue) Remove() error { return r.keep(nil) }

type rescued struct {
	Project string            `json:"project"` // the file that could not take the edit
	Header  annotation.Header `json:"header"`
	Entries []rescuedEntry    `json:"entries"`
}

type rescuedEntry struct {
	Kind     annotation.Kind `json:"kind"`
	Row      annotation.ID   `json:"row"`
	Document annotation.ID   `json:"document"`
	Before   json.RawMessage `json:"before,omitempty"`
	After    json.RawMessage `json:"after,omitempty"`
}

// keep replaces the file with these edits: temporary name, sync, rename. With none it takes the file away.
func (r *Rescue) keep(edits []annotation.Edit) error {
	if r.path == "" {
		return nil
	}
	if len(edits) == 0 {
		if err := os.Remove(r.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove rescue file: %w", err)
		}
		return nil
	}
	b, err := r.encode(edits)
	if err == nil {
		err = replaceFile(r.path, b)
	}
	if err != nil {
		return fmt.Errorf("write rescue file: %w", err)
	}
	return nil
}

func (r *Rescue) encode(edits []annotation.Edit) ([]byte, error) {
	var b bytes.Buffer
	for _, e := range edits {
		line, err := encodeRescued(r.project, e)
		if err != nil {
			return nil, err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

func encodeRescued(project string, e annotation.Edit) ([]byte, error) {
	entries, err := e.Entries()
	if err != nil {
		return nil, err
	}
	out := rescued{Project: project, Header: e.Header}
	for _, n := range entries {
		out.Entries = append(out.Entries, rescuedEntry{n.Kind, n.Row, n.Document, n.Before, n.After})
	}
	return json.Marshal(out)
}

func replaceFile(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".rescue-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Load gives the edits in the file, oldest first; none when there is no file. Lines that cannot be read are left out and
// named in the error. Content of documents is not kept here: imports are not sent through an outbox.
func (r *Rescue) Load() ([]annotation.Edit, error) {
	if r.path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read rescue file: %w", err)
	}
	var out []annotation.Edit
	var bad error
	n := 0
	for line := range bytes.Lines(b) {
		n++
		e, err := decodeRescued(line)
		if err != nil {
			bad = errors.Join(bad, fmt.Errorf("read rescue file %q, line %d: %w", r.path, n, err))
			continue
		}
		out = append(out, e)
	}
	return out, bad
}

// Orphans gives the files in the folder, by the beginning of their names, whose projects are no longer where they were: these
// were moved, and may be the one that is opened now.
func Orphans(folder, begin string) []*Rescue {
	names, err := filepath.Glob(filepath.Join(folder, begin+"*.jsonl"))
	if err != nil {
		return nil
	}
	var out []*Rescue
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		var first rescued
		err = json.NewDecoder(f).Decode(&first)
		f.Close()
		if err != nil || first.Project == "" {
			continue
		}
		_, gone := os.Stat(first.Project)
		_, folder := os.Stat(filepath.Dir(first.Project)) // else the disk may be unplugged, and comes back
		if errors.Is(gone, fs.ErrNotExist) && folder == nil {
			out = append(out, NewRescue(name, first.Project))
		}
	}
	return out
}

func decodeRescued(line []byte) (annotation.Edit, error) {
	var in rescued
	if err := json.Unmarshal(line, &in); err != nil {
		return annotation.Edit{}, err
	}
	e := annotation.Edit{Header: in.Header}
	for _, n := range in.Entries {
		if err := e.Add(annotation.Entry{Kind: n.Kind, Row: n.Row, Document: n.Document, Before: n.Before, After: n.After}); err != nil {
			return annotation.Edit{}, err
		}
	}
	return e, nil
}
