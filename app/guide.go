package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// guide is the scheme's guidelines beside the text: the entry of the label in hand first, then what holds for all, then the other
// labels.
type guide struct {
	root  *container.Scroll
	body  *fyne.Container
	fonts *textview.Fonts
	edit  *button
	shown string // what stands there
}

func newGuide(fonts *textview.Fonts, keys *dispatcher, back func()) *guide {
	g := &guide{body: container.NewVBox(), fonts: fonts, edit: newButton("Edit", nil)}
	g.edit.keys, g.edit.escape = keys, back
	g.root = container.NewVScroll(container.New(&inset{4, 2}, g.body))
	return g
}

// show brings the guidelines up to date. inHand is the label that they begin with; the zero value: none.
func (g *guide) show(s *annotation.Scheme, inHand annotation.LabelRole) {
	entries := guideEntries(s, inHand)
	now := strings.Join(entries, "\x00")
	if now == g.shown {
		return
	}
	g.shown = now
	g.body.RemoveAll()
	for _, entry := range entries {
		for _, b := range markdownBlocks(entry) {
			g.body.Add(g.block(b))
		}
	}
	g.body.Add(container.NewHBox(g.edit))
	g.root.ScrollToTop()
}

// block shows a heading, a point of a list or a paragraph.
func (g *guide) block(b markdownBlock) fyne.CanvasObject {
	switch {
	case b.heading > 0:
		l := textview.NewLines(g.fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Bold: true, Padded: true})
		l.SetText(b.text)
		return l
	case b.point:
		dot := textview.NewLines(g.fonts, pointStyle)
		dot.SetText("•")
		return container.New(&columns{first: 20}, dot, g.paragraph(b.text))
	}
	return g.paragraph(b.text)
}

var pointStyle = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Padded: true, Most: 1}

func (g *guide) paragraph(s string) *textview.Lines {
	l := textview.NewLines(g.fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Padded: true})
	l.SetText(s)
	return l
}

// guideEntries are the guidelines in Markdown, an entry each.
func guideEntries(s *annotation.Scheme, inHand annotation.LabelRole) []string {
	var first, rest []string
	for _, l := range s.Labels {
		if l.Retired {
			continue
		}
		if entry := labelEntry(s, l, inHand); l.ID == inHand.Label {
			first = append(first, entry)
		} else {
			rest = append(rest, entry)
		}
	}
	return append(append(first, s.Guidelines), rest...)
}

// labelEntry is what the scheme says of a label and its roles, the one in hand first.
func labelEntry(s *annotation.Scheme, l annotation.Label, inHand annotation.LabelRole) string {
	role := func(r annotation.Role) string {
		if r.Definition == "" && r.Guidelines == "" {
			return ""
		}
		return "\n\n## " + l.Name + " · " + r.Name + "\n\n" + r.Definition + "\n\n" + r.Guidelines
	}
	var own, others string
	for i, r := range l.Roles {
		switch {
		case r.Retired || !s.IsOn(r.Module):
		case i > 0 && l.ID == inHand.Label && r.ID == inHand.Role:
			own = role(r)
		default:
			others += role(r)
		}
	}
	return own + "\n\n# " + l.Name + "\n\n" + l.Definition + "\n\n" + l.Guidelines + others
}

// markdownBlock is a piece of guidelines.
type markdownBlock struct {
	heading int // 1 is the largest; 0: it is none
	point   bool
	text    string // without the marks of emphasis, which one face cannot show
}

// emphasis is what Markdown marks words with.
var emphasis = strings.NewReplacer("**", "", "__", "", "`", "")

// markdownBlocks reads headings, lists and paragraphs; what else Markdown has stays as it is written.
func markdownBlocks(s string) []markdownBlock {
	var out []markdownBlock
	open := false // the last block takes the next line too
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		hashes := len(line) - len(strings.TrimLeft(line, "#"))
		point, isPoint := strings.CutPrefix(line, "- ")
		if !isPoint {
			point, isPoint = strings.CutPrefix(line, "* ")
		}
		switch {
		case line == "":
			open = false
		case hashes > 0 && strings.HasPrefix(line[hashes:], " "):
			out, open = append(out, markdownBlock{heading: hashes, text: emphasis.Replace(strings.TrimSpace(line[hashes:]))}), false
		case isPoint:
			out, open = append(out, markdownBlock{point: true, text: emphasis.Replace(point)}), true
		case open:
			out[len(out)-1].text += " " + emphasis.Replace(line)
		default:
			out, open = append(out, markdownBlock{text: emphasis.Replace(line)}), true
		}
	}
	return out
}

// labelInHand is the label that the next act is likely to be about: that of the chosen mark, else the one that is kept, else the one
// that was given last.
func (w *Window) labelInHand() annotation.LabelRole {
	if sp, ok := w.chosenSpan(); ok {
		return sp.Label()
	}
	if w.isSticky() {
		return w.sticky
	}
	return w.last
}

// editGuide opens the scheme at the guidelines of the label in hand.
func (w *Window) editGuide() {
	if w.desk == nil || !w.canWrite() {
		return
	}
	path := "scheme"
	if l := w.labelInHand(); l.Label != "" {
		path = "label " + l.Label
	}
	w.editScheme(path)
}

// openGuide shows the guidelines in the inspector; again, it goes back to the marks.
func (w *Window) openGuide() {
	if w.inspector.root.Visible() && w.inspector.tabs.on == tabGuide {
		w.inspector.turn(tabMarks)
		return
	}
	if !w.inspector.root.Visible() {
		w.toggleInspector()
	}
	w.inspector.turn(tabGuide)
	w.refresh()
}
