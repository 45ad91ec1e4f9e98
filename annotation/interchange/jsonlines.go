package interchange

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf16"
)

// Lines gives the lines of a file with their numbers, from 1, white space at their ends and a byte order mark at the very start taken off. They
// are valid until the next. The error is a *LineError, and ends them.
func Lines(r io.Reader) iter.Seq2[NumberedLine, error] {
	return func(yield func(NumberedLine, error) bool) {
		in := lineReader{r: bufio.NewReaderSize(r, 1<<16), max: maxLine}
		for {
			b, err := in.next()
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(NumberedLine{Number: in.number}, &LineError{Act: "read", Number: in.number, Err: err})
				return
			case !yield(NumberedLine{in.number, b}, nil):
				return
			}
		}
	}
}

// JSONLines gives the lines of a file that are not empty, as Lines does.
func JSONLines(r io.Reader) iter.Seq2[NumberedLine, error] {
	return func(yield func(NumberedLine, error) bool) {
		for l, err := range Lines(r) {
			if (err != nil || len(l.Bytes) > 0) && !yield(l, err) {
				return
			}
		}
	}
}

// NumberedLine is a line of a file.
type NumberedLine struct {
	Number int
	Bytes  []byte
}

// ReadJSONLines reads files of which each line is what one annotator marked on one document; parse fills in what a line says. What it finds wrong
// comes as a *LineError, and reading goes on.
func ReadJSONLines(src Source, parse func(line []byte, out *Incoming) error) iter.Seq2[Incoming, error] {
	return func(yield func(Incoming, error) bool) {
		for _, name := range src.Files() {
			if !readJSONLines(src, name, parse, yield) {
				return
			}
		}
	}
}

// readJSONLines reads one file; it tells whether more is wanted.
func readJSONLines(src Source, name string, parse func([]byte, *Incoming) error, yield func(Incoming, error) bool) bool {
	f, err := src.Open(name)
	if err != nil {
		return yield(Incoming{File: name}, err)
	}
	defer f.Close()
	for l, err := range JSONLines(f) {
		in := Incoming{File: name, Number: l.Number}
		if err == nil {
			if err = parse(l.Bytes, &in); err != nil {
				at := &LineError{Act: "read", Err: err}
				errors.As(err, &at) // which names the document
				at.Number, err = l.Number, at
			}
		}
		if !yield(in, err) {
			return false
		}
	}
	return true
}

// Unmarshal is json.Unmarshal that refuses what it would replace without a word, so that offsets no longer fit: bytes that are not UTF-8 and half
// surrogate pairs.
func Unmarshal(b []byte, v any) error {
	if err := checkUTF8(b); err != nil {
		return err
	}
	if err := checkSurrogates(b); err != nil {
		return err
	}
	err := json.Unmarshal(b, v)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		return fmt.Errorf("%w, at byte %d", err, syntax.Offset)
	}
	return err
}

func checkSurrogates(b []byte) error {
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		u, ok := unit(b[i:])
		if i++; !ok || !utf16.IsSurrogate(u) {
			continue
		}
		low, _ := unit(b[min(i+5, len(b)):])
		if utf16.DecodeRune(u, low) == '\uFFFD' {
			return fmt.Errorf("%s at byte %d is half a surrogate pair", b[i-1:i+5], i-1)
		}
		i += 10
	}
	return nil
}
