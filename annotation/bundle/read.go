package bundle

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"rubricator/annotation"
)

// mostRatio is how far an entry may grow when it is unpacked: what grows further is made to fill the disk.
const mostRatio = 200

// longestLine is the most bytes that an edit or a text may take.
const longestLine = 1 << 29

// Bundle is a bundle that was read, and is what its author published.
type Bundle struct {
	Manifest Manifest
	Hash     annotation.Hash // of the whole file
	edits    []byte          // packed
	packed   []byte          // texts, packed
	texts    map[annotation.Hash][]byte
}

// Open reads a bundle from its bytes. Errors: ErrNotBundle, ErrTooNew, ErrAltered.
func Open(b []byte) (*Bundle, error) {
	entries, err := takeApart(b)
	if err != nil {
		return nil, err
	}
	out := &Bundle{Hash: annotation.HashOf(b), edits: entries[2].packed, packed: entries[3].packed}
	written := entries[0].packed
	if err := json.Unmarshal(written, &out.Manifest); err != nil {
		return nil, fmt.Errorf("%w: its manifest cannot be read: %w", ErrNotBundle, err)
	}
	if err := out.Manifest.check(written, entries[1].packed); err != nil {
		return nil, err
	}
	for i, p := range out.Manifest.Parts {
		e := entries[2+i]
		switch {
		case e.size != p.Size || int64(len(e.packed)) != p.Packed || annotation.HashOf(e.packed) != p.PackedHash:
			return nil, fmt.Errorf("%w: %s was changed", ErrAltered, p.Name)
		case p.Size > most || p.Size > 1<<20 && p.Size > mostRatio*p.Packed:
			return nil, fmt.Errorf("%w: %s would unpack to %d MB", ErrNotBundle, p.Name, p.Size>>20)
		}
	}
	return out, nil
}

// takeApart gives the entries of a ZIP file that assemble wrote. Any other is refused: no byte may stand in it that nobody vouches for.
func takeApart(b []byte) ([]entry, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotBundle, err)
	}
	names := []string{manifestName, signatureName, editsName, textsName}
	if len(z.File) != len(names) {
		return nil, fmt.Errorf("%w: it has %d entries where a bundle has %d", ErrNotBundle, len(z.File), len(names))
	}
	var out []entry
	for i, f := range z.File {
		at, err := f.DataOffset()
		if err != nil || f.Name != names[i] || at < 0 || at > int64(len(b)) || f.CompressedSize64 > uint64(len(b))-uint64(at) {
			return nil, fmt.Errorf("%w: its entries are not those of a bundle", ErrNotBundle)
		}
		out = append(out, entry{f.Name, f.Method, int64(f.UncompressedSize64), f.CRC32, b[at : at+int64(f.CompressedSize64)]})
	}
	if !bytes.Equal(assemble(out), b) {
		return nil, fmt.Errorf("%w: there is more in the file than was published", ErrAltered)
	}
	return out, nil
}

// Edits gives the edits, by Lamport number. Errors: ErrAltered.
func (b *Bundle) Edits() iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		n, owners := 0, b.Manifest.owners()
		err := eachLine(b.edits, b.Manifest.Parts[0], func(line []byte) error {
			r, err := annotation.ParseRecorded(line)
			if err == nil {
				err = owners.vouch(&r)
			}
			if err != nil {
				return fmt.Errorf("%w: %s, line %d: %w", ErrAltered, editsName, n+1, err)
			}
			if n++; !yield(r, nil) {
				return errEnough
			}
			return nil
		})
		if err == nil && n != b.Manifest.Edits {
			err = fmt.Errorf("%w: it has %d edits where its manifest says %d", ErrAltered, n, b.Manifest.Edits)
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(annotation.Recorded{}, err)
		}
	}
}

var errEnough = errors.New("enough")

// Text gives the text of an article that came along; ok is false where it did not.
func (b *Bundle) Text(h annotation.Hash) (text []byte, ok bool, err error) {
	if b.texts == nil {
		b.texts = map[annotation.Hash][]byte{}
		err = eachLine(b.packed, b.Manifest.Parts[1], func(line []byte) error {
			var l textLine
			if err := json.Unmarshal(line, &l); err != nil {
				return fmt.Errorf("%w: %s: %w", ErrAltered, textsName, err)
			}
			t := []byte(l.Text)
			if annotation.HashOf(t) != l.SHA256 {
				return fmt.Errorf("%w: %s: text %s", ErrAltered, textsName, l.SHA256)
			}
			b.texts[l.SHA256] = t
			return nil
		})
	}
	text, ok = b.texts[h]
	return text, ok, err
}

// eachLine unpacks a part and runs f for its lines.
func eachLine(packed []byte, p Part, f func(line []byte) error) error {
	unpacked := flate.NewReader(bytes.NewReader(packed))
	defer unpacked.Close()
	sum := sha256.New()
	read := io.TeeReader(io.LimitReader(unpacked, p.Size+1), sum)
	lines := bufio.NewScanner(read)
	lines.Buffer(make([]byte, 1<<16), longestLine)
	for lines.Scan() {
		if err := f(lines.Bytes()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrAltered, p.Name, err)
	}
	if annotation.Hash(sum.Sum(nil)) != p.SHA256 {
		return fmt.Errorf("%w: %s is not as its manifest says", ErrAltered, p.Name)
	}
	return nil
}
