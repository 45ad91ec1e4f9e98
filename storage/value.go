package storage

import (
	"context"
	"fmt"
)

// mostValues is how many different values of an attribute are offered.
const mostValues = 5000

// Values gives the values that marks of the project have of an attribute, the most frequent first, 5,000 at most. What colleagues marked on
// documents that are blind to whoever works here is left out.
func (p *Project) Values(ctx context.Context, attribute string) ([]string, error) {
	return p.values(ctx, spans.name+` s JOIN "set" t ON t.id = s."set"`, attribute)
}

// DocumentValues gives the values that documents were given of an attribute, as Values does.
func (p *Project) DocumentValues(ctx context.Context, attribute string) ([]string, error) {
	return p.values(ctx, sets.name+` s JOIN "set" t ON t.id = s.id`, attribute)
}

// values reads the attributes of rows s that belong to sets t.
func (p *Project) values(ctx context.Context, rowsOfSets, attribute string) ([]string, error) {
	me := p.Annotator().ID
	rows, err := p.readers.QueryContext(ctx, `SELECT v.value FROM `+rowsOfSets+`, json_each(s.attributes, ?2) v WHERE s.attributes IS NOT NULL
		AND (t.annotator = ?1 OR t.document NOT IN (`+blindList+`)) GROUP BY v.value ORDER BY count(*) DESC, v.value LIMIT ?3`,
		me[:], fmt.Sprintf(`$.%q`, attribute), mostValues)
	if err != nil {
		return nil, fmt.Errorf("values of %s: %w", attribute, err)
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, fmt.Errorf("values of %s: %w", attribute, err)
		}
		values = append(values, v)
	}
	return values, rows.Err()
}
