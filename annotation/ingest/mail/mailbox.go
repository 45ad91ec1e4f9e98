package mail

import (
	"bytes"
	"iter"
	"regexp"
)

// divider is the line before each message of a mailbox, "From ana@example.org Thu Mar  5 10:00:00 2026", and the start of the message's first field.
var divider = regexp.MustCompile(`^From \S+ .*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d\d:\d\d.* \d{4}\b.*\r?\n(?:[!-9;-~]+:|>From )`)

// escaped is a line of a message that begins like a divider, with the ">" that mailbox programs put before it.
var escaped = regexp.MustCompile(`(?m)^>(>*From )`)

func isMailbox(first []byte) bool { return divider.Match(first) }

// messages are the messages of a mailbox, without the lines between them. A divider stands at the start or behind an empty line; where it does not,
// or no message follows, it is text.
func messages(b []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		start, empty := -1, true // where the message begins; whether the line before is empty
		for at := 0; at < len(b); {
			end := at + bytes.IndexByte(b[at:], '\n') + 1
			if end == at {
				end = len(b)
			}
			line := b[at:end]
			if empty && bytes.HasPrefix(line, []byte("From ")) && divider.Match(b[at:]) {
				if start >= 0 && !yield(b[start:at]) {
					return
				}
				start = end
			}
			empty = len(bytes.TrimRight(line, "\r\n")) == 0
			at = end
		}
		if start >= 0 && start < len(b) {
			yield(b[start:])
		}
	}
}

// unescape takes one ">" from lines that begin with "From " behind such signs, as mboxrd and mboxo have put it there.
func unescape(b []byte) []byte {
	if !bytes.Contains(b, []byte("\n>")) {
		return b
	}
	return escaped.ReplaceAll(b, []byte("$1"))
}
