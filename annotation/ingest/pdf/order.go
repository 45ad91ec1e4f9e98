package pdf

import (
	"cmp"
	"slices"
)

// block is lines under each other in letters of one size, as a column has them.
type block struct {
	lines       []*line
	left, right float64
	top, bottom float64 // baselines of the first and the last line
	leading     float64 // see the function; 0: not yet found
}

// blocksOf puts lines, sorted from the top down, under each other.
func blocksOf(lines []*line) []*block {
	var out []*block
	open := map[*line]*block{} // by their last lines
	for i := 0; i < len(lines); {
		row := i + 1
		for row < len(lines) && sameBase(lines[i], lines[row]) {
			row++
		}
		claims := map[*block]int{}
		above := make([]*block, row-i)
		for k, l := range lines[i:row] {
			above[k] = under(l, open)
			claims[above[k]]++
		}
		for k, l := range lines[i:row] {
			b := above[k]
			if b == nil || claims[b] > 1 {
				b = &block{left: l.left, right: l.right, top: l.base}
				out = append(out, b)
			} else {
				delete(open, b.lines[len(b.lines)-1])
			}
			b.lines = append(b.lines, l)
			b.left, b.right, b.bottom = min(b.left, l.left), max(b.right, l.right), l.base
			open[l] = b
		}
		for l := range open {
			if len(open) > maxBlocks || l.base-lines[i].base > 4*l.size {
				delete(open, l)
			}
		}
		i = row
	}
	return out
}

func sameBase(a, b *line) bool { return a.base-b.base <= 0.2*min(a.size, b.size) }

// maxLeading is the largest distance of the baselines of a block, in sizes of its letters.
const maxLeading = 1.7

// under is the block that a line goes on below, if there is just one.
func under(l *line, open map[*line]*block) *block {
	var found *block
	for above, b := range open {
		size := max(above.size, l.size)
		near := above.base > l.base && above.base-l.base <= maxLeading*size && size <= 1.15*min(above.size, l.size)
		if !near || overlap(b.left, b.right, l.left, l.right) < 0.5*min(b.right-b.left, l.right-l.left) {
			continue
		}
		if found != nil {
			return nil
		}
		found = b
	}
	return found
}

func overlap(a, b, c, d float64) float64 { return min(b, d) - max(a, c) }

// maxBlocks is how many blocks of a page are put in order; the time grows with the cube.
const maxBlocks = 250

// ordered puts the blocks of a page in the order of reading, after T. M. Breuel, "High Performance Document Layout Analysis" (2003): of two that
// share a part of the width, the upper comes first; else the left one (the right one in scripts from the right), unless a third lies between them in
// height and shares the width of both.
func ordered(blocks []*block, rtl bool) []*block {
	slices.SortStableFunc(blocks, func(a, b *block) int { return cmp.Compare(b.top, a.top) })
	if len(blocks) > maxBlocks {
		return blocks
	}
	n := len(blocks)
	before := make([]int, n) // how many must come first
	after := make([][]int, n)
	for i, a := range blocks {
		for j, b := range blocks {
			if i != j && comesBefore(a, b, blocks, rtl) {
				before[j]++
				after[i] = append(after[i], j)
			}
		}
	}
	out, done := make([]*block, 0, n), make([]bool, n)
	for range n {
		next := -1
		for i := range blocks {
			if !done[i] && (next < 0 || before[i] < before[next]) {
				next = i
			}
		}
		done[next] = true
		out = append(out, blocks[next])
		for _, j := range after[next] {
			before[j]--
		}
	}
	return out
}

func comesBefore(a, b *block, all []*block, rtl bool) bool {
	if sharesWidth(a, b) {
		return a.top > b.top
	}
	if (a.left > b.left) != rtl {
		return false
	}
	for _, c := range all {
		between := c.top < max(a.bottom, b.bottom) && c.bottom > min(a.top, b.top)
		if c != a && c != b && between && sharesWidth(c, a) && sharesWidth(c, b) {
			return false
		}
	}
	return true
}

func sharesWidth(a, b *block) bool {
	return overlap(a.left, a.right, b.left, b.right) > 0.1*min(a.right-a.left, b.right-b.left)
}
