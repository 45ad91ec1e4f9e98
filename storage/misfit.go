package storage

import (
	"context"

	"rubricator/annotation"
)

// Misfit is a mark or a link of a person that the project's scheme does not take. What each of two people did rightly, as to relabel a mark
// and to link it, may together be one, and so may a mark that was made by the scheme of yesterday.
type Misfit struct {
	Set  annotation.SetHead
	Row  annotation.ID
	Mark annotation.Span // it, or the one that the link goes from
	Link bool
	Err  error // annotation.ErrAgainstScheme
}

// Misfits lists them, by article and set, in the order of the text. It reads all marks of people, as Check does.
func (p *Project) Misfits(ctx context.Context) (out []Misfit, err error) {
	q, err := p.snapshot(ctx)
	if err == nil {
		defer q.end()
		c := &checker{ctx: ctx, q: q}
		err = c.eachMisfit(func(m Misfit) { out = append(out, m) })
	}
	return out, p.failed("look for marks that do not fit the labels", err)
}

func (c *checker) eachMisfit(f func(Misfit)) error {
	rows, _, err := schemes.list(c.ctx, c.q, ownScheme)
	if err != nil || len(rows) == 0 {
		return err // that is for other checks to tell
	}
	return c.eachSet(&rows[0], `WHERE annotator IN (SELECT id FROM annotator WHERE kind = 'person') ORDER BY document, annotator`,
		func(head annotation.SetHead, set *annotation.Set, _ []error) {
			for id, err := range set.AgainstScheme() {
				m := Misfit{Set: head, Row: id, Err: err}
				if r, isLink := set.Relation(id); isLink {
					m.Link, id = true, r.From
				}
				m.Mark, _ = set.Span(id)
				f(m)
			}
		})
}
