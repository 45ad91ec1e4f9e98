package brat

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

// marking brings the lines that were kept to what a document's marks are now. What is unchanged stays as it was, under its id; what is new
// comes at the end.
type marking struct {
	*interchange.Line
	v    *vocabulary
	text *text.Text
	at   offsets

	records []*record
	twins   twins
	placed  map[string]*interchange.PlacedSpan // kept marks that lie in the text, by the ids of their lines
	said    map[string]map[string][]*record    // lines with values, by mark and attribute; notes have the name ""
	links   map[link][]*record
	stay    map[link]bool   // links that our marks still have
	gone    map[string]bool // ids of lines that are
	last    map[string]int  // the highest number of ids, by what stands before it
	ids     map[annotation.ID]string
	fresh   map[byte][]string // new lines, by kind
}

// link is a link by the ids of its marks' lines, the first where marks have several.
type link struct{ name, from, to string }

// link is what the line of a link says.
func (r *record) link(v *vocabulary, t twins) link {
	return link{fold(v.relations.nameOf(r.typ)), t.of(r.refs[0]), t.of(r.refs[1])}
}

// mark gives what each of a document's files with marks holds.
func mark(l *interchange.Line, k *kept, v *vocabulary, raw string) []string {
	m := &marking{Line: l, v: v, text: l.Index(), placed: map[string]*interchange.PlacedSpan{}, said: map[string]map[string][]*record{},
		links: map[link][]*record{}, stay: map[link]bool{}, gone: map[string]bool{}, last: map[string]int{}, ids: map[annotation.ID]string{}, fresh: map[byte][]string{}}
	m.at = newOffsets(m.text, raw, k)
	m.recall(k, raw)
	m.marks()
	m.relations()
	for i := range l.Spans {
		m.sayings(&l.Spans[i])
	}
	m.dropHanging()
	return m.files(len(k.Parts))
}

// recall reads what was kept.
func (m *marking) recall(k *kept, raw string) {
	s := parseParts(k.Parts)
	if m.records = s.records; len(m.records) == 0 {
		return
	}
	in := interchange.Incoming{Text: raw}
	s.into(&in, m.v, k.shift())
	m.twins = s.twins
	was, err := in.Place(interchange.CodePoint)
	if err != nil {
		return // a line's text is one
	}
	for i := range was.Spans {
		sp := &was.Spans[i]
		if sp.Ranges = joined(m.text, pieces(m.text, sp.Ranges)); len(sp.Ranges) > 0 {
			sp.Attributes = held(sp.Attributes)
			m.placed[sp.ID] = sp
		}
	}
	isMark := func(id string) bool { return m.placed[m.twins.of(id)] != nil }
	for _, r := range m.records {
		if at := isID.FindStringSubmatch(r.id); at != nil {
			if n, err := strconv.ParseInt(at[2], 10, 48); err == nil {
				m.last[at[1]] = max(m.last[at[1]], int(n))
			}
		}
		if r.isOurs(m.v, isMark) {
			m.recallHanging(r)
		}
	}
}

// recallHanging takes a link, an attribute or a note.
func (m *marking) recallHanging(r *record) {
	if r.kind == linkLine {
		l := r.link(m.v, m.twins)
		m.links[l] = append(m.links[l], r)
		return
	}
	if m.twins[r.refs[0]] != "" {
		return // it stays as it is
	}
	id, name := r.refs[0], ""
	if !r.isNote() {
		name = r.attribute(m.v)
		if _, is := m.placed[id].Attributes[name]; !is {
			return // our marks cannot have it
		}
	}
	if m.said[id] == nil {
		m.said[id] = map[string][]*record{}
	}
	m.said[id][name] = append(m.said[id][name], r)
}

// marks finds our marks among those that were kept: the same ones, then those that were changed. Others are new; and those that are not
// found are gone.
func (m *marking) marks() {
	lost := m.same()
	if len(m.placed) > len(m.ids) {
		lost = m.changed(lost)
	}
	taken := map[string]bool{}
	for _, id := range m.ids {
		taken[id] = true
	}
	for id := range m.placed {
		if !taken[id] {
			m.gone[id] = true
		}
	}
	for id, first := range m.twins {
		if m.gone[first] {
			m.gone[id] = true
		}
	}
	for _, sp := range lost {
		m.ids[sp.ID] = m.next("T")
		m.add(markLine, m.markLine(m.ids[sp.ID], m.v.entities.typeOf(sp.Name()), sp))
	}
}

// same gives marks the lines that have them, first by all that is said of them and then by label and place; it returns those that have none.
func (m *marking) same() (lost []*interchange.Span) {
	for i := range m.Spans {
		lost = append(lost, &m.Spans[i])
	}
	taken := map[string]bool{}
	for _, closely := range []bool{true, false} {
		have := map[string][]string{}
		for _, r := range m.records {
			if p := m.placed[r.id]; p != nil && r.kind == markLine && !taken[r.id] {
				key := markKey(p.Label, p.Ranges, p.Attributes, p.Note, closely)
				have[key] = append(have[key], r.id)
			}
		}
		if len(have) == 0 {
			break
		}
		lost = slices.DeleteFunc(lost, func(sp *interchange.Span) bool {
			key := markKey(sp.Name(), sp.Ranges, sp.Attributes, sp.Note, closely)
			ids := have[key]
			if len(ids) == 0 {
				return false
			}
			m.ids[sp.ID], have[key], taken[ids[0]] = ids[0], ids[1:], true
			return true
		})
	}
	return lost
}

func markKey(label string, ranges [][2]text.Pos, attributes interchange.Attributes, note string, closely bool) string {
	if !closely {
		return fmt.Sprint(fold(label), ranges)
	}
	return fmt.Sprint(fold(label), ranges, attributes, oneLine(note))
}

// changed gives marks the lines of those that had another label or other bounds, with their twins. The events that they trigger have the new label too.
func (m *marking) changed(lost []*interchange.Span) []*interchange.Span {
	taken := map[string]bool{}
	for _, id := range m.ids {
		taken[id] = true
	}
	var free []*record
	events, twins := map[string][]*record{}, map[string][]*record{} // by trigger, and by the first that says the same
	for _, r := range m.records {
		switch {
		case r.kind == eventLine:
			events[r.refs[0]] = append(events[r.refs[0]], r)
		case m.twins[r.id] != "":
			twins[m.twins[r.id]] = append(twins[m.twins[r.id]], r)
		case r.kind == markLine && m.placed[r.id] != nil && !taken[r.id]:
			free = append(free, r)
		}
	}
	return slices.DeleteFunc(lost, func(sp *interchange.Span) bool {
		i := slices.IndexFunc(free, func(r *record) bool {
			p := m.placed[r.id]
			return slices.Equal(p.Ranges, sp.Ranges) || fold(p.Label) == fold(sp.Name()) && overlap(p.Ranges, sp.Ranges)
		})
		if i < 0 {
			return false
		}
		id, typ := free[i].id, m.v.entities.typeOf(sp.Name())
		for _, r := range append(twins[id], free[i]) {
			r.raw = m.markLine(r.id, typ, sp)
			if typ != r.typ {
				retype(events[r.id], typ)
			}
		}
		m.ids[sp.ID], free = id, slices.Delete(free, i, i+1)
		return true
	})
}

// retype gives events the type of their trigger.
func retype(events []*record, typ string) {
	for _, e := range events {
		e.roles[0] = typ
		e.raw = e.id + "\t" + e.arguments() + e.behind()
	}
}

func overlap(a, b [][2]text.Pos) bool {
	return a[0][0] < b[len(b)-1][1] && b[0][0] < a[len(a)-1][1]
}

// markLine is the line of one of our marks.
func (m *marking) markLine(id, typ string, sp *interchange.Span) string {
	cut := pieces(m.text, sp.Ranges)
	at := make([][2]int, len(cut))
	for i, p := range cut {
		at[i] = [2]int{m.at.of(p[0]), m.at.of(p[1])}
	}
	return markRecord(id, typ, at, quote(cut, m.text.Slice))
}

// next is an id that no line has.
func (m *marking) next(prefix string) string {
	m.last[prefix]++
	return prefix + strconv.Itoa(m.last[prefix])
}

func (m *marking) add(kind byte, line string) { m.fresh[kind] = append(m.fresh[kind], line) }

// relations finds our links among those that were kept: all lines that say what one of ours is stay.
func (m *marking) relations() {
	for _, r := range m.Relations {
		l := link{fold(r.Type), m.ids[r.From], m.ids[r.To]}
		if _, were := m.links[l]; were {
			m.stay[l] = true
			continue
		}
		m.add(linkLine, fmt.Sprintf("%s\t%s Arg1:%s Arg2:%s", m.next("R"), m.v.relations.typeOf(r.Type), l.from, l.to))
	}
	for l, were := range m.links {
		if !m.stay[l] {
			m.drop(were)
		}
	}
}

func (m *marking) drop(rs []*record) {
	for _, r := range rs {
		m.gone[r.id] = true
	}
}

// sayings writes the attributes and the note of a mark.
func (m *marking) sayings(sp *interchange.Span) {
	id := m.ids[sp.ID]
	were := m.said[id]
	for _, name := range slices.Sorted(maps.Keys(sp.Attributes)) {
		was := called(name, were)
		m.attribute(id, name, sp.Attributes[name], were[was])
		delete(were, was)
	}
	for name, rs := range were {
		if name != "" {
			m.drop(rs)
		}
	}
	m.note(id, sp.Note, were[""])
}

// called is what an attribute is called in the lines: as with us, but for what fold leaves out.
func called(name string, were map[string][]*record) string {
	if were[name] != nil {
		return name
	}
	for was := range were {
		if was != "" && fold(was) == fold(name) {
			return was
		}
	}
	return name
}

// attribute writes the values of one. brat has attributes of one value that is one word; other values are the texts of notes.
func (m *marking) attribute(id, name string, values []string, were []*record) {
	said := make([]string, len(were))
	for i, r := range were {
		said[i] = r.said()
	}
	same := func(said, value string) bool {
		return said == value || m.v.choices[[2]string{name, value}] && interchange.IDOf(said) == value
	}
	switch {
	case slices.EqualFunc(said, values, same):
		return
	case len(values) > 1 || !isWord(values[0]):
		m.drop(were)
		for _, v := range values {
			m.add(noteLine, fmt.Sprintf("%s\t%s %s\t%s", m.next("#"), m.v.notes.typeOf(name), id, v))
		}
		return
	case len(were) == 1 && were[0].kind == attributeLine:
		were[0].raw = fmt.Sprintf("%s\t%s %s %s", were[0].id, were[0].typ, id, values[0])
		return
	}
	m.drop(were)
	m.add(attributeLine, fmt.Sprintf("%s\t%s %s %s", m.next("A"), m.v.value(name, values[0]), id, values[0]))
}

func isWord(value string) bool { return value != "" && !strings.ContainsFunc(value, isSpace) }

// note writes what a person noted.
func (m *marking) note(id, note string, were []*record) {
	said := make([]string, len(were))
	for i, r := range were {
		said[i] = r.tail
	}
	switch {
	case oneLine(strings.Join(said, "\n")) == note:
	case note == "":
		m.drop(were)
	case len(were) == 0:
		m.add(noteLine, fmt.Sprintf("%s\t%s %s\t%s", m.next("#"), annotatorNotes, id, note))
	default:
		were[0].raw = fmt.Sprintf("%s\t%s %s\t%s", were[0].id, annotatorNotes, id, note)
		m.drop(were[1:])
	}
}

// dropHanging drops what hangs on lines that are gone, and what hangs on that.
func (m *marking) dropHanging() {
	hanging := map[string][]*record{}
	for _, r := range m.records {
		for _, id := range r.refs {
			hanging[id] = append(hanging[id], r)
		}
	}
	dropped := map[*record]bool{}
	for next := slices.Collect(maps.Keys(m.gone)); len(next) > 0; next = next[1:] {
		for _, r := range hanging[next[0]] {
			rest := r.without(m.gone)
			switch {
			case rest != nil:
				*r = *rest
			case r.kind == equivLine:
				dropped[r] = true
			case !m.gone[r.id]:
				m.gone[r.id] = true
				next = append(next, r.id)
			}
		}
	}
	m.records = slices.DeleteFunc(m.records, func(r *record) bool { return dropped[r] || r.err == nil && m.gone[r.id] })
}

// files are the lines of each file. New ones are in the last.
func (m *marking) files(n int) []string {
	out := make([]strings.Builder, max(n, 1))
	end := "\n"
	for _, r := range m.records {
		out[r.part].WriteString(r.raw + r.end)
		if r.end == "\r\n" {
			end = r.end
		}
	}
	last := &out[len(out)-1]
	if s := last.String(); s != "" && !strings.HasSuffix(s, "\n") && len(m.fresh) > 0 {
		last.WriteString(end)
	}
	for _, kind := range []byte{markLine, linkLine, attributeLine, noteLine} {
		for _, line := range m.fresh[kind] {
			last.WriteString(line + end)
		}
	}
	files := make([]string, len(out))
	for i := range out {
		files[i] = out[i].String()
	}
	return files
}
