package annotation

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// RowChange is a change of a row as the journal keeps it, with the edit that made it.
type RowChange struct {
	Edit    ID
	Actor   ID
	Lamport int64
	Entry
}

// Root is a value that a row begins with without a change of its own, as the copy of a mark does that two people changed.
type Root struct {
	Edit  ID // what changes that build on the root name as the edit before
	Value json.RawMessage
}

// Folded is what follows from all changes of a row, in whatever order they came to be known.
type Folded struct {
	Value     json.RawMessage // as Encode writes it; nil: the row is not there
	Last      json.RawMessage // the same, or what the row was before it went
	Rev       ID              // what the next change builds on: an edit, or the merge of several
	Winner    RowChange       // the change that Value is from, or that the merge went by
	Conflicts []Conflict
	Copies    []Copy // of the losing sides of the conflicts that there are, and of those that were settled
	Possible  []Copy // of other changes, which lost only as long as not all was known; those that somebody changed are there
	Forked    bool   // there are changes that did not know of each other, whether or not they conflict
	Missing   []ID   // edits on which changes build, and that are not among the changes; then the rest means nothing
}

// Conflict is a change that the one that won did not know, and that could not be had together with it.
type Conflict struct {
	Other ID // the edit that lost
	How   How
	Copy  ID // the row that holds what it left; zero: none does
}

// How is what two people did to one row.
type How string

// The ways in which two changes conflict.
const (
	BothChanged How = "changed"
	OneDeleted  How = "deleted" // the row stays
	IsNeeded    How = "needed"  // it was deleted, and stays because another's row hangs on it
)

// Copy is a mark that holds what the losing side of a conflict left.
type Copy struct {
	ID   ID
	Root Root
}

// CopyID derives the ID of the mark that keeps what an edit left of a row where another edit won, so that it is the same everywhere.
func CopyID(row, edit ID) ID { return deriveID("copy", row[:], edit[:]) }

// FoldRow gives what follows from all changes of a row: the same whatever the order in which they are given. Of changes that knew of each other
// the later holds. Of those that did not: equal values are one; what only one side changed is taken from it; where both changed the same,
// the one with the larger Lamport number wins, then the larger actor, and of a mark the other side is kept as a copy; what one deleted
// and the other changed stays. root may be nil.
func FoldRow(kind Kind, row ID, changes []RowChange, root *Root) (Folded, error) {
	f := fold{kind: kind, row: row}
	if root != nil {
		f.nodes = append(f.nodes, &node{RowChange: RowChange{Edit: root.Edit}, value: root.Value, last: root.Value})
	}
	order := slices.Clone(changes)
	slices.SortStableFunc(order, func(a, b RowChange) int { return rank(&a, &b) }) // changes of one edit stay in order
	for _, c := range order {
		if err := f.add(c); err != nil {
			return Folded{}, err
		}
	}
	if len(f.missing) > 0 {
		return Folded{Missing: f.missing}, nil
	}
	return f.result()
}

// rank orders changes by Lamport number, then actor, then edit.
func rank(a, b *RowChange) int {
	return cmp.Or(cmp.Compare(a.Lamport, b.Lamport), bytes.Compare(a.Actor[:], b.Actor[:]), bytes.Compare(a.Edit[:], b.Edit[:]))
}

// fold is a row while its changes are put together.
type fold struct {
	kind    Kind
	row     ID
	nodes   []*node // in order of rank
	missing []ID
	copies  []Copy
}

// node is what a change left of the row.
type node struct {
	RowChange
	parents []*node
	value   json.RawMessage // nil: the change deleted it
	last    json.RawMessage // value, or what was deleted
	built   bool            // another node builds on it
}

func (f *fold) add(c RowChange) error {
	parents, ok := f.parents(c)
	if !ok {
		f.missing = append(f.missing, c.Was)
		return nil
	}
	n := &node{RowChange: c, parents: parents}
	var err error
	switch {
	case c.After == nil:
		if n.last, err = f.before(parents); n.last == nil {
			n.last = c.Before
		}
	case c.Before == nil:
		n.value = c.After
	default:
		n.value, err = f.overlay(parents, c.Entry)
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", f.kind, f.row, err)
	}
	if n.value != nil {
		n.last = n.value
	}
	for _, p := range parents {
		p.built = true
	}
	f.nodes = append(f.nodes, n)
	return nil
}

// parents are what a change builds on: nothing for the first insert, one node, or several that were merged.
func (f *fold) parents(c RowChange) ([]*node, bool) {
	if n := len(f.nodes); n > 0 && f.nodes[n-1].Edit == c.Edit {
		return f.nodes[n-1:], true
	}
	if c.Was.IsZero() {
		return f.deletedBy(c), true
	}
	for _, n := range slices.Backward(f.nodes) {
		if n.Edit == c.Was {
			return []*node{n}, true
		}
	}
	return f.merged(c.Was)
}

// deletedBy is what an insert builds on that does not say so, as journals of older programs: the deletion by the same actor.
func (f *fold) deletedBy(c RowChange) []*node {
	for _, n := range slices.Backward(f.nodes) {
		if n.Actor == c.Actor {
			return []*node{n}
		}
	}
	return nil
}

// merged finds the nodes that a merge stands for.
func (f *fold) merged(id ID) (of []*node, ok bool) {
	for _, i := range partsOf(id, editsOf(f.nodes)) {
		of = append(of, f.nodes[i])
	}
	return of, len(of) > 0
}

func editsOf(nodes []*node) []ID {
	out := make([]ID, len(nodes))
	for i, n := range nodes {
		out[i] = n.Edit
	}
	return out
}

// before is the value that a change met.
func (f *fold) before(parents []*node) (json.RawMessage, error) {
	m, err := f.merge(parents)
	return m.last, err
}

// overlay puts the fields that a change left over the value that it met.
func (f *fold) overlay(parents []*node, n Entry) (json.RawMessage, error) {
	base, err := f.before(parents)
	if err == nil && base == nil {
		err = fmt.Errorf("a change of a row that never was")
	}
	if err != nil {
		return nil, err
	}
	return n.Overlay(base)
}

func (f *fold) result() (Folded, error) {
	leaves := slices.DeleteFunc(slices.Clone(f.nodes), func(n *node) bool { return n.built })
	m, err := f.merge(leaves)
	if err != nil || m.winner == nil {
		return Folded{}, err
	}
	out := Folded{Value: m.value, Last: m.last, Rev: m.winner.Edit, Winner: m.winner.RowChange, Conflicts: m.conflicts, Copies: f.copies, Forked: len(leaves) > 1}
	if m.joined {
		out.Rev = MergeID(editsOf(m.of))
	}
	out.Possible = f.possible()
	return out, nil
}

// possible are the copies of a mark that a conflict may once have made and that no conflict makes now.
func (f *fold) possible() (out []Copy) {
	if f.kind != KindSpan {
		return nil
	}
	for _, n := range f.nodes {
		if c, ok := f.copyOf(n); ok && !slices.ContainsFunc(f.copies, func(have Copy) bool { return have.ID == c.ID }) {
			out = append(out, c)
		}
	}
	return out
}

// copyOf is the copy that keeps what a node left.
func (f *fold) copyOf(n *node) (Copy, bool) {
	var sp Span
	if n.value == nil || json.Unmarshal(n.value, &sp) != nil {
		return Copy{}, false
	}
	sp.ID = CopyID(f.row, n.Edit)
	return Copy{sp.ID, Root{n.Edit, sp.AppendJSON(nil)}}, true
}

// merge is what several nodes together make.
type merge struct {
	value, last json.RawMessage
	winner      *node
	of          []*node // those that count
	joined      bool    // they are more than the winner alone
	conflicts   []Conflict
}

// merge puts nodes together of which none knew of another.
func (f *fold) merge(nodes []*node) (m merge, err error) {
	m.of = f.counting(nodes)
	if len(m.of) == 0 {
		return m, nil
	}
	alive := slices.DeleteFunc(slices.Clone(m.of), func(n *node) bool { return n.value == nil })
	if len(alive) == 0 {
		m.winner = slices.MaxFunc(m.of, f.precedence)
		m.last, m.joined = m.winner.last, len(m.of) > 1 // where the row is needed, what changes it next knew of all who deleted it
		return m, nil
	}
	m.winner = slices.MaxFunc(alive, f.precedence)
	m.value = m.winner.value
	for _, n := range slices.Backward(alive) {
		if n == m.winner {
			continue
		}
		how, err := f.take(&m, n)
		if err != nil {
			return m, err
		}
		if how != "" {
			m.conflicts = append(m.conflicts, f.lose(n))
		}
	}
	for _, n := range m.of {
		if n.value == nil {
			m.conflicts = append(m.conflicts, Conflict{Other: n.Edit, How: OneDeleted})
		}
	}
	m.last, m.joined = m.value, len(m.of) > 1
	return m, nil
}

// precedence tells who wins: the newer version of a scheme, else by rank.
func (f *fold) precedence(a, b *node) int {
	if f.kind == KindScheme {
		var x, y struct{ Version int }
		if json.Unmarshal(a.last, &x) == nil && json.Unmarshal(b.last, &y) == nil && x.Version != y.Version {
			return cmp.Compare(x.Version, y.Version)
		}
	}
	return rank(&a.RowChange, &b.RowChange)
}

// counting leaves out nodes that say nothing against another: whose value that other has too, or had before it was changed there; and
// deletions that an insert behind them undid.
func (f *fold) counting(nodes []*node) []*node {
	out := slices.DeleteFunc(slices.Clone(nodes), func(n *node) bool {
		return slices.ContainsFunc(nodes, func(other *node) bool { return other != n && saysNothingAgainst(n, other) })
	})
	if len(out) == 0 && len(nodes) > 0 { // they went round in a ring
		out = []*node{slices.MaxFunc(nodes, f.precedence)}
	}
	return out
}

func saysNothingAgainst(n, other *node) bool {
	switch {
	case n.value == nil:
		return other.value != nil && cameAfter(other, n)
	case other.value == nil:
		return wasLeft(n.value, other) && !cameAfter(n, other)
	}
	earlier := rank(&n.RowChange, &other.RowChange) < 0
	left, leftBy := wasLeft(n.value, other), wasLeft(other.value, n)
	if bytes.Equal(n.value, other.value) && !left {
		return !leftBy && earlier
	}
	return left && (!leftBy || earlier) // each may have gone to where the other came from
}

// cameAfter tells whether the row was made behind a deletion, by this node or one that it builds on.
func cameAfter(n, deletion *node) bool {
	return slices.ContainsFunc(append(ancestors(n), n), func(a *node) bool {
		return a.Before == nil && a.value != nil && rank(&deletion.RowChange, &a.RowChange) < 0
	})
}

// wasLeft tells whether the row had a value before a node changed it.
func wasLeft(value json.RawMessage, n *node) bool {
	return value != nil && slices.ContainsFunc(ancestors(n), func(a *node) bool { return bytes.Equal(a.value, value) })
}

// ancestors are the nodes that a node builds on, near ones first.
func ancestors(n *node) []*node {
	var out []*node
	next := slices.Clone(n.parents)
	for len(next) > 0 {
		p := next[0]
		if next = next[1:]; !slices.Contains(out, p) {
			out = append(out, p)
			next = append(next, p.parents...)
		}
	}
	return out
}

// common is the value from which two nodes went apart; nil where each began by itself.
func common(a, b *node) json.RawMessage {
	of := append([]*node{b}, ancestors(b)...)
	for _, n := range append([]*node{a}, ancestors(a)...) {
		if slices.Contains(of, n) {
			return n.last
		}
	}
	return nil
}

// take brings what a node changed into the merge. How tells that both changed the same; then of marks nothing is taken. Of schemes nothing ever is, for
// what each of two may have alone may be none together.
func (f *fold) take(m *merge, n *node) (how How, err error) {
	if f.kind == KindScheme {
		return BothChanged, nil
	}
	base := map[string]json.RawMessage{}
	if b := common(m.winner, n); b != nil {
		if base, err = fields(b); err != nil {
			return "", err
		}
	}
	mine, theirs, err := fields2(m.value, n.value)
	if err != nil {
		return "", err
	}
	all, clash := f.join(base, mine, theirs)
	if clash {
		how = BothChanged
	}
	if clash && f.kind == KindSpan {
		return how, nil
	}
	m.value, err = canonical(f.kind, all)
	return how, err
}

// join is the fields of two sides: of each the one that changed it, of those that both did mine. clash tells that there are such.
func (f *fold) join(base, mine, theirs map[string]json.RawMessage) (all map[string]json.RawMessage, clash bool) {
	all = maps.Clone(mine)
	names := slices.Sorted(maps.Keys(theirs))
	for name := range mine {
		if _, both := theirs[name]; !both {
			names = append(names, name)
		}
	}
	for _, name := range names {
		b, x, y := base[name], mine[name], theirs[name]
		switch {
		case bytes.Equal(x, y) || bytes.Equal(y, b) || name == "scheme_version":
		case bytes.Equal(x, b):
			if all[name] = y; y == nil {
				delete(all, name)
			}
		default:
			joined, ok := f.joinInside(name, b, x, y)
			if clash = clash || !ok; !ok {
				continue
			}
			if all[name] = joined; joined == nil {
				delete(all, name)
			}
		}
	}
	return all, clash
}

// joinInside joins attributes one by one, and the sources of a document to one list.
func (f *fold) joinInside(name string, base, mine, theirs json.RawMessage) (json.RawMessage, bool) {
	switch {
	case name == "attributes":
		b, x, y := fieldsOrNone(base), fieldsOrNone(mine), fieldsOrNone(theirs)
		all, clash := f.join(b, x, y)
		if len(all) == 0 {
			return nil, !clash
		}
		out, err := marshal(all)
		return out, err == nil && !clash
	case name == "sources" && f.kind == KindDocument:
		var x, y []json.RawMessage
		if json.Unmarshal(mine, &x) != nil || json.Unmarshal(theirs, &y) != nil {
			return nil, false
		}
		x = append(x, y...)
		slices.SortFunc(x, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
		out, err := marshal(slices.CompactFunc(x, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }))
		return out, err == nil
	}
	return nil, false
}

func fieldsOrNone(b json.RawMessage) map[string]json.RawMessage {
	if b == nil {
		return map[string]json.RawMessage{}
	}
	out, err := fields(b)
	if err != nil {
		return map[string]json.RawMessage{}
	}
	return out
}

// lose notes that a node lost against another, and keeps what it left of a mark.
func (f *fold) lose(n *node) Conflict {
	c := Conflict{Other: n.Edit, How: BothChanged}
	if f.kind != KindSpan {
		return c
	}
	if copy, ok := f.copyOf(n); ok {
		c.Copy = copy.ID
		if !slices.ContainsFunc(f.copies, func(have Copy) bool { return have.ID == copy.ID }) {
			f.copies = append(f.copies, copy)
		}
	}
	return c
}
