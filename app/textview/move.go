package textview

import (
	"slices"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview/bidi"
)

// Unit is how far the caret goes at once.
type Unit uint8

const (
	Character Unit = iota // a grapheme cluster
	Word
	Sentence
	Line     // as it is wrapped; the caret keeps its column
	LineEdge // start or end of the line
	Page     // a screen less one line
	Document
)

// caret is a place in the text.
type caret struct {
	at       text.Pos
	affinity Affinity
}

// selection is a caret, where its selection began, and the ranges selected before it.
type selection struct {
	caret  caret
	anchor text.Pos
	others []rangeset.Range
	goal   float32 // x in pixels that Line and Page keep to; negative: none
	words  bool    // it was made by words or sentences, so that all words of a quotation take its marks
}

// ranges gives what is selected, in order.
func (s *selection) ranges() []rangeset.Range {
	active := rangeset.Range{Start: min(s.anchor, s.caret.at), End: max(s.anchor, s.caret.at)}
	switch {
	case len(s.others) == 0 && active.Empty():
		return nil
	case len(s.others) == 0:
		return []rangeset.Range{active}
	}
	return rangeset.Union(append(slices.Clone(s.others), active))
}

// put moves the caret, with its selection or leaving none.
func (s *selection) put(c caret, extend bool) {
	s.caret, s.goal = c, -1
	if !extend {
		s.anchor, s.others = c.at, nil
	}
}

// move gives the place where a caret comes to.
func (p *page) move(s *selection, by Unit, forward, extend bool) (to caret, goal float32) {
	t, at := p.table.text, s.caret.at
	switch by {
	case Character:
		if r := s.ranges(); !extend && len(r) > 0 {
			if forward {
				return caret{r[len(r)-1].End, Upstream}, -1
			}
			return caret{r[0].Start, Downstream}, -1
		}
		return pick(forward, at, t.NextGrapheme, t.PrevGrapheme), -1
	case Word:
		return pick(forward, at, t.NextWord, t.PrevWord), -1
	case Sentence:
		return pick(forward, at, t.NextSentence, t.PrevSentence), -1
	case Document:
		return pick(forward, at, func(text.Pos) text.Pos { return t.Len() }, func(text.Pos) text.Pos { return 0 }), -1
	case LineEdge:
		return p.lineEdge(s.caret, forward), -1
	}
	return p.vertical(s, by, forward)
}

// forward tells whether a step to a side leads on in the text at a position: to the right does, but in paragraphs that
// run from right to left.
func (p *page) forward(at text.Pos, right bool) bool {
	return right == (p.direction(p.table.at(p.table.text.Byte(at))) == 0)
}

// direction is how the paragraph of a block runs. One without letters goes with the nearest before it that has some:
// else the key that led to a blank line would lead back from it.
func (p *page) direction(i int) bidi.Level {
	for k := i; k >= 0 && p.table.starts[i]-p.table.starts[k] <= maxParagraph; k-- {
		if p.table.startsParagraph(k) {
			if l, ok := bidi.Strong(p.opening(k)); ok {
				return l
			}
		}
	}
	return p.base(i)
}

func pick(forward bool, at text.Pos, next, previous func(text.Pos) text.Pos) caret {
	if forward {
		return caret{next(at), Downstream}
	}
	return caret{previous(at), Downstream}
}

// lineEdge gives the start of the caret's line, or the end of its text.
func (p *page) lineEdge(c caret, forward bool) caret {
	_, line, b := p.locate(c.at, c.affinity)
	l := &b.lines[line]
	if !forward {
		return caret{b.start + text.Pos(l.start), Downstream}
	}
	return caret{b.start + text.Pos(l.ink), Upstream}
}

// vertical goes by lines or by a page, keeping the x it started from.
func (p *page) vertical(s *selection, by Unit, forward bool) (caret, float32) {
	i, line, b := p.locate(s.caret.at, s.caret.affinity)
	goal := s.goal
	if goal < 0 {
		goal = b.lines[line].x(int32(s.caret.at-b.start), s.caret.affinity)
	}
	way := p.lineHeight(i, line)
	if by == Page {
		way = max(p.m.height-2*int(p.m.body.line), way)
	}
	for gone := 0; gone < way; {
		var ok bool
		ni, nl := i, line
		if forward {
			ni, nl, ok = p.behind(i, line)
		} else {
			ni, nl, ok = p.before(i, line)
		}
		if !ok && gone == 0 { // first or last line: to its edge
			return p.lineEdge(s.caret, forward), goal
		}
		if !ok {
			break
		}
		i, line = ni, nl
		gone += p.lineHeight(i, line)
		if by == Line && !p.isBlank(i, line) { // between paragraphs there is nothing to do
			break
		}
		if by == Line {
			way = gone + 1
		}
	}
	b = p.block(i)
	at, a, _ := b.lines[line].hit(b, goal)
	return caret{b.start + text.Pos(at), a}, goal
}

// isBlank tells a line without any ink.
func (p *page) isBlank(i, line int) bool {
	l := &p.block(i).lines[line]
	return l.ink == l.start
}
