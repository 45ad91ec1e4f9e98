package jobs

import (
	"context"
	"fmt"

	"rubricator/storage"
)

// Misfits is how many marks and links of people the scheme does not take.
type Misfits struct {
	Marks int `json:"marks"`
	Links int `json:"links"`
}

// String is "2 marks and 1 link no longer fit the labels"; nothing where all fit.
func (m Misfits) String() string {
	fit := " no longer fit the labels"
	if m.Marks+m.Links == 1 {
		fit = " no longer fits the labels"
	}
	switch {
	case m == Misfits{}:
		return ""
	case m.Links == 0:
		return nouns(m.Marks, "mark") + fit
	case m.Marks == 0:
		return nouns(m.Links, "link") + fit
	}
	return nouns(m.Marks, "mark") + " and " + nouns(m.Links, "link") + fit
}

func nouns(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// UnfitSet is a set with what does not fit in it.
type UnfitSet struct {
	Misfits
	First storage.Misfit
}

// UnfitSets lists the sets of people in which something does not fit the scheme, by article; others' on articles that one is blind on are
// left out. Errors are those of storage.Project.Misfits.
func UnfitSets(ctx context.Context, p *storage.Project) (out []UnfitSet, err error) {
	me := p.Annotator().ID
	blind, err := p.BlindDocuments(ctx, me)
	if err != nil {
		return nil, err
	}
	all, err := p.Misfits(ctx)
	for _, m := range all {
		if m.Set.Annotator != me && blind[m.Set.Document] {
			continue
		}
		if n := len(out); n == 0 || out[n-1].First.Set.ID != m.Set.ID {
			out = append(out, UnfitSet{First: m})
		}
		if set := &out[len(out)-1]; m.Link {
			set.Links++
		} else {
			set.Marks++
		}
	}
	return out, err
}
