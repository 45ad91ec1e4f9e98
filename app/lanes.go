package app

import (
	"encoding/binary"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/settings"
	"rubricator/app/textview"
)

// lanes is the text with the marks of the sets that are compared: laid over each other, each set in a lane and a colour of its own, or
// side by side, each set on a text of its own, of which the others scroll along.
type lanes struct {
	a     *adjudicating
	root  *fyne.Container
	sides []*side // the first has all sets, or one where they stand side by side

	beside    bool                         // side by side
	reference bool                         // the reference is among the sets
	shown     annotation.ID                // the article
	looks     map[annotation.LabelRole]int // the index of each label's look
	set       textview.Typography          // how the texts are set
	following bool                         // a text scrolls because another did
}

// side is one text.
type side struct {
	root *fyne.Container
	head *textview.Lines
	view *textview.View
}

func newLanes(a *adjudicating) *lanes {
	l := &lanes{a: a, root: container.NewStack(), set: a.w.typographyNow()}
	l.side(0)
	return l
}

// side is the i-th text, which is made where there are fewer.
func (l *lanes) side(i int) *side {
	for len(l.sides) <= i {
		n := len(l.sides)
		w := l.a.w
		s := &side{head: newHeading(w.fonts, ""), view: textview.New(w.fonts)}
		s.root = container.NewBorder(s.head, nil, nil, nil, s.view)
		v := s.view
		v.Keys = w.keys
		v.OnTap = func(at text.Pos, _ int, _ fyne.KeyModifier) { l.tapped(n, at) }
		v.OnPick = func(mark, _ uint64) { l.picked(mark) }
		v.OnMoved = w.hint
		v.OnZoom = w.zoom
		v.OnScrolled = func() { l.scrolled(v) }
		v.SetDecorator(func(dst []textview.Decoration, window rangeset.Range) []textview.Decoration {
			return l.decorate(n, dst, window)
		})
		v.SetLighter(l.lit)
		v.SetTypography(l.set)
		v.SetStill(w.settings.NoMotion)
		l.sides = append(l.sides, s)
	}
	return l.sides[i]
}

// main is the text that keys move in.
func (l *lanes) main() *textview.View { return l.side(0).view }

// sets are those that are shown, the reference last.
func (l *lanes) sets() []*annotation.Set {
	c := l.a.hand
	if c == nil {
		return nil
	}
	out := slices.Clone(c.Sets)
	if l.reference {
		out = append(out, c.Reference())
	}
	return out
}

// count is how many texts there are now.
func (l *lanes) count() int {
	if n := len(l.sets()); l.beside && n > 0 {
		return n
	}
	return 1
}

// show shows the article in hand, and scrolls to the difference in hand.
func (l *lanes) show() {
	n := l.count()
	document := annotation.ID{}
	if c := l.a.hand; c != nil {
		document = c.Document
	}
	if document != l.shown || len(l.root.Objects) != n {
		l.shown = document
		l.arrange(n)
	}
	l.prefer()
	l.style()
	for i := range n {
		s := l.side(i)
		s.head.SetText(l.title(i))
		if on := l.beside && l.a.hand != nil; on != s.head.Visible() {
			setVisible(s.head, on)
			s.root.Refresh()
		}
		s.view.Invalidate()
		s.view.Relight()
	}
	if _, at, ok := l.a.place(); ok && l.a.own == nil {
		l.main().SetCaret(at.Start)
		l.main().Reveal(at)
	}
}

// arrange lays the texts out anew.
func (l *lanes) arrange(n int) {
	l.root.Objects = nil
	for i := range n {
		s := l.side(i)
		if l.a.hand != nil {
			s.view.SetBlocks(l.a.blocks)
		} else {
			s.view.SetText(nil)
		}
		l.root.Objects = append(l.root.Objects, s.root)
	}
	l.root.Layout = container.NewGridWithColumns(n).Layout
	l.root.Refresh()
}

// title names whose marks a text shows.
func (l *lanes) title(i int) string {
	sets := l.sets()
	if i >= len(sets) {
		return ""
	}
	name := textview.Isolate(l.a.who(sets[i].Head().Annotator).Name)
	if i < len(l.a.hand.Sets) {
		return fmt.Sprintf("%d  %s · %s", i+1, name, plural(sets[i].Len(), "mark"))
	}
	return name + " · " + plural(sets[i].Len(), "mark")
}

// style gives the marks of each set their look: the colour of the annotator, and the underline of the label.
func (l *lanes) style() {
	if l.a.hand == nil {
		return
	}
	scheme := l.a.w.desk.project.Scheme()
	looks, of := styles(scheme)
	l.looks = of
	var all []textview.Style
	for _, set := range l.sets() {
		all = append(all, l.inColour(looks, set.Head().Annotator)...)
	}
	all = append(all, l.inColour(looks, annotation.ReferenceAnnotator().ID)...) // what the reviewer draws
	for i := range l.count() {
		l.side(i).view.SetStyles(all)
	}
}

func (l *lanes) inColour(looks []textview.Style, annotator annotation.ID) []textview.Style {
	colour := l.a.colour(annotator)
	out := slices.Clone(looks)
	for i := range out {
		out[i].Light, out[i].Dark = colour.Light, colour.Dark
	}
	return out
}

// decorate says how the marks look on the n-th text.
func (l *lanes) decorate(n int, dst []textview.Decoration, window rangeset.Range) []textview.Decoration {
	sets := l.sets()
	if len(sets) == 0 || n >= l.count() {
		return dst
	}
	g, _ := l.a.group()
	looks := len(l.looks)
	for k, set := range sets {
		if l.beside && k != n {
			continue
		}
		for _, e := range set.Touching(nil, window) {
			d := textview.Decoration{Range: e.Range, Key: laneKey(k, e.Value.ID), Style: k*looks + l.looks[e.Value.Label()]}
			if !l.beside {
				d.State, d.Lane, d.Of = textview.Lined, k, len(sets)
			}
			if isIn(&g, e.Value.ID) {
				d.State |= textview.Hovered
			}
			if e.Start == e.Value.Hull().Start {
				d.Tag = l.tag(k, e.Value)
			}
			dst = append(dst, d)
		}
	}
	dst = l.decorateOwn(dst, window, len(sets)*looks)
	slices.SortStableFunc(dst, func(a, b textview.Decoration) int { return rangeset.Compare(a.Range, b.Range) })
	return dst
}

// tag is the name of a mark in the margin: the key of its set, and its label.
func (l *lanes) tag(set int, sp *annotation.Span) string {
	name := l.a.shortName(sp.Label())
	if sp.IsUnsure() {
		name += " ?"
	}
	switch {
	case l.beside:
		return name
	case set < len(l.a.hand.Sets):
		return fmt.Sprintf("%d %s", set+1, name)
	}
	return "= " + name
}

// decorateOwn shows what the reviewer draws; first is the index of its looks.
func (l *lanes) decorateOwn(dst []textview.Decoration, window rangeset.Range, first int) []textview.Decoration {
	if l.a.own == nil {
		return dst
	}
	for i, draft := range l.a.own.drafts {
		for _, r := range draft.Ranges {
			if r.Overlaps(window) {
				dst = append(dst, textview.Decoration{Range: r, Key: uint64(i + 1), Style: first + l.looks[draft.Label],
					Tag: l.a.shortName(draft.Label), State: textview.Chosen})
			}
		}
	}
	return dst
}

// laneKey names a mark of a set to the views; no two of what is drawn have the same.
func laneKey(set int, id annotation.ID) uint64 {
	return binary.BigEndian.Uint64(id[8:])&^0xff | uint64(set+16)
}

// isIn tells whether a mark is one of a difference.
func isIn(g *compare.Group, id annotation.ID) bool {
	return g.Left != nil && g.Left.ID == id || slices.ContainsFunc(g.Spans, func(sp *annotation.Span) bool { return sp != nil && sp.ID == id })
}

// lit is the difference in hand, unless marks are drawn there.
func (l *lanes) lit(dst []textview.Lit, window rangeset.Range) []textview.Lit {
	if _, at, ok := l.a.place(); ok && l.a.own == nil && at.Overlaps(window) {
		dst = append(dst, textview.Lit{Range: at, Current: true})
	}
	return dst
}

// scrolled has the other texts scroll along with one.
func (l *lanes) scrolled(v *textview.View) {
	if l.following || !l.beside {
		return
	}
	l.following = true
	for _, s := range l.sides[:l.count()] {
		if s.view != v {
			s.view.SetPlace(v.Place())
		}
	}
	l.following = false
}

// tapped takes the difference in hand that a click is on, of several the smallest.
func (l *lanes) tapped(side int, at text.Pos) {
	a := l.a
	if a.hand == nil || a.own != nil {
		return
	}
	best := -1
	groups := a.hand.Groups()
	for i := range groups {
		switch g := &groups[i]; {
		case g.IsAgreed() || !g.Range.Contains(at) || l.beside && side < len(g.Spans) && g.Spans[side] == nil:
		case best < 0 || g.Range.Len() < groups[best].Range.Len():
			best = i
		}
	}
	if best >= 0 {
		a.take(groups[best].Document, groups[best].Key)
	}
}

// picked takes the difference in hand that a mark is in whose name was clicked.
func (l *lanes) picked(mark uint64) {
	a := l.a
	if a.hand == nil || a.own != nil {
		return
	}
	groups := a.hand.Groups()
	for i := range groups {
		for k, sp := range groups[i].Spans {
			if sp != nil && laneKey(k, sp.ID) == mark && !groups[i].IsAgreed() {
				a.take(groups[i].Document, groups[i].Key)
				return
			}
		}
	}
}

// turn lays the sets over each other, or side by side.
func (l *lanes) turn() {
	l.beside = !l.beside
	l.a.show()
}

// turnReference shows the reference among the sets, or not.
func (l *lanes) turnReference() {
	l.reference = !l.reference
	l.a.show()
}

// The room of lanes: how much further apart lines stand for each set beyond the second, in ems, more where underlines are thicker in high
// contrast; and how many characters a line has at most, so that the names of several sets' marks find room beside it.
const (
	laneLeading       = 0.08
	strongLaneLeading = 0.25
	laneMeasure       = 54
)

// prefer shows all texts as the user likes them now, with the room that the lanes need.
func (l *lanes) prefer() {
	set := l.a.w.typographyNow()
	if n := len(l.sets()); !l.beside && n > 0 {
		each := float32(laneLeading)
		if inHighContrast() {
			each = strongLaneLeading
		}
		set.Leading = max(set.Leading, settings.UsualPreferences.Leading) + each*float32(max(0, n-2))
		set.Measure = min(set.Measure, laneMeasure)
	}
	for _, s := range l.sides {
		if set != l.set {
			s.view.SetTypography(set)
		}
		s.view.SetStill(l.a.w.settings.NoMotion)
	}
	l.set = set
}
