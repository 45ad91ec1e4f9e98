package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed is the architecture: what each package may import of ours, and of others by module path. Paths of ours are
// without "rubricator/". Packages not named here may not exist.
var allowed = map[string][]string{
	"":                          {"app", "app/cli", "app/locale", "fyne.io/fyne/v2/app"},
	"app/locale":                {},
	"annotation/text":           {"github.com/clipperhouse/uax29/v2"},
	"annotation/ahead":          {},
	"annotation/rangeset":       {"annotation/text"},
	"annotation/find":           {"annotation/text", "annotation/rangeset", "golang.org/x/text"},
	"annotation":                {"annotation/text", "annotation/rangeset", "github.com/google/uuid"},
	"annotation/annotationtest": {"annotation", "annotation/text", "annotation/rangeset"},
	"annotation/suggest":        {"annotation", "annotation/text", "annotation/rangeset", "annotation/find"},
	"annotation/checks":         {"annotation", "annotation/rangeset", "annotation/suggest"},
	"annotation/compare":        {"annotation", "annotation/text", "annotation/rangeset"},
	"annotation/bundle":         {"annotation"},
	"annotation/stories":        {},
	"annotation/split":          {"annotation", "annotation/stories"},
	"annotation/schemefile":     {"annotation", "go.yaml.in/yaml/v3"},
	"annotation/ingest":         {"annotation", "annotation/text", "golang.org/x/text", "github.com/abadojack/whatlanggo"},
	"annotation/ingest/mail":    {"annotation", "annotation/ingest"},
	"annotation/ingest/archive": {"annotation/ingest", "annotation/text", "golang.org/x/text"},
	"annotation/ingest/sources": {"annotation/ingest", "annotation/ingest/archive", "annotation/ingest/docx", "annotation/ingest/epub", "annotation/ingest/feed", "annotation/ingest/html", "annotation/ingest/mail",
		"annotation/ingest/odt", "annotation/ingest/pdf", "annotation/ingest/record", "annotation/ingest/rtf", "annotation/ingest/table"},
	"annotation/ingest/table":            {"annotation/text", "annotation/ingest", "github.com/xuri/excelize/v2"},
	"annotation/ingest/record":           {"annotation/ingest"},
	"annotation/ingest/feed":             {"annotation/ingest", "github.com/mmcdole/gofeed", "golang.org/x/net"},
	"annotation/ingest/web":              {"annotation/ingest", "golang.org/x/net"},
	"annotation/ingest/pack":             {"annotation/ingest", "golang.org/x/text"},
	"annotation/ingest/drafttest":        {"annotation/ingest"},
	"annotation/ingest/manuscript":       {"annotation", "annotation/text", "annotation/ingest", "golang.org/x/text"},
	"annotation/ingest/docx":             {"annotation/ingest", "annotation/ingest/pack", "annotation/ingest/manuscript"},
	"annotation/ingest/odt":              {"annotation/ingest", "annotation/ingest/pack", "annotation/ingest/manuscript"},
	"annotation/ingest/epub":             {"annotation/ingest", "annotation/ingest/pack", "annotation/ingest/manuscript", "golang.org/x/net", "golang.org/x/text"},
	"annotation/ingest/pdf":              {"annotation", "annotation/ingest", "github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero", "golang.org/x/text"},
	"annotation/ingest/rtf":              {"annotation/ingest", "annotation/ingest/pack", "annotation/ingest/manuscript", "golang.org/x/text"},
	"annotation/ingest/html":             {"annotation", "annotation/ingest", "codeberg.org/readeck/go-readability/v2", "golang.org/x/net", "golang.org/x/text"},
	"annotation/agreement":               {"annotation", "annotation/text", "annotation/rangeset"},
	"annotation/interchange":             {"annotation", "annotation/text", "annotation/rangeset"},
	"annotation/interchange/card":        {"annotation/interchange", "go.yaml.in/yaml/v3"},
	"annotation/interchange/brat":        {"annotation", "annotation/text", "annotation/interchange"},
	"annotation/interchange/recipefile":  {"annotation", "annotation/interchange", "go.yaml.in/yaml/v3"},
	"annotation/interchange/doccano":     {"annotation", "annotation/interchange"},
	"annotation/interchange/prodigy":     {"annotation", "annotation/text", "annotation/interchange"},
	"annotation/interchange/spacy":       {"annotation", "annotation/interchange"},
	"annotation/interchange/conll":       {"annotation", "annotation/text", "annotation/interchange"},
	"annotation/interchange/huggingface": {"annotation", "annotation/text", "annotation/interchange", "github.com/parquet-go/parquet-go", "github.com/klauspost/compress"},
	"annotation/interchange/mapfile":     {"annotation/interchange", "go.yaml.in/yaml/v3"},
	"annotation/interchange/formats":     {"annotation/interchange", "annotation/interchange/brat", "annotation/interchange/doccano", "annotation/interchange/prodigy", "annotation/interchange/spacy", "annotation/interchange/conll", "annotation/interchange/csvmarks", "annotation/interchange/labelstudio", "annotation/interchange/huggingface"},
	"annotation/interchange/formattest":  {"annotation", "annotation/text", "annotation/rangeset", "annotation/interchange"},
	"assets":                             {},
	"storage":                            {"annotation", "annotation/ahead", "annotation/find", "annotation/text", "annotation/rangeset", "github.com/mattn/go-sqlite3", "golang.org/x/sys"},
	"app/editor":                         {"annotation"},
	"app/settings":                       {"annotation"},
	"app/query":                          {"annotation", "storage"},
	"app/jobs":                           {"annotation", "annotation/ahead", "annotation/agreement", "annotation/compare", "annotation/bundle", "annotation/schemefile", "annotation/text", "annotation/rangeset", "annotation/ingest", "annotation/ingest/feed", "annotation/ingest/sources", "annotation/ingest/web", "annotation/interchange", "annotation/suggest", "assets", "storage", "annotation/checks", "annotation/split", "annotation/stories", "annotation/interchange/card", "annotation/interchange/formats", "annotation/interchange/recipefile"},
	"app/cli":                            {"annotation", "annotation/agreement", "annotation/compare", "annotation/find", "annotation/bundle", "annotation/text", "annotation/schemefile", "annotation/ingest", "annotation/ingest/sources", "annotation/interchange", "annotation/interchange/formats", "annotation/interchange/mapfile", "app/jobs", "app/query", "app/settings", "assets", "storage", "github.com/spf13/cobra", "github.com/mattn/go-sqlite3", "annotation/interchange/recipefile"},
	"app/textview/bidi":                  {"golang.org/x/text"},
	"annotation/interchange/csvmarks":    {"annotation", "annotation/interchange"},
	"annotation/interchange/labelstudio": {"annotation", "annotation/interchange"},
	"app/textview": {"annotation/text", "annotation/rangeset", "app/textview/bidi", "fyne.io/fyne/v2", "github.com/go-text/typesetting", "golang.org/x/image",
		"github.com/fyne-io/oksvg", "github.com/srwiley/rasterx"}, // emoji are SVG,
	"app": {"annotation", "annotation/agreement", "annotation/bundle", "annotation/compare", "annotation/checks", "annotation/schemefile", "annotation/text", "annotation/rangeset", "annotation/find", "annotation/ingest", "annotation/ingest/sources", "annotation/interchange", "annotation/interchange/formats", "annotation/interchange/recipefile", "annotation/split", "annotation/suggest",
		"app/cli", "app/editor", "app/jobs", "app/query", "app/settings", "app/textview", "assets", "storage", "fyne.io/fyne/v2"},
}

type listed struct {
	ImportPath string
	Imports    []string
	Module     *struct{ Path string }
	Standard   bool
}

func golist(t *testing.T, args ...string) []listed {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", append([]string{"list", "-tags", "sqlite_fts5", "-json=ImportPath,Imports,Module,Standard"}, args...)...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
}

func TestImportsRunOneWay(t *testing.T) {
	standard := map[string]bool{}
	for _, l := range golist(t, "-deps", "./...") {
		standard[l.ImportPath] = l.Standard
	}
	for _, l := range golist(t, "./...") {
		place := strings.TrimPrefix(strings.TrimPrefix(l.ImportPath, "rubricator"), "/")
		may, known := allowed[place]
		if !known {
			t.Errorf("package %q has no place in the architecture", l.ImportPath)
		}
		for _, i := range l.Imports {
			if standard[i] || i == "C" {
				if i == "database/sql" && strings.HasPrefix(place, "annotation") {
					t.Errorf("%s imports %s: the field knows no database", l.ImportPath, i)
				}
				continue
			}
			i = strings.TrimPrefix(i, "rubricator/")
			if !slices.ContainsFunc(may, func(m string) bool { return i == m || strings.Contains(m, ".") && strings.HasPrefix(i, m+"/") }) {
				t.Errorf("%s imports %s, which it may not", l.ImportPath, i)
			}
		}
	}
}
