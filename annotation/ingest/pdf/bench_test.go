package pdf

import (
	"context"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

// newspaper is a file of pages of three columns with 4,000 letters each, in two scripts.
func newspaper(pages int) []byte {
	m := &maker{}
	for range pages {
		p := m.page().text(50, 770, 8, "F", "The Harbour Post").text(50, 730, 24, "B", "Harbour closed after the storm")
		for c := range 3 {
			font := "T"
			if c == 2 {
				font = "U"
			}
			for i := range 48 {
				p.text(50+float64(c)*170, 690-13*float64(i), 10, font, lines(left)[i%5])
			}
		}
		p.text(290, 20, 8, "F", "1")
	}
	return m.bytes()
}

// The bound is 20 pages a second.
func BenchmarkPages(b *testing.B) {
	const pages = 20
	file := ingest.File{Name: "newspaper.pdf", Bytes: newspaper(pages)}
	if _, err := read(context.Background(), file); err != nil { // starts the engine
		b.Fatal(err)
	}
	letters := 0
	for b.Loop() {
		d, err := read(context.Background(), file)
		if err != nil {
			b.Fatal(err)
		}
		letters = len(strings.Fields(d.Text))
	}
	b.ReportMetric(float64(b.N*pages)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(letters)/pages, "words/page")
}
