package agreement

import (
	"cmp"
	"slices"
)

// most gives as many pairs as there can be, each of either side once, in the order of the first side. Those worth more are taken first, and
// then changed as far as that makes for more pairs (Hopcroft and Karp 1973). It is much quicker than pair where very many edges hang
// together, but of the ways to make as many pairs it need not take the one worth the most.
func most(firsts, seconds int, edges []edge) []edge {
	m := matching{edges: make([][]edge, firsts), held: make([]*edge, firsts), holder: make([]int, seconds), layer: make([]int, firsts)}
	for i := range m.holder {
		m.holder[i] = nowhere
	}
	edges = slices.Clone(edges)
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(b.worth, a.worth) })
	for _, e := range edges {
		m.edges[e.first] = append(m.edges[e.first], e)
		if m.held[e.first] == nil && m.holder[e.second] == nowhere {
			m.hold(e)
		}
	}
	for m.setLayers() {
		for first, e := range m.held {
			if e == nil {
				m.extend(first)
			}
		}
	}
	var out []edge
	for _, e := range m.held {
		if e != nil {
			out = append(out, *e)
		}
	}
	return out
}

// matching is pairs in the making.
type matching struct {
	edges  [][]edge // by first
	held   []*edge  // by first; nil: it is free
	holder []int    // by second: the first that holds it, or nowhere
	layer  []int    // by first: how many pairs would have to change for it to be free; nowhere: it cannot be, or was tried
}

func (m *matching) hold(e edge) { m.held[e.first], m.holder[e.second] = &e, e.first }

// setLayers counts from the free ones, and tells whether one of the second side that is free can be reached.
func (m *matching) setLayers() (more bool) {
	var next []int
	for first, e := range m.held {
		if m.layer[first] = nowhere; e == nil {
			m.layer[first] = 0
			next = append(next, first)
		}
	}
	for i := 0; i < len(next); i++ {
		for _, e := range m.edges[next[i]] {
			switch other := m.holder[e.second]; {
			case other == nowhere:
				more = true
			case m.layer[other] == nowhere:
				m.layer[other] = m.layer[next[i]] + 1
				next = append(next, other)
			}
		}
	}
	return more
}

// extend finds one of the first side a place, if need be by moving others on, layer by layer.
func (m *matching) extend(first int) bool {
	at := m.layer[first]
	m.layer[first] = nowhere
	for _, e := range m.edges[first] {
		if other := m.holder[e.second]; other == nowhere || m.layer[other] == at+1 && m.extend(other) {
			m.hold(e)
			return true
		}
	}
	return false
}
