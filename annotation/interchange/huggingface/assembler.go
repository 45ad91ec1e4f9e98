package huggingface

import (
	"cmp"
	"fmt"

	"github.com/parquet-go/parquet-go"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// assembler puts rows together that a shredder took apart. Other programs that keep the columns may have written them anew, in another order or
// with fewer of them; those that are not there read as nothing.
type assembler struct {
	ours   map[int]int       // our number of a column of the file
	values [][]parquet.Value // of the row, by our numbers; what was read is taken off
	absent []bool            // columns
	next   int               // the column that is read next
	define int               // as in shredder
	lists  int
}

func newAssembler(at map[string]parquet.LeafColumn) (*assembler, error) {
	paths := columns.paths()
	a := &assembler{ours: map[int]int{}, values: make([][]parquet.Value, len(paths)), absent: make([]bool, len(paths))}
	for i, path := range paths {
		leaf, there := at[path]
		if a.absent[i] = !there; !there {
			continue
		}
		want, _ := schema.Lookup(schema.Columns()[i]...)
		if leaf.MaxDefinitionLevel != want.MaxDefinitionLevel || leaf.MaxRepetitionLevel != want.MaxRepetitionLevel || !alike(leaf.Node, want.Node) {
			return nil, fmt.Errorf("column %s is not as it should be: %s, and not %s", path, leaf.Node, want.Node)
		}
		a.ours[leaf.ColumnIndex] = i
	}
	if a.absent[1] {
		return nil, fmt.Errorf(`there are "spans", but there is no "text"`)
	}
	return a, nil
}

// alike tells whether columns have values of one kind.
func alike(a, b parquet.Node) bool {
	isText := func(n parquet.Node) bool { return n.Type().Kind() == parquet.ByteArray }
	isNumber := func(n parquet.Node) bool {
		return n.Type().Kind() == parquet.Int32 || n.Type().Kind() == parquet.Int64
	}
	return isText(a) && isText(b) || isNumber(a) && isNumber(b)
}

func (a *assembler) line(row parquet.Row) (interchange.Incoming, error) {
	clear(a.values)
	row.Range(func(i int, values []parquet.Value) bool {
		if ours, known := a.ours[i]; known {
			a.values[ours] = values
		}
		return true
	})
	a.next, a.define, a.lists = 0, 0, 0
	var in interchange.Incoming
	in.Unit = interchange.CodePoint
	a.texts(&in.Document, &in.Text)
	a.list(columns.within[2], func() { a.skip() })
	a.list(columns.within[3], func() { a.skip() })
	a.list(spans, func() { a.record(func() { in.Spans = append(in.Spans, a.span()) }) })
	a.list(relations, func() {
		a.record(func() {
			var r interchange.IncomingRelation
			a.texts(&r.Type, &r.From, &r.To)
			in.Relations = append(in.Relations, r)
		})
	})
	a.texts(&in.Annotator)
	in.Kind = cmp.Or(annotation.AnnotatorKind(a.text()), annotation.Person)
	in.Status = annotation.Status(a.text())
	in.Attributes = a.attributes()
	m := &in.Meta
	a.record(func() {
		a.texts(&m.Title, &m.Outlet, &m.Author, &m.Published, &m.Language, &m.URL, &m.SourceFile)
	})
	return in, nil
}

func (a *assembler) span() interchange.IncomingSpan {
	var sp interchange.IncomingSpan
	var role, origin string
	a.texts(&sp.ID, &sp.Label, &role)
	if role != "" {
		sp.Label += "." + role
	}
	a.skip() // start and end: of the ranges
	a.skip()
	ranges := spans.within[0].within[5]
	a.list(ranges, func() {
		var bounds []int
		a.list(ranges.within[0], func() { bounds = append(bounds, a.number()) })
		if len(bounds) == 2 {
			sp.Ranges = append(sp.Ranges, [2]int(bounds))
		} else {
			sp.Ranges = append(sp.Ranges, [2]int{}) // empty, so that the mark is astray
		}
	})
	a.texts(&sp.Quote)
	sp.Attributes = a.attributes()
	a.attributes() // those that were computed
	a.texts(&sp.Note, &origin)
	return sp
}

func (a *assembler) attributes() (out interchange.Attributes) {
	a.list(anyAttributes, func() {
		a.record(func() {
			name, values := a.text(), []string{}
			a.list(anyAttributes.within[0].within[1], func() { values = append(values, a.text()) })
			if out == nil {
				out = interchange.Attributes{}
			}
			out[name] = values
		})
	})
	return out
}

// take takes the next value of the next column.
func (a *assembler) take() (v parquet.Value) {
	if values := a.values[a.next]; len(values) > 0 {
		v, a.values[a.next] = values[0], values[1:]
	}
	a.next++
	return v
}

func (a *assembler) skip() { a.take() }

func (a *assembler) text() string {
	return textIn(a.take())
}

func (a *assembler) texts(into ...*string) {
	for _, t := range into {
		*t = a.text()
	}
}

// textIn is a value's text; in damaged files it may have none.
func textIn(v parquet.Value) string {
	if v.Kind() != parquet.ByteArray {
		return ""
	}
	return string(v.ByteArray())
}

func (a *assembler) number() int { return numberIn(a.take()) }

func numberIn(v parquet.Value) int {
	switch v.Kind() {
	case parquet.Int32:
		return int(v.Int32())
	case parquet.Int64:
		return int(v.Int64())
	}
	return 0
}

func (a *assembler) record(fields func()) {
	a.define++
	fields()
	a.define--
}

// list reads the elements of a list. The first column that is there tells how many they are.
func (a *assembler) list(c column, element func()) {
	first, leaves := a.next, c.leaves()
	lead := first
	for lead < first+leaves-1 && a.absent[lead] {
		lead++
	}
	if values := a.values[lead]; len(values) == 0 || values[0].DefinitionLevel() < a.define+2 {
		for range leaves {
			a.skip()
		}
		return
	}
	a.define, a.lists = a.define+2, a.lists+1
	for {
		before := len(a.values[lead])
		a.next = first
		element()
		values := a.values[lead]
		if a.next = first + leaves; len(values) == 0 || len(values) == before || values[0].RepetitionLevel() != a.lists {
			break
		}
	}
	a.define, a.lists = a.define-2, a.lists-1
}
