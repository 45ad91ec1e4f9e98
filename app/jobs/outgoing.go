package jobs

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/suggest"
	"rubricator/storage"
)

// outgoing is what goes out of a project into a dataset.
type outgoing struct {
	choice interchange.Choice
	labels interchange.Labels
	scope
	names  map[annotation.ID]string // of annotators, where others than their own stand for them
	people map[annotation.ID]bool   // whom the choice names; nil: it is held against their names
}

// article is a document that goes out, with a line for each annotator.
type article struct {
	annotation.Document
	lines []interchange.Line
	sets  []storage.StoredSet // that the lines are of
}

// kinds are the annotators whose sets are read.
func (o *outgoing) kinds() []annotation.AnnotatorKind {
	kinds := []annotation.AnnotatorKind{annotation.Person}
	if o.choice.Reference {
		kinds[0] = annotation.Reference
	}
	if o.choice.Suggestions {
		kinds = append(kinds, annotation.Model)
	}
	return kinds
}

// articles gives what goes out of stored sets, one document at a time; memory is bounded by a few. The error is that the project cannot be read, and
// ends it.
func (o *outgoing) articles(sets iter.Seq2[storage.StoredSet, error], left *LeftOut) iter.Seq2[article, error] {
	return func(yield func(article, error) bool) {
		var a article
		for s, err := range sets {
			if err != nil && s.Text == nil && s.Document.ID.IsZero() {
				yield(article{}, err)
				return
			}
			if s.Document.ID != a.ID {
				if len(a.lines) > 0 && !yield(a, nil) {
					return
				}
				a = article{Document: s.Document}
			}
			if err != nil {
				left.Damaged = append(left.Damaged, err.Error())
			}
			if s.Text == nil || !o.takes(&s, left) {
				continue
			}
			if l, ok := o.line(&s, left); ok {
				a.lines, a.sets = append(a.lines, l), append(a.sets, s)
			}
		}
		if len(a.lines) > 0 {
			yield(a, nil)
		}
	}
}

// takes tells whether a set goes out as far as its document, annotator and status say.
func (o *outgoing) takes(s *storage.StoredSet, left *LeftOut) bool {
	if !o.holds(s.Document.ID) || !o.choice.Articles.Take(&s.Document) {
		return false
	}
	switch {
	case s.Head == nil && (!o.choice.Takes(nil) || len(o.choice.People) > 0):
		return false
	case s.Head != nil && s.Annotator.Kind == annotation.Model:
	case !o.choice.Takes(s.Head) || s.Annotator.Kind == annotation.Person && !o.takesPerson(&s.Annotator):
		return false
	}
	switch {
	case o.training[s.Document.ID]:
		left.train(s.Document.ID)
	case o.corrected[s.Document.ID] && !o.choice.Corrected:
		left.correct(s.Document.ID)
	case o.hides(s):
		left.hide(s.Document.ID)
	default:
		return true
	}
	return false
}

// hides tells whether a set is not to be seen yet by whoever exports; what models suggest follows from nobody's marks.
func (o *outgoing) hides(s *storage.StoredSet) bool {
	return o.blind[s.Document.ID] && s.Head != nil && s.Annotator.Kind != annotation.Model && s.Annotator.ID != o.me
}

// takesPerson tells whether what somebody marked goes out.
func (o *outgoing) takesPerson(a *annotation.Annotator) bool {
	if o.people != nil {
		return o.people[a.ID]
	}
	return o.choice.TakesPerson(a.Name)
}

// line is what a set comes to in the dataset; ok is false where it has no mark and is no negative.
func (o *outgoing) line(s *storage.StoredSet, left *LeftOut) (l interchange.Line, ok bool) {
	l, dated := o.choice.Of(nativeLine(*s))
	l = o.labels.Of(l)
	if name, ok := o.names[s.Annotator.ID]; ok && l.Annotator != nil {
		l.Annotator = &name
	}
	switch {
	case len(l.Spans) > 0 || s.Head == nil:
		return l, true
	case s.Annotator.Kind == annotation.Model, len(s.Spans) == 0 && !o.choice.TakesAt(s.Updated):
		return l, false
	}
	ok = o.choice.TakesUnmarked(s.Head.Status, dated)
	if !ok && o.choice.Negatives == interchange.ReviewedNegatives && !dated {
		left.Unreviewed++
	}
	return l, ok
}

func nativeLine(s storage.StoredSet) interchange.Line {
	marks := make([]interchange.Mark, len(s.Spans))
	for i, sp := range s.Spans {
		marks[i] = interchange.Mark{Span: sp.Span, Created: sp.Created, Updated: sp.Updated, Computed: suggest.ReadOff(s.Scheme, s.Text, sp.Span)}
	}
	scheme := interchange.SchemeName{Name: s.Scheme.Name, Version: s.Scheme.Version}
	l := interchange.NewLine(s.Document, s.Text, scheme, s.Head, s.Annotator.Name, marks, s.Relations)
	if s.Annotator.Kind == annotation.Reference || s.Annotator.Kind == annotation.Model {
		l.Kind = s.Annotator.Kind
	}
	return l
}

// scope is which documents an export is of.
type scope struct {
	round     map[annotation.ID]bool // nil: of all
	training  map[annotation.ID]bool // left out
	corrected map[annotation.ID]bool // others stand for them; left out unless the choice takes them
	blind     map[annotation.ID]bool // on which others' marks are hidden from whoever exports, and left out
	me        annotation.ID          // who exports
}

// readScope reads the documents of a round, or of none, those that are for training, those that others stand for, and those on which whoever works here
// is blind.
func readScope(ctx context.Context, m *storage.Moment, round annotation.ID) (s scope, err error) {
	s.me = m.Annotator().ID
	if s.training, err = m.TrainingDocuments(ctx); err == nil {
		s.corrected, err = m.CorrectedDocuments(ctx)
	}
	if err == nil {
		s.blind, err = m.BlindDocuments(ctx, s.me)
	}
	if err != nil || round.IsZero() {
		return s, err
	}
	s.round = map[annotation.ID]bool{}
	assigned, err := m.Assignments(ctx, round)
	for _, a := range assigned {
		s.round[a.Document] = true
	}
	return s, err
}

func (s scope) holds(document annotation.ID) bool { return s.round == nil || s.round[document] }

// readOutgoing makes a recipe ready for a project at a moment. Errors name a round, a person or a label that the project has not.
func readOutgoing(ctx context.Context, m *storage.Moment, r *interchange.Recipe) (o outgoing, err error) {
	o = outgoing{choice: r.Choice, labels: r.Labels}
	if r.Round != "" {
		rounds, err := m.Rounds(ctx)
		if err != nil {
			return o, err
		}
		named, err := annotation.FindRound(rounds, r.Round)
		if err != nil {
			return o, err
		}
		o.choice.Round = named.ID
	}
	if o.scope, err = readScope(ctx, m, o.choice.Round); err != nil {
		return o, err
	}
	all, err := m.Annotators(ctx)
	if err != nil {
		return o, err
	}
	people := slices.DeleteFunc(all, func(a annotation.Annotator) bool { return a.Kind != annotation.Person })
	o.names = standIns(people, r.Pseudonyms)
	if o.people, err = named(o.choice.People, people, o.names); err != nil {
		return o, err
	}
	return o, checkLabels(r, m.Scheme)
}

// named finds the people of some names; nil where there are no names. What is nobody's own name is looked for among the names that stand for people in
// the dataset, as the recipe of a dataset with pseudonyms has them.
func named(names []string, people []annotation.Annotator, called map[annotation.ID]string) (map[annotation.ID]bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	out := map[annotation.ID]bool{}
	for _, name := range names {
		only := interchange.Choice{People: []string{name}}
		is := func(a annotation.Annotator) bool { return only.TakesPerson(a.Name) }
		if !slices.ContainsFunc(people, is) {
			is = func(a annotation.Annotator) bool { return only.TakesPerson(called[a.ID]) }
		}
		if !slices.ContainsFunc(people, is) {
			var have []string
			for _, a := range people {
				have = append(have, fmt.Sprintf("%q", a.Name))
			}
			return nil, fmt.Errorf("there is no annotator %q; there are %s", name, strings.Join(have, ", "))
		}
		for _, a := range people {
			out[a.ID] = out[a.ID] || is(a)
		}
	}
	return out, nil
}

// published is a recipe as it goes out with its dataset: where pseudonyms stand for people, it names nobody either.
func (o *outgoing) published(r interchange.Recipe) interchange.Recipe {
	if r.Pseudonyms == interchange.NoPseudonyms || o.people == nil {
		return r
	}
	r.Choice.People = nil
	for id, goesOut := range o.people {
		if goesOut {
			r.Choice.People = append(r.Choice.People, o.names[id])
		}
	}
	slices.Sort(r.Choice.People)
	return r
}

// checkLabels tells whether the labels that a recipe names are of the scheme, retired ones too.
func checkLabels(r *interchange.Recipe, scheme *annotation.Scheme) error {
	have := map[string]bool{}
	var names []string
	for _, l := range allLabels(scheme) {
		have[strings.ToLower(l.Label)], have[strings.ToLower(l.String())] = true, true
		names = append(names, l.String())
	}
	for _, l := range r.Choice.Labels {
		if !have[strings.ToLower(l)] {
			return fmt.Errorf("the scheme has no label %q; it has %s", l, strings.Join(names, ", "))
		}
	}
	for l := range r.Labels.Names {
		if !slices.Contains(names, l) {
			return fmt.Errorf("the scheme has no label %q to rename; it has %s", l, strings.Join(names, ", "))
		}
	}
	return nil
}

// allLabels are the labels and roles that marks can have, retired ones too, in the order of the scheme.
func allLabels(s *annotation.Scheme) (out []annotation.LabelRole) {
	for _, l := range s.Labels {
		if len(l.Roles) == 0 {
			out = append(out, annotation.LabelRole{Label: l.ID})
		}
		for _, r := range l.Roles {
			out = append(out, annotation.LabelRole{Label: l.ID, Role: r.ID})
		}
	}
	return out
}

// standIns are what stands for the names of people, so that no two have the same. IDs grow with the time at which people came into being, so letters
// stay as people are added.
func standIns(people []annotation.Annotator, how interchange.Pseudonyms) map[annotation.ID]string {
	if how == interchange.NoPseudonyms {
		return namesakes(people)
	}
	order := slices.SortedFunc(slices.Values(people), func(a, b annotation.Annotator) int { return compareIDs(a.ID, b.ID) })
	out, taken := map[annotation.ID]string{}, map[string]bool{}
	for _, a := range order {
		if key := strings.ToLower(a.Pseudonym); how == interchange.OwnPseudonyms && key != "" && !taken[key] {
			out[a.ID], taken[key] = a.Pseudonym, true
		}
	}
	n := 0
	for _, a := range order {
		for out[a.ID] == "" {
			if name := letters(n); !taken[strings.ToLower(name)] {
				out[a.ID] = name
			}
			n++
		}
	}
	return out
}

// namesakes tells people of one name apart by the ends of their IDs: their pseudonyms and devices do not go out with their names.
func namesakes(people []annotation.Annotator) map[annotation.ID]string {
	plain := slices.Clone(people)
	for i := range plain {
		plain[i].Pseudonym = ""
	}
	out := map[annotation.ID]string{}
	for i, a := range annotation.ToldApart(plain, nil) {
		if a.Name != people[i].Name {
			out[a.ID] = a.Name
		}
	}
	return out
}

// letters counts A to Z, then AA, AB and so on, from 0.
func letters(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letters(n/26-1) + letters(n%26)
}
