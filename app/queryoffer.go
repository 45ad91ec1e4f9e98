package app

import (
	"maps"
	"slices"
	"strings"

	"rubricator/app/query"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// values are what may follow the beginning of a term, in the order in which they are offered.
func (l *library) values(begin string) []string {
	var out []string
	switch begin {
	case query.State:
		for _, f := range query.States {
			out = append(out, f.Word)
		}
	case query.Story:
		out = []string{query.ThisStory}
	case query.Round:
		for _, r := range l.rounds() {
			out = append(out, r.Name)
		}
	case query.Label:
		out = l.marks.Labels()
	case query.By:
		out = l.marks.People
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
		case query.Language:
			value = l.all[i].Language
		case query.From, query.Until:
			value = l.all[i].Published
			value = value[:min(len(value), len("2026-05"))]
		}
		if value != "" {
			seen[value] = true
		}
	}
	values := slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	if begin == query.From || begin == query.Until {
		slices.Reverse(values) // the last months are the likely ones
	}
	return values
}

// searchOffer is a search that what is typed may become.
type searchOffer struct {
	search string
	word   string // the part that would come
	says   string // what that means, where it is no name
}

// offer shows what the word may be that is typed last.
func (l *library) offer() {
	if l.search.typing && l.offerAt >= 0 && l.offerAt < len(l.offered) && l.search.Text == l.offered[l.offerAt].search {
		return // one of them was just taken
	}
	l.offered, l.offerAt, l.unoffered = nil, -1, 0
	if before, last := lastWord(l.search.Text); last != "" && l.search.typing {
		l.offered = l.completed(before, last)
	}
	l.showOffers()
}

// lastWord parts a search before the word that is being typed; there is none behind a blank.
func lastWord(typed string) (before, last string) {
	if words := query.Split(typed); len(words) > 0 && strings.HasSuffix(typed, words[len(words)-1]) {
		last = words[len(words)-1]
	}
	return strings.TrimSuffix(typed, last), last
}

// completed are searches in which the last word is one that it may become.
func (l *library) completed(before, last string) (out []searchOffer) {
	word, not := strings.CutPrefix(last, query.Not)
	if not {
		before += query.Not
	}
	t, ok := query.ReadTerm(strings.ToLower(word))
	switch {
	case !ok && len(word) > 1:
		return l.begins(before, strings.ToLower(word))
	case !ok || t.Whole:
		return nil
	}
	if t.Begin == query.Label || t.Begin == query.By {
		l.renewMarks()
	}
	for _, value := range l.values(t.Begin) {
		if term := query.TermOf(t.Begin, value); strings.Contains(l.words.Of(value), t.Value) && !strings.EqualFold(term, word) {
			out = append(out, searchOffer{before + term, term, meant(term)})
		}
	}
	if more := len(out) - mostOffered; more > 0 && t.Begin != query.State {
		l.unoffered = more
		out = out[:mostOffered]
	}
	return out
}

// meant is what a term takes, where that is no name.
func meant(term string) string {
	for _, f := range query.States {
		if term == query.State+f.Word {
			return f.Name
		}
	}
	return ""
}

// begins are searches that go on with how a term begins, as far as there is something to follow.
func (l *library) begins(before, typed string) (out []searchOffer) {
	l.renewMarks()
	for _, b := range query.Begins {
		if strings.HasPrefix(b.Word, typed) && len(l.values(b.Word)) > 0 {
			out = append(out, searchOffer{before + b.Word, b.Word, b.Says})
		}
	}
	return out
}

func (l *library) showOffers() {
	var rows []fyne.CanvasObject
	for i, o := range l.offered {
		row := newOffer(l.w.fonts, o.word, i == l.offerAt, func() {})
		if o.says != "" {
			row.says(o.word, o.says)
		}
		row.pressed = func() { // before the field loses the focus, and the rows go
			l.takeOffer(o)
			l.w.later(func() { l.w.win.Canvas().Focus(l.search) })
		}
		rows = append(rows, row)
	}
	if l.unoffered > 0 && len(rows) > 0 {
		l.more.SetText("and " + grouped(l.unoffered) + " more: type on")
		rows = append(rows, l.more)
	}
	if len(rows) > 0 {
		rows = append(rows, widget.NewSeparator())
	}
	if len(rows)+len(l.offers.Objects) > 0 {
		l.offers.Objects = rows
		l.root.Refresh()
	}
}

// takeOffer makes the search what was offered, and offers what may follow.
func (l *library) takeOffer(o searchOffer) {
	l.offerAt = -1
	if !strings.HasSuffix(o.search, ":") {
		o.search += " "
	}
	l.search.SetText(o.search)
	l.search.toLineEnd()
	l.offer()
}

// stepOffer takes the completion below or above into the field; false where there is none in that direction. Down offers how terms begin where no
// word is being typed.
func (l *library) stepOffer(key fyne.KeyName) bool {
	if _, last := lastWord(l.search.Text); key == fyne.KeyDown && len(l.offered) == 0 && last == "" {
		l.offered = l.begins(l.search.Text, "")
		l.showOffers()
		return len(l.offered) > 0
	}
	to, ok := stepped(l.offerAt, len(l.offered), key)
	if !ok {
		return false
	}
	l.offerAt = to
	l.search.SetText(l.offered[to].search)
	l.search.toLineEnd()
	l.showOffers()
	return true
}

// enter takes the completion that the keys are at, where more is to follow; else it opens the first article that is found.
func (l *library) enter() {
	if l.offerAt >= 0 && strings.HasSuffix(l.search.Text, ":") {
		l.takeOffer(l.offered[l.offerAt])
		return
	}
	if len(l.shown) > 0 {
		l.openRow(0)
	}
	l.w.focusText()
}
