package ingest

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rubricator/annotation"
)

// Rows are a file of which each row is an article.
type Rows struct {
	File     File
	Options  Options
	Decoding string   // what was done to the bytes of the file
	Warnings []string // about every row
	hash     annotation.Hash
}

// Row is what a row of a table, a record or an entry of a feed says of one article.
type Row struct {
	Place    string           // where in the file it stands: "row 7"
	Values   map[Field]string // as they came
	Original []byte           // the bytes of the row; nil: it cannot be told from the rest of the file
	Warnings []string
}

// tagged tells text that is a piece of a web page from text that may speak of one.
var tagged = regexp.MustCompile(`(?i)</(p|div|h[1-6]|li|a|em|strong|b|i|span|figure|blockquote)\s*>|<(br|p)\s*/?>`)

func isTagged(s string) bool { return strings.IndexByte(s, '<') >= 0 && tagged.MatchString(s) }

// cutOff is how a news service ends a text of which it gives the beginning alone.
var cutOff = regexp.MustCompile(`\[\+\d+ chars\]\s*$`)

// HasText tells whether anything can be read in it.
func (r *Row) HasText() bool {
	return !blank(r.Values[FieldText]) || !blank(r.Values[FieldSummary])
}

// Read makes drafts of a row: one, or none with an error that names its place. Text with tags is read as the web page that it is a piece of.
// Errors: ErrEmpty, ErrBinary, ErrEncoding, ErrTooLarge and those of web pages.
func (rs *Rows) Read(ctx context.Context, r Row) iter.Seq2[*Draft, error] {
	return func(yield func(*Draft, error) bool) {
		for d, err := range rs.drafts(ctx, r) {
			if err != nil {
				err = fmt.Errorf("%s: %w", r.Place, err)
			} else {
				rs.describe(d, r)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func (rs *Rows) drafts(ctx context.Context, r Row) iter.Seq2[*Draft, error] {
	s := r.Values[FieldText]
	if blank(s) {
		s = r.Values[FieldSummary]
	}
	if bad := invalidUTF8(s); bad >= 0 {
		return One(nil, fmt.Errorf("%w: byte 0x%02x at %d of its text is not UTF-8, though the rest is; %s", ErrEncoding, s[bad], bad, saveAsUTF8))
	}
	if isTagged(s) && rs.Options.Inner != nil {
		page := File{Name: baseName(rs.File.Name) + ".html", Bytes: webPage(s), URL: r.Values[FieldURL]}
		o := rs.Options
		o.Charset = "" // of the file; the page is UTF-8
		return o.Inner(ctx, page, o)
	}
	return One(NewDraft(paragraphs(s)))
}

// webPage makes a page of a piece of one, of which all is the article. It has no title: that would come to stand before the text, as that of no other row does.
func webPage(piece string) []byte {
	return []byte(`<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>` + piece + "</article></body></html>")
}

// paragraphs is text with an empty line between paragraphs and no white space at the ends of lines. Where no line is empty, each is a paragraph.
func paragraphs(s string) string {
	s, _ = normalise(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	lines = slices.CompactFunc(lines, func(a, b string) bool { return a == "" && b == "" })
	between := "\n"
	if s = strings.Trim(strings.Join(lines, "\n"), "\n"); !strings.Contains(s, "\n\n") {
		between = "\n\n"
	}
	return strings.ReplaceAll(s, "\n", between)
}

// describe notes where a draft comes from and what the row says of it.
func (rs *Rows) describe(d *Draft, r Row) {
	d.Source = annotation.Source{File: baseName(rs.File.Name), URL: rs.File.URL, Decoding: joined(rs.Decoding, r.Place, d.Source.Decoding)}
	if r.Original != nil {
		d.Original, d.Source.Original = r.Original, annotation.HashOf(r.Original)
	} else {
		d.Original, d.Source.Original = rs.File.Bytes, rs.whole()
	}
	d.Place = r.Place
	said, odd := r.details()
	d.Details = said.Or(d.Details)
	d.Warnings = slices.Concat(rs.Warnings, r.Warnings, d.Warnings, odd)
	switch {
	case blank(r.Values[FieldText]):
		d.Warnings = append(d.Warnings, "There is a summary alone; its address holds the article.")
	case cutOff.MatchString(d.Text):
		d.Warnings = append(d.Warnings, "The text is cut off; its address holds the whole.")
	}
}

// whole is the hash of the file, which is found once.
func (rs *Rows) whole() annotation.Hash {
	if rs.hash == (annotation.Hash{}) {
		rs.hash = annotation.HashOf(rs.File.Bytes)
	}
	return rs.hash
}

// details are what a row says beside the text, with a sentence on each date and language that says nothing.
func (r *Row) details() (d Details, odd []string) {
	of := func(f Field) string {
		return strings.Join(strings.Fields(strings.ToValidUTF8(r.Values[f], "\uFFFD")), " ")
	}
	d = Details{Title: of(FieldTitle), Author: of(FieldAuthor), Outlet: of(FieldOutlet), URL: of(FieldURL), Caption: of(FieldCaption), Licence: of(FieldLicence),
		Published: Date(of(FieldPublished)), Language: Language(of(FieldLanguage))}
	if said := of(FieldPublished); said != "" && d.Published == "" {
		odd = append(odd, fmt.Sprintf("The date %q is left out: it is in no form that can be told.", cutAt(said, maxSample)))
	}
	if said := of(FieldLanguage); said != "" && d.Language == "" {
		odd = append(odd, fmt.Sprintf("The language %q is left out: it is not known.", cutAt(said, maxSample)))
	}
	return d, odd
}
