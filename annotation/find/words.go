package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Words are looked for in many texts: all of them, in any order, whatever their case and accents. Scripts without spaces between
// words have no words to be told apart by; where one of the words is of such a script, all are found as they read, anywhere.
type Words struct {
	Each     []string // runs of letters, marks and digits, as they were typed
	Begin    bool     // the last is the beginning of a word, for nothing stands behind it
	Unspaced bool     // one of them is of a script without spaces
}

// ReadWords takes a query apart.
func ReadWords(query string) Words {
	w := Words{Each: strings.FieldsFunc(query, func(r rune) bool { return !isWordRune(r) })}
	if len(w.Each) > 0 {
		w.Begin = strings.HasSuffix(query, w.Each[len(w.Each)-1])
	}
	w.Unspaced = strings.ContainsFunc(query, text.IsUnspaced)
	return w
}

// Beginning is the last word without capitals and accents, where it is the beginning of a word and has letters and digits alone.
func (w Words) Beginning() (begin string, ok bool) {
	if !w.Begin {
		return "", false
	}
	last := w.Each[len(w.Each)-1]
	return fold(last), !strings.ContainsFunc(last, unicode.IsMark)
}

func isWordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }

// UnspacedRuns are the parts of the words that are of scripts without spaces. These have no capitals, so that a text with the words has
// the runs byte for byte.
func (w Words) UnspacedRuns() (runs []string) {
	for _, word := range w.Each {
		runs = append(runs, strings.FieldsFunc(word, func(r rune) bool { return !text.IsUnspaced(r) })...)
	}
	return runs
}

// occurrence is where a text has one of the words.
type occurrence struct {
	rangeset.Range
	word int // index in Each
}

// Best is where the text has the first of the words where as many of them as it has are nearest to each other.
func (w Words) Best(t *text.Text) (first rangeset.Range, ok bool) {
	var seen []occurrence // the last one of each word
	most, nearest := 0, text.Pos(0)
	for _, o := range w.occurrences(t) {
		seen = slices.DeleteFunc(seen, func(s occurrence) bool { return s.word == o.word })
		seen = append(seen, o)
		stretch := o.End - seen[0].Start
		if len(seen) > most || len(seen) == most && stretch < nearest {
			most, nearest, first = len(seen), stretch, seen[0].Range
		}
	}
	return first, most > 0
}

// All is where the text has any of the words, in order and without overlaps.
func (w Words) All(t *text.Text) (places []rangeset.Range) {
	for _, o := range w.occurrences(t) {
		if n := len(places); n == 0 || o.Start >= places[n-1].End {
			places = append(places, o.Range)
		}
	}
	return places
}

// AllIn tells whether the text has all words.
func (w Words) AllIn(t *text.Text) bool {
	has := make([]bool, len(w.Each))
	for _, o := range w.occurrences(t) {
		has[o.word] = true
	}
	return !slices.Contains(has, false)
}

// occurrences are in the order of the text.
func (w Words) occurrences(t *text.Text) (out []occurrence) {
	if !w.Unspaced {
		return w.wordsOf(t)
	}
	for i, word := range w.Each {
		f, err := Query{Text: word}.Compile()
		if err != nil {
			panic(err) // only expressions can be wrong
		}
		for r := range f.All(t, 0, t.Len()) {
			out = append(out, occurrence{r, i})
		}
	}
	slices.SortStableFunc(out, func(a, b occurrence) int { return int(a.Start - b.Start) })
	return out
}

func (w Words) wordsOf(t *text.Text) (out []occurrence) {
	folded := make([]string, len(w.Each))
	for i, word := range w.Each {
		folded[i] = fold(word)
	}
	s, at := t.String(), position{t: t}
	for from := 0; from < len(s); {
		begin := strings.IndexFunc(s[from:], isWordRune)
		if begin < 0 {
			break
		}
		begin += from
		size := strings.IndexFunc(s[begin:], func(r rune) bool { return !isWordRune(r) })
		if size < 0 {
			size = len(s) - begin
		}
		from = begin + size
		word := fold(s[begin:from])
		for i, wanted := range folded {
			if word == wanted || w.Begin && i == len(folded)-1 && strings.HasPrefix(word, wanted) {
				out = append(out, occurrence{rangeset.Range{Start: at.move(begin), End: at.move(from)}, i})
				break
			}
		}
	}
	return out
}

// fold is a word without capitals and accents.
func fold(word string) string {
	word = strings.ToLower(word)
	if strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return word
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}
