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
	card   *previewPage // nil: it was not made for the recipe at hand
	recipe interchange.Recipe
	ctx    context.Context // of looking at the recipe; nil: there is none to look at
	making [seeSplit + 1]bool
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

// follow shows the first records of a recipe, and has its card and its split made when they are looked at; ctx ends when the recipe is another.
func (p *datasetPreview) follow(ctx context.Context, r interchange.Recipe, pages []previewPage) {
	p.ctx = ctx
	p.anew(r, pages)
}

// forget shows nothing, for nothing would go out.
func (p *datasetPreview) forget() {
	p.ctx = nil
	p.anew(interchange.Recipe{}, nil)
}

func (p *datasetPreview) anew(r interchange.Recipe, pages []previewPage) {
	p.recipe, p.card, p.making = r, nil, [seeSplit + 1]bool{}
	p.deal.forget()
	p.take(pages)
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
		p.view.SetText(nil)
	case len(p.pages) == 0:
		p.tell(theme.ColorNamePlaceHolder, nothingGoesOut)
		p.view.SetText(nil)
	case kind == seeRecords:
		p.tell(theme.ColorNamePlaceHolder, "")
		p.turn(p.tabs.on)
	case kind == seeCard && p.card != nil:
		p.tell(theme.ColorNamePlaceHolder, cardSays(&p.recipe))
		p.view.SetBlocks(p.card.blocks)
	case kind == seeSplit && (p.recipe.Split == nil || p.deal.dealt):
		p.tell(theme.ColorNamePlaceHolder, p.deal.says(&p.recipe))
	case !p.making[kind]:
		p.tell(theme.ColorNamePlaceHolder, "Looking at every article…")
		p.view.SetText(nil)
		p.making[kind] = true
		p.make(p.ctx, kind, p.recipe)
	}
	p.body.Refresh()
}

// tell says over the view what it is.
func (p *datasetPreview) tell(ink fyne.ThemeColorName, said string) {
	p.told.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Ours: true, Padded: true})
	p.told.SetText(said)
	setVisible(p.told, said != "")
	p.root.Refresh()
}

// make makes the card or the split beside the window.
func (p *datasetPreview) make(ctx context.Context, kind int, r interchange.Recipe) {
	d := p.w.desk
	outcome := func(err error, show func()) {
		p.w.later(func() {
			switch {
			case ctx.Err() != nil:
			case err != nil:
				if p.kind.on == kind {
					p.tell(theme.ColorNameError, sentence(err))
				}
			default:
				show()
				p.fill()
			}
		})
	}
	go func() {
		switch kind {
		case seeCard:
			page, err := cardOf(ctx, d, r)
			outcome(err, func() { p.card = &page })
		case seeSplit:
			dealt, err := jobs.PreviewSplit(ctx, d.project, r)
			outcome(err, func() { p.deal.show(dealt, r.Split) })
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
