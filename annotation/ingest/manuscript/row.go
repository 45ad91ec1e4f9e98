package manuscript

import (
	"strings"

	"rubricator/annotation/ingest"
)

// layout is from how many paragraphs in a cell a table is one that divides the page and holds no values.
const layout = 3

// Row begins a row of a table, in the cell of another where one is open.
func (m *Manuscript) Row() {
	m.End(ingest.Running, "")
	f := m.flow()
	f.rows = append(f.rows, nil)
}

// Cell begins the next cell of the row. Outside of a row there are none.
func (m *Manuscript) Cell() {
	m.End(ingest.Running, "")
	m.one()
	if f := m.flow(); len(f.rows) > 0 && !m.full {
		last := &f.rows[len(f.rows)-1]
		*last = append(*last, nil)
	}
}

// InRow tells whether a row is open.
func (m *Manuscript) InRow() bool { return len(m.flow().rows) > 0 }

// EndRow ends the row: it becomes one paragraph, its cells divided by tabs. A table of one column, or of cells with much text, is there for its look;
// its paragraphs stay as they are.
func (m *Manuscript) EndRow() {
	r, ok := m.dropped()
	switch {
	case !ok:
	case r.isLayout():
		for _, cell := range r {
			for _, p := range cell {
				m.put(len(m.flows)-1, p)
			}
		}
	default:
		if p := r.joined(); p.text != "" {
			m.put(len(m.flows)-1, p)
		}
	}
}

// DropRow ends the row and leaves it out.
func (m *Manuscript) DropRow() { m.dropped() }

// dropped is the row that was open, if one was.
func (m *Manuscript) dropped() (row, bool) {
	m.End(ingest.Running, "")
	f := m.flow()
	if len(f.rows) == 0 {
		return nil, false
	}
	r := f.rows[len(f.rows)-1]
	f.rows = f.rows[:len(f.rows)-1]
	return r, true
}

// put puts a paragraph into the cell that is open.
func (r *row) put(p paragraph) {
	if len(*r) == 0 {
		*r = row{nil}
	}
	last := &(*r)[len(*r)-1]
	*last = append(*last, p)
}

func (r row) isLayout() bool {
	for _, cell := range r {
		if len(cell) >= layout {
			return true
		}
	}
	return len(r) == 1
}

// joined is the row as one paragraph. What is cut in it is cut with all of it.
func (r row) joined() paragraph {
	out := paragraph{kind: ingest.Entry, row: true}
	var cells []string
	for _, cell := range r {
		var words []string
		for _, p := range cell {
			words = append(words, strings.Fields(p.text)...)
			out.cut = p.cut
		}
		cells = append(cells, strings.Join(words, " "))
	}
	out.text = strings.TrimRight(strings.Join(cells, "\t"), "\t")
	return out
}
