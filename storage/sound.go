package storage

import (
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// sound tells whether a value is one that this program could have made, and notes what it hangs on.
func (c *collecting) sound(value any) error {
	switch v := value.(type) {
	case *annotation.Scheme:
		return v.Validate()
	case *annotation.Actor:
		c.want(annotation.KindAnnotator, v.Annotator)
		return derived("device", v.ID, annotation.ActorID(v.Annotator, v.PublicKey))
	case *annotation.Document:
		if err := derived("article", v.ID, annotation.DocumentID(v.Text, v.Copy)); err != nil {
			return err
		}
		return c.keepText(v)
	case *annotation.SetHead:
		c.want(annotation.KindDocument, v.Document)
		c.want(annotation.KindAnnotator, v.Annotator)
		c.texts.documents[v.ID] = v.Document
		return derived("set", v.ID, annotation.SetID(v.Document, v.Annotator))
	case *annotation.Span:
		c.want(annotation.KindSet, v.Set())
		return c.quoted(v)
	case *annotation.Relation:
		c.want(annotation.KindSet, v.Set)
		c.want(annotation.KindSpan, v.From, v.To)
	case *annotation.Comment:
		return c.placed(v)
	case *annotation.Erasure:
		if v.Document != c.about || v.Document.IsZero() {
			return fmt.Errorf("erasure %s: is of another article than its edit says", v.ID)
		}
	}
	return nil
}

// placed tells whether a comment is about a place that its text has, as far as that is here.
func (c *collecting) placed(v *annotation.Comment) error {
	var length text.Pos
	err := c.ask(`SELECT coalesce((SELECT length FROM document WHERE id = ?), ?)`, v.Document[:], int64(v.End)).Scan(&length)
	if err == nil && (v.Start < 0 || v.End < v.Start || v.End > length) {
		err = fmt.Errorf("comment %s: is about the characters %d to %d of a text of %d", v.ID, v.Start, v.End, length)
	}
	return err
}

// derived tells whether an id is what it follows from.
func derived(what string, have, want annotation.ID) error {
	if have != want {
		return fmt.Errorf("%s %s: its id does not follow from what it is", what, have)
	}
	return nil
}

// mostTexts is how many bytes of texts are kept to hold marks against.
const mostTexts = 64 << 20

// texts are what marks are held against, as far as it was needed so far.
type texts struct {
	documents map[annotation.ID]annotation.ID // by set
	texts     map[annotation.ID]*text.Text    // by document
	bytes     int
}

func newTexts() texts {
	return texts{documents: map[annotation.ID]annotation.ID{}, texts: map[annotation.ID]*text.Text{}}
}

// quoted tells whether a mark says what its text says. Where its set is not there yet, that is told when it is opened.
func (c *collecting) quoted(sp *annotation.Span) error {
	t, err := c.textOf(sp.Set())
	if err != nil || t == nil {
		return err
	}
	if end := sp.Hull().End; end > t.Len() {
		return fmt.Errorf("mark %s: ends at %d, behind the text's end at %d", sp.ID, end, t.Len())
	}
	if quote := annotation.Quote(t, sp.Ranges()); quote != sp.Quote() {
		return fmt.Errorf("mark %s: the text reads %q where the mark says %q", sp.ID, quote, sp.Quote())
	}
	return nil
}

func (c *collecting) textOf(set annotation.ID) (*text.Text, error) {
	document, known := c.texts.documents[set]
	if !known {
		if err := c.earlier(func() bool { return !document.IsZero() }, fixed(document[:]), `SELECT (SELECT document FROM "set" WHERE id = ?)`, set[:]); err != nil {
			return nil, err
		}
		c.texts.documents[set] = document
	}
	if t := c.texts.texts[document]; t != nil || document.IsZero() {
		return t, nil
	}
	var hash annotation.Hash
	if err := c.earlier(func() bool { return !hash.IsZero() }, fixed(hash[:]), `SELECT (SELECT text FROM document WHERE id = ?)`, document[:]); err != nil || hash.IsZero() {
		return nil, err
	}
	t, err := readText(c.tx.ctx, c.tx.conn, hash) // texts are never on their way: keepText writes them
	if err != nil {
		return nil, err
	}
	if c.texts.bytes += int(t.Bytes()); c.texts.bytes > mostTexts {
		clear(c.texts.texts)
		c.texts.bytes = int(t.Bytes())
	}
	c.texts.texts[document] = t
	return t, nil
}

// keepText stores the text of a document that came, unless it is here.
func (c *collecting) keepText(d *annotation.Document) error {
	var there bool
	err := c.ask(`SELECT EXISTS (SELECT 1 FROM content WHERE sha256 = ? AND codec = 0 AND typeof(bytes) = 'text')`, d.Text[:]).Scan(&there)
	if there || err != nil {
		return err
	}
	b, ok, err := c.d.Content(d.Text)
	if err != nil {
		return err
	}
	if !ok {
		return c.waits("the text of the article %q: it came without", inLine(strings.TrimSpace(d.Title)))
	}
	if annotation.HashOf(b) != d.Text {
		return fmt.Errorf("the text of the article %q is not the one that it names", d.Title)
	}
	t, err := text.New(string(b))
	if err != nil {
		return fmt.Errorf("the text of the article %q: %w", d.Title, err)
	}
	if t.Len() != d.Length {
		return fmt.Errorf("the article %q says %d characters and has %d", d.Title, d.Length, t.Len())
	}
	return c.tx.keep(pack(annotation.Content{Hash: d.Text, Bytes: b}, true))
}
