package huggingface

import (
	"io"
	"runtime"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
)

// million gives 1,000,000 marks on 1,000 articles, one article at a time.
func million(yield func(*interchange.Line) bool) {
	var lines []interchange.Line
	for i := range uint64(50) {
		lines = append(lines, formattest.Random(formattest.Rand(3, i), 1000))
	}
	marks := 0
	for i := 0; marks < 1_000_000; i++ {
		l := &lines[i%len(lines)]
		if !yield(l) {
			return
		}
		marks += len(l.Spans)
	}
}

// BenchmarkWriteAMillion writes 1,000,000 marks. Memory must not grow with them.
func BenchmarkWriteAMillion(b *testing.B) {
	size, marks, most := 0, 0, uint64(0)
	for b.Loop() {
		e, err := Format.Write(counted{&size}, Format.With(interchange.Options{Labels: formattest.Labels}))
		if err != nil {
			b.Fatal(err)
		}
		marks += writeAMillion(b, e, &most)
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(size / b.N))
	b.ReportMetric(float64(marks)/b.Elapsed().Seconds(), "marks/s")
	b.ReportMetric(float64(most)/(1<<20), "heap-MiB")
}

// writeAMillion gives how many marks it wrote, and the most memory that was in use.
func writeAMillion(b *testing.B, e interchange.Encoder, most *uint64) (marks int) {
	i := 0
	for l := range million {
		if err := e.Write("", []interchange.Line{*l}); err != nil {
			b.Fatal(err)
		}
		marks += len(l.Spans)
		if i++; i%50 == 0 {
			*most = max(*most, heap())
		}
	}
	return marks
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// counted is a folder that counts what is written.
type counted struct{ n *int }

func (c counted) Create(string) (io.WriteCloser, error) { return c, nil }

func (c counted) Write(b []byte) (int, error) {
	*c.n += len(b)
	return len(b), nil
}

func (c counted) Close() error { return nil }

func BenchmarkReadAMillion(b *testing.B) {
	dir, most := interchange.InFolder(b.TempDir()), uint64(0)
	e, err := Format.Write(dir, Format.With(interchange.Options{Labels: formattest.Labels}))
	if err != nil {
		b.Fatal(err)
	}
	writeAMillion(b, e, &most)
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	marks := 0
	most = 0
	for b.Loop() {
		i := 0
		for in, err := range Format.Read(dir) {
			if err != nil {
				b.Fatal(err)
			}
			marks += len(in.Spans)
			if i++; i%50 == 0 {
				most = max(most, heap())
			}
		}
	}
	b.ReportMetric(float64(marks)/b.Elapsed().Seconds(), "marks/s")
	b.ReportMetric(float64(most)/(1<<20), "heap-MiB")
}
