package jobs

import (
	"slices"
	"strings"

	"rubricator/annotation"
)

// ConfusionMatrix is how often marks of one annotator with one label stand for marks of the other with another.
type ConfusionMatrix struct {
	First, Second string                 // whose the rows and the columns are
	Labels        []annotation.LabelRole // of rows and columns; the last, without a name, stands for no mark
	Counts        [][]int                // by row, then column
}

// Confusions is the confusion matrix of all that was compared. It has no labels where nothing was marked.
func (a *Agreement) Confusions() ConfusionMatrix {
	m := ConfusionMatrix{First: "one annotator", Second: "the other"}
	if pairs := a.Study.Pairs(); len(pairs) == 1 {
		m.First, m.Second = a.Name(pairs[0][0]), a.Name(pairs[0][1])
	}
	none := annotation.LabelRole{}
	for _, c := range a.Cells {
		for _, l := range []annotation.LabelRole{c.First, c.Second} {
			if l != none && !slices.Contains(m.Labels, l) {
				m.Labels = append(m.Labels, l)
			}
		}
	}
	if len(m.Labels) == 0 {
		return m
	}
	slices.SortFunc(m.Labels, func(a, b annotation.LabelRole) int { return strings.Compare(a.String(), b.String()) })
	m.Labels = append(m.Labels, none)
	for range m.Labels {
		m.Counts = append(m.Counts, make([]int, len(m.Labels)))
	}
	for _, c := range a.Cells {
		m.Counts[slices.Index(m.Labels, c.First)][slices.Index(m.Labels, c.Second)] = c.Count
	}
	return m
}

// Share is a cell's count by the largest of its row.
func (m ConfusionMatrix) Share(row, column int) float64 {
	most := slices.Max(m.Counts[row])
	if most == 0 {
		return 0
	}
	return float64(m.Counts[row][column]) / float64(most)
}
