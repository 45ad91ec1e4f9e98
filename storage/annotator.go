package storage

import (
	"context"

	"rubricator/annotation"
)

var annotators = table[annotation.Annotator]{
	kind: annotation.KindAnnotator, name: "annotator",
	fixed:   1,
	columns: []string{"id", "name", "kind", "pseudonym", "colour"},
	values: func(a *annotation.Annotator) ([]any, error) {
		return []any{a.ID[:], a.Name, string(a.Kind), a.Pseudonym, a.Colour}, nil
	},
	read: func(a *annotation.Annotator, scan scan, more ...any) error {
		return scan(append([]any{fixed(a.ID[:]), &a.Name, &a.Kind, &a.Pseudonym, &a.Colour}, more...)...)
	},
}

var actors = table[annotation.Actor]{
	kind: annotation.KindActor, name: "actor",
	fixed:   2,
	columns: []string{"id", "annotator", "device", "public_key"},
	values: func(a *annotation.Actor) ([]any, error) {
		return []any{a.ID[:], a.Annotator[:], a.Device, []byte(a.PublicKey)}, nil
	},
	read: func(a *annotation.Actor, scan scan, more ...any) error {
		return scan(append([]any{fixed(a.ID[:]), fixed(a.Annotator[:]), &a.Device, (*[]byte)(&a.PublicKey)}, more...)...)
	},
}

// Annotators lists who has marked or edited here, by name.
func (p *Project) Annotators(ctx context.Context) ([]annotation.Annotator, error) {
	return p.annotatorsIn(ctx, p.readers)
}

func (p *Project) annotatorsIn(ctx context.Context, q querier) ([]annotation.Annotator, error) {
	rows, err := whole(annotators.list(ctx, q, `ORDER BY name, id`))
	return rows, p.failed("list annotators", err)
}

// Called lists Annotators under the names by which people are told apart, as annotation.ToldApart gives them. They are to be shown, and not
// to be written.
func (p *Project) Called(ctx context.Context) ([]annotation.Annotator, error) {
	all, err := p.Annotators(ctx)
	if err != nil || len(annotation.Namesakes(all)) == 0 {
		return all, err
	}
	devices := map[annotation.ID]string{}
	err = eachScan(ctx, p.readers, func(scan scan) error {
		var id annotation.ID
		var device string
		err := scan(fixed(id[:]), &device)
		devices[id] = inLine(device)
		return err
	}, `SELECT annotator, group_concat(DISTINCT device) FROM actor GROUP BY annotator`)
	return annotation.ToldApart(all, devices), p.failed("list annotators", err)
}

// Member is somebody whom the project knows, and what they have in it.
type Member struct {
	annotation.Annotator
	Sets    int // documents that were begun
	Marks   int
	Devices int  // on which they work; 0: they were named and never came
	Here    bool // this device is one of them
}

// People lists the people of the project, by name.
func (p *Project) People(ctx context.Context) ([]Member, error) {
	out, err := p.listPeople(ctx)
	return out, p.failed("list people", err)
}

func (p *Project) listPeople(ctx context.Context) ([]Member, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end()
	all, err := whole(annotators.list(ctx, q, `WHERE kind = ? ORDER BY name, id`, string(annotation.Person)))
	if err != nil {
		return nil, err
	}
	counts, err := countPeople(ctx, q, p.actor.PublicKey)
	out := make([]Member, len(all))
	for i, a := range all {
		out[i] = counts[a.ID]
		out[i].Annotator = a
	}
	return out, err
}

// countPeople counts sets, marks and devices by annotator.
func countPeople(ctx context.Context, q querier, key []byte) (map[annotation.ID]Member, error) {
	rows, err := q.QueryContext(ctx, `SELECT a.id, (SELECT count(*) FROM actor WHERE annotator = a.id),
		EXISTS (SELECT 1 FROM actor WHERE annotator = a.id AND public_key = ?), coalesce(s.sets, 0), coalesce(s.marks, 0) FROM annotator a
		LEFT JOIN (SELECT annotator, count(*) sets, sum((SELECT count(*) FROM span WHERE "set" = t.id)) marks FROM "set" t GROUP BY annotator) s ON s.annotator = a.id`, key)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[annotation.ID]Member{}
	for rows.Next() {
		var id annotation.ID
		var m Member
		if err := rows.Scan(fixed(id[:]), &m.Devices, &m.Here, &m.Sets, &m.Marks); err != nil {
			return nil, faultf(ErrDamaged, "annotator: damaged: %w", err)
		}
		out[id] = m
	}
	return out, rows.Err()
}
