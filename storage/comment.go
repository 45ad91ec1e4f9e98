package storage

import (
	"context"

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

// Comments lists what was said about a document and its marks, in the order in which it was.
func (p *Project) Comments(ctx context.Context, document annotation.ID) ([]annotation.Comment, error) {
	out, err := whole(comments.list(ctx, p.readers, `WHERE document = ? ORDER BY id`, document[:]))
	return out, p.failed("list comments", err)
}

// AllComments lists what was said in the whole project, in the order in which it was.
func (p *Project) AllComments(ctx context.Context) ([]annotation.Comment, error) {
	out, err := whole(comments.list(ctx, p.readers, `ORDER BY id`))
	return out, p.failed("list comments", err)
}
