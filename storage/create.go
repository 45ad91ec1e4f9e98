package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rubricator/annotation"
)

// Create makes a new project file that only its owner may read, and opens it. It is made under another name and put in
// place whole. Errors: fs.ErrExist when something of that name is there, ErrShared, and those of Open.
func Create(path string, s annotation.Scheme, o Options) (*Project, error) {
	err := s.Validate()
	if err == nil && (o.Actor.ID.IsZero() || o.Annotator.ID.IsZero()) {
		err = errNobody
	}
	if err == nil {
		err = create(path, s, o)
	}
	if err != nil {
		return nil, fmt.Errorf("create project %q: %w", filepath.Base(path), explained(err))
	}
	return Open(path, o)
}

var errNobody = errors.New("nobody is named as the one who edits")

func create(path string, s annotation.Scheme, o Options) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := vacant(path); err != nil {
		return err
	}
	if by := sharedBy(filepath.Dir(path)); by != "" && !o.Insist {
		return fault{ErrShared, errors.New(by)}
	}
	draft, err := draftOf(path)
	if err != nil {
		return plainly(err)
	}
	defer removeDraft(draft)
	if err := build(draft, s, o); err != nil {
		return err
	}
	if err := putNew(draft, path); err != nil {
		return plainly(err)
	}
	return syncFolder(filepath.Dir(path))
}

// vacant tells whether a project can be put at path. SQLite would take a -wal or -journal file that lies there for the
// new project's.
func vacant(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	return noLeftovers(path)
}

func noLeftovers(path string) error {
	for _, suffix := range []string{"-wal", "-journal"} {
		if file, err := os.Stat(path + suffix); err == nil && file.Size() > 0 {
			return fmt.Errorf("%q of an earlier file is in the way: %w", filepath.Base(path)+suffix, fs.ErrExist)
		}
	}
	return nil
}

// draftOf makes an empty file next to path, 0600.
func draftOf(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// removeDraft takes away what is left of a draft, and of SQLite's files next to it.
func removeDraft(draft string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		os.Remove(draft + suffix)
	}
}

// build makes the draft a project with its first edit.
func build(draft string, s annotation.Scheme, o Options) (err error) {
	ctx := context.Background()
	file, err := os.Stat(draft)
	if err != nil {
		return err
	}
	db := connect(draft, asWriter, 1)
	conn, err := db.Conn(ctx)
	if err == nil {
		err = migrate(ctx, conn, migrations)
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	p := newProject(draft, o)
	p.writer = startWriter(draft, file, db, asWriter, conn)
	defer func() { err = errors.Join(err, p.close()) }()
	e := annotation.NewEdit("create the project")
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: s.ID, After: &s}}
	e.Annotators = []annotation.Change[annotation.Annotator]{{ID: o.Annotator.ID, After: &o.Annotator}}
	e.Actors = []annotation.Change[annotation.Actor]{{ID: o.Actor.ID, After: &o.Actor}}
	return p.commit(ctx, []annotation.Edit{e})
}

// putNew gives the draft its name unless the name was taken meanwhile. Some disks of cameras and sticks know no links.
func putNew(draft, path string) error {
	err := os.Link(draft, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := vacant(path); err != nil {
		return err
	}
	return os.Rename(draft, path)
}
