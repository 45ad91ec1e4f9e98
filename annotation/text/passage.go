package text

import (
	"strings"
	"unicode/utf8"
)

// passageBytes bounds how much of a paragraph is looked at to find sentences and clusters in it: a text of 100 MB without a
// line end would have people wait a second for each key.
const passageBytes = 32 << 10

// Passage is the paragraph that p stands in, without its line end; of one longer than 32 KB, a part round p.
func (t *Text) Passage(p Pos) (start, end Pos) {
	from, to := t.passage(t.Byte(p))
	return t.Pos(from), t.Pos(to)
}

// passage is the paragraph that byte b is in, without its line end; of one longer than passageBytes, a part round b that begins and
// ends at the same places for all b in it.
func (t *Text) passage(b Byte) (from, to Byte) {
	far := max(0, b-passageBytes)
	if i := strings.LastIndexByte(t.s[far:b], '\n'); i >= 0 {
		from = far + Byte(i) + 1
	} else if far > 0 {
		k := b/passageBytes + 1
		for from = t.cut(k); from > b; from = t.cut(k) {
			k--
		}
	}
	far = min(Byte(len(t.s)), b+passageBytes)
	if i := strings.IndexByte(t.s[b:far], '\n'); i >= 0 {
		return from, b + Byte(i)
	}
	if int(far) == len(t.s) {
		return from, far
	}
	k := b / passageBytes
	for to = t.cut(k); to <= b; to = t.cut(k) {
		k++
	}
	return from, to
}

// cutReach is how far from its due place a long paragraph is cut at most, in bytes.
const cutReach = 1 << 10

// cut is the k-th place where long paragraphs are cut: behind a space where there is one near, else before a character that begins a
// cluster, else anywhere.
func (t *Text) cut(k Byte) Byte {
	due := min(k*passageBytes, Byte(len(t.s)))
	if due <= 0 || int(due) == len(t.s) {
		return max(due, 0)
	}
	for !utf8.RuneStart(t.s[due]) {
		due--
	}
	apart := Byte(-1)
	before, _ := utf8.DecodeLastRuneInString(t.s[:due])
	for i, r := range t.s[due:min(due+cutReach, Byte(len(t.s)))] {
		if at := due + Byte(i); beginsCluster(r) {
			if before == ' ' {
				return at
			}
			if apart < 0 {
				apart = at
			}
		}
		before = r
	}
	if apart < 0 {
		return due
	}
	return apart
}
