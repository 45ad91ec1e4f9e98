package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/schemefile"
	"rubricator/assets"
	"rubricator/storage"
)

// ShippedScheme is a scheme that comes with the program; "" is that of new projects.
func ShippedScheme(name string) (annotation.Scheme, error) {
	if name == "" {
		name = assets.DefaultScheme
	}
	b, ok := assets.Scheme(name)
	if !ok {
		return annotation.Scheme{}, fmt.Errorf("scheme %q does not come with the program: %s do", name, strings.Join(assets.SchemeNames(), ", "))
	}
	s, err := schemefile.Read(b)
	if err != nil {
		return s, fmt.Errorf("scheme %q: %w", name, err)
	}
	return s, nil
}

// WriteSchemeFile writes a scheme as schemefile.Read reads it, as of writeFile.
func WriteSchemeFile(s annotation.Scheme, path string) error {
	b, err := schemefile.Write(s)
	if err != nil {
		return err
	}
	err = writeFile(path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
	if err != nil {
		return fmt.Errorf("write scheme %q: %w", path, err)
	}
	return nil
}

// SchemeChange is what became of a project's scheme.
type SchemeChange struct {
	Scheme      *annotation.Scheme // the project's, as it is now
	Differences []annotation.SchemeDifference
}

// ErrMarksInTheWay means that the project has marks that the new scheme would not take; nothing was changed.
var ErrMarksInTheWay = errors.New("the new scheme would not take marks that are there")

// ReplaceScheme gives a project another scheme, as its next version, in one edit. Where nothing differs but the version it makes no
// edit, and the change has no differences. Memory holds one document at a time, and nobody can mark meanwhile.
//
// Errors: *annotation.SchemeFault; ErrMarksInTheWay, as of annotation.Set.RefusedBy; storage.ErrDamaged where not all marks can be
// read; those of Commit.
func ReplaceScheme(ctx context.Context, p *storage.Project, next annotation.Scheme) (SchemeChange, error) {
	now := p.Scheme()
	next.ID, next.Version = now.ID, now.Version
	change := SchemeChange{now, annotation.DiffSchemes(now, &next)}
	if len(change.Differences) == 0 {
		return change, nil
	}
	c := replacement{name: "change the scheme", now: now, next: &next, become: func(set *annotation.Set) annotation.Migrated {
		return annotation.Migrated{Refused: set.RefusedBy(&next)}
	}}
	if err := c.carryOut(ctx, p); err != nil {
		return SchemeChange{}, err
	}
	change.Scheme = &next
	return change, nil
}

// inTheWay names the three refusals that most marks have.
func inTheWay(counts map[annotation.Refusal]int) error {
	if len(counts) == 0 {
		return nil
	}
	refused := slices.SortedFunc(maps.Keys(counts), func(a, b annotation.Refusal) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a.What, b.What))
	})
	const most = 3
	var named []string
	for _, r := range refused[:min(most, len(refused))] {
		noun := r.Noun
		if counts[r] > 1 {
			noun += "s"
		}
		named = append(named, fmt.Sprintf("%d %s %s", counts[r], noun, r.What))
	}
	more := ""
	if n := len(refused) - most; n > 0 {
		more = fmt.Sprintf("; and %d more", n)
	}
	return fmt.Errorf("%w: %s%s. Keep that in the scheme, retired where it is to be given no more, or change these marks first",
		ErrMarksInTheWay, strings.Join(named, "; "), more)
}
