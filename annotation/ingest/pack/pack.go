// Package pack opens files that are ZIP archives of parts, as word processors and books have them, and reads the parts under limits: what a part
// claims about its size is not believed, and no more is read than is asked for.
package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strings"

	"rubricator/annotation/ingest"
)

// Limits on one file. What several files in an archive may unpack to together is ingest.Size.
const (
	MaxParts = 10_000   // a newspaper's day is some hundred articles, each with its pictures
	MaxRead  = 64 << 20 // bytes of all parts that are read, some ten million letters of text; pictures never are
	MaxDepth = 256      // of elements in elements
	freely   = 16 << 20 // bytes of a part that are read at any ratio: XML of empty tables is packed 500 to 1
)

// The kinds of refusals. They come wrapped in a sentence that names the part and the next step.
var (
	// ErrLocked: what is in it cannot be read without a password or a licence.
	ErrLocked = errors.New("it is locked")
	// ErrDamaged: it is cut off, or not what it says it is.
	ErrDamaged = errors.New("it is damaged")
	// ErrUnsafe: no program writes files like that; they are made to do harm.
	ErrUnsafe = errors.New("it is not safe to read")
	// ErrMissing: a part that there should be is not there.
	ErrMissing = errors.New("a part is missing")
)

// Next steps that several refusals share.
const (
	copyAgain = "copy it again from where it came"
	saveAgain = "open it in the program that wrote it, save it again and import that"
	ifTrusted = "if you know where it comes from, " + saveAgain
)

// Pack is a file of parts.
type Pack struct {
	ctx    context.Context
	size   *ingest.Size
	parts  map[string]*zip.File // by name with "/" between folders
	folded map[string]string    // names by their lower case
	twice  map[string]bool      // names that more than one part has
	read   int64                // bytes so far
}

// Open reads the list of parts. Errors: ErrLocked, ErrDamaged, ErrUnsafe; ingest.ErrKind for an old office document, ingest.ErrUnpacks.
func Open(ctx context.Context, b []byte, size *ingest.Size) (*Pack, error) {
	if IsCompound(b) {
		return nil, refuseCompound(b)
	}
	if n := bytes.Count(b, []byte("PK\x01\x02")); n > MaxParts { // each entry of the list begins so; the list is not yet read
		return nil, fmt.Errorf("%w: %d parts, and %d are the most; %s", ingest.ErrUnpacks, n, MaxParts, saveAgain)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("%w: the list of its parts cannot be read (%w); %s", ErrDamaged, err, copyAgain)
	}
	if size == nil {
		size = ingest.NewSize()
	}
	p := &Pack{ctx: ctx, size: size, parts: map[string]*zip.File{}, folded: map[string]string{}, twice: map[string]bool{}}
	for _, f := range z.File {
		name := strings.TrimSuffix(strings.ReplaceAll(f.Name, `\`, "/"), "/") // some programs for Windows write "\"
		if !fs.ValidPath(name) || len(name) > 1 && name[1] == ':' {
			return nil, fmt.Errorf("%w: a part is called %q, which leads out of the file; %s", ErrUnsafe, f.Name, ifTrusted)
		}
		if f.Mode().IsDir() {
			continue
		}
		p.twice[name] = p.parts[name] != nil
		p.parts[name], p.folded[strings.ToLower(name)] = f, name
	}
	return p, nil
}

// Has tells whether there is a part of the name.
func (p *Pack) Has(name string) bool { return p.find(name) != nil }

// find is the part of the name, whatever its capitals where none has the very same.
func (p *Pack) find(name string) *zip.File {
	if f := p.parts[name]; f != nil {
		return f
	}
	return p.parts[p.folded[strings.ToLower(name)]]
}

// Part opens a part. Errors: ErrMissing, ErrLocked, ErrUnsafe, ErrDamaged; those of reading are besides ingest.ErrUnpacks and the context's.
func (p *Pack) Part(name string) (io.ReadCloser, error) {
	f := p.find(name)
	switch {
	case f == nil:
		return nil, fmt.Errorf("%w: %s; %s", ErrMissing, name, saveAgain)
	case p.twice[name]:
		return nil, fmt.Errorf("%w: there are two parts %s, and programs would show one or the other; %s", ErrUnsafe, name, ifTrusted)
	case f.Flags&1 != 0:
		return nil, fmt.Errorf("%w: %s is encrypted; save it without a password and import that", ErrLocked, name)
	case !f.Mode().IsRegular():
		return nil, fmt.Errorf("%w: %s is a link and no part; %s", ErrUnsafe, name, ifTrusted)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s (%w); %s", ErrDamaged, name, err, saveAgain)
	}
	return &counted{ReadCloser: r, pack: p, name: name, packed: max(1, int64(min(f.CompressedSize64, math.MaxInt64)))}, nil
}

// Read is the whole of a part. Errors: those of Part and of reading.
func (p *Pack) Read(name string) ([]byte, error) {
	r, err := p.Part(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// counted counts what a part makes while it is read.
type counted struct {
	io.ReadCloser
	pack         *Pack
	name         string
	packed, made int64
}

func (c *counted) Read(b []byte) (int, error) {
	if err := c.pack.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.ReadCloser.Read(b)
	c.made += int64(n)
	c.pack.read += int64(n)
	switch {
	case c.pack.read > MaxRead:
		return 0, fmt.Errorf("%w: %d MiB; divide it and import the pieces", ingest.ErrUnpacks, MaxRead>>20)
	case c.made > freely && c.made/c.packed > ingest.MaxRatio:
		return 0, fmt.Errorf("%w: %s is more than %d times as large as its packed bytes; %s", ingest.ErrUnpacks, c.name, ingest.MaxRatio, saveAgain)
	case err == io.EOF:
		if wrong := c.pack.size.Take(c.made); wrong != nil {
			return 0, wrong
		}
	case err != nil:
		return n, fmt.Errorf("%w: %s (%w); %s", ErrDamaged, c.name, err, copyAgain)
	}
	return n, err
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
