package pdf

import (
	"sync"

	"github.com/tetratelabs/wazero/experimental"
)

// memory is an instance's. It has room to grow, since otherwise what is there would be copied, and take twice as much; room that is not used takes nothing.
type memory struct {
	room []byte // maxMemory bytes
	used uint64 // of them; the rest is zero
}

// Reallocate gives more of the room, or nil where there is no more.
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.room)) {
		return nil
	}
	m.used = max(m.used, size)
	return m.room[:size]
}

// Free leaves the room to the next instance.
func (m *memory) Free() { spare.keep(m) }

// spares has the memory of the instance before, so that the next need not take other. It is an experimental.MemoryAllocator.
type spares struct {
	mu   sync.Mutex
	kept *memory // nil: there is none
}

var spare spares

// Allocate gives an instance its memory, all of it zero. The instance before, which may have been killed, writes no more.
func (s *spares) Allocate(uint64, uint64) experimental.LinearMemory {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.kept
	if s.kept = nil; m == nil {
		return &memory{room: make([]byte, maxMemory)}
	}
	clear(m.room[:m.used])
	return &memory{room: m.room}
}

func (s *spares) keep(m *memory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = m
}

// drop gives the memory up.
func (s *spares) drop() { s.keep(nil) }
