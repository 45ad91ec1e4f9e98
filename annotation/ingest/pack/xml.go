package pack

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"rubricator/annotation/ingest"
)

// Tokens are the elements and texts of a part, one after the other. Entities that a part declares itself are refused, so that none can grow or
// lead to another file.
type Tokens struct {
	decoder *xml.Decoder
	source  io.Closer
	name    string
	open    []string // names of the elements that are open, without their namespaces
}

// XML begins to read a part. Errors: those of Part.
func (p *Pack) XML(name string) (*Tokens, error) {
	r, err := p.Part(name)
	if err != nil {
		return nil, err
	}
	return NewTokens(r, name), nil
}

// NewTokens reads XML of that name; it closes r.
func NewTokens(r io.ReadCloser, name string) *Tokens {
	d := xml.NewDecoder(decoded(r))
	d.Entity = xml.HTMLEntity // books use those of HTML without declaring them
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return r, nil // decoded is what tells it
		}
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("encoding %q is not known", label)
		}
		return e.NewDecoder().Reader(r), nil
	}
	return &Tokens{decoder: d, source: r, name: name}
}

// decoded reads UTF-16 as UTF-8, where a byte order mark says that it is such, and drops the mark.
func decoded(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	if first, _ := b.Peek(3); string(first) == "\uFEFF" {
		_, _ = b.Discard(len(first))
		return b
	}
	if first, _ := b.Peek(2); string(first) == "\xFE\xFF" || string(first) == "\xFF\xFE" {
		return bufio.NewReader(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(b))
	}
	return b
}

// Next is the next token, and io.EOF after the last. Texts hold until the token behind them is asked for. Errors: ErrDamaged, ErrUnsafe and those of
// reading a part.
func (t *Tokens) Next() (xml.Token, error) {
	token, err := t.decoder.Token()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, t.because(err)
	}
	switch token := token.(type) {
	case xml.StartElement:
		if len(t.open) == MaxDepth {
			return nil, fmt.Errorf("%w: %s has elements in elements more than %d deep; %s", ErrUnsafe, t.name, MaxDepth, ifTrusted)
		}
		t.open = append(t.open, token.Name.Local)
	case xml.EndElement:
		t.open = t.open[:len(t.open)-1]
	}
	return token, nil
}

// because tells faults of the XML from those of reading it.
func (t *Tokens) because(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) || !errors.Is(err, ErrDamaged) && !errors.Is(err, ingest.ErrUnpacks) && !isContext(err) {
		return fmt.Errorf("%w: %s (%w); %s", ErrDamaged, t.name, err, saveAgain)
	}
	return err
}

// All gives the tokens to the last. A fault, which is one of Next, ends them.
func (t *Tokens) All() iter.Seq2[xml.Token, error] {
	return func(yield func(xml.Token, error) bool) {
		for {
			token, err := t.Next()
			if err == io.EOF || !yield(token, err) || err != nil {
				return
			}
		}
	}
}

// Inside tells whether an element of the name is the nth around where Next stands: 0 is the one that is open, 1 that around it.
func (t *Tokens) Inside(n int, name string) bool {
	at := len(t.open) - 1 - n
	return at >= 0 && t.open[at] == name
}

// Skip reads to the end of the element that has just begun. Errors: those of Next.
func (t *Tokens) Skip() error {
	for depth := len(t.open); len(t.open) >= depth; {
		if _, err := t.Next(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Close closes what is read.
func (t *Tokens) Close() error { return t.source.Close() }

// Attr is the value of an attribute by its name without namespace, or "".
func Attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Leaf is an element without others in it.
type Leaf struct {
	Element xml.StartElement
	Text    string // without white space at its ends
}

// Leaves calls each with the elements that have none in them, with their text. Errors: those of Next.
func (t *Tokens) Leaves(each func(Leaf)) error {
	var leaf *xml.StartElement
	var text []byte
	for token, err := range t.All() {
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			begun := token.Copy()
			leaf, text = &begun, text[:0]
		case xml.CharData:
			text = append(text, token...)
		case xml.EndElement:
			if leaf != nil {
				each(Leaf{Element: *leaf, Text: strings.TrimSpace(string(text))})
			}
			leaf = nil
		}
	}
	return nil
}
