package huggingface

import (
	"bytes"
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

// read reads what Write wrote, and files of others that have tokens and tags. Each row is a document and annotator.
func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		for _, name := range src.Files() {
			if path.Ext(name) == extension && !readFile(src, name, yield) {
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
	file, err := openParquet(in, size)
	if err != nil {
		return err
	}
	reader, err := readerOf(file)
	if err != nil {
		return err
	}
	for _, group := range file.RowGroups() {
		if err := readGroup(group, reader, yield); err != nil {
			return err
		}
	}
	return nil
}

// openParquet reads the end of a file, where its columns are told.
func openParquet(in io.ReaderAt, size int64) (file *parquet.File, err error) {
	defer caught(&err)
	return parquet.OpenFile(in, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
}

func readGroup(group parquet.RowGroup, reader rowReader, yield func(interchange.Incoming, error) error) error {
	rows := group.Rows()
	defer rows.Close()
	next := make([]parquet.Row, 1)
	for {
		row, err := readRow(rows, next)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := yield(reader.line(row)); err != nil {
			return err
		}
	}
}

// readRow gives the next row, which is valid until the one after.
func readRow(rows parquet.Rows, next []parquet.Row) (row parquet.Row, err error) {
	defer caught(&err)
	n, err := rows.ReadRows(next)
	if n == 1 {
		return next[0], nil
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return nil, err
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
