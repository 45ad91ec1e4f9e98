package bundle

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"hash/crc32"
	"iter"
	"slices"

	"rubricator/annotation"
)

// most is how large an entry may become, in bytes.
const most = 1 << 30

// Write makes a bundle of the edits. m says from whom; what follows from the edits is filled in. text gives the texts of the articles that the
// edits bring, or nil for one that nobody needs; no function leaves them out, and the bundle is for those who have them.
func Write(m Manifest, key ed25519.PrivateKey, edits iter.Seq2[annotation.Recorded, error], text func(annotation.Hash) ([]byte, error)) ([]byte, Manifest, error) {
	m.Format, m.PublicKey = Format, key.Public().(ed25519.PublicKey)
	w := writer{manifest: &m, heads: map[annotation.ID]Head{}}
	edited, texts := newPacker(editsName), newPacker(textsName)
	err := w.edits(edited, edits)
	if err == nil && text != nil {
		err = w.writeTexts(texts, text)
	}
	if err != nil {
		return nil, m, fmt.Errorf("write a bundle: %w", err)
	}
	parts := []entry{edited.end(&m), texts.end(&m)}
	for _, h := range w.heads {
		m.Heads = append(m.Heads, h)
	}
	slices.SortFunc(m.Heads, func(a, b Head) int { return bytes.Compare(a.Actor[:], b.Actor[:]) })
	for _, p := range m.Parts {
		if p.Size > most {
			return nil, m, fmt.Errorf("write a bundle: %s is %d MB, and %d are the most; publish without the articles' texts", p.Name, p.Size>>20, most>>20)
		}
	}
	written, err := m.write()
	if err != nil {
		return nil, m, fmt.Errorf("write a bundle: %w", err)
	}
	signature := ed25519.Sign(key, written)
	if err := m.check(written, signature); err != nil {
		return nil, m, fmt.Errorf("write a bundle: %w", err)
	}
	return assemble(append([]entry{stored(manifestName, written), stored(signatureName, signature)}, parts...)), m, nil
}

// writer gathers what the manifest says.
type writer struct {
	manifest *Manifest
	heads    map[annotation.ID]Head
	texts    []annotation.Hash // of articles that the edits bring
}

func (w *writer) edits(to *packer, edits iter.Seq2[annotation.Recorded, error]) error {
	var line []byte
	for r, err := range edits {
		if err == nil {
			line, err = r.AppendJSON(line[:0])
		}
		if err != nil {
			return err
		}
		to.write(append(line, '\n'))
		w.manifest.Edits++
		w.heads[r.Actor] = Head{r.Actor, r.Seq, r.Hash}
		if err := w.note(r); err != nil {
			return err
		}
	}
	return nil
}

// note looks which texts an edit brings.
func (w *writer) note(r annotation.Recorded) error {
	for _, n := range r.Entries {
		if n.Kind != annotation.KindDocument || n.Before != nil || n.After == nil {
			continue
		}
		var d struct{ Text annotation.Hash }
		if err := json.Unmarshal(n.After, &d); err != nil {
			return fmt.Errorf("article %s: %w", n.Row, err)
		}
		if !slices.Contains(w.texts, d.Text) {
			w.texts = append(w.texts, d.Text)
		}
	}
	return nil
}

func (w *writer) writeTexts(to *packer, text func(annotation.Hash) ([]byte, error)) error {
	for _, h := range w.texts {
		b, err := text(h)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		line, err := annotation.Encode(textLine{h, string(b)})
		if err != nil {
			return err
		}
		to.write(append(line, '\n'))
		w.manifest.Texts++
	}
	return nil
}

// packer deflates an entry.
type packer struct {
	name string
	size int64
	sum  hash.Hash
	crc  uint32
	out  bytes.Buffer
	w    *flate.Writer
}

func newPacker(name string) *packer {
	p := &packer{name: name, sum: sha256.New()}
	w, err := flate.NewWriter(&p.out, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is known to be good
	}
	p.w = w
	return p
}

func (p *packer) write(b []byte) {
	p.size += int64(len(b))
	p.sum.Write(b)
	p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
	p.w.Write(b) // a Buffer takes everything
}

// end gives the entry, and notes it in the manifest.
func (p *packer) end(m *Manifest) entry {
	p.w.Close()
	packed := p.out.Bytes()
	m.Parts = append(m.Parts, Part{p.name, p.size, annotation.Hash(p.sum.Sum(nil)), int64(len(packed)), annotation.HashOf(packed)})
	return entry{p.name, 8, p.size, p.crc, packed}
}
