package ingest

import (
	"cmp"
	"context"
	"iter"
	"path"
	"strings"

	"rubricator/annotation"
)

// Plain are text files and Markdown. White space is kept as it is, at the ends too, and Markdown stays as written: what an annotator marks is the
// text of the file.
var Plain = &Format{
	Name:       "text",
	Extensions: []string{".txt", ".text", ".md", ".markdown"},
	Read: func(_ context.Context, f File, o Options) iter.Seq2[*Draft, error] {
		return One(readPlain(f, o))
	},
}

func readPlain(f File, o Options) (*Draft, error) {
	d, err := Decoded(f, o)
	if err != nil {
		return nil, err
	}
	if head := strings.ToLower(d.Text[:min(len(d.Text), 200)]); strings.Contains(head, "<!doctype html") || strings.Contains(head, "<html") {
		d.Warnings = append(d.Warnings, "It looks like a web page; the tags are kept as text.")
	}
	if isMarkdown(f.Name) {
		d.Details.Title = markdownTitle(d)
	}
	return d, nil
}

func isMarkdown(name string) bool {
	end := strings.ToLower(path.Ext(name))
	return end == ".md" || end == ".markdown"
}

// markdownTitle is what the front matter says, else the first heading or line behind it. What is left out is not looked at.
func markdownTitle(d *Draft) string {
	given, body := frontMatter(d.Text)
	if given != "" {
		return given
	}
	for line := range strings.SplitSeq(body, "\n") {
		if line = headingOf(withoutSpace(line)); !blank(line) {
			return line
		}
	}
	return stem(d.Source.File)
}

// stem is the name of a file without its ending.
func stem(name string) string { return cmp.Or(strings.TrimSuffix(name, path.Ext(name)), name) }

// Decoded makes a draft of a file that is text. Errors: ErrEmpty, ErrBinary, ErrEncoding, ErrTooLarge.
func Decoded(f File, o Options) (*Draft, error) {
	if len(f.Bytes) > 2*MaxText { // in UTF-16 it may still be short enough
		return nil, errTooLarge
	}
	c, err := Decode(f.Bytes, f.Charset, o)
	if err != nil {
		return nil, err
	}
	d, err := NewDraft(c.Text)
	if err != nil {
		return nil, err
	}
	d.Source = annotation.Source{File: baseName(f.Name), URL: f.URL, Original: annotation.HashOf(f.Bytes), Decoding: joined(c.Report, d.Source.Decoding)}
	d.Original = f.Bytes
	d.Warnings = append(c.Warnings, d.Warnings...)
	return d, nil
}

// joined puts parts of a report together: "UTF-8; CRLF line ends (3)".
func joined(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" {
			out += "; " + p
		}
	}
	return strings.TrimPrefix(out, "; ")
}
