package storage

import (
	"errors"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// saying is the edit that says something of a whole document.
func saying(t testing.TB, s *annotation.Set, attribute string, values ...string) annotation.Edit {
	t.Helper()
	e, err := s.SetDocumentAttribute(attribute, values...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestWhatIsSaidOfADocumentIsTakenBackAfterARestart(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Weather.")
	s := d.set(doc.ID)
	d.do(s, markEdit(t, s, "claim", 0, 7))
	before := s.Head()
	skip := saying(t, s, annotation.SkippedFor, "no news")
	d.do(s, skip)
	d.reopen()
	edits, err := d.Group(ctx, skip.Group)
	if err != nil || len(edits) != 1 {
		t.Fatal(len(edits), err)
	}
	d.commit(edits[0].Inverse())
	if got := d.set(doc.ID).Head(); got.Status != before.Status || len(got.Attributes) != 0 {
		t.Errorf("taken back it is %+v", got)
	}
	d.clean()
}

// The list is there whatever became of what is said of one document.
func TestADamagedAttributeOfADocumentDoesNotHideTheList(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Weather.")
	s := d.set(doc.ID)
	d.do(s, saying(t, s, annotation.SkippedFor, "no news"))
	alter(t, d.path, `UPDATE "set" SET attributes = '{"skipped":'`)
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil || len(list) != 1 || list[0].Skipped != "" {
		t.Errorf("listed %+v: %v", list, err)
	}
	if _, _, err := d.Set(ctx, doc.ID, d.who.Annotator.ID, s.Text()); !errors.Is(err, ErrDamaged) {
		t.Errorf("opened: %v", err)
	}
}

func TestWhatIsSaidOfADocumentIsKeptAndListed(t *testing.T) {
	d := newDesk(t)
	empty, skipped, unsure, plain := d.add("Nothing here."), d.add("Weather."), d.add("Prices rose. Tolls fell."), d.add("Prices fell.")
	s := d.set(empty.ID)
	d.do(s, saying(t, s, annotation.Nothing, "yes"))
	s = d.set(skipped.ID)
	d.do(s, saying(t, s, annotation.SkippedFor, "no “news”"))
	s = d.set(unsure.ID)
	for _, at := range []text.Pos{0, 13} {
		e := markEdit(t, s, "claim", at, at+6)
		d.do(s, e)
		e, err := s.SetAttribute(e.Spans[0].ID, annotation.Unsure, "yes")
		if err != nil {
			t.Fatal(err)
		}
		d.do(s, e)
	}
	s = d.set(plain.ID)
	d.do(s, markEdit(t, s, "claim", 0, 6))
	d.reopen()
	d.clean()
	if got := d.set(skipped.ID).Head(); got.Status != annotation.Skipped || got.SkippedFor() != "no “news”" {
		t.Errorf("the skipped one comes back as %+v", got)
	}
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		status  annotation.Status
		empty   bool
		skipped string
		unsure  int
	}
	want := []line{{annotation.Done, true, "", 0}, {annotation.Skipped, false, "no “news”", 0}, {annotation.InWork, false, "", 2}, {annotation.InWork, false, "", 0}}
	for i, l := range list {
		if got := (line{l.Status, l.Empty, l.Skipped, l.Unsure}); got != want[i] {
			t.Errorf("document %d is listed as %+v, want %+v", i, got, want[i])
		}
	}
	other, err := d.Documents(ctx, annotation.NewID())
	if err != nil || other[0].Status != annotation.Todo || other[2].Unsure != 0 {
		t.Errorf("somebody else sees %+v: %v", other, err)
	}
}
