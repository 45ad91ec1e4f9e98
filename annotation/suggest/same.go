package suggest

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/find"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Same finds where the text of a mark stands again, in any text.
type Same struct {
	finder *find.Finder
	first  rune // the mark's first letter
	begins bool // the mark stands at the beginning of a sentence
}

// SameAs looks for what the range of t reads: in whole words, where the range itself is one of whole words, and with the same
// capitals. The first letter may be of the other case where it is so because a sentence begins there, in the range or in the
// hit. White space, quotation marks and hyphens are as find.Query has them.
func SameAs(t *text.Text, r rangeset.Range) (Same, error) {
	q := find.Query{Text: t.Slice(r.Start, r.End), Case: true, Initial: true}
	q.WholeWord = !t.InsideWord(t.Byte(r.Start)) && !t.InsideWord(t.Byte(r.End))
	f, err := q.Compile()
	return Same{f, firstLetter(q.Text), beginsSentence(t, r)}, err
}

// In yields the places of t that read so, in order; the range itself is one of them in its own text.
func (s Same) In(t *text.Text) iter.Seq[rangeset.Range] {
	return func(yield func(rangeset.Range) bool) {
		for r := range s.finder.All(t, 0, t.Len()) {
			same := firstLetter(t.Slice(r.Start, r.End)) == s.first || s.begins || beginsSentence(t, r)
			if same && !yield(r) {
				return
			}
		}
	}
}

// firstLetter is the first letter of s, or nothing that can be found.
func firstLetter(s string) rune {
	i := strings.IndexFunc(s, unicode.IsLetter)
	if i < 0 {
		return utf8.RuneError
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// beginsSentence tells whether nothing but signs stands before r in its sentence, or in a quotation that it begins.
func beginsSentence(t *text.Text, r rangeset.Range) bool {
	start, _, _ := t.Sentence(r.Start)
	if a, b, ok := t.Quotation(r.Start); ok && a <= r.Start && r.Start < b {
		start = max(start, a)
	}
	return strings.IndexFunc(t.Slice(start, r.Start), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0
}
