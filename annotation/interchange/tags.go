package interchange

import "strings"

// TagScheme is how the tags of tokens say where a mark begins and ends.
type TagScheme string

// The schemes that are written. IOB2 begins each mark with B- and goes on with I-; BILOU also tells its last token, L-, and a mark of one, U-.
const (
	IOB2  TagScheme = "IOB2"
	BILOU TagScheme = "BILOU"
)

// Tagged is a mark on tokens: from the first up to that before To.
type Tagged struct {
	From, To int
	Label    string
}

// Tags are those of n tokens with marks that do not overlap.
func (s TagScheme) Tags(n int, marks []Tagged) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "O"
	}
	for _, m := range marks {
		for i := m.From; i < m.To; i++ {
			out[i] = s.prefix(i == m.From, i == m.To-1) + m.Label
		}
	}
	return out
}

func (s TagScheme) prefix(first, last bool) string {
	switch {
	case first && last && s == BILOU:
		return "U-"
	case first:
		return "B-"
	case last && s == BILOU:
		return "L-"
	}
	return "I-"
}

// cutTag divides a tag. The sign is 'O' outside of marks, else B, I, L or U, as which E, S and M are given; ok is false of what is no tag.
func cutTag(tag string) (sign byte, label string, ok bool) {
	if tag == "O" {
		return 'O', "", true
	}
	if len(tag) < 3 || tag[1] != '-' {
		return 0, "", false
	}
	switch sign = tag[0]; sign {
	case 'B', 'I', 'L', 'U':
	case 'E':
		sign = 'L'
	case 'S':
		sign = 'U'
	case 'M':
		sign = 'I'
	default:
		return 0, "", false
	}
	return sign, tag[2:], true
}

// IsTag tells whether a word is a tag of any scheme.
func IsTag(s string) bool {
	_, _, ok := cutTag(s)
	return ok
}

// FromTags reads the marks of a document off its tags, which may be IOB1, IOB2, BILOU or BIOES: which is told by themselves. What is no tag counts
// as O. repaired are the tokens on which a mark goes on or ends that has not begun, though marks begin with a B- there; they begin one.
func FromTags(tags []string) (marks []Tagged, repaired []int) {
	strict := beginsAll(tags)
	var open *Tagged
	for i, tag := range tags {
		sign, label, ok := cutTag(tag)
		if !ok || sign == 'O' {
			open = nil
			continue
		}
		if goesOn := sign == 'I' || sign == 'L'; !goesOn || open == nil || open.Label != label {
			if goesOn && strict {
				repaired = append(repaired, i)
			}
			marks = append(marks, Tagged{From: i, Label: strings.Clone(label)})
			open = &marks[len(marks)-1]
		}
		if open.To = i + 1; sign == 'L' || sign == 'U' {
			open = nil
		}
	}
	return marks, repaired
}

// beginsAll tells whether every mark begins with a tag that says so. In IOB1 only one does that touches another with its label.
func beginsAll(tags []string) bool {
	last := ""
	for _, tag := range tags {
		sign, label, _ := cutTag(tag)
		if sign == 'U' || sign == 'L' || sign == 'B' && label != last {
			return true
		}
		last = label
	}
	return false
}
