// Package stories finds articles that tell the same story in the same words: copies of a wire report, shortened, with another lead or tail.
//
// The words of a text, three by three, are its shingles; how much two texts share is the Jaccard index of their shingles. It is estimated by
// MinHash (Broder, "On the resemblance and containment of documents", 1997), and pairs are found by banding (Leskovec, Rajaraman, Ullman,
// "Mining of Massive Datasets", section 3.4).
package stories

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

const (
	shingle = 3            // words
	bands   = 42           // of a sketch, in which two texts that share much meet at least once
	rows    = 3            // values of a band
	size    = bands * rows // of a sketch
)

// SameStory is the estimated Jaccard index from which two texts tell one story. Of unrelated articles it is about 0; a copy that lacks the last
// two thirds of the other is at a third.
const SameStory = 0.3

// Sketch is what is kept of a text: of the values that 126 hash functions give its shingles, the smallest each.
type Sketch [size]uint32

// NewSketch reads a text. Case, punctuation and white space do not matter.
func NewSketch(s string) Sketch {
	var out Sketch
	for i := range out {
		out[i] = math.MaxUint32
	}
	ws := words(s)
	for i := 0; i == 0 || i+shingle <= len(ws); i++ {
		h := hash(ws[i:min(i+shingle, len(ws))])
		for j := range out {
			out[j] = min(out[j], uint32((h*multipliers[j]+addends[j])>>32))
		}
	}
	return out
}

// Jaccard estimates which share of all shingles of two texts both have, from 0 to 1; the standard error is at most 0.045.
func (a *Sketch) Jaccard(b *Sketch) float64 {
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / size
}

// words are runs of letters and digits in lower case; each character of a script without spaces is a word of its own.
func words(s string) (out []string) {
	from := -1
	end := func(i int) {
		if from >= 0 {
			out = append(out, strings.ToLower(s[from:i]))
		}
		from = -1
	}
	for i, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			end(i)
			out = append(out, string(r))
		case !unicode.In(r, unicode.L, unicode.M, unicode.N):
			end(i)
		case from < 0:
			from = i
		}
	}
	end(len(s))
	return out
}

// hash is FNV-1a over words, the same on every machine.
func hash(ws []string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range ws {
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	return h
}

var multipliers, addends = functions()

// functions are those of the sketch, the same on every machine: from a generator of Steele, Lea and Flood (SplitMix64).
func functions() (a, b [size]uint64) {
	state := uint64(1)
	next := func() uint64 {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	for i := range size {
		a[i], b[i] = next()|1, next()
	}
	return a, b
}

// Index finds texts near another among many. Texts have numbers, from 0, in the order in which they are added.
type Index struct {
	sketches []Sketch
	first    [bands]map[uint32]int32 // the newest text with that value of a band
	next     [bands][]int32          // for each text, the one before it with the same value; -1: none
}

// Near is a text that tells the same story.
type Near struct {
	Number  int
	Jaccard float64
}

// Add takes a text in and gives its number.
func (x *Index) Add(s Sketch) int {
	n := len(x.sketches)
	x.sketches = append(x.sketches, s)
	for b := range bands {
		if x.first[b] == nil {
			x.first[b] = map[uint32]int32{}
		}
		v := band(&s, b)
		before, there := x.first[b][v]
		if !there {
			before = -1
		}
		x.next[b] = append(x.next[b], before)
		x.first[b][v] = int32(n)
	}
	return n
}

// mostLooked is how many texts with the same value of a band are compared with another, the newest first. Where there are more, they tell one story, and
// each further one would take longer than the one before.
const mostLooked = 256

// Near finds the texts whose estimated Jaccard index with a sketch is at least that, the nearest first. Of those that share just that much it
// finds two of three, of those that share half nearly all. Of hundreds that are alike it finds the newest.
func (x *Index) Near(s Sketch, least float64) (out []Near) {
	seen := map[int32]bool{}
	for b := range bands {
		n, there := x.first[b][band(&s, b)]
		for looked := 0; there && n >= 0 && looked < mostLooked; n = x.next[b][n] {
			looked++
			if seen[n] {
				continue
			}
			seen[n] = true
			if j := s.Jaccard(&x.sketches[n]); j >= least {
				out = append(out, Near{int(n), j})
			}
		}
	}
	slices.SortFunc(out, func(a, b Near) int { return cmp.Or(cmp.Compare(b.Jaccard, a.Jaccard), cmp.Compare(a.Number, b.Number)) })
	return out
}

func band(s *Sketch, b int) uint32 {
	h := uint64(14695981039346656037)
	for _, v := range s[b*rows : (b+1)*rows] {
		h = (h ^ uint64(v)) * 1099511628211
	}
	return uint32(h>>32) ^ uint32(h)
}

// Group puts texts together that tell one story, also by way of others. For each text it gives the number of the first of its story.
func Group(sketches []Sketch) []int {
	var x Index
	story := make([]int, len(sketches))
	root := func(i int) int {
		for story[i] != i {
			story[i] = story[story[i]]
			i = story[i]
		}
		return i
	}
	for i, s := range sketches {
		story[i] = i
		for _, near := range x.Near(s, SameStory) {
			a, b := root(near.Number), root(i)
			story[max(a, b)] = min(a, b)
		}
		x.Add(s)
	}
	for i := range story {
		story[i] = root(i)
	}
	return story
}
