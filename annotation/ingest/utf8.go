package ingest

import (
	"bytes"
	"cmp"
	"unicode/utf8"
)

// Recoded is a file that holds text in a form of its own, as UTF-8 without a byte order mark. Line ends are as they came.
type Recoded struct {
	Bytes    []byte // where the file is UTF-8, they are those of the file and not a copy
	Report   string // "UTF-16LE"
	Warnings []string
	Same     bool // Bytes are a part of the file, so that a part of them is one too
}

// UTF8 finds out how a file is encoded, as Decode does. Where it is UTF-8 but for some bytes, they stay as they are. Errors: ErrBinary, ErrEncoding.
func UTF8(f File, o Options) (Recoded, error) {
	b := bytes.TrimPrefix(f.Bytes, []byte(bom))
	same := Recoded{Bytes: b, Report: "UTF-8", Same: true}
	if len(b) < len(f.Bytes) {
		same.Report = "UTF-8 with byte order mark"
	}
	if said := cmp.Or(o.Charset, f.Charset, "utf-8"); isUTF8(said) && bytes.IndexByte(b, 0) < 0 {
		bad, wide := outside(b)
		if bad == 0 || len(b) < len(f.Bytes) || wide > bad {
			return same, nil
		}
	}
	c, err := Decode(f.Bytes, f.Charset, o)
	return Recoded{Bytes: []byte(c.Text), Report: c.Report, Warnings: c.Warnings}, err
}

// isUTF8 tells whether an encoding is called so.
func isUTF8(charset string) bool {
	set, err := charsetNamed(charset)
	return err == nil && set.name == "UTF-8"
}

// outside counts the bytes that are no UTF-8, and the characters of more than one byte.
func outside(b []byte) (bad, wide int) {
	if utf8.Valid(b) {
		return 0, 0
	}
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			wide++
		}
		i += size
	}
	return bad, wide
}

// Shown is text of which some bytes are not UTF-8, with U+FFFD for each run of them. NewDraft warns of what is in the text of an article.
func Shown(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, _ := fromUTF8([]byte(s))
	return out
}
