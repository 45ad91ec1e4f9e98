package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// importColumn is a column of the table of what comes.
type importColumn int

// The columns, as they stand in one line.
const (
	importTitle importColumn = iota
	importOutlet
	importDate
	importWords
	importLanguage
	importRemarks
	importColumns
)

// importHeads name the columns. Where a row has two lines, its upper ones name what stands below too.
var (
	importHeads    = [importColumns]string{"Title", "Outlet", "Published", "Words", "Language", "Copies and remarks"}
	importTwoHeads = [importColumns]string{importTitle: "Title, copies and remarks", importOutlet: "Outlet, published", importWords: "Words"}
)

// importSetting is how the table is set at its width: in one line a row where there is room for all columns beside each other, else in two.
type importSetting struct{ wide bool }

// The measures of the table, in points.
const (
	importWide     = 700 // from this width on, a row has one line
	importGap      = 10
	importHead     = 24
	lineHeight     = 32 // of a row of one line
	outletWidth    = 104
	dateWidth      = 82
	wordsWidth     = 52
	languageWidth  = 62
	narrowWidth    = 100  // of outlet and date, one below the other
	titleOfTheRest = 0.54 // the title's share of what the other columns leave, beside the remarks
)

// rowHeight is that of a row, in points.
func (s *importSetting) rowHeight() float32 {
	if s.wide {
		return lineHeight
	}
	return rowHeight
}

// place is where a cell stands in a row of some width: its left, its width, and whether it is in the second line.
func (s *importSetting) place(c importColumn, row float32) (x, width float32, below bool) {
	end := row - importGap - theme.ScrollBarSmallSize()
	if !s.wide {
		words := end - wordsWidth
		outlet := words - importGap - narrowWidth
		switch c {
		case importOutlet, importDate:
			return outlet, narrowWidth, c == importDate
		case importWords, importLanguage:
			return words, wordsWidth, c == importLanguage
		}
		return rowIndent, max(0, outlet-importGap-rowIndent), c == importRemarks
	}
	rest := end - rowIndent - outletWidth - dateWidth - wordsWidth - languageWidth - float32(importColumns-1)*importGap
	title := titleOfTheRest * rest
	x = rowIndent
	for at, w := range [importColumns]float32{title, outletWidth, dateWidth, wordsWidth, languageWidth, rest - title} {
		if importColumn(at) == c {
			width = w
			break
		}
		x += w + importGap
	}
	return x, width, false
}

// importLine is a row of the table, or what heads it.
type importLine struct {
	widget.BaseWidget
	setting *importSetting
	head    bool
	long    bool // it has remarks alone, which take the room of the other columns
	sign    *canvas.Text
	cells   [importColumns]*textview.Lines // but words and language
	words   *canvas.Text
	code    *canvas.Text // of the language
}

func newImportLine(fonts *textview.Fonts, s *importSetting) *importLine {
	r := &importLine{setting: s, sign: canvas.NewText("", color.Transparent), words: canvas.NewText("", color.Transparent), code: canvas.NewText("", color.Transparent)}
	r.sign.Alignment, r.words.Alignment = fyne.TextAlignCenter, fyne.TextAlignTrailing
	for c := range importColumns {
		r.cells[c] = textview.NewLines(fonts, rowAbout)
	}
	r.cells[importTitle].SetStyle(rowTitle)
	outlet := rowAbout
	outlet.Ours = false
	r.cells[importOutlet].SetStyle(outlet)
	r.ExtendBaseWidget(r)
	return r
}

// newImportHead heads the columns.
func newImportHead(fonts *textview.Fonts, s *importSetting) *importLine {
	r := newImportLine(fonts, s)
	r.head = true
	for c := range importColumns {
		style := rowAbout
		style.Bold = true
		r.cells[c].SetStyle(style)
	}
	return r
}

// setSign shows a character before the row.
func (r *importLine) setSign(s string, ink fyne.ThemeColorName) {
	r.sign.Text, r.sign.Color, r.sign.TextSize = s, theme.Color(ink), theme.TextSize()
	r.sign.Refresh()
}

// setLong has the remarks take the room of the other columns, or no longer.
func (r *importLine) setLong(on bool) {
	if r.long != on {
		r.long = on
		importLineLayout{r}.Layout(nil, r.Size())
	}
}

// write says what the row has in each column.
func (r *importLine) write(said [importColumns]string) {
	for c, of := range said {
		switch importColumn(c) {
		case importWords:
			r.writeShort(r.words, of)
		case importLanguage:
			r.writeShort(r.code, shortened(of, mostOfCode))
		default:
			r.cells[c].SetText(of)
		}
	}
}

// mostOfCode is how many letters of a language are shown: "zh-Hant" and the like.
const mostOfCode = 8

// writeShort writes what needs no more than a few signs.
func (r *importLine) writeShort(t *canvas.Text, said string) {
	t.Text, t.Color, t.TextSize = said, theme.Color(theme.ColorNamePlaceHolder), theme.CaptionTextSize()
	t.TextStyle.Bold = r.head
	t.Refresh()
}

// Refresh writes the names of columns anew, where the row is their head.
func (r *importLine) Refresh() {
	if r.head && r.setting.wide {
		r.write(importHeads)
	} else if r.head {
		r.write(importTwoHeads)
	}
	r.BaseWidget.Refresh()
}

func (r *importLine) CreateRenderer() fyne.WidgetRenderer {
	all := []fyne.CanvasObject{r.sign, r.words, r.code}
	for c := range importColumns {
		if o := r.cell(c); o != r.words && o != r.code {
			all = append(all, o)
		}
	}
	return widget.NewSimpleRenderer(container.New(importLineLayout{r}, all...))
}

type importLineLayout struct{ row *importLine }

// Layout is fyne.Layout.
func (l importLineLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := l.row
	put := func(o fyne.CanvasObject, x, width, middle float32) {
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, middle-height/2))
		o.Resize(fyne.NewSize(width, height))
	}
	upper, lower := size.Height/2, size.Height/2
	if !r.setting.wide && !r.head {
		upper, lower = 13, 32
	}
	put(r.sign, 6, 16, upper)
	for c := range importColumns {
		x, width, below := r.setting.place(c, size.Width)
		middle := upper
		if below {
			middle = lower
		}
		if c == importRemarks && r.long {
			from, _, _ := r.setting.place(importOutlet, size.Width)
			end, last, _ := r.setting.place(importRemarks, size.Width)
			if !r.setting.wide {
				from, end, last = x, size.Width, -importGap-theme.ScrollBarSmallSize()
			}
			x, width = from, end+last-from
		}
		o := r.cell(c)
		put(o, x, width, middle)
		setVisible(o, !below || !r.head)
	}
	r.code.Alignment = fyne.TextAlignLeading
	if !r.setting.wide { // below the number of words
		r.code.Alignment = fyne.TextAlignTrailing
	}
}

// cell is what shows a column.
func (r *importLine) cell(c importColumn) fyne.CanvasObject {
	switch c {
	case importWords:
		return r.words
	case importLanguage:
		return r.code
	}
	return r.cells[c]
}

// MinSize is fyne.Layout.
func (l importLineLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if l.row.head {
		return fyne.NewSize(240, importHead)
	}
	return fyne.NewSize(240, l.row.setting.rowHeight())
}

// importTable stands the heads over the rows, and sets both for the width that there is.
type importTable struct {
	setting importSetting
	head    *importLine
	list    *keyList
}

// Layout is fyne.Layout. The objects are the head and the list.
func (t *importTable) Layout(os []fyne.CanvasObject, size fyne.Size) {
	wide := size.Width >= importWide
	turned := wide != t.setting.wide
	t.setting.wide = wide
	os[0].Resize(fyne.NewSize(size.Width, importHead))
	os[1].Move(fyne.NewPos(0, importHead))
	os[1].Resize(fyne.NewSize(size.Width, max(0, size.Height-importHead)))
	if turned {
		t.head.Refresh()
		t.list.Refresh()
	}
}

// MinSize is fyne.Layout.
func (t *importTable) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, importHead+2*rowHeight)
}
