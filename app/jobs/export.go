package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/suggest"
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

	Training int `json:"training_left_out"` // documents that the choice took and that are for training

	Damaged []string `json:"damaged,omitempty"` // what was left out because it is not what was written
}

// ErrNothing means that the choice takes no document; no file was written.
var ErrNothing = errors.New("there is nothing to export: the choice takes no article")

// Export writes the chosen sets as native JSON Lines. Memory holds one document at a time. What is damaged is left out and
// named in the report; documents for training always are, and counted there. The error is ErrNothing when there was nothing to write.
func Export(ctx context.Context, p *storage.Project, c interchange.Choice, w io.Writer) (ExportReport, error) {
	r := ExportReport{Format: "jsonl"}
	out := interchange.NewWriter(w)
	scope, err := readScope(ctx, p, c.Round)
	if err != nil {
		return r, fmt.Errorf("export: %w", err)
	}
	var last, left annotation.ID
	sets := p.Sets(ctx)
	if c.Reference {
		sets = p.References(ctx)
	}
	for s, err := range sets {
		if err != nil && s.Text == nil && s.Document.ID.IsZero() { // the project cannot be read
			return r, fmt.Errorf("export: %w", err)
		}
		if err != nil {
			r.Damaged = append(r.Damaged, err.Error())
		}
		if s.Text == nil || !c.Takes(s.Head) || !scope.holds(s.Document.ID) {
			continue
		}
		if scope.training[s.Document.ID] {
			if s.Document.ID != left {
				r.Training++
				left = s.Document.ID
			}
			continue
		}
		if err := out.Write(nativeLine(s)); err != nil {
			return r, fmt.Errorf("export: %w", err)
		}
		r.Lines++
		r.Spans += len(s.Spans)
		r.Relations += len(s.Relations)
		if s.Document.ID != last {
			r.Documents++
			last = s.Document.ID
		}
	}
	if err := out.Flush(); err != nil {
		return r, fmt.Errorf("export: %w", err)
	}
	if r.Lines == 0 && r.Training > 0 {
		return r, fmt.Errorf("%w that is not for training", ErrNothing)
	}
	if r.Lines == 0 {
		return r, ErrNothing
	}
	return r, nil
}

// scope is which documents an export is of.
type scope struct {
	round    map[annotation.ID]bool // nil: of all
	training map[annotation.ID]bool // left out
}

// readScope reads the documents of a round, or of none, and those that are for training.
func readScope(ctx context.Context, p *storage.Project, round annotation.ID) (s scope, err error) {
	if s.training, err = p.TrainingDocuments(ctx); err != nil || round.IsZero() {
		return s, err
	}
	s.round = map[annotation.ID]bool{}
	assigned, err := p.Assignments(ctx, round)
	for _, a := range assigned {
		s.round[a.Document] = true
	}
	return s, err
}

func (s scope) holds(document annotation.ID) bool { return s.round == nil || s.round[document] }

func nativeLine(s storage.StoredSet) interchange.Line {
	marks := make([]interchange.Mark, len(s.Spans))
	for i, sp := range s.Spans {
		marks[i] = interchange.Mark{Span: sp.Span, Created: sp.Created, Updated: sp.Updated, Computed: suggest.ReadOff(s.Scheme, s.Text, sp.Span)}
	}
	scheme := interchange.SchemeName{Name: s.Scheme.Name, Version: s.Scheme.Version}
	l := interchange.NewLine(s.Document, s.Text, scheme, s.Head, s.Annotator.Name, marks, s.Relations)
	if s.Annotator.Kind == annotation.Reference {
		l.Kind = annotation.Reference
	}
	return l
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
