package app

import (
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/textview"
	"rubricator/storage"
)

// acts is a list of what was done, newest first, which is read in pages as one goes down in it.
type acts struct {
	w       *Window
	list    *keyList
	of      storage.Scope
	all     []storage.Act
	whole   bool   // there are no older ones
	reading int    // number of the last reading, so that a slow one is not shown late
	busy    bool   // a page is being read
	shown   func() // what is listed changed; may be nil
	article bool   // rows name the article
}

// actsPage is how many acts are read at once.
const actsPage = 100

func newActs(w *Window, fonts *textview.Fonts, keys *dispatcher) *acts {
	a := &acts{w: w}
	a.list = newKeyList(keys, func() int { return len(a.all) }, func() fyne.CanvasObject { return newListRow(fonts) }, a.fill)
	a.list.HideSeparators = true
	return a
}

// read lists other acts, or the same anew.
func (a *acts) read(of storage.Scope) {
	if !sameScope(of, a.of) {
		a.all, a.list.row = nil, 0
		a.list.unselect()
		a.list.Refresh()
	}
	a.of, a.whole, a.busy = of, false, false
	a.page(0, max(actsPage, len(a.all)), func(page []storage.Act) { a.all = page })
}

func sameScope(a, b storage.Scope) bool {
	return a.Row == b.Row && a.Document == b.Document && slices.Equal(a.By, b.By)
}

// older reads the next page.
func (a *acts) older() {
	if n := len(a.all); n > 0 && !a.whole && !a.busy {
		a.page(a.all[n-1].Place, actsPage, func(page []storage.Act) { a.all = append(a.all, page...) })
	}
}

// page reads acts beside the window and takes them in.
func (a *acts) page(before int64, limit int, take func([]storage.Act)) {
	a.reading++
	a.busy = true
	number, d, of := a.reading, a.w.desk, a.of
	go func() {
		page, err := jobs.ReadActs(d.closing, d.project, of, before, limit)
		a.w.later(func() {
			if number != a.reading || d != a.w.desk {
				return
			}
			a.busy = false
			if err != nil {
				a.whole = true
				a.w.status.fail(sentence(err))
				return
			}
			a.whole = page.Whole
			take(page.Acts)
			a.list.Refresh()
			if a.shown != nil {
				a.shown()
			}
		})
	}()
}

// at is the act of a row.
func (a *acts) at(row int) (storage.Act, bool) {
	if row < 0 || row >= len(a.all) {
		return storage.Act{}, false
	}
	return a.all[row], true
}

func (a *acts) fill(i widget.ListItemID, o fyne.CanvasObject) {
	act, ok := a.at(i)
	if !ok || a.w.desk == nil {
		return
	}
	row := o.(*listRow)
	row.setBar(a.w.colourOf(act))
	about := a.w.whenAndWho(act)
	if a.article && !act.Document.IsZero() {
		if l, ok := a.w.desk.listed(act.Document); ok {
			about += " · " + quoted(l.Title, 80)
		}
	}
	row.show(strings.Join(a.w.says(act, rowQuote), "; "), about)
	if i >= len(a.all)-actsPage/4 {
		a.older()
	}
}

// says tells what an act did, a line each, with at most so many characters of each quote.
func (w *Window) says(a storage.Act, quote int) []string {
	t := annotation.Teller{Scheme: w.desk.project.Scheme(), Quote: func(s string) string { return "“" + quoted(s, quote) + "”" }}
	if lines := t.Tell(a.Changes); len(lines) > 0 {
		return lines
	}
	name := w.inNames(a.Name)
	if a.Size > 1 {
		name += " · " + plural(a.Size, "change")
	}
	return []string{strings.ToUpper(name[:1]) + name[1:]}
}

// whenAndWho tells when an act was done, in local time, by whom, and whether it took another back.
func (w *Window) whenAndWho(a storage.Act) string {
	said := moment(a.At, time.Now()) + " · " + quoted(w.called(a.By), 60)
	if manner := a.Manner(); manner != "" {
		said += " · " + manner + " " + moment(a.Inverted.At, time.Now())
	}
	return said
}

// moment is a time as history says it: with the year where it is not this one.
func moment(t, now time.Time) string {
	t = t.Local()
	if t.Year() == now.Local().Year() {
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}

// colourOf is that of the label of the first mark that an act changed.
func (w *Window) colourOf(a storage.Act) color.NRGBA {
	for _, sp := range a.Changes.Spans {
		return labelColour(w.desk.project.Scheme(), either(sp).Label().Label)
	}
	return nrgbaOf(theme.ColorNamePlaceHolder)
}
