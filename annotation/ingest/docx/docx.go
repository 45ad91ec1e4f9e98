// Package docx reads the text of Word documents (Office Open XML, ISO/IEC 29500): paragraphs by their styles, tables, notes, running heads. Tracked
// deletions and hidden text are left out, and so are comments; a warning counts them.
package docx

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"path"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

const name = "Word document"

// Format are the documents of Word since 2007, with and without macros, which are never run. Footnotes stand at the end and are kept.
var Format = &ingest.Format{
	Name:       name,
	Extensions: []string{".docx", ".docm"},
	Is: func(first []byte) bool {
		return bytes.HasPrefix(first, []byte("PK\x03\x04")) && bytes.Contains(first, []byte("word/document.xml"))
	},
	Read: func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return ingest.One(read(ctx, f, o))
	},
}

// Old are the files of office programs before 2007, and those that newer ones wrap since they have a password: they are refused by what they are.
var Old = &ingest.Format{Name: "old office document", Is: pack.IsCompound, Read: Format.Read}

func read(ctx context.Context, f ingest.File, o ingest.Options) (*ingest.Draft, error) {
	p, err := pack.Open(ctx, f.Bytes, o.Size)
	if err != nil {
		return nil, err
	}
	main, err := mainPart(p)
	if err != nil {
		return nil, err
	}
	r := &reader{Manuscript: manuscript.New(), styles: styles{}, notes: map[string]bool{}}
	if err := r.readAll(p, main); err != nil {
		return nil, err
	}
	if err := r.readDetails(p); err != nil {
		return nil, err
	}
	return r.Draft(f, name)
}

// Kinds of relations, by how their names end; what is before it differs between the two editions of the standard.
const (
	officeDocument = "/officeDocument"
	styleSheet     = "/styles"
	footnotes      = "/footnotes"
	endnotes       = "/endnotes"
	coreProperties = "/core-properties"
)

// mainPart is the name of the part that holds the text.
func mainPart(p *pack.Pack) (string, error) {
	all, err := relationsOf(p, "")
	if err != nil {
		return "", err
	}
	if target := all.to(officeDocument); target != "" {
		return target, nil
	}
	if p.Has("word/document.xml") {
		return "word/document.xml", nil
	}
	return "", fmt.Errorf("%w: it is no Word document, though its name says so; save it as .docx and import that", ingest.ErrKind)
}

// readAll reads the text, then what stands before and behind it.
func (r *reader) readAll(p *pack.Pack, main string) error {
	relations, err := relationsOf(p, main)
	if err != nil {
		return err
	}
	if target := relations.to(styleSheet); p.Has(target) {
		if err := r.styles.read(p, target); err != nil {
			return err
		}
	}
	if err := r.readPart(p, main); err != nil {
		return err
	}
	for _, run := range r.runningHeads {
		r.Begin(run.place)
		if err := r.readIfThere(p, relations.of(run.relation)); err != nil {
			return err
		}
		r.Leave()
	}
	if err := r.readIfThere(p, relations.to(footnotes)); err != nil {
		return err
	}
	return r.readIfThere(p, relations.to(endnotes))
}

// readIfThere reads a part that may be missing.
func (r *reader) readIfThere(p *pack.Pack, name string) error {
	if !p.Has(name) {
		return nil
	}
	return r.readPart(p, name)
}

// readPart reads one part to its end.
func (r *reader) readPart(p *pack.Pack, name string) error {
	t, err := p.XML(name)
	if err != nil {
		return err
	}
	defer t.Close()
	r.fields = nil
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

// relation leads from one part to another.
type relation struct{ id, kind, target string }

type relations []relation

// to is where the first relation of a kind leads to, or "".
func (rs relations) to(kind string) string {
	for _, r := range rs {
		if strings.HasSuffix(r.kind, kind) {
			return r.target
		}
	}
	return ""
}

// of is where the relation of that name leads to, or "".
func (rs relations) of(id string) string {
	for _, r := range rs {
		if r.id == id {
			return r.target
		}
	}
	return ""
}

// relationsOf are where a part leads to, in the order of the file; the part "" is the file itself. What leads out of the file is left off.
func relationsOf(p *pack.Pack, part string) (relations, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	var out relations
	if !p.Has(name) {
		return out, nil
	}
	t, err := p.XML(name)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	err = t.Leaves(func(l pack.Leaf) {
		if target := pack.Attr(l.Element, "Target"); pack.Attr(l.Element, "TargetMode") != "External" {
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/", dir, target)
			}
			out = append(out, relation{pack.Attr(l.Element, "Id"), pack.Attr(l.Element, "Type"), strings.TrimPrefix(path.Clean(target), "/")})
		}
	})
	return out, err
}

// readDetails reads the properties of the document. The language in its styles is that of the program that made it, and is not taken.
func (r *reader) readDetails(p *pack.Pack) error {
	all, err := relationsOf(p, "")
	if err != nil || !p.Has(all.to(coreProperties)) {
		return err
	}
	t, err := p.XML(all.to(coreProperties))
	if err != nil {
		return err
	}
	defer t.Close()
	core := map[string]string{}
	if err := t.Leaves(func(l pack.Leaf) { core[l.Element.Name.Local] = l.Text }); err != nil {
		return err
	}
	r.Details.Title, r.Details.Author = manuscript.Title(core["title"]), manuscript.Author(core["creator"])
	r.Details.Language = manuscript.Language(core["language"])
	r.Dated(core["created"], core["modified"])
	return nil
}
