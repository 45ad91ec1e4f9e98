package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
)

// importFiles asks for article files and loads them.
func (w *Window) importFiles() {
	start := w.settings.ImportFolder
	if start == "" {
		start = expand("~")
	}
	w.chooseFiles("Import articles", "Import", start, ingest.Extensions, func(paths []string) error {
		w.settings.ImportFolder = filepath.Dir(paths[0])
		w.load(jobs.Files(paths, nil), false)
		return nil
	})
}

// dropped loads the files that were dropped on the window.
func (w *Window) dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	switch {
	case w.desk == nil:
		w.status.fail("No project is open. Make one with Ctrl+N or open one with Ctrl+O, then drop the files again.")
	case len(paths) == 1 && filepath.Ext(paths[0]) == ".rubric":
		w.openAt(paths[0])
	case !w.canWrite():
		w.status.fail(sentence(w.desk.project.ReadOnly()))
	case len(paths) > 0:
		w.load(jobs.Files(paths, nil), false)
	}
}

// paste loads the text on the clipboard as an article.
func (w *Window) paste() {
	s := w.app.Clipboard().Content()
	if strings.TrimSpace(s) == "" {
		w.status.fail("There is no text on the clipboard. Copy an article first.")
		return
	}
	w.load([]jobs.Article{jobs.Pasted(s)}, false)
}

// manyArticles is from how many on an import shows its progress in a dialog with Cancel.
const manyArticles = 20

// load imports articles in the background and opens the first of them.
func (w *Window) load(articles []jobs.Article, keepDuplicates bool) {
	ctx, cancel := context.WithCancel(context.Background())
	o := jobs.ImportOptions{KeepDuplicates: keepDuplicates}
	hide := func() {}
	if len(articles) >= manyArticles {
		var set func(done, total int)
		set, hide = w.showProgress("Importing "+plural(len(articles), "article"), cancel)
		o.Progress = func(done, total int) { w.later(func() { set(done, total) }) }
	}
	d := w.desk
	w.status.say("Importing…")
	go func() {
		defer cancel()
		report, err := jobs.Import(ctx, d.project, articles, o)
		w.later(func() {
			hide()
			if d == w.desk {
				w.imported(articles, report, err)
			}
		})
	}()
}

// showProgress shows how far a long act is; hide takes it away.
func (w *Window) showProgress(title string, cancel func()) (set func(done, total int), hide func()) {
	bar := widget.NewProgressBar()
	d := dialog.NewCustom(title, "Cancel", container.NewGridWrap(fyne.NewSize(420, 36), bar), w.win)
	d.SetOnClosed(cancel)
	d.Show()
	return func(done, total int) { bar.Max = float64(total); bar.SetValue(float64(done)) }, d.Hide
}

// imported tells what an import did, opens its first article, and offers to keep duplicates.
func (w *Window) imported(articles []jobs.Article, r jobs.ImportReport, err error) {
	if r.Count(jobs.Loaded) > 0 {
		w.desk.editor.Remember(annotation.Step{Group: r.Group, Name: "import of " + plural(r.Count(jobs.Loaded), "article")})
	}
	w.reloadList()
	if i := slices.IndexFunc(r.Files, func(f jobs.Imported) bool { return f.Outcome == jobs.Loaded }); i >= 0 {
		w.open(r.Files[i].Document)
	}
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
		w.showRefusals(r)
	case r.Count(jobs.Duplicate) > 0:
		w.status.say(said)
		w.offerDuplicates(articles, r)
	default:
		w.status.say(said)
	}
}

// offerUnfinished asks what to do with a group of edits that was broken off by a crash, an error or Cancel.
func (w *Window) offerUnfinished() {
	if !w.canWrite() {
		return
	}
	open, err := w.desk.project.Unfinished(context.Background())
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	if len(open) == 0 {
		return
	}
	u, d := open[0], w.desk
	ask := dialog.NewConfirm("An import was not finished", "It was broken off after "+plural(u.Edits, "article")+" (“"+u.Name+"” was the first).", func(keep bool) {
		w.background("…", func(ctx context.Context, _ *desk) (string, error) {
			if keep {
				return "What was loaded stays.", d.project.Keep(ctx, u.Group)
			}
			step, err := d.takeBack(ctx, u)
			w.later(func() { w.tookBack(d, step, err) })
			return "The import was taken back.", err
		})
		w.focusText()
	}, w.win)
	ask.SetConfirmText("Keep them")
	ask.SetDismissText("Take them back")
	ask.Show()
}

// tookBack shows the project without what was taken back.
func (w *Window) tookBack(d *desk, step annotation.Step, err error) {
	if d != w.desk || err != nil {
		return
	}
	d.editor.Remember(step)
	w.reloadList()
	if w.document.ID.IsZero() {
		w.openLast()
	}
}

// importSummary says in a line what became of the files.
func importSummary(r jobs.ImportReport) string {
	parts := []string{plural(r.Count(jobs.Loaded), "article") + " loaded"}
	if n := r.Count(jobs.Duplicate); n > 0 {
		parts = append(parts, plural(n, "article")+" there already")
	}
	if n := r.Count(jobs.Refused); n > 0 {
		parts = append(parts, plural(n, "file")+" refused")
	}
	s := strings.Join(parts, ", ") + "."
	var decodings, warnings []string
	for _, f := range r.Files {
		if f.Outcome == jobs.Loaded && f.Decoding != "UTF-8" && !slices.Contains(decodings, f.Decoding) {
			decodings = append(decodings, f.Decoding)
		}
		warnings = append(warnings, f.Warnings...)
	}
	if len(decodings) > 0 {
		s += " Read as " + strings.Join(decodings, "; ") + "."
	}
	if len(warnings) > 0 {
		s += " " + strings.Join(warnings, " ")
	}
	return s
}

func (w *Window) showRefusals(r jobs.ImportReport) {
	list := container.NewVBox()
	for _, f := range r.Files {
		if f.Outcome != jobs.Refused {
			continue
		}
		l := widget.NewLabel(filepath.Base(f.File) + ": " + f.Reason)
		l.Wrapping = fyne.TextWrapWord
		list.Add(l)
	}
	d := dialog.NewCustom(plural(r.Count(jobs.Refused), "file")+" could not be loaded; the others were", "Close",
		container.NewGridWrap(fyne.NewSize(620, 240), container.NewVScroll(list)), w.win)
	d.SetOnClosed(w.focusText)
	d.Show()
}

// offerDuplicates asks whether articles with the text of others are wanted twice.
func (w *Window) offerDuplicates(articles []jobs.Article, r jobs.ImportReport) {
	var again []jobs.Article
	var titles []string
	for i, f := range r.Files {
		if f.Outcome == jobs.Duplicate && i < len(articles) {
			again = append(again, articles[i])
			titles = append(titles, "“"+shortened(f.Title, 70)+"”")
		}
	}
	shown := titles
	if len(shown) > 6 {
		shown = append(slices.Clone(titles[:6]), "and "+grouped(len(titles)-6)+" more")
	}
	d := dialog.NewConfirm("The same text is in the project already",
		strings.Join(shown, "\n")+"\n\nThe file names were noted with the articles that are there.", func(keep bool) {
			if keep {
				w.load(again, true)
			} else if r.Count(jobs.Loaded) == 0 {
				w.open(r.Files[0].Document)
			}
			w.focusText()
		}, w.win)
	d.SetConfirmText("Keep twice")
	d.SetDismissText("Use the one there")
	d.Show()
}

// practice loads the practice article and puts the caret into its first sentence with a quotation.
func (w *Window) practice() {
	e, err := jobs.AddPractice(context.Background(), w.desk.project)
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.desk.editor.Remember(annotation.Step{Group: e.Group, Name: e.Name})
	w.reloadList()
	w.openThen(e.Documents[0].ID, func() {
		t := w.set().Text()
		if at := strings.IndexAny(t.String(), "“\""); at >= 0 {
			p := t.Pos(text.Byte(at))
			w.view.SetCaret(p + 1)
		}
		w.status.say("3: who said it. 2: the next number. 1: the sentence as a claim. Ctrl+Z takes it back.")
	})
}

func (w *Window) removeDocument() {
	d := w.document
	n := w.set().Len()
	what := "“" + shortened(d.Title, 80) + "”"
	if n > 0 {
		what += " and your " + plural(n, "mark") + " on it"
	}
	c := dialog.NewConfirm("Remove this article?", what+"\nwill leave the project. Ctrl+Z brings it back.", func(ok bool) {
		if ok {
			w.remove(d)
		}
		w.focusText()
	}, w.win)
	c.SetConfirmText("Remove")
	c.Show()
}

// remove takes a document and my set on it out of the project, in one edit.
func (w *Window) remove(d annotation.Document) {
	e, err := w.set().Remove(d)
	if w.tryDo(e, err) {
		w.status.say("Removed: " + shortened(d.Title, 80) + ". Ctrl+Z brings it back.")
		w.openLast()
	}
}

// export asks for a file and writes the marks there.
func (w *Window) export() {
	start := w.settings.ExportFolder
	if start == "" {
		start = filepath.Dir(w.desk.project.Path())
	}
	start = filepath.Join(start, projectName(w.desk.project.Path())+".jsonl")
	which := widget.NewRadioGroup([]string{exportStarted, exportDone, exportAny}, nil)
	which.SetSelected(exportStarted)
	f := newField(w.keys, false)
	f.SetText(start)
	row := container.NewBorder(nil, nil, nil, widget.NewButton("Browse…", func() { w.browseSave(f.SetText) }), f)
	w.ask("Export JSONL", "Export", 640, container.NewVBox(row, which), f, func() error {
		path := expand(f.Text)
		if filepath.Ext(path) == "" {
			path += ".jsonl"
		}
		w.settings.ExportFolder = filepath.Dir(path)
		return w.exportTo(path, exportChoices[which.Selected])
	})
}

const (
	exportStarted = "Articles in work and done"
	exportDone    = "Done articles only"
	exportAny     = "All articles, also those nobody has marked"
)

var exportChoices = map[string]string{exportStarted: "started", exportDone: "done", exportAny: "any"}

// exportTo writes in the background, once everything is on disk.
func (w *Window) exportTo(path, choice string) error {
	c, err := interchange.ParseChoice(choice)
	if err != nil {
		return err
	}
	if !w.saveAll() {
		return fmt.Errorf("export %q: not everything is saved in the project yet: %w", path, w.desk.outbox.State().Err)
	}
	d := w.desk
	w.status.say("Exporting…")
	go func() {
		r, err := jobs.ExportFile(context.Background(), d.project, c, path)
		w.later(func() {
			if err != nil {
				w.status.fail(sentence(err))
				return
			}
			w.status.say(fmt.Sprintf("Exported %s of %s to %s.", plural(r.Spans, "mark"), plural(r.Documents, "article"), path))
		})
	}()
	return nil
}

func (w *Window) saveCopy() {
	start := strings.TrimSuffix(w.desk.project.Path(), ".rubric") + " copy.rubric"
	w.askPath("Save a copy", "Save", start, w.browseSave, func(path string) error {
		w.background("Copying…", func(ctx context.Context, d *desk) (string, error) {
			return "A checked copy is at " + path + ".", d.project.SaveCopy(ctx, path)
		})
		return nil
	})
}

// background runs a long act and says its outcome.
func (w *Window) background(doing string, act func(context.Context, *desk) (string, error)) {
	d := w.desk
	w.status.say(doing)
	go func() {
		said, err := act(context.Background(), d)
		w.later(func() {
			if err != nil {
				w.status.fail(sentence(err))
				return
			}
			w.status.say(said)
		})
	}()
}

func (w *Window) check() {
	w.background("Checking…", func(ctx context.Context, d *desk) (string, error) {
		findings, err := d.project.Check(ctx)
		if err != nil || len(findings) == 0 {
			return "The project is sound: every text, mark and edit is as it was written.", err
		}
		return "", fmt.Errorf("check %q: %s, the first: %s", d.project.Path(), plural(len(findings), "finding"), findings[0].Text)
	})
}

// details shows what is known about the article, to be corrected.
func (w *Window) details() {
	d := w.document
	form := container.NewVBox()
	row := func(name, value string) *field {
		f := newField(w.keys, false)
		f.SetText(value)
		form.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(90, 36), widget.NewLabel(name)), nil, f))
		return f
	}
	title, outlet, author := row("Title", d.Title), row("Outlet", d.Outlet), row("Author", d.Author)
	published, language, url := row("Published", d.Published), row("Language", d.Language), row("Address", d.URL)
	published.SetPlaceHolder("2026-05-04")
	language.SetPlaceHolder("en")
	w.ask("Article details", "Save", 640, form, title, func() error {
		after := d
		after.Title, after.Outlet, after.Author = title.Text, outlet.Text, author.Text
		after.Published, after.Language, after.URL = published.Text, language.Text, url.Text
		return w.change(d, after)
	})
}

func (w *Window) change(before, after annotation.Document) error {
	e, changed := before.ChangeTo(after)
	if !changed {
		return nil
	}
	if err := w.do(e); err != nil {
		return err
	}
	w.document = after
	w.refresh()
	return nil
}

// rename asks for the annotator's name.
func (w *Window) rename() {
	f := newField(w.keys, false)
	f.SetText(w.settings.Annotator.Name)
	w.ask("Your name, as your marks carry it", "Save", 420, container.NewVBox(f), f, func() error {
		name := strings.TrimSpace(f.Text)
		if name == "" {
			return fmt.Errorf("a name is needed, so that colleagues know whose marks these are")
		}
		return w.renameTo(name)
	})
}

func (w *Window) renameTo(name string) error {
	before := w.settings.Annotator
	after := before
	after.Name = name
	if after == before {
		return nil
	}
	if w.desk != nil && w.canWrite() {
		e := annotation.NewEdit("name " + name)
		was := w.desk.project.Annotator()
		e.Annotators = []annotation.Change[annotation.Annotator]{{ID: after.ID, Before: &was, After: &after}}
		if err := w.do(e); err != nil {
			return err
		}
	}
	w.settings.Annotator = after
	w.refresh()
	return w.settings.Save()
}

func (w *Window) about() {
	dialog.ShowInformation("Rubricator "+BuildVersion, "Marks claims, statistics and attributions in news articles\nand exports them as training data.\n\nProject: "+w.startFolder()+
		"\nSettings: "+w.folders.Config, w.win)
}

// BuildVersion is the program's version: a tag or a revision where the build knew it.
var BuildVersion = "0.1.0"
