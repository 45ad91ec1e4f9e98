package agreement

import (
	"container/heap"
	"math"
)

// edge says that one of each side may be a pair, and how much that is worth.
type edge struct {
	first, second int
	worth         float64 // above 0
}

// pair gives the pairs, each of either side once, that are worth the most together, in the order of the first side. The sides are numbered
// from 0. It is the Hungarian method by shortest paths (Kuhn 1955; Jonker and Volgenant 1987), which follows edges alone: what does not
// hang together costs nothing.
func pair(firsts, seconds int, edges []edge) []edge {
	p := newPairing(firsts, seconds, edges)
	var out []edge
	for first, may := range p.edges {
		if len(may) > 0 {
			p.place(first)
		}
	}
	for _, e := range p.held {
		if e != nil && e.worth > 0 {
			out = append(out, *e)
		}
	}
	return out
}

// pairing gives each of the first side one of the second, or else a place of its own, which is worth nothing; these places stand behind the
// second side. Prices are such that no edge costs less than its ends, and those held cost as much; a cost is a worth below 0.
type pairing struct {
	edges       [][]edge // by first
	held        []*edge  // by first; nil: it has no place yet
	holder      []int    // by second: the first that holds it, or nowhere
	firstPrice  []float64
	secondPrice []float64

	// the search under way, by second
	distance []float64 // infinite where it was not reached
	by       []*edge   // that it was reached by
	done     []bool
	reached  []int
	next     nearest
}

func newPairing(firsts, seconds int, edges []edge) *pairing {
	n := firsts + seconds
	p := &pairing{
		edges: make([][]edge, firsts), held: make([]*edge, firsts), holder: make([]int, n),
		firstPrice: make([]float64, firsts), secondPrice: make([]float64, n),
		distance: make([]float64, n), by: make([]*edge, n), done: make([]bool, n),
	}
	for _, e := range edges {
		p.edges[e.first] = append(p.edges[e.first], e)
	}
	for i, may := range p.edges {
		if len(may) > 0 {
			p.edges[i] = append(may, edge{i, seconds + i, 0})
		}
	}
	for i := range n {
		p.holder[i], p.distance[i] = nowhere, math.Inf(1)
	}
	return p
}

// place gives one of the first side a place, along the shortest path to a free one, on which others move on.
func (p *pairing) place(first int) {
	free, length := p.search(first)
	p.firstPrice[first] += length
	for _, s := range p.reached {
		if p.done[s] {
			p.firstPrice[p.holder[s]] += length - p.distance[s]
			p.secondPrice[s] -= length - p.distance[s]
		}
	}
	for at := free; ; {
		e := p.by[at]
		left := p.held[e.first]
		p.held[e.first], p.holder[at] = e, e.first
		if e.first == first {
			break
		}
		at = left.second
	}
	for _, s := range p.reached {
		p.distance[s], p.by[s], p.done[s] = math.Inf(1), nil, false
	}
	p.reached, p.next = p.reached[:0], p.next[:0]
}

// search finds the nearest free place (Dijkstra 1959). There is one: a place of its own.
func (p *pairing) search(first int) (free int, length float64) {
	for at := first; ; {
		p.reach(at, length)
		n := heap.Pop(&p.next).(arrival)
		for p.done[n.second] || n.distance > p.distance[n.second] {
			n = heap.Pop(&p.next).(arrival)
		}
		free, length = n.second, n.distance
		if p.holder[free] == nowhere {
			return free, length
		}
		p.done[free] = true
		at = p.holder[free]
	}
}

// reach looks at what is one edge further.
func (p *pairing) reach(first int, length float64) {
	for i := range p.edges[first] {
		e := &p.edges[first][i]
		d := length - e.worth - p.firstPrice[first] - p.secondPrice[e.second]
		if p.done[e.second] || d >= p.distance[e.second] {
			continue
		}
		if p.by[e.second] == nil {
			p.reached = append(p.reached, e.second)
		}
		p.distance[e.second], p.by[e.second] = d, e
		heap.Push(&p.next, arrival{e.second, d})
	}
}

// arrival is a place of the second side and how far it is.
type arrival struct {
	second   int
	distance float64
}

// nearest is a heap.
type nearest []arrival

func (n nearest) Len() int           { return len(n) }
func (n nearest) Less(i, j int) bool { return n[i].distance < n[j].distance }
func (n nearest) Swap(i, j int)      { n[i], n[j] = n[j], n[i] }
func (n *nearest) Push(x any)        { *n = append(*n, x.(arrival)) }
func (n *nearest) Pop() any {
	last := len(*n) - 1
	x := (*n)[last]
	*n = (*n)[:last]
	return x
}
