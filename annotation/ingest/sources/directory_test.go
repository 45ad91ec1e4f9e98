package sources

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/drafttest"
	"rubricator/annotation/ingest/feed"
)

// update packs the files of testdata anew, and writes what is read from each for what is expected; look at the difference before it is kept.
var update = flag.Bool("update", false, "pack testdata/*.parts and write testdata/*.expected")

// The directory testdata holds a small file or two of every kind, as analysts have them; what is in them is invented. Beside each lies NAME.expected: its
// articles as they are shown before an import. Files that are packed lie unpacked in NAME.parts beside them; texts in old encodings were written with
// iconv; the others are written by hand, the PDF too.
const (
	expected = ".expected"
	parts    = ".parts"
)

func TestEachFileOfTheDirectoryBecomesTheArticlesBesideIt(t *testing.T) {
	files := filesIn(t, "testdata")
	if *update {
		for name, b := range files {
			if to, ok := strings.CutSuffix(name, parts); ok {
				files[to] = packed(t, to, string(b), files)
				write(t, to, files[to])
			}
		}
	}
	seen := map[*ingest.Format]bool{}
	for name, b := range files {
		of, isBeside := strings.CutSuffix(strings.TrimSuffix(name, parts), expected)
		if isBeside || strings.HasSuffix(name, parts) {
			if files[of] == nil {
				t.Errorf("%s is beside no file", name)
			}
			continue
		}
		got := shown(t, ingest.File{Name: name, Bytes: b})
		if *update {
			write(t, name+expected, []byte(got))
		} else if want := string(files[name+expected]); got != want {
			t.Errorf("%s becomes\n%s\nexpected\n%s", name, got, want)
		}
		if format, err := formatOf(ingest.File{Name: name, Bytes: b}); err == nil {
			seen[format] = true
		}
	}
	for _, f := range Formats {
		if !seen[f] {
			t.Errorf("there is no %s in the directory", f.Name)
		}
	}
}

func filesIn(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, e := range entries {
		if out[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join("testdata", name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// shown is what a person sees of a file before it is loaded: its articles with a ruled line between them, or the feeds of a list.
func shown(t *testing.T, f ingest.File) string {
	t.Helper()
	var out []string
	if list, err := feed.Subscriptions(f); err == nil {
		for _, s := range list {
			out = append(out, fmt.Sprintf("feed: %s: %s, %s\n", s.Folder, s.Title, s.URL))
		}
		return strings.Join(out, "")
	}
	for d, err := range Read(context.Background(), f, ingest.Options{}) {
		if err != nil {
			out = append(out, fmt.Sprintf("refused: %v\n", err))
			continue
		}
		if d.Source.Original != annotation.HashOf(d.Original) || len(d.Original) == 0 {
			t.Errorf("%s: the bytes kept of %s are not those it came in", f.Name, d.Source.File)
		}
		for _, article := range d.SplitAt(d.Boundaries()) {
			article.Clean(nil)
			for _, l := range article.LeftOut() {
				if !slices.ContainsFunc(ingest.Rules, func(r ingest.Rule) bool { return r.Reason == l.Reason }) {
					t.Errorf("%s: a line is left out as %q, which is no rule, so that nobody can switch it off", f.Name, l.Reason)
				}
			}
			article.Guess()
			out = append(out, article.Source.File+"\n"+described(article)+"\n"+drafttest.Show(article)+"\n")
		}
	}
	return strings.Join(out, strings.Repeat("=", 72)+"\n")
}

// described is what is known of an article, a line each.
func described(d *ingest.Draft) string {
	var out strings.Builder
	k := d.Details
	for _, line := range [][2]string{{"title", d.Title()}, {"author", k.Author}, {"outlet", k.Outlet}, {"date", k.Published}, {"language", k.Language}, {"url", k.URL}, {"from", d.Source.URL},
		{"caption", k.Caption}, {"licence", k.Licence}, {"read as", d.Source.Decoding}, {"warning", strings.Join(d.Warnings, "\nwarning: ")}} {
		if line[1] != "" {
			fmt.Fprintf(&out, "%s: %s\n", line[0], line[1])
		}
	}
	return out.String()
}

// packed packs parts, each behind a line "-- NAME --". One of which nothing is written is the file of the directory that is called so.
func packed(t *testing.T, name, said string, files map[string][]byte) []byte {
	t.Helper()
	var all []string
	for _, part := range strings.Split("\n"+said, "\n-- ")[1:] {
		part, body, _ := strings.Cut(part, " --\n")
		part = strings.TrimSuffix(part, " --")
		base := filepath.Base(part)
		switch inner, isPacked := files[base+parts]; {
		case body != "":
		case isPacked:
			body = string(packed(t, base, string(inner), files))
		default:
			body = string(files[base])
		}
		all = append(all, part, strings.TrimSuffix(body, "\n"))
	}
	if strings.HasSuffix(name, ".tar.gz") {
		return tarball(t, all)
	}
	return drafttest.Zip(t, all...)
}

func tarball(t *testing.T, parts []string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for i := 0; i < len(parts); i += 2 {
		err := w.WriteHeader(&tar.Header{Name: parts[i], Mode: 0o644, Size: int64(len(parts[i+1]))})
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
