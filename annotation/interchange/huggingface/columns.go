package huggingface

import (
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// column is a column, or what is within one. Parquet, the features that Hugging Face reads in its files, and the card are told of columns by these
// alone.
type column struct {
	name   string // "" of what a list holds
	kind   kind
	rare   bool     // of texts: few differ
	within []column // what a list holds; the fields of a record
}

type kind int

const (
	text   kind = iota
	number      // 32 bits
	tag         // the number of a name
	list
	record
)

func textOf(name string) column { return column{name: name} }

func wordOf(name string) column { return column{name: name, rare: true} }

func numberOf(name string) column { return column{name: name, kind: number} }

func listOf(name string, of column) column {
	return column{name: name, kind: list, within: []column{of}}
}

func recordOf(name string, fields ...column) column {
	return column{name: name, kind: record, within: fields}
}

func attributesOf(name string) column {
	return listOf(name, recordOf("", wordOf("name"), listOf("values", wordOf(""))))
}

// The columns. encoder.line writes and assembler.line reads them in this order.
var (
	spans = listOf("spans", recordOf("", textOf("id"), wordOf("label"), wordOf("role"), numberOf("start"), numberOf("end"),
		listOf("ranges", listOf("", numberOf(""))), textOf("text"), attributesOf("attributes"), attributesOf("computed"), textOf("note"), wordOf("origin")))
	relations = listOf("relations", recordOf("", wordOf("type"), textOf("from"), textOf("to")))
	meta      = recordOf("meta", textOf("title"), wordOf("outlet"), textOf("author"), textOf("published"), wordOf("language"), textOf("url"), textOf("source_file"))
	columns   = recordOf("", textOf("id"), textOf("text"), listOf("tokens", wordOf("")), listOf("ner_tags", column{kind: tag}), spans, relations,
		wordOf("annotator"), wordOf("annotator_kind"), wordOf("status"), attributesOf("attributes"), meta)
)

// leaves is how many columns of values Parquet has for it.
func (c column) leaves() int {
	if len(c.within) == 0 {
		return 1
	}
	n := 0
	for _, in := range c.within {
		n += in.leaves()
	}
	return n
}

// paths are the names of the leaves, from the outermost, as "spans.label".
func (c column) paths() []string {
	if len(c.within) == 0 {
		return []string{c.name}
	}
	var out []string
	for _, in := range c.within {
		for _, path := range in.paths() {
			out = append(out, strings.Trim(c.name+"."+path, "."))
		}
	}
	return out
}

// node is the column in a schema of Parquet. All can be null there: the datasets library takes the types of features for others otherwise, and
// forgets the names of tags.
func (c column) node() parquet.Node {
	n := parquet.Node(nil)
	switch c.kind {
	case text:
		n = parquet.String()
	case number:
		n = parquet.Int(32)
	case tag:
		n = parquet.Int(64) // the type of ClassLabel
	case list:
		n = parquet.List(c.within[0].node())
	case record:
		n = c.group()
	}
	if c.rare || c.kind == tag {
		n = parquet.Encoded(n, &parquet.RLEDictionary)
	}
	return parquet.Optional(n)
}

// inOrder is a group whose fields stand in the order of the columns, and not of their names.
type inOrder struct {
	parquet.Group
	of []column
}

func (c column) group() inOrder {
	g := inOrder{parquet.Group{}, c.within}
	for _, in := range c.within {
		g.Group[in.name] = in.node()
	}
	return g
}

// Fields is what Parquet asks.
func (g inOrder) Fields() []parquet.Field {
	fields := g.Group.Fields()
	place := func(f parquet.Field) int {
		return slices.IndexFunc(g.of, func(c column) bool { return c.name == f.Name() })
	}
	slices.SortFunc(fields, func(a, b parquet.Field) int { return place(a) - place(b) })
	return fields
}

var schema = parquet.NewSchema("dataset", columns.group())
