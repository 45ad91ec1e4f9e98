package interchange

import (
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/text"
)

func lineOf(s string, marks ...[][2]text.Pos) Line {
	l := Line{Text: s}
	for _, ranges := range marks {
		l.Spans = append(l.Spans, Span{}.Over(l.Index(), ranges...))
	}
	return l
}

func over(from, to text.Pos) [][2]text.Pos { return [][2]text.Pos{{from, to}} }

func shown(l *Line, tokens [][2]text.Pos) string {
	var out []string
	for _, b := range tokens {
		out = append(out, l.Index().Slice(b[0], b[1]))
	}
	return strings.Join(out, "|")
}

func TestTokensAreWordsAndSignsCutWhereMarksAre(t *testing.T) {
	for _, c := range []struct {
		text string
		mark [][2]text.Pos
		want string
	}{
		{"Tolls rose 12.5% in May, she said.", nil, "Tolls|rose|12.5|%|in|May|,|she|said|."},
		{"“It’s…” (no)", nil, "“|It’s|…|”|(|no|)"},
		{"🔴 e\u0301te\u0301\n\n👩‍👩‍👧!", nil, "🔴|e\u0301te\u0301|👩‍👩‍👧|!"},
		{"1\u202F000 \u0301 x\u00a0y\x1cz", nil, "1|000|\u0301|x|y|z"},
		{"pre-election", over(0, 3), "pre|-|election"},
		{"unemployment", over(2, 8), "un|employ|ment"},
		{"a  b", over(1, 2), "a|b"},
		{" \n", nil, ""},
		{"", nil, ""},
	} {
		l := lineOf(c.text)
		if c.mark != nil {
			l = lineOf(c.text, c.mark)
		}
		if got := shown(&l, l.Tokens()); got != c.want {
			t.Errorf("%q marked %v has %q, want %q", c.text, c.mark, got, c.want)
		}
	}
}

func TestTheTokensInARange(t *testing.T) {
	l := lineOf("one two  three")
	for _, c := range []struct {
		r    [2]text.Pos
		want string
	}{
		{[2]text.Pos{0, 3}, "one"},
		{[2]text.Pos{0, 7}, "one|two"},
		{[2]text.Pos{3, 9}, "two"},
		{[2]text.Pos{4, 14}, "two|three"},
		{[2]text.Pos{7, 9}, ""},
		{[2]text.Pos{5, 6}, ""},
	} {
		from, to := TokensIn(l.Tokens(), c.r)
		if got := shown(&l, l.Tokens()[from:to]); got != c.want {
			t.Errorf("%v holds %q, want %q", c.r, got, c.want)
		}
	}
}

func TestTokensComeWithWhatStandsBetween(t *testing.T) {
	l := lineOf("\n🔴 fell,  été ")
	var got []string
	for before, token := range l.Spaced(l.Tokens()) {
		got = append(got, before+"<"+token+">")
	}
	if want := "\n<🔴> <fell><,>  <été> <>"; strings.Join(got, "") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMarksAreWidenedToWholeTokens(t *testing.T) {
	l := lineOf("unemployment rose, slightly", over(2, 12), over(13, 18), over(14, 15), [][2]text.Pos{{0, 2}, {4, 6}, {19, 21}})
	var got []string
	for _, s := range l.Widened().Spans {
		got = append(got, s.Text)
	}
	slices.Sort(got)
	if want := "rose|rose,|unemployment|unemployment slightly"; strings.Join(got, "|") != want {
		t.Errorf("marks are on %q, want %q", got, want)
	}
	if l.Spans[0].Text != "employment" {
		t.Error("the line itself was changed")
	}
}
