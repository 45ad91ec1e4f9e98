package suggest

import (
	_ "embed" // the words of each language are files of this package
	"regexp"
	"slices"
	"strings"
)

//go:embed en.cues
var englishCues string

// language is what the rules know of one: patterns made from its list of words.
type language struct {
	cue        nearWords      // the verb of a cue; group 1 is what of the cue stands before it, group 2 the verb
	phrase     nearWords      // "according to"
	noSource   *regexp.Regexp // a word that no source ends in, at the end
	noFirst    *regexp.Regexp // a word that no source begins with, at the beginning
	clause     *regexp.Regexp // the beginning of a clause
	opener     *regexp.Regexp // what stands before a source, up to its last word
	relatively *regexp.Regexp // the beginning of a clause that tells something in passing
	passive    *regexp.Regexp // a form of "be" before a participle
	occasion   *regexp.Regexp // "in a statement", "on Monday", at the beginning
	hearer     *regexp.Regexp // who is told, at the beginning
	compared   *regexp.Regexp // what stands between a figure and the one it is held against
	from       *regexp.Regexp // what stands before a figure that became another, at the end
	onward     *regexp.Regexp // what stands between them
	doubtful   []string
	telling    []string
}

// english is the only language there are words of.
var english = newLanguage(readWords(englishCues))

// readWords reads a list of words: sections in brackets, comments behind "#", words apart by white space, in [phrases] and [compared] by lines.
func readWords(file string) map[string][]string {
	sections := map[string][]string{}
	section := ""
	for line := range strings.Lines(file) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		name, isHead := strings.CutPrefix(line, "[")
		switch {
		case line == "":
		case isHead:
			section = strings.TrimSuffix(name, "]")
		case section == "phrases" || section == "compared":
			sections[section] = append(sections[section], line)
		default:
			for _, word := range strings.Fields(line) {
				sections[section] = append(sections[section], strings.ReplaceAll(word, "_", " "))
			}
		}
	}
	return sections
}

// oneOf is a pattern for any of the words, longer ones before those that they begin with. In the order of the alphabet, what they
// begin with alike is tried once.
func oneOf(words []string) string {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b string) int { return strings.Compare(b, a) })
	return "(?:" + strings.Join(words, "|") + ")"
}

// days is a pattern for a day or a time of it.
const days = `(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|earlier|later|last \w+|this \w+|in (?:\w+ )?\d{4}|\w+ \d{1,2})(?:\s+(?:night|evening|morning|afternoon))?`

func newLanguage(w map[string][]string) *language {
	be := oneOf(w["be"])
	verbs := slices.Concat(w["speech"], w["doubtful"])
	before := `((?:(?:` + oneOf(w["before"]) + `|` + be + `|[a-z]+ly|\w+n['’]t)\s+){0,3})`
	phrases := strings.ReplaceAll(oneOf(w["phrases"]), " ", `\s+`)
	return &language{
		cue:        newNearWords(`(?i)\b`+before+`(`+oneOf(verbs)+`)\b`, verbs, slices.Concat(w["before"], w["be"], []string{"ly", "n't", "n’t"})...),
		phrase:     newNearWords(`(?i)\b`+phrases+`\b`, w["phrases"]),
		noSource:   regexp.MustCompile(`(?i)(?:^|\s)` + oneOf(w["determiners"]) + `$`),
		noFirst:    regexp.MustCompile(`(?i)^` + oneOf(w["prepositions"]) + `\s`),
		clause:     regexp.MustCompile(`(?i)^` + oneOf(w["clauses"]) + `(?:\s+[\p{L}\p{N}\x00]|['’]\p{L})`),
		opener:     regexp.MustCompile(`(?i)^(?:.*\s)?` + oneOf(w["openers"]) + `\s+`),
		relatively: regexp.MustCompile(`^(?:which|who|whose|whom)\b`),
		passive:    regexp.MustCompile(`(?i)\b` + be + `\s+(?:\w+ly\s+)?$`),
		occasion:   regexp.MustCompile(`(?i)^\s*(?:(?:on|late|early)\s+)*(?:` + days + `|(?:in|on|at|during|via|through|to)\s+(?:[^\s,.;:"“”\x00]+\s+){0,4}?` + oneOf(w["occasions"]) + `(?:\s+on\s+` + days + `)?)\b`),
		hearer:     regexp.MustCompile(`^\s*(?:(?:the|a|an|his|her|their|its)\s+)?[^\s,.;:"“”\x00]+(?:\s+(?:\p{Lu}[^\s,.;:"“”\x00]*|of|at|from|the|News))*`),
		compared:   regexp.MustCompile(`(?i)\b` + strings.ReplaceAll(oneOf(w["compared"]), " ", `\s+`) + `(?:\s+[\p{L}’'-]+){0,3}\s*$`),
		from:       regexp.MustCompile(`(?i)\b` + oneOf(w["from"]) + `\s+$`),
		onward:     regexp.MustCompile(`(?i)^[^,.;:]*\s` + oneOf(w["onward"]) + `\s+$`),
		doubtful:   w["doubtful"],
		telling:    w["telling"],
	}
}
