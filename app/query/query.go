// Package query is what is looked for in the library: its field in the window and the commands read it alike.
package query

import (
	"regexp"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

// Query is what is looked for: words of titles, outlets and texts, and terms, all of which hold.
type Query struct {
	Words []string // without capitals
	Terms []Term
	ended bool // something stands behind the last word
}

// words takes a query apart, at blanks that are not in a name.
var words = regexp.MustCompile(`(?i)` + Not + `?(?:` + strings.Join(begins(), "|") + `)"[^"]*"?|\S+`)

func begins() (out []string) {
	for _, b := range Begins {
		out = append(out, b.Word)
	}
	return out
}

// Split takes what was typed apart into words and terms.
func Split(typed string) []string { return words.FindAllString(typed, -1) }

// Read reads what was typed.
func Read(typed string) (q Query) {
	for _, word := range Split(strings.ToLower(typed)) {
		if t, ok := ReadTerm(word); ok {
			q.Terms = append(q.Terms, t)
			q.ended = true
		} else {
			q.Words = append(q.Words, word)
			q.ended = false
		}
	}
	q.ended = q.ended || strings.HasSuffix(typed, " ")
	return q
}

// With is a query with another term of a kind than it had, or with none of that kind where term is empty.
func With(typed, begin, term string) string {
	words := slices.DeleteFunc(Split(typed), func(w string) bool {
		t, ok := ReadTerm(strings.ToLower(w))
		return ok && t.Begin == begin
	})
	if term != "" {
		words = append([]string{term}, words...)
	}
	return strings.Join(words, " ")
}

// Text is what the texts are searched for. A blank behind the last word says that it is whole.
func (q Query) Text() string {
	s := strings.Join(q.Words, " ")
	if q.ended && s != "" {
		s += " "
	}
	return s
}

// noTerm is a word that reads like a term and is none.
var noTerm = regexp.MustCompile(`^` + Not + `?(\p{L}+:)[^/]`)

// NoTerm gives the beginning of a word that reads like a term and is none; empty where there is no such word.
func (q Query) NoTerm() string {
	for _, word := range q.Words {
		if m := noTerm.FindStringSubmatch(word); m != nil {
			return m[1]
		}
	}
	return ""
}

// Known are the beginnings of terms in one line.
func Known() string { return strings.Join(begins(), " ") }

// has tells whether a term of the query begins so.
func (q Query) has(kinds ...string) bool {
	return slices.ContainsFunc(q.Terms, func(t Term) bool { return slices.Contains(kinds, t.Begin) })
}

// AsksMarks tells whether the query is of what is marked in articles.
func (q Query) AsksMarks() bool { return q.has(Label, By) }

// IsEmpty tells that the query takes everything.
func (q Query) IsEmpty() bool { return len(q.Words)+len(q.Terms) == 0 }

// Changes tells whether what is found can change while one works.
func (q Query) Changes() bool { return q.has(State, Story, Label, By) }

// Takes gives what tells whether an article is as all terms say. story is that of the open article, zero where none is open; marks may be nil
// where the query does not ask for them.
func (q Query) Takes(names Names, story annotation.ID, marks *Marks) func(*storage.Listed) bool {
	marked := func(annotation.ID) bool { return true }
	if q.AsksMarks() {
		marked = marks.takes(q)
	}
	return func(d *storage.Listed) bool {
		for _, t := range q.Terms {
			if t.Begin != Label && t.Begin != By && t.takes(d, names, story) == t.Not {
				return false
			}
		}
		return marked(d.ID)
	}
}

// Title is what words are looked for in beside texts: the title and the outlet, without capitals.
func Title(d *storage.Listed) string { return strings.ToLower(d.Title + " " + d.Outlet) }

// In tells whether a title, as of Title, has all words of the query.
func (q Query) In(title string) bool {
	return !slices.ContainsFunc(q.Words, func(w string) bool { return !strings.Contains(title, w) })
}
