package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// tabs are headings beside each other, one of which is on.
type tabs struct {
	root *fyne.Container
	each []*tab
	on   int
}

// newTabs makes headings; changed is told which was clicked, from 0.
func newTabs(fonts *textview.Fonts, changed func(int), names ...string) *tabs {
	t := &tabs{root: container.New(&flow{gap: 6, width: 240})} // in a narrow pane they stand below each other
	for i, name := range names {
		one := &tab{name: textview.NewLines(fonts, tabName), tapped: func() { changed(i) }}
		one.name.SetText(name)
		one.ExtendBaseWidget(one)
		t.each = append(t.each, one)
		t.root.Add(one)
	}
	t.show(0)
	return t
}

// show makes one of them the one that is on.
func (t *tabs) show(on int) {
	t.on = on
	for i, one := range t.each {
		style := tabName
		if i != on {
			style.Ink = theme.ColorNamePlaceHolder
		}
		one.name.SetStyle(style)
	}
}

func (t *tabs) name(i int, name string) {
	if t.each[i].name.Text() != name {
		t.each[i].name.SetText(name)
		t.root.Refresh()
	}
}

// tab is one of the headings.
type tab struct {
	widget.BaseWidget
	name   *textview.Lines
	tapped func()
}

var tabName = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Bold: true, Most: 1, Ours: true, Whole: true}

func (t *tab) Tapped(*fyne.PointEvent) { t.tapped() }

func (t *tab) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&inset{2, 2}, t.name))
}
