package table

import (
	"fmt"
	"strings"
)

// maxRuns is how many runs of numbers are named.
const maxRuns = 20

// numbers are numbers of rows in rising order, of which only the first runs are kept.
type numbers struct {
	n    int
	runs [][2]int
	more int // behind the last run kept
}

func (ns *numbers) add(number int) {
	ns.n++
	last := len(ns.runs) - 1
	switch {
	case ns.more == 0 && last >= 0 && ns.runs[last][1] == number-1:
		ns.runs[last][1] = number
	case ns.more == 0 && len(ns.runs) < maxRuns:
		ns.runs = append(ns.runs, [2]int{number, number})
	default:
		ns.more++
	}
}

// String is for people: "rows 3, 7 to 9".
func (ns *numbers) String() string {
	if ns.n == 1 {
		return fmt.Sprintf("row %d", ns.runs[0][0])
	}
	var out []string
	for _, r := range ns.runs {
		if r[0] == r[1] {
			out = append(out, fmt.Sprint(r[0]))
		} else {
			out = append(out, fmt.Sprintf("%d to %d", r[0], r[1]))
		}
	}
	if ns.more > 0 {
		return fmt.Sprintf("rows %s, and %d more", strings.Join(out, ", "), ns.more)
	}
	return "rows " + strings.Join(out, ", ")
}
