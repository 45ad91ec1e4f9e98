package agreement

// together are units of different coders that an alignment takes for the same; nowhere stands for a coder who has none.
type together struct {
	units    []int // by coder: a place in the coder's units
	disorder float64
}

const nowhere = -1

// alignment puts every unit of every coder in just one group of units.
type alignment struct {
	dissimilarity
	units    [][]unit
	groups   []together
	disorder float64 // the sum of the groups'
}

// align finds an alignment of the least disorder. The disorder of a group is the mean over all pairs of coders of how far their units are
// apart, 1 for a pair of which one has none (Mathet 2015, section 4). ok is false where the search takes too long.
func align(units [][]unit, d dissimilarity) (a alignment, ok bool) {
	a.units, a.dissimilarity = units, d
	if len(units) == 2 {
		a.alignTwo()
		return a, true
	}
	s, ok := newSearch(units, d)
	if ok {
		a.groups, ok = s.run()
	}
	for _, g := range a.groups {
		a.disorder += g.disorder
	}
	return a, ok
}

// alignTwo pairs the units of two coders where a pair is better than two units alone.
func (a *alignment) alignTwo() {
	first, second := a.units[0], a.units[1]
	var edges []edge
	for i, u := range first {
		for j, v := range second {
			if d := a.of(u, v); d < 2 {
				edges = append(edges, edge{i, j, 2 - d})
			}
		}
	}
	a.disorder = float64(len(first) + len(second))
	paired := make([]bool, len(second))
	left := make([]bool, len(first))
	for _, e := range pair(len(first), len(second), edges) {
		a.groups = append(a.groups, together{[]int{e.first, e.second}, 2 - e.worth})
		a.disorder -= e.worth
		left[e.first], paired[e.second] = true, true
	}
	for i := range first {
		if !left[i] {
			a.groups = append(a.groups, together{[]int{i, nowhere}, 1})
		}
	}
	for j := range second {
		if !paired[j] {
			a.groups = append(a.groups, together{[]int{nowhere, j}, 1})
		}
	}
}

// category is how far the values of units that are together differ, near units counting more; ok is false where none are together
// (Mathet 2017, section 4.2.5).
func (a alignment) category() (disorder float64, ok bool) {
	weights := 0.0
	for _, g := range a.groups {
		var us []unit
		for coder, i := range g.units {
			if i != nowhere {
				us = append(us, a.units[coder][i])
			}
		}
		for i, u := range us {
			for _, v := range us[i+1:] {
				w := max(0, 1-a.position*positional(u, v)) / float64(len(us)-1)
				weights += w
				if u.value != v.value {
					disorder += w
				}
			}
		}
	}
	if weights == 0 {
		return 0, false
	}
	return disorder / weights, true
}
