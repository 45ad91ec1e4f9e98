package text

import (
	"unicode"
	"unicode/utf8"
)

// Word is the word that p stands in or right behind: a run without white space, outer punctuation off. Currency, %
// and degree signs stay with a number; hyphenated words are one. A run of punctuation alone is a word of itself, and
// in scripts written without spaces each cluster is. Between two spaces it is empty: start == end == p.
func (t *Text) Word(p Pos) (start, end Pos) {
	runStart, runEnd := t.run(t.clamp(p))
	if runStart == runEnd {
		return p, p
	}
	start, end = t.strip(runStart, runEnd)
	if start == end {
		return runStart, runEnd
	}
	if p < start || p > end { // on the punctuation around the word
		return start, end
	}
	return t.unspaced(p, start, end)
}

// InsideWord tells whether b, where a character begins, is between two characters of one word.
func (t *Text) InsideWord(b Byte) bool {
	before, _ := utf8.DecodeLastRuneInString(t.s[:b])
	after, _ := utf8.DecodeRuneInString(t.s[b:])
	if b == 0 || int(b) == len(t.s) || IsSpace(before) || IsSpace(after) {
		return false
	}
	if unicode.IsLetter(before) && unicode.IsLetter(after) {
		return !IsUnspaced(before) && !IsUnspaced(after)
	}
	if isWordy(before) && endsRun(t.s[b:]) {
		return false
	}
	p := t.Pos(b)
	start, end := t.Word(p)
	return start < p && p < end
}

// endsRun tells that nothing but outer punctuation stands before the next white space, and no sign that could belong to a number.
func endsRun(s string) bool {
	for _, r := range s {
		if IsSpace(r) {
			return true
		}
		if !isOuter(r) || trailsNumber(r) {
			return false
		}
	}
	return true
}

// longestRun bounds how far from p a run is looked at, in bytes: longer ones are no words but something encoded.
const longestRun = 4096

// run is the stretch without white space round p, or the one ending at p.
func (t *Text) run(p Pos) (Pos, Pos) {
	b := t.Byte(p)
	from, to := b, b
	for from > 0 && b-from < longestRun {
		r, size := utf8.DecodeLastRuneInString(t.s[:from])
		if IsSpace(r) {
			break
		}
		from -= Byte(size)
	}
	for int(to) < len(t.s) && to-b < longestRun {
		r, size := utf8.DecodeRuneInString(t.s[to:])
		if IsSpace(r) {
			break
		}
		to += Byte(size)
	}
	return t.Pos(from), t.Pos(to)
}

// strip takes outer punctuation off a run. A sign that belongs to a number stays: a currency sign, plus, minus or a
// "less than" before it, % and the like behind it.
func (t *Text) strip(start, end Pos) (Pos, Pos) {
	rs := []rune(t.Slice(start, end))
	i, j := 0, len(rs)
	for i < j && isOuter(rs[i]) && !(leadsNumber(rs[i]) && numberFollows(rs[i+1:j])) {
		i++
	}
	for j > i && isOuter(rs[j-1]) && !(trailsNumber(rs[j-1]) && numberPrecedes(rs[i:j-1])) {
		j--
	}
	return start + Pos(i), start + Pos(j)
}

func isOuter(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !isEmoji(r)
}

func isEmoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x200D
}

func leadsNumber(r rune) bool {
	switch r {
	case '+', '-', '−', '–', '±', '<', '>', '≤', '≥', '~', '≈', '#', '.', '№':
		return true
	}
	return unicode.Is(unicode.Sc, r)
}

func trailsNumber(r rune) bool {
	switch r {
	case '%', '‰', '°', '′', '″', '+', '٪':
		return true
	}
	return unicode.Is(unicode.Sc, r)
}

func numberFollows(rs []rune) bool {
	for _, r := range rs {
		if unicode.IsNumber(r) {
			return true
		}
		if !leadsNumber(r) {
			return false
		}
	}
	return false
}

func numberPrecedes(rs []rune) bool {
	for i := len(rs) - 1; i >= 0; i-- {
		if unicode.IsNumber(rs[i]) {
			return true
		}
		if !trailsNumber(rs[i]) {
			return false
		}
	}
	return false
}

// unspaced narrows [start, end) to the cluster at p where the script there puts no spaces between words.
func (t *Text) unspaced(p, start, end Pos) (Pos, Pos) {
	at := min(p, end-1)
	if !IsUnspaced(t.At(at)) {
		for start < at && IsUnspaced(t.At(start)) { // "中文abc": the Latin part alone
			start++
		}
		stop := at
		for stop < end && !IsUnspaced(t.At(stop)) {
			stop++
		}
		from := at
		for from > start && !IsUnspaced(t.At(from-1)) {
			from--
		}
		return from, stop
	}
	return t.PrevGrapheme(at + 1), t.NextGrapheme(at)
}

// IsUnspaced tells letters of the scripts that are written without spaces between words.
func IsUnspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
}

// NextWord is where a caret at p goes by one word to the right: the end of the word at or after p, else the text's end.
func (t *Text) NextWord(p Pos) Pos {
	for p < t.n {
		b := t.Byte(p)
		r, _ := utf8.DecodeRuneInString(t.s[b:])
		if IsSpace(r) {
			p++
			continue
		}
		_, end := t.wordAfter(p)
		if end > p {
			return end
		}
		_, p = t.run(p + 1)
	}
	return t.n
}

// PrevWord is where a caret at p goes by one word to the left: the start of the word at or before p, else 0.
func (t *Text) PrevWord(p Pos) Pos {
	for p > 0 {
		r, _ := utf8.DecodeLastRuneInString(t.s[:t.Byte(p)])
		if IsSpace(r) {
			p--
			continue
		}
		start, end := t.Word(p)
		if start < p {
			if end < p && IsUnspaced(t.At(p-1)) {
				return t.PrevGrapheme(p)
			}
			return start
		}
		if s, e := t.Word(t.PrevGrapheme(p)); s < p && e <= p { // the cluster before, where words are not set apart
			return s
		}
		p, _ = t.run(p)
	}
	return 0
}

// wordAfter is the word that holds the character at p, not the one that ends there.
func (t *Text) wordAfter(p Pos) (Pos, Pos) {
	start, end := t.Word(p)
	if end <= p {
		if s, e := t.Word(p + 1); e > p {
			return s, e
		}
	}
	return start, end
}

// FirstWord is the start of the first word at or after p and before limit; ok is false when there is none.
func (t *Text) FirstWord(p, limit Pos) (start Pos, ok bool) {
	end := t.NextWord(p)
	start, _ = t.Word(end)
	return start, start >= p && start < limit && start < end
}
