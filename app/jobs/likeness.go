package jobs

import (
	"context"
	"encoding/binary"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/stories"
	"rubricator/storage"
)

// Near is a document that tells the same story as a text, in much the same words.
type Near struct {
	Document annotation.ID `json:"document"`
	Title    string        `json:"title"`
	Jaccard  float64       `json:"jaccard"` // the share of three words in a row that both have, estimated, from 0 to 1
}

// likenesses are the texts of a project, and of an import so far, by what they are alike in.
type likenesses struct {
	index     stories.Index
	documents []annotation.Document // by number in the index
	same      map[annotation.Hash]annotation.Document
	found     []foundLikeness // that are to be kept
}

// foundLikeness is what was found out of a text, whose sketch is in the index.
type foundLikeness struct {
	text, same annotation.Hash
	number     int
}

// likenessesOf reads what is known of the documents' texts, and finds out what is not.
func likenessesOf(ctx context.Context, p *storage.Project, documents []storage.Listed) (*likenesses, error) {
	kept, err := p.Likenesses(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[annotation.Hash]*storage.Likeness, len(kept))
	for i := range kept {
		known[kept[i].Text] = &kept[i]
	}
	l := &likenesses{same: map[annotation.Hash]annotation.Document{}}
	for _, d := range documents {
		k := known[d.Text]
		if k == nil || len(k.Sketch) != sketchBytes {
			_, t, err := p.Document(ctx, d.ID)
			if err != nil {
				return nil, err
			}
			l.take(d.Document, likenessOf(d.Text, t.String()))
			continue
		}
		l.add(d.Document, k)
	}
	return l, nil
}

func (l *likenesses) add(d annotation.Document, k *storage.Likeness) {
	l.index.Add(sketchOf(k.Sketch))
	l.documents = append(l.documents, d)
	if _, there := l.same[k.Same]; !there {
		l.same[k.Same] = d
	}
}

// take adds a document that comes, of which this is kept too.
func (l *likenesses) take(d annotation.Document, k *storage.Likeness) {
	l.found = append(l.found, foundLikeness{k.Text, k.Same, len(l.documents)})
	l.add(d, k)
}

// mostNear is how many documents are told that tell a text's story: of reports that a machine writes thousands are alike.
const mostNear = 10

// near are documents that tell a text's story, the nearest first, and at most mostNear.
func (l *likenesses) near(k *storage.Likeness) (out []Near, story annotation.ID) {
	for _, n := range l.index.Near(sketchOf(k.Sketch), stories.SameStory) {
		d := l.documents[n.Number]
		if len(out) == 0 {
			story = d.StoryID()
		}
		out = append(out, Near{d.ID, d.Title, n.Jaccard})
		if len(out) == mostNear {
			break
		}
	}
	return out, story
}

// keep writes what was found out into the project.
func (l *likenesses) keep(ctx context.Context, p *storage.Project) error {
	const many = 1000 // in a transaction
	for some := range slices.Chunk(l.found, many) {
		var found []storage.Likeness
		for _, f := range some {
			found = append(found, storage.Likeness{Text: f.text, Same: f.same, Sketch: sketched(l.index.Sketch(f.number))})
		}
		if err := p.KeepLikenesses(ctx, found); err != nil {
			return err
		}
	}
	l.found = nil
	return nil
}

const sketchBytes = 4 * len(stories.Sketch{})

// likenessOf finds out what a text is alike in. The sketch is written as 32-bit numbers, the least byte first.
func likenessOf(hash annotation.Hash, s string) *storage.Likeness {
	return &storage.Likeness{Text: hash, Same: annotation.HashOf(ingest.Key(s)), Sketch: sketched(stories.NewSketch(s))}
}

func sketched(s stories.Sketch) []byte {
	b := make([]byte, 0, sketchBytes)
	for _, v := range s {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func sketchOf(b []byte) (s stories.Sketch) {
	for i := range s {
		s[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return s
}
