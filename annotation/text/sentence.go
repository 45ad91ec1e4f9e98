package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentence is the sentence round p, inside one paragraph, without white space at its ends. end stands before the
// final stop, full behind it and behind the quotation marks that close after it; they are equal where there is none.
// On the white space between two sentences it is the one before. An empty paragraph gives p three times.
func (t *Text) Sentence(p Pos) (start, end, full Pos) {
	p = t.clamp(p)
	at := t.Byte(p)
	from, to := t.passage(at)
	s, e := from, from
	for _, b := range sentenceBounds(t.s[from:to]) {
		s, e = e, from+Byte(b)
		if at < e {
			break
		}
	}
	body := t.s[s:e]
	left := strings.TrimLeftFunc(body, IsSpace)
	s += Byte(len(body) - len(left))
	body = strings.TrimRightFunc(left, IsSpace)
	if body == "" {
		return p, p, p
	}
	start = t.Pos(s)
	return start, t.Pos(s + Byte(beforeStop(body))), t.Pos(s + Byte(len(body)))
}

// Sentences gives the bounds of all sentences of the paragraph that p stands in, white space off, stops in; of a paragraph of more
// than 32 KB, those of a part round p.
func (t *Text) Sentences(p Pos) [][2]Pos {
	from, to := t.passage(t.Byte(p))
	var out [][2]Pos
	s := from
	for _, b := range sentenceBounds(t.s[from:to]) {
		e := from + Byte(b)
		if a, z := t.TrimSpace(t.Pos(s), t.Pos(e)); a < z {
			out = append(out, [2]Pos{a, z})
		}
		s = e
	}
	return out
}

// NextSentence is the start of the next sentence after p, across paragraphs, else the text's end.
func (t *Text) NextSentence(p Pos) Pos {
	for q := p; q < t.n; {
		for _, s := range t.Sentences(q) {
			if s[0] > p {
				return s[0]
			}
		}
		_, end := t.passage(t.Byte(q))
		if int(end) < len(t.s) && t.s[end] == '\n' {
			end++
		}
		q = max(t.Pos(end), q+1)
	}
	return t.n
}

// PrevSentence is the start of the sentence before p, across paragraphs, else 0.
func (t *Text) PrevSentence(p Pos) Pos {
	for q := p; ; {
		all := t.Sentences(q)
		for i := len(all) - 1; i >= 0; i-- {
			if all[i][0] < p {
				return all[i][0]
			}
		}
		start, _ := t.passage(t.Byte(q))
		if start == 0 {
			return 0
		}
		q = t.Pos(start) - 1
	}
}

// beforeStop is the length in bytes of a sentence without its final stop. Where the stop stands inside a closing
// quotation mark, as in American print, nothing is taken off: the mark belongs to the sentence.
func beforeStop(s string) int {
	r, size := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।':
		if endsInAbbreviation(s) && r == '.' && strings.Count(lastWord(s), ".") > 1 { // "the U.S." keeps its point
			return len(s)
		}
		return len(strings.TrimRightFunc(s[:len(s)-size], func(r rune) bool { return r == '.' || r == '!' || r == '?' }))
	}
	return len(s)
}

// sentenceBounds gives the end of each sentence of one paragraph in bytes: UAX #29, joined again where it broke behind
// an abbreviation, before a lower-case letter that goes on after a quotation, or inside an initial ("J. D. Vance").
func sentenceBounds(s string) []int {
	var out []int
	it := sentences.FromString(s)
	start := 0
	for it.Next() {
		end := it.End()
		if end < len(s) && continues(s[start:end], s[end:]) {
			continue
		}
		out = append(out, end)
		start = end
	}
	return out
}

func continues(sentence, rest string) bool {
	body := strings.TrimRightFunc(sentence, IsSpace)
	if endsInAbbreviation(body) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, IsSpace))
	return unicode.IsLower(first)
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return IsSpace(r) || r == '(' || r == '"' || r == '“' || r == '‘' })
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i+size:]
}

// endsInAbbreviation tells whether the point at the end of s belongs to an abbreviation that does not end a sentence.
// "U.S." and its like are told by their inner points only when they are titles of what follows; UAX #29 already joins
// them before a lower-case letter.
func endsInAbbreviation(s string) bool {
	if !strings.HasSuffix(s, ".") {
		return false
	}
	w := strings.TrimSuffix(lastWord(s), ".")
	if abbreviations[strings.ToLower(w)] {
		return true
	}
	r, size := utf8.DecodeRuneInString(w)
	return size > 0 && size == len(w) && unicode.IsUpper(r) && w != "I" // an initial
}

// abbreviations stand before a name or a number and never end a sentence. Lower case, without the last point.
var abbreviations = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj rev hon pres st mt ft
		jr sr messrs mme mlle vs v no nos fig figs eq vol pp cf ca approx est e.g i.e u.s u.k u.n e.u d.c jan feb mar apr jun jul aug
		sept sep oct nov dec mon tue wed thu fri sat sun`) {
		m[w] = true
	}
	for _, w := range []string{"mar", "no", "sun", "sat", "st"} { // words too often for a sentence's end
		delete(m, w)
	}
	m["st"] = true
	return m
}()
