package mail

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"

	"rubricator/annotation/ingest"
)

// divider is the line before each message of a mailbox, "From ana@example.org Thu Mar  5 10:00:00 2026", and the start of the message's first field.
var divider = regexp.MustCompile(`^From \S+ .*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d\d:\d\d.* \d{4}\b.*\r?\n(?:[!-9;-~]+:|>From )`)

// escaped is a line of a message that begins like a divider, with the ">" that mailbox programs put before it.
var escaped = regexp.MustCompile(`(?m)^>(>*From )`)

func isMailbox(first []byte) bool { return divider.Match(first) }

// maxMessage is the longest message, in bytes: no server takes as much.
const maxMessage = 2 * ingest.MaxText

// errLong is that of a message that is longer.
var errLong = fmt.Errorf("%w: a message has at most %d MiB; save what is attached and import that", ingest.ErrTooLarge, maxMessage>>20)

// messages are the messages of a mailbox, without the lines between them. A divider stands at the start or behind an empty line; where it does not,
// or no message follows, it is text. Errors: errLong, of a message that is passed over, and those of reading, which end the mailbox.
func messages(in io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		r := bufio.NewReaderSize(in, 64<<10)
		var message []byte
		begun, long, start, empty := false, false, true, true // whether a line starts; whether the one before it is empty
		end := func() bool {
			switch {
			case long:
				return yield(nil, errLong)
			case begun && len(message) > 0:
				return yield(message, nil)
			}
			return true
		}
		for {
			if start && empty && divides(r) {
				if !end() {
					return
				}
				message, begun, long = nil, true, false
				_, err := r.ReadSlice('\n')
				if err != nil {
					return // divides saw the whole line
				}
			}
			part, err := r.ReadSlice('\n')
			empty = start && len(bytes.TrimRight(part, "\r\n")) == 0
			start = bytes.HasSuffix(part, []byte("\n"))
			if long = long || len(message)+len(part) > maxMessage; long {
				message = nil
			} else if begun {
				message = append(message, part...)
			}
			switch {
			case errors.Is(err, io.EOF):
				end()
				return
			case err != nil && !errors.Is(err, bufio.ErrBufferFull):
				yield(nil, err)
				return
			}
		}
	}
}

// longestDivider is how far is looked for the end of a divider and of the name of the field behind it, in bytes.
const longestDivider = 4096

// divides tells whether a divider comes next.
func divides(r *bufio.Reader) bool {
	if first, _ := r.Peek(len("From ")); string(first) != "From " {
		return false
	}
	next, _ := r.Peek(longestDivider)
	return divider.Match(next)
}

// unescape takes one ">" from lines that begin with "From " behind such signs, as mboxrd and mboxo have put it there.
func unescape(b []byte) []byte {
	if !bytes.Contains(b, []byte("\n>")) {
		return b
	}
	return escaped.ReplaceAll(b, []byte("$1"))
}
