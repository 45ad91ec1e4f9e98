package compare_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/compare"
)

// desk is a reviewer over the sets of annotators.
type desk struct {
	*compare.Adjudication
	t    testing.TB
	sets []*annotation.Set
	me   annotation.ID
}

func adjudicate(t testing.TB, notations ...string) *desk {
	t.Helper()
	s := sets(t, notations...)
	return &desk{compare.NewAdjudication(compare.NewReference(s[0]), s, nil), t, s, annotation.NewID()}
}

func (d *desk) do(e annotation.Edit, err error) annotation.Edit {
	d.t.Helper()
	if err == nil {
		err = errors.Join(d.Reference().Apply(e), d.Apply(e))
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return e
}

// change does what an annotator does in a set.
func (d *desk) change(e annotation.Edit, err error) annotation.Edit {
	d.t.Helper()
	if err == nil {
		err = d.Apply(e)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return e
}

// agree brings in what all agree on.
func (d *desk) agree() {
	d.t.Helper()
	e, ok := d.Agreed()
	if !ok {
		d.t.Fatal("there is nothing to bring in")
	}
	d.do(e, nil)
	if _, again := d.Agreed(); again {
		d.t.Error("what was brought in is to be brought in again")
	}
}

// decide rules on the first open difference.
func (d *desk) decide(choice annotation.DecisionChoice, took ...int) annotation.Edit {
	d.t.Helper()
	return d.do(d.Decide(d.Open()[0].Key, compare.Ruling{Choice: choice, Took: took, By: d.me, Reason: "clear"}))
}

// has checks the marks and links of the reference.
func (d *desk) has(want string) {
	d.t.Helper()
	same(d.t, annotationtest.Format(d.Reference()), want)
}

func (d *desk) isOpen(want string) {
	d.t.Helper()
	same(d.t, show(d.Open()), want)
}

const (
	tollA = "[claim.claim#1 Tolls rose [statistic.quantity#2 12%]] in May, [attribution.source Ana] said.\n---\n#1 rests_on #2\n"
	tollB = "[claim.claim#1 Tolls rose [statistic.quantity#2 12%] in May], [attribution.source Ana] said.\n---\n#1 rests_on #2\n"
)

func TestEachChoiceBringsItsMarksIntoTheReference(t *testing.T) {
	for _, c := range []struct {
		choice annotation.DecisionChoice
		took   []int
		want   string
	}{
		{annotation.DecisionTake, []int{0}, "[claim.claim Tolls rose] up."},
		{annotation.DecisionTake, []int{1}, "Tolls [claim.claim rose up]."},
		{annotation.DecisionTake, []int{2}, "Tolls rose up."},
		{annotation.DecisionBoth, []int{0, 2}, "[claim.claim Tolls rose] up."},
		{annotation.DecisionBoth, []int{1, 0}, "[claim.claim Tolls [claim.claim#1 rose]][claim.claim#1  up]."},
		{annotation.DecisionUnion, nil, "[claim.claim Tolls rose up]."},
		{annotation.DecisionUnion, []int{1}, "Tolls [claim.claim rose up]."},
		{annotation.DecisionIntersection, nil, "Tolls [claim.claim rose] up."},
		{annotation.DecisionWrong, nil, "Tolls rose up."},
		{annotation.DecisionNothing, nil, "Tolls rose up."},
	} {
		d := adjudicate(t, "[claim.claim Tolls rose] up.", "Tolls [claim.claim rose up].", "Tolls rose up.")
		d.decide(c.choice, c.took...)
		d.has(c.want)
		d.isOpen("")
	}
}

func TestWhatInterruptedMarksShareMayBeInterrupted(t *testing.T) {
	d := adjudicate(t, "[claim.claim#1 Tolls], she said, [claim.claim#1 rose up].", "[claim.claim Tolls, she said, rose].")
	d.decide(annotation.DecisionIntersection)
	d.has("[claim.claim#1 Tolls], she said, [claim.claim#1 rose] up.")
}

func TestWhatAllAgreeOnIsInTheReferenceBeforeTheFirstDecision(t *testing.T) {
	d := adjudicate(t, tollA, tollB)
	d.agree()
	d.has("Tolls rose [statistic.quantity 12%] in May, [attribution.source Ana] said.")
	d.isOpen("claim.claim Tolls rose 12% | claim.claim Tolls rose 12% in May: boundary")
	d.decide(annotation.DecisionTake, 1)
	d.has(tollB)
	d.isOpen("")
	if st := d.Reference().Head().Status; st != annotation.InWork {
		t.Errorf("the reference is %s", st)
	}
}

func TestALinkComesOnceBothItsEndsAreTaken(t *testing.T) {
	d := adjudicate(t,
		"[claim.claim#1 Tolls rose [statistic.quantity#2 12]%].\n---\n#1 rests_on #2\n",
		"[claim.claim#1 Tolls [statistic.quantity#2 rose 12]]%.\n---\n#1 rests_on #2\n")
	d.decide(annotation.DecisionTake, 0)
	d.has("[claim.claim Tolls rose 12%].")
	d.decide(annotation.DecisionTake, 1) // whose link goes to the other claim
	d.has("[claim.claim#1 Tolls [statistic.quantity#2 rose 12]%].\n---\n#1 rests_on #2\n")
}

func TestALinkThatOneAnnotatorHasIsTakenWithThatOnesMark(t *testing.T) {
	for took, want := range []string{
		"[claim.claim#1 Tolls rose [statistic.quantity#2 12%]].\n---\n#1 rests_on #2\n",
		"[claim.claim Tolls rose [statistic.quantity 12%]].",
	} {
		d := adjudicate(t, "[claim.claim#1 Tolls rose [statistic.quantity#2 12%]].\n---\n#1 rests_on #2", "[claim.claim Tolls rose [statistic.quantity 12%]].")
		d.agree()
		d.has("Tolls rose [statistic.quantity 12%].")
		d.isOpen("claim.claim Tolls rose 12% | claim.claim Tolls rose 12%: relation")
		d.decide(annotation.DecisionTake, took)
		d.has(want)
	}
}

func TestADecisionTellsWhoDecidedWhatAndWhy(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose] up.", "Tolls [claim.claim rose up].")
	g := d.Open()[0]
	e := d.decide(annotation.DecisionTake, 1)
	got := *e.Decisions[0].After
	mark := marked(t, d.Reference(), "claim.claim", "rose up")
	theirs := marked(t, d.sets[1], "claim.claim", "rose up")
	if got.By != d.me || got.Reason != "clear" || got.Choice != annotation.DecisionTake || got.Difference != g.Key ||
		!slices.Equal(got.Took, []annotation.ID{d.sets[1].Head().Annotator}) || !slices.Equal(got.Spans, []annotation.ID{mark.ID}) || len(got.Over) != 2 {
		t.Errorf("decision %+v", got)
	}
	if !slices.Equal(mark.TakenFrom(), []annotation.ID{theirs.ID}) || mark.Origin() != annotation.OriginDecided {
		t.Errorf("the mark comes from %v by %s", mark.TakenFrom(), mark.Origin())
	}
	d.do(e.Inverse(), nil)
	d.has("Tolls rose up.")
	d.isOpen("claim.claim Tolls rose | claim.claim rose up: boundary")
}

func TestValuesAreTakenAndNotesAreNot(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose].", "[claim.claim Tolls] rose.")
	s := d.sets[0]
	id := marked(t, s, "claim.claim", "Tolls rose").ID
	d.change(s.SetAttribute(id, "checkworthy", "yes"))
	d.change(s.SetAttribute(id, annotation.Unsure, "yes"))
	d.change(s.SetNote(id, "I wonder"))
	d.decide(annotation.DecisionTake, 0)
	sp := marked(t, d.Reference(), "claim.claim", "Tolls rose")
	if sp.Note() != "" || sp.IsUnsure() || !slices.Equal(sp.Attributes()["checkworthy"], []string{"yes"}) {
		t.Errorf("the reference has %v and the note %q", sp.Attributes(), sp.Note())
	}
}

func TestADecisionIsReplacedByTheNext(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose] up.", "Tolls [claim.claim rose up].")
	key := d.Open()[0].Key
	d.decide(annotation.DecisionTake, 0)
	rule := func(r compare.Ruling) annotation.Edit { return d.do(d.Decide(key, r)) }
	e := rule(compare.Ruling{Choice: annotation.DecisionBoth, Took: []int{0, 1}})
	d.has("[claim.claim Tolls [claim.claim#1 rose]][claim.claim#1  up].")
	if c := e.Decisions; len(c) != 1 || c[0].Before == nil {
		t.Errorf("changes of decisions: %v", c)
	}
	rule(compare.Ruling{Choice: annotation.DecisionOwn, Own: []annotation.Draft{{Label: annotation.LabelRole{Label: "attribution", Role: "cue"},
		Ranges: marked(t, d.sets[1], "claim.claim", "rose up").Ranges()}}})
	d.has("Tolls [attribution.cue rose up].")
	rule(compare.Ruling{Choice: annotation.DecisionWrong})
	d.has("Tolls rose up.")
	if err := d.Reference().Apply(e.Inverse()); !errors.Is(err, annotation.ErrStale) {
		t.Errorf("an edit of marks that are gone is taken back: %v", err)
	}
}

func TestAMarkThatChangesAfterwardsIsADifferenceAgainAndTheReferenceStays(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose] up.", "[claim.claim Tolls rose] up.")
	d.agree()
	d.isOpen("")
	s := d.sets[1]
	e := d.change(s.Relabel(marked(t, s, "claim.claim", "Tolls rose").ID, annotation.LabelRole{Label: "attribution", Role: "content"}))
	d.isOpen("claim.claim Tolls rose | attribution.content Tolls rose: label")
	d.has("[claim.claim Tolls rose] up.")
	d.decide(annotation.DecisionTake, 1)
	d.has("[attribution.content Tolls rose] up.")
	d.isOpen("")
	d.change(e.Inverse(), nil) // they agree again, and on something else than was decided
	d.isOpen("claim.claim Tolls rose: agreed")
	if _, ok := d.Agreed(); ok {
		t.Error("what a reviewer decided is overruled")
	}
	d.decide(annotation.DecisionTake, 0)
	d.has("[claim.claim Tolls rose] up.")
	d.isOpen("")
}

func TestWhatAllHaveTakenBackIsAsked(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose] up.", "[claim.claim Tolls rose] up.")
	d.agree()
	for _, s := range d.sets {
		d.change(s.RemoveSpan(marked(t, s, "claim.claim", "Tolls rose").ID))
	}
	d.isOpen("- | - | left: claim.claim Tolls rose: extra")
	e := d.decide(annotation.DecisionNothing)
	d.has("Tolls rose up.")
	d.isOpen("")
	d.do(e.Inverse(), nil)
	left := d.Open()[0].Left
	d.do(d.Decide(d.Open()[0].Key, compare.Ruling{Choice: annotation.DecisionOwn, Own: []annotation.Draft{{Label: left.Label(), Ranges: left.Ranges()}}}))
	d.has("[claim.claim Tolls rose] up.")
	d.isOpen("")
}

func TestTwoReviewersMakeTheSameRows(t *testing.T) {
	s := sets(t, tollA, tollB)
	rows := func(sets ...*annotation.Set) (out []string) {
		d := desk{compare.NewAdjudication(compare.NewReference(s[0]), sets, nil), t, sets, annotation.NewID()}
		d.agree()
		d.decide(annotation.DecisionTake, slices.Index(sets, s[1]))
		for _, sp := range d.Reference().Spans() {
			out = append(out, string(sp.AppendJSON(nil)))
			for _, r := range d.Reference().Relations(sp.ID) {
				out = append(out, r.ID.String())
			}
		}
		return out
	}
	if a, b := strings.Join(rows(s...), "\n"), strings.Join(rows(s[1], s[0]), "\n"); a != b {
		t.Errorf("one makes\n%s\nthe other\n%s", a, b)
	}
}

func TestWhatCannotBeDecided(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose].", "Tolls rose.")
	key := d.Open()[0].Key
	for _, c := range []struct {
		r    compare.Ruling
		want string
	}{
		{compare.Ruling{Choice: annotation.DecisionTake}, "no annotator is chosen"},
		{compare.Ruling{Choice: annotation.DecisionTake, Took: []int{2}}, "there is no set 3"},
		{compare.Ruling{Choice: annotation.DecisionUnion, Took: []int{1}}, "nobody has a mark here"},
		{compare.Ruling{Choice: annotation.DecisionOwn}, "nothing is marked"},
		{compare.Ruling{Choice: "maybe"}, `"maybe" is no choice`},
		{compare.Ruling{Choice: annotation.DecisionOwn, Own: []annotation.Draft{{Label: annotation.LabelRole{Label: "verdict"}}}}, `it has no label "verdict"`},
	} {
		if _, err := d.Decide(key, c.r); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %s", c.r, err, c.want)
		}
	}
	if _, err := d.Decide(annotation.NewID(), compare.Ruling{Choice: annotation.DecisionWrong}); !errors.Is(err, annotation.ErrNotFound) {
		t.Errorf("a difference that is not there: %v", err)
	}
	apart := adjudicate(t, "[claim.claim Tolls] rose up.", "Tolls [claim.claim rose] up.", "[claim.claim Tolls rose up].")
	_, err := apart.Decide(apart.Open()[0].Key, compare.Ruling{Choice: annotation.DecisionIntersection})
	if err == nil || err.Error() != "merge bounds: the marks share no text" {
		t.Errorf("intersection of marks that are apart: %v", err)
	}
}

func TestASetAloneHasNothingToAgreeWith(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose].")
	if _, ok := d.Agreed(); ok || len(d.Open()) > 0 {
		t.Error("one annotator agrees")
	}
}

func TestAMarkOfTheReferenceGoesWhenNoMarkStandsForItAnyMore(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose] up.", "[claim.claim Tolls rose] up.")
	d.agree()
	d.change(d.sets[1].RemoveSpan(marked(t, d.sets[1], "claim.claim", "Tolls rose").ID))
	d.isOpen("claim.claim Tolls rose | -: extra")
	d.decide(annotation.DecisionNothing)
	d.has("Tolls rose up.")
}

func TestWhereNothingWasDecidedLaterAgreementIsAsked(t *testing.T) {
	d := adjudicate(t, "[claim.claim Up].", "[attribution.cue Up].")
	d.decide(annotation.DecisionNothing)
	d.change(d.sets[1].Relabel(marked(t, d.sets[1], "attribution.cue", "Up").ID, annotation.LabelRole{Label: "claim", Role: "claim"}))
	d.isOpen("claim.claim Up: agreed")
	if _, ok := d.Agreed(); ok {
		t.Error("what a reviewer decided is overruled")
	}
}

func TestWhatTheReviewerLinkedGoesWithItsMark(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose [statistic.quantity 12%]].", "[claim.claim Tolls rose [statistic.quantity 12%]].")
	d.agree()
	r := d.Reference()
	claim, number := marked(t, r, "claim.claim", "Tolls rose 12%"), marked(t, r, "statistic.quantity", "12%")
	d.do(r.AddRelation("rests_on", claim.ID, number.ID, annotation.OriginSelection))
	e := d.do(d.Decide(d.Groups()[1].Key, compare.Ruling{Choice: annotation.DecisionWrong}))
	d.has("[claim.claim Tolls rose 12%].")
	d.do(e.Inverse(), nil)
	d.has("[claim.claim#1 Tolls rose [statistic.quantity#2 12%]].\n---\n#1 rests_on #2\n")
	d.do(d.Decide(d.Groups()[1].Key, compare.Ruling{Choice: annotation.DecisionTake, Took: []int{0}}))
	d.has("[claim.claim#1 Tolls rose [statistic.quantity#2 12%]].\n---\n#1 rests_on #2\n")
}

func TestALinkThatTheReviewerChangedByHandStays(t *testing.T) {
	d := adjudicate(t, "[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#1 same_as #2", "[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#1 same_as #2")
	d.agree()
	r := d.Reference()
	mark := marked(t, r, "claim.claim", "Tolls rose")
	d.do(r.Retype(r.Relations(mark.ID)[0].ID, "supports"))
	d.agree()
	d.has("[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#1 same_as #2\n#1 supports #2\n")
}

func TestAMarkThatTheReviewerChangedByHandStays(t *testing.T) {
	d := adjudicate(t, "[claim.claim Tolls rose], [claim.claim fares fell].", "[claim.claim Tolls rose], [claim.claim fares fell].")
	d.agree()
	mark := marked(t, d.Reference(), "claim.claim", "Tolls rose")
	d.do(d.Reference().Relabel(mark.ID, annotation.LabelRole{Label: "attribution", Role: "cue"}))
	d.isOpen("claim.claim Tolls rose: agreed")
	d.do(d.Decide(d.Groups()[1].Key, compare.Ruling{Choice: annotation.DecisionOwn, Own: []annotation.Draft{{Label: mark.Label(), Ranges: mark.Ranges()}}}))
	d.has("[attribution.cue [claim.claim Tolls rose]], fares fell.")
}

func TestAMarkThatAnnotatorsHaveTwiceIsInTheReferenceOnce(t *testing.T) {
	s := sets(t, "[claim.claim Tolls rose].", "[claim.claim Tolls rose].")
	for i := range s {
		sp := s[i].Spans()[0]
		twice := annotation.NewSpan(annotation.NewID(), sp.Set(), sp.Label(), s[i].Text(), sp.Ranges(), annotation.OriginImport)
		s[i], _ = annotation.LoadSet(s[i].Head(), s[i].Text(), s[i].Scheme(), []annotation.Span{sp, twice}, nil)
	}
	d := &desk{compare.NewAdjudication(compare.NewReference(s[0]), s, nil), t, s, annotation.NewID()}
	if len(d.Groups()) != 2 {
		t.Fatalf("groups\n%s", show(d.Groups()))
	}
	d.agree()
	d.has("[claim.claim Tolls rose].")
	d.do(d.Decide(d.Groups()[0].Key, compare.Ruling{Choice: annotation.DecisionTake, Took: []int{0}}))
	if _, ok := d.Agreed(); ok {
		t.Error("the other of the two is not in the reference")
	}
	d.do(d.Decide(d.Groups()[0].Key, compare.Ruling{Choice: annotation.DecisionWrong}))
	d.has("[claim.claim Tolls rose].")
	d.do(d.Decide(d.Groups()[1].Key, compare.Ruling{Choice: annotation.DecisionWrong}))
	d.has("Tolls rose.")
}
