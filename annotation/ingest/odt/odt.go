// Package odt reads the text of OpenDocument texts (ISO/IEC 26300), as LibreOffice writes them, packed or as one XML file. Tracked deletions and hidden
// text are left out, and so are comments; a warning counts them.
package odt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"iter"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

const name = "OpenDocument text"

// Format are OpenDocument texts. Footnotes stand at the end and are kept.
var Format = &ingest.Format{
	Name:       name,
	Extensions: []string{".odt", ".ott", ".fodt"},
	Is: func(first []byte) bool {
		return bytes.HasPrefix(first, []byte("PK\x03\x04")) && bytes.Contains(first, []byte("mimetypeapplication/vnd.oasis.opendocument.text")) ||
			isFlat(first) && bytes.Contains(first, []byte("application/vnd.oasis.opendocument.text"))
	},
	Read: func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return ingest.One(read(ctx, f, o))
	},
}

// isFlat tells a document that is one XML file.
func isFlat(first []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(first, "\uFEFF \r\n"), []byte("<?xml"))
}

func read(ctx context.Context, f ingest.File, o ingest.Options) (*ingest.Draft, error) {
	r := &reader{Manuscript: manuscript.New(), styles: styles{}}
	read := r.readPacked
	if isFlat(f.Bytes) {
		read = r.readFlat
	}
	if err := read(ctx, f, o); err != nil {
		return nil, err
	}
	return r.Draft(f, name)
}

// readPacked reads the parts that matter: styles come before the text that has them.
func (r *reader) readPacked(ctx context.Context, f ingest.File, o ingest.Options) error {
	p, err := pack.Open(ctx, f.Bytes, o.Size)
	if err != nil {
		return err
	}
	if err := refuseLocked(p); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		read func(*pack.Tokens) error
		must bool
	}{{"styles.xml", r.readText, false}, {"content.xml", r.readText, true}, {"meta.xml", r.readDetails, false}} {
		if !part.must && !p.Has(part.name) {
			continue
		}
		t, err := p.XML(part.name)
		if err != nil {
			return err
		}
		err = part.read(t)
		t.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// readFlat reads a document that is one file, first for its text, then for its details.
func (r *reader) readFlat(ctx context.Context, f ingest.File, _ ingest.Options) error {
	if len(f.Bytes) > pack.MaxRead {
		return fmt.Errorf("%w: a document in one file has at most %d MiB; save it as .odt, or divide it and import the pieces", ingest.ErrTooLarge, pack.MaxRead>>20)
	}
	for _, read := range []func(*pack.Tokens) error{r.readText, r.readDetails} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := read(pack.NewTokens(io.NopCloser(bytes.NewReader(f.Bytes)), f.Name)); err != nil {
			return err
		}
	}
	return nil
}

// refuseLocked refuses a document with a password: each part that is encrypted stands so in the list of parts.
func refuseLocked(p *pack.Pack) error {
	const manifest = "META-INF/manifest.xml"
	locked := p.Has("encrypted-package")
	if p.Has(manifest) {
		t, err := p.XML(manifest)
		if err != nil {
			return err
		}
		defer t.Close()
		if err := t.Leaves(func(l pack.Leaf) { locked = locked || l.Element.Name.Local == "algorithm" }); err != nil {
			return err
		}
	}
	if locked {
		return fmt.Errorf("%w: it has a password; open it in LibreOffice, save it without one and import that", pack.ErrLocked)
	}
	return nil
}

// readText reads all text there is, to the end.
func (r *reader) readText(t *pack.Tokens) error {
	for token, err := range t.All() {
		if err != nil {
			return err
		}
		if err := r.take(t, token); err != nil {
			return err
		}
	}
	return nil
}

// Namespaces in which details stand.
const (
	dublinCore = "http://purl.org/dc/elements/1.1/"
	meta       = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
)

// readDetails reads the properties of the document. Comments and tracked changes have an author and a date too; they come later in a file.
func (r *reader) readDetails(t *pack.Tokens) error {
	of := map[xml.Name]string{}
	if err := t.Leaves(func(l pack.Leaf) {
		if n := l.Element.Name; (n.Space == dublinCore || n.Space == meta) && of[n] == "" {
			of[n] = l.Text
		}
	}); err != nil {
		return err
	}
	dc := func(name string) string { return of[xml.Name{Space: dublinCore, Local: name}] }
	r.Details = ingest.Details{
		Title:    manuscript.Title(dc("title")),
		Author:   manuscript.Author(cmp.Or(manuscript.Author(of[xml.Name{Space: meta, Local: "initial-creator"}]), dc("creator"))),
		Outlet:   manuscript.Author(dc("publisher")),
		Language: manuscript.Language(dc("language")),
		Licence:  dc("rights"),
	}
	r.Dated(of[xml.Name{Space: meta, Local: "creation-date"}], dc("date"))
	return nil
}
