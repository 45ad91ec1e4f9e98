package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// monospace is the face that files are shown in.
const monospace = "monospace"

// What the preview shows, as its switch has them.
const (
	seeRecords = iota
	seeCard
	seeSplit
)

// datasetPreview shows a dataset before it is written: its first records as they would stand in its files, its card, or which article goes to which
// part. The card and the split are made when they are looked at first, for that takes a look at every article.
type datasetPreview struct {
	w    *Window
	root *fyne.Container
	kind *tabs           // the switch
	top  *fyne.Container // the names of the files
	tabs *tabs
	told *textview.Lines // what there is to say of the card or the split
	view *textview.View  // of the records and the card
	deal *splitList
	body *fyne.Container

	pages  []previewPage
	card   *previewPage // the last that was made
	page   *previewPage // that the view shows
	recipe interchange.Recipe
	ctx    context.Context // of looking at the recipe; nil: there is none to look at
	made   [seeSplit + 1]making
}

// making is how far the card or the split of the recipe at hand is.
type making struct {
	begun, done bool
	err         error
}

// previewPage is the beginning of a file.
type previewPage struct {
	name   string
	blocks *textview.Blocks
}

func newDatasetPreview(w *Window) *datasetPreview {
	p := &datasetPreview{w: w, top: container.NewStack(), view: textview.New(w.fonts), told: newProse(w.fonts, theme.ColorNamePlaceHolder, "")}
	p.view.Keys = w.keys
	p.view.OnZoom = w.zoom
	p.deal = newSplitList(w, func(said string) { p.tell(theme.ColorNamePlaceHolder, said) })
	p.kind = newTabs(w.fonts, p.see, "First records", "Card", "Split")
	p.body = container.NewStack(p.view, p.deal.list)
	p.root = container.NewBorder(container.NewVBox(container.New(&inset{4, 4}, p.kind.root), p.top, p.told), nil, nil, nil, p.body)
	p.forget()
	return p
}

// prefer sets the records as large as the user likes articles, and closer.
func (p *datasetPreview) prefer() {
	p.view.SetTypography(textview.Typography{Face: monospace, Size: p.w.settings.TextSize * 0.8, Leading: 1.4, Measure: -1, Bare: true})
	p.view.SetStill(p.w.settings.NoMotion)
}

// follow shows the first records of a recipe, and has its card and its split made when they are looked at; ctx ends when the recipe is another. Those of
// the recipe before stay in sight until then.
func (p *datasetPreview) follow(ctx context.Context, r interchange.Recipe, pages []previewPage) {
	p.ctx, p.recipe, p.made = ctx, r, [seeSplit + 1]making{}
	p.take(pages)
	p.fill()
}

// forget shows nothing, for nothing would go out.
func (p *datasetPreview) forget() {
	p.ctx, p.card = nil, nil
	p.deal.show(nil, nil)
	p.take(nil)
	p.fill()
}

// see turns the switch.
func (p *datasetPreview) see(kind int) {
	had := p.w.win.Canvas().Focused() == p.control()
	p.kind.show(kind)
	p.fill()
	if had {
		p.w.win.Canvas().Focus(p.control())
	}
}

// seeNext turns the switch to the next.
func (p *datasetPreview) seeNext() { p.see((p.kind.on + 1) % len(p.kind.each)) }

// control is what keys go to.
func (p *datasetPreview) control() fyne.Focusable {
	if p.kind.on == seeSplit {
		return p.deal.list
	}
	return p.view
}

// fill shows what the switch is at, and has it made where that is still to be done.
func (p *datasetPreview) fill() {
	kind := p.kind.on
	setVisible(p.top, kind == seeRecords)
	setVisible(p.view, kind != seeSplit)
	setVisible(p.deal.list, kind == seeSplit)
	switch {
	case p.ctx == nil:
		p.tell(theme.ColorNamePlaceHolder, "")
		p.look(nil)
	case len(p.pages) == 0:
		p.tell(theme.ColorNamePlaceHolder, nothingGoesOut)
		p.look(nil)
	case kind == seeRecords:
		p.tell(theme.ColorNamePlaceHolder, "")
		p.turn(p.tabs.on)
	case kind == seeSplit:
		p.look(nil)
		p.fillSplit()
	default:
		p.look(p.card)
		p.fillMade(kind, cardSays(&p.recipe))
	}
	p.body.Refresh()
}

func (p *datasetPreview) fillSplit() {
	if p.recipe.Split != nil {
		p.fillMade(seeSplit, "Where an older dataset is replaced, its articles stay in the parts that they had.")
		return
	}
	p.deal.show(nil, nil)
	p.tell(theme.ColorNamePlaceHolder, "This recipe makes no parts. Split, at the left, makes them.")
}

// fillMade says what the card or the split is, once it is made.
func (p *datasetPreview) fillMade(kind int, says string) {
	made := &p.made[kind]
	switch {
	case made.err != nil:
		p.tell(theme.ColorNameError, sentence(made.err))
	case made.done:
		p.tell(theme.ColorNamePlaceHolder, says)
	default:
		p.tell(theme.ColorNamePlaceHolder, lookingAtAll)
		if !made.begun && p.ctx.Err() == nil {
			made.begun = true
			p.prepare(p.ctx, kind, p.recipe)
		}
	}
}

// lookingAtAll is said while the card or the split is made.
const lookingAtAll = "Looking at every article…"

// look has the view show a page, nil: nothing. A card that is made anew is read on where the one before was.
func (p *datasetPreview) look(page *previewPage) {
	was, place := p.page, p.view.Place()
	switch p.page = page; {
	case page == nil:
		p.view.SetText(nil)
	case page != was:
		p.view.SetBlocks(page.blocks)
		if was != nil && was.name == page.name {
			p.view.SetPlace(place)
		}
	}
}

// tell says over the view what it is.
func (p *datasetPreview) tell(ink fyne.ThemeColorName, said string) {
	p.told.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Ours: true, Padded: true})
	p.told.SetText(said)
	setVisible(p.told, said != "")
	p.root.Refresh()
}

// prepare makes the card or the split beside the window.
func (p *datasetPreview) prepare(ctx context.Context, kind int, r interchange.Recipe) {
	d := p.w.desk
	shows := func(err error, show func()) {
		p.w.later(func() {
			if ctx.Err() != nil {
				return
			}
			if p.made[kind] = (making{true, true, err}); err == nil {
				show()
			}
			p.fill()
		})
	}
	go func() {
		switch kind {
		case seeCard:
			page, err := cardOf(ctx, d, r)
			shows(err, func() { p.card = &page })
		case seeSplit:
			dealt, err := jobs.PreviewSplit(ctx, d.project, r)
			shows(err, func() { p.deal.show(dealt, r.Split) })
		}
	}()
}

// cardSays tells where the card goes.
func cardSays(r *interchange.Recipe) string {
	said := interchange.CardName + " in the folder of the dataset."
	if f, err := formats.Named(r.Format); err == nil && !jobs.MakesFolder(f, r) {
		said = "A folder has this as " + interchange.CardName + ". As one file, the dataset goes out without it."
	}
	return said
}

// cardOf makes the card ready to be shown, on any goroutine.
func cardOf(ctx context.Context, d *desk, r interchange.Recipe) (previewPage, error) {
	b, err := jobs.PreviewCard(ctx, d.project, r, programName())
	if err != nil {
		return previewPage{}, err
	}
	t, err := text.New(beginning(b))
	if err != nil {
		return previewPage{}, err
	}
	return previewPage{interchange.CardName, textview.FindPlainBlocks(t)}, nil
}

// copy puts what is selected on the clipboard.
func (p *datasetPreview) copy() {
	if quote := annotation.Quote(p.view.Text(), p.view.Selection()); quote != "" {
		p.w.app.Clipboard().SetContent(quote)
		p.w.status.say("Copied: " + quoted(quote, 80))
	}
}
