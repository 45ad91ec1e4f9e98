package editor

import (
	"bufio"
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
	path string
}

// NewRescue keeps rescued edits at path. The folder is made when it is first needed. An empty path keeps nothing.
func NewRescue(path string) *Rescue { return &Rescue{path} }

// Path is where the rescued edits are.
func (r *Rescue) Path() string { return r.path }

func (r *Rescue) exists() bool {
	_, err := os.Stat(r.path)
	return r.path != "" && err == nil
}

// PutAside renames a file that could not be read whole, so that nothing overwrites it, and gives the new name.
func (r *Rescue) PutAside() (string, error) {
	aside := r.path + ".damaged"
	if err := os.Rename(r.path, aside); err != nil {
		return r.path, fmt.Errorf("put rescue file aside: %w", err)
	}
	return aside, nil
}

type rescued struct {
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
	var b bytes.Buffer
	for _, e := range edits {
		line, err := encodeRescued(e)
		if err != nil {
			return fmt.Errorf("write rescue file: %w", err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	if err := replaceFile(r.path, b.Bytes()); err != nil {
		return fmt.Errorf("write rescue file: %w", err)
	}
	return nil
}

func encodeRescued(e annotation.Edit) ([]byte, error) {
	entries, err := e.Entries()
	if err != nil {
		return nil, err
	}
	out := rescued{Header: e.Header}
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

// Load gives the edits in the file, oldest first; none when there is no file. Content of documents is not kept here:
// imports are not sent through an outbox.
func (r *Rescue) Load() ([]annotation.Edit, error) {
	f, err := os.Open(r.path)
	if errors.Is(err, fs.ErrNotExist) || r.path == "" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read rescue file: %w", err)
	}
	defer f.Close()
	var out []annotation.Edit
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for n := 1; s.Scan(); n++ {
		e, err := decodeRescued(s.Bytes())
		if err != nil {
			return out, fmt.Errorf("read rescue file %q, line %d: %w", r.path, n, err)
		}
		out = append(out, e)
	}
	return out, s.Err()
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
