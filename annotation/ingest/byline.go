package ingest

import (
	"regexp"
	"strings"
)

var (
	// byline is how a line begins that says who wrote the article, who did, and where or with whom.
	byline = regexp.MustCompile(`^(?i:(?:(?:ein )?(?:kommentar|kolumne|analyse|gastbeitrag)|view all posts|written|posted|story|words|text|analysis|opinion) )?(?i:by|von|par|por|di|door|av|af|автор|بقلم):?\s+` +
		`(\p{Lu}[\p{L}.'’-]*(?:\s*,|\s+(?:and|und|et|y|e|en|og|och|i|de|van|von|der|al|bin|\||\p{Lu}[\p{L}.'’-]*)){0,10})(?:\s+(?:in|mit|with|for|für)\s+\p{Lu}[\p{L} .-]{1,40})?(?:\s+[-–—|])?\.?$`)
	writtenBy = begins("by|von|par|por|di|door|av|af|автор|بقلم|ein |kommentar|kolumne|analyse|gastbeitrag|view all|written|posted|story|words|text|analysis|opinion")
	// person is a name alone; it names the author where a label stands before it, or a date beside it.
	person = regexp.MustCompile(`^(\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}.'’-]*){1,3})$`)
	label  = whole(begins("by|von|par|por|di|door|av|af|author|autor|auteur|автор"), `(by|von|par|por|di|door|av|af|author( of the article)?|autor(in)?|auteur|автор):?`)
)

// authorIn is who a line says to have written the article, else empty.
func authorIn(line string) string {
	if len(line) > longestFurniture || !writtenBy.in(strings.ToLower(line)) {
		return ""
	}
	m := byline.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	return strings.TrimRight(m[1], " ,.|-–—")
}

// isSpokenOf tells whether the text names somebody, whom a caption may show: authors are seldom named in it.
func (b *boundaries) isSpokenOf(person string) bool {
	surname := person[strings.LastIndexByte(person, ' ')+1:]
	for n := range b.len() {
		if s := b.line(n); len(s) > longestButton && strings.Contains(s, surname) {
			return true
		}
	}
	return false
}

// authorOf is who a line of the lead says to have written the article, else empty.
func (b *boundaries) authorOf(n int) string {
	s := b.line(n)
	if by := authorIn(s); by != "" {
		return by
	}
	if n == 0 || len(s) > longestButton || !person.MatchString(s) || b.isSpokenOf(s) {
		return ""
	}
	if label.is(b.line(n-1)) || dateOf(b.line(n-1), false) != "" || n+1 < b.len() && dateOf(b.line(n+1), false) != "" {
		return s
	}
	return ""
}
