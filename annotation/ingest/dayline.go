package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// besideDates are the words that stand in a line beside its date: what was done then, the day of the week, the clock, the zone, the time that reading takes.
const besideDates = "published posted updated last first originally created modified date dated on at of from by the a " +
	"veröffentlicht erschienen geschrieben aktualisiert erstellt zuerst zuletzt stand vom am um uhr der online seit publié publiée mis mise à jour le la el los las y " +
	"publicado publicada actualizado actualizada creado pubblicato aggiornato modificato modifica il alle ore de do em às atualizado " +
	"gepubliceerd bijgewerkt op om uur publicerad uppdaterad publisert oppdatert udgivet opdateret kl den klokken " +
	"opublikowano publikacja aktualizacja dodano godz dnia vydáno aktualizováno опубликовано обновлено года год в оновлено опубліковано року р " +
	"monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun montag dienstag mittwoch donnerstag freitag samstag sonntag " +
	"mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo " +
	"lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag " +
	"mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag poniedziałek wtorek środa czwartek piątek sobota niedziela " +
	"am pm m p h t z gmt bst utc cet cest mez mesz est edt et pst pdt pt cst cdt ist jst sast " +
	"min mins minute minutes minuten lesezeit read reading time day days hour hours ago"

var datish = func() map[string]bool {
	out := map[string]bool{}
	for name := range monthNumbers {
		out[name] = true
	}
	for word := range strings.FieldsSeq(besideDates) {
		out[word] = true
	}
	return out
}()

// dayForms are how days are written. The names of groups say what is day, month and year; in the last, which is the day is not known.
var dayForms = []*regexp.Regexp{
	regexp.MustCompile(`(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})`),
	regexp.MustCompile(`(?P<y>\d{4})\s?[年./]\s?(?P<m>\d{1,2})\s?[月./]\s?(?P<d>\d{1,2})日?`),
	regexp.MustCompile(`\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2})\b`),
	regexp.MustCompile(`\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:(?:de|of)\s+)?(?P<m>\p{L}+)\.?,?[\s-]+(?:de\s+)?(?P<y>\d{4})`),
	regexp.MustCompile(`(?P<m>\p{L}+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})`),
	regexp.MustCompile(`\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})`),
}

// Lines that are dates: the longest, in bytes, and the most words beside the date.
const (
	longestDate = 160
	mostBeside  = 16
)

// dateOf is the date of a line that is one, as ISO 8601, with what stands around, as "Published: 3 May 2024 10:14 GMT"; empty where it is none. Of 3/5/2024
// the first is the day where dayFirst says so; else it is told only where one number cannot be a month.
func dateOf(line string, dayFirst bool) string {
	if len(line) > longestDate || !strings.ContainsAny(line, "0123456789") {
		return ""
	}
	if iso := InISO(line); iso != "" {
		return iso
	}
	for i, form := range dayForms {
		m := form.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		group := func(name string) string {
			n := 2 * form.SubexpIndex(name)
			return line[m[n]:m[n+1]]
		}
		day := dayOf(group("y"), group("m"), group("d"))
		if i == len(dayForms)-1 && !dayFirst {
			day = Date(line[m[0]:m[1]])
		}
		if day != "" && isBeside(line[:m[0]]+" "+line[m[1]:]) {
			return day
		}
	}
	return ""
}

// dayOf is a day as ISO 8601; empty where there is none such. A year of two digits is of this century.
func dayOf(year, month, day string) string {
	y, _ := strconv.Atoi(year)
	if named := monthNumbers[strings.ToLower(month)]; named != "" {
		month = named
	}
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m < 1 || t.Day() != d || int(t.Month()) != m || !sensible(t) {
		return ""
	}
	return t.Format(time.DateOnly)
}

// isBeside tells whether words are such as stand beside a date. Digits are of the clock, or of another date.
func isBeside(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		if !datish[w] {
			return false
		}
	}
	return len(words) <= mostBeside
}
