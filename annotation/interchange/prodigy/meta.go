package prodigy

import (
	"cmp"
	"encoding/json"

	"rubricator/annotation/interchange"
)

// meta is what Prodigy shows below a text. Others put anything there: what is no string is passed over.
type meta struct {
	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Author    string `json:"author,omitempty"`
	Published string `json:"published,omitempty"`
	Language  string `json:"language,omitempty"`
	URL       string `json:"url,omitempty"`
	File      string `json:"source_file,omitempty"`
	Document  string `json:"document,omitempty"`

	source string // as Prodigy's own examples name the outlet
}

func metaOf(l *interchange.Line) meta {
	m := l.Meta
	return meta{Title: m.Title, Outlet: m.Outlet, Author: m.Author, Published: m.Published, Language: m.Language, URL: m.URL, File: m.SourceFile,
		Document: l.ID.String()}
}

func (m *meta) common() interchange.Meta {
	return interchange.Meta{Title: m.Title, Outlet: m.Outlet, Author: m.Author, Published: m.Published, Language: m.Language, URL: m.URL, SourceFile: m.File}
}

// UnmarshalJSON takes the strings that it knows.
func (m *meta) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return nil // of another shape: nothing of ours
	}
	for key, to := range map[string]*string{"title": &m.Title, "outlet": &m.Outlet, "author": &m.Author, "published": &m.Published,
		"language": &m.Language, "url": &m.URL, "source_file": &m.File, "document": &m.Document, "source": &m.source} {
		if err := json.Unmarshal(all[key], to); err != nil {
			*to = ""
		}
	}
	m.Outlet = cmp.Or(m.Outlet, m.source)
	return nil
}

// attributes are those of a mark or a text. Others may have a key of that name: what is no string and no list of strings is passed over.
type attributes interchange.Attributes

// UnmarshalJSON takes strings and lists of them.
func (a *attributes) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return nil
	}
	for name, value := range all {
		var many []string
		var one string
		if json.Unmarshal(value, &many) != nil {
			if json.Unmarshal(value, &one) != nil {
				continue
			}
			many = []string{one}
		}
		if *a == nil {
			*a = attributes{}
		}
		(*a)[name] = many
	}
	return nil
}
