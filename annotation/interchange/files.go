package interchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Files are the files of a dataset that has one for each split.
type Files struct {
	folder Folder
	name   func(split string) string
	open   map[string]*File
}

// File is a file of a dataset, buffered.
type File struct {
	*bufio.Writer
	close   io.Closer
	Records int // that were written; for those who write them
}

// NewFiles writes into a folder; name gives the file of a split.
func NewFiles(folder Folder, name func(split string) string) *Files {
	return &Files{folder, name, map[string]*File{}}
}

// Of is the file of a split, begun when it is first asked for.
func (f *Files) Of(split string) (*File, error) {
	if at := f.open[split]; at != nil {
		return at, nil
	}
	w, err := f.folder.Create(f.name(split))
	if err != nil {
		return nil, err
	}
	f.open[split] = &File{Writer: bufio.NewWriterSize(w, 1<<18), close: w}
	return f.open[split], nil
}

// All are the files that were begun, in the order of their splits' names.
func (f *Files) All() (out []*File) {
	for _, split := range slices.Sorted(maps.Keys(f.open)) {
		out = append(out, f.open[split])
	}
	return out
}

// Close ends them all.
func (f *Files) Close() error {
	var errs []error
	for _, at := range f.All() {
		errs = append(errs, at.Flush(), at.close.Close())
	}
	return errors.Join(errs...)
}

// JSON appends a value as one line.
func (f *File) JSON(v any) error {
	f.Records++
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// InMemory is a dataset in memory, by name: a Folder and a Source.
type InMemory map[string][]byte

// Create is Folder.
func (m InMemory) Create(name string) (io.WriteCloser, error) {
	return &memoryFile{name: name, in: m}, nil
}

type memoryFile struct {
	bytes.Buffer
	name string
	in   InMemory
}

// Close keeps what was written.
func (f *memoryFile) Close() error {
	f.in[f.name] = f.Bytes()
	return nil
}

// Files is Source.
func (m InMemory) Files() []string { return slices.Sorted(maps.Keys(m)) }

// Open is Source.
func (m InMemory) Open(name string) (io.ReadCloser, error) {
	b, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// InFolder is a dataset in a folder of the disk: a Folder and a Source.
type InFolder string

// Create is Folder.
func (dir InFolder) Create(name string) (io.WriteCloser, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("%q leads out of the dataset's folder", name)
	}
	at := filepath.Join(string(dir), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return nil, err
	}
	return os.Create(at)
}

// Name is the name of the folder, also where it was said as ".".
func (dir InFolder) Name() string {
	if at, err := filepath.Abs(string(dir)); err == nil {
		return filepath.Base(at)
	}
	return filepath.Base(string(dir))
}

// Files is Source; it passes over hidden files and those that are no files.
func (dir InFolder) Files() (out []string) {
	fs.WalkDir(os.DirFS(string(dir)), ".", func(name string, d fs.DirEntry, err error) error {
		switch hidden := name != "." && path.Base(name)[0] == '.'; {
		case err != nil || hidden && !d.IsDir():
		case hidden:
			return fs.SkipDir
		case d.Type().IsRegular():
			out = append(out, name)
		}
		return nil
	})
	return out
}

// Open is Source. Names come from Files and stay in the folder.
func (dir InFolder) Open(name string) (io.ReadCloser, error) { return os.DirFS(string(dir)).Open(name) }

// OneFile is a Source of one file on the disk.
type OneFile string

// Files is Source.
func (f OneFile) Files() []string { return []string{filepath.Base(string(f))} }

// Open is Source.
func (f OneFile) Open(string) (io.ReadCloser, error) { return os.Open(string(f)) }

// OnDisk is a Source of files on the disk, by their paths.
type OnDisk []string

// Files is Source.
func (paths OnDisk) Files() []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = filepath.ToSlash(p)
	}
	return out
}

// Open is Source.
func (paths OnDisk) Open(name string) (io.ReadCloser, error) {
	return os.Open(filepath.FromSlash(name))
}
