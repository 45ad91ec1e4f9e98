package interchange

import (
	"iter"
	"slices"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// Tokens gives the bounds of what models of language take apart: words by UAX #29, and signs, each alone. They are cut at the bounds of all
// ranges, so that every mark begins and ends where a token does. White space is in none, and between tokens is nothing else.
func (l *Line) Tokens() [][2]text.Pos {
	return cutAt(tokensOf(l.Index()), l.bounds())
}

// TokensIn tells which tokens, from and to in their list, lie within a range. There are none where it holds white space alone.
func TokensIn(tokens [][2]text.Pos, r [2]text.Pos) (from, to int) {
	from, _ = slices.BinarySearchFunc(tokens, r[0], func(t [2]text.Pos, p text.Pos) int { return int(t[0] - p) })
	to, _ = slices.BinarySearchFunc(tokens, r[1]+1, func(t [2]text.Pos, p text.Pos) int { return int(t[1] - p) })
	return from, max(from, to)
}

// Spaced gives, for each of the tokens, what stands before it and the token itself; at last what stands behind them, and "".
func (l *Line) Spaced(tokens [][2]text.Pos) iter.Seq2[string, string] {
	return func(yield func(before, token string) bool) {
		at := cursor{l.Text, 0}
		for _, t := range tokens {
			if !yield(at.upTo(t[0]), at.upTo(t[1])) {
				return
			}
		}
		yield(at.rest, "")
	}
}

// Widened gives the line with marks that cut no token: each takes in the whole of those that it begins or ends in.
func (l Line) Widened() Line {
	t := l.Index()
	tokens := tokensOf(t)
	l.Spans = slices.Clone(l.Spans)
	for i, s := range l.Spans {
		var ranges [][2]text.Pos
		for _, r := range s.Ranges {
			if k := tokenRound(tokens, r[0]); k >= 0 {
				r[0] = tokens[k][0]
			}
			if k := tokenRound(tokens, r[1]); k >= 0 {
				r[1] = tokens[k][1]
			}
			if n := len(ranges); n > 0 && r[0] < ranges[n-1][1] {
				ranges[n-1][1] = r[1] // both pieces took in one token
				continue
			}
			ranges = append(ranges, r)
		}
		if !slices.Equal(ranges, s.Ranges) {
			l.Spans[i] = s.Over(t, ranges...)
		}
	}
	l.Spans = inOrder(l.Spans)
	return l
}

// tokenRound is the token that p cuts, or -1.
func tokenRound(tokens [][2]text.Pos, p text.Pos) int {
	i, _ := slices.BinarySearchFunc(tokens, p, func(t [2]text.Pos, p text.Pos) int { return int(t[1] - p - 1) }) // the first that ends behind p
	if i < len(tokens) && tokens[i][0] < p {
		return i
	}
	return -1
}

// bounds are those of all ranges, in order.
func (l *Line) bounds() (out []text.Pos) {
	for _, s := range l.Spans {
		for _, r := range s.Ranges {
			out = append(out, r[0], r[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func cutAt(tokens [][2]text.Pos, at []text.Pos) [][2]text.Pos {
	out := make([][2]text.Pos, 0, len(tokens)+len(at)/8)
	for _, t := range tokens {
		for ; len(at) > 0 && at[0] < t[1]; at = at[1:] {
			if t[0] < at[0] {
				out = append(out, [2]text.Pos{t[0], at[0]})
				t[0] = at[0]
			}
		}
		out = append(out, t)
	}
	return out
}

// cursor goes through a text.
type cursor struct {
	rest string
	at   text.Pos
}

// upTo is what stands before p, and goes there.
func (c *cursor) upTo(p text.Pos) (s string) {
	n := 0
	for range p - c.at {
		_, size := utf8.DecodeRuneInString(c.rest[n:])
		n += size
	}
	s, c.rest, c.at = c.rest[:n], c.rest[n:], p
	return s
}

func tokensOf(t *text.Text) (out [][2]text.Pos) {
	at := cursor{t.String(), 0}
	words := t.Tokens()
	out = make([][2]text.Pos, 0, len(words)+len(words)/3)
	for _, w := range append(words, [2]text.Pos{t.Len(), t.Len()}) {
		from := at.at
		out = appendSigns(out, from, at.upTo(w[0]))
		out = appendUnspaced(out, w[0], at.upTo(w[1]))
	}
	return out
}

// appendSigns takes what stands between words apart by grapheme cluster.
func appendSigns(out [][2]text.Pos, at text.Pos, s string) [][2]text.Pos {
	if s == "" || s == " " {
		return out
	}
	from := 0
	for to := range text.Clusters(s) {
		out = appendUnspaced(out, at, s[from:to])
		at += text.Pos(utf8.RuneCountInString(s[from:to]))
		from = to
	}
	return appendUnspaced(out, at, s[from:])
}

// appendUnspaced takes a piece apart at white space. Some words have a narrow space that does not break in them.
func appendUnspaced(out [][2]text.Pos, at text.Pos, s string) [][2]text.Pos {
	start := at
	for _, r := range s {
		if IsTokenSpace(r) {
			if start < at {
				out = append(out, [2]text.Pos{start, at})
			}
			start = at + 1
		}
		at++
	}
	if start < at {
		out = append(out, [2]text.Pos{start, at})
	}
	return out
}

// IsTokenSpace tells what separates tokens: white space as Python has it, whose programs split lines of tokens by it. Marks without width, as a
// byte order mark, do not.
func IsTokenSpace(r rune) bool { return unicode.IsSpace(r) || '\x1c' <= r && r <= '\x1f' }
