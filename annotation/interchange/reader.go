package interchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// maxLine bounds a line, in bytes.
const maxLine = 1 << 30

// Read reads lines of the native format. It is strict: bytes that are not UTF-8, unknown keys, texts that differ from
// their hash, offsets outside the text and quotes that the text does not have are refused. Each error is a *LineError
// with the number of the line, and reading goes on with the next line if the caller does; after an error of r it ends.
// Empty lines are passed over, and a byte order mark at the very start.
func Read(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := lineReader{r: bufio.NewReaderSize(r, 1<<16)}
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
			l, err := ReadLine(b)
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
func ReadLine(b []byte) (Line, error) {
	l, err := decodeLine(b)
	if err == nil {
		err = l.check()
	}
	if err != nil {
		return Line{}, l.failed("read", err)
	}
	return l, nil
}

func decodeLine(b []byte) (Line, error) {
	var l Line
	if err := checkBytes(b); err != nil {
		return l, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		if err == io.ErrUnexpectedEOF || err == io.EOF {
			err = errors.New("the line breaks off")
		}
		return l, err
	}
	if rest := bytes.TrimSpace(b[d.InputOffset():]); len(rest) > 0 {
		return l, fmt.Errorf("more than one object on the line, at byte %d", d.InputOffset())
	}
	if l.Spans == nil || l.Relations == nil {
		return l, errors.New("spans or relations are missing; empty ones are []")
	}
	for i := range l.Spans {
		if len(l.Spans[i].Attributes) == 0 {
			l.Spans[i].Attributes = nil
		}
	}
	return l, nil
}

// checkBytes refuses what encoding/json would replace by U+FFFD without a word, so that offsets no longer fit.
func checkBytes(b []byte) error {
	if !utf8.Valid(b) {
		for i := 0; ; {
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 {
				return fmt.Errorf("byte 0x%02x at %d: %w", b[i], i, text.ErrNotUTF8)
			}
			i += size
		}
	}
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '\\')
		if n < 0 || i+n+1 >= len(b) {
			return nil
		}
		i += n
		size, ok := escapeSize(b[i:])
		if !ok {
			return fmt.Errorf("%s at byte %d is half a surrogate pair", b[i:i+6], i)
		}
		i += size
	}
}

// escapeSize is the length of the escape that b begins with; it is not ok for half a surrogate pair.
func escapeSize(b []byte) (size int, ok bool) {
	u, is := unit(b)
	switch {
	case !is:
		return 2, true
	case u < 0xD800 || u > 0xDFFF:
		return 6, true
	}
	low, is := unit(b[6:])
	return 12, u < 0xDC00 && is && low >= 0xDC00 && low <= 0xDFFF
}

// unit is the value of an escape \uXXXX that b begins with.
func unit(b []byte) (u int, is bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		switch {
		case c >= '0' && c <= '9':
			u = u<<4 | int(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			u = u<<4 | int(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return u, true
}

// lineReader gives lines without their ends.
type lineReader struct {
	r      *bufio.Reader
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
		case len(in.buf) > maxLine:
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
