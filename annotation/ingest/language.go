package ingest

import (
	"cmp"
	"strings"

	"github.com/abadojack/whatlanggo"
	tags "golang.org/x/text/language"
)

// languageNames are languages whose names files have in place of their codes.
var languageNames = map[string]string{
	"arabic": "ar", "bengali": "bn", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da",
	"dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
	"hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "latvian": "lv", "lithuanian": "lt", "malay": "ms",
	"norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk",
	"slovenian": "sl", "spanish": "es", "swedish": "sv", "thai": "th", "turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi",
	"deutsch": "de", "français": "fr", "español": "es", "italiano": "it", "português": "pt", "polski": "pl", "русский": "ru", "українська": "uk",
}

// Language is a language as files have it, as a BCP 47 tag: "en_US" is "en-US", "English" is "en". What is none is empty.
func Language(s string) string {
	s = strings.TrimSpace(s)
	if code, ok := languageNames[strings.ToLower(s)]; ok {
		return code
	}
	t, err := tags.Parse(s)
	if err != nil || t == tags.Und {
		return ""
	}
	return t.String()
}

// What a language is told from, in bytes of text: so many at least, and so many at most, in parts from all over it.
const (
	enoughForLanguage = 100
	mostForLanguage   = 1 << 10
	languageParts     = 4
)

// languageOf is the language that a text is written in, as a BCP 47 tag, where that can be told. Small words tell most languages, and letters that
// follow each other the others; these take a hundred times as long.
func languageOf(s string) string {
	if len(s) < enoughForLanguage {
		return ""
	}
	s = fromAllOver(s)
	if told := bySmallWords(s); told != "" {
		return told
	}
	found := whatlanggo.Detect(s)
	if !found.IsReliable() {
		return ""
	}
	if found.Lang == whatlanggo.Pes { // the Persian of Iran
		return "fa"
	}
	return cmp.Or(found.Lang.Iso6391(), found.Lang.Iso6393())
}

// fromAllOver is a part of a text, from all over it: what stands at its beginning may be another's words.
func fromAllOver(s string) string {
	if len(s) > mostForLanguage {
		const part = mostForLanguage / languageParts
		var b strings.Builder
		for i := range languageParts {
			from := i * (len(s) - part) / (languageParts - 1)
			b.WriteString(s[from:from+part] + " ")
		}
		s = b.String()
	}
	return strings.ToValidUTF8(s, "")
}
