package jobs

import (
	"context"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/storage"
)

// Way is how documents of a round are given to people.
type Way int

// The ways.
const (
	DealOut  Way = iota // each to one, a share to two; who has one already keeps it
	ToEach              // all to each, and to nobody else
	ToNobody            // they are in the round, and for nobody yet
	TakeOut             // they are not in the round any more
)

// Assigning is an act that gives documents of a round to people.
type Assigning struct {
	Round     annotation.Round
	Documents []annotation.ID
	Way       Way
	To        []annotation.ID // for DealOut and ToEach
	Twice     float64         // for DealOut: the share, from 0 to 1, that two get
	Seed      uint64
	Corrected bool // also documents that others stand for, because their texts were found wrong
}

// Plan is what an act of assigning will do.
type Plan struct {
	Edit      annotation.Edit  // no changes: all is so already
	Tally     annotation.Tally // of the documents, as it will be
	Lost      int              // documents with finished work that will not count any more, because the round is for training
	Corrected int              // documents that are left out, because others stand for them
	way       Way
}

// Plan tells what the act will do, and does nothing. Errors: nobody is named, or one alone where documents are to be marked twice.
func (a Assigning) Plan(ctx context.Context, p *storage.Project) (Plan, error) {
	assigned, err := p.Assignments(ctx, a.Round.ID)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{way: a.Way}
	if a.Way != TakeOut && !a.Corrected {
		corrected, err := p.CorrectedDocuments(ctx)
		if err != nil {
			return Plan{}, err
		}
		named := len(a.Documents)
		a.Documents = slices.DeleteFunc(slices.Clone(a.Documents), func(d annotation.ID) bool { return corrected[d] })
		plan.Corrected = named - len(a.Documents)
	}
	switch a.Way {
	case DealOut:
		plan.Edit, err = a.Round.Deal(a.Documents, assigned, annotation.Share{Annotators: a.To, Twice: a.Twice, Seed: a.Seed})
	case ToEach:
		if len(a.To) == 0 {
			err = fmt.Errorf("assign documents of %q: name at least one annotator", a.Round.Name)
		}
		plan.Edit, _ = a.Round.Assign(a.Documents, assigned, a.To...)
	case ToNobody:
		plan.Edit, _ = a.Round.Assign(a.Documents, assigned)
	case TakeOut:
		plan.Edit, _ = a.Round.Withdraw(a.Documents, assigned)
	}
	plan.Tally = annotation.TallyOf(a.Documents, annotation.AssignedAfter(assigned, plan.Edit))
	if err == nil && a.Round.Training && a.Way != TakeOut {
		plan.Lost, err = finished(ctx, p, plan.Edit)
	}
	return plan, err
}

// finished counts the documents of an edit of assignments on which somebody is done.
func finished(ctx context.Context, p *storage.Project, e annotation.Edit) (n int, err error) {
	heads, err := p.SetHeads(ctx)
	done := map[annotation.ID]bool{}
	for _, h := range heads {
		done[h.Document] = done[h.Document] || h.Status == annotation.Done
	}
	counted := map[annotation.ID]bool{}
	for _, c := range e.Assignments {
		if c.After != nil && done[c.Document] && !counted[c.Document] {
			counted[c.Document] = true
			n++
		}
	}
	return n, err
}

// InWords says what comes of it, as TallyInWords does.
func (p Plan) InWords(people []annotation.Annotator, number func(int) string) string {
	if p.way == TakeOut {
		return articles(documentsIn(p.Edit), number) + " out of the round"
	}
	said := TallyInWords(p.Tally, people, number)
	if p.Corrected > 0 {
		said += "; left out, because another has the right text: " + articles(p.Corrected, number)
	}
	if p.Lost > 0 {
		said += "; " + articles(p.Lost, number) + " with finished work, which is never counted or exported while it is for training"
	}
	return said
}

// documentsIn counts the documents that an edit of assignments changes.
func documentsIn(e annotation.Edit) int {
	documents := map[annotation.ID]bool{}
	for _, c := range e.Assignments {
		documents[c.Document] = true
	}
	return len(documents)
}

func articles(n int, number func(int) string) string {
	if n == 1 {
		return "1 article"
	}
	return number(n) + " articles"
}

// RoundTally counts the documents of a round by who has them.
func RoundTally(ctx context.Context, p *storage.Project, r annotation.Round) (annotation.Tally, error) {
	assigned, err := p.Assignments(ctx, r.ID)
	return annotation.TallyOf(DocumentsOf(assigned), assigned), err
}

// DocumentsOf are the documents of assignments, each once.
func DocumentsOf(assigned []annotation.Assignment) (out []annotation.ID) {
	seen := map[annotation.ID]bool{}
	for _, a := range assigned {
		if !seen[a.Document] {
			seen[a.Document] = true
			out = append(out, a.Document)
		}
	}
	return out
}

// changesAtOnce is how many assignments one edit changes, so that an act on many documents goes back in the background as it came.
const changesAtOnce = 100

// Assign carries an edit of assignments out, as of Assigning.Plan, in as many edits of one group as it takes, and gives the step that takes
// it back; its group is zero where nothing was written. What was written stays where ctx ends or something fails, and is told as an
// unfinished group. progress, if there is one, gets the number of assignments. Errors are those of storage.Project.Apply.
func Assign(ctx context.Context, p *storage.Project, e annotation.Edit, progress func(done, total int)) (annotation.Step, error) {
	step := annotation.Step{Name: e.Name}
	parts := func(yield func(annotation.Edit, error) bool) {
		for changes := range slices.Chunk(e.Assignments, changesAtOnce) {
			part := annotation.NewEdit(e.Name)
			part.Group, part.Assignments = e.Group, changes
			if !yield(part, nil) {
				return
			}
		}
	}
	err := p.Apply(ctx, parts, func(written int) {
		step.Group = e.Group
		if progress != nil {
			progress(min(written*changesAtOnce, e.Len()), e.Len())
		}
	})
	return step, err
}

// TallyInWords says to whom documents are given: "40 articles: Ana 22, Ben 22, 4 of them twice". Who has none is left out. number writes a
// number.
func TallyInWords(t annotation.Tally, people []annotation.Annotator, number func(int) string) string {
	said, sep := articles(t.Documents, number), ": "
	add := func(part string) {
		said += sep + part
		sep = ", "
	}
	for _, a := range people {
		if n := t.By[a.ID]; n > 0 {
			add(a.Name + " " + number(n))
		}
	}
	if t.Twice > 0 {
		add(number(t.Twice) + " of them twice")
	}
	if t.Nobody > 0 {
		add(number(t.Nobody) + " for nobody yet")
	}
	return said
}
