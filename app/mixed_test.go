package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation/ingest/drafttest"
)

// What stands in the files of MixedFolder.
const (
	harbour = "Harbour closed for a week\n\nThe harbour of Osley was closed on Monday for a week, the ministry of transport said, after a crane fell into the basin.\n\n“We had no choice,” Minister Lena Marsh told reporters. Twelve ships wait outside, and nobody knows for how long.\n"
	ferries = "Ferries sail again\n\nThe ferries between Osley and Brant sail again since Tuesday, their owner said. A crossing costs 14 crowns, which is two more than before the storm.\n"
	tools   = "Library lends tools\n\nThe library of Osley lent 1,900 drills and saws last year. It began with one ladder, which a reader had left to it.\n"
	barley  = "Barley is dear\n\nThe price of barley rose by a third in a month, the growers say. Brewers buy abroad, and bakers have nobody to turn to.\n"
	bridge  = "Bridge stays shut\n\nThe bridge at Brant stays shut until autumn. Its piers moved by a hand’s breadth in the flood, engineers found, and every lorry makes it worse.\n"
	cables  = "Cables cut twice\n\nThieves cut the cables of the tram on Friday and again on Sunday. The line pays 40,000 crowns each time, its director said.\n"
	divided = "Quay opens\n\nThe port opened a quay on Monday, a year later than was planned.\n\nThe flood plan costs $2.4 trillion, the mayor of Osley said on Tuesday.\n"
)

// MixedFolder fills a folder with files of seven kinds: eight articles, a copy of one of them as another kind, two that stand in one text undivided, and
// a damaged file.
func MixedFolder(t testing.TB, dir string) {
	t.Helper()
	for name, b := range map[string][]byte{
		"1-quay.txt":      []byte(divided),
		"2-harbour.html":  htmlPage(harbour),
		"3-ferries.pdf":   pdfPage(ferries),
		"4-library.docx":  wordFile(t, tools),
		"5-barley.eml":    []byte("From: Ana Roe <ana@post.example>\r\nDate: Mon, 4 May 2026 10:00:00 +0000\r\nSubject: Barley is dear\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(barley, "\n", "\r\n")),
		"6-two.csv":       []byte("title,text,outlet\n" + csvRow(bridge, "The Gazette") + csvRow(cables, "The Gazette")),
		"7-harbour.docx":  wordFile(t, harbour),
		"8-damaged.pdf":   pdfPage(ferries)[:300],
		"picture.png":     []byte("\x89PNG\r\n\x1a\n"),
		"more/9-town.txt": []byte("Town has a clock\n\nThe clock of Brant goes again, and is right twice an hour.\n"),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func titleAndRest(article string) (title string, paragraphs []string) {
	parts := strings.Split(strings.TrimSpace(article), "\n\n")
	return parts[0], parts[1:]
}

func csvRow(article, outlet string) string {
	title, rest := titleAndRest(article)
	return fmt.Sprintf("%s,\"%s\",%s\n", title, strings.Join(rest, "\n\n"), outlet)
}

func htmlPage(article string) []byte {
	title, rest := titleAndRest(article)
	return []byte(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>` + title + `</title><meta property="og:site_name" content="Osley Post"></head><body>` +
		`<nav><a href="/">Home</a></nav><article><h1>` + title + `</h1><p>` + strings.Join(rest, "</p><p>") + `</p></article><footer>© Osley Post</footer></body></html>`)
}

// wordFile is a document of Word.
func wordFile(t testing.TB, article string) []byte {
	title, rest := titleAndRest(article)
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	body := ""
	for _, p := range append([]string{title}, rest...) {
		body += `<w:p><w:r><w:t xml:space="preserve">` + p + `</w:t></w:r></w:p>`
	}
	return drafttest.Zip(t,
		"[Content_Types].xml", head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", head+`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+body+`</w:body></w:document>`)
}

// pdfPage is a page with one paragraph below another, its headline larger. Lines have some sixty letters.
func pdfPage(article string) []byte {
	title, rest := titleAndRest(article)
	ops := fmt.Sprintf("BT /F 20 Tf 60 740 Td (%s) Tj ET\n", title)
	y := 700
	for _, p := range rest {
		line := ""
		draw := func() {
			ops += fmt.Sprintf("BT /F 11 Tf 60 %d Td (%s) Tj ET\n", y, line)
			y, line = y-14, ""
		}
		for _, word := range strings.Fields(p) {
			if len(line)+len(word) > 60 {
				draw()
			}
			line = strings.TrimSpace(line + " " + word)
		}
		draw()
		y -= 14
	}
	var out bytes.Buffer
	var places []int
	out.WriteString("%PDF-1.4\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", len(ops), ops), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	} {
		places = append(places, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, xref)
	return out.Bytes()
}

func TestAFolderOfManyKindsIsDroppedAndLoaded(t *testing.T) {
	p := atWork(t)
	dir := t.TempDir()
	MixedFolder(t, dir)
	p.drops(dir)
	p.waits("what was read is shown", p.inImport)
	p.photograph("import-mixed")
	p.expects("of many kinds", strings.Join([]string{
		"[x] Quay opens | 28 | en | 1-quay.txt",
		"[x] Harbour closed for a week | Osley Post | 47 | en | 2-harbour.html",
		"[x] Ferries sail again | 29 | en | 3-ferries.pdf",
		"[x] Library lends tools | 26 | en | 4-library.docx",
		"[x] Barley is dear | post.example | 2026-05-04 | 27 | en | 5-barley.eml",
		"6-two.csv | 2 articles",
		"[x] Bridge stays shut | The Gazette | 26 | en",
		"[x] Cables cut twice | The Gazette | 23 | en",
		"[ ] Harbour closed for a week | 47 | en | left out: same as “Harbour closed for a week” · 7-harbour.docx",
		"[×] 8-damaged.pdf | refused: it is damaged, or not the whole of it; get it again, or open it in a PDF viewer; if it is whole there, print it into a new PDF and import that",
		"[x] Town has a clock | 16 | 9-town.txt"}, "\n"))
	p.atLine("The flood plan")
	p.press("D")
	p.waits("it is compared", func() bool { return !p.importing.due })
	p.press("Ctrl+Enter")
	p.loaded(9)
	p.library.search.SetText("crane")
	p.waits("one is found by its text", func() bool { return len(p.library.shown) == 1 })
	p.library.search.SetText("outlet:gazette")
	p.waits("two are of the outlet", func() bool { return len(p.library.shown) == 2 })
	p.photograph("import-mixed-loaded")
	p.open(p.library.all[p.library.shown[1]].ID)
	p.waits("it is open", func() bool { return p.set() != nil && strings.HasPrefix(p.set().Text().String(), "Thieves cut") })
}
