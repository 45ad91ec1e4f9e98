package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// Comparing says whose sets are compared.
type Comparing struct {
	People []annotation.ID // nil: everybody's
	InWork bool            // also sets that are in work, and not those alone that are done
}

func (c Comparing) takes(h annotation.SetHead) bool {
	return (h.Status == annotation.Done || c.InWork && h.Status == annotation.InWork) && (c.People == nil || slices.Contains(c.People, h.Annotator))
}

// IsUsual tells that those are compared that are where nobody says otherwise.
func (c Comparing) IsUsual() bool { return c.People == nil && !c.InWork }

// Case is a document and the annotators whose sets on it are compared, in the order of their names.
type Case struct {
	Document   annotation.ID
	Annotators []annotation.ID
	Partly     bool // somebody else is done with it too, whose set is not compared
}

// Cases lists the documents of which two or more sets are to be compared, in the order of import, without those on which the project's annotator
// is not to see others' marks yet, and those that others stand for. Whose marks may be seen there is decided here and nowhere else.
func Cases(ctx context.Context, p *storage.Project, c Comparing) ([]Case, error) {
	heads, err := p.SetHeads(ctx)
	if err != nil {
		return nil, err
	}
	blind, err := p.BlindDocuments(ctx, p.Annotator().ID)
	if err != nil {
		return nil, err
	}
	corrected, err := p.CorrectedDocuments(ctx)
	if err != nil {
		return nil, err
	}
	var out []Case
	partly := map[annotation.ID]bool{}
	for _, h := range heads {
		if corrected[h.Document] {
			continue
		}
		if !c.takes(h) || blind[h.Document] {
			partly[h.Document] = partly[h.Document] || h.Status == annotation.Done
			continue
		}
		if n := len(out); n == 0 || out[n-1].Document != h.Document {
			out = append(out, Case{Document: h.Document})
		}
		last := &out[len(out)-1]
		last.Annotators = append(last.Annotators, h.Annotator)
	}
	for i := range out {
		out[i].Partly = partly[out[i].Document]
	}
	return slices.DeleteFunc(out, func(c Case) bool { return len(c.Annotators) < 2 }), nil
}

// Compared is a case with its sets held against each other.
type Compared struct {
	Case
	Title string
	Text  *text.Text
	Sets  []*annotation.Set // of the annotators, in their order
	*compare.Adjudication
	Damaged []error // what was left out because it is not what was written
}

// Compare reads a case. Errors are those of storage.Project.Sides.
func Compare(ctx context.Context, p *storage.Project, c Case) (Compared, error) {
	s, bad, err := p.Sides(ctx, c.Document, c.Annotators)
	if err != nil {
		return Compared{}, err
	}
	return Compared{c, s.Document.Title, s.Text, s.Sets, compare.NewAdjudication(s.Reference, s.Sets, s.Decisions), bad}, nil
}

// Finished is the edit that calls the reference done, once nothing of the document is to be decided any more; ok is false where something is,
// where it is done already, or where not all sets were compared.
func (c *Compared) Finished() (e annotation.Edit, ok bool) {
	if c.Partly {
		return e, false
	}
	return c.Adjudication.Finished()
}

// Standing is how far the differences of a case are decided.
type Standing struct {
	Case
	Title   string
	Agreed  int               // marks that all agree on
	Open    []compare.Summary // the differences that are to be decided, in the order of the text
	Decided int
	Waits   bool // something that all agree on is not in the reference
	Damaged bool // something is left out because it is not what was written
}

// summaryQuote is how much of the text a summary has, in code points.
const summaryQuote = 80

// Standing tells how far the differences are decided. Memory that summaries can share they share.
func (c *Compared) Standing() Standing {
	o := Standing{Case: c.Case, Title: c.Title, Damaged: len(c.Damaged) > 0}
	_, o.Waits = c.Agreed()
	patterns := map[string]*compare.Summary{}
	for _, g := range c.Adjudication.Open() {
		s := g.Summary()
		_, end := c.Text.Snap(s.Range.Start, min(s.Range.End, s.Range.Start+summaryQuote))
		s.Quote = c.Text.Slice(s.Range.Start, end)
		if like, ok := patterns[s.Pattern]; ok {
			s.Pattern, s.Labels = like.Pattern, like.Labels
		}
		patterns[s.Pattern] = &s
		o.Open = append(o.Open, s)
	}
	for i, groups := 0, c.Groups(); i < len(groups); i++ {
		switch _, decided := c.Decision(&groups[i]); {
		case decided:
			o.Decided++
		case groups[i].IsAgreed():
			o.Agreed++
		}
	}
	return o
}

// AdjudicateReport is what became of cases.
type AdjudicateReport struct {
	Group     annotation.ID // one undo takes back what came into the reference
	Edits     int           // how many were written
	Documents int           // in whose reference something came
	Marks     int           // that came
	Damaged   []string      // what could not be read
}

// BroughtIn is what the step is called by which the reference gets what all agree on.
const BroughtIn = "bring in what all agree on"

// Adjudicate compares case by case and tells how each stands, once what came to its reference is written; each is called from this
// goroutine. With agree, what all annotators agree on comes into the reference on the way, one edit a document. Cases that are damaged
// are passed over and named. On an error, or when ctx ends, what was written until then stays and is in the report.
func Adjudicate(ctx context.Context, p *storage.Project, cases []Case, agree bool, each func(Standing)) (AdjudicateReport, error) {
	a := adjudicator{ctx: ctx, p: p, agree: agree, each: each, report: AdjudicateReport{Group: annotation.NewID()}}
	var err error
	if agree {
		err = p.Apply(ctx, func(yield func(annotation.Edit, error) bool) {
			if err := a.all(cases, yield); err != nil && !errors.Is(err, errStopped) {
				yield(annotation.Edit{}, err)
			}
		}, a.wrote)
	} else {
		err = a.all(cases, nil)
	}
	if err != nil {
		err = fmt.Errorf("compare sets: %w", err)
	}
	if err != nil && a.report.Edits > 0 { // each article's part stands alone, and the rest comes the next time
		err = errors.Join(err, p.Keep(context.WithoutCancel(ctx), a.report.Group))
	}
	return a.report, err
}

// adjudicator compares cases.
type adjudicator struct {
	ctx     context.Context
	p       *storage.Project
	agree   bool
	each    func(Standing)
	report  AdjudicateReport
	joined  bool // the reference has a place in the project
	sent    int  // edits on their way to the file
	waiting []waitingCase
}

// waitingCase is told of once so many edits are written.
type waitingCase struct {
	Standing
	edits int
}

func (a *adjudicator) all(cases []Case, yield func(annotation.Edit, error) bool) error {
	for _, c := range cases {
		err := a.ctx.Err()
		if err == nil {
			err = a.one(c, yield)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *adjudicator) one(c Case, yield func(annotation.Edit, error) bool) error {
	compared, err := Compare(a.ctx, a.p, c)
	if errors.Is(err, storage.ErrDamaged) || errors.Is(err, annotation.ErrNotFound) {
		a.report.Damaged = append(a.report.Damaged, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	for _, bad := range compared.Damaged {
		a.report.Damaged = append(a.report.Damaged, bad.Error())
	}
	var edits []annotation.Edit
	if a.agree {
		if edits, err = a.bring(&compared); err != nil {
			return err
		}
	}
	s := compared.Standing()
	s.Waits = s.Waits && !a.agree
	a.waiting = append(a.waiting, waitingCase{s, a.sent + len(edits)})
	for _, e := range edits {
		a.sent++
		if !yield(e, nil) {
			return errStopped
		}
	}
	a.tell()
	return nil
}

// bring gives the edits that write what all agree on, and that the reference is done with that, where there is something to write. The
// reference has them then.
func (a *adjudicator) bring(c *Compared) ([]annotation.Edit, error) {
	e, ok := c.Agreed()
	var edits []annotation.Edit
	if ok {
		if err := errors.Join(c.Reference().Apply(e), c.Apply(e)); err != nil {
			return nil, err
		}
		edits = parts(e)
	}
	if done, finished := c.Finished(); finished {
		edits = withHead(edits, done)
	}
	if len(edits) == 0 {
		return nil, nil
	}
	if !a.joined {
		a.joined = true
		if err := a.p.Join(a.ctx, annotation.ReferenceAnnotator()); err != nil {
			return nil, err
		}
	}
	if ok {
		a.report.Documents++
	}
	for _, c := range e.Spans {
		if c.Before == nil {
			a.report.Marks++
		}
	}
	for i := range edits {
		edits[i].Group, edits[i].Name = a.report.Group, BroughtIn
	}
	return edits, nil
}

// withHead has the head that an edit leaves a set come with the one edit that begins the set, else behind all.
func withHead(edits []annotation.Edit, head annotation.Edit) []annotation.Edit {
	if len(edits) == 1 && len(edits[0].Sets) > 0 {
		edits[0].Sets[0].After = head.Sets[0].After
		return edits
	}
	return append(edits, head)
}

func (a *adjudicator) wrote(edits int) {
	a.report.Edits = edits
	a.tell()
}

// tell tells of the cases whose edits are written.
func (a *adjudicator) tell() {
	for len(a.waiting) > 0 && a.waiting[0].edits <= a.report.Edits {
		a.each(a.waiting[0].Standing)
		a.waiting = a.waiting[1:]
	}
}

// parts are an edit that only brings and changes rows of a set, in as many as it takes. Marks come before the links between them.
func parts(e annotation.Edit) []annotation.Edit {
	if e.Len() <= storage.MaxChanges {
		return []annotation.Edit{e}
	}
	var out []annotation.Edit
	add := func(f func(*annotation.Edit)) {
		part := annotation.NewEdit(e.Name)
		f(&part)
		out = append(out, part)
	}
	add(func(part *annotation.Edit) { part.Sets = e.Sets })
	for spans := range slices.Chunk(e.Spans, storage.MaxChanges) {
		add(func(part *annotation.Edit) { part.Spans = spans })
	}
	for links := range slices.Chunk(e.Relations, storage.MaxChanges) {
		add(func(part *annotation.Edit) { part.Relations = links })
	}
	return out
}
