package sources

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"rubricator/annotation/ingest"
)

// streamed is a file that comes a byte at a time, as often as it is opened.
func streamed(f ingest.File) ingest.File {
	b := f.Bytes
	f.Bytes, f.Stream = nil, &ingest.Stream{Size: int64(len(b)), At: bytes.NewReader(b), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(iotest.OneByteReader(bytes.NewReader(b))), nil
	}}
	return f
}

// told is what a file gives: of each article its title, text and original, then what cannot be read.
func told(f ingest.File) string {
	var out []string
	for d, err := range Read(context.Background(), f, ingest.Options{}) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		out = append(out, fmt.Sprintf("%s|%s|%q|%q", d.Title(), d.Source.Decoding, d.Text, d.Original))
	}
	return strings.Join(out, "\n")
}

func packedByGzip(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarOf(t *testing.T, name, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(body)), Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipOf(t *testing.T, name, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(part, body)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAFileReadPieceByPieceGivesTheSameArticles(t *testing.T) {
	table := "title,text\r\nHarbour,\"Ships \"\"wait\"\".\r\nThey do.\"\r\nBread,\"Bread is dear.\r\nMilk,Milk is “dear”.\r\n"
	lines := "{\"title\":\"Harbour\",\"text\":\"Ships wait – “long”.\"}\nno\n\n{\"text\":\"Bread is dear.\"}"
	box := "From ana Thu Mar  5 10:00:00 2026\nSubject: Harbour\n\nShips wait.\n\nFrom here on.\n\nFrom bo Thu Mar  5 10:00:00 2026\r\nSubject: Bread\r\n\r\nBread is dear.\r\n"
	for name, file := range map[string][]byte{
		"news.txt":      []byte("Harbour\n\nShips wait."),
		"news.csv":      []byte(table),
		"marked.csv":    []byte("\uFEFFsep=,\n" + table),
		"cp1252.csv":    []byte("title,text\nHarbour,Caf\xe9s are closed, the town\xb4s harbour is not.\n"),
		"news.jsonl":    []byte(lines),
		"news.json":     []byte(" [{\"text\":\"Ships wait.\"},{\"text\":\"Bread is dear.\"}, 7"),
		"answer.json":   []byte(`{"status":"ok","articles":[{"title":"Harbour","text":"Ships wait."}]}`),
		"news.mbox":     []byte(box),
		"news.zip":      zipOf(t, "news.jsonl", lines),
		"news.tar":      tarOf(t, "news.csv", table),
		"news.tar.gz":   packedByGzip(t, tarOf(t, "news.mbox", box)),
		"news.jsonl.gz": packedByGzip(t, []byte(lines)),
	} {
		f := ingest.File{Name: name, Bytes: file}
		want := told(f)
		if got := told(streamed(f)); got != want || !strings.Contains(want, "|") {
			t.Errorf("%s:\n%s\nin pieces:\n%s", name, want, got)
		}
	}
}

func TestALargeFileInAnArchiveIsReadPieceByPiece(t *testing.T) {
	const articles = 20_000 // of a kilobyte: more than is held in memory of a file in an archive
	var lines strings.Builder
	for i := range articles {
		fmt.Fprintf(&lines, "{\"title\":\"Harbour %d\",\"text\":\"%x\"}\n", i, bytes.Repeat([]byte{byte(i), byte(i >> 8), byte(i * 7)}, 170))
	}
	for name, file := range map[string][]byte{
		"news.zip":      zipOf(t, "news.jsonl", lines.String()),
		"news.jsonl.gz": packedByGzip(t, []byte(lines.String())),
	} {
		n := 0
		for d, err := range Read(context.Background(), ingest.File{Name: name, Bytes: file}, ingest.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; d.Source.File != "news.jsonl" || len(d.Original) > 2000 {
				t.Fatalf("%s: %+v of %d bytes", name, d.Source, len(d.Original))
			}
		}
		if n != articles {
			t.Errorf("%s: %d articles", name, n)
		}
	}
}

func TestADocumentThatIsTooLargeIsNotRead(t *testing.T) {
	f := ingest.File{Name: "volume.pdf", Stream: &ingest.Stream{Size: ingest.MaxFile + 1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("%PDF-1.7")), nil
	}}}
	for _, err := range Read(context.Background(), f, ingest.Options{}) {
		if !errors.Is(err, ingest.ErrTooLarge) || !strings.Contains(err.Error(), "it has 257 MiB, and 256 are the most") {
			t.Errorf("got %v", err)
		}
	}
}

func TestReadingEndsWhereTheDiskFails(t *testing.T) {
	fault := errors.New("the disk is broken")
	for name, start := range map[string]string{
		"news.csv": "title,text\nHarbour,Ships wait.\n", "news.jsonl": "{\"text\":\"Ships wait.\"}\n", "news.json": "[{\"text\":\"Ships wait.\"},",
		"news.mbox": "From ana Thu Mar  5 10:00:00 2026\nSubject: Harbour\n\nShips wait.\n\n",
	} {
		opened := 0
		f := ingest.File{Name: name, Stream: &ingest.Stream{Size: 1000, Open: func() (io.ReadCloser, error) {
			opened++
			return io.NopCloser(io.MultiReader(strings.NewReader(start), iotest.ErrReader(fault))), nil
		}}}
		var last error
		for _, err := range Read(context.Background(), f, ingest.Options{}) {
			last = err
		}
		if !errors.Is(last, fault) || opened > 5 {
			t.Errorf("%s: got %v, opened %d times", name, last, opened)
		}
	}
}
