package annotation

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Suggestion is a mark of a model's set.
type Suggestion struct {
	Span
	Model Annotator
	order int // of the model among those of the document
}

// values are what a mark has that accepts the suggestion: the attributes that the scheme takes, and whose suggestion it was.
func (g *Suggestion) values(scheme *Scheme) map[string][]string {
	out := map[string][]string{Suggested: {g.Model.Name + " " + g.ID.String()}}
	for attribute, values := range g.Attributes() {
		if !isOwn(attribute) && scheme.CheckAttribute(g.Label(), attribute, values) == nil {
			out[attribute] = values
		}
	}
	return out
}

// inText orders suggestions by their first range, then by label, so that an attribution comes before the claim that it holds.
func (g Suggestion) inText(o Suggestion) int {
	if by := rangeset.Compare(g.first, o.first); by != 0 {
		return by
	}
	return cmp.Or(strings.Compare(g.Label().String(), o.Label().String()), cmp.Compare(g.order, o.order), slices.Compare(g.ID[:], o.ID[:]))
}

// ModelSet is what a model suggests on a document.
type ModelSet struct {
	Model Annotator
	Set   *Set
}

// Suggestions are what models suggest on one document, held against what one annotator marked and answered there. A suggestion is
// open until it was accepted or rejected, by whichever model it came from, and while the annotator has no mark of its ranges and
// label. Answers are spans of a set of their own, so that each row has one writer. Suggestions are not safe for concurrent use.
type Suggestions struct {
	own     *Set
	answers *Set
	models  []ModelSet
	all     []Suggestion // in the order of the text
	closed  map[ID]bool
	heads   map[ID]bool // the open ones that are no part of another open one
}

// NewSuggestions holds models, of which those that come first count more, against an annotator's marks and answers.
func NewSuggestions(own, answers *Set, models []ModelSet) *Suggestions {
	s := &Suggestions{own: own, answers: answers, models: models}
	s.read()
	return s
}

// NewAnswers is the set of the answers that the annotator of a set gave before the first of them.
func NewAnswers(own *Set) *Set {
	return NewSet(own.head.Document, AnswersID(own), own.text, own.scheme)
}

// AnswersID is the annotator whose set holds the answers of a set's annotator.
func AnswersID(own *Set) ID { return answersOf(own.head.Annotator) }

// read looks at all suggestions.
func (s *Suggestions) read() {
	s.all, s.closed, s.heads = nil, map[ID]bool{}, map[ID]bool{}
	for i, m := range s.models {
		for _, sp := range m.Set.order() {
			s.all = append(s.all, Suggestion{*sp, m.Model, i})
		}
	}
	slices.SortFunc(s.all, Suggestion.inText)
	for _, g := range s.all {
		s.settle(g)
	}
	for _, g := range s.all {
		s.count(g)
	}
}

// count takes a suggestion in among those that are answered for themselves, or takes it out.
func (s *Suggestions) count(g Suggestion) {
	if s.closed[g.ID] || s.isPart(g) {
		delete(s.heads, g.ID)
	} else {
		s.heads[g.ID] = true
	}
}

// settle finds out whether a suggestion is open.
func (s *Suggestions) settle(g Suggestion) {
	ranges, l := g.Ranges(), g.Label()
	is := func(set *Set) bool { _, ok := set.same(ranges, l); return ok }
	closed := is(s.own) || is(s.answers) || s.own.scheme.CheckSpan(l) != nil
	for _, m := range s.models[:g.order] {
		closed = closed || is(m.Set)
	}
	if closed {
		s.closed[g.ID] = true
	} else {
		delete(s.closed, g.ID)
	}
}

// Apply takes in an edit that the annotator's own set has taken in. It is ErrStale when a row is not what the edit expects.
func (s *Suggestions) Apply(e Edit) error {
	var errs []error
	for _, set := range s.sets() {
		errs = append(errs, set.Apply(e))
	}
	if slices.ContainsFunc(e.Spans, func(c Change[Span]) bool { return s.isModels(either(c).Set()) }) {
		s.read()
		return errors.Join(errs...)
	}
	for _, c := range e.Spans {
		for _, sp := range []*Span{c.Before, c.After} {
			if sp != nil {
				s.settleLike(*sp)
			}
		}
	}
	return errors.Join(errs...)
}

// settleLike settles the suggestions of a mark's ranges and label.
func (s *Suggestions) settleLike(sp Span) {
	for i, m := range s.models {
		if like, ok := m.Set.same(sp.Ranges(), sp.Label()); ok {
			g := Suggestion{like, m.Model, i}
			s.settle(g)
			s.count(g)
			for _, r := range m.Set.Relations(g.ID) {
				if part, ok := m.Set.Span(r.To); ok {
					s.count(Suggestion{part, m.Model, i})
				}
			}
		}
	}
}

// sets are those that the suggestions are made of.
func (s *Suggestions) sets() []*Set {
	out := []*Set{s.answers}
	for _, m := range s.models {
		out = append(out, m.Set)
	}
	return out
}

func (s *Suggestions) isModels(set ID) bool {
	return slices.ContainsFunc(s.models, func(m ModelSet) bool { return m.Set.head.ID == set })
}

// Knows tells whether a set is the annotator's, or one of those that the suggestions are made of.
func (s *Suggestions) Knows(set ID) bool {
	return set == s.own.head.ID || set == s.answers.head.ID || s.isModels(set)
}

// Len is how many answers are wanted: the number of open suggestions, parts that are answered with another left out.
func (s *Suggestions) Len() int { return len(s.heads) }

// All is the number of suggestions, answered ones included.
func (s *Suggestions) All() int { return len(s.all) }

// IsOpen tells whether a suggestion is there and open.
func (s *Suggestions) IsOpen(id ID) bool { _, ok := s.Open(id); return ok }

// Open finds an open suggestion.
func (s *Suggestions) Open(id ID) (Suggestion, bool) {
	if s.closed[id] {
		return Suggestion{}, false
	}
	for i, m := range s.models {
		if sp, ok := m.Set.Span(id); ok {
			return Suggestion{sp, m.Model, i}, true
		}
	}
	return Suggestion{}, false
}

// Touching appends to dst the ranges of open suggestions that share a code point with the window, in order.
func (s *Suggestions) Touching(dst []rangeset.Entry[*Span], window rangeset.Range) []rangeset.Entry[*Span] {
	n := len(dst)
	for _, m := range s.models {
		dst = m.Set.Touching(dst, window)
	}
	open := slices.DeleteFunc(dst[n:], func(e rangeset.Entry[*Span]) bool { return s.closed[e.Value.ID] })
	if len(s.models) > 1 {
		slices.SortStableFunc(open, func(a, b rangeset.Entry[*Span]) int { return rangeset.Compare(a.Range, b.Range) })
	}
	return dst[:n+len(open)]
}

// At gives the open suggestions on the character at p, smallest first.
func (s *Suggestions) At(p text.Pos) []Suggestion {
	var out []Suggestion
	for _, e := range s.Touching(nil, rangeset.Range{Start: p, End: p + 1}) {
		if g, ok := s.Open(e.Value.ID); ok {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return int(a.Span.Len() - b.Span.Len()) })
	return out
}

// Next gives the next open suggestion that takes is true for: behind suggestion id in the text, or the first at or behind p when id is
// zero; backwards, the one before. Past the end it goes round. A part of an open suggestion is passed over, since it is answered with
// the whole. ok is false when there is none.
func (s *Suggestions) Next(id ID, p text.Pos, forward bool, takes func(Suggestion) bool) (Suggestion, bool) {
	n, step := len(s.all), 1
	i, found := s.place(id, p)
	if !forward {
		step = -1
	}
	if found || !forward {
		i += step
	}
	for k := range n {
		g := s.all[((i+k*step)%n+n)%n]
		if s.heads[g.ID] && takes(g) {
			return g, true
		}
	}
	return Suggestion{}, false
}

// place is where a suggestion is among all; where there is none of that ID, where those from p on begin.
func (s *Suggestions) place(id ID, p text.Pos) (i int, found bool) {
	for k, m := range s.models {
		if sp, ok := m.Set.Span(id); ok {
			return slices.BinarySearchFunc(s.all, Suggestion{sp, m.Model, k}, Suggestion.inText)
		}
	}
	i, _ = slices.BinarySearchFunc(s.all, p, func(g Suggestion, p text.Pos) int { return cmp.Or(cmp.Compare(g.first.Start, p), 1) })
	return i, false
}

func (s *Suggestions) isPart(g Suggestion) bool {
	whole, ok := s.models[g.order].Set.WholeOf(g.ID)
	return ok && !s.closed[whole.ID]
}

// Act is what is answered together with an open suggestion: the whole that it is a part of, else itself, and the open parts of that.
// The whole comes first.
func (s *Suggestions) Act(id ID) []Suggestion {
	g, ok := s.Open(id)
	if !ok {
		return nil
	}
	set := s.models[g.order].Set
	if whole, ok := set.WholeOf(id); ok && !s.closed[whole.ID] {
		g.Span = whole
	}
	act := []Suggestion{g}
	for _, r := range set.Relations(g.ID) {
		t, _ := s.own.scheme.RelationType(r.Type)
		if part, ok := s.Open(r.To); ok && r.From == g.ID && t.Position == PositionPart {
			act = append(act, part)
		}
	}
	return act
}

// AddDrafts is that of the annotator's set. A mark that is what an open suggestion is accepts it, with the links that the model made
// to what is accepted too.
func (s *Suggestions) AddDrafts(drafts []Draft, origin Origin, links func(made []Span) []Link) (e Edit, made []Span, err error) {
	drafts = slices.Clone(drafts)
	for i := range drafts {
		if drafts[i].Of == nil {
			drafts[i].Of = s.like(drafts[i])
		}
	}
	e, made, err = s.own.AddDrafts(drafts, origin, func(made []Span) []Link {
		return append(s.suggestedLinks(drafts, made), links(made)...)
	})
	if err == nil {
		err = s.answer(&e, acceptedBy(drafts), OriginAccepted)
	}
	return e, made, err
}

// Like finds the open suggestion that a mark or an answer is like.
func (s *Suggestions) Like(sp Span) (Suggestion, bool) {
	if g := s.like(Draft{Label: sp.Label(), Ranges: sp.Ranges()}); g != nil {
		return *g, true
	}
	return Suggestion{}, false
}

// like is the open suggestion that a draft is.
func (s *Suggestions) like(d Draft) *Suggestion {
	ranges := rangeset.Union(d.Ranges)
	if len(ranges) == 0 {
		return nil
	}
	for i, m := range s.models {
		if sp, ok := m.Set.same(ranges, d.Label); ok && !s.closed[sp.ID] {
			return &Suggestion{sp, m.Model, i}
		}
	}
	return nil
}

func acceptedBy(drafts []Draft) (out []Suggestion) {
	for _, d := range drafts {
		if d.Of != nil {
			out = append(out, *d.Of)
		}
	}
	return out
}

// suggestedLinks are the model's links between what is accepted now, and to what the annotator has marked as it was suggested.
func (s *Suggestions) suggestedLinks(drafts []Draft, made []Span) []Link {
	var out []Link
	mine := map[ID]ID{}
	for i, d := range drafts {
		if d.Of != nil {
			mine[d.Of.ID] = made[i].ID
		}
	}
	for _, g := range acceptedBy(drafts) {
		set := s.models[g.order].Set
		for _, r := range set.Relations(g.ID) {
			t, known := s.own.scheme.RelationType(r.Type)
			from, ok1 := s.markOf(set, r.From, mine)
			to, ok2 := s.markOf(set, r.To, mine)
			if !known || !ok1 || !ok2 {
				continue
			}
			origin := OriginSuggestion
			if r.Origin == OriginRule {
				origin = OriginRule
			}
			out = append(out, Link{t, from, to, origin})
		}
	}
	return out
}

// markOf is the annotator's mark that a suggestion has become, or is like.
func (s *Suggestions) markOf(set *Set, id ID, mine map[ID]ID) (ID, bool) {
	if own, ok := mine[id]; ok {
		return own, true
	}
	sp, ok := set.Span(id)
	if !ok {
		return ID{}, false
	}
	own, ok := s.own.same(sp.Ranges(), sp.Label())
	return own.ID, ok
}

// Accept makes marks of an open suggestion and of what is answered with it, with their links, as one edit. ranges are where the mark
// is to be; nil: where the suggestion is. made is the mark of the suggestion itself. Errors: ErrNotFound, those of AddDrafts.
func (s *Suggestions) Accept(id ID, ranges []rangeset.Range, links func(made []Span) []Link) (e Edit, made Span, err error) {
	act := s.Act(id)
	if len(act) == 0 {
		return Edit{}, Span{}, ErrNotFound
	}
	drafts, at := make([]Draft, len(act)), 0
	for i, g := range act {
		drafts[i] = Draft{Label: g.Label(), Ranges: g.Ranges(), Of: &act[i]}
		if g.ID == id {
			if at = i; ranges != nil {
				drafts[i].Ranges = ranges
			}
		}
	}
	e, all, err := s.AddDrafts(drafts, OriginSuggestion, links)
	if err != nil {
		return Edit{}, Span{}, err
	}
	e.Name = "accept " + act[0].Label().String()
	return e, all[at], nil
}

// Reject remembers that an open suggestion and what is answered with it were rejected, whoever suggests them. The error is ErrNotFound.
func (s *Suggestions) Reject(id ID) (Edit, error) {
	act := s.Act(id)
	if len(act) == 0 {
		return Edit{}, ErrNotFound
	}
	e := NewEdit("reject " + act[0].Label().String())
	return e, s.answer(&e, act, OriginRejected)
}

// answer adds to an edit what was said to suggestions.
func (s *Suggestions) answer(e *Edit, to []Suggestion, answer Origin) error {
	var drafts []Draft
	for _, g := range to {
		drafts = append(drafts, Draft{Label: g.Label(), Ranges: g.Ranges()})
	}
	if len(drafts) == 0 {
		return nil
	}
	given, _, err := s.answers.AddDrafts(drafts, answer, nil)
	e.Sets, e.Spans = append(e.Sets, given.Sets...), append(e.Spans, given.Spans...)
	return err
}

// Remove takes the document out of the project, with the annotator's marks, answers and what models suggest on it, in one edit.
func (s *Suggestions) Remove(d Document) (Edit, error) {
	e, err := s.own.Remove(d)
	for _, set := range s.sets() {
		if err != nil {
			return Edit{}, err
		}
		var more Edit
		more, err = set.Remove(d)
		e.Sets, e.Spans, e.Relations = append(e.Sets, more.Sets...), append(e.Spans, more.Spans...), append(e.Relations, more.Relations...)
	}
	return e, err
}
