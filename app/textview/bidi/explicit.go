package bidi

import (
	"slices"
	"sort"

	ucd "golang.org/x/text/unicode/bidi"
)

// maxDepth is the deepest level that controls may lead to (BD2).
const maxDepth = 125

// removed tells what rule X9 takes out: the controls of embeddings, and what has no look.
func removed(c ucd.Class) bool {
	switch c {
	case ucd.LRE, ucd.RLE, ucd.LRO, ucd.RLO, ucd.PDF, ucd.BN:
		return true
	}
	return false
}

func opensIsolate(c ucd.Class) bool { return c == ucd.LRI || c == ucd.RLI || c == ucd.FSI }

func isIsolateControl(c ucd.Class) bool { return opensIsolate(c) || c == ucd.PDI }

// pairIsolates finds the terminator of every isolate initiator, and the other way round (BD9).
func (r *Resolver) pairIsolates() {
	r.pairs = slices.Grow(r.pairs[:0], len(r.own))[:len(r.own)]
	var open []int32
	for i, c := range r.own {
		r.pairs[i] = -1
		switch {
		case opensIsolate(c):
			open = append(open, int32(i))
		case c == ucd.PDI && len(open) > 0:
			last := open[len(open)-1]
			open = open[:len(open)-1]
			r.pairs[i], r.pairs[last] = last, int32(i)
		}
	}
}

// status is an entry of the directional status stack.
type status struct {
	level    Level
	override ucd.Class // L or R; ON: none
	isolate  bool
}

// directions is the directional status stack with the counts of what did not fit on it (rule X1).
type directions struct {
	stack              [maxDepth + 2]status
	depth              int // of the stack
	overflowIsolates   int
	overflowEmbeddings int
	validIsolates      int
}

func (d *directions) last() *status { return &d.stack[d.depth-1] }

func (d *directions) push(s status) {
	d.stack[d.depth] = s
	d.depth++
}

// next is the least level above the last one that runs in the given direction.
func (d *directions) next(rtl bool) Level {
	if rtl {
		return (d.last().level + 1) | 1
	}
	return (d.last().level + 2) &^ 1
}

// embed gives every character the level of the controls round it (rules X1 to X8). What is removed has the level of
// the character before it, so that it never parts a run of one level.
func (r *Resolver) embed() {
	r.explicit = slices.Grow(r.explicit[:0], len(r.own))[:len(r.own)]
	var d directions
	d.push(status{level: r.base, override: ucd.ON})
	for i, c := range r.own {
		switch {
		case c == ucd.RLE || c == ucd.LRE || c == ucd.RLO || c == ucd.LRO:
			d.openEmbedding(c)
		case c == ucd.PDF:
			d.closeEmbedding()
		case opensIsolate(c):
			r.place(i, d.last())
			d.openIsolate(c == ucd.RLI || c == ucd.FSI && r.isolated(i) == 1)
		case c == ucd.PDI:
			d.closeIsolate()
			r.place(i, d.last())
		case c != ucd.BN:
			r.place(i, d.last())
		}
		if removed(c) {
			r.classes[i] = ucd.BN
			r.explicit[i] = r.base
			if i > 0 {
				r.explicit[i] = r.explicit[i-1]
			}
		}
	}
}

// place sets a character's level, and its class where an override holds (rules X5a to X6a).
func (r *Resolver) place(i int, s *status) {
	r.explicit[i] = s.level
	if s.override != ucd.ON {
		r.classes[i] = s.override
	}
}

// isolated is the level that rules P2 and P3 find between an initiator and its terminator (rule X5c).
func (r *Resolver) isolated(i int) Level {
	end := int(r.pairs[i])
	if end < 0 {
		end = len(r.own)
	}
	for j := i + 1; j < end; j++ {
		switch c := r.own[j]; {
		case c == ucd.L:
			return 0
		case c == ucd.R || c == ucd.AL:
			return 1
		case opensIsolate(c):
			j = int(r.pairs[j])
			if j < 0 {
				return 0
			}
		}
	}
	return 0
}

// openEmbedding is for embeddings and overrides (rules X2 to X5).
func (d *directions) openEmbedding(c ucd.Class) {
	l := d.next(c == ucd.RLE || c == ucd.RLO)
	if l > maxDepth || d.overflowIsolates > 0 || d.overflowEmbeddings > 0 {
		if d.overflowIsolates == 0 {
			d.overflowEmbeddings++
		}
		return
	}
	override := ucd.ON
	switch c {
	case ucd.RLO:
		override = ucd.R
	case ucd.LRO:
		override = ucd.L
	}
	d.push(status{level: l, override: override})
}

// closeEmbedding is rule X7.
func (d *directions) closeEmbedding() {
	switch {
	case d.overflowIsolates > 0:
	case d.overflowEmbeddings > 0:
		d.overflowEmbeddings--
	case !d.last().isolate && d.depth >= 2:
		d.depth--
	}
}

// openIsolate is rules X5a and X5b.
func (d *directions) openIsolate(rtl bool) {
	l := d.next(rtl)
	if l > maxDepth || d.overflowIsolates > 0 || d.overflowEmbeddings > 0 {
		d.overflowIsolates++
		return
	}
	d.validIsolates++
	d.push(status{level: l, override: ucd.ON, isolate: true})
}

// closeIsolate is rule X6a.
func (d *directions) closeIsolate() {
	switch {
	case d.overflowIsolates > 0:
		d.overflowIsolates--
	case d.validIsolates > 0:
		d.overflowEmbeddings = 0
		for !d.last().isolate {
			d.depth--
		}
		d.depth--
		d.validIsolates--
	}
}

// levelRun is a stretch of text at one level (BD7).
type levelRun struct {
	start, end int32
	continues  bool // a run before it, by an isolate
}

// sequence is an isolating run sequence (BD13): runs of one level with isolates between them. The rules that look at
// neighbours see nothing else.
type sequence struct {
	at         []int32 // its characters, without those removed
	level      Level
	start, end ucd.Class // the directions met before and behind it, L or R
}

// eachSequence calls do for every isolating run sequence (rule X10).
func (r *Resolver) eachSequence(do func(*sequence)) {
	r.findRuns()
	for first := range r.runs {
		if r.runs[first].continues {
			continue
		}
		s := &r.sequence
		s.at, s.level = s.at[:0], r.explicit[r.runs[first].start]
		s.start = direction(max(s.level, r.levelBefore(r.runs[first].start)))
		last, k := first, first
		for k >= 0 {
			last = k
			s.at = r.appendRun(s.at, r.runs[k])
			k = r.continuation(s.at)
			if k >= 0 {
				r.runs[k].continues = true
			}
		}
		s.end = direction(max(s.level, r.levelBehind(s.at, r.runs[last].end)))
		do(s)
	}
}

func (r *Resolver) findRuns() {
	r.runs = r.runs[:0]
	start := 0
	for i := 1; i <= len(r.explicit); i++ {
		if i == len(r.explicit) || r.explicit[i] != r.explicit[start] {
			r.runs = append(r.runs, levelRun{start: int32(start), end: int32(i)})
			start = i
		}
	}
}

func (r *Resolver) appendRun(at []int32, run levelRun) []int32 {
	for i := run.start; i < run.end; i++ {
		if r.classes[i] != ucd.BN {
			at = append(at, i)
		}
	}
	return at
}

// continuation is the run that goes on behind the isolate which the last character opens; -1: there is none.
func (r *Resolver) continuation(at []int32) int {
	if len(at) == 0 || !opensIsolate(r.own[at[len(at)-1]]) {
		return -1
	}
	to := r.pairs[at[len(at)-1]]
	if to < 0 {
		return -1
	}
	return sort.Search(len(r.runs), func(k int) bool { return r.runs[k].end > to })
}

func (r *Resolver) levelBefore(start int32) Level {
	if start == 0 {
		return r.base
	}
	return r.explicit[start-1]
}

func (r *Resolver) levelBehind(at []int32, end int32) Level {
	if int(end) == len(r.explicit) || len(at) > 0 && opensIsolate(r.own[at[len(at)-1]]) {
		return r.base
	}
	return r.explicit[end]
}

// direction is the class of text at a level.
func direction(l Level) ucd.Class {
	if l%2 == 1 {
		return ucd.R
	}
	return ucd.L
}
