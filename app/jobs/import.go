// Package jobs are the long acts: import, export, the sample. Window and commands share them; each reports what it
// did, item by item, and none needs a window.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ahead"
	"rubricator/annotation/ingest"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// Outcome is what became of one file.
type Outcome string

// The outcomes of an import.
const (
	Loaded    Outcome = "loaded"
	Duplicate Outcome = "duplicate" // the same text is in the project already
	Known     Outcome = "known"     // an article from the address is in the project already, and it was not fetched again
	Refused   Outcome = "refused"
	Stopped   Outcome = "stopped" // the import ended before it was written
)

// Imported is what became of one article of an import, or of a file that none could be read from.
type Imported struct {
	File     string           `json:"file"`
	Part     string           `json:"part,omitempty"`   // what in the file, where several stand in it
	Number   int              `json:"number,omitempty"` // of the articles that a text was divided into, from 1
	Of       int              `json:"of,omitempty"`     // how many those are
	Outcome  Outcome          `json:"outcome"`
	Document annotation.ID    `json:"document,omitzero"` // the one loaded, or the one that is there already
	Title    string           `json:"title,omitempty"`
	Decoding string           `json:"decoding,omitempty"`
	Warnings []string         `json:"warnings,omitempty"`
	LeftOut  []ingest.LeftOut `json:"left_out,omitempty"`
	Near     []Near           `json:"near,omitempty"`  // documents that tell the same story, the nearest first; at most ten
	Marks    int              `json:"marks,omitempty"` // one's own that came over from another document
	Stranded []Stranded       `json:"stranded,omitempty"`
	Reason   string           `json:"reason,omitempty"` // why nothing came of it
	Erased   bool             `json:"erased,omitempty"` // it was refused since it was erased for good
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

// Step is what Ctrl+Z takes back, of a report with edits.
func (r *ImportReport) Step() annotation.Step {
	verb, outcome := "import ", Loaded
	if r.Count(Loaded) == 0 {
		verb, outcome = "source ", Duplicate
	}
	names := []string{}
	for _, f := range r.Files {
		if f.Outcome == outcome {
			names = append(names, verb+filepath.Base(f.File))
		}
	}
	if len(names) == 0 { // it was stopped, and what is there was told as not
		names = []string{"import"}
	}
	return annotation.Step{Group: r.Group, Name: annotation.StepName(names)}
}

// ImportOptions say how articles are taken in.
type ImportOptions struct {
	Reading
	KeepDuplicates bool                  // keep identical texts as documents of their own
	Progress       func(done, total int) // may be nil; called from the goroutine that reads, which has ended when the import has. In files, or, where TooMuchToShow, in MiB
	Now            func() time.Time      // nil: time.Now
}

// Import loads articles into the project, one edit a document in one group. What cannot be read is refused by name
// while the others load. On an error, or when ctx ends, what was loaded until then stays and is in the report.
func Import(ctx context.Context, p *storage.Project, articles []Article, o ImportOptions) (ImportReport, error) {
	return o.importing(ctx, p, func(im *importer) iter.Seq2[annotation.Edit, error] { return im.edits(articles) })
}

// Load loads sheets that were read, as Import does. Articles of them that are nil are left out.
func Load(ctx context.Context, p *storage.Project, sheets []*Sheet, o ImportOptions) (ImportReport, error) {
	return o.importing(ctx, p, func(im *importer) iter.Seq2[annotation.Edit, error] { return im.editsOf(sheets) })
}

func (o ImportOptions) importing(ctx context.Context, p *storage.Project, edits func(*importer) iter.Seq2[annotation.Edit, error]) (ImportReport, error) {
	known, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return ImportReport{}, err
	}
	if o.Known == nil && !o.KeepDuplicates {
		o.Known = addressesOf(known)
	}
	im := importer{ctx: ctx, p: p, o: o, report: ImportReport{Group: annotation.NewID()}, known: map[annotation.ID]annotation.Document{}}
	if im.o.Now == nil {
		im.o.Now = time.Now
	}
	for _, d := range known {
		im.known[d.ID] = d.Document
	}
	if im.alike, err = likenessesOf(ctx, p, known); err != nil {
		return ImportReport{}, err
	}
	err = p.Apply(ctx, edits(&im), func(written int) { im.report.Edits = written })
	if err != nil {
		im.takeBackUnwritten(p)
	} else {
		err = im.alike.keep(ctx, p)
	}
	return im.report, err
}

type importer struct {
	ctx     context.Context
	p       *storage.Project
	o       ImportOptions
	report  ImportReport
	known   map[annotation.ID]annotation.Document
	alike   *likenesses
	brought annotation.Hash // the original that the last edit brought; the rows of a workbook share theirs
}

// edits reads the articles one by one, so that memory holds few at a time.
func (im *importer) edits(articles []Article) iter.Seq2[annotation.Edit, error] {
	if im.o.Progress != nil && TooMuchToShow(articles) {
		im.inMiB(articles)
	}
	return im.counted(len(articles), func(i int, give func(*ready, error) bool) bool {
		spoilt := im.spoiltIn(articles[i])
		for s, err := range Sheets(im.ctx, articles[i], im.o.Reading) {
			if im.ctx.Err() != nil {
				break // the file is not at fault
			}
			if err != nil {
				s = &Sheet{File: articles[i].Name}
			}
			if !give(readyOf(s, spoilt), err) {
				return false
			}
		}
		return true
	})
}

// spoilt are originals in which an article stands that was erased for good. The other articles of them come in, and what they came in is not kept.
type spoilt map[annotation.Hash]bool

func (s spoilt) note(im *importer, sheet *Sheet) {
	for n, d := range sheet.Articles {
		if d == nil {
			continue
		}
		if a, err := d.Article(); err == nil && errors.Is(im.checkErased(a, sheet.takenAs(n)), annotation.ErrErased) {
			s[d.Source.Original] = true
		}
	}
}

// spoiltIn looks through a file before anything of it is written: the first of its articles brings it whole. Nothing is fetched for that which a feed links.
func (im *importer) spoiltIn(a Article) spoilt {
	if !im.p.HasErased() {
		return nil
	}
	o, found := im.o.Reading, spoilt{}
	o.progress, o.Fetching, a.Summaries = nil, nil, true
	for s, err := range Sheets(im.ctx, a, o) {
		if err == nil {
			found.note(im, s)
		}
	}
	return found
}

// inMiB has progress told in MiB of files, also within a file.
func (im *importer) inMiB(articles []Article) {
	tell, total, before, last := im.o.Progress, int(sizeOf(articles)>>20), int64(0), 0
	im.o.Reading.progress = func(at int64) {
		if done := int((before + at) >> 20); done > last {
			last = done
			tell(done, total)
		}
	}
	im.o.Progress = func(done, _ int) {
		before += articles[done-1].size()
		im.o.Reading.progress(0)
	}
}

func (im *importer) editsOf(sheets []*Sheet) iter.Seq2[annotation.Edit, error] {
	found := spoilt{}
	if im.p.HasErased() {
		for _, s := range sheets {
			found.note(im, s)
		}
	}
	return im.counted(len(sheets), func(i int, give func(*ready, error) bool) bool { return give(readyOf(sheets[i], found), nil) })
}

// ready is a sheet with all that can be found out of its articles alone.
type ready struct {
	*Sheet
	articles []ingest.Article
	likes    []*storage.Likeness
	errs     []error // why one cannot be taken
	spoilt   spoilt
}

func readyOf(s *Sheet, found spoilt) *ready {
	r := &ready{s, make([]ingest.Article, len(s.Articles)), make([]*storage.Likeness, len(s.Articles)), make([]error, len(s.Articles)), found}
	for n, d := range s.Articles {
		if d == nil {
			continue
		}
		if r.articles[n], r.errs[n] = d.Article(); r.errs[n] == nil {
			t := r.articles[n].Text.String()
			r.likes[n] = likenessOf(annotation.HashOf([]byte(t)), t)
		}
	}
	return r
}

// counted gives the edits of n files, and reports on each, until the context ends. While some are written the next are read.
func (im *importer) counted(n int, read func(i int, give func(*ready, error) bool) bool) iter.Seq2[annotation.Edit, error] {
	files := func(give func(*ready, error) bool) {
		for i := 0; i < n && im.ctx.Err() == nil && read(i, give); i++ {
			if im.ctx.Err() == nil && im.o.Progress != nil {
				im.o.Progress(i+1, n)
			}
		}
	}
	return func(yield func(annotation.Edit, error) bool) {
		for r, err := range ahead.Of(files) {
			if im.ctx.Err() != nil {
				break
			}
			if err != nil {
				im.report.Files = append(im.report.Files, Unread(r.File, err))
			} else if !im.take(r, yield) {
				return
			}
		}
		if err := im.ctx.Err(); err != nil {
			yield(annotation.Edit{}, err)
		}
	}
}

// take notes what becomes of the articles of a sheet, and gives what there is to write.
func (im *importer) take(r *ready, yield func(annotation.Edit, error) bool) bool {
	for n, d := range r.Articles {
		if d == nil {
			continue
		}
		done := Imported{File: r.File, Part: r.Part}
		if len(r.Articles) > 1 {
			done.Number, done.Of = n+1, len(r.Articles)
		}
		if r.errs[n] == nil {
			r.errs[n] = im.checkErased(r.articles[n], r.takenAs(n))
		}
		if r.errs[n] != nil {
			im.refuse(done, r.errs[n])
			continue
		}
		done.LeftOut = d.LeftOut()
		e, ok := im.edit(r.articles[n], r.likes[n], r.takenAs(n), &done)
		if r.spoilt[d.Source.Original] {
			e.Content = slices.DeleteFunc(e.Content, func(c annotation.Content) bool { return c.Hash != e.Documents[0].After.Text })
		}
		im.report.Files = append(im.report.Files, done)
		e.Group = im.report.Group
		if ok && !yield(e, nil) {
			return false
		}
	}
	return true
}

// checkErased refuses a text that was erased for good, unless it is to be kept as a copy.
func (im *importer) checkErased(art ingest.Article, as Taken) error {
	if im.o.KeepDuplicates || as.Twice {
		return nil
	}
	return checkErased(im.ctx, im.p, annotation.DocumentID(annotation.HashOf([]byte(art.Text.String())), ""))
}

func checkErased(ctx context.Context, p *storage.Project, document annotation.ID) error {
	erased, err := p.WasErased(ctx, document)
	if err == nil && erased != nil {
		err = erased
	}
	return err
}

func (im *importer) refuse(done Imported, err error) {
	done.Outcome, done.Reason, done.Erased = Refused, plainly(err).Error(), errors.Is(err, annotation.ErrErased)
	im.report.Files = append(im.report.Files, done)
}

func (im *importer) edit(art ingest.Article, like *storage.Likeness, as Taken, done *Imported) (annotation.Edit, bool) {
	copy, twice := "", as.Twice || im.o.KeepDuplicates
	if twice {
		copy = im.freeCopy(art)
	}
	e := art.Edit(copy, im.o.Now())
	d := e.Documents[0].After
	done.Outcome, done.Document, done.Title, done.Decoding, done.Warnings = Loaded, d.ID, d.Title, art.Source.Decoding, art.Warnings
	there, same := im.known[d.ID]
	if !same && !twice {
		there, same = im.alike.same[like.Same]
	}
	if same {
		there = im.known[there.ID] // with what was noted on it meanwhile
		done.Outcome, done.Document, done.Title = Duplicate, there.ID, there.Title
		original := slices.DeleteFunc(e.Content, func(c annotation.Content) bool { return c.Hash != d.Sources[0].Original }) // the text is there, if in other spaces
		return im.anotherSource(there, d.Sources[0], im.unbrought(original, d.Sources[0].Original))
	}
	if done.Near, d.Story = im.alike.near(like); as.Alone {
		d.Story = annotation.ID{}
	}
	im.known[d.ID] = *d
	im.alike.take(*d, like)
	e.Content = im.unbrought(e.Content, d.Sources[0].Original)
	if !as.MarksOf.IsZero() {
		im.carry(&e, as.MarksOf, art.Text, done)
	}
	return e, true
}

// carry brings one's own marks on a document along with the one that an edit brings. Marks that cannot be read keep no article out.
func (im *importer) carry(e *annotation.Edit, from annotation.ID, next *text.Text, done *Imported) {
	c, err := PrepareCarry(im.ctx, im.p, from, *e.Documents[0].After, next)
	if err != nil {
		done.Warnings = append(done.Warnings, fmt.Sprintf("No marks came over: %v.", err))
		return
	}
	e.Sets, e.Spans, e.Relations = c.Edit.Sets, c.Edit.Spans, c.Edit.Relations
	done.Marks, done.Stranded = c.Marks, c.Stranded
}

// unbrought is content without the original, where the edit before this one brought it: a large file is not to be packed again for each row of it.
func (im *importer) unbrought(content []annotation.Content, original annotation.Hash) []annotation.Content {
	if original != im.brought {
		im.brought = original
		return content
	}
	return slices.DeleteFunc(content, func(c annotation.Content) bool { return c.Hash == original })
}

// freeCopy is the discriminator of the next copy of a text: "", "2", "3".
func (im *importer) freeCopy(art ingest.Article) string {
	hash := annotation.HashOf([]byte(art.Text.String()))
	for n := 1; ; n++ {
		copy := ""
		if n > 1 {
			copy = fmt.Sprint(n)
		}
		id := annotation.DocumentID(hash, copy)
		if _, taken := im.known[id]; !taken && checkErased(im.ctx, im.p, id) == nil {
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
