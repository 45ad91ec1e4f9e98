package app

import (
	"regexp"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

// How the words begin that narrow the library by what is known of articles rather than by their words. What follows may be in
// quotation marks, as in outlet:"Osley Herald", and is the whole name then; without them it has dashes in the place of blanks, as in
// round:week-12, and may be the beginning of the name or of a word of it. With a dash before it, as in -is:done, it takes all others.
const (
	filterBegin   = "is:"
	roundBegin    = "round:"
	outletBegin   = "outlet:"
	languageBegin = "language:"
	fromBegin     = "from:"
	untilBegin    = "until:"
	storyBegin    = "story:"
	labelBegin    = "label:"
	byBegin       = "by:"
)

// termBegins are all of them, in the order in which they are offered, with what they narrow by.
var termBegins = []struct{ word, says string }{
	{filterBegin, "to do, in work, done…"}, {outletBegin, "who published it"}, {byBegin, "who marked in it"}, {labelBegin, "what is marked"},
	{fromBegin, "published from then on"}, {untilBegin, "published until then"}, {languageBegin, "its language"}, {roundBegin, "its round"}, {storyBegin, "its story"},
}

// notBegin has a term take all articles that it would not take.
const notBegin = "-"

// thisStory is the one of the open article, as storyBegin names it.
const thisStory = "this"

// filters are what the library can be narrowed to, by a word or by the menu beside it.
var filters = []struct {
	word, name string
	takes      func(*storage.Listed) bool
}{
	{"todo", "To do", func(d *storage.Listed) bool { return d.IsOpen() && d.Status == annotation.Todo }},
	{"work", "In work", func(d *storage.Listed) bool { return d.IsOpen() && d.Status == annotation.InWork }},
	{"done", "Done", func(d *storage.Listed) bool { return d.Status == annotation.Done }},
	{"empty", "Done, nothing to mark", func(d *storage.Listed) bool { return d.Empty }},
	{"skipped", "Skipped", func(d *storage.Listed) bool { return d.Status == annotation.Skipped }},
	{"returned", "Returned by a colleague", (*storage.Listed).IsReturned},
	{"unsure", "With marks I am unsure of", func(d *storage.Listed) bool { return d.Unsure > 0 }},
	{"mine", "Assigned to me", func(d *storage.Listed) bool { return d.Mine }},
	{"copy", "Copies of other articles", isCopy},
	{"undated", "Without a date", func(d *storage.Listed) bool { return d.Published == "" }},
	{"corrected", "Corrected", func(d *storage.Listed) bool { return d.Corrected }},
}

// isCopy tells whether an article has the text of another, or tells its story in the same words.
func isCopy(d *storage.Listed) bool {
	return d.Copy != "" || d.StoryID() != d.ID
}

// query is what is looked for in the library: words of titles, outlets and texts, and terms, all of which hold.
type query struct {
	words []string
	ended bool // something stands behind the last word
	terms []term
}

// term is what articles are narrowed by.
type term struct {
	begin string // one of termBegins
	value string // as of asWord
	whole bool   // and not a part
	not   bool   // it takes all others
}

// asWord is a name as one word, as a query has it.
func asWord(name string) string { return annotation.RoundWord(name) }

// nameWords are names as of asWord, each worked out once.
type nameWords map[string]string

func (w nameWords) of(name string) string {
	word, ok := w[name]
	if !ok {
		word = asWord(name)
		w[name] = word
	}
	return word
}

// queryWords takes a search apart, at blanks that are not in a name.
var queryWords = func() *regexp.Regexp {
	var begins []string
	for _, b := range termBegins {
		begins = append(begins, b.word)
	}
	return regexp.MustCompile(`(?i)` + notBegin + `?(?:` + strings.Join(begins, "|") + `)"[^"]*"?|\S+`)
}()

func readQuery(typed string) (q query) {
	for _, word := range queryWords.FindAllString(strings.ToLower(typed), -1) {
		if t, ok := readTerm(word); ok {
			q.terms = append(q.terms, t)
			q.ended = true
		} else {
			q.words = append(q.words, word)
			q.ended = false
		}
	}
	q.ended = q.ended || strings.HasSuffix(typed, " ")
	return q
}

func readTerm(word string) (t term, ok bool) {
	word, t.not = strings.CutPrefix(word, notBegin)
	for _, b := range termBegins {
		name, ok := strings.CutPrefix(word, b.word)
		if !ok {
			continue
		}
		t.begin, t.value = b.word, asWord(name)
		t.whole = len(name) > 1 && strings.HasPrefix(name, `"`) && strings.HasSuffix(name, `"`)
		if t.begin == fromBegin || t.begin == untilBegin {
			t.value = dated(t.value)
		}
		return t, true
	}
	return term{}, false
}

// dated is a date with two digits for months and days: 2026-5-4 is 2026-05-04. A digit that may become another while it is typed stays.
func dated(value string) string {
	parts := strings.Split(value, "-")
	for i, part := range parts {
		most := map[int]string{1: "1", 2: "3"}[i] // with what months and days of two digits begin
		if i > 0 && len(part) == 1 && (i < len(parts)-1 || part > most) {
			parts[i] = "0" + part
		}
	}
	return strings.Join(parts, "-")
}

// text is what the texts are searched for.
func (q query) text() string {
	s := strings.Join(q.words, " ")
	if q.ended && s != "" {
		s += " "
	}
	return s
}

// noTerm is a word that reads like a term and is none.
var noTerm = regexp.MustCompile(`^` + notBegin + `?(\p{L}+:)`)

// saysNone says that nothing is found, and what of the query may be meant otherwise.
func (q query) saysNone() string {
	said := "No article is found. Words are looked for in titles, outlets and texts."
	for _, word := range q.words {
		if m := noTerm.FindStringSubmatch(word); m != nil {
			var begins []string
			for _, b := range termBegins {
				begins = append(begins, b.word)
			}
			return said + " “" + m[1] + "” is no filter; these are: " + strings.Join(begins, " ")
		}
	}
	return said
}

// has tells whether a term of the query begins so.
func (q query) has(kinds ...string) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool { return slices.Contains(kinds, t.begin) })
}

// asksMarks tells whether the query is of what is marked in articles.
func (q query) asksMarks() bool { return q.has(labelBegin, byBegin) }

// isEmpty tells that the query takes everything.
func (q query) isEmpty() bool { return len(q.words)+len(q.terms) == 0 }

// changes tells whether what is found can change while one works.
func (q query) changes() bool { return q.has(filterBegin, storyBegin, labelBegin, byBegin) }

// takesTerms gives what tells whether an article is as all terms say.
func (l *library) takesTerms(q query) func(*storage.Listed) bool {
	marked := func(annotation.ID) bool { return true }
	if q.asksMarks() {
		marked = l.marks.takes(q)
	}
	return func(d *storage.Listed) bool {
		for _, t := range q.terms {
			if t.begin != labelBegin && t.begin != byBegin && l.takes(t, d) == t.not {
				return false
			}
		}
		return marked(d.ID)
	}
}

func (l *library) takes(t term, d *storage.Listed) bool {
	switch t.begin {
	case filterBegin:
		return isState(d, t.value)
	case roundBegin:
		return slices.ContainsFunc(d.Rounds, func(r annotation.Round) bool { return t.names(l.words.of(r.Name)) })
	case outletBegin:
		word := l.words.of(d.Outlet)
		return t.names(word) || !t.whole && word != "" && strings.Contains(word, t.value)
	case languageBegin:
		return t.names(l.words.of(d.Language))
	case fromBegin:
		date, bound := asPrecise(d.Published, t.value)
		return d.Published != "" && date >= bound
	case untilBegin:
		date, bound := asPrecise(d.Published, t.value)
		return d.Published != "" && date <= bound
	default: // storyBegin
		here, ok := l.listed(l.current)
		return ok && strings.HasPrefix(thisStory, t.value) && d.StoryID() == here.StoryID()
	}
}

// names tells whether a name, as of asWord, is that of the term, or where that is not whole, begins so or has a word that does: nothing takes all that have a name, and
// nothing in quotation marks those that have none.
func (t term) names(word string) bool {
	if t.whole {
		return word == t.value
	}
	return word != "" && (strings.HasPrefix(word, t.value) || strings.Contains(word, "-"+t.value))
}

// asPrecise cuts two dates to what is known of both. An article of 2026 may be one of May.
func asPrecise(date, bound string) (string, string) {
	n := min(len(date), len(bound))
	return strings.ToLower(date[:n]), bound[:n]
}

// isState tells whether a filter takes a document. While the word is being typed, all count that it may become.
func isState(d *storage.Listed, state string) bool {
	for _, f := range filters {
		if strings.HasPrefix(f.word, state) && f.takes(d) {
			return true
		}
	}
	return false
}

// filtered is a search with another term of its kind than it had, or with none of that kind where filter is empty.
func filtered(typed, kind, filter string) string {
	words := slices.DeleteFunc(queryWords.FindAllString(typed, -1), func(w string) bool {
		t, ok := readTerm(strings.ToLower(w))
		return ok && t.begin == kind
	})
	if filter != "" {
		words = append([]string{filter}, words...)
	}
	return strings.Join(words, " ")
}

// termOf is the term that takes what has a name alone. Names that people give stand in quotation marks.
func termOf(begin, name string) string {
	switch begin {
	case roundBegin, outletBegin, byBegin:
		name = `"` + strings.ReplaceAll(name, `"`, " ") + `"`
	}
	return begin + name
}

// ofRound is the filter that takes a round alone.
func ofRound(r annotation.Round) string { return termOf(roundBegin, r.Name) }
