// Package drafttest shows drafts as text and packs files, for tests of readers.
package drafttest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

// Show is the text of a draft with what each line is in brackets before it: "[heading] What is known", "[cut: running head] The Morning Post".
func Show(d *ingest.Draft) string {
	var out strings.Builder
	end := 0
	for _, b := range d.Blocks {
		out.WriteString(d.Text[end:b.Start])
		if b.Cut != "" {
			out.WriteString("[cut: " + string(b.Cut) + "] ")
		} else if b.Kind != ingest.Running {
			out.WriteString("[" + string(b.Kind) + "] ")
		}
		out.WriteString(d.Text[b.Start:b.End])
		end = b.End
	}
	return out.String() + d.Text[end:]
}

// Zip packs parts, given as name and text by turns.
func Zip(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		method := zip.Deflate
		if parts[i] == "mimetype" {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// Read are the drafts of a file and what could not be read of it.
func Read(format *ingest.Format, name string, b []byte) (out []*ingest.Draft, err error) {
	for d, wrong := range format.Read(context.Background(), ingest.File{Name: name, Bytes: b}, ingest.Options{}) {
		if wrong != nil {
			err = errors.Join(err, wrong)
			continue
		}
		out = append(out, d)
	}
	return out, err
}

// One is the draft of a file that has one and nothing wrong.
func One(tb testing.TB, format *ingest.Format, name string, b []byte) *ingest.Draft {
	tb.Helper()
	all, err := Read(format, name, b)
	if err != nil || len(all) != 1 {
		tb.Fatalf("%s: %d drafts, %v", name, len(all), err)
	}
	return all[0]
}

// Refused checks that a file is refused for a reason and in words that have a sentence in them, and that nothing else comes of it.
func Refused(tb testing.TB, format *ingest.Format, b []byte, want error, says string) {
	tb.Helper()
	all, err := Read(format, "a file", b)
	if !errors.Is(err, want) || !strings.Contains(err.Error(), says) || len(all) > 0 {
		tb.Errorf("%d drafts, %v; want %q, and %q", len(all), err, want, says)
	}
}
