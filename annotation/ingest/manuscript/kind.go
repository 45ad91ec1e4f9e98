package manuscript

import (
	"strings"

	"rubricator/annotation/ingest"
)

// kinds are what the names of paragraph styles say, in lower case, as Word and LibreOffice have them in files of every language.
var kinds = map[string]ingest.Kind{
	"title": ingest.Headline, "headline": ingest.Headline,
	"subtitle": ingest.Heading, "subheading": ingest.Heading,
	"byline": ingest.Byline, "author": ingest.Byline,
	"caption": ingest.Caption, "illustration": ingest.Caption, "figure": ingest.Caption, "drawing": ingest.Caption, "table": ingest.Caption,
}

// KindOf is what the name of a paragraph's style says about it. Known is false where it says nothing; the style that it is based on may.
func KindOf(style string) (kind ingest.Kind, cut ingest.Reason, known bool) {
	style = strings.ToLower(style)
	switch {
	case strings.HasPrefix(style, "toc "), strings.HasPrefix(style, "contents "):
		return ingest.Entry, Contents, true
	case strings.HasPrefix(style, "heading"):
		return ingest.Heading, "", true
	case strings.HasPrefix(style, "list"):
		return ingest.Entry, "", true
	}
	kind, known = kinds[style]
	return kind, "", known
}
