package jobs

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/checks"
	"rubricator/annotation/interchange"
	"rubricator/storage"
)

// DatasetSurvey tells what would go out, before anything is written.
type DatasetSurvey struct {
	Format string           `json:"format"`
	Unit   interchange.Unit `json:"offset_unit"`
	Policy string           `json:"policy,omitempty"`
	DatasetCounts
	Labels   []LabelCount              `json:"labels"`   // by name in the dataset
	Outlets  []Counted                 `json:"outlets"`  // documents; "" is of no outlet
	People   []Counted                 `json:"people"`   // lines by annotator, as the dataset names them
	Statuses map[annotation.Status]int `json:"statuses"` // lines
	LeftOut
	Losses []interchange.Loss `json:"losses"`
	Checks []DatasetCheck     `json:"checks"` // those that fail
}

// Counted is how often something occurs.
type Counted struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// DatasetCheck is something that should be looked at before a dataset goes out, and where.
type DatasetCheck struct {
	Name      string          `json:"name"` // "not_done", "conflict", or that of a check of marks, as "part"
	Says      string          `json:"says"`
	Documents []annotation.ID `json:"documents"` // in the order of import
}

// SurveyDataset looks at all that a recipe takes, as WriteDataset would write it. progress may be nil.
func SurveyDataset(ctx context.Context, p *storage.Project, r interchange.Recipe, progress func(done, total int)) (DatasetSurvey, error) {
	s, err := surveyDataset(ctx, p, r, progress)
	if err != nil {
		return s, fmt.Errorf("look at what would be exported: %w", err)
	}
	return s, nil
}

func surveyDataset(ctx context.Context, p *storage.Project, r interchange.Recipe, progress func(done, total int)) (s DatasetSurvey, err error) {
	d, err := newDataset(ctx, p, r)
	if err != nil {
		return s, err
	}
	defer d.moment.Close()
	conflicts, err := p.Conflicts(ctx)
	if err != nil {
		return s, err
	}
	v := surveyor{dataset: d, labels: labelParts{}, outlets: map[string]int{}, people: map[string]int{}, conflicted: map[annotation.ID]bool{}}
	for _, c := range conflicts {
		v.conflicted[c.Document] = true
	}
	v.DatasetSurvey = DatasetSurvey{Format: d.format.Name, Unit: d.options.Unit, Policy: d.options.Policy, Statuses: map[annotation.Status]int{}}
	if err := d.deal(ctx, nil); err != nil {
		return s, err
	}
	n := 0
	seen := func() {
		if n++; progress != nil {
			progress(n, d.moment.Documents)
		}
	}
	for a, err := range d.stream(ctx, nil, &v.LeftOut, seen) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return s, err
		}
		if err := v.add(&a); err != nil {
			return s, err
		}
	}
	return v.result(), nil
}

// ForeseeLosses tells what the format of a recipe cannot hold of what the recipe takes, and by which of its policies. It looks at nothing where the format
// holds all.
func ForeseeLosses(ctx context.Context, p *storage.Project, r interchange.Recipe) (losses []interchange.Loss, policy string, err error) {
	d, err := newDataset(ctx, p, r)
	if err != nil {
		return nil, "", fmt.Errorf("look at what would be exported: %w", err)
	}
	defer d.moment.Close()
	if d.format == interchange.Native && d.options.Unit != interchange.Grapheme {
		return nil, d.options.Policy, nil
	}
	all := interchange.Losses{}
	for a, err := range d.stream(ctx, nil, &LeftOut{}, func() {}) {
		if err == nil {
			err = d.lose(&a, d.kept(&a), &all)
		}
		if err != nil {
			return nil, "", fmt.Errorf("look at what would be exported: %w", err)
		}
	}
	return all.List(), d.options.Policy, nil
}

// surveyor counts what goes out.
type surveyor struct {
	*dataset
	DatasetSurvey
	labels          labelParts
	outlets, people map[string]int
	conflicted      map[annotation.ID]bool
	losses          interchange.Losses
	parts           partCounts
}

func (v *surveyor) add(a *article) error {
	v.DatasetCounts.add(a)
	part := v.dataset.parts[a.ID]
	v.parts.add(part, a)
	v.outlets[a.Outlet]++
	for i := range a.lines {
		l := &a.lines[i]
		v.Statuses[l.Status]++
		if l.Annotator != nil {
			v.people[*l.Annotator]++
		}
		for j := range l.Spans {
			v.labels.add(part, &l.Spans[j])
		}
		v.check(a, &a.sets[i])
	}
	if v.conflicted[a.ID] {
		v.fails("conflict", "Colleagues changed one thing in different ways, and nobody settled it.", a.ID)
	}
	return v.lose(a, v.kept(a), &v.losses)
}

// check looks at one set; what models suggest is nobody's to finish.
func (v *surveyor) check(a *article, s *storage.StoredSet) {
	if s.Head == nil || s.Annotator.Kind == annotation.Model {
		return
	}
	if s.Head.Status != annotation.Done {
		v.fails("not_done", "Not done yet.", a.ID)
	}
	spans := make([]annotation.Span, len(s.Spans))
	for i := range s.Spans {
		spans[i] = s.Spans[i].Span
	}
	set, _ := annotation.LoadSet(*s.Head, s.Text, s.Scheme, spans, s.Relations)
	for f := range checks.All(set) {
		v.fails(string(f.Kind), findingSays[f.Kind], a.ID)
	}
	for _, f := range checks.OfDocument(set, s.Document, 0) {
		v.fails(string(f.Kind), findingSays[f.Kind], a.ID)
	}
}

// findingSays puts the checks of marks into words that hold for all their findings.
var findingSays = map[checks.Kind]string{
	checks.Part:      "An attribution lacks its source or the word that says so.",
	checks.Link:      "Marks that overlap are not linked.",
	checks.Least:     "A mark has fewer links than the scheme wants.",
	checks.Value:     "A value is missing.",
	checks.Crossing:  "A mark crosses another of its kind.",
	checks.Duplicate: "Two marks of a kind are on the same place.",
	checks.Empty:     "Nothing is marked, and nobody said that there is nothing to mark.",
}

func (v *surveyor) fails(name, says string, document annotation.ID) {
	i := slices.IndexFunc(v.Checks, func(c DatasetCheck) bool { return c.Name == name })
	if i < 0 {
		i = len(v.Checks)
		v.Checks = append(v.Checks, DatasetCheck{Name: name, Says: says})
	}
	if c := &v.Checks[i]; len(c.Documents) == 0 || c.Documents[len(c.Documents)-1] != document {
		c.Documents = append(c.Documents, document)
	}
}

func (v *surveyor) result() DatasetSurvey {
	s := v.DatasetSurvey
	s.Labels = v.labels.all()
	s.Outlets, s.People = mostFirst(v.outlets), mostFirst(v.people)
	s.Losses = append([]interchange.Loss{}, v.losses.List()...)
	if v.dataset.parts != nil {
		s.Parts = v.parts.list(v.labels)
	}
	slices.SortStableFunc(s.Checks, func(a, b DatasetCheck) int { return cmp.Compare(len(b.Documents), len(a.Documents)) })
	return s
}

func mostFirst(n map[string]int) []Counted {
	out := []Counted{}
	for _, name := range slices.Sorted(maps.Keys(n)) {
		out = append(out, Counted{name, n[name]})
	}
	slices.SortStableFunc(out, func(a, b Counted) int { return cmp.Compare(b.N, a.N) })
	return out
}
