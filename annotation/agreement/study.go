package agreement

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Document is a document with the sets that annotators have finished on it.
type Document struct {
	ID   annotation.ID
	Text *text.Text
	Sets []Set
}

// Set is what one annotator marked on a document and called finished. Without spans, its annotator marked nothing, which counts.
type Set struct {
	Annotator annotation.ID
	Finished  time.Time // zero: not known, and then left out over time
	Spans     []annotation.Span
	Relations []annotation.Relation
}

// Origins chooses marks by how they came about. A suggestion that one annotator accepted is no judgement of their own; nor can it be
// held against what another marked there. So marks of other annotators on the same ranges with the same label go with it.
type Origins int

// The choices of origins.
const (
	AllOrigins    Origins = iota
	OwnOnly               // without accepted suggestions, and what others marked just so
	SuggestedOnly         // these alone
)

// Options are how a study is made. The zero value is what is usual.
type Options struct {
	Rule      Rule // for spans whose attributes and relations are compared
	Origins   Origins
	Symmetric []string // relation types without a direction
	Samples   int      // of the bootstrap; 0: 1,000; below 0: none
	Seed      uint64   // of the bootstrap
}

const samples = 1000

// Study is the marks of several annotators on the documents that at least two of them have finished. Documents that are not shared do not
// count at all. A Study is not safe for concurrent use.
type Study struct {
	options    Options
	annotators []annotation.ID
	labels     []annotation.LabelRole
	places     map[annotation.LabelRole]int
	documents  []*document
	ledger     *ledger
	together   [][2]int // annotators who share a document, as places, the lower first
}

// document is a shared document with its marks in order, and what it adds to the ledger.
type document struct {
	Document
	at      time.Time // when the last set was finished; zero where that is not known
	sets    []set
	entries []entry
}

// set is a Set whose marks are divided by label.
type set struct {
	annotator int
	marks     [][]mark // by label, in the order of the text
	relations []annotation.Relation
}

// mark is a span with what comparing it takes.
type mark struct {
	span   *annotation.Span
	ranges []rangeset.Range
	hull   rangeset.Range
	length text.Pos
}

// NewStudy compares the sets on documents. It keeps the spans, which must not change. Where an annotator has several sets on a document,
// the last counts.
func NewStudy(documents []Document, o Options) *Study {
	s := &Study{options: o}
	var shared []Document
	for _, d := range documents {
		if d.Sets = lastOfEach(d.Sets); len(d.Sets) > 1 {
			shared = append(shared, o.Origins.choose(d))
		}
	}
	s.name(shared)
	for _, d := range shared {
		s.documents = append(s.documents, s.read(d))
	}
	s.record()
	return s
}

// lastOfEach keeps one set of each annotator, in the order of their IDs.
func lastOfEach(sets []Set) []Set {
	var out []Set
	for _, set := range sets {
		if i := slices.IndexFunc(out, func(o Set) bool { return o.Annotator == set.Annotator }); i >= 0 {
			out[i] = set
			continue
		}
		out = append(out, set)
	}
	slices.SortFunc(out, func(a, b Set) int { return compareIDs(a.Annotator, b.Annotator) })
	return out
}

func compareIDs(a, b annotation.ID) int { return bytes.Compare(a[:], b[:]) }

// choose leaves out the marks of other origins, and the relations that lead to them.
func (o Origins) choose(d Document) Document {
	if o == AllOrigins {
		return d
	}
	type place struct {
		label  annotation.LabelRole
		ranges string
	}
	at := func(sp annotation.Span) place {
		var b strings.Builder
		for _, r := range sp.Ranges() {
			b.WriteString(r.String() + " ")
		}
		return place{sp.Label(), b.String()}
	}
	suggested := map[place]bool{}
	for _, set := range d.Sets {
		for _, sp := range set.Spans {
			if sp.Origin() == annotation.OriginSuggestion {
				suggested[at(sp)] = true
			}
		}
	}
	sets := slices.Clone(d.Sets)
	for i, set := range sets {
		kept := map[annotation.ID]bool{}
		sets[i].Spans, sets[i].Relations = nil, nil
		for _, sp := range set.Spans {
			if suggested[at(sp)] == (o == SuggestedOnly) {
				sets[i].Spans = append(sets[i].Spans, sp)
				kept[sp.ID] = true
			}
		}
		for _, r := range set.Relations {
			if kept[r.From] && kept[r.To] {
				sets[i].Relations = append(sets[i].Relations, r)
			}
		}
	}
	d.Sets = sets
	return d
}

// name gives annotators and labels their places.
func (s *Study) name(documents []Document) {
	annotators, labels := map[annotation.ID]bool{}, map[annotation.LabelRole]bool{}
	for _, d := range documents {
		for _, set := range d.Sets {
			annotators[set.Annotator] = true
			for _, sp := range set.Spans {
				labels[sp.Label()] = true
			}
		}
	}
	for a := range annotators {
		s.annotators = append(s.annotators, a)
	}
	for l := range labels {
		s.labels = append(s.labels, l)
	}
	slices.SortFunc(s.annotators, compareIDs)
	slices.SortFunc(s.labels, func(a, b annotation.LabelRole) int { return strings.Compare(a.String(), b.String()) })
	s.places = make(map[annotation.LabelRole]int, len(s.labels))
	for i, l := range s.labels {
		s.places[l] = i
	}
}

// read puts a document's marks in order.
func (s *Study) read(d Document) *document {
	out := &document{Document: d}
	known := true
	for _, given := range d.Sets {
		if known = known && !given.Finished.IsZero(); known && given.Finished.After(out.at) {
			out.at = given.Finished
		}
		next := set{annotator: s.annotator(given.Annotator), marks: make([][]mark, len(s.labels)), relations: given.Relations}
		for i := range given.Spans {
			sp := &given.Spans[i]
			l := s.label(sp.Label())
			next.marks[l] = append(next.marks[l], mark{sp, sp.Ranges(), sp.Hull(), sp.Len()})
		}
		for _, ms := range next.marks {
			slices.SortStableFunc(ms, func(a, b mark) int { return rangeset.Compare(a.hull, b.hull) })
		}
		out.sets = append(out.sets, next)
	}
	if !known {
		out.at = time.Time{}
	}
	return out
}

func (s *Study) annotator(id annotation.ID) int {
	i, ok := slices.BinarySearchFunc(s.annotators, id, compareIDs)
	if !ok {
		return missing
	}
	return i
}

// label is the place of a label.
func (s *Study) label(l annotation.LabelRole) int {
	if i, ok := s.places[l]; ok {
		return i
	}
	return missing
}

// Shared is the number of documents that at least two annotators have finished.
func (s *Study) Shared() int { return len(s.documents) }

// Annotators gives those who share a document, in the order of their IDs.
func (s *Study) Annotators() []annotation.ID { return slices.Clone(s.annotators) }

// Labels gives what is marked on shared documents, in the order of their names.
func (s *Study) Labels() []annotation.LabelRole { return slices.Clone(s.labels) }

// Pairs gives the annotators who share a document with each other.
func (s *Study) Pairs() (out [][2]annotation.ID) {
	for _, p := range s.together {
		out = append(out, [2]annotation.ID{s.annotators[p[0]], s.annotators[p[1]]})
	}
	return out
}

// find gives the document and the sets of two annotators on it.
func (s *Study) find(id, first, second annotation.ID) (d *document, a, b *set) {
	for _, d = range s.documents {
		if d.ID != id {
			continue
		}
		for i := range d.sets {
			switch d.sets[i].annotator {
			case s.annotator(first):
				a = &d.sets[i]
			case s.annotator(second):
				b = &d.sets[i]
			}
		}
		return d, a, b
	}
	return nil, nil, nil
}
