// Package csvmarks writes marks as a table for people and spreadsheets: one row a mark, comma-separated (RFC 4180). It is not read back.
package csvmarks

import (
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

const extension = ".csv"

// What can be done for spreadsheets. Excel takes a file without a byte order mark to be in an old encoding, and spreadsheets run cells that
// begin with =, +, - or @ as formulas, which an article may have been written to exploit.
var (
	Excel = interchange.Policy{Name: "excel", Says: "the file begins with a byte order mark, as Excel needs, and cells that would be run as formulas begin with an apostrophe"}
	Safe  = interchange.Policy{Name: "safe", Says: "cells that would be run as formulas begin with an apostrophe"}
	Exact = interchange.Policy{Name: "exact", Says: "cells are as they are, for programs and not for spreadsheets"}
)

// Format is the table. Offsets are those of the text's code points, and need no text to be written.
var Format = &interchange.Format{Name: "csv", Title: "Table of marks (CSV)", Extension: extension, Unit: interchange.CodePoint, TextFree: true,
	Policies: []interchange.Policy{Excel, Safe, Exact},
	Keep:     keep, Write: write}

// keep leaves out what is read off the text, and attributes of articles that have no marks and so no rows.
func keep(l interchange.Line, _ interchange.Options) interchange.Line {
	if len(l.Spans) == 0 {
		l.Attributes = nil
	}
	l.Spans = slices.Clone(l.Spans)
	for i := range l.Spans {
		l.Spans[i].Computed = nil
	}
	return l
}

// encoder writes one file for each split.
type encoder struct {
	*interchange.Files
	policy     string
	textFree   bool
	attributes []string // of marks that have columns of their own
}

func write(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	files := interchange.NewFiles(f, func(split string) string { return o.FileName(split) + extension })
	return &encoder{files, o.Policy, o.TextFree, attributesOf(o)}, nil
}

// attributesOf are the attributes of marks that the scheme has, each once.
func attributesOf(o interchange.Options) (out []string) {
	if o.Scheme == nil {
		return nil
	}
	for _, l := range o.Labels {
		for _, a := range o.Scheme.AttributesOf(l) {
			if !slices.Contains(out, a.ID) {
				out = append(out, a.ID)
			}
		}
	}
	return out
}

// Write writes the rows of one document; the first of a file come after the names of the columns.
func (e *encoder) Write(split string, lines []interchange.Line) error {
	f, err := e.Of(split)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f.Writer)
	if f.Records++; f.Records == 1 {
		if e.policy == Excel.Name {
			f.WriteString("\uFEFF") // an error stays with the file, and comes when it is closed
		}
		w.Write(e.header())
	}
	for i := range lines {
		e.rows(w, &lines[i])
	}
	w.Flush()
	return w.Error()
}

func (e *encoder) header() []string {
	out := []string{"title", "document", "annotator", "annotator_kind", "status", "id", "label", "role", "start", "end", "ranges", "text"}
	for _, name := range e.attributes {
		out = append(out, "attribute."+name)
	}
	return append(out, "attributes", "note", "links", "of_article", "created", "updated")
}

func (e *encoder) rows(w *csv.Writer, l *interchange.Line) {
	links := linksOf(l)
	kind := l.Kind
	if kind == "" {
		kind = annotation.Person
	}
	name := ""
	if l.Annotator != nil {
		name = *l.Annotator
	}
	article := listed(l.Attributes, nil)
	for i := range l.Spans {
		s, says := &l.Spans[i], l.Spans[i].Text
		if e.textFree {
			says = ""
		}
		row := []string{l.Meta.Title, l.ID.String(), name, string(kind), string(l.Status), s.ID.String(), s.Label, s.Role,
			strconv.Itoa(int(s.Start)), strconv.Itoa(int(s.End)), rangesOf(s), says}
		for _, a := range e.attributes {
			row = append(row, strings.Join(s.Attributes[a], "; "))
		}
		row = append(row, listed(s.Attributes, e.attributes), s.Note, links[s.ID], article, when(s.Created), when(s.Updated))
		if e.policy != Exact.Name {
			defuse(row)
		}
		w.Write(row) // its errors stay with it
	}
}

// rangesOf are the ranges of an interrupted mark: 2-19 28-34.
func rangesOf(s *interchange.Span) string {
	if len(s.Ranges) < 2 {
		return ""
	}
	var out []string
	for _, r := range s.Ranges {
		out = append(out, fmt.Sprintf("%d-%d", r[0], r[1]))
	}
	return strings.Join(out, " ")
}

// listed are attributes that have no column of their own, one a line: kind: percent.
func listed(as interchange.Attributes, besides []string) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(as)) {
		if !slices.Contains(besides, name) {
			out = append(out, name+": "+strings.Join(as[name], "; "))
		}
	}
	return strings.Join(out, "\n")
}

// linksOf are the links that go from each mark, one a line: stated_in attribution “the ministry said” and the other mark's id.
func linksOf(l *interchange.Line) map[annotation.ID]string {
	if len(l.Relations) == 0 {
		return nil
	}
	marks := map[annotation.ID]*interchange.Span{}
	for i := range l.Spans {
		marks[l.Spans[i].ID] = &l.Spans[i]
	}
	out := map[annotation.ID]string{}
	for _, r := range l.Relations {
		said := r.Type + " " + r.To.String()
		if to := marks[r.To]; to != nil {
			said = fmt.Sprintf("%s %s (%s)", r.Type, to.Says(), r.To)
		}
		if out[r.From] != "" {
			said = out[r.From] + "\n" + said
		}
		out[r.From] = said
	}
	return out
}

func when(t interchange.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// defuse puts an apostrophe before cells that spreadsheets would run; numbers stay.
func defuse(row []string) {
	for i, cell := range row {
		if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			continue
		}
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			row[i] = "'" + cell
		}
	}
}
