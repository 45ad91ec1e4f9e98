package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"rubricator/annotation"
)

// Conflict is what two people, or one on two devices, did to one row without knowing of each other, where both cannot be had.
type Conflict struct {
	Kind     annotation.Kind
	Row      annotation.ID // as it is now
	Document annotation.ID // zero for rows of the whole project
	How      annotation.How
	Copy     annotation.ID // the mark that holds what the other left; zero: none does
	By       string        // who made the edit that lost
	Who      annotation.ID // the same; zero: unknown
	Name     string        // what that edit was called
	Here     string        // the mark as it is: "claim.claim “Prices rose”"; nothing for other rows
	There    string        // the same of its copy
	rev      annotation.ID // of the row when it came to be
}

// Conflicts lists those that nobody settled yet. A mark's is settled when its copy is deleted, or itself; another row's when it is
// changed again.
func (p *Project) Conflicts(ctx context.Context) ([]Conflict, error) {
	out, err := standing(ctx, p.readers)
	return out, p.failed("list conflicts", err)
}

func standing(ctx context.Context, q querier) ([]Conflict, error) {
	var all []Conflict
	err := eachScan(ctx, q, func(scan scan) error {
		var c Conflict
		err := scan(&c.Kind, fixed(c.Row[:]), fixed(c.Document[:]), &c.How, fixed(c.Copy[:]), fixed(c.rev[:]), &c.By, fixed(c.Who[:]), &c.Name, &c.Here, &c.There)
		c.By, c.Name = inLine(c.By), inLine(c.Name)
		all = append(all, c)
		return err
	}, `SELECT x.kind, x.row, x.doc, x.how, x.copy, x.rev, coalesce(n.name, ''), n.id, iif(e.id IS NULL, '', `+nameOf("e")+`), `+asRead("h")+`, `+asRead("t")+`
		FROM conflict x LEFT JOIN edit e ON e.id = x.other LEFT JOIN span h ON h.id = x.row LEFT JOIN span t ON t.id = x.copy
		LEFT JOIN actor a ON a.id = e.actor LEFT JOIN annotator n ON n.id = a.annotator ORDER BY x.doc, x.row, x.other`)
	return slices.DeleteFunc(all, func(c Conflict) bool {
		stands, wrong := c.stands(ctx, q)
		err = errors.Join(err, wrong)
		return !stands
	}), err
}

// asRead is, in SQL, a mark as people read it.
func asRead(span string) string {
	return strings.ReplaceAll(`coalesce(S.label || iif(S.role = '', '', '.') || S.role || ' “' || S.quote || '”', '')`, "S.", span+".")
}

func (c *Conflict) stands(ctx context.Context, q querier) (bool, error) {
	now, err := revOf(ctx, q, c.Kind, c.Row)
	if err != nil || c.Copy.IsZero() || now.IsZero() {
		return now == c.rev, err
	}
	copy, err := revOf(ctx, q, c.Kind, c.Copy)
	return !copy.IsZero(), err
}

// revOf is what a row was last written by; zero where there is no such row.
func revOf(ctx context.Context, q querier, kind annotation.Kind, id annotation.ID) (rev annotation.ID, err error) {
	err = q.QueryRowContext(ctx, `SELECT rev FROM `+tables[kind].name+` WHERE id = ?`, id[:]).Scan(fixed(rev[:]))
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return rev, err
}
