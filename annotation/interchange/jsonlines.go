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

// JSONLines gives the lines of a file that are not empty, with their numbers, from 1. They are valid until the next. The error is a *LineError,
// and ends them.
func JSONLines(r io.Reader) iter.Seq2[NumberedLine, error] {
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
			case len(b) > 0 && !yield(NumberedLine{in.number, b}, nil):
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
