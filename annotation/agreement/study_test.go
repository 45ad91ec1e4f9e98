package agreement

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// person is an annotator whose ID orders as the number.
func person(n int) annotation.ID { return annotation.ID{15: byte(n)} }

var ana, ben, cleo = person(1), person(2), person(3)

// shared is a document as its annotators marked it, each in the bracket notation, in the order Ana, Ben, Cleo. "" stands for who has not
// finished it.
func shared(tb testing.TB, notations ...string) Document {
	tb.Helper()
	d := Document{ID: annotation.NewID()}
	for i, notation := range notations {
		if notation == "" {
			continue
		}
		m := annotationtest.Must(tb, notation)
		if d.Text != nil && d.Text.String() != m.Text {
			tb.Fatalf("the texts differ: %q and %q", d.Text, m.Text)
		}
		d.Text = text.MustNew(m.Text)
		set := Set{Annotator: person(i + 1)}
		ids := map[string]annotation.ID{}
		for _, s := range m.Spans {
			ids[s.Name] = annotation.NewID()
			set.Spans = append(set.Spans, annotation.NewSpan(ids[s.Name], annotation.ID{}, s.Label, d.Text, s.Ranges, annotation.OriginSelection))
		}
		for _, r := range m.Relations {
			set.Relations = append(set.Relations, annotation.Relation{ID: annotation.NewID(), Type: r.Type, From: ids[r.From], To: ids[r.To]})
		}
		d.Sets = append(d.Sets, set)
	}
	return d
}

// figure is a measure's figure in a group, about something or all.
func figure(tb testing.TB, g Group, m *Measure, of string) Figure {
	tb.Helper()
	for _, f := range g.Figures {
		if f.Measure == m && f.Of == of {
			return f
		}
	}
	tb.Fatalf("%s of %q is not there", m.ID, of)
	return Figure{}
}

func TestPrecisionAndRecallOfTwoAnnotators(t *testing.T) {
	s := NewStudy([]Document{shared(t,
		"[claim Tolls rose 12%], [claim she] said, and [claim nobody paid them in May].",
		"[claim Tolls rose 12%], she said, [claim and nobody] [claim paid] them in [claim May].")}, Options{})
	g := s.Select(Selection{First: ana, Second: ben})
	near(t, "one of Ana's three", figure(t, g, RecallExact, ""), 1.0/3, 1e-12)
	near(t, "one of Ben's four", figure(t, g, PrecisionExact, ""), 1.0/4, 1e-12)
	near(t, "both", figure(t, g, F1Exact, ""), 2.0/7, 1e-12)
	near(t, "Ana's long claim counts once", figure(t, g, PrecisionOverlap, ""), 2.0/4, 1e-12)
	near(t, "Ana's long claim counts once", figure(t, g, RecallOverlap, ""), 2.0/3, 1e-12)
	near(t, "no other half", figure(t, g, F1IoU, ""), 2.0/7, 1e-12)
	near(t, "all of Ben's four touch", figure(t, g, AgrSecond, ""), 1, 1e-12)
	near(t, "mean", figure(t, g, Agr, ""), (2.0/3+1)/2, 1e-12)
	if c := figure(t, g, F1Exact, "").Counts; c != (Counts{Documents: 1, Coders: 2, First: 3, Second: 4, Matched: 1}) {
		t.Errorf("it rests on %+v", c)
	}
	turned := s.Select(Selection{First: ben, Second: ana})
	near(t, "the other way round", figure(t, turned, RecallExact, ""), 1.0/4, 1e-12)
	near(t, "the other way round", figure(t, turned, AgrFirst, ""), 1, 1e-12)
	if got := RecallExact.Sentence("Ana", "Ben"); got != "Of the spans that Ana marked, this share Ben marked with exactly the same bounds." {
		t.Error(got)
	}
}

func TestAsManySpansMatchAsCan(t *testing.T) {
	// Whoever takes the first span that overlaps leaves one without: "b c" must go to "c d", so that "a b" is left for "b".
	d := shared(t, "[claim#1 a b] [claim#2 c d e]", "a [claim#1 b] [claim#2 c] d e")
	s := NewStudy([]Document{d}, Options{})
	near(t, "two and two", figure(t, s.Select(Selection{}), F1Overlap, ""), 1, 0)
	d = shared(t, "[claim#1 a b [claim#2 c] d]", "a [claim#1 b c d]")
	got := s.Select(Selection{Document: d.ID})
	hasNone(t, "a document that is not there", figure(t, got, F1Overlap, ""), noDocument)
	s = NewStudy([]Document{d}, Options{})
	ms := s.Pairing(d.ID, ana, ben, Overlap)
	if len(ms) != 2 || ms[0].First.Quote() != "a b c d" || ms[0].Second.Quote() != "b c d" || ms[1].Second != nil || ms[1].First.Quote() != "c" {
		t.Errorf("matched %v", ms)
	}
}

func TestOnlyTheSameLabelMatches(t *testing.T) {
	d := shared(t, "[claim Tolls rose] [statistic.quantity 12%] in [claim May]", "[attribution.content Tolls rose] [statistic.quantity 12%] in [claim May]")
	s := NewStudy([]Document{d}, Options{})
	near(t, "two of three", figure(t, s.Select(Selection{}), F1Exact, ""), 2.0/3, 1e-12)
	near(t, "claims", figure(t, s.Select(Selection{Label: annotation.LabelRole{Label: "claim"}}), F1Exact, ""), 2.0/3, 1e-12)
	hasNone(t, "Ben has no such mark", figure(t, s.Select(Selection{First: ben, Second: ana, Label: annotation.LabelRole{Label: "claim", Role: "x"}}), F1Exact, ""), noMark)
	cells := s.Confusions(Selection{}, Exact)
	if got := fmt.Sprint(cells); got != "[{claim attribution.content 1} {claim claim 1} {statistic.quantity statistic.quantity 1}]" {
		t.Error(got)
	}
	if got := fmt.Sprint(MostConfused(cells, 5)); got != "[{attribution.content claim 1}]" {
		t.Error(got)
	}
}

func TestWhoMarkedNothingCountsAndWhoHasNotFinishedDoesNot(t *testing.T) {
	marked, empty := "[claim Tolls rose] in May", "Tolls rose in May"
	s := NewStudy([]Document{shared(t, marked, empty, ""), shared(t, marked, "", ""), shared(t, "", "", marked)}, Options{})
	if s.Shared() != 1 || len(s.Annotators()) != 2 {
		t.Errorf("%d documents are shared by %d", s.Shared(), len(s.Annotators()))
	}
	g := s.Select(Selection{})
	near(t, "only Ana marked", figure(t, g, F1Exact, ""), 0, 0)
	near(t, "only Ana marked", figure(t, g, TokenCohen, ""), 0, 1e-12)
	near(t, "only Ana marked", figure(t, g, RecallExact, ""), 0, 0)
	near(t, "only Ana marked", figure(t, g, Agr, ""), 0, 0)
	hasNone(t, "of Ben's none", figure(t, g, PrecisionExact, ""), noSecond)
	for _, m := range []*Measure{TokenAlpha, UAlpha, UAlphaOld} {
		if v, ok := figure(t, g, m, "").Value(); !ok || v > 0 {
			t.Errorf("only Ana marked: %s is %v", m.ID, v)
		}
	}
	if f := figure(t, g, F1Exact, ""); f.Interval != nil {
		t.Errorf("one document gives an interval: %v", f.Interval)
	}

	for what, s := range map[string]*Study{
		noDocument: NewStudy([]Document{shared(t, marked), shared(t, "", marked)}, Options{}),
		noMark:     NewStudy([]Document{shared(t, empty, empty), shared(t, empty, empty)}, Options{}),
	} {
		for _, f := range s.Select(Selection{}).Figures {
			if reason := strings.Replace(f.Undefined(), noLink, noMark, 1); reason != what {
				t.Errorf("%s is %q, want %q", f.Measure.ID, f.Undefined(), what)
			}
		}
		if g, err := s.Gamma(context.Background(), Selection{}, GammaOptions{}); err != nil || g.Figures[0].Undefined() != what {
			t.Errorf("gamma: %v %v", g, err)
		}
	}
}

func TestIdenticalMarksAgreeWholly(t *testing.T) {
	for _, marked := range []string{"[claim Tolls rose] in [statistic.quantity May]", "[claim Tolls rose in May]"} {
		s := NewStudy([]Document{shared(t, marked, marked, marked)}, Options{})
		for _, f := range s.Select(Selection{}).Figures {
			if v, ok := f.Value(); ok && math.Abs(v-1) > 1e-12 || !ok && f.Undefined() != twoOnly && f.Undefined() != noLink {
				t.Errorf("%s is %v %s", f.Measure.ID, v, f.Undefined())
			}
		}
		for _, f := range s.Select(Selection{First: ana, Second: cleo}).Figures {
			if v, ok := f.Value(); ok && math.Abs(v-1) > 1e-12 || !ok && f.Undefined() != noLink {
				t.Errorf("%s is %v %s", f.Measure.ID, v, f.Undefined())
			}
		}
	}
}

func TestAnAnnotatorIsHeldAgainstEachOfTheOthers(t *testing.T) {
	s := NewStudy([]Document{
		shared(t, "[claim Tolls] [claim rose]", "[claim Tolls] rose", "Tolls [claim rose]"),
		shared(t, "[claim Tolls] rose", "[claim Tolls] [claim rose]", ""),
	}, Options{})
	f := figure(t, s.Select(Selection{First: ana}), RecallExact, "")
	near(t, "two of three with Ben, one of two with Cleo", f, 3.0/5, 1e-12)
	if f.Counts != (Counts{Documents: 2, Coders: 3, First: 5, Second: 4, Matched: 3}) {
		t.Errorf("it rests on %+v", f.Counts)
	}
	near(t, "Cleo has one of Ana's two and Ben's one", figure(t, s.Select(Selection{First: cleo}), PrecisionExact, ""), 1.0/3, 1e-12)
	hasNone(t, "all three", figure(t, s.Select(Selection{}), RecallExact, ""), twoOnly)
}

func TestAttributesOfSpansThatMatch(t *testing.T) {
	d := shared(t, "[claim a] [claim b] [claim c] [claim d] e", "[claim a] [claim b] [claim c] d [claim e]")
	give := func(set, mark int, attribute string, values ...string) {
		sp := d.Sets[set].Spans[mark]
		with, err := annotation.StoredSpan(sp.ID, sp.Set(), sp.Label(), sp.Ranges(), sp.Quote(), map[string][]string{attribute: values, "unsure": {"yes"}}, "", sp.Origin(), 1)
		if err != nil {
			t.Fatal(err)
		}
		d.Sets[set].Spans[mark] = with
	}
	for i, v := range [][2]string{{"yes", "yes"}, {"yes", "no"}, {"no", "no"}} {
		give(0, i, "checkworthy", v[0])
		give(1, i, "checkworthy", v[1])
	}
	give(0, 3, "checkworthy", "yes") // which has no match
	s := NewStudy([]Document{d}, Options{})
	g := s.Select(Selection{Label: annotation.LabelRole{Label: "claim"}})
	near(t, "two of three", figure(t, g, AttributeShare, "checkworthy"), 2.0/3, 1e-12)
	x := coded(t, "ana yes yes no\nben yes no no")
	kappa, _ := x.Cohen().Value()
	alpha, _ := x.Alpha(Nominal).Value()
	near(t, "as a table", figure(t, g, AttributeCohen, "checkworthy"), kappa, 1e-12)
	near(t, "as a table", figure(t, g, AttributeAlpha, "checkworthy"), alpha, 1e-12)
	if c := figure(t, g, AttributeAlpha, "checkworthy").Counts; c.Matched != 3 {
		t.Errorf("it rests on %+v", c)
	}
	for _, f := range g.Figures {
		if f.Of == "unsure" {
			t.Error("the program's own attribute is compared")
		}
	}
	near(t, "under its label", figure(t, s.Select(Selection{}), AttributeShare, "claim checkworthy"), 2.0/3, 1e-12)
}

func TestRelationsBetweenSpansThatMatch(t *testing.T) {
	d := shared(t, "[claim#1 Tolls rose] by [statistic#2 12%], [attribution#3 she said]\n---\n#1 rests_on #2\n#1 stated_in #3",
		"[claim#1 Tolls] rose by [statistic#2 12%], [attribution#3 she said]\n---\n#1 rests_on #2\n#3 stated_in #1\n#2 stated_in #3")
	g := NewStudy([]Document{d}, Options{}).Select(Selection{})
	near(t, "one of two and three", figure(t, g, RelationF1, ""), 2.0/5, 1e-12)
	near(t, "one of one", figure(t, g, RelationF1, "rests_on"), 1, 0)
	near(t, "turned round", figure(t, g, RelationF1, "stated_in"), 0, 0)
	g = NewStudy([]Document{d}, Options{Symmetric: []string{"stated_in"}}).Select(Selection{})
	near(t, "has no direction", figure(t, g, RelationRecall, "stated_in"), 1, 0)
	g = NewStudy([]Document{d}, Options{Rule: Exact}).Select(Selection{})
	near(t, "its ends match no more", figure(t, g, RelationF1, "rests_on"), 0, 0)
	d.Sets[0].Relations = append(d.Sets[0].Relations, d.Sets[0].Relations[0])
	g = NewStudy([]Document{d}, Options{}).Select(Selection{})
	near(t, "a link made twice counts once", figure(t, g, RelationRecall, "rests_on"), 1.0/2, 0)
}

func TestSuggestionsAreLeftOutOrLookedAtAlone(t *testing.T) {
	d := shared(t, "[claim Tolls] [claim rose] in [claim May]", "[claim Tolls] [claim rose] in [claim May]")
	sp := d.Sets[0].Spans[0]
	d.Sets[0].Spans[0] = annotation.NewSpan(sp.ID, sp.Set(), sp.Label(), d.Text, sp.Ranges(), annotation.OriginSuggestion)
	for o, want := range map[Origins]int{AllOrigins: 3, OwnOnly: 2, SuggestedOnly: 1} {
		f := figure(t, NewStudy([]Document{d}, Options{Origins: o}).Select(Selection{}), F1Exact, "")
		near(t, "same", f, 1, 0)
		if f.Counts.Matched != want || f.Counts.First != want || f.Counts.Second != want {
			t.Errorf("%v: %+v", o, f.Counts)
		}
	}
	if len(d.Sets[0].Spans) != 3 {
		t.Error("the document was changed")
	}
}

func TestFiguresOverTime(t *testing.T) {
	day := func(d Document, days ...int) Document {
		for i, n := range days {
			d.Sets[i].Finished = time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC)
		}
		return d
	}
	s := NewStudy([]Document{
		day(shared(t, "[claim a] b", "[claim a] b"), 3, 4),
		day(shared(t, "[claim a] b", "a [claim b]"), 4, 9), // a Monday
		day(shared(t, "[claim a] b", "[claim a b]"), 5),    // when Ben finished is not known
	}, Options{})
	weeks := s.Over(Week, time.UTC)
	if len(weeks) != 2 || weeks[0].From != time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) || weeks[1].To != time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC) {
		t.Fatalf("weeks are %v", weeks)
	}
	near(t, "first week", figure(t, weeks[0], F1Exact, ""), 1, 0)
	near(t, "second week", figure(t, weeks[1], F1Exact, ""), 0, 0)
	for _, w := range weeks {
		same(t, w.Figures, s.Select(w.Selection).Figures)
	}
	if months := s.Over(Month, time.UTC); len(months) != 1 || months[0].To.Month() != time.April {
		t.Errorf("months are %v", months)
	}
}

// scattered are random documents of a few words that up to three annotators marked with two labels; marks nest, cross and have gaps.
func scattered(rnd *rand.Rand, n int) (out []Document) {
	for range n {
		words := strings.Repeat("tolls rose ", 2+rnd.Intn(4))
		t := text.MustNew(strings.TrimSpace(words))
		d := Document{ID: annotation.NewID(), Text: t}
		for p := range 3 {
			if rnd.Intn(4) == 0 {
				continue
			}
			set := Set{Annotator: person(p + 1)}
			for range rnd.Intn(5) {
				at := text.Pos(rnd.Intn(int(t.Len()) - 6))
				ranges := []rangeset.Range{{Start: at, End: at + 1 + text.Pos(rnd.Intn(5))}}
				if rnd.Intn(5) == 0 {
					ranges = rangeset.Union(append(ranges, rangeset.Range{Start: ranges[0].End + 1, End: min(t.Len(), ranges[0].End+4)}))
				}
				l := annotation.LabelRole{Label: "claim", Role: []string{"", "part"}[rnd.Intn(2)]}
				set.Spans = append(set.Spans, annotation.NewSpan(annotation.NewID(), annotation.ID{}, l, t, ranges, annotation.OriginSelection))
			}
			d.Sets = append(d.Sets, set)
		}
		out = append(out, d)
	}
	return out
}

// The token figures are held against tables that say of each word and label whether a coder has it.
func TestTokenFiguresAreThoseOfATableOfWords(t *testing.T) {
	rnd := rand.New(rand.NewSource(7))
	for range 60 {
		documents := scattered(rnd, 4)
		s := NewStudy(documents, Options{Samples: -1})
		for _, sel := range append(s.byLabel(Selection{}), Selection{}, Selection{First: ana, Second: cleo}) {
			var ratings []Rating
			some := false
			coders := 0
			same := true
			for n, d := range documents {
				var sets []Set
				for _, set := range d.Sets {
					if sel.First.IsZero() || set.Annotator == sel.First || set.Annotator == sel.Second {
						sets = append(sets, set)
					}
				}
				if len(sets) < 2 {
					continue
				}
				same = same && (coders == 0 || coders == len(sets))
				coders = len(sets)
				for _, set := range sets {
					for _, l := range s.labels {
						if sel.Label != l && sel.Label != (annotation.LabelRole{}) {
							continue
						}
						for w, token := range d.Text.Tokens() {
							value := "0"
							for _, sp := range set.Spans {
								for _, r := range sp.Ranges() {
									if sp.Label() == l && r.Overlaps(rangeset.Range{Start: token[0], End: token[1]}) {
										value, some = "1", true
									}
								}
							}
							ratings = append(ratings, Rating{set.Annotator.String(), fmt.Sprint(n, l, w), value})
						}
					}
				}
			}
			if !some {
				continue
			}
			g, x := s.Select(sel), table(t, ratings)
			for _, c := range []struct{ got, want Figure }{
				{figure(t, g, TokenAlpha, ""), x.Alpha(Nominal)}, {figure(t, g, TokenAC1, ""), x.AC1()},
				{figure(t, g, TokenFleiss, ""), x.Fleiss()}, {figure(t, g, TokenCohen, ""), x.Cohen()},
			} {
				want, ok := c.want.Value()
				got, defined := c.got.Value()
				if c.want.Undefined() == oneCategory { // all words have the label
					ok, want = true, 1
				}
				if ok != defined || math.Abs(got-want) > 1e-9 {
					t.Fatalf("%v: %s is %v %s, want %v %s", sel, c.got.Measure.ID, got, c.got.Undefined(), want, c.want.Undefined())
				}
			}
		}
	}
}

// The figures on characters of a label are held against those of a continuum.
func TestCharacterFiguresAreThoseOfAContinuum(t *testing.T) {
	rnd := rand.New(rand.NewSource(8))
	for range 200 {
		d := scattered(rnd, 1)[0]
		s := NewStudy([]Document{d}, Options{})
		for l, label := range s.labels {
			c := s.continuum(s.documents[0], s.scope(Selection{Label: label}))
			for i, set := range s.documents[0].sets {
				c.units[i] = nil
				for _, r := range newCover(set.marks[l], nil).stretches {
					c.units[i] = append(c.units[i], unit{r, 0})
				}
			}
			c.values = []string{""}
			g := s.Select(Selection{Label: label})
			want, _ := c.Unitizing().Alpha().Value()
			near(t, "one document", figure(t, g, UAlpha, ""), want, 1e-9)
			want, _ = c.UnitizingOld("").Value()
			near(t, "one document", figure(t, g, UAlphaOld, ""), want, 1e-9)
		}
	}
}

func TestMarksThatTouchAreTwoStretchesAndMarksThatOverlapAreOne(t *testing.T) {
	d := shared(t, "[claim Tolls ][claim rose] in [claim#1 May][claim#2  for][claim#1  all]", "[claim Tolls rose] in May for all")
	want, _ := cut(t, d.Text.Len(), "a 0-6=x 6-10=x 14-17=x 17-21=x 21-25=x\nb 0-10=x").Unitizing().Alpha().Value()
	near(t, "cut three times", figure(t, NewStudy([]Document{d}, Options{}).Select(Selection{}), UAlpha, ""), want, 1e-12)
	d = shared(t, "[claim Tolls [claim rose] in] May", "[claim Tolls rose in] May")
	near(t, "one in the other", figure(t, NewStudy([]Document{d}, Options{}).Select(Selection{}), UAlpha, ""), 1, 0)
}

// bruteMatches is how many pairs match at most, by trying all.
func bruteMatches(a, b []annotation.Span, rule Rule, used map[int]bool) int {
	if len(a) == 0 {
		return 0
	}
	best := bruteMatches(a[1:], b, rule, used)
	for j, o := range b {
		if used[j] || a[0].Label() != o.Label() {
			continue
		}
		both, either := 0, 0
		for p := range text.Pos(200) {
			in := func(sp annotation.Span) bool {
				for _, r := range sp.Ranges() {
					if r.Contains(p) {
						return true
					}
				}
				return false
			}
			if in(a[0]) && in(o) {
				both++
			}
			if in(a[0]) || in(o) {
				either++
			}
		}
		if rule == Overlap && both > 0 || rule == Exact && both == either || rule == IoU50 && 2*both >= either {
			used[j] = true
			best = max(best, 1+bruteMatches(a[1:], b, rule, used))
			used[j] = false
		}
	}
	return best
}

func TestNoOtherWayMatchesMoreSpans(t *testing.T) {
	rnd := rand.New(rand.NewSource(9))
	for range 150 {
		d := scattered(rnd, 1)[0]
		if len(d.Sets) < 2 || len(d.Sets[0].Spans)+len(d.Sets[1].Spans) == 0 {
			continue
		}
		a, b := d.Sets[0], d.Sets[1]
		s := NewStudy([]Document{d}, Options{})
		g := s.Select(Selection{First: a.Annotator, Second: b.Annotator})
		for rule, m := range map[Rule]*Measure{Exact: F1Exact, Overlap: F1Overlap, IoU50: F1IoU} {
			want := bruteMatches(a.Spans, b.Spans, rule, map[int]bool{})
			if got := figure(t, g, m, "").Counts.Matched; got != want {
				t.Fatalf("%s: %d match, want %d\n%v\n%v", m.ID, got, want, a.Spans, b.Spans)
			}
			n := 0
			for _, match := range s.Pairing(d.ID, a.Annotator, b.Annotator, rule) {
				if match.First != nil && match.Second != nil {
					n++
				}
			}
			if n != want {
				t.Fatalf("%s: %d pairs are shown, want %d", m.ID, n, want)
			}
		}
	}
}

func TestWhatIsNotSharedAndWhoIsWhoChangeNothing(t *testing.T) {
	rnd := rand.New(rand.NewSource(10))
	for range 20 {
		documents := scattered(rnd, 5)
		s := NewStudy(documents, Options{Samples: 50})
		alone := documents[0]
		alone.Sets = slices.Clone(alone.Sets[:min(1, len(alone.Sets))])
		for i := range alone.Sets {
			alone.Sets[i].Annotator = person(9)
		}
		more := NewStudy(append([]Document{alone}, documents...), Options{Samples: 50})
		same(t, s.Select(Selection{}).Figures, more.Select(Selection{}).Figures)

		renamed := make([]Document, len(documents))
		for i, d := range documents {
			renamed[i] = Document{ID: d.ID, Text: d.Text}
			for _, set := range d.Sets {
				set.Annotator[15] = 20 - set.Annotator[15]
				renamed[i].Sets = append(renamed[i].Sets, set)
			}
		}
		a, b := s.Select(Selection{}), NewStudy(renamed, Options{Samples: 50}).Select(Selection{})
		if len(s.together) > 1 { // with one pair, precision and recall change places
			same(t, a.Figures, b.Figures)
		}
		same(t, s.Select(Selection{First: ana, Second: ben}).Figures, NewStudy(renamed, Options{}).Select(Selection{First: person(19), Second: person(18)}).Figures)
	}
}

func TestAReportHoldsEveryGroupAndIntervalsComeFromTheSeed(t *testing.T) {
	documents := scattered(rand.New(rand.NewSource(11)), 30)
	s := NewStudy(documents, Options{Seed: 1, Samples: 200})
	r := s.Report()
	if len(r.Labels) != 2 || len(r.Pairs) != 3 || len(r.PairLabels) != 6 || len(r.Annotators) != 3 || len(r.Documents) != s.Shared() || len(r.Roles) != 1 {
		t.Fatalf("%d labels, %d pairs, %d, %d annotators, %d documents, %d with roles",
			len(r.Labels), len(r.Pairs), len(r.PairLabels), len(r.Annotators), len(r.Documents), len(r.Roles))
	}
	for _, g := range append(append(append([]Group{r.All}, r.Labels...), r.Pairs...), r.Annotators...) {
		same(t, g.Figures, s.Select(g.Selection).Figures)
		f := figure(t, g, TokenAlpha, "")
		if v, ok := f.Value(); !ok || f.Interval == nil || f.Interval.Low > v || f.Interval.High < v || f.Interval.Low == f.Interval.High {
			t.Errorf("token alpha %v %s in %v", v, f.Undefined(), f.Interval)
		}
	}
	again := NewStudy(documents, Options{Seed: 1, Samples: 200}).Report()
	other := NewStudy(documents, Options{Seed: 2, Samples: 200}).Report()
	one, two, three := figure(t, r.All, Agr, ""), figure(t, again.All, Agr, ""), figure(t, other.All, Agr, "")
	if *one.Interval != *two.Interval || *one.Interval == *three.Interval {
		t.Errorf("intervals %v, %v and of another seed %v", *one.Interval, *two.Interval, *three.Interval)
	}
	worst := r.Worst(F1Overlap, 3)
	low, _ := figure(t, worst[0], F1Overlap, "").Value()
	for _, g := range r.Documents {
		if v, ok := figure(t, g, F1Overlap, "").Value(); ok && v < low {
			t.Errorf("%v is lower than the worst, %v", v, low)
		}
	}
	near(t, "pairs' mean", figure(t, r.All, Agr, ""), meanAgr(t, r), 1e-12)
}

// meanAgr is the mean over all pairs and directions.
func meanAgr(t *testing.T, r Report) float64 {
	total := 0.0
	for _, g := range r.Pairs {
		for _, m := range []*Measure{AgrFirst, AgrSecond} {
			v, _ := figure(t, g, m, "").Value()
			total += v / float64(2*len(r.Pairs))
		}
	}
	return total
}

func TestRolesOfALabelAreTheValuesOfOneContinuum(t *testing.T) {
	d := shared(t, "[attribution.content Tolls rose], [attribution.source she] [attribution.cue said]",
		"[attribution.content Tolls rose, [attribution.source she]] [attribution.cue said]")
	g := NewStudy([]Document{d}, Options{}).Roles("attribution")
	c := cut(t, d.Text.Len(), "a 0-10=content 12-15=source 16-20=cue\nb 0-12=content 12-15=source 16-20=cue")
	same(t, g.Figures, c.Unitizing().figures())
	near(t, "the roles are the same", figure(t, g, CUAlpha, ""), 1, 0)
	near(t, "the roles are the same", figure(t, g, KUAlpha, "source"), 1, 0)
}

func TestGammaOfADocumentIsThatOfItsContinuum(t *testing.T) {
	d := shared(t, "[claim Tolls rose [statistic 12%]] in [claim May]", "[claim Tolls rose] [statistic 12%] in [claim May]")
	s := NewStudy([]Document{d}, Options{})
	g, err := s.Gamma(context.Background(), Selection{}, GammaOptions{Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	want := cut(t, d.Text.Len(), "a 0-14=claim 11-14=statistic 18-21=claim\nb 0-10=claim 11-14=statistic 18-21=claim").Gamma(GammaOptions{Seed: 3})
	value, _ := want.Gamma.Value()
	near(t, "one document", g.Figures[0], value, 1e-9)
	value, _ = want.Cat.Value()
	near(t, "one document", g.Figures[1], value, 1e-9)
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := s.Gamma(stopped, Selection{}, GammaOptions{}); err == nil {
		t.Error("it went on after it was stopped")
	}
}

func TestAReportOnNothingSaysSo(t *testing.T) {
	s := NewStudy(nil, Options{})
	r := s.Report()
	for _, f := range r.All.Figures {
		if f.Undefined() != noDocument {
			t.Errorf("%s is %q", f.Measure.ID, f.Undefined())
		}
	}
	if len(r.Labels)+len(r.Pairs)+len(r.Documents)+len(r.Roles)+len(s.Over(Week, time.UTC))+len(r.Worst(F1Exact, 3)) > 0 {
		t.Errorf("reported %+v", r)
	}
	s = NewStudy([]Document{shared(t, "[claim a]", "[claim a]")}, Options{})
	unknown := Selection{First: cleo, Label: annotation.LabelRole{Label: "nothing"}}
	if f := figure(t, s.Select(unknown), F1Exact, ""); f.Undefined() != noDocument || len(s.Confusions(unknown, Exact)) > 0 {
		t.Errorf("who is not there has %+v", f)
	}
}

func TestAFigureIsWrittenWithItsReasonOrItsBounds(t *testing.T) {
	written := func(f Figure) string {
		b, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got := written(without(Gamma, Counts{Coders: 1}, oneCoder)); got != `{"measure":"gamma","value":null,"undefined":"there is only one coder","counts":{"coders":1}}` {
		t.Error(got)
	}
	f := share(F1Exact, 0, 4, Counts{Documents: 2}, noMark)
	f.Interval = &Interval{0, .5}
	if got := written(f); got != `{"measure":"f1_exact","value":0,"low":0,"high":0.5,"counts":{"documents":2}}` {
		t.Error(got)
	}
}

func TestEveryMeasureHasANameASentenceAndASource(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Measures() {
		s := m.Sentence("", "")
		if m.ID == "" || m.Name == "" || m.Source == "" || !strings.HasSuffix(s, ".") || strings.ContainsAny(s, "{}") || seen[m.ID] || seen[m.Name] {
			t.Errorf("%+v says %q", m, s)
		}
		seen[m.ID], seen[m.Name] = true, true
	}
}

func TestAlphasAreReadAsKrippendorffReadsThem(t *testing.T) {
	for _, c := range []struct {
		f    Figure
		want Reading
	}{
		{Figure{Measure: AlphaNominal, value: .8}, Reliable}, {Figure{Measure: UAlpha, value: .799}, Tentative},
		{Figure{Measure: TokenAlpha, value: .66}, Unreliable}, {Figure{Measure: F1Exact, value: .9}, ""}, {without(UAlpha, Counts{}, noMark), ""},
	} {
		if got := c.f.Reading(); got != c.want {
			t.Errorf("%s of %v reads %q, want %q", c.f.Measure.ID, c.f.value, got, c.want)
		}
	}
}
