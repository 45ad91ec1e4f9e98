// Package rtf reads the text of Rich Text Format documents by Microsoft's specification, version 1.9.1. Text that is marked as deleted or hidden is left
// out, and so are comments; a warning counts them.
package rtf

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

const name = "RTF document"

// Format are RTF documents. Footnotes stand at the end and are kept.
var Format = &ingest.Format{
	Name:       name,
	Extensions: []string{".rtf"},
	Is:         is,
	Read: func(ctx context.Context, f ingest.File, _ ingest.Options) iter.Seq2[*ingest.Draft, error] {
		return ingest.One(read(ctx, f))
	},
}

// maxFile is the largest file in bytes. What is kept of one while it is read takes several times as much memory.
const maxFile = 128 << 20

func read(ctx context.Context, f ingest.File) (*ingest.Draft, error) {
	if len(f.Bytes) > maxFile {
		return nil, fmt.Errorf("%w: an RTF document may have %d MiB; save it as a .txt file and import that", ingest.ErrTooLarge, maxFile>>20)
	}
	if !is(f.Bytes) {
		return nil, fmt.Errorf("%w: it is no RTF document, though its name says so; save it as .docx and import that", ingest.ErrKind)
	}
	r := &reader{scanner: scanner{rest: f.Bytes}, Manuscript: manuscript.New(), fonts: map[int]font{}, styles: map[int]string{}, words: map[string]string{}, page: windows1252}
	r.now.fallback = 1
	if err := r.readAll(ctx); err != nil {
		return nil, err
	}
	if len(r.around) > 0 {
		r.Warn("The file is cut off: what is there of it was read.")
	}
	r.Details.Title, r.Details.Author = manuscript.Title(r.words["title"]), manuscript.Author(r.words["author"])
	r.Dated(r.words["creatim"], r.words["revtim"])
	return r.Draft(f, name)
}

// readAll reads to the end of the outermost group; what is behind it is no part of the document.
func (r *reader) readAll(ctx context.Context) error {
	for n := 0; !r.Full(); n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t := r.next()
		switch t.kind {
		case end:
			r.flush()
			return nil
		case opening:
			if len(r.around) == pack.MaxDepth {
				return fmt.Errorf("%w: it has groups in groups more than %d deep; save its text as a .txt file and import that", pack.ErrUnsafe, pack.MaxDepth)
			}
			r.openGroup()
		case closing:
			r.closeGroup()
			if len(r.around) == 0 {
				return nil
			}
		case word:
			r.takeWord(t)
		case chars:
			r.takeBytes(t.bytes)
		}
	}
	return nil
}

func is(first []byte) bool { return bytes.HasPrefix(first, []byte(`{\rtf`)) }
