package brat

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The kinds of lines, by the first character of their ids.
const (
	markLine      = 'T' // T1	Claim 2 34	Prices rose
	linkLine      = 'R' // R1	Rests-on Arg1:T1 Arg2:T2
	eventLine     = 'E' // E1	Say:T3 Topic:T1
	attributeLine = 'A' // A1	Kind T2 percent; an attribute without a value is set
	modifierLine  = 'M' // M1	Negation T1: an attribute without a value, of old versions
	referenceLine = 'N' // N1	Reference T3 Wikipedia:64488	ministry
	noteLine      = '#' // #1	AnnotatorNotes T1	check
	equivLine     = '*' // *	Equiv T1 T4
)

// annotatorNotes is the type of notes that people write in brat.
const annotatorNotes = "AnnotatorNotes"

// record is one line of an .ann file.
type record struct {
	part   int    // which of the document's files it is in
	raw    string // the line without its end
	end    string // "\n", "\r\n", or "" at the end of the file
	kind   byte   // 0: an empty line, or one that cannot be read
	id     string
	typ    string
	refs   []string // ids of the lines that it hangs on, in order; of an event the trigger first
	roles  []string // of links and events: what each of refs is
	value  string   // of an attribute
	pieces [][2]int // of a mark: as the file has them
	tail   string   // what stands behind the second tab
	err    error    // why it cannot be read
}

var isID = regexp.MustCompile(`^([A-Za-z]+|#[A-Za-z]*)([0-9]+)`)

// parse reads one line.
func parse(raw string) *record {
	r := &record{raw: raw}
	if strings.TrimSpace(raw) == "" {
		return r
	}
	id, rest, ok := strings.Cut(raw, "\t")
	if !ok || id != "*" && !isID.MatchString(id) {
		r.err = errors.New(`there is no id and tab, as in "T1	Claim 2 34	Prices rose"`)
		return r
	}
	body, tail, _ := strings.Cut(rest, "\t")
	r.kind, r.id, r.tail = id[0], id, tail
	if r.err = r.parseBody(body); r.err != nil {
		r.kind = 0
	}
	return r
}

// isNote tells the notes that people write.
func (r *record) isNote() bool { return r.kind == noteLine && r.typ == annotatorNotes }

func (r *record) parseBody(body string) error {
	words := strings.Fields(body)
	if len(words) == 0 {
		return fmt.Errorf("%s: there is nothing behind the id", r.id)
	}
	r.typ = words[0]
	switch rest := words[1:]; r.kind {
	case markLine:
		return r.parseMark(body)
	case linkLine:
		if len(rest) != 2 {
			return fmt.Errorf("%s: a link has two ends, not %d", r.id, len(rest))
		}
		return r.parseRoles(rest)
	case eventLine:
		r.typ, _, _ = strings.Cut(words[0], ":")
		return r.parseRoles(words)
	case attributeLine, modifierLine:
		if len(rest) == 0 {
			return fmt.Errorf("%s: an attribute of nothing", r.id)
		}
		r.refs, r.value = rest[:1], set
		if len(rest) > 1 {
			r.value = strings.Join(rest[1:], " ")
		}
	case referenceLine, noteLine:
		r.refs = rest[:min(1, len(rest))]
	case equivLine:
		r.refs = rest
	default:
		return fmt.Errorf("%s: no line begins so", r.id)
	}
	return nil
}

// set is the value of an attribute that is there without one.
const set = "yes"

// parseMark reads "Claim 2 19;28 34".
func (r *record) parseMark(body string) error {
	_, bounds, _ := strings.Cut(strings.TrimSpace(body), " ")
	for piece := range strings.SplitSeq(bounds, ";") {
		at := strings.Fields(piece)
		if len(at) != 2 {
			return fmt.Errorf("%s: %q where a start and an end are due", r.id, piece)
		}
		start, err := strconv.ParseInt(at[0], 10, 32)
		end, err2 := strconv.ParseInt(at[1], 10, 32)
		if err := errors.Join(err, err2); err != nil {
			return fmt.Errorf("%s: offsets %q: %w", r.id, piece, err)
		}
		r.pieces = append(r.pieces, [2]int{int(start), int(end)})
	}
	return nil
}

// parseRoles reads "Arg1:T1 Arg2:T2".
func (r *record) parseRoles(words []string) error {
	for _, w := range words {
		role, ref, ok := strings.Cut(w, ":")
		if !ok || ref == "" {
			return fmt.Errorf("%s: %q where a role and an id are due, as in \"Arg1:T1\"", r.id, w)
		}
		r.roles, r.refs = append(r.roles, role), append(r.refs, ref)
	}
	return nil
}

// without is the record with no reference to lines that are gone; nil where nothing of it is left.
func (r *record) without(gone map[string]bool) *record {
	has := func(id string) bool { return gone[id] }
	switch {
	case !slices.ContainsFunc(r.refs, has):
		return r
	case r.kind == equivLine:
		out := *r
		if out.refs = slices.DeleteFunc(slices.Clone(r.refs), has); len(out.refs) < 2 {
			return nil
		}
		out.raw = r.id + "\t" + r.typ + " " + strings.Join(out.refs, " ") + r.behind()
		return &out
	case r.kind == eventLine && !gone[r.refs[0]]:
		out := *r
		out.roles, out.refs = nil, nil
		for i, ref := range r.refs {
			if !gone[ref] {
				out.roles, out.refs = append(out.roles, r.roles[i]), append(out.refs, ref)
			}
		}
		out.raw = r.id + "\t" + out.arguments() + r.behind()
		return &out
	}
	return nil
}

// behind is the last column with its tab, where there is one.
func (r *record) behind() string {
	if strings.Count(r.raw, "\t") < 2 {
		return ""
	}
	return "\t" + r.tail
}

func (r *record) arguments() string {
	words := make([]string, len(r.refs))
	for i := range r.refs {
		words[i] = r.roles[i] + ":" + r.refs[i]
	}
	return strings.Join(words, " ")
}

// markRecord is the line of a mark.
func markRecord(id, typ string, pieces [][2]int, quote string) string {
	b := append(append([]byte(id), '\t'), typ...)
	for i, p := range pieces {
		b = append(b, " ;"[min(i, 1)])
		b = strconv.AppendInt(b, int64(p[0]), 10)
		b = strconv.AppendInt(append(b, ' '), int64(p[1]), 10)
	}
	return string(append(append(b, '\t'), quote...))
}
