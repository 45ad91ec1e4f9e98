package jobs

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/storage"
)

// draft is a dataset that is being written, in a folder beside its place, or within it where that is an empty folder.
type draft struct {
	named  string               // where it will be, as it is named: relative to the working folder or absolute
	path   string               // the same, absolute
	folder bool                 // it will be a folder, and not a file
	fills  bool                 // the folder is there and empty
	dir    string               // where it is
	before interchange.Manifest // of the dataset that is in its place
	places [][2]string          // of the files, from and to, where it is no folder

	remains string // where the older dataset is, which could not be removed; "": nowhere
}

// newDraft begins a dataset. It replaces nothing but an older dataset or an older file.
func newDraft(path, project string, folder bool) (*draft, error) {
	if path == "" {
		return nil, errors.New("name a file or folder")
	}
	d := &draft{named: filepath.Clean(path), folder: folder || os.IsPathSeparator(path[len(path)-1])}
	if target, err := filepath.EvalSymlinks(d.named); err == nil {
		d.named = target
	}
	var err error
	if d.path, err = filepath.Abs(d.named); err != nil {
		return nil, err
	}
	if info, err := os.Stat(d.path); err == nil {
		if d.folder = d.folder || info.IsDir(); d.folder {
			err = d.readBefore(info)
		} else {
			err = replaceable(d.path, project)
		}
		if err != nil {
			return nil, err
		}
	}
	beside := filepath.Dir(d.path)
	if d.fills {
		beside = d.path
	}
	d.dir, err = os.MkdirTemp(beside, "."+filepath.Base(d.path)+"-*")
	if err != nil {
		return nil, plainly(err)
	}
	return d, nil
}

// litter are files that systems put into folders that people look at.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// readBefore reads the manifest of the folder that is to be replaced. What is no dataset of ours, or has files that are not of it, is not replaced.
func (d *draft) readBefore(info os.FileInfo) error {
	if !info.IsDir() {
		return errors.New("there is a file of that name, and this dataset is a folder; choose another name")
	}
	entries, err := os.ReadDir(d.path)
	if d.fills = err == nil && len(entries) == 0; d.fills || err != nil {
		return err
	}
	if d.before, err = interchange.ReadManifest(interchange.InFolder(d.path)); err != nil {
		return errors.New("the folder is neither empty nor a dataset of this program; choose another name")
	}
	if holdsWork(d.path) {
		return errors.New("the program works in this folder, so the dataset in it cannot be replaced; start the program elsewhere, or export to another folder")
	}
	return filepath.WalkDir(d.path, func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(d.path, at)
		name = filepath.ToSlash(name)
		i := slices.IndexFunc(d.before.Files, func(f interchange.ManifestFile) bool { return f.Name == name })
		switch {
		case err != nil:
			return err
		case i >= 0:
			return untouched(at, &d.before.Files[i])
		case name != interchange.ManifestName && !slices.Contains(litter, e.Name()):
			return fmt.Errorf("%s in the folder is not of the dataset that would be replaced; move it, or choose another name", name)
		}
		return nil
	})
}

// holdsWork tells whether the program's working folder is a folder or lies in it: it would be gone with the older dataset.
func holdsWork(dir string) bool {
	work, err := os.Getwd()
	if err == nil {
		work, err = filepath.EvalSymlinks(work)
	}
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, work)
	return err == nil && filepath.IsLocal(rel)
}

// untouched tells whether a file is still as it was written, so that nobody's work on it is lost. Of the card, which people write in, all is looked at; of
// others, which can be large, the size.
func untouched(path string, was *interchange.ManifestFile) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	same := info.Size() == was.Size
	if same && was.Name == interchange.CardName {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		same = annotation.HashOf(b) == was.SHA256
	}
	if !same {
		return fmt.Errorf("%s in the folder was changed since it was exported; move it, or export to another folder", was.Name)
	}
	return nil
}

// files are what the format wrote, under their names to come. Where the dataset is no folder, main is its file and others lie beside it.
func (d *draft) files(main string) (out []DatasetFile, err error) {
	for _, name := range interchange.InFolder(d.dir).Files() {
		info, err := os.Stat(filepath.Join(d.dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, plainly(err)
		}
		f := DatasetFile{name, info.Size()}
		if !d.folder {
			to := d.beside(name)
			if name == main {
				to = d.path
			} else if _, err := os.Stat(to); err == nil {
				if err := replaceable(to, ""); err != nil {
					return nil, fmt.Errorf("%s, beside it: %w", filepath.Base(to), err)
				}
			}
			d.places = append(d.places, [2]string{name, to})
			f.Name = filepath.Base(to)
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		return nil, errors.New("the format wrote no file")
	}
	return out, nil
}

// beside is where a file lies that belongs to a dataset of one file.
func (d *draft) beside(name string) string { return d.path + "." + filepath.Base(name) }

// create adds a file about the dataset.
func (d *draft) create(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Join(d.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the dataset has a file %s of its own; give it another name", name)
	}
	if err == nil {
		err = errors.Join(write(f), f.Close())
	}
	return plainly(err)
}

// keep makes the dataset durable and puts it into its place.
func (d *draft) keep() error {
	err := filepath.WalkDir(d.dir, func(at string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return syncFolder(at)
		}
		f, err := os.OpenFile(at, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
	switch {
	case err != nil:
	case d.fills:
		err = d.fill()
	case d.folder:
		err = d.keepFolder()
	default:
		err = d.keepFile()
	}
	if err == nil {
		err = syncFolder(filepath.Dir(d.path))
	}
	return plainly(err)
}

// keepFile puts the files into their places, what was lost last. An older file about what was lost goes with what it was about, and stays while that does.
func (d *draft) keepFile() error {
	for _, p := range d.places {
		if err := os.Rename(filepath.Join(d.dir, filepath.FromSlash(p[0])), p[1]); err != nil {
			return err
		}
	}
	losses := d.beside(interchange.LossesName)
	err := os.Rename(filepath.Join(d.dir, interchange.LossesName), losses)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err = os.Remove(losses); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// fill puts all into the folder, which is still empty but for the draft. The manifest comes last: what has none is no dataset.
func (d *draft) fill() error {
	if there, err := os.ReadDir(d.path); err != nil || len(there) > 1 {
		return cmp.Or(err, errors.New("something else came into the folder meanwhile; choose another name"))
	}
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Name() == interchange.ManifestName }); i >= 0 {
		entries = append(slices.Delete(slices.Clone(entries), i, i+1), entries[i])
	}
	for i, e := range entries {
		if err := os.Rename(filepath.Join(d.dir, e.Name()), filepath.Join(d.path, e.Name())); err != nil {
			for _, moved := range entries[:i] {
				err = errors.Join(err, os.RemoveAll(filepath.Join(d.path, moved.Name())))
			}
			return err
		}
	}
	return errors.Join(os.Remove(d.dir), syncFolder(d.path))
}

// keepFolder puts the folder into its place. What was there goes when that is done, as far as that goes, and comes back when it fails.
func (d *draft) keepFolder() error {
	if err := os.Chmod(d.dir, 0o755); err != nil {
		return err
	}
	before := d.dir + "-before"
	err := os.Rename(d.path, before)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("move the older dataset away, or export to another folder: %w", plainly(err))
	}
	replaces := err == nil
	if err := os.Rename(d.dir, d.path); err != nil {
		if replaces {
			err = errors.Join(err, os.Rename(before, d.path))
		}
		return err
	}
	if os.RemoveAll(before) != nil {
		d.remains = before
	}
	return nil
}

// discard removes what is not in its place.
func (d *draft) discard() { os.RemoveAll(d.dir) }

// replaceable tells whether a file that is there may be replaced.
func replaceable(path, project string) error {
	info, err := os.Stat(path)
	if err != nil {
		return plainly(err)
	}
	own, err := os.Stat(project)
	switch {
	case err == nil && os.SameFile(info, own):
		return errors.New("this is the project itself; choose another name")
	case !info.Mode().IsRegular():
		return errNoFile
	case storage.IsDatabase(path):
		return errDatabase
	}
	return nil
}
