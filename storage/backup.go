package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// How many backups are kept: the newest, then one a day, then one a week.
const (
	keepNewest = 8
	keepDays   = 14
	keepWeeks  = 8
)

// stampForm is the time in a backup's name, in UTC, so that names sort as times do.
const stampForm = "2006-01-02 150405"

// backupEnding is how a backup's name ends. One that says more between time and ending is never thinned out.
const backupEnding = ".rubric"

// Backup writes a checked copy of the project into a folder, which is made when it is missing, and thins out the older ones
// there. It does nothing and gives "" when nothing was changed since the last one, or since the project was opened. why,
// when it is not empty, becomes part of the name and keeps the copy for good. Errors are those of SaveCopy; a project that
// cannot be copied whole thins nothing out.
func (p *Project) Backup(ctx context.Context, folder, why string) (path string, err error) {
	last, err := p.lastSeq(ctx)
	if err != nil {
		return "", p.failed("back up", err)
	}
	if why == "" && last == p.backedUp.Load() {
		return "", nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", p.failed("back up", plainly(err))
	}
	for at := p.now(); ; at = at.Add(time.Second) { // two in one second are of two seconds
		name := at.Format(stampForm)
		if why != "" {
			name += " " + why
		}
		path = filepath.Join(folder, name+backupEnding)
		if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
			break
		}
	}
	if err := p.copyTo(ctx, path); err != nil {
		return "", p.failed("back up", err)
	}
	p.backedUp.Store(last)
	return path, thin(folder)
}

// lastSeq is the number of the newest edit.
func (p *Project) lastSeq(ctx context.Context) (seq int64, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT max(seq) FROM edit`).Scan(&seq)
	return seq, err
}

// Saved is a backup: a project file and when it was made.
type Saved struct {
	Path   string
	At     time.Time
	pinned bool
}

// Backups lists the backups in a folder, newest first; none when there is no folder.
func Backups(folder string) []Saved {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var out []Saved
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), backupEnding)
		if !ok || len(name) < len(stampForm) {
			continue
		}
		if at, err := time.Parse(stampForm, name[:len(stampForm)]); err == nil {
			out = append(out, Saved{filepath.Join(folder, e.Name()), at, len(name) > len(stampForm)})
		}
	}
	slices.SortFunc(out, func(a, b Saved) int { return b.At.Compare(a.At) })
	return out
}

// thin takes away the backups that are no longer to be kept. What counts is their order and not today's date, so that a clock
// that was wrong for a while takes none away.
func thin(folder string) error {
	var errs []error
	for _, b := range surplus(Backups(folder)) {
		if err := os.Remove(b.Path); err != nil {
			errs = append(errs, plainly(err))
		}
	}
	return errors.Join(errs...)
}

// surplus are the backups that go, of a list with the newest first.
func surplus(all []Saved) (gone []Saved) {
	all = slices.DeleteFunc(slices.Clone(all), func(b Saved) bool { return b.pinned })
	days, weeks := map[string]bool{}, map[string]bool{}
	for i, b := range all {
		year, number := b.At.ISOWeek()
		day, week := b.At.Format(time.DateOnly), fmt.Sprint(year, number)
		switch {
		case i < keepNewest:
		case !days[day] && len(days) < keepDays:
		case !days[day] && !weeks[week] && len(weeks) < keepWeeks:
			weeks[week] = true
		default:
			gone = append(gone, b)
		}
		if len(days) < keepDays {
			days[day] = true
		}
	}
	return gone
}

// Restore puts a backup in the place of a project that is not open, and gives the new name of what was there. The backup is
// checked first and stays where it is. Errors: ErrInUse, and those of Open about the backup; then nothing was changed.
func Restore(ctx context.Context, backup, path string, now time.Time) (aside string, err error) {
	fail := func(err error) (string, error) {
		return aside, fmt.Errorf("restore project %q: %w", filepath.Base(path), explained(plainly(err)))
	}
	if openHere(path) {
		return fail(faultf(ErrInUse, "it is open"))
	}
	l, err := takeLock(path)
	if err != nil {
		return fail(err)
	}
	defer l.release()
	draft, err := draftOf(path)
	if err != nil {
		return fail(err)
	}
	defer removeDraft(draft)
	if err := copyFile(backup, draft); err != nil {
		return fail(err)
	}
	if err := VerifyBackup(ctx, draft); err != nil {
		return fail(err)
	}
	if aside, err = setAside(path, now); err != nil {
		return fail(err)
	}
	if err := os.Rename(draft, path); err != nil {
		return fail(err)
	}
	return aside, syncFolder(filepath.Dir(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

// VerifyBackup reads a project file that nobody has open as a stranger would. Errors are those of Open.
func VerifyBackup(ctx context.Context, path string) error {
	if _, err := sniff(path, len(migrations)); err != nil {
		return err
	}
	db := connect(path, asReader+untouched, 1)
	defer db.Close()
	if err := quickCheck(ctx, db); err != nil {
		return err
	}
	return sampleHashes(ctx, db)
}

// putAside stands in the name of what was put aside, before the time.
const putAside = " put aside "

// setAside renames a project and what SQLite keeps beside it; "" when there is nothing.
func setAside(path string, now time.Time) (aside string, err error) {
	name, _ := strings.CutSuffix(path, filepath.Ext(path))
	for n := 1; ; n++ {
		aside = fmt.Sprintf("%s"+putAside+"%s%s", name, now.UTC().Format(stampForm), filepath.Ext(path))
		if n > 1 {
			aside = fmt.Sprintf("%s"+putAside+"%s (%d)%s", name, now.UTC().Format(stampForm), n, filepath.Ext(path))
		}
		if _, err := os.Lstat(aside); errors.Is(err, os.ErrNotExist) {
			break
		}
	}
	for _, suffix := range []string{"-wal", "-journal", "-shm", ""} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		} else if suffix == "" && err != nil {
			return "", nil
		}
	}
	return aside, nil
}
