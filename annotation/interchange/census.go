package interchange

import (
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation/text"
)

// Census finds out which unit the offsets of a dataset count. A mark that lies at the same place under every unit says nothing. Of the
// others a unit fits those whose quote the text has there; where the format has no quotes, those that begin and end at the edge of a word.
type Census struct {
	telling int             // marks that lie elsewhere under another unit
	fits    map[Unit]int    // of them
	apart   map[[2]Unit]int // marks that lie elsewhere under one than under the other
}

// Add looks at the marks of a document, unless the file says what their offsets count.
func (c *Census) Add(in *Incoming) {
	if in.Unit != "" {
		return
	}
	t, err := text.New(Plain(in.Text))
	if err != nil || ascii(in.Text) && !strings.Contains(in.Text, "\r\n") {
		return
	}
	if c.fits == nil {
		c.fits, c.apart = map[Unit]int{}, map[[2]Unit]int{}
	}
	rulers := make([]*ruler, len(Units))
	for i, u := range Units {
		rulers[i] = newRuler(in.Text, t, u)
	}
	for i := range in.Spans {
		c.add(t, &in.Spans[i], rulers)
	}
}

func (c *Census) add(t *text.Text, sp *IncomingSpan, rulers []*ruler) {
	places, fits := make([][][2]text.Pos, len(rulers)), make([]bool, len(rulers))
	for i, r := range rulers {
		ranges, err := r.ranges(sp)
		places[i], fits[i] = ranges, err == nil && (sp.Quote != "" || atEdges(t, ranges))
	}
	differ := false
	for i, u := range Units {
		for j, v := range Units {
			if !slices.Equal(places[i], places[j]) {
				c.apart[[2]Unit{u, v}]++
				differ = true
			}
		}
	}
	if !differ {
		return
	}
	c.telling++
	for i, u := range Units {
		if fits[i] {
			c.fits[u]++
		}
	}
}

// atEdges tells whether ranges begin and end where words do, and no white space is within their ends.
func atEdges(t *text.Text, ranges [][2]text.Pos) bool {
	for _, r := range ranges {
		from, to := t.Byte(r[0]), t.Byte(r[1])
		if !t.BreaksAt(from) || !t.BreaksAt(to) || t.InsideWord(from) || t.InsideWord(to) ||
			text.IsSpace(t.At(r[0])) || text.IsSpace(t.At(r[1]-1)) {
			return false
		}
	}
	return true
}

// The share of the telling marks that a unit must fit, and the share of the marks that lie elsewhere under another by which it must fit more
// than that.
const (
	mostFit = 0.9
	clearly = 0.1
)

// Undecided tells that offsets may count several units.
type Undecided struct {
	Telling int          // marks that lie elsewhere under another unit
	Fits    map[Unit]int // of them
}

func (e *Undecided) Error() string {
	var parts []string
	for _, u := range Units {
		parts = append(parts, fmt.Sprintf("%s fits %d", u, e.Fits[u]))
	}
	return fmt.Sprintf("it is not clear what its offsets count: of %d marks for which it matters, %s; say which with --unit", e.Telling, strings.Join(parts, ", "))
}

// Decide gives the unit; usual is what the format counts by its rules, and is taken where it leads to the same as the one that fits best.
// Error: *Undecided.
func (c *Census) Decide(usual Unit) (Unit, error) {
	best := usual
	for _, u := range Units {
		if c.fits[u] > c.fits[best] {
			best = u
		}
	}
	all := float64(c.telling)
	for _, u := range Units {
		if apart := c.apart[[2]Unit{best, u}]; apart > 0 && float64(c.fits[best]-c.fits[u]) < clearly*float64(apart) {
			return "", &Undecided{c.telling, c.fits}
		}
	}
	if float64(c.fits[best]) < mostFit*all {
		return "", &Undecided{c.telling, c.fits}
	}
	return best, nil
}
