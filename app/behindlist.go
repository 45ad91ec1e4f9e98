package app

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// behindList is the marks behind a figure: first those that another annotator has none for, then those that match.
type behindList struct {
	i     *insight
	root  fyne.CanvasObject
	list  *keyList
	said  *textview.Lines
	found *jobs.Agreement
	marks []agreement.Behind
}

func newBehindList(i *insight) *behindList {
	b := &behindList{i: i, said: newHeading(i.w.fonts, "")}
	b.list = newKeyList(i.w.keys, func() int { return len(b.marks) }, func() fyne.CanvasObject { return newListRow(i.w.fonts) }, b.fill)
	b.list.HideSeparators = true
	b.list.chosen = func(row int) { b.list.unselect(); b.open(row) }
	b.list.caret = b.key
	b.root = container.NewBorder(b.said, nil, nil, nil, b.list)
	b.clear()
	return b
}

func (b *behindList) clear() {
	b.marks = nil
	b.said.SetText("Enter or a click on a figure leads to its marks")
	b.list.Refresh()
}

// show lists marks and takes the keys there.
func (b *behindList) show(found *jobs.Agreement, marks []agreement.Behind) {
	var ranked [3][]agreement.Behind
	apart := 0
	for _, m := range marks {
		at := rank(m)
		if ranked[at] = append(ranked[at], m); at > 0 && m.First.Label() != m.Second.Label() {
			apart++
		}
	}
	b.found, b.marks = found, slices.Concat(ranked[:]...)
	alone := len(ranked[0])
	said := []string{plural(alone, "mark") + " that the other has none for", pairs(len(marks)-alone-apart, "that match")}
	if apart > 0 {
		said = []string{pairs(apart, "with different labels")}
	}
	b.said.SetText(strings.Join(said, ", "))
	b.list.row = 0
	b.list.Refresh()
	b.list.ScrollToTop()
	if len(marks) > 0 {
		b.i.w.win.Canvas().Focus(b.list)
	}
}

func pairs(n int, which string) string {
	return plural(n, "pair") + " " + strings.Replace(which, "match", map[bool]string{true: "matches", false: "match"}[n == 1], 1)
}

// rank is 0 for a mark that stands alone, 1 for marks that match and differ in a value, and 2 for others.
func rank(m agreement.Behind) int {
	switch {
	case m.First == nil || m.Second == nil:
		return 0
	case differing(m.First, m.Second) != "":
		return 1
	}
	return 2
}

func (b *behindList) fill(at widget.ListItemID, o fyne.CanvasObject) {
	if at >= len(b.marks) {
		return
	}
	m, row := b.marks[at], o.(*listRow)
	name := func(id annotation.ID) string { return quoted(b.found.Name(id), 40) }
	title := quoted(b.found.Title(m.Document), 60)
	sp, by, without, alone := m.Alone()
	if alone {
		row.setSign("≠", nrgbaOf(theme.ColorNameError))
		row.show(quoteOf(sp, cmp.Or(m.FirstTo, m.SecondTo)), b.found.Scheme.NameOf(sp.Label())+" · "+name(by)+" alone, "+name(without)+" has none · "+title)
		return
	}
	row.setSign("=", nrgbaOf(theme.ColorNameSuccess))
	said := quoteOf(m.First, m.FirstTo)
	if other := quoteOf(m.Second, m.SecondTo); said != other {
		said += " / " + other
	}
	label := b.found.Scheme.NameOf(m.First.Label())
	if values := differing(m.First, m.Second); values != "" {
		row.setSign("≈", nrgbaOf(theme.ColorNamePrimary))
		label += " · " + values
	}
	if m.First.Label() != m.Second.Label() {
		row.setSign("≠", nrgbaOf(theme.ColorNameError))
		label += " / " + b.found.Scheme.NameOf(m.Second.Label())
	}
	if m.FirstTo == nil {
		label += fmt.Sprintf(" · %.0f %% of the characters shared", 100*m.IoU)
	}
	row.show(said, label+" · "+name(m.FirstBy)+" / "+name(m.SecondBy)+" · "+title)
}

// quoteOf is what a mark says, and where its link leads.
func quoteOf(sp, to *annotation.Span) string {
	said := "“" + quoted(sp.Quote(), rowQuote) + "”"
	if to != nil {
		said += " → “" + quoted(to.Quote(), rowQuote) + "”"
	}
	return said
}

// differing tells the attributes in which two marks differ, "tone: calm / loud".
func differing(a, b *annotation.Span) string {
	all := maps.Clone(a.Given())
	if all == nil {
		all = map[string][]string{}
	}
	maps.Copy(all, b.Given())
	var out []string
	for _, attribute := range slices.Sorted(maps.Keys(all)) {
		x, y := valuesOf(a, attribute), valuesOf(b, attribute)
		if x != y {
			out = append(out, attribute+": "+x+" / "+y)
		}
	}
	return strings.Join(out, ", ")
}

func valuesOf(sp *annotation.Span, attribute string) string {
	values := sp.Attributes()[attribute]
	if len(values) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(slices.Values(values)), " and ")
}

func (b *behindList) key(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.i.w.keys.repeated() {
			b.open(b.list.row)
		}
	case fyne.KeyEscape, fyne.KeyLeft:
		b.i.w.win.Canvas().Focus(b.i.list)
	default:
		return false
	}
	return true
}

// open shows the article at the mark: one's own is chosen, another's text selected.
func (b *behindList) open(row int) {
	if row < 0 || row >= len(b.marks) {
		return
	}
	m, w := b.marks[row], b.i.w
	sp := m.First
	if sp == nil || m.Second != nil && m.SecondBy == w.desk.me() {
		sp = m.Second
	}
	show := func() {
		if _, mine := w.set().Span(sp.ID); mine {
			w.chooseAndReveal(sp.ID)
			return
		}
		w.view.Select(sp.Ranges()[0])
		w.view.Reveal(sp.Hull())
	}
	b.i.leave()
	if m.Document == w.document.ID {
		show()
		return
	}
	w.openThen(m.Document, show)
}
