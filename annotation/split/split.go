// Package split deals documents out to the parts of a dataset: train, validation and test. A document is never divided, nor are documents that tell
// one story, for a model would be tested on what it was trained with.
package split

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"rubricator/annotation"
)

// Part is a part of a dataset.
type Part string

// The parts.
const (
	Train      Part = "train"
	Validation Part = "validation"
	Test       Part = "test"
)

// Parts are all of them, in order.
var Parts = []Part{Train, Validation, Test}

// Document is what a split knows of a document.
type Document struct {
	ID        annotation.ID
	Story     annotation.ID // of the first document that tells its story; its own where none other does
	Outlet    string
	Published string         // ISO 8601, as precise as known
	Labels    map[string]int // marks by label
}

// By says what goes to one part together, beside stories.
type By string

// The ways to split.
const (
	ByStory  By = ""       // nothing else
	ByOutlet By = "outlet" // all articles of an outlet, so that a model is tested on outlets that it does not know
	ByDate   By = "date"   // by time: the newest are the test, so that a model is tested on what came later
)

// Options say how documents are split.
type Options struct {
	Shares   map[Part]float64 // of documents; what is missing is 0, and the sum need not be 1
	Seed     int64
	By       By
	Stratify bool                   // each part is to have its share of the marks of each label
	Kept     map[annotation.ID]Part // as they were dealt before; those stay, with all that goes with them
}

// Deal gives each document its part. The same documents in the same order and the same options lead to the same; documents that are added at the end change
// nothing for those before, except by date, unless they join two groups. Those of a kept split stay in any case. Errors name the option.
func Deal(documents []Document, o Options) (map[annotation.ID]Part, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	groups := grouped(documents, o)
	switch {
	case o.By == ByDate:
		dealByDate(groups, o)
	case o.Stratify:
		dealByLabel(groups, o)
	default:
		for _, g := range groups {
			g.part = o.at(g.place)
		}
	}
	out := map[annotation.ID]Part{}
	for _, g := range groups {
		if kept := g.kept(o.Kept); kept != "" {
			g.part = kept
		}
		for _, d := range g.documents {
			out[d.ID] = g.part
		}
	}
	return out, nil
}

func (o Options) check() error {
	sum := 0.0
	for part, share := range o.Shares {
		if !slices.Contains(Parts, part) {
			return fmt.Errorf("part %q is unknown; there are train, validation and test", part)
		}
		if share < 0 || share != share {
			return fmt.Errorf("the share of %s is %v; it must not be negative", part, share)
		}
		sum += share
	}
	if sum <= 0 {
		return fmt.Errorf("the shares of train, validation and test are all 0")
	}
	for _, part := range o.Kept {
		if !slices.Contains(Parts, part) {
			return fmt.Errorf("an older dataset has a part %q; there are train, validation and test", part)
		}
	}
	if o.By != ByStory && o.By != ByOutlet && o.By != ByDate {
		return fmt.Errorf("split by %q is unknown; there are outlet and date", o.By)
	}
	return nil
}

// share is a part's share of all.
func (o Options) share(p Part) float64 {
	sum := 0.0
	for _, part := range Parts { // in order, so that the sum is the same each time
		sum += o.Shares[part]
	}
	return o.Shares[p] / sum
}

// at is the part that has a place between 0 and 1.
func (o Options) at(place float64) Part {
	end, last := 0.0, Train
	for _, p := range Parts {
		if o.share(p) == 0 {
			continue
		}
		if end, last = end+o.share(p), p; place < end {
			break
		}
	}
	return last
}

// group is documents that go to one part.
type group struct {
	documents []Document
	place     float64 // by the seed, from 0 to 1
	part      Part
}

// grouped puts documents together that tell one story, or are of one outlet, also by way of others. The groups come in the order of their first.
func grouped(documents []Document, o Options) []*group {
	var groups []*group
	at := map[string]*group{} // by what holds documents together
	for _, d := range documents {
		keys := []string{"document " + d.ID.String(), "document " + d.Story.String()}
		if d.Story.IsZero() {
			keys = keys[:1]
		}
		if o.By == ByOutlet && strings.TrimSpace(d.Outlet) != "" {
			keys = append(keys, "outlet "+strings.ToLower(strings.TrimSpace(d.Outlet)))
		}
		var g *group
		for _, key := range keys {
			switch other := at[key]; {
			case other == nil || other == g:
			case g == nil:
				g = other
			default:
				g.documents = append(g.documents, other.documents...)
				other.documents = nil
				for key, was := range at {
					if was == other {
						at[key] = g
					}
				}
			}
		}
		if g == nil {
			g = &group{}
			groups = append(groups, g)
		}
		g.documents = append(g.documents, d)
		for _, key := range keys {
			at[key] = g
		}
	}
	groups = slices.DeleteFunc(groups, func(g *group) bool { return len(g.documents) == 0 })
	for _, g := range groups {
		g.place = place(o.Seed, g.documents[0].ID)
	}
	return groups
}

// place is a number from 0 to 1 that follows from the seed and a document.
func place(seed int64, id annotation.ID) float64 {
	var b [24]byte
	binary.BigEndian.PutUint64(b[:], uint64(seed))
	copy(b[8:], id[:])
	sum := sha256.Sum256(b[:])
	return float64(binary.BigEndian.Uint64(sum[:])>>11) / (1 << 53)
}

// kept is where the first of its documents was before that was anywhere.
func (g *group) kept(before map[annotation.ID]Part) Part {
	for _, d := range g.documents {
		if p, there := before[d.ID]; there {
			return p
		}
	}
	return ""
}

// dealByDate gives the oldest to train and the newest to test. A story is as old as its first article; articles without a date count as the oldest, for
// a test must not know less than what it is tested on.
func dealByDate(groups []*group, o Options) {
	order := slices.Clone(groups)
	slices.SortStableFunc(order, func(a, b *group) int { return cmp.Compare(a.oldest(), b.oldest()) })
	all, n := 0, 0
	for _, g := range order {
		all += len(g.documents)
	}
	for _, g := range order {
		g.part = o.at((float64(n) + float64(len(g.documents))/2) / float64(all))
		n += len(g.documents)
	}
}

func (g *group) oldest() string {
	return slices.MinFunc(g.documents, func(a, b Document) int { return cmp.Compare(a.Published, b.Published) }).Published
}

// documentsOf counts documents beside labels.
const documentsOf = ""

// dealByLabel gives each group, in order, to a part that lacks most of the rarest label that it has, after Sechidis, Tsoumakas, Vlahavas, "On the
// stratification of multi-label data", 2011, which takes the labels in order and not the groups. Of parts that lack much the same the one
// gets it that lacks most documents; the seed adds up to one to each.
func dealByLabel(groups []*group, o Options) {
	have := map[Part]map[string]float64{}
	for _, p := range Parts {
		have[p] = map[string]float64{}
	}
	all := map[string]float64{}
	for _, g := range groups {
		counts := g.counts()
		for label, n := range counts {
			all[label] += n
		}
		g.part = g.kept(o.Kept)
		if g.part == "" {
			g.part = g.mostLacking(o, counts, have, all)
		}
		for label, n := range counts {
			have[g.part][label] += n
		}
	}
}

// counts are the documents of the group and their marks by label.
func (g *group) counts() map[string]float64 {
	out := map[string]float64{documentsOf: float64(len(g.documents))}
	for _, d := range g.documents {
		for label, n := range d.Labels {
			if n > 0 {
				out[label] += float64(n)
			}
		}
	}
	return out
}

func (g *group) mostLacking(o Options, counts map[string]float64, have map[Part]map[string]float64, all map[string]float64) (best Part) {
	rarest := documentsOf
	for _, label := range slices.Sorted(maps.Keys(counts)) {
		if all[label] < all[rarest] {
			rarest = label
		}
	}
	lacks := func(p Part, label string) float64 { return (o.share(p)*all[label] - have[p][label]) / counts[label] }
	most := math.Inf(-1)
	for _, p := range Parts {
		if o.share(p) > 0 {
			most = max(most, lacks(p, rarest))
		}
	}
	lead := math.Inf(-1)
	for i, p := range Parts {
		if o.share(p) == 0 || lacks(p, rarest) < most-1 {
			continue
		}
		if n := lacks(p, documentsOf) + place(o.Seed+int64(i), g.documents[0].ID); n > lead {
			best, lead = p, n
		}
	}
	return best
}
