package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// The kinds of errors that a project file knows, besides those of package annotation. They come wrapped in sentences;
// test with errors.Is.
var (
	// ErrTooNew: a newer program made the file.
	ErrTooNew = errors.New("newer than this program")
	// ErrBusy: another program, or other work on the project, took until the context's deadline. Nothing was written;
	// trying again is right.
	ErrBusy = errors.New("the file is busy")
	// ErrReadOnly: the file, its folder or the way it was opened does not allow writing.
	ErrReadOnly = errors.New("read-only")
	// ErrShared: other machines may write to the folder too, by a network or a program that synchronises it.
	ErrShared = errors.New("in a shared folder")
	// ErrInUse: another window or program has the project open for writing.
	ErrInUse = errors.New("open elsewhere")
	// ErrDamaged: the file does not hold what was written to it.
	ErrDamaged = errors.New("damaged")
	// ErrNotProject: the file is something else.
	ErrNotProject = errors.New("not a project of this program")
	// ErrReplaced: the path no longer names the file that was opened. What was written may be in that other file.
	ErrReplaced = errors.New("moved, deleted or replaced by another program")
	// ErrFull: there is no room left on the disk. Trying again is right once there is.
	ErrFull = errors.New("no room left on the disk")
	// ErrLocked: a round that is open does not allow that the scheme is changed.
	ErrLocked = errors.New("the scheme is locked")
	// ErrClosed: the project was closed before.
	ErrClosed = errors.New("closed")
)

// fault is an error of a kind whose sentence need not repeat the kind's.
type fault struct {
	kind error
	error
}

func (f fault) Is(target error) bool { return target == f.kind }
func (f fault) Unwrap() error        { return f.error }

// faultf makes a sentence that is of a kind.
func faultf(kind error, format string, args ...any) error {
	return fault{kind, fmt.Errorf(format, args...)}
}

// explain gives an error of SQLite its kind, with the kind's words before SQLite's.
func explain(err error) error {
	var lite sqlite3.Error
	if err == nil || !errors.As(err, &lite) {
		return err
	}
	if kind := kindOf(lite); kind != nil {
		return fmt.Errorf("%w (%w)", kind, err)
	}
	return err
}

func kindOf(err sqlite3.Error) error {
	switch err.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return ErrBusy
	case sqlite3.ErrFull:
		return ErrFull
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return ErrDamaged
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return ErrReadOnly
	case sqlite3.ErrIoErr:
		if noRoom(err.SystemErrno) {
			return ErrFull
		}
	}
	return nil
}

func noRoom(errno syscall.Errno) bool {
	return errno == syscall.ENOSPC || errno == syscall.EFBIG || errno == syscall.EDQUOT
}

// refused tells whether SQLite stayed well and only declined what the edit asked for.
func refused(err error) bool {
	var lite sqlite3.Error
	return !errors.As(err, &lite) || lite.Code == sqlite3.ErrConstraint || lite.Code == sqlite3.ErrTooBig
}

// isConstraint tells that a statement was refused for what it says, and that its transaction goes on as if it had not been asked.
func isConstraint(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && lite.Code == sqlite3.ErrConstraint
}

// isTaken tells that a row of that id, or what it derives from, is there already.
func isTaken(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && (lite.ExtendedCode == sqlite3.ErrConstraintPrimaryKey || lite.ExtendedCode == sqlite3.ErrConstraintUnique)
}

// isHangingOn tells that a row that was taken away is needed by one that stays.
func isHangingOn(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && lite.ExtendedCode == sqlite3.ErrConstraintForeignKey
}

func isBusy(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && (lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked)
}

// busy is the end of waiting for something. Who breaks off by a cancel has not met a busy file.
func busy(ctx context.Context, why string) error {
	err := context.Cause(ctx)
	if errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	return faultf(ErrBusy, "%s (%w)", why, err)
}

func notPermitted(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
