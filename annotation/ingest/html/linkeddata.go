package html

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
)

// linkedData notes what a script of JSON-LD says about the article: the first thing in it, at any depth, whose type is one of an article, else of
// a page. Other things that are named by their "@id" are looked up.
func (f facts) linkedData(script string) {
	var top any
	if json.Unmarshal([]byte(cleanJSON(script)), &top) != nil {
		return
	}
	g := graph{byID: map[string]map[string]any{}}
	g.collect(top, 0)
	if g.article == nil {
		g.article = g.page
	}
	if g.article == nil || len(f["ld headline"]) > 0 {
		return
	}
	for key, place := range map[string]string{
		"headline": "ld headline", "name": "ld name", "author": "ld author", "creator": "ld creator", "publisher": "ld publisher",
		"datePublished": "ld datepublished", "dateCreated": "ld datecreated", "uploadDate": "ld uploaddate", "inLanguage": "ld inlanguage",
		"license": "ld license", "url": "ld url", "mainEntityOfPage": "ld mainentityofpage", "articleBody": "ld body",
	} {
		for _, s := range g.strings(g.article[key], linkedName[key], 0) {
			f.add(place, s)
		}
	}
	for _, s := range g.strings(g.article["image"], []string{"caption", "description"}, 0) {
		if webAddress(s) == "" {
			f.add("ld caption", s)
		}
	}
}

// linkedName are the keys by which a thing is called that stands for a value.
var linkedName = map[string][]string{
	"author": {"name"}, "creator": {"name"}, "publisher": {"name", "legalName"}, "inLanguage": {"alternateName", "name"}, "license": {"url", "@id", "name"},
	"mainEntityOfPage": {"@id", "url"}, "url": {"@id"},
}

// cleanJSON takes out of a script what pages write around JSON, and makes spaces of line breaks within strings, which JSON forbids.
func cleanJSON(s string) string {
	s = strings.TrimSpace(s)
	for _, around := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}, {"/*<![CDATA[*/", "/*]]>*/"}} {
		if rest, ok := strings.CutPrefix(s, around[0]); ok {
			s = strings.TrimSpace(strings.TrimSuffix(rest, around[1]))
		}
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.TrimSuffix(s, ";"))
}

// graph is what a script of JSON-LD says.
type graph struct {
	byID          map[string]map[string]any
	article, page map[string]any
}

// maxLinked is how deep things in things are followed.
const maxLinked = 64

func (g *graph) collect(v any, depth int) {
	if depth > maxLinked {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			g.collect(e, depth+1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > len(g.byID[id]) {
			g.byID[id] = v
		}
		switch {
		case g.article == nil && hasType(v, isArticle):
			g.article = v
		case g.page == nil && hasType(v, isWebPage):
			g.page = v
		}
		for _, key := range slices.Sorted(keys(v)) {
			g.collect(v[key], depth+1)
		}
	}
}

func keys(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func hasType(v map[string]any, is func(string) bool) bool {
	switch t := v["@type"].(type) {
	case string:
		return is(t)
	case []any:
		return slices.ContainsFunc(t, func(e any) bool { s, ok := e.(string); return ok && is(s) })
	}
	return false
}

func isArticle(t string) bool {
	return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report" || t == "SocialMediaPosting"
}

func isWebPage(t string) bool { return t == "WebPage" || t == "ItemPage" }

// strings are what a value says: itself, or what the things in it are called by the keys.
func (g *graph) strings(v any, by []string, depth int) []string {
	if depth > maxLinked {
		return nil
	}
	switch v := v.(type) {
	case string:
		if thing := g.byID[v]; thing != nil && !slices.Contains(by, "@id") {
			return g.strings(thing, by, depth+1)
		}
		return []string{html.UnescapeString(v)}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, g.strings(e, by, depth+1)...)
		}
		return out
	case map[string]any:
		for _, key := range by {
			if said, ok := v[key].(string); ok && said != "" {
				return []string{html.UnescapeString(said)}
			}
			if said, ok := v[key].([]any); ok {
				return g.strings(said, by, depth+1)
			}
		}
		if id, ok := v["@id"].(string); ok && len(v) == 1 {
			if thing := g.byID[id]; len(thing) > 1 {
				return g.strings(thing, by, depth+1)
			}
		}
		if said, ok := v["@value"].(string); ok {
			return []string{html.UnescapeString(said)}
		}
	}
	return nil
}
