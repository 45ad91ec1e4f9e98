// Package archive reads what stands in archives, each file by the kind that it is, also archives in archives. One file at a time is in memory, or a
// part of it, and none is written anywhere.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"rubricator/annotation/ingest"
)

// Zip are ZIP archives. That office documents are such too is left to their names.
var Zip = &ingest.Format{Name: "ZIP archive", Extensions: []string{".zip"}, Streams: true, Read: reader(listZip)}

// Tar are TAR archives, also those packed by gzip, and single files packed by gzip.
var Tar = &ingest.Format{Name: "TAR archive", Extensions: []string{".tar", ".tgz", ".gz"}, Streams: true, Read: reader(listTar)}

// The kinds of refusals that only archives have.
var (
	// ErrLocked: a password is needed.
	ErrLocked = errors.New("it is locked by a password")
	// ErrDamaged: it is cut off, or not what it says it is.
	ErrDamaged = errors.New("it is damaged")
	// ErrPlace: its name says that it belongs outside the archive, or that another file does.
	ErrPlace = errors.New("it does not stand in the archive by itself")
)

// Limits on a file in an archive, in bytes.
const (
	maxEntry = ingest.MaxFile // of one that can be read but once
	maxHeld  = 16 << 20       // what is larger is read piece by piece, where it can be read again
	maxInner = 64 << 20       // of an archive in an archive, which is held in memory
)

const unpackIt = "unpack the archive and import the folder"

// entry is a file in an archive.
type entry struct {
	name   string // with the folders before it, divided by "/"
	mode   fs.FileMode
	locked bool
	read   func() ([]byte, error) // only until the next entry; what was read comes with the error
	stream *ingest.Stream         // instead of read, of a file that is not to be held in memory
}

// list calls each for the files of an archive, until it returns false.
type list func(ctx context.Context, f ingest.File, each func(entry) bool) error

func reader(files list) func(context.Context, ingest.File, ingest.Options) iter.Seq2[*ingest.Draft, error] {
	return func(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return func(yield func(*ingest.Draft, error) bool) {
			if o.Size == nil {
				o.Size = ingest.NewSize()
			}
			if o.Depth++; o.Depth > ingest.MaxDepth {
				yield(nil, fmt.Errorf("%w: it stands in more than %d archives; %s", ingest.ErrUnpacks, ingest.MaxDepth, unpackIt))
				return
			}
			u := &unpacking{ctx: ctx, file: f, options: o, yield: yield, seen: map[string]bool{}, pages: map[string]bool{}}
			u.run(files)
		}
	}
}

// unpacking is the way through one archive.
type unpacking struct {
	ctx     context.Context
	file    ingest.File
	options ingest.Options
	yield   func(*ingest.Draft, error) bool
	pages   map[string]bool // folders of web pages that stand beside them, "news/Harbour"
	seen    map[string]bool // names
	total   int64           // bytes unpacked
	said    bool            // whether anything was yielded
	stopped bool
}

// run reads the names first: a page tells that the folder beside it, which may come before it, is no article.
func (u *unpacking) run(files list) {
	n := 0
	err := files(u.ctx, u.file, func(e entry) bool {
		n++
		if page, ok := pageOf(e.name); ok {
			u.pages[page] = true
		}
		return n <= ingest.MaxEntries
	})
	if n > ingest.MaxEntries {
		u.say(nil, fmt.Errorf("%w: %d files; %s", ingest.ErrUnpacks, ingest.MaxEntries, unpackIt))
		return
	}
	if !errors.Is(err, ingest.ErrUnpacks) && u.ctx.Err() == nil {
		err = files(u.ctx, u.file, u.take) // what comes before damage is read
	}
	if err == nil {
		err = u.ctx.Err()
	}
	switch {
	case u.stopped:
	case err != nil:
		u.say(nil, err)
	case !u.said:
		u.say(nil, fmt.Errorf("%w: no article is in it", ingest.ErrEmpty))
	}
}

func (u *unpacking) say(d *ingest.Draft, err error) bool {
	u.said = true
	if !u.yield(d, err) {
		u.stopped = true
	}
	return !u.stopped
}

// take reads a file of the archive, or says why not. It returns false where nothing more can be read.
func (u *unpacking) take(e entry) bool {
	if u.ctx.Err() != nil {
		return false
	}
	if e.mode.IsDir() || strings.HasSuffix(e.name, "/") || isHidden(e.name) || isFurniture(e.name) || u.inPage(e.name) {
		return true
	}
	if err := u.refuse(e); err != nil {
		return u.say(nil, fmt.Errorf("%q: %w", e.name, err))
	}
	u.seen[e.name] = true
	f := ingest.File{Name: e.name}
	var wrong error
	if e.stream != nil {
		f.Stream = u.counted(e.stream)
	} else {
		f.Bytes, wrong = e.read()
	}
	u.total += f.Size()
	if size := u.options.Size.Take(f.Size()); size != nil {
		u.say(nil, size)
		return false
	}
	if packed := u.file.Size(); packed > 0 && ratio(u.total, packed) {
		u.say(nil, errRatio)
		return false
	}
	if wrong != nil {
		return u.say(nil, fmt.Errorf("%q: %w", e.name, wrong))
	}
	for d, err := range u.options.Inner(u.ctx, f, u.options) {
		if !u.say(d, err) {
			return false
		}
	}
	return true
}

// counted takes what a stream gives from the size that unpacking may still make, where the stream does not say how much that is.
func (u *unpacking) counted(s *ingest.Stream) *ingest.Stream {
	if s.Size > 0 {
		return s
	}
	furthest := int64(0)
	return &ingest.Stream{Open: func() (io.ReadCloser, error) {
		r, err := s.Open()
		if err != nil {
			return nil, err
		}
		return &counted{ReadCloser: r, size: u.options.Size, furthest: &furthest}, nil
	}}
}

// counted counts what is read, also where it is read several times.
type counted struct {
	io.ReadCloser
	size     *ingest.Size
	at       int64
	furthest *int64 // that was read until now
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	if c.at += int64(n); c.at > *c.furthest {
		if more := c.size.TakeMore(c.at - *c.furthest); more != nil {
			return 0, more
		}
		*c.furthest = c.at
	}
	return n, err
}

// refuse is why a file is not even opened.
func (u *unpacking) refuse(e entry) error {
	switch {
	case !fs.ValidPath(e.name):
		return fmt.Errorf("%w: its name leads outside; %s if the archive can be trusted", ErrPlace, unpackIt)
	case !e.mode.IsRegular():
		return fmt.Errorf("%w: it is a link or a device; import the file itself", ErrPlace)
	case u.seen[e.name]:
		return fmt.Errorf("%w: another file of this name comes before it; %s", ErrPlace, unpackIt)
	case e.locked:
		return fmt.Errorf("%w; unpack the archive with it and import the folder", ErrLocked)
	}
	return nil
}

var (
	errRatio = fmt.Errorf("%w: more than %d times what is packed; %s if the archive can be trusted", ingest.ErrUnpacks, ingest.MaxRatio, unpackIt)
	errEntry = fmt.Errorf("%w: a file in an archive has at most %d MiB; %s", ingest.ErrTooLarge, maxEntry>>20, unpackIt)
	errInner = fmt.Errorf("%w: an archive in an archive has at most %d MiB; %s", ingest.ErrTooLarge, maxInner>>20, unpackIt)
)

// free is how many bytes are unpacked whatever they come of.
const free = 16 << 20

// ratio tells whether so many bytes are too many to come of so many.
func ratio(unpacked, packed int64) bool {
	return unpacked > free && unpacked > ingest.MaxRatio*packed
}
