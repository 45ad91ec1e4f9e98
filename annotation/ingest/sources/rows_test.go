package sources

import (
	"context"
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
