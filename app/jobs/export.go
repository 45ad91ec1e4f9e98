package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"rubricator/annotation/interchange"
	"rubricator/storage"
)

// ExportReport counts what an export wrote.
type ExportReport struct {
	Path      string `json:"path,omitempty"`
	Format    string `json:"format"`
	Lines     int    `json:"lines"` // one for each document and annotator
	Documents int    `json:"documents"`
	Spans     int    `json:"spans"`
	Relations int    `json:"relations"`
	LeftOut
}

// ErrNothing means that the choice takes no document; no file was written.
var ErrNothing = errors.New("there is nothing to export: the choice takes no article")

// Export writes the chosen sets as native JSON Lines. Memory holds a few documents at a time. What is damaged is left out and
// named in the report; documents for training always are, and what whoever exports is not to see yet, and counted there. The error is ErrNothing when there was nothing to write.
func Export(ctx context.Context, p *storage.Project, c interchange.Choice, w io.Writer) (ExportReport, error) {
	r := ExportReport{Format: "jsonl"}
	out := interchange.NewWriter(w)
	o := outgoing{choice: c}
	m, err := p.Moment(ctx)
	if err != nil {
		return r, fmt.Errorf("export: %w", err)
	}
	defer m.Close()
	if o.scope, err = readScope(ctx, m, c.Round); err != nil {
		return r, fmt.Errorf("export: %w", err)
	}
	for a, err := range o.articles(m.Sets(ctx, nil, o.kinds()...), &r.LeftOut) {
		if err != nil {
			return r, fmt.Errorf("export: %w", err)
		}
		r.Documents++
		for _, l := range a.lines {
			if err := out.Write(l); err != nil {
				return r, fmt.Errorf("export: %w", err)
			}
			r.Lines++
			r.Spans += len(l.Spans)
			r.Relations += len(l.Relations)
		}
	}
	if err := out.Flush(); err != nil {
		return r, fmt.Errorf("export: %w", err)
	}
	if r.Lines == 0 {
		return r, r.nothing()
	}
	return r, nil
}

// ExportFile is Export into a file, as of writeFile.
func ExportFile(ctx context.Context, p *storage.Project, c interchange.Choice, path string) (r ExportReport, err error) {
	if info, err := os.Stat(path); err == nil {
		if project, err := os.Stat(p.Path()); err == nil && os.SameFile(info, project) {
			return r, fmt.Errorf("export %q: this is the project itself; choose another name", path)
		}
	}
	err = writeFile(path, func(w io.Writer) error {
		r, err = Export(ctx, p, c, w)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("export %q: %w", path, err)
	}
	r.Path = path
	return r, nil
}
