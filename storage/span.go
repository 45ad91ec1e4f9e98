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
	query := spanList
	if stamped {
		query = stampedSpanList
	}
	var n int
	if err := s.QueryRowContext(ctx, `SELECT count(*) FROM span WHERE "set" = ?`, set[:]).Scan(&n); err != nil {
		return nil, nil, err
	}
	r := spanReader{set: set, labels: map[string]labelled{}, out: make([]StampedSpan, 0, n)}
	err := s.eachRaw(ctx, func(v []driver.Value) error {
		if err := r.row(v); err != nil {
			r.bad = append(r.bad, faultf(ErrDamaged, "%w", err))
		}
		return nil
	}, query, set[:])
	return r.out, r.bad, err
}

// What few spans differ in comes as one column, since each value costs.
const (
	spanColumns     = `SELECT id || hash, label || char(0) || role || char(0) || origin || char(0) || scheme_version, start, "end", quote, note, ranges, attributes`
	spanList        = spanColumns + ` FROM span WHERE "set" = ?`
	stampedSpanList = spanColumns + `, created, updated FROM span WHERE "set" = ?`
)

// spanReader reads the rows of a set.
type spanReader struct {
	set    annotation.ID
	labels map[string]labelled
	json   []byte
	ranges [1]rangeset.Range
	out    []StampedSpan
	bad    []error
}

// labelled is the second column taken apart.
type labelled struct {
	label   annotation.LabelRole
	origin  annotation.Origin
	version int
}

func (r *spanReader) row(v []driver.Value) error {
	var id annotation.ID
	key, ok := v[0].(string)
	if !ok || len(key) != len(id)+len(annotation.Hash{}) {
		return fmt.Errorf("mark: damaged: its id or hash is not as long as it was")
	}
	hash := key[copy(id[:], key):]
	s, err := r.span(id, v)
	if err != nil {
		return fmt.Errorf("mark %s: damaged: %w", id, err)
	}
	r.json = s.AppendJSON(r.json[:0])
	if sum := annotation.HashOf(r.json); string(sum[:]) != hash {
		return fmt.Errorf("mark %s: damaged: the row is not what was written", id)
	}
	r.out = append(r.out, s)
	return nil
}

func (r *spanReader) span(id annotation.ID, v []driver.Value) (s StampedSpan, err error) {
	kind, _ := v[1].(string)
	l, known := r.labels[kind]
	if !known {
		l = takeApart(kind)
		r.labels[kind] = l
	}
	start, _ := v[2].(int64)
	end, _ := v[3].(int64)
	quote, _ := v[4].(string)
	note, _ := v[5].(string)
	r.ranges[0] = rangeset.Range{Start: text.Pos(start), End: text.Pos(end)}
	ranges := r.ranges[:]
	if v[6] != nil {
		if ranges, err = severalRanges(v[6], r.ranges[0]); err != nil {
			return s, err
		}
	}
	var attributes map[string][]string
	if err = (jsonColumn{&attributes}).Scan(v[7]); err != nil {
		return s, err
	}
	if len(v) > 8 {
		if err = errors.Join(instant{&s.Created}.Scan(v[8]), instant{&s.Updated}.Scan(v[9])); err != nil {
			return s, err
		}
	}
	s.Span, err = annotation.StoredSpan(id, r.set, l.label, ranges, quote, attributes, note, l.origin, l.version)
	return s, err
}

func takeApart(kind string) labelled {
	label, rest, _ := strings.Cut(kind, "\x00")
	role, rest, _ := strings.Cut(rest, "\x00")
	origin, version, _ := strings.Cut(rest, "\x00")
	n, _ := strconv.Atoi(version) // the column is an integer
	return labelled{annotation.LabelRole{Label: label, Role: role}, annotation.Origin(origin), n}
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
