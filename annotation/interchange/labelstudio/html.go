package labelstudio

import (
	"html"
	"regexp"
	"strings"
)

// tags are those of HTML, with comments.
var tags = regexp.MustCompile(`(?s)<!--.*?-->|<[/!?]?[a-zA-Z][^>]*>`)

// shown is the text of HTML as Label Studio counts it: what stands between the tags, and one character for a line break.
func shown(s string) string {
	s = tags.ReplaceAllStringFunc(s, func(tag string) string {
		if name := strings.ToLower(strings.Trim(tag, "<>/ ")); name == "br" || strings.HasPrefix(name, "br ") {
			return "\n"
		}
		return ""
	})
	return html.UnescapeString(s)
}
