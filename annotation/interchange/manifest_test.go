package interchange

import (
	"errors"
	"slices"
	"testing"
)

func dataset(t *testing.T) InMemory {
	t.Helper()
	files := InMemory{"README.md": []byte("# News\n"), "data/train.jsonl": []byte("{}\n")}
	if _, err := WriteManifest(files, Manifest{Project: "news"}); err != nil {
		t.Fatal(err)
	}
	return files
}

func TestADatasetIsWhatItsManifestSays(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(InMemory)
		want   []string
	}{
		{"nothing", func(InMemory) {}, nil},
		{"a byte", func(f InMemory) { f["README.md"] = []byte("# Newt\n") }, []string{"README.md was changed: its SHA-256 is another"}},
		{"a byte more", func(f InMemory) { f["README.md"] = []byte("# News\n\n") }, []string{"README.md was changed: it has 8 bytes, and had 7"}},
		{"a file less", func(f InMemory) { delete(f, "data/train.jsonl") }, []string{"data/train.jsonl is missing"}},
		{"a file more", func(f InMemory) { f["data/test.jsonl"] = nil }, []string{"data/test.jsonl is not in the manifest"}},
	} {
		files := dataset(t)
		c.change(files)
		m, faults, err := Verify(t.Context(), files)
		if err != nil || !slices.Equal(faults, c.want) || m.Project != "news" {
			t.Errorf("%s: %q, %v; want %q", c.what, faults, err, c.want)
		}
	}
}

func TestNoFileIsWrittenOutsideTheFolder(t *testing.T) {
	for _, name := range []string{"../evil", "/evil", "a/../../evil", ""} {
		if w, err := InFolder(t.TempDir()).Create(name); err == nil {
			w.Close()
			t.Errorf("%q is written", name)
		}
	}
}

func TestAFolderWithoutAManifestIsNoDataset(t *testing.T) {
	if _, _, err := Verify(t.Context(), InMemory{"a.txt": nil}); !errors.Is(err, ErrNoManifest) {
		t.Errorf("error %v", err)
	}
	for _, bad := range []string{`{`, `{"format":"rubricator-dataset-9"}`, `[]`} {
		if _, _, err := Verify(t.Context(), InMemory{ManifestName: []byte(bad)}); err == nil {
			t.Errorf("%s is a manifest", bad)
		}
	}
}
