package app

import (
	"fmt"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview"
)

// review is the list under the article of places that are to be marked once somebody has looked at them. It shows the hits of a
// search, of which those that are ticked are marked together, or proposals, which are answered one by one (see proposing).
type review struct {
	w       *Window
	root    *fyne.Container
	heading *textview.Lines
	list    *keyList
	buttons *fyne.Container

	about     string // what was looked for
	groups    []group
	total     int // rows
	row       int // the current one
	unticked  int
	proposing *proposing // nil: hits are ticked
}

// group is the places in one document, in order.
type group struct {
	document annotation.ID
	title    string
	first    int // row of the first place
	places   []rangeset.Range
	answers  []answer
	text     *text.Text // from which the lines are made, or
	lines    []string   // the places in context
}

// answer is what was said to a place.
type answer uint8

const (
	unanswered answer = iota // or ticked
	accepted
	leftOut // or not ticked
)

func newReview(w *Window) *review {
	r := &review{w: w, heading: newHeading(w.fonts, ""), buttons: container.NewHBox()}
	r.list = newKeyList(w.keys, func() int { return r.total }, func() fyne.CanvasObject { return newListRow(w.fonts) }, r.fill)
	r.list.HideSeparators = true
	r.list.caret = r.caret
	r.list.chosen = r.point
	r.root = container.NewBorder(container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, nil, r.buttons, r.heading)), nil, nil, nil, r.list)
	r.root.Hide()
	return r
}

func (r *review) isOpen() bool { return r.root.Visible() }

// showHits shows the hits of a search in the open article, all ticked.
func (r *review) showHits(about string, hits []rangeset.Range) {
	r.begin(about, nil, r.button("Mark as "+r.w.label().Name, widget.HighImportance, r.markTicked), r.button("Close", widget.MediumImportance, r.close))
	r.add([]group{{document: r.w.document.ID, places: hits, text: r.w.view.Text()}})
	r.point(0)
	r.w.win.Canvas().Focus(r.list)
}

func (r *review) button(name string, importance widget.Importance, tapped func()) *button {
	b := newButton(name, tapped)
	b.Importance = importance
	b.keys, b.escape = r.w.keys, r.close
	return b
}

// begin shows the list, empty.
func (r *review) begin(about string, p *proposing, buttons ...fyne.CanvasObject) {
	r.end()
	r.about, r.groups, r.total, r.row, r.unticked, r.proposing = quoted(about, 60), nil, 0, 0, 0, p
	r.buttons.Objects = buttons
	r.root.Show()
	r.root.Refresh()
	r.w.below.Refresh()
	r.w.refresh()
}

// end takes the list away.
func (r *review) end() {
	if r.proposing != nil {
		r.proposing.stop()
	}
	r.groups, r.total, r.proposing = nil, 0, nil
	if r.isOpen() {
		r.root.Hide()
		r.w.below.Refresh()
		r.w.view.Relight()
		r.w.refresh()
	}
}

// close goes back to the text.
func (r *review) close() {
	r.end()
	r.w.focusText()
}

// endHits ends a review of hits, because something else is looked for, or elsewhere.
func (r *review) endHits() {
	if r.proposing == nil {
		r.end()
	}
}

func (r *review) add(groups []group) {
	for _, g := range groups {
		g.first, g.answers = r.total, make([]answer, len(g.places))
		r.total += len(g.places)
		r.groups = append(r.groups, g)
	}
	r.list.Refresh()
	r.tell()
	r.w.view.Relight()
}

// at is the group of a row, and the place in it.
func (r *review) at(row int) (*group, int) {
	k := sort.Search(len(r.groups), func(k int) bool { return r.groups[k].first > row }) - 1
	g := &r.groups[k]
	return g, row - g.first
}

// point makes a row the current one, and shows its place where the article is open.
func (r *review) point(row int) {
	if r.total == 0 {
		return
	}
	r.row = max(0, min(row, r.total-1))
	r.list.mark(r.row)
	r.list.point(r.row)
	switch g, i := r.at(r.row); {
	case g.document != r.w.document.ID:
	case r.proposing != nil:
		r.w.view.Reveal(g.places[i])
	default:
		r.w.finder.goTo(i)
	}
	r.w.view.Relight()
	r.tell()
}

// caret takes the keys of the list.
func (r *review) caret(key fyne.KeyName) bool {
	switch {
	case r.list.move(key):
		r.point(r.list.row)
	case key == fyne.KeyEscape:
		r.close()
	case r.proposing != nil:
		return r.proposing.caret(key)
	case key == fyne.KeySpace:
		r.tick(r.row)
	case key == "all":
		r.tickAll()
	case key == fyne.KeyReturn, key == fyne.KeyEnter:
		if !r.w.keys.repeated() {
			r.markTicked()
		}
	default:
		return false
	}
	return true
}

// tick leaves a place out, or takes it in again, and goes on to the next.
func (r *review) tick(row int) {
	g, i := r.at(row)
	if g.answers[i] == unanswered {
		g.answers[i] = leftOut
		r.unticked++
	} else {
		g.answers[i] = unanswered
		r.unticked--
	}
	r.list.RefreshItem(row)
	r.point(row + 1)
}

// tickAll takes all places in, or leaves them all out where all are in.
func (r *review) tickAll() {
	to, unticked := unanswered, 0
	if r.unticked == 0 {
		to, unticked = leftOut, r.total
	}
	for i := range r.groups[0].answers {
		r.groups[0].answers[i] = to
	}
	r.unticked = unticked
	r.list.Refresh()
	r.w.view.Relight()
	r.tell()
}

// takes marks the ticked places where a label key is pressed, and tells whether it was for that.
func (r *review) takes(c annotation.Choice) bool {
	if !r.isOpen() || r.proposing != nil {
		return false
	}
	r.markAs(c)
	return true
}

func (r *review) markTicked() { r.markAs(r.w.label()) }

func (r *review) markAs(c annotation.Choice) {
	var ticked []rangeset.Range
	for i, a := range r.groups[0].answers {
		if a == unanswered {
			ticked = append(ticked, r.groups[0].places[i])
		}
	}
	if len(ticked) == 0 {
		r.w.status.say("No place is ticked. Space ticks one, Ctrl+A all.")
		return
	}
	r.close()
	r.w.markAll(ticked, c)
}

// tell says what is under review and what the keys do.
func (r *review) tell() {
	switch {
	case !r.isOpen():
		return
	case r.proposing != nil:
		r.heading.SetText(r.proposing.heading())
	default:
		r.heading.SetText(fmt.Sprintf("“%s” · %s of %s ticked", r.about, grouped(r.total-r.unticked), plural(r.total, "hit")))
	}
	r.w.hint()
}

// hint says what the keys do.
func (r *review) hint() string {
	if r.proposing != nil {
		return r.proposing.hint()
	}
	var labels []string
	for _, c := range r.w.desk.choices() {
		if c.Key != "" && !c.Part {
			labels = append(labels, c.Key+" "+c.Name)
		}
	}
	return "Review: " + strings.Join(labels, " · ") + " marks what is ticked · Enter " + r.w.label().Name + " · Space ticks · Esc leaves"
}

func (r *review) fill(row widget.ListItemID, o fyne.CanvasObject) {
	if row >= r.total {
		return
	}
	g, i := r.at(row)
	about := []string{grouped(i+1) + " of " + grouped(len(g.places))}
	if g.document == r.w.document.ID && g.answers[i] != accepted {
		about = append(about, labelsOn(r.w.set(), g.places[i])...)
	}
	if g.title != "" {
		about[0] = quoted(g.title, 60) + " · " + about[0]
	}
	sign, ink := r.sign(g.answers[i])
	item := o.(*listRow)
	item.setSign(sign, theme.Color(ink))
	item.show(g.line(i), strings.Join(about, " · "))
}

// line is a place in context.
func (g *group) line(i int) string {
	if g.text != nil {
		return inContext(g.text, g.places[i])
	}
	return g.lines[i]
}

// sign shows an answer by its shape.
func (r *review) sign(a answer) (string, fyne.ThemeColorName) {
	switch {
	case a == accepted, a == unanswered && r.proposing == nil:
		return "✓", theme.ColorNameSuccess
	case a == leftOut && r.proposing != nil:
		return "–", theme.ColorNamePlaceHolder
	}
	return "○", theme.ColorNamePlaceHolder
}

// labelsOn names the labels that a place has already.
func labelsOn(set *annotation.Set, r rangeset.Range) []string {
	var names []string
	for _, e := range set.Touching(nil, r) {
		if e.Range == r {
			names = append(names, set.Scheme().NameOf(e.Value.Label())+" already")
		}
	}
	return names
}

// lit gives the places that are lit: the current one and those of the open article that are ticked, or not answered yet.
func (r *review) lit(dst []textview.Lit, window rangeset.Range) []textview.Lit {
	for k := range r.groups {
		g := &r.groups[k]
		if g.document != r.w.document.ID {
			continue
		}
		for i := firstIn(g.places, window); i < len(g.places) && g.places[i].Start < window.End; i++ {
			if current := g.first+i == r.row; current || g.answers[i] == unanswered {
				dst = append(dst, textview.Lit{Range: g.places[i], Current: current})
			}
		}
	}
	return dst
}

// How much of a text a row shows before a place and behind it, and of the place itself, in code points.
const (
	contextBefore = 36
	contextBehind = 100
	contextPlace  = 80
)

// inContext is the line of a place: what stands round it, and itself in ‹ ›.
func inContext(t *text.Text, r rangeset.Range) string {
	start, _ := t.Snap(max(0, r.Start-contextBefore), r.Start)
	_, end := t.Snap(r.End, min(t.Len(), r.End+contextBehind))
	before, behind := t.Slice(start, r.Start), t.Slice(r.End, max(r.End, end))
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	} else if start > 0 {
		before = "…" + before[strings.IndexByte(before, ' ')+1:]
	}
	behind, _, _ = strings.Cut(behind, "\n")
	line := before + "‹" + shortened(t.Slice(r.Start, r.End), contextPlace) + "›" + behind
	return strings.Join(strings.Fields(line), " ")
}
