package jobs

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// Passage is a piece of a text before or after it was changed.
type Passage struct {
	Text string
	Gone bool // it stood there before alone
	Come bool // it stands there now alone
}

// Rewording is a text before and after it was changed, in the order of reading. Words that went stand before those that came for them.
type Rewording []Passage

// Reword compares two texts by paragraph, and where those differ by word. Of several ways to tell what changed it takes the one that keeps the words which
// stand once in both (patience diff: Bram Cohen, 2008), in n log n steps where most words are kept.
func Reword(was, now string) Rewording {
	var out passages
	keep := func(same []string) { out.add(Passage{}, same) }
	pair(paragraphs(was), paragraphs(now), keep, func(was, now []string) {
		pair(words(strings.Join(was, "")), words(strings.Join(now, "")), keep, func(was, now []string) {
			out.add(Passage{Gone: true}, was)
			out.add(Passage{Come: true}, now)
		})
	})
	return out.joined()
}

// passages are put together of pieces.
type passages struct {
	kinds  []Passage // without text
	pieces [][]string
}

// add adds pieces, to the last passage where that is of the same kind.
func (p *passages) add(kind Passage, pieces []string) {
	n := len(p.kinds)
	switch {
	case len(pieces) == 0:
	case n > 0 && p.kinds[n-1] == kind:
		p.pieces[n-1] = append(p.pieces[n-1], pieces...)
	default:
		p.kinds, p.pieces = append(p.kinds, kind), append(p.pieces, slices.Clone(pieces))
	}
}

func (p *passages) joined() Rewording {
	var out Rewording
	for i, kind := range p.kinds {
		kind.Text = strings.Join(p.pieces[i], "")
		out = append(out, kind)
	}
	return out
}

// Words counts the words that went and those that came.
func (r Rewording) Words() (gone, come int) {
	for _, p := range r {
		n := len(strings.Fields(p.Text))
		switch {
		case p.Gone:
			gone += n
		case p.Come:
			come += n
		}
	}
	return gone, come
}

// paragraphs are the lines of a text, each with the blank ones behind it.
func paragraphs(s string) (out []string) {
	for s != "" {
		end := strings.IndexByte(s, '\n')
		if end < 0 {
			return append(out, s)
		}
		for end < len(s) && s[end] == '\n' {
			end++
		}
		out, s = append(out, s[:end]), s[end:]
	}
	return out
}

// words cuts a text into words with the spaces before them, and line ends. Where words are written without spaces each character is one.
func words(s string) (out []string) {
	start, at, worded := 0, 0, false // worded: the piece has a word already
	for at < len(s) {
		r, _ := utf8.DecodeRuneInString(s[at:])
		spaced, line := text.IsSpace(r), r == '\n'
		if at > start && (worded && spaced || line || text.IsUnspaced(r) && worded || s[at-1] == '\n') {
			out, start, worded = append(out, s[start:at]), at, false
		}
		worded = worded || !spaced
		at += clusterLen(s[at:])
	}
	if at > start {
		out = append(out, s[start:])
	}
	return out
}

// clusterLen is how many bytes the first character has that a reader sees.
func clusterLen(s string) int {
	for n := range text.Clusters(s) {
		if n > 0 {
			return n
		}
	}
	return len(s)
}

// pair tells what is the same in two texts and what differs, in their order.
func pair(was, now []string, same func([]string), differ func(was, now []string)) {
	n := 0
	for n < min(len(was), len(now)) && was[n] == now[n] {
		n++
	}
	same(was[:n])
	was, now = was[n:], now[n:]
	n = 0
	for n < min(len(was), len(now)) && was[len(was)-1-n] == now[len(now)-1-n] {
		n++
	}
	tail := was[len(was)-n:]
	was, now = was[:len(was)-n], now[:len(now)-n]
	anchors := anchors(was, now)
	if len(anchors) == 0 {
		differ(was, now)
	} else {
		i, j := 0, 0
		for _, a := range anchors {
			pair(was[i:a.was], now[j:a.now], same, differ)
			same(was[a.was : a.was+1])
			i, j = a.was+1, a.now+1
		}
		pair(was[i:], now[j:], same, differ)
	}
	same(tail)
}

// anchor is where the same piece stands in two texts.
type anchor struct{ was, now int }

// anchors are pieces that stand once in both texts, as many as have the same order in both.
func anchors(was, now []string) []anchor {
	once := onceIn(was)
	there := onceIn(now)
	var all []anchor
	for i, s := range was {
		if once[s] == i {
			if j, ok := there[s]; ok && j >= 0 {
				all = append(all, anchor{i, j})
			}
		}
	}
	return inOrder(all)
}

// onceIn is where each piece stands; -1 for one that stands several times.
func onceIn(pieces []string) map[string]int {
	at := make(map[string]int, len(pieces))
	for i, s := range pieces {
		if _, twice := at[s]; twice {
			i = -1
		}
		at[s] = i
	}
	return at
}

// inOrder is the longest choice of anchors, which are in the order of the one text, that is in the order of the other too.
func inOrder(all []anchor) []anchor {
	var ends []int // of the choices of each length the one whose last anchor is first in the other text
	before := make([]int, len(all))
	for i, a := range all {
		n := sort.Search(len(ends), func(k int) bool { return all[ends[k]].now >= a.now })
		if before[i] = -1; n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var out []anchor
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			out = append(out, all[i])
		}
	}
	slices.Reverse(out)
	return out
}
