package huggingface

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/parquet-go/parquet-go"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	pos "rubricator/annotation/text"
)

// unsplit is the split of datasets that have none: there must be one.
const unsplit = "train"

// group is about how much is written at once, in bytes; so much is held in memory for each split.
const group = 16 << 20

type encoder struct {
	files  *interchange.Files
	open   map[string]*splitFile
	policy string
	names  []string       // of the tags
	tags   map[string]int // the number of B- of each label
	row    shredder
}

// splitFile is the file of a split.
type splitFile struct {
	*parquet.Writer
	size int // of what is held in memory
}

func write(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	files := interchange.NewFiles(f, func(split string) string { return "data/" + split + "-00000-of-00001.parquet" })
	e := &encoder{files: files, open: map[string]*splitFile{}, policy: o.Policy, names: tagNames(o), tags: map[string]int{}}
	for i, name := range e.names[1:] {
		if i%2 == 0 {
			e.tags[name[len("B-"):]] = i + 1
		}
	}
	e.row.values = make([][]parquet.Value, columns.leaves())
	return e, nil
}

// Write writes a row for each annotator.
func (e *encoder) Write(split string, lines []interchange.Line) error {
	f, err := e.of(cmp.Or(split, unsplit))
	for i := range lines {
		if err == nil {
			err = e.line(&lines[i])
		}
		if err == nil {
			err = f.write(&e.row)
		}
	}
	return err
}

func (e *encoder) of(split string) (*splitFile, error) {
	if f := e.open[split]; f != nil {
		return f, nil
	}
	w, err := e.files.Of(split)
	if err != nil {
		return nil, err
	}
	f := &splitFile{Writer: parquet.NewWriter(w, schema, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("Rubricator", "", ""),
		parquet.DictionaryMaxBytes(1<<20), parquet.KeyValueMetadata(metadataKey, metadata(e.names)))}
	e.open[split] = f
	return f, nil
}

func (f *splitFile) write(row *shredder) error {
	for i, w := range f.ColumnWriters() {
		if _, err := w.WriteRowValues(row.values[i]); err != nil {
			return fmt.Errorf("write dataset: %w", err)
		}
	}
	if f.size += row.size(); f.size < group {
		return nil
	}
	f.size = 0
	return f.Flush()
}

// Close ends the files.
func (e *encoder) Close() error {
	var errs []error
	for _, split := range slices.Sorted(maps.Keys(e.open)) {
		errs = append(errs, e.open[split].Close())
	}
	return errors.Join(append(errs, e.files.Close())...)
}

// line shreds a line, column by column.
func (e *encoder) line(l *interchange.Line) error {
	tokens, tags, err := e.tokens(l)
	if err != nil {
		return &interchange.LineError{Act: "write", Document: cmp.Or(l.Meta.Title, l.ID.String()), Err: err}
	}
	s := &e.row
	s.begin()
	s.texts(l.ID.String(), l.Text)
	s.list(columns.within[2], len(tokens), func(i int) { s.text(tokens[i]) })
	s.list(columns.within[3], len(tags), func(i int) { s.tag(tags[i]) })
	s.list(spans, len(l.Spans), func(i int) { s.record(func() { s.span(&l.Spans[i]) }) })
	s.list(relations, len(l.Relations), func(i int) {
		r := &l.Relations[i]
		s.record(func() { s.texts(r.Type, r.From.String(), r.To.String()) })
	})
	if l.Annotator == nil {
		s.null()
		s.null()
	} else {
		s.texts(*l.Annotator, string(cmp.Or(l.Kind, annotation.Person)))
	}
	s.text(string(l.Status))
	s.attributes(l.Attributes)
	m := &l.Meta
	s.record(func() { s.texts(m.Title, m.Outlet, m.Author, m.Published, m.Language, m.URL, m.SourceFile) })
	return nil
}

func (s *shredder) span(sp *interchange.Span) {
	s.texts(sp.ID.String(), sp.Label, sp.Role)
	s.number(int(sp.Start))
	s.number(int(sp.End))
	ranges := spans.within[0].within[5]
	s.list(ranges, len(sp.Ranges), func(i int) {
		s.list(ranges.within[0], 2, func(j int) { s.number(int(sp.Ranges[i][j])) })
	})
	s.text(sp.Text)
	s.attributes(sp.Attributes)
	s.attributes(sp.Computed)
	s.texts(sp.Note, string(sp.Origin))
}

var anyAttributes = attributesOf("")

func (s *shredder) attributes(a interchange.Attributes) {
	names := slices.Sorted(maps.Keys(a))
	s.list(anyAttributes, len(names), func(i int) {
		s.record(func() {
			values := a[names[i]]
			s.text(names[i])
			s.list(anyAttributes.within[0].within[1], len(values), func(j int) { s.text(values[j]) })
		})
	})
}

// tokens gives the tokens with the numbers of their tags. A mark in several pieces has one B- for each.
func (e *encoder) tokens(l *interchange.Line) (tokens []string, tags []int, err error) {
	flat := l.Unbroken(interchange.Pieces.Name).Flat(e.policy)
	at := flat.Tokens()
	tokens, tags = make([]string, 0, len(at)), make([]int, len(at))
	for _, token := range flat.Spaced(at) {
		if len(tokens) < len(at) {
			tokens = append(tokens, token)
		}
	}
	for _, sp := range flat.Spans {
		tag, known := e.tags[sp.Name()]
		if !known {
			return nil, nil, fmt.Errorf("label %q is none of the scheme's", sp.Name())
		}
		from, to := interchange.TokensIn(at, [2]pos.Pos{sp.Start, sp.End})
		for i := from; i < to; i++ {
			tags[i] = tag + min(i-from, 1)
		}
	}
	return tokens, tags, nil
}
