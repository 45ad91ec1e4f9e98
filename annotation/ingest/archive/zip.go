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

func listZip(_ context.Context, f ingest.File, each func(entry) bool) error {
	r, err := zip.NewReader(bytes.NewReader(f.Bytes), int64(len(f.Bytes)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fmt.Errorf("%w, or cut off: %w; copy it again", ErrDamaged, err)
	}
	for _, z := range r.File {
		const encrypted = 1 // bit of Flags
		e := entry{name: nameOf(z.Name), mode: z.Mode(), locked: z.Flags&encrypted != 0}
		e.read = func() ([]byte, error) { return readZipped(z, int64(len(f.Bytes))) }
		if !each(e) {
			return nil
		}
	}
	return nil
}

// readZipped unpacks a file out of an archive of so many bytes.
func readZipped(z *zip.File, all int64) ([]byte, error) {
	if z.UncompressedSize64 > maxEntry {
		return nil, errEntry
	}
	r, err := z.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, fmt.Errorf("%w: it is packed in a way (%d) that is not known; %s", ingest.ErrKind, z.Method, unpackIt)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w; copy the archive again", ErrDamaged, err)
	}
	defer r.Close()
	return readUpTo(r, int64(z.UncompressedSize64), max(1, min(all, int64(z.CompressedSize64))))
}

// readUpTo reads what unpacks to so many bytes, as is said, out of so many. Only when the start has come is the room for the rest taken.
func readUpTo(r io.Reader, said, packed int64) ([]byte, error) {
	const chunk = 1 << 20
	var out bytes.Buffer
	for {
		_, err := io.CopyN(&out, r, chunk)
		switch {
		case int64(out.Len()) > maxEntry:
			return nil, errEntry
		case packed > 0 && ratio(int64(out.Len()), packed):
			return nil, errRatio
		case err == nil && out.Len() == free && said > free && said <= maxEntry:
			out.Grow(int(said) - out.Len() + bytes.MinRead)
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case errors.Is(err, ingest.ErrUnpacks):
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("%w: %w; copy the archive again", ErrDamaged, err)
		}
	}
}
