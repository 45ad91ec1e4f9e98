package web

import (
	"fmt"
	"mime"
	"net/url"
	"path"
	"strings"

	"rubricator/annotation/ingest"
)

// endings are the endings of names for the types that sites give (iana.org/assignments/media-types).
var endings = map[string]string{
	"text/html": ".html", "application/xhtml+xml": ".html", "multipart/related": ".mhtml",
	"text/plain": ".txt", "text/markdown": ".md",
	"text/csv": ".csv", "text/tab-separated-values": ".tsv",
	"application/pdf":      ".pdf",
	"application/epub+zip": ".epub",
	"application/rtf":      ".rtf", "text/rtf": ".rtf",
	"message/rfc822": ".eml", "application/mbox": ".mbox",
	"application/json": ".json", "application/feed+json": ".json", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
	"application/xml": ".xml", "text/xml": ".xml", "application/rss+xml": ".rss", "application/atom+xml": ".atom", "application/rdf+xml": ".rdf", "text/x-opml": ".opml",
	"application/zip": ".zip",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"application/vnd.oasis.opendocument.text":                                 ".odt",
}

// nameOf names a file as the last part of the address, with the ending of its type. Where the type says nothing, the address's own ending stays; where neither
// does, it is a web page. The error is ingest.ErrKind.
func nameOf(at *url.URL, contentType string) (name, charset string, err error) {
	kind, parameters, _ := mime.ParseMediaType(contentType)
	name = path.Base(at.Path)
	if name == "/" || name == "." {
		name = at.Hostname()
	}
	own := strings.ToLower(path.Ext(path.Base(at.Path)))
	ending, known := endings[kind]
	switch says := kind != "" && kind != "application/octet-stream" && kind != "binary/octet-stream"; {
	case !known && says:
		return "", "", fmt.Errorf("%w: what stands there is of the type %s; give the address of the article", ingest.ErrKind, kind)
	case !says && own != "", kind == "text/plain" && own != "":
		return name, parameters["charset"], nil
	case !known:
		ending = ".html"
	}
	if own != ending {
		name += ending
	}
	return name, parameters["charset"], nil
}
