package storage

import (
	"errors"
	"strings"
	"testing"

	"rubricator/annotation"
)

// round begins a round in which whoever is named has these documents; none named: nobody yet.
func (d *desk) round(name string, is func(*annotation.Round), documents []annotation.ID, to ...annotation.ID) annotation.Round {
	d.t.Helper()
	r, err := annotation.NewRound(name, d.Scheme())
	if err != nil {
		d.t.Fatal(err)
	}
	if is != nil {
		is(&r)
	}
	all, err := d.Rounds(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	begin, err := r.Begin(all)
	if err != nil {
		d.t.Fatal(err)
	}
	d.commit(begin)
	if e, ok := r.Assign(documents, nil, to...); ok {
		d.commit(e)
	}
	return r
}

// changes makes a round another.
func (d *desk) changes(r *annotation.Round, is func(*annotation.Round)) {
	d.t.Helper()
	after := *r
	is(&after)
	e, ok, err := r.ChangeTo(after, nil)
	if err != nil || !ok {
		d.t.Fatal(ok, err)
	}
	d.commit(e)
	*r = after
}

// named brings a colleague in, who never came.
func (d *desk) named(name string) annotation.Annotator {
	d.t.Helper()
	a, err := annotation.NewPerson(name)
	if err != nil {
		d.t.Fatal(err)
	}
	d.commit(annotation.Join(a))
	return a
}

// takes has somebody else open the project.
func (d *desk) takes(who Options) {
	d.t.Helper()
	d.who = who
	d.reopen()
}

func (d *desk) rowsOf() map[string]string {
	d.t.Helper()
	list, err := d.Documents(ctx, d.Annotator().ID)
	if err != nil {
		d.t.Fatal(err)
	}
	out := map[string]string{}
	for _, l := range list {
		var said []string
		for _, r := range l.Rounds {
			said = append(said, r.Name)
		}
		if l.Mine {
			said = append(said, "mine")
		}
		out[l.Title] = strings.Join(said, " ")
	}
	return out
}

func TestTheListOfDocumentsKnowsRoundsAndWhatIsMine(t *testing.T) {
	d := newDesk(t)
	var ids []annotation.ID
	for _, title := range []string{"one", "two", "three", "four"} {
		e, doc := article(title + "\n\nBody.")
		doc.Title = title
		e.Documents[0].After = &doc
		d.commit(e)
		ids = append(ids, doc.ID)
	}
	me, ben := d.who.Annotator.ID, d.named("Ben").ID
	week := d.round("week 1", nil, ids[:3], me, ben)
	d.round("pilot", nil, ids[1:2], ben)
	d.round("waiting", nil, ids[2:3])
	check := func(want ...string) {
		t.Helper()
		got := d.rowsOf()
		for i, title := range []string{"one", "two", "three", "four"} {
			if got[title] != want[i] {
				t.Errorf("%s is in %q, want %q", title, got[title], want[i])
			}
		}
	}
	check("week 1 mine", "week 1 pilot mine", "week 1 waiting mine", "")
	d.changes(&week, func(r *annotation.Round) { r.Closed = true })
	check("week 1", "week 1 pilot", "week 1 waiting", "")
}

func TestALockedRoundKeepsTheSchemeUntilItIsClosed(t *testing.T) {
	d := newDesk(t)
	before := d.Scheme()
	after := *before
	after.Guidelines, after.Version = "Mark well.", before.Version+1
	change := func() error {
		e := annotation.NewEdit("change the scheme")
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: before.ID, Before: before, After: &after}}
		return d.Commit(ctx, e)
	}
	r := d.round("week 1", func(r *annotation.Round) { r.Locked = true }, nil)
	whole := d.ApplyWhole(ctx, "change the scheme", func(w *Whole) error {
		e := annotation.NewEdit("change the scheme")
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: before.ID, Before: before, After: &after}}
		return w.Write(e)
	})
	for _, err := range []error{change(), whole, d.CheckSchemeLock(ctx)} {
		if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), `the round "week 1" is open: close the round first`) {
			t.Errorf("it says: %v", err)
		}
	}
	if d.Scheme().Version != before.Version {
		t.Error("the scheme was changed")
	}
	d.changes(&r, func(r *annotation.Round) { r.Closed = true })
	if err := errors.Join(d.CheckSchemeLock(ctx), change()); err != nil {
		t.Error(err)
	}
}

func TestColleaguesMarksAreHiddenInABlindRoundUntilMineAreDone(t *testing.T) {
	for _, c := range []struct {
		name   string
		round  annotation.Round
		mine   bool
		status annotation.Status
		blind  bool
	}{
		{"to do", annotation.Round{Blind: true}, true, annotation.Todo, true},
		{"in work", annotation.Round{Blind: true}, true, annotation.InWork, true},
		{"done", annotation.Round{Blind: true}, true, annotation.Done, false},
		{"skipped", annotation.Round{Blind: true}, true, annotation.Skipped, false},
		{"a colleague's", annotation.Round{Blind: true}, false, annotation.Todo, false},
		{"an open eye", annotation.Round{}, true, annotation.Todo, false},
		{"over", annotation.Round{Blind: true, Closed: true}, true, annotation.Todo, false},
	} {
		d := newDesk(t)
		doc := d.add("Prices rose.").ID
		me, to := d.who.Annotator.ID, d.named("Ben").ID
		if c.mine {
			to = me
		}
		d.round("week 1", func(r *annotation.Round) { r.Blind, r.Closed = c.round.Blind, c.round.Closed }, []annotation.ID{doc}, to)
		s := d.set(doc)
		if c.status == annotation.Skipped {
			e, err := s.SetDocumentAttribute(annotation.SkippedFor, "no news")
			if err != nil {
				t.Fatal(err)
			}
			d.do(s, e)
		} else if e, ok := s.SetStatus(c.status); ok {
			d.do(s, e)
		}
		is, err := d.IsBlind(ctx, doc, me)
		all, errAll := d.BlindDocuments(ctx, me)
		if is != c.blind || all[doc] != c.blind || err != nil || errAll != nil {
			t.Errorf("%s: blind is %v and %v, want %v (%v, %v)", c.name, is, all[doc], c.blind, err, errAll)
		}
	}
}

func TestValuesThatColleaguesGaveAreNotOfferedWhereIAmBlind(t *testing.T) {
	d := newDesk(t)
	anna, ben := d.who, person("Ben")
	doc := d.add("Prices rose. Wages fell.").ID
	r := d.round("week 1", func(r *annotation.Round) { r.Blind = true }, []annotation.ID{doc}, anna.Annotator.ID, ben.Annotator.ID)
	d.takes(ben)
	s := d.set(doc)
	d.mark(s, 0, 6)
	unsure, err := s.SetAttribute(s.Spans()[0].ID, annotation.Unsure, "yes")
	if err != nil {
		t.Fatal(err)
	}
	d.do(s, unsure)
	offers := func(who, want string) {
		t.Helper()
		if got, err := d.Values(ctx, annotation.Unsure); err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s is offered %q, want %q (%v)", who, got, want, err)
		}
	}
	offers("Ben, who gave it,", "yes")
	d.takes(anna)
	offers("Anna, blind,", "")
	d.changes(&r, func(r *annotation.Round) { r.Blind = false })
	offers("Anna, when the round is not blind,", "yes")
}

func TestDocumentsOfTrainingRoundsAreTrainingWhereverElseTheyAre(t *testing.T) {
	d := newDesk(t)
	a, b := d.add("First.").ID, d.add("Second.").ID
	d.round("learning", func(r *annotation.Round) { r.Training, r.Closed = true, true }, []annotation.ID{a})
	d.round("week 1", nil, []annotation.ID{a, b}, d.who.Annotator.ID)
	if got, err := d.TrainingDocuments(ctx); err != nil || len(got) != 1 || !got[a] {
		t.Error(got, err)
	}
}
