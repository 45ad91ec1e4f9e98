package jobs

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/card"
)

// tally is what the card of a dataset says of what was written.
type tally struct {
	labels    labelParts
	outlets   map[string]int // documents
	languages map[string]int // documents
	people    map[string]*card.Person
	ids       map[annotation.ID]bool // of people
	from, to  string                 // of publication
	suggested int                    // marks that began as suggestions
}

func newTally() *tally {
	return &tally{labels: labelParts{}, outlets: map[string]int{}, languages: map[string]int{}, people: map[string]*card.Person{}, ids: map[annotation.ID]bool{}}
}

func (t *tally) add(part string, a *article) {
	t.outlets[cmp.Or(a.Outlet, "not known")]++
	if a.Language != "" {
		t.languages[a.Language]++
	}
	if p := a.Published; p != "" {
		t.from, t.to = min(cmp.Or(t.from, p), p), max(t.to, p)
	}
	for i := range a.lines {
		l := &a.lines[i]
		for j := range l.Spans {
			t.labels.add(part, &l.Spans[j])
			if l.Spans[j].Origin == annotation.OriginSuggestion {
				t.suggested++
			}
		}
		if l.Annotator == nil || a.sets[i].Annotator.Kind != annotation.Person {
			continue
		}
		t.ids[a.sets[i].Annotator.ID] = true
		who := t.people[*l.Annotator]
		if who == nil {
			who = &card.Person{Name: *l.Annotator}
			t.people[*l.Annotator] = who
		}
		who.Documents++
		who.Marks += len(l.Spans)
	}
}

// writeCard writes the card of a dataset into its folder.
func (w *datasetWriter) writeCard(ctx context.Context, program string) error {
	c, err := w.card(ctx, program)
	if err != nil {
		return err
	}
	b, err := c.Markdown()
	if err != nil {
		return err
	}
	return w.draft.create(interchange.CardName, func(f io.Writer) error {
		_, err := f.Write(b)
		return err
	})
}

func (w *datasetWriter) card(ctx context.Context, program string) (card.Card, error) {
	r, t, report := &w.recipe, w.tally, w.report
	c := card.Card{
		Title: cmp.Or(r.Title, w.options.Name), Licence: r.Licence, Sampling: r.Sampling, Limits: r.Limits, TextFree: r.TextFree, Reference: r.Choice.Reference,
		Languages: slices.Sorted(maps.Keys(t.languages)), Format: w.format.Title, Unit: w.options.Unit, From: t.from, To: t.to, Program: program,
		Scheme: interchange.SchemeName{Name: w.scheme.Name, Version: w.scheme.Version}, Losses: report.Losses, Suggested: t.suggested, Split: w.split(),
	}
	for _, o := range mostFirst(t.outlets) {
		c.Outlets = append(c.Outlets, card.Count(o))
	}
	for _, name := range slices.Sorted(maps.Keys(t.people)) {
		c.People = append(c.People, *t.people[name])
	}
	rows := map[string]int{}
	for _, p := range w.partsOrWhole() {
		c.Parts = append(c.Parts, card.Part{Name: p.Name, Documents: p.Documents, Negatives: p.Negatives, Lines: p.Lines, Marks: p.Spans, Links: p.Relations})
		rows[p.Name] = p.Lines
	}
	for _, l := range w.options.Labels {
		c.Labels = append(c.Labels, w.label(l, c.Parts))
	}
	if w.format.Card != nil {
		c.Head = w.format.Card(rows, w.options)
	}
	var err error
	c.Agreement, err = w.agreement(ctx, program)
	return c, err
}

// partsOrWhole are the parts, or the whole where there are none.
func (w *datasetWriter) partsOrWhole() []DatasetPart {
	if len(w.report.Parts) == 0 {
		return []DatasetPart{{DatasetCounts: w.report.DatasetCounts}}
	}
	return w.report.Parts
}

func (w *datasetWriter) label(l annotation.LabelRole, parts []card.Part) card.Label {
	out := card.Label{Name: l.String()}
	if own, ok := w.scheme.Label(l.Label); ok {
		out.Definition = own.Definition
		if role, ok := own.Role(l.Role); ok {
			out.Definition = cmp.Or(role.Definition, own.Definition)
		}
	}
	for _, p := range parts {
		out.ByPart = append(out.ByPart, w.tally.labels[l.String()][p.Name])
	}
	return out
}

func (w *datasetWriter) split() *card.Split {
	s := w.recipe.Split
	if s == nil {
		return nil
	}
	return &card.Split{By: s.By, Seed: s.Seed, Stratify: s.Stratify, Kept: w.report.KeptParts, Stories: w.stories, Leaks: len(w.leaks)}
}

// onCard are the measures that a card has of what two people finished.
var onCard = []*agreement.Measure{agreement.F1Exact, agreement.F1Overlap, agreement.TokenAlpha, agreement.UAlpha}

// agreement is how far those agree whose marks went out, on the documents that went out; nothing of a reference, which is nobody's.
func (w *datasetWriter) agreement(ctx context.Context, program string) (out []card.Figure, err error) {
	if w.recipe.Choice.Reference {
		return nil, nil
	}
	m := Measuring{Round: w.recipe.Round, InWork: slices.Contains(w.recipe.Choice.Statuses, annotation.InWork), Labels: w.measured(),
		Annotators: slices.Collect(maps.Keys(w.tally.ids)), Program: program}
	for _, documents := range w.of {
		m.Documents = append(m.Documents, documents...)
	}
	a, err := MeasureAgreement(ctx, w.from, m, nil)
	if err != nil || a.Shared == 0 {
		return nil, err
	}
	for _, m := range onCard {
		f, ok := a.Report.All.Figure(m)
		if !ok {
			continue
		}
		v, defined := f.Value()
		if !defined {
			continue
		}
		value := strconv.FormatFloat(v, 'f', 3, 64)
		if f.Interval != nil {
			value += fmt.Sprintf(" (%.3f to %.3f)", f.Interval.Low, f.Interval.High)
		}
		out = append(out, card.Figure{Name: m.Name, Value: value, Says: m.Sentence("", "") + fmt.Sprintf(" On %s.", many(a.Shared, "article"))})
	}
	return out, nil
}

// measured are the labels that go out; nil: all of the scheme.
func (w *datasetWriter) measured() []annotation.LabelRole {
	all := allLabels(w.scheme)
	out := slices.DeleteFunc(slices.Clone(all), func(l annotation.LabelRole) bool {
		return !w.recipe.Choice.TakesLabel(l) || !w.recipe.Labels.Three && len(w.recipe.Labels.All([]annotation.LabelRole{l})) == 0
	})
	if len(out) == len(all) {
		return nil
	}
	return out
}
