package jobs

import (
	"context"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/storage"
)

// MigrationReport is what a migration does to a project, or did.
type MigrationReport struct {
	Scheme      *annotation.Scheme            `json:"-"` // the one that comes; a preview does not know its version yet
	Group       annotation.ID                 `json:"-"` // one undo takes it back, by TakeBackWhole; zero where nothing was done
	Differences []annotation.SchemeDifference `json:"differences"`
	Effects     []MigrationEffect             `json:"effects"` // in the order of annotation.CompareEffects

	// What changes. Marks and links that stay as they are do not count, as those under a label that is retired.
	Documents int `json:"documents"`
	Sets      int `json:"sets"`
	Marks     int `json:"marks"`
	Links     int `json:"links"`
}

// MigrationEffect is one thing that becomes of marks or links, with how many and which.
type MigrationEffect struct {
	annotation.Effect
	Count    int                `json:"count"`
	Examples []MigrationExample `json:"examples"` // the first three in the order of documents that may be shown
}

// MigrationExample is a mark that a migration meets; of a link, the mark that it goes from.
type MigrationExample struct {
	Quote     string        `json:"quote"`
	Title     string        `json:"title"` // of its document
	Annotator string        `json:"annotator"`
	Document  annotation.ID `json:"document"`
	Mark      annotation.ID `json:"mark"`
}

// examples is how many marks are shown of an effect.
const examples = 3

// PreviewMigration tells what Migrate would do, and changes nothing. Errors are those of Migrate, but for those of Commit.
func PreviewMigration(ctx context.Context, p *storage.Project, m *annotation.Migration) (MigrationReport, error) {
	run := newMigrationRun(p, m)
	err := run.check()
	if err == nil {
		err = p.CheckSchemeLock(ctx)
	}
	if err == nil {
		run.blind, err = p.BlindDocuments(ctx, run.me)
	}
	if err == nil {
		err = run.replacement.sets(p.Sets(ctx, annotation.Reference), 0, func(annotation.Edit) error { return nil })
	}
	if err != nil {
		return MigrationReport{}, fmt.Errorf("%s: %w", m.Name(), err)
	}
	return run.told(), nil
}

// Migrate gives a project the migration's scheme, as its next version, and moves the marks of all annotators, in one transaction and one
// group of edits that TakeBackWhole takes back. Where ctx ends before the commit nothing was done. progress, if there is one, gets the
// number of documents; it is called while the project is locked, and must not wait for it. Memory holds one document at a time. Where the
// migration says nothing new, nothing is done.
//
// Errors: annotation.ErrStale where the project's scheme is no longer the one that the migration began with; *annotation.SchemeFault;
// ErrMarksInTheWay where marks have labels that the next scheme lacks and nothing leads from; storage.ErrDamaged where not all marks can be
// read; those of Commit.
func Migrate(ctx context.Context, p *storage.Project, m *annotation.Migration, progress func(done, total int)) (MigrationReport, error) {
	run := newMigrationRun(p, m)
	if err := run.check(); err != nil {
		return MigrationReport{}, fmt.Errorf("%s: %w", m.Name(), err)
	}
	if len(run.report.Differences) == 0 && !m.Moves() {
		return run.told(), nil
	}
	run.replacement.progress = progress
	if err := run.replacement.carryOut(ctx, p); err != nil {
		return MigrationReport{}, err
	}
	run.report.Group = run.replacement.group
	return run.told(), nil
}

// migrationRun is a migration of a project.
type migrationRun struct {
	began       int // the version of the scheme that the migration began with
	replacement replacement
	report      MigrationReport
	effects     map[annotation.Effect]*MigrationEffect
	last        annotation.ID // document that was touched last
	me          annotation.ID
	blind       map[annotation.ID]bool // documents on which nobody else's marks are shown to me
}

func newMigrationRun(p *storage.Project, m *annotation.Migration) *migrationRun {
	now, next := p.Scheme(), m.Next
	next.ID = now.ID
	r := &migrationRun{began: next.Version, me: p.Annotator().ID, effects: map[annotation.Effect]*MigrationEffect{}}
	r.replacement = replacement{name: m.Name(), now: now, next: &next, become: m.Of, changed: r.add}
	r.report.Scheme = &next
	return r
}

// check tells whether the migration is one of the project's scheme as it is now.
func (r *migrationRun) check() error {
	if r.began != r.replacement.now.Version {
		return fmt.Errorf("%w: the scheme was version %d then and is %d now", annotation.ErrStale, r.began, r.replacement.now.Version)
	}
	r.report.Differences = annotation.DiffSchemes(r.replacement.now, r.replacement.next)
	return r.replacement.next.Validate()
}

// add counts what becomes of a set.
func (r *migrationRun) add(s storage.StoredSet, set *annotation.Set, m annotation.Migrated) {
	for e, marks := range m.Effects {
		told := r.effects[e]
		if told == nil {
			told = &MigrationEffect{Effect: e}
			r.effects[e] = told
		}
		told.Count += len(marks)
		if r.blind[s.Document.ID] && s.Annotator.ID != r.me {
			continue
		}
		for _, id := range marks[:min(len(marks), examples-len(told.Examples))] {
			sp, _ := set.Span(id)
			told.Examples = append(told.Examples, MigrationExample{sp.Quote(), s.Document.Title, s.Annotator.Name, s.Document.ID, id})
		}
	}
	if len(m.Spans)+len(m.Relations) == 0 {
		return
	}
	r.report.Sets++
	r.report.Marks += len(m.Spans)
	r.report.Links += len(m.Relations)
	if r.last != s.Document.ID {
		r.last = s.Document.ID
		r.report.Documents++
	}
}

func (r *migrationRun) told() MigrationReport {
	for _, e := range r.effects {
		r.report.Effects = append(r.report.Effects, *e)
	}
	slices.SortFunc(r.report.Effects, func(a, b MigrationEffect) int { return annotation.CompareEffects(a.Effect, b.Effect) })
	return r.report
}

// TakeBackWhole takes a group of edits back in one transaction, as Ctrl+Z does one that changes the scheme: see storage.Project's
// ChangesScheme. Where ctx ends before the commit nothing was done. progress, if there is one, gets the number of edits, as of Migrate.
//
// Errors: annotation.Stale where somebody changed since what the group wrote; ErrMarksInTheWay where marks were made since that the scheme
// that comes back does not take; annotation.ErrNotFound; storage.ErrDamaged where not all marks can be read; those of Commit.
func TakeBackWhole(ctx context.Context, p *storage.Project, s annotation.Step, progress func(done, total int)) (back annotation.Step, err error) {
	now := p.Scheme()
	err = p.ApplyWhole(ctx, "take back "+s.Name, func(w *storage.Whole) (err error) {
		if back, err = w.TakeBack(s.Group, progress); err != nil {
			return err
		}
		return checkMarks(w.Sets(), now)
	})
	back.Name = s.Name
	return back, err
}

// checkMarks tells whether the scheme that is there takes all marks that another one took.
func checkMarks(sets seqOfSets, before *annotation.Scheme) error {
	refused := map[annotation.Refusal]int{}
	for s, err := range sets {
		if err != nil {
			return err
		}
		if s.Head == nil {
			continue
		}
		for r, n := range setOf(s, before).RefusedBy(s.Scheme) {
			refused[r] += n
		}
	}
	return inTheWay(refused)
}
