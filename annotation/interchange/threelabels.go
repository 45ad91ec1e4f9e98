package interchange

import (
	"fmt"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// The three labels.
const (
	threeClaim       = "CLAIM"
	threeStatistic   = "STATISTIC"
	threeAttribution = "ATTRIBUTION"
)

// What they are made from.
const (
	contentRole = "content"
	hasSource   = "has_source"
	hasCue      = "has_cue"
)

// ThreeLabels gives the line with the labels CLAIM, STATISTIC and ATTRIBUTION alone, as who trains on the plainest of schemes wants them: a claim, a
// quantity, and who says something with the word that says so. Source and cue of one content become one mark, in one piece where white space
// alone stands between them; it has the content's id, so that links to what was said lead to who said it. A source or cue without a content stands
// alone. Other marks are left out; marks without roles stay.
func (l Line) ThreeLabels() Line {
	f := flattening{&l, map[annotation.ID][]*Span{}, map[annotation.ID]bool{}, map[string]annotation.ID{}, map[annotation.ID]annotation.ID{}}
	f.collect()
	var out []Span
	for i := range l.Spans {
		s := l.Spans[i]
		switch is := threeOf(annotation.LabelRole{Label: s.Label, Role: s.Role}); {
		case is == "" || f.used[s.ID]:
		case is != threeAttribution || s.Role == "":
			out = append(out, s.named(is))
		case s.Role != contentRole:
			out = f.add(out, s.named(is))
		case len(f.said[s.ID]) > 0:
			out = f.add(out, joined(l.Index(), s.ID, f.said[s.ID]))
		}
	}
	l.Spans = inOrder(out)
	l.Relations = f.links()
	return l.LinkedWithin()
}

// threeOf is which of the three labels a mark counts towards; "" none.
func threeOf(l annotation.LabelRole) string {
	switch l.String() {
	case "claim", "claim.claim":
		return threeClaim
	case "statistic", "statistic.quantity":
		return threeStatistic
	case "attribution", "attribution." + contentRole, "attribution.source", "attribution.cue":
		return threeAttribution
	}
	return ""
}

// flattening makes attributions of one mark each.
type flattening struct {
	line    *Line
	said    map[annotation.ID][]*Span       // sources and cues by content
	used    map[annotation.ID]bool          // sources and cues that have a content
	over    map[string]annotation.ID        // attributions by their ranges
	instead map[annotation.ID]annotation.ID // marks that equal another, which stays
}

func (f *flattening) collect() {
	spans := map[annotation.ID]*Span{}
	for i := range f.line.Spans {
		spans[f.line.Spans[i].ID] = &f.line.Spans[i]
	}
	for _, r := range f.line.Relations {
		from, to := spans[r.From], spans[r.To]
		if from == nil || to == nil || r.Type != hasSource && r.Type != hasCue || from.Role != contentRole {
			continue
		}
		f.said[from.ID] = append(f.said[from.ID], to)
		f.used[to.ID] = true
	}
}

// add appends an attribution unless one over the same ranges is there: two contents of one source and cue are said once.
func (f *flattening) add(out []Span, s Span) []Span {
	key := fmt.Sprint(s.Ranges)
	if there, is := f.over[key]; is {
		f.instead[s.ID] = there
		return out
	}
	f.over[key] = s.ID
	return append(out, s)
}

func (f *flattening) links() []Relation {
	out := []Relation{}
	for _, r := range f.line.Relations {
		if to, moved := f.instead[r.To]; moved {
			r.To = to
		}
		if from, moved := f.instead[r.From]; moved {
			r.From = from
		}
		if r.From != r.To && r.Type != hasSource && r.Type != hasCue {
			out = append(out, r)
		}
	}
	return out
}

// named is the mark under a label without roles.
func (s Span) named(label string) Span {
	s.Label, s.Role = label, ""
	return s
}

// joined makes one mark of several, with what is said of all.
func joined(t *text.Text, id annotation.ID, parts []*Span) Span {
	var ranges [][2]text.Pos
	s := parts[0].named(threeAttribution)
	s.Attributes, s.Computed, s.Note = nil, nil, ""
	for _, p := range parts {
		ranges = append(ranges, p.Ranges...)
		s.Attributes, s.Computed = merged(s.Attributes, p.Attributes), merged(s.Computed, p.Computed)
		if p.Note != "" && s.Note != "" {
			s.Note += "\n"
		}
		s.Note += p.Note
		s.Version = max(s.Version, p.Version)
		s.Created, s.Updated = Time{earlier(s.Created.Time, p.Created.Time)}, Time{later(s.Updated.Time, p.Updated.Time)}
	}
	s.ID = id
	return s.Over(t, closed(t, ranges)...)
}

// closed puts ranges in order, and those together between which white space alone stands.
func closed(t *text.Text, ranges [][2]text.Pos) (out [][2]text.Pos) {
	slices.SortFunc(ranges, func(a, b [2]text.Pos) int { return int(a[0]) - int(b[0]) })
	for _, r := range ranges {
		if n := len(out); n > 0 && (r[0] <= out[n-1][1] || spaced(t.Slice(out[n-1][1], r[0])) == "") {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

// merged has the values of both.
func merged(a, b Attributes) Attributes {
	out := Attributes{}
	for _, from := range []Attributes{a, b} {
		for name, values := range from {
			for _, v := range values {
				if !slices.Contains(out[name], v) {
					out[name] = append(slices.Clip(out[name]), v)
				}
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
