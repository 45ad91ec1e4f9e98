package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// closers gives, for each mark that can open a quotation, those that can close it. German and Danish print close with what
// others open with.
var closers = map[rune]string{
	'"': `"`, '“': "”“", '„': "“”", '‟': "”", '«': "»", '»': "«»", '‹': "›", '›': "‹", '‘': "’", '‚': "‘’", '「': "」", '『': "』", '《': "》", '〈': "〉",
}

// Quotation is the smallest quotation of the paragraph that p is inside or at the edge of, its marks included. ok is false
// when there is none. A mark that is never closed opens none.
func (t *Text) Quotation(p Pos) (start, end Pos, ok bool) {
	return t.quotation(p, p, 0)
}

// QuotationRound is the smallest quotation that is larger than [start, end) and holds it. ok is false when there is none.
func (t *Text) QuotationRound(start, end Pos) (a, b Pos, ok bool) {
	return t.quotation(start, end, t.Byte(end)-t.Byte(start))
}

// quotation is the smallest one round [from, to) that is longer than so many bytes.
func (t *Text) quotation(from, to Pos, longer Byte) (start, end Pos, ok bool) {
	lo, hi := t.Byte(from), t.Byte(to)
	base, stop := t.passage(lo)
	if hi > stop {
		return 0, 0, false
	}
	best := [2]Byte{}
	all, _ := quotations(t.s[base:stop])
	for _, q := range all {
		a, b := base+Byte(q[0]), base+Byte(q[1])
		if a <= lo && hi <= b && b-a > longer && (!ok || b-a < best[1]-best[0]) {
			best, ok = [2]Byte{a, b}, true
		}
	}
	if !ok {
		return 0, 0, false
	}
	return t.Pos(best[0]), t.Pos(best[1]), true
}

// WithMarks is [start, end), or the quotation that it holds all words of: then its marks, and a stop before the closing one, are
// taken in.
func (t *Text) WithMarks(start, end Pos) (Pos, Pos) {
	if start >= end {
		return start, end
	}
	a, b, ok := t.QuotationRound(start, end)
	if ok && bare(t.Slice(a, start)) && bare(t.Slice(end, b)) {
		return a, b
	}
	return start, end
}

// Quotations gives the quotations of the paragraph that p stands in, marks in, in order, none inside another. One that is not closed
// and whose mark the next paragraph begins with goes on there; it is one to the end of this paragraph. Of a paragraph of more than
// 32 KB it looks at a part round p.
func (t *Text) Quotations(p Pos) [][2]Pos {
	base, stop := t.passage(t.Byte(p))
	s := t.s[base:stop]
	all, open := quotations(s)
	for _, o := range open {
		next := strings.TrimLeftFunc(t.s[stop:], IsSpace)
		if strings.HasPrefix(next, string(o.mark)) {
			all = append(all, [2]int{o.at, len(strings.TrimRightFunc(s, IsSpace))})
			break
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], b[1]-a[1]) })
	var out [][2]Pos
	end := -1
	for _, q := range all {
		if q[0] >= end {
			out = append(out, [2]Pos{t.Pos(base + Byte(q[0])), t.Pos(base + Byte(q[1]))})
			end = q[1]
		}
	}
	return out
}

// bare tells a stretch without any word.
func bare(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || isEmoji(r) }) < 0
}

// opened is a mark that may open a quotation, and its byte.
type opened struct {
	mark rune
	at   int
}

// quotations finds the quotations of a paragraph, as bytes [from, to) with their marks; nested ones come before the one round
// them. open are the marks that nothing closes, in order.
func quotations(s string) (out [][2]int, open []opened) {
	for i, r := range s {
		if r < 0x80 && r != '"' {
			continue
		}
		k := len(open) - 1
		for k >= 0 && !strings.ContainsRune(closers[open[k].mark], r) {
			k--
		}
		if k >= 0 && closes(s, i, r) {
			out = append(out, [2]int{open[k].at, i + utf8.RuneLen(r)})
			open = open[:k]
			continue
		}
		if closers[r] != "" && opens(s, i, r) {
			open = append(open, opened{r, i})
		}
	}
	return out, open
}

// opens tells a mark that stands before a word and not behind one.
func opens(s string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	behind, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	return (i == 0 || !isWordy(before)) && behind != utf8.RuneError && !IsSpace(behind) || r >= 0x3000 || r == '«' || r == '‹'
}

// closes tells that a mark which could close a quotation is no apostrophe and does not open one.
func closes(s string, i int, r rune) bool {
	behind, size := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	return size == 0 || !isWordy(behind)
}

func isWordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
