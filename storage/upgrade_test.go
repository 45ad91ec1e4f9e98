package storage

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// unpacked is a project as an earlier release left it, in a folder of the test.
func unpacked(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAProjectOfTheFirstFormatIsBroughtUpToDateAndLosesNothing(t *testing.T) {
	path := unpacked(t, "format1.rubric")
	who := person("Ana")
	who.Backups = t.TempDir()
	p, err := Open(path, who)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if s := p.Scheme(); s.Name != "simple" || len(s.Labels) != 3 || len(s.Relations) != 2 || s.Guidelines != "" {
		t.Errorf("the scheme came as %+v", s)
	}
	spans := 0
	var version int
	if err := p.readers.QueryRowContext(ctx, `SELECT count(*), max(scheme_version) FROM span`).Scan(&spans, &version); err != nil || spans != 147 || version != 1 {
		t.Errorf("%d marks of version %d: %v", spans, version, err)
	}
	if list, err := p.Documents(ctx, who.Annotator.ID); err != nil || len(list) == 0 {
		t.Errorf("%d documents: %v", len(list), err)
	}
	if found, err := p.Check(ctx); err != nil || len(found) > 0 {
		t.Errorf("found %v: %v", found, err)
	}
	if copies, _ := filepath.Glob(filepath.Join(who.Backups, "* format 1.rubric")); len(copies) != 1 {
		t.Errorf("kept %v", copies)
	}
}
