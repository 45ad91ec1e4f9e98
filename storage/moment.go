package storage

import (
	"context"
	"iter"

	"rubricator/annotation"
)

// Moment is a project as it stands at one moment, whatever is committed meanwhile, for those who read it more than once. It is for one goroutine,
// and whoever asked for it closes it.
type Moment struct {
	p *Project
	q *snapshot

	Documents int                // that the project has
	Scheme    *annotation.Scheme // the project's
}

// Moment is the project as it stands now.
func (p *Project) Moment(ctx context.Context) (*Moment, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, p.failed("read the project", err)
	}
	m := &Moment{p: p, q: q}
	if err := m.begin(ctx); err != nil {
		q.end()
		return nil, p.failed("read the project", err)
	}
	return m, nil
}

// begin reads what all want. The first thing that is read sets the moment.
func (m *Moment) begin(ctx context.Context) error {
	if err := m.q.QueryRowContext(ctx, `SELECT count(*) FROM document`).Scan(&m.Documents); err != nil {
		return err
	}
	rows, err := whole(schemes.list(ctx, m.q, ownScheme))
	if err == nil && len(rows) == 0 {
		err = errNoScheme
	}
	if err == nil {
		m.Scheme = &rows[0]
	}
	return err
}

// Sets is Project.Sets of annotators of these kinds. nil documents are all; else they come in the order in which they are named.
func (m *Moment) Sets(ctx context.Context, documents []annotation.ID, kinds ...annotation.AnnotatorKind) iter.Seq2[StoredSet, error] {
	return m.p.setsIn(ctx, m.q, documents, kinds...)
}

// Annotators is Project.Annotators.
func (m *Moment) Annotators(ctx context.Context) ([]annotation.Annotator, error) {
	return m.p.annotatorsIn(ctx, m.q)
}

// Rounds is Project.Rounds.
func (m *Moment) Rounds(ctx context.Context) ([]annotation.Round, error) {
	return m.p.roundsIn(ctx, m.q)
}

// Assignments is Project.Assignments.
func (m *Moment) Assignments(ctx context.Context, round annotation.ID) ([]annotation.Assignment, error) {
	return m.p.assignmentsIn(ctx, m.q, round)
}

// TrainingDocuments is Project.TrainingDocuments.
func (m *Moment) TrainingDocuments(ctx context.Context) (map[annotation.ID]bool, error) {
	return m.p.trainingDocumentsIn(ctx, m.q)
}

// CorrectedDocuments is Project.CorrectedDocuments.
func (m *Moment) CorrectedDocuments(ctx context.Context) (map[annotation.ID]bool, error) {
	return m.p.correctedDocumentsIn(ctx, m.q)
}

// BlindDocuments is Project.BlindDocuments.
func (m *Moment) BlindDocuments(ctx context.Context, annotator annotation.ID) (map[annotation.ID]bool, error) {
	return m.p.blindDocumentsIn(ctx, m.q, annotator)
}

// Annotator is Project.Annotator: whoever works here, whatever the moment.
func (m *Moment) Annotator() annotation.Annotator { return m.p.Annotator() }

// Close lets go of it.
func (m *Moment) Close() { m.q.end() }
