package storage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"rubricator/annotation"
)

// Holds tells of which documents a backup of the project still has words in its journal, whatever its format; nil where it is another project's.
// Errors are those of reading the file.
func (p *Project) Holds(ctx context.Context, path string, documents []annotation.ID) (held []annotation.ID, err error) {
	if _, err := sniff(path, len(migrations)); err != nil {
		return nil, fmt.Errorf("look into %q: %w", filepath.Base(path), explained(err))
	}
	db := connect(path, asReader+untouched, 1)
	defer db.Close()
	var project annotation.ID
	err = db.QueryRowContext(ctx, `SELECT (SELECT id FROM edit WHERE seq = 1)`).Scan(fixed(project[:]))
	if err == nil && project != p.id {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look into %q: %w", filepath.Base(path), explained(err))
	}
	for _, d := range documents {
		var there bool
		err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM change WHERE row = ? AND coalesce(before, after) IS NOT NULL)`, d[:]).Scan(&there)
		if err != nil {
			return nil, fmt.Errorf("look into %q: %w", filepath.Base(path), explained(err))
		}
		if there {
			held = append(held, d)
		}
	}
	return held, nil
}

// PutAside lists what Restore left beside a project: the files that were in its place before a backup was put there.
func PutAside(path string) (out []string) {
	ending := filepath.Ext(path)
	begins := strings.TrimSuffix(filepath.Base(path), ending) + putAside
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), begins) && strings.HasSuffix(e.Name(), ending) {
			out = append(out, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return out
}
