package archive

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"rubricator/annotation/ingest"
)

func listTar(ctx context.Context, f ingest.File, each func(entry) bool) error {
	var unpacked io.Reader = &bounded{ctx: ctx, r: bytes.NewReader(f.Bytes), packed: int64(len(f.Bytes))}
	if bytes.HasPrefix(f.Bytes, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(bytes.NewReader(f.Bytes))
		if err != nil {
			return fmt.Errorf("%w, or cut off: %w; copy it again", ErrDamaged, err)
		}
		unpacked = &bounded{ctx: ctx, r: z, packed: int64(len(f.Bytes))}
		if single, ok := singleOf(f.Name, z.Name); ok {
			each(entry{name: single, read: func() ([]byte, error) { return readUpTo(unpacked, 0, int64(len(f.Bytes))) }})
			return nil
		}
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
			return readUpTo(r, h.Size, 0)
		}
		if !each(e) {
			return nil
		}
	}
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
	read, packed int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.r.Read(p)
	if b.read += int64(n); ratio(b.read, b.packed) || b.read > ingest.MaxUnpacked {
		return 0, errRatio
	}
	return n, err
}
