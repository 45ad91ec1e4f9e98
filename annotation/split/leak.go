package split

import (
	"cmp"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/stories"
)

// Leak is two documents in different parts that share much of their text.
type Leak struct {
	A, B    annotation.ID
	Jaccard float64 // of their words, three by three; estimated
}

// Leaks looks for documents in different parts that tell one story, the worst first. It looks at the texts anew, and not at what a split was made from.
// sketches are of the documents, in their order.
func Leaks(documents []annotation.ID, sketches []stories.Sketch, parts map[annotation.ID]Part) (out []Leak) {
	var x stories.Index
	for i, id := range documents {
		for _, near := range x.Near(sketches[i], stories.SameStory) {
			if other := documents[near.Number]; parts[other] != parts[id] {
				out = append(out, Leak{other, id, near.Jaccard})
			}
		}
		x.Add(sketches[i])
	}
	slices.SortStableFunc(out, func(a, b Leak) int { return cmp.Compare(b.Jaccard, a.Jaccard) })
	return out
}
