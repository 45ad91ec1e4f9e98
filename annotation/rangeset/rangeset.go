// Package rangeset keeps ranges of a text in order: which of them touch a window, and how overlapping ones divide it.
package rangeset

import (
	"fmt"
	"slices"
	"sort"

	"rubricator/annotation/text"
)

// Range is the stretch [Start, End) of a text, in code points.
type Range struct {
	Start, End text.Pos
}

// Empty tells that the range covers nothing.
func (r Range) Empty() bool { return r.End <= r.Start }

// Len is the number of code points covered.
func (r Range) Len() text.Pos { return max(0, r.End-r.Start) }

// Overlaps tells whether the two share a code point.
func (r Range) Overlaps(o Range) bool { return r.Start < o.End && o.Start < r.End }

// Contains tells whether p is inside, the end excluded.
func (r Range) Contains(p text.Pos) bool { return r.Start <= p && p < r.End }

// Touches tells whether a caret at p is inside or at either end.
func (r Range) Touches(p text.Pos) bool { return r.Start <= p && p <= r.End }

func (r Range) String() string { return fmt.Sprintf("%d-%d", r.Start, r.End) }

// Compare orders ranges by start, and at the same start the longer first, so that an outer range comes before what is
// nested in it.
func Compare(a, b Range) int {
	if a.Start != b.Start {
		return int(a.Start - b.Start)
	}
	return int(b.End - a.End)
}

// Union orders ranges, drops empty ones and joins those that touch or overlap. The argument is left as it was.
func Union(rs []Range) []Range {
	out := make([]Range, 0, len(rs))
	for _, r := range rs {
		if !r.Empty() {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, Compare)
	n := 0
	for _, r := range out {
		if n > 0 && r.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, r.End)
			continue
		}
		out[n] = r
		n++
	}
	return out[:n]
}

// Hull is the smallest range round all of rs, which must not be empty.
func Hull(rs []Range) Range {
	h := rs[0]
	for _, r := range rs[1:] {
		h.Start, h.End = min(h.Start, r.Start), max(h.End, r.End)
	}
	return h
}

// Entry is a range and what it stands for.
type Entry[T any] struct {
	Range
	Value T
}

// blockSize bounds a block of an Index: insert and delete move at most so many entries.
const blockSize = 512

// Index keeps entries ordered by range and answers which touch a window. Insert, delete and a query for a small window
// cost some microseconds at 100,000 entries: the entries lie in blocks, each of which knows its largest end.
// The zero value is empty and ready. An Index is not safe for concurrent use.
type Index[T comparable] struct {
	blocks []block[T]
	n      int
}

type block[T comparable] struct {
	entries []Entry[T]
	end     text.Pos // the largest End in the block
}

func (b *block[T]) measure() {
	b.end = 0
	for i := range b.entries {
		b.end = max(b.end, b.entries[i].End)
	}
}

// NewIndex orders entries, which it keeps; those of the same range stay in their order.
func NewIndex[T comparable](entries []Entry[T]) *Index[T] {
	byRange := func(a, b Entry[T]) int { return Compare(a.Range, b.Range) }
	if !slices.IsSortedFunc(entries, byRange) {
		slices.SortStableFunc(entries, byRange)
	}
	x := &Index[T]{n: len(entries)}
	for part := range slices.Chunk(entries, blockSize/2) {
		b := block[T]{entries: slices.Clone(part)}
		b.measure()
		x.blocks = append(x.blocks, b)
	}
	return x
}

// Len is the number of entries.
func (x *Index[T]) Len() int { return x.n }

// find gives the first block that may hold a range not before r.
func (x *Index[T]) find(r Range) int {
	i := sort.Search(len(x.blocks), func(i int) bool { return Compare(x.blocks[i].entries[0].Range, r) > 0 })
	return max(0, i-1)
}

// Insert adds an entry behind those of the same range.
func (x *Index[T]) Insert(r Range, value T) {
	x.n++
	e := Entry[T]{r, value}
	if len(x.blocks) == 0 {
		x.blocks = []block[T]{{entries: []Entry[T]{e}, end: r.End}}
		return
	}
	k := x.find(r)
	b := &x.blocks[k]
	i := sort.Search(len(b.entries), func(i int) bool { return Compare(b.entries[i].Range, r) > 0 })
	b.entries = slices.Insert(b.entries, i, e)
	b.end = max(b.end, r.End)
	if len(b.entries) >= blockSize {
		half := block[T]{entries: slices.Clone(b.entries[blockSize/2:])}
		b.entries = b.entries[: blockSize/2 : blockSize/2]
		b.measure()
		half.measure()
		x.blocks = slices.Insert(x.blocks, k+1, half)
	}
}

// Delete takes one entry of this range and value out and tells whether there was one.
func (x *Index[T]) Delete(r Range, value T) bool {
	// equal ranges may begin in the block before the one where a larger range begins
	first := sort.Search(len(x.blocks), func(i int) bool { return Compare(x.blocks[i].entries[0].Range, r) >= 0 })
	for k := max(0, first-1); k < len(x.blocks); k++ {
		b := &x.blocks[k]
		if Compare(b.entries[0].Range, r) > 0 {
			return false
		}
		i := sort.Search(len(b.entries), func(i int) bool { return Compare(b.entries[i].Range, r) >= 0 })
		for ; i < len(b.entries) && b.entries[i].Range == r; i++ {
			if b.entries[i].Value == value {
				x.remove(k, i)
				return true
			}
		}
	}
	return false
}

func (x *Index[T]) remove(k, i int) {
	x.n--
	b := &x.blocks[k]
	b.entries = slices.Delete(b.entries, i, i+1)
	if len(b.entries) == 0 {
		x.blocks = slices.Delete(x.blocks, k, k+1)
		return
	}
	b.measure()
}

// Overlapping appends to dst the entries that share a code point with the window, in order.
func (x *Index[T]) Overlapping(dst []Entry[T], window Range) []Entry[T] {
	for k := range x.blocks {
		b := &x.blocks[k]
		if b.entries[0].Start >= window.End {
			break
		}
		if b.end <= window.Start {
			continue
		}
		for i := range b.entries {
			e := &b.entries[i]
			if e.Start >= window.End {
				break
			}
			if e.End > window.Start {
				dst = append(dst, *e)
			}
		}
	}
	return dst
}

// All yields the entries in order.
func (x *Index[T]) All(yield func(Entry[T]) bool) {
	for k := range x.blocks {
		for _, e := range x.blocks[k].entries {
			if !yield(e) {
				return
			}
		}
	}
}

// After gives the first entry that starts at or after p; ok is false when there is none.
func (x *Index[T]) After(p text.Pos) (e Entry[T], ok bool) {
	k := sort.Search(len(x.blocks), func(i int) bool {
		es := x.blocks[i].entries
		return es[len(es)-1].Start >= p
	})
	if k == len(x.blocks) {
		return e, false
	}
	es := x.blocks[k].entries
	return es[sort.Search(len(es), func(i int) bool { return es[i].Start >= p })], true
}

// Before gives the last entry that starts before p; ok is false when there is none.
func (x *Index[T]) Before(p text.Pos) (e Entry[T], ok bool) {
	k := sort.Search(len(x.blocks), func(i int) bool { return x.blocks[i].entries[0].Start >= p }) - 1
	if k < 0 {
		return e, false
	}
	es := x.blocks[k].entries
	return es[sort.Search(len(es), func(i int) bool { return es[i].Start >= p })-1], true
}

// Segment is a stretch of text with one fixed group of values: all entries that cover it, outer before inner.
type Segment[T any] struct {
	Range
	Values []T
}

// Segments divides the covered part of the window where an entry begins or ends. The entries must be in order, as
// Overlapping gives them.
func Segments[T any](entries []Entry[T], window Range) []Segment[T] {
	cuts := make([]text.Pos, 0, 2*len(entries))
	for _, e := range entries {
		if e.Overlaps(window) {
			cuts = append(cuts, max(e.Start, window.Start), min(e.End, window.End))
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []Segment[T]
	var open []Entry[T]
	next := 0
	for i := 0; i+1 < len(cuts); i++ {
		at := cuts[i]
		open = slices.DeleteFunc(open, func(e Entry[T]) bool { return e.End <= at })
		for ; next < len(entries) && entries[next].Start <= at; next++ {
			if entries[next].End > at {
				open = append(open, entries[next])
			}
		}
		if len(open) == 0 {
			continue
		}
		s := Segment[T]{Range: Range{at, cuts[i+1]}, Values: make([]T, len(open))}
		for j, e := range open {
			s.Values[j] = e.Value
		}
		out = append(out, s)
	}
	return out
}

// At gives the i-th entry in order, from 0. It panics when there is none.
func (x *Index[T]) At(i int) Entry[T] {
	for k := range x.blocks {
		if es := x.blocks[k].entries; i < len(es) {
			return es[i]
		} else {
			i -= len(es)
		}
	}
	panic("rangeset: index out of range")
}

// Rank is the number of entries that come before the first with this range and value, or before where it would stand.
func (x *Index[T]) Rank(r Range, value T) int {
	n := 0
	for k := range x.blocks {
		es := x.blocks[k].entries
		if Compare(es[len(es)-1].Range, r) < 0 {
			n += len(es)
			continue
		}
		for _, e := range es {
			if c := Compare(e.Range, r); c > 0 || c == 0 && e.Value == value {
				return n
			}
			n++
		}
	}
	return n
}
