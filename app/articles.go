package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/ingest/sources"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// importFiles asks for article files and loads them.
func (w *Window) importFiles() {
	start := w.settings.ImportFolder
	if start == "" {
		start = expand("~")
	}
	w.pick(pickMany, "Import articles", "Import", start, sources.Extensions(), nil, func(paths []string) error {
		w.settings.ImportFolder = filepath.Dir(paths[0])
		w.bringIn(paths)
		return nil
	})
}

// paste loads the text on the clipboard as an article.
func (w *Window) paste() {
	s := w.app.Clipboard().Content()
	if strings.TrimSpace(s) == "" {
		w.status.fail("There is no text on the clipboard. Copy an article first.")
		return
	}
	w.takeIn(func() []jobs.Article { return []jobs.Article{jobs.Pasted(s)} })
}

// manyArticles is from how many on an import shows its progress in a dialog with Cancel.
const manyArticles = 20

// loadListed imports articles in the background, without a look at them before, and opens the first of them.
func (w *Window) loadListed(articles []jobs.Article, keepDuplicates bool) {
	w.loadRead(articles, jobs.Reading{}, keepDuplicates)
}

// loadRead is loadListed of articles that are read as a person said.
func (w *Window) loadRead(articles []jobs.Article, as jobs.Reading, keepDuplicates bool) {
	title := ""
	switch {
	case jobs.TooMuchToShow(articles):
		title = "Importing " + plural(len(articles), "file") + ", in MiB"
	case len(articles) >= manyArticles:
		title = "Importing " + plural(len(articles), "article")
	}
	w.loading(title, func(ctx context.Context, d *desk, o jobs.ImportOptions) (jobs.ImportReport, error) {
		as.Off = o.Off
		o.Reading, o.KeepDuplicates = as, keepDuplicates
		return jobs.Import(ctx, d.project, articles, o)
	}, func(r jobs.ImportReport, err error) { w.imported(articles, r, err) })
}

// loadUnseen imports articles that are too large to be shown before, and says so.
func (w *Window) loadUnseen(articles []jobs.Article, as jobs.Reading) {
	w.question("Too large to be shown first", plural(len(articles), "file")+" together are more than can be shown before "+map[bool]string{true: "it is", false: "they are"}[len(articles) == 1]+
		" loaded. Each is divided and cleaned as it would be there; texts that are in the project already add nothing. Ctrl+Z takes all of it back.",
		choice{text: "Cancel"}, choice{"Load unseen", func() {
			w.status.say("Importing…")
			w.loadRead(articles, as, false)
		}})
}

// loading runs an import in the background, with its progress in a dialog where that has a title; then is told what it did.
func (w *Window) loading(title string, act func(context.Context, *desk, jobs.ImportOptions) (jobs.ImportReport, error), then func(jobs.ImportReport, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	o := jobs.ImportOptions{Reading: jobs.Reading{Off: w.importing.rules.forGood()}}
	hide := func() {}
	if title != "" {
		o.Progress, hide = w.showProgress(title, cancel)
	}
	d := w.desk
	go func() {
		defer cancel()
		report, err := act(ctx, d, o)
		w.later(func() {
			hide()
			if d == w.desk {
				then(report, err)
			}
		})
	}()
}

// imported tells what an import did, opens its first article, and offers to keep duplicates.
func (w *Window) imported(articles []jobs.Article, r jobs.ImportReport, err error) {
	if r.Edits > 0 {
		w.desk.editor.Remember(r.Step())
	}
	w.reloadList(func() {
		if i := slices.IndexFunc(r.Files, func(f jobs.Imported) bool { return f.Outcome == jobs.Loaded }); i >= 0 {
			w.open(r.Files[i].Document)
		}
		w.tellImport(articles, r, err)
	})
}

// tellImport says what an import did, and asks what is still to be decided.
func (w *Window) tellImport(articles []jobs.Article, r jobs.ImportReport, err error) {
	said := importSummary(r)
	switch {
	case errors.Is(err, context.Canceled):
		w.status.say(said + " The import was stopped.")
		w.offerUnfinished()
	case err != nil:
		w.status.fail(said + " " + sentence(err))
		w.offerUnfinished()
	case r.Count(jobs.Refused) > 0:
		w.status.fail(said)
		w.showRefusals(r, func() { w.offerErased(articles, r, func() { w.offerDuplicates(articles, r) }) })
	default:
		w.status.say(said)
		w.offerDuplicates(articles, r)
	}
}

// importSummary says in a line what became of the files.
func importSummary(r jobs.ImportReport) string {
	parts := []string{plural(r.Count(jobs.Loaded), "article") + " loaded"}
	if n := r.Count(jobs.Duplicate) + r.Count(jobs.Known); n > 0 {
		parts = append(parts, plural(n, "article")+" there already")
	}
	if n := r.Count(jobs.Refused); n > 0 {
		parts = append(parts, plural(n, "file")+" refused")
	}
	s := strings.Join(parts, ", ") + "."
	if n := r.Count(jobs.Stopped); n > 0 {
		s = strings.TrimSuffix(s, ".") + ", " + grouped(n) + " not."
	}
	var decodings, warnings []string
	for _, f := range r.Files {
		if f.Outcome == jobs.Loaded && isRecoded(f) {
			if len(r.Files) == 1 {
				decodings = append(decodings, f.Decoding)
			} else {
				decodings = append(decodings, textview.Isolate(filepath.Base(f.File))+" as "+f.Decoding)
			}
		}
		for _, warning := range f.Warnings {
			if len(r.Files) > 1 {
				warning = textview.Isolate(filepath.Base(f.File)) + ": " + warning
			}
			warnings = append(warnings, warning)
		}
	}
	switch n := len(decodings); {
	case n > 3:
		s += " " + grouped(n) + " were not UTF-8."
	case n > 0 && len(r.Files) == 1:
		s += " Read as " + decodings[0] + "."
	case n > 0:
		s += " Read " + strings.Join(decodings, ", ") + "."
	}
	if marks, stranded := carriedIn(r); marks+stranded > 0 {
		s += " " + plural(marks, "mark") + " came over."
		if stranded > 0 {
			s += " " + grouped(stranded) + " did not, for the words are not there."
		}
	}
	if len(warnings) > 0 {
		s += " " + strings.Join(warnings, " ")
	}
	return s
}

// isRecoded tells a text in another encoding than most, which a person may want to look at.
func isRecoded(f jobs.Imported) bool {
	return sources.IsText(f.File) && f.Decoding != "UTF-8" && !strings.HasPrefix(f.Decoding, "UTF-8;") && !strings.Contains(f.Decoding, " in UTF-8")
}

// carriedIn counts my marks that an import carried over to copies, and those that it could not.
func carriedIn(r jobs.ImportReport) (marks, stranded int) {
	for _, f := range r.Files {
		marks += f.Marks
		stranded += len(f.Stranded)
	}
	return marks, stranded
}

// wholeFiles are the files of an import that gave one article each, of which it is wanted, and what became of those. A file that gave several cannot be
// read again for one of them.
func wholeFiles(articles []jobs.Article, r jobs.ImportReport, wanted func(jobs.Imported) bool) (again []jobs.Article, of []jobs.Imported) {
	given, named := map[string]int{}, map[string]jobs.Article{}
	for _, f := range r.Files {
		given[f.File]++
	}
	for _, a := range articles {
		named[a.Name] = a
	}
	for _, f := range r.Files {
		if a, there := named[f.File]; there && given[f.File] == 1 && wanted(f) {
			again, of = append(again, a), append(of, f)
		}
	}
	return again, of
}

// offerErased asks whether texts that were erased for good are wanted again all the same, as copies.
func (w *Window) offerErased(articles []jobs.Article, r jobs.ImportReport, then func()) {
	again, erased := wholeFiles(articles, r, func(f jobs.Imported) bool { return f.Erased })
	var names []string
	for _, f := range erased {
		names = append(names, textview.Isolate(filepath.Base(f.File)))
	}
	if len(again) == 0 {
		then()
		return
	}
	if more := len(names) - refusalsShown; more > 0 {
		names = append(names[:refusalsShown], "and "+grouped(more)+" more")
	}
	w.questionThen("Load what was erased as a copy?", strings.Join(names, "\n"), then,
		choice{"Load as a copy", func() { w.loadListed(again, true) }}, choice{text: "Leave it out"})
}

// offerDuplicates asks whether articles with the text of others are wanted twice.
func (w *Window) offerDuplicates(articles []jobs.Article, r jobs.ImportReport) {
	again, same := wholeFiles(articles, r, func(f jobs.Imported) bool { return f.Outcome == jobs.Duplicate })
	var titles []string
	for _, f := range same {
		titles = append(titles, "“"+quoted(f.Title, 70)+"”")
	}
	if len(again) == 0 {
		return
	}
	shown := titles
	if len(shown) > 6 {
		shown = append(slices.Clone(titles[:6]), "and "+grouped(len(titles)-6)+" more")
	}
	w.question("The same text is in the project already", strings.Join(shown, "\n"),
		choice{"Keep twice", func() { w.loadListed(again, true) }},
		choice{"Use the one there", func() {
			if r.Count(jobs.Loaded) == 0 {
				w.open(same[0].Document)
			}
		}})
}

// isEmpty tells a project without any article.
func (w *Window) isEmpty() bool { return w.canWrite() && len(w.desk.documents) == 0 }

func (w *Window) enterTitle() string {
	if w.isEmpty() {
		return "Try the practice article"
	}
	if !w.hasLink() && w.hasAttributes() {
		if !w.hasChosen() {
			return "Attributes of the article, one after the other"
		}
		return "Attributes of the chosen mark, one after the other"
	}
	return "Go to the other end of the chosen link"
}

// enter goes through the attributes of the chosen mark, or of the article where none is chosen, or to the other end of the chosen
// link; in an empty project it begins to practise.
func (w *Window) enter() {
	switch {
	case w.isAsking():
		w.confirm()
	case w.hasLink():
		w.otherEnd()
	case w.hasDocument():
		w.startAsking()
	default:
		w.practice()
	}
}

// practice loads the practice article and puts the caret into its first sentence with a quotation.
func (w *Window) practice() {
	w.background("Opening…", func(ctx context.Context, d *desk) (string, error) {
		e, err := jobs.AddPractice(ctx, d.project)
		if err == nil {
			w.later(func() {
				if d == w.desk {
					w.practise(e)
				}
			})
		}
		return "", err
	})
}

func (w *Window) practise(e annotation.Edit) {
	w.desk.editor.Remember(annotation.Step{Group: e.Group, Name: e.Name})
	w.reloadList(func() {
		w.openThen(e.Documents[0].ID, func() {
			t := w.set().Text()
			if at := strings.IndexAny(t.String(), "“\""); at >= 0 {
				w.view.SetCaret(t.Pos(text.Byte(at)) + 1)
			}
			w.status.say("3: who said it, and what. 2: the next number. 1: the claim. Ctrl+Z takes it back.")
		})
	})
}
