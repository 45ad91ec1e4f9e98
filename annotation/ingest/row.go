package ingest

import (
	"cmp"
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

// SummaryAlone stands in annotation.Source.Decoding where the text is a summary of the article that its address holds.
const SummaryAlone = "summary alone"

// IsWhole tells whether a row has more than a summary.
func (r *Row) IsWhole() bool { return !blank(r.Values[FieldText]) }

// HasText tells whether anything can be read in it.
func (r *Row) HasText() bool {
	return r.IsWhole() || !blank(r.Values[FieldSummary])
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
	s := Shown(r.Values[FieldText])
	if blank(s) {
		s = Shown(r.Values[FieldSummary])
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
	d.Whole = true
	d.Source = annotation.Source{File: baseName(rs.File.Name), URL: rs.File.URL, Decoding: joined(rs.Decoding, r.Place, d.Source.Decoding)}
	if r.Original != nil {
		d.Original, d.Source.Original = r.Original, annotation.HashOf(r.Original)
	} else {
		d.Original, d.Source.Original = rs.File.Bytes, rs.whole()
	}
	said, odd := r.details()
	d.Details = said.Or(d.Details)
	for i, warning := range d.Warnings {
		d.Warnings[i] = r.warn(warning)
	}
	d.Warnings = slices.Concat(rs.Warnings, r.Warnings, d.Warnings, odd)
	switch {
	case !r.IsWhole():
		d.Source.Decoding = joined(d.Source.Decoding, SummaryAlone)
		sentence := "There is a summary alone."
		if d.Details.URL != "" {
			sentence = "There is a summary alone; its address holds the article."
		}
		d.Warnings = append(d.Warnings, sentence)
	case cutOff.MatchString(d.Text):
		d.Warnings = append(d.Warnings, "The text is cut off; its address holds the whole.")
	}
}

// DescribeLinked notes on the draft of a page that a row links what the row says and the page does not, and that it came from there.
func (rs *Rows) DescribeLinked(d *Draft, r Row) {
	said, _ := r.details()
	said.URL = cmp.Or(d.Source.URL, said.URL)
	d.Details = d.Details.Or(said)
	d.Source.URL = r.Values[FieldURL]
	d.Source.Decoding = joined(d.Source.Decoding, fmt.Sprintf("linked by %s of %s", r.Place, rs.Decoding))
}

// whole is the hash of the file, which is found once.
func (rs *Rows) whole() annotation.Hash {
	if rs.hash == (annotation.Hash{}) {
		rs.hash = annotation.HashOf(rs.File.Bytes)
	}
	return rs.hash
}

// warn is a sentence that names the row which it is about.
func (r *Row) warn(sentence string) string {
	return strings.ToUpper(r.Place[:1]) + r.Place[1:] + ": " + sentence
}

// details are what a row says beside the text, with a sentence on each date and language that says nothing.
func (r *Row) details() (d Details, odd []string) {
	of := func(f Field) string {
		s := strings.Join(strings.Fields(Shown(r.Values[f])), " ")
		if strings.Contains(s, "\uFFFD") {
			odd = append(odd, r.warn(fmt.Sprintf("The %s has damaged characters, shown as \uFFFD.", f)))
		}
		return s
	}
	d = Details{Title: of(FieldTitle), Author: of(FieldAuthor), Outlet: of(FieldOutlet), URL: of(FieldURL), Caption: of(FieldCaption), Licence: of(FieldLicence),
		Published: Date(of(FieldPublished)), Language: Language(of(FieldLanguage))}
	if said := r.Values[FieldPublished]; !blank(said) && d.Published == "" {
		odd = append(odd, fmt.Sprintf("The date %q is left out: it is in no form that can be told.", cutAt(Shown(said), maxSample)))
	}
	if said := r.Values[FieldLanguage]; !blank(said) && d.Language == "" {
		odd = append(odd, fmt.Sprintf("The language %q is left out: it is not known.", cutAt(Shown(said), maxSample)))
	}
	return d, odd
}
