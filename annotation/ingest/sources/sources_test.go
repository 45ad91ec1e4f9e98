package sources

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/drafttest"
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

func TestFilesInFilesAreReadByTheirKind(t *testing.T) {
	koi8 := "\xEE\xCF\xD7\xCF\xD3\xD4\xC9 \xC4\xCE\xD1" // "Новости дня"
	box := "From ana@example.org Thu Mar  5 10:00:00 2026\nSubject: Harbour closed\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nOn Monday.\n" +
		"--x\nContent-Disposition: attachment; filename=news.txt\n\n" + koi8 + "\n--x\nContent-Disposition: attachment; filename=picture.png\n\nx\n--x--\n"
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for name, s := range map[string]string{"mail/Inbox": box, "mail/Inbox.msf": "x"} {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := titles(t, ingest.File{Name: "a.zip", Bytes: packed.Bytes()})
	if strings.Join(got, "|") != "Harbour closed|Новости дня" {
		t.Errorf("got %q", got)
	}
	if !errors.Is(err, ingest.ErrKind) || !strings.HasPrefix(err.Error(), `read "a.zip": read "Inbox.msf": `) {
		t.Errorf("got %v", err)
	}
}

func TestADocumentIsToldByItsFirstBytesWhateverItsName(t *testing.T) {
	odt := drafttest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<o xmlns:text="t"><text:p>Harbour closed</text:p></o>`)
	docx := drafttest.Zip(t, "[Content_Types].xml", "<t/>", "word/document.xml", `<w:d xmlns:w="w"><w:p><w:r><w:t>Harbour closed</w:t></w:r></w:p></w:d>`)
	for what, b := range map[string][]byte{"odt": odt, "docx": docx, "rtf": []byte(`{\rtf1 Harbour closed}`)} {
		for _, name := range []string{"a.doc", "a.txt", "a"} {
			got, err := titles(t, ingest.File{Name: name, Bytes: b})
			if err != nil || strings.Join(got, "|") != "Harbour closed" {
				t.Errorf("%s called %s: %q %v", what, name, got, err)
			}
		}
	}
	if _, err := titles(t, ingest.File{Name: "a.docx", Bytes: []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")}); !errors.Is(err, ingest.ErrKind) || !strings.Contains(err.Error(), "old office document") {
		t.Error(err)
	}
}
