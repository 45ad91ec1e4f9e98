package storage

import (
	"errors"
	"os"
)

// lock keeps other programs from writing to a project. It is an operating system's lock on a file next to the
// project: it goes with the process, however that ends, and what is left of the file then means nothing. It is not on the project
// itself, because closing that would drop SQLite's own locks.
type lock struct{ f *os.File }

var errLocked = errors.New("locked")

// lockName is the file whose lock stands for the project.
func lockName(path string) string { return path + "-lock" }

// takeLock is ErrInUse when another process or another part of this one has the lock, and ErrReadOnly when the folder
// does not take files.
func takeLock(path string) (*lock, error) {
	for {
		f, err := os.OpenFile(lockName(path), os.O_RDWR|os.O_CREATE, 0o600)
		if notPermitted(err) {
			return nil, faultf(ErrReadOnly, "read-only: the folder may not be written to")
		}
		if err != nil {
			return nil, plainly(err)
		}
		if err := lockFile(f); err != nil {
			f.Close()
			if errors.Is(err, errLocked) {
				return nil, faultf(ErrInUse, "another window or program has it open")
			}
			return nil, err
		}
		if names(lockName(path), f) {
			return &lock{f}, nil
		}
		f.Close() // the one before took the name away between our open and our lock
	}
}

// names tells whether path still is the open file.
func names(path string, f *os.File) bool {
	have, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(have, there)
}

func (l *lock) release() {
	if l != nil {
		removeLocked(l.f)
	}
}
