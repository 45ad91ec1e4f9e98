package html

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rubricator/annotation/ingest"
)

// cutLists cuts lists of which each entry is but a link.
func cutLists(all []block) {
	lists := map[*html.Node][]int{}
	for i := range all {
		if list := all[i].list(); list != nil {
			lists[list] = append(lists[list], i)
		}
	}
	for _, entries := range lists {
		if slices.ContainsFunc(entries, func(i int) bool { w := all[i].letters; return w.linked*10 < w.all*9 }) {
			continue
		}
		for _, i := range entries {
			if all[i].cut == "" {
				all[i].cut = readMore
			}
		}
	}
}

// list is the list that a block is an entry of, or nil.
func (b *block) list() *html.Node {
	for n := b.in; n != nil && (b.kind == ingest.Entry || b.kind == ingest.Heading); n = n.Parent {
		if n.DataAtom == atom.Li {
			return n.Parent
		}
	}
	return nil
}

// cutLeads cuts what announces links that are cut: "Related:", "You may also like".
func cutLeads(all []block) {
	for i := len(all) - 2; i >= 0; i-- {
		if b := &all[i]; b.cut == "" && (all[i+1].cut == readMore || all[i+1].cut == related) && b.letters.all <= longestLead && (pointerStart.MatchString(b.text) || strings.HasSuffix(b.text, ":")) {
			b.cut = all[i+1].cut
		}
	}
}

// longestLead is the longest line, in letters, that announces links.
const longestLead = 60

// fewestRepeated is the shortest paragraph, in letters, that does not stand twice in a row on purpose.
const fewestRepeated = 40

// cutRepeated cuts what stands in the article once more: the headline, captions, paragraphs.
func cutRepeated(all []block) {
	headline, last, seen := "", "", map[string]ingest.Kind{}
	for i := range all {
		b := &all[i]
		key := letters(b.text)
		if b.cut != "" || key == "" {
			continue
		}
		before, repeated := seen[key]
		switch {
		case b.kind == ingest.Headline:
			headline = key
		case key == headline:
			b.cut = headAgain
		case repeated && (b.kind == ingest.Caption || before == ingest.Caption), b.letters.all >= fewestRepeated && key == last:
			b.cut = again
		}
		seen[key], last = b.kind, key
	}
}
