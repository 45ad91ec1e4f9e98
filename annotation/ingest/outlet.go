package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// outletWords are words that names of outlets have and names of people and places have not, in small letters.
const outletWords = "herald times post gazette daily weekly news newspaper newsletter tribune chronicle journal observer guardian telegraph courier examiner inquirer " +
	"bulletin dispatch sentinel mail mirror press review standard today tv radio broadcasting magazine monitor argus echo reporter digest briefing wire " +
	"zeitung tageblatt anzeiger nachrichten rundschau allgemeine kurier blatt tagesspiegel presse rundfunk abendblatt merkur spiegel bote " +
	"journaux quotidien dépêche nouvelles matin hebdo gazzetta giornale corriere notizie notiziario diario periódico noticias heraldo gaceta prensa jornal folha notícias correio " +
	"krant dagblad nieuws courant tidning tidningen dagbladet aftonbladet avis avisen nyheter posten sanomat " +
	"gazeta dziennik kurjer wiadomości газета новости известия вестник правда gazetesi gazete haber haberleri haberler صحيفة جريدة الأخبار أخبار"

// outletEnds are what names in one word end in that outlets have: "Ostseezeitung".
var outletEnds = []string{"zeitung", "tageblatt", "anzeiger", "nachrichten", "rundschau", "kurier", "abendblatt", "dagblad", "dagbladet", "bladet", "tidning", "tidningen", "courant"}

var isOutletWord = func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(outletWords) {
		out[word] = true
	}
	return out
}()

// Names of outlets are no longer than this, in bytes and in words.
const (
	longestOutlet = 60
	mostOfOutlet  = 6
	longestSmall  = 3 // of a word within it with a small letter: "of", "der"
)

// IsOutletName tells whether a name is an outlet's by its words: "The Osley Herald". It has few words, the first of them and the one that tells
// it begin with a capital where the script has any, and so do all others but short ones: "He wrote in the Herald" is none. Names without such a
// word are taken for those of people or places.
func IsOutletName(name string) bool {
	words := strings.Fields(name)
	if len(name) > longestOutlet || len(words) == 0 || len(words) > mostOfOutlet || unicode.IsLower([]rune(name)[0]) || strings.ContainsAny(name, ".!?:;") {
		return false
	}
	tells := false
	for _, w := range words {
		small := strings.ToLower(w)
		if isSmall := unicode.IsLower([]rune(w)[0]); isSmall && len(w) > longestSmall {
			return false
		} else if isSmall {
			continue
		}
		tells = tells || isOutletWord[small] || slices.ContainsFunc(outletEnds, func(end string) bool { return strings.HasSuffix(small, end) })
	}
	return tells
}

// betweenOutletAndDate are what stands between the two in a line of both.
var betweenOutletAndDate = []string{", ", " | ", " – ", " — ", " - ", " · ", " • "}

// outletAndDate are those of a line that names but them: "Osley Herald, 12 May 2026". Both are empty where anything else stands there.
func outletAndDate(line string, dayFirst bool) (outlet, date string) {
	if len(line) > longestDate || !strings.ContainsAny(line, "0123456789") {
		return "", ""
	}
	for _, sign := range betweenOutletAndDate {
		before, behind, ok := strings.Cut(line, sign)
		if !ok || !IsOutletName(before) {
			continue
		}
		if date = dateOf(behind, dayFirst); date != "" && isBareDate(behind) {
			return withoutDay(before), date
		}
	}
	return "", ""
}

// withoutDay is the name of an outlet without the day of the week behind it: "The Coast Daily Monday, 12 May 2026".
func withoutDay(outlet string) string {
	words := strings.Fields(outlet)
	for n := len(words) - 1; n > 0 && datish[strings.ToLower(words[n])] && !isOutletWord[strings.ToLower(words[n])]; n-- {
		words = words[:n]
	}
	return strings.Join(words, " ")
}

// datesShown are the most lines with a date that an article has at its head: when it was published, and when it was changed. A chronicle has more.
const datesShown = 2

// isDateLine tells a line before the text that says but when the article was published, or by whom and when. Where dates stand between lines of the
// text too, they head its parts, and all are kept.
func isDateLine(l *lines, n int) bool {
	if n >= leadLines || !l.isDated(n) {
		return false
	}
	begins := 0
	if l.hasLead() {
		begins = 1
	}
	for ; begins < min(leadLines, l.len()) && !l.isText(begins); begins++ {
	}
	if n >= begins {
		return false
	}
	dated := 0
	for i := range min(2*leadLines, l.len()) {
		if l.isDated(i) {
			if dated++; i >= begins || dated > datesShown {
				return false
			}
		}
	}
	return true
}

// isDated tells whether a line is a day, or an outlet and a day, and nothing else.
func (l *lines) isDated(n int) bool {
	s := l.line(n)
	if !strings.ContainsAny(s, "0123456789") {
		return false
	}
	outlet, _ := outletAndDate(s, false)
	return outlet != "" || len(dateOf(s, false)) >= len("2006-01-02") && isBareDate(s)
}

// isBareDate tells whether a line that holds a date says nothing else, as "London, 12 May 2026" does.
func isBareDate(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	return !slices.ContainsFunc(words, func(w string) bool { return !datish[w] && !besideDays[w] })
}

// besideDays are what stands at the digits of a day.
var besideDays = map[string]bool{"st": true, "nd": true, "rd": true, "th": true, "er": true, "го": true, "г": true, "年": true, "月": true, "日": true, "년": true, "월": true, "일": true}
