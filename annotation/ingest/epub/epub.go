// Package epub reads books and newspapers in EPUB (2 and 3): each chapter file, in the order of reading, is an article. Covers, title pages, imprints and
// tables of contents that the book names as such are left out, and named in a warning.
package epub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/pack"
)

// Format are books in EPUB. The original of an article is the file of its chapter.
var Format = &ingest.Format{
	Name:       "EPUB book",
	Extensions: []string{".epub"},
	Is: func(first []byte) bool {
		return bytes.HasPrefix(first, []byte("PK\x03\x04")) && bytes.Contains(first, []byte("mimetypeapplication/epub+zip"))
	},
	Read: read,
}

func read(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
	p, err := pack.Open(ctx, f.Bytes, o.Size)
	if err != nil {
		return ingest.One(nil, err)
	}
	b, err := open(p)
	if err != nil {
		return ingest.One(nil, err)
	}
	return func(yield func(*ingest.Draft, error) bool) {
		var left []string // chapters before the next article
		articles, faults := 0, 0
		for n, c := range b.chapters {
			d, err := b.read(p, n, f)
			switch {
			case errors.Is(err, errMatter), errors.Is(err, ingest.ErrEmpty):
				left = append(left, path.Base(c.part))
				continue
			case err != nil:
				faults++
				err = fmt.Errorf("chapter %d of %d, %s: %w", n+1, len(b.chapters), path.Base(c.part), err)
			default:
				articles++
				if len(left) > 0 {
					d.Warnings = append(d.Warnings, "Left out before it, since they are no articles: "+strings.Join(left, ", ")+".")
				}
				left = nil
			}
			if !yield(d, err) {
				return
			}
		}
		if articles+faults == 0 {
			yield(nil, fmt.Errorf("%w; its pages are pictures, or a cover and a table of contents", ingest.ErrEmpty))
		}
	}
}
