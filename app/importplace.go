package app

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/ingest/sources"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// importPlace shows what was read before it is loaded: at the left the articles with their ticks and the rules that left lines out, at the right the
// text of the file at hand, which people divide and strike lines out of, under what is known about the article there.
type importPlace struct {
	w       *Window
	root    *fyne.Container
	said    *textview.Lines // what is wrong with the article at hand, or what would be loaded
	list    *keyList
	rows    []importRow
	text    *importText
	details *importDetails
	rules   *importRules
	choices *importChoices
	refused *importRefused
	right   *fyne.Container
	all     *container.Split // the table with the rules, and the text
	left    *container.Split // the table, and the rules
	table   *importTable
	bottom  *fyne.Container // what is said, and the buttons
	counts  importCounts
	cancel  *button
	load    *button

	in       *incoming
	ticks    map[importRow]becoming // that a person set
	weighed  map[importRow]*weighed
	readings map[string]jobs.Reading // by file: how a person had it read
	reading  int                     // number of the last reading anew, so that a slow one is not shown late
	touched  bool                    // a person did something that is lost with the import
	number   int                     // of the last comparing, so that a slow one is not shown late
	due      bool                    // something is still to be compared
	stale    map[*readSheet]bool     // of that, what is another text now
}

// comparePause is how long an article must stay as it is before it is looked for anew in the project.
const comparePause = 250 * time.Millisecond

// soonSketched is how long a sheet is at most, in bytes, whose articles are counted while the window waits.
const soonSketched = 64 << 10

// saidHeight is the room for what is said, of one line or of two, in points.
const saidHeight = 56

// importSide stands what is known of an article over its text. The upper part takes the height that it needs, up to a share of all, and scrolls beyond.
type importSide struct{}

const overShare = 0.4 // of the height, at most

// Layout is fyne.Layout. The objects are the scroll of the upper part, and the text.
func (importSide) Layout(os []fyne.CanvasObject, size fyne.Size) {
	content := os[0].(*container.Scroll).Content
	content.Resize(fyne.NewSize(size.Width, content.MinSize().Height)) // what flows breaks at this width
	height := min(content.MinSize().Height, overShare*size.Height)
	os[0].Resize(fyne.NewSize(size.Width, height))
	os[1].Move(fyne.NewPos(0, height))
	os[1].Resize(fyne.NewSize(size.Width, size.Height-height))
}

// MinSize is fyne.Layout.
func (importSide) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(os[0].(*container.Scroll).Content.MinSize().Width, cardLeast)
}

func newImportPlace(w *Window) *importPlace {
	p := &importPlace{w: w, said: newProse(w.fonts, theme.ColorNamePlaceHolder, ""), ticks: map[importRow]becoming{}, weighed: map[importRow]*weighed{},
		readings: map[string]jobs.Reading{}, stale: map[*readSheet]bool{}, table: &importTable{}}
	p.list = newKeyList(w.keys, func() int { return len(p.rows) }, func() fyne.CanvasObject { return newImportLine(w.fonts, &p.table.setting) }, p.fill)
	p.list.HideSeparators = true
	p.list.chosen = p.choose
	p.list.pointed = p.show
	p.list.caret = p.key
	p.list.turned = p.hintHere
	p.list.escape = p.askCancel
	p.table.head, p.table.list = newImportHead(w.fonts, &p.table.setting), p.list
	p.text, p.details, p.rules = newImportText(p), newImportDetails(p), newImportRules(p)
	p.choices, p.refused = newImportChoices(p), newImportRefused(p)
	p.cancel, p.load = newButton("Cancel", p.askCancel), mainButton("Load", p.loadAll)
	for _, b := range []*button{p.cancel, p.load} {
		b.keys, b.escape = w.keys, p.askCancel
	}
	over := container.NewVScroll(container.NewVBox(p.choices.root, p.details.root))
	p.details.over = over
	p.right = container.New(&importSide{}, over, container.NewStack(p.text.view, container.NewVBox(p.refused.root)))
	p.left = container.NewVSplit(container.New(p.table, p.table.head, p.list), p.rules.root)
	p.all = container.NewHSplit(p.left, p.right)
	p.all.Offset, p.left.Offset = w.settings.Window.Incoming, w.settings.Window.Rules
	buttons := container.NewVBox(layout.NewSpacer(), container.New(&inset{8, 4}, container.NewHBox(p.cancel, p.load)), layout.NewSpacer())
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(0, saidHeight))
	p.bottom = container.NewBorder(nil, nil, nil, buttons, container.NewStack(room, p.said))
	p.root = container.NewBorder(newHeading(w.fonts, "Import"), p.bottom, nil, nil, p.all)
	p.root.Hide()
	return p
}

func (p *importPlace) isOpen() bool { return p.in != nil }

// open shows what was read.
func (p *importPlace) open(in *incoming) {
	p.in, p.rules.off = in, p.rules.forGood()
	p.list.row = 0
	p.w.status.say("Nothing is loaded yet.")
	p.changed()
	p.list.ScrollToTop()
	p.w.goTo(previewing)
	p.list.point(p.firstRow())
	if i := slices.IndexFunc(p.rows, func(r importRow) bool { return r.read.needsColumns() }); i >= 0 {
		p.list.point(i)
		p.askColumns()
	}
}

// close forgets what was read, and goes back to the articles.
func (p *importPlace) close() {
	p.forget()
	if p.w.inImport() {
		p.w.goTo(annotating)
	}
}

// forget forgets what was read.
func (p *importPlace) forget() {
	p.number++
	p.in, p.rows, p.touched, p.due = nil, nil, false, false
	clear(p.ticks)
	clear(p.weighed)
	clear(p.readings)
	clear(p.stale)
	p.text.show(nil)
	p.choices.show()
}

// firstRow is the first row of an article.
func (p *importPlace) firstRow() int {
	return max(0, slices.IndexFunc(p.rows, func(r importRow) bool { return !r.heading }))
}

// changed shows what would be loaded now.
func (p *importPlace) changed() {
	at := importRow{}
	if p.list.row < len(p.rows) {
		at = p.rows[p.list.row]
	}
	p.rows = p.in.rows()
	p.rules.show()
	if i := slices.Index(p.rows, at); i >= 0 {
		p.list.row = i
	}
	p.list.row = max(0, min(p.list.row, len(p.rows)-1))
	p.list.Refresh()
	p.list.mark(p.list.row)
	p.count()
	p.tell()
	p.hintHere()
}

// importCounts are how many rows would be loaded, are there already and left out, are refused, and wait to be told their columns.
type importCounts struct{ ticked, left, refused, asking int }

func (p *importPlace) counted() (c importCounts) {
	for _, r := range p.rows {
		if r.heading {
			continue
		}
		a, _ := r.article()
		switch {
		case r.read.needsColumns():
			c.asking++
		case r.fault() != nil:
			c.refused++
		case p.isTicked(r):
			c.ticked++
		case a.copy.StaysOut():
			c.left++
		}
	}
	return c
}

// count shows how many rows would be loaded.
func (p *importPlace) count() {
	p.counts = p.counted()
	p.load.SetText("Load " + plural(p.counts.ticked, "article"))
	setVisible(p.load, p.counts.ticked+p.counts.left > 0)
	p.cancel.SetText(map[bool]string{true: "Cancel", false: "Close"}[p.load.Visible()])
	p.bottom.Refresh()
}

// tell says what there is to say of the article at hand, else of all.
func (p *importPlace) tell() {
	ink, said := p.saidOf()
	switch c := p.counts; {
	case said != "":
	case c.asking > 0:
		said = plural(c.asking, "file") + " " + map[bool]string{true: "waits", false: "wait"}[c.asking == 1] + " to be told which column is the text. T shows the columns."
	case c.refused > 0:
		said = plural(c.refused, "file") + " " + isAre(c.refused) + " refused. Ctrl+C copies which, and why."
	case p.in != nil && p.in.known > 0:
		said = p.in.knownInWords()
	case c.left > 0:
		said = plural(c.left, "article") + " there already, which " + isAre(c.left) + " left out."
	}
	p.said.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Most: 2, Ours: true, Padded: true})
	p.said.SetText(said)
}

// saidOf is what there is to say of the article at hand, and in which ink.
func (p *importPlace) saidOf() (fyne.ThemeColorName, string) {
	r, ok := p.row()
	if !ok {
		return theme.ColorNamePlaceHolder, ""
	}
	switch fault, d := r.fault(), r.draft(); {
	case d == nil: // it stands in the place of its text
		return theme.ColorNamePlaceHolder, ""
	case fault != nil:
		return theme.ColorNameError, sentence(fault)
	case r.isCopy():
		return theme.ColorNameForeground, p.copyInWords(r)
	case len(d.Warnings) > 0:
		return theme.ColorNameForeground, d.Warnings[0]
	}
	return theme.ColorNamePlaceHolder, ""
}

// row is the one at hand; of a file that gave several articles, that of the first.
func (p *importPlace) row() (importRow, bool) {
	for i := p.list.row; i >= 0 && i < len(p.rows); i++ {
		if !p.rows[i].heading {
			return p.rows[i], true
		}
	}
	return importRow{}, false
}

// show shows the text of a row.
func (p *importPlace) show(int) {
	r, ok := p.row()
	if !ok || p.in == nil {
		return
	}
	p.list.mark(p.list.row)
	p.text.show(r.read)
	if r.read.sheet != nil {
		p.text.goTo(r.begin)
	}
	p.atHand()
}

// atHand shows what there is to choose, to know and to say of the row at hand.
func (p *importPlace) atHand() {
	p.refused.show()
	p.choices.show()
	p.details.show()
	p.tell()
	p.hintHere()
}

// atCaret follows the caret to the row of the article that it is in.
func (p *importPlace) atCaret() {
	if begin, ok := p.text.begin(); ok && p.in != nil {
		if i := slices.Index(p.rows, importRow{read: p.text.read, begin: begin}); i >= 0 && i != p.list.row {
			before := p.list.row
			p.list.row = i
			p.list.mark(i)
			p.list.RefreshItem(before)
			p.atHand()
			return
		}
	}
	p.details.show()
}

// edited follows a sheet that is divided or cut otherwise: its articles are looked for anew in the project, beside the window.
func (p *importPlace) edited(r *readSheet) {
	p.touched = true
	p.stale[r] = true
	before := r.each
	if r.each = make([]readArticle, len(r.sheet.Articles)); len(r.sheet.Whole.Text) < soonSketched {
		r.each = sketched(r.sheet.Articles)
	}
	for n := range r.each {
		if len(before) == len(r.each) {
			r.each[n].copy = before[n].copy
		}
	}
	p.unweigh(r)
	p.changed()
	p.text.view.Invalidate()
	p.choices.show()
	p.details.show()
	p.compareSoon()
}

// compareSoon looks for everything anew in the project, once nothing was changed for a moment.
func (p *importPlace) compareSoon() {
	p.due = true
	p.number++
	number, d := p.number, p.w.desk
	time.AfterFunc(comparePause, func() {
		p.w.later(func() {
			if number == p.number && d == p.w.desk {
				p.compare(number)
			}
		})
	})
}

// compare looks for what was changed beside the window.
func (p *importPlace) compare(number int) {
	in, stale := p.in, p.copyStale()
	go func() {
		each := map[*readSheet][]readArticle{}
		for r, articles := range stale {
			each[r] = sketched(articles)
		}
		p.w.later(func() {
			if number != p.number {
				return
			}
			for r, articles := range each {
				r.each = articles
			}
			clear(p.stale)
			sketches := in.sketches()
			go func() {
				found := in.copies.Find(sketches)
				p.w.later(func() {
					if number == p.number {
						p.compared(found)
					}
				})
			}()
		})
	}()
}

// compared takes what was found of everything.
func (p *importPlace) compared(found []jobs.Copy) {
	p.due = false
	p.in.take(found)
	p.changed()
	p.atHand()
}

// askCancel throws away what was read; after a question where a person worked on it.
func (p *importPlace) askCancel() {
	throw := func() {
		p.close()
		p.w.status.say("Nothing was loaded.")
	}
	if !p.touched {
		throw()
		return
	}
	p.w.question("Throw the import away?", "Nothing of it is loaded yet, and what you changed in it is lost.", choice{"Throw it away", throw}, choice{text: "Go on with it"})
}

// loadAll loads what is ticked.
func (p *importPlace) loadAll() {
	p.compareNow()
	articles, marks := 0, false
	var sheets []*jobs.Sheet
	for _, r := range p.in.read {
		if r.sheet == nil {
			continue
		}
		taken := r.sheet.Taking(func(n int) (jobs.Taken, bool) { return p.takenAs(r, n) })
		before := articles
		for n, d := range taken.Articles {
			if d != nil {
				articles++
				t, _ := p.takenAs(r, n)
				marks = marks || !t.MarksOf.IsZero()
			}
		}
		if articles > before {
			sheets = append(sheets, taken)
		}
	}
	if articles == 0 {
		p.w.status.fail("No article is ticked. Space ticks one.")
		return
	}
	p.close()
	p.w.loadSheets(sheets, articles, marks)
}

// compareNow looks for what was changed just before.
func (p *importPlace) compareNow() {
	p.number++
	if !p.due {
		return
	}
	for r := range p.stale {
		r.each = sketched(r.sheet.Articles)
	}
	clear(p.stale)
	p.compared(p.in.copies.Find(p.in.sketches()))
}

func (w *Window) importActions() []*action {
	p := w.importing
	next := func(forward bool) func() {
		return func() {
			if forward {
				w.win.Canvas().FocusNext()
			} else {
				w.win.Canvas().FocusPrevious()
			}
			p.hintHere()
		}
	}
	there := func() bool { return p.isOpen() && w.canWrite() }
	return []*action{
		{id: "place.import", place: anywhere, menu: "View", name: "Back to the import that waits", enabled: func() bool { return p.isOpen() && !w.inImport() }, run: func() { w.goTo(previewing) }},
		{id: "import.load", menu: "File", name: "Load the articles that are ticked", keys: chords("Ctrl+Enter"), everywhere: true, separator: true, enabled: there, run: p.loadAll},
		{id: "import.cancel", menu: "File", name: "Cancel the import", keys: chords("Esc"), enabled: p.isOpen, run: p.askCancel},
		{id: "import.strike", menu: "Edit", name: "Leave the line under the caret out, or keep it", keys: chords("X"), enabled: p.text.isShown, run: p.text.strike},
		{id: "import.divide", menu: "Edit", name: "Have an article begin with the line under the caret, or join it with the one before", keys: chords("D"), enabled: p.text.isShown, run: p.text.divide},
		{id: "import.copies", menu: "Edit", name: "Next of what can become of a copy: left out, loaded, loaded with my marks", keys: chords("C"), enabled: p.isOpen, run: p.nextWay},
		{id: "import.columns", menu: "Edit", name: "Columns of the table, or fields of the records…", keys: chords("T"), enabled: p.hasColumns, run: p.askColumns},
		{id: "import.copy", menu: "Edit", name: "Copy what is selected, else what was refused and why", keys: chords("Ctrl+C"), enabled: p.isOpen, run: p.copyOut},
		{id: "import.rules", menu: "Edit", name: "Have later imports leave lines out by the rules that are ticked now", enabled: p.isOpen, run: p.rules.keep},
		{id: "import.next", name: "Next part of the place", keys: chords("Tab"), repeats: true, run: next(true)},
		{id: "import.previous", name: "Part of the place before", keys: chords("Shift+Tab"), repeats: true, run: next(false)},
	}
}

// hasColumns tells whether the file at hand is a table, or records.
func (p *importPlace) hasColumns() bool {
	r, ok := p.row()
	return ok && p.isOpen() && sources.HasColumns(r.read.file)
}

// copyRefusals puts the list of what is refused on the clipboard.
func (p *importPlace) copyRefusals() { p.w.copyRefused(p.in.refusedLines()) }

// retheme draws the place in the colours that it has now.
func (p *importPlace) retheme() {
	p.text.style()
	p.text.view.Invalidate()
	p.table.head.Refresh()
	p.list.Refresh()
}
