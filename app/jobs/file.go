package jobs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"rubricator/storage"
)

// What is never replaced.
var (
	errNoFile   = errors.New("it is not a file; choose another name")
	errDatabase = errors.New("there is a project or another database of that name; choose another")
)

// writeFile writes a file whole: under a temporary name beside it, synced, renamed. Until then an older file stays as it is, and after
// a failure nothing is left behind. It replaces no folder and no database.
func writeFile(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errNoFile
	}
	if storage.IsDatabase(path) {
		return errDatabase
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return plainly(err)
	}
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		os.Remove(f.Name())
		return plainly(err)
	}
	return nil
}

// plainly leaves out the path of a temporary file, which means nothing to a person.
func plainly(err error) error {
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		return at.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// syncFolder makes a rename durable. Systems that cannot sync a folder make it so themselves.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	d.Sync()
	return nil
}
