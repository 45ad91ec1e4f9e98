package storage

import (
	"errors"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// as hands the project to somebody else, as where two people work on one file in turn.
func (d *desk) as(who Options) {
	d.t.Helper()
	d.who = who
	d.reopen()
}

func (d *desk) me() annotation.ID { return d.who.Annotator.ID }

// says commits a comment that was computed, and gives it.
func (d *desk) says(e annotation.Edit, err error) annotation.Comment {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	d.commit(e)
	return *e.Comments[0].After
}

func TestTwoPeopleTalkInOneThread(t *testing.T) {
	d := newDesk(t)
	anna, ben := d.who, person("Ben")
	doc := d.add("Prices rose nearly 12%.")
	set := d.set(doc.ID)
	mark := d.mark(set, 12, 22).Spans[0].After
	question := d.says(annotation.Place{Document: doc.ID, Set: set.Head().ID, Span: mark.ID, Range: mark.Hull(), Quote: mark.Quote()}.Comment(d.me(), annotation.Asks, "With “nearly”?"))
	d.as(ben)
	answer, err := question.Reply(d.me(), annotation.Says, "Yes.")
	answer.Comments[0].ID = annotation.ID{1} // his clock is late
	answer.Comments[0].After.ID = annotation.ID{1}
	d.says(answer, err)
	d.as(anna)
	gone, err := d.set(doc.ID).RemoveSpan(mark.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.commit(gone)
	d.says(question.Reply(d.me(), annotation.Closes, ""))
	d.reopen()
	d.clean()
	said, err := d.Comments(ctx, doc.ID)
	if err != nil || len(said) != 3 || said[0].Text != "With “nearly”?" || said[0].Quote != "nearly 12%" || said[1].By != ben.Annotator.ID || said[2].Speech != annotation.Closes {
		t.Fatalf("said %+v: %v", said, err)
	}
	if all, err := d.AllComments(ctx); err != nil || len(all) != 3 || all[1] != said[1] {
		t.Errorf("all: %+v, %v", all, err)
	}
}

func TestADamagedCommentIsNamedAndDoesNotHideTheOthers(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose.")
	first := d.says(annotation.Place{Document: doc.ID}.Comment(d.me(), annotation.Says, "one"))
	d.says(annotation.Place{Document: doc.ID}.Comment(d.me(), annotation.Says, "two"))
	alter(t, d.path, `UPDATE comment SET text = 'won' WHERE text = 'one'`)
	said, err := d.AllComments(ctx)
	if len(said) != 1 || said[0].Text != "two" {
		t.Errorf("read %+v", said)
	}
	says(t, err, ErrDamaged, first.ID.String())
}

// What a comment is about may be gone, or not here yet; a place beyond the text is a fault.
func TestACommentOutlivesItsArticleAndNotItsText(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose.")
	d.says(annotation.Place{Document: annotation.NewID(), Set: annotation.NewID(), Range: rangeset.Range{Start: 3, End: 9}}.Comment(d.me(), annotation.Says, "elsewhere"))
	d.clean()
	c := d.says(annotation.Place{Document: doc.ID, Range: rangeset.Range{Start: 3, End: 90}}.Comment(d.me(), annotation.Says, "beyond"))
	found, err := d.Check(ctx)
	if err != nil || len(found) != 1 || found[0].Check != "places" || found[0].Row != "comment "+c.ID.String() {
		t.Errorf("found %+v: %v", found, err)
	}
}

func TestAReturnedSetIsListedUntilItIsDoneAgain(t *testing.T) {
	d := newDesk(t)
	anna, ben := d.who, person("Ben")
	doc := d.add("Prices rose. Tolls fell.")
	set := d.set(doc.ID)
	d.mark(set, 0, 6)
	turn := func(to annotation.Status) {
		t.Helper()
		e, ok := set.SetStatus(to)
		if !ok {
			t.Fatalf("it is %s", to)
		}
		d.do(set, e)
	}
	turn(annotation.Done)
	d.as(ben)
	e, err := set.Head().Judge(nil, d.me(), annotation.ID{}, annotation.Returned, "a claim is missing")
	if err != nil {
		t.Fatal(err)
	}
	d.commit(e)
	d.as(anna)
	set = d.set(doc.ID)
	sees := func(when string, since, due bool) {
		t.Helper()
		judged, err := d.AllVerdicts(ctx)
		if err != nil || len(judged) != 1 || judged[0].Since != since || judged[0].IsDue() != due || judged[0].Reason != "a claim is missing" {
			t.Errorf("%s: %+v, %v", when, judged, err)
		}
		list, err := d.Documents(ctx, d.me())
		if err != nil || list[0].Returned != "a claim is missing" || list[0].IsReturned() != due {
			t.Errorf("%s it is listed as %+v, %v", when, list, err)
		}
	}
	sees("returned", false, true)
	d.mark(set, 13, 18)
	sees("in work again", true, true)
	turn(annotation.Done)
	sees("done again", true, false)
	if list, err := d.Documents(ctx, ben.Annotator.ID); err != nil || list[0].Returned != "" {
		t.Errorf("to Ben it is listed as %+v, %v", list, err)
	}
	d.clean()
}

func TestAReturnedMarkIsDueUntilItIsChangedOrGone(t *testing.T) {
	d := newDesk(t)
	anna, ben := d.who, person("Ben")
	doc := d.add("Prices rose. Tolls fell.")
	set := d.set(doc.ID)
	var marks []annotation.ID
	for _, at := range []text.Pos{0, 13} {
		marks = append(marks, d.mark(set, at, at+5).Spans[0].ID)
	}
	d.as(ben)
	for _, id := range marks {
		e, err := set.Head().Judge(nil, d.me(), id, annotation.Returned, "too short")
		if err != nil {
			t.Fatal(err)
		}
		d.commit(e)
	}
	d.as(anna)
	due := func(want int) {
		t.Helper()
		judged, err := d.Verdicts(ctx, doc.ID)
		n := 0
		for _, j := range judged {
			if j.IsDue() {
				n++
			}
		}
		if err != nil || n != want {
			t.Errorf("%d are due, want %d: %+v, %v", n, want, judged, err)
		}
	}
	due(2)
	set = d.set(doc.ID)
	e, err := set.SetNote(marks[0], "longer now")
	if err != nil {
		t.Fatal(err)
	}
	d.do(set, e)
	due(1)
	if e, err = set.RemoveSpan(marks[1]); err != nil {
		t.Fatal(err)
	}
	d.do(set, e)
	due(0)
	if list, err := d.Documents(ctx, d.me()); err != nil || list[0].Returned != "" {
		t.Errorf("the set is listed as returned: %+v, %v", list, err)
	}
}

// The lists are read when a project opens.
func BenchmarkReadingTenThousandComments(b *testing.B) {
	d := newDesk(b)
	doc := d.add("Prices rose.")
	set := d.set(doc.ID)
	var edits []annotation.Edit
	for range 10_000 {
		e, err := annotation.Place{Document: doc.ID, Range: rangeset.Range{Start: 0, End: 6}, Quote: "Prices"}.Comment(d.me(), annotation.Asks, "Is this a claim, or is it the name of a thing alone?")
		if err != nil {
			b.Fatal(err)
		}
		edits = append(edits, e)
	}
	d.mark(set, 0, 6)
	ben := person("Ben").Annotator.ID
	for i := range 10_000 {
		head := set.Head()
		head.ID = annotation.SetID(annotation.NewID(), ben)
		if i == 0 {
			head = set.Head()
		}
		e, err := head.Judge(nil, ben, annotation.ID{}, annotation.Returned, "a claim is missing")
		if err != nil {
			b.Fatal(err)
		}
		edits = append(edits, e)
	}
	d.commit(edits...)
	b.Run("comments", func(b *testing.B) {
		for b.Loop() {
			if all, err := d.AllComments(ctx); err != nil || len(all) != 10_000 {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("verdicts", func(b *testing.B) {
		for b.Loop() {
			if all, err := d.AllVerdicts(ctx); err != nil || len(all) != 10_000 {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("documents", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Documents(ctx, d.me()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestOneMarkIsReadByItself(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose.")
	set := d.set(doc.ID)
	id := d.mark(set, 0, 6).Spans[0].ID
	if sp, err := d.Span(ctx, id); err != nil || sp.Quote() != "Prices" || sp.Set() != set.Head().ID {
		t.Errorf("read %+v, %v", sp, err)
	}
	if _, err := d.Span(ctx, doc.ID); !errors.Is(err, annotation.ErrNotFound) {
		t.Errorf("of no mark: %v", err)
	}
}
