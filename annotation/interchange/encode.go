package interchange

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"time"

	"rubricator/annotation"
)

// The encoder appends the keys in their fixed order. It knows the shape of a line, so that a million marks need no
// reflection. Strings are taken to be valid UTF-8; the Writer checks the whole line.

func appendLine(b []byte, l *Line) []byte {
	b = appendID(append(b, `{"id":`...), l.ID)
	b = appendString(append(b, `,"text":`...), l.Text)
	b = appendHash(append(b, `,"text_sha256":`...), l.TextSHA256)
	b = appendString(append(b, `,"offset_unit":`...), l.OffsetUnit)
	b = appendMeta(append(b, `,"meta":`...), &l.Meta)
	b = appendString(append(b, `,"scheme":{"name":`...), l.Scheme.Name)
	b = strconv.AppendInt(append(b, `,"version":`...), int64(l.Scheme.Version), 10)
	b = append(b, `},"annotator":`...)
	if l.Annotator == nil {
		b = append(b, "null"...)
	} else {
		b = appendString(b, *l.Annotator)
	}
	if l.Kind != "" {
		b = appendString(append(b, `,"annotator_kind":`...), string(l.Kind))
	}
	b = appendString(append(b, `,"status":`...), string(l.Status))
	if len(l.Attributes) > 0 {
		b = appendAttributes(append(b, `,"attributes":`...), l.Attributes)
	}
	b = append(b, `,"spans":[`...)
	for i := range l.Spans {
		b = appendSpan(comma(b, i), &l.Spans[i])
	}
	b = append(b, `],"relations":[`...)
	for i := range l.Relations {
		b = appendRelation(comma(b, i), &l.Relations[i])
	}
	return append(b, "]}"...)
}

func appendMeta(b []byte, m *Meta) []byte {
	b = appendString(append(b, `{"title":`...), m.Title)
	b = appendString(append(b, `,"outlet":`...), m.Outlet)
	b = appendString(append(b, `,"author":`...), m.Author)
	b = appendString(append(b, `,"published":`...), m.Published)
	b = appendString(append(b, `,"language":`...), m.Language)
	b = appendString(append(b, `,"url":`...), m.URL)
	b = appendString(append(b, `,"source_file":`...), m.SourceFile)
	return append(b, '}')
}

func appendSpan(b []byte, s *Span) []byte {
	b = appendID(append(b, `{"id":`...), s.ID)
	b = appendString(append(b, `,"label":`...), s.Label)
	b = appendString(append(b, `,"role":`...), s.Role)
	b = strconv.AppendInt(append(b, `,"start":`...), int64(s.Start), 10)
	b = strconv.AppendInt(append(b, `,"end":`...), int64(s.End), 10)
	b = append(b, `,"ranges":[`...)
	for i, r := range s.Ranges {
		b = strconv.AppendInt(append(comma(b, i), '['), int64(r[0]), 10)
		b = strconv.AppendInt(append(b, ','), int64(r[1]), 10)
		b = append(b, ']')
	}
	b = appendString(append(b, `],"text":`...), s.Text)
	b = appendAttributes(append(b, `,"attributes":`...), s.Attributes)
	if len(s.Computed) > 0 {
		b = appendAttributes(append(b, `,"computed":`...), s.Computed)
	}
	b = appendString(append(b, `,"note":`...), s.Note)
	b = appendString(append(b, `,"origin":`...), string(s.Origin))
	if s.Version > 0 {
		b = strconv.AppendInt(append(b, `,"scheme_version":`...), int64(s.Version), 10)
	}
	b = appendTime(append(b, `,"created":`...), s.Created)
	b = appendTime(append(b, `,"updated":`...), s.Updated)
	return append(b, '}')
}

func appendRelation(b []byte, r *Relation) []byte {
	b = appendID(append(b, `{"id":`...), r.ID)
	b = appendString(append(b, `,"type":`...), r.Type)
	b = appendID(append(b, `,"from":`...), r.From)
	b = appendID(append(b, `,"to":`...), r.To)
	return append(b, '}')
}

// appendAttributes writes the attributes in the order of their names.
func appendAttributes(b []byte, attributes map[string][]string) []byte {
	if len(attributes) == 0 {
		return append(b, "{}"...)
	}
	b = append(b, '{')
	for i, name := range slices.Sorted(maps.Keys(attributes)) {
		b = append(appendString(comma(b, i), name), ":["...)
		for j, v := range attributes[name] {
			b = appendString(comma(b, j), v)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

// appendID writes the form of annotation.ID.MarshalText; the zero ID is "".
func appendID(b []byte, id annotation.ID) []byte {
	b, _ = id.AppendText(append(b, '"')) // a name is always written
	return append(b, '"')
}

func appendHash(b []byte, h annotation.Hash) []byte {
	b = append(b, '"')
	if !h.IsZero() {
		b = hex.AppendEncode(b, h[:])
	}
	return append(b, '"')
}

func appendTime(b []byte, t Time) []byte {
	b = append(b, '"')
	if !t.IsZero() {
		b = t.UTC().AppendFormat(b, time.RFC3339Nano)
	}
	return append(b, '"')
}

// plain marks the bytes that stand for themselves in a string. 0xE2 may begin U+2028 or U+2029, which end a line in
// JavaScript and in many readers of lines.
var plain = func() (p [256]bool) {
	for c := ' '; c < 256; c++ {
		p[c] = c != '"' && c != '\\' && c != 0xE2
	}
	return p
}()

// appendString writes s without escapes for HTML.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		if plain[s[i]] {
			continue
		}
		esc, size := escape(s[i:])
		if esc == "" {
			continue
		}
		b = append(append(b, s[from:i]...), esc...)
		from = i + size
		i = from - 1
	}
	return append(append(b, s[from:]...), '"')
}

// escape is how the first character of s is written, and its length in bytes; empty when it stands for itself.
func escape(s string) (string, int) {
	switch c := s[0]; {
	case c == 0xE2:
		if len(s) >= 3 && s[1] == 0x80 && (s[2] == 0xA8 || s[2] == 0xA9) {
			return [...]string{`\u2028`, `\u2029`}[s[2]-0xA8], 3
		}
		return "", 1
	case c < ' ':
		return controls[c], 1
	default:
		return `\` + s[:1], 1
	}
}

// controls are the escapes of U+0000 to U+001F.
var controls = func() (c [32]string) {
	for i := range c {
		c[i] = `\u00` + hex.EncodeToString([]byte{byte(i)})
	}
	c['\b'], c['\f'], c['\n'], c['\r'], c['\t'] = `\b`, `\f`, `\n`, `\r`, `\t`
	return c
}()
