package ingest

import (
	"bytes"
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// letterTable is how often letters follow each other in each language, counted in the translations of GIMP, GTK, GLib and Wesnoth in Debian 12. Of a
// language written in letters, those pairs with at least one letter beyond ASCII stand behind what they cost, which is the binary logarithm of
// how rare they are among such pairs, in bits; "_" is whatever is no letter. Of Chinese, Japanese and Korean, the 400 most frequent characters.
//
//go:embed letters.txt
var letterTable string

// eightBit are the encodings of one byte a character, and the languages that are written in them. Of two that give the same text the first is named.
var eightBit = []struct {
	name      string
	chars     *charmap.Charmap
	languages string
}{
	{"Windows-1252", charmap.Windows1252, "fr de es pt it nl sv da nb fi is ca ga gl af sq"},
	{"Windows-1250", charmap.Windows1250, "cs pl hu sk sl hr ro"},
	{"Windows-1251", charmap.Windows1251, "ru uk be bg sr mk"},
	{"Windows-1253", charmap.Windows1253, "el"},
	{"Windows-1254", charmap.Windows1254, "tr"},
	{"Windows-1255", charmap.Windows1255, "he"},
	{"Windows-1256", charmap.Windows1256, "ar fa"},
	{"Windows-1257", charmap.Windows1257, "et lv lt"},
	{"Windows-1258", charmap.Windows1258, "vi"},
	{"Windows-874", charmap.Windows874, "th"},
	{"KOI8-R", charmap.KOI8R, "ru bg"},
	{"KOI8-U", charmap.KOI8U, "uk"},
	{"ISO-8859-2", charmap.ISO8859_2, "cs pl hu sk sl hr ro"},
	{"ISO-8859-4", charmap.ISO8859_4, "et lv lt"},
	{"ISO-8859-5", charmap.ISO8859_5, "ru uk be bg sr mk"},
	{"ISO-8859-6", charmap.ISO8859_6, "ar"},
	{"ISO-8859-7", charmap.ISO8859_7, "el"},
	{"ISO-8859-8", charmap.ISO8859_8, "he"},
	{"ISO-8859-13", charmap.ISO8859_13, "et lv lt"},
	{"ISO-8859-15", charmap.ISO8859_15, "fr de es pt it nl sv da nb fi is ca ga et"},
	{"ISO-8859-16", charmap.ISO8859_16, "ro pl hu sl hr"},
	{"IBM866", charmap.CodePage866, "ru uk be bg"},
}

// western is the place of the encoding that is taken where no other is clearly better.
const western = 0

// multibyte are the encodings of several bytes a character.
var multibyte = []struct {
	name      string
	chars     encoding.Encoding
	languages string
}{
	{"Shift-JIS", japanese.ShiftJIS, "ja"},
	{"EUC-JP", japanese.EUCJP, "ja"},
	{"GB18030", simplifiedchinese.GB18030, "zh-Hans zh-Hant"},
	{"Big5", traditionalchinese.Big5, "zh-Hant"},
	{"EUC-KR", korean.EUCKR, "ko"},
	{"UTF-16LE", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "ja ko zh-Hans zh-Hant"},
	{"UTF-16BE", utf.UTF16(utf.BigEndian, utf.IgnoreBOM), "ja ko zh-Hans zh-Hant"},
}

// What pairs of letters cost, in bits.
const (
	costPunctuation = 6  // a letter of ASCII, or none, beside a quotation mark or a dash
	costSign        = 11 // a sign that is rare in articles
	costInWord      = 18 // such a sign beside a letter beyond ASCII
	costUnseen      = 15 // letters that do not meet in the language
	costMixed       = 20 // a Latin letter beside one of another script
	costNone        = 30 // a byte without a character, or a control character
	backOff         = 5  // added to what the rarer letter of an unseen pair costs
)

// When the letters tell the encoding.
const (
	sampled     = 64 << 10 // bytes that are looked at
	maxMean     = 11.0     // bits a pair: above that it is no language that is known
	minLead     = 6        // bits in all by which the next encoding is worse
	minFrequent = 0.3      // of the characters of several bytes are frequent ones
	maxBroken   = 0.01     // of the characters of several bytes are none
	fewest      = 4        // frequent characters, each another, that tell anything
)

// language is what letterTable says of one.
type language struct {
	pairs    map[[2]rune]int
	letters  map[rune]int
	frequent map[rune]bool
}

var languages = sync.OnceValue(func() map[string]language {
	out := map[string]language{}
	for line := range strings.Lines(letterTable) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		out[name] = newLanguage(rest)
	}
	return out
})

func newLanguage(row string) language {
	l := language{map[[2]rune]int{}, map[rune]int{}, map[rune]bool{}}
	share := map[rune]float64{}
	for field := range strings.FieldsSeq(row) {
		cost, pairs, ok := strings.Cut(field, ":")
		if !ok {
			for _, r := range field {
				l.frequent[r] = true
			}
			continue
		}
		bits, _ := strconv.Atoi(cost) // the table has digits there
		runes := []rune(pairs)
		for pair := range slices.Chunk(runes, 2) {
			l.pairs[[2]rune(pair)] = bits
			share[pair[0]] += math.Exp2(float64(-bits))
			share[pair[1]] += math.Exp2(float64(-bits))
		}
	}
	for r, s := range share {
		l.letters[r] = int(-math.Log2(s) + 0.5)
	}
	return l
}

// kindOf is a character as the table has it: a letter in lower case, "_" for what divides words, sign for what is rare, 0 for none.
func kindOf(r rune) rune {
	switch {
	case r == utf8.RuneError, r >= 0x7f && r <= 0x9f, r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f':
		return 0
	case r < utf8.RuneSelf && !unicode.IsLetter(r), strings.ContainsRune("\u00A0\u00AD“”„‘’‚«»‹›–—…•·€¿¡،؛؟\u200E\u200F\u200C\u200D", r):
		return '_'
	case r == 'ș':
		return 'ş'
	case r == 'ț':
		return 'ţ'
	case r == 'ک':
		return 'ك'
	case r == 'ی':
		return 'ي'
	case unicode.IsLetter(r), unicode.IsMark(r):
		return unicode.ToLower(r)
	}
	return sign
}

const sign = '¤'

// kindTables are the kinds of all bytes in each of eightBit.
var kindTables = sync.OnceValue(func() (out [][256]rune) {
	for _, e := range eightBit {
		var kinds [256]rune
		for c := range kinds {
			kinds[c] = kindOf(e.chars.DecodeByte(byte(c)))
		}
		out = append(out, kinds)
	}
	return out
})

// cost is how little two characters look like the language, in bits.
func (l language) cost(a, b rune) int {
	switch {
	case a == 0 || b == 0:
		return costNone
	case a == sign && b >= utf8.RuneSelf || b == sign && a >= utf8.RuneSelf:
		return costInWord
	case a == sign || b == sign:
		return costSign
	case a < utf8.RuneSelf && b < utf8.RuneSelf:
		return costPunctuation
	}
	if bits, ok := l.pairs[[2]rune{a, b}]; ok {
		return bits
	}
	if isLatin(a) && b != '_' && !isLatin(b) || isLatin(b) && a != '_' && !isLatin(a) {
		return costMixed
	}
	worst := 0
	for _, r := range []rune{a, b} {
		if r < utf8.RuneSelf {
			continue
		}
		bits, ok := l.letters[r]
		if !ok {
			return costUnseen
		}
		worst = max(worst, bits)
	}
	return min(worst+backOff, costUnseen)
}

func isLatin(r rune) bool {
	return r >= 'a' && r <= 'z' || unicode.Is(unicode.Latin, r) || unicode.IsMark(r)
}

// sample is what is looked at: whole lines where that is possible.
func sample(b []byte) []byte {
	if len(b) <= sampled {
		return b
	}
	if end := bytes.LastIndexByte(b[:sampled], '\n'); end > 0 {
		return b[:end]
	}
	return b[:sampled]
}

// byCharacters finds the encoding of several bytes a character in which the most characters are frequent ones.
func byCharacters(b []byte) string {
	if names := rankedByCharacters(b); len(names) > 0 {
		return names[0]
	}
	return ""
}

// rankedByCharacters are the encodings of several bytes a character in which enough characters are frequent ones, the most first.
func rankedByCharacters(b []byte) (names []string) {
	shares := map[string]float64{}
	for _, e := range multibyte {
		decoded, _ := e.chars.NewDecoder().Bytes(b)
		for _, language := range strings.Fields(e.languages) {
			shares[e.name] = max(shares[e.name], languages()[language].share(decoded))
		}
		if shares[e.name] > minFrequent {
			names = append(names, e.name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(shares[b], shares[a]) })
	return names
}

// share is which part of the characters beyond ASCII are frequent ones; 0 where too many are damaged. Punctuation does not count.
func (l language) share(decoded []byte) float64 {
	var all, frequent, broken float64
	seen := map[rune]bool{}
	for _, r := range string(decoded) {
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError, r >= 0xE000 && r <= 0xF8FF:
			broken++
		case l.frequent[r]:
			frequent++
			all++
			seen[r] = true
		case unicode.IsLetter(r):
			all++
		}
	}
	if len(seen) < fewest || broken > maxBroken*all {
		return 0
	}
	return frequent / all
}

// pair is two bytes that follow each other, of which one at least is beyond ASCII, and how often they do.
type pair struct {
	a, b  byte
	times int
}

func pairsOf(b []byte) (out []pair, all int) {
	counts := make([]int, 1<<16)
	previous := byte(' ')
	take := func(c byte) {
		if previous >= utf8.RuneSelf || c >= utf8.RuneSelf {
			counts[int(previous)<<8|int(c)]++
			all++
		}
		previous = c
	}
	for _, c := range b {
		take(c)
	}
	take(' ')
	for i, n := range counts {
		if n > 0 {
			out = append(out, pair{byte(i >> 8), byte(i), n})
		}
	}
	return out, all
}

// rankedByPairs are the places in eightBit, that first in which pairs of letters cost least in the language that they fit best, and what they cost by place.
func rankedByPairs(pairs []pair) (order, costs []int) {
	costs, order = make([]int, len(eightBit)), make([]int, len(eightBit))
	for i, e := range eightBit {
		kinds := kindTables()[i]
		costs[i], order[i] = math.MaxInt, i
		for _, language := range strings.Fields(e.languages) {
			l, sum := languages()[language], 0
			for _, p := range pairs {
				sum += p.times * l.cost(kinds[p.a], kinds[p.b])
			}
			costs[i] = min(costs[i], sum)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return costs[i] - costs[j] })
	return order, costs
}

// byPairs finds the encoding of one byte a character in which pairs of letters cost least.
func byPairs(b []byte) (name string, near []string) {
	pairs, all := pairsOf(b)
	order, costs := rankedByPairs(pairs)
	best := order[0]
	if costs[western]-costs[best] < minLead {
		best = western
	}
	certain := float64(costs[best]) <= maxMean*float64(all)
	for _, i := range order {
		if best != western && costs[i]-costs[best] < minLead && !sameText(pairs, eightBit[best].chars, eightBit[i].chars) {
			certain = false
		}
	}
	if certain {
		return eightBit[best].name, nil
	}
	for _, i := range order[:3] {
		near = append(near, eightBit[i].name)
	}
	return "", near
}

// LikelyCharsets are the encodings that people may choose from, those first that bytes are most likely in.
func LikelyCharsets(b []byte) []string {
	looked := sample(b)
	var names []string
	if p := profileOf(looked); p.multibyte >= p.invalid {
		names = append(names, "UTF-8")
	}
	names = append(names, rankedByCharacters(looked)...)
	pairs, _ := pairsOf(looked)
	order, _ := rankedByPairs(pairs)
	for _, i := range order {
		names = append(names, eightBit[i].name)
	}
	for _, name := range Charsets {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// sameText tells whether bytes mean the same in two encodings. Romanian's two ways to write s and t with a mark below are one.
func sameText(pairs []pair, one, other *charmap.Charmap) bool {
	return !slices.ContainsFunc(pairs, func(p pair) bool {
		x, y := one.DecodeByte(p.a), other.DecodeByte(p.a)
		return x != y && (kindOf(x) != kindOf(y) || !unicode.IsLetter(x))
	})
}
