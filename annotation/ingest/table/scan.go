package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"rubricator/annotation/ingest"
)

// Limits on a row.
const (
	maxRow   = ingest.MaxText + 1<<20 // bytes: the longest text, and what is known of it
	maxCells = 16_384                 // as many as the widest spreadsheets have columns
	maxVain  = 1 << 30                // bytes that are gone through for quotation marks that nothing closes
)

// The faults of a row.
var (
	errOpen = errors.New("a quotation mark opens a cell and none closes it; close it in a spreadsheet and import the table again")
	errVain = errors.New("so many quotation marks open cells and are not closed that what comes behind is not read; close them in a spreadsheet and import the table again")
	errLong = fmt.Errorf("%w: a row has at most %d MiB; split it in a spreadsheet and import the table again", ingest.ErrTooLarge, maxRow>>20)
	errWide = fmt.Errorf("%w: a row has at most %d cells; export the articles without the other columns", ingest.ErrTooLarge, maxCells)
)

// rows are the rows of a table as text, with their line ends; the bytes of a row hold until the next is asked for. A row that cannot be read is an error that
// names it, and reading goes on behind the end of its line. An error of reading the file ends them.
func (d dialect) rows(in io.Reader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		w, vain := window{in: in}, 0
		for number := 1; w.more(0); number++ {
			r := row{number: number}
			cells, n, err := d.row(&w)
			if err == nil {
				r.cells, r.raw = cells, w.rest[:n]
			} else {
				if errors.Is(err, errOpen) {
					vain += len(w.rest)
				}
				if vain > maxVain {
					yield(r, fmt.Errorf("row %d: %w", number, errVain))
					return
				}
				n, err = w.line(), fmt.Errorf("row %d: %w", number, err)
			}
			w.rest = w.rest[n:]
			if !yield(r, err) {
				return
			}
		}
		if w.err != nil {
			yield(row{}, w.err)
		}
	}
}

// row reads a row, of so many bytes.
func (d dialect) row(w *window) (cells []string, n int, err error) {
	for {
		s := scanner{dialect: d, b: w.rest}
		cells, err = s.row()
		switch known := len(w.rest); {
		case errors.Is(err, errWide), err == nil && s.at < known:
			return cells, s.at, err
		case err == nil && known > maxRow:
			return nil, 0, errLong
		case known > maxRow, !w.more(known):
			return cells, s.at, err
		}
	}
}

// window is the part of a file that is in memory.
type window struct {
	in   io.Reader
	b    []byte
	rest []byte // of b: what is still to be taken
	end  bool   // all is read
	err  error  // of reading, but for the file's end
}

// firstWindow is how much is read of a file at first, in bytes.
const firstWindow = 1 << 16

// more tells whether there is more than so many bytes, and reads until there is.
func (w *window) more(than int) bool {
	for len(w.rest) <= than && !w.end {
		if len(w.rest) > len(w.b)/2 || w.b == nil {
			b := make([]byte, max(firstWindow, 2*len(w.b)))
			w.rest, w.b = b[:copy(b, w.rest)], b
		} else {
			w.rest = w.b[:copy(w.b, w.rest)]
		}
		n, err := io.ReadFull(w.in, w.b[len(w.rest):])
		w.rest = w.b[:len(w.rest)+n]
		if w.end = err != nil; w.end && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			w.err = err
		}
	}
	return len(w.rest) > than
}

// line is the length of a line with its end, which is then in memory. Of a line that is longer than a row may be, what comes before is passed over.
func (w *window) line() int {
	for {
		if n := lineLength(w.rest); n < len(w.rest) || !w.more(len(w.rest)) {
			return n
		}
		if len(w.rest) > maxRow && lineLength(w.rest) == len(w.rest) {
			w.rest = w.rest[len(w.rest)-1:] // which may be the first half of a line's end
		}
	}
}

// lineLength is the length in bytes of a line with its end.
func lineLength(b []byte) int {
	n := bytes.IndexAny(b, "\r\n")
	switch {
	case n < 0:
		return len(b)
	case bytes.HasPrefix(b[n:], []byte("\r\n")):
		return n + 2
	}
	return n + 1
}

// scanner goes through rows byte by byte, and copies only what cells hold.
type scanner struct {
	dialect
	b    []byte
	at   int
	cell []byte // that is being read
}

// row reads a row with its line end. Errors: errOpen, errWide.
func (s *scanner) row() (cells []string, err error) {
	for {
		var value string
		if s.quotes && s.at < len(s.b) && s.b[s.at] == '"' {
			var ok bool
			if value, ok = s.quoted(); !ok {
				return nil, errOpen
			}
		} else {
			value = s.plain()
		}
		if cells = append(cells, value); len(cells) > maxCells {
			return nil, errWide
		}
		switch {
		case s.at == len(s.b):
			return cells, nil
		case s.b[s.at] == s.separator:
			s.at++
		default:
			s.at += lineLength(s.b[s.at:])
			return cells, nil
		}
	}
}

// plain reads a cell without quotes, up to the separator or the line's end.
func (s *scanner) plain() string {
	start := s.at
	for s.at < len(s.b) && !s.ends(s.b[s.at]) {
		s.at++
	}
	return string(s.b[start:s.at])
}

func (s *scanner) ends(c byte) bool { return c == s.separator || c == '\n' || c == '\r' }

// quoted reads a cell between quotes. A quote in it that is neither doubled nor at the cell's end stands for itself, as programs that do not know better
// write it.
func (s *scanner) quoted() (string, bool) {
	s.cell = s.cell[:0]
	for s.at++; s.at < len(s.b); {
		stop := bytes.IndexByte(s.b[s.at:], '"')
		if stop < 0 {
			return "", false
		}
		part := s.b[s.at : s.at+stop]
		s.at += stop + 1
		if s.escapes && isOddlyEscaped(part) {
			s.cell = append(s.cell, part[:len(part)-1]...)
			s.cell = append(s.cell, '"')
			continue
		}
		s.cell = append(s.cell, part...)
		switch {
		case s.at == len(s.b) || s.ends(s.b[s.at]):
			value := string(s.cell)
			if s.escapes {
				value = strings.ReplaceAll(value, `\\`, `\`)
			}
			return value, true
		case s.b[s.at] == '"' && !s.escapes:
			s.at++
		}
		s.cell = append(s.cell, '"')
	}
	return "", false
}

// isOddlyEscaped tells whether a backslash at the end holds for what comes next, and not for the one after it.
func isOddlyEscaped(b []byte) bool {
	return (len(b)-len(bytes.TrimRight(b, `\`)))%2 == 1
}
