package annotation

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Share is how a round's documents are dealt out.
type Share struct {
	Annotators []ID    // who gets documents, in whatever order
	Twice      float64 // the share of documents, from 0 to 1, that two annotators get
	Seed       uint64  // the same seed deals the same way
}

// Deal gives the documents of a round to annotators, in one edit: each to one, and a share of them to two, in turn, so that nobody has more than
// one more than another and the pairs vary. What is assigned already counts as dealt and stays; documents that nobody has yet are dealt.
// Assigned are the round's assignments as they are. Errors: nobody to deal to, or one alone where documents are to be marked twice.
func (r Round) Deal(documents []ID, assigned []Assignment, s Share) (Edit, error) {
	s.Annotators = inOrder(s.Annotators)
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
	order := inOrder(documents)
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
