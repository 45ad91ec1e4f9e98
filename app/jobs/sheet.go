package jobs

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
	"rubricator/storage"
)

// Sheet is a text as it was read from a file, and the articles that it is divided into. People may divide it otherwise, and strike out or keep
// lines of its articles, before it is loaded.
type Sheet struct {
	File     string // as it was named
	Part     string // what in the file, where several stand in it
	Whole    *ingest.Draft
	Begins   []int // lines of Whole with which further articles begin
	Articles []*ingest.Draft

	o       Reading
	hand    map[int]ingest.Reason  // by line of Whole: what a person struck out, and, as empty, what one kept
	details map[int]ingest.Details // by the line that an article begins with: what a person wrote
	taken   []Taken                // by article; nil: all as they come
}

// Taken says how an article that tells what is there already is loaded. The zero value loads no text that is there, and puts the rest beside the story
// that it tells.
type Taken struct {
	Twice   bool          // also where its text is there
	Alone   bool          // as a story of its own
	MarksOf annotation.ID // one's own marks on this document come over where their words are there; zero: none do
}

// Reading says how files are read.
type Reading struct {
	Charset string         // of text files, an IANA name; empty: told from the bytes
	Columns ingest.Columns // of tables and records
	Off     ingest.Off     // rules of cleaning that are switched off
	AsIs    bool           // no line is struck out
	Whole   bool           // a text is one article, whatever it looks like

	Known    func(address string) bool          // whether an article from there is in the project, so that no feed has it fetched again; nil: none is
	Fetching func(address string, page, of int) // told before a page is fetched that a feed links, which from 1; may be nil

	progress func(at int64) // gets the byte at which the file on disk was last read, after each article; may be nil
}

// Divide divides the sheet before some lines, given in order, and cleans each article. What a person struck out, kept and wrote stays, as far as
// the lines and the beginnings are the same.
func (s *Sheet) Divide(begins []int) {
	s.Begins, s.Articles = begins, nil
	for n, d := range s.Whole.SplitAt(begins) {
		if d == s.Whole {
			d = d.Clone()
		}
		if s.o.AsIs {
			d.KeepAll()
		} else {
			d.Clean(s.o.Off)
		}
		first := s.Begin(n)
		for i := range d.Blocks {
			if by, told := s.hand[first+i]; told {
				d.Blocks[i].Cut = by
			}
		}
		d.Guess()
		if told, there := s.details[first]; there {
			d.Details = told
		}
		s.Articles = append(s.Articles, d)
	}
}

// Begin is the line of Whole with which the nth article begins, from 0.
func (s *Sheet) Begin(n int) int {
	if n == 0 {
		return 0
	}
	return s.Begins[n-1]
}

// At tells in which article a line of Whole is, and which of its lines it is there.
func (s *Sheet) At(line int) (article, at int) {
	article, found := slices.BinarySearch(s.Begins, line)
	if found {
		article++
	}
	return article, line - s.Begin(article)
}

// Cut is why a line of Whole is left out; empty: it is kept.
func (s *Sheet) Cut(line int) ingest.Reason {
	n, at := s.At(line)
	return s.Articles[n].Blocks[at].Cut
}

// Strike strikes a line of Whole out by hand, or keeps one that is left out.
func (s *Sheet) Strike(line int) {
	by := ingest.ByHand
	if s.Cut(line) != "" {
		by = ""
	}
	if s.hand == nil {
		s.hand = map[int]ingest.Reason{}
	}
	s.hand[line] = by
	n, at := s.At(line)
	s.Articles[n].Blocks[at].Cut = by
}

// DivideAt has another article begin with a line of Whole, or joins the one that does with the one before it. The first line divides nothing.
func (s *Sheet) DivideAt(line int) {
	at, divides := slices.BinarySearch(s.Begins, line)
	switch {
	case line == 0:
	case divides:
		s.Divide(slices.Delete(slices.Clone(s.Begins), at, at+1))
	default:
		s.Divide(slices.Insert(slices.Clone(s.Begins), at, line))
	}
}

// Describe says by hand what is known about the nth article.
func (s *Sheet) Describe(n int, d ingest.Details) {
	if s.details == nil {
		s.details = map[int]ingest.Details{}
	}
	s.details[s.Begin(n)] = d
	s.Articles[n].Details = d
}

// CleanedWithout is the sheet cleaned anew without some rules. s stays as it is.
func (s *Sheet) CleanedWithout(off ingest.Off) *Sheet {
	c := *s
	c.o.Off, c.hand, c.details = off, maps.Clone(s.hand), maps.Clone(s.details)
	c.Divide(s.Begins)
	return &c
}

// declared are the words behind an encoding that the file itself names.
var declared = []string{", as declared", ", as the page says", ", as its part says"}

// Encoding is the encoding that a file was read in, where a person may name another: empty where it is no text, and where it is UTF-8 or what
// the file names itself and nothing is damaged.
func (s *Sheet) Encoding() string {
	decoding := s.Whole.Source.Decoding
	for _, mail := range []string{"mail, text in ", "mail, web page in "} {
		decoding = strings.TrimPrefix(decoding, mail)
	}
	name, _, _ := strings.Cut(decoding, ",")
	name, _, _ = strings.Cut(name, ";")
	isNamed := slices.ContainsFunc(declared, func(words string) bool { return strings.Contains(decoding, words) })
	damaged := strings.ContainsRune(s.Whole.Text, utf8.RuneError)
	if s.Part != "" || !sources.IsText(s.File) || !slices.Contains(ingest.Charsets, name) || s.o.Charset == "" && !damaged && (isNamed || strings.HasPrefix(name, "UTF-8")) {
		return ""
	}
	return name
}

// Taking is the sheet as Load takes it: with the articles that are wanted, each as it is said.
func (s *Sheet) Taking(as func(article int) (t Taken, wanted bool)) *Sheet {
	c := *s
	c.Articles, c.taken = slices.Clone(s.Articles), make([]Taken, len(s.Articles))
	for n := range c.Articles {
		t, wanted := as(n)
		if c.taken[n] = t; !wanted {
			c.Articles[n] = nil
		}
	}
	return &c
}

// takenAs is how the nth article is loaded.
func (s *Sheet) takenAs(n int) Taken {
	if s.taken == nil {
		return Taken{}
	}
	return s.taken[n]
}

// Follow has the sheet divided, cut and described as a person did it in another of the same text, and tells whether it is the same. Of another text it
// stays as it is.
func (s *Sheet) Follow(old *Sheet) bool {
	if s.Whole.Text != old.Whole.Text {
		return false
	}
	s.hand, s.details = old.hand, old.details
	s.Divide(old.Begins)
	return true
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

// Of a file so many parts are named that cannot be read, and of the rest it is told how many they are; and so many texts are read, each of which takes
// some four kilobytes while it is compared with the others.
const mostFaults, mostTexts = 1000, 200_000

// Sheets reads files one by one. What cannot be read comes as an error, without the name of the file, and reading goes on.
func Sheets(ctx context.Context, a Article, o Reading) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		page, at, close, err := a.opened(ctx)
		if err != nil {
			yield(nil, plainly(err))
			return
		}
		defer close()
		if sheets, ok := feedsOf(ctx, a, page, o); ok {
			sheets(yield)
			return
		}
		reading := ingest.Options{Charset: o.Charset, Columns: o.Columns}
		if a.isFeed(page) && !a.Summaries {
			reading.Linked = newLinkedPages(page.URL, o).get
		}
		texts, faults := 0, 0
		for d, err := range sources.Read(ctx, page, reading) {
			var s *Sheet
			if err != nil {
				faults++
				err = plainly(unnamed(err))
			} else if texts++; texts > mostTexts {
				yield(nil, fmt.Errorf("%w: it holds more than %d articles, and the rest is not read; split it and import the pieces one after the other", ingest.ErrTooLarge, mostTexts))
				return
			} else {
				s = sheetOf(a.Name, d, o)
			}
			if faults <= mostFaults || err == nil {
				if !yield(s, err) {
					return
				}
			}
			if o.progress != nil {
				o.progress(at())
			}
		}
		if faults > mostFaults {
			yield(nil, fmt.Errorf("%d further parts of it cannot be read; mend what is told of the first %d and import it again", faults-mostFaults, mostFaults))
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

// Columns are the columns of an article's file with what they hold, as sources.Columns has them. Errors: those of it, without the name of the file.
func Columns(ctx context.Context, a Article, o Reading) ([]ingest.Column, ingest.Told, error) {
	f, _, close, err := a.opened(ctx)
	if err != nil {
		return nil, nil, plainly(err)
	}
	defer close()
	return sources.Columns(ctx, f, ingest.Options{Charset: o.Charset, Columns: o.Columns})
}

// tellingBytes is how much of a file its encoding is told from where a person may name another.
const tellingBytes = 1 << 20

// Charsets are the encodings that an article's file may be in, those first that are most likely. A file that cannot be read again is told nothing of.
func Charsets(ctx context.Context, a Article) []string {
	f, _, close, err := a.opened(ctx)
	if err != nil {
		return ingest.Charsets
	}
	defer close()
	first, err := f.First(tellingBytes)
	if err != nil {
		return ingest.Charsets
	}
	return ingest.LikelyCharsets(first)
}

// PreviewCarry is what would come over of one's own marks on a document to a draft once that is loaded. Errors: those of ingest.Draft.Article and PrepareCarry.
func PreviewCarry(ctx context.Context, p *storage.Project, from annotation.ID, to *ingest.Draft) (Correction, error) {
	a, err := to.Article()
	if err != nil {
		return Correction{}, plainly(err)
	}
	return PrepareCarry(ctx, p, from, annotation.Document{ID: annotation.NewID(), Title: a.Details.Title}, a.Text)
}
