package annotation

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Round is a named set of documents that annotators mark under one version of the scheme. The guidelines are part of the scheme and have
// its version. Which documents, and who marks them, its assignments say.
type Round struct {
	ID            ID     `json:"id"`
	Name          string `json:"name"`
	Scheme        ID     `json:"scheme"`
	SchemeVersion int    `json:"scheme_version"`
	Locked        bool   `json:"locked,omitempty"`   // the scheme cannot be changed until the round is closed
	Blind         bool   `json:"blind,omitempty"`    // others' marks on a document are shown when one's own set is done
	Training      bool   `json:"training,omitempty"` // for learning: its documents are never counted or exported
	Closed        bool   `json:"closed,omitempty"`
}

// Assignment is a document of a round, given to an annotator, or to nobody yet.
type Assignment struct {
	ID        ID `json:"id"`
	Round     ID `json:"round"`
	Document  ID `json:"document"`
	Annotator ID `json:"annotator"` // zero: to nobody yet
}

// AssignmentID derives the ID of an assignment, so that the same document given to the same annotator twice is one assignment.
func AssignmentID(round, document, annotator ID) ID {
	return deriveID("assignment", round[:], document[:], annotator[:])
}

// NewRound begins a round under a scheme as it stands. Errors: a name is needed.
func NewRound(name string, s *Scheme) (Round, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return Round{}, fmt.Errorf("a round needs a name, as \"pilot\" or \"week 12\"")
	}
	return Round{ID: NewID(), Name: name, Scheme: s.ID, SchemeVersion: s.Version}, nil
}

// ChangeRound is the edit that makes, changes or, where after is nil, removes a round. Before is nil for a new one.
func ChangeRound(name string, before, after *Round) Edit {
	e := NewEdit(name)
	c := Change[Round]{Before: before, After: after}
	if before != nil {
		c.ID = before.ID
	} else {
		c.ID = after.ID
	}
	e.Rounds = []Change[Round]{c}
	return e
}

// Share is how a round's documents are dealt out.
type Share struct {
	Annotators []ID    // who gets documents
	Twice      float64 // the share of documents, from 0 to 1, that two annotators get
	Seed       uint64  // the same seed deals the same way
}

// Deal gives the documents of a round to annotators, in one edit: each to one, and a share of them to two, in turn, so that nobody has more than
// one more than another and the pairs vary. What is assigned already counts as dealt and stays; documents that nobody has yet are dealt.
// Assigned are the round's assignments as they are. Errors: nobody to deal to, or one alone where documents are to be marked twice.
func (r Round) Deal(documents []ID, assigned []Assignment, s Share) (Edit, error) {
	if len(s.Annotators) == 0 {
		return Edit{}, fmt.Errorf("deal the documents of %q: name at least one annotator", r.Name)
	}
	if s.Twice > 0 && len(s.Annotators) < 2 {
		return Edit{}, fmt.Errorf("deal the documents of %q: to have some annotated twice, name at least two annotators", r.Name)
	}
	d := dealing{round: r, share: s, have: map[ID]int{}, pairs: map[[2]ID]int{}, given: map[ID][]Assignment{}}
	for _, a := range assigned {
		if a.Round == r.ID {
			d.given[a.Document] = append(d.given[a.Document], a)
			d.have[a.Annotator]++
		}
	}
	return d.edit(documents), nil
}

// dealing is documents on their way to annotators.
type dealing struct {
	round Round
	share Share
	have  map[ID]int    // documents by annotator
	pairs map[[2]ID]int // documents that two annotators share
	given map[ID][]Assignment
	draw  *rand.Rand
}

func (d *dealing) edit(documents []ID) Edit {
	seed := binary.BigEndian.AppendUint64(make([]byte, 24), d.share.Seed)
	d.draw = rand.New(rand.NewChaCha8([32]byte(seed)))
	order := slices.Clone(documents)
	slices.SortFunc(order, func(a, b ID) int { return slices.Compare(a[:], b[:]) }) // in whatever order they were given
	d.draw.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	twice := int(d.share.Twice*float64(len(order)) + 0.5)
	e := NewEdit("assign " + d.round.Name)
	for i, document := range order {
		n := 1
		if i < twice {
			n = 2
		}
		e.Assignments = append(e.Assignments, d.deal(document, n)...)
	}
	return e
}

// deal gives a document to so many annotators, those included who have it.
func (d *dealing) deal(document ID, n int) (out []Change[Assignment]) {
	var to []ID
	for _, a := range d.given[document] {
		if !a.Annotator.IsZero() {
			to = append(to, a.Annotator)
		}
	}
	if len(to) >= n {
		return nil
	}
	for _, a := range d.given[document] {
		if a.Annotator.IsZero() {
			out = append(out, Change[Assignment]{ID: a.ID, Document: document, Before: &a})
		}
	}
	for len(to) < n {
		next := d.next(to)
		d.have[next]++
		for _, other := range to {
			d.pairs[pairOf(next, other)]++
		}
		to = append(to, next)
		out = append(out, d.round.assign(document, next))
	}
	return out
}

// next is who has the fewest documents of those who do not have this one, and shared the fewest with those who do; by lot where several do.
func (d *dealing) next(not []ID) ID {
	order := slices.DeleteFunc(slices.Clone(d.share.Annotators), func(a ID) bool { return slices.Contains(not, a) })
	d.draw.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	shared := func(a ID) (n int) {
		for _, other := range not {
			n += d.pairs[pairOf(a, other)]
		}
		return n
	}
	return slices.MinFunc(order, func(a, b ID) int { return cmp.Or(d.have[a]-d.have[b], shared(a)-shared(b)) })
}

func pairOf(a, b ID) [2]ID {
	if slices.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return [2]ID{a, b}
}

func (r Round) assign(document, annotator ID) Change[Assignment] {
	a := Assignment{AssignmentID(r.ID, document, annotator), r.ID, document, annotator}
	return Change[Assignment]{ID: a.ID, Document: document, After: &a}
}

// Assign gives documents of a round to exactly these annotators, in one edit: who had one of them before and is not named has it no longer.
// Nobody named puts them into the round for nobody yet. What they marked stays theirs. ok is false where all is so already.
func (r Round) Assign(documents []ID, assigned []Assignment, to ...ID) (e Edit, ok bool) {
	if len(to) == 0 {
		to = []ID{{}}
	}
	e = NewEdit("assign " + r.Name)
	had := map[ID][]Assignment{}
	for _, a := range assigned {
		if a.Round == r.ID {
			had[a.Document] = append(had[a.Document], a)
		}
	}
	for _, document := range documents {
		for _, a := range had[document] {
			if !slices.Contains(to, a.Annotator) {
				e.Assignments = append(e.Assignments, Change[Assignment]{ID: a.ID, Document: document, Before: &a})
			}
		}
		for _, annotator := range to {
			if !slices.ContainsFunc(had[document], func(a Assignment) bool { return a.Annotator == annotator }) {
				e.Assignments = append(e.Assignments, r.assign(document, annotator))
			}
		}
	}
	return e, e.Len() > 0
}

// Withdraw takes documents out of a round, in one edit. What was marked stays. ok is false where none was in it.
func (r Round) Withdraw(documents []ID, assigned []Assignment) (e Edit, ok bool) {
	e = NewEdit("take out of " + r.Name)
	for _, a := range assigned {
		if a.Round == r.ID && slices.Contains(documents, a.Document) {
			e.Assignments = append(e.Assignments, Change[Assignment]{ID: a.ID, Document: a.Document, Before: &a})
		}
	}
	return e, e.Len() > 0
}
