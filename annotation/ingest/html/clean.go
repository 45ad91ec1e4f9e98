package html

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// oneLine is the first of what a place says, on one line. What the page escaped twice is unescaped.
func oneLine(says []string) string {
	for _, s := range says {
		if s = collapse(html.UnescapeString(s)); s != "" {
			return s
		}
	}
	return ""
}

// outletOf is the name of an outlet that a place says.
func outletOf(says []string) string { return strings.TrimPrefix(oneLine(says), "@") }

// maxName is the longest name of a person, in code points; what is longer is a sentence about one.
const maxName = 80

var (
	writtenBy   = regexp.MustCompile(`(?i)^(?:(?:story|written|reported|reporting|words|text|posted|published|article|analysis|opinion)\s+)?(?:by|von|par|por|di|door|av|af)[\s:]+`)
	behindNames = regexp.MustCompile(`\s*(?:[|·•●–—]|\s-\s|\(|\d{1,4}[/.:]\d|\b(?i:updated|published|posted|follow|email|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b).*$`)
	endOfDate   = regexp.MustCompile(`(?i)[\s,]*\b(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)?(?:day)?,?\s*(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,4}\b.*$`)
)

// allBy is how the page calls what leads to all that somebody wrote: "View all posts by Jane Doe".
var allBy = regexp.MustCompile(`(?i)^(?:view|see|show|read|zeige?|more|mehr|voir|ver)?\s*(?:all|alle|tous|todos|more|mehr)?\s*(?:the|les|los)?\s*(?:posts|articles|stories|beiträge|artikel|artículos)\s+(?:written )?(?:by|of|from|von|de|par|por)\s+(.+?)\s*[→»]?$`)

// people are the names that a place says, without "By" before and a date behind them: "Jane Doe, John Roe".
func people(says []string) string {
	var out []string
	for _, s := range says {
		s = allBy.ReplaceAllString(collapse(html.UnescapeString(s)), "$1")
		s = writtenBy.ReplaceAllString(s, "")
		s = endOfDate.ReplaceAllString(behindNames.ReplaceAllString(s, ""), "")
		s = strings.TrimRight(strings.TrimPrefix(s, "@"), " ,;:")
		lower := strings.ToLower(s)
		if s == "" || webAddress(s) != "" || strings.HasPrefix(lower, "www.") || utf8.RuneCountInString(s) > maxName || !strings.ContainsFunc(s, unicode.IsLetter) ||
			strings.Contains(s, "@") || strings.Contains(s, " ") && strings.ContainsFunc(s, unicode.IsDigit) || lower == "admin" || lower == "null" {
			continue
		}
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, s) }) {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

// languageOf is the first of what a place says that is a language, as BCP 47.
func languageOf(says []string) string {
	for _, s := range says {
		for part := range strings.SplitSeq(s, ",") {
			tag, err := language.Parse(strings.TrimSpace(part))
			if err == nil && tag != language.Und {
				return tag.String()
			}
		}
	}
	return ""
}

// addressOf is the first of what a place says that is an address in the web.
func addressOf(says []string) string {
	for _, s := range says {
		if strings.HasPrefix(s, "//") {
			s = "https:" + s
		}
		if u, err := url.Parse(s); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
			return s
		}
	}
	return ""
}

// host is the middle of the name of the page's host: "example" of "www.example.com".
func (f facts) host() string {
	u, err := url.Parse(addressOf(slices.Concat(f["canonical"], f["og:url"], f["saved from"])))
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.TrimPrefix(u.Hostname(), "www."), ".")
	if len(parts) < 2 {
		return ""
	}
	if n := len(parts); n > 2 && len(parts[n-1]) == 2 && len(parts[n-2]) <= 3 { // example.co.uk
		return parts[n-3]
	}
	return parts[len(parts)-2]
}

// titleSigns stand between a headline and the name of the outlet.
var titleSigns = regexp.MustCompile(`\s+(?:\||-|–|—|·|•|::|»|«|/)\s+`)

// withoutOutlet takes the name of the outlet off a title, before or behind it: "Harbour closed - The Daily Post".
func withoutOutlet(title, outlet, host string) string {
	for {
		all := titleSigns.FindAllStringIndex(title, -1)
		if len(all) == 0 {
			return title
		}
		first, last := all[0], all[len(all)-1]
		switch {
		case isOutlet(title[last[1]:], outlet, host):
			title = title[:last[0]]
		case isOutlet(title[:first[0]], outlet, host):
			title = title[first[1]:]
		default:
			return title
		}
	}
}

// isOutlet tells whether s is the name of the outlet, or how its host is called.
func isOutlet(s, outlet, host string) bool {
	name := letters(s)
	if name == "" {
		return false
	}
	if o := letters(outlet); o != "" && (name == o || strings.TrimPrefix(name, "the") == strings.TrimPrefix(o, "the")) {
		return true
	}
	h := letters(host)
	return h != "" && (name == h || strings.TrimPrefix(name, "the") == h || strings.TrimSuffix(name, "com") == h)
}

// letters are the letters and digits of s alone, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
