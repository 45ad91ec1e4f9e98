package storage

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// model suggests stretches of an article.
func (d *desk) model(name string, doc annotation.ID, at ...rangeset.Range) annotation.Annotator {
	d.t.Helper()
	m, err := annotation.ParseModel(name)
	if err == nil {
		err = d.Join(ctx, m, annotation.AnswersOf(d.Annotator()))
	}
	if err != nil {
		d.t.Fatal(err)
	}
	_, t, err := d.Document(ctx, doc)
	if err != nil {
		d.t.Fatal(err)
	}
	set, _, err := d.Set(ctx, doc, m.ID, t)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, r := range at {
		e, ok, err := set.Predict(annotation.Prediction{Drafts: []annotation.Draft{{Label: annotation.LabelRole{Label: "claim"}, Ranges: []rangeset.Range{r}}}}, nil)
		if err != nil || !ok {
			d.t.Fatal(ok, err)
		}
		d.do(set, e)
	}
	return m
}

// suggestions are those on an article, for whoever works here.
func (d *desk) suggestions(doc annotation.ID) *annotation.Suggestions {
	d.t.Helper()
	s, bad, err := d.Suggestions(ctx, d.set(doc))
	if err != nil || len(bad) > 0 {
		d.t.Fatal(err, bad)
	}
	return s
}

func TestTheSetsOfModelsAreNoSetsOfMarks(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose.")
	d.model("Finder 1", doc.ID, rangeset.Range{Start: 0, End: 6})
	n := 0
	for s, err := range d.Sets(ctx) {
		if n++; err != nil || s.Head != nil || len(s.Spans) > 0 {
			t.Errorf("%v, %v", s, err)
		}
	}
	if n != 1 {
		t.Errorf("the article comes %d times", n)
	}
	d.clean()
}

func TestTheReferenceComesWithTheSetsWhereItIsAskedFor(t *testing.T) {
	d := newDesk(t)
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	d.who.Clock = func() time.Time { return now }
	d.reopen()
	doc := d.add("Prices rose.")
	mine := d.set(doc.ID)
	d.mark(mine, 0, 6)
	now = now.Add(time.Hour)
	e, _ := mine.SetStatus(annotation.Done)
	d.do(mine, e)
	finished := now
	now = now.Add(time.Hour)
	d.commit(annotation.Join(annotation.ReferenceAnnotator()))
	reference := annotation.NewSet(doc.ID, annotation.ReferenceAnnotator().ID, mine.Text(), d.Scheme())
	e, _ = reference.SetStatus(annotation.Done)
	d.do(reference, e)
	d.model("Finder 1", doc.ID, rangeset.Range{Start: 0, End: 6})
	for also, want := range map[annotation.AnnotatorKind]string{"": "Anna", annotation.Reference: "Anna Reference"} {
		var got []string
		for s, err := range d.Sets(ctx, also) {
			if err != nil {
				t.Fatal(err)
			}
			if got = append(got, s.Annotator.Name); s.Annotator.Name == "Anna" && !s.Updated.Equal(finished) {
				t.Errorf("it was done at %v, not %v", s.Updated, finished)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("with %q there are sets of %v", also, got)
		}
	}
}

func TestAnswersArePersonalAndOutliveARestart(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose. Wages fell.")
	d.model("Finder 1", doc.ID, rangeset.Range{Start: 0, End: 6}, rangeset.Range{Start: 13, End: 18})
	s := d.suggestions(doc.ID)
	g, _ := s.Next(annotation.ID{}, 0, true, func(annotation.Suggestion) bool { return true })
	e, err := s.Reject(g.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.commit(e)
	d.reopen()
	if n := d.suggestions(doc.ID).Len(); n != 1 {
		t.Errorf("%d are open after the restart", n)
	}
	d.model("Finder 2", doc.ID, rangeset.Range{Start: 0, End: 6})
	if n := d.suggestions(doc.ID).Len(); n != 1 {
		t.Errorf("%d are open when another version suggests it again", n)
	}
	d.who = person("Ben")
	d.reopen()
	if n := d.suggestions(doc.ID).Len(); n != 2 {
		t.Errorf("%d are open for somebody else", n)
	}
	d.clean()
}

func TestThatAModelJoinsIsNoStepToUndo(t *testing.T) {
	d := newDesk(t)
	before, err := d.Steps(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := annotation.ParseModel("Finder 1")
	if err := errors.Join(d.Join(ctx, m), d.Join(ctx, m)); err != nil {
		t.Fatal(err)
	}
	after, err := d.Steps(ctx)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d steps became %d, %v", len(before), len(after), err)
	}
}

func TestAnArticleGoesWithItsSuggestionsAndComesBackWithThem(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose. Wages fell.")
	d.model("Finder 1", doc.ID, rangeset.Range{Start: 0, End: 6}, rangeset.Range{Start: 13, End: 18})
	s := d.suggestions(doc.ID)
	g, _ := s.Next(annotation.ID{}, 0, true, func(annotation.Suggestion) bool { return true })
	e, err := s.Reject(g.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.commit(e)
	gone, err := d.suggestions(doc.ID).Remove(doc)
	if err != nil {
		t.Fatal(err)
	}
	d.commit(gone)
	d.commit(gone.Inverse())
	if n := d.suggestions(doc.ID).Len(); n != 1 {
		t.Errorf("%d are open when it is back", n)
	}
	d.clean()
}
