package rtf

import (
	"bytes"
	"strconv"
)

// scanner divides a document into tokens.
type scanner struct {
	rest []byte
	hex  [1]byte
}

// token is the smallest part of a document.
type token struct {
	kind  kind
	bytes []byte // characters, in the code page that holds where they stand
	word  string // letters of a control word, or the sign of a control symbol
	value int
	given bool // a value stands there
}

type kind int

const (
	end kind = iota
	opening
	closing
	word
	chars
)

// next is the next token. Line ends stand between tokens for the look of the file alone.
func (s *scanner) next() token {
	for len(s.rest) > 0 {
		switch c := s.rest[0]; c {
		case '\r', '\n', 0:
			s.rest = s.rest[1:]
		case '{':
			s.rest = s.rest[1:]
			return token{kind: opening}
		case '}':
			s.rest = s.rest[1:]
			return token{kind: closing}
		case '\\':
			return s.control()
		default:
			some := s.rest[:min(len(s.rest), run)]
			n := bytes.IndexAny(some, "\\{}\r\n\x00")
			if n < 0 {
				n = len(some)
			}
			t := token{kind: chars, bytes: s.rest[:n]}
			s.rest = s.rest[n:]
			return t
		}
	}
	return token{}
}

// control is what a backslash begins: a word of letters with a number or without, a byte in hexadecimal digits, or a sign.
func (s *scanner) control() token {
	n := 1
	for n < len(s.rest) && isLetter(s.rest[n]) {
		n++
	}
	if n == 1 {
		return s.symbol()
	}
	t := token{kind: word, word: string(s.rest[1:n])}
	digits := n
	if n+1 < len(s.rest) && s.rest[n] == '-' && isDigit(s.rest[n+1]) {
		n++
	}
	for n < len(s.rest) && isDigit(s.rest[n]) {
		n++
	}
	if value, err := strconv.ParseInt(string(s.rest[digits:n]), 10, 32); err == nil {
		t.value, t.given = int(value), true
	}
	if n < len(s.rest) && s.rest[n] == ' ' {
		n++ // the one space that ends a word belongs to it
	}
	s.rest = s.rest[n:]
	if t.word == "bin" {
		s.rest = s.rest[max(0, min(t.value, len(s.rest))):]
	}
	return t
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// symbol is a backslash and a sign. A sign that is itself a character is read as such.
func (s *scanner) symbol() token {
	if len(s.rest) < 2 {
		s.rest = nil
		return token{}
	}
	sign := s.rest[1]
	if sign == '\'' && len(s.rest) >= 4 {
		if value, err := strconv.ParseUint(string(s.rest[2:4]), 16, 8); err == nil {
			s.hex[0] = byte(value)
			s.rest = s.rest[4:]
			return token{kind: chars, bytes: s.hex[:]}
		}
	}
	literal := s.rest[1:2]
	s.rest = s.rest[2:]
	if sign == '\\' || sign == '{' || sign == '}' {
		return token{kind: chars, bytes: literal}
	}
	return token{kind: word, word: string(sign)}
}
