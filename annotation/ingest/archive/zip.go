package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"rubricator/annotation/ingest"
)

func listZip(ctx context.Context, f ingest.File, each func(entry) bool) error {
	if f.At() == nil {
		var err error
		if f, err = f.InMemory(maxInner); errors.Is(err, ingest.ErrTooLarge) {
			err = errInner
		}
		if err != nil {
			return err
		}
	}
	r, err := openZip(f.At(), f.Size())
	if err != nil {
		return err
	}
	for _, z := range r.File {
		const encrypted = 1 // bit of Flags
		e := entry{name: nameOf(z.Name), mode: z.Mode(), locked: z.Flags&encrypted != 0}
		if size := int64(min(z.UncompressedSize64, 1<<62)); size > maxHeld && known(z.Method) && !ratio(size, packedOf(z, f.Size())) {
			e.stream = &ingest.Stream{Size: size, Open: func() (io.ReadCloser, error) { return openZipped(ctx, z, f.Size(), size) }}
		} else {
			e.read = func() ([]byte, error) { return readZipped(ctx, z, f.Size()) }
		}
		if !each(e) {
			return nil
		}
	}
	return nil
}

// maxList is how many bytes of an archive are read for the list of what is in it; a name of a hundred letters takes some two hundred.
const maxList = 64 << 20

// openZip reads the list of what is in an archive. Errors: ErrDamaged, ingest.ErrUnpacks.
func openZip(at io.ReaderAt, size int64) (*zip.Reader, error) {
	list := &bytesOf{at: at, left: maxList}
	r, err := zip.NewReader(list, size)
	switch {
	case list.left < 0:
		return nil, fmt.Errorf("%w: %d files; %s", ingest.ErrUnpacks, ingest.MaxEntries, unpackIt)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, fmt.Errorf("%w, or cut off: %w; copy it again", ErrDamaged, err)
	}
	list.free = true
	return r, nil
}

// bytesOf reads so many bytes and no more, until it is free.
type bytesOf struct {
	at   io.ReaderAt
	left int
	free bool
}

func (b *bytesOf) ReadAt(p []byte, at int64) (int, error) {
	if !b.free {
		if b.left -= len(p); b.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	return b.at.ReadAt(p, at)
}

// known tells whether a way of packing is known.
func known(method uint16) bool { return method == zip.Store || method == zip.Deflate }

// packedOf is how many bytes a file comes of, out of an archive of so many.
func packedOf(z *zip.File, all int64) int64 {
	return max(1, int64(min(uint64(all), z.CompressedSize64)))
}

// openZipped opens a file of so many bytes, as is said, out of an archive of so many.
func openZipped(ctx context.Context, z *zip.File, all, size int64) (io.ReadCloser, error) {
	r, err := z.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w; copy the archive again", ErrDamaged, err)
	}
	return &piece{Closer: r, in: &bounded{ctx: ctx, r: r, packed: packedOf(z, all)}, left: size}, nil
}

// piece reads a file of an archive that has so many bytes as it says.
type piece struct {
	io.Closer
	in   io.Reader
	left int64
}

func (p *piece) Read(b []byte) (int, error) {
	n, err := p.in.Read(b)
	p.left -= int64(n)
	switch {
	case p.left < 0:
		return 0, fmt.Errorf("%w: it has more bytes than it says; copy the archive again", ErrDamaged)
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, ingest.ErrUnpacks), isDone(err):
		return n, err
	}
	return n, fmt.Errorf("%w: %w; copy the archive again", ErrDamaged, err)
}

func isDone(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// readZipped unpacks a file out of an archive of so many bytes.
func readZipped(ctx context.Context, z *zip.File, all int64) ([]byte, error) {
	if !known(z.Method) {
		return nil, fmt.Errorf("%w: it is packed in a way (%d) that is not known; %s", ingest.ErrKind, z.Method, unpackIt)
	}
	r, err := openZipped(ctx, z, all, maxEntry+1)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readUpTo(r, int64(z.UncompressedSize64))
}

// readUpTo reads what unpacks to so many bytes, as is said. Only when the start has come is the room for the rest taken.
func readUpTo(r io.Reader, said int64) ([]byte, error) {
	const chunk = 1 << 20
	var out bytes.Buffer
	for {
		_, err := io.CopyN(&out, r, chunk)
		switch {
		case int64(out.Len()) > maxEntry:
			return nil, errEntry
		case err == nil && out.Len() == free && said > free && said <= maxEntry:
			out.Grow(int(said) - out.Len() + bytes.MinRead)
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case errors.Is(err, ingest.ErrUnpacks), errors.Is(err, ErrDamaged):
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("%w: %w; copy the archive again", ErrDamaged, err)
		}
	}
}
