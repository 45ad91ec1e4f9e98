package interchange

import (
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

var hashOfNothing = annotation.HashOf(nil)

// TextFree tells whether the line is without its text.
func (l *Line) TextFree() bool { return l.Text == "" && l.TextSHA256 != hashOfNothing }

// WithoutText gives the line without its text and quotes; positions then count OffsetUnit. Who has the text, which its hash tells, can place the
// marks. Errors: a mark that begins or ends within a unit.
func (l Line) WithoutText() (Line, error) {
	l, err := l.toUnit()
	if err != nil || l.TextFree() {
		return l, err
	}
	if l.Text == "" {
		return l, nil // the article itself is empty
	}
	l.Text, l.index = "", nil
	l.Spans = slices.Clone(l.Spans)
	for i := range l.Spans {
		l.Spans[i].Text = ""
	}
	return l, nil
}

// toUnit gives the line with its positions in OffsetUnit, as it is written.
func (l Line) toUnit() (Line, error) {
	u := Unit(l.OffsetUnit)
	if u == CodePoint || l.TextFree() {
		return l, nil
	}
	if u == Grapheme {
		if err := l.checkClusters(); err != nil {
			return l, err
		}
	}
	bounds := l.Offsets(u)
	l.Spans = slices.Clone(l.Spans)
	for i := range l.Spans {
		ranges := make([][2]text.Pos, len(bounds[i]))
		for j, b := range bounds[i] {
			ranges[j] = [2]text.Pos{text.Pos(b[0]), text.Pos(b[1])}
		}
		l.Spans[i].within(ranges)
	}
	return l, nil
}

// fromUnit turns the positions of a line that was read from OffsetUnit into code points.
func (l *Line) fromUnit() error {
	if l.OffsetUnit == OffsetUnit || l.TextFree() {
		return nil
	}
	u, err := ParseUnit(l.OffsetUnit)
	if err != nil {
		return err
	}
	t, err := text.New(l.Text)
	if err != nil {
		return fmt.Errorf("text: %w", err)
	}
	l.index = t
	r := newRuler(l.Text, t, u)
	for i := range l.Spans {
		s := &l.Spans[i]
		if len(s.Ranges) == 0 || s.Start != s.Ranges[0][0] || s.End != s.Ranges[len(s.Ranges)-1][1] {
			continue // check says what is wrong
		}
		for j, b := range s.Ranges {
			from, ok := r.pos(int(b[0]))
			to, fits := r.pos(int(b[1]))
			if !ok || !fits {
				return fmt.Errorf("mark %s: range %d-%d is outside the text or begins or ends within a character, counted in %s", s.ID, b[0], b[1], u)
			}
			s.Ranges[j] = [2]text.Pos{from, to}
		}
		s.within(s.Ranges)
	}
	return nil
}

func (s *Span) within(ranges [][2]text.Pos) {
	s.Ranges, s.Start, s.End = ranges, ranges[0][0], ranges[len(ranges)-1][1]
}

func (l *Line) checkClusters() error {
	t := l.Index()
	for _, s := range l.Spans {
		for _, r := range s.Ranges {
			if !t.BreaksAt(t.Byte(r[0])) || !t.BreaksAt(t.Byte(r[1])) {
				return fmt.Errorf("mark %s: range %d-%d begins or ends within a grapheme cluster", s.ID, r[0], r[1])
			}
		}
	}
	return nil
}

// OnClusters gives the line with marks that cut no grapheme cluster: each takes in the whole of those that it begins or ends in.
func (l Line) OnClusters() Line {
	if l.checkClusters() == nil {
		return l
	}
	t := l.Index()
	l.Spans = slices.Clone(l.Spans)
	for i, s := range l.Spans {
		var ranges [][2]text.Pos
		for _, r := range s.Ranges {
			for !t.BreaksAt(t.Byte(r[0])) {
				r[0]--
			}
			for !t.BreaksAt(t.Byte(r[1])) {
				r[1]++
			}
			if n := len(ranges); n > 0 && r[0] < ranges[n-1][1] {
				ranges[n-1][1] = r[1] // both pieces took in one cluster
				continue
			}
			ranges = append(ranges, r)
		}
		if !slices.Equal(ranges, s.Ranges) {
			l.Spans[i] = s.Over(t, ranges...)
		}
	}
	l.Spans = inOrder(l.Spans)
	return l
}
