package annotation_test

import (
	"errors"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func TestMarksOfElsewhereComeExactlyAsTheyAreAndOnce(t *testing.T) {
	s := &annotation.Scheme{Name: "x", Version: 3, Labels: []annotation.Label{{ID: "claim", Name: "Claim", Colour: "#000000"}},
		Relations: []annotation.RelationType{{ID: "repeats", Name: "repeats", From: []string{"claim"}, To: []string{"claim"}, Acyclic: true}}}
	x := text.MustNew("Prices rose and fell.")
	ana, err := annotation.NewForeign(" Ana ")
	if again, _ := annotation.NewForeign("Ana"); err != nil || again != ana || ana.Kind != annotation.Person {
		t.Fatal(ana, err)
	}
	if _, err := annotation.NewForeign(" "); err == nil {
		t.Error("somebody without a name came")
	}
	set := annotation.NewSet(annotation.ID{1}, ana.ID, x, s)
	claim := annotation.LabelRole{Label: "claim"}
	drafts := []annotation.Draft{
		{Label: claim, Ranges: []rangeset.Range{{Start: 0, End: 6}, {Start: 6, End: 12}}, Note: "touching"},
		{Label: claim, Ranges: []rangeset.Range{{Start: 0, End: 6}, {Start: 6, End: 12}}},
		{Label: claim, Ranges: []rangeset.Range{{Start: 3, End: 9}}},
		{Label: claim, Ranges: []rangeset.Range{{Start: 9, End: 3}}},
		{Label: claim, Ranges: []rangeset.Range{{Start: 9, End: 99}}},
		{Label: annotation.LabelRole{Label: "x"}, Ranges: []rangeset.Range{{Start: 0, End: 3}}},
		{Label: claim, Ranges: []rangeset.Range{{Start: 0, End: 3}}, Attributes: map[string][]string{"none": {"x"}}},
	}
	e, made, refused := set.Take(drafts)
	if len(e.Spans) != 2 || len(made[0].Ranges()) != 2 || made[0].Note() != "touching" || made[0].SchemeVersion() != 3 || made[0].Origin() != annotation.OriginImport {
		t.Errorf("there came %d, first %+v", len(e.Spans), made[0])
	}
	for i, want := range []error{nil, &annotation.Duplicate{}, nil, errors.ErrUnsupported, errors.ErrUnsupported, annotation.ErrAgainstScheme, annotation.ErrAgainstScheme} {
		dup := errors.As(refused[i], new(*annotation.Duplicate))
		if _, wants := want.(*annotation.Duplicate); wants != dup || (want == nil) != (refused[i] == nil) || want == annotation.ErrAgainstScheme && !errors.Is(refused[i], want) {
			t.Errorf("draft %d: %v", i, refused[i])
		}
	}
	if made[1].ID != made[0].ID {
		t.Error("the doubled draft is another mark")
	}
	if err := set.Apply(e); err != nil {
		t.Fatal(err)
	}
	link, err := set.TakeLink("repeats", made[0].ID, made[2].ID)
	if err != nil || set.Apply(link) != nil || set.Head().Status != annotation.InWork {
		t.Fatal(err, set.Head())
	}
	if _, err := set.TakeLink("repeats", made[2].ID, made[0].ID); !errors.Is(err, annotation.ErrAgainstScheme) {
		t.Errorf("a link back: %v", err)
	}
	if again, _, _ := set.Take(drafts); again.Len() != 0 {
		t.Errorf("the second time there came %d changes", again.Len())
	}
	relabelled, _ := set.SetRanges(made[2].ID, []rangeset.Range{{Start: 3, End: 8}})
	if err := set.Apply(relabelled); err != nil {
		t.Fatal(err)
	}
	if again, made, _ := set.Take(drafts[2:3]); len(again.Spans) != 1 || set.Apply(again) != nil || set.Len() != 3 {
		t.Errorf("beside what was changed by hand came %v", made)
	}
}
