package jobs

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"path/filepath"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
)

// Sheet is a text as it was read from a file, and the articles that it is divided into. People may divide it otherwise, and strike out or keep
// lines of its articles, before it is loaded.
type Sheet struct {
	File     string // as it was named
	Part     string // what in the file, where several stand in it
	Whole    *ingest.Draft
	Begins   []int // lines of Whole with which further articles begin
	Articles []*ingest.Draft

	o Reading
}

// Reading says how files are read.
type Reading struct {
	Charset string         // of text files, an IANA name; empty: told from the bytes
	Columns ingest.Columns // of tables and records
	Off     ingest.Off     // rules of cleaning that are switched off
	AsIs    bool           // no line is struck out
	Whole   bool           // a text is one article, whatever it looks like
}

// Divide divides the sheet before some lines, given in order, and cleans each article. What was done to its articles by hand is forgotten.
func (s *Sheet) Divide(begins []int) {
	s.Begins, s.Articles = begins, nil
	for _, d := range s.Whole.SplitAt(begins) {
		if d == s.Whole {
			d = d.Clone()
		}
		if !s.o.AsIs {
			d.Clean(s.o.Off)
		}
		d.Guess()
		s.Articles = append(s.Articles, d)
	}
}

// sheetOf divides a draft as it looks to be.
func sheetOf(file string, d *ingest.Draft, o Reading) *Sheet {
	s := &Sheet{File: file, Whole: d, o: o}
	if d.Source.File != filepath.Base(file) && !IsAddress(file) {
		s.Part = d.Source.File
	}
	var begins []int
	if !o.Whole {
		begins = d.Boundaries()
	}
	s.Divide(begins)
	return s
}

// Sheets reads files one by one. What cannot be read comes as an error, without the name of the file, and reading goes on.
func Sheets(ctx context.Context, a Article, o Reading) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		page, err := a.opened(ctx)
		if err != nil {
			yield(nil, plainly(err))
			return
		}
		if sheets, ok := feedsOf(ctx, a, page, o); ok {
			sheets(yield)
			return
		}
		for d, err := range sources.Read(ctx, page.File, ingest.Options{Charset: cmp.Or(o.Charset, page.Charset), Columns: o.Columns}) {
			var s *Sheet
			if err != nil {
				err = plainly(unnamed(err))
			} else {
				s = sheetOf(a.Name, d, o)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// unnamed is an error of reading without the file's name, which stands beside it.
func unnamed(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}
