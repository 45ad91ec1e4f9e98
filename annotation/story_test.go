package annotation

import (
	"strings"
	"testing"

	"rubricator/annotation/text"
)

// told writes stories as "ab c": a and b tell one, c stands alone.
func told(all []Document) string {
	var stories []string
	at := map[ID]int{}
	for _, d := range all {
		i, ok := at[d.StoryID()]
		if !ok {
			i = len(stories)
			at[d.StoryID()] = i
			stories = append(stories, "")
		}
		stories[i] += d.Title
	}
	return strings.Join(stories, " ")
}

func TestStoriesAreJoinedAndLeft(t *testing.T) {
	for _, c := range []struct {
		before, chosen string
		act            func([]Document, map[ID]bool) []Edit
		after          string
		edits          int
	}{
		{"a b c", "ab", JoinStories, "ab c", 1},
		{"a bc d", "ac", JoinStories, "abc d", 2},
		{"ab", "ab", JoinStories, "ab", 0},
		{"a b", "b", JoinStories, "a b", 0},
		{"abc", "b", LeaveStories, "ac b", 1},
		{"abc d", "a", LeaveStories, "a bc d", 2},
		{"abc", "abc", LeaveStories, "a b c", 2},
		{"a b", "a", LeaveStories, "a b", 0},
	} {
		var all []Document
		chosen := map[ID]bool{}
		for story := range strings.FieldsSeq(c.before) {
			var first ID
			for _, name := range strings.Split(story, "") {
				d := NewDocument(text.MustNew(name), "")
				if d.Story = first; first.IsZero() {
					first = d.ID
				}
				chosen[d.ID] = strings.Contains(c.chosen, name)
				all = append(all, d)
			}
		}
		edits := c.act(all, chosen)
		for _, e := range edits {
			for i := range all {
				if all[i].ID == e.Documents[0].ID {
					all[i] = *e.Documents[0].After
				}
			}
		}
		if got := told(all); got != c.after || len(edits) != c.edits {
			t.Errorf("%q, chosen %q: %q by %d edits, want %q by %d", c.before, c.chosen, got, len(edits), c.after, c.edits)
		}
	}
}
