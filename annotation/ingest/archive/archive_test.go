package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

// inner reads text files, web pages as if they were such, and archives.
func inner(ctx context.Context, f ingest.File, o ingest.Options) iter.Seq2[*ingest.Draft, error] {
	o.Inner = inner
	for _, format := range []*ingest.Format{Zip, Tar, ingest.Plain} {
		if format.ByName(f.Name) {
			if !format.Streams {
				var err error
				if f, err = f.InMemory(ingest.MaxFile); err != nil {
					return ingest.One(nil, fmt.Errorf("read %q: %w", f.Name, err))
				}
			}
			return format.Read(ctx, f, o)
		}
	}
	if strings.HasSuffix(f.Name, ".html") {
		return ingest.Plain.Read(ctx, f, o)
	}
	return ingest.One(nil, fmt.Errorf("read %q: %w", f.Name, ingest.ErrKind))
}

// file is a file in an archive, of a test: what it holds is its text.
type file struct {
	name, text string
	mode       fs.FileMode
}

func zipOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		h.SetMode(f.mode | 0o644)
		part, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f.text)); err != nil && f.text != "" {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.text)), Typeflag: tar.TypeReg}
		switch {
		case f.mode.IsDir():
			h.Typeflag = tar.TypeDir
		case f.mode&fs.ModeSymlink != 0:
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, f.text, 0
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.text)); err != nil && h.Size > 0 {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipOf(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read is what an archive gives: "name: text", and its errors.
func read(t testing.TB, name string, b []byte) (out []string, wrong []error) {
	t.Helper()
	for d, err := range inner(context.Background(), ingest.File{Name: name, Bytes: b}, ingest.Options{Size: ingest.NewSize()}) {
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		out = append(out, d.Source.File+": "+d.Text)
	}
	return out, wrong
}

func TestWhatStandsInAnArchiveIsRead(t *testing.T) {
	files := []file{
		{"news/", "", fs.ModeDir}, {"news/a.txt", "One.", 0}, {"b.txt", "Two.", 0}, {"__MACOSX/news/._a.txt", "x", 0}, {".git/c.txt", "x", 0}, {"news/.d.txt", "x", 0},
		{"picture.PNG", "x", 0}, {"style.css", "x", 0}, {"code.js", "x", 0},
		{"page_files/advert.html", "Advert.", 0}, {"page.html", "Page.", 0}, {"other_files/e.txt", "Three.", 0},
	}
	want := "a.txt: One.|b.txt: Two.|page.html: Page.|e.txt: Three."
	for name, b := range map[string][]byte{
		"a.zip": zipOf(t, files...), "a.tar": tarOf(t, files...), "a.tar.gz": gzipOf(t, tarOf(t, files...)), "a.TGZ": gzipOf(t, tarOf(t, files...)),
	} {
		got, wrong := read(t, name, b)
		if strings.Join(got, "|") != want || wrong != nil {
			t.Errorf("%s: %q %v, want %q", name, got, wrong, want)
		}
	}
	nested := zipOf(t, file{"b.zip", string(zipOf(t, file{"c.tar.gz", string(gzipOf(t, tarOf(t, file{"d.txt", "Deep.", 0}))), 0})), 0})
	if got, wrong := read(t, "a.zip", nested); strings.Join(got, "|") != "d.txt: Deep." || wrong != nil {
		t.Errorf("archives in archives: %q %v", got, wrong)
	}
	if got, wrong := read(t, "a.txt.gz", gzipOf(t, []byte("Alone."))); strings.Join(got, "|") != "a.txt: Alone." || wrong != nil {
		t.Errorf("a packed file: %q %v", got, wrong)
	}
}

func TestNamesAreReadAsTheyWereWritten(t *testing.T) {
	for in, want := range map[string]string{
		"caf\x82.txt": "café.txt", "café.txt": "café.txt", `a\b.txt`: "a/b.txt", "./a.txt": "a.txt", "a//b.txt": "a/b.txt", `C:\a.txt`: "/C:/a.txt", "../a.txt": "../a.txt", "a/": "a/",
	} {
		if got := nameOf(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWhatCannotBeReadIsNamedAndTheRestLoads(t *testing.T) {
	good := file{"good.txt", "Good.", 0}
	locked := zipOf(t, file{"secret.txt", "x", 0}, good)
	for _, at := range []int{6, bytes.Index(locked, []byte("PK\x01\x02")) + 8} { // the flags of the first file, here and in the list
		locked[at] |= 1
	}
	broken := zipOf(t, file{"broken.txt", strings.Repeat("words ", 100), 0}, good)
	broken[60] ^= 0xFF
	deep := zipOf(t, good)
	for range 6 {
		deep = zipOf(t, file{"deep.zip", string(deep), 0}, good)
	}
	for _, c := range []struct {
		name  string
		bytes []byte
		want  error
		says  string
	}{
		{"traversal", zipOf(t, file{"../../evil.txt", "x", 0}, good), ErrPlace, `"../../evil.txt"`},
		{"absolute", zipOf(t, file{"/etc/evil.txt", "x", 0}, good), ErrPlace, `"/etc/evil.txt"`},
		{"drive", zipOf(t, file{`C:\evil.txt`, "x", 0}, good), ErrPlace, "evil.txt"},
		{"link", zipOf(t, file{"link.txt", "/etc/passwd", fs.ModeSymlink}, good), ErrPlace, "link.txt"},
		{"twice", zipOf(t, good, file{"good.txt", "Evil.", 0}), ErrPlace, "comes before it"},
		{"password", locked, ErrLocked, "secret.txt"},
		{"broken", broken, ErrDamaged, "broken.txt"},
		{"of no kind", zipOf(t, file{"old.doc", "x", 0}, good), ingest.ErrKind, "old.doc"},
		{"deep", deep, ingest.ErrUnpacks, "more than 4 archives"},
		{"a file that is a bomb", zipOf(t, file{"bomb.txt", strings.Repeat("a", 20<<20), 0}, good), ingest.ErrUnpacks, "bomb.txt"},
	} {
		got, wrong := read(t, "a.zip", c.bytes)
		if len(got) == 0 || got[0] != "good.txt: Good." {
			t.Errorf("%s: %q, the rest does not load", c.name, got)
		}
		if len(wrong) == 0 || !errors.Is(wrong[0], c.want) || !strings.Contains(wrong[0].Error(), c.says) {
			t.Errorf("%s: %v, want %v with %q", c.name, wrong, c.want, c.says)
		}
	}
	got, wrong := read(t, "a.tar", tarOf(t, file{"link.txt", "/etc/passwd", fs.ModeSymlink}, good))
	if len(got) != 1 || len(wrong) != 1 || !errors.Is(wrong[0], ErrPlace) {
		t.Errorf("a link in a TAR: %q %v", got, wrong)
	}
}

func TestAnArchiveThatIsNoneIsRefused(t *testing.T) {
	good := tarOf(t, file{"a.txt", "One.", 0}, file{"b.txt", strings.Repeat("Two. ", 1000), 0})
	zipped := zipOf(t, file{"a.txt", "One.", 0})
	for _, c := range []struct {
		name, file string
		bytes      []byte
		want       error
		drafts     int
	}{
		{"cut off ZIP", "a.zip", zipped[:len(zipped)-5], ErrDamaged, 0},
		{"no ZIP", "a.zip", []byte("PK words"), ErrDamaged, 0},
		{"empty ZIP", "a.zip", zipOf(t), ingest.ErrEmpty, 0},
		{"pictures", "a.zip", zipOf(t, file{"a.png", "x", 0}), ingest.ErrEmpty, 0},
		{"cut off TAR", "a.tar", good[:3000], ErrDamaged, 1},
		{"cut off gzip", "a.tgz", gzipOf(t, good)[:60], ErrDamaged, 0},
		{"no gzip", "a.tgz", []byte("\x1f\x8bwords"), ErrDamaged, 0},
		{"gzip that is a bomb", "a.txt.gz", gzipOf(t, make([]byte, 40<<20)), ingest.ErrUnpacks, 0},
		{"TAR that is a bomb", "a.tgz", gzipOf(t, tarOf(t, file{"a.png", strings.Repeat("a", 40<<20), 0}, file{"a.txt", "x", 0})), ingest.ErrUnpacks, 0},
	} {
		got, wrong := read(t, c.file, c.bytes)
		if len(got) != c.drafts || len(wrong) == 0 || !errors.Is(wrong[0], c.want) {
			t.Errorf("%s: %d drafts, %v, want %v", c.name, len(got), wrong, c.want)
		}
	}
}

func TestUnpackingStopsWhereItIsTooMuch(t *testing.T) {
	var many []file
	for i := range 8 {
		many = append(many, file{fmt.Sprintf("%d.txt", i), strings.Repeat("a", 4<<20), 0})
	}
	_, wrong := read(t, "a.zip", zipOf(t, many...)) // each below the ratio's threshold
	if len(wrong) != 1 || !errors.Is(wrong[0], ingest.ErrUnpacks) {
		t.Errorf("got %v", wrong)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for d, err := range Zip.Read(ctx, ingest.File{Name: "a.zip", Bytes: zipOf(t, file{"a.txt", "One.", 0})}, ingest.Options{Inner: inner}) {
		if d != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("after it was given up: %v %v", d, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	files := []file{{"news/", "", fs.ModeDir}, {"a.txt", "One.", 0}, {"../b.txt", "Two.", 0}, {"c.zip", string(zipOf(f, file{"d.txt", "x", 0})), 0}, {"l", "a.txt", fs.ModeSymlink}}
	f.Add(zipOf(f, files...))
	f.Add(tarOf(f, files...))
	f.Add(gzipOf(f, tarOf(f, files...)))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"a.zip", "a.tgz", "a.txt.gz"} {
			got, wrong := read(t, name, b)
			if len(got) == 0 && len(wrong) == 0 {
				t.Fatalf("%s: nothing is said", name)
			}
		}
	})
}

func BenchmarkZip(b *testing.B) {
	var files []file
	for i := range 1000 {
		files = append(files, file{fmt.Sprintf("%d.txt", i), strings.Repeat(fmt.Sprintf("The harbour was closed %d times.\n", i), 100), 0})
	}
	packed := zipOf(b, files...)
	b.SetBytes(3_400_000)
	for b.Loop() {
		if got, wrong := read(b, "a.zip", packed); len(got) != 1000 || wrong != nil {
			b.Fatal(len(got), wrong)
		}
	}
}
