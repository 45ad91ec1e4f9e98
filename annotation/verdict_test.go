package annotation

import "testing"

func TestAReviewerJudgesAColleaguesSetByOwnRow(t *testing.T) {
	ana, ben, document := NewID(), NewID(), NewID()
	head := SetHead{ID: SetID(document, ana), Document: document, Annotator: ana, Status: Done}
	e, err := head.Judge(nil, ben, ID{}, Returned, " two claims are missing ")
	if err != nil {
		t.Fatal(err)
	}
	v := *e.Verdicts[0].After
	if v.By != ben || v.Set != head.ID || v.Outcome != Returned || v.Reason != "two claims are missing" || e.Name != "return" || e.Len() != 1 {
		t.Errorf("%+v by %q", v, e.Name)
	}
	again, err := head.Judge(&v, ben, ID{}, Accepted, "")
	if err != nil || again.Verdicts[0].ID != v.ID || *again.Verdicts[0].Before != v {
		t.Errorf("a second verdict replaces the first: %+v, %v", again.Verdicts, err)
	}
	if back := v.TakeBack(); back.Verdicts[0].After != nil {
		t.Errorf("%+v", back.Verdicts)
	}
	for what, err := range map[string]error{
		"returned without a reason": second(head.Judge(nil, ben, ID{}, Returned, "")),
		"judged one's own":          second(head.Judge(nil, ana, ID{}, Accepted, "")),
	} {
		if err == nil {
			t.Error(what)
		}
	}
}

func second(_ Edit, err error) error { return err }

func TestAReturnedSetIsDueUntilItIsDoneAgain(t *testing.T) {
	ana, ben, document := NewID(), NewID(), NewID()
	head := SetHead{ID: SetID(document, ana), Document: document, Annotator: ana, Status: Done}
	e, _ := head.Judge(nil, ben, ID{}, Returned, "two claims are missing")
	j := Judged{Verdict: *e.Verdicts[0].After, Status: Done}
	turn := func(to Status) Edit {
		e, after := NewEdit("turn"), head
		after.Status = to
		e.Sets = []Change[SetHead]{{ID: head.ID, Document: document, Before: &head, After: &after}}
		return e
	}
	for _, step := range []struct {
		edit Edit
		due  bool
	}{{NewEdit("nothing"), true}, {turn(InWork), true}, {turn(Done), false}, {e, true}, {turn(Skipped), false}} {
		if j, _ = j.Apply(step.edit); j.IsDue() != step.due {
			t.Errorf("after %q: %+v", step.edit.Name, j)
		}
	}
	if _, ok := j.Apply(j.TakeBack()); ok {
		t.Error("a verdict that was taken back is there")
	}
}
