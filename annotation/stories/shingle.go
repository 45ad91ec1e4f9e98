package stories

import (
	"unicode"
	"unicode/utf8"
)

// shingle is how many words in a row are one.
const shingle = 3

// The hash of a shingle is FNV-1a over its words in lower case, each with a space behind it: the same on every machine.
const (
	basis = 14695981039346656037
	prime = 1099511628211
)

// shingler reads words, which are runs of letters and digits; each character of a script without spaces is a word of its own. What is read goes
// into the hashes of all shingles that have begun.
type shingler struct {
	oldest, middle, newest uint64 // that began two words ago, one word ago and with this one
	words                  int
	inside                 bool // of a word
}

// eachShingle gives the hash of each shingle of a text; of fewer words, that of all.
func eachShingle(s string, give func(hash uint64)) {
	x := shingler{oldest: basis, middle: basis, newest: basis}
	for i := 0; i < len(s); {
		if n := x.plain(s[i:]); n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r < utf8.RuneSelf:
			x.end(give)
		case isAlone(r):
			x.end(give)
			x.take(r)
			x.end(give)
		case unicode.IsLetter(r) || unicode.In(r, unicode.M, unicode.N):
			x.take(unicode.ToLower(r))
		default:
			x.end(give)
		}
	}
	x.end(give)
	if x.words < shingle {
		give(x.oldest) // before the third word all that was read is in it
	}
}

// plain takes the letters and digits of ASCII that s begins with, and tells how many they are.
func (x *shingler) plain(s string) int {
	a, b, c, n := x.oldest, x.middle, x.newest, 0
	for ; n < len(s) && lower[s[n]] != 0; n++ {
		v := uint64(lower[s[n]])
		a, b, c = (a^v)*prime, (b^v)*prime, (c^v)*prime
	}
	if n > 0 {
		x.oldest, x.middle, x.newest, x.inside = a, b, c, true
	}
	return n
}

// lower are the letters and digits of ASCII in lower case; 0 for what is neither.
var lower = func() (out [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		out[c], out[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		out[c] = c
	}
	return out
}()

func (x *shingler) take(r rune) {
	var b [utf8.UTFMax]byte
	for _, v := range b[:utf8.EncodeRune(b[:], r)] {
		x.add(v)
	}
	x.inside = true
}

func (x *shingler) add(v byte) {
	x.oldest, x.middle, x.newest = (x.oldest^uint64(v))*prime, (x.middle^uint64(v))*prime, (x.newest^uint64(v))*prime
}

// end ends the word, if one has begun, and gives the shingle that ends with it.
func (x *shingler) end(give func(hash uint64)) {
	if !x.inside {
		return
	}
	x.add(' ')
	if x.words++; x.words >= shingle {
		give(x.oldest)
	}
	x.oldest, x.middle, x.newest, x.inside = x.middle, x.newest, basis, false
}

// isAlone tells a character of a script without spaces between words; the first of those is Thai.
func isAlone(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
