package agreement

import (
	"time"

	"rubricator/annotation"
)

// Selection is what figures are about. The zero value is everything that is shared.
type Selection struct {
	// First and Second are two annotators. With First alone, figures are about this annotator against each of the others.
	First, Second annotation.ID
	// Label is one label and role; zero: all, pooled, where spans match only under the same one.
	Label annotation.LabelRole
	// Document is one document; zero: all.
	Document annotation.ID
	// From and To bound the time [From, To) at which the last set of a document was finished; zero: no bound.
	From, To time.Time
}

// Group is a selection with its figures, each measure in its fixed place.
type Group struct {
	Selection
	Figures []Figure
}

// Figure finds a measure's figure of all the group is about; ok is false where the group has no such measure.
func (g Group) Figure(m *Measure) (f Figure, ok bool) {
	for _, f := range g.Figures {
		if f.Measure == m && f.Of == "" {
			return f, true
		}
	}
	return Figure{}, false
}

// everything and nobody stand where a scope is not bounded, and where nothing fits a selection.
const (
	everything = -1
	nobody     = -2
)

// scope is a selection in places.
type scope struct {
	first, second int // annotators
	label         int
}

func (s *Study) scope(sel Selection) scope {
	place := func(at int, any bool) int {
		switch {
		case any:
			return everything
		case at == missing:
			return nobody
		}
		return at
	}
	return scope{
		first:  place(s.annotator(sel.First), sel.First.IsZero()),
		second: place(s.annotator(sel.Second), sel.Second.IsZero()),
		label:  place(s.label(sel.Label), sel.Label == annotation.LabelRole{}),
	}
}

// covers tells whether a pair is in the scope, and turned that its second annotator is the scope's first.
func (c scope) covers(pair [2]int) (turned, in bool) {
	if c.first == everything {
		return false, true
	}
	turned = pair[0] != c.first
	other := pair[1]
	if turned {
		other = pair[0]
	}
	in = (pair[0] == c.first || pair[1] == c.first) && (c.second == everything || other == c.second)
	return turned, in
}

// chosen gives the documents of a selection.
func (s *Study) chosen(sel Selection) (out []*document) {
	for _, d := range s.documents {
		switch {
		case !sel.Document.IsZero() && d.ID != sel.Document:
		case !sel.From.IsZero() && d.at.Before(sel.From):
		case !sel.To.IsZero() && !d.at.Before(sel.To):
		case d.at.IsZero() && (!sel.From.IsZero() || !sel.To.IsZero()):
		default:
			out = append(out, d)
		}
	}
	return out
}

// Select gives the figures of a selection, with intervals where it has two documents or more.
func (s *Study) Select(sel Selection) Group { return s.groups(s.chosen(sel), []Selection{sel})[0] }
