package editor

import "rubricator/annotation"

// remembered is how many groups of edits are at hand.
const remembered = 300

// recent holds the last groups of edits that were done here, so that they can be taken back before they are on disk.
type recent struct {
	edits map[annotation.ID][]annotation.Edit
	order []annotation.ID // oldest first
}

func (r *recent) add(group annotation.ID, edits []annotation.Edit) {
	if r.edits == nil {
		r.edits = map[annotation.ID][]annotation.Edit{}
	}
	if _, there := r.edits[group]; !there {
		r.order = append(r.order, group)
	}
	r.edits[group] = append(r.edits[group], edits...)
	if len(r.order) > remembered {
		delete(r.edits, r.order[0])
		r.order = r.order[1:]
	}
}

// of gives the edits of a group, in order; nil when they are not at hand.
func (r *recent) of(group annotation.ID) []annotation.Edit { return r.edits[group] }
