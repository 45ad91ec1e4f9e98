package table

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"rubricator/annotation/ingest"
)

// head is what the first rows of a table say of the rest.
type head struct {
	columns []ingest.Column
	names   bool // whether a row names them
	end     int  // the number of that row; 0: there is none
}

// maxName is the longest name of a column, in bytes.
const maxName = 80

// head looks at the first rows that are not blank. The first of them names the columns, or the columns have numbers.
func (s *sheet) head(ctx context.Context) (head, error) {
	var rows []row
	var fault error // of the first row that cannot be read
	for r, err := range s.rows {
		if ctx.Err() != nil {
			return head{}, ctx.Err()
		}
		if err != nil || isBlank(r.cells) {
			fault = cmp.Or(fault, err)
			continue
		}
		if rows = append(rows, r); len(rows) > lookedAt {
			break
		}
	}
	if len(rows) < 2 && fault != nil {
		return head{}, fault // there is at most the row that names the columns
	}
	if len(rows) == 0 {
		return head{}, fmt.Errorf("%w: the table has no rows; open it in a spreadsheet to see what it holds", ingest.ErrEmpty)
	}
	h := head{}
	if h.names = areNames(rows[0].cells); h.names {
		h.end = rows[0].number
		for i, name := range rows[0].cells {
			h.columns = append(h.columns, ingest.Column{Name: nameOr(name, i)})
		}
		rows = rows[1:]
	}
	for _, r := range rows {
		for i := len(h.columns); !h.names && i < len(r.cells); i++ {
			h.columns = append(h.columns, ingest.Column{Name: nameOr("", i)})
		}
	}
	for _, r := range rows {
		for i := range h.columns {
			value := ""
			if i < len(r.cells) {
				value = r.cells[i]
			}
			h.columns[i].Look(value)
		}
	}
	return h, nil
}

// nameOr is the name of a column, or its number from 1.
func nameOr(name string, i int) string {
	if name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "\uFFFD")), " "); name == "" {
		return strconv.Itoa(i + 1)
	}
	return name
}

// areNames tells whether the cells of the first row name columns: each is short, and one of them is a name that articles are known by, or they are
// all there, all different and neither numbers nor addresses.
func areNames(cells []string) bool {
	known, seen, proper := false, map[string]bool{}, true
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if len(c) > maxName || strings.Contains(c, "\n") || strings.Contains(c, "://") {
			return false
		}
		_, err := strconv.ParseFloat(c, 64)
		if c == "" || seen[c] || err == nil || ingest.Date(c) != "" || strings.ContainsAny(c[len(c)-1:], ".!?") {
			proper = false
		}
		seen[c] = true
		known = known || ingest.IsFieldName(c)
	}
	return known || proper
}

// textColumn is the name of the column that the text is in.
func (h head) textColumn(told ingest.Told) string {
	if n, ok := told[ingest.FieldText]; ok {
		return h.columns[n].Name
	}
	return h.columns[told[ingest.FieldSummary]].Name
}
