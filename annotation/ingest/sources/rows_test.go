package sources

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

func TestTextWithTagsIsReadAsAPieceOfAWebPage(t *testing.T) {
	piece := "<p>The harbour was closed on Monday, the ministry of transport said.</p><p>Ships wait &amp; nobody knows for how long.</p>"
	want := "The harbour was closed on Monday, the ministry of transport said.\n\nShips wait & nobody knows for how long."
	for name, file := range map[string]string{
		"news.csv":   "title,text\nHarbour,\"" + piece + "\"\n",
		"news.jsonl": `{"title":"Harbour","content":"` + piece + `"}`,
		"news.xml":   `<rss version="2.0"><channel><title>The Post</title><item><title>Harbour</title><description>` + strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(piece) + `</description></item></channel></rss>`,
	} {
		n := 0
		for d, err := range Read(context.Background(), ingest.File{Name: name, Bytes: []byte(file)}, ingest.Options{}) {
			if n++; err != nil || d.Kept() != want || d.Details.Title != "Harbour" || d.Source.File != name || !d.Whole {
				t.Errorf("%s: %v %q %+v", name, err, d.Text, d.Details)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d articles", name, n)
		}
	}
}

func TestColumnsAreToldOfWhatHasSome(t *testing.T) {
	for _, c := range []struct{ name, file, columns, text string }{
		{"news.csv", "title,text\nHarbour,Ships wait.\n", "title text", "text"},
		{"news.jsonl", `{"a":{"text":"Ships wait."},"b":1}`, "a.text b", "a.text"},
		{"news.json", `[{"x":"y"}]`, "x", ""},
	} {
		columns, told, err := Columns(context.Background(), ingest.File{Name: c.name, Bytes: []byte(c.file)}, ingest.Options{})
		var names []string
		for _, col := range columns {
			names = append(names, col.Name)
		}
		text := ""
		if n, ok := told[ingest.FieldText]; ok {
			text = columns[n].Name
		}
		if strings.Join(names, " ") != c.columns || text != c.text || (err != nil) != errors.Is(err, ingest.ErrColumns) || (err != nil) != (text == "") {
			t.Errorf("%s: %v, the text is %q (%v)", c.name, names, text, err)
		}
	}
	if _, _, err := Columns(context.Background(), ingest.File{Name: "a.txt", Bytes: []byte("Ships wait.")}, ingest.Options{}); !errors.Is(err, ingest.ErrKind) {
		t.Errorf("a text has columns: %v", err)
	}
}
