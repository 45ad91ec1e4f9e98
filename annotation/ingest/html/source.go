package html

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/htmlindex"

	"rubricator/annotation/ingest"
)

// source is the source of a page as text, and how it was decoded.
type source struct {
	text     string
	report   string // "windows-1251, as the page says"
	warnings []string
}

// decode takes for the encoding, in this order: a byte order mark, what the user says, UTF-8 where the bytes are that and more than ASCII, what the
// part of an archive says (declared), what the page says, what the core tells. A page that was pasted is UTF-8 whatever it says.
// The error is ingest.ErrEncoding or what the core refuses.
func decode(b []byte, declared string, o ingest.Options) (source, error) {
	switch {
	case marked(b):
		return decodeByCore(b, ingest.Options{})
	case o.Charset != "":
		return decodeAs(b, o.Charset, "as chosen")
	case utf8.Valid(b) && !ascii(b):
		return decodeByCore(b, o)
	}
	says := "as its part says"
	if declared == "" {
		declared, says = declaredIn(b), "as the page says"
	}
	if declared != "" {
		if s, err := decodeAs(b, declared, says); err == nil {
			return s, nil
		}
	}
	return decodeByCore(b, o)
}

func marked(b []byte) bool {
	s := string(b[:min(len(b), 3)])
	return s == "\xEF\xBB\xBF" || strings.HasPrefix(s, "\xFF\xFE") || strings.HasPrefix(s, "\xFE\xFF")
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func decodeByCore(b []byte, o ingest.Options) (source, error) {
	d, err := ingest.Decoded(ingest.File{Bytes: b}, o)
	if err != nil {
		return source{}, err
	}
	return source{text: d.Text, report: d.Source.Decoding, warnings: d.Warnings}, nil
}

// decodeAs decodes by a name as HTML has them, in which "iso-8859-1" is Windows-1252. What has no meaning becomes U+FFFD, which people see.
func decodeAs(b []byte, label, says string) (source, error) {
	e, name := charset.Lookup(label)
	if e == nil {
		return source{}, fmt.Errorf("%w: there is no encoding %q; choose another", ingest.ErrEncoding, label)
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return source{}, fmt.Errorf("%w as %s: %w; choose another encoding", ingest.ErrEncoding, name, err)
	}
	s := source{text: strings.ToValidUTF8(string(out), "\uFFFD"), report: name + ", " + says}
	if n := strings.Count(s.text, "\uFFFD") - strings.Count(string(b), "\uFFFD"); n > 0 {
		s.warnings = []string{fmt.Sprintf("Damaged characters in the page: %d; they are not %s and stand as \uFFFD.", n, name)}
	}
	return s, nil
}

// maxHead is how far into a page its encoding is looked for, in bytes.
const maxHead = 64 << 10

// declaredIn is the encoding that a page names, in an element meta or in its declaration of XML. A page that could be read so far is not UTF-16,
// so that one which says so means UTF-8, as HTML has it.
func declaredIn(b []byte) string {
	label := declaration(string(b[:min(len(b), maxHead)]))
	if e, err := htmlindex.Get(label); err != nil || e == nil {
		return ""
	}
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return "utf-8"
	}
	return label
}

func declaration(head string) string {
	if strings.HasPrefix(head, "<?xml") {
		first, _, _ := strings.Cut(head, "?>")
		if _, label, ok := strings.Cut(first, "encoding="); ok {
			return strings.Trim(strings.TrimSpace(label), `"'`)
		}
	}
	z := html.NewTokenizer(strings.NewReader(head))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom == atom.Body {
				return ""
			}
			if t.DataAtom != atom.Meta {
				continue
			}
			n := &html.Node{Attr: t.Attr}
			if label := attr(n, "charset"); label != "" {
				return strings.TrimSpace(label)
			}
			if strings.EqualFold(attr(n, "http-equiv"), "content-type") {
				if _, label, ok := strings.Cut(strings.ToLower(attr(n, "content")), "charset="); ok {
					return strings.Trim(label, ` "';`)
				}
			}
		}
	}
}
