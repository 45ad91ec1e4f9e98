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
	"rubricator/annotation/compare"
	"rubricator/app/textview"
)

// differenceCard shows the difference in hand: what each set has, what the reference has, and what each key does.
type differenceCard struct {
	a    *adjudicating
	root *container.Scroll
	body *fyne.Container
	sets []*setRow
}

func newDifferenceCard(a *adjudicating) *differenceCard {
	c := &differenceCard{a: a, body: container.NewVBox()}
	c.root = container.NewVScroll(container.New(&inset{6, 4}, c.body))
	return c
}

// show brings the card up to date.
func (c *differenceCard) show() {
	c.body.RemoveAll()
	c.sets = nil
	g, ok := c.a.group()
	if !ok {
		return
	}
	c.body.Add(newHeading(c.a.w.fonts, c.a.namesOf(g.Labels())+": "+classesOf(&g)))
	if g.Left != nil {
		c.prose("The reference has “" + quoted(g.Left.Quote(), 200) + "”, which nobody marks any more.")
	}
	for i := range g.Spans {
		row := newSetRow(c, &g, i)
		c.sets = append(c.sets, row)
		c.body.Add(row)
	}
	c.reference(&g)
	if c.a.own != nil {
		c.own()
	} else if c.a.w.canWrite() {
		c.keys(&g)
	}
	c.root.Refresh()
}

// classesOf are the classes of a difference, or that there is none.
func classesOf(g *compare.Group) string {
	if g.IsAgreed() {
		return "all agree"
	}
	return g.Classes.String()
}

func (c *differenceCard) prose(s string) {
	c.body.Add(newProse(c.a.w.fonts, theme.ColorNameForeground, s))
}

func (c *differenceCard) remark(s string) {
	c.body.Add(newProse(c.a.w.fonts, theme.ColorNamePlaceHolder, s))
}

// reference shows what the reference has of the difference now, and who decided it how and why.
func (c *differenceCard) reference(g *compare.Group) {
	c.body.Add(widget.NewSeparator())
	c.body.Add(newHeading(c.a.w.fonts, "Reference"))
	marks := c.a.hand.Stands(g)
	for i := range marks {
		c.prose(c.a.nameOf(marks[i].Label()) + " “" + quoted(marks[i].Quote(), 200) + "”")
	}
	d, decided := c.a.hand.Decision(g)
	switch {
	case decided:
		c.remark(c.a.inWords(d))
	case len(marks) == 0:
		c.remark("Nothing yet.")
	}
	if c.a.reason != "" {
		c.remark("Reason for what comes: " + quoted(c.a.reason, 200))
	}
	for _, line := range c.a.said() {
		c.remark(line)
	}
}

// clicked does what a button stands for. The text has the focus again, unless something was opened over it.
func (w *Window) clicked(a *action) {
	if w.act(a); w.win.Canvas().Overlays().Top() == nil {
		w.focusText()
	}
}

// keys offers what can be decided, each with its key.
func (c *differenceCard) keys(g *compare.Group) {
	c.body.Add(widget.NewSeparator())
	grid := container.New(&flow{gap: 4, width: 240})
	for _, id := range []string{"review.union", "review.intersection", "review.wrong", "review.nothing", "review.own", "review.reason", "review.comment", "review.judge", "review.next"} {
		act := c.a.w.actions.byID(id)
		b := newButton(shortNames[id]+" · "+act.keyNames(), func() { c.a.w.clicked(act) })
		b.keys, b.escape = c.a.w.keys, c.a.w.focusText
		grid.Add(b)
	}
	c.body.Add(grid)
	said := "A set's number takes its mark and goes on."
	if len(g.Spans) > 1 {
		said += " With Shift it is taken as well, by the number that follows."
	}
	c.remark(said)
}

// shortNames are what the buttons say.
var shortNames = map[string]string{"review.union": "Join bounds", "review.intersection": "Shared text", "review.wrong": "All wrong",
	"review.nothing": "Nothing here", "review.own": "Write my own", "review.reason": "Reason", "review.comment": "Comment",
	"review.judge": "Accept, return", "review.next": "Next"}

// own says how one's own marks are drawn.
func (c *differenceCard) own() {
	c.body.Add(widget.NewSeparator())
	c.body.Add(newHeading(c.a.w.fonts, "Write my own"))
	for _, d := range c.a.own.drafts {
		c.prose(c.a.nameOf(d.Label) + " “" + quoted(annotation.Quote(c.a.hand.Text, d.Ranges), 200) + "”")
	}
	var labels []string
	for _, choice := range c.a.w.desk.choices() {
		if choice.Key != "" {
			labels = append(labels, choice.Key+" "+choice.Name)
		}
	}
	c.remark("Select text; a label's key marks it: " + strings.Join(labels, ", ") + ". B and E move the bounds, Enter takes the marks, Esc leaves.")
}

// inWords tells what was decided, by whom and why.
func (a *adjudicating) inWords(d annotation.Decision) string {
	said := "Decided by " + textview.Isolate(a.who(d.By).Name) + ": "
	var took []string
	for _, id := range d.Took {
		took = append(took, textview.Isolate(a.who(id).Name))
	}
	switch d.Choice {
	case annotation.DecisionTake, annotation.DecisionBoth:
		said += "as " + listed(took)
	case annotation.DecisionUnion:
		said += "all that is marked"
	case annotation.DecisionIntersection:
		said += "what all marks share"
	case annotation.DecisionOwn:
		said += "own marks"
	case annotation.DecisionWrong:
		said += "all are wrong"
	case annotation.DecisionNothing:
		said += "nothing is to be marked here"
	}
	if d.Reason != "" {
		return said + ". Reason: " + quoted(d.Reason, 300)
	}
	return said + "."
}

// setRow is what one set has of the difference in hand. A click takes it.
type setRow struct {
	widget.BaseWidget
	content *fyne.Container
	back    *canvas.Rectangle
	taken   func()
	hovered bool
	ticked  bool
}

// setName is how the name of an annotator is set, setQuote what they marked.
var (
	setName  = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Bold: true, Most: 1, Ours: true, Padded: true}
	setQuote = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 12, Padded: true}
)

func newSetRow(c *differenceCard, g *compare.Group, i int) *setRow {
	w, a := c.a.w, c.a
	annotator := g.Annotators[i]
	r := &setRow{back: canvas.NewRectangle(color.Transparent), ticked: slices.Contains(a.also, i), taken: func() { a.takeSet(i); w.focusText() }}
	r.back.CornerRadius = 4
	bar := canvas.NewRectangle(colourNow(a.colour(annotator)))
	bar.CornerRadius = 2
	bar.SetMinSize(fyne.NewSize(4, 10))
	name := textview.NewLines(w.fonts, setName)
	name.SetText(fmt.Sprintf("%d  %s", i+1, textview.Isolate(a.who(annotator).Name)))
	head := fyne.CanvasObject(name)
	if a.w.canWrite() && len(g.Spans) > 1 && a.own == nil {
		also := "also"
		if r.ticked {
			also = "✓ also"
		}
		b := newButton(also, func() { a.takeAlso(i); w.focusText() })
		b.Importance = widget.LowImportance
		b.keys, b.escape = w.keys, w.focusText
		head = container.NewBorder(nil, nil, nil, b, name)
	}
	has := textview.NewLines(w.fonts, setQuote)
	has.SetText(strings.Join(a.has(g, i), "\n"))
	r.content = container.NewStack(r.back, container.NewBorder(nil, nil, bar, nil, container.NewVBox(head, has)))
	r.ExtendBaseWidget(r)
	r.paint()
	return r
}

// has tells what a set has of a difference.
func (a *adjudicating) has(g *compare.Group, i int) []string {
	sp := g.Spans[i]
	if sp == nil {
		return []string{"no mark here"}
	}
	first := a.nameOf(sp.Label())
	if sp.IsUnsure() {
		first += " · unsure"
	}
	out := []string{first, "“" + quoted(sp.Quote(), 300) + "”"}
	for _, attribute := range g.Attributes {
		value := strings.Join(sp.Given()[attribute], ", ")
		if value == "" {
			value = "–"
		}
		out = append(out, a.attributeName(sp.Label(), attribute)+": "+textview.Isolate(value))
	}
	for _, link := range g.Links {
		if r := link.Of[i]; r != nil {
			other, _ := a.hand.Sets[i].Span(r.Other(sp.ID))
			out = append(out, a.hand.Sets[i].Scheme().NameOfRelation(*r)+" › "+quoted(other.Quote(), 60))
		}
	}
	if note := sp.Note(); note != "" {
		out = append(out, "Note: "+quoted(note, 200))
	}
	return out
}

// attributeName is how people read an attribute's name.
func (a *adjudicating) attributeName(l annotation.LabelRole, id string) string {
	for _, of := range a.w.desk.project.Scheme().AttributesOf(l) {
		if of.ID == id && of.Name != "" {
			return of.Name
		}
	}
	return id
}

func (r *setRow) Tapped(*fyne.PointEvent) { r.taken() }

func (r *setRow) MouseIn(*desktop.MouseEvent)    { r.hovered = true; r.paint() }
func (r *setRow) MouseMoved(*desktop.MouseEvent) {}
func (r *setRow) MouseOut()                      { r.hovered = false; r.paint() }
func (r *setRow) Cursor() desktop.Cursor         { return desktop.PointerCursor }

// paint tells by its ground whether the row is under the pointer, or ticked.
func (r *setRow) paint() {
	r.back.FillColor = color.Transparent
	switch {
	case r.ticked:
		r.back.FillColor = theme.Color(theme.ColorNameSelection)
	case r.hovered:
		r.back.FillColor = theme.Color(theme.ColorNameHover)
	}
	r.back.Refresh()
}

func (r *setRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.content) }
