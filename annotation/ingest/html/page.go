// Package html reads web pages into drafts of articles: saved pages, web archives and pasted source. Nothing is ever fetched.
package html

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

// ErrPage: what should be a web page cannot be taken apart.
var ErrPage = errors.New("the page cannot be taken apart")

// Page are saved web pages and pasted source.
var Page = &ingest.Format{
	Name:       "web page",
	Extensions: []string{".html", ".htm", ".xhtml", ".xht", ".shtml"},
	Is:         isPage,
	Read: func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return ingest.One(readPage(ctx, f, o))
	},
}

// isPage tells a page by what stands before its text: "<!doctype html" or "<html", behind a byte order mark, a declaration of XML and comments.
func isPage(first []byte) bool {
	for _, mark := range []string{"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"} {
		first = bytes.TrimPrefix(first, []byte(mark))
	}
	s := string(bytes.ReplaceAll(first, []byte{0}, nil)) // UTF-16 has a zero byte in each of these characters
	for {
		s = strings.TrimSpace(s)
		end := ""
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<?xml"):
			end = "?>"
		default:
			return startsAsPage(s)
		}
		_, behind, closed := strings.Cut(s, end)
		if !closed {
			return false
		}
		s = behind
	}
}

func startsAsPage(s string) bool {
	for _, start := range []string{"<!doctype html", "<html"} {
		if len(s) >= len(start) && strings.EqualFold(s[:len(start)], start) {
			return len(s) == len(start) || strings.ContainsAny(s[len(start):len(start)+1], " \t\r\n\f>")
		}
	}
	return false
}

// maxPage is the largest page that is read, in bytes: pictures stand in some of them.
const maxPage = 64 << 20

var (
	errTooLarge = fmt.Errorf("%w: a page has at most %d MiB; copy the article from the browser and paste it", ErrPage, maxPage>>20)
	errTooMany  = fmt.Errorf("%w: it has more than %d elements; copy the article from the browser and paste it", ErrPage, maxNodes)
	errTooDeep  = fmt.Errorf("%w: its elements stand too deep in each other; copy the article from the browser and paste it", ErrPage)
)

func readPage(ctx context.Context, f ingest.File, o ingest.Options) (*ingest.Draft, error) {
	if len(f.Bytes) > maxPage {
		return nil, errTooLarge
	}
	source, err := decode(f.Bytes, f.Charset, o)
	if err != nil {
		return nil, err
	}
	return draftOf(ctx, source, f)
}

// draftOf makes a draft of the source of a page, which came in f.
func draftOf(ctx context.Context, source ingest.Characters, f ingest.File) (*ingest.Draft, error) {
	root, err := parse(source.Text)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	known := factsOf(root)
	page := read(root, known)
	d, err := page.draft()
	if err != nil {
		return nil, err
	}
	d.Details = known.details()
	d.Source = annotation.Source{
		File: f.Name[strings.LastIndexAny(f.Name, `/\`)+1:], URL: cmp.Or(f.URL, known.first("saved from")),
		Original: annotation.HashOf(f.Bytes), Decoding: source.Report,
	}
	d.Original, d.Whole = f.Bytes, true
	d.Warnings = append(append(source.Warnings, page.warnings...), d.Warnings...)
	return d, nil
}

// parse takes a page apart. The error is ErrPage.
func parse(source string) (*html.Node, error) {
	if nodesOf(source) > maxNodes {
		return nil, errTooMany
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, errTooDeep // the parser refuses what is deeper than 512 elements, and nothing else
	}
	return root, nil
}

// maxNodes is the largest number of elements and texts that a page is taken apart into; they take some 200 bytes each.
const maxNodes = 1_000_000

// nodesOf bounds how many nodes a page has, from above, and stops counting past maxNodes. Elements of formatting that are left open are opened again in
// every paragraph, so that a few hundred thousand bytes could make millions of nodes; of elements that are quite alike, three are.
func nodesOf(source string) int {
	z := html.NewTokenizer(strings.NewReader(source))
	open, left, nodes := 0, map[atom.Atom][]string{}, 0
	for nodes <= maxNodes {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		nodes += 1 + open
		if kind != html.StartTagToken && kind != html.EndTagToken {
			continue
		}
		raw := string(z.Raw())
		name, _ := z.TagName()
		a := atom.Lookup(name)
		if !isFormatting[a] {
			continue
		}
		before := len(left[a])
		switch {
		case kind == html.EndTagToken && before > 0:
			left[a] = left[a][:before-1]
		case kind == html.StartTagToken && !(before >= 3 && left[a][before-1] == raw && left[a][before-2] == raw && left[a][before-3] == raw):
			left[a] = append(left[a], raw)
		}
		open += len(left[a]) - before
	}
	return nodes
}

var isFormatting = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true, atom.S: true,
	atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}
