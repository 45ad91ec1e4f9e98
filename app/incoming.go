package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
)

// incoming is what was read of articles that are to be loaded, and what is to be said of them.
type incoming struct {
	read   []*readSheet
	copies *jobs.Copies
	large  bool // it is more than is kept in memory, and was not read to its end
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

// mostRead is how many bytes of articles, as they came, are kept in memory to be looked at before they are loaded.
const mostRead = 256 << 20

// readIncoming reads articles beside the window.
func readIncoming(ctx context.Context, d *desk, articles []jobs.Article, o jobs.Reading, progress func(done, of int)) (*incoming, error) {
	in := &incoming{}
	addresses := sync.OnceValues(func() (func(string) bool, error) { return jobs.Addresses(ctx, d.project) }) // for feeds alone
	o.Known = func(address string) bool {
		known, err := addresses()
		return err == nil && known(address)
	}
	bytes := 0
	for i, a := range articles {
		for s, err := range jobs.Sheets(ctx, a, o) {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			r := &readSheet{file: a.Name, from: a, sheet: s, fault: err}
			in.read = append(in.read, r)
			if s != nil {
				r.each = sketched(s.Articles)
				bytes += len(s.Whole.Text) + len(s.Whole.Original)
			}
			if bytes > mostRead {
				in.large = true
				return in, nil
			}
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
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

// isPlain tells whether there is nothing to decide: each file is one article, all of which is kept, and there is nothing to say of it. Files that
// cannot be read leave nothing to decide, but texts whose encoding is not known.
func (in *incoming) isPlain() bool {
	files := map[string]bool{}
	for _, r := range in.read {
		if r.sheet == nil && r.encoding() != "" {
			return false
		}
		if r.sheet == nil {
			continue
		}
		if files[r.file] || len(r.sheet.Articles) != 1 {
			return false
		}
		files[r.file] = true
		d, a := r.sheet.Articles[0], r.each[0]
		if a.fault != nil || a.copy.Same || len(a.copy.Near) > 0 || len(d.Warnings) > 0 || len(d.LeftOut()) > 0 {
			return false
		}
	}
	return true
}

// sheets are what could be read, and what is to be said of the rest.
func (in *incoming) sheets() (out []*jobs.Sheet, refused []jobs.Imported) {
	for _, r := range in.read {
		if r.sheet == nil {
			refused = append(refused, jobs.Unread(r.file, r.fault))
		} else {
			out = append(out, r.sheet)
		}
	}
	return out, refused
}

// notTold is what an encoding is called that could not be told.
const notTold = "Not known"

// encoding is the one that a text was read in, where a person may name another; empty: there is nothing to name.
func (r *readSheet) encoding() string {
	switch {
	case r.sheet != nil:
		return r.sheet.Encoding()
	case jobs.IsText(r.file) && errors.Is(r.fault, ingest.ErrEncoding):
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
		w.loadListed(articles, false)
	case in.isPlain():
		sheets, refused := in.sheets()
		w.loading(articles, func(ctx context.Context, d *desk, o jobs.ImportOptions) (jobs.ImportReport, error) {
			r, err := jobs.Load(ctx, d.project, sheets, o)
			r.Files = append(r.Files, refused...)
			return r, err
		}, false)
	case w.importing.isOpen(): // two were begun
		w.status.fail("Load what is shown here first, or cancel it. Then import the others.")
	default:
		w.importing.open(in)
	}
}
