// Package archive reads what stands in archives, each file by the kind that it is, also archives in archives. One file at a time is in memory, and
// none is written anywhere.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/text"
)

// Zip are ZIP archives. That office documents are such too is left to their names.
var Zip = &ingest.Format{Name: "ZIP archive", Extensions: []string{".zip"}, Read: reader(listZip)}

// Tar are TAR archives, also those packed by gzip, and single files packed by gzip.
var Tar = &ingest.Format{Name: "TAR archive", Extensions: []string{".tar", ".tgz", ".gz"}, Read: reader(listTar)}

// The kinds of refusals that only archives have.
var (
	// ErrLocked: a password is needed.
	ErrLocked = errors.New("it is locked by a password")
	// ErrDamaged: it is cut off, or not what it says it is.
	ErrDamaged = errors.New("it is damaged")
	// ErrPlace: its name says that it belongs outside the archive, or that another file does.
	ErrPlace = errors.New("it does not stand in the archive by itself")
)

// maxEntry is how large in bytes a file in an archive may be: no text is larger.
const maxEntry = text.MaxBytes

const unpackIt = "unpack the archive and import the folder"

// entry is a file in an archive.
type entry struct {
	name   string // with the folders before it, divided by "/"
	mode   fs.FileMode
	locked bool
	read   func() ([]byte, error) // only until the next entry; what was read comes with the error
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
	b, err := e.read()
	u.total += int64(len(b))
	if size := u.options.Size.Take(int64(len(b))); size != nil {
		u.say(nil, size)
		return false
	}
	if ratio(u.total, int64(len(u.file.Bytes))) {
		u.say(nil, errRatio)
		return false
	}
	if err != nil {
		return u.say(nil, fmt.Errorf("%q: %w", e.name, err))
	}
	for d, err := range u.options.Inner(u.ctx, ingest.File{Name: e.name, Bytes: b}, u.options) {
		if !u.say(d, err) {
			return false
		}
	}
	return true
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
	errEntry = fmt.Errorf("%w; unpack the archive and split the file", ingest.ErrTooLarge)
)

// free is how many bytes are unpacked whatever they come of.
const free = 16 << 20

// ratio tells whether so many bytes are too many to come of so many.
func ratio(unpacked, packed int64) bool {
	return unpacked > free && unpacked > ingest.MaxRatio*packed
}
