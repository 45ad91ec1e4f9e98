package find

import (
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// What an excerpt has before the word and from it on, in code points.
const (
	excerptBefore = 24
	excerptBehind = 160
)

// Excerpt is what a text has round a place, in a line.
func Excerpt(t *text.Text, at rangeset.Range) string {
	from, to := at.Start-min(at.Start, excerptBefore), min(t.Len(), at.Start+excerptBehind)
	before := t.Slice(from, at.Start)
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	} else if i := strings.IndexFunc(before, text.IsSpace); from > 0 && i >= 0 {
		before = "…" + before[i+1:]
	} else if from > 0 && i < 0 {
		before = "…" + before
	}
	behind := t.Slice(at.Start, to)
	if to < t.Len() {
		behind += "…"
	}
	return strings.Join(strings.Fields(before+behind), " ")
}
