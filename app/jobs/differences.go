package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/storage"
)

// Differences counts how annotators differ.
type Differences struct {
	Documents   int      `json:"documents"`   // that two or more sets are compared of
	Differences int      `json:"differences"` // among all sets of an article at once
	Agreed      int      `json:"agreed"`      // marks that all have
	Pairs       []*Pair  `json:"pairs"`       // by name
	Damaged     []string `json:"damaged,omitempty"`
}

// Pair counts how two annotators differ on the articles that both marked.
type Pair struct {
	First       string         `json:"first"`
	Second      string         `json:"second"`
	Documents   int            `json:"documents"`
	Agreed      int            `json:"agreed"`
	Differences int            `json:"differences"`
	Unsure      int            `json:"unsure"`
	Classes     map[string]int `json:"classes"` // by name; a difference counts for each of its own
	Labels      map[string]int `json:"labels"`
}

// CountDifferences compares the sets on some documents, each with each. What is damaged is left out and named.
func CountDifferences(ctx context.Context, p *storage.Project, c Comparing, documents []annotation.ID) (Differences, error) {
	out := Differences{Pairs: []*Pair{}}
	cases, err := Cases(ctx, p, c)
	if err != nil {
		return out, fmt.Errorf("compare sets: %w", err)
	}
	people, err := p.Called(ctx)
	if err != nil {
		return out, fmt.Errorf("compare sets: %w", err)
	}
	names := map[annotation.ID]string{}
	for _, a := range people {
		names[a.ID] = a.Name
	}
	wanted := map[annotation.ID]bool{}
	for _, id := range documents {
		wanted[id] = true
	}
	pairs := map[[2]annotation.ID]*Pair{}
	for _, c := range cases {
		if !wanted[c.Document] {
			continue
		}
		compared, err := Compare(ctx, p, c)
		if errors.Is(err, storage.ErrDamaged) {
			out.Damaged = append(out.Damaged, err.Error())
			continue
		}
		if err != nil {
			return out, fmt.Errorf("compare sets: %w", err)
		}
		for _, bad := range compared.Damaged {
			out.Damaged = append(out.Damaged, bad.Error())
		}
		n := compare.Count(compared.Groups(), compare.Filter{})
		out.Documents, out.Differences, out.Agreed = out.Documents+1, out.Differences+n.Differences, out.Agreed+n.Agreed
		for i, a := range compared.Sets {
			for _, b := range compared.Sets[i+1:] {
				key := [2]annotation.ID{a.Head().Annotator, b.Head().Annotator}
				if pairs[key] == nil {
					pairs[key] = &Pair{First: names[key[0]], Second: names[key[1]], Classes: map[string]int{}, Labels: map[string]int{}}
					out.Pairs = append(out.Pairs, pairs[key])
				}
				pairs[key].add(compare.Count(compare.Compare([]*annotation.Set{a, b}), compare.Filter{}))
			}
		}
	}
	slices.SortFunc(out.Pairs, func(a, b *Pair) int {
		return strings.Compare(a.First+"\x00"+a.Second, b.First+"\x00"+b.Second)
	})
	return out, nil
}

func (p *Pair) add(n compare.Counts) {
	p.Documents, p.Agreed, p.Differences, p.Unsure = p.Documents+1, p.Agreed+n.Agreed, p.Differences+n.Differences, p.Unsure+n.Unsure
	for class, k := range n.Classes {
		p.Classes[class.String()] += k
	}
	for label, k := range n.Labels {
		p.Labels[label] += k
	}
}
