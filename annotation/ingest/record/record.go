// Package record reads articles from JSON: a record a line, an array of records, or an object that has such an array in it, as news services answer.
package record

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"rubricator/annotation/ingest"
)

// Lines are files with a record in each line.
var Lines = &ingest.Format{Name: "records, one a line", Extensions: []string{".jsonl", ".ndjson"}, Streams: true, Read: reader(lines)}

// JSON are files with one record, an array of them, or an object with such an array.
var JSON = &ingest.Format{Name: "records", Extensions: []string{".json"}, Streams: true, Read: reader(array)}

// record is a record as it stands in the file.
type record struct {
	place  string // "line 7"
	raw    []byte
	fields map[string]string // by dotted path
	marks  bool              // a field of it looks like marks on the text
}

// maxRecord is the longest record, in bytes, and the longest file that is one object with the records somewhere in it.
const maxRecord = ingest.MaxText

// lister gives the records of a file, which may be gone through several times. Each has bytes of its own.
type lister func(ctx context.Context, text *ingest.Recoded) iter.Seq2[record, error]

// lookedAt is how many records tell the fields, and mostFaults how many that are none are passed over before the first.
const lookedAt, mostFaults = 200, 1000

func reader(list lister) func(context.Context, ingest.File, ingest.Options) iter.Seq2[*ingest.Draft, error] {
	return func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return func(yield func(*ingest.Draft, error) bool) {
			r, err := open(ctx, f, o, list)
			if err != nil {
				yield(nil, err)
				return
			}
			r.read(ctx, yield)
		}
	}
}

// records are a file that is open, and what its fields hold.
type records struct {
	ingest.Rows
	all     iter.Seq2[record, error]
	same    bool // the bytes of a record are bytes of the file
	columns []ingest.Column
	told    ingest.Told
}

func open(ctx context.Context, f ingest.File, o ingest.Options, list lister) (*records, error) {
	if what, err := ingest.MagicOf(f); err != nil {
		return nil, err
	} else if what != "" {
		return nil, fmt.Errorf("%w but %s; export it as JSON again", ingest.ErrBinary, what)
	}
	text, err := ingest.UTF8(ctx, f, o)
	if err != nil {
		return nil, err
	}
	r := &records{Rows: ingest.Rows{File: text.File, Options: o, Decoding: text.Report, Warnings: text.Warnings}, all: list(ctx, &text), same: text.Same}
	if r.columns, err = columnsOf(ctx, r.all); err == nil {
		r.told, err = o.Columns.Tell(r.columns)
	}
	return r, err
}

// columnsOf are the fields that the first records have. The error is that of the first record, where none can be read.
func columnsOf(ctx context.Context, all iter.Seq2[record, error]) ([]ingest.Column, error) {
	var first error
	var seen []record
	faults := 0
	var columns []ingest.Column
	places := map[string]int{}
	for r, err := range all {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			if first == nil {
				first = err
			}
			if faults++; faults == mostFaults && len(seen) == 0 || errors.Is(err, errEnds) {
				break
			}
			continue
		}
		for _, name := range sortedNames(r.fields) {
			if _, ok := places[name]; !ok {
				places[name] = len(columns)
				columns = append(columns, ingest.Column{Name: name})
			}
		}
		if seen = append(seen, r); len(seen) == lookedAt {
			break
		}
	}
	for _, r := range seen {
		for i := range columns {
			columns[i].Look(r.fields[columns[i].Name])
		}
	}
	if len(seen) == 0 && first == nil {
		first = fmt.Errorf("%w: it has no records", ingest.ErrEmpty)
	}
	if len(seen) > 0 {
		first = nil
	}
	return columns, first
}

// read gives the articles of the records, and those that cannot be read as errors.
func (rs *records) read(ctx context.Context, yield func(*ingest.Draft, error) bool) {
	told := false // of marks
	for r, err := range rs.all {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if !yield(nil, err) || ctx.Err() != nil {
				return
			}
			continue
		}
		in := ingest.Row{Place: r.place, Values: map[ingest.Field]string{}}
		for f, n := range rs.told {
			in.Values[f] = r.fields[rs.columns[n].Name]
		}
		if rs.same {
			in.Original = r.raw
		}
		if r.marks && !told {
			in.Warnings, told = []string{"The file holds marks, which File, Import marks takes together with the text."}, true
		}
		if !in.HasText() {
			err := fmt.Errorf("%s: %w; the field of it is %q", r.place, ingest.ErrEmpty, rs.textField())
			if !yield(nil, err) {
				return
			}
			continue
		}
		for d, err := range rs.Rows.Read(ctx, in) {
			if !yield(d, err) {
				return
			}
		}
	}
}

func (rs *records) textField() string {
	if n, ok := rs.told[ingest.FieldText]; ok {
		return rs.columns[n].Name
	}
	return rs.columns[rs.told[ingest.FieldSummary]].Name
}

// Columns are the fields of records with a few values of each, and what they hold as far as that can be told with those that are said. The error is
// ingest.ErrColumns where the text cannot be told; the fields come with it.
func Columns(ctx context.Context, f ingest.File, o ingest.Options) ([]ingest.Column, ingest.Told, error) {
	list := array
	if Lines.ByName(f.Name) {
		list = lines
	}
	r, err := open(ctx, f, o, list)
	if r == nil {
		return nil, nil, err
	}
	return r.columns, r.told, err
}
