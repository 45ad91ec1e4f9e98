package app

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// datasetPlace is the Dataset place: at the left how a dataset is made, in the middle what would go out and what of it is lost, at the right its first
// records. All of it follows each change of the recipe, beside the window.
type datasetPlace struct {
	w       *Window
	root    *fyne.Container
	all     *container.Split // the recipe, and the rest
	right   *container.Split // the counts, and the preview
	book    *recipeBook
	form    *recipeForm
	counts  *datasetCounts
	preview *datasetPreview
	said    *textview.Lines // how far looking is, or what is wrong
	save    *button
	export  *button

	rounds []annotation.Round
	people []annotation.Annotator
	ticks  articleTicks

	stop   func() // ends what is being looked at
	number int    // of the last looking, so that a slow one is not shown late
}

// datasetPause is how long a recipe must stay as it is before all that would go out is looked at.
const datasetPause = 250 * time.Millisecond

func newDatasetPlace(w *Window) *datasetPlace {
	p := &datasetPlace{w: w, book: newRecipeBook(), said: newProse(w.fonts, theme.ColorNamePlaceHolder, "")}
	p.form, p.counts, p.preview = newRecipeForm(p), newDatasetCounts(p), newDatasetPreview(w)
	p.save, p.export = newButton("Save recipe", p.saveRecipe), mainButton("Export…", p.askExport)
	for _, b := range []*button{p.save, p.export} {
		b.keys, b.escape = w.keys, p.toCounts
	}
	p.right = container.NewHSplit(p.counts.root, p.preview.root)
	p.all = container.NewHSplit(p.form.root, p.right)
	p.all.Offset, p.right.Offset = w.settings.Window.Recipe, w.settings.Window.Counts
	bottom := container.NewBorder(nil, nil, nil, container.New(&inset{8, 4}, container.NewHBox(p.save, p.export)), container.NewVBox(layout.NewSpacer(), p.said, layout.NewSpacer()))
	p.root = container.NewBorder(nil, bottom, nil, nil, p.all)
	p.root.Hide()
	return p
}

// recipe is the one at hand.
func (p *datasetPlace) recipe() *interchange.Recipe { return &p.book.now().recipe }

// asked is the recipe at hand as it is now, for another goroutine.
func (p *datasetPlace) asked() interchange.Recipe {
	r := *p.recipe()
	if r.Split != nil {
		s := *r.Split
		r.Split = &s
	}
	return r
}

// open shows the place: who and what there is in the project, its recipes, and what would go out now.
func (p *datasetPlace) open() {
	d := p.w.desk
	type outcome struct {
		rounds  []annotation.Round
		people  []annotation.Annotator
		recipes []jobs.SavedRecipe
		amiss   error // with some of the recipes
		err     error
	}
	p.form.show()
	soon(p.w, p.w.patience, func() (o outcome) {
		if o.rounds, o.err = d.project.Rounds(d.closing); o.err == nil {
			o.people, o.err = d.project.Annotators(d.closing)
		}
		o.recipes, o.amiss = jobs.ReadRecipes(jobs.Recipes(d.project))
		return o
	}, nil, func(o outcome) {
		if d != p.w.desk {
			return
		}
		if o.err != nil {
			p.w.status.fail(sentence(o.err))
			return
		}
		if o.amiss != nil {
			p.w.status.fail(sentence(o.amiss))
		}
		p.rounds = slices.DeleteFunc(o.rounds, func(r annotation.Round) bool { return r.Training })
		p.people = slices.DeleteFunc(o.people, func(a annotation.Annotator) bool { return a.Kind != annotation.Person })
		p.book.take(o.recipes, p.w.settings.Recipes[d.project.Path()])
		p.form.anew()
		p.changed()
	})
}

// leave ends what is being looked at, and keeps the recipes as they are.
func (p *datasetPlace) leave() {
	p.halt()
	p.keepRecipes()
}

// halt ends what is being looked at.
func (p *datasetPlace) halt() {
	if p.stop != nil {
		p.stop()
	}
}

// reset forgets everything, because another project is opened or none.
func (p *datasetPlace) reset() {
	p.halt()
	p.number++
	p.book, p.rounds, p.people, p.ticks = newRecipeBook(), nil, nil, articleTicks{}
	p.form.forget()
	p.counts.show(nil)
	p.preview.forget()
	p.say(theme.ColorNamePlaceHolder, "")
}

// changed follows a recipe that is another now.
func (p *datasetPlace) changed() {
	p.form.show()
	p.look()
}

// look looks at what would go out once everything is on disk: first what the first records would be, then at all.
func (p *datasetPlace) look() {
	p.halt()
	d := p.w.desk
	if d == nil || !p.w.inDataset() {
		return
	}
	p.number++
	number, recipe := p.number, p.asked()
	ctx, stop := context.WithCancel(d.closing)
	p.stop = stop
	if err := p.form.fault(); err != nil {
		p.say(theme.ColorNameError, sentence(err))
		return
	}
	p.say(theme.ColorNamePlaceHolder, "Looking at what would go out…")
	show := func(f func()) {
		p.w.later(func() {
			if ctx.Err() == nil && number == p.number {
				f()
			}
		})
	}
	go func() {
		select {
		case <-time.After(datasetPause):
		case <-ctx.Done():
			return
		}
		err := d.settle(ctx)
		var pages []previewPage
		if err == nil {
			pages, err = previewOf(ctx, d, recipe)
		}
		if err != nil {
			show(func() { p.fails(err) })
			return
		}
		show(func() {
			p.preview.follow(ctx, recipe, pages)
			p.keepRecipes()
		})
		survey, err := jobs.SurveyDataset(ctx, d.project, recipe, p.progress(show))
		show(func() {
			if err != nil {
				p.fails(err)
				return
			}
			p.counts.show(&survey)
			p.say(theme.ColorNameForeground, p.counts.summary())
		})
	}()
}

// progress tells how far looking is, a few times a second.
func (p *datasetPlace) progress(show func(func())) func(done, of int) {
	var last time.Time
	return func(done, of int) {
		if time.Since(last) < 200*time.Millisecond {
			return
		}
		last = time.Now()
		said := "Looking at what would go out: " + grouped(done) + " of " + plural(of, "article")
		show(func() { p.say(theme.ColorNamePlaceHolder, said) })
	}
}

// fails shows why nothing can go out by this recipe.
func (p *datasetPlace) fails(err error) {
	p.counts.show(nil)
	p.preview.forget()
	p.say(theme.ColorNameError, sentence(err))
}

func (p *datasetPlace) say(ink fyne.ThemeColorName, said string) {
	if p.said.Text() == said {
		return
	}
	p.said.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Most: 2, Ours: true, Padded: true})
	p.said.SetText(said)
	p.root.Refresh()
}

// focus has keys go to what of the recipe was changed last.
func (p *datasetPlace) focus() {
	if c := p.form.control(); c != nil {
		p.w.win.Canvas().Focus(c)
		return
	}
	p.toCounts()
}

func (p *datasetPlace) toCounts() { p.w.win.Canvas().Focus(p.counts.list) }

// nextPane moves the focus: recipe, counts, first records, export.
func (p *datasetPlace) nextPane(by int) {
	panes := []fyne.Focusable{p.form.control(), p.counts.list, p.preview.control(), p.export}
	at := slices.Index(panes, p.w.win.Canvas().Focused())
	if at < 0 { // another part of the recipe, or the button beside Export
		at = 0
		if p.w.win.Canvas().Focused() == fyne.Focusable(p.save) {
			at = 3
		}
	}
	p.w.win.Canvas().Focus(panes[(at+by+len(panes))%len(panes)])
}

// hint says what keys do in the place.
func (p *datasetPlace) hint() string {
	return "Left and Right change · Enter offers all · Tab, F6 go on · Ctrl+D card, split · Ctrl+S saves the recipe · Ctrl+Shift+S exports · Ctrl+1 articles"
}

func (w *Window) datasetActions() []*action {
	p := w.dataset
	there := func(act func()) func() {
		return func() {
			w.goTo(exporting)
			act()
		}
	}
	next := func(forward bool) func() {
		return func() {
			if forward {
				w.win.Canvas().FocusNext()
			} else {
				w.win.Canvas().FocusPrevious()
			}
		}
	}
	return []*action{
		{id: "place.dataset", menu: "View", name: "Dataset: what would go out, and its export", keys: chords("Ctrl+3"), everywhere: true, separator: true, enabled: w.hasProject, checked: w.inDataset, run: func() { w.goTo(exporting) }},
		{id: "export", menu: "Dataset", name: "Export…", keys: chords("Ctrl+Shift+S"), everywhere: true, enabled: w.hasProject, run: there(p.askExport)},
		{id: "dataset.verify", menu: "Dataset", name: "Verify a dataset…", run: w.askVerify},
		{id: "recipe.new", menu: "Dataset", name: "New recipe", separator: true, enabled: w.hasProject, run: there(p.newRecipe)},
		{id: "recipe.open", menu: "Dataset", name: "Open a recipe…", enabled: w.hasProject, run: there(p.openRecipe)},
		{id: "recipe.save", place: exporting, menu: "Dataset", name: "Save the recipe", keys: chords("Ctrl+S"), everywhere: true, enabled: w.hasProject, run: p.saveRecipe},
		{id: "recipe.name", place: exporting, menu: "Dataset", name: "Save the recipe under another name…", enabled: w.hasProject, run: p.nameRecipe},
		{id: "recipe.rename", place: exporting, menu: "Dataset", name: "Rename the recipe…", enabled: w.hasProject, run: p.renameRecipe},
		{id: "recipe.delete", place: exporting, menu: "Dataset", name: "Delete the recipe…", enabled: w.hasProject, run: p.deleteRecipe},
		{id: "dataset.copy", place: exporting, menu: "Edit", name: "Copy what is selected of the first records", keys: chords("Ctrl+C"), enabled: w.hasText, run: p.preview.copy},
		{id: "dataset.see", place: exporting, menu: "Dataset", name: "First records, card or split", keys: chords("Ctrl+D"), everywhere: true, separator: true, run: p.preview.seeNext},
		{id: "dataset.file", place: exporting, menu: "Dataset", name: "Next file of the first records", keys: chords("Ctrl+PgDn"), everywhere: true, repeats: true, enabled: p.preview.hasFiles, run: func() { p.preview.step(1) }},
		{id: "dataset.file.back", place: exporting, menu: "Dataset", name: "File of the first records before", keys: chords("Ctrl+PgUp"), everywhere: true, repeats: true, enabled: p.preview.hasFiles, run: func() { p.preview.step(-1) }},
		{id: "dataset.next", place: exporting, name: "Next part of the place", keys: chords("Tab"), repeats: true, run: next(true)},
		{id: "dataset.previous", place: exporting, name: "Part of the place before", keys: chords("Shift+Tab"), repeats: true, run: next(false)},
	}
}

// retheme draws the place in the colours that it has now.
func (p *datasetPlace) retheme() {
	p.counts.list.Refresh()
	p.form.box.Refresh()
	p.preview.view.Invalidate()
	p.preview.deal.list.Refresh()
}
