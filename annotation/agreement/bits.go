package agreement

import mathbits "math/bits"

// bits is a set of places. A nil one is empty.
type bits []uint64

func (b bits) set(i int) { b[i/64] |= 1 << (i % 64) }

func (b bits) count() (n int) {
	for _, w := range b {
		n += mathbits.OnesCount64(w)
	}
	return n
}

// common is the number of places in both.
func (b bits) common(o bits) (n int) {
	for i := range min(len(b), len(o)) {
		n += mathbits.OnesCount64(b[i] & o[i])
	}
	return n
}
