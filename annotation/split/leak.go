package split

import (
	"bytes"
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
	type texts struct {
		stories.Index
		documents []annotation.ID // by number in the index
	}
	of := map[Part]*texts{} // a part each, so that the copies within one cost nothing
	for i, id := range documents {
		for part, others := range of {
			if part == parts[id] {
				continue
			}
			for _, near := range others.Near(sketches[i], stories.SameStory) {
				out = append(out, Leak{others.documents[near.Number], id, near.Jaccard})
			}
		}
		own := of[parts[id]]
		if own == nil {
			own = &texts{}
			of[parts[id]] = own
		}
		own.Add(sketches[i])
		own.documents = append(own.documents, id)
	}
	slices.SortFunc(out, func(a, b Leak) int {
		return cmp.Or(cmp.Compare(b.Jaccard, a.Jaccard), bytes.Compare(a.A[:], b.A[:]), bytes.Compare(a.B[:], b.B[:]))
	})
	return out
}
