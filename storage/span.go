package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

var spans = table[annotation.Span]{
	kind: annotation.KindSpan, name: "span",
	fixed:   2,
	within:  inSets,
	columns: []string{"id", `"set"`, "label", "role", "start", `"end"`, "ranges", "quote", "attributes", "note", "origin", "scheme_version"},
	values:  spanValues,
	read:    readSpan,
}

func spanValues(s *annotation.Span) ([]any, error) {
	set, l, hull, all := s.Set(), s.Label(), s.Hull(), s.Ranges()
	ranges, err := jsonText(pairs(all), len(all) == 1)
	if err != nil {
		return nil, err
	}
	attributes, err := jsonText(s.Attributes(), len(s.Attributes()) == 0)
	return []any{s.ID[:], set[:], l.Label, l.Role, int64(hull.Start), int64(hull.End), ranges, s.Quote(), attributes, s.Note(), string(s.Origin()), s.SchemeVersion()}, err
}

func pairs(rs []rangeset.Range) [][2]text.Pos {
	out := make([][2]text.Pos, len(rs))
	for i, r := range rs {
		out[i] = [2]text.Pos{r.Start, r.End}
	}
	return out
}

func readSpan(s *annotation.Span, scan scan, more ...any) error {
	var id, set annotation.ID
	var l annotation.LabelRole
	var hull rangeset.Range
	var several sql.NullString
	var quote, note string
	var attributes map[string][]string
	var origin annotation.Origin
	var version int
	err := scan(append([]any{fixed(id[:]), fixed(set[:]), &l.Label, &l.Role, &hull.Start, &hull.End, &several, &quote,
		jsonColumn{&attributes}, &note, &origin, &version}, more...)...)
	if err != nil {
		return err
	}
	ranges := []rangeset.Range{hull}
	if several.Valid {
		if ranges, err = severalRanges(several.String, hull); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
	}
	*s, err = annotation.StoredSpan(id, set, l, ranges, quote, attributes, note, origin, version)
	return err
}

// StampedSpan is a span with when it was made and last changed.
type StampedSpan struct {
	annotation.Span
	Created, Updated time.Time
}

// listSpans reads the spans of a set in no order and checks each against its hash. Those that fail are left out and
// named. Times are read when stamped.
func listSpans(ctx context.Context, s *snapshot, set annotation.ID, stamped bool) ([]StampedSpan, []error, error) {
	rows, err := readSpans(ctx, s, set, stamped)
	if err != nil {
		return nil, nil, err
	}
	spans, bad := rows.sound()
	return spans, bad, nil
}

// spanRows are the spans of a set as the file has them, unchecked.
type spanRows struct {
	spans  []StampedSpan
	hashes []annotation.Hash // of each, when it was written
	bad    []error           // what is none
}

func readSpans(ctx context.Context, s *snapshot, set annotation.ID, stamped bool) (spanRows, error) {
	query := spanList
	if stamped {
		query = stampedSpanList
	}
	var n int
	if err := s.QueryRowContext(ctx, `SELECT count(*) FROM span WHERE "set" = ?`, set[:]).Scan(&n); err != nil {
		return spanRows{}, err
	}
	r := spanReader{set: set, alike: map[string]alike{}, spanRows: spanRows{make([]StampedSpan, 0, n), make([]annotation.Hash, 0, n), nil}}
	err := s.eachRaw(ctx, func(v []driver.Value) error {
		if err := r.row(v); err != nil {
			r.bad = append(r.bad, faultf(ErrDamaged, "%w", err))
		}
		return nil
	}, query, set[:])
	return r.spanRows, err
}

// sound gives the spans that are what was written, and names the others. The rows are used up.
func (r *spanRows) sound() (spans []StampedSpan, bad []error) {
	spans, bad = r.spans[:0], r.bad
	var json []byte
	for i := range r.spans {
		s := r.spans[i]
		json = s.AppendJSON(json[:0])
		if annotation.HashOf(json) != r.hashes[i] {
			bad = append(bad, faultf(ErrDamaged, "mark %s: damaged: the row is not what was written", s.ID))
			continue
		}
		spans = append(spans, s)
	}
	return spans, bad
}

// What marks are known by, and what few of them differ in, comes as one column, since each value costs.
const (
	spanColumns     = `SELECT concat(id, hash, label, char(0), role, char(0), origin, char(0), scheme_version`
	spanRest        = `), start, "end", quote, note, ranges, attributes FROM span WHERE "set" = ?`
	spanList        = spanColumns + spanRest
	stampedSpanList = spanColumns + `, char(0), created, char(0), updated` + spanRest
)

// spanReader reads the rows of a set.
type spanReader struct {
	set    annotation.ID
	alike  map[string]alike
	ranges [1]rangeset.Range
	spanRows
}

// alike is what many spans have in common: the first column behind the id and the hash, taken apart.
type alike struct {
	label            annotation.LabelRole
	origin           annotation.Origin
	version          int
	created, updated time.Time // zero where they were not asked for
}

func (r *spanReader) row(v []driver.Value) error {
	var id annotation.ID
	var hash annotation.Hash
	key, ok := v[0].(string)
	if !ok || len(key) < len(id)+len(hash) {
		return fmt.Errorf("mark: damaged: its id or hash is not as long as it was")
	}
	key = key[copy(id[:], key):]
	key = key[copy(hash[:], key):]
	s, err := r.span(id, key, v)
	if err != nil {
		return fmt.Errorf("mark %s: damaged: %w", id, err)
	}
	r.spans, r.hashes = append(r.spans, s), append(r.hashes, hash)
	return nil
}

func (r *spanReader) span(id annotation.ID, key string, v []driver.Value) (s StampedSpan, err error) {
	l, known := r.alike[key]
	if !known {
		if l, err = takeApart(key); err != nil {
			return s, err
		}
		r.alike[key] = l
	}
	start, _ := v[1].(int64)
	end, _ := v[2].(int64)
	quote, _ := v[3].(string)
	note, _ := v[4].(string)
	r.ranges[0] = rangeset.Range{Start: text.Pos(start), End: text.Pos(end)}
	ranges := r.ranges[:]
	if v[5] != nil {
		if ranges, err = severalRanges(v[5], r.ranges[0]); err != nil {
			return s, err
		}
	}
	var attributes map[string][]string
	if v[6] != nil {
		if err = (jsonColumn{&attributes}).Scan(v[6]); err != nil {
			return s, err
		}
	}
	s.Created, s.Updated = l.created, l.updated
	s.Span, err = annotation.StoredSpan(id, r.set, l.label, ranges, quote, attributes, note, l.origin, l.version)
	return s, err
}

func takeApart(key string) (a alike, err error) {
	part := strings.SplitN(key, "\x00", 6)
	if len(part) != 4 && len(part) != 6 {
		return a, errors.New("a part of it is missing")
	}
	a.label, a.origin = annotation.LabelRole{Label: part[0], Role: part[1]}, annotation.Origin(part[2])
	a.version, _ = strconv.Atoi(part[3]) // the column is an integer
	if len(part) == 6 {
		err = errors.Join(instant{&a.created}.Scan(part[4]), instant{&a.updated}.Scan(part[5]))
	}
	return a, err
}

// severalRanges reads the column of that name. The hull stands in columns of its own and must be theirs.
func severalRanges(column any, hull rangeset.Range) ([]rangeset.Range, error) {
	var bounds [][2]text.Pos
	if err := (jsonColumn{&bounds}).Scan(column); err != nil {
		return nil, err
	}
	ranges := make([]rangeset.Range, len(bounds))
	for i, b := range bounds {
		ranges[i] = rangeset.Range{Start: b[0], End: b[1]}
	}
	if len(ranges) == 0 || rangeset.Hull(ranges) != hull {
		return nil, errors.New("start and end are not those of its ranges")
	}
	return ranges, nil
}

// Span reads one mark. Errors: annotation.ErrNotFound, ErrDamaged.
func (p *Project) Span(ctx context.Context, id annotation.ID) (annotation.Span, error) {
	found, err := whole(spans.list(ctx, p.readers, `WHERE id = ?`, id[:]))
	if err == nil && len(found) == 0 {
		err = annotation.ErrNotFound
	}
	if err != nil {
		return annotation.Span{}, p.failed("read mark "+id.String(), err)
	}
	return found[0], nil
}
