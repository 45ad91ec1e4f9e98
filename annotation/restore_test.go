package annotation_test

import (
	"errors"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
)

// past is a set as it is now, for later.
func past(s *annotation.Set) annotation.Past {
	p := annotation.Past{Head: s.Head(), Spans: s.Spans()}
	seen := map[annotation.ID]bool{}
	for _, sp := range p.Spans {
		for _, r := range s.Relations(sp.ID) {
			if !seen[r.ID] {
				seen[r.ID] = true
				p.Relations = append(p.Relations, r)
			}
		}
	}
	return p
}

// takes does something to a set, and gives what takes it back.
func takes(t *testing.T, s *annotation.Set, e annotation.Edit, err error) annotation.Edit {
	t.Helper()
	if err == nil {
		err = s.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e.Inverse()
}

const ruled = "[claim.claim#1 Just [statistic.quantity#2 seven] ships] paid.\n---\n#1 rests_on #2\n"

func ruledSet(t *testing.T) (s *annotation.Set, claim, number annotation.ID) {
	t.Helper()
	s = annotationtest.Set(t, newsroom(t), ruled)
	for _, sp := range s.Spans() {
		if sp.Label().Label == "claim" {
			claim = sp.ID
		} else {
			number = sp.ID
		}
	}
	return s, claim, number
}

func TestADeletedMarkComesBackWithItsLinks(t *testing.T) {
	s, claim, number := ruledSet(t)
	before := annotationtest.Format(s)
	then := past(s)
	e, err := s.RemoveSpan(claim)
	takes(t, s, e, err)
	e, err = s.RestoreSpan(then, claim)
	back := takes(t, s, e, err)
	if got := annotationtest.Format(s); got != before {
		t.Errorf("it reads\n%s\nwant\n%s", got, before)
	}
	takes(t, s, back, nil) // and is undone like any edit
	if s.Len() != 1 {
		t.Error(annotationtest.Format(s))
	}
	e, err = s.RemoveSpan(number)
	takes(t, s, e, err)
	e, err = s.RestoreSpan(then, claim)
	if err != nil || len(e.Relations) > 0 || len(e.Spans) != 1 {
		t.Errorf("a link whose other end is gone: %+v %v", e.Relations, err)
	}
}

func TestALivingMarkBecomesWhatItWas(t *testing.T) {
	s, claim, _ := ruledSet(t)
	then := past(s)
	e, err := s.SetRanges(claim, []rangeset.Range{{Start: 5, End: 16}})
	takes(t, s, e, err)
	e, err = s.SetNote(claim, "too long?")
	takes(t, s, e, err)
	e, err = s.RestoreSpan(then, claim)
	takes(t, s, e, err)
	sp, _ := s.Span(claim)
	if sp.Quote() != "Just seven ships" || sp.Note() != "" || len(s.Relations(claim)) != 1 {
		t.Errorf("it is %q with note %q and links %v", sp.Quote(), sp.Note(), s.Relations(claim))
	}
	if e, err = s.RestoreSpan(then, claim); err != nil || e.Len() > 0 {
		t.Error("it is so already:", e.Len(), err)
	}
}

func TestAMarkThatWasNotThereGoes(t *testing.T) {
	s, claim, number := ruledSet(t)
	then := past(s)
	then.Spans, then.Relations = nil, nil
	e, err := s.RestoreSpan(then, claim)
	takes(t, s, e, err)
	if _, there := s.Span(claim); there || s.Len() != 1 {
		t.Error(annotationtest.Format(s))
	}
	if _, err := s.RestoreSpan(then, claim); !errors.Is(err, annotation.ErrNotFound) {
		t.Error(err)
	}
	e, err = s.Restore(then)
	takes(t, s, e, err)
	if _, there := s.Span(number); there {
		t.Error(annotationtest.Format(s))
	}
}

func TestAWholeSetBecomesWhatItWas(t *testing.T) {
	s, claim, number := ruledSet(t)
	before, then := annotationtest.Format(s), past(s)
	e, err := s.RemoveSpan(number)
	takes(t, s, e, err)
	e, err = s.SetNote(claim, "alone")
	takes(t, s, e, err)
	e, err = s.AddSpan([]rangeset.Range{{Start: 17, End: 21}}, annotation.LabelRole{Label: "claim", Role: "claim"}, annotation.OriginSelection)
	takes(t, s, e, err)
	e, _ = s.SetStatus(annotation.Done)
	takes(t, s, e, nil)
	e, err = s.Restore(then)
	takes(t, s, e, err)
	if got := annotationtest.Format(s); got != before || s.Head().Status != annotation.InWork {
		t.Errorf("it reads\n%s\nwant\n%s", got, before)
	}
	if e, err = s.Restore(then); err != nil || e.Len() > 0 {
		t.Error("it is so already:", e.Len(), err)
	}
}

func TestWhatCannotBeRestoredIsRefused(t *testing.T) {
	s, claim, _ := ruledSet(t)
	other, _, _ := ruledSet(t)
	if _, err := s.RestoreSpan(past(other), claim); !errors.Is(err, annotation.ErrOthers) {
		t.Error("somebody else's mark:", err)
	}
	if _, err := s.Restore(past(other)); !errors.Is(err, annotation.ErrOthers) {
		t.Error("somebody else's set:", err)
	}
	then := past(s)
	sp, _ := s.Span(claim)
	e, err := s.RemoveSpan(claim)
	takes(t, s, e, err)
	e, err = s.AddSpan(sp.Ranges(), sp.Label(), annotation.OriginSelection)
	takes(t, s, e, err)
	if _, err := s.RestoreSpan(then, claim); !errors.As(err, new(*annotation.Duplicate)) {
		t.Error("the same mark was made anew:", err)
	}
	for i, sp := range then.Spans {
		if sp.ID == claim {
			then.Spans[i] = sp.WithLabel(annotation.LabelRole{Label: "verse"})
		}
	}
	if _, err := s.RestoreSpan(then, claim); !errors.Is(err, annotation.ErrAgainstScheme) {
		t.Error("a label that is no more:", err)
	}
	if _, err := s.Restore(then); !errors.Is(err, annotation.ErrAgainstScheme) {
		t.Error("a set with such a label:", err)
	}
}
