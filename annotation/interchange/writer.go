package interchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// Writer writes lines of the native format, buffered. Call Flush at the end.
type Writer struct {
	w   *bufio.Writer
	buf []byte
}

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriterSize(w, 1<<18)} }

// keptBuffer is the largest buffer that outlives a line, in bytes.
const keptBuffer = 8 << 20

// Write writes a line. A line that would mislead its reader is refused whole, and nothing of it is written: the error
// then names the document and the mark, for example one whose quote is not what the text says at its offsets.
func (w *Writer) Write(l Line) error {
	b, err := w.encode(l)
	if err != nil {
		return err
	}
	if _, err := w.w.Write(b); err != nil {
		return fmt.Errorf("write dataset: %w", err)
	}
	return nil
}

// encode gives the bytes of a line with its end; they are valid until the next.
func (w *Writer) encode(l Line) ([]byte, error) {
	err := l.check()
	if err == nil {
		l, err = l.toUnit()
	}
	if err != nil {
		return nil, l.failed("write", err)
	}
	b := append(appendLine(w.buf[:0], &l), '\n')
	if !utf8.Valid(b) {
		return nil, l.failed("write", fmt.Errorf("a note or another string: %w", text.ErrNotUTF8))
	}
	if cap(b) <= keptBuffer {
		w.buf = b
	}
	return b, nil
}

// Flush hands everything on to the writer below.
func (w *Writer) Flush() error {
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("write dataset: %w", err)
	}
	return nil
}

// LineError is what is wrong with one line. The document is named as far as it is known.
type LineError struct {
	Act      string // "read" or "write"
	Number   int    // of the line, from 1; 0 when writing
	Document string // the title, else the id
	Err      error
}

func (e *LineError) Error() string {
	at := ""
	if e.Number > 0 {
		at = fmt.Sprintf(" line %d", e.Number)
	}
	if e.Document != "" {
		at += fmt.Sprintf(" document %q", e.Document)
	}
	return e.Act + at + ": " + e.Err.Error()
}

func (e *LineError) Unwrap() error { return e.Err }

func (l *Line) failed(act string, err error) *LineError {
	name := l.Meta.Title
	if name == "" && !l.ID.IsZero() {
		name = l.ID.String()
	}
	return &LineError{Act: act, Document: name, Err: err}
}

// errTooLong: no line of this format is so long.
var errTooLong = errors.New("longer than 1 GiB")
