package table

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"rubricator/annotation/text"
)

// scanner goes through a table byte by byte, and copies only what cells hold.
type scanner struct {
	dialect
	b    []byte
	at   int
	cell []byte // that is being read
}

// rows are the rows of a table as text, with their line ends. A quote that is never closed is an error that names its row; the row is then taken as if it had no
// quotes, up to the end of its line, and reading goes on.
func (d dialect) rows(b []byte) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		s := scanner{dialect: d, b: b}
		for number := 1; s.at < len(b); number++ {
			start := s.at
			cells, ok := s.row()
			if !ok {
				s.at = start + lineLength(b[start:])
				if !yield(row{number: number}, fmt.Errorf("row %d: a quotation mark opens a cell and none closes it; close it in a spreadsheet and import the table again", number)) {
					return
				}
				continue
			}
			if !yield(row{number: number, cells: cells, raw: b[start:s.at]}, nil) {
				return
			}
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

// row reads a row with its line end; ok is false where a quote is not closed.
func (s *scanner) row() (cells []string, ok bool) {
	for {
		var value string
		if s.quotes && s.at < len(s.b) && s.b[s.at] == '"' {
			if value, ok = s.quoted(); !ok {
				return nil, false
			}
		} else {
			value = s.plain()
		}
		cells = append(cells, value)
		switch {
		case s.at == len(s.b):
			return cells, true
		case s.b[s.at] == s.separator:
			s.at++
		default:
			s.at += lineLength(s.b[s.at:])
			return cells, true
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
// write it. It ends where no article could be as long.
func (s *scanner) quoted() (string, bool) {
	s.cell = s.cell[:0]
	for s.at++; s.at < len(s.b) && len(s.cell) <= text.MaxBytes; {
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
