package ingest

import (
	"strings"

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
