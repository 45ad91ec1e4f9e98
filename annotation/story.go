package annotation

// StoryID names the story that a document tells by its first document, which may be this one.
func (d Document) StoryID() ID {
	if d.Story.IsZero() {
		return d.ID
	}
	return d.Story
}

// JoinStories says which story documents belong to, so that all chosen ones, and those that tell the story of one of them, tell that of
// the first. It gives an edit for each that changes.
func JoinStories(all []Document, chosen map[ID]bool) []Edit {
	joined := map[ID]bool{}
	first := ID{}
	for _, d := range all {
		if chosen[d.ID] {
			if first.IsZero() {
				first = d.StoryID()
			}
			joined[d.StoryID()] = true
		}
	}
	return tellStories(all, func(d Document) ID {
		if joined[d.StoryID()] {
			return first
		}
		return d.StoryID()
	})
}

// LeaveStories has each of the chosen documents stand alone. Of a story that loses its first document the next is the first. It gives an
// edit for each document that changes.
func LeaveStories(all []Document, chosen map[ID]bool) []Edit {
	first := map[ID]ID{} // of what is left of a story
	for _, d := range all {
		if !chosen[d.ID] && (first[d.StoryID()].IsZero() || d.ID == d.StoryID()) {
			first[d.StoryID()] = d.ID
		}
	}
	return tellStories(all, func(d Document) ID {
		if chosen[d.ID] {
			return d.ID
		}
		if chosen[d.StoryID()] {
			return first[d.StoryID()]
		}
		return d.StoryID() // also that of a document that is not here
	})
}

func tellStories(all []Document, story func(Document) ID) (edits []Edit) {
	for _, d := range all {
		after := d
		if after.Story = story(d); after.Story == d.ID {
			after.Story = ID{}
		}
		if e, changed := d.ChangeTo(after); changed {
			edits = append(edits, e)
		}
	}
	return edits
}
