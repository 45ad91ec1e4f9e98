package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation/ingest"
)

// maxDepth is how deep objects and arrays may stand in each other.
const maxDepth = 256

// maxFields is how many fields of a record are looked at.
const maxFields = 1000

// maxValues is how many values a record may have: each takes up to a hundred bytes of memory beside its own.
const maxValues = 1_000_000

var (
	errDeep = fmt.Errorf("values stand in each other more than %d deep; export the articles without what is in them", maxDepth)
	errMany = fmt.Errorf("it has more than %d values; export the articles without what else is in the record", maxValues)
)

// parse reads what a record says. Bytes that are not UTF-8, and escapes that are half a surrogate pair, become U+FFFD, of which the draft warns.
func parse(place string, raw []byte) (record, error) {
	r := record{place: place, raw: raw, fields: map[string]string{}}
	fail := func(err error) (record, error) { return record{}, fmt.Errorf("%s: %w", place, err) }
	switch deepest, values := shapeOf(raw); {
	case deepest > maxDepth:
		return fail(errDeep)
	case values > maxValues:
		return fail(errMany)
	}
	var v any
	dec := json.NewDecoder(strings.NewReader(ingest.Shown(string(raw))))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return fail(fmt.Errorf("it is no JSON: %w; export it again", err))
	}
	if dec.More() {
		return fail(errors.New("there is more than one record in the line; put each in a line of its own"))
	}
	if s, ok := v.(string); ok {
		v = map[string]any{"text": s}
	}
	object, ok := v.(map[string]any)
	if !ok {
		return fail(errors.New("it is no record with named fields; export it as records again"))
	}
	r.take("", object)
	return r, nil
}

// take notes the fields of an object by their dotted paths.
func (r *record) take(path string, object map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if len(r.fields) >= maxFields {
			return
		}
		v := object[name]
		if isMarkName(name) && isMarks(v) {
			r.marks = true
			continue
		}
		if inner, ok := v.(map[string]any); ok {
			r.take(path+name+".", inner)
			continue
		}
		if s := words(v); s != "" {
			r.fields[path+name] = s
		}
	}
}

// words is what a value says: a list of paragraphs is text with an empty line between them, a list of short values is one line.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		var parts []string
		long := false
		for _, e := range v {
			s := words(e)
			if inner, ok := e.(map[string]any); ok {
				s, long = wordsOf(inner), true
			}
			if strings.TrimSpace(s) != "" {
				parts = append(parts, s)
				long = long || len(s) > maxShort
			}
		}
		if long {
			return strings.Join(parts, "\n\n")
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// maxShort is the longest of short values, as names of authors are, in bytes.
const maxShort = 80

// wordsOf is what an object in a list says: its text, else its content, else its name.
func wordsOf(object map[string]any) string {
	for _, name := range []string{"text", "content", "body", "value", "paragraph", "paragraphs", "children", "name"} {
		v := object[name]
		if inner, ok := v.(map[string]any); ok {
			v = wordsOf(inner)
		}
		if s := words(v); s != "" {
			return s
		}
	}
	return ""
}

// markNames are fields under which datasets have marks.
var markNames = []string{"spans", "label", "labels", "annotations", "result", "predictions", "entities", "relations", "cats", "ner_tags"}

func isMarkName(name string) bool { return slices.Contains(markNames, strings.ToLower(name)) }

// isMarks tells marks from what only has their name: they are a list of lists or of objects.
func isMarks(v any) bool {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return false
	}
	switch list[0].(type) {
	case []any, map[string]any:
		return true
	}
	return false
}

// hasText tells whether an object is an article itself: it has a text, or a title and a list of paragraphs.
func hasText(object map[string]json.RawMessage) bool {
	text, title, list := false, false, false
	for name, v := range object {
		isString := bytes.HasPrefix(v, []byte(`"`))
		switch {
		case ingest.Means(name, ingest.FieldTitle):
			title = title || isString
		case ingest.Means(name, ingest.FieldText):
			text = text || isString || bytes.HasPrefix(v, []byte(`["`))
			list = list || isListOfObjects(v)
		}
	}
	return text || title && list
}

func sortedNames(fields map[string]string) []string { return slices.Sorted(maps.Keys(fields)) }

// shapeOf is how deep objects and arrays stand in each other, and how many commas, objects and arrays there are.
func shapeOf(b []byte) (deepest, values int) {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == ',':
			values++
		case c == '{', c == '[':
			values++
			depth++
			deepest = max(deepest, depth)
		case c == '}', c == ']':
			depth--
		}
	}
	return deepest, values
}
