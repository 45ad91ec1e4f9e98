package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/storage"
)

// Erasing says how articles are erased for good, and where else their words may be.
type Erasing struct {
	Backups string // the folder of the project's backups
	Delete  bool   // backups that hold words of the articles are deleted too; no others
	Rescued string // how the paths of files with rescued edits of the project begin; "": there are none
	Kept    string // the file of kept differences, which is made anew; "": there is none
}

// ErasePlan is what erasing articles for good takes, and what it leaves.
type ErasePlan struct {
	Articles []Erased `json:"articles"`
	Waiting  []string `json:"waiting,omitempty"` // bundles with words of them that wait in the project for other work, and are forgotten
	Backups  []string `json:"backups,omitempty"` // files of the project as it was, with words of them; paths
	Unread   []string `json:"unread,omitempty"`  // such files that cannot be looked into

	erase   []storage.Erasing
	forget  []annotation.Hash
	rescued []string // files with edits on them that the project did not take
}

// Erased is an article that is to be erased.
type Erased struct {
	Document annotation.ID `json:"document"`
	Title    string        `json:"title"`
	Marks    []MarksOf     `json:"marks,omitempty"`
	Comments int           `json:"comments,omitempty"`
	Acts     int           `json:"acts"`             // that changed something of it; that they were done remains
	Copies   []string      `json:"copies,omitempty"` // titles of articles of the same text, or that correct it; they stay
	Sharing  int           `json:"sharing,omitempty"`
}

// MarksOf is how many marks of somebody an article has.
type MarksOf struct {
	By    string `json:"by"`
	Marks int    `json:"marks"`
}

// EraseReport tells what was erased.
type EraseReport struct {
	ErasePlan
	Deleted []string `json:"deleted,omitempty"` // backups
	Unclean string   `json:"unclean,omitempty"` // why parts of the file that are not in use may still hold the words; empty: they do not
}

// PlanErase tells what erasing articles takes, and changes nothing. Errors: annotation.ErrNotFound.
func PlanErase(ctx context.Context, p *storage.Project, documents []annotation.ID, o Erasing) (ErasePlan, error) {
	plan := ErasePlan{Articles: []Erased{}}
	texts := map[annotation.Hash]bool{}
	for _, id := range documents {
		r, err := p.Remains(ctx, id)
		if err != nil {
			return plan, err
		}
		texts[r.Text] = true
		plan.note(id, r)
	}
	err := plan.findParked(ctx, p, documents, texts)
	if err == nil {
		err = plan.findBackups(ctx, p, documents, o.Backups)
	}
	if err == nil {
		err = plan.findRescued(documents, o.Rescued)
	}
	return plan, err
}

func (plan *ErasePlan) note(id annotation.ID, r storage.Remains) {
	e := Erased{Document: id, Title: r.Title, Comments: r.Comments, Acts: r.Acts}
	for _, m := range r.Sets {
		if m.Marks > 0 {
			e.Marks = append(e.Marks, MarksOf{m.By, m.Marks})
		}
	}
	for _, d := range r.Copies {
		e.Copies = append(e.Copies, d.Title)
	}
	// What a format's reader kept beside marks is shared where it says the same of several articles, and so has no words of one.
	shared := slices.DeleteFunc(r.Shared, func(h annotation.Hash) bool {
		return slices.ContainsFunc(r.Document.Sources, func(s annotation.Source) bool { return s.Original == h && strings.Contains(s.Decoding, beside) })
	})
	if len(shared) > 0 {
		e.Sharing = r.Sharing
	}
	plan.Articles = append(plan.Articles, e)
	plan.erase = append(plan.erase, storage.Erasing{Document: id, Originals: shared})
}

// findParked finds the bundles that wait and hold words of the articles, or cannot be read so as to know.
func (plan *ErasePlan) findParked(ctx context.Context, p *storage.Project, documents []annotation.ID, texts map[annotation.Hash]bool) error {
	parked, err := p.ParkedBundles(ctx)
	for _, b := range parked {
		if opened, err := bundle.Open(b.Bytes); err != nil || hasWords(opened, documents, texts) {
			plan.Waiting, plan.forget = append(plan.Waiting, b.Name), append(plan.forget, b.Hash)
		}
	}
	return err
}

func hasWords(b *bundle.Bundle, documents []annotation.ID, texts map[annotation.Hash]bool) bool {
	for h := range texts {
		if _, there, err := b.Text(h); there || err != nil {
			return true
		}
	}
	for r, err := range b.Edits() {
		if err != nil || slices.ContainsFunc(r.Entries, func(n annotation.Entry) bool { return !n.IsBlank() && slices.Contains(documents, n.Document) }) {
			return true
		}
	}
	return false
}

// findBackups finds the backups that hold words of the articles: in the folder of backups, beside the project, and what was put aside there.
func (plan *ErasePlan) findBackups(ctx context.Context, p *storage.Project, documents []annotation.ID, folder string) error {
	var paths []string
	for _, b := range append(storage.Backups(folder), storage.Backups(filepath.Dir(p.Path()))...) {
		paths = append(paths, b.Path)
	}
	for _, path := range append(paths, storage.PutAside(p.Path())...) {
		held, err := p.Holds(ctx, path, documents)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			plan.Unread = append(plan.Unread, path)
		case len(held) > 0:
			plan.Backups = append(plan.Backups, path)
		}
	}
	return nil
}

// findRescued finds files with edits on the articles that the project did not take.
func (plan *ErasePlan) findRescued(documents []annotation.ID, begin string) error {
	if begin == "" {
		return nil
	}
	entries, err := os.ReadDir(filepath.Dir(begin))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		path := filepath.Join(filepath.Dir(begin), e.Name())
		if !strings.HasPrefix(path, begin) {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read rescued edits: %w", err)
		}
		if len(linesWithout(b, documents)) < len(b) {
			plan.rescued = append(plan.rescued, path)
		}
	}
	return err
}

// linesWithout are the lines in which no document is named.
func linesWithout(b []byte, documents []annotation.ID) (out []byte) {
	for line := range bytes.Lines(b) {
		if !slices.ContainsFunc(documents, func(d annotation.ID) bool { return bytes.Contains(line, []byte(d.String())) }) {
			out = append(out, line...)
		}
	}
	return out
}

// Erase erases articles for good, and what holds words of them beside the project, backups where that is asked for. Errors: those of PlanErase
// and of storage.Project.Erase, after which nothing was erased. What fails behind that is in the report, and the rest is done.
func Erase(ctx context.Context, p *storage.Project, documents []annotation.ID, o Erasing) (r EraseReport, err error) {
	if r.ErasePlan, err = PlanErase(ctx, p, documents, o); err != nil {
		return r, err
	}
	err = p.Erase(ctx, r.erase, r.forget...)
	var unclean *storage.Unclean
	if errors.As(err, &unclean) {
		r.Unclean, err = unclean.Error(), nil
	}
	if err != nil {
		return r, err
	}
	for _, path := range r.rescued {
		err = errors.Join(err, dropRescued(path, documents))
	}
	if o.Kept != "" {
		err = errors.Join(err, removeFile(o.Kept))
	}
	if o.Delete {
		err = errors.Join(err, r.deleteBackups())
	}
	if err != nil && r.Unclean == "" {
		r.Unclean, err = err.Error(), nil
	}
	return r, err
}

func (r *EraseReport) deleteBackups() (err error) {
	var left []string
	for _, path := range r.Backups {
		if failed := removeFile(path); failed != nil {
			err, left = errors.Join(err, failed), append(left, path)
			continue
		}
		r.Deleted = append(r.Deleted, path)
	}
	r.Backups = left
	return err
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("delete %q: %w", filepath.Base(path), plainly(err))
	}
	return nil
}

// dropRescued takes the edits on some documents out of a file of rescued edits.
func dropRescued(path string, documents []annotation.ID) error {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	rest := linesWithout(b, documents)
	if len(rest) == 0 {
		return removeFile(path)
	}
	return os.WriteFile(path, rest, 0o600)
}

// ErasedByOthers lists the articles that colleagues erased for good and of which words are here still.
func ErasedByOthers(ctx context.Context, p *storage.Project) ([]storage.ErasedDocument, error) {
	all, err := p.ErasedDocuments(ctx)
	return slices.DeleteFunc(all, func(d storage.ErasedDocument) bool { return !d.Words }), err
}
