package ingest

import (
	"bytes"
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lines are a draft as the rules see it.
type lines struct {
	d    *Draft
	keys []uint64        // what each line says, as a number; 0: not asked yet
	said map[uint64]said // nil: not asked yet
	text int             // the line with which running text begins; 0: not asked yet
	room []byte
}

// said is where a line says something first, and how many lines do.
type said struct{ first, times int }

func linesOf(d *Draft) *lines { return &lines{d: d, keys: make([]uint64, len(d.Blocks))} }

func (l *lines) len() int          { return len(l.keys) }
func (l *lines) line(n int) string { return withoutSpace(l.d.Line(n)) }

// key is the same for lines that have the same Key.
func (l *lines) key(n int) uint64 {
	if l.keys[n] == 0 {
		l.room = appendKey(l.room[:0], l.d.Line(n))
		l.keys[n] = maphash.Bytes(keySeed, l.room) | 1
	}
	return l.keys[n]
}

var keySeed = maphash.MakeSeed()

// firstLike is the first line that says what the nth does.
func (l *lines) firstLike(n int) int { return l.saidLike(n).first }

// saidLike is where, and how many times, is said what the nth line says.
func (l *lines) saidLike(n int) said {
	if l.said == nil {
		l.said = make(map[uint64]said, len(l.keys))
		for i := range l.keys {
			s, there := l.said[l.key(i)]
			if !there {
				s.first = i
			}
			s.times++
			l.said[l.key(i)] = s
		}
	}
	return l.said[l.key(n)]
}

// textBegins is the line with which running text begins: a sentence of some length that stands once. Before it are headline, captions and what is left
// of buttons. Where the first leadLines have none, it is the line behind them.
func (l *lines) textBegins() int {
	if l.text == 0 && l.hasLead() {
		for l.text = 1; l.text < min(leadLines, l.len()) && !l.isText(l.text); l.text++ {
		}
	}
	return l.text
}

// hasLead tells whether a headline and the like stand before the text. They do not in a row that has its title in a column of its own.
func (l *lines) hasLead() bool {
	title := l.d.Details.Title
	return !l.d.Whole || title == "" || bytes.Equal(Key(title), Key(l.line(0)))
}

func (l *lines) isText(n int) bool {
	return l.saidLike(n).times == 1 && endsSentence(l.line(n)) && wordsOf(l.line(n)) >= shortestText
}

// Key is what texts have in common that say the same: their letters, digits and signs, whatever their case, spaces and quotation marks.
func Key(s string) []byte { return appendKey(make([]byte, 0, len(s)), s) }

func appendKey(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			b = append(b, keyed[c])
			if keyed[c] == 0 {
				b = b[:len(b)-1]
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if !unicode.IsSpace(r) && !strings.ContainsRune(`“”„‘’‚«»‹›`, r) && r != utf8.RuneError && !unicode.Is(unicode.Cf, r) {
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return b
}

// keyed is what a character of ASCII is in a key; 0: nothing.
var keyed = func() (out [utf8.RuneSelf]byte) {
	for c := byte('!'); c < utf8.RuneSelf; c++ {
		switch {
		case c == '"', c == '\'':
		case c >= 'A' && c <= 'Z':
			out[c] = c + 'a' - 'A'
		default:
			out[c] = c
		}
	}
	return out
}()
