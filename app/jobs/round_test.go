package jobs_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// round begins a round with documents for whoever is named.
func (g *team) round(name string, is func(*annotation.Round), documents []annotation.ID, to ...annotation.ID) annotation.Round {
	g.t.Helper()
	r, err := annotation.NewRound(name, g.Scheme())
	if err != nil {
		g.t.Fatal(err)
	}
	if is != nil {
		is(&r)
	}
	begin, err := r.Begin(nil)
	if err == nil {
		err = g.Commit(ctx, begin)
	}
	if e, ok := r.Assign(documents, nil, to...); err == nil && ok {
		_, err = jobs.Assign(ctx, g.Project, e, nil)
	}
	if err != nil {
		g.t.Fatal(err)
	}
	return r
}

func (g *team) tally(r annotation.Round, documents []annotation.ID) string {
	g.t.Helper()
	assigned, err := g.Assignments(ctx, r.ID)
	people, err2 := g.Annotators(ctx)
	if err := errors.Join(err, err2); err != nil {
		g.t.Fatal(err)
	}
	return jobs.TallyInWords(annotation.TallyOf(documents, assigned), people, strconv.Itoa)
}

// threeArticles have a mark each.
func threeArticles(t *testing.T) (*team, []annotation.ID) {
	t.Helper()
	g := newTeam(t, newsroom(t), "Ana")
	var ids []annotation.ID
	for _, title := range []string{"One", "Two", "Three"} {
		ids = append(ids, g.article(title, title+" rose 12%."))
		g.mark(g.set(ids[len(ids)-1]), "statistic.quantity", "12%")
	}
	return g, ids
}

func TestAnExportOfARoundIsOfItsDocumentsAlone(t *testing.T) {
	g, ids := threeArticles(t)
	r := g.round("week 1", nil, ids[1:2], g.Annotator().ID)
	var out bytes.Buffer
	report, err := jobs.Export(ctx, g.Project, interchange.Choice{Statuses: interchange.Started.Statuses, Round: r.ID}, &out)
	if err != nil || report.Documents != 1 || !strings.Contains(out.String(), "Two rose") || strings.Contains(out.String(), "One rose") {
		t.Errorf("%+v, %v\n%s", report, err, out.String())
	}
}

func TestTrainingIsNeverExportedAndTheReportSaysHowMuchWasLeftOut(t *testing.T) {
	g, ids := threeArticles(t)
	learning := g.round("learning", func(r *annotation.Round) { r.Training = true }, ids[2:], g.Annotator().ID)
	week := g.round("week 1", nil, ids[1:], g.Annotator().ID)
	for _, c := range []struct {
		name       string
		of         annotation.ID
		documents  int
		leftOut    int
		wantNobody bool
	}{
		{"all", annotation.ID{}, 2, 1, false},
		{"a round that has one of them too", week.ID, 1, 1, false},
		{"the training round itself", learning.ID, 0, 1, true},
	} {
		var out bytes.Buffer
		report, err := jobs.Export(ctx, g.Project, interchange.Choice{Statuses: interchange.Started.Statuses, Round: c.of}, &out)
		if errors.Is(err, jobs.ErrNothing) != c.wantNobody || err != nil && !c.wantNobody {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.wantNobody && !strings.Contains(err.Error(), "training") {
			t.Errorf("%s: it does not say why: %v", c.name, err)
		}
		if report.Documents != c.documents || report.Training != c.leftOut || strings.Contains(out.String(), "Three rose") {
			t.Errorf("%s: %+v\n%s", c.name, report, out.String())
		}
	}
}

func TestAssigningManyDocumentsIsOneStepThatGoesBackWhole(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana", "Ben")
	g.turn(1)
	var ids []annotation.ID
	for i := range 240 {
		ids = append(ids, g.article(fmt.Sprint(i), fmt.Sprintf("Article %d.", i)))
	}
	r := g.round("week 1", nil, nil)
	e, err := r.Deal(ids, nil, annotation.Share{Annotators: []annotation.ID{g.people[0].Annotator.ID, g.people[1].Annotator.ID}, Twice: 0.1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	step, err := jobs.Assign(ctx, g.Project, e, func(done, total int) {
		if seen = done; total != 264 {
			t.Errorf("%d of %d", done, total)
		}
	})
	if err != nil || seen != 264 {
		t.Fatal(seen, err)
	}
	if got, want := g.tally(r, ids), "240 articles: Ana 132, Ben 132, 24 of them twice"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if n, err := g.GroupSize(ctx, step.Group); err != nil || n != 3 {
		t.Errorf("%d edits in the group, %v", n, err)
	}
	edits, err := g.Group(ctx, step.Group)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(edits) {
		if err := g.Commit(ctx, e.Inverse()); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := g.tally(r, ids), "240 articles: 240 for nobody yet"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if left, err := g.Unfinished(ctx); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}

func TestTheSchemeOfALockedRoundIsChangedByNoWay(t *testing.T) {
	g, _, _ := desk(t)
	r := g.round("week 1", func(r *annotation.Round) { r.Locked = true }, nil)
	before := g.Scheme().Version
	next := *g.Scheme()
	next.Guidelines += "\nMore."
	_, replaced := jobs.ReplaceScheme(ctx, g.Project, next)
	_, previewed := jobs.PreviewMigration(ctx, g.Project, merging(t, g))
	_, migrated := jobs.Migrate(ctx, g.Project, merging(t, g), nil)
	for name, err := range map[string]error{"another scheme": replaced, "a look at a migration": previewed, "a migration": migrated} {
		if !errors.Is(err, storage.ErrLocked) || !strings.Contains(err.Error(), `"week 1"`) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if g.Scheme().Version != before {
		t.Error("the scheme was changed")
	}
	open := r
	open.Locked = false
	e, _, err := r.ChangeTo(open, nil)
	if err := errors.Join(err, g.Commit(ctx, e)); err != nil {
		t.Fatal(err)
	}
	report, err := jobs.Migrate(ctx, g.Project, merging(t, g), nil)
	if err != nil {
		t.Fatal(err)
	}
	e, _, _ = open.ChangeTo(r, nil)
	if err := g.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.TakeBackWhole(ctx, g.Project, annotation.Step{Group: report.Group, Name: "merge"}, nil); !errors.Is(err, storage.ErrLocked) {
		t.Errorf("a migration is taken back under the lock: %v", err)
	}
}

func TestALookAtAMigrationShowsNoMarksOfColleaguesWhereIAmBlind(t *testing.T) {
	g, first, second := desk(t)
	annotators := func() (out []string) {
		report, err := jobs.PreviewMigration(ctx, g.Project, merging(t, g))
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, e := range report.Effects {
			for _, x := range e.Examples {
				names[x.Annotator] = true
			}
		}
		return slices.Sorted(maps.Keys(names))
	}
	before := annotators()
	g.round("week 1", func(r *annotation.Round) { r.Blind = true }, []annotation.ID{first, second}, g.Annotator().ID)
	if after := annotators(); len(before) < 2 || len(after) != 1 || after[0] != g.Annotator().Name {
		t.Errorf("examples are by %v, blind by %v", before, after)
	}
}

func TestHoursArePublishedOfTheProjectsDocuments(t *testing.T) {
	g, ids := threeArticles(t)
	worked := map[annotation.ID]time.Duration{ids[0]: 90 * time.Second, ids[1]: time.Minute, annotation.NewID(): time.Hour}
	e, ok, err := jobs.PublishHours(ctx, g.Project, worked)
	if err != nil || !ok || len(e.Hours) != 2 {
		t.Fatalf("%+v, %v", e.Hours, err)
	}
	if err := g.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := jobs.PublishHours(ctx, g.Project, worked); ok || err != nil {
		t.Error("the same hours are published again", err)
	}
	worked[ids[1]] += time.Minute
	e, ok, err = jobs.PublishHours(ctx, g.Project, worked)
	if err != nil || !ok || len(e.Hours) != 1 || e.Hours[0].After.Seconds != 120 {
		t.Errorf("%+v, %v", e.Hours, err)
	}
}
