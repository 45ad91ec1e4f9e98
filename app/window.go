package app

import (
	"context"
	"errors"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/settings"
	"rubricator/app/textview"
	"rubricator/assets"
	"rubricator/storage"
)

// Window is the program's window: its places on one project.
type Window struct {
	app      fyne.App
	win      fyne.Window
	folders  settings.Folders
	settings *settings.Settings
	scheme   annotation.Scheme // of new projects

	actions *actions
	keys    *dispatcher
	desk    *desk // nil when no project is open

	fonts  *textview.Fonts
	view   *textview.View
	finder *findBar
	review *review

	adjudicating *adjudicating // the Review place
	dataset      *datasetPlace
	importing    *importPlace // what was read and is not loaded yet
	place        place        // that is shown

	library   *library
	inspector *inspector
	status    *statusBar
	chips     []*chip
	chipRow   *fyne.Container
	done      *chip // marks the article as done
	byline    *textview.Lines
	welcome   *fyne.Container // what an empty window says and offers
	invite    *textview.Lines
	offers    *fyne.Container
	outer     *container.Split // library | rest
	inner     *container.Split // article | inspector
	center    *fyne.Container
	article   *fyne.Container  // what is known about it, what is looked for in it, its text
	below     *container.Split // article | what is under review
	top       *fyne.Container  // the chips
	alone     bool             // the text is shown alone, full screen

	document annotation.Document              // the open one; its ID is zero when none is
	places   map[annotation.ID]settings.Place // where documents were left in this session
	chosen   annotation.ID                    // the chosen mark
	looks    map[annotation.LabelRole]int     // the index of each one's look
	sticky   annotation.LabelRole             // what clicks and drags mark with; empty: nothing
	last     annotation.LabelRole             // the label of the last mark
	relabel  bool                             // R was pressed: the next label key relabels
	delayed  []func()                         // undos and redos that wait until everything is on disk
	frame    *fyne.Container                  // the panes between the chips and the status bar
	beside   *canvas.Rectangle                // the room of a sheet that stands at the right; hidden where there is none
	fold     *chipFold                        // the chips that have no room
	schemer  *schemeEditor                    // the draft of the scheme that was begun; nil: none
	insight  *insight                         // progress and agreement, once they were asked for
	drafted  *annotation.Scheme               // what marks are shown by instead of the project's scheme; nil: nothing
	checks   *checking                        // what checks found; nil: they were not asked
	running  *checking                        // checks that are not through yet; nil: none
	asked    asked                            // the attribute that keys answer
	reply    func()                           // begins the answer to the letter that was opened just now; nil: none was
	offered  *offer                           // what digits choose from now; nil: they are label keys
	hovered  annotation.ID                    // the mark or suggestion under the pointer

	suggestions *annotation.Suggestions // of the open document; nil when none is
	suggestion  annotation.ID           // the chosen one; then no mark is chosen

	linkChosen       annotation.ID   // the chosen link
	allLinks         bool            // the links of all marks in sight are drawn
	hidden           map[string]bool // labels whose marks are not shown
	drawnMarks       map[uint64]annotation.ID
	drawnSuggestions map[uint64]annotation.ID
	drawnLinks       map[uint64]annotation.ID
	grown            struct { // what the last growing selected, and from where it grew
		selection rangeset.Range
		from      text.Pos
	}

	markingAll *markingAll // what marks many places, while it does

	opening int      // number of the last call to open, so that a slow one is not shown late
	listing int      // the same of reading the list
	modals  []*modal // what lies over the window, the top one last

	correspondence *correspondence // what colleagues said and judged; nil until it is read
	corresponding  int             // number of the last reading of that
	corresponded   int             // number of the one whose outcome is there

	ahead       *ahead        // the first project, while it is not shown yet
	begun       bool          // a project was opened, or could not be
	patience    time.Duration // see reading
	clock       func() time.Time
	stopwatch   annotation.Stopwatch // of the work on the open article
	workSaved   time.Time            // when working hours were last written
	stale       bool                 // what the window tells is to be brought up to date
	titleSaid   string               // the window's title
	menuSaid    string               // what the menu says
	menuDue     bool                 // it is to be made anew soon
	later       func(func())         // runs on the UI goroutine, from any
	joining     bool                 // a colleague's project is being joined
	toldUnsaved bool                 // the status line said that something is not saved
	drewUnsaved bool                 // a mark was drawn as not yet saved
	refusal     error                // an edit was refused, and what is shown is to be read again once the others are on disk
	listDue     bool                 // documents came or went, and the list is to be read when that is on disk
}

// newWindow fills a window; no project is open in it yet.
func newWindow(a fyne.App, win fyne.Window, f settings.Folders, s *settings.Settings, scheme annotation.Scheme) (*Window, error) {
	fonts, err := textview.NewFonts(assets.NotoSerif, assets.NotoSerifBold, assets.NotoNaskhArabic, assets.NotoSerifHebrew)
	if err != nil {
		return nil, err
	}
	fonts.Add("sans", theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content())
	fonts.Add(monospace, theme.DefaultTextMonospaceFont().Content(), theme.DefaultTextMonospaceFont().Content())
	textview.SpareEmoji()
	textview.LendEmoji(strings.Join(s.Recent, "")) // the first menu says them
	a = becalm(a, s)
	w := &Window{app: a, win: win, fonts: fonts, folders: f, settings: s, scheme: scheme, later: fyne.Do, patience: reading, clock: time.Now, places: map[annotation.ID]settings.Place{},
		hidden: map[string]bool{}, drawnMarks: map[uint64]annotation.ID{}, drawnSuggestions: map[uint64]annotation.ID{}, drawnLinks: map[uint64]annotation.ID{}}
	a.Settings().SetTheme(newLook(s.Theme))
	w.keys = &dispatcher{run: w.act, place: func() place { return w.place }, pressed: w.active, deaf: func() bool { return win.Canvas().Overlays().Top() != nil }}
	w.place, w.adjudicating = annotating, newAdjudicating(w)
	w.dataset, w.importing = newDatasetPlace(w), newImportPlace(w)
	w.actions = newActions(w.table())
	w.keys.actions = w.actions
	w.view = textview.New(fonts)
	w.library = newLibrary(w)
	w.inspector = newInspector(fonts, w.keys, newHistoryPane(w, w.focusText), func(f func()) { w.later(f) }, w.chooseAndReveal, w.saveNote, w.focusText)
	w.inspector.attributes.ties(w)
	w.inspector.toCheck = w.goToCheck
	w.inspector.tabs.each[tabChecks].tapped = w.openChecks
	w.inspector.tabs.each[tabGuide].tapped = w.openGuide
	w.inspector.tabs.each[tabHistory].tapped = w.openHistory
	w.inspector.guide.edit.OnTapped = w.editGuide
	w.inspector.tabs.each[tabComments].tapped = w.toggleComments
	w.inspector.comments.w = w
	w.status = newStatusBar(fonts)
	w.finder, w.review = newFindBar(w), newReview(w)
	w.listen()
	w.compose()
	return w, nil
}

// listen ties the view's reports to what the window does.
func (w *Window) listen() {
	v := w.view
	v.Keys = w.keys
	v.OnSelect = w.selected
	v.OnTap = w.tapped
	v.OnMenu = w.contextMenu
	v.OnMoved = w.moved
	v.OnScrolled = w.active
	v.OnHover = w.pointedAt
	v.OnPick = w.picked
	v.OnBound = w.dragged
	v.OnTie = w.tied
	v.SetLinker(w.links)
	v.OnZoom = w.zoom
	v.SetDecorator(w.decorate)
	v.SetLighter(w.lit)
	v.SetFlagger(w.flagged)
	w.typography()
	v.SetStill(w.settings.NoMotion)
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { w.dropped(uris) })
	w.win.SetCloseIntercept(w.quit)
	if c, ok := w.win.Canvas().(desktop.Canvas); ok { // when nothing has the focus
		c.SetOnKeyDown(w.keys.KeyDown)
		c.SetOnKeyUp(w.keys.KeyUp)
	}
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	w.win.Canvas().SetOnTypedRune(w.keys.TypedRune)
}

// compose lays the panes out.
func (w *Window) compose() {
	w.fold = &chipFold{more: newChip(w.fonts, annotation.Choice{}, func() color.NRGBA { return nrgbaOf(theme.ColorNamePlaceHolder) }, w.foldedMenu)}
	w.chipRow = container.New(w.fold, w.fold.more)
	a := w.actions.byID("document.done")
	w.done = newChip(w.fonts, annotation.Choice{Key: a.keyNames(), Name: "Done"}, func() color.NRGBA { return nrgbaOf(theme.ColorNameSuccess) },
		func() { w.act(a); w.focusText() })
	w.byline = textview.NewLines(w.fonts, textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true, Centre: true, Padded: true})
	w.invite = textview.NewLines(w.fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Ours: true, Centre: true, Padded: true})
	w.offers = container.NewVBox()
	w.welcome = container.NewVBox(layout.NewSpacer(), w.invite, container.NewCenter(w.offers), layout.NewSpacer())
	w.top = container.NewVBox(container.New(&inset{8, 6}, container.NewBorder(nil, nil, nil, w.done, w.chipRow)), widget.NewSeparator())
	w.article = container.NewBorder(container.NewVBox(w.byline, w.finder.root), nil, nil, nil, w.view)
	w.below = container.NewVSplit(w.article, w.review.root)
	w.below.Offset = 0.62
	w.center = container.NewStack(w.below, w.welcome)
	w.inner = container.NewHSplit(w.center, w.inspector.root)
	w.outer = container.NewHSplit(w.library.root, w.inner)
	w.outer.Offset, w.inner.Offset = w.settings.Window.Library, w.settings.Window.Inspector
	w.beside = canvas.NewRectangle(color.Transparent)
	w.beside.Hide()
	w.frame = container.NewBorder(w.top, w.status.root, nil, w.beside, container.NewStack(w.outer, w.adjudicating.root, w.dataset.root, w.importing.root))
	w.win.SetContent(container.NewStack(newGround(w.focusText), w.frame))
	w.panes()
	w.win.Resize(fyne.NewSize(w.settings.Window.Width, w.settings.Window.Height))
	w.refresh()
}

// act runs an action of the table, if it can be done now.
func (w *Window) act(a *action) {
	if w.answers(a) || !a.isEnabled() || a.run == nil {
		return
	}
	w.active()
	w.status.clear()
	if w.finishMarking(); w.markingAll != nil {
		return // a system's own menu reaches what is shut behind the progress
	}
	w.refreshNow() // a quick typist's next key meets the window as the key before left it
	w.learn(a)
	a.run()
}

// refresh brings everything that tells about the state up to date, once however often it is asked for in one event.
func (w *Window) refresh() {
	if w.stale {
		return
	}
	w.stale = true
	w.later(w.refreshNow)
}

// refreshNow does what refresh asked for, if that is still to be done.
func (w *Window) refreshNow() {
	if !w.stale {
		return
	}
	w.stale = false
	w.title()
	w.headline()
	w.saving()
	w.facts()
	w.welcomeText()
	if w.inspector.root.Visible() {
		if w.inspector.tabs.on == tabGuide && w.desk != nil {
			w.inspector.guide.show(w.schemeShown(), w.labelInHand())
		}
		w.refreshHistory()
		w.inspector.said = w.saidOf()
		w.inspector.tabs.name(tabComments, w.commentsHeading())
		if w.inspector.tabs.on == tabComments {
			w.inspector.comments.show()
		}
		vs, asked := w.valued()
		w.inspector.show(inspected{w.set(), w.listed(), w.chosen, w.suggestedAct(), w.underCaret(), vs, asked, !w.canWrite()})
	}
	others := false
	for _, c := range w.chips {
		if shown := !c.choice.Part || w.showsPart(c.choice); shown != c.Visible() {
			setVisible(c, shown)
			others = true
		}
		c.show(chipState{sticky: c.choice.LabelRole == w.sticky, wanted: w.relabel, hidden: w.hidden[c.choice.Label]})
	}
	if others {
		w.fold.Layout(w.chipRow.Objects, w.chipRow.Size()) // a refresh would draw each of them anew
	}

	w.done.show(chipState{sticky: w.set() != nil && w.set().Head().Status == annotation.Done})
	if can := w.hasDocument() && w.canWrite(); can != w.done.Visible() {
		setVisible(w.done, can)
		w.top.Refresh()
	}
	w.hint()
	w.refreshMenu()
}

func (w *Window) title() {
	title := "Rubricator"
	if w.desk != nil {
		name := projectName(w.desk.project.Path())
		if w.desk.project.ReadOnly() != nil {
			name += " (read only)"
		}
		title = name + " — " + title
	}
	if title != w.titleSaid {
		w.titleSaid = title
		w.win.SetTitle(title)
	}
}

// headline is the line of what is known about the article, over its text.
func (w *Window) headline() {
	if w.document.ID.IsZero() {
		w.byline.SetText("")
		return
	}
	d := w.document
	var parts []string
	for _, s := range []string{d.Outlet, d.Author, d.Published} {
		if s != "" {
			parts = append(parts, textview.Isolate(s))
		}
	}
	parts = append(parts, plural(d.Words, "word"), statusInWords(w.set().Head()))
	if l := w.listed(); l != nil && l.IsReturned() {
		parts = append(parts, "returned: "+quoted(l.Returned, 120))
	}
	parts = append(parts, w.roundsInWords()...)
	w.byline.SetText(strings.Join(parts, " · "))
}

func (w *Window) saving() {
	if w.desk == nil {
		return
	}
	st := w.desk.outbox.State()
	w.status.showSaving(st, w.desk.project.ReadOnly())
	switch {
	case st.Err != nil:
		w.toldUnsaved = true
		w.status.fail(sentence(st.Err))
	case w.toldUnsaved && st.Saved():
		w.toldUnsaved = false
		w.status.say("Everything is saved now.")
	}
}

func (w *Window) facts() {
	if w.desk == nil {
		return
	}
	facts := []string{textview.Isolate(w.me().Name)}
	if s := w.set(); s != nil && w.inArticles() {
		facts = append(facts, plural(s.Len(), "mark"))
		if n := w.suggestions.Len(); n > 0 {
			facts = append(facts, plural(n, "suggestion"))
		}
	}
	if n := len(w.inbox()); n > 0 {
		facts = append(facts, grouped(n)+" in your inbox")
	}
	if n := w.othersQuestions(); n > 0 {
		facts = append(facts, plural(n, "open question"))
	}
	if w.isSticky() {
		facts = append(facts, "every click marks: "+textview.Isolate(w.desk.project.Scheme().NameOf(w.sticky)))
	}
	if len(w.hiddenNames()) > 0 {
		facts = append(facts, w.hidingFact())
	}
	w.status.showFacts(facts...)
}

func (w *Window) set() *annotation.Set {
	if w.desk == nil {
		return nil
	}
	return w.desk.editor.Set()
}

// listed is the open article as the library lists it; nil where none is open.
func (w *Window) listed() *storage.Listed {
	if w.desk == nil {
		return nil
	}
	l, _ := w.desk.listed(w.document.ID)
	return l
}

// focusText has keys go to the text; in the Dataset place to what of the recipe was changed last, and before
// articles are loaded to the list of them.
func (w *Window) focusText() {
	if w.inDataset() {
		w.dataset.focus()
		return
	}
	if w.inImport() {
		w.importing.focus()
		return
	}
	w.win.Canvas().Focus(w.text())
}

// edited is told of each edit that was applied.
func (w *Window) edited(e annotation.Edit) {
	w.active()
	if w.desk.noted(e) {
		w.listDue = true
		w.reloadDue()
	}
	if len(e.Annotators) > 0 {
		if err := w.named(w.desk.annotator); err != nil {
			w.status.fail(sentence(err))
		}
	}
	w.suggestionsEdited(e)
	w.inspector.history.due = true
	w.correspond(e)
	w.adjudicating.noted(e)
	var changed []rangeset.Range
	for _, c := range e.Spans {
		if c.Document != w.document.ID {
			w.library.changed(c.Document)
			continue
		}
		for _, sp := range []*annotation.Span{c.Before, c.After} {
			if sp != nil {
				changed = append(changed, sp.Ranges()...)
			}
		}
	}
	if len(changed) > 0 {
		w.view.Invalidate(changed...)
	}
	if p := w.review.proposing; p != nil {
		p.noted(e)
	}
	if !w.document.ID.IsZero() {
		w.library.changed(w.document.ID)
	}
	if len(e.Spans)+len(e.Sets) > 0 {
		w.library.marksChanged()
	}
	if len(e.Relations) > 0 {
		w.view.InvalidateLinks()
	}
	if _, there := w.chosenSpan(); !there {
		w.chosen = annotation.ID{}
	}
	w.refresh()
	w.checkAgain()
	if len(e.Schemes) > 0 {
		w.onceSaved(w.schemeChanged)
	}
}

// reloadDue reads the list of documents again once what changed it is on disk.
func (w *Window) reloadDue() {
	if w.listDue && w.desk.outbox.State().Saved() {
		w.listDue = false
		w.reloadList(nil)
	}
}

// reloadList reads the list of documents again, opens another where the open one is gone, and then goes on; then may be nil.
func (w *Window) reloadList(then func()) {
	w.listing++
	number, d := w.listing, w.desk
	type outcome struct {
		documents []storage.Listed
		err       error
	}
	read := func() outcome {
		docs, err := d.list(context.Background())
		return outcome{docs, err}
	}
	soon(w, w.patience, read, nil, func(o outcome) {
		switch {
		case d != w.desk:
			return
		case o.err != nil:
			w.status.fail(sentence(o.err))
			return
		case number == w.listing: // else a later one is under way
			w.showList(o.documents)
		}
		if then != nil {
			then()
		}
	})
}

func (w *Window) showList(documents []storage.Listed) {
	w.desk.show(documents)
	w.library.show(w.desk.documents, w.document.ID)
	w.readCorrespondence() // it may have come with the documents
	switch now, there := w.desk.listed(w.document.ID); {
	case there:
		w.document = now.Document
	case !w.document.ID.IsZero():
		w.openLast()
	}
	if w.inDataset() { // another article may go out, or one less
		w.dataset.look()
	}
	w.refresh()
}

// savingChanged comes from the outbox's goroutine.
func (w *Window) savingChanged() {
	w.later(func() {
		if w.desk == nil {
			return
		}
		w.saving()
		w.reloadDue()
		if w.desk.outbox.State().Saved() {
			w.library.saved()
		}
		w.refreshHistory()
		if w.drewUnsaved {
			w.drewUnsaved = false
			w.view.Invalidate()
		}
		if refused := w.desk.takeRefusals(); len(refused) > 0 {
			w.refusal = refused[0].Err
		}
		if w.refusal != nil && w.desk.outbox.State().Saved() {
			w.refused(w.refusal)
		}
	})
}

// refused shows everything again as the file has it, because an edit did not fit.
func (w *Window) refused(err error) {
	w.refusal = nil
	tell := func() { w.status.fail(sentence(err)) }
	err = errors.Join(err, w.desk.catchUp(context.Background()))
	w.reloadList(func() {
		if id := w.document.ID; !id.IsZero() {
			w.openThen(id, tell)
		}
		w.adjudicating.isStale()
		tell()
	})
}
