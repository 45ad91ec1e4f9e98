package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
	"rubricator/app/jobs"
)

// importChoices is what can be chosen of the article at hand over its text: what becomes of a copy, the encoding of its file, and the columns of that.
type importChoices struct {
	p       *importPlace
	root    *fyne.Container
	copies  *stepper // nil: it is no copy
	charset *stepper // nil: nothing is to be chosen
	columns *button  // shown where the file has columns

	row  importRow // that they are of
	ways []becoming
	read *readSheet // whose encoding is shown
}

func newImportChoices(p *importPlace) *importChoices {
	c := &importChoices{p: p, columns: newButton("Columns…", p.askColumns)}
	c.columns.keys, c.columns.escape = p.w.keys, func() { p.w.win.Canvas().Focus(p.text.view) }
	c.root = container.New(&inset{4, 4}, container.New(&flow{gap: 4}))
	c.root.Hide()
	return c
}

// show offers what can be chosen of the row at hand.
func (c *importChoices) show() {
	r, ok := c.p.row()
	if c.p.in == nil || !ok {
		c.row, c.read, c.copies, c.charset = importRow{}, nil, nil, nil
		c.root.Hide()
		return
	}
	c.showCopies(r)
	c.showCharset(r.read)
	c.row = r
	var shown []fyne.CanvasObject
	if c.copies != nil {
		shown = append(shown, c.copies)
	}
	if c.charset != nil {
		shown = append(shown, c.charset)
	}
	if sources.HasColumns(r.read.file) {
		shown = append(shown, c.columns)
	}
	row := c.root.Objects[0].(*fyne.Container)
	if !slices.Equal(row.Objects, shown) || c.root.Visible() != (len(shown) > 0) {
		row.Objects = shown
		setVisible(c.root, len(shown) > 0)
		c.p.right.Refresh()
	}
}

func (c *importChoices) showCopies(r importRow) {
	if !r.isCopy() {
		c.copies = nil
		return
	}
	c.p.weigh(r)
	ways := c.p.ways(r)
	var names []string
	for _, b := range ways {
		names = append(names, c.p.wayInWords(r, b))
	}
	at := slices.Index(ways, c.p.becomes(r))
	if c.copies == nil || c.row != r {
		c.copies = newStepper(c, "This copy", names, at, func(at int) { c.p.decideCopy(c.row, c.ways[at]) })
	}
	c.ways = ways
	c.copies.values, c.copies.at = names, at
	c.copies.Refresh()
}

func (c *importChoices) showCharset(read *readSheet) {
	if c.read == read {
		return
	}
	now, same := read.encoding(), c.charset != nil && c.read.file == read.file
	c.read = read
	if now == "" {
		c.charset = nil
		return
	}
	if !same {
		names := c.likely(read, now)
		c.charset = newStepper(c, "Encoding", names, 0, func(at int) { c.readAs(names[at]) })
	}
	c.charset.at = max(0, slices.IndexFunc(c.charset.values, func(s string) bool { return strings.EqualFold(s, now) }))
	c.charset.Refresh()
}

// likely are the encodings that a file may be in: the one that it was read in, and then the likeliest.
func (c *importChoices) likely(read *readSheet, now string) []string {
	names := ingest.Charsets
	switch {
	case read.sheet != nil:
		names = ingest.LikelyCharsets(read.sheet.Whole.Original)
	case !jobs.IsAddress(read.file):
		names = jobs.Charsets(c.p.w.desk.closing, read.from)
	}
	if at := slices.IndexFunc(names, func(s string) bool { return strings.EqualFold(s, now) }); at >= 0 {
		now = names[at]
		names = slices.Delete(slices.Clone(names), at, at+1)
	}
	return append([]string{now}, names...)
}

// readAs reads the file anew in an encoding.
func (c *importChoices) readAs(charset string) {
	if charset != notTold {
		c.p.readAnew(c.read, func(o *jobs.Reading) { o.Charset = charset })
	}
}

// focusable are the choices that keys can go to.
func (c *importChoices) focusable() (out []fyne.Focusable) {
	if !c.root.Visible() {
		return nil
	}
	for _, o := range c.root.Objects[0].(*fyne.Container).Objects {
		out = append(out, o.(fyne.Focusable))
	}
	return out
}

// window is stand.
func (c *importChoices) window() *Window { return c.p.w }

// reveal is stand.
func (c *importChoices) reveal(part fyne.CanvasObject) {
	revealIn(c.p.details.over, c.p.details.over.Content, part)
	c.p.hintHere()
}

// typedKey is stand.
func (c *importChoices) typedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		c.p.w.win.Canvas().Focus(c.p.text.view)
		return
	}
	c.p.w.keys.typedKey(e, true)
}
