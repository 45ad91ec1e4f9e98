package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// Draft is an article on its way in: all of the text that was found, what of it is left out, and what is known about it. Readers make drafts, Split
// and Clean change them, people look at them, and Article makes an article of what is kept.
type Draft struct {
	Text     string  // valid UTF-8, line ends are "\n"
	Blocks   []Block // the lines of Text that are not blank, in their order
	Details  Details
	Source   annotation.Source // File, Original and Decoding; Retrieved and URL are the caller's
	Original []byte            // the bytes as they came; the drafts of one file share them
	Warnings []string          // sentences about what a person should look at, in the order of their weight
	Whole    bool              // the file says that it is one article, as a web page and a row of a table do: only people divide it
}

// Details are what is known about an article beside its text. What is not known is empty.
type Details struct {
	Title     string
	Author    string
	Outlet    string
	Published string // ISO 8601, as precise as known
	Language  string // BCP 47
	URL       string // the canonical one, where the page names it
	Caption   string // of its picture
	Licence   string
}

// Or fills in what d lacks.
func (d Details) Or(other Details) Details {
	return Details{
		Title: cmp.Or(d.Title, other.Title), Author: cmp.Or(d.Author, other.Author), Outlet: cmp.Or(d.Outlet, other.Outlet),
		Published: cmp.Or(d.Published, other.Published), Language: cmp.Or(d.Language, other.Language), URL: cmp.Or(d.URL, other.URL),
		Caption: cmp.Or(d.Caption, other.Caption), Licence: cmp.Or(d.Licence, other.Licence),
	}
}

// Block is a line of a draft that is not blank.
type Block struct {
	Start, End int    // bytes of Draft.Text, without the white space at its ends
	Kind       Kind   // as the file says; empty where it says nothing
	Cut        Reason // why it is left out; empty: it is kept
}

// Kind is what a block is in its article.
type Kind string

// The kinds of blocks that files tell.
const (
	Running  Kind = "" // running text, or not told
	Headline Kind = "headline"
	Heading  Kind = "heading" // within the text
	Byline   Kind = "byline"
	Caption  Kind = "caption"
	Entry    Kind = "entry" // of a list or a table
)

// mostLines is how many lines a text may have: what is kept of each takes memory, and no article has so many.
const mostLines = 2_000_000

// NewDraft makes a draft of a text; every line that is not blank is a block of running text. Line ends become "\n".
// Errors: ErrEmpty, ErrBinary, ErrEncoding, ErrTooLarge.
func NewDraft(s string) (*Draft, error) {
	if len(s) > MaxText {
		return nil, errTooLarge
	}
	c := count(s)
	if c.nul > 0 {
		return nil, fmt.Errorf("%w: it holds %s; %s", ErrBinary, several(c.nul, "NUL character"), saveAsText)
	}
	if c.control > 1 && c.control > len(s)/maxControls {
		return nil, fmt.Errorf("%w: it holds %s; %s", ErrBinary, several(c.control, "control character"), saveAsText)
	}
	s, ends := normalise(s)
	if strings.Count(s, "\n") > mostLines {
		return nil, fmt.Errorf("%w: an article has at most %d lines; split it into articles and import those", ErrTooLarge, mostLines)
	}
	if blank(s) {
		return nil, fmt.Errorf("%w; write or copy the article into it and import it again", ErrEmpty)
	}
	d := &Draft{Text: s, Blocks: blocksOf(s), Warnings: warnings(s, c)}
	d.Source.Decoding = strings.TrimPrefix(ends.report(), "; ")
	return d, nil
}

// blocksOf are the lines that are not blank.
func blocksOf(s string) []Block {
	var out []Block
	for at := 0; at < len(s); {
		line, _, _ := strings.Cut(s[at:], "\n")
		if body := strings.TrimSpace(line); !blank(body) {
			start := at + strings.Index(line, body)
			out = append(out, Block{Start: start, End: start + len(body)})
		}
		at += len(line) + 1
	}
	return out
}

// Line is the text of the nth block.
func (d *Draft) Line(n int) string { return d.Text[d.Blocks[n].Start:d.Blocks[n].End] }

// Kept is the text without what is left out. Where nothing is, it is the whole, with the white space as it came; between lines of which
// some were left out stands the widest of the gaps that there were.
func (d *Draft) Kept() string {
	var out strings.Builder
	out.Grow(len(d.Text))
	end, gap, cut := 0, "", false // of what is written; the widest gap since then; whether something was left out since then
	for i, b := range d.Blocks {
		before := d.Text[d.endOf(i-1):b.Start]
		if strings.Count(before, "\n") >= strings.Count(gap, "\n") {
			gap = before
		}
		if b.Cut != "" {
			cut = true
			continue
		}
		if cut && out.Len() == 0 {
			gap = ""
		}
		out.WriteString(gap)
		out.WriteString(d.Text[b.Start:b.End])
		end, gap, cut = b.End, "", false
	}
	if !cut {
		out.WriteString(d.Text[end:])
	}
	return out.String()
}

// endOf is where the nth block ends, and 0 before the first.
func (d *Draft) endOf(n int) int {
	if n < 0 {
		return 0
	}
	return d.Blocks[n].End
}

// Title is what the article is called: what the details say, else its first line that is kept, else the name of its file.
func (d *Draft) Title() string {
	if d.Details.Title != "" {
		return shorten(d.Details.Title)
	}
	for i, b := range d.Blocks {
		if line := withoutSpace(d.Line(i)); b.Cut == "" && !blank(line) {
			return shorten(line)
		}
	}
	return stem(d.Source.File)
}

// Article is what is kept of a draft. Errors: ErrEmpty where all is left out, ErrEncoding.
func (d *Draft) Article() (Article, error) {
	s := d.Kept()
	t, err := text.New(s)
	switch {
	case err != nil:
		return Article{}, fmt.Errorf("%w: %w; %s", ErrEncoding, err, saveAsUTF8)
	case blank(s):
		return Article{}, fmt.Errorf("%w once the rest is left out; keep some of its lines", ErrEmpty)
	}
	a := Article{Text: t, Details: d.Details, Source: d.Source, Original: d.Original, Warnings: d.Warnings}
	a.Details.Title = d.Title()
	if left := d.leftOut(); left != "" {
		a.Source.Decoding += "; left out: " + left
	}
	return a, nil
}

// LeftOut is how many lines are left out for a reason.
type LeftOut struct {
	Reason Reason `json:"reason"`
	Lines  int    `json:"lines"`
}

// LeftOut counts what is left out, in the order in which the reasons first come.
func (d *Draft) LeftOut() (out []LeftOut) {
	for _, b := range d.Blocks {
		if b.Cut == "" {
			continue
		}
		i := slices.IndexFunc(out, func(l LeftOut) bool { return l.Reason == b.Cut })
		if i < 0 {
			i, out = len(out), append(out, LeftOut{Reason: b.Cut})
		}
		out[i].Lines++
	}
	return out
}

// leftOut is what is left out, in words: "share buttons (4 lines), repeated line (2 lines)".
func (d *Draft) leftOut() string {
	var out []string
	for _, l := range d.LeftOut() {
		out = append(out, fmt.Sprintf("%s (%s)", l.Reason, several(l.Lines, "line")))
	}
	return strings.Join(out, ", ")
}

// Clone is a draft that can be changed without changing d.
func (d *Draft) Clone() *Draft {
	c := *d
	c.Blocks, c.Warnings = slices.Clone(d.Blocks), slices.Clone(d.Warnings)
	return &c
}
