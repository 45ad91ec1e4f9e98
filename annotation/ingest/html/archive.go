package html

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"rubricator/annotation/ingest"
)

// Archive are web archives: a page and its pictures in one file, as multipart/related of MIME (RFC 2557). Only the page is read.
var Archive = &ingest.Format{
	Name:       "web archive",
	Extensions: []string{".mhtml", ".mht"},
	Read: func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return ingest.One(readArchive(ctx, f, o))
	},
}

// maxArchive is the largest archive that is read, in bytes, with its pictures.
const maxArchive = 256 << 20

var errNoPage = fmt.Errorf("%w: there is no page in the archive; save it once more, as a web page", ErrPage)

func readArchive(ctx context.Context, f ingest.File, o ingest.Options) (*ingest.Draft, error) {
	if len(f.Bytes) > maxArchive {
		return nil, errTooLarge
	}
	in := bufio.NewReader(bytes.NewReader(f.Bytes))
	header, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		return nil, fmt.Errorf("%w: its first lines are not those of a web archive; save it once more, as a web page", ErrPage)
	}
	p, err := pageIn(ctx, header, in, 0)
	if err != nil {
		return nil, err
	}
	source, err := decode(p.bytes, p.charset, o)
	if err != nil {
		return nil, err
	}
	source.Report = "web archive; " + source.Report
	if p.short {
		source.Warnings = append(source.Warnings, "The archive ends in the middle of the page; the end of the article may be missing.")
	}
	f.URL = cmp.Or(f.URL, p.address, header.Get("Snapshot-Content-Location"))
	return draftOf(ctx, source, f)
}

// part is the page in an archive.
type part struct {
	bytes   []byte
	charset string
	address string
	short   bool // the archive ends in it
}

// pageIn finds the first part that is a page. Depth counts parts in parts. Errors: ErrPage, ingest.ErrTooLarge, those of ctx.
func pageIn(ctx context.Context, header textproto.MIMEHeader, body io.Reader, depth int) (part, error) {
	kind, with, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case kind == "text/html" || kind == "application/xhtml+xml":
		return pageOf(header, with["charset"], body)
	case !strings.HasPrefix(kind, "multipart/") || with["boundary"] == "" || depth == ingest.MaxDepth:
		return part{}, errNoPage
	}
	for parts := multipart.NewReader(body, with["boundary"]); ; {
		next, err := parts.NextRawPart()
		if err != nil {
			return part{}, errNoPage
		}
		if err := ctx.Err(); err != nil {
			return part{}, err
		}
		if p, err := pageIn(ctx, next.Header, next, depth+1); !errors.Is(err, errNoPage) {
			return p, err
		}
	}
}

func pageOf(header textproto.MIMEHeader, charset string, body io.Reader) (part, error) {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, err := io.ReadAll(io.LimitReader(body, maxPage+1))
	if len(b) > maxPage {
		return part{}, errTooLarge
	}
	if len(b) == 0 && err != nil {
		return part{}, errNoPage
	}
	return part{bytes: b, charset: charset, address: webAddress(header.Get("Content-Location")), short: err != nil}, nil
}

// webAddress is s where it is an address in the web, and not one within the archive.
func webAddress(s string) string {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}
