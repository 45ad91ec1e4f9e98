package storage

import (
	"os"
	"sync"
)

// seat is this process's note that it has a file open. Such a file must not be opened and closed by other means than
// SQLite, because closing it drops the locks that the process holds on it.
type seat struct{ file os.FileInfo }

var seats = struct {
	sync.Mutex
	taken map[*seat]bool
}{taken: map[*seat]bool{}}

// takeSeat notes the file, after look has looked at it, unless it is open here already.
func takeSeat(file os.FileInfo, look func() error) (*seat, error) {
	seats.Lock()
	defer seats.Unlock()
	if !seated(file) {
		if err := look(); err != nil {
			return nil, err
		}
	}
	s := &seat{file}
	seats.taken[s] = true
	return s, nil
}

// seated must be called with seats locked.
func seated(file os.FileInfo) bool {
	for s := range seats.taken {
		if os.SameFile(s.file, file) {
			return true
		}
	}
	return false
}

// openHere tells whether this process has a project open at path.
func openHere(path string) bool {
	file, err := os.Stat(path)
	if err != nil {
		return false
	}
	seats.Lock()
	defer seats.Unlock()
	return seated(file)
}

func (s *seat) leave() {
	if s == nil {
		return
	}
	seats.Lock()
	defer seats.Unlock()
	delete(seats.taken, s)
}
