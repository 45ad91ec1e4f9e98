package suggest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Grow gives the next larger unit round a selection that grew from a caret at p: word, number or name, clause or quotation,
// sentence, paragraph. ok is false when there is none. An empty selection grows to the word.
func Grow(t *text.Text, sel rangeset.Range, p text.Pos) (r rangeset.Range, ok bool) {
	for _, u := range units(t, p) {
		if u.Start <= sel.Start && sel.End <= u.End && u != sel {
			return u, true
		}
	}
	return sel, false
}

// Shrink gives the next smaller unit round p that is inside a selection, as Grow came by it; ok is false when there is
// none.
func Shrink(t *text.Text, sel rangeset.Range, p text.Pos) (r rangeset.Range, ok bool) {
	for _, u := range slices.Backward(units(t, p)) {
		if sel.Start <= u.Start && u.End <= sel.End && u != sel {
			return u, true
		}
	}
	return rangeset.Range{Start: p, End: p}, false
}

// units gives what can be selected round a caret at p, the smallest first, each inside the next.
func units(t *text.Text, p text.Pos) []rangeset.Range {
	span := func(start, end text.Pos) rangeset.Range { return rangeset.Range{Start: start, End: end} }
	all := []rangeset.Range{span(t.Word(p))}
	if r, ok := Number(t, p, nil); ok && r.Touches(p) {
		all = append(all, r)
	}
	start, end, full := t.Sentence(p)
	paragraph := span(t.TrimSpace(t.Paragraph(p)))
	all = append(all, name(t, p, start, full), clause(t, p, start, end), span(start, end), span(start, full), paragraph)
	for a, b, ok := t.Quotation(p); ok && paragraph.Start <= a && b <= paragraph.End; a, b, ok = t.QuotationRound(a, b) {
		all = append(all, span(a, b))
	}
	slices.SortStableFunc(all, func(a, b rangeset.Range) int { return int(a.Len() - b.Len()) })
	out := all[:0]
	for _, r := range all {
		nests := len(out) == 0 || r.Start <= out[len(out)-1].Start && out[len(out)-1].End <= r.End
		if !r.Empty() && r.Touches(p) && nests && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// clauseSigns divide a sentence into clauses.
const clauseSigns = ",;:—–()[]"

// Quotation marks at the edge of a clause are those of a quotation that it is only a part of.
const (
	openMarks  = " \"“„«‹‘‚"
	closeMarks = " \"”“»›’‘"
)

// clause is the part of the sentence [start, end) between two signs that p is in. A sign inside a number or a word divides
// nothing.
func clause(t *text.Text, p, start, end text.Pos) rangeset.Range {
	if p < start || p > end {
		return rangeset.Range{}
	}
	s, from, at := t.Slice(start, end), t.Byte(start), int(t.Byte(p)-t.Byte(start))
	left, right := 0, len(s)
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if !strings.ContainsRune(clauseSigns, r) || unicode.IsLetter(next) && r != '(' && r != '—' || unicode.IsDigit(next) && r != '(' {
			continue
		}
		switch {
		case i < at:
			left = i + utf8.RuneLen(r)
		case right == len(s):
			right = i
		}
	}
	inner := strings.TrimLeft(s[left:right], openMarks)
	left = right - len(inner)
	right = left + len(strings.TrimRight(inner, closeMarks))
	a, b := t.TrimSpace(t.Pos(from+text.Byte(left)), t.Pos(from+text.Byte(right)))
	return rangeset.Range{Start: a, End: b}
}

// particles stand inside names in lower case.
var particles = []string{"of", "de", "da", "di", "del", "der", "den", "van", "von", "al", "bin", "ibn", "la", "le", "du", "for", "and", "the", "&"}

// name is the run of capitalised words that p is in, particles between them included, without an article before it.
func name(t *text.Text, p, start, end text.Pos) rangeset.Range {
	first, last := t.Word(p)
	if !capitalised(t.Slice(first, last)) {
		return rangeset.Range{}
	}
	r := rangeset.Range{Start: first, End: last}
	for at := last; ; {
		next := t.NextWord(at)
		a, b := t.Word(next)
		if b <= at || b > end || strings.Trim(t.Slice(at, a), " \u00a0") != "" {
			break
		}
		if at = b; capitalised(t.Slice(a, b)) {
			r.End = b
		} else if !slices.Contains(particles, t.Slice(a, b)) {
			break
		}
	}
	for at := first; at > start; {
		prev := t.PrevWord(at)
		a, b := t.Word(prev)
		if a >= at || a < start || strings.Trim(t.Slice(b, at), " \u00a0") != "" {
			break
		}
		if at = a; capitalised(t.Slice(a, b)) && !article(t.Slice(a, b)) {
			r.Start = a
		} else if !slices.Contains(particles, t.Slice(a, b)) {
			break
		}
	}
	return r
}

func capitalised(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

func article(word string) bool {
	switch word {
	case "The", "A", "An", "In", "On", "At", "But", "And", "For", "By", "As":
		return true
	}
	return false
}
