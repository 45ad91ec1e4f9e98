package sources

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

func titles(t *testing.T, f ingest.File) (out []string, wrong error) {
	t.Helper()
	for d, err := range Read(context.Background(), f, ingest.Options{}) {
		if err != nil {
			wrong = errors.Join(wrong, err)
			continue
		}
		out = append(out, d.Title())
	}
	return out, wrong
}

func TestAFileIsReadByItsKind(t *testing.T) {
	for name, want := range map[string]string{"a.txt": "# Harbour closed", "A.MD": "Harbour closed"} {
		got, err := titles(t, ingest.File{Name: name, Bytes: []byte("# Harbour closed\n\nOn Monday.\n")})
		if err != nil || strings.Join(got, "|") != want {
			t.Errorf("%s: %q %v, want %q", name, got, err, want)
		}
	}
}

func TestAPageIsReadAsOneWhateverItsName(t *testing.T) {
	for _, name := range []string{"a.html", "a.HTM", "a.txt", "pasted.html", "a", "a.mht"} {
		got, err := titles(t, ingest.File{Name: name, Bytes: []byte("<!-- saved --><html><body><h1>Harbour closed</h1><p>No ship may sail, the harbour master said on Monday.</p>")})
		if err != nil || strings.Join(got, "|") != "Harbour closed" {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

func TestARefusalNamesTheFileAloneAndTheNextStep(t *testing.T) {
	for _, c := range []struct {
		name, bytes string
		want        error
		says        string
	}{
		{"README", "text", ingest.ErrKind, ".markdown"},
		{"picture.png", "\x89PNG\r\n\x1a\n", ingest.ErrKind, "a PNG picture"},
		{"a.txt", "  ", ingest.ErrEmpty, "import it again"},
	} {
		_, err := titles(t, ingest.File{Name: "/home/ana/" + c.name, Bytes: []byte(c.bytes)})
		if !errors.Is(err, c.want) || !strings.HasPrefix(err.Error(), `read "`+c.name+`": `) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q with %q", c.name, err, c.want, c.says)
		}
	}
}
