package ingest

import (
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lines are a draft as the rules see it.
type lines struct {
	d     *Draft
	keys  []uint64       // what each line says, as a number; 0: not asked yet
	first map[uint64]int // the first line that says it; nil: not asked yet
	room  []byte
}

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
func (l *lines) firstLike(n int) int {
	if l.first == nil {
		l.first = make(map[uint64]int, len(l.keys))
		for i := range l.keys {
			if _, there := l.first[l.key(i)]; !there {
				l.first[l.key(i)] = i
			}
		}
	}
	return l.first[l.key(n)]
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
