package storage

import (
	"context"

	"rubricator/annotation"
)

var schemes = table[annotation.Scheme]{
	kind: annotation.KindScheme, name: "scheme",
	fixed:   1,
	columns: []string{"id", "name", "version", "labels", "relations", "guidelines", "modules", "document"},
	values: func(s *annotation.Scheme) ([]any, error) {
		labels, err := jsonText(s.Labels, false)
		if err != nil {
			return nil, err
		}
		relations, err := jsonText(s.Relations, len(s.Relations) == 0)
		if err != nil {
			return nil, err
		}
		modules, err := jsonText(s.Modules, len(s.Modules) == 0)
		if err != nil {
			return nil, err
		}
		document, err := jsonText(s.Document, len(s.Document) == 0)
		return []any{s.ID[:], s.Name, s.Version, labels, relations, s.Guidelines, modules, document}, err
	},
	read: func(s *annotation.Scheme, scan scan, more ...any) error {
		return scan(append([]any{fixed(s.ID[:]), &s.Name, &s.Version, jsonColumn{&s.Labels}, jsonColumn{&s.Relations},
			&s.Guidelines, jsonColumn{&s.Modules}, jsonColumn{&s.Document}}, more...)...)
	},
}

// Scheme is the project's scheme as of the last commit here. It must not be changed.
func (p *Project) Scheme() *annotation.Scheme { return p.scheme.Load() }

// ownScheme chooses the scheme that the project was made with; others came from colleagues.
const ownScheme = `WHERE id = (SELECT row FROM change WHERE edit = 1 AND kind = 'scheme')`

var errNoScheme = faultf(ErrDamaged, "damaged: the project has no scheme")

// loadScheme reads the scheme; a project has one, and its versions are one row.
func (p *Project) loadScheme(ctx context.Context) error {
	rows, bad, err := schemes.list(ctx, p.readers, ownScheme)
	switch {
	case err != nil:
		return explain(err)
	case len(bad) > 0:
		return bad[0]
	case len(rows) == 0:
		return errNoScheme
	}
	p.scheme.Store(&rows[0])
	return nil
}
