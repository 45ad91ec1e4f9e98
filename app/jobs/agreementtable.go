package jobs

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
)

// figureColumns are the columns of the table of figures. group says what kind of thing a line is about: all, label, pair, pair_label,
// annotator, document, label_roles, over_time, gamma, suggestions_without or suggestions_only.
var figureColumns = []string{"group", "label", "first", "second", "document", "title", "from", "to", "measure", "of", "value", "low", "high",
	"undefined", "documents", "coders", "units", "values", "first_count", "second_count", "matched"}

// WriteCSV writes one figure a line (RFC 4180). A figure without a value has an empty one and the reason. Text that a spreadsheet would
// take for a formula begins with an apostrophe.
func (a *Agreement) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(figureColumns); err != nil {
		return err
	}
	for _, part := range a.parts() {
		for _, g := range part.groups {
			for _, f := range g.Figures {
				if err := out.Write(a.row(part.name, g.Selection, f)); err != nil {
					return err
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// figurePart is groups of one kind.
type figurePart struct {
	name   string
	groups []agreement.Group
}

func (a *Agreement) parts() []figurePart {
	r := a.Report
	out := []figurePart{{"all", []agreement.Group{r.All}}, {"label", r.Labels}, {"pair", r.Pairs}, {"pair_label", r.PairLabels},
		{"annotator", r.Annotators}, {"document", r.Documents}, {"label_roles", r.Roles}, {"over_time", a.Over}}
	if a.Gamma != nil {
		out = append(out, figurePart{"gamma", []agreement.Group{*a.Gamma}})
	}
	for _, apart := range a.Apart {
		out = append(out, figurePart{"suggestions_" + apart.Origins.String(), []agreement.Group{apart.Group}})
	}
	return out
}

func (a *Agreement) row(part string, s agreement.Selection, f agreement.Figure) []string {
	value, low, high := "", "", ""
	if v, ok := f.Value(); ok {
		value = exactly(v)
	}
	if f.Interval != nil {
		low, high = exactly(f.Interval.Low), exactly(f.Interval.High)
	}
	c := f.Counts
	row := []string{part, plainCell(s.Label.String()), plainCell(a.Name(s.First)), plainCell(a.Name(s.Second)), idCell(s.Document),
		plainCell(a.Title(s.Document)), timeCell(s.From), timeCell(s.To), f.Measure.ID, plainCell(f.Of), value, low, high, f.Undefined()}
	for _, n := range []int{c.Documents, c.Coders, c.Units, c.Values, c.First, c.Second, c.Matched} {
		row = append(row, strconv.Itoa(n))
	}
	return row
}

func exactly(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// plainCell is text that no spreadsheet takes for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func idCell(id annotation.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

func timeCell(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
