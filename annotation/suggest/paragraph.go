package suggest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// paragraph is what is looked at for attributions: a paragraph, or of a long one what is near the caret. Bounds are bytes in it.
type paragraph struct {
	t      *text.Text
	base   text.Byte
	open   string   // with NUL for all that stands in quotation marks, marks in
	quotes [][2]int // with their marks, none inside another
	units  [][2]int // sentences; what is quoted is not divided
}

// nearby is how far from the caret a paragraph is looked at, in bytes: a page of scraped text may be one.
const nearby = 4000

// paragraphAt is the paragraph round p.
func paragraphAt(t *text.Text, p text.Pos) *paragraph {
	start, end := t.Passage(p)
	from, to, at := t.Byte(start), t.Byte(end), t.Byte(p)
	g := &paragraph{t: t}
	inside := func(a, b text.Byte) bool { return b >= at-nearby && a <= at+nearby }
	for _, s := range t.Sentences(p) {
		if a, b := cut(t, t.Byte(s[0]), t.Byte(s[1]), at); inside(a, b) {
			g.units = append(g.units, [2]int{int(a), int(b)})
		}
	}
	if len(g.units) > 0 {
		from, to = text.Byte(g.units[0][0]), text.Byte(g.units[len(g.units)-1][1])
	}
	g.base = from
	for _, q := range t.Quotations(p) {
		if a, b := t.Byte(q[0]), t.Byte(q[1]); a >= from && b <= to {
			g.quotes = append(g.quotes, [2]int{int(a - from), int(b - from)})
		}
	}
	b := []byte(t.String()[from:to])
	for _, q := range g.quotes {
		clear(b[q[0]:q[1]])
	}
	g.open = string(b)
	g.divide()
	return g
}

// cut is what is looked at of a sentence: of one without end, what is near the caret.
func cut(t *text.Text, a, b, at text.Byte) (text.Byte, text.Byte) {
	if b-a <= nearby {
		return a, b
	}
	near := max(a, min(b, at))
	return t.Byte(t.Pos(max(a, near-farthest))), t.Byte(t.Pos(min(b, near+farthest))) // where characters begin
}

// divide makes units of the sentences: bounds in the paragraph, and none inside a quotation.
func (g *paragraph) divide() {
	units := g.units[:0]
	for _, u := range g.units {
		u[0], u[1] = max(0, u[0]-int(g.base)), min(len(g.open), u[1]-int(g.base))
		if k := len(units) - 1; k >= 0 && g.quoted(units[k][1], u[0]) {
			units[k][1] = u[1]
			continue
		}
		units = append(units, u)
	}
	g.units = units
}

// quoted tells whether a quotation goes on over the end of a sentence and the beginning of the next.
func (g *paragraph) quoted(end, start int) bool {
	for _, q := range g.quotes {
		if q[0] < end && start < q[1] {
			return true
		}
	}
	return false
}

// unitAt is the unit that p is in or right behind, else the first; empty where there is none.
func (g *paragraph) unitAt(p text.Pos) rangeset.Range {
	for i := range slices.Backward(g.units) {
		if r := g.span(g.units[i]); r.Start <= p || i == 0 {
			return r
		}
	}
	return rangeset.Range{Start: p, End: p}
}

// span turns byte bounds in the paragraph into a range of the text.
func (g *paragraph) span(b [2]int) rangeset.Range {
	return rangeset.Range{Start: g.t.Pos(g.base + text.Byte(b[0])), End: g.t.Pos(g.base + text.Byte(b[1]))}
}

// quoteEndsAt tells whether a quotation ends at a byte.
func (g *paragraph) quoteEndsAt(at int) bool { return at > 0 && g.open[at-1] == 0 }

// isQuotation tells whether nothing stands in a unit but what is quoted.
func (g *paragraph) isQuotation(u [2]int) bool {
	s := g.open[u[0]:u[1]]
	return strings.ContainsRune(s, 0) && strings.IndexFunc(s, func(r rune) bool { return r != 0 && (unicode.IsLetter(r) || unicode.IsNumber(r)) }) < 0
}

// trim takes white space and signs between clauses off both ends, and a final stop.
func (g *paragraph) trim(b [2]int) [2]int {
	s := g.open[b[0]:b[1]]
	left := len(s) - len(strings.TrimLeft(s, " \u00a0\t,;:–—-."))
	s = strings.TrimRight(s[left:], " \u00a0\t,;:–—-")
	if r, size := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".!?…", r) && !abbreviated.MatchString(s) {
		s = strings.TrimRight(s[:len(s)-size], ".!? ")
	}
	return [2]int{b[0] + left, b[0] + left + len(s)}
}
