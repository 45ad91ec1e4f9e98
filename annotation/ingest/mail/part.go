package mail

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"

	"rubricator/annotation/ingest"
)

// Limits on a message.
const (
	maxNesting = 64     // parts in parts
	maxParts   = 10_000 // of a message
	minWords   = 20     // of a text beside a web page; shorter ones say "your program cannot show this", or that the list has a footer
)

// ErrEncrypted is that of a message that only its receiver's mail program can open.
var ErrEncrypted = errors.New("the message is encrypted; open it in the mail program, save its text and import that")

// errNested is that of a message whose parts have parts too deep.
var errNested = fmt.Errorf("%w: its parts stand in each other more than %d deep; save its text and import that", ingest.ErrUnpacks, maxNesting)

// part is a piece of a message, decoded from what it was for its way through the network.
type part struct {
	header header
	kind   string // media type
	params map[string]string
	bytes  []byte
}

// content is what a message says, and what hangs on it.
type content struct {
	texts    []part // plain, in their order
	pages    []part // HTML, in their order
	attached []part
}

func (c *content) add(other content) {
	c.texts = append(c.texts, other.texts...)
	c.pages = append(c.pages, other.pages...)
	c.attached = append(c.attached, other.attached...)
}

// reading is the way through the parts of one message.
type reading struct {
	size  *ingest.Size
	parts int
}

// walk takes a message or a part to pieces.
func (r *reading) walk(h header, body []byte, depth int) (content, error) {
	r.parts++
	switch {
	case depth > maxNesting:
		return content{}, errNested
	case r.parts > maxParts:
		return content{}, fmt.Errorf("%w: more than %d parts; save its text and import that", ingest.ErrUnpacks, maxParts)
	}
	kind, params := h.kind()
	kind = cmp.Or(kind, "text/plain")
	switch {
	case kind == "multipart/encrypted", kind == "application/pkcs7-mime" && !strings.HasPrefix(params["smime-type"], "signed"):
		return content{}, ErrEncrypted
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		return r.multipart(kind, body, params["boundary"], depth)
	}
	p := part{header: h, kind: kind, params: params}
	way, _, _ := strings.Cut(h["content-transfer-encoding"], ";")
	switch strings.ToLower(strings.Trim(way, "\"' ")) {
	case "base64":
		p.bytes = fromBase64(body)
	case "quoted-printable":
		p.bytes = fromQuotedPrintable(body)
	default:
		p.bytes = body
	}
	if err := r.size.Take(int64(len(p.bytes))); err != nil {
		return content{}, err
	}
	place, _ := h.disposition()
	named := h.fileName() != ""
	switch {
	case kind == "application/pgp-signature", kind == "application/pkcs7-signature", kind == "application/x-pkcs7-signature", kind == "message/delivery-status":
		return content{}, nil
	case place == "attachment", named && kind != "text/plain" && kind != "text/html", named && place == "":
		return content{attached: []part{p}}, nil
	case kind == "text/plain":
		return content{texts: []part{p}}, nil
	case kind == "text/html":
		return content{pages: []part{p}}, nil
	}
	return content{attached: []part{p}}, nil
}

// multipart takes the parts between the lines of a boundary.
func (r *reading) multipart(kind string, body []byte, boundary string, depth int) (content, error) {
	var parts []content
	for _, b := range between(body, boundary) {
		h, rest := cutHeader(b)
		if kind == "multipart/digest" && h["content-type"] == "" {
			h["content-type"] = "message/rfc822"
		}
		c, err := r.walk(h, rest, depth+1)
		if err != nil {
			return content{}, err
		}
		parts = append(parts, c)
	}
	var out content
	switch kind {
	case "multipart/alternative":
		return alternative(parts), nil
	case "multipart/related":
		for i, c := range parts {
			if i == 0 {
				out.add(c)
				continue
			}
			out.attached = append(out.attached, withoutPictures(c.attached)...)
		}
		return out, nil
	}
	for _, c := range parts {
		out.add(c)
	}
	return out, nil
}

// withoutPictures are the parts of a page but those that it shows itself.
func withoutPictures(parts []part) (out []part) {
	for _, p := range parts {
		if place, _ := p.header.disposition(); place == "attachment" || p.header["content-id"] == "" && !strings.HasPrefix(p.kind, "image/") {
			out = append(out, p)
		}
	}
	return out
}

// alternative chooses among parts that say the same: plain text where it says something.
func alternative(parts []content) (out content) {
	for _, c := range parts {
		out.add(c)
	}
	if out.isText() {
		out.pages = nil
	}
	return out
}

// isText tells whether a message is to be read as plain text: where that says something, or there is nothing else.
func (c content) isText() bool {
	words := 0
	for _, p := range c.texts {
		for range bytes.FieldsSeq(p.bytes) {
			if words++; words == minWords {
				return true
			}
		}
	}
	return len(c.pages) == 0
}

// settled is the content with either texts or pages. Pages beside a text that does not say the same are articles of their own.
func (c content) settled() content {
	if c.isText() {
		c.attached, c.pages = append(c.pages, c.attached...), nil
	} else {
		c.texts = nil
	}
	return c
}

// between are the bytes between the lines of a boundary. The last line may be missing, as in a message that is cut off.
func between(body []byte, boundary string) (out [][]byte) {
	open, closing := []byte("--"+boundary), []byte("--"+boundary+"--")
	start := -1
	for at := 0; at < len(body); {
		end := at + bytes.IndexByte(body[at:], '\n') + 1
		if end == at {
			end = len(body)
		}
		if line := bytes.TrimRight(body[at:end], " \t\r\n"); bytes.Equal(line, open) || bytes.Equal(line, closing) {
			if start >= 0 {
				out = append(out, bytes.TrimSuffix(bytes.TrimSuffix(body[start:max(start, at)], []byte("\n")), []byte("\r")))
			}
			if start = end; len(line) == len(closing) {
				return out
			}
		}
		at = end
	}
	if start >= 0 && start < len(body) {
		out = append(out, body[start:])
	}
	return out
}

// endings are the ends of names for parts that are called nothing.
var endings = map[string]string{
	"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "message/rfc822": ".eml", "application/pdf": ".pdf", "application/zip": ".zip",
}

// name is what a part is called, or what it would be.
func (p part) name() string {
	if name := p.header.fileName(); name != "" {
		return name
	}
	if p.kind == "message/rfc822" {
		inner, _ := cutHeader(p.bytes)
		if title := inner.title(); title != "" {
			return strings.Map(withoutFolders, title) + ".eml"
		}
	}
	if end, ok := endings[p.kind]; ok {
		return "part" + end
	}
	return "part (" + p.kind + ")"
}

func withoutFolders(r rune) rune {
	if r == '/' || r == '\\' {
		return '-'
	}
	return r
}
