package agreement

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Rating is the value that a coder gave a unit.
type Rating struct {
	Coder, Unit, Value string // an empty value is missing
}

// Table holds what coders judged: one value or none for each coder and unit.
type Table struct {
	coders []string
	values []string  // numbers in their order, else as text
	rows   [][]int   // by unit, then by coder: the place in values, or missing
	number []float64 // of each value; nil where one is no number
}

const missing = -1

// largest bounds numbers, so that sums of their squares stay numbers.
const largest = 1e100

// NewTable orders ratings, in any order, into a table. Values of 1e100 and more are not taken for numbers. The error names a coder who rates a unit twice.
func NewTable(ratings []Rating) (*Table, error) {
	t := &Table{}
	coders, units, values := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range ratings {
		note(coders, &t.coders, r.Coder)
		if _, ok := units[r.Unit]; !ok {
			units[r.Unit] = len(units)
		}
		if r.Value != "" {
			note(values, &t.values, r.Value)
		}
	}
	t.orderValues()
	for i, v := range t.values {
		values[v] = i
	}
	t.rows = make([][]int, len(units))
	for i := range t.rows {
		t.rows[i] = slices.Repeat([]int{missing}, len(t.coders))
	}
	rated := map[[2]int]bool{}
	for _, r := range ratings {
		at := [2]int{units[r.Unit], coders[r.Coder]}
		if rated[at] {
			return nil, fmt.Errorf("coder %q rates unit %q twice", r.Coder, r.Unit)
		}
		rated[at] = true
		if r.Value != "" {
			t.rows[at[0]][at[1]] = values[r.Value]
		}
	}
	return t, nil
}

// note gives a name its place in a list.
func note(places map[string]int, list *[]string, name string) {
	if _, ok := places[name]; !ok {
		places[name] = len(*list)
		*list = append(*list, name)
	}
}

// orderValues puts values that are all numbers in the order of the numbers, others in that of their letters.
func (t *Table) orderValues() {
	number := make(map[string]float64, len(t.values))
	for _, v := range t.values {
		if x, err := strconv.ParseFloat(v, 64); err == nil && math.Abs(x) < largest {
			number[v] = x
		}
	}
	numeric := len(number) == len(t.values)
	slices.SortFunc(t.values, func(a, b string) int {
		if numeric {
			return cmp.Or(cmp.Compare(number[a], number[b]), cmp.Compare(a, b))
		}
		return cmp.Compare(a, b)
	})
	if numeric {
		t.number = make([]float64, len(t.values))
		for i, v := range t.values {
			t.number[i] = number[v]
		}
	}
}

// Coders names the coders, in the order of the ratings.
func (t *Table) Coders() []string { return slices.Clone(t.coders) }

// Values gives the values in their order.
func (t *Table) Values() []string { return slices.Clone(t.values) }

// tally counts how often each value was given to a unit, and how many there are.
func (t *Table) tally(row []int) (counts []float64, n float64) {
	counts = make([]float64, len(t.values))
	for _, v := range row {
		if v != missing {
			counts[v]++
			n++
		}
	}
	return counts, n
}

// counts are those of the units that have at least two values.
func (t *Table) counts() Counts {
	c := Counts{Coders: len(t.coders)}
	for _, row := range t.rows {
		if _, n := t.tally(row); n >= 2 {
			c.Units++
			c.Values += int(n)
		}
	}
	return c
}

// Figures gives all measures that a table has, each with its value or with the reason why it has none.
func (t *Table) Figures() []Figure {
	out := []Figure{t.Percent(), t.Alpha(Nominal), t.Alpha(Ordinal), t.Alpha(IntervalScale), t.Alpha(Ratio),
		t.Cohen(), t.CohenMax(), t.weighted(CohenLinear, 1), t.weighted(CohenQuadratic, 2), t.Scott(), t.Bennett(), t.AC1(), t.Fleiss()}
	return append(out, t.FleissCategories()...)
}
