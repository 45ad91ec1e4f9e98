// Package annotationtest writes texts and the marks on them so that a person can read both at once:
//
//	[claim#1 The mayor spent [statistic#2 $40 million]], [attribution#3 the audit found].
//	---
//	#1 rests_on #2
//	#1 stated_in #3
//
// A mark is a bracket, a label ("claim", "attribution.source"), perhaps "#" and a name, one space, and the text that it
// covers. Marks nest. An interrupted mark is written in pieces of the same name, "[claim#1 It happens] ... [claim#1 to
// everybody]", and so is one that crosses another. Behind the last line "---" stand the relations. A bracket of the text
// itself is written "\[" or "\]", a backslash "\\".
package annotationtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Span is one mark. Name is empty unless the notation gives it one.
type Span struct {
	Name   string
	Label  annotation.LabelRole
	Ranges []rangeset.Range // in order, not touching
}

// Relation links two spans by their names.
type Relation struct{ From, Type, To string }

// Marked is a text with the marks on it, in the order in which the notation opens them.
type Marked struct {
	Text      string
	Spans     []Span
	Relations []Relation
}

// relationsFollow is the line before the relations.
const relationsFollow = "---"

var (
	opening  = regexp.MustCompile(`^\[([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?(?:#([\pL\d_]+))? `)
	relation = regexp.MustCompile(`^#([\pL\d_]+) ([a-z][a-z0-9_]*) #([\pL\d_]+)$`)
)

// Parse reads the notation. Errors name the place by its first words.
func Parse(s string) (Marked, error) {
	if !utf8.ValidString(s) {
		return Marked{}, text.ErrNotUTF8
	}
	body, tail := cutRelations(s)
	p := parser{rest: body}
	if err := p.parse(); err != nil {
		return Marked{}, err
	}
	m := Marked{Text: p.text.String(), Spans: p.spans}
	for i := range m.Spans {
		m.Spans[i].Ranges = rangeset.Union(m.Spans[i].Ranges)
	}
	return m, m.addRelations(tail)
}

// Must is Parse in a test, which ends at an error.
func Must(tb testing.TB, s string) Marked {
	tb.Helper()
	m, err := Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func cutRelations(s string) (body, tail string) {
	i := strings.LastIndex("\n"+s, "\n"+relationsFollow+"\n")
	if i < 0 {
		return s, ""
	}
	return s[:max(0, i-1)], s[i+len(relationsFollow)+1:]
}

func (m *Marked) addRelations(tail string) error {
	for line := range strings.SplitSeq(tail, "\n") {
		if line == "" {
			continue
		}
		g := relation.FindStringSubmatch(line)
		if g == nil {
			return fmt.Errorf("relation %q: want %q", line, "#1 rests_on #2")
		}
		r := Relation{g[1], g[2], g[3]}
		if m.named(r.From) < 0 || m.named(r.To) < 0 {
			return fmt.Errorf("relation %q: there is no mark of such a name", line)
		}
		m.Relations = append(m.Relations, r)
	}
	return nil
}

func (m *Marked) named(name string) int {
	return slices.IndexFunc(m.Spans, func(s Span) bool { return s.Name == name })
}

// parser reads the text with its brackets from left to right.
type parser struct {
	rest  string
	text  strings.Builder
	at    text.Pos // code points written to text
	spans []Span
	open  []piece // outer first
}

// piece is a bracket that is open: the span and where the piece starts.
type piece struct {
	span  int
	start text.Pos
}

func (p *parser) parse() error {
	for p.rest != "" {
		var err error
		switch p.rest[0] {
		case '[':
			err = p.openBracket()
		case ']':
			err = p.closeBracket()
		case '\\':
			err = p.escaped()
		default:
			p.take()
		}
		if err != nil {
			return err
		}
	}
	if len(p.open) > 0 {
		return fmt.Errorf("%d marks are not closed, the innermost is %s", len(p.open), p.spans[p.open[len(p.open)-1].span].Label)
	}
	return nil
}

// take moves one character of the text.
func (p *parser) take() {
	_, size := utf8.DecodeRuneInString(p.rest)
	p.text.WriteString(p.rest[:size])
	p.rest = p.rest[size:]
	p.at++
}

func (p *parser) escaped() error {
	p.rest = p.rest[1:]
	if p.rest == "" || !strings.ContainsRune(`[]\`, rune(p.rest[0])) {
		return fmt.Errorf(`before %q: a backslash is written "\\"`, p.ahead())
	}
	p.take()
	return nil
}

func (p *parser) openBracket() error {
	g := opening.FindStringSubmatch(p.rest)
	if g == nil {
		return fmt.Errorf(`at %q: want "[label text]"; a bracket of the text is written "\["`, p.ahead())
	}
	span, err := p.span(annotation.LabelRole{Label: g[1], Role: g[2]}, g[3])
	if err != nil {
		return err
	}
	p.open = append(p.open, piece{span, p.at})
	p.rest = p.rest[len(g[0]):]
	return nil
}

// span finds the span that a piece belongs to, or begins one.
func (p *parser) span(l annotation.LabelRole, name string) (int, error) {
	if name != "" {
		if i := slices.IndexFunc(p.spans, func(s Span) bool { return s.Name == name }); i >= 0 {
			if p.spans[i].Label != l {
				return 0, fmt.Errorf("at %q: #%s is %s already", p.ahead(), name, p.spans[i].Label)
			}
			return i, nil
		}
	}
	p.spans = append(p.spans, Span{Name: name, Label: l})
	return len(p.spans) - 1, nil
}

func (p *parser) closeBracket() error {
	n := len(p.open) - 1
	if n < 0 {
		return fmt.Errorf(`at %q: no mark is open here; a bracket of the text is written "\]"`, p.ahead())
	}
	s := &p.spans[p.open[n].span]
	if p.at == p.open[n].start {
		return fmt.Errorf("at %q: the mark %s is empty", p.ahead(), s.Label)
	}
	s.Ranges = append(s.Ranges, rangeset.Range{Start: p.open[n].start, End: p.at})
	p.open = p.open[:n]
	p.rest = p.rest[1:]
	return nil
}

// ahead is the text that comes next, for messages.
func (p *parser) ahead() string {
	n := 0
	for i := range p.rest {
		if n++; n > 30 {
			return p.rest[:i] + "…"
		}
	}
	return p.rest
}
