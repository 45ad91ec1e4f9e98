package odt

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
	head   = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	spaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"`
	kind   = "application/vnd.oasis.opendocument.text"
	// automatic are styles that a program makes for what people did by hand.
	automatic = `<office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2"/>
<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Illustration"/>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:font-name="Symbol"/></style:style></office:automatic-styles>`
	master = `<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>The Morning Post</text:p></style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>`
)

// document packs a text of that body, with parts besides.
func document(tb testing.TB, body string, parts ...string) []byte {
	tb.Helper()
	return drafttest.Zip(tb, append([]string{
		"mimetype", kind,
		"content.xml", head + `<office:document-content ` + spaces + `>` + automatic + `<office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	}, parts...)...)
}

func p(text string) string { return "<text:p>" + text + "</text:p>" }

func cell(paragraphs ...string) string {
	return "<table:table-cell>" + strings.Join(paragraphs, "") + "</table:table-cell>"
}

func TestWhatAReaderOfTheDocumentReads(t *testing.T) {
	for _, c := range []struct{ name, body, want, warns string }{
		{"paragraphs by their styles", `<text:p text:style-name="P1">Harbour closed</text:p>` + p("On Monday.") + `<text:h text:outline-level="2" text:style-name="Heading_20_2">What is known</text:h><text:p text:style-name="P2">Little.</text:p><text:p text:style-name="P3">Figure 1: Kiel</text:p>`,
			"[headline] Harbour closed\n\nOn Monday.\n\n[heading] What is known\n\nLittle.\n\n[caption] Figure 1: Kiel", ""},
		{"white space as XML has it", p("\n  One\n  <text:span>two </text:span> <text:s text:c=\"2\"/>three") + p("A<text:tab/>B<text:line-break/>C"), "One two   three\n\nA\tB\nC", ""},
		{"entries of lists", `<text:list><text:list-item><text:p>Bread</text:p><text:list><text:list-item><text:number>1.</text:number>` + p("Rye") + `</text:list-item></text:list></text:list-item></text:list>` + p("– Milk"), "[entry] Bread\n\n[entry] Rye\n\n– Milk", ""},
		{"a table by rows", `<table:table><table:table-header-rows><table:table-row>` + cell(p("Port")) + cell(p("Ships")) + `</table:table-row></table:table-header-rows><table:table-row>` + cell(p("Kiel")) + `<table:table-cell table:number-columns-repeated="2"/>` + cell(p("12"), p("of 20")) + `<table:covered-table-cell/></table:table-row></table:table>`,
			"[entry] Port\tShips\n[entry] Kiel\t\t\t12 of 20", ""},
		{"a cell that says it stands for a million", `<table:table><table:table-row>` + cell(p("A")) + `<table:table-cell table:number-columns-repeated="1000000">` + p("B") + `</table:table-cell></table:table-row></table:table>`,
			"[entry] A" + strings.Repeat("\t", 64) + "B", ""},
		{"tracked changes as if accepted", `<text:tracked-changes><text:changed-region><text:deletion><text:p>Monday</text:p></text:deletion></text:changed-region><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>` + p(`It closed <text:change text:change-id="1"/>on <text:change-start/>Tuesday<text:change-end/>.`),
			"It closed on Tuesday.", "Changes are tracked in it: 1 deletion left out, 1 insertion kept."},
		{"comments", p(`Text<office:annotation><dc:creator>Ana</dc:creator><text:p>Really?</text:p></office:annotation>.`), "Text.", "1 comment left out."},
		{"hidden text", p(`Seen <text:span text:style-name="T1">not</text:span>too`) + `<text:section text:display="none">` + p("secret") + `</text:section>` + p(`<text:hidden-paragraph text:is-hidden="true"/>gone`), "Seen too", "3 passages of hidden text left out."},
		{"fields by what came of them", p(`On <text:date>3 May</text:date>, <text:a>here</text:a>`), "On 3 May, here", ""},
		{"a box before the paragraph it hangs on, without what is said about its picture", p(`Text<draw:frame><svg:title>A ship</svg:title><svg:desc>at sea</svg:desc><draw:text-box><text:p text:style-name="P3">Figure 1: <text:sequence>1</text:sequence></text:p></draw:text-box></draw:frame>`), "[caption] Figure 1: 1\n\nText", ""},
		{"a footnote at the end", p(`It closed<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>`+p("Harbour office.")+`</text:note-body></text:note>.`) + p("It opened."), "It closed.\n\nIt opened.\n\nHarbour office.", ""},
		{"a table of contents, cut", `<text:table-of-content><text:table-of-content-source><text:index-title-template>Contents</text:index-title-template></text:table-of-content-source><text:index-body>` + p("Harbour 1") + `</text:index-body></text:table-of-content>` + p("Text"), "[cut: table of contents] Harbour 1\n\nText", ""},
		{"signs of other fonts", p("An <text:span text:style-name=\"T2\">a\uF0B1</text:span>\uF021"), "An α±□", "1 sign of a font without a name left open"},
		{"soft hyphens, and text from right to left", p("Har\u00ADbour") + p("אמר שלום 12"), "Har\u00ADbour\n\nאמר שלום 12", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drafttest.One(t, Format, "a.odt", document(t, c.body))
			if got := drafttest.Show(d); got != c.want {
				t.Errorf("%q\nwant\n%q", got, c.want)
			}
			if got := strings.Join(d.Warnings, "|"); !strings.Contains(got, c.warns) || c.warns == "" && got != "" {
				t.Errorf("warnings %q, want %q", got, c.warns)
			}
		})
	}
}

const details = `<office:meta><dc:title>Harbour closed</dc:title><meta:initial-creator>Ana Lang</meta:initial-creator><dc:creator>Ben Ott</dc:creator><dc:language>de-DE</dc:language><dc:publisher>The Morning Post</dc:publisher><dc:rights>CC BY 4.0</dc:rights><meta:creation-date>2024-05-03T10:20:00.123456789</meta:creation-date><dc:date>2024-05-04T10:20:00</dc:date></office:meta>`

var known = ingest.Details{Title: "Harbour closed", Author: "Ana Lang", Outlet: "The Morning Post", Language: "de-DE", Published: "2024-05-03T10:20:00", Licence: "CC BY 4.0"}

func TestDetailsAndRunningHeads(t *testing.T) {
	d := drafttest.One(t, Format, "a.odt", document(t, p("Text"), "meta.xml", head+`<office:document-meta `+spaces+`>`+details+`</office:document-meta>`,
		"styles.xml", head+`<office:document-styles `+spaces+`>`+master+`</office:document-styles>`))
	if want := "[cut: running head] The Morning Post\n\nText\n\n[cut: running head] Page 1"; drafttest.Show(d) != want || d.Details != known {
		t.Errorf("%q %+v", drafttest.Show(d), d.Details)
	}
	if want := "OpenDocument text; dated by when the file was made"; d.Source.Decoding != want {
		t.Error(d.Source.Decoding)
	}
}

func TestADocumentThatIsOneFileReadsAsOneThatIsPacked(t *testing.T) {
	flat := head + `<office:document ` + spaces + ` office:mimetype="` + kind + `">` + details + automatic + master + `<office:body><office:text>` + p(`Text<office:annotation><dc:creator>Ben</dc:creator><dc:date>2025-01-01</dc:date>`+p("No.")+`</office:annotation>`) + `</office:text></office:body></office:document>`
	d := drafttest.One(t, Format, "a.fodt", []byte(flat))
	if want := "[cut: running head] The Morning Post\n\nText\n\n[cut: running head] Page 1"; drafttest.Show(d) != want || d.Details != known {
		t.Errorf("%q %+v", drafttest.Show(d), d.Details)
	}
	if !Format.Is([]byte(flat)) || !Format.Is(document(t, p("Text"))) {
		t.Error("not told by its first bytes")
	}
}

func TestWhatIsNoDocumentIsRefusedByWhatItIs(t *testing.T) {
	whole := document(t, p("Text"))
	for _, c := range []struct {
		name  string
		bytes []byte
		want  error
		says  string
	}{
		{"empty", document(t, ""), ingest.ErrEmpty, "no text"},
		{"cut off", whole[:len(whole)/2], pack.ErrDamaged, "copy it again"},
		{"without its text", drafttest.Zip(t, "mimetype", kind), pack.ErrMissing, "content.xml"},
		{"broken XML", document(t, "<text:p>"), pack.ErrDamaged, "content.xml"},
		{"one file, cut off", []byte(head + "<office:document " + spaces + "><office:body>"), pack.ErrDamaged, "a file"},
		{"deep", document(t, strings.Repeat("<text:section>", 300)+strings.Repeat("</text:section>", 300)), pack.ErrUnsafe, "256"},
		{"with a password", document(t, "", "META-INF/manifest.xml", `<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data><m:algorithm m:algorithm-name="aes256"/></m:encryption-data></m:file-entry></m:manifest>`), pack.ErrLocked, "LibreOffice"},
		{"with a password, all in one", drafttest.Zip(t, "mimetype", kind, "encrypted-package", "x"), pack.ErrLocked, "password"},
	} {
		t.Run(c.name, func(t *testing.T) { drafttest.Refused(t, Format, c.bytes, c.want, c.says) })
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(p("Text") + "<table:table><table:table-row>" + cell(p("A")) + "</table:table-row></table:table>")
	f.Add(p(`<text:span text:style-name="T1">a<text:note><text:note-body>` + p("n") + `</text:note-body></text:note></text:span><draw:text-box>` + p("b") + `</draw:text-box>`))
	f.Fuzz(func(t *testing.T, body string) {
		all, _ := drafttest.Read(Format, "a.odt", document(t, body))
		for _, d := range all {
			if _, err := d.Article(); err != nil && !errors.Is(err, ingest.ErrEmpty) {
				t.Error(err)
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(document(f, p("Text")))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = drafttest.Read(Format, "a.odt", b) })
}

func BenchmarkRead(b *testing.B) {
	var body bytes.Buffer
	for n := range 20_000 {
		fmt.Fprintf(&body, `<text:p text:style-name="P2">Paragraph %d says that the <text:span text:style-name="T3">harbour</text:span> of the town was closed on Monday since a ship had lost its load, as the office said in the evening.</text:p>`, n)
	}
	file := document(b, body.String())
	b.SetBytes(int64(body.Len()))
	for b.Loop() {
		if _, err := drafttest.Read(Format, "a.odt", file); err != nil {
			b.Fatal(err)
		}
	}
}
