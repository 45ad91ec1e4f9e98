package annotation

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// MergeID derives what stands for several edits of one row together, so that a change can say that it builds on them all. It is the sum, bit
// by bit without carries, of what each edit derives, so that of many edits those can be found that it stands for.
func MergeID(edits []ID) ID {
	var sum sumOfEdits
	for _, id := range edits {
		sum = sum.plus(partOf(id))
	}
	return sum.id()
}

// sumOfEdits is a MergeID without the six bits that every UUID of version 8 has (RFC 9562 section 5.8).
type sumOfEdits [2]uint64

func (s sumOfEdits) plus(o sumOfEdits) sumOfEdits { return sumOfEdits{s[0] ^ o[0], s[1] ^ o[1]} }

func partOf(edit ID) sumOfEdits { return sumIn(deriveID("merge", edit[:])) }

func sumIn(id ID) sumOfEdits {
	id[6], id[8] = id[6]&0x0f, id[8]&0x3f
	return sumOfEdits{binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])}
}

func (s sumOfEdits) id() (id ID) {
	binary.BigEndian.PutUint64(id[:8], s[0])
	binary.BigEndian.PutUint64(id[8:], s[1])
	id[6], id[8] = id[6]|0x80, id[8]|0x80
	return id
}

// first is the highest bit that is set, -1 where none is.
func (s sumOfEdits) first() int {
	if s[0] != 0 {
		return 63 + bits.Len64(s[0])
	}
	return bits.Len64(s[1]) - 1
}

// mostMerged is how many edits are looked through for more than two that a merge stands for: fewer than a sum has bits, so that one choice alone makes it.
const mostMerged = 96

// partsOf finds which of some edits a merge stands for, by their places: two of them all, or any number of the last 96. Of an edit that is there
// several times in a row it gives the last place. It is nothing where the merge stands for none. It takes the time of elimination (Gauss) and not that of trying every choice.
func partsOf(merge ID, edits []ID) []int {
	want := sumIn(merge)
	at := make(map[sumOfEdits]int, len(edits))
	for i, id := range edits {
		if isLast := i+1 == len(edits) || edits[i+1] != id; !isLast {
			continue
		}
		part := partOf(id)
		if j, ok := at[want.plus(part)]; ok {
			return []int{j, i}
		}
		at[part] = i
	}
	from := max(0, len(edits)-mostMerged)
	var rows [128]struct{ sum, of sumOfEdits } // by the first bit of sum; of has a bit for each edit that it is of
	reduce := func(sum, of sumOfEdits) (sumOfEdits, sumOfEdits) {
		for bit := sum.first(); bit >= 0; bit = sum.first() {
			r := rows[bit]
			if r.sum.first() < 0 {
				break
			}
			sum, of = sum.plus(r.sum), of.plus(r.of)
		}
		return sum, of
	}
	for i, id := range slices.Backward(edits[from:]) {
		sum, of := reduce(partOf(id), bitOf(i))
		if bit := sum.first(); bit >= 0 {
			rows[bit].sum, rows[bit].of = sum, of
		}
	}
	left, of := reduce(want, sumOfEdits{})
	if left.first() >= 0 {
		return nil
	}
	var out []int
	for i := range edits[from:] {
		if b := bitOf(i); of[0]&b[0]|of[1]&b[1] != 0 {
			out = append(out, from+i)
		}
	}
	return out
}

func bitOf(i int) (s sumOfEdits) {
	s[i/64] = 1 << (i % 64)
	return s
}
