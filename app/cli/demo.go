package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
	"rubricator/storage"
)

func (c *command) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Write the sample project, its dataset and a picture of the window; needs no display",
		Args:  atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			made, err := c.demo(cmd.Context(), dir)
			if err != nil {
				return fmt.Errorf("demo: %w", err)
			}
			return c.print(made, func(w io.Writer) {
				fmt.Fprintf(w, "%s\n%s\n%s\n", made.Project, made.Dataset, made.Picture)
			})
		},
	}
}

type demoResult struct {
	Project   string `json:"project"`
	Dataset   string `json:"dataset"`
	Picture   string `json:"picture"`
	Documents int    `json:"documents"`
	Spans     int    `json:"spans"`
}

// demo writes the three files. An older sample of its own is replaced, any other project is left alone.
func (c *command) demo(ctx context.Context, dir string) (demoResult, error) {
	made := demoResult{Project: filepath.Join(dir, "sample.rubric"), Dataset: filepath.Join(dir, "sample.jsonl"), Picture: filepath.Join(dir, "window.png")}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return made, err
	}
	if err := clearSample(ctx, made.Project); err != nil {
		return made, err
	}
	p, err := createSample(ctx, made.Project)
	if err != nil {
		return made, err
	}
	report, err := jobs.ExportFile(ctx, p, interchange.Started, made.Dataset)
	if err = errors.Join(err, p.Close()); err != nil {
		return made, err
	}
	made.Documents, made.Spans = report.Documents, report.Spans
	return made, c.views.Picture(made.Project, made.Picture)
}

func createSample(ctx context.Context, path string) (*storage.Project, error) {
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		return nil, err
	}
	key, err := annotation.NewDeviceKey()
	if err != nil {
		return nil, err
	}
	actor := jobs.SampleActor(key)
	p, err := storage.Create(path, scheme, storage.Options{Actor: actor, Annotator: jobs.SampleAnnotator, Insist: true})
	if err != nil {
		return nil, err
	}
	if err := jobs.AddSample(ctx, p); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// clearSample removes an older sample project in which nobody but the sample's annotator worked.
func clearSample(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	p, err := storage.Open(path, storage.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("%w; it is in the way: move it or name another folder", err)
	}
	people, err := p.Annotators(ctx)
	if err = errors.Join(err, p.Close()); err != nil {
		return err
	}
	for _, a := range people {
		if a.ID != jobs.SampleAnnotator.ID {
			return fmt.Errorf("%q holds the work of %s: move it or name another folder", path, a.Name)
		}
	}
	return os.Remove(path)
}
