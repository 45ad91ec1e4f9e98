package mail

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// lines are the text of a part: paragraphs made whole where the message says how it broke them, or where it can be seen.
func (p part) lines(text string) (out string, joined int) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.EqualFold(p.params["format"], "flowed") {
		return unflow(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	return unwrap(text)
}

// separator stands before a signature. The space at its end is part of it.
const separator = "-- "

// unflow undoes format=flowed (RFC 3676): a line that ends in a space goes on in the next, where that is quoted as deep; a space at the start
// stands for nothing.
func unflow(s string, deleteSpace bool) (string, int) {
	var out strings.Builder
	flowing, depth, joined := false, 0, 0
	for line := range strings.SplitSeq(s, "\n") {
		body := strings.TrimLeft(line, ">")
		quoted := len(line) - len(body)
		body = strings.TrimPrefix(body, " ")
		if flowing && quoted == depth && body != separator {
			joined++
		} else {
			if out.Len() > 0 {
				out.WriteByte('\n')
			}
			if quoted > 0 {
				out.WriteString(strings.Repeat(">", quoted) + " ")
			}
		}
		flowing, depth = strings.HasSuffix(body, " ") && body != separator, quoted
		if flowing && deleteSpace {
			body = strings.TrimSuffix(body, " ")
		}
		out.WriteString(body)
	}
	return out.String(), joined
}

// The width at which mail programs break lines.
const (
	narrowest = 60
	widest    = 80
	wrapped   = 3 // lines that are as wide as could be make a text that was wrapped
)

// unwrap joins the lines that a mail program broke because the next word had no room. The widest line tells the room; no line of the
// text is wider than mail programs make them, or nothing is joined.
func unwrap(s string) (string, int) {
	lines := strings.Split(s, "\n")
	room := 0
	for _, line := range lines {
		if n := utf8.RuneCountInString(strings.TrimRight(line, " \t")); !isQuoted(line) && !isAddress(line) {
			room = max(room, n)
		}
	}
	if room < narrowest || room > widest {
		return s, 0
	}
	joins := make([]bool, len(lines)) // whether the line goes on in the next
	n := 0
	for i := range lines[:len(lines)-1] {
		if joins[i] = goesOn(lines[i], lines[i+1], room); joins[i] {
			n++
		}
	}
	if n < wrapped {
		return s, 0
	}
	var out strings.Builder
	for i, line := range lines {
		switch {
		case joins[i]:
			out.WriteString(strings.TrimRight(line, " \t") + " ")
		case i < len(lines)-1:
			out.WriteString(line + "\n")
		default:
			out.WriteString(line)
		}
	}
	return out.String(), n
}

// goesOn tells whether the first word of the next line had no room in this one.
func goesOn(line, next string, room int) bool {
	if line == separator || next == separator || isQuoted(line) || isQuoted(next) || isAddress(line) || isAddress(next) {
		return false
	}
	line = strings.TrimRight(line, " \t")
	first, _, _ := strings.Cut(next, " ")
	if first == "" || line == "" || isEntry.MatchString(next) {
		return false
	}
	return utf8.RuneCountInString(line)+1+utf8.RuneCountInString(first) > room
}

// isEntry tells the start of a list's entry, of a table's row, of an indented line and of a line of signs.
var isEntry = regexp.MustCompile(`^(?:[-*+•–|#=_~]|\d{1,3}[.)] |\s)`)

func isQuoted(line string) bool { return strings.HasPrefix(line, ">") }

// isAddress tells a line that is a web address, which no program breaks.
func isAddress(line string) bool {
	line = strings.Trim(line, " \t<>[]()")
	return strings.Contains(line, "://") && !strings.Contains(line, " ")
}

// tidy takes the white space from the ends of lines and makes several empty lines one. The separator of a signature stays one line.
func tidy(s string) string {
	var out strings.Builder
	empty := 0
	for line := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
		if line = strings.TrimRight(line, " \t\u00A0"); line == "" {
			empty++
			continue
		}
		if out.Len() > 0 {
			out.WriteString(strings.Repeat("\n", 1+min(empty, 1)))
		}
		empty = 0
		out.WriteString(line)
	}
	return out.String()
}
