package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// differenceQueue is the list of the differences that are to be decided, over all articles.
type differenceQueue struct {
	a       *adjudicating
	root    *fyne.Container
	heading *textview.Lines // how many, and how far
	shows   *textview.Lines // what is shown of them
	list    *keyList

	q      *compare.Queue
	order  compare.Order
	filter compare.Filter
	row    int       // of the difference in hand, or where it was
	grows  time.Time // when the list is made anew next, at the earliest, while it grows
}

func newDifferenceQueue(a *adjudicating) *differenceQueue {
	w := a.w
	u := &differenceQueue{a: a, q: compare.NewQueue(nil, compare.HardestFirst),
		heading: newHeading(w.fonts, ""), shows: newProse(w.fonts, theme.ColorNamePlaceHolder, "")}
	u.list = newKeyList(w.keys, func() int { return u.q.Len() }, func() fyne.CanvasObject { return newListRow(w.fonts) }, u.fill)
	u.list.HideSeparators = true
	u.list.caret = u.caret
	u.list.chosen = u.choose
	tools := container.New(&flow{gap: 4, width: 160}, u.button("Filter · F", a.offerFilters), u.button("Order · O", a.turnOrder), u.button("Sets · S", a.offerSets),
		u.button("Side by side · L", func() { a.lanes.turn() }))
	u.root = container.NewBorder(container.NewVBox(u.heading, u.shows, container.New(&inset{4, 2}, tools), widget.NewSeparator()), nil, nil, nil, u.list)
	return u
}

func (u *differenceQueue) button(name string, tapped func()) *button {
	b := newButton(name, tapped)
	b.Importance = widget.LowImportance
	b.keys, b.escape = u.a.w.keys, u.a.w.focusText
	return b
}

// reset shows nothing, and all that comes.
func (u *differenceQueue) reset() {
	u.filter, u.row = compare.Filter{}, 0
	u.rebuild()
}

// rebuild orders the queue anew.
func (u *differenceQueue) rebuild() {
	n := 0
	documents := make([]annotation.ID, 0, len(u.a.cases.each))
	for id, s := range u.a.cases.each {
		n += len(s.Open)
		documents = append(documents, id)
	}
	slices.SortFunc(documents, func(a, b annotation.ID) int { return bytes.Compare(a[:], b[:]) }) // which spares the queue most of its work
	all := make([]compare.Summary, 0, n)
	for _, id := range documents {
		all = u.add(all, u.a.cases.each[id].Open)
	}
	u.q = compare.NewQueue(all, u.order)
	u.a.cases.listed = true
	u.list.Refresh()
	u.follow()
	u.tell()
}

// add takes those that the filter shows.
func (u *differenceQueue) add(all, some []compare.Summary) []compare.Summary {
	for i := range some {
		if u.filter.TakesSummary(&some[i]) {
			all = append(all, some[i])
		}
	}
	return all
}

// growthShare is the part of the time that making the list anew may take while it grows.
const growthShare = 10

// grow makes the list anew, not too often, and takes the first difference in hand.
func (u *differenceQueue) grow() {
	now := time.Now()
	switch {
	case !u.a.w.inReview(): // it is made when the place is shown
		return
	case now.Before(u.grows):
		u.tell()
		return
	}
	u.rebuild()
	u.grows = now.Add(growthShare * time.Since(now))
	u.a.begin()
}

// stands brings the differences of an article up to date.
func (u *differenceQueue) stands(s jobs.Standing) {
	before := u.a.cases.each[s.Document]
	u.a.cases.stands(s)
	if before.Decided == s.Decided && slices.EqualFunc(before.Open, s.Open, func(a, b compare.Summary) bool { return a.Key == b.Key }) {
		return
	}
	u.q.Update(s.Document, u.add(nil, s.Open))
	u.list.Refresh()
	u.tell()
}

// at is the row of the difference in hand; ok is false when it is not in the queue.
func (u *differenceQueue) at() (row int, ok bool) {
	if u.a.hand == nil {
		return 0, false
	}
	return u.q.Place(u.a.hand.Document, u.a.key)
}

// follow marks the difference in hand in the list.
func (u *differenceQueue) follow() {
	row, ok := u.at()
	if !ok {
		u.list.unselect()
		return
	}
	u.row = row
	u.list.mark(row)
	u.list.point(row)
}

func (u *differenceQueue) caret(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyEscape:
		u.a.w.focusText()
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		u.a.w.keys.TypedKey(&fyne.KeyEvent{Name: key})
	default:
		if !u.list.move(key) {
			return false
		}
		u.choose(u.list.row)
	}
	return true
}

func (u *differenceQueue) choose(row int) {
	if row < u.q.Len() {
		s := u.q.At(row)
		u.a.take(s.Document, s.Key)
	}
}

// tell says how many differences there are, how far they are decided, and what of them is shown.
func (u *differenceQueue) tell() {
	all, decided, agreed := u.a.cases.counts()
	u.heading.SetText(fmt.Sprintf("%s to decide · %s of %s decided", grouped(all-decided), grouped(decided), grouped(all)))
	var parts []string
	if c := u.a.cases; c.running && c.of > 0 && c.done < c.of {
		parts = append(parts, fmt.Sprintf("comparing article %s of %s", grouped(c.done), grouped(c.of)))
	}
	if n := u.q.Len(); n != all-decided {
		parts = append(parts, grouped(n)+" shown: "+u.filterInWords())
	}
	if agreed > 0 {
		parts = append(parts, plural(agreed, "mark")+" agreed on")
	}
	parts = append(parts, map[compare.Order]string{compare.HardestFirst: "hardest first", compare.FrequentFirst: "most frequent first"}[u.order])
	if said := strings.Join(parts, " · "); said != u.shows.Text() {
		u.shows.SetText(said)
		u.root.Refresh() // it may take another line
	}
	u.a.tell()
}

func (u *differenceQueue) filterInWords() string {
	var parts []string
	if u.filter.Classes != 0 {
		parts = append(parts, u.filter.Classes.String())
	}
	if u.filter.Label != "" {
		parts = append(parts, u.a.nameOf(labelRole(u.filter.Label)))
	}
	if !u.filter.Annotator.IsZero() {
		parts = append(parts, textview.Isolate(u.a.who(u.filter.Annotator).Name))
	}
	return strings.Join(parts, ", ")
}

// labelRole reads what LabelRole.String writes.
func labelRole(s string) annotation.LabelRole {
	label, role, _ := strings.Cut(s, ".")
	return annotation.LabelRole{Label: label, Role: role}
}

// nameOf is how people read a label.
func (a *adjudicating) nameOf(l annotation.LabelRole) string {
	return textview.Isolate(a.w.desk.project.Scheme().NameOf(l))
}

// shortName is that of the label, or of the part alone.
func (a *adjudicating) shortName(l annotation.LabelRole) string {
	scheme := a.w.desk.project.Scheme()
	if c, ok := scheme.Choice(l); ok {
		return c.Name
	}
	return scheme.NameOf(l)
}

// namesOf are the labels of a difference.
func (a *adjudicating) namesOf(labels []annotation.LabelRole) string {
	names := make([]string, len(labels))
	for i, l := range labels {
		names[i] = a.nameOf(l)
	}
	return strings.Join(names, " or ")
}

func (u *differenceQueue) fill(row widget.ListItemID, o fyne.CanvasObject) {
	if row >= u.q.Len() || u.a.w.desk == nil {
		return
	}
	s := u.q.At(row)
	sign := "≠"
	if s.Unsure {
		sign = "?"
	}
	r := o.(*listRow)
	r.setSign(sign, theme.Color(theme.ColorNamePlaceHolder))
	r.show(shortened(s.Quote, rowQuote), u.a.namesOf(s.Labels)+" · "+s.Classes.String()+" · "+quoted(u.a.cases.each[s.Document].Title, 60))
}

// turnOrder shows the other differences first.
func (a *adjudicating) turnOrder() {
	a.queue.order = compare.FrequentFirst - a.queue.order
	a.queue.rebuild()
}

// narrow shows other differences.
func (a *adjudicating) narrow(f compare.Filter) {
	a.queue.filter = f
	a.queue.rebuild()
	if _, ok := a.queue.at(); !ok && a.queue.q.Len() > 0 {
		a.queue.choose(0)
	}
}

// count is how many differences that are to be decided a filter takes.
func (a *adjudicating) count(f compare.Filter) (n int) {
	for _, s := range a.cases.each {
		for i := range s.Open {
			if f.TakesSummary(&s.Open[i]) {
				n++
			}
		}
	}
	return n
}

// offerFilters shows what the queue can be narrowed to, by class, label and person, and how many differences that are.
func (a *adjudicating) offerFilters() {
	a.offer(a.filterItems())
}

func (a *adjudicating) filterItems() []*fyne.MenuItem {
	f := a.queue.filter
	item := func(name string, on bool, to compare.Filter) *fyne.MenuItem {
		m := fyne.NewMenuItem(name, func() { a.narrow(to) })
		if m.Checked = on; !on {
			m.Label += " · " + grouped(a.count(to))
		}
		return m
	}
	items := []*fyne.MenuItem{item("All differences", f == compare.Filter{}, compare.Filter{}), fyne.NewMenuItemSeparator()}
	for _, c := range compare.Classes() {
		to := f
		if to.Classes = c; f.Classes == c {
			to.Classes = 0
		}
		items = append(items, item(c.String(), f.Classes == c, to))
	}
	var labels, people []*fyne.MenuItem
	for _, l := range a.labels() {
		to := f
		if to.Label = l.String(); f.Label == to.Label {
			to.Label = ""
		}
		labels = append(labels, item(a.nameOf(l), f.Label == l.String(), to))
	}
	for _, p := range a.compared() {
		to := f
		if to.Annotator = p.ID; f.Annotator == p.ID {
			to.Annotator = annotation.ID{}
		}
		people = append(people, item(p.Name+" stands apart", f.Annotator == p.ID, to))
	}
	return append(items, fyne.NewMenuItemSeparator(), submenu("Label", labels), submenu("Person", people))
}

// offerSets shows whose sets can be compared.
func (a *adjudicating) offerSets() {
	inWork := fyne.NewMenuItem("Sets in work too", func() { a.compareSets(func() { a.sets.InWork = !a.sets.InWork }) })
	inWork.Checked = a.sets.InWork
	everybody := fyne.NewMenuItem("Everybody", func() { a.compareSets(func() { a.sets.People = nil }) })
	everybody.Checked = a.sets.People == nil
	items := []*fyne.MenuItem{inWork, fyne.NewMenuItemSeparator(), everybody}
	for _, p := range a.persons() {
		m := fyne.NewMenuItem(p.Name, func() { a.compareSets(func() { a.turnPerson(p.ID) }) })
		m.Checked = a.sets.People == nil || slices.Contains(a.sets.People, p.ID)
		items = append(items, m)
	}
	a.offer(items)
}

// turnPerson leaves somebody's sets out, or takes them in again.
func (a *adjudicating) turnPerson(id annotation.ID) {
	if a.sets.People == nil {
		for _, p := range a.persons() {
			a.sets.People = append(a.sets.People, p.ID)
		}
	}
	if i := slices.Index(a.sets.People, id); i >= 0 {
		a.sets.People = slices.Delete(slices.Clone(a.sets.People), i, i+1)
	} else {
		a.sets.People = append(slices.Clone(a.sets.People), id)
	}
}

// compareSets compares other sets.
func (a *adjudicating) compareSets(change func()) {
	change()
	a.putDown()
	a.cases.again()
}

// offer shows a menu over the queue.
func (a *adjudicating) offer(items []*fyne.MenuItem) {
	a.offerAt(items, fyne.CurrentApp().Driver().AbsolutePositionForObject(a.queue.list).AddXY(8, 0))
}

func (a *adjudicating) offerAt(items []*fyne.MenuItem, where fyne.Position) {
	showsEmoji(menuTitles(items))
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), a.w.win.Canvas(), where)
}

// persons are the people of the project, by name.
func (a *adjudicating) persons() []annotation.Annotator {
	var out []annotation.Annotator
	for _, p := range a.people {
		if p.Kind == annotation.Person {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b annotation.Annotator) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// compared are the people whose sets are compared, by name.
func (a *adjudicating) compared() []annotation.Annotator {
	in := map[annotation.ID]bool{}
	for _, s := range a.cases.each {
		for _, id := range s.Annotators {
			in[id] = true
		}
	}
	return slices.DeleteFunc(a.persons(), func(p annotation.Annotator) bool { return !in[p.ID] })
}

// labels are those of the differences that are to be decided, in the order of the scheme.
func (a *adjudicating) labels() []annotation.LabelRole {
	in := map[annotation.LabelRole]bool{}
	for _, s := range a.cases.each {
		for i := range s.Open {
			for _, l := range s.Open[i].Labels {
				in[l] = true
			}
		}
	}
	var out []annotation.LabelRole
	for _, c := range a.w.desk.project.Scheme().Choices() {
		if in[c.LabelRole] {
			out = append(out, c.LabelRole)
		}
	}
	return out
}
