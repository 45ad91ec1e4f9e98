package huggingface

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"github.com/parquet-go/parquet-go"

	"rubricator/annotation/interchange"
)

const extension = ".parquet"

// sniff knows files of Parquet; what is in them, their end tells.
func sniff(name string, head []byte) bool {
	return strings.HasSuffix(name, extension) && bytes.HasPrefix(head, []byte("PAR1"))
}

// reads tells the files that are looked at.
func reads(name string) bool { return path.Ext(name) == extension }

// read reads what Write wrote, and files of others that have tokens and tags. Each row is a document and annotator.
func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		for _, name := range src.Files() {
			if reads(name) && !readFile(src, name, yield) {
				return
			}
		}
	}
}

// errStopped: no more is wanted.
var errStopped = errors.New("stopped")

// readFile reads one file; it tells whether more is wanted.
func readFile(src interchange.Source, name string, yield func(interchange.Incoming, error) bool) bool {
	number := 0
	err := readRows(src, name, func(in interchange.Incoming, err error) error {
		number++
		in.File, in.Number = name, number
		if err != nil {
			err = fmt.Errorf("read %s, row %d: %w", name, number, err)
		}
		if !yield(in, err) {
			return errStopped
		}
		return nil
	})
	switch {
	case err == errStopped:
		return false
	case err != nil:
		return yield(interchange.Incoming{File: name}, fmt.Errorf("read %s behind row %d: %w", name, number, err))
	}
	return true
}

// rowReader makes of a row what it says.
type rowReader interface {
	line(parquet.Row) (interchange.Incoming, error)
}

func readRows(src interchange.Source, name string, yield func(interchange.Incoming, error) error) error {
	in, size, err := open(src, name)
	if err != nil {
		return err
	}
	defer in.Close()
	c, err := newCursor(in, size)
	if err != nil {
		return err
	}
	for {
		row, wrong, err := c.row()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := yield(row, wrong); err != nil {
			return err
		}
	}
}

// cursor goes through the rows of a file.
type cursor struct {
	reader rowReader
	groups []parquet.RowGroup // that are not read yet
	rows   parquet.Rows       // of the one that is read; nil: of none
	next   []parquet.Row
}

// newCursor reads the end of a file, where its columns are told.
func newCursor(in io.ReaderAt, size int64) (c *cursor, err error) {
	defer caught(&err)
	if err := checkFooter(in, size); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(in, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	if err := checkPages(in, size, file); err != nil {
		return nil, err
	}
	reader, err := readerOf(file)
	return &cursor{reader: reader, groups: file.RowGroups(), next: make([]parquet.Row, 1)}, err
}

// row reads the next row; wrong is what is wrong with this one alone. io.EOF ends.
func (c *cursor) row() (in interchange.Incoming, wrong, err error) {
	defer caught(&err)
	row, err := c.values()
	if err != nil {
		return in, nil, err
	}
	if bytesOf(row) > mostRow {
		return in, errRow, nil
	}
	in, wrong = c.reader.line(row)
	return in, wrong, nil
}

var errRow = fmt.Errorf("the row has more than %d MiB of text", mostRow>>20)

// bytesOf is how much text a row has. A dictionary can say one text many times.
func bytesOf(row parquet.Row) (n int64) {
	for i := range row {
		if v := &row[i]; v.Kind() == parquet.ByteArray || v.Kind() == parquet.FixedLenByteArray {
			n += int64(len(v.ByteArray()))
		}
	}
	return n
}

// values are those of the next row, valid until the one after.
func (c *cursor) values() (parquet.Row, error) {
	for {
		if c.rows == nil && len(c.groups) == 0 {
			return nil, io.EOF
		}
		if c.rows == nil {
			c.rows, c.groups = c.groups[0].Rows(), c.groups[1:]
		}
		n, err := c.rows.ReadRows(c.next)
		if n == 1 {
			return c.next[0], nil
		}
		if err != io.EOF {
			return nil, cmp.Or(err, io.ErrUnexpectedEOF)
		}
		err = c.rows.Close()
		if c.rows = nil; err != nil {
			return nil, err
		}
	}
}

// caught turns a panic of the library, which takes its files to be sound, into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}

// source is a file that can be read from anywhere.
type source struct {
	io.ReaderAt
	io.Closer
}

// open opens a file; one that can be read from its beginning alone is taken into memory.
func open(src interchange.Source, name string) (source, int64, error) {
	f, err := src.Open(name)
	if err != nil {
		return source{}, 0, err
	}
	if at, ok := f.(interface {
		io.ReaderAt
		Stat() (fs.FileInfo, error)
	}); ok {
		stat, err := at.Stat()
		if err != nil {
			f.Close()
			return source{}, 0, err
		}
		return source{at, f}, stat.Size(), nil
	}
	all, err := io.ReadAll(f)
	if err != nil {
		f.Close()
		return source{}, 0, err
	}
	return source{bytes.NewReader(all), f}, int64(len(all)), nil
}

// readerOf tells from the columns of a file how its rows are read.
func readerOf(file *parquet.File) (rowReader, error) {
	at := map[string]parquet.LeafColumn{}
	for _, path := range file.Schema().Columns() {
		leaf, ok := file.Schema().Lookup(path...)
		if !ok {
			return nil, fmt.Errorf("column %s is told of and not there", strings.Join(path, "."))
		}
		at[plainPath(path)] = leaf
	}
	if _, ours := at["spans.ranges"]; ours {
		return newAssembler(at)
	}
	features, _ := file.Lookup(metadataKey)
	return newTagReader(at, features)
}

// plainPath is a path without the names that Parquet, and those who write it, give what is in a list.
func plainPath(path []string) string {
	var out []string
	for i := 0; i < len(path); i++ {
		out = append(out, path[i])
		if i+2 < len(path) && (path[i+1] == "list" || path[i+1] == "bag") {
			i += 2
			for i+2 < len(path) && path[i+1] == "list" { // a list in a list
				i += 2
			}
		}
	}
	return strings.Join(out, ".")
}
