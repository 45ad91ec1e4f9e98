// Package pdf reads the text of PDF files: it puts the words of the text layer in the order of reading, makes paragraphs of lines and words of their
// parts, and tells what stands on every page from the article. The engine is PDFium as WebAssembly, started with the first file.
package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

// The kinds of refusals; test with errors.Is.
var (
	// ErrPictures: the pages are pictures of text.
	ErrPictures = errors.New("it holds pictures of pages alone")
	// ErrPassword: it is encrypted.
	ErrPassword = errors.New("it is protected by a password")
	// ErrDamaged: it is no PDF, or not the whole, or one made to do harm.
	ErrDamaged = errors.New("it is damaged")
	// ErrLong: it has more pages or words than are read of one file.
	ErrLong = errors.New("it is no article")
)

// Format are PDF files that have a text layer. Errors: ErrPictures, ErrPassword, ErrDamaged, ErrLong, ingest.ErrEmpty and those of ctx.
var Format = &ingest.Format{
	Name:       "PDF",
	Extensions: []string{".pdf"},
	Is:         func(first []byte) bool { return bytes.HasPrefix(first, []byte("%PDF-")) },
	Read: func(ctx context.Context, f ingest.File, _ ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return ingest.One(read(ctx, f))
	},
}

const (
	maxWords  = 3_000_000 // of a file
	maxBroken = 3         // pages that cannot be read, beyond which the file is refused
)

// read makes the draft of a file. What panics in the libraries is an error.
func read(ctx context.Context, f ingest.File) (d *ingest.Draft, err error) {
	defer func() {
		if r := recover(); r != nil {
			d, err = nil, fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	if len(f.Bytes) == 0 {
		return nil, fmt.Errorf("%w; get it again and import that", ingest.ErrEmpty)
	}
	t, err := layerOf(ctx, f.Bytes)
	if err != nil {
		return nil, sentence(ctx, err)
	}
	c := t.characters
	all := paragraphs(t.lines, t.asides, c)
	if len(all) == 0 {
		if t.pictures {
			return nil, fmt.Errorf("%w; let a program for text recognition (OCR) read it first and import what that writes", ErrPictures)
		}
		return nil, fmt.Errorf("%w; write or copy the article into it and import it again", ingest.ErrEmpty)
	}
	d, err = draft(all)
	if err != nil {
		return nil, err
	}
	d.Details = t.details.Or(d.Details)
	d.Original = f.Bytes
	d.Source = annotation.Source{File: f.Name[strings.LastIndexAny(f.Name, `/\`)+1:], URL: f.URL, Original: annotation.HashOf(f.Bytes),
		Decoding: "PDF, " + several(t.pages, "page") + c.report()}
	d.Warnings = slices.Concat(t.warnings, c.warnings(), d.Warnings)
	return d, nil
}

// layer is the text of a file as it lies on the pages.
type layer struct {
	lines      [][]*line         // by page
	asides     map[int][][]*line // by page: what stands otherwise than the most of it, by direction
	pages      int
	pictures   bool // there are pages, without a word
	details    ingest.Details
	characters *characters
	warnings   []string
}

func layerOf(ctx context.Context, b []byte) (*layer, error) {
	d, err := shared.open(ctx, b)
	if err != nil {
		return nil, err
	}
	defer d.close()
	t := &layer{characters: &characters{}, asides: map[int][][]*line{}}
	err = d.do(ctx, openTime, func(p pdfium.Pdfium) error {
		n, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
		if err != nil {
			return err
		}
		t.pages, t.details = n.PageCount, detailsOf(p, d.ref)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if t.pages > maxPages {
		return nil, fmt.Errorf("%w but a volume of %d pages; print the article's pages into a new PDF and import that", ErrLong, t.pages)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, openTime+time.Duration(t.pages)*meanTime, errSlow)
	defer cancel()
	broken, count := 0, 0
	for page := range t.pages {
		found, err := d.wordsOf(ctx, page, t.characters)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			if broken++; broken > maxBroken || broken == t.pages {
				return nil, fmt.Errorf("page %d: %w", page+1, err)
			}
			t.warnings = append(t.warnings, fmt.Sprintf("Page %d could not be read.", page+1))
		}
		if count += len(found); count > maxWords {
			return nil, fmt.Errorf("%w but a volume of more than %d words; print the article's pages into a new PDF and import that", ErrLong, maxWords)
		}
		lines, asides := byDirection(found, page)
		t.lines = append(t.lines, lines)
		if len(asides) > 0 {
			t.asides[page] = asides
		}
	}
	t.pictures = count == 0 && t.pages > 0
	return t, nil
}

// byDirection are the lines of a page that stand as most do, and those of other directions, each by itself.
func byDirection(all []word, page int) (lines []*line, asides [][]*line) {
	var turns [4][]word
	for _, w := range all {
		turns[w.turn] = append(turns[w.turn], w)
	}
	slices.SortStableFunc(turns[:], func(a, b []word) int { return len(b) - len(a) })
	for _, words := range turns[1:] {
		if len(words) > 0 {
			asides = append(asides, linesOf(words, page))
		}
	}
	return linesOf(turns[0], page), asides
}

// draft is the text of paragraphs, with what they are.
func draft(all []*paragraph) (*ingest.Draft, error) {
	var s strings.Builder
	at := map[int]*paragraph{} // by where they begin
	for _, p := range all {
		if s.Len() > 0 {
			s.WriteString("\n\n")
		}
		at[s.Len()] = p
		s.Write(p.text)
	}
	d, err := ingest.NewDraft(s.String())
	if err != nil {
		return nil, err
	}
	for i, b := range d.Blocks {
		p := at[b.Start]
		if p == nil {
			continue
		}
		d.Blocks[i].Kind, d.Blocks[i].Cut = p.kind, p.cut
		switch p.kind {
		case ingest.Headline:
			d.Details.Title = cmp.Or(d.Details.Title, string(p.text))
		case ingest.Caption:
			d.Details.Caption = cmp.Or(d.Details.Caption, string(p.text))
		}
	}
	return d, nil
}

// sentence says what the engine means, and what to do.
func sentence(ctx context.Context, err error) error {
	const again = "open it in a PDF viewer; if it is whole there, print it into a new PDF and import that"
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrLong):
		return err
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return fmt.Errorf("%w; open it with the password, save it without and import that", ErrPassword)
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fmt.Errorf("%w of a kind this program does not know; save it without and import that", ErrPassword)
	case errors.Is(err, pdfiumerrors.ErrFormat), errors.Is(err, pdfiumerrors.ErrFile), errors.Is(err, pdfiumerrors.ErrUnknown):
		return fmt.Errorf("%w, or not the whole of it; get it again, or %s", ErrDamaged, again)
	case errors.Is(err, errSlow), errors.Is(err, errTrap), errors.Is(err, errPage), errors.Is(err, errPlace), errors.Is(err, errCrowded):
		return fmt.Errorf("%w: %w; %s", ErrDamaged, err, again)
	}
	return err
}
