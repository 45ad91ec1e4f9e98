package formats_test

import (
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/formattest"
)

// Shapes of one tool are read by the same reader: "doccano" is as good as "doccano-relations".
func TestWhatEachFormatWritesIsKnownAsOfItsTool(t *testing.T) {
	for _, f := range formats.All {
		if f.Write == nil || f.Read == nil {
			continue
		}
		files := formattest.Written(t, f, interchange.Options{}, formattest.Sample(), formattest.Unmarked())
		tool, _, _ := strings.Cut(f.Name, "-")
		if got := formats.Find(files).Format; got == nil || !strings.HasPrefix(got.Name, tool) {
			t.Errorf("%s is taken for %v", f.Name, got)
		}
	}
	if got := formats.Find(interchange.InMemory{"a.txt": []byte("Prices rose.\n"), "b.json": []byte(`{"a":1}`)}).Format; got != nil {
		t.Errorf("articles are taken for %s", got.Name)
	}
}

func TestADatasetIsFoundPastWhatLiesBesideIt(t *testing.T) {
	const tokens, doccano = "Prices B-CLAIM\nrose I-CLAIM\n. O\n", `{"text":"Prices rose.","label":[[0,6,"CLAIM"]]}`
	readme := "# News\n\nPrices O\nrose B-X\n"
	for _, c := range []struct {
		files                interchange.InMemory
		format, data, passed string
		others               string
	}{
		{interchange.InMemory{"README.md": []byte(readme), "LICENSE": []byte("MIT"), ".gitattributes": nil, "train.conll": []byte(tokens), "dev.conll": nil},
			"conll", "dev.conll train.conll", ".gitattributes LICENSE README.md", ""},
		{interchange.InMemory{"README.txt": []byte(readme), "train.txt": []byte(tokens), "stats.json": []byte("{}")}, "conll", "train.txt", "README.txt stats.json", "stats.json"},
		{interchange.InMemory{"LICENSE-CC.txt": nil, "a.jsonl": []byte(doccano), "b.jsonl": []byte("damaged"), "load.py": []byte(doccano)}, "doccano", "a.jsonl b.jsonl", "LICENSE-CC.txt load.py", ""},
		{interchange.InMemory{"a.jsonl": []byte(doccano), "article.txt": []byte("Prices rose.")}, "doccano", "a.jsonl", "article.txt", "article.txt"},
		{interchange.InMemory{"annotation.conf": nil, "README.txt": []byte("About."), "a.txt": nil, "a.ann": nil, "notes.odt": nil, "notice.txt": nil, "notice.ann": nil},
			"brat", "a.ann a.txt annotation.conf notice.ann notice.txt", "README.txt notes.odt", "notes.odt"},
		{interchange.InMemory{"README.md": nil, "data/train.parquet": []byte("PAR1")}, "huggingface", "data/train.parquet", "README.md", ""},
	} {
		d := formats.Find(c.files)
		if d.Format == nil || d.Format.Name != c.format {
			t.Errorf("%v are taken for %v", c.files.Files(), d.Format)
			continue
		}
		if got := strings.Join(d.Source.Files(), " "); got != c.data {
			t.Errorf("of %v the data are %s", c.files.Files(), got)
		}
		if got := strings.Join(interchange.PassedOver(d.Source), " "); got != c.passed || strings.Join(d.Others, " ") != c.others {
			t.Errorf("of %v are passed over %s, of which others %v", c.files.Files(), got, d.Others)
		}
		said := formats.FindAs(c.files, d.Format)
		if got := strings.Join(said.Source.Files(), " "); got != c.data {
			t.Errorf("of %v the data are, as %s, %s", c.files.Files(), c.format, got)
		}
	}
	if got := formats.FindAs(interchange.InMemory{"README": nil, "tags.iob": nil}, formats.All[6]); strings.Join(got.Source.Files(), " ") != "tags.iob" {
		t.Errorf("where nothing looks like it the data are %v", got.Source.Files())
	}
}
