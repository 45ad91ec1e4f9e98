package agreement

import "slices"

// edge says that one of each side may be a pair, and how much that is worth.
type edge struct {
	first, second int
	worth         float64 // above 0
}

// pair gives the pairs, each of either side once, that are worth the most together. The sides are numbered from 0. What hangs together
// by edges is solved by itself, with as many steps as the cube of its size.
func pair(firsts, seconds int, edges []edge) []edge {
	var out []edge
	for _, part := range parts(firsts, seconds, edges) {
		if len(part) == 1 {
			out = append(out, part[0])
			continue
		}
		out = append(out, pairPart(part)...)
	}
	slices.SortFunc(out, func(a, b edge) int { return a.first - b.first })
	return out
}

// parts divides edges into those that hang together.
func parts(firsts, seconds int, edges []edge) [][]edge {
	root := make([]int, firsts+seconds)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range edges {
		root[find(e.first)] = find(firsts + e.second)
	}
	place := make([]int, firsts+seconds) // of the root's part, from 1
	var out [][]edge
	for _, e := range edges {
		r := find(e.first)
		if place[r] == 0 {
			out = append(out, nil)
			place[r] = len(out)
		}
		out[place[r]-1] = append(out[place[r]-1], e)
	}
	return out
}

// pairPart pairs what hangs together.
func pairPart(edges []edge) []edge {
	first, second := places(edges, func(e edge) int { return e.first }), places(edges, func(e edge) int { return e.second })
	turned := len(first) > len(second)
	rows, columns := first, second
	if turned {
		rows, columns = second, first
	}
	cost, at := make([][]float64, len(rows)), map[[2]int]edge{}
	for i := range cost {
		cost[i] = make([]float64, len(columns))
	}
	for _, e := range edges {
		r, c := first[e.first], second[e.second]
		if turned {
			r, c = c, r
		}
		if -e.worth < cost[r][c] {
			cost[r][c] = -e.worth
			at[[2]int{r, c}] = e
		}
	}
	var out []edge
	for r, c := range assign(cost) {
		if e, ok := at[[2]int{r, c}]; ok {
			out = append(out, e)
		}
	}
	return out
}

// places numbers what edges lead to, from 0 in the order of the edges.
func places(edges []edge, end func(edge) int) map[int]int {
	out := map[int]int{}
	for _, e := range edges {
		if _, ok := out[end(e)]; !ok {
			out[end(e)] = len(out)
		}
	}
	return out
}

// assign gives each row a column of its own so that the costs add up to the least (the Hungarian method with potentials: Kuhn 1955,
// Munkres 1957). There are at least as many columns as rows.
func assign(cost [][]float64) []int {
	rows, columns := len(cost), len(cost[0])
	const far = 1e300
	rowPrice, columnPrice := make([]float64, rows+1), make([]float64, columns+1)
	holder, way := make([]int, columns+1), make([]int, columns+1) // rows and columns count from 1 here
	least, done := make([]float64, columns+1), make([]bool, columns+1)
	for row := 1; row <= rows; row++ {
		for c := range least {
			least[c], done[c] = far, false
		}
		holder[0] = row
		at := 0
		for holder[at] != 0 {
			done[at] = true
			step, next := far, 0
			for c := 1; c <= columns; c++ {
				if done[c] {
					continue
				}
				if d := cost[holder[at]-1][c-1] - rowPrice[holder[at]] - columnPrice[c]; d < least[c] {
					least[c], way[c] = d, at
				}
				if least[c] < step {
					step, next = least[c], c
				}
			}
			for c := range done {
				if done[c] {
					rowPrice[holder[c]] += step
					columnPrice[c] -= step
				} else {
					least[c] -= step
				}
			}
			at = next
		}
		for at != 0 {
			holder[at] = holder[way[at]]
			at = way[at]
		}
	}
	out := make([]int, rows)
	for c := 1; c <= columns; c++ {
		if holder[c] > 0 {
			out[holder[c]-1] = c - 1
		}
	}
	return out
}
