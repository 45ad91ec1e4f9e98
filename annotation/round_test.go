package annotation

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func someIDs(n int) []ID {
	out := make([]ID, n)
	for i := range out {
		out[i] = NewID()
	}
	return out
}

func pilot(t *testing.T) Round {
	t.Helper()
	r, err := NewRound(" pilot ", &Scheme{ID: NewID(), Version: 3})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// assigned folds the assignments of edits.
func assigned(edits ...Edit) []Assignment {
	var out []Assignment
	for _, e := range edits {
		for _, c := range e.Assignments {
			if c.Before != nil {
				out = slices.DeleteFunc(out, func(a Assignment) bool { return a == *c.Before })
			}
			if c.After != nil {
				out = append(out, *c.After)
			}
		}
	}
	return out
}

func TestARoundKnowsItsSchemeAndVersion(t *testing.T) {
	s := &Scheme{ID: NewID(), Version: 3}
	r, err := NewRound(" pilot ", s)
	if err != nil || r.Name != "pilot" || r.Scheme != s.ID || r.SchemeVersion != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := NewRound("  ", s); err == nil {
		t.Error("a round without a name was begun")
	}
}

func TestDealingGivesEachDocumentToOneAndAShareToTwo(t *testing.T) {
	r, documents, people := pilot(t), someIDs(100), someIDs(4)
	e, err := r.Deal(documents, nil, Share{people, 0.2, 7})
	if err != nil {
		t.Fatal(err)
	}
	perDocument, perPerson, pairs := map[ID][]ID{}, map[ID]int{}, map[[2]ID]int{}
	for _, a := range assigned(e) {
		perDocument[a.Document] = append(perDocument[a.Document], a.Annotator)
		perPerson[a.Annotator]++
	}
	twice := 0
	for _, who := range perDocument {
		if len(who) == 2 {
			twice++
			pairs[pairOf(who[0], who[1])]++
		}
	}
	if len(perDocument) != 100 || twice != 20 {
		t.Errorf("%d documents dealt, %d of them twice; want 100 and 20", len(perDocument), twice)
	}
	for _, p := range people {
		if n := perPerson[p]; n != 30 {
			t.Errorf("one has %d documents, want 120 shared by four", n)
		}
	}
	if len(pairs) < 5 {
		t.Errorf("only %d of 6 pairs share documents", len(pairs))
	}
}

func TestTheSameSeedDealsTheSameWay(t *testing.T) {
	r, documents, people := pilot(t), someIDs(40), someIDs(3)
	deal := func(documents []ID, seed uint64) []Assignment {
		e, err := r.Deal(documents, nil, Share{people, 0.25, seed})
		if err != nil {
			t.Fatal(err)
		}
		return assigned(e)
	}
	first, turned := deal(documents, 1), slices.Clone(documents)
	slices.Reverse(turned)
	if !slices.Equal(first, deal(turned, 1)) {
		t.Error("the order in which documents are named changes who gets them")
	}
	people = append(people[1:], people[0], people[0])
	if !slices.Equal(first, deal(append(turned, turned[3]), 1)) {
		t.Error("the order in which people are named, or that one is named twice, changes who gets what")
	}
	if slices.Equal(first, deal(documents, 2)) {
		t.Error("another seed deals the same way")
	}
}

func TestDealingLeavesWhatIsDealt(t *testing.T) {
	r, documents, people := pilot(t), someIDs(10), someIDs(2)
	mine, _ := r.Assign(documents[:6], nil, people[0])
	waiting, _ := r.Assign(documents[6:], nil)
	e, err := r.Deal(documents, assigned(mine, waiting), Share{people, 0, 1})
	if err != nil {
		t.Fatal(err)
	}
	perPerson := map[ID]int{}
	for _, a := range assigned(mine, waiting, e) {
		perPerson[a.Annotator]++
	}
	if perPerson[people[0]] != 6 || perPerson[people[1]] != 4 || len(perPerson) != 2 {
		t.Errorf("documents by person: %v; the four that nobody had go to whom has fewer", perPerson)
	}
}

func TestReassigningInOneAct(t *testing.T) {
	r, documents, people := pilot(t), someIDs(3), someIDs(3)
	first, _ := r.Assign(documents, nil, people[0], people[1])
	second, ok := r.Assign(documents[:2], assigned(first), people[1], people[2])
	if !ok {
		t.Fatal("nothing to do")
	}
	for _, a := range assigned(first, second) {
		if a.Document != documents[2] && a.Annotator == people[0] {
			t.Error("who is no longer named still has the document")
		}
	}
	if n := len(assigned(first, second)); n != 6 {
		t.Errorf("%d assignments, want 6", n)
	}
	if n := len(assigned(first, second, second.Inverse())); n != 6 {
		t.Errorf("%d assignments after undoing, want 6", n)
	}
	if _, ok := r.Assign(documents, assigned(first), people[1], people[0]); ok {
		t.Error("the same assignment again is an edit")
	}
	if _, err := r.Deal(documents, nil, Share{}); err == nil {
		t.Error("documents were dealt to nobody")
	}
	if _, err := r.Deal(documents, nil, Share{people[:1], 0.5, 1}); err == nil {
		t.Error("one annotator was to mark documents twice")
	}
	gone, ok := r.Withdraw(documents[:1], assigned(first))
	if n := len(assigned(first, gone)); !ok || n != 4 {
		t.Errorf("%d assignments left, want 4", n)
	}
}

func TestRoundsAreToldApartByTheirNames(t *testing.T) {
	one := pilot(t)
	e, err := one.Begin(nil)
	if err != nil || e.Name != "begin round pilot" || *e.Rounds[0].After != one {
		t.Fatal(e.Name, err)
	}
	two, _ := NewRound("Week 12", &Scheme{})
	all := []Round{one, two}
	for _, name := range []string{"week 12", "WEEK-12", " Week  12"} {
		if r, err := FindRound(all, name); err != nil || r != two {
			t.Errorf("%q finds %q, %v", name, r.Name, err)
		}
		if same, _ := NewRound(name, &Scheme{}); true {
			if _, err := same.Begin(all); err == nil {
				t.Errorf("there are two rounds %q", name)
			}
		}
	}
	if _, err := FindRound(all, "week"); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), `"pilot", "Week 12"`) {
		t.Error(err)
	}
}

func TestARoundIsChangedClosedAndOpenedAgain(t *testing.T) {
	r := pilot(t)
	for _, c := range []struct {
		to   func(*Round)
		says string
	}{
		{func(*Round) {}, ""},
		{func(r *Round) { r.Blind, r.Training = true, true }, "change round pilot"},
		{func(r *Round) { r.Name = "first" }, "change round first"},
		{func(r *Round) { r.Closed = true }, "close round pilot"},
	} {
		after := r
		c.to(&after)
		e, ok, err := r.ChangeTo(after, []Round{r})
		if err != nil || ok != (c.says != "") || ok && e.Name != c.says {
			t.Errorf("%q, %v, %v; want %q", e.Name, ok, err, c.says)
		}
	}
	closed := r
	closed.Closed = true
	if e, ok, _ := closed.ChangeTo(r, nil); !ok || e.Name != "open round pilot" {
		t.Error(e.Name, ok)
	}
	if _, _, err := r.ChangeTo(Round{Name: " "}, nil); err == nil {
		t.Error("a round lost its name")
	}
	locked := Round{Locked: true}
	if !locked.LocksScheme() || (Round{Locked: true, Closed: true}).LocksScheme() || r.LocksScheme() {
		t.Error("a round locks the scheme where it is locked and open")
	}
}

func TestWhatAnActWouldAssignIsCounted(t *testing.T) {
	r, documents, people := pilot(t), someIDs(40), someIDs(2)
	e, err := r.Deal(documents, nil, Share{people, 0.1, 3})
	if err != nil {
		t.Fatal(err)
	}
	after := AssignedAfter(nil, e)
	if got := TallyOf(documents, after); got.Documents != 40 || got.By[people[0]] != 22 || got.By[people[1]] != 22 || got.Twice != 4 || got.Nobody != 0 {
		t.Errorf("%+v", got)
	}
	back, _ := r.Assign(documents[:5], after)
	after = AssignedAfter(after, back)
	if got := TallyOf(documents, after); got.Nobody != 5 || len(assigned(e, back)) != len(after) {
		t.Errorf("%+v", got)
	}
	if got := TallyOf(documents[:5], after); got.Documents != 5 || len(got.By) != 0 {
		t.Errorf("of these five: %+v", got)
	}
}
