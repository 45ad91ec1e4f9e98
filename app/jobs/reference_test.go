package jobs_test

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/app/jobs"
)

func TestWhatTheReferenceDiffersInIsTold(t *testing.T) {
	ana := joins(t, "Ana", nil)
	document := articles(t, ana.Project, tolls)[0]
	ana.marks(document, "Just seven ships paid")
	ana.marks(document, "Tolls rose 12% in May")
	_, x, err := ana.Document(ctx, document)
	if err != nil {
		t.Fatal(err)
	}
	told := func() string {
		t.Helper()
		ds, err := jobs.AllDepartures(ctx, ana.Project, ana.Annotator().ID)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, d := range ds {
			lines = append(lines, d.Classes.String()+": "+d.Quote)
		}
		return strings.Join(lines, "\n")
	}
	if got := told(); got != "" {
		t.Errorf("without a reference: %s", got)
	}

	mine, _, _ := ana.Set(ctx, document, ana.Annotator().ID, x)
	done, _ := mine.SetStatus(annotation.Done)
	if err := ana.Commit(ctx, done, annotation.Join(annotation.ReferenceAnnotator())); err != nil {
		t.Fatal(err)
	}
	mine, _, _ = ana.Set(ctx, document, ana.Annotator().ID, x)
	reference := annotation.NewSet(document, annotation.ReferenceAnnotator().ID, x, ana.Scheme())
	for _, group := range compare.Compare([]*annotation.Set{mine, reference}) {
		if group.Spans[0].Quote() == "Tolls rose 12% in May" {
			continue
		}
		e, err := reference.AddSpan(group.Spans[0].Ranges(), group.Spans[0].Label(), annotation.OriginDecided)
		if err == nil {
			err = ana.Commit(ctx, e)
		}
		if err == nil {
			err = reference.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := told(); got != "extra: Tolls rose 12% in May" {
		t.Errorf("it tells\n%s", got)
	}
	if _, score, err := jobs.Departures(ctx, ana.Project, document, ana.Annotator().ID); err != nil || score.Exact != 1 || score.Extra != 1 {
		t.Errorf("score %+v, %v", score, err)
	}
	open, _ := mine.SetStatus(annotation.InWork)
	if err := ana.Commit(ctx, open); err != nil {
		t.Fatal(err)
	}
	if got := told(); got != "" {
		t.Errorf("while it is in work: %s", got)
	}
}
