package compare

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// Summary is what a queue knows of a difference.
type Summary struct {
	Document annotation.ID
	Key      annotation.ID
	Range    rangeset.Range
	Quote    string // the beginning of what the text says there, where whoever made the summary gave it
	Pattern  string // of Group.Pattern; summaries of one pattern may share it, and their labels
	Labels   []annotation.LabelRole
	Apart    []annotation.ID // the annotators who stand apart, as of Group.Apart
	Hardness int32
	Classes  Class
	Unsure   bool
}

// Summary is what a queue knows of the difference.
func (g *Group) Summary() Summary {
	s := Summary{Document: g.Document, Key: g.Key, Range: g.Range, Pattern: g.Pattern(), Labels: g.Labels(),
		Hardness: int32(g.Hardness()), Classes: g.Classes, Unsure: g.Unsure}
	for _, a := range g.Annotators {
		if g.Apart(a) {
			s.Apart = append(s.Apart, a)
		}
	}
	return s
}

// Order says which differences come first in a queue. Those that an annotator was not certain of come before all others.
type Order int

// The orders. Differences of one rank are in the order of the text, document by document.
const (
	HardestFirst  Order = iota // by Group.Hardness
	FrequentFirst              // by how many differences have the same pattern, which come one after another
)

// Queue is the open differences of many documents in the order in which they are decided. How frequent a pattern is stays as it was
// when the queue was made, so that deciding moves nothing about. A Queue is not safe for concurrent use.
type Queue struct {
	order    Order
	frequent map[string]int
	all      []Summary
}

// NewQueue orders differences, which it keeps.
func NewQueue(all []Summary, order Order) *Queue {
	q := &Queue{order: order, frequent: map[string]int{}, all: all}
	for i := range all {
		q.frequent[all[i].Pattern]++
	}
	q.sort(q.all)
	return q
}

// sort orders summaries. Ranks are worked out once for each, since they are compared many times. Where they come in the order of the
// text, their places tell that order.
func (q *Queue) sort(all []Summary) {
	ranks := q.patternRanks()
	type ranked struct {
		rank  uint64
		place int32
	}
	places := make([]ranked, len(all))
	for i := range all {
		places[i] = ranked{q.rank(&all[i], ranks), int32(i)}
	}
	ordered := true
	for i := 1; i < len(all) && ordered; i++ {
		ordered = all[i-1].inText(&all[i]) <= 0
	}
	slices.SortFunc(places, func(a, b ranked) int {
		switch {
		case a.rank != b.rank:
			return cmp.Compare(a.rank, b.rank)
		case ordered:
			return cmp.Compare(a.place, b.place)
		}
		return all[a.place].inText(&all[b.place])
	})
	sorted := make([]Summary, len(all))
	for i, p := range places {
		sorted[i] = all[p.place]
	}
	copy(all, sorted)
}

// patternRanks numbers the patterns, the most frequent first.
func (q *Queue) patternRanks() map[string]int {
	patterns := slices.SortedFunc(maps.Keys(q.frequent), func(a, b string) int {
		return cmp.Or(cmp.Compare(q.frequent[b], q.frequent[a]), strings.Compare(a, b))
	})
	out := make(map[string]int, len(patterns))
	for i, p := range patterns {
		out[p] = i
	}
	return out
}

// rank is smaller for what comes first.
func (q *Queue) rank(s *Summary, patterns map[string]int) uint64 {
	var r uint64
	if !s.Unsure {
		r = 1 << 63
	}
	if q.order == HardestFirst {
		return r | uint64(1<<31-1-s.Hardness)
	}
	place, known := patterns[s.Pattern]
	if !known {
		place = len(patterns)
	}
	return r | uint64(place)
}

// inText orders summaries by document and place, and those of one place by key.
func (s *Summary) inText(o *Summary) int {
	if by := bytes.Compare(s.Document[:], o.Document[:]); by != 0 {
		return by
	}
	if by := rangeset.Compare(s.Range, o.Range); by != 0 {
		return by
	}
	return bytes.Compare(s.Key[:], o.Key[:])
}

// Len is the number of differences.
func (q *Queue) Len() int { return len(q.all) }

// At gives the i-th difference, from 0.
func (q *Queue) At(i int) Summary { return q.all[i] }

// Place is where a difference of a document is in the queue; ok is false when it is not.
func (q *Queue) Place(document, key annotation.ID) (i int, ok bool) {
	i = slices.IndexFunc(q.all, func(s Summary) bool { return s.Key == key && s.Document == document })
	return max(i, 0), i >= 0
}

// Update puts the open differences of a document in the place of those that the queue has of it: what was decided goes, and comes back
// to its place when the decision is undone.
func (q *Queue) Update(document annotation.ID, open []Summary) {
	open = slices.Clone(open)
	q.sort(open)
	ranks := q.patternRanks()
	q.all = slices.DeleteFunc(q.all, func(s Summary) bool { return s.Document == document })
	end := len(q.all) // of those that are still to be moved on
	q.all = slices.Grow(q.all, len(open))[:end+len(open)]
	for i, o := range slices.Backward(open) {
		before, _ := slices.BinarySearchFunc(q.all[:end], &o, func(s Summary, o *Summary) int {
			return cmp.Or(cmp.Compare(q.rank(&s, ranks), q.rank(o, ranks)), s.inText(o))
		})
		copy(q.all[before+i+1:], q.all[before:end])
		q.all[before+i] = o
		end = before
	}
}

// Patterns counts the differences by pattern.
func (q *Queue) Patterns() map[string]int {
	out := map[string]int{}
	for i := range q.all {
		out[q.all[i].Pattern]++
	}
	return out
}
