// Package jobs are the long acts: import, export, the sample. Window and commands share them; each reports what it
// did, item by item, and none needs a window.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// Outcome is what became of one file.
type Outcome string

// The outcomes of an import.
const (
	Loaded    Outcome = "loaded"
	Duplicate Outcome = "duplicate" // the same text is in the project already
	Refused   Outcome = "refused"
	Stopped   Outcome = "stopped" // the import ended before it was written
)

// Imported is what became of one article of an import, or of a file that none could be read from.
type Imported struct {
	File     string        `json:"file"`
	Part     string        `json:"part,omitempty"` // what in the file, where several articles stand in it
	Outcome  Outcome       `json:"outcome"`
	Document annotation.ID `json:"document,omitzero"` // the one loaded, or the one that is there already
	Title    string        `json:"title,omitempty"`
	Decoding string        `json:"decoding,omitempty"`
	Warnings []string      `json:"warnings,omitempty"`
	Reason   string        `json:"reason,omitempty"` // why it was refused
}

// ImportReport is what an import did, file by file in the order given.
type ImportReport struct {
	Group annotation.ID `json:"-"` // one undo takes it back
	Edits int           `json:"-"` // how many were written: of new articles, and of new sources of known ones
	Files []Imported    `json:"files"`
}

// Count is the number of files with this outcome.
func (r *ImportReport) Count(o Outcome) int {
	n := 0
	for _, f := range r.Files {
		if f.Outcome == o {
			n++
		}
	}
	return n
}

// Article is something to import: a name and how to get its bytes.
type Article struct {
	Name string
	Read func() ([]byte, error)
}

// Pasted is an article out of the clipboard.
func Pasted(s string) Article {
	return Article{"pasted.txt", func() ([]byte, error) { return []byte(s), nil }}
}

// Files makes articles of paths. A folder stands for the article files in it and below; "-" is standard input. A path
// that cannot be read becomes an article whose Read says why.
func Files(paths []string, stdin io.Reader) []Article {
	var out []Article
	for _, p := range paths {
		if p == "-" {
			out = append(out, Article{"stdin.txt", func() ([]byte, error) { return io.ReadAll(io.LimitReader(stdin, text.MaxBytes+1)) }})
			continue
		}
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			out = append(out, folder(p)...)
			continue
		}
		out = append(out, file(p))
	}
	return out
}

func file(path string) Article {
	return Article{path, func() ([]byte, error) { return readFile(path) }}
}

// readFile reads a file, but not one that is too large to be an article.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%q is not a file", path)
	case info.Size() > text.MaxBytes:
		return nil, fmt.Errorf("%q is %d MiB; the largest article is %d MiB, so split it", path, info.Size()>>20, text.MaxBytes>>20)
	}
	return os.ReadFile(path)
}

func folder(root string) []Article {
	var out []Article
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			out = append(out, Article{path, func() ([]byte, error) { return nil, err }})
			return nil
		}
		if d.Type().IsRegular() && sources.Takes(path) {
			out = append(out, file(path))
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%q holds no article: no %s", root, strings.Join(sources.Extensions(), ", "))
	}
	if err != nil {
		out = append(out, Article{root, func() ([]byte, error) { return nil, err }})
	}
	return out
}

// ImportOptions say how articles are taken in.
type ImportOptions struct {
	KeepDuplicates bool                  // keep identical texts as documents of their own
	Progress       func(done, total int) // may be nil; called from the importing goroutine
	Now            func() time.Time      // nil: time.Now
}

// Import loads articles into the project, one edit a document in one group. What cannot be read is refused by name
// while the others load. On an error, or when ctx ends, what was loaded until then stays and is in the report.
func Import(ctx context.Context, p *storage.Project, articles []Article, o ImportOptions) (ImportReport, error) {
	known, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return ImportReport{}, err
	}
	im := importer{ctx: ctx, o: o, report: ImportReport{Group: annotation.NewID()}, known: map[annotation.ID]annotation.Document{}}
	if im.o.Now == nil {
		im.o.Now = time.Now
	}
	for _, d := range known {
		im.known[d.ID] = d.Document
	}
	err = p.Apply(ctx, im.edits(articles), func(written int) { im.report.Edits = written })
	if err != nil {
		im.takeBackUnwritten(p)
	}
	return im.report, err
}

type importer struct {
	ctx    context.Context
	o      ImportOptions
	report ImportReport
	known  map[annotation.ID]annotation.Document
}

// edits reads the articles one by one, so that memory holds few at a time.
func (im *importer) edits(articles []Article) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		for i, a := range articles {
			if err := im.ctx.Err(); err != nil {
				yield(annotation.Edit{}, err)
				return
			}
			for e := range im.take(a) {
				e.Group = im.report.Group
				if !yield(e, nil) {
					return
				}
			}
			if im.o.Progress != nil {
				im.o.Progress(i+1, len(articles))
			}
		}
	}
}

// take reads one file, and notes what becomes of the articles in it. It gives what there is to write.
func (im *importer) take(a Article) iter.Seq[annotation.Edit] {
	return func(yield func(annotation.Edit) bool) {
		b, err := a.Read()
		if err != nil {
			im.refuse(Imported{File: a.Name}, err)
			return
		}
		for d, err := range sources.Read(im.ctx, ingest.File{Name: a.Name, Bytes: b}, ingest.Options{}) {
			if e, ok := im.takeDraft(a.Name, d, err); ok && !yield(e) {
				return
			}
		}
	}
}

// takeDraft notes what becomes of one article of a file; ok is false when there is nothing to write.
func (im *importer) takeDraft(file string, d *ingest.Draft, err error) (e annotation.Edit, ok bool) {
	done := Imported{File: file}
	var art ingest.Article
	if err == nil {
		if d.Source.File != filepath.Base(file) {
			done.Part = d.Source.File
		}
		art, err = d.Article()
	} else if inner := errors.Unwrap(err); inner != nil { // without the name, which stands beside it
		err = inner
	}
	if err != nil {
		im.refuse(done, err)
		return e, false
	}
	e, ok = im.edit(art, &done)
	im.report.Files = append(im.report.Files, done)
	return e, ok
}

func (im *importer) refuse(done Imported, err error) {
	done.Outcome, done.Reason = Refused, plainly(err).Error()
	im.report.Files = append(im.report.Files, done)
}

func (im *importer) edit(art ingest.Article, done *Imported) (annotation.Edit, bool) {
	copy := ""
	if im.o.KeepDuplicates {
		copy = im.freeCopy(art)
	}
	e := art.Edit(copy, im.o.Now())
	d := *e.Documents[0].After
	done.Outcome, done.Document, done.Title, done.Decoding, done.Warnings = Loaded, d.ID, d.Title, art.Source.Decoding, art.Warnings
	if there, ok := im.known[d.ID]; ok {
		done.Outcome, done.Title = Duplicate, there.Title
		return im.anotherSource(there, d.Sources[0], e.Content)
	}
	im.known[d.ID] = d
	return e, true
}

// freeCopy is the discriminator of the next copy of a text: "", "2", "3".
func (im *importer) freeCopy(art ingest.Article) string {
	hash := annotation.HashOf([]byte(art.Text.String()))
	for n := 1; ; n++ {
		copy := ""
		if n > 1 {
			copy = fmt.Sprint(n)
		}
		if _, taken := im.known[annotation.DocumentID(hash, copy)]; !taken {
			return copy
		}
	}
}

// anotherSource notes on a document that its text came from another file too.
func (im *importer) anotherSource(there annotation.Document, s annotation.Source, content []annotation.Content) (annotation.Edit, bool) {
	if slices.ContainsFunc(there.Sources, func(o annotation.Source) bool { return o.File == s.File && o.Original == s.Original }) {
		return annotation.Edit{}, false
	}
	after := there
	after.Sources = append(slices.Clone(there.Sources), s)
	e := annotation.NewEdit("source " + s.File)
	e.Documents = []annotation.Change[annotation.Document]{{ID: there.ID, Document: there.ID, Before: &there, After: &after}}
	e.Content = content
	im.known[there.ID] = after
	return e, true
}

// takeBackUnwritten corrects the report after a failure: only what is in the project was loaded.
func (im *importer) takeBackUnwritten(p *storage.Project) {
	docs, err := p.Documents(context.WithoutCancel(im.ctx), p.Annotator().ID)
	if err != nil {
		return
	}
	there := map[annotation.ID]bool{}
	for _, d := range docs {
		there[d.ID] = true
	}
	for i := range im.report.Files {
		if f := &im.report.Files[i]; f.Outcome == Loaded && !there[f.Document] {
			f.Outcome, f.Reason = Stopped, "the import ended before it was written"
		}
	}
}
