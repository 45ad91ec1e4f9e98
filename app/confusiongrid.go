package app

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// confusionGrid draws the confusion matrix: a row and a column for each label, by number, and for no mark. The more of its row is in a
// cell, the more colour it has.
type confusionGrid struct {
	widget.BaseWidget
	fonts   *textview.Fonts
	lead    func(agreement.Confusion)
	matrix  jobs.ConfusionMatrix
	names   []*textview.Lines
	caption *textview.Lines
	columns []*canvas.Text
	counts  [][]*canvas.Text
	grounds [][]*canvas.Rectangle
}

// The measures of the grid, in points.
const (
	gridCaption = 26
	gridNames   = 190
	gridCell    = 46
	gridRow     = 26
)

func newConfusionGrid(fonts *textview.Fonts, lead func(agreement.Confusion)) *confusionGrid {
	g := &confusionGrid{fonts: fonts, lead: lead, caption: textview.NewLines(fonts, rowAbout)}
	g.ExtendBaseWidget(g)
	return g
}

// show takes in another matrix.
func (g *confusionGrid) show(a *jobs.Agreement) {
	g.matrix = a.Confusions()
	g.names, g.columns, g.counts, g.grounds = nil, nil, nil, nil
	g.caption.SetText("Rows: " + quoted(g.matrix.First, 30) + ". Columns, by the numbers of the rows: " + quoted(g.matrix.Second, 30) + ".")
	for i, l := range g.matrix.Labels {
		name := textview.NewLines(g.fonts, rowStyle(theme.ColorNameForeground, false))
		if name.SetText(strconv.Itoa(i+1) + " " + textview.Isolate(a.Scheme.NameOf(l))); l == (annotation.LabelRole{}) {
			name.SetText("– no mark")
		}
		g.names = append(g.names, name)
		column := canvas.NewText(strconv.Itoa(i+1), color.Transparent)
		if i == len(g.matrix.Labels)-1 {
			column.Text = "–"
		}
		g.columns = append(g.columns, column)
		var counts []*canvas.Text
		var grounds []*canvas.Rectangle
		for j := range g.matrix.Labels {
			count := canvas.NewText("", color.Transparent)
			if n := g.matrix.Counts[i][j]; n > 0 {
				count.Text = grouped(n)
			}
			count.TextStyle.Bold = i == j
			counts, grounds = append(counts, count), append(grounds, canvas.NewRectangle(color.Transparent))
		}
		g.counts, g.grounds = append(g.counts, counts), append(g.grounds, grounds)
	}
	g.Refresh()
}

// Tapped leads to the marks of a cell.
func (g *confusionGrid) Tapped(e *fyne.PointEvent) {
	row, column := int((e.Position.Y-gridCaption-gridRow)/gridRow), int((e.Position.X-gridNames)/gridCell)
	n := len(g.matrix.Labels)
	if e.Position.Y < gridCaption+gridRow || e.Position.X < gridNames || row >= n || column >= n || g.matrix.Counts[row][column] == 0 {
		return
	}
	g.lead(agreement.Confusion{First: g.matrix.Labels[row], Second: g.matrix.Labels[column]})
}

// Cursor is desktop.Cursorable.
func (g *confusionGrid) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (g *confusionGrid) CreateRenderer() fyne.WidgetRenderer { return &confusionRenderer{grid: g} }

type confusionRenderer struct {
	grid    *confusionGrid
	objects []fyne.CanvasObject
}

func (x *confusionRenderer) MinSize() fyne.Size {
	n := float32(len(x.grid.matrix.Labels))
	return fyne.NewSize(gridNames+n*gridCell+8, gridCaption+(n+1)*gridRow+8)
}

func (x *confusionRenderer) Layout(size fyne.Size) {
	g := x.grid
	g.caption.Move(fyne.NewPos(8, 4))
	g.caption.Resize(fyne.NewSize(max(size.Width, gridNames)-16, g.caption.MinSize().Height))
	for i := range g.names {
		y := float32(gridCaption + (i+1)*gridRow)
		g.names[i].Move(fyne.NewPos(8, y+3))
		g.names[i].Resize(fyne.NewSize(gridNames-16, g.names[i].MinSize().Height))
		centred(g.columns[i], fyne.NewPos(gridNames+float32(i)*gridCell, gridCaption))
		for j := range g.names {
			at := fyne.NewPos(gridNames+float32(j)*gridCell, y)
			g.grounds[i][j].Move(at)
			g.grounds[i][j].Resize(fyne.NewSize(gridCell, gridRow))
			centred(g.counts[i][j], at)
		}
	}
}

// centred puts a text into the middle of a cell.
func centred(t *canvas.Text, at fyne.Position) {
	t.Alignment = fyne.TextAlignCenter
	t.Move(at.AddXY(0, (gridRow-t.MinSize().Height)/2))
	t.Resize(fyne.NewSize(gridCell, t.MinSize().Height))
}

// most is how much colour the fullest cell has, so that the number on it can still be read.
const most = 0.5

func (x *confusionRenderer) Refresh() {
	g := x.grid
	x.objects = []fyne.CanvasObject{g.caption}
	heat, line, ink := nrgbaOf(theme.ColorNamePrimary), theme.Color(theme.ColorNameSeparator), theme.Color(theme.ColorNameForeground)
	for i := range g.names {
		for j := range g.names {
			ground, count := g.grounds[i][j], g.counts[i][j]
			heat.A = uint8(255 * most * g.matrix.Share(i, j))
			ground.FillColor, ground.StrokeColor, ground.StrokeWidth = heat, line, 1
			if i == j {
				ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
			}
			count.Color, count.TextSize = ink, theme.CaptionTextSize()
			x.objects = append(x.objects, ground)
			if count.Text != "" {
				x.objects = append(x.objects, count)
			}
		}
		g.columns[i].Color, g.columns[i].TextSize = theme.Color(theme.ColorNamePlaceHolder), theme.CaptionTextSize()
		x.objects = append(x.objects, g.names[i], g.columns[i])
	}
	x.Layout(g.Size())
	for _, o := range x.objects {
		o.Refresh()
	}
}

func (x *confusionRenderer) Objects() []fyne.CanvasObject { return x.objects }

func (x *confusionRenderer) Destroy() {}
