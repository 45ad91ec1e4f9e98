package jobs

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/storage"
)

// Publishing says how work is published.
type Publishing struct {
	Key     ed25519.PrivateKey // of this device
	Program string             // the program's version
	NoTexts bool               // the articles' texts are left out: the bundle is for those who have them
}

// PublishReport tells what a bundle holds.
type PublishReport struct {
	Path        string `json:"path"`
	Annotator   string `json:"annotator"`
	Edits       int    `json:"edits"`
	Texts       int    `json:"texts"`
	Bytes       int    `json:"bytes"`
	Fingerprint string `json:"fingerprint"` // of the key that signed
}

// Publish writes everything that the project's annotator did, on all devices that are known here, as a signed bundle. to is a folder, where the file is named after
// the annotator and the time, or a file. A bundle is never changed: one that is there is not replaced.
func Publish(ctx context.Context, p *storage.Project, o Publishing, to string) (PublishReport, error) {
	r, err := publish(ctx, p, o, to)
	if err != nil {
		return r, fmt.Errorf("publish: %w", err)
	}
	return r, nil
}

func publish(ctx context.Context, p *storage.Project, o Publishing, to string) (r PublishReport, err error) {
	me, made := p.Annotator(), time.Now().UTC().Truncate(time.Second)
	mine, err := devicesOf(ctx, p, me.ID)
	if err != nil {
		return r, err
	}
	unneeded, err := unneededTexts(ctx, p)
	if err != nil {
		return r, err
	}
	text := func(h annotation.Hash) ([]byte, error) {
		if unneeded[h] {
			return nil, nil
		}
		return p.Content(ctx, h)
	}
	if o.NoTexts {
		text = nil
	}
	m := bundle.Manifest{Program: o.Program, Project: p.ID(), Annotator: me, Actor: p.Actor().ID, Device: p.Actor().Device, Made: made}
	b, m, err := bundle.Write(m, o.Key, p.Recorded(ctx, mine...), text)
	if err != nil {
		return r, err
	}
	r = PublishReport{bundlePath(to, me.Name, made), me.Name, m.Edits, m.Texts, len(b), m.Fingerprint()}
	if _, err := os.Lstat(r.Path); err == nil {
		return r, fmt.Errorf("%q is there already; choose another name", filepath.Base(r.Path))
	} else if !errors.Is(err, os.ErrNotExist) {
		return r, plainly(err)
	}
	return r, writeFile(r.Path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// unneededTexts are those of articles that were erased for good, here or by others, and of no other article.
func unneededTexts(ctx context.Context, p *storage.Project) (map[annotation.Hash]bool, error) {
	erased, err := p.ErasedDocuments(ctx)
	if err != nil || len(erased) == 0 {
		return nil, err
	}
	out := map[annotation.Hash]bool{}
	for _, d := range erased {
		out[d.Text] = true
	}
	there, err := p.Documents(ctx, p.Annotator().ID)
	for _, d := range there {
		delete(out, d.Text)
	}
	return out, err
}

// devicesOf are the actors of an annotator that are known in the project.
func devicesOf(ctx context.Context, p *storage.Project, annotator annotation.ID) ([]annotation.ID, error) {
	actors, err := p.Actors(ctx)
	var out []annotation.ID
	for _, a := range actors {
		if a.Annotator == annotator {
			out = append(out, a.ID)
		}
	}
	return out, err
}

// bundlePath is where a bundle goes: into a folder under a name that says whose it is and of when, or to the file that was named.
func bundlePath(to, name string, at time.Time) string {
	if info, err := os.Stat(to); err != nil || !info.IsDir() {
		if !strings.HasSuffix(to, bundle.Ending) {
			to += bundle.Ending
		}
		return to
	}
	return filepath.Join(to, BundleName(name, at))
}

// BundleName is how a bundle is called: "Ana 2026-03-01 101500.rubric-bundle". What file systems do not take in names is left out.
func BundleName(annotator string, at time.Time) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, annotator)
	return strings.TrimSpace(strings.Trim(name, ". ")+at.Format(" 2006-01-02 150405")) + bundle.Ending
}
