package jobs

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/storage"
)

// Copies tells of articles that may come which texts are in a project already, and which tell a story that is there.
type Copies struct {
	mu    sync.Mutex // an index serves one at a time
	known *likenesses
	p     *storage.Project
}

// Sketch is what an article is compared by. It does not follow the article when that is changed.
type Sketch struct {
	Words int // of what is kept

	title string
	like  *storage.Likeness
}

// Copy is what is to be said of an article before it comes.
type Copy struct {
	Same   bool               // its text is there, or comes with an article before it
	As     string             // the title of that
	Near   []Near             // what tells the same story, the nearest first, at most ten of the project and ten of the import; those that come have no ID yet
	Of     annotation.ID      // the document in the project with its text, or else the nearest that tells its story; zero: there is none
	Erased *annotation.Erased // its text was erased for good, and comes in as a copy alone; nil: it was not
}

// StaysOut tells whether it is not loaded unless a person wants it all the same.
func (c Copy) StaysOut() bool { return c.Same || c.Erased != nil }

// NewCopies reads what there is to compare with.
func NewCopies(ctx context.Context, p *storage.Project) (*Copies, error) {
	documents, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return nil, err
	}
	known, err := likenessesOf(ctx, p, documents)
	if err != nil {
		return nil, err
	}
	if p.ReadOnly() == nil {
		err = known.keep(ctx, p)
	}
	return &Copies{known: known, p: p}, err
}

// SketchOf makes a draft ready to be compared. Errors: those of ingest.Draft.Article.
func SketchOf(d *ingest.Draft) (*Sketch, error) {
	a, err := d.Article()
	if err != nil {
		return nil, plainly(err)
	}
	s := a.Text.String()
	return &Sketch{annotation.CountWords(s), a.Details.Title, likenessOf(annotation.HashOf([]byte(s)), s)}, nil
}

// Find tells of each article, in their order, what is to be said of it. Those that are nil do not come.
func (c *Copies) Find(coming []*Sketch) []Copy {
	c.mu.Lock()
	defer c.mu.Unlock()
	came := &likenesses{same: map[annotation.Hash]annotation.Document{}}
	out := make([]Copy, len(coming))
	for i, s := range coming {
		if s == nil {
			continue
		}
		there, same := c.known.same[s.like.Same]
		if !same {
			there, same = came.same[s.like.Same]
		}
		if same {
			out[i] = Copy{Same: true, As: there.Title, Of: there.ID}
			continue
		}
		if e, err := c.p.WasErased(context.Background(), annotation.DocumentID(s.like.Text, "")); err == nil && e != nil {
			out[i] = Copy{Erased: e}
			continue
		}
		known, _ := c.known.near(s.like)
		others, _ := came.near(s.like)
		if len(known) > 0 {
			out[i].Of = known[0].Document
		}
		out[i].Near = append(known, others...)
		slices.SortStableFunc(out[i].Near, func(a, b Near) int { return cmp.Compare(b.Jaccard, a.Jaccard) })
		came.add(annotation.Document{Title: s.title}, s.like)
	}
	return out
}
