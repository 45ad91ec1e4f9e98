package html

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/ingest"
)

// judge decides on a block of its own. In the head of an article stand bylines and dates.
func (r *reading) judge(b *block, head bool) {
	if head && b.kind != ingest.Caption && isByline(b) {
		b.kind = ingest.Byline
		r.known.add("byline", b.text)
		r.known.add("dateline", strings.Trim(endOfDate.FindString(b.text), " ,"))
		return
	}
	switch {
	case b.cut != "", b.kind == ingest.Headline:
	case b.isDate():
		b.cut = dateLine
		r.known.add("dateline", b.text)
	case head && isAddress(b.text):
		b.cut = outside
	case b.kind == ingest.Running && b.isPointer():
		b.cut = readMore
	case b.inBody(), b.kind == ingest.Caption && !b.aside, b.prose(), b.quoted && !b.mostlyLinks(), r.isSaid(b):
		if isCredit(b) || b.kind == ingest.Running && r.isOfPicture(b) {
			b.kind = ingest.Caption
		}
	default:
		b.cut = outside
	}
}

// isSaid tells a block that the page describes as part of the article's text.
func (r *reading) isSaid(b *block) bool {
	return b.letters.all >= fewestSaid && strings.Contains(r.said, letters(b.text))
}

// fewestSaid is the least text, in letters, that is looked for in a description; what is shorter may stand there by chance.
const fewestSaid = 20

// prose tells a block that reads as a sentence an editor wrote.
func (b *block) prose() bool {
	if b.aside || b.mostlyLinks() || b.letters.all < fewestOfProse {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.text, `"'”’»)`))
	return strings.ContainsRune(stops+":", last) || b.kind != ingest.Heading && strings.ContainsAny(b.text, stops)
}

// stops end sentences.
const stops = ".!?…。！？।؟"

// fewestOfProse is the least text of a sentence, in letters.
const fewestOfProse = 40

// isPointer tells a line that is but a link with the words of a headline, or a word and a link: "Read more: Harbour closed".
func (b *block) isPointer() bool {
	w := b.letters
	return w.all < longestPointer && (w.linked*10 >= w.all*9 && len(wordsIn(b.text)) >= fewestOfPointer || w.linked*2 >= w.all && pointerStart.MatchString(b.text))
}

// Lines that are taken for a link to another page are no longer, in letters, and, where they are only a link, no shorter, in words.
const (
	longestPointer  = 250
	fewestOfPointer = 4
)

// pointerStart is how lines begin that lead to another page, in the languages in which we met them.
var pointerStart = regexp.MustCompile(`(?i)^(?:related|read|see|watch|also|more|don't miss|don’t miss|recommended|you (?:may|might) (?:also )?like|lire|voir|à lire|mehr|lesen sie|siehe auch|lees ook|leggi|lea|ver también|leia|veja|czytaj|читайте)\b`)

var (
	bylineStart = regexp.MustCompile(`^(?i:by|written by|story by|von|par|por|di|door|av|af)[\s:]+\p{Lu}`)
	dateStart   = regexp.MustCompile(`(?i)^(?:first |last )?(?:published|updated|posted|created|modified|aktualisiert|publié|publicado)\b`)
	sentenceEnd = regexp.MustCompile(`(?:[^m]|[^.]m)[.!?]$`) // but "11:08 a.m."
	creditStart = regexp.MustCompile(`(?i)^[(\[]?\s*(?:photo|photos|photograph|image|picture|pic|credit|foto|bild|crédit|video)(?:\s+(?:credit|copyright|by|courtesy|source|caption))*\s*[:©/]`)
)

// longestByline and longestCredit bound, in letters, lines that name who wrote an article, when, and whose a picture is.
const (
	longestByline = 90
	longestCredit = 120
)

func isByline(b *block) bool {
	return b.letters.all <= longestByline && (b.kind == ingest.Byline || bylineStart.MatchString(b.text) && !sentenceEnd.MatchString(b.text)) &&
		(b.cut == "" || b.cut == aboutBy || b.cut == sharing) && people([]string{b.text}) != ""
}

func isCredit(b *block) bool {
	return b.kind == ingest.Running && b.letters.all <= longestCredit && creditStart.MatchString(b.text)
}

// Text that stands with a picture is no longer than this, in letters, and the picture's name is found so many elements up.
const (
	longestOfPicture = 400
	farthestPicture  = 3
)

// isOfPicture tells a block in an element that is named for a picture.
func (r *reading) isOfPicture(b *block) bool {
	n := b.in
	for range farthestPicture {
		if n == nil || r.weights[n].all > longestOfPicture || r.weights[n].all*2 > r.weights[r.root].body {
			return false
		}
		if slices.ContainsFunc(names(n), isPicture) {
			return true
		}
		n = n.Parent
	}
	return false
}

func isPicture(name string) bool {
	switch name {
	case "image", "img", "photo", "picture", "gallery", "slideshow", "video", "figure", "credit":
		return true
	}
	return false
}

// isDate tells a line that says but when the article was published.
func (b *block) isDate() bool {
	if b.letters.all > longestByline || b.kind == ingest.Heading || b.kind == ingest.Caption || !strings.ContainsFunc(b.text, unicode.IsDigit) {
		return false
	}
	if dateStart.MatchString(b.text) || dateOf(b.text) != "" {
		return true
	}
	for _, name := range names(b.in) {
		if name == "date" || name == "dateline" || name == "timestamp" || name == "datetime" || name == "pubdate" || name == "published" {
			return true
		}
	}
	return false
}

func isAddress(s string) bool { return webAddress(s) != "" && !strings.ContainsAny(s, " \n") }
