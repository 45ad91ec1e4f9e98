package annotation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
	"unique"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// LabelRole is a label of the scheme and the part a span plays under it. Role is empty under a label without roles.
type LabelRole struct {
	Label string
	Role  string
}

func (l LabelRole) String() string {
	if l.Role == "" {
		return l.Label
	}
	return l.Label + "." + l.Role
}

// Origin tells how a mark came about.
type Origin string

// The origins of marks.
const (
	OriginSelection Origin = "selection" // made from a selection
	OriginUnit      Origin = "unit"      // made from the unit at the caret
	OriginRule      Origin = "rule"      // a link that followed from positions
	OriginSame      Origin = "same"      // reads as another, or as what was looked for, and was looked at
	OriginImport    Origin = "import"    // came with a file

	OriginSuggestion Origin = "suggestion" // was a model's suggestion, and was accepted
	OriginModel      Origin = "model"      // is a model's suggestion
	OriginAccepted   Origin = "accepted"   // is an answer: the suggestion of these ranges and label was accepted
	OriginRejected   Origin = "rejected"   // is an answer: it was rejected

	OriginAgreed  Origin = "agreed"  // is in the reference because all annotators have it
	OriginDecided Origin = "decided" // is in the reference because a reviewer decided so
)

// IsDerived tells the origins of what is the same row on every machine: models, people and annotators may come to the same twice.
func (o Origin) IsDerived() bool {
	return o == OriginModel || o == OriginAccepted || o == OriginRejected || o.isOfReference()
}

// isOfReference tells the origins of what came into the reference from the annotators' sets.
func (o Origin) isOfReference() bool { return o == OriginAgreed || o == OriginDecided }

// Span is one mark: labelled ranges of a document by one annotator. It is a value; With... give changed ones. In
// memory a span takes 56 bytes, so that 100,000 of them stay small.
type Span struct {
	ID    ID
	kind  unique.Handle[kind]
	first rangeset.Range
	quote string
	rest  *rest // what most spans do not have
}

// kind is what many spans have in common.
type kind struct {
	set     ID
	label   LabelRole
	version int // of the scheme that it was made under
}

// rest is never changed once a span holds it.
type rest struct {
	more       []rangeset.Range
	attributes map[string][]string
	note       string
	origin     Origin
}

// usual is the rest of a span that has nothing but an origin, shared by all of them.
func usual(o Origin) *rest {
	if r := usuals[o]; r != nil {
		return r
	}
	return &rest{origin: o}
}

var usuals = func() map[Origin]*rest {
	m := map[Origin]*rest{}
	for _, o := range []Origin{OriginSelection, OriginUnit, OriginRule, OriginSame, OriginImport,
		OriginSuggestion, OriginModel, OriginAccepted, OriginRejected, OriginAgreed, OriginDecided} {
		m[o] = &rest{origin: o}
	}
	return m
}()

// NewSpan makes a span of t in the set. The ranges must be ordered, not empty and inside the text, as Set.AddSpan and
// the importers see to; they are kept exactly.
func NewSpan(id, set ID, l LabelRole, t *text.Text, ranges []rangeset.Range, origin Origin) Span {
	s := Span{ID: id, kind: unique.Make(kind{set, l, 1}), rest: usual(origin)}
	s.setRanges(t, ranges)
	return s
}

func (s *Span) setRanges(t *text.Text, ranges []rangeset.Range) {
	s.first = ranges[0]
	s.quote = Quote(t, ranges)
	if len(ranges) > 1 || len(s.rest.more) > 0 {
		s.change(func(r *rest) { r.more = slices.Clone(ranges[1:]) })
	}
}

func (s *Span) change(f func(*rest)) {
	r := *s.rest
	f(&r)
	s.rest = &r
}

// Quote is the text that the ranges cover, joined by one space where there are several.
func Quote(t *text.Text, ranges []rangeset.Range) string {
	if len(ranges) == 1 {
		return t.Slice(ranges[0].Start, ranges[0].End)
	}
	parts := make([]string, len(ranges))
	for i, r := range ranges {
		parts[i] = t.Slice(r.Start, r.End)
	}
	return strings.Join(parts, " ")
}

// Set is the ID of the set that the span belongs to.
func (s Span) Set() ID { return s.kind.Value().set }

// Label is the span's label and role.
func (s Span) Label() LabelRole { return s.kind.Value().label }

// SchemeVersion is the version of the scheme that the span was made under.
func (s Span) SchemeVersion() int { return s.kind.Value().version }

// IsUnsure tells whether the annotator was not certain of the span.
func (s Span) IsUnsure() bool { return len(s.rest.attributes[Unsure]) > 0 }

// SuggestedBy names the model and the version that suggested the span; nothing where it was not suggested.
func (s Span) SuggestedBy() string {
	for _, v := range s.rest.attributes[Suggested] {
		if m := provenance.FindStringSubmatch(v); m != nil {
			return m[1] + " " + m[2]
		}
	}
	return ""
}

// Waived gives the reasons for which checks on the span were waived, by the check's key.
func (s Span) Waived() map[string]string {
	out := map[string]string{}
	for _, w := range s.rest.attributes[Waived] {
		check, reason, _ := strings.Cut(w, ": ")
		out[check] = reason
	}
	return out
}

// TakenFrom gives the annotators' marks that a mark of the reference stands for; none elsewhere.
func (s Span) TakenFrom() []ID {
	var out []ID
	for _, v := range s.rest.attributes[TakenFrom] {
		if id, err := ParseID(v); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// Ranges gives the ranges in order. The slice is the caller's.
func (s Span) Ranges() []rangeset.Range {
	return append([]rangeset.Range{s.first}, s.rest.more...)
}

// Hull is the stretch from the first bound to the last.
func (s Span) Hull() rangeset.Range {
	h := s.first
	for _, r := range s.rest.more {
		h.Start, h.End = min(h.Start, r.Start), max(h.End, r.End)
	}
	return h
}

// Covers tells whether one of the ranges holds p or ends there.
func (s Span) Covers(p text.Pos) bool {
	return s.first.Touches(p) || slices.ContainsFunc(s.rest.more, func(r rangeset.Range) bool { return r.Touches(p) })
}

// Len is the number of code points covered.
func (s Span) Len() text.Pos {
	n := s.first.Len()
	for _, r := range s.rest.more {
		n += r.Len()
	}
	return n
}

// Quote is the covered text, the ranges joined by one space.
func (s Span) Quote() string { return s.quote }

// Note is what the annotator wrote on the span.
func (s Span) Note() string { return s.rest.note }

// Origin tells how the span came about.
func (s Span) Origin() Origin { return s.rest.origin }

// Attributes gives the values of each attribute. The map must not be changed.
func (s Span) Attributes() map[string][]string { return s.rest.attributes }

// Given is what the annotator gave of the scheme's attributes, without what the program keeps in attributes of its own.
func (s Span) Given() map[string][]string {
	out := maps.Clone(s.rest.attributes)
	maps.DeleteFunc(out, func(attribute string, _ []string) bool { return IsOwnOfMarks(attribute) })
	return out
}

// WithLabel is the span under another label.
func (s Span) WithLabel(l LabelRole) Span {
	s.kind = unique.Make(kind{s.Set(), l, s.SchemeVersion()})
	return s
}

// underScheme is the span as made under a version of the scheme.
func (s Span) underScheme(version int) Span {
	s.kind = unique.Make(kind{s.Set(), s.Label(), version})
	return s
}

// WithNote is the span with another note.
func (s Span) WithNote(note string) Span {
	s.change(func(r *rest) { r.note = note })
	return s
}

// withAttributes is the span with other attributes.
func (s Span) withAttributes(a map[string][]string) Span {
	if len(a) > 0 || len(s.rest.attributes) > 0 {
		s.change(func(r *rest) { r.attributes = a })
	}
	return s
}

// WithRanges is the span on other ranges of its text.
func (s Span) WithRanges(t *text.Text, ranges []rangeset.Range) Span {
	s.setRanges(t, ranges)
	return s
}

// In is the span with its quote cut out of t, so that it takes no memory of its own. The error is that t does not read as the quote at its ranges.
func (s Span) In(t *text.Text) (Span, error) {
	if end := s.Hull().End; end > t.Len() {
		return s, fmt.Errorf("mark %s: ends at %d, behind the text's end at %d", s.ID, end, t.Len())
	}
	quote := t.Slice(s.first.Start, s.first.End)
	if len(s.rest.more) > 0 {
		quote = Quote(t, s.Ranges())
	}
	if quote != s.quote {
		return s, fmt.Errorf("mark %s: the text reads %q where the mark says %q", s.ID, quote, s.quote)
	}
	if len(s.rest.more) == 0 {
		s.quote = quote
	}
	return s, nil
}

// InText orders spans of a text by their first range, outer before inner; on equal ranges as they were made.
func InText(a, b Span) int {
	if by := rangeset.Compare(a.first, b.first); by != 0 {
		return by
	}
	return bytes.Compare(a.ID[:], b.ID[:])
}

// spanJSON is the written form. Bounds are code points.
type spanJSON struct {
	ID         ID                  `json:"id"`
	Set        ID                  `json:"set"`
	Label      string              `json:"label"`
	Role       string              `json:"role,omitempty"`
	Ranges     [][2]text.Pos       `json:"ranges"`
	Quote      string              `json:"quote"`
	Attributes map[string][]string `json:"attributes,omitempty"`
	Note       string              `json:"note,omitempty"`
	Origin     Origin              `json:"origin"`
	Version    int                 `json:"scheme_version,omitempty"` // left out where it is 1
}

// MarshalJSON writes the form that the journal keeps.
func (s Span) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

// AppendJSON appends to dst what Encode gives, without reflection: loading checks the hash of every mark.
func (s Span) AppendJSON(dst []byte) []byte {
	l := s.Label()
	dst = appendID(append(dst, `{"id":`...), s.ID)
	dst = appendID(append(dst, `,"set":`...), s.Set())
	dst = appendString(append(dst, `,"label":`...), l.Label)
	if l.Role != "" {
		dst = appendString(append(dst, `,"role":`...), l.Role)
	}
	dst = appendRange(append(dst, `,"ranges":[`...), s.first)
	for _, r := range s.rest.more {
		dst = appendRange(append(dst, ','), r)
	}
	dst = appendString(append(dst, `],"quote":`...), s.quote)
	if len(s.rest.attributes) > 0 {
		b, _ := marshal(s.rest.attributes) // a map of strings is always written
		dst = append(append(dst, `,"attributes":`...), b...)
	}
	if s.rest.note != "" {
		dst = appendString(append(dst, `,"note":`...), s.rest.note)
	}
	dst = appendString(append(dst, `,"origin":`...), string(s.rest.origin))
	if v := s.SchemeVersion(); v != 1 {
		dst = strconv.AppendInt(append(dst, `,"scheme_version":`...), int64(v), 10)
	}
	return append(dst, '}')
}

func appendID(dst []byte, id ID) []byte {
	dst, _ = id.AppendText(append(dst, '"')) // a name is always written
	return append(dst, '"')
}

func appendRange(dst []byte, r rangeset.Range) []byte {
	dst = strconv.AppendInt(append(dst, '['), int64(r.Start), 10)
	dst = strconv.AppendInt(append(dst, ','), int64(r.End), 10)
	return append(dst, ']')
}

// appendString writes s as marshal does; what needs escapes is left to it.
func appendString(dst []byte, s string) []byte {
	if !plain(s) {
		b, _ := marshal(s) // a string is always written
		return append(dst, b...)
	}
	return append(append(append(dst, '"'), s...), '"')
}

// plain tells that JSON holds s as it is.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c == '"' || c == '\\':
			return false
		case c >= utf8.RuneSelf:
			return utf8.ValidString(s[i:]) && !strings.ContainsAny(s[i:], "\"\\\u2028\u2029") && !control(s[i:])
		}
	}
	return true
}

func control(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' }) >= 0
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Span) UnmarshalJSON(b []byte) (err error) {
	r, ok := plainSpan(b)
	if !ok {
		r = spanJSON{}
		if err := json.Unmarshal(b, &r); err != nil {
			return err
		}
	}
	ranges := make([]rangeset.Range, len(r.Ranges))
	for i, b := range r.Ranges {
		ranges[i] = rangeset.Range{Start: b[0], End: b[1]}
	}
	*s, err = StoredSpan(r.ID, r.Set, LabelRole{r.Label, r.Role}, ranges, r.Quote, r.Attributes, r.Note, r.Origin, max(r.Version, 1))
	return err
}

// plainSpan reads a mark as AppendJSON writes it where it needs no escapes; ok is false for others.
func plainSpan(b []byte) (r spanJSON, ok bool) {
	p := plainReader{rest: b}
	p.expect(`{"id":`)
	r.ID = p.id()
	p.expect(`,"set":`)
	r.Set = p.id()
	p.expect(`,"label":`)
	r.Label = p.text()
	if p.meets(`,"role":`) {
		r.Role = p.text()
	}
	p.expect(`,"ranges":`)
	r.Ranges = p.ranges()
	p.expect(`,"quote":`)
	r.Quote = p.text()
	if p.meets(`,"attributes":`) {
		p.failed = json.Unmarshal(p.value(), &r.Attributes) != nil || p.failed
	}
	if p.meets(`,"note":`) {
		r.Note = p.text()
	}
	p.expect(`,"origin":`)
	r.Origin = Origin(p.text())
	if p.meets(`,"scheme_version":`) {
		r.Version = int(p.number(math.MaxInt32))
	}
	p.expect(`}`)
	return r, p.end()
}

// StoredSpan makes a span from what was stored of it. The quote is kept as it is, for LoadSet to hold against the
// text. version is that of the scheme. It is an error when the ranges are missing, empty or out of order.
func StoredSpan(id, set ID, l LabelRole, ranges []rangeset.Range, quote string, attributes map[string][]string,
	note string, origin Origin, version int) (Span, error) {
	if len(ranges) == 0 {
		return Span{}, fmt.Errorf("mark %s: no ranges", id)
	}
	last := text.Pos(0)
	for _, r := range ranges {
		if r.Start < last || r.End <= r.Start {
			return Span{}, fmt.Errorf("mark %s: range %d-%d is empty or out of order", id, r.Start, r.End)
		}
		last = r.End
	}
	s := Span{ID: id, kind: unique.Make(kind{set, l, version}), first: ranges[0], quote: quote, rest: usual(origin)}
	if len(ranges) > 1 || attributes != nil || note != "" {
		s.rest = &rest{slices.Clone(ranges[1:]), attributes, note, origin}
	}
	return s, nil
}
