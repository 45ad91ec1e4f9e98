// Package find looks for words in a text: as they are typed, as whole words, or by a regular expression.
package find

import (
	"iter"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Query says what is looked for.
//
// What is typed is found as it reads: white space stands for any white space, line ends included; the quotation marks " “ ” „
// stand for each other, as do ' ‘ ’, and as do hyphens, dashes and the minus sign. White space at either end must be there and is
// not part of the hit. A regular expression is one of RE2, in which ^ and $ are the ends of a line; white space at the ends of
// what it finds is taken off.
type Query struct {
	Text      string
	Case      bool // capitals and small letters differ
	Initial   bool // with Case: not so the first letter
	WholeWord bool // a hit ends no word in its middle, as text.Word has words: of 中文 each character is one
	Regexp    bool
}

// Finder is a query made ready. Several goroutines may use it at once.
type Finder struct {
	each  func(s string, from, to int, take taker) // nil: nothing is looked for
	whole bool
}

// taker gets the bounds of what matches, in bytes, and says how to go on.
type taker func(start, end int) verdict

type verdict int

const (
	passed verdict = iota // it is no hit
	taken
	enough
)

// Compile makes a query ready. The error says what is wrong with a regular expression.
func (q Query) Compile() (*Finder, error) {
	f := &Finder{whole: q.WholeWord}
	if strings.TrimFunc(q.Text, text.IsSpace) == "" {
		return f, nil
	}
	if !q.Regexp {
		f.each = newLiteral(q).each
		return f, nil
	}
	x, err := newExpression(q)
	if err != nil {
		return nil, err
	}
	f.each = x.each
	return f, nil
}

// IsEmpty tells that nothing is looked for.
func (f *Finder) IsEmpty() bool { return f.each == nil }

// All yields the hits within [from, to), in order. They do not overlap, none is empty, and they begin and end between grapheme
// clusters. A regular expression has them all found before the first, and sees nothing outside of [from, to).
func (f *Finder) All(t *text.Text, from, to text.Pos) iter.Seq[rangeset.Range] {
	return func(yield func(rangeset.Range) bool) {
		first, last := t.Byte(from), t.Byte(to)
		if f.IsEmpty() || first >= last {
			return
		}
		at := position{t: t, b: first, p: t.Pos(first)}
		f.each(t.String(), int(first), int(last), func(start, end int) verdict {
			if !f.isHit(t, text.Byte(start), text.Byte(end)) {
				return passed
			}
			if !yield(rangeset.Range{Start: at.move(start), End: at.move(end)}) {
				return enough
			}
			return taken
		})
	}
}

func (f *Finder) isHit(t *text.Text, start, end text.Byte) bool {
	return t.BreaksAt(start) && t.BreaksAt(end) && !(f.whole && (t.InsideWord(start) || t.InsideWord(end)))
}

// position goes through a text and counts code points on its way.
type position struct {
	t *text.Text
	b text.Byte
	p text.Pos
}

// move goes to a byte, which is not before where it stands.
func (at *position) move(b int) text.Pos {
	at.p += text.Pos(utf8.RuneCountInString(at.t.String()[at.b:b]))
	at.b = text.Byte(b)
	return at.p
}
