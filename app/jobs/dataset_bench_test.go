package jobs_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// counter counts bytes.
type counter int64

// Write counts.
func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// BenchmarkExport writes 1,000,000 marks of 1,000 articles from the project file: as a stream, and as whole datasets that are read back; beside it sqlite3
// writes the rows of the same marks as JSON, where that program is.
func BenchmarkExport(b *testing.B) {
	g := newTeam(b, newsroom(b), "Anna")
	const documents, each = 1000, 1000
	if err := g.Apply(ctx, g.manyMarks(documents, each), nil); err != nil {
		b.Fatal(err)
	}
	measure := func(b *testing.B, export func() (bytes int64, err error)) {
		var peak uint64
		var size int64
		stop := watchHeap(&peak)
		start := time.Now()
		n := 0
		for b.Loop() {
			written, err := export()
			if err != nil {
				b.Fatal(err)
			}
			size += written
			n++
		}
		took := time.Since(start).Seconds()
		stop()
		b.ReportMetric(float64(size)/1e6/took, "MB/s")
		b.ReportMetric(float64(n)*documents*each/took, "marks/s")
		b.ReportMetric(float64(peak)/(1<<20), "MB-peak-heap")
	}
	stream := func(w io.Writer) (int64, error) {
		var n counter
		_, err := jobs.Export(ctx, g.Project, interchange.Started, io.MultiWriter(w, &n))
		return int64(n), err
	}
	b.Run("stream", func(b *testing.B) { measure(b, func() (int64, error) { return stream(io.Discard) }) })
	for _, format := range []string{"native", "doccano"} {
		b.Run(format, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "out")
			measure(b, func() (int64, error) {
				r, err := jobs.WriteDataset(ctx, g.Project, interchange.Recipe{Format: format, Choice: interchange.Started}, jobs.Target{Path: path}, nil)
				if err != nil {
					return 0, err
				}
				if r.Spans != documents*each || r.ReadBack.Different > 0 {
					b.Fatal(r.Spans, r.ReadBack)
				}
				return r.Files[0].Size, nil
			})
		})
	}
	b.Run("sqlite3", func(b *testing.B) {
		if _, err := exec.LookPath("sqlite3"); err != nil {
			b.Skip("sqlite3 is not here")
		}
		measure(b, func() (int64, error) {
			cmd := exec.Command("sqlite3", "-json", g.Path(), `SELECT lower(hex(id)) AS id, label, role, start, "end", ranges, quote, attributes, note, origin, created, updated FROM span`)
			var n counter
			cmd.Stdout, cmd.Stderr = &n, os.Stderr
			err := cmd.Run()
			return int64(n), err
		})
	})
}
