// Package table reads articles from tables: text with separators, and workbooks. Each row is an article.
package table

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"rubricator/annotation/ingest"
)

// Text are tables as text: separated by commas, semicolons, tabs or bars.
var Text = &ingest.Format{Name: "table", Extensions: []string{".csv", ".tsv", ".tab"}, Streams: true, Read: reader(openText)}

// Workbook are Excel workbooks.
var Workbook = &ingest.Format{Name: "Excel workbook", Extensions: []string{".xlsx", ".xlsm"}, Is: isWorkbook, Read: reader(openWorkbook)}

// row is a row as it stands in the file.
type row struct {
	number int // from 1, as spreadsheets count
	cells  []string
	raw    []byte // nil: it cannot be told from the rest of the file
}

// sheet is a table that is open. Its rows can be gone through several times.
type sheet struct {
	file     ingest.File
	rows     iter.Seq2[row, error]
	report   string
	warnings []string
	close    func()
}

// opener opens a file for its rows; which columns are said helps to tell the separator.
type opener func(ctx context.Context, f ingest.File, o ingest.Options) (*sheet, error)

// lookedAt is how many rows tell the columns.
const lookedAt = 200

func reader(open opener) func(context.Context, ingest.File, ingest.Options) iter.Seq2[*ingest.Draft, error] {
	return func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return func(yield func(*ingest.Draft, error) bool) {
			s, err := open(ctx, f, o)
			if err != nil {
				yield(nil, err)
				return
			}
			defer s.close()
			h, err := s.head(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			told, err := o.Columns.Tell(h.columns)
			if err != nil {
				yield(nil, err)
				return
			}
			s.read(ctx, ingest.Rows{File: s.file, Options: o, Decoding: s.report, Warnings: s.warnings}, h, told, yield)
		}
	}
}

// read gives the articles of the rows, and at the end one error that names the rows without text.
func (s *sheet) read(ctx context.Context, rows ingest.Rows, h head, told ingest.Told, yield func(*ingest.Draft, error) bool) {
	var without numbers
	for r, err := range s.rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if !yield(nil, err) || ctx.Err() != nil {
				return
			}
			continue
		}
		if r.number <= h.end || isBlank(r.cells) {
			continue
		}
		in := ingest.Row{Place: fmt.Sprintf("row %d", r.number), Values: values(r.cells, told), Original: r.raw}
		if !in.HasText() {
			without.add(r.number)
			continue
		}
		if h.names && len(r.cells) > len(h.columns) && !isBlank(r.cells[len(h.columns):]) {
			in.Warnings = append(in.Warnings, "The row has more cells than there are columns; look at where the text ends.")
		}
		for d, err := range rows.Read(ctx, in) {
			if !yield(d, err) {
				return
			}
		}
	}
	if without.n > 0 {
		yield(nil, fmt.Errorf("%w in %s, where the column is %q; the rest is loaded", ingest.ErrEmpty, without.String(), h.textColumn(told)))
	}
}

func values(cells []string, told ingest.Told) map[ingest.Field]string {
	out := make(map[ingest.Field]string, len(told))
	for f, n := range told {
		if n < len(cells) {
			out[f] = cells[n]
		}
	}
	return out
}

// Columns are the columns of a table with a few values of each, and what they hold as far as that can be told with those that are said. The error is
// ingest.ErrColumns where the text cannot be told; the columns come with it.
func Columns(ctx context.Context, f ingest.File, o ingest.Options) ([]ingest.Column, ingest.Told, error) {
	open := openText
	if isWorkbook(f.Bytes) || Workbook.ByName(f.Name) {
		open = openWorkbook
	}
	s, err := open(ctx, f, o)
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	h, err := s.head(ctx)
	if err != nil {
		return nil, nil, err
	}
	told, err := o.Columns.Tell(h.columns)
	return h.columns, told, err
}

func isBlank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}
