package app

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/suggest"
	"rubricator/app/textview"
)

// attributeCard shows what the chosen mark, or else the article, has of each attribute. The one that is asked shows its values with their digits, or a
// field for a free one.
type attributeCard struct {
	root   *fyne.Container
	fonts  *textview.Fonts
	field  *field          // of a free value that is asked
	offers *fyne.Container // what it may be

	completion completion
	pick       func(attribute string)                                        // a row was clicked
	value      func(v suggest.Valued, value string)                          // a value was clicked
	write      func(mark annotation.ID, v suggest.Valued, typed string) bool // a free value was typed

	offered []string // completions, in order
	at      int      // which of them was taken by key; -1: none

	shown   string        // what stands there, to build it anew only when it differs
	mark    annotation.ID // zero: the article
	asked   suggest.Valued
	written string // what the program last wrote into the field
	resized func() // the card needs another height
}

func newAttributeCard(fonts *textview.Fonts, keys *dispatcher) *attributeCard {
	c := &attributeCard{root: container.NewVBox(), fonts: fonts, field: newField(keys, false), offers: container.NewVBox()}
	c.field.blur = func() { c.keep() }
	c.field.OnChanged = func(string) { c.offer() }
	return c
}

// ties has clicks and keys answer the questions of a window.
func (c *attributeCard) ties(w *Window) {
	c.pick, c.value, c.write = w.askFor, w.giveValue, w.write
	c.field.enter = func() {
		emptied := c.field.Text == "" && c.written != ""
		switch {
		case !c.keep():
		case emptied: // what is read off the text instead is not confirmed by that
			w.askNext(1)
		default:
			w.confirm()
		}
	}
	c.field.arrow = func(key fyne.KeyName) bool { return c.step(key) || !c.keep() || w.askedArrow(key) }
	c.field.escape = func() { w.askFor("") }
}

// show brings the card up to date. asked is which of the attributes is asked; -1: none.
func (c *attributeCard) show(mark annotation.ID, vs []suggest.Valued, asked int, colour func() color.NRGBA, readOnly bool) {
	now := fmt.Sprint(mark, asked, readOnly, theme.Color(theme.ColorNameForeground))
	for _, v := range vs {
		now += fmt.Sprintf("|%s %s %v %s", v.ID, v.Name, v.Values, v.Basis)
	}
	if now == c.shown {
		return
	}
	if mark != c.mark || asked < 0 || vs[asked].ID != c.asked.ID {
		c.keep() // what was typed for another
	}
	typed, typing := c.field.Text, c.asked.ID != "" && c.field.Text != c.written // what is being typed stays
	c.shown, c.mark, c.asked = now, mark, suggest.Valued{}
	var rows []fyne.CanvasObject
	names := &columns{}
	for i, v := range vs {
		row := newAttributeRow(c.fonts, v, names, i == asked, func() { c.pick(v.ID) })
		rows = append(rows, row)
		if i != asked || readOnly {
			continue
		}
		c.asked = v
		if choices := choicesOf(v.Attribute); len(choices) > 0 {
			rows = append(rows, container.New(&inset{chipsInset, 2}, c.chips(v, choices, colour)))
		} else {
			c.written = strings.Join(v.Values, ", ")
			c.field.SetPlaceHolder(v.Name)
			c.offered, c.at = nil, -1
			if typing {
				c.field.SetText(typed)
			} else {
				c.field.SetText(c.written)
			}
			rows = append(rows, c.field, c.offers)
		}
	}
	c.root.Objects = rows // at once, since rows share a column
	c.root.Refresh()
}

// chipsInset is the room beside the values to choose from, in points.
const chipsInset = 8

// chips are the values of an attribute to choose from.
func (c *attributeCard) chips(v suggest.Valued, choices []annotation.Value, colour func() color.NRGBA) fyne.CanvasObject {
	row := container.New(&flow{gap: 4, width: c.root.Size().Width - 2*chipsInset}) // so that the rows below know its height at once
	for i, x := range choices {
		key := ""
		if i < digits {
			key = fmt.Sprint(i + 1)
		}
		chip := newChip(c.fonts, annotation.Choice{Key: key, Name: nameOf(x)}, colour, func() { c.value(v, x.ID) })
		chip.show(chipState{sticky: slices.Contains(v.Values, x.ID)})
		row.Add(chip)
	}
	return row
}

func nameOf(v annotation.Value) string {
	if v.Name == "" {
		return v.ID
	}
	return v.Name
}

// offer shows what the free value that is typed may be.
func (c *attributeCard) offer() {
	if c.at >= 0 && c.at < len(c.offered) && c.field.Text == c.offered[c.at] {
		return // one of them was just taken
	}
	c.offered, c.at = nil, -1
	if c.asked.Kind == annotation.FreeText && (c.written == "" || c.field.Text != c.written) {
		c.offered = c.completion.matching(c.field.Text)
	}
	c.showOffers()
}

func (c *attributeCard) showOffers() {
	var rows []fyne.CanvasObject
	for i, value := range c.offered {
		line := newOffer(c.fonts, value, i == c.at, func() { c.field.enter() })
		line.pressed = func() { c.at = i; c.field.SetText(value) } // before the field loses the focus, and keeps what is in it
		rows = append(rows, line)
	}
	c.offers.Objects = rows
	c.offers.Refresh()
	c.resized()
}

// step takes the completion below or above into the field; false where there is none in that direction.
func (c *attributeCard) step(key fyne.KeyName) bool {
	to, ok := stepped(c.at, len(c.offered), key)
	if !ok {
		return false
	}
	c.at = to
	c.field.SetText(c.offered[to])
	c.showOffers()
	return true
}

// focus gives the field the focus when a free value is asked, and tells whether it did.
func (c *attributeCard) focus(on fyne.Canvas) bool {
	if c.asked.ID == "" || len(choicesOf(c.asked.Attribute)) > 0 {
		return false
	}
	c.field.takeOver(on)
	c.field.TypedShortcut(&fyne.ShortcutSelectAll{})
	return true
}

// keep writes down what was typed; false when it is no value of the attribute.
func (c *attributeCard) keep() bool {
	typed := c.field.Text
	if c.asked.ID == "" || typed == c.written {
		return true
	}
	before := c.written
	c.written = typed
	if c.write(c.mark, c.asked, typed) {
		return true
	}
	c.written = before
	return false
}

// attributeRow is one attribute and what the mark has of it. A click asks for it.
type attributeRow struct {
	widget.BaseWidget
	back    *canvas.Rectangle
	name    *textview.Lines
	value   *textview.Lines
	layout  *columns // of all rows of the card
	tapped  func()
	pressed func() // the button went down; may be nil
}

// MouseDown is desktop.Mouseable.
func (r *attributeRow) MouseDown(*desktop.MouseEvent) {
	if r.pressed != nil {
		r.pressed()
	}
}

// MouseUp is desktop.Mouseable.
func (r *attributeRow) MouseUp(*desktop.MouseEvent) {}

// The columns of a row.
var (
	attributeName  = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNamePlaceHolder, Most: 1, Whole: true}
	attributeGiven = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground}
	attributeRead  = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNamePlaceHolder}
	attributeLacks = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameError}
)

func newAttributeRow(fonts *textview.Fonts, v suggest.Valued, layout *columns, asked bool, tapped func()) *attributeRow {
	style := attributeRead
	switch {
	case v.Basis == suggest.Given:
		style = attributeGiven
	case v.Lacks():
		style = attributeLacks
	}
	r := &attributeRow{back: canvas.NewRectangle(color.Transparent), name: textview.NewLines(fonts, attributeName), value: textview.NewLines(fonts, style), layout: layout, tapped: tapped}
	r.back.CornerRadius = 4
	if asked {
		r.back.FillColor = theme.Color(theme.ColorNameSelection)
	}
	r.name.SetText(v.Name)
	layout.first = max(layout.first, r.name.MinSize().Width+10)
	r.value.SetText(valueInWords(v))
	r.ExtendBaseWidget(r)
	return r
}

// valueInWords is what a mark has of an attribute, and how sure that is.
func valueInWords(v suggest.Valued) string {
	if len(v.Values) == 0 {
		if v.Lacks() {
			return "is needed"
		}
		return "–"
	}
	var names []string
	for _, id := range v.Values {
		name := id
		switch i := slices.IndexFunc(v.Attribute.Values, func(x annotation.Value) bool { return x.ID == id }); {
		case i >= 0:
			name = nameOf(v.Attribute.Values[i])
		case v.Kind == annotation.Number:
			name = grouping(id)
		}
		names = append(names, name)
	}
	said := strings.Join(names, ", ")
	switch v.Basis {
	case suggest.Computed:
		said += " · read"
	case suggest.Default:
		said += " · usual"
	}
	return said
}

func (r *attributeRow) Tapped(*fyne.PointEvent) { r.tapped() }

func (r *attributeRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (r *attributeRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(r.back, container.New(&inset{8, 3}, container.New(r.layout, r.name, r.value))))
}

// newOffer is one completion.
func newOffer(fonts *textview.Fonts, value string, taken bool, tapped func()) *attributeRow {
	r := &attributeRow{back: canvas.NewRectangle(color.Transparent), name: textview.NewLines(fonts, attributeName), value: textview.NewLines(fonts, offerStyle), layout: &columns{}, tapped: tapped}
	r.back.CornerRadius = 4
	if taken {
		r.back.FillColor = theme.Color(theme.ColorNameSelection)
	}
	r.value.SetText(shortened(value, 80))
	r.ExtendBaseWidget(r)
	return r
}

// says has a completion tell what it means, beside it.
func (r *attributeRow) says(word, meaning string) {
	r.name.SetStyle(offerStyle)
	r.name.SetText(word)
	r.value.SetStyle(offerMeaning)
	r.value.SetText(meaning)
	r.layout.first = offerWord
}

// offerWord is the width of a completion that says what it means, in points.
const offerWord = 80

// offerMeaning is how that is set.
var offerMeaning = textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true}

// offerStyle is how a completion is set.
var offerStyle = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 1}

// columns stands two objects side by side, the first of a width in points that rows share.
type columns struct{ first float32 }

func (l *columns) Layout(os []fyne.CanvasObject, size fyne.Size) {
	os[0].Resize(fyne.NewSize(l.first, os[0].MinSize().Height))
	os[1].Move(fyne.NewPos(l.first, 0))
	os[1].Resize(fyne.NewSize(size.Width-l.first, size.Height))
}

func (l *columns) MinSize(os []fyne.CanvasObject) fyne.Size {
	m := os[1].MinSize()
	return fyne.NewSize(l.first+m.Width, max(m.Height, os[0].MinSize().Height))
}

// flow stands objects beside each other and goes on in the next row where the width ends. Gap is in points.
type flow struct{ gap, width float32 }

func (l *flow) Layout(os []fyne.CanvasObject, size fyne.Size) {
	if size.Width > 0 { // while it is being filled it has no size yet
		l.width = size.Width
	}
	l.place(os, func(o fyne.CanvasObject, p fyne.Position) {
		o.Move(p)
		o.Resize(o.MinSize())
	})
}

// place tells where each object stands, and gives the height of all.
func (l *flow) place(os []fyne.CanvasObject, at func(fyne.CanvasObject, fyne.Position)) (height float32) {
	x, y := float32(0), float32(0)
	for _, o := range os {
		m := o.MinSize()
		if x > 0 && x+m.Width > l.width {
			x, y = 0, height+l.gap
		}
		at(o, fyne.NewPos(x, y))
		x += m.Width + l.gap
		height = max(height, y+m.Height)
	}
	return height
}

func (l *flow) MinSize(os []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for _, o := range os {
		width = max(width, o.MinSize().Width)
	}
	return fyne.NewSize(width, l.place(os, func(fyne.CanvasObject, fyne.Position) {}))
}
