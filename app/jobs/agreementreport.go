package jobs

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
)

//go:embed agreement.html
var agreementHTML string

var agreementPage = template.Must(template.New("agreement").Funcs(template.FuncMap{
	"percent":     func(share float64) string { return fmt.Sprintf("%.1f", 100*share) },
	"day":         func(t time.Time) string { return t.Format("2 January 2006") },
	"quote":       func(s string) string { return shortened(s, 160) },
	"suggestions": Suggestions,
	"rule":        Matching,
}).Parse(agreementHTML))

// Suggestions says which marks a choice of origins takes.
func Suggestions(o agreement.Origins) string {
	switch o {
	case agreement.OwnOnly:
		return "Without accepted suggestions"
	case agreement.SuggestedOnly:
		return "Accepted suggestions alone"
	}
	return "Accepted suggestions and other marks"
}

// Matching says when marks match by a rule.
func Matching(r agreement.Rule) string {
	switch r {
	case agreement.Exact:
		return "with the same bounds"
	case agreement.IoU50:
		return "where they share at least half of what they cover"
	}
	return "where they overlap"
}

// shortened is a text of so many characters at most, in one line.
func shortened(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + "…"
	}
	return s
}

// WriteHTML writes the report as one page that needs nothing else: light or dark as the reader's system, and fit to print.
func (a *Agreement) WriteHTML(w io.Writer) error {
	return agreementPage.Execute(w, agreementReport{a})
}

// agreementReport is what the page is made from.
type agreementReport struct{ *Agreement }

// Total is how many marks an annotator made.
func (c Coder) Total() (n int) {
	for _, l := range c.Marks {
		n += l.Count
	}
	return n
}

// Short are the figures that say most.
func (r agreementReport) Short() []Told { return r.Headed(r.Report.All) }

// Headed are the headline measures of a group.
func (r agreementReport) Headed(g agreement.Group) (out []Told) {
	for _, m := range r.Headline() {
		out = append(out, r.TellMeasure(g, m))
	}
	return out
}

// TellOf is a figure of a document in words.
func (r agreementReport) TellOf(document annotation.ID, f agreement.Figure) Told {
	return r.Tell(agreement.Selection{Document: document}, f)
}

// Undefined are the figures of all together that have no value.
func (r agreementReport) Undefined() []Told {
	return slices.DeleteFunc(r.TellAll(r.Report.All), func(t Told) bool { return t.Defined })
}

// groupTable is a table of groups by the headline measures.
type groupTable struct {
	About    string
	Measures []string
	Rows     []groupRow
}

type groupRow struct {
	Name, Rests string
	Figures     []Told
}

// Table is a table of groups.
func (r agreementReport) Table(groups []agreement.Group, about string) groupTable {
	t := groupTable{About: about}
	for _, m := range r.Headline() {
		t.Measures = append(t.Measures, m.Name)
	}
	for _, g := range groups {
		row := groupRow{Name: r.shortName(g.Selection), Figures: r.Headed(g)}
		if len(row.Figures) > 0 {
			row.Rests = row.Figures[0].Rests
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// shortName is About where the table says the rest.
func (r agreementReport) shortName(s agreement.Selection) string {
	switch {
	case !s.From.IsZero():
		return r.when(s.From)
	case !s.First.IsZero() && s.Second.IsZero():
		return r.Name(s.First)
	}
	return r.About(s)
}

func (r agreementReport) when(t time.Time) string {
	if r.Bucket == "month" {
		return t.In(r.zone).Format("Jan 2006")
	}
	return t.In(r.zone).Format("2 Jan 2006")
}

// heat is a matrix whose cells are shaded.
type heat struct {
	Name    string
	Columns []string
	Rows    []heatRow
}

type heatRow struct {
	Name  string
	Cells []heatCell
}

type heatCell struct {
	Text, Title, Heat string // Heat: how opaque the shade is, from 0
	Same              bool
}

// shade is how opaque a cell is that has this share of the most.
func shade(share float64) string { return fmt.Sprintf("%.3f", .55*within(share)) }

// Matrix is how far each two annotators agree; nil for fewer than three.
func (r agreementReport) Matrix() *heat {
	who := r.Study.Annotators()
	if len(who) < 3 {
		return nil
	}
	slices.SortFunc(who, func(a, b annotation.ID) int { return strings.Compare(r.Name(a), r.Name(b)) })
	out := &heat{Name: r.Headline()[0].Name}
	for _, a := range who {
		out.Columns = append(out.Columns, r.Name(a))
		row := heatRow{Name: r.Name(a)}
		for _, b := range who {
			row.Cells = append(row.Cells, r.between(a, b))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (r agreementReport) between(a, b annotation.ID) heatCell {
	i := slices.IndexFunc(r.Report.Pairs, func(g agreement.Group) bool { return g.First == a && g.Second == b || g.First == b && g.Second == a })
	switch {
	case a == b:
		return heatCell{Heat: "0"}
	case i < 0:
		return heatCell{Text: "–", Title: "they share no article", Heat: "0"}
	}
	t := r.TellMeasure(r.Report.Pairs[i], r.Headline()[0])
	if !t.Defined {
		return heatCell{Text: "–", Title: t.Why, Heat: "0"}
	}
	return heatCell{Text: t.Value, Title: t.Rests, Heat: shade(t.Share)}
}

// namedColumns is how many columns of a matrix can have names; more have numbers.
const namedColumns = 6

// Heat is the confusion matrix; nil where nothing was marked.
func (r agreementReport) Heat() *heat {
	if len(r.Cells) == 0 {
		return nil
	}
	m := r.Confusions()
	out := &heat{Name: fmt.Sprintf("Rows are marks of %s, columns those of %s on the same place.", m.First, m.Second)}
	numbered := len(m.Labels) > namedColumns
	if numbered {
		out.Name += " The columns have the numbers of the rows."
	}
	for i, l := range m.Labels {
		column, row := r.nameOrNone(l), heatRow{Name: r.nameOrNone(l)}
		if numbered && i < len(m.Labels)-1 {
			column = fmt.Sprint(i + 1)
			row.Name = column + " " + row.Name
		}
		out.Columns = append(out.Columns, column)
		for j := range m.Labels {
			cell := heatCell{Heat: shade(m.Share(i, j)), Same: i == j}
			if n := m.Counts[i][j]; n > 0 {
				cell.Text = fmt.Sprint(n)
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (r agreementReport) nameOrNone(l annotation.LabelRole) string {
	if l == (annotation.LabelRole{}) {
		return "no mark"
	}
	return r.Scheme.NameOf(l)
}

// AgreementFormats are the kinds of files that a report is written as, by their endings.
var AgreementFormats = []string{".html", ".csv", ".json"}

// WriteFile writes the report into a file: by its ending a page, a table of figures, or all as JSON.
func (a *Agreement) WriteFile(path string) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return a.WriteHTMLFile(path)
	case ".csv":
		return a.WriteCSVFile(path)
	case ".json":
		return written(path, a.WriteJSON)
	}
	return fmt.Errorf("write %q: name a file that ends with .html, .csv or .json", path)
}

// WriteHTMLFile is WriteHTML into a file, which is there whole or not at all.
func (a *Agreement) WriteHTMLFile(path string) error { return written(path, a.WriteHTML) }

// WriteCSVFile is WriteCSV into a file, which is there whole or not at all.
func (a *Agreement) WriteCSVFile(path string) error { return written(path, a.WriteCSV) }

// written is writeFile with an error that names the file.
func written(path string, write func(io.Writer) error) error {
	if err := writeFile(path, write); err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	return nil
}

// WriteJSON writes all as one JSON object.
func (a *Agreement) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(a)
}
