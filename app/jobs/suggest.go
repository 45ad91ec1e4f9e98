package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/suggest"
	"rubricator/storage"
)

// Suggested is what became of one model's suggestions on one article.
type Suggested struct {
	Document annotation.ID  `json:"document"`
	Title    string         `json:"title"`
	Model    string         `json:"model"`
	New      int            `json:"new"`               // suggestions that came to it; an attribution with its parts is one
	Marks    map[string]int `json:"marks"`             // what they are marks of, by label and role
	There    int            `json:"there"`             // suggestions that were there already
	Refused  []string       `json:"refused,omitempty"` // why others were not taken
}

// SuggestReport is what became of suggestions, article by article.
type SuggestReport struct {
	Group     annotation.ID `json:"-"` // one undo takes them back
	Edits     int           `json:"-"` // how many were written
	Documents []Suggested   `json:"documents"`
	Refused   []string      `json:"refused,omitempty"` // lines that are of no article or no model
}

// Count is the number of suggestions that came to the project.
func (r *SuggestReport) Count() (n int) {
	for _, d := range r.Documents {
		n += d.New
	}
	return n
}

// Losses is how much was not taken.
func (r *SuggestReport) Losses() int {
	n := len(r.Refused)
	for _, d := range r.Documents {
		n += len(d.Refused)
	}
	return n
}

// Suggest has the rules look through articles. What they find comes to their set on each, beside all marks; what was suggested before
// stays as it is, whatever was said to it. progress may be nil; it is called from this goroutine. On an error, or when ctx ends, what was
// written until then stays and is in the report.
func Suggest(ctx context.Context, p *storage.Project, documents []annotation.ID, progress func(done, total int)) (SuggestReport, error) {
	s := newSuggester(ctx, p)
	return s.run(func(yield func(annotation.Edit, error) bool) {
		for i, id := range documents {
			err := s.look(id, yield)
			if err != nil && !errors.Is(err, errStopped) {
				yield(annotation.Edit{}, err)
			}
			if err != nil {
				return
			}
			if progress != nil {
				progress(i+1, len(documents))
			}
		}
	}, suggest.Rules())
}

// SuggestFrom takes the suggestions of other tools from native JSON Lines: each line of a model, on an article of the project. Others are
// refused by name. Else it is as Suggest.
func SuggestFrom(ctx context.Context, p *storage.Project, r io.Reader) (SuggestReport, error) {
	s := newSuggester(ctx, p)
	return s.run(func(yield func(annotation.Edit, error) bool) {
		for line, err := range interchange.Read(r) {
			if err != nil {
				s.report.Refused = append(s.report.Refused, err.Error())
				continue
			}
			if err = s.take(line, yield); err != nil && !errors.Is(err, errStopped) {
				yield(annotation.Edit{}, err)
			}
			if err != nil {
				return
			}
		}
	})
}

// suggester brings predictions to the sets of models.
type suggester struct {
	ctx    context.Context
	p      *storage.Project
	report SuggestReport
	taken  map[[2]annotation.ID]bool // articles and models that lines were taken of
}

// errStopped ends a stream of edits whose reader wants no more.
var errStopped = errors.New("stopped")

func newSuggester(ctx context.Context, p *storage.Project) *suggester {
	return &suggester{ctx, p, SuggestReport{Group: annotation.NewID(), Documents: []Suggested{}}, map[[2]annotation.ID]bool{}}
}

// run writes a stream of edits, of models that are to be in the project, beside whoever answers them here.
func (s *suggester) run(edits iter.Seq2[annotation.Edit, error], models ...annotation.Annotator) (SuggestReport, error) {
	err := s.p.Join(s.ctx, append(models, annotation.AnswersOf(s.p.Annotator()))...)
	if err == nil {
		err = s.p.Apply(s.ctx, edits, func(written int) { s.report.Edits = written })
	}
	if err != nil {
		err = fmt.Errorf("suggest: %w", err)
	}
	return s.report, err
}

// look has the rules look through an article.
func (s *suggester) look(id annotation.ID, yield func(annotation.Edit, error) bool) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	d, t, err := s.p.Document(s.ctx, id)
	if err != nil {
		return err
	}
	set, _, err := s.p.Set(s.ctx, id, suggest.Rules().ID, t)
	if err != nil {
		return err
	}
	b := s.begin(d, suggest.Rules(), set, yield)
	b.links = func(made []annotation.Span) []annotation.Link { return suggest.ByPosition(set, made, annotation.ID{}) }
	for prediction := range suggest.Predict(t, s.p.Scheme()) {
		if err := b.add(prediction); err != nil {
			return err
		}
	}
	return b.end()
}

// take brings the marks of a line to its model's set.
func (s *suggester) take(line interchange.Line, yield func(annotation.Edit, error) bool) error {
	refuse := func(why string) error {
		s.report.Refused = append(s.report.Refused, fmt.Sprintf("document %s: %s", line.ID, why))
		return nil
	}
	if line.Kind != annotation.Model {
		return refuse("its annotator is no model; annotator_kind says which are")
	}
	model, err := annotation.ParseModel(*line.Annotator)
	if err != nil {
		return err
	}
	d, t, err := s.p.Document(s.ctx, line.ID)
	switch of := [2]annotation.ID{line.ID, model.ID}; {
	case errors.Is(err, annotation.ErrNotFound):
		return refuse(fmt.Sprintf("it is not in the project; import %q first", line.Meta.Title))
	case err != nil:
		return err
	case d.Text != line.TextSHA256:
		return refuse("its text is another in the project")
	case s.taken[of]:
		return refuse("another line of " + model.Name + " came before")
	default:
		s.taken[of] = true
	}
	if err := s.p.Join(s.ctx, model); err != nil {
		return err
	}
	set, _, err := s.p.Set(s.ctx, d.ID, model.ID, t)
	if err != nil {
		return err
	}
	b := s.begin(d, model, set, yield)
	for _, prediction := range predictionsOf(line) {
		if err := b.add(prediction); err != nil {
			return err
		}
	}
	return b.end()
}

// predictionsOf takes a line apart into marks that links hold together.
func predictionsOf(line interchange.Line) []annotation.Prediction {
	place, drafts := map[annotation.ID]int{}, make([]annotation.Draft, len(line.Spans))
	for i, sp := range line.Spans {
		place[sp.ID], drafts[i] = i, draftOf(sp)
	}
	links := make([]annotation.PredictedLink, len(line.Relations))
	for i, r := range line.Relations {
		links[i] = annotation.PredictedLink{Type: r.Type, From: place[r.From], To: place[r.To]}
	}
	return together(drafts, links)
}

// together makes predictions of marks that links hold together. Links name drafts by their places among all.
func together(drafts []annotation.Draft, links []annotation.PredictedLink) []annotation.Prediction {
	group := make([]int, len(drafts)) // each draft's group is named by one of its drafts
	for i := range drafts {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for _, l := range links {
		group[root(l.To)] = root(l.From)
	}
	var out []annotation.Prediction
	at, within := map[int]int{}, make([]int, len(drafts))
	for i, d := range drafts {
		g, known := at[root(i)]
		if !known {
			g = len(out)
			at[root(i)], out = g, append(out, annotation.Prediction{})
		}
		within[i] = len(out[g].Drafts)
		out[g].Drafts = append(out[g].Drafts, d)
	}
	for _, l := range links {
		p := &out[at[root(l.From)]]
		p.Links = append(p.Links, annotation.PredictedLink{Type: l.Type, From: within[l.From], To: within[l.To]})
	}
	return out
}

func draftOf(sp interchange.Span) annotation.Draft {
	d := annotation.Draft{Label: annotation.LabelRole{Label: sp.Label, Role: sp.Role}, Attributes: sp.Attributes, Note: sp.Note}
	for _, r := range sp.Ranges {
		d.Ranges = append(d.Ranges, rangeset.Range{Start: r[0], End: r[1]})
	}
	return d
}

// SuggestStep is what a run is called where it is undone.
const SuggestStep = "suggest marks"

// Step is what one undo takes back.
func (r *SuggestReport) Step() annotation.Step {
	return annotation.Step{Group: r.Group, Name: SuggestStep}
}

// batchChanges is how many changes of suggestions are put into one edit: fewer than an edit of background work may have.
const batchChanges = 1000

// batch gathers a model's suggestions on an article into edits.
type batch struct {
	*suggester
	set   *annotation.Set
	links func([]annotation.Span) []annotation.Link
	yield func(annotation.Edit, error) bool
	about Suggested
	edit  annotation.Edit
}

func (s *suggester) begin(d annotation.Document, model annotation.Annotator, set *annotation.Set, yield func(annotation.Edit, error) bool) *batch {
	return &batch{suggester: s, set: set, yield: yield, about: Suggested{Document: d.ID, Title: d.Title, Model: model.Name, Marks: map[string]int{}},
		edit: annotation.NewEdit(SuggestStep)}
}

// add takes a prediction in, or notes why not. The error is errStopped, or that of ctx.
func (b *batch) add(p annotation.Prediction) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	e, ok, err := b.set.Predict(p, b.links)
	switch {
	case err != nil:
		b.about.Refused = append(b.about.Refused, err.Error())
		return nil
	case !ok:
		b.about.There++
		return nil
	}
	if err := b.set.Apply(e); err != nil {
		return err
	}
	b.about.New++
	for _, c := range e.Spans {
		b.about.Marks[c.After.Label().String()]++
	}
	if b.edit.Len()+e.Len() > batchChanges {
		if err := b.flush(); err != nil {
			return err
		}
	}
	b.edit.Sets, b.edit.Spans, b.edit.Relations = append(b.edit.Sets, e.Sets...), append(b.edit.Spans, e.Spans...), append(b.edit.Relations, e.Relations...)
	return nil
}

// flush hands on what was gathered.
func (b *batch) flush() error {
	if b.edit.Len() == 0 {
		return nil
	}
	b.edit.Group = b.report.Group
	e := b.edit
	b.edit = annotation.NewEdit(SuggestStep)
	if !b.yield(e, nil) {
		return errStopped
	}
	return nil
}

func (b *batch) end() error {
	err := b.flush()
	b.report.Documents = append(b.report.Documents, b.about)
	return err
}
