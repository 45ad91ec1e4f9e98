package epub

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/drafttest"
	"rubricator/annotation/ingest/pack"
)

const (
	container = `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`
	metadata  = `<dc:title>The Morning Post [Fri, 03 May 2024]</dc:title><dc:creator>calibre</dc:creator><dc:publisher>calibre (1.2)</dc:publisher><dc:language>en-gb</dc:language><dc:date opf:event="modification">2025-01-01</dc:date><dc:date>2024-05-03T04:00:00+00:00</dc:date><dc:rights>All rights reserved</dc:rights><meta name="calibre:publication_type" content="periodical:unknown:post"/>`
	contents  = `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li><a href="b.xhtml">The <b>port</b></a></li><li><a href="a.xhtml">Kiel</a></li></ol></nav><nav epub:type="landmarks"><ol><li><a epub:type="copyright-page" href="c%20d.xhtml">Imprint</a></li></ol></nav></body></html>`
	encrypted = `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="%s"><enc:KeySize>128</enc:KeySize></enc:EncryptionMethod><enc:CipherData><enc:CipherReference URI="OEBPS/a.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>`
)

// page is a chapter of that body.
func page(body string) string {
	return `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><style>p { color: red }</style></head><body>` + body + `</body></html>`
}

// bookOf packs the chapters of a spine, given as name and page by turns.
func bookOf(tb testing.TB, metadata string, chapters []string, parts ...string) []byte {
	tb.Helper()
	var manifest, spine strings.Builder
	all := []string{"mimetype", "application/epub+zip", "META-INF/container.xml", container}
	for i := 0; i < len(chapters); i += 2 {
		fmt.Fprintf(&manifest, `<item id="c%d" href="%s" media-type="application/xhtml+xml"/>`, i, strings.ReplaceAll(chapters[i], " ", "%20"))
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
		if chapters[i+1] != "" {
			all = append(all, "OEBPS/"+chapters[i], chapters[i+1])
		}
	}
	manifest.WriteString(`<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>`)
	all = append(all, "OEBPS/content.opf", `<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>`+metadata+
		`</metadata><manifest>`+manifest.String()+`</manifest><spine>`+spine.String()+`<itemref idref="nav"/></spine><guide><reference type="cover" href="cover.xhtml"/></guide></package>`)
	return drafttest.Zip(tb, append(all, parts...)...)
}

func TestEachChapterIsAnArticleInTheOrderOfReading(t *testing.T) {
	file := bookOf(t, metadata, []string{
		"cover.xhtml", page("<p>The Morning Post</p>"), "c d.xhtml", page("<p>Printed in Kiel</p>"), "picture.xhtml", page(`<img src="a.jpg" alt="A ship"/>`),
		"b.xhtml", page("<p>The port is closed.</p>"), "gone.xhtml", "", "a.xhtml", page("<h2>Kiel is open</h2><p>Ships come in.</p>"), "toc2.xhtml", page(`<section epub:type="toc"><p>Kiel</p></section>`),
	}, "OEBPS/nav.xhtml", contents)
	all, err := drafttest.Read(Format, "post.epub", file)
	if len(all) != 2 || !errors.Is(err, pack.ErrMissing) || !strings.HasPrefix(err.Error(), "chapter 5 of 8, gone.xhtml: ") {
		t.Fatalf("%d articles, %v", len(all), err)
	}
	if got := drafttest.Show(all[0]); got != "The port is closed." || all[0].Title() != "The port" {
		t.Errorf("%q %q", all[0].Title(), got)
	}
	if want := []string{"Left out before it, since they are no articles: cover.xhtml, c d.xhtml, picture.xhtml."}; len(all[0].Warnings) != 1 || all[0].Warnings[0] != want[0] {
		t.Errorf("%q", all[0].Warnings)
	}
	if got := drafttest.Show(all[1]); got != "[headline] Kiel is open\n\nShips come in." || all[1].Title() != "Kiel is open" {
		t.Errorf("%q %q", all[1].Title(), got)
	}
	if want := (ingest.Details{Title: "Kiel is open", Outlet: "The Morning Post", Published: "2024-05-03T04:00:00Z", Language: "en-GB", Licence: "All rights reserved"}); all[1].Details != want {
		t.Errorf("%+v", all[1].Details)
	}
	if s := all[1].Source; s.File != "a.xhtml" || s.Decoding != `EPUB book "The Morning Post [Fri, 03 May 2024]", chapter 6 of 8; dated by the book` || !strings.HasPrefix(string(all[1].Original), "<?xml") {
		t.Errorf("%+v", s)
	}
}

func TestTheTableOfContentsOfOlderBooksNamesChapters(t *testing.T) {
	ncx := `<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd"><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>The port</text></navLabel><content src="a.xhtml"/><navPoint><navLabel><text>Kiel</text></navLabel><content src="b.xhtml#one"/></navPoint><navPoint><navLabel><text>Flensburg</text></navLabel><content src="b.xhtml#two"/></navPoint></navPoint></navMap></ncx>`
	all, err := drafttest.Read(Format, "a.epub", bookOf(t, "<dc:title>A book</dc:title><dc:creator>Ana Lang</dc:creator><dc:creator>Ben Ott</dc:creator>", []string{"a.xhtml", page("<p>Text</p>"), "b.xhtml", page("<p>Two places.</p>")}, "OEBPS/toc.ncx", ncx))
	if err != nil || len(all) != 2 || all[0].Title() != "The port" || all[1].Title() != "Two places." || all[0].Details.Author != "Ana Lang, Ben Ott" || all[0].Details.Outlet != "" {
		t.Errorf("%d %v", len(all), err)
	}
}

func TestWhatAReaderOfTheChapterReads(t *testing.T) {
	for _, c := range []struct{ name, body, want, warns string }{
		{"blocks", "<h1>Harbour\n closed</h1><p class=\"byline\">By Ana Lang</p><p>On <b>Mon</b>day,<br/>\n it closed.</p><h2>Known</h2><div>Little<p>more</p>still</div>", "[headline] Harbour closed\n\n[byline] By Ana Lang\n\nOn Monday,\nit closed.\n\n[heading] Known\n\nLittle\n\nmore\n\nstill", ""},
		{"lists and captions", "<ul><li>Bread<ul><li><p>Rye</p></li></ul></li></ul><figure><img src='a'/><figcaption>A ship</figcaption></figure>", "[entry] Bread\n\n[entry] Rye\n\n[caption] A ship", ""},
		{"a table by rows", "<table><caption>Ships</caption><thead><tr><th>Port</th><th>Ships</th></tr></thead><tr><td>Kiel</td><td><p>12</p></td></tr></table>", "[caption] Ships\n\n[entry] Port\tShips\n[entry] Kiel\t12", ""},
		{"ends that are left out", "<table><tr><td>A<td>B<tr><td>C<td>D</table><ul><li>One<li>Two</ul><p>Three<p>Four", "[entry] A\tB\n[entry] C\tD\n\n[entry] One\n\n[entry] Two\n\nThree\n\nFour", ""},
		{"verse", "<pre>Roses\n  are red</pre>", "Roses\nare red", ""},
		{"notes at the end, without their signs", `<p>It closed<a epub:type="noteref" href="#n">1</a>.</p><aside epub:type="footnote" id="n"><p>Harbour office.</p></aside><p>It <span epub:type="pagebreak">12</span>opened.</p>`, "It closed.\n\nIt opened.\n\nHarbour office.", ""},
		{"navigation, cut", `<div class="calibre_navbar"><a>Next</a></div><nav><ol><li>Home</li></ol></nav><p>Text</p>`, "[cut: navigation] Next\n\n[cut: navigation] Home\n\nText", ""},
		{"programs, hidden text and how signs are read", `<p>Te<script>alert("x")</script>xt <ruby>漢<rp>(</rp><rt>kan</rt></ruby></p><p hidden="hidden">not</p>`, "Text 漢", "1 passage of hidden text left out."},
		{"entities and soft hyphens", "<p>Caf&eacute; &amp; har&shy;bour&#8217;s</p>", "Café & har\u00ADbour’s", ""},
		{"from right to left", `<p dir="rtl">אמר שלום 12</p>`, "אמר שלום 12", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drafttest.One(t, Format, "a.epub", bookOf(t, "", []string{"a.xhtml", page(c.body)}))
			if got := drafttest.Show(d); got != c.want {
				t.Errorf("%q\nwant\n%q", got, c.want)
			}
			if got := strings.Join(d.Warnings, "|"); !strings.Contains(got, c.warns) || c.warns == "" && got != "" {
				t.Errorf("warnings %q, want %q", got, c.warns)
			}
		})
	}
}

func TestAPageIsDecodedAsItSays(t *testing.T) {
	for name, page := range map[string]string{
		"windows-1251": "<?xml version='1.0' encoding='windows-1251'?><html><body><p>\xCA\xE8\xEB\xFC</p></body></html>",
		"UTF-16":       "\xFF\xFE<\x00p\x00>\x00\x1a\x048\x04;\x04L\x04",
		"UTF-8":        "\uFEFF<p>Киль",
	} {
		if d := drafttest.One(t, Format, "a.epub", bookOf(t, "", []string{"a.xhtml", page})); d.Text != "Киль" {
			t.Errorf("%s: %q", name, d.Text)
		}
	}
}

func TestFontsThatAreEncryptedDoNotMatter(t *testing.T) {
	file := bookOf(t, "", []string{"a.xhtml", page("<p>Text</p>")}, "META-INF/encryption.xml", fmt.Sprintf(encrypted, "http://www.idpf.org/2008/embedding"))
	if d := drafttest.One(t, Format, "a.epub", file); d.Text != "Text" {
		t.Error(d.Text)
	}
}

func TestWhatIsNoBookIsRefusedByWhatItIs(t *testing.T) {
	text := []string{"a.xhtml", page("<p>Text</p>")}
	whole := bookOf(t, "", text)
	aes := fmt.Sprintf(encrypted, "http://www.w3.org/2001/04/xmlenc#aes128-cbc")
	for _, c := range []struct {
		name  string
		bytes []byte
		want  error
		says  string
	}{
		{"without text", bookOf(t, "", []string{"a.xhtml", page("<img/>")}), ingest.ErrEmpty, "pictures"},
		{"without chapters", bookOf(t, "", nil), ingest.ErrEmpty, "table of contents"},
		{"cut off", whole[:len(whole)/2], pack.ErrDamaged, "copy it again"},
		{"without a list of its parts", drafttest.Zip(t, "mimetype", "application/epub+zip"), pack.ErrMissing, "META-INF/container.xml"},
		{"without a package document", drafttest.Zip(t, "META-INF/container.xml", "<container/>"), pack.ErrDamaged, "package document"},
		{"an empty package document", drafttest.Zip(t, "META-INF/container.xml", container, "OEBPS/content.opf", "<package/>"), pack.ErrDamaged, "no chapters"},
		{"deep", bookOf(t, "", []string{"a.xhtml", page(strings.Repeat("<div>", 300))}), pack.ErrUnsafe, "256"},
		{"Adobe", bookOf(t, "", text, "META-INF/encryption.xml", aes, "META-INF/rights.xml", "<r/>"), pack.ErrLocked, "Adobe ADEPT"},
		{"Readium", bookOf(t, "", text, "META-INF/encryption.xml", aes, "META-INF/license.lcpl", "{}"), pack.ErrLocked, "Readium LCP"},
	} {
		t.Run(c.name, func(t *testing.T) { drafttest.Refused(t, Format, c.bytes, c.want, c.says) })
	}
}

func FuzzChapter(f *testing.F) {
	f.Add("<h1>Harbour</h1><table><tr><td>A<aside epub:type='footnote'>n</tr></table><title/><p>x")
	f.Add("</p><tr></aside><td><pre>\n</td></tr><svg/><![CDATA[x]]><plaintext>")
	f.Fuzz(func(t *testing.T, body string) {
		all, _ := drafttest.Read(Format, "a.epub", bookOf(t, "", []string{"a.xhtml", page(body)}))
		for _, d := range all {
			if _, err := d.Article(); err != nil && !errors.Is(err, ingest.ErrEmpty) {
				t.Error(err)
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(bookOf(f, metadata, []string{"a.xhtml", page("<p>Text</p>")}, "OEBPS/nav.xhtml", contents))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = drafttest.Read(Format, "a.epub", b) })
}

func BenchmarkRead(b *testing.B) {
	var chapters []string
	var body bytes.Buffer
	for n := range 100 {
		body.Reset()
		for range 200 {
			fmt.Fprintf(&body, `<p class="calibre1">The <span class="calibre2">harbour</span> of the town was closed on Monday since a ship had lost its load, as the office said in the evening.</p>`)
		}
		chapters = append(chapters, fmt.Sprintf("c%d.xhtml", n), page(body.String()))
	}
	file := bookOf(b, metadata, chapters)
	b.SetBytes(int64(100 * body.Len()))
	for b.Loop() {
		if _, err := drafttest.Read(Format, "a.epub", file); err != nil {
			b.Fatal(err)
		}
	}
}
