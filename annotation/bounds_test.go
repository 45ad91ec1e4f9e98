package annotation_test

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// linked is a scheme with two ways to link claims.
var linked = &annotation.Scheme{
	Name: "linked", Version: 1,
	Labels: []annotation.Label{{ID: "claim"}, {ID: "statistic"}},
	Relations: []annotation.RelationType{
		{ID: "rests_on", From: []string{"claim"}, To: []string{"statistic"}},
		{ID: "supports", From: []string{"claim"}, To: []string{"claim"}},
		{ID: "part_of", From: []string{"statistic"}, To: []string{"claim"}},
	},
}

// hand finds marks and places in a set by their words.
type hand struct {
	t   *testing.T
	set *annotation.Set
}

func (h hand) stretch(words string) rangeset.Range {
	h.t.Helper()
	x := h.set.Text()
	b := strings.Index(x.String(), words)
	if b < 0 {
		h.t.Fatalf("no %q in the text", words)
	}
	return rangeset.Range{Start: x.Pos(text.Byte(b)), End: x.Pos(text.Byte(b + len(words)))}
}

func (h hand) mark(quote string) annotation.ID {
	h.t.Helper()
	for _, sp := range h.set.Spans() {
		if sp.Quote() == quote {
			return sp.ID
		}
	}
	h.t.Fatalf("no mark on %q", quote)
	return annotation.ID{}
}

func (h hand) link(kind string) annotation.ID {
	h.t.Helper()
	for _, sp := range h.set.Spans() {
		for _, r := range h.set.Relations(sp.ID) {
			if r.Type == kind {
				return r.ID
			}
		}
	}
	h.t.Fatalf("no link %s", kind)
	return annotation.ID{}
}

func TestBoundsOfMarksChange(t *testing.T) {
	for _, c := range []struct {
		name, before string
		act          func(hand) (annotation.Edit, error)
		after        string // or the error, behind "!"
	}{
		{"a further range makes an interrupted mark",
			"[claim It happens] – he said – to everybody.",
			func(h hand) (annotation.Edit, error) {
				return h.set.AddRanges(h.mark("It happens"), []rangeset.Range{h.stretch("to everybody")})
			},
			"[claim#1 It happens] – he said – [claim#1 to everybody]."},
		{"a range that touches makes the mark longer",
			"[claim It] happens.",
			func(h hand) (annotation.Edit, error) {
				return h.set.AddRanges(h.mark("It"), []rangeset.Range{h.stretch(" happens")})
			},
			"[claim It happens]."},
		{"a range goes out again",
			"[claim#1 It happens] – he said – [claim#1 to everybody].",
			func(h hand) (annotation.Edit, error) {
				return h.set.RemoveRange(h.mark("It happens to everybody"), h.stretch("every").Start)
			},
			"[claim It happens] – he said – to everybody."},
		{"the only range stays",
			"[claim It happens].",
			func(h hand) (annotation.Edit, error) { return h.set.RemoveRange(h.mark("It happens"), 3) },
			"!only one"},
		{"where no range is none goes out",
			"[claim#1 It happens] – he said – [claim#1 to all].",
			func(h hand) (annotation.Edit, error) {
				return h.set.RemoveRange(h.mark("It happens to all"), h.stretch("he said").Start)
			},
			"!not found"},
		{"other bounds",
			"[claim It happens] to all.",
			func(h hand) (annotation.Edit, error) {
				return h.set.SetRanges(h.mark("It happens"), []rangeset.Range{h.stretch("happens to all")})
			},
			"It [claim happens to all]."},
		{"bounds of another mark of the label are refused",
			"[claim It [claim happens]].",
			func(h hand) (annotation.Edit, error) {
				return h.set.SetRanges(h.mark("It happens"), []rangeset.Range{h.stretch("happens")})
			},
			"!this label already"},
		{"a cut between words leaves the space out",
			"[claim#1 Prices rose and wages fell] by [statistic#2 2%].\n---\n#1 rests_on #2",
			func(h hand) (annotation.Edit, error) {
				return h.set.Split(h.mark("Prices rose and wages fell"), h.stretch("and").Start)
			},
			"[claim#1 Prices rose] [claim and wages fell] by [statistic#2 2%].\n---\n#1 rests_on #2"},
		{"a cut in an interrupted mark divides its ranges",
			"[claim#1 It] – he said – [claim#1 happens to all].",
			func(h hand) (annotation.Edit, error) {
				return h.set.Split(h.mark("It happens to all"), h.stretch("to all").Start)
			},
			"[claim#1 It] – he said – [claim#1 happens] [claim to all]."},
		{"a cut at the edge is none",
			"[claim It happens].",
			func(h hand) (annotation.Edit, error) { return h.set.Split(h.mark("It happens"), 0) },
			"!on one side"},
		{"two marks with a space between become one range",
			"[claim Prices rose] [claim#1 and wages fell] by [statistic#2 2%].\n---\n#1 rests_on #2",
			func(h hand) (annotation.Edit, error) {
				return h.set.Join(h.mark("Prices rose"), h.mark("and wages fell"))
			},
			"[claim#1 Prices rose and wages fell] by [statistic#2 2%].\n---\n#1 rests_on #2"},
		{"two marks with words between become an interrupted one",
			"[claim It happens] – he said – [claim to all].",
			func(h hand) (annotation.Edit, error) { return h.set.Join(h.mark("It happens"), h.mark("to all")) },
			"[claim#1 It happens] – he said – [claim#1 to all]."},
		{"a link between the two goes, one that both had stays once",
			"[claim#1 It] [claim#2 happens] [statistic#3 2%].\n---\n#1 supports #2\n#1 rests_on #3\n#2 rests_on #3",
			func(h hand) (annotation.Edit, error) { return h.set.Join(h.mark("It"), h.mark("happens")) },
			"[claim#1 It happens] [statistic#2 2%].\n---\n#1 rests_on #2"},
		{"marks of two labels do not join",
			"[claim It] happens [statistic twice].",
			func(h hand) (annotation.Edit, error) { return h.set.Join(h.mark("It"), h.mark("twice")) },
			"!against the scheme"},
		{"a link goes alone",
			"[claim#1 It] [statistic#2 2%].\n---\n#1 rests_on #2",
			func(h hand) (annotation.Edit, error) { return h.set.RemoveRelation(h.link("rests_on")) },
			"[claim It] [statistic 2%]."},
		{"a link of another type may turn round",
			"[claim#1 It] [statistic#2 2%].\n---\n#1 rests_on #2",
			func(h hand) (annotation.Edit, error) { return h.set.Retype(h.link("rests_on"), "part_of") },
			"[claim#1 It] [statistic#2 2%].\n---\n#2 part_of #1"},
		{"a link cannot be of a type for other marks",
			"[claim#1 It] [statistic#2 2%].\n---\n#1 rests_on #2",
			func(h hand) (annotation.Edit, error) { return h.set.Retype(h.link("rests_on"), "supports") },
			"!against the scheme"},
		{"nor of a type that there is between the two",
			"[claim#1 It] [statistic#2 2%].\n---\n#1 rests_on #2\n#2 part_of #1",
			func(h hand) (annotation.Edit, error) { return h.set.Retype(h.link("rests_on"), "part_of") },
			"!linked so already"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := annotationtest.Set(t, linked, c.before)
			e, err := c.act(hand{t, set})
			if want, refused := strings.CutPrefix(c.after, "!"); refused {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("error %v, want one with %q", err, want)
				}
				return
			}
			if err == nil {
				err = set.Apply(e)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimRight(annotationtest.Format(set), "\n"); got != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
			if err := set.Apply(e.Inverse()); err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimRight(annotationtest.Format(set), "\n"); got != c.before {
				t.Errorf("taken back\n%s\nwant\n%s", got, c.before)
			}
		})
	}
}

func TestWhichLinksTheSchemeAllowsAndInWhichDirection(t *testing.T) {
	set := annotationtest.Set(t, linked, "[claim#1 It] [claim#2 happens] [statistic#3 2%].\n---\n#1 rests_on #3")
	h := hand{t, set}
	for _, c := range []struct{ a, b, want string }{
		{"It", "happens", "It supports happens"},
		{"happens", "2%", "happens rests_on 2%, 2% part_of happens"},
		{"2%", "happens", "happens rests_on 2%, 2% part_of happens"},
		{"It", "2%", "2% part_of It"},
		{"It", "It", ""},
	} {
		var got []string
		for _, l := range set.Links(h.mark(c.a), h.mark(c.b)) {
			from, _ := set.Span(l.From)
			to, _ := set.Span(l.To)
			got = append(got, from.Quote()+" "+l.Type.ID+" "+to.Quote())
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s and %s: %s, want %s", c.a, c.b, s, c.want)
		}
	}
}

func TestTheNextMarkOfTheSameLabel(t *testing.T) {
	set := annotationtest.Set(t, linked, "[claim#1 It] [statistic 2%] [claim#1 or] [claim not] [statistic 3%].")
	h := hand{t, set}
	for quote, want := range map[string]string{"It or": "not", "2%": "3%", "not": "", "3%": ""} {
		if sp, _ := set.NextLike(h.mark(quote)); sp.Quote() != want {
			t.Errorf("after %q comes %q, want %q", quote, sp.Quote(), want)
		}
	}
}
