package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// datasetCounts tells what would go out: how much, what the format loses of it, and what should be looked at before.
type datasetCounts struct {
	p     *datasetPlace
	root  fyne.CanvasObject
	tabs  *tabs
	told  *textview.Lines // a sentence or two over the rows
	view  string          // what stands there for the view
	list  *keyList
	rows  []datasetRow
	found *jobs.DatasetSurvey // nil until it was looked at
	whole map[string]bool     // checks all of whose articles are listed
}

// datasetRow is a row, which may lead somewhere.
type datasetRow struct {
	insightRow
	cells []cell // of a table; nil: it is no row of one
	full  string // what its words are, where a row may have no room for them
	lead  func()
}

// The views, as the tabs have them.
const (
	viewCounts = iota
	viewLosses
	viewToCheck
)

func newDatasetCounts(p *datasetPlace) *datasetCounts {
	w := p.w
	c := &datasetCounts{p: p, told: newProse(w.fonts, theme.ColorNamePlaceHolder, ""), whole: map[string]bool{}}
	c.tabs = newTabs(w.fonts, c.turn, "What goes out", "Losses", "To check")
	c.list = newKeyList(w.keys, func() int { return len(c.rows) }, c.newRow, c.fill)
	c.list.HideSeparators = true
	c.list.chosen = func(row int) { c.list.unselect(); c.lead(row) }
	c.list.caret = c.key
	c.list.pointed = c.tell
	c.list.escape = func() { p.focus() }
	c.root = container.NewBorder(container.NewVBox(container.New(&inset{4, 4}, c.tabs.root), c.told), nil, nil, nil, c.list)
	return c
}

// show takes in what was found; nil: nothing can go out.
func (c *datasetCounts) show(found *jobs.DatasetSurvey) {
	c.found = found
	losses, checks := "Losses", "To check"
	if found != nil {
		losses += " " + grouped(len(found.Losses)+min(1, found.Blind))
		checks += " " + grouped(len(found.Checks)+min(1, len(found.Damaged)))
	}
	c.tabs.name(viewLosses, losses)
	c.tabs.name(viewToCheck, checks)
	c.fillView()
}

// turn shows a view.
func (c *datasetCounts) turn(view int) {
	c.tabs.show(view)
	c.list.row = 0
	c.fillView()
	c.list.ScrollToTop()
}

// fillView shows what the view says now; the keys stay at their row.
func (c *datasetCounts) fillView() {
	c.rows = nil
	said := ""
	if c.found != nil {
		c.rows, said = c.rowsOf(c.tabs.on)
	}
	c.view = said
	c.list.row = max(0, min(c.list.row, len(c.rows)-1))
	for c.list.row < len(c.rows)-1 && c.rows[c.list.row].heading {
		c.list.row++
	}
	c.list.unselect()
	c.list.Refresh()
	c.tell(c.list.row)
}

// tell says over the rows what the view is, or all words of the row at hand.
func (c *datasetCounts) tell(row int) {
	said := c.view
	if c.list.focused && row >= 0 && row < len(c.rows) && c.rows[row].full != "" {
		said = c.rows[row].full
	}
	if said != c.told.Text() || c.told.Visible() != (said != "") {
		c.told.SetText(said)
		setVisible(c.told, said != "")
		c.root.Refresh()
	}
}

// newRow is a row whose bar is seen in a narrow window too.
func (c *datasetCounts) newRow() fyne.CanvasObject {
	r := newFigureRow(c.p.w.fonts)
	r.least, r.number = datasetTitleWidth, datasetNumberWidth
	return container.NewStack(r, newTableRow(c.p.w.fonts))
}

// The room that rows have at least for the name of what is counted, and for its number, in points.
const (
	datasetTitleWidth  = 170
	datasetNumberWidth = 76
)

func (c *datasetCounts) fill(at widget.ListItemID, o fyne.CanvasObject) {
	if at >= len(c.rows) {
		return
	}
	row, each := &c.rows[at], o.(*fyne.Container).Objects
	figures, cells := each[0].(*figureRow), each[1].(*tableRow)
	setVisible(figures, row.cells == nil)
	setVisible(cells, row.cells != nil)
	if row.cells != nil {
		cells.show(row.title, row.heading, row.cells)
	} else {
		figures.show(row.insightRow)
	}
}

// key takes the keys of the list: Left and Right turn to the next view, Enter leads to the article.
func (c *datasetCounts) key(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		by := 1
		if key == fyne.KeyLeft {
			by = -1
		}
		c.turn((c.tabs.on + by + len(c.tabs.each)) % len(c.tabs.each))
	case fyne.KeyReturn, fyne.KeyEnter:
		if !c.p.w.keys.repeated() {
			c.lead(c.list.row)
		}
	default:
		return false
	}
	return true
}

// lead goes where a row leads.
func (c *datasetCounts) lead(row int) {
	if row >= 0 && row < len(c.rows) && c.rows[row].lead != nil {
		c.rows[row].lead()
	}
}

func (c *datasetCounts) rowsOf(view int) ([]datasetRow, string) {
	switch view {
	case viewLosses:
		return c.lossRows(), c.policy()
	case viewToCheck:
		return c.checkRows()
	}
	if c.found.Lines == 0 {
		return leftOutRows(&c.found.LeftOut), c.nothing()
	}
	return c.countRows(), ""
}

// summary is what would go out, in a sentence.
func (c *datasetCounts) summary() string {
	s := c.found
	if s.Lines == 0 {
		return nothingGoesOut
	}
	said := plural(s.Documents, "article") + " with " + plural(s.Spans, "mark") + " would go out as " + c.format().Title
	switch n := lost(s.Losses); {
	case n > 0:
		said += "; the format cannot hold " + plural(n, "thing") + " of it"
	default:
		said += "; the format holds all of it"
	}
	if n := len(s.Checks); n > 0 {
		said += "; " + plural(n, "check") + " " + map[bool]string{true: "fails", false: "fail"}[n == 1]
	}
	if s.Blind > 0 {
		said += "; others’ marks on " + plural(s.BlindDocuments, "article") + " are left out until yours are done"
	}
	return said + "."
}

// lost is how many things are.
func lost(losses []interchange.Loss) (n int) {
	for _, l := range losses {
		n += l.Count
	}
	return n
}

// nothingGoesOut says so; why is said where the counts would be.
const nothingGoesOut = "Nothing would go out."

// nothing says why nothing would go out, and what to do.
func (c *datasetCounts) nothing() string {
	switch {
	case len(c.p.w.desk.documents) == 0:
		return "There is no article in this project yet. Ctrl+1 goes back, where articles are dropped or pasted."
	case c.found.Training > 0:
		return "What this recipe takes is for training, which is never exported."
	case c.found.Corrected > 0:
		return "What this recipe takes was corrected, and is left out: the articles with the right texts stand for it."
	case c.found.Blind > 0:
		return "What others marked is hidden from you, and left out, until yours is done."
	}
	return "Nothing is done yet that this recipe takes. Ctrl+1 goes back to mark articles; or take other marks, at the left."
}

func (c *datasetCounts) format() *interchange.Format {
	f, err := formats.Named(c.found.Format)
	if err != nil {
		return interchange.Native // a survey has a format that is there
	}
	return f
}

func heading(title string) datasetRow {
	return datasetRow{insightRow: insightRow{heading: true, title: title}}
}

// countRows are the counts, in all and by what they can be told apart by.
func (c *datasetCounts) countRows() []datasetRow {
	s := c.found
	row := func(title, about string, n, most int) datasetRow {
		return datasetRow{insightRow: insightRow{title: title, about: about, value: grouped(n), bar: countBar(n, most)}}
	}
	plain := func(title, about string, n int) datasetRow {
		return datasetRow{insightRow: insightRow{title: title, about: about, value: grouped(n)}}
	}
	rows := []datasetRow{heading(c.format().Title), plain("Articles", grouped(s.Negatives)+" without a mark", s.Documents),
		plain("Records", "by article and person", s.Lines), plain("Marks", plural(s.Relations, "link")+" between", s.Spans)}
	rows = append(rows, leftOutRows(&s.LeftOut)...)
	if len(s.Parts) > 0 {
		rows = append(rows, heading("Articles by part of the split"))
		for _, p := range s.Parts {
			share := fmt.Sprintf("%.0f %% · ", 100*float64(p.Documents)/float64(max(1, s.Documents)))
			rows = append(rows, row(p.Name, share+plural(p.Spans, "mark"), p.Documents, s.Documents))
		}
	}
	if len(s.Labels) > 0 {
		most := 0
		for _, l := range s.Labels {
			most = max(most, l.Count)
		}
		rows = append(rows, heading("Marks by label, as the dataset names it"))
		for _, l := range s.Labels {
			rows = append(rows, row(l.Label, fmt.Sprintf("%.1f %% of the marks", 100*float64(l.Count)/float64(max(1, s.Spans))), l.Count, most))
		}
	}
	rows = append(rows, labelTable(s)...)
	counted := func(title, none string, each []jobs.Counted) {
		if len(each) == 0 || len(each) == 1 && each[0].Name == "" {
			return
		}
		rows = append(rows, heading(title))
		for _, o := range each {
			name := textview.Isolate(o.Name)
			if o.Name == "" {
				name = none
			}
			rows = append(rows, row(name, "", o.N, each[0].N))
		}
	}
	counted("Articles by outlet", "of no outlet", s.Outlets)
	counted("Records by annotator, as the dataset names them", "nobody", s.People)
	return rows
}

// leftOutRows are what the recipe takes and does not go out all the same.
func leftOutRows(l *jobs.LeftOut) (rows []datasetRow) {
	for _, of := range []struct {
		n          int
		noun, says string
	}{
		{l.Training, "article", "for training"},
		{l.Corrected, "article", "that others with the right text stand for"},
		{l.Unreviewed, "set", "without marks that nobody finished"},
		{l.Blind, "set", "of others, hidden from you until yours are done"},
	} {
		if of.n > 0 {
			says := plural(of.n, of.noun) + " " + of.says
			rows = append(rows, datasetRow{insightRow: insightRow{title: "Left out", about: says, value: grouped(of.n), wide: true}, full: "Left out: " + says + "."})
		}
	}
	return rows
}

// policy says what the format does with what it cannot hold.
func (c *datasetCounts) policy() string {
	f := c.format()
	said := ""
	for _, p := range f.Policies {
		if p.Name == c.found.Policy {
			said = upperFirst(p.Says) + "."
		}
	}
	if len(c.found.Losses) == 0 {
		return strings.TrimSpace(f.Title + " holds all that would go out. " + said)
	}
	return strings.TrimSpace(f.Title + " cannot hold all that would go out. " + said)
}

// lossRows are what the format cannot hold, with a few examples.
func (c *datasetCounts) lossRows() (rows []datasetRow) {
	if n := c.found.Blind; n > 0 {
		says := fmt.Sprintf("%s of others on %s %s left out", plural(n, "set"), plural(c.found.BlindDocuments, "article"), isAre(n))
		about := "Hidden from you until yours are done"
		rows = append(rows, datasetRow{insightRow: insightRow{title: says, about: about, wide: true}, full: says + ". They are hidden from you until yours are done."})
	}
	for _, l := range c.found.Losses {
		says := upperFirst(l.Kind.Says(l.Count))
		rows = append(rows, datasetRow{insightRow: insightRow{title: says, wide: true}, full: says + "."})
		for _, e := range l.Examples {
			article, what, _ := strings.Cut(e, ": ")
			rows = append(rows, datasetRow{insightRow: insightRow{title: "   " + quoted(what, 160), about: "    " + quoted(article, 120), wide: true}, full: quoted(e, 400)})
		}
	}
	return rows
}

// checkedFirst is how many articles of a check are listed before all are asked for.
const checkedFirst = 5

// checkRows are the checks that fail, each with the way to its articles.
func (c *datasetCounts) checkRows() (rows []datasetRow, said string) {
	for _, damaged := range c.found.Damaged {
		rows = append(rows, datasetRow{insightRow: insightRow{title: "Damaged, and left out", about: damaged, wide: true}, full: damaged})
	}
	for _, k := range c.found.Checks {
		rows = append(rows, datasetRow{insightRow: insightRow{title: k.Says, about: plural(len(k.Documents), "article"), value: grouped(len(k.Documents)), wide: true},
			full: k.Says + " Enter or a click opens the first article.", lead: func() { c.openArticle(k.Documents[0], k.Name) }})
		shown := k.Documents
		if !c.whole[k.Name] && len(shown) > checkedFirst+1 {
			shown = shown[:checkedFirst]
		}
		for _, id := range shown {
			rows = append(rows, datasetRow{insightRow: insightRow{title: "   " + textview.Isolate(c.p.w.desk.titleOf(id)), about: "    " + c.outletOf(id), wide: true},
				full: textview.Isolate(c.p.w.desk.titleOf(id)) + " · Enter or a click opens it.", lead: func() { c.openArticle(id, k.Name) }})
		}
		if more := len(k.Documents) - len(shown); more > 0 {
			rows = append(rows, datasetRow{insightRow: insightRow{title: "   " + grouped(more) + " more", about: "    Enter or a click lists them", wide: true}, lead: func() {
				c.whole[k.Name] = true
				c.fillView()
			}})
		}
	}
	if len(rows) == 0 {
		return nil, "Nothing is to be looked at before this goes out."
	}
	return rows, "These do not hold the export up."
}

func (c *datasetCounts) outletOf(id annotation.ID) string {
	if l, ok := c.p.w.desk.listed(id); ok {
		return textview.Isolate(l.Outlet)
	}
	return ""
}

// openArticle leads to an article, where what the checks found is listed. check is the one that failed; "": none.
func (c *datasetCounts) openArticle(id annotation.ID, check string) {
	w := c.p.w
	w.goTo(annotating)
	show := func() {
		if check != "" && check != "not_done" && check != "conflict" {
			w.openChecks()
		}
	}
	if id == w.document.ID {
		show()
		return
	}
	w.openThen(id, show)
}
