// Package feed reads articles from the feeds of news sites, RSS, Atom and JSON Feed, and addresses from lists of feeds. It fetches nothing itself.
package feed

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"iter"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"

	"rubricator/annotation/ingest"
)

// Format are feeds. Each entry is an article: its content where it has one, else what stands at its address where Options.Linked gets that, else its summary, with a
// warning. Enclosures are left alone.
var Format = &ingest.Format{Name: "feed", Extensions: []string{".xml", ".rss", ".atom", ".rdf"}, Is: isFeed, Read: read}

// Limits on a feed, which is held in memory whole.
const (
	maxFeed  = 64 << 20 // bytes
	maxDepth = 256      // of elements in each other
)

// isFeed tells a feed by its outermost element and the address that stands for its kind.
func isFeed(first []byte) bool {
	mark := ""
	switch gofeed.DetectFeedType(bytes.NewReader(first)) {
	case gofeed.FeedTypeJSON:
		mark = "jsonfeed.org/version/"
	case gofeed.FeedTypeAtom:
		mark = "Atom"
	case gofeed.FeedTypeRSS:
		mark = "rss"
	default:
		return false
	}
	return bytes.Contains(first, []byte(mark)) || bytes.Contains(first, []byte(strings.ReplaceAll(mark, "/", `\/`))) || bytes.Contains(first, []byte(strings.ToUpper(mark)))
}

func read(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
	return func(yield func(*ingest.Draft, error) bool) {
		feed, err := parse(f)
		if err != nil {
			yield(nil, err)
			return
		}
		if len(feed.Items) == 0 {
			yield(nil, fmt.Errorf("%w: the feed has no entries", ingest.ErrEmpty))
		}
		r := entries{Rows: ingest.Rows{File: f, Options: o, Decoding: feedName(feed)}}
		for n, item := range feed.Items {
			row := rowOf(feed, item, n+1)
			r.all = append(r.all, row)
			if r.links(row) {
				r.linked++
			}
		}
		r.read(ctx, yield)
	}
}

// entries are those of a feed.
type entries struct {
	ingest.Rows
	all    []ingest.Row
	linked int // of them, that are read from the pages that they link
}

// links tells whether an entry is read from the page that it links.
func (e *entries) links(row ingest.Row) bool {
	return e.Options.Linked != nil && !row.IsWhole() && row.Values[ingest.FieldURL] != ""
}

func (e *entries) read(ctx context.Context, yield func(*ingest.Draft, error) bool) {
	n := 0
	for _, row := range e.all {
		if ctx.Err() != nil {
			yield(nil, ctx.Err())
			return
		}
		if e.links(row) {
			n++
		}
		for d, err := range e.drafts(ctx, row, n) {
			if !yield(d, err) {
				return
			}
		}
	}
}

// drafts are what comes of an entry: the article of the page that it links, the nth such, or where that fails its summary.
func (e *entries) drafts(ctx context.Context, row ingest.Row, n int) iter.Seq2[*ingest.Draft, error] {
	if e.links(row) {
		d, err := e.page(ctx, row, n)
		switch {
		case err == nil:
			return ingest.One(d, nil)
		case ctx.Err() != nil, errors.Is(err, ingest.ErrKnown), !row.HasText():
			return ingest.One(nil, fmt.Errorf("%s: %w", row.Place, err))
		}
		row.Warnings = append(row.Warnings, fmt.Sprintf("Its page is not taken: %v.", err))
	}
	if !row.HasText() {
		return ingest.One(nil, fmt.Errorf("%s: %w%s", row.Place, ingest.ErrEmpty, whereItIs(row)))
	}
	return e.Rows.Read(ctx, row)
}

// page is the article of the page that an entry links. It has to say more than the summary: what a site asks of programs and of those who do not pay does
// not.
func (e *entries) page(ctx context.Context, row ingest.Row, n int) (*ingest.Draft, error) {
	file, err := e.Options.Linked(ctx, row.Values[ingest.FieldURL], n, e.linked)
	if err != nil {
		return nil, err
	}
	o := e.Options
	o.Linked, o.Charset = nil, ""
	var longest *ingest.Draft
	for d, wrong := range o.Inner(ctx, file, o) {
		switch {
		case wrong != nil:
			err = errors.Join(err, wrong)
		case longest == nil || len(d.Kept()) > len(longest.Kept()):
			longest = d
		}
	}
	switch {
	case longest == nil:
		return nil, cmp.Or(err, ingest.ErrEmpty)
	case len(longest.Kept()) <= len(bare(row.Values[ingest.FieldSummary])):
		return nil, fmt.Errorf("%q says no more than the summary; open it in a browser, save the page and import the file", row.Values[ingest.FieldURL])
	}
	e.DescribeLinked(longest, row)
	return longest, nil
}

func whereItIs(row ingest.Row) string {
	if row.Values[ingest.FieldURL] == "" {
		return "; save the article from its page and import that"
	}
	return "; the article is at " + row.Values[ingest.FieldURL]
}

// feedName is what kind of feed it is: "Atom 1.0".
func feedName(f *gofeed.Feed) string {
	name := map[string]string{"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}[f.FeedType]
	if f.FeedType == "json" {
		return name
	}
	return strings.TrimSpace(name + " " + f.FeedVersion)
}

// parse reads a feed, once it is known not to be too large or too deep.
func parse(f ingest.File) (feed *gofeed.Feed, err error) {
	defer func() {
		if p := recover(); p != nil { // the library on what no program wrote
			feed, err = nil, damaged(fmt.Errorf("%v", p))
		}
	}()
	switch {
	case len(f.Bytes) > maxFeed:
		return nil, fmt.Errorf("%w: the feed is larger than %d MiB; divide it and import the pieces", ingest.ErrTooLarge, maxFeed>>20)
	case isList(f.Bytes):
		return nil, fmt.Errorf("%w: it is a list of feeds (OPML); import the addresses in it", ingest.ErrKind)
	}
	if bytes.HasPrefix(bytes.TrimLeft(f.Bytes, "\uFEFF \t\r\n"), []byte("<")) {
		if err := shallow(f.Bytes); err != nil {
			return nil, err
		}
	}
	feed, err = gofeed.NewParser().Parse(bytes.NewReader(f.Bytes))
	if err != nil {
		return nil, damaged(err)
	}
	return feed, nil
}

func damaged(err error) error {
	return fmt.Errorf("%w: no feed can be read from it: %w; if it is a web page, name it .html and import it again", ingest.ErrKind, err)
}

// shallow refuses elements that stand in each other too deep: the library goes down into them one by one, until there is no memory. It reads as the library
// does. What else is wrong is left to that.
func shallow(b []byte) error {
	dec := newDecoder(b)
	for depth := 0; ; {
		token, err := dec.RawToken()
		if err != nil {
			return nil
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return damaged(fmt.Errorf("its elements stand in each other more than %d deep", maxDepth))
			}
		case xml.EndElement:
			depth = max(depth-1, 0)
		}
	}
}

// newDecoder decodes XML as people write it. Entities that the file makes up are never looked up.
func newDecoder(b []byte) *xml.Decoder {
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) { return charset.NewReaderLabel(label, in) }
	return dec
}

// rowOf is what an entry says, and what its feed says of all.
func rowOf(f *gofeed.Feed, entry *gofeed.Item, number int) ingest.Row {
	r := ingest.Row{Place: fmt.Sprintf("entry %d", number), Values: map[ingest.Field]string{
		ingest.FieldText:      piece(entry.Content),
		ingest.FieldSummary:   piece(entry.Description),
		ingest.FieldTitle:     bare(entry.Title),
		ingest.FieldOutlet:    bare(f.Title),
		ingest.FieldAuthor:    authors(entry.Authors),
		ingest.FieldPublished: when(entry),
		ingest.FieldURL:       entry.Link,
		ingest.FieldLanguage:  f.Language,
		ingest.FieldLicence:   bare(f.Copyright),
	}}
	if r.Values[ingest.FieldAuthor] == "" {
		r.Values[ingest.FieldAuthor] = authors(f.Authors)
	}
	if dc := entry.DublinCoreExt; dc != nil && len(dc.Rights) > 0 {
		r.Values[ingest.FieldLicence] = bare(dc.Rights[0])
	}
	if dc := entry.DublinCoreExt; dc != nil && len(dc.Language) > 0 {
		r.Values[ingest.FieldLanguage] = dc.Language[0]
	}
	return r
}

// when is the date of an entry as it came, with its zone, else as the library makes it out.
func when(entry *gofeed.Item) string {
	for _, d := range []struct {
		came string
		read *time.Time
	}{{entry.Published, entry.PublishedParsed}, {entry.Updated, entry.UpdatedParsed}} {
		if ingest.Date(d.came) != "" || d.read == nil && d.came != "" {
			return d.came
		}
		if d.read != nil {
			return d.read.Format(time.RFC3339)
		}
	}
	return ""
}

func authors(all []*gofeed.Person) string {
	var out []string
	for _, p := range all {
		if p == nil {
			continue
		}
		name := p.Name
		if name == "" {
			name = p.Email
		}
		if name != "" {
			out = append(out, bare(name))
		}
	}
	return strings.Join(out, ", ")
}

var tag = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|<!--`)

// piece is content, which is a piece of a web page: with a tag around it that says so, or without the signs of one.
func piece(s string) string {
	if tag.MatchString(s) {
		return "<div>" + s + "</div>"
	}
	return html.UnescapeString(s)
}

// bare is a line without tags.
func bare(s string) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(s, "")))
}
