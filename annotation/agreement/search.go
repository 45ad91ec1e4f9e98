package agreement

import (
	"cmp"
	"math"
	"slices"
)

// search finds the groups of least disorder that hold every unit once, for three coders or more: a set partition, by branch and bound.
// Each unit has a price. The prices in a group are never more than its disorder, so that the prices of the units left bound what is
// still to come.
type search struct {
	groups []together
	holds  [][]int // by group: the numbers of its units
	within [][]int // by unit: its groups, those of the least reduced disorder first
	order  []int   // units from left to right
	price  []float64
	taken  []bool
	chosen []int
	best   []int
	least  float64
	steps  int
}

const (
	mostGroups = 300_000
	mostSteps  = 2_000_000
	sweeps     = 60   // over all prices
	rounding   = 1e-9 // of sums of disorders
)

// newSearch lists the groups that may be of use: those that are better than their units alone. ok is false where there are too many.
func newSearch(units [][]unit, d dissimilarity) (s *search, ok bool) {
	s = &search{}
	first, n := make([]int, len(units)), 0 // the number of each coder's first unit
	var starts []unit
	for i, us := range units {
		first[i] = n
		n += len(us)
		starts = append(starts, us...)
	}
	s.within, s.price, s.taken, s.order = make([][]int, n), make([]float64, n), make([]bool, n), make([]int, n)
	for i := range s.order {
		s.order[i] = i
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return cmp.Compare(starts[a].Start, starts[b].Start) })
	if !s.list(units, first, d) {
		return nil, false
	}
	s.setPrices()
	return s, true
}

// list adds groups coder by coder.
func (s *search) list(units [][]unit, first []int, d dissimilarity) bool {
	pairs := float64(len(units)*(len(units)-1)) / 2
	members := make([]int, len(units))
	// gain is by how much the units so far are closer than a unit is to none, over all pairs
	var extend func(coder, size int, gain float64) bool
	extend = func(coder, size int, gain float64) bool {
		if coder == len(units) {
			if disorder := 1 - gain/pairs; size == 1 || size > 1 && disorder < float64(size) {
				s.add(members, first, disorder)
			}
			return len(s.groups) <= mostGroups
		}
		members[coder] = nowhere
		if !extend(coder+1, size, gain) {
			return false
		}
		for i, u := range units[coder] {
			g := gain
			for c := range coder {
				if members[c] != nowhere {
					g += 1 - d.of(units[c][members[c]], u)
				}
			}
			// what pairs could still be gained is fewer than all of them; a group is not worse than its units alone
			if 1-(g+pairs)/pairs >= float64(len(units)) {
				continue
			}
			members[coder] = i
			if !extend(coder+1, size+1, g) {
				return false
			}
		}
		members[coder] = nowhere
		return true
	}
	return extend(0, 0, 0)
}

func (s *search) add(members, first []int, disorder float64) {
	var holds []int
	for coder, i := range members {
		if i != nowhere {
			holds = append(holds, first[coder]+i)
		}
	}
	for _, u := range holds {
		s.within[u] = append(s.within[u], len(s.groups))
	}
	s.groups = append(s.groups, together{slices.Clone(members), disorder})
	s.holds = append(s.holds, holds)
}

// reduced is the disorder of a group beyond the prices of its units.
func (s *search) reduced(g int) float64 {
	d := s.groups[g].disorder
	for _, u := range s.holds[g] {
		d -= s.price[u]
	}
	return d
}

// setPrices moves each price, over and over, to the middle of where its unit's best group is worth taking and the second best is not;
// what is bid for too much is then taken back, and the rest raised as far as groups allow.
func (s *search) setPrices() {
	for range sweeps {
		for _, u := range s.order {
			best, second := math.Inf(1), math.Inf(1)
			for _, g := range s.within[u] {
				if r := s.reduced(g); r < best {
					best, second = r, best
				} else if r < second {
					second = r
				}
			}
			if math.IsInf(second, 1) {
				second = best
			}
			s.price[u] += (best + second) / 2
		}
	}
	for _, u := range s.order {
		left := math.Inf(1)
		for _, g := range s.within[u] {
			left = min(left, s.reduced(g))
		}
		s.price[u] += left
	}
	s.sort()
}

// sort puts each unit's groups of the least reduced disorder first.
func (s *search) sort() {
	reduced := make([]float64, len(s.groups))
	for g := range reduced {
		reduced[g] = s.reduced(g)
	}
	for _, groups := range s.within {
		slices.SortFunc(groups, func(a, b int) int { return cmp.Or(cmp.Compare(reduced[a], reduced[b]), cmp.Compare(a, b)) })
	}
}

// run gives the best groups; ok is false where that takes too long.
func (s *search) run() (best []together, ok bool) {
	s.drop(s.greedy() - sum(s.price) + rounding)
	for _, part := range s.parts() {
		bound := 0.0
		for _, u := range part {
			bound += s.price[u]
		}
		s.least, s.best = math.Inf(1), nil
		if !s.choose(part, bound) || s.best == nil {
			return nil, false
		}
		for _, g := range s.best {
			best = append(best, s.groups[g])
		}
	}
	return best, true
}

// greedy takes the best free group from left to right and gives the disorder of all.
func (s *search) greedy() (disorder float64) {
	for _, u := range s.order {
		if s.taken[u] {
			continue
		}
		for _, g := range s.within[u] {
			if s.isFree(g) {
				s.take(g, true)
				disorder += s.groups[g].disorder
				break
			}
		}
	}
	clear(s.taken)
	s.chosen = s.chosen[:0]
	return disorder
}

// drop leaves out the groups that are in no best alignment, since they alone cost more than the gap.
func (s *search) drop(gap float64) {
	for u := range s.within {
		s.within[u] = slices.DeleteFunc(s.within[u], func(g int) bool { return s.reduced(g) > gap })
	}
}

// parts divides the units, from left to right, into those that hang together by groups.
func (s *search) parts() [][]int {
	seen := make([]bool, len(s.order))
	place := make([]int, len(s.order)) // from the left
	for i, u := range s.order {
		place[u] = i
	}
	var out [][]int
	for _, u := range s.order {
		if seen[u] {
			continue
		}
		seen[u] = true
		part := []int{u}
		for i := 0; i < len(part); i++ {
			for _, g := range s.within[part[i]] {
				for _, v := range s.holds[g] {
					if !seen[v] {
						seen[v] = true
						part = append(part, v)
					}
				}
			}
		}
		slices.SortFunc(part, func(a, b int) int { return place[a] - place[b] })
		out = append(out, part)
	}
	return out
}

// choose takes a group for the first unit that has none. bound is the disorder so far and the prices of the units left.
func (s *search) choose(units []int, bound float64) bool {
	if s.steps++; s.steps > mostSteps {
		return false
	}
	for len(units) > 0 && s.taken[units[0]] {
		units = units[1:]
	}
	if len(units) == 0 {
		s.least, s.best = bound, slices.Clone(s.chosen)
		return true
	}
	for _, g := range s.within[units[0]] {
		next := bound + s.reduced(g)
		if next >= s.least-rounding {
			break // the rest is no better
		}
		if !s.isFree(g) {
			continue
		}
		s.take(g, true)
		ok := s.choose(units[1:], next)
		s.take(g, false)
		if !ok {
			return false
		}
	}
	return true
}

func (s *search) isFree(g int) bool {
	return !slices.ContainsFunc(s.holds[g], func(u int) bool { return s.taken[u] })
}

func (s *search) take(g int, taken bool) {
	for _, u := range s.holds[g] {
		s.taken[u] = taken
	}
	if taken {
		s.chosen = append(s.chosen, g)
	} else {
		s.chosen = s.chosen[:len(s.chosen)-1]
	}
}
