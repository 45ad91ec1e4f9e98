package app

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// cell is a number of a table, and what stands below it. Where it has no number it heads a column.
type cell struct{ number, below string }

// cells are as many as a table has columns: one for each part of a split, and one for all.
const cells = 3 + 1

// labelTable are the rows of a table of marks by label and part.
func labelTable(s *jobs.DatasetSurvey) []datasetRow {
	if len(s.Parts) == 0 || len(s.Labels) == 0 {
		return nil
	}
	var names []cell
	for _, p := range s.Parts {
		names = append(names, cell{below: p.Name})
	}
	head := heading("Marks by label and part")
	head.cells = append(names, cell{below: "all"})
	rows := []datasetRow{head}
	for i, l := range s.Labels {
		row := datasetRow{insightRow: insightRow{title: l.Label}}
		var said []string
		for _, p := range s.Parts {
			n := p.Labels[i].Count
			row.cells = append(row.cells, cell{grouped(n), fmt.Sprintf("%.0f %%", 100*float64(n)/float64(max(1, l.Count)))})
			said = append(said, p.Name+" "+grouped(n))
		}
		row.cells = append(row.cells, cell{number: grouped(l.Count)})
		row.full = l.Label + ": " + strings.Join(said, ", ") + ", all " + grouped(l.Count) + "."
		rows = append(rows, row)
	}
	return rows
}

// tableRow is a row of a table: a title and its cells, beside it where there is room, else below.
type tableRow struct {
	widget.BaseWidget
	title          *textview.Lines
	numbers, below [cells]*canvas.Text
	shown          []cell
	head           bool // it heads the columns
}

func newTableRow(fonts *textview.Fonts) *tableRow {
	r := &tableRow{title: textview.NewLines(fonts, rowStyle(theme.ColorNameForeground, false))}
	for i := range cells {
		r.numbers[i], r.below[i] = canvas.NewText("", color.Transparent), canvas.NewText("", color.Transparent)
		r.numbers[i].Alignment, r.below[i].Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	}
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *tableRow) show(title string, head bool, row []cell) {
	style := rowStyle(theme.ColorNameForeground, false)
	if head {
		style = headingStyle
	}
	r.title.SetStyle(style)
	r.title.SetText(title)
	r.head = head
	r.shown = row
	for i := range cells {
		c := cell{}
		if i < len(row) {
			c = row[i]
		}
		r.numbers[i].Text, r.below[i].Text = c.number, c.below
	}
	r.Refresh()
}

func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	all := []fyne.CanvasObject{r.title}
	for i := range cells {
		all = append(all, r.numbers[i], r.below[i])
	}
	return &tableRowRenderer{widget.NewSimpleRenderer(container.New(tableRowLayout{r}, all...)), r}
}

// tableRowRenderer gives colours and places with each refresh.
type tableRowRenderer struct {
	fyne.WidgetRenderer
	row *tableRow
}

func (x *tableRowRenderer) Refresh() {
	r := x.row
	for i := range cells {
		r.numbers[i].Color, r.numbers[i].TextSize = theme.Color(theme.ColorNameForeground), theme.TextSize()
		r.below[i].Color, r.below[i].TextSize = theme.Color(theme.ColorNamePlaceHolder), theme.CaptionTextSize()
	}
	tableRowLayout{r}.Layout(nil, r.Size())
	x.WidgetRenderer.Refresh()
}

// The measures of a table, in points.
const (
	cellWidth      = 78
	tableTitle     = 150 // that the title has at least beside its cells
	tableRowMargin = 8
)

type tableRowLayout struct{ row *tableRow }

// Layout is fyne.Layout. Where the cells stand below the title, what is below a number gives way to it.
func (l tableRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r, n := l.row, float32(max(1, len(l.row.shown)))
	inside := size.Width - 2*tableRowMargin
	beside := inside-n*cellWidth >= tableTitle
	width, title, top, under := min(cellWidth, inside/n), inside, float32(23), float32(23)
	first := float32(3)
	switch {
	case r.head: // as low as it goes, so that it keeps off the row above
		first, under = 7, 27
	case beside:
		title, top = inside-n*cellWidth, 3
	}
	r.title.Move(fyne.NewPos(tableRowMargin, first))
	r.title.Resize(fyne.NewSize(title, r.title.MinSize().Height))
	for i := range cells {
		x := size.Width - tableRowMargin - width*(n-float32(i))
		r.numbers[i].Move(fyne.NewPos(x, top))
		r.numbers[i].Resize(fyne.NewSize(width, r.numbers[i].MinSize().Height))
		r.below[i].Move(fyne.NewPos(x, under))
		r.below[i].Resize(fyne.NewSize(width, r.below[i].MinSize().Height))
		setVisible(r.below[i], i < len(r.shown) && (beside || r.head))
	}
}

// MinSize is fyne.Layout.
func (tableRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, rowHeight) }
