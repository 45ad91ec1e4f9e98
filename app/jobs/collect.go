package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/storage"
)

// Collecting says how colleagues' work is collected.
type Collecting struct {
	Backups  string                             // the folder for the copy that is made before anything is taken in
	Consent  func(*storage.Sweeping) bool       // whether one that changes much is taken in; nil: none is
	Progress func(name string, done, total int) // files; may be nil
}

// CollectReport tells what became of what was to be collected.
type CollectReport struct {
	Collected []CollectedFile   `json:"collected"`
	Waiting   []WaitingFile     `json:"waiting,omitempty"` // for work that is not here; kept in the project, and taken in when that comes
	Refused   []RefusedFile     `json:"refused,omitempty"`
	Backup    string            `json:"backup,omitempty"`
	Conflicts int               `json:"conflicts"`           // that nobody settled yet
	Misfits   Misfits           `json:"misfits"`             // that there are after something came in
	Namesakes []Namesakes       `json:"namesakes,omitempty"` // of whom somebody came in
	Erased    []ErasedElsewhere `json:"erased,omitempty"`    // articles that colleagues are now known to have erased for good
}

// ErasedElsewhere is an article that a colleague erased for good, and of which words are still here.
type ErasedElsewhere struct {
	Document annotation.ID `json:"document"`
	Title    string        `json:"title"`
	By       string        `json:"by"`
}

// String is "Ana erased “Ships” for good; its words are still in this project".
func (e ErasedElsewhere) String() string {
	return fmt.Sprintf("%s erased “%s” for good; its words are still in this project", cmp.Or(e.By, "A colleague"), cmp.Or(e.Title, e.Document.String()))
}

// CollectedFile is a bundle or a project of a colleague that was taken in.
type CollectedFile struct {
	storage.Collected
	From        string `json:"from,omitempty"`        // who signed it
	Fingerprint string `json:"fingerprint,omitempty"` // of the key; empty: nobody signed it
}

// WaitingFile is one that waits, as far as it could not be taken in.
type WaitingFile struct {
	Name    string   `json:"name"`
	Missing []string `json:"missing"`
}

// RefusedFile is one of which nothing was taken in.
type RefusedFile struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// Namesakes are people of one name, and how each is called so that they are told apart.
type Namesakes struct {
	Name   string   `json:"name"`
	Called []string `json:"called"`
}

// String is "2 people are called Ana: Ana (desk) and Ana (laptop)".
func (n Namesakes) String() string {
	last := len(n.Called) - 1
	return fmt.Sprintf("%d people are called %s: %s and %s", len(n.Called), n.Name, strings.Join(n.Called[:last], ", "), n.Called[last])
}

// Edits is how many edits were new.
func (r CollectReport) Edits() (n int) {
	for _, c := range r.Collected {
		n += c.Edits
	}
	return n
}

// ErrNoBundles means that the folders hold no bundle.
var ErrNoBundles = errors.New("there is no bundle; bundles end in " + bundle.Ending)

// Collect takes in colleagues' bundles, all bundles of folders, and project files that are named, in whatever order helps. What waits for other work is kept, and
// tried again whenever something is collected. What is refused is named in the report and leaves the project as it was. Errors: ErrNoBundles;
// those of storage.Project.Backup; a broken-off context, after which some files may have been taken in, each whole.
func Collect(ctx context.Context, p *storage.Project, paths []string, o Collecting) (CollectReport, error) {
	c := collector{ctx: ctx, p: p, o: o, report: CollectReport{Collected: []CollectedFile{}}}
	before, err := p.Annotators(ctx)
	var erased []storage.ErasedDocument
	if err == nil {
		erased, err = ErasedByOthers(ctx, p)
	}
	if err == nil {
		err = c.all(paths)
	}
	if err == nil && c.report.Edits() > 0 {
		err = errors.Join(c.countMisfits(), c.findNamesakes(before), c.findErased(erased))
	}
	if err != nil {
		err = fmt.Errorf("collect: %w", err)
	}
	return c.report, err
}

// collector is files on their way in.
type collector struct {
	ctx    context.Context
	p      *storage.Project
	o      Collecting
	report CollectReport
	queue  []*source
	total  int
}

// source is a file to collect.
type source struct {
	name   string
	path   string         // of a file that is not read yet
	bundle *bundle.Bundle // nil: a project file
	bytes  []byte         // of the bundle
	parked bool
	done   storage.Collected // so far
}

func (c *collector) all(paths []string) error {
	if err := c.p.ReadOnly(); err != nil {
		return err
	}
	if err := c.gather(paths); err != nil {
		return err
	}
	if err := c.unparkInto(); err != nil {
		return err
	}
	c.total = len(c.queue)
	for {
		before := c.report.Edits() + c.edits()
		var left []*source
		for _, s := range c.queue {
			waits, err := c.take(s)
			if err != nil {
				return err
			}
			if waits {
				left = append(left, s)
			}
		}
		c.queue = left
		if len(left) == 0 || c.report.Edits()+c.edits() == before {
			return c.park()
		}
	}
}

// findNamesakes finds people of one name, where there were fewer of it before.
func (c *collector) findNamesakes(before []annotation.Annotator) error {
	called, err := c.p.Called(c.ctx)
	if err != nil {
		return err
	}
	now, err := c.p.Annotators(c.ctx)
	known := map[annotation.ID]string{}
	for _, a := range before {
		known[a.ID] = a.Name
	}
	for _, same := range annotation.Namesakes(now) {
		if !slices.ContainsFunc(same, func(a annotation.Annotator) bool { return known[a.ID] != a.Name }) {
			continue
		}
		n := Namesakes{Name: same[0].Name}
		for _, a := range called {
			if slices.ContainsFunc(same, func(o annotation.Annotator) bool { return o.ID == a.ID }) {
				n.Called = append(n.Called, a.Name)
			}
		}
		c.report.Namesakes = append(c.report.Namesakes, n)
	}
	return err
}

// findErased finds the articles that are erased now and were not before.
func (c *collector) findErased(before []storage.ErasedDocument) error {
	now, err := ErasedByOthers(c.ctx, c.p)
	for _, d := range now {
		if !slices.ContainsFunc(before, func(b storage.ErasedDocument) bool { return b.ID == d.ID }) {
			c.report.Erased = append(c.report.Erased, ErasedElsewhere{d.ID, d.Title, d.By})
		}
	}
	return err
}

// countMisfits counts what does not fit the scheme: what each did rightly may together be against it.
func (c *collector) countMisfits() error {
	if !slices.ContainsFunc(c.report.Collected, func(f CollectedFile) bool { return f.Mixed }) {
		return nil
	}
	unfit, err := UnfitSets(c.ctx, c.p)
	for _, u := range unfit {
		c.report.Misfits.Marks += u.Marks
		c.report.Misfits.Links += u.Links
	}
	return err
}

// edits is what was taken of those that wait.
func (c *collector) edits() (n int) {
	for _, s := range c.queue {
		n += s.done.Edits
	}
	return n
}

// gather finds the files.
func (c *collector) gather(paths []string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			c.refuse(filepath.Base(path), plainly(err))
		case info.IsDir():
			if err := c.folder(path); err != nil {
				return err
			}
		default:
			c.queue = append(c.queue, &source{name: filepath.Base(path), path: path})
		}
	}
	if len(c.queue) == 0 && len(c.report.Refused) == 0 {
		return ErrNoBundles
	}
	return nil
}

func (c *collector) folder(path string) error {
	return filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			c.refuse(filepath.Base(at), plainly(err))
			return nil
		}
		if d.Type().IsRegular() && strings.HasSuffix(at, bundle.Ending) {
			c.queue = append(c.queue, &source{name: d.Name(), path: at})
		}
		return c.ctx.Err()
	})
}

// unparkInto puts the bundles that wait in the project behind the others.
func (c *collector) unparkInto() error {
	parked, err := c.p.ParkedBundles(c.ctx)
	for _, b := range parked {
		opened, wrong := bundle.Open(b.Bytes)
		if wrong != nil {
			c.refuse(b.Name, wrong)
			if err := c.p.Unpark(c.ctx, b.Hash); err != nil {
				return err
			}
			continue
		}
		c.queue = append(c.queue, &source{name: b.Name, bundle: opened, bytes: b.Bytes, parked: true})
	}
	return err
}

func (c *collector) refuse(name string, why error) {
	c.report.Refused = append(c.report.Refused, RefusedFile{name, why.Error()})
}

// take collects a file; waits tells that it needs what is not here. The error ends everything.
func (c *collector) take(s *source) (waits bool, err error) {
	if err := context.Cause(c.ctx); err != nil {
		return false, err
	}
	if c.o.Progress != nil {
		c.o.Progress(s.name, len(c.report.Collected)+len(c.report.Refused), c.total)
	}
	if err := c.read(s); err != nil {
		c.refuse(s.name, err)
		return false, nil
	}
	known, err := c.isKnown(s)
	if err == nil && !known {
		err = c.backUp()
	}
	if err != nil {
		return false, err
	}
	got, err := c.collect(s, known)
	switch {
	case c.ctx.Err() != nil:
		return false, context.Cause(c.ctx)
	case errors.Is(err, storage.ErrBusy) || errors.Is(err, storage.ErrFull) || errors.Is(err, storage.ErrReplaced):
		return false, err
	case err != nil:
		c.refuse(s.name, err)
		return false, c.letGo(s)
	}
	s.add(got)
	c.report.Conflicts = got.Conflicts
	if len(got.Missing) > 0 {
		return true, nil
	}
	c.report.Collected = append(c.report.Collected, s.file())
	return false, c.letGo(s)
}

// read opens a file that was not read yet.
func (c *collector) read(s *source) error {
	switch {
	case s.bundle != nil:
		return nil
	case same(s.path, c.p.Path()):
		return errors.New("it is this project itself")
	case storage.IsDatabase(s.path):
		return nil
	}
	return s.open()
}

// largestBundle is the most bytes that a bundle may have.
const largestBundle = 1 << 30

func (s *source) open() error {
	info, err := os.Stat(s.path)
	if err != nil {
		return plainly(err)
	}
	if info.Size() > largestBundle {
		return fmt.Errorf("it has %d MB, and %d are the most", info.Size()>>20, largestBundle>>20)
	}
	if s.bytes, err = os.ReadFile(s.path); err != nil {
		return plainly(err)
	}
	s.bundle, err = bundle.Open(s.bytes)
	return err
}

func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// isKnown tells whether everything of a bundle is here already.
func (c *collector) isKnown(s *source) (bool, error) {
	if s.bundle == nil {
		return false, nil
	}
	for _, h := range s.bundle.Manifest.Heads {
		if known, err := c.p.Knows(c.ctx, h.Actor, h.Seq, h.Hash); err != nil || !known {
			return false, err
		}
	}
	return true, nil
}

// backUp makes a copy that is kept for good, once.
func (c *collector) backUp() (err error) {
	if c.report.Backup == "" && c.o.Backups != "" {
		c.report.Backup, err = c.p.Backup(c.ctx, c.o.Backups, "before collecting")
	}
	return err
}

// collect takes it in, and asks where it changes much.
func (c *collector) collect(s *source, known bool) (got storage.Collected, err error) {
	if known {
		got.Known = s.bundle.Manifest.Edits
		conflicts, err := c.p.Conflicts(c.ctx)
		got.Conflicts = len(conflicts)
		return got, err
	}
	var d storage.Delivery
	if s.bundle != nil {
		d = storage.Delivery{Name: s.name, Edits: s.bundle.Edits(), Content: s.bundle.Text}
	} else {
		f, err := storage.OpenForeign(c.ctx, s.path)
		if err != nil {
			return got, err
		}
		defer f.Close()
		d = f.Delivery()
	}
	got, err = c.p.Collect(c.ctx, d, false, nil)
	var asks *storage.Sweeping
	if errors.As(err, &asks) {
		if c.o.Consent == nil || !c.o.Consent(asks) {
			return got, asks
		}
		got, err = c.p.Collect(c.ctx, d, true, nil)
	}
	return got, err
}

// add counts what came in several goes.
func (s *source) add(got storage.Collected) {
	got.Name = s.name
	got.Edits += s.done.Edits
	got.Added += s.done.Added
	got.Changed += s.done.Changed
	got.Removed += s.done.Removed
	s.done = got
}

func (s *source) file() CollectedFile {
	out := CollectedFile{Collected: s.done}
	if s.bundle != nil {
		out.From, out.Fingerprint = s.bundle.Manifest.Annotator.Name, s.bundle.Manifest.Fingerprint()
	}
	return out
}

func (c *collector) letGo(s *source) error {
	if !s.parked {
		return nil
	}
	return c.p.Unpark(c.ctx, s.bundle.Hash)
}

// park keeps what waits, once where it waited before and came again.
func (c *collector) park() error {
	kept := map[annotation.Hash]bool{}
	for _, s := range c.queue {
		if s.bundle != nil && kept[s.bundle.Hash] {
			continue
		}
		if s.bundle != nil {
			kept[s.bundle.Hash] = true
		}
		c.report.Waiting = append(c.report.Waiting, WaitingFile{s.name, s.done.Missing})
		if s.done.Edits > 0 {
			c.report.Collected = append(c.report.Collected, s.file())
		}
		if s.bundle == nil {
			continue
		}
		if err := c.p.Park(c.ctx, storage.Parked{Hash: s.bundle.Hash, Name: s.name, Missing: strings.Join(s.done.Missing, "; "), Bytes: s.bytes}); err != nil {
			return err
		}
	}
	return nil
}

// SchemeOf is the scheme that a bundle's project was made with, for a project that joins it. The error tells that the bundle brings none: it
// is not of the one who made the project.
func SchemeOf(path string) (annotation.Scheme, error) {
	s := source{name: filepath.Base(path), path: path}
	if err := s.open(); err != nil {
		return annotation.Scheme{}, fmt.Errorf("join by %q: %w", s.name, err)
	}
	for r, err := range s.bundle.Edits() {
		if err != nil {
			return annotation.Scheme{}, fmt.Errorf("join by %q: %w", s.name, err)
		}
		i := slices.IndexFunc(r.Entries, func(n annotation.Entry) bool { return n.Kind == annotation.KindScheme && n.Before == nil })
		if i < 0 {
			continue
		}
		var e annotation.Edit
		if err := e.Add(r.Entries[i]); err != nil {
			return annotation.Scheme{}, fmt.Errorf("join by %q: %w", s.name, err)
		}
		return *e.Schemes[0].After, e.Schemes[0].After.Validate()
	}
	return annotation.Scheme{}, fmt.Errorf("join by %q: it brings no scheme; ask whoever made the project for a bundle", s.name)
}
