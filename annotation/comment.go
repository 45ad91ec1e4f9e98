package annotation

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Speech is what a comment does in its thread.
type Speech string

// What comments do.
const (
	Says   Speech = ""
	Asks   Speech = "asks"   // the thread is an open question from here on
	Closes Speech = "closes" // it is none any more
)

// Comment is one thing said about a mark, a place or a whole document. Comments of a thread answer the first. Each is its author's own
// row, so that a conversation never has two writers.
type Comment struct {
	ID       ID       `json:"id"`
	Thread   ID       `json:"thread"` // the ID of the first comment
	Document ID       `json:"document"`
	Set      ID       `json:"set"`   // whose work it is about; zero: nobody's
	Span     ID       `json:"span"`  // the mark; zero: none
	Start    text.Pos `json:"start"` // code points; the place is half-open, and empty for the whole document
	End      text.Pos `json:"end"`   // code points
	Quote    string   `json:"quote"` // the text of the place, so that it is understood when the mark is gone
	By       ID       `json:"by"`
	Speech   Speech   `json:"does,omitempty"`
	Text     string   `json:"text"`
}

// At is when the comment was written, by the clock of its author's device, which never decides an order.
func (c Comment) At() time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(c.ID[:8]) >> 16)) // so UUIDv7 begins, RFC 9562 section 5.7
}

// Range is the place, in code points; empty for the whole document.
func (c Comment) Range() rangeset.Range { return rangeset.Range{Start: c.Start, End: c.End} }

// Place is what a thread is about.
type Place struct {
	Document ID
	Set      ID // zero: nobody's
	Span     ID // zero: no mark
	Range    rangeset.Range
	Quote    string
}

// Comment is the edit that begins a thread. Errors: there must be something said.
func (p Place) Comment(by ID, speech Speech, said string) (Edit, error) {
	id := NewID()
	return say("comment", Comment{ID: id, Thread: id, Document: p.Document, Set: p.Set, Span: p.Span,
		Start: p.Range.Start, End: p.Range.End, Quote: p.Quote, By: by, Speech: speech, Text: said})
}

// Reply is the edit that goes on in the comment's thread. Errors: there must be something said, unless it closes the thread.
func (c Comment) Reply(by ID, speech Speech, said string) (Edit, error) {
	c.ID, c.By, c.Speech, c.Text = NewID(), by, speech, said
	return say(map[Speech]string{Says: "reply", Asks: "ask again", Closes: "close a thread"}[speech], c)
}

func say(name string, c Comment) (Edit, error) {
	c.Text = strings.TrimSpace(c.Text)
	if c.Text == "" && c.Speech != Closes {
		return Edit{}, fmt.Errorf("write something first")
	}
	e := NewEdit(name)
	e.Comments = []Change[Comment]{{ID: c.ID, Document: c.Document, After: &c}}
	return e, nil
}

// Change is the edit that gives a comment other words, or takes it away where there are none. Errors: only its author changes it.
func (c Comment) Change(by ID, said string) (Edit, error) {
	if by != c.By {
		return Edit{}, fmt.Errorf("this comment is a colleague's: answer it")
	}
	after := c
	after.Text = strings.TrimSpace(said)
	e := NewEdit("change a comment")
	change := Change[Comment]{ID: c.ID, Document: c.Document, Before: &c, After: &after}
	if after.Text == "" {
		e.Name, change.After = "take a comment back", nil
	}
	e.Comments = []Change[Comment]{change}
	return e, nil
}
