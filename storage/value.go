package storage

import (
	"context"
	"fmt"
)

// mostValues is how many different values of an attribute are offered.
const mostValues = 5000

// Values gives the values that marks of the project have of an attribute, the most frequent first, 5,000 at most.
func (p *Project) Values(ctx context.Context, attribute string) ([]string, error) {
	return p.values(ctx, spans.name, attribute)
}

// DocumentValues gives the values that documents were given of an attribute, as Values does.
func (p *Project) DocumentValues(ctx context.Context, attribute string) ([]string, error) {
	return p.values(ctx, sets.name, attribute)
}

func (p *Project) values(ctx context.Context, table, attribute string) ([]string, error) {
	rows, err := p.readers.QueryContext(ctx, `SELECT v.value FROM `+table+` s, json_each(s.attributes, ?) v WHERE s.attributes IS NOT NULL
		GROUP BY v.value ORDER BY count(*) DESC, v.value LIMIT ?`, fmt.Sprintf(`$.%q`, attribute), mostValues)
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
