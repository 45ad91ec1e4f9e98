// Package manuscript puts the text of a document together while its reader goes through it: paragraphs, tables, notes, boxes, running heads. Readers
// of word processors' files and of books tell it what begins and ends; what comes of it is a draft.
package manuscript

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

// Manuscript is a document on its way to a draft.
type Manuscript struct {
	Details  ingest.Details
	Remarks  []string // for the report on decoding: "dated by when it was last saved"
	Comments int      // notes of colleagues beside the text, left out
	Deleted  int      // tracked deletions, left out
	Inserted int      // tracked insertions, kept
	Hidden   int      // passages of hidden text, left out

	places   [places][]paragraph
	notes    int
	flows    []flow // the last is written to; the first is the text itself
	signs    map[string]int
	warnings []string
	size     int             // bytes of all paragraphs
	count    int             // paragraphs and cells
	full     bool            // more was written than is taken
	heads    map[string]bool // running heads and feet that are there
}

// maxParagraphs bounds how many paragraphs and cells there are; books have some ten thousand, and each takes a hundred bytes besides its text.
const maxParagraphs = 1_000_000

// Full tells whether more was written than is taken. What is written from then on is lost, and Draft refuses it all.
func (m *Manuscript) Full() bool { return m.full }

// one counts a paragraph or a cell.
func (m *Manuscript) one() {
	m.count++
	m.full = m.full || m.count > maxParagraphs
}

// Place is where paragraphs stand in the draft.
type Place int

// The places in the order of the draft.
const (
	Head Place = iota // running heads; they are cut, and each stands once
	Body
	Note // footnotes and endnotes, behind the text
	Foot // running feet, as Head
	places
	Box = -1 // a text box: before the paragraph in which it is anchored
)

// Reasons for which lines are cut.
const (
	RunningHead ingest.Reason = "running head"
	Contents    ingest.Reason = "table of contents"
	Navigation  ingest.Reason = "navigation"
)

type paragraph struct {
	text string
	kind ingest.Kind
	cut  ingest.Reason
	row  bool // of a table
}

// flow is text that is written on its own, while what is around it waits.
type flow struct {
	place Place
	open  []byte // the paragraph that has not ended
	rows  []row  // of the tables that are open, one in a cell of the other
}

// row is its cells, each with its paragraphs.
type row [][]paragraph

// New is an empty manuscript, to which the text is written.
func New() *Manuscript {
	return &Manuscript{flows: []flow{{place: Body}}, signs: map[string]int{}, heads: map[string]bool{}}
}

func (m *Manuscript) flow() *flow { return &m.flows[len(m.flows)-1] }

// Write writes to the paragraph that is open. Line ends are those that the source makes on purpose.
func (m *Manuscript) Write(s string) {
	f := m.flow()
	if m.full = m.full || m.size+len(f.open)+len(s) > ingest.MaxText; m.full {
		return
	}
	if plain(s) {
		f.open = append(f.open, s...)
		return
	}
	for _, r := range s {
		switch {
		case r == '\v', r == '\f', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			f.open = append(f.open, '\n')
		case r == '\n', r == '\t', r >= ' ' && r < 0x7f, r > 0x9f:
			f.open = utf8.AppendRune(f.open, r)
		}
	}
}

// plain tells text in which there is nothing that Write looks at.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// WriteFolded writes text of which white space only divides words.
func (m *Manuscript) WriteFolded(s string) {
	for rest := s; rest != ""; {
		n := strings.IndexAny(rest, space)
		if n < 0 {
			m.Write(rest)
			return
		}
		m.Write(rest[:n])
		if f := m.flow(); len(f.open) > 0 && !strings.ContainsRune(space, rune(f.open[len(f.open)-1])) {
			m.Write(" ")
		}
		rest = strings.TrimLeft(rest[n:], space)
	}
}

// space is what divides words in markup.
const space = " \t\n\r\f"

// WriteSigns writes text that is set in a font, which may be one of signs in place of letters.
func (m *Manuscript) WriteSigns(font, s string) {
	var out strings.Builder
	for _, r := range s {
		sign, known := signOf(font, r)
		if !known {
			m.signs[font]++
		}
		out.WriteRune(sign)
	}
	m.Write(out.String())
}

// End ends a paragraph. Where nothing was written to it, nothing comes of it.
func (m *Manuscript) End(kind ingest.Kind, cut ingest.Reason) {
	f := m.flow()
	lines := bytes.Split(f.open, []byte("\n"))
	for i, l := range lines {
		lines[i] = bytes.TrimFunc(l, unicode.IsSpace)
	}
	s := string(bytes.Trim(bytes.Join(lines, []byte("\n")), "\n"))
	f.open = f.open[:0]
	if strings.IndexFunc(s, unicode.IsGraphic) < 0 {
		return
	}
	if m.one(); !m.full {
		m.put(len(m.flows)-1, paragraph{text: s, kind: kind, cut: cut})
	}
}

// Drop leaves out what was written to the paragraph that is open.
func (m *Manuscript) Drop() { m.flow().open = m.flow().open[:0] }

// put puts a paragraph where its flow leads to.
func (m *Manuscript) put(at int, p paragraph) {
	f := &m.flows[at]
	if n := len(f.rows); n > 0 {
		f.rows[n-1].put(p)
		return
	}
	if f.place == Box {
		m.put(at-1, p)
		return
	}
	place := &m.places[f.place]
	if f.place == Head || f.place == Foot {
		p.cut = RunningHead
		if m.heads[p.text] {
			return
		}
		m.heads[p.text] = true
	}
	m.size += len(p.text)
	*place = append(*place, p)
}

// Begin begins to write elsewhere, until Leave.
func (m *Manuscript) Begin(p Place) {
	if p == Note {
		m.notes++
	}
	m.flows = append(m.flows, flow{place: p})
}

// Leave goes on where Begin was called.
func (m *Manuscript) Leave() {
	m.endAll()
	m.flows = m.flows[:len(m.flows)-1]
}

// endAll ends what is open in the flow that is written.
func (m *Manuscript) endAll() {
	m.End(ingest.Running, "")
	for len(m.flow().rows) > 0 {
		m.EndRow()
	}
}

// Warn adds a sentence about what a person should look at.
func (m *Manuscript) Warn(format string, args ...any) {
	m.warnings = append(m.warnings, fmt.Sprintf(format, args...))
}

// Draft is what was written. Kind is what the file is, for people: "Word document". Errors: ingest.ErrEmpty, ErrTooLarge.
func (m *Manuscript) Draft(f ingest.File, kind string) (*ingest.Draft, error) {
	for len(m.flows) > 1 {
		m.Leave()
	}
	m.endAll()
	if m.full {
		return nil, fmt.Errorf("%w: an article has at most %d MiB of text, and %d paragraphs; divide it and import the pieces", ingest.ErrTooLarge, ingest.MaxText>>20, maxParagraphs)
	}
	m.nameHeadline()
	all := slices.Concat(m.places[:]...)
	joined, ends := join(all)
	d, err := ingest.NewDraft(joined)
	if err != nil {
		return nil, err
	}
	n := 0 // of the paragraph in which the block is
	for i := range d.Blocks {
		for d.Blocks[i].Start >= ends[n] {
			n++
		}
		d.Blocks[i].Kind, d.Blocks[i].Cut = all[n].kind, all[n].cut
	}
	d.Details, d.Original = m.Details, f.Bytes
	d.Source = annotation.Source{File: f.Name[strings.LastIndexAny(f.Name, `/\`)+1:], URL: f.URL, Original: annotation.HashOf(f.Bytes)}
	d.Source.Decoding = strings.Join(append([]string{kind}, m.remarks()...), "; ")
	d.Warnings = append(m.sentences(), d.Warnings...)
	return d, nil
}

// nameHeadline takes the heading that the text begins with for its headline where the file names none, and the headline for the title: it is what
// readers see, where the title in the file's properties is often that of the file it was copied from.
func (m *Manuscript) nameHeadline() {
	body := slices.DeleteFunc(slices.Clone(m.places[Body]), func(p paragraph) bool { return p.cut != "" })
	n := slices.IndexFunc(body, func(p paragraph) bool { return p.kind == ingest.Headline })
	if n < 0 && len(body) > 0 && body[0].kind == ingest.Heading {
		n = 0
		first := slices.IndexFunc(m.places[Body], func(p paragraph) bool { return p.cut == "" })
		m.places[Body][first].kind = ingest.Headline
	}
	if n >= 0 {
		m.Details.Title = strings.Join(strings.Fields(body[n].text), " ")
	}
}

// join puts an empty line between paragraphs and a line end between the rows of a table. Ends are where each paragraph ends, in bytes.
func join(all []paragraph) (joined string, ends []int) {
	var out strings.Builder
	for i, p := range all {
		if i > 0 {
			out.WriteByte('\n')
			if !p.row || !all[i-1].row {
				out.WriteByte('\n')
			}
		}
		out.WriteString(p.text)
		ends = append(ends, out.Len())
	}
	return out.String(), ends
}

// remarks are for the report on decoding.
func (m *Manuscript) remarks() []string {
	if len(m.places[Note]) == 0 {
		return m.Remarks
	}
	return append(slices.Clone(m.Remarks), several(m.notes, "footnote")+" at the end")
}

// sentences are what a person should look at.
func (m *Manuscript) sentences() []string {
	var out []string
	var changes []string
	if m.Deleted > 0 {
		changes = append(changes, several(m.Deleted, "deletion")+" left out")
	}
	if m.Inserted > 0 {
		changes = append(changes, several(m.Inserted, "insertion")+" kept")
	}
	if len(changes) > 0 {
		out = append(out, "Changes are tracked in it: "+strings.Join(changes, ", ")+".")
	}
	if m.Hidden > 0 {
		out = append(out, several(m.Hidden, "passage")+" of hidden text left out.")
	}
	if m.Comments > 0 {
		out = append(out, several(m.Comments, "comment")+" left out.")
	}
	for _, font := range slices.Sorted(maps.Keys(m.signs)) {
		n := m.signs[font]
		out = append(out, fmt.Sprintf("%s of %s left open: %c stands where no character is known.", several(n, "sign"), cmp.Or(font, "a font without a name"), unknownSign))
	}
	return append(out, m.warnings...)
}

// several counts things in words: "1 comment", "3 comments".
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
