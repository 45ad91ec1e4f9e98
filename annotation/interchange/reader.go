package interchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// maxLine bounds a line, in bytes.
const maxLine = 1 << 30

// Read reads lines of the native format. It is strict: bytes that are not UTF-8, keys that are unknown or missing, texts that differ from
// their hash, offsets outside the text and quotes that the text does not have are refused. Each error is a *LineError
// with the number of the line, and reading goes on with the next line if the caller does; after an error of r it ends.
// Empty lines are passed over, and a byte order mark at the very start.
func Read(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := lineReader{r: bufio.NewReaderSize(r, 1<<16), max: maxLine}
		known := words{}
		for {
			b, err := in.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(Line{}, &LineError{Act: "read", Number: in.number, Err: err})
				return
			}
			if len(b) == 0 {
				continue
			}
			l, err := readLine(b, known)
			if e := (*LineError)(nil); errors.As(err, &e) {
				e.Number = in.number
			}
			if !yield(l, err) {
				return
			}
		}
	}
}

// ReadLine reads one line as Read does; the error is a *LineError.
func ReadLine(b []byte) (Line, error) { return readLine(b, words{}) }

func readLine(b []byte, w words) (Line, error) {
	if err := checkUTF8(b); err != nil {
		return Line{}, &LineError{Act: "read", Err: err}
	}
	l, err := decodeLine(b, w)
	if err == nil {
		err = l.fromUnit()
	}
	if err == nil {
		err = l.check()
	}
	if err != nil {
		return Line{}, l.failed("read", err)
	}
	return l, nil
}

// checkUTF8 names the first byte that is not UTF-8. Decoders of JSON replace such bytes by U+FFFD without a word, so that
// offsets no longer fit.
func checkUTF8(b []byte) error {
	if utf8.Valid(b) {
		return nil
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return fmt.Errorf("byte 0x%02x at %d: %w", b[i], i, text.ErrNotUTF8)
		}
		i += size
	}
}

// lineReader gives lines without their ends.
type lineReader struct {
	r      *bufio.Reader
	max    int // the longest line, in bytes
	buf    []byte
	number int
}

// next gives the next line, white space at its ends taken off; it is valid until the call after. io.EOF ends.
func (in *lineReader) next() ([]byte, error) {
	in.buf = in.buf[:0]
	in.number++
	for {
		part, err := in.r.ReadSlice('\n')
		in.buf = append(in.buf, part...)
		switch {
		case len(in.buf) > in.max:
			return nil, errTooLong
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(in.buf) == 0:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		}
		if in.number == 1 {
			in.buf = bytes.TrimPrefix(in.buf, []byte("\uFEFF"))
		}
		return bytes.TrimSpace(in.buf), nil
	}
}
