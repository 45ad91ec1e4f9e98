package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

const (
	// shortID is how many characters of an id are told, and more where two articles begin alike.
	shortID = 8
	// leastOfID is how many characters of an id name an article at least, so that a word of a title is not taken for one.
	leastOfID = 6
	// mostFits is how many articles are listed of those that a name fits.
	mostFits = 10
	// mostNear is how many titles are told where a name fits none.
	mostNear = 3
	// longestNear is how much of a name is compared with titles, in code points.
	longestNear = 60
)

// articlesNamed finds articles of a project as named does.
func articlesNamed(ctx context.Context, p *storage.Project, act string, articles ...string) ([]annotation.ID, error) {
	listed, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return nil, err
	}
	return named(act, listed, articles)
}

// named finds articles by id or title, or by a beginning of either that fits one alone; where none is named it gives all.
func named(act string, listed []storage.Listed, articles []string) ([]annotation.ID, error) {
	var out []annotation.ID
	if len(articles) == 0 {
		for i := range listed {
			out = append(out, listed[i].ID)
		}
	}
	for _, a := range articles {
		switch fits := fitting(listed, a); {
		case len(fits) == 0:
			return nil, fmt.Errorf("%s: no article has the id or the title %q, or begins so%s", act, a, near(listed, a))
		case len(fits) > 1:
			return nil, fmt.Errorf("%s: %q fits %d articles; name one by its id or more of its title:%s", act, a, len(fits), choices(listed, fits))
		case !slices.Contains(out, fits[0].ID):
			out = append(out, fits[0].ID)
		}
	}
	return out, nil
}

// fitting are the articles that have a name as their id or title; where none has, those whose id or title begins so.
func fitting(listed []storage.Listed, name string) []*storage.Listed {
	if name = strings.ToLower(strings.TrimSpace(name)); name == "" {
		return nil
	}
	var whole, begin []*storage.Listed
	for i := range listed {
		d := &listed[i]
		id, title := d.ID.String(), strings.ToLower(d.Title)
		switch {
		case isWhole(d, name):
			whole = append(whole, d)
		case name != "" && strings.HasPrefix(title, name), len(name) >= leastOfID && strings.HasPrefix(id, name):
			begin = append(begin, d)
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return begin
}

// isWhole tells whether a name is the id or the title of an article, and no beginning alone.
func isWhole(d *storage.Listed, name string) bool {
	name = strings.TrimSpace(name)
	return strings.EqualFold(d.ID.String(), name) || strings.EqualFold(d.Title, name)
}

// choices lists articles to choose from, a line each: short id, date, outlet, title.
func choices(listed []storage.Listed, fits []*storage.Listed) string {
	n := distinct(listed)
	var b strings.Builder
	for _, d := range fits[:min(len(fits), mostFits)] {
		fmt.Fprintf(&b, "\n  %s  %-10s  %s  %s", d.ID.String()[:n], cmp.Or(d.Published, "no date"), cmp.Or(d.Outlet, "no outlet"), d.Title)
	}
	if more := len(fits) - mostFits; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}

// distinct is how many characters of an id tell all articles apart, and shortID at least.
func distinct(listed []storage.Listed) int {
	ids := make([]string, len(listed))
	for i := range listed {
		ids[i] = listed[i].ID.String()
	}
	slices.Sort(ids)
	n := shortID
	for i := 1; i < len(ids); i++ {
		for ids[i] != ids[i-1] && ids[i][:n] == ids[i-1][:n] {
			n++
		}
	}
	return n
}

// near says which titles are nearest to a name, if any is.
func near(listed []storage.Listed, name string) string {
	want := firstRunes(strings.ToLower(strings.TrimSpace(name)))
	most := (len(want) + 2) / 3 // more than every third letter wrong is another word
	type title struct {
		text string
		off  int
	}
	var found []title
	for i := range listed {
		if off := wrongLetters(want, []rune(strings.ToLower(listed[i].Title))); off <= most && off < len(want) {
			found = append(found, title{listed[i].Title, off})
		}
	}
	slices.SortStableFunc(found, func(a, b title) int { return cmp.Compare(a.off, b.off) })
	var titles []string
	for _, t := range found {
		if said := fmt.Sprintf("%q", t.text); len(titles) < mostNear && !slices.Contains(titles, said) {
			titles = append(titles, said)
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "; near it are: " + strings.Join(titles, ", ")
}

func firstRunes(s string) []rune {
	r := []rune(s)
	return r[:min(len(r), longestNear)]
}

// wrongLetters is how many letters are to be put in, taken out or changed to make what is wanted a part of a title: Sellers,
// "The theory and computation of evolutionary distances", Journal of Algorithms 1 (1980).
func wrongLetters(want, title []rune) int {
	off := make([]int, len(want)+1) // of each beginning of what is wanted, against what ends at this letter of the title
	for i := range off {
		off[i] = i
	}
	least := len(want)
	for _, letter := range title {
		before := 0
		for i, w := range want {
			changed := before
			if w != letter {
				changed++
			}
			before = off[i+1]
			off[i+1] = min(changed, off[i]+1, before+1)
		}
		least = min(least, off[len(want)])
	}
	return least
}
