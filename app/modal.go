package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// modal is a sheet that lies over the window until it is done with: palette, key help, forms, questions. Enter and Esc do the
// same wherever in it the focus is, also where nothing has it.
type modal struct {
	title  string
	width  float32 // wanted, in points
	height float32 // wanted, in points; 0: as much as the body needs
	enter  func()  // nil: nothing
	caret  func(fyne.KeyName)
	first  fyne.Focusable   // has the focus to begin with; may be nil
	leave  func()           // Esc; nil: it closes
	chord  func(Chord) bool // keys with Ctrl while a button has the focus, before the dispatcher has them; may be nil
	closed func()           // what happens once it is gone; may be nil
	beside bool             // it stands at the right, as high as the window, and the article behind it is to be seen

	w      *Window
	before fyne.Focusable // had the focus in the modal below; nil: nothing
	popup  sheetFrame
	body   fyne.CanvasObject
	scroll *container.Scroll // of the body; nil where that has a height of its own
}

// show puts a modal over the window. Its buttons stand at the bottom right, in order.
func (w *Window) show(m *modal, body fyne.CanvasObject, buttons ...*button) {
	m.w, m.body = w, body
	middle := body
	if m.height == 0 {
		m.scroll = container.NewVScroll(container.New(&inset{2, 0}, body))
		middle = m.scroll
	}
	var title, footer fyne.CanvasObject
	if m.title != "" {
		title = newHeading(w.fonts, m.title)
	}
	if len(buttons) > 0 {
		row := container.NewHBox(layout.NewSpacer())
		for _, b := range buttons {
			b.keys, b.escape, b.chord = w.keys, m.escape, m.chord
			row.Add(b)
		}
		footer = container.New(&inset{0, 4}, row)
	}
	content := container.New(&inset{10, 8}, container.NewBorder(title, footer, nil, nil, middle))
	if m.beside {
		m.popup = newSideSheet(content, w.win.Canvas())
	} else {
		m.popup = widget.NewModalPopUp(content, w.win.Canvas())
	}
	for _, f := range fields(body) {
		f.escape = m.escape
		f.focus = func() { m.reveal(f) }
		if f.enter == nil {
			f.enter = m.enterKey
		}
	}
	m.again()
}

// sheetFrame is what a modal stands in.
type sheetFrame interface {
	Show()
	Hide()
	Resize(fyne.Size)
}

// The room that title, buttons and edges of a modal take, and what of the window stays free around it, in points.
const (
	modalFrame  = 136
	modalMargin = 40
)

// fit gives the modal the size that its body needs, as far as the window has it.
func (m *modal) fit() {
	room := m.w.win.Canvas().Size()
	if m.beside {
		width := min(m.width, room.Width-modalMargin)
		m.popup.Resize(fyne.NewSize(width, room.Height))
		m.w.makeRoom(width)
		return
	}
	room = room.SubtractWidthHeight(modalMargin, modalMargin)
	size := fyne.NewSize(m.width, m.height).Min(room)
	if m.height == 0 {
		inside := size.Width - 40
		m.body.Resize(fyne.NewSize(inside, m.body.MinSize().Height)) // labels wrap to the width they have
		m.body.Resize(fyne.NewSize(inside, m.body.MinSize().Height))
		size.Height = min(m.body.MinSize().Height+modalFrame, room.Height)
	}
	m.popup.Resize(size)
}

// reveal scrolls the body, where the window is too low for all of it, as little as shows one of its parts.
func (m *modal) reveal(part fyne.CanvasObject) {
	if m.scroll != nil {
		revealIn(m.scroll, m.body, part)
	}
}

// revealIn scrolls as little as shows a part of what is scrolled.
func revealIn(scroll *container.Scroll, all, part fyne.CanvasObject) {
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	top := place(part).Y - place(all).Y
	low := top + part.Size().Height - scroll.Size().Height
	scroll.ScrollToOffset(fyne.NewPos(0, min(max(scroll.Offset.Y, low), top)))
}

// close takes the modal away.
func (m *modal) close() {
	w := m.w
	i := slices.Index(w.modals, m)
	if i < 0 {
		return
	}
	above := slices.Clone(w.modals[i+1:])
	for _, a := range slices.Backward(above) { // the toolkit would take them away with this one
		a.popup.Hide()
	}
	w.modals = slices.Delete(w.modals, i, i+1)
	m.popup.Hide()
	for _, a := range above {
		a.popup.Show()
		a.fit()
	}
	if m.beside {
		w.makeRoom(0)
	}
	switch {
	case len(w.modals) == 0 && m.before == w.library.list:
		w.win.Canvas().Focus(w.library.list) // what was asked was about its articles
		w.keepFocusInSight()
	case len(w.modals) == 0:
		w.focusText()
	case len(above) == 0:
		w.modals[i-1].takeFocus(m.before)
	}
	if m.closed != nil {
		m.closed()
	}
}

// takeFocus gives the focus back to what had it, or, where a click took it away, to what has it to begin with.
func (m *modal) takeFocus(before fyne.Focusable) {
	if before == nil {
		before = m.first
	}
	if before != nil {
		m.w.win.Canvas().Focus(before)
	}
}

// escape is Esc, wherever in the modal the focus is.
func (m *modal) escape() {
	if m.leave != nil {
		m.leave()
		return
	}
	m.close()
}

func (m *modal) confirm() {
	if m.enter != nil {
		m.enter()
	}
}

// enterKey is Enter pressed anew.
func (m *modal) enterKey() {
	if !m.w.keys.repeated() {
		m.confirm()
	}
}

// takesEnter is for a list that leaves Enter to its modal: it tells whether the key was that.
func (m *modal) takesEnter(key fyne.KeyName) bool {
	is := key == fyne.KeyReturn || key == fyne.KeyEnter
	if is {
		m.enterKey()
	}
	return is
}

func (m *modal) window() *Window { return m.w }

func (m *modal) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		m.enterKey()
	case fyne.KeyEscape:
		m.escape()
	default:
		if m.caret != nil {
			m.caret(e.Name)
		}
	}
}

// typedKey takes the keys that no focused object gets.
func (w *Window) typedKey(e *fyne.KeyEvent) {
	if n := len(w.modals); n > 0 {
		w.modals[n-1].typedKey(e)
		return
	}
	w.keys.TypedKey(e)
}

// button is the toolkit's button, which Enter presses too when it has the focus. In a window it leaves the keys that it does not
// use to the dispatcher.
type button struct {
	widget.Button
	keys    *dispatcher      // nil: nobody's
	chord   func(Chord) bool // keys with Ctrl, before the dispatcher has them; nil: none
	escape  func()           // Esc; nil: nothing
	focused bool
}

func newButton(text string, tapped func()) *button {
	b := &button{}
	b.Text, b.OnTapped = text, tapped
	b.ExtendBaseWidget(b)
	return b
}

// mainButton is what Enter does.
func mainButton(text string, tapped func()) *button {
	b := newButton(text, tapped)
	b.Importance = widget.HighImportance
	return b
}

// CreateRenderer draws a ring round the button where the toolkit would change its colour.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(b.Button.CreateRenderer(), 3, &b.focused)
}

func (b *button) FocusGained() { b.focused = true; b.Refresh() }
func (b *button) FocusLost()   { b.focused = false; b.Refresh() }

func (b *button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if (b.keys == nil || !b.keys.repeated()) && !b.Disabled() && b.OnTapped != nil {
			b.OnTapped() // and not Tapped, which takes the focus away
		}
	case fyne.KeyEscape:
		if b.escape != nil {
			b.escape()
		}
	default:
		if b.keys != nil {
			b.keys.typedKey(e, true)
		}
	}
}

func (b *button) KeyDown(e *fyne.KeyEvent) {
	if b.keys != nil {
		b.keys.KeyDown(e)
	}
}

func (b *button) KeyUp(e *fyne.KeyEvent) {
	if b.keys != nil {
		b.keys.KeyUp(e)
	}
}

func (b *button) TypedShortcut(s fyne.Shortcut) {
	if c, ok := chordOf(s); ok && b.chord != nil && b.chord(c) {
		return
	}
	if b.keys != nil {
		b.keys.shortcut(s, true)
	}
}

// choice is an answer to a question.
type choice struct {
	text string
	run  func() // nil: nothing happens
}

// question asks for one of some answers. Enter gives the last, which is drawn as such; Esc gives none.
func (w *Window) question(title, text string, choices ...choice) {
	w.questionThen(title, text, nil, choices...)
}

func (w *Window) questionThen(title, text string, closed func(), choices ...choice) {
	m := &modal{title: title, width: 560, closed: closed}
	give := func(c choice) func() {
		return func() {
			m.close()
			if c.run != nil {
				c.run()
			}
		}
	}
	var buttons []*button
	for _, c := range choices {
		buttons = append(buttons, newButton(c.text, give(c)))
	}
	last := len(choices) - 1
	buttons[last].Importance = widget.HighImportance
	m.enter = give(choices[last])
	w.show(m, newProse(w.fonts, theme.ColorNameForeground, text), buttons...)
}

// tell shows something to be read, which Enter and Esc close; then what is to follow, which may be nil.
func (w *Window) tell(title, text string, then func()) {
	w.questionThen(title, text, then, choice{text: "Close"})
}

// ask shows a form. Enter confirms, Esc leaves; when done fails, the form stays with what was typed and says why.
func (w *Window) ask(title, confirm string, width float32, content fyne.CanvasObject, first *field, done func() error) {
	m := &modal{title: title, width: width, first: first}
	body := container.NewVBox(content, m.tries(w.fonts, done))
	w.show(m, body, newButton("Cancel", m.close), mainButton(confirm, m.confirm))
	first.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// tries makes Enter close the modal and do something; when that fails the modal is there again, and the lines that tries gives
// says why.
func (m *modal) tries(fonts *textview.Fonts, do func() error) (problem *textview.Lines) {
	problem = newProse(fonts, theme.ColorNameError, "")
	problem.Hide()
	m.enter = func() {
		canvas := m.w.win.Canvas()
		had := canvas.Focused()
		canvas.Unfocus() // what has the focus while its sheet goes is never told that it lost it
		m.close()        // first, for what is shown over it would go with it
		if err := do(); err != nil {
			problem.SetText(sentence(err))
			problem.Show()
			m.again()
			if had != nil {
				canvas.Focus(had)
			}
			m.reveal(problem)
		}
	}
	return problem
}

// again shows a modal, also one that was closed. A key that is still held from before does nothing in it.
func (m *modal) again() {
	m.w.keys.fresh = false
	m.before = m.w.win.Canvas().Focused()
	m.w.modals = append(m.w.modals, m)
	m.popup.Show()
	m.fit()
	if m.first != nil {
		m.w.win.Canvas().Focus(m.first)
	}
}

// fields finds the entries of a form.
func fields(o fyne.CanvasObject) []*field {
	switch o := o.(type) {
	case *field:
		return []*field{o}
	case *fyne.Container:
		var out []*field
		for _, c := range o.Objects {
			out = append(out, fields(c)...)
		}
		return out
	}
	return nil
}
