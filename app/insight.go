package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/app/jobs"
	"rubricator/app/textview"
	"rubricator/storage"
)

// insight tells how far the work is and how far annotators agree: a list of figures, what each says, and the marks behind it.
type insight struct {
	w     *Window
	d     *desk
	root  fyne.CanvasObject
	leave func() // goes back to the article

	asked   jobs.Measuring
	measure *agreement.Measure // that rows show; nil: F1 by the rule that marks match by
	rounds  []annotation.Round
	people  []annotation.Annotator

	found   *jobs.Agreement // nil until it was measured
	as      annotation.Hash // the newest edit of the journal when it was
	stop    func()          // ends what is being measured
	number  int             // of the last measuring, so that a slow one is not shown late
	leading int             // of the last looking for marks, likewise

	said    *textview.Lines // what was compared, or how far measuring is
	filters *insightFilters
	tabs    *tabs
	rows    []insightRow
	list    *keyList
	matrix  *confusionGrid
	around  *container.Scroll // of the matrix
	sayings *textview.Lines   // what the figures of the row at hand say
	telling *container.Scroll // of the sayings
	behind  *behindList
}

// The views of the place, as its tabs have them.
const (
	viewProgress = iota
	viewAgreement
	viewTime
	viewConfusion
	viewWorst
)

// openInsight shows progress and agreement of the project.
func (w *Window) openInsight() {
	if w.insight == nil || w.insight.d != w.desk {
		w.insight = newInsight(w)
	}
	i := w.insight
	m := &modal{title: "Insight", width: insightWidth, height: insightHeight, first: i.list, closed: i.rest}
	i.leave = m.close
	w.show(m, i.root, newButton("Close", m.close))
	i.begin()
}

// How large the place would like to be, in points.
const (
	insightWidth  = 1400
	insightHeight = 1000
)

func newInsight(w *Window) *insight {
	i := &insight{w: w, d: w.desk, said: newProse(w.fonts, theme.ColorNamePlaceHolder, ""),
		sayings: textview.NewLines(w.fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Ours: true, Padded: true})}
	i.filters = newInsightFilters(i)
	i.tabs = newTabs(w.fonts, i.turn, "Progress", "Agreement", "Over time", "Confused labels", "Worst articles")
	i.list = newKeyList(w.keys, func() int { return len(i.rows) }, func() fyne.CanvasObject { return newFigureRow(w.fonts) }, i.fill)
	i.list.HideSeparators = true
	i.list.chosen = func(row int) { i.list.unselect(); i.lead(row) }
	i.list.pointed = i.tell
	i.list.caret = i.key
	i.list.escape = func() { i.leave() }
	i.matrix = newConfusionGrid(w.fonts, i.leadToCell)
	i.around = container.NewScroll(i.matrix)
	i.around.Hide()
	i.telling = container.NewVScroll(container.NewVBox(i.sayings))
	i.behind = newBehindList(i)
	left := container.NewBorder(container.New(&inset{4, 4}, i.tabs.root), nil, nil, nil, container.New(&halves{}, i.around, i.list))
	right := container.NewVSplit(i.telling, i.behind.root)
	middle := container.NewHSplit(left, right)
	middle.Offset = .6
	export := newButton("Export…", i.export)
	export.keys, export.escape = w.keys, i.list.escape
	top := container.NewBorder(nil, nil, nil, container.NewVBox(export), i.filters.root)
	i.root = container.NewBorder(container.NewVBox(top, i.said), nil, nil, nil, middle)
	i.tabs.show(viewAgreement)
	return i
}

// begin reads who there is, and measures.
func (i *insight) begin() {
	ctx := i.d.closing
	type outcome struct {
		rounds []annotation.Round
		people []annotation.Annotator
		err    error
	}
	soon(i.w, i.w.patience, func() (o outcome) {
		if o.rounds, o.err = i.d.project.Rounds(ctx); o.err == nil {
			o.people, o.err = i.d.project.Called(ctx)
		}
		return o
	}, nil, func(o outcome) {
		if o.err != nil {
			i.say(theme.ColorNameError, sentence(o.err))
			return
		}
		i.rounds, i.people = o.rounds, o.people
		i.filters.show()
		i.compare(false)
	})
}

// rest ends what is being measured.
func (i *insight) rest() {
	if i.stop != nil {
		i.stop()
	}
}

// compare measures beside the window, once everything is on disk; where nothing was done meanwhile, only when it is asked for anew.
func (i *insight) compare(anew bool) {
	i.rest()
	i.number++
	number := i.number
	ctx, stop := context.WithCancel(i.d.closing)
	i.stop = stop
	if anew || i.found == nil {
		i.say(theme.ColorNamePlaceHolder, "Reading…")
	}
	asked, known := i.asked, i.found
	if anew {
		known = nil
	}
	before := i.as
	asked.Program, asked.Zone = BuildVersion, time.Local
	go func() {
		saving, cancel := context.WithTimeout(ctx, closingPatience)
		err := i.d.outbox.Flush(saving)
		cancel()
		var head storage.Head
		if err == nil {
			head, err = i.d.project.Head(ctx)
		}
		found := known
		if err == nil && (known == nil || head.Hash != before) {
			found, err = jobs.MeasureAgreement(ctx, i.d.project, asked, i.progress(ctx, number))
		}
		i.w.later(func() {
			switch {
			case ctx.Err() != nil || number != i.number:
			case err != nil:
				i.found, i.rows = nil, nil
				i.turn(i.tabs.on)
				i.say(theme.ColorNameError, sentence(err))
			case found != known:
				i.as = head.Hash
				i.show(found)
			}
		})
	}()
}

// progress tells how far reading is, a few times a second.
func (i *insight) progress(ctx context.Context, number int) func(done, of int) {
	var last time.Time
	return func(done, of int) {
		if done < of && time.Since(last) < 200*time.Millisecond {
			return
		}
		last = time.Now()
		said := "Reading: " + grouped(done) + " of " + plural(of, "article")
		if done == of {
			said = "Measuring…"
		}
		i.w.later(func() {
			if ctx.Err() == nil && number == i.number {
				i.say(theme.ColorNamePlaceHolder, said)
			}
		})
	}
}

func (i *insight) say(ink fyne.ThemeColorName, said string) {
	i.said.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Ours: true, Padded: true})
	i.said.SetText(said)
	i.root.Refresh()
}

// show takes in what was measured.
func (i *insight) show(found *jobs.Agreement) {
	row := i.list.row
	i.found = found
	said := found.Compared()
	if found.Blind > 0 {
		said += "; " + plural(found.Blind, "article") + " left out, which others' marks are hidden on until yours are done"
	}
	if found.Training > 0 {
		said += "; " + plural(found.Training, "article") + " of training rounds left out"
	}
	if none := found.NoneShared(); none != "" {
		said += ". " + none
	}
	if n := len(found.Damaged); n > 0 {
		said += ". Left out because it is damaged: " + found.Damaged[0]
	}
	i.say(theme.ColorNameForeground, said)
	i.turn(i.tabs.on)
	if row < len(i.rows) && !i.rows[row].heading { // where one was
		i.list.point(row)
	}
}

// turn shows a view.
func (i *insight) turn(view int) {
	i.tabs.show(view)
	i.rows = nil
	if i.found != nil {
		i.rows = i.rowsOf(view)
	}
	matrix := view == viewConfusion && i.found != nil && len(i.found.Cells) > 0
	setVisible(i.around, matrix)
	if matrix {
		i.matrix.show(i.found)
	}
	i.list.row = 0
	for i.list.row < len(i.rows)-1 && i.rows[i.list.row].heading {
		i.list.row++
	}
	i.list.unselect()
	i.list.Refresh()
	i.list.ScrollToTop()
	i.behind.clear()
	i.tell(i.list.row)
	i.root.Refresh()
}

// key takes the keys of the list: Left and Right turn to the next view, Enter leads to the marks.
func (i *insight) key(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		by := 1
		if key == fyne.KeyLeft {
			by = -1
		}
		i.turn((i.tabs.on + by + len(i.tabs.each)) % len(i.tabs.each))
	case fyne.KeyReturn, fyne.KeyEnter:
		if !i.w.keys.repeated() {
			i.lead(i.list.row)
		}
	default:
		return false
	}
	return true
}

// lead shows the marks behind a row and takes the keys there.
func (i *insight) lead(row int) {
	if row < 0 || row >= len(i.rows) || i.rows[row].find == nil {
		return
	}
	i.tell(row)
	i.leadTo(i.rows[row].find)
}

// leadToCell is lead for a cell of the confusion matrix.
func (i *insight) leadToCell(cell agreement.Confusion) {
	i.leadTo(i.behindCell(cell))
}

func (i *insight) leadTo(find func() []agreement.Behind) {
	i.leading++
	number, found := i.leading, i.found
	soon(i.w, i.w.patience, find, nil, func(marks []agreement.Behind) {
		if number == i.leading && found == i.found {
			i.behind.show(found, marks)
		}
	})
}

// halves lays the matrix above the list, each in half of the room, or the list alone.
type halves struct{}

// Layout is fyne.Layout.
func (*halves) Layout(os []fyne.CanvasObject, size fyne.Size) {
	top := float32(0)
	if os[0].Visible() {
		top = size.Height * .55
		os[0].Resize(fyne.NewSize(size.Width, top))
	}
	os[1].Move(fyne.NewPos(0, top))
	os[1].Resize(fyne.NewSize(size.Width, size.Height-top))
}

// MinSize is fyne.Layout.
func (*halves) MinSize(os []fyne.CanvasObject) fyne.Size { return os[1].MinSize() }
