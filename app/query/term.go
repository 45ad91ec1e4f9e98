package query

import (
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

// How the words begin that narrow the library by what is known of articles rather than by their words. What follows may be in
// quotation marks, as in outlet:"Osley Herald", and is the whole name then; without them it has dashes in the place of blanks, as in
// round:week-12, and may be the beginning of the name or of a word of it. With a dash before it, as in -is:done, it takes all others.
const (
	State    = "is:"
	Round    = "round:"
	Outlet   = "outlet:"
	Language = "language:"
	From     = "from:"
	Until    = "until:"
	Story    = "story:"
	Label    = "label:"
	By       = "by:"
)

// Begins are all of them, in the order in which they are offered, with what they narrow by.
var Begins = []struct{ Word, Says string }{
	{State, "to do, in work, done…"}, {Outlet, "who published it"}, {By, "who marked in it"}, {Label, "what is marked"},
	{From, "published from then on"}, {Until, "published until then"}, {Language, "its language"}, {Round, "its round"}, {Story, "its story"},
}

// Not has a term take all articles that it would not take.
const Not = "-"

// ThisStory is the one of the open article, as Story names it.
const ThisStory = "this"

// States are what the library can be narrowed to, by a word or by the menu beside it.
var States = []struct {
	Word, Name string
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
	{"copy", "Copies of other articles", IsCopy},
	{"undated", "Without a date", func(d *storage.Listed) bool { return d.Published == "" }},
	{"corrected", "Corrected", func(d *storage.Listed) bool { return d.Corrected }},
}

// IsCopy tells whether an article has the text of another, or tells its story in the same words.
func IsCopy(d *storage.Listed) bool {
	return d.Copy != "" || d.StoryID() != d.ID
}

// Term is what articles are narrowed by.
type Term struct {
	Begin string // one of Begins
	Value string // as of Word
	Whole bool   // and not a part
	Not   bool   // it takes all others
}

// ReadTerm reads a word without capitals; ok is false where it is no term.
func ReadTerm(word string) (t Term, ok bool) {
	word, t.Not = strings.CutPrefix(word, Not)
	for _, b := range Begins {
		name, ok := strings.CutPrefix(word, b.Word)
		if !ok {
			continue
		}
		t.Begin, t.Value = b.Word, Word(name)
		t.Whole = len(name) > 1 && strings.HasPrefix(name, `"`) && strings.HasSuffix(name, `"`)
		if t.Begin == From || t.Begin == Until {
			t.Value = dated(t.Value)
		}
		return t, true
	}
	return Term{}, false
}

// TermOf is the term that takes what has a name alone. Names that people give stand in quotation marks.
func TermOf(begin, name string) string {
	switch begin {
	case Round, Outlet, By:
		name = `"` + strings.ReplaceAll(name, `"`, " ") + `"`
	}
	return begin + name
}

// OfRound is the term that takes a round alone.
func OfRound(r annotation.Round) string { return TermOf(Round, r.Name) }

// Word is a name as one word, as a query has it.
func Word(name string) string { return annotation.RoundWord(name) }

// Names are names as of Word, each worked out once.
type Names map[string]string

// Of is a name as of Word.
func (w Names) Of(name string) string {
	word, ok := w[name]
	if !ok {
		word = Word(name)
		w[name] = word
	}
	return word
}

// names tells whether a name, as of Word, is that of the term, or where that is not whole, begins so or has a word that does: nothing takes all that have a name, and
// nothing in quotation marks those that have none.
func (t Term) names(word string) bool {
	if t.Whole {
		return word == t.Value
	}
	return word != "" && (strings.HasPrefix(word, t.Value) || strings.Contains(word, "-"+t.Value))
}

// takes tells whether an article is as a term says that is not of marks, were it not for Not. story is that of the open article.
func (t Term) takes(d *storage.Listed, names Names, story annotation.ID) bool {
	switch t.Begin {
	case State:
		return isState(d, t.Value)
	case Round:
		return slices.ContainsFunc(d.Rounds, func(r annotation.Round) bool { return t.names(names.Of(r.Name)) })
	case Outlet:
		word := names.Of(d.Outlet)
		return t.names(word) || !t.Whole && word != "" && strings.Contains(word, t.Value)
	case Language:
		return t.names(names.Of(d.Language))
	case From:
		date, bound := asPrecise(d.Published, t.Value)
		return d.Published != "" && date >= bound
	case Until:
		date, bound := asPrecise(d.Published, t.Value)
		return d.Published != "" && date <= bound
	default: // Story
		return !story.IsZero() && strings.HasPrefix(ThisStory, t.Value) && d.StoryID() == story
	}
}

// isState tells whether a state takes a document. While the word is being typed, all count that it may become.
func isState(d *storage.Listed, state string) bool {
	for _, f := range States {
		if strings.HasPrefix(f.Word, state) && f.takes(d) {
			return true
		}
	}
	return false
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

// asPrecise cuts two dates to what is known of both. An article of 2026 may be one of May.
func asPrecise(date, bound string) (string, string) {
	n := min(len(date), len(bound))
	return strings.ToLower(date[:n]), bound[:n]
}
