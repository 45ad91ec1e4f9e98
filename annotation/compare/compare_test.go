package compare_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/compare"
	"rubricator/annotation/schemefile"
	"rubricator/assets"
)

func newsroom(tb testing.TB) *annotation.Scheme {
	tb.Helper()
	b, _ := assets.Scheme(assets.DefaultScheme)
	s, err := schemefile.Read(b)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range s.Modules {
		s.Modules[i].On = true
	}
	return &s
}

// sets are those of several annotators, each as the notation shows it; "reference: " makes one the reference.
func sets(tb testing.TB, notations ...string) []*annotation.Set {
	tb.Helper()
	scheme := newsroom(tb)
	var out []*annotation.Set
	for _, n := range notations {
		n, isReference := strings.CutPrefix(n, "reference: ")
		s := annotationtest.Set(tb, scheme, n)
		if isReference {
			s = ofReference(tb, s)
		}
		out = append(out, s)
	}
	return out
}

// ofReference is the reference with the marks of a set.
func ofReference(tb testing.TB, s *annotation.Set) *annotation.Set {
	tb.Helper()
	out := compare.NewReference(s)
	for _, sp := range s.Spans() {
		apply(tb, out)(out.AddSpan(sp.Ranges(), sp.Label(), annotation.OriginSelection))
	}
	return out
}

// apply does an edit on sets.
func apply(tb testing.TB, sets ...*annotation.Set) func(annotation.Edit, error) annotation.Edit {
	return func(e annotation.Edit, err error) annotation.Edit {
		tb.Helper()
		for _, s := range sets {
			if err == nil {
				err = s.Apply(e)
			}
		}
		if err != nil {
			tb.Fatal(err)
		}
		return e
	}
}

// marked finds the mark of a quote and a label.
func marked(tb testing.TB, s *annotation.Set, label, quote string) annotation.Span {
	tb.Helper()
	for _, sp := range s.Spans() {
		if sp.Label().String() == label && sp.Quote() == quote {
			return sp
		}
	}
	tb.Fatalf("there is no %s %q", label, quote)
	return annotation.Span{}
}

// show writes groups, the marks of each set after another.
func show(groups []compare.Group) string {
	var b strings.Builder
	for _, g := range groups {
		var marks []string
		for _, sp := range g.Spans {
			mark := "-"
			if sp != nil {
				mark = sp.Label().String() + " " + sp.Quote()
			}
			marks = append(marks, mark)
		}
		if g.Left != nil {
			marks = append(marks, "left: "+g.Left.Label().String()+" "+g.Left.Quote())
		}
		says := g.Classes.String()
		if g.IsAgreed() {
			marks, says = marks[:1], "agreed"
		}
		fmt.Fprintf(&b, "%s: %s\n", strings.Join(marks, " | "), says)
	}
	return b.String()
}

func same(tb testing.TB, got, want string) {
	tb.Helper()
	if got = strings.TrimSpace(got); got != strings.TrimSpace(want) {
		tb.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(want))
	}
}

func TestHowTwoAnnotatorsDiffer(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"they agree", "[claim.claim Tolls rose].", "[claim.claim Tolls rose].", "claim.claim Tolls rose: agreed"},
		{"nobody marked", "Tolls rose.", "Tolls rose.", ""},
		{"the first has it not", "Tolls rose.", "[claim.claim Tolls rose].", "- | claim.claim Tolls rose: missing"},
		{"the second has it not", "[claim.claim Tolls rose].", "Tolls rose.", "claim.claim Tolls rose | -: extra"},
		{"bounds", "[claim.claim Tolls rose].", "Tolls [claim.claim rose].", "claim.claim Tolls rose | claim.claim rose: boundary"},
		{"label", "Up [claim.claim 12%].", "Up [statistic.quantity 12%].", "claim.claim 12% | statistic.quantity 12%: label"},
		{"role", "[attribution.source Ana] said.", "[attribution.cue Ana] said.", "attribution.source Ana | attribution.cue Ana: role"},
		{"bounds and label", "[claim.claim Up 12%].", "[statistic.quantity Up 12]%.", "claim.claim Up 12% | statistic.quantity Up 12: boundary, label"},
		{"a number in a claim is no other claim", "[claim.claim Tolls rose by 12%].", "Tolls rose by [statistic.quantity 12%].",
			"claim.claim Tolls rose by 12% | -: extra\n- | statistic.quantity 12%: missing"},
		{"the nested go with the nested", "[claim.claim Tolls rose, and [claim.claim fares fell]].", "[claim.claim Tolls rose, and [claim.claim fares]] fell.",
			"claim.claim Tolls rose, and fares fell | claim.claim Tolls rose, and fares: boundary\nclaim.claim fares fell | claim.claim fares: boundary"},
		{"the nested stay for themselves", "[claim.claim Tolls rose, and [claim.claim fares fell]].", "[claim.claim Tolls rose, and fares fell].",
			"claim.claim Tolls rose, and fares fell: agreed\nclaim.claim fares fell | -: extra"},
		{"two for one", "[claim.claim Tolls rose and fares fell].", "[claim.claim Tolls rose] and [claim.claim fares fell].",
			"claim.claim Tolls rose and fares fell | claim.claim Tolls rose: boundary\n- | claim.claim fares fell: missing"},
		{"the likest of two", "[claim.claim Tolls rose and fares fell].", "[claim.claim Tolls] rose [claim.claim and fares fell].",
			"claim.claim Tolls rose and fares fell | claim.claim and fares fell: boundary\n- | claim.claim Tolls: missing"},
		{"crossing", "[claim.claim Tolls rose and] fares fell.", "Tolls [claim.claim rose and fares fell].",
			"claim.claim Tolls rose and | claim.claim rose and fares fell: boundary"},
		{"interrupted alike", "[claim.claim#1 Tolls], she said, [claim.claim#1 rose].", "[claim.claim#1 Tolls], she said, [claim.claim#1 rose].",
			"claim.claim Tolls rose: agreed"},
		{"interrupted or not", "[claim.claim#1 Tolls], she said, [claim.claim#1 rose].", "[claim.claim Tolls, she said, rose].",
			"claim.claim Tolls rose | claim.claim Tolls, she said, rose: boundary"},
		{"in the gap of an interrupted one", "[claim.claim#1 Tolls], she said, [claim.claim#1 rose].", "Tolls, [claim.claim she said], rose.",
			"claim.claim Tolls rose | -: extra\n- | claim.claim she said: missing"},
		{"side by side", "[claim.claim Tolls ]rose.", "Tolls [claim.claim rose].", "claim.claim Tolls  | -: extra\n- | claim.claim rose: missing"},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, show(compare.Compare(sets(t, c.a, c.b))), c.want) })
	}
}

func TestThreeAnnotators(t *testing.T) {
	same(t, show(compare.Compare(sets(t,
		"[claim.claim Tolls rose] [statistic.quantity 12%] in [claim.claim May].",
		"[claim.claim Tolls rose 12%] in May.",
		"[claim.claim Tolls rose] [statistic.quantity 12%] in May."))), `
claim.claim Tolls rose | claim.claim Tolls rose 12% | claim.claim Tolls rose: boundary
statistic.quantity 12% | - | statistic.quantity 12%: extra
claim.claim May | - | -: extra`)
}

func TestMissingAndExtraAreSeenFromTheReference(t *testing.T) {
	same(t, show(compare.Compare(sets(t, "[claim.claim Tolls] rose.", "reference: Tolls [claim.claim rose]."))), `
claim.claim Tolls | -: extra
- | claim.claim rose: missing`)
	same(t, show(compare.Compare(sets(t, "reference: Tolls [claim.claim rose].", "[claim.claim Tolls] rose."))), `
- | claim.claim Tolls: extra
claim.claim rose | -: missing`)
}

func TestWhatTheSchemeGivesByDefaultIsNoDifference(t *testing.T) {
	s := sets(t, "[attribution.content Tolls rose].", "[attribution.content Tolls rose].")
	content := func(i int) annotation.ID { return marked(t, s[i], "attribution.content", "Tolls rose").ID }
	give := func(i int, attribute string, values ...string) {
		apply(t, s[i])(s[i].SetAttribute(content(i), attribute, values...))
	}
	give(0, "attitude", "assertion")
	give(0, annotation.Unsure, "yes")
	groups := compare.Compare(s)
	same(t, show(groups), "attribution.content Tolls rose: agreed")
	if !groups[0].Unsure {
		t.Error("the mark of an annotator who was not certain is not unsure")
	}
	give(1, "attitude", "belief")
	give(1, "form", "direct")
	groups = compare.Compare(s)
	same(t, show(groups), "attribution.content Tolls rose | attribution.content Tolls rose: attribute")
	if want := []string{"attitude", "form"}; !slices.Equal(groups[0].Attributes, want) {
		t.Errorf("they differ in %v, want %v", groups[0].Attributes, want)
	}
}

func TestLinksAreComparedWhereBothEndsAreThere(t *testing.T) {
	same(t, show(compare.Compare(sets(t,
		"[claim.claim#1 Tolls rose [statistic.quantity#2 12%]].\n---\n#1 rests_on #2",
		"[claim.claim#1 Tolls rose [statistic.quantity#2 12%]]."))), `
claim.claim Tolls rose 12% | claim.claim Tolls rose 12%: relation
statistic.quantity 12%: agreed`)
	same(t, show(compare.Compare(sets(t,
		"[claim.claim#1 Tolls rose [statistic.quantity#2 12%]].\n---\n#1 rests_on #2",
		"[claim.claim#1 Tolls rose 12%]."))), `
claim.claim Tolls rose 12%: agreed
statistic.quantity 12% | -: extra`)
	same(t, show(compare.Compare(sets(t,
		"[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#1 same_as #2",
		"[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#2 same_as #1"))), `
claim.claim Tolls rose: agreed
claim.claim fares fell: agreed`)
	same(t, show(compare.Compare(sets(t,
		"[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#2 same_as #1",
		"[claim.claim#1 Tolls rose], [claim.claim#2 fares fell]."))), `
claim.claim Tolls rose | claim.claim Tolls rose: relation
claim.claim fares fell: agreed`)
	same(t, show(compare.Compare(sets(t,
		"[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#1 supports #2",
		"[claim.claim#1 Tolls rose], [claim.claim#2 fares fell].\n---\n#2 supports #1"))), `
claim.claim Tolls rose | claim.claim Tolls rose: relation
claim.claim fares fell | claim.claim fares fell: relation`)
}

func TestTheKeyIsAnotherOnceAMarkChanges(t *testing.T) {
	s := sets(t, "[claim.claim Tolls rose] 12%.", "Tolls [claim.claim rose 12%].")
	key := func() annotation.ID { return compare.Compare(s)[0].Key }
	before := key()
	mark := marked(t, s[0], "claim.claim", "Tolls rose").ID
	apply(t, s[0])(s[0].SetNote(mark, "I wonder"))
	apply(t, s[0])(s[0].SetAttribute(mark, annotation.Unsure, "yes"))
	if key() != before {
		t.Error("a note made another difference of it")
	}
	slices.Reverse(s)
	if key() != before {
		t.Error("the order of the sets made another difference of it")
	}
	slices.Reverse(s)
	e := apply(t, s[0])(s[0].SetAttribute(mark, "checkworthy", "yes"))
	if key() == before {
		t.Error("a value made no other difference of it")
	}
	apply(t, s[0])(e.Inverse(), nil)
	if key() != before {
		t.Error("taking the value back does not bring the difference back")
	}
}

func TestWhoStandsApart(t *testing.T) {
	apart := func(notations ...string) string {
		s := sets(t, notations...)
		g := compare.Compare(s)[0]
		var out []string
		for i := range s {
			if g.Apart(s[i].Head().Annotator) {
				out = append(out, string(rune('A'+i)))
			}
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ got, want string }{
		{apart("[claim.claim Up].", "[claim.claim Up].", "Up."), "C"},
		{apart("[claim.claim Up].", "Up."), "A B"},
		{apart("[claim.claim Up].", "reference: Up.", "Up."), "A"},
		{apart("[claim.claim Up].", "[claim.claim Up]."), ""},
	} {
		if c.got != c.want {
			t.Errorf("apart: %q, want %q", c.got, c.want)
		}
	}
}

func TestFiltersCountsAndTheWayThroughTheDifferences(t *testing.T) {
	s := sets(t,
		"[claim.claim Tolls rose] [statistic.quantity 12%]. [attribution.source Ana] said so. [claim.claim Fares fell].",
		"[claim.claim Tolls rose 12%]. [attribution.cue Ana] said so. [claim.claim Fares fell].")
	groups := compare.Compare(s)
	of := func(f compare.Filter) string { return show(f.Of(groups)) }
	same(t, of(compare.Filter{Classes: compare.Boundary | compare.Role}), `
claim.claim Tolls rose | claim.claim Tolls rose 12%: boundary
attribution.source Ana | attribution.cue Ana: role`)
	same(t, of(compare.Filter{Label: "attribution"}), "attribution.source Ana | attribution.cue Ana: role")
	same(t, of(compare.Filter{Label: "statistic.entity"}), "")
	c := compare.Count(groups, compare.Filter{})
	if c.Agreed != 1 || c.Differences != 3 || c.Classes[compare.Boundary] != 1 || c.Labels["attribution.cue"] != 1 ||
		c.Patterns["attribution.cue against attribution.source"] != 1 || c.Patterns["claim.claim: boundary"] != 1 {
		t.Errorf("counts %+v", c)
	}
	var way []string
	i := compare.At(groups, 0) - 1
	for range 4 {
		i, _ = compare.Filter{}.Next(groups, i, true)
		way = append(way, groups[i].Classes.String())
	}
	i, _ = compare.Filter{}.Next(groups, i, false)
	way = append(way, groups[i].Classes.String())
	if got, want := strings.Join(way, " "), "boundary extra role boundary role"; got != want {
		t.Errorf("the way is %s, want %s", got, want)
	}
}

func TestAScoreIsCountsAndASentence(t *testing.T) {
	s := sets(t,
		"[claim.claim Tolls rose] 12%. [attribution.source Ana] said so. [claim.claim Fares fell]. [claim.claim So].",
		"reference: [claim.claim Tolls rose 12%]. [attribution.source Ana] [attribution.cue said] so. [attribution.content Fares fell]. So.")
	score := compare.NewScore(s[0], s[1])
	same(t, score.String(), "1 of 4 marks as in the reference; 1 missing, 1 too many, 1 with other bounds, 1 with another label. F1 0.25 exact, 0.50 overlapping.")
	empty := sets(t, "Up.", "reference: Up.")
	same(t, compare.NewScore(empty[0], empty[1]).String(), "Nothing is marked, and nothing is to be.")
	if both := score.Plus(score); both.Exact != 2 || both.Reference != 8 || both.Missing != 2 {
		t.Errorf("two documents: %+v", both)
	}
}
