package archive

import (
	"archive/tar"
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"strings"

	"rubricator/annotation/ingest"
)

func listTar(ctx context.Context, f ingest.File, each func(entry) bool) error {
	first, err := f.First(2)
	if err != nil {
		return err
	}
	unpacked, inside, err := openTar(ctx, f, string(first) == "\x1f\x8b")
	if err != nil {
		return err
	}
	defer unpacked.Close()
	if single, ok := singleOf(f.Name, inside); ok && string(first) == "\x1f\x8b" {
		each(entry{name: single, stream: &ingest.Stream{Open: func() (io.ReadCloser, error) {
			r, _, err := openTar(ctx, f, true)
			return r, err
		}}})
		return nil
	}
	r := tar.NewReader(unpacked)
	for {
		h, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ingest.ErrUnpacks), ctx.Err() != nil:
			return err
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return fmt.Errorf("%w, or cut off: %w; copy it again", ErrDamaged, err)
		}
		e := entry{name: nameOf(h.Name), mode: h.FileInfo().Mode()}
		if h.Typeflag == tar.TypeLink {
			e.mode |= fs.ModeSymlink // hard links too have no bytes of their own
		}
		e.read = func() ([]byte, error) {
			if h.Size > maxEntry {
				return nil, errEntry
			}
			return readUpTo(r, h.Size)
		}
		if !each(e) {
			return nil
		}
	}
}

// openTar unpacks a file that may be packed by gzip, and gives the name that gzip noted.
func openTar(ctx context.Context, f ingest.File, packed bool) (r io.ReadCloser, name string, err error) {
	in, err := f.Open()
	if err != nil {
		return nil, "", err
	}
	if !packed {
		return &piece{Closer: in, in: &bounded{ctx: ctx, r: in, packed: f.Size()}, left: math.MaxInt64}, "", nil
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(in, 64<<10))
	if err != nil {
		in.Close()
		return nil, "", fmt.Errorf("%w, or cut off: %w; copy it again", ErrDamaged, err)
	}
	return &piece{Closer: in, in: &bounded{ctx: ctx, r: z, packed: f.Size()}, left: math.MaxInt64}, z.Name, nil
}

// singleOf is the name of the file in what gzip packed alone; not ok where that is an archive.
func singleOf(name, inside string) (string, bool) {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	stem := strings.TrimSuffix(name, path.Ext(name))
	if lower := strings.ToLower(name); !strings.HasSuffix(lower, ".gz") || strings.HasSuffix(lower, ".tar.gz") {
		return "", false
	}
	inside = inside[strings.LastIndexAny(inside, `/\`)+1:]
	if path.Ext(stem) == "" {
		return nameOf(cmp.Or(inside, stem)), true
	}
	return nameOf(stem), true
}

// bounded reads what is unpacked until that is more than so many bytes can be meant to be.
type bounded struct {
	ctx          context.Context
	r            io.Reader
	read, packed int64 // bytes so far; bytes that they come of, 0: not known
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.r.Read(p)
	if b.read += int64(n); b.packed > 0 && ratio(b.read, b.packed) || b.read > ingest.MaxUnpacked {
		return 0, errRatio
	}
	return n, err
}
