package html

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/htmlindex"

	"rubricator/annotation/ingest"
)

// decode reads the characters of a page, as ingest.Decode does. What came with it says of its encoding (declared) goes before what it says itself, as in
// browsers. Errors: ingest.ErrEncoding, ingest.ErrBinary.
func decode(b []byte, declared string, o ingest.Options) (ingest.Characters, error) {
	return ingest.Decode(b, cmp.Or(declared, declaredIn(b)), o)
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
