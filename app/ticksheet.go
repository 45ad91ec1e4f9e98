package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// tick is something that can be ticked.
type tick struct {
	value string // by which it is kept
	title string
	about string
}

// tickSheet has several of many ticked.
type tickSheet struct {
	all    []tick
	shown  []tick // of all, what the field asks for
	ticked map[string]bool
	sheet  *modal
	part   *field
	list   *keyList
	count  *textview.Lines
	none   string // what it means that nothing is ticked
}

// tickSome asks which of all are wanted; done is told their values in the order of all.
func (w *Window) tickSome(title, none string, all []tick, now []string, done func([]string)) {
	s := &tickSheet{all: all, shown: all, ticked: map[string]bool{}, part: newField(w.keys, false), count: textview.NewLines(w.fonts, remark(theme.ColorNamePlaceHolder)), none: none}
	for _, v := range now {
		s.ticked[v] = true
	}
	s.list = newKeyList(w.keys, func() int { return len(s.shown) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, s.fill)
	s.list.HideSeparators = true
	s.list.chosen = s.tick
	s.sheet = &modal{title: title, width: 520, height: 520, first: s.list}
	s.list.escape = s.sheet.close
	s.list.caret = func(key fyne.KeyName) bool {
		if key == fyne.KeySpace {
			s.tick(s.list.row)
			return true
		}
		return s.sheet.takesEnter(key)
	}
	s.part.SetPlaceHolder("Part of a name")
	s.part.OnChanged = func(string) { s.narrow() }
	s.part.arrow = func(key fyne.KeyName) bool {
		if key == fyne.KeyDown {
			w.win.Canvas().Focus(s.list)
		}
		return true
	}
	s.sheet.enter = func() {
		var values []string
		for _, t := range s.all {
			if s.ticked[t.value] {
				values = append(values, t.value)
			}
		}
		s.sheet.close()
		done(values)
	}
	s.tell()
	untick := newButton("Tick none", func() { clear(s.ticked); s.list.Refresh(); s.tell() })
	w.show(s.sheet, container.NewBorder(s.part, s.count, nil, nil, s.list), untick, newButton("Cancel", s.sheet.close), mainButton("Take", s.sheet.confirm))
}

func (s *tickSheet) narrow() {
	part := strings.ToLower(strings.TrimSpace(s.part.Text))
	s.shown = slices.DeleteFunc(slices.Clone(s.all), func(t tick) bool { return !strings.Contains(strings.ToLower(t.title+" "+t.about), part) })
	s.list.row = 0
	s.list.Refresh()
	s.list.ScrollToTop()
}

func (s *tickSheet) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(s.shown) {
		return
	}
	t, row := s.shown[i], o.(*listRow)
	sign := "☐"
	if s.ticked[t.value] {
		sign = "☑"
	}
	row.setSign(sign, theme.Color(theme.ColorNameForeground))
	row.show(t.title, t.about)
}

func (s *tickSheet) tick(i int) {
	if i >= len(s.shown) {
		return
	}
	value := s.shown[i].value
	if s.ticked[value] = !s.ticked[value]; !s.ticked[value] {
		delete(s.ticked, value)
	}
	s.list.unselect()
	s.list.row = i
	s.list.Refresh()
	s.tell()
}

// tell says how many are ticked.
func (s *tickSheet) tell() {
	if len(s.ticked) == 0 {
		s.count.SetText("None is ticked: " + s.none + ". Space ticks.")
		return
	}
	s.count.SetText(grouped(len(s.ticked)) + " of " + grouped(len(s.all)) + " ticked")
}
