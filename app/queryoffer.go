package app

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// values are what may follow the beginning of a term, in the order in which they are offered.
func (l *library) values(begin string) []string {
	var out []string
	switch begin {
	case filterBegin:
		for _, f := range filters {
			out = append(out, f.word)
		}
	case storyBegin:
		out = []string{thisStory}
	case roundBegin:
		for _, r := range l.rounds() {
			out = append(out, r.Name)
		}
	case labelBegin:
		out = l.marks.labels()
	case byBegin:
		out = l.marks.people
	default:
		out = l.known(begin)
	}
	return out
}

// known are the outlets, languages or months of the articles.
func (l *library) known(begin string) []string {
	seen := map[string]bool{}
	for i := range l.all {
		value := l.all[i].Outlet
		switch begin {
		case languageBegin:
			value = l.all[i].Language
		case fromBegin, untilBegin:
			value = l.all[i].Published
			value = value[:min(len(value), len("2026-05"))]
		}
		if value != "" {
			seen[value] = true
		}
	}
	values := slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	if begin == fromBegin || begin == untilBegin {
		slices.Reverse(values) // the last months are the likely ones
	}
	return values
}

// offer shows what the term may be that is typed last.
func (l *library) offer() {
	if l.search.typing && l.offerAt >= 0 && l.offerAt < len(l.offered) && l.search.Text == l.offered[l.offerAt] {
		return // one of them was just taken
	}
	l.offered, l.offerAt = nil, -1
	words := queryWords.FindAllString(l.search.Text, -1)
	if len(words) > 0 && l.search.typing && strings.HasSuffix(l.search.Text, words[len(words)-1]) {
		last := words[len(words)-1]
		l.offered = l.completed(strings.TrimSuffix(l.search.Text, last), last)
	}
	l.showOffers()
}

// completed are searches in which the last word is one that it may become.
func (l *library) completed(before, last string) (out []string) {
	t, ok := readTerm(strings.ToLower(last))
	if !ok || t.whole {
		return nil
	}
	if t.begin == labelBegin || t.begin == byBegin {
		l.renewMarks()
	}
	for _, value := range l.values(t.begin) {
		term := termOf(t.begin, value)
		if len(out) < mostOffered && strings.Contains(asWord(value), t.value) && !strings.EqualFold(term, last) {
			out = append(out, before+term)
		}
	}
	return out
}

func (l *library) showOffers() {
	var rows []fyne.CanvasObject
	for i, search := range l.offered {
		words := queryWords.FindAllString(search, -1)
		row := newOffer(l.w.fonts, words[len(words)-1], i == l.offerAt, func() {})
		row.pressed = func() { // before the field loses the focus, and the rows go
			l.search.SetText(search + " ")
			l.w.later(func() { l.w.win.Canvas().Focus(l.search) })
		}
		rows = append(rows, row)
	}
	if len(rows)+len(l.offers.Objects) > 0 {
		l.offers.Objects = rows
		l.root.Refresh()
	}
}

// stepOffer takes the completion below or above into the field; false where there is none in that direction.
func (l *library) stepOffer(key fyne.KeyName) bool {
	to, ok := stepped(l.offerAt, len(l.offered), key)
	if !ok {
		return false
	}
	l.offerAt = to
	l.search.SetText(l.offered[to])
	l.search.toLineEnd()
	l.showOffers()
	return true
}
