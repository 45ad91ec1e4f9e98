package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
	"rubricator/app/jobs"
)

// incoming is what was read of articles that are to be loaded, and what is to be said of them.
type incoming struct {
	read   []*readSheet
	copies *jobs.Copies
	large  bool         // it is more than is kept in memory, and was not read to its end
	known  int          // entries of feeds whose articles are in the project, and were not fetched again
	as     jobs.Reading // how it was read
}

// readSheet is a text that was read from a file, or why none could be.
type readSheet struct {
	file  string // as it was named
	from  jobs.Article
	sheet *jobs.Sheet
	fault error
	each  []readArticle // by article of the sheet
}

// readArticle is what is to be said of an article.
type readArticle struct {
	sketch *jobs.Sketch // nil where nothing of it could be loaded
	fault  error        // why
	copy   jobs.Copy
}

// readIncoming reads articles beside the window.
func readIncoming(ctx context.Context, d *desk, articles []jobs.Article, o jobs.Reading, progress func(done, of int)) (*incoming, error) {
	addresses := sync.OnceValues(func() (func(string) bool, error) { return jobs.Addresses(ctx, d.project) }) // for feeds alone
	o.Known = func(address string) bool {
		known, err := addresses()
		return err == nil && known(address)
	}
	in := &incoming{as: o}
	in.as.Fetching = nil // its dialog is gone by then
	room := roomFor(d.mostRead)
	for i, a := range articles {
		readFile(ctx, a, o, func(r *readSheet) bool {
			if errors.Is(r.fault, ingest.ErrKnown) {
				in.known++
				return true
			}
			in.read = append(in.read, r)
			in.large = !room.takes(r)
			return !in.large
		})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if in.large {
			return in, nil
		}
		progress(i+1, len(articles))
	}
	var err error
	if in.copies, err = jobs.NewCopies(ctx, d.project); err != nil {
		return nil, err
	}
	in.take(in.copies.Find(in.sketches()))
	return in, nil
}

// room is how many bytes of articles may still be kept in memory to be looked at before they are loaded.
type room struct {
	bytes    int
	original annotation.Hash // the newest that was counted; the rows of a workbook share theirs
}

func roomFor(bytes int) *room { return &room{bytes: bytes} }

// takes counts what was read, and tells whether there was room for it.
func (m *room) takes(r *readSheet) bool {
	if r.sheet != nil {
		m.bytes -= len(r.sheet.Whole.Text)
		if h := r.sheet.Whole.Source.Original; h != m.original {
			m.original = h
			m.bytes -= len(r.sheet.Whole.Original)
		}
	}
	return m.bytes >= 0
}

// knownInWords says how many articles of feeds are there already.
func (in *incoming) knownInWords() string {
	return plural(in.known, "article") + " of the feed " + isAre(in.known) + " in the project already, and not fetched again."
}

// sketched makes articles ready to be compared.
func sketched(articles []*ingest.Draft) []readArticle {
	out := make([]readArticle, len(articles))
	for n, d := range articles {
		out[n].sketch, out[n].fault = jobs.SketchOf(d)
	}
	return out
}

// sketches are those of all articles, in order.
func (in *incoming) sketches() (out []*jobs.Sketch) {
	for _, r := range in.read {
		for _, a := range r.each {
			out = append(out, a.sketch)
		}
	}
	return out
}

// take notes what was found of all articles, in the order of their sketches.
func (in *incoming) take(found []jobs.Copy) {
	for _, r := range in.read {
		for n := range r.each {
			r.each[n].copy, found = found[0], found[1:]
		}
	}
}

// isPlain tells whether there is nothing to decide or to say: each file is one article, all of which is kept.
func (in *incoming) isPlain() bool {
	files := map[string]bool{}
	for _, r := range in.read {
		if r.sheet == nil || files[r.file] || len(r.sheet.Articles) != 1 {
			return false
		}
		files[r.file] = true
		d, a := r.sheet.Articles[0], r.each[0]
		if a.fault != nil || a.copy.StaysOut() || len(a.copy.Near) > 0 || len(d.Warnings) > 0 || len(d.LeftOut()) > 0 {
			return false
		}
	}
	return true
}

// sheets are what was read.
func (in *incoming) sheets() (out []*jobs.Sheet) {
	for _, r := range in.read {
		out = append(out, r.sheet)
	}
	return out
}

// notTold is what an encoding is called that could not be told.
const notTold = "Not known"

// encoding is the one that a text was read in, where a person may name another; empty: there is nothing to name.
func (r *readSheet) encoding() string {
	switch {
	case r.sheet != nil:
		return r.sheet.Encoding()
	case sources.IsText(r.file) && errors.Is(r.fault, ingest.ErrEncoding):
		return notTold
	}
	return ""
}

// name is how a file is called in front of people.
func (r *readSheet) name() string {
	if r.sheet != nil && r.sheet.Part != "" {
		return filepath.Base(r.file) + ", " + r.sheet.Part
	}
	return filepath.Base(r.file)
}

// takeIn reads articles in the background and loads them, or shows them first where there is something to decide. list, which may take long too,
// finds them.
func (w *Window) takeIn(list func() []jobs.Article) {
	if w.importing.isOpen() {
		w.goTo(previewing)
		w.status.fail("Load what is shown here first, or cancel it. Then import the others.")
		return
	}
	d := w.desk
	w.status.say("Importing…")
	go func() {
		articles := list()
		w.later(func() {
			if d == w.desk {
				w.readListed(articles)
			}
		})
	}()
}

func (w *Window) readListed(articles []jobs.Article) {
	d := w.desk
	ctx, cancel := context.WithCancel(d.closing)
	progress, hide := func(done, of int) {}, func() {}
	if len(articles) >= manyArticles {
		var set func(done, of int)
		set, hide = w.showProgress("Reading "+plural(len(articles), "file"), cancel)
		var last time.Time
		progress = func(done, of int) { // each call is an event for the window
			if time.Since(last) >= 100*time.Millisecond {
				last = time.Now()
				set(done, of)
			}
		}
	}
	o := jobs.Reading{Off: w.importing.rules.forGood()}
	fetched, hideFetched := w.showFetching(cancel)
	o.Fetching = fetched
	go func() {
		defer cancel()
		in, err := readIncoming(ctx, d, articles, o, progress)
		w.later(func() {
			hide()
			hideFetched()
			switch {
			case d != w.desk:
			case ctx.Err() != nil && err != nil:
				w.status.say("The import was stopped. Nothing was loaded.")
			case err != nil:
				w.status.fail(sentence(fmt.Errorf("look for copies in the project: %w", err)))
			default:
				w.decide(articles, in)
			}
		})
	}()
}

// showFetching shows how many of the pages that a feed links are fetched, once the first is, and names the site. hide takes the dialog away.
func (w *Window) showFetching(cancel func()) (fetching func(address string, page, of int), hide func()) {
	set, hideShown := func(int, int) {}, func() {}
	shown := false
	return func(address string, page, of int) {
		w.later(func() {
			if !shown {
				shown = true
				set, hideShown = w.showProgress("Fetching the pages that the feed links", cancel)
			}
			w.status.say("Fetching from " + jobs.Site(address) + "…")
			set(page-1, of)
		})
	}, func() { hideShown() }
}

// decide loads what was read where there is nothing to decide, and else shows it.
func (w *Window) decide(articles []jobs.Article, in *incoming) {
	switch {
	case in.large:
		w.loadUnseen(articles, jobs.Reading{})
	case len(in.read) == 0 && in.known > 0:
		w.status.say(in.knownInWords())
	case in.isPlain():
		w.loadSheets(in.sheets(), len(articles), false)
	case w.importing.isOpen(): // two were begun
		w.status.fail("Load what is shown here first, or cancel it. Then import the others.")
	default:
		w.importing.open(in)
	}
}

// loadSheets loads what was read, in the background. carries: marks made just before come over too, and are to be on disk.
func (w *Window) loadSheets(sheets []*jobs.Sheet, articles int, carries bool) {
	title := ""
	if articles >= manyArticles {
		title = "Importing " + plural(articles, "article")
	}
	w.loading(title, func(ctx context.Context, d *desk, o jobs.ImportOptions) (jobs.ImportReport, error) {
		if carries {
			if err := d.settle(ctx); err != nil {
				return jobs.ImportReport{}, err
			}
		}
		return jobs.Load(ctx, d.project, sheets, o)
	}, func(r jobs.ImportReport, err error) { w.imported(nil, r, err) })
}
