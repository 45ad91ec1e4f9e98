package annotation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Each line is links that are put in together with the claims a, b, c and d; what is behind them is those that are made.
func TestLinksThatArePutInTogetherKeepToTheScheme(t *testing.T) {
	scheme, err := parseScheme(linkTypes)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ links, made string }{
		{"a nested_in b, b nested_in c, c nested_in a", "a nested_in b, b nested_in c"},
		{"a nested_in b, a nested_in c", "a nested_in b"},
		{"a same_as b, b same_as a, a same_as a", "a same_as b"},
		{"a supports b, a supports c, a supports d, b supports a", "a supports b, a supports c, b supports a"},
		{"a refutes b, a supports e", ""},
	} {
		x := text.MustNew("a b c d")
		set := NewSet(NewID(), ReferenceAnnotator().ID, x, &scheme)
		ids, names := map[string]ID{}, map[ID]string{}
		var spans []Span
		for i, name := range strings.Fields(x.String()) {
			sp, err := set.Taken([]rangeset.Range{{Start: text.Pos(2 * i), End: text.Pos(2*i + 1)}}, claim, nil, []ID{NewID()}, OriginAgreed)
			if err != nil {
				t.Fatal(err)
			}
			spans, ids[name], names[sp.ID] = append(spans, sp), sp.ID, name
		}
		var links []Link
		for l := range strings.SplitSeq(c.links, ", ") {
			w := strings.Fields(l)
			kind, _ := scheme.RelationType(w[1])
			links = append(links, Link{kind, ids[w[0]], ids[w[2]], OriginAgreed})
		}
		e := set.Replace("agree", nil, spans, links)
		if err := set.Apply(e); err != nil {
			t.Fatal(err)
		}
		var made []string
		for _, r := range e.Relations {
			made = append(made, fmt.Sprintf("%s %s %s", names[r.After.From], r.After.Type, names[r.After.To]))
		}
		slices.Sort(made)
		if got := strings.Join(made, ", "); got != c.made {
			t.Errorf("%s: made %q, want %q", c.links, got, c.made)
		}
		if again := set.Replace("agree", nil, spans, links); len(again.Spans)+len(again.Relations) > 0 {
			t.Errorf("%s: putting in the same again changes %d spans and %d links", c.links, len(again.Spans), len(again.Relations))
		}
		if err := set.Apply(e.Inverse()); err != nil || set.Len() > 0 || set.Head().Status != Todo {
			t.Errorf("%s: taken back: %v, %d marks", c.links, err, set.Len())
		}
	}
}

func TestAMarkOfTheReferenceNamesTheMarksThatItStandsFor(t *testing.T) {
	s := newSet(t)
	a, b := NewID(), NewID()
	sp, err := s.Taken(on("3.9%"), statistic, map[string][]string{"kind": {"percent"}}, []ID{b, a, a}, OriginDecided)
	if err != nil {
		t.Fatal(err)
	}
	if got := sp.TakenFrom(); len(got) != 2 || !slices.Contains(got, a) || !slices.Contains(got, b) {
		t.Errorf("it stands for %v", got)
	}
	if given := sp.Given(); len(given) != 1 || given["kind"] == nil {
		t.Errorf("it was given %v", given)
	}
	if _, err := s.Taken([]rangeset.Range{{Start: 0, End: 10_000}}, statistic, nil, nil, OriginDecided); err == nil {
		t.Error("a mark outside the text")
	}
	if err := simple(t).CheckAttribute(statistic, TakenFrom, []string{"somebody"}); err == nil {
		t.Error("what is no mark is taken for one")
	}
	if err := simple(t).checkMark(sp.For([]ID{a})); err == nil || strings.Contains(err.Error(), TakenFrom) {
		t.Errorf("the reference is held to the scheme: %v", err)
	}
}

func TestADecisionIsPartOfAnEdit(t *testing.T) {
	document, difference := NewID(), DifferenceID(NewID(), [][]byte{[]byte("a"), []byte("b")})
	d := Decision{ID: DecisionID(document, difference), Document: document, Difference: difference, By: NewID(), Choice: DecisionTake, Took: []ID{NewID()}, Reason: "clear"}
	later := d
	later.Choice, later.Took = DecisionWrong, nil
	other := Decision{ID: DecisionID(document, NewID()), Document: document}
	e := NewEdit("decide")
	e.Decide(later, []Decision{other, d})
	if e.Len() != 2 || !e.Touches(document) || e.Decisions[0].After != nil || !equal(e.Decisions[1].Before, &d) {
		t.Errorf("changes %+v", e.Decisions)
	}
	entries, err := e.Entries()
	if err != nil {
		t.Fatal(err)
	}
	var read Edit
	for _, n := range entries {
		if err := read.Add(n); err != nil {
			t.Fatal(err)
		}
	}
	back := read.Inverse()
	if len(back.Decisions) != 2 || !equal(back.Decisions[0].After, &d) || !equal(back.Decisions[1].After, &other) {
		t.Errorf("taken back %+v", back.Decisions)
	}
}

func TestADifferenceIsNamedByWhatItsMarksSayInAnyOrder(t *testing.T) {
	document, a, b := NewID(), []byte("a"), []byte("b")
	if DifferenceID(document, [][]byte{a, b}) != DifferenceID(document, [][]byte{b, a}) {
		t.Error("another order is another difference")
	}
	if DifferenceID(document, [][]byte{a}) == DifferenceID(document, [][]byte{a, b}) || DifferenceID(document, nil) == DifferenceID(NewID(), nil) {
		t.Error("two differences have one name")
	}
}
