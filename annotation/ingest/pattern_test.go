package ingest

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"
)

// Lines are made of the expressions themselves: none that an expression takes is missed for want of a stem.
func TestWhatAPatternTakesHasOneOfItsStems(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, p := range map[string]pattern{"advertisement": advertisement, "newsletter": newsletter, "cookies": cookies, "read more": readMore, "copyright": copyright,
		"reading time": readingTime, "navigation": navigation, "comments": commentBox, "share": shareButton, "ruled line": ruledLine, "end": endMark} {
		x, err := syntax.Parse(p.whole.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		for range 3000 {
			line := strings.Join(strings.Fields(madeOf(x, r)), " ")
			if !p.whole.MatchString(line) || len(line) > longestFurniture {
				continue
			}
			if taken++; !p.is(line) {
				t.Errorf("%s: %q is missed", name, line)
			}
		}
		if taken < 500 {
			t.Errorf("%s: only %d lines to look at", name, taken)
		}
	}
}

// madeOf is a string that an expression is likely to match.
func madeOf(x *syntax.Regexp, r *rand.Rand) string {
	var b strings.Builder
	times := func(least, most int) {
		for range least + r.IntN(most-least+1) {
			b.WriteString(madeOf(x.Sub[0], r))
		}
	}
	switch x.Op {
	case syntax.OpLiteral:
		b.WriteString(string(x.Rune))
	case syntax.OpCharClass:
		at := 2 * r.IntN(len(x.Rune)/2)
		b.WriteRune(x.Rune[at] + r.Int32N(x.Rune[at+1]-x.Rune[at]+1))
	case syntax.OpAnyCharNotNL:
		b.WriteByte("a b.1"[r.IntN(5)])
	case syntax.OpConcat:
		for _, sub := range x.Sub {
			b.WriteString(madeOf(sub, r))
		}
	case syntax.OpAlternate:
		b.WriteString(madeOf(x.Sub[r.IntN(len(x.Sub))], r))
	case syntax.OpCapture:
		times(1, 1)
	case syntax.OpQuest:
		times(0, 1)
	case syntax.OpStar:
		times(0, 3)
	case syntax.OpPlus:
		times(1, 3)
	case syntax.OpRepeat:
		times(x.Min, min(max(x.Max, x.Min), x.Min+3))
	}
	return b.String()
}
