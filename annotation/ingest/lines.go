package ingest

import (
	"fmt"
	"strings"
)

// lineEnds counts the line ends that were made "\n".
type lineEnds struct{ crlf, cr int }

// normalise makes every line end "\n": CRLF, and CR that stands alone.
func normalise(s string) (string, lineEnds) {
	all := strings.Count(s, "\r")
	if all == 0 {
		return s, lineEnds{}
	}
	crlf := strings.Count(s, "\r\n")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if all > crlf {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return s, lineEnds{crlf, all - crlf}
}

// report is what to add to the report on decoding: "; CRLF line ends (12)".
func (e lineEnds) report() string {
	out := ""
	if e.crlf > 0 {
		out += fmt.Sprintf("; CRLF line ends (%d)", e.crlf)
	}
	if e.cr > 0 {
		out += fmt.Sprintf("; CR line ends (%d)", e.cr)
	}
	return out
}
