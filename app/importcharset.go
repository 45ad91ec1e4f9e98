package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
)

// importCharset says in which encoding the text file at hand was read, and reads it anew in another.
type importCharset struct {
	p     *importPlace
	root  *fyne.Container
	steps *stepper   // nil: nothing is to be chosen
	read  *readSheet // that it is of
}

func newImportCharset(p *importPlace) *importCharset {
	c := &importCharset{p: p, root: container.New(&inset{4, 4})}
	c.root.Hide()
	return c
}

// show offers the encodings where the file at hand is a text that may be in another.
func (c *importCharset) show() {
	if c.read == c.p.text.read {
		return
	}
	c.read, c.steps, c.root.Objects = c.p.text.read, nil, nil
	now := ""
	if c.read != nil {
		now = c.read.encoding()
	}
	if now != "" {
		names := ingest.Charsets
		at := slices.IndexFunc(names, func(s string) bool { return strings.EqualFold(s, now) })
		if at < 0 {
			names, at = append([]string{now}, names...), 0
		}
		c.steps = newStepper(c, "Encoding", names, at, func(at int) { c.readAs(names[at]) })
		c.root.Objects = []fyne.CanvasObject{c.steps}
	}
	setVisible(c.root, now != "")
	c.p.root.Refresh()
}

// readAs reads the file anew in an encoding. What was done in it by hand is forgotten, for the text is another.
func (c *importCharset) readAs(charset string) {
	if charset == notTold {
		return
	}
	read := c.read
	for anew, err := range jobs.Sheets(c.p.w.desk.closing, read.from, jobs.Reading{Charset: charset, Off: c.p.rules.off}) {
		if err != nil {
			c.p.w.status.fail(sentence(err))
			return
		}
		read.sheet, read.fault = anew, nil
		c.p.text.show(nil)
		c.p.text.show(read)
		c.p.edited(read)
		return
	}
}

// window is stand.
func (c *importCharset) window() *Window { return c.p.w }

// reveal is stand: all of the place is in sight.
func (c *importCharset) reveal(fyne.CanvasObject) {}

// typedKey is stand.
func (c *importCharset) typedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		c.p.w.win.Canvas().Focus(c.p.text.view)
		return
	}
	c.p.w.keys.typedKey(e, true)
}
