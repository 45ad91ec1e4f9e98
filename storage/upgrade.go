package storage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// upgrade brings an older file to this program's format, after a copy of it was made and verified.
func (p *Project) upgrade(ctx context.Context, backups string, steps []string) error {
	db := connect(p.path, asLast, 1)
	defer db.Close()
	have, err := version(ctx, db)
	switch {
	case err != nil:
		return err
	case have > len(steps):
		return tooNew(have, len(steps))
	case have == 0:
		return faultf(ErrDamaged, "damaged: it has no format")
	case have == len(steps):
		return nil
	}
	if backups == "" {
		backups = filepath.Dir(p.path)
	}
	err = os.MkdirAll(backups, 0o700)
	if err == nil {
		err = p.copyTo(ctx, filepath.Join(backups, fmt.Sprintf("%s format %d%s", p.now().Format(stampForm), have, backupEnding)))
	}
	if err != nil {
		return fmt.Errorf("back up before format %d: %w", len(steps), err)
	}
	writing := connect(p.path, p.toWrite, 1)
	defer writing.Close()
	conn, err := firstConn(ctx, writing)
	if err != nil {
		return err
	}
	defer conn.Close()
	return migrate(ctx, conn, steps)
}
