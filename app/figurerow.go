package app

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation/agreement"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// bar is parts of a whole, each from 0 to 1, side by side, and a line where the interval of a figure reaches.
type bar struct {
	parts     []float32
	inks      []fyne.ThemeColorName
	interval  bool
	low, high float32
}

// figureBar is a figure's; nil where it has no value.
func figureBar(t jobs.Told) *bar {
	if !t.Defined {
		return nil
	}
	return &bar{[]float32{float32(t.Share)}, []fyne.ThemeColorName{theme.ColorNamePrimary}, t.HasInterval, float32(t.Low), float32(t.High)}
}

// progressBar is how much of an annotator's work is done, in work and skipped; the rest is to do.
func progressBar(c jobs.Coder) *bar {
	all := float32(max(1, c.Todo+c.InWork+c.Done+c.Skipped))
	return &bar{parts: []float32{float32(c.Done) / all, float32(c.InWork) / all, float32(c.Skipped) / all},
		inks: []fyne.ThemeColorName{theme.ColorNameSuccess, theme.ColorNamePrimary, theme.ColorNameDisabled}}
}

// countBar is a number by the largest.
func countBar(n, most int) *bar {
	return &bar{parts: []float32{float32(n) / float32(max(1, most))}, inks: []fyne.ThemeColorName{theme.ColorNamePrimary}}
}

// sortCells puts the largest first.
func sortCells(cells []agreement.Confusion) {
	slices.SortStableFunc(cells, func(a, b agreement.Confusion) int { return b.Count - a.Count })
}

func rowStyle(ink fyne.ThemeColorName, bold bool) textview.LineStyle {
	s := rowTitle
	s.Ink, s.Bold, s.Ours = ink, bold, true
	return s
}

// figureRow is a row of a title, what is known about it, a number and its bar.
type figureRow struct {
	widget.BaseWidget
	title, about *textview.Lines
	value, under *canvas.Text
	track        *canvas.Rectangle
	parts        [3]*canvas.Rectangle
	whisker      [3]*canvas.Rectangle // the line, and its ends
	least        float32              // of the title's width, in points; what is over is the bar's
	number       float32              // the width of the number, in points
	shown        insightRow
}

func newFigureRow(fonts *textview.Fonts) *figureRow {
	r := &figureRow{title: textview.NewLines(fonts, rowStyle(theme.ColorNameForeground, false)), about: textview.NewLines(fonts, rowAbout),
		value: canvas.NewText("", color.Transparent), under: canvas.NewText("", color.Transparent), track: canvas.NewRectangle(color.Transparent), least: figureTitleWidth, number: figureValueWidth}
	r.value.Alignment, r.under.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	for i := range r.parts {
		r.parts[i], r.whisker[i] = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	}
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *figureRow) show(row insightRow) {
	r.shown = row
	style := rowStyle(theme.ColorNameForeground, false)
	if row.heading {
		style = headingStyle
	}
	r.title.SetStyle(style)
	r.title.SetText(row.title)
	r.about.SetText(row.about)
	r.value.Text, r.under.Text = row.value, row.under
	r.Refresh()
}

func (r *figureRow) CreateRenderer() fyne.WidgetRenderer {
	all := []fyne.CanvasObject{r.title, r.about, r.value, r.under, r.track}
	for _, p := range r.parts {
		all = append(all, p)
	}
	for _, p := range r.whisker {
		all = append(all, p)
	}
	return &figureRowRenderer{widget.NewSimpleRenderer(container.New(figureRowLayout{r}, all...)), r}
}

// figureRowRenderer gives colours and places with each refresh: a bar has its own in each row.
type figureRowRenderer struct {
	fyne.WidgetRenderer
	row *figureRow
}

func (x *figureRowRenderer) Refresh() {
	r := x.row
	r.value.Color, r.value.TextSize = theme.Color(theme.ColorNameForeground), theme.TextSize()
	r.under.Color, r.under.TextSize = theme.Color(theme.ColorNamePlaceHolder), theme.CaptionTextSize()
	r.track.FillColor = theme.Color(theme.ColorNameButton)
	for _, p := range r.whisker {
		p.FillColor = theme.Color(theme.ColorNameForeground)
	}
	figureRowLayout{r}.Layout(nil, r.Size())
	x.WidgetRenderer.Refresh()
}

// The measures of a row, in points.
const (
	figureBarWidth   = 190
	figureTitleWidth = 220 // at least
	figureValueWidth = 112
	figureBarHeight  = 10
)

// barOpacity is how strong a bar is, so that the line of an interval stands out on it.
const barOpacity = 0xb0

type figureRowLayout struct{ row *figureRow }

// Layout is fyne.Layout. Where there is little room, the bar goes first, and then the number stands alone.
func (l figureRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := l.row
	barWidth, valueWidth := min(figureBarWidth, max(0, size.Width-r.number-r.least)), r.number
	if r.shown.wide {
		barWidth, valueWidth = 0, min(valueWidth, r.value.MinSize().Width+24)
	}
	width := size.Width - 8
	if !r.shown.heading {
		width -= barWidth + valueWidth + 16
	}
	top := float32(3)
	if r.shown.heading {
		top = 18
	}
	r.title.Move(fyne.NewPos(8, top))
	r.title.Resize(fyne.NewSize(width, r.title.MinSize().Height))
	r.about.Move(fyne.NewPos(8, 23))
	r.about.Resize(fyne.NewSize(width, r.about.MinSize().Height))
	setVisible(r.about, !r.shown.heading)
	left := size.Width - barWidth - valueWidth - 8
	r.value.Move(fyne.NewPos(left, 3))
	r.value.Resize(fyne.NewSize(valueWidth-12, r.value.MinSize().Height))
	r.under.Move(fyne.NewPos(left, 23))
	r.under.Resize(fyne.NewSize(valueWidth-12, r.under.MinSize().Height))
	l.bar(fyne.NewPos(size.Width-barWidth-8, 10), barWidth)
}

// bar places the parts of the bar.
func (l figureRowLayout) bar(at fyne.Position, width float32) {
	r, b := l.row, l.row.shown.bar
	shown := b != nil && width > 40
	setVisible(r.track, shown)
	r.track.Move(at)
	r.track.Resize(fyne.NewSize(width, figureBarHeight))
	x := at.X
	for i, p := range r.parts {
		setVisible(p, shown && i < len(b.parts))
		if !p.Visible() {
			continue
		}
		fill := nrgbaOf(b.inks[i])
		fill.A = barOpacity
		p.FillColor = fill
		p.Move(fyne.NewPos(x, at.Y))
		p.Resize(fyne.NewSize(width*b.parts[i], figureBarHeight))
		x += width * b.parts[i]
	}
	for _, p := range r.whisker {
		setVisible(p, shown && b.interval)
	}
	if shown && b.interval {
		low, high := at.X+width*b.low, at.X+width*b.high
		middle := at.Y + figureBarHeight/2
		for i, box := range [3][4]float32{{low, middle - .75, max(1.5, high-low), 1.5}, {low, at.Y - 2, 1.5, figureBarHeight + 4}, {max(low, high-1.5), at.Y - 2, 1.5, figureBarHeight + 4}} {
			r.whisker[i].Move(fyne.NewPos(box[0], box[1]))
			r.whisker[i].Resize(fyne.NewSize(box[2], box[3]))
		}
	}
}

func (figureRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, rowHeight) }
