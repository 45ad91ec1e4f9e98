package ingest

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// monthNames are the months from January on as newspapers write them in dates, a language a line: German, French, Spanish, Italian, Portuguese, Dutch,
// Swedish, Danish and Norwegian, Finnish, Polish, Czech, Russian, Ukrainian, Turkish, Greek, Arabic in two forms; then short for French, Spanish, Italian
// and Dutch.
const monthNames = `januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz apr mai jun jul aug sept okt nov dez
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
ledna února března dubna května června července srpna září října listopadu prosince
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
janv févr mars avr mai juin juil août sept oct nov déc
ene feb mar abr may jun jul ago sep oct nov dic
gen feb mar apr mag giu lug ago set ott nov dic
jan feb mrt apr mei jun jul aug sep okt nov dec`

// monthNumbers are the months by name, in two digits.
var monthNumbers = func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(monthNames) {
		for n, name := range strings.Fields(line) {
			out[strings.ReplaceAll(name, "_", " ")] = fmt.Sprintf("%02d", n+1)
		}
	}
	return out
}()

var (
	// namedMonth finds the day, the month and the year of a date with a month by name, with a word or three before it, as the day of the week, and what stands behind it.
	namedMonth = regexp.MustCompile(`^((?:\p{L}+[.,:]?\s+){0,3})(\d{1,2})(?:\.|er|º|-го)?\s+(?:de\s+)?(\p{L}+(?:\s(?:الثاني|الأول))?)[.,]?\s+(?:de[l]?\s+)?(\d{4})\b(.*)$`)
	// numbered finds a date of China, Japan or Korea.
	numbered = regexp.MustCompile(`^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?(.*)$`)
	// hourBehind finds the time behind a date.
	hourBehind = regexp.MustCompile(`^(?:\s*г(?:ода|\.)?)?[\s,|–-]*(?:(?:um|à|às|a las|alle|alle ore|ore|kl\.?|klo|om|o|в|о|saat)\s+)?(\d{1,2})\s?[:.hH]\s?(\d{2})(?::\d{2})?(?:\s*(?:uhr|h|uur))?\.?$`)
	// changed finds words before a date by which it is that of a change.
	changed = regexp.MustCompile(`(?i)aktual|updat|geändert|stand|mis à jour|modifi|actuali|aggiorn|atuali|bijgewerkt|uppdat|opdat|oppdat|изм|обнов`)
)

// InISO is a date with a month by its name in one of several languages, or as East Asia writes it, as ISO 8601: "2025-11-17T10:14:00" of "Montag, 17. November 2025, 10:14 Uhr". Empty: it is none,
// or the words before it say that it is the date of a change.
func InISO(date string) string {
	date = strings.Join(strings.Fields(date), " ")
	var iso, behind string
	if m := numbered.FindStringSubmatch(date); m != nil {
		iso, behind = m[1]+"-"+twoDigits(m[2])+"-"+twoDigits(m[3]), m[4]
	} else if m := namedMonth.FindStringSubmatch(date); m != nil && !changed.MatchString(m[1]) {
		iso, behind = m[4]+"-"+monthNumbers[strings.ToLower(m[3])]+"-"+twoDigits(m[2]), m[5]
	}
	hour := hourBehind.FindStringSubmatch(strings.ToLower(behind))
	form := time.DateOnly
	switch {
	case hour != nil:
		iso, form = iso+"T"+twoDigits(hour[1])+":"+hour[2]+":00", withoutZone
	case strings.Trim(behind, " .,|года") != "":
		return ""
	}
	if t, err := time.Parse(form, iso); err != nil || !sensible(t) {
		return ""
	}
	return iso
}
