package jobs_test

import (
	"testing"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

func TestMisfitsOfColleaguesAreHiddenWhereIAmBlind(t *testing.T) {
	g, first, second := desk(t)
	next := *g.Scheme()
	next.Labels = append([]annotation.Label{}, next.Labels...)
	for i, l := range next.Labels {
		if l.ID == "statistic" {
			next.Labels[i].Roles = l.Roles[:1] // quantities alone
		}
	}
	next.Version++
	before := *g.Scheme()
	e := annotation.NewEdit("quantities alone")
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: next.ID, Before: &before, After: &next}}
	if err := g.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	count := func() (mine, others int) {
		sets, err := jobs.UnfitSets(ctx, g.Project)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sets {
			if s.First.Set.Annotator == g.Annotator().ID {
				mine += s.Marks
			} else {
				others += s.Marks
			}
		}
		return mine, others
	}
	if mine, others := count(); mine != 1 || others != 3 {
		t.Errorf("%d of mine and %d of others do not fit", mine, others)
	}
	g.round("week 1", func(r *annotation.Round) { r.Blind = true }, []annotation.ID{first, second}, g.Annotator().ID)
	if mine, others := count(); mine != 1 || others != 0 {
		t.Errorf("blind, %d of mine and %d of others are told", mine, others)
	}
}
