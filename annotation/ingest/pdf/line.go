package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// line is words side by side that are read together. Lengths are points.
type line struct {
	words       []word
	left, right float64
	base, size  float64 // of most of its letters
	bold        bool    // all of it
	rtl         bool
	cells       bool // a row of a table
	page        int
	cut         cut
}

// text is what the line says, without a hyphen at its end.
func (l *line) text() string {
	var s strings.Builder
	for i, w := range l.words {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteString(w.text)
		if w.hyphen && i < len(l.words)-1 {
			s.WriteByte('-')
		}
	}
	return s.String()
}

func (l *line) hyphen() bool { return l.words[len(l.words)-1].hyphen }

// newLine puts words together in the order of reading: from left to right, or as the engine has them where it turned the order round.
func newLine(words []word, page int) *line {
	l := &line{words: words, page: page, left: math.Inf(1), right: math.Inf(-1), bold: true}
	sizes := map[float64]int{}
	strong, all := 0, 0
	for _, w := range words {
		l.left, l.right = min(l.left, w.left), max(l.right, w.right)
		l.bold = l.bold && w.bold
		n := utf8.RuneCountInString(w.text)
		if sizes[w.size] += n; sizes[w.size] > sizes[l.size] || l.size == 0 {
			l.size, l.base = w.size, w.base
		}
		r, a := rightToLeft(w.text)
		strong, all = strong+r, all+a
	}
	l.rtl = strong*2 > all
	if strong > 0 {
		slices.SortStableFunc(words, func(a, b word) int { return a.at - b.at })
	} else {
		slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.left, b.left) })
	}
	if last := &words[len(words)-1]; hyphened.MatchString(last.text) { // as the engine leaves it at the end of a page
		last.text, last.hyphen = strings.TrimSuffix(last.text, "-"), true
	}
	return l
}

var hyphened = regexp.MustCompile(`[\pL\pN]-$`)

// rightToLeft counts the letters that are written from the right, and all.
func rightToLeft(s string) (right, all int) {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		all++
		if r < 0x590 {
			continue
		}
		p, _ := bidi.LookupRune(r)
		if c := p.Class(); c == bidi.R || c == bidi.AL {
			right++
		}
	}
	return right, all
}

// rows puts the words of a page together whose baselines are the same, from the top down. What is raised or lowered belongs to the word that it
// touches.
func rows(words []word) [][]word {
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b word) int { return cmp.Compare(b.base, a.base) })
	var out [][]word
	for _, w := range sorted {
		if n := len(out) - 1; n >= 0 && sameRow(out[n][0], w) {
			out[n] = append(out[n], w)
			continue
		}
		out = append(out, []word{w})
	}
	return raised(out)
}

func sameRow(a, b word) bool { return math.Abs(a.base-b.base) <= 0.2*min(a.size, b.size) }

// maxHosts is how many words a row may have whose notes' numbers are looked for: each is compared with each small word beside the row.
const maxHosts = 500

// raised moves small words that touch a larger one of the next row, or of that before, into its row: notes' numbers, ordinals.
func raised(rows [][]word) [][]word {
	for i, row := range rows {
		rows[i] = slices.DeleteFunc(row, func(w word) bool {
			for _, j := range []int{i + 1, i - 1} {
				if j < 0 || j >= len(rows) || len(rows[j]) > maxHosts {
					continue
				}
				for k, host := range rows[j] {
					touches := w.left-host.right < 0.25*host.size && host.left-w.right < 0.25*host.size && w.bottom < host.top && w.top > host.bottom
					if touches && w.size < 0.8*host.size && math.Abs(w.base-host.base) < 0.6*host.size {
						rows[j] = slices.Insert(rows[j], k, w)
						return true
					}
				}
			}
			return false
		})
	}
	return slices.DeleteFunc(rows, func(row []word) bool { return len(row) == 0 })
}

// gap is white space within a row: between left and right of it stand words.
type gap struct {
	left, right float64
	size        float64 // of the smaller letters beside it
}

// minGap is the narrowest gap between columns, in sizes of their letters.
const minGap = 0.8

// maxGaps is how many gaps of a row are looked at, and maxRows how many rows on either side of it.
const maxGaps, maxRows = 40, 60

// gaps are the wide ones of a row, whose words are sorted from the left.
func gaps(row []word) []gap {
	var out []gap
	end, size := row[0].right, row[0].size
	for _, w := range row[1:] {
		if s := min(size, w.size); w.left-end >= minGap*s && len(out) < maxGaps {
			out = append(out, gap{end, w.left, s})
		}
		if w.right > end {
			end, size = w.right, w.size
		}
	}
	return out
}

// linesOf divides the rows of a page at the gutters between columns. The cells of a table's row stay together.
func linesOf(words []word, page int) []*line {
	all := rows(words)
	for _, row := range all {
		slices.SortStableFunc(row, func(a, b word) int { return cmp.Compare(a.left, b.left) })
	}
	var out []*line
	for i, row := range all {
		from, cells := 0, false
		for _, g := range gaps(row) {
			switch gutterAt(all, i, g) {
			case columns:
				to := from
				for to < len(row) && row[to].left < g.right {
					to++
				}
				l := newLine(slices.Clone(row[from:to]), page)
				l.cells = cells
				out = append(out, l)
				from, cells = to, false
			case table:
				cells = true
			}
		}
		l := newLine(slices.Clone(row[from:]), page)
		l.cells = cells
		out = append(out, l)
	}
	return out
}

// gutter is what a gap is.
type gutter int

const (
	none gutter = iota // a space
	columns
	table
)

// minCell is how many characters the lines of columns have on both sides of a gutter, and maxCell those of text beside something short; the cells of
// tables have fewer.
const minCell, maxCell = 12, 25

// gutterAt tells what a gap of a row is, by the rows above and below that leave the same place free: on both sides there must be two at least. What
// stands beside it tells columns of text from those of a table.
func gutterAt(rows [][]word, i int, g gap) gutter {
	strip := g
	var lefts, rights, leftLetters, rightLetters int
	count := func(row []word) {
		l, r := besides(row, strip)
		if l > 0 {
			lefts, leftLetters = lefts+1, leftLetters+l
		}
		if r > 0 {
			rights, rightLetters = rights+1, rightLetters+r
		}
	}
	count(rows[i])
	for _, step := range []int{-1, 1} {
		for j, before := i+step, i; j >= max(0, i-maxRows) && j < min(len(rows), i+maxRows); j += step {
			narrowed, free := narrow(rows[j], strip)
			if !free || math.Abs(rows[j][0].base-rows[before][0].base) > 4*max(rows[j][0].size, rows[before][0].size) {
				break
			}
			strip, before = narrowed, j
			count(rows[j])
			if lefts > 20 && rights > 20 {
				break
			}
		}
	}
	if lefts < 2 || rights < 2 {
		return none
	}
	left, right := leftLetters/lefts, rightLetters/rights
	if min(left, right) >= minCell || max(left, right) >= maxCell {
		return columns
	}
	return table
}

// narrow is the widest part of a gap that a row leaves free too, and whether that is wide enough.
func narrow(row []word, g gap) (gap, bool) {
	widest, at := gap{size: g.size}, g.left
	for _, w := range row {
		if w.right <= at {
			continue
		}
		if w.left >= g.right {
			break
		}
		if w.left-at > widest.right-widest.left {
			widest.left, widest.right = at, w.left
		}
		at = w.right
	}
	if g.right-at > widest.right-widest.left {
		widest.left, widest.right = at, g.right
	}
	return widest, widest.right-widest.left >= minGap*g.size
}

// besides counts the letters of a row from a gap to the next on either side.
func besides(row []word, g gap) (left, right int) {
	middle := (g.left + g.right) / 2
	at := math.Inf(-1)
	for _, w := range row {
		if w.left >= middle {
			break
		}
		if w.left-at >= minGap*g.size {
			left = 0
		}
		left, at = left+utf8.RuneCountInString(w.text), w.right
	}
	at = math.Inf(-1)
	for _, w := range row {
		if w.left < middle {
			continue
		}
		if right > 0 && w.left-at >= minGap*g.size {
			break
		}
		right, at = right+utf8.RuneCountInString(w.text), w.right
	}
	return left, right
}
