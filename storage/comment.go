package storage

import (
	"context"
	"database/sql"

	"rubricator/annotation"
)

var comments = table[annotation.Comment]{
	kind: annotation.KindComment, name: "comment",
	fixed:   3,
	within:  "document = ?1",
	columns: []string{"id", "thread", "document", `"set"`, "span", "start", `"end"`, "quote", `"by"`, "does", "text"},
	values: func(c *annotation.Comment) ([]any, error) {
		return []any{c.ID[:], c.Thread[:], c.Document[:], blob(c.Set), blob(c.Span), int64(c.Start), int64(c.End), c.Quote, c.By[:], string(c.Speech), c.Text}, nil
	},
	read: func(c *annotation.Comment, scan scan, more ...any) error {
		return scan(append([]any{fixed(c.ID[:]), fixed(c.Thread[:]), fixed(c.Document[:]), fixed(c.Set[:]), fixed(c.Span[:]), &c.Start, &c.End,
			&c.Quote, fixed(c.By[:]), &c.Speech, &c.Text}, more...)...)
	},
}

// commentOrder ends a question about comments with what they are put in order by: the Lamport numbers of the edits that first wrote them.
const commentOrder = `, (SELECT min(e.lamport) FROM change h JOIN edit e ON e.seq = h.edit WHERE h.row = comment.id) FROM comment `

// Comments lists what was said about a document and its marks. Comments that are not what was written are left out and named in the
// error.
func (p *Project) Comments(ctx context.Context, document annotation.ID) ([]annotation.Said, error) {
	return p.said(ctx, `WHERE document = ?`, document[:])
}

// AllComments lists what was said in the whole project, as Comments does.
func (p *Project) AllComments(ctx context.Context) ([]annotation.Said, error) { return p.said(ctx, ``) }

func (p *Project) said(ctx context.Context, clause string, args ...any) (out []annotation.Said, err error) {
	var lamport sql.NullInt64
	err = comments.each(ctx, p.readers, comments.stamped("comment")+commentOrder+clause, args, []any{&lamport}, func(c annotation.Comment) {
		out = append(out, annotation.Said{Comment: c, Lamport: lamport.Int64})
	})
	return out, p.failed("list comments", err)
}
