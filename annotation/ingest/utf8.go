package ingest

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// Recoded is a file that holds text in a form of its own, as UTF-8 without a byte order mark. Line ends are as they came.
type Recoded struct {
	Bytes    []byte // where the file is UTF-8, they are those of the file and not a copy
	Report   string // "UTF-16LE"
	Warnings []string
	Same     bool // Bytes are a part of the file, so that a part of them is one too
	Damaged  bool // it is UTF-8 but for some bytes: the parts that they stand in are to be refused
}

// UTF8 finds out how a file is encoded. Errors: ErrBinary, ErrEncoding.
func UTF8(f File) (Recoded, error) {
	b := bytes.TrimPrefix(f.Bytes, []byte(bom))
	same := Recoded{Bytes: b, Report: "UTF-8", Same: true}
	if len(b) < len(f.Bytes) {
		same.Report = "UTF-8 with byte order mark"
	}
	if utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 {
		return same, nil
	}
	dec, err := decode(f.Bytes)
	if err == nil {
		return Recoded{Bytes: []byte(dec.s), Report: dec.report, Warnings: dec.warnings}, nil
	}
	if errors.Is(err, ErrEncoding) && bytes.IndexByte(b, 0) < 0 {
		if p := profileOf(b); len(b) < len(f.Bytes) || p.surrogate || p.multibyte > p.invalid {
			same.Damaged = true
			return same, nil
		}
	}
	return Recoded{}, err
}
