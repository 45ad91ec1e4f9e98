package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
	"rubricator/storage"
)

func (c *command) selftestCommand() *cobra.Command {
	o := SpeedOptions{Scale: 1, Width: 900, Height: 700}
	size, start := "", ""
	cmd := &cobra.Command{
		Use:   "selftest",
		Short: "Check that this program works on this machine; with --speed or --start, measure it",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if start != "" {
				s, err := c.views.Start(cmd.Context(), start)
				if err != nil {
					return fmt.Errorf("selftest: %w", err)
				}
				c.json = true
				return c.print(s, nil)
			}
			if o.File != "" {
				if size != "" {
					if _, err := fmt.Sscanf(size, "%dx%d", &o.Width, &o.Height); err != nil {
						return usageError{fmt.Errorf("selftest: size %q: want WIDTHxHEIGHT, as 900x700", size)}
					}
				}
				s, err := c.views.Speed(cmd.Context(), o)
				if err != nil {
					return fmt.Errorf("selftest: %w", err)
				}
				c.json = true
				return c.print(s, nil)
			}
			return c.selftest(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&o.File, "speed", "", "JSONL file on whose largest document to measure, in a window")
	cmd.Flags().StringVar(&start, "start", "", "project on which to measure how long the window takes to open")
	cmd.Flags().Float64Var(&o.Scale, "scale", 1, "scale of the screen, with --speed")
	cmd.Flags().StringVar(&size, "size", "", "size of the window in points, as 900x700, with --speed")
	return cmd
}

// Start is how long the program took until its window showed the first article of a project, in milliseconds.
type Start struct {
	Documents    int     `json:"documents"`
	Milliseconds float64 `json:"start"`
}

// SpeedOptions say what to measure. Sizes are in points.
type SpeedOptions struct {
	File          string
	Scale         float64
	Width, Height int
}

// Speed is what a window measured of itself. Times are milliseconds of the program's own work: from the start of the
// event's handler to the return of the picture's generator, the durable commit included, the screen's part not.
type Speed struct {
	Bytes  int     `json:"bytes"`
	Marks  int     `json:"marks"`
	Open   float64 `json:"open"` // from the call with text and marks in memory to the first picture
	Add    Spread  `json:"add"`
	Delete Spread  `json:"delete"`
	Wheel  Spread  `json:"wheel"` // 100 px a frame, 120 frames
	End    Spread  `json:"end"`   // the whole document in 120 frames
	Load   float64 `json:"load"`  // the same document with its marks from the project file
	Save   Spread  `json:"save"`  // one durable commit
	HeapMB float64 `json:"heap_mb"`
	RSSMB  float64 `json:"rss_mb"`
	Scale  float64 `json:"scale"`
	Width  int     `json:"width"`
	Height int     `json:"height"`
}

// Spread is how a time was spread over the runs.
type Spread struct {
	Median float64 `json:"median"`
	P95    float64 `json:"p95"`
	Max    float64 `json:"max"`
}

type testResult struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Text string `json:"text,omitempty"`
}

// selftest checks what the program stands on, in a temporary project.
func (c *command) selftest(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "rubricator-selftest-")
	if err != nil {
		return fmt.Errorf("selftest: %w", err)
	}
	defer os.RemoveAll(dir)
	t := selftest{ctx: ctx, path: filepath.Join(dir, "selftest #1?.rubric")}
	t.run()
	for _, r := range t.results {
		if !r.OK {
			c.code = exitFailed
		}
	}
	return c.print(map[string]any{"ok": c.code == exitDone, "tests": t.results}, func(w io.Writer) {
		for _, r := range t.results {
			word := "ok    "
			if !r.OK {
				word = "FAILED"
			}
			fmt.Fprintf(w, "%s %s %s\n", word, r.Name, r.Text)
		}
	})
}

type selftest struct {
	ctx     context.Context
	path    string
	results []testResult
}

func (t *selftest) note(name string, err error, text string) bool {
	if err != nil {
		text = err.Error()
	}
	t.results = append(t.results, testResult{name, err == nil, text})
	return err == nil
}

func (t *selftest) run() {
	p, err := createSample(t.ctx, t.path)
	if !t.note("make a project and write marks", err, "") {
		return
	}
	t.pragmas(p)
	before, err := dataset(t.ctx, p)
	t.note("write a dataset", err, fmt.Sprintf("%d bytes", len(before)))
	if !t.note("close the project", p.Close(), "") {
		return
	}
	again, err := storage.Open(t.path, storage.Options{ReadOnly: true})
	if !t.note("open it again", err, "") {
		return
	}
	defer again.Close()
	after, err := dataset(t.ctx, again)
	if err == nil && !bytes.Equal(before, after) {
		err = errors.New("the dataset is not the same after reopening")
	}
	t.note("round trip", err, "")
	findings, err := again.Check(t.ctx)
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("%d findings, the first: %s", len(findings), findings[0].Text)
	}
	t.note("check", err, "")
}

// pragmas checks what makes a saved mark stay saved.
func (t *selftest) pragmas(p *storage.Project) {
	have, err := p.Pragmas(t.ctx)
	if !t.note("read the settings of SQLite", err, "") {
		return
	}
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var err error
		if have[name] != want {
			err = fmt.Errorf("is %q, want %q", have[name], want)
		}
		t.note("SQLite "+name, err, have[name])
	}
	t.note("full text search (FTS5)", storage.HasFTS5(t.ctx), "")
}

func dataset(ctx context.Context, p *storage.Project) ([]byte, error) {
	var b bytes.Buffer
	_, err := jobs.Export(ctx, p, interchange.Started, &b)
	return b.Bytes(), err
}
