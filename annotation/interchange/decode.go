package interchange

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// The decoder knows the shape of a line, as the encoder does. Keys may come in any order, each exactly once; what is
// not of the shape is refused, where encoding/json would pass over it: doubled keys, keys in the wrong case, nulls, and
// half surrogate pairs.

var (
	lineKeys     = []string{"id", "text", "text_sha256", "offset_unit", "meta", "scheme", "annotator", "annotator_kind", "status", "attributes", "spans", "relations"}
	metaKeys     = []string{"title", "outlet", "author", "published", "language", "url", "source_file"}
	schemeKeys   = []string{"name", "version"}
	spanKeys     = []string{"id", "label", "role", "start", "end", "ranges", "text", "attributes", "computed", "note", "origin", "scheme_version", "created", "updated"}
	relationKeys = []string{"id", "type", "from", "to"}
)

// The keys that may be missing: lines of earlier releases have none, and those of people no kind.
var (
	optionalOfLines = []string{"annotator_kind", "attributes"}
	optionalOfSpans = []string{"computed", "scheme_version"}
)

// words are labels, keys and other strings that come again and again; equal ones share memory.
type words map[string]string

// The longest word that is kept, in bytes, and how many.
const (
	maxWord  = 64
	maxWords = 1000
)

// decodeLine reads one line, which must be valid UTF-8. The line is as far read as it could be when there is an error.
func decodeLine(b []byte, w words) (Line, error) {
	d := decoder{b: b, words: w}
	l := Line{Spans: []Span{}, Relations: []Relation{}}
	d.line(&l)
	if d.space(); d.err == nil && d.i < len(b) {
		d.fail("the line has more than one object")
	}
	return l, d.err
}

// decoder reads values from b. The first error stays, and everything after it reads as nothing.
type decoder struct {
	b       []byte
	i       int // the next byte
	err     error
	scratch []byte
	words   words
	bounds  [][2]text.Pos // where the ranges of all spans lie
}

func (d *decoder) line(l *Line) {
	d.objectWithout(optionalOfLines, lineKeys, func(key int) {
		switch lineKeys[key] {
		case "id":
			l.ID = d.id()
		case "text":
			l.Text = d.string()
		case "text_sha256":
			l.TextSHA256 = d.hash()
		case "offset_unit":
			l.OffsetUnit = d.word()
		case "meta":
			fields := [...]*string{&l.Meta.Title, &l.Meta.Outlet, &l.Meta.Author, &l.Meta.Published, &l.Meta.Language, &l.Meta.URL, &l.Meta.SourceFile}
			d.object(metaKeys, func(key int) { *fields[key] = d.string() })
		case "scheme":
			d.scheme(&l.Scheme)
		case "annotator":
			l.Annotator = d.stringOrNull()
		case "annotator_kind":
			l.Kind = annotation.AnnotatorKind(d.word())
		case "status":
			l.Status = annotation.Status(d.word())
		case "attributes":
			l.Attributes = d.attributes()
		case "spans":
			d.array(func() {
				l.Spans = append(l.Spans, Span{})
				d.span(&l.Spans[len(l.Spans)-1])
			})
		case "relations":
			d.array(func() {
				l.Relations = append(l.Relations, Relation{})
				d.relation(&l.Relations[len(l.Relations)-1])
			})
		}
	})
}

func (d *decoder) scheme(s *SchemeName) {
	d.object(schemeKeys, func(key int) {
		if schemeKeys[key] == "name" {
			s.Name = d.string()
		} else {
			s.Version = d.number()
		}
	})
}

func (d *decoder) span(s *Span) {
	d.objectWithout(optionalOfSpans, spanKeys, func(key int) {
		switch spanKeys[key] {
		case "id":
			s.ID = d.id()
		case "label":
			s.Label = d.word()
		case "role":
			s.Role = d.word()
		case "start":
			s.Start = text.Pos(d.number())
		case "end":
			s.End = text.Pos(d.number())
		case "ranges":
			s.Ranges = d.ranges()
		case "text":
			s.Text = d.string()
		case "attributes":
			s.Attributes = d.attributes()
		case "computed":
			s.Computed = d.attributes()
		case "note":
			s.Note = d.string()
		case "origin":
			s.Origin = annotation.Origin(d.word())
		case "scheme_version":
			s.Version = d.number()
		case "created":
			s.Created = d.time()
		case "updated":
			s.Updated = d.time()
		}
	})
}

func (d *decoder) relation(r *Relation) {
	d.object(relationKeys, func(key int) {
		switch relationKeys[key] {
		case "id":
			r.ID = d.id()
		case "type":
			r.Type = d.word()
		case "from":
			r.From = d.id()
		case "to":
			r.To = d.id()
		}
	})
}

func (d *decoder) ranges() [][2]text.Pos {
	from := len(d.bounds)
	d.array(func() {
		var r [2]text.Pos
		n := 0
		d.array(func() {
			if p := text.Pos(d.number()); n < 2 {
				r[n] = p
			}
			n++
		})
		if n != 2 {
			d.fail("a range has %d bounds, want 2", n)
		}
		d.bounds = append(d.bounds, r)
	})
	return d.bounds[from:len(d.bounds):len(d.bounds)]
}

// attributes is nil when there are none.
func (d *decoder) attributes() map[string][]string {
	var out map[string][]string
	d.members(func(key string) {
		if _, twice := out[key]; twice {
			d.fail("key %q comes twice", key)
		}
		values := []string{}
		d.array(func() { values = append(values, d.word()) })
		if out == nil {
			out = map[string][]string{}
		}
		out[key] = values
	})
	return out
}

// object reads an object that has exactly the given keys; value reads the value of the key of that number.
func (d *decoder) object(keys []string, value func(key int)) { d.objectWithout(nil, keys, value) }

// objectWithout is object where some of the keys may be missing.
func (d *decoder) objectWithout(optional []string, keys []string, value func(key int)) {
	var seen uint
	next := 0 // keys mostly come in order
	d.members(func(name string) {
		n := next
		if n >= len(keys) || keys[n] != name {
			n = slices.Index(keys, name)
		}
		switch {
		case n < 0:
			d.fail("unknown key %q", name)
		case seen&(1<<n) != 0:
			d.fail("key %q comes twice", name)
		default:
			seen |= 1 << n
			next = n + 1
			value(n)
		}
	})
	for n, name := range keys {
		if seen&(1<<n) == 0 && !slices.Contains(optional, name) {
			d.fail("key %q is missing", name)
		}
	}
}

// members reads an object of any keys.
func (d *decoder) members(value func(key string)) {
	d.list('{', '}', func() {
		key := d.word()
		d.expect(':')
		value(key)
	})
}

func (d *decoder) array(element func()) { d.list('[', ']', element) }

func (d *decoder) list(first, last byte, element func()) {
	d.expect(first)
	if d.peek() == last {
		d.i++
		return
	}
	for d.err == nil {
		element()
		if d.peek() != ',' {
			break
		}
		d.i++
	}
	d.expect(last)
}

func (d *decoder) space() {
	for d.i < len(d.b) && (d.b[d.i] == ' ' || d.b[d.i] == '\t' || d.b[d.i] == '\r' || d.b[d.i] == '\n') {
		d.i++
	}
}

// peek is the next byte behind white space, 0 at the end or after an error.
func (d *decoder) peek() byte {
	if d.space(); d.err != nil || d.i >= len(d.b) {
		return 0
	}
	return d.b[d.i]
}

func (d *decoder) expect(c byte) {
	if d.peek() != c {
		d.fail("want %q", c)
		return
	}
	d.i++
}

func (d *decoder) fail(format string, args ...any) {
	switch {
	case d.err != nil:
	case d.i >= len(d.b):
		d.err = errors.New("the line breaks off")
	default:
		d.err = fmt.Errorf("%s, at byte %d", fmt.Sprintf(format, args...), d.i)
	}
}

// number reads a whole number from 0 to the largest position.
func (d *decoder) number() int {
	d.peek()
	from, n := d.i, 0
	for ; d.i < len(d.b) && d.b[d.i] >= '0' && d.b[d.i] <= '9' && n <= math.MaxInt32; d.i++ {
		n = n*10 + int(d.b[d.i]-'0')
	}
	end := byte(',')
	if d.i < len(d.b) {
		end = d.b[d.i]
	}
	if d.i == from || n > math.MaxInt32 || end == '.' || end|0x20 == 'e' || d.i > from+1 && d.b[from] == '0' {
		d.i = from
		d.fail("want a whole number from 0 to %d", math.MaxInt32)
	}
	return n
}

func (d *decoder) stringOrNull() *string {
	if d.peek() == 'n' {
		for _, c := range []byte("null") {
			if d.i >= len(d.b) || d.b[d.i] != c {
				d.fail("want a string or null")
				return nil
			}
			d.i++
		}
		return nil
	}
	s := d.string()
	return &s
}

func (d *decoder) string() string { return string(d.raw()) }

// word is string for what comes again and again.
func (d *decoder) word() string {
	raw := d.raw()
	if s, ok := d.words[string(raw)]; ok {
		return s
	}
	s := string(raw)
	if len(s) <= maxWord && len(d.words) < maxWords {
		d.words[s] = s
	}
	return s
}

func (d *decoder) id() (id annotation.ID) {
	at := d.i
	b := d.raw()
	if len(b) == 36 && b[8] == '-' && b[13] == '-' && b[18] == '-' && b[23] == '-' {
		var digits [32]byte
		n := copy(digits[:], b[:8])
		for _, part := range [][2]int{{9, 13}, {14, 18}, {19, 23}, {24, 36}} {
			n += copy(digits[n:], b[part[0]:part[1]])
		}
		if _, err := hex.Decode(id[:], digits[:]); err == nil {
			return id
		}
	}
	if d.err == nil {
		d.i = at
		d.fail("%q is no id; want 8-4-4-4-12 hexadecimal digits", b)
	}
	return annotation.ID{}
}

func (d *decoder) hash() (h annotation.Hash) {
	if err := h.UnmarshalText(d.raw()); err != nil {
		d.fail("%s", err)
	}
	return h
}

func (d *decoder) time() (t Time) {
	b := d.raw()
	if len(b) == 0 {
		return t
	}
	if err := t.UnmarshalText(b); err != nil {
		d.fail("time %q: want RFC 3339 (2026-03-04T09:15:00Z)", b)
	}
	t.Time = t.UTC()
	return t
}

// raw reads a string; the bytes are valid until the next call.
func (d *decoder) raw() []byte {
	d.expect('"')
	if d.err != nil {
		return nil
	}
	from := d.i
	for ; d.i < len(d.b); d.i++ {
		switch c := d.b[d.i]; {
		case c == '"':
			d.i++
			return d.b[from : d.i-1]
		case c == '\\':
			return d.escaped(from)
		case c < ' ':
			d.fail("control character 0x%02x in a string", c)
			return nil
		}
	}
	d.fail("want %q", '"')
	return nil
}

// escaped reads on at the first backslash of a string that starts at from.
func (d *decoder) escaped(from int) []byte {
	out := append(d.scratch[:0], d.b[from:d.i]...)
	for d.i < len(d.b) && d.err == nil {
		switch c := d.b[d.i]; {
		case c == '"':
			d.i++
			d.scratch = out
			return out
		case c == '\\':
			out = d.escape(out)
		case c < ' ':
			d.fail("control character 0x%02x in a string", c)
		default:
			out = append(out, c)
			d.i++
		}
	}
	d.fail("want %q", '"')
	return nil
}

// escape reads one escape and appends what it stands for.
func (d *decoder) escape(out []byte) []byte {
	rest := d.b[d.i:]
	if len(rest) < 2 {
		d.i = len(d.b)
		d.fail("")
		return out
	}
	if c := simpleEscapes[rest[1]]; c != 0 {
		d.i += 2
		return append(out, c)
	}
	u, ok := unit(rest)
	switch {
	case !ok:
		d.fail("escape %q is unknown", rest[:2])
	case !utf16.IsSurrogate(u):
		d.i += 6
		return utf8.AppendRune(out, u)
	default:
		low, _ := unit(rest[6:])
		if r := utf16.DecodeRune(u, low); r != utf8.RuneError {
			d.i += 12
			return utf8.AppendRune(out, r)
		}
		d.fail("%s is half a surrogate pair", rest[:6])
	}
	return out
}

var simpleEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unit is the value of an escape \uXXXX that b begins with.
func unit(b []byte) (u rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	var two [2]byte
	if _, err := hex.Decode(two[:], b[2:6]); err != nil {
		return 0, false
	}
	return rune(two[0])<<8 | rune(two[1]), true
}
