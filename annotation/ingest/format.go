package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
)

// Format is a kind of file that articles are read from. Each is a leaf of this package; package sources knows all.
type Format struct {
	Name       string                  // for people: "web page"
	Extensions []string                // in lower case, with the dot
	Is         func(first []byte) bool // whether bytes are of this kind whatever the name says; nil: only the name tells. first is the whole or its Head
	Streams    bool                    // Read takes a File with a Stream, so that a file of any size is read in bounded memory
	// Read gives the articles in the order of the file. A part that cannot be read gives an error that names it, and reading goes on.
	// Drafts have their Details as far as the file has them, and their Source but Retrieved; Original are the bytes of the file, or of the part
	// that stands for itself, as a message of a mailbox does.
	Read func(ctx context.Context, f File, o Options) iter.Seq2[*Draft, error]
}

// Head is how many bytes a format is shown to tell a file by.
const Head = 4096

// Options say how files are read.
type Options struct {
	Charset string  // name of the encoding of text, as the web (WHATWG) or IANA has it, whatever the file says; empty: declared or told, see Decode
	Columns Columns // of tables and records
	Size    *Size   // what unpacking may still make; nil: NewSize
	Depth   int     // of archives in archives
	// Linked gets the page that the nth of so many entries of a feed links, n from 1, where those hold a summary at most. Nil: summaries are kept.
	// The error is ErrKnown where the page is not wanted.
	Linked func(ctx context.Context, address string, n, of int) (File, error)
	// Inner reads what stands in a file, as archives and messages have it. It is set by package sources.
	Inner func(ctx context.Context, f File, o Options) iter.Seq2[*Draft, error]
}

// Limits on what is unpacked.
const (
	MaxUnpacked = 32 << 30 // bytes of all files of an archive; a few of them are in memory at a time
	MaxEntries  = 100_000  // files of an archive
	MaxRatio    = 200      // of bytes unpacked to bytes packed, above 16 MiB
	MaxDepth    = 4        // of archives in archives
)

// ErrUnpacks: what is packed in it is more than is unpacked.
var ErrUnpacks = errors.New("unpacks to more than this program takes")

// Size is what unpacking may still make, over a file and all that stands in it.
type Size struct{ bytes, entries int64 }

// NewSize is what one file may unpack to.
func NewSize() *Size { return &Size{bytes: MaxUnpacked, entries: MaxEntries} }

// Take takes an entry of so many bytes from it. The error is ErrUnpacks.
func (s *Size) Take(bytes int64) error {
	if s.entries--; s.entries < 0 {
		return fmt.Errorf("%w: %d files; unpack it and import the folder", ErrUnpacks, MaxEntries)
	}
	return s.TakeMore(bytes)
}

// TakeMore takes further bytes of the same entry from it. The error is ErrUnpacks.
func (s *Size) TakeMore(bytes int64) error {
	if s.bytes -= bytes; s.bytes < 0 {
		return fmt.Errorf("%w: %d GiB; unpack it and import the folder", ErrUnpacks, MaxUnpacked>>30)
	}
	return nil
}

// ByName tells whether the name says that a file is of this kind.
func (f *Format) ByName(name string) bool {
	return slices.Contains(f.Extensions, strings.ToLower(path.Ext(name)))
}

// One is what a reader of a single article gives.
func One(d *Draft, err error) iter.Seq2[*Draft, error] {
	return func(yield func(*Draft, error) bool) { yield(d, err) }
}
