package storage

import (
	"context"
	"fmt"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

var spans = table[annotation.Span]{
	kind: annotation.KindSpan, name: "span",
	columns: []string{"id", `"set"`, "label", "role", "start", `"end"`, "ranges", "quote", "attributes", "note", "origin"},
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
	return []any{s.ID[:], set[:], l.Label, l.Role, int64(hull.Start), int64(hull.End), ranges, s.Quote(), attributes, s.Note(), string(s.Origin())}, err
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
	var several [][2]text.Pos
	var quote, note string
	var attributes map[string][]string
	var origin annotation.Origin
	err := scan(append([]any{fixed(id[:]), fixed(set[:]), &l.Label, &l.Role, &hull.Start, &hull.End, jsonColumn{&several}, &quote,
		jsonColumn{&attributes}, &note, &origin}, more...)...)
	if err != nil {
		return err
	}
	ranges := []rangeset.Range{hull}
	if len(several) > 0 {
		ranges = ranges[:0]
		for _, r := range several {
			ranges = append(ranges, rangeset.Range{Start: r[0], End: r[1]})
		}
		if rangeset.Hull(ranges) != hull {
			return fmt.Errorf("mark %s: start and end are not those of its ranges", id)
		}
	}
	*s, err = annotation.StoredSpan(id, set, l, ranges, quote, attributes, note, origin)
	return err
}

// StampedSpan is a span with when it was made and last changed.
type StampedSpan struct {
	annotation.Span
	Created, Updated time.Time
}

// listSpans reads the spans of a set in no order and checks each against its hash. Those that fail are left out and
// named.
func listSpans(ctx context.Context, q querier, set annotation.ID) (out []StampedSpan, bad []error, err error) {
	rows, err := q.QueryContext(ctx, spanList, set[:])
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	var buffer []byte
	for rows.Next() {
		var s StampedSpan
		var hash annotation.Hash
		if err := readSpan(&s.Span, rows.Scan, fixed(hash[:]), instant{&s.Created}, instant{&s.Updated}); err != nil {
			bad = append(bad, faultf(ErrDamaged, "mark: damaged: %w", err))
			continue
		}
		buffer = s.AppendJSON(buffer[:0])
		if annotation.HashOf(buffer) != hash {
			bad = append(bad, faultf(ErrDamaged, "mark %s: damaged: the row is not what was written", s.ID))
			continue
		}
		out = append(out, s)
	}
	return out, bad, rows.Err()
}

const spanList = `SELECT id, "set", label, role, start, "end", ranges, quote, attributes, note, origin, hash, created, updated FROM span WHERE "set" = ?`
