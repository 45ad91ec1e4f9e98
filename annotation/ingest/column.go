package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Field is what a column of a table, or a field of a record, says of an article.
type Field string

// The fields. All but the first and the last are those of Details.
const (
	FieldText      Field = "text"
	FieldTitle     Field = "title"
	FieldAuthor    Field = "author"
	FieldOutlet    Field = "outlet"
	FieldPublished Field = "date"
	FieldLanguage  Field = "language"
	FieldURL       Field = "url"
	FieldCaption   Field = "caption"
	FieldLicence   Field = "licence"
	FieldSummary   Field = "summary" // taken for the text, with a warning, where there is no other
)

// Fields are all fields, in the order that people choose columns in.
var Fields = []Field{FieldText, FieldTitle, FieldPublished, FieldOutlet, FieldAuthor, FieldURL, FieldLanguage, FieldCaption, FieldLicence, FieldSummary}

// Columns say by name which column of a table, or which field of a record, holds what. Fields of records are dotted paths: "article.body"; columns of
// a table without names are numbers from "1". An empty name says that no column holds a field. What is not there is told from the names and, for the text,
// from the length of what stands in it.
type Columns map[Field]string

// ParseColumns reads what stands on a command line: "text=Body,title=Head,author=".
func ParseColumns(said string) (Columns, error) {
	out := Columns{}
	for part := range strings.SplitSeq(said, ",") {
		field, name, ok := strings.Cut(part, "=")
		f := Field(strings.ToLower(strings.TrimSpace(field)))
		name = strings.TrimSpace(name)
		_, twice := out[f]
		switch {
		case !ok || name == "" && f == FieldText:
			return nil, fmt.Errorf("columns %q: %q is not of the form text=Body", said, part)
		case !slices.Contains(Fields, f):
			return nil, fmt.Errorf("columns %q: an article has no %q; it has %s", said, field, listed(Fields))
		case twice:
			return nil, fmt.Errorf("columns %q: %s is named twice", said, f)
		}
		out[f] = name
	}
	return out, nil
}

// String is what ParseColumns reads.
func (c Columns) String() string {
	var out []string
	for _, f := range Fields {
		if name, said := c[f]; said {
			out = append(out, string(f)+"="+name)
		}
	}
	return strings.Join(out, ",")
}

// Column is a column of a table, or a field of records, as its first rows show it.
type Column struct {
	Name    string
	Samples []string // the first few values that are not blank, shortened
	Mean    int      // bytes of a value, on an average of the rows that were looked at
	address bool     // every value is an address, or a picture in the form of one
	days    bool     // every value is a day
	rows    int
	bytes   int
}

// Samples of a column, and how long they are in bytes.
const (
	maxSamples = 3
	maxSample  = 80
)

// Look takes a further row into account.
func (c *Column) Look(value string) {
	c.rows++
	c.bytes += len(value)
	c.Mean = c.bytes / c.rows
	value = strings.TrimSpace(value)
	if blank(value) {
		return
	}
	isAddress := strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "data:")
	c.address = isAddress && (c.address || len(c.Samples) == 0)
	c.days = dateOf(value, true) != "" && (c.days || len(c.Samples) == 0)
	if len(c.Samples) < maxSamples {
		line := strings.Join(strings.Fields(value[:min(len(value), 4*maxSample)]), " ")
		c.Samples = append(c.Samples, cutAt(strings.ToValidUTF8(line, ""), maxSample))
	}
}

// ErrColumns: which column holds the articles cannot be told, or there is none of the name given.
var ErrColumns = errors.New("the column of the articles cannot be told")

// Told is which column holds each field, as an index. Fields of which nothing is known are missing.
type Told map[Field]int

// What tells the text where no name does. In bytes.
const (
	longText  = 100 // an article is longer, on average
	shortText = 40  // a text that is shorter on average is none, if there is
	tenTimes  = 10  // so much longer a column
	twice     = 2   // as long as the next longest
)

// Tell finds the columns: those said by name, the rest by names in use in several languages, and where no name tells them the date by its values and the text by length. The error
// is ErrColumns; it says which columns there are, and how one is named.
func (c Columns) Tell(columns []Column) (Told, error) {
	told, taken := Told{}, map[int]bool{}
	for _, f := range Fields {
		if c[f] == "" {
			continue
		}
		n := named(columns, c[f])
		if n < 0 {
			return nil, fmt.Errorf("%w: there is no %q for the %s; there are %s", ErrColumns, c[f], f, namesOf(columns))
		}
		told[f], taken[n] = n, true
	}
	for _, f := range Fields {
		if _, said := c[f]; said {
			continue
		}
		if n := best(columns, f, taken); n >= 0 {
			told[f], taken[n] = n, true
		}
	}
	if _, said := c[FieldPublished]; !said {
		told.tellPublished(columns, taken)
	}
	if _, said := c[FieldText]; !said {
		told.tellText(columns, taken)
	}
	_, text := told[FieldText]
	_, summary := told[FieldSummary]
	if !text && !summary {
		return nil, fmt.Errorf("%w: there are %s; say which it is, as by --columns text=%s", ErrColumns, namesOf(columns), columnArgument(columns))
	}
	return told, nil
}

// tellPublished finds the date where no name tells it: the first column of which every value is a day.
func (t Told) tellPublished(columns []Column, taken map[int]bool) {
	if _, told := t[FieldPublished]; told {
		return
	}
	for n := range columns {
		if columns[n].days && !taken[n] {
			t[FieldPublished], taken[n] = n, true
			return
		}
	}
}

// tellText finds the text by length, where no name tells it, or where what is named so is a word or two beside something ten times as long.
func (t Told) tellText(columns []Column, taken map[int]bool) {
	var byLength []int
	for n, col := range columns {
		if !taken[n] && !col.address {
			byLength = append(byLength, n)
		}
	}
	slices.SortStableFunc(byLength, func(a, b int) int { return cmp.Compare(columns[b].Mean, columns[a].Mean) })
	if len(byLength) == 0 {
		return
	}
	longest := columns[byLength[0]].Mean
	if n, ok := t[FieldText]; ok {
		if columns[n].Mean < shortText && longest > max(longText, tenTimes*columns[n].Mean) {
			t[FieldText] = byLength[0]
		}
		return
	}
	if longest >= longText && (len(byLength) == 1 || longest >= twice*columns[byLength[1]].Mean) {
		t[FieldText] = byLength[0]
	}
}

// named is the column of this name, as written, else whatever its case, else by its number from 1; -1: none.
func named(columns []Column, name string) int {
	if n := slices.IndexFunc(columns, func(c Column) bool { return c.Name == name }); n >= 0 {
		return n
	}
	if n := slices.IndexFunc(columns, func(c Column) bool { return strings.EqualFold(strings.TrimSpace(c.Name), name) }); n >= 0 {
		return n
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(columns) {
		return n - 1
	}
	return -1
}

// best is the column whose name says most clearly that it holds f; -1: none.
func best(columns []Column, f Field, taken map[int]bool) int {
	out, lowest := -1, 0
	for n, c := range columns {
		if rank, ok := rankOf(c.Name, f); ok && !taken[n] && c.Mean > 0 && (out < 0 || rank < lowest) {
			out, lowest = n, rank
		}
	}
	return out
}

// maxNamed is how many columns an error names.
const maxNamed = 20

func namesOf(columns []Column) string {
	if len(columns) == 0 {
		return "none"
	}
	var out []string
	for _, c := range columns[:min(len(columns), maxNamed)] {
		out = append(out, strconv.Quote(cutAt(c.Name, maxSample)))
	}
	if more := len(columns) - maxNamed; more > 0 {
		out = append(out, several(more, "other"))
	}
	return listed(out)
}

// columnArgument is a column to show how one is named.
func columnArgument(columns []Column) string {
	if len(columns) == 0 {
		return "Body"
	}
	longest := slices.MaxFunc(columns, func(a, b Column) int { return cmp.Compare(a.Mean, b.Mean) })
	if strings.ContainsAny(longest.Name, " \"'") {
		return strconv.Quote(longest.Name)
	}
	return cutAt(longest.Name, maxSample)
}

// listed puts words in a row: "a, b and c".
func listed[S ~string](words []S) string {
	var out strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			out.WriteString(" and ")
		default:
			out.WriteString(", ")
		}
		out.WriteString(string(w))
	}
	return out.String()
}
