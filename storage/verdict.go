package storage

import (
	"context"
	"strings"

	"rubricator/annotation"
)

var verdicts = table[annotation.Verdict]{
	kind: annotation.KindVerdict, name: "verdict",
	fixed:   3,
	within:  "document = ?1",
	columns: []string{"id", "document", `"set"`, "span", `"by"`, "outcome", "reason"},
	values: func(v *annotation.Verdict) ([]any, error) {
		return []any{v.ID[:], v.Document[:], v.Set[:], blob(v.Span), v.By[:], string(v.Outcome), v.Reason}, nil
	},
	read: func(v *annotation.Verdict, scan scan, more ...any) error {
		return scan(append([]any{fixed(v.ID[:]), fixed(v.Document[:]), fixed(v.Set[:]), fixed(v.Span[:]), fixed(v.By[:]), &v.Outcome, &v.Reason}, more...)...)
	},
}

// judged lists verdicts with what became of the sets and marks since.
var judged = `, ` + lamportOf("verdict") + ` given, iif(verdict.span IS NULL, s.id IS NULL OR coalesce(` + lamportOf("s") + `, 0) > ` + lamportOf("verdict") + `,
	m.id IS NULL OR coalesce(` + lamportOf("m") + `, 0) > ` + lamportOf("verdict") + `),
	coalesce(m.quote, ''), coalesce(s.status, '')
	FROM verdict LEFT JOIN "set" s ON s.id = verdict."set" LEFT JOIN span m ON m.id = verdict.span `

// lamportOf is, in SQL, the Lamport number of what a row was last written by; of the newest change where several were put together.
func lamportOf(row string) string {
	return strings.ReplaceAll(`coalesce((SELECT lamport FROM edit WHERE id = ROW.rev),
		(SELECT max(e.lamport) FROM change c JOIN edit e ON e.seq = c.edit WHERE c.row = ROW.id))`, "ROW", row)
}

// Verdicts lists what reviewers said of the sets on a document and of their marks. Verdicts that are not what was written are left out
// and named in the error.
func (p *Project) Verdicts(ctx context.Context, document annotation.ID) ([]annotation.Judged, error) {
	return p.judged(ctx, `WHERE verdict.document = ?`, document[:])
}

// AllVerdicts lists what reviewers said in the whole project, as Verdicts does.
func (p *Project) AllVerdicts(ctx context.Context) ([]annotation.Judged, error) {
	return p.judged(ctx, ``)
}

func (p *Project) judged(ctx context.Context, clause string, args ...any) (out []annotation.Judged, err error) {
	var j annotation.Judged
	err = verdicts.each(ctx, p.readers, verdicts.stamped("verdict")+judged+clause+` ORDER BY given, verdict.id`, args, []any{&j.Lamport, &j.Since, &j.Quote, &j.Status},
		func(v annotation.Verdict) {
			j.Verdict = v
			out = append(out, j)
		})
	return out, p.failed("list verdicts", err)
}
