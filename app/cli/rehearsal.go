package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// rehearsal opens a copy of the project to see what an act would do, or a new one where the project is missing. end closes the copy and throws it
// away; it gives on what went wrong before.
func (c *command) rehearsal(ctx context.Context) (p *storage.Project, end func(error) error, err error) {
	if err := c.needProject(); err != nil {
		return nil, nil, err
	}
	o, err := identity(c.path)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "rubricator-*")
	if err != nil {
		return nil, nil, err
	}
	o.Backups = folder
	p, err = c.openCopy(ctx, filepath.Join(folder, filepath.Base(c.path)), o)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(folder))
	}
	return p, func(err error) error { return errors.Join(err, p.Close(), os.RemoveAll(folder)) }, nil
}

func (c *command) openCopy(ctx context.Context, path string, o storage.Options) (*storage.Project, error) {
	original, err := openReader(c.path)
	if errors.Is(err, os.ErrNotExist) {
		var scheme annotation.Scheme
		if scheme, err = jobs.ShippedScheme(""); err != nil {
			return nil, err
		}
		return storage.Create(path, scheme, o)
	}
	if err != nil {
		return nil, err
	}
	if err := errors.Join(original.SaveCopy(ctx, path), original.Close()); err != nil {
		return nil, err
	}
	return storage.Open(path, o)
}
