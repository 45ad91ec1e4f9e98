package docx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/drafttest"
	"rubricator/annotation/ingest/pack"
)

const (
	head    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	word    = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	linked  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	kindOf  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	styling = head + `<w:styles ` + word + `>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Zwischen"><w:name w:val="Zwischenzeile"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Kreis"/><w:basedOn w:val="Kreis"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="character" w:styleId="Geheim"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>`
	notes = head + `<w:footnotes ` + word + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Harbour office, 3 May.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Nobody refers to this.</w:t></w:r></w:p></w:footnote></w:footnotes>`
)

// document packs a document of that body, with parts besides.
func document(tb testing.TB, body string, parts ...string) []byte {
	tb.Helper()
	return drafttest.Zip(tb, append([]string{
		"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels", head + `<Relationships ` + linked + `><Relationship Id="rId1" Type="` + kindOf + `/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
		"word/document.xml", head + `<w:document ` + word + `><w:body>` + body + `</w:body></w:document>`,
		"word/_rels/document.xml.rels", head + `<Relationships ` + linked + `><Relationship Id="rId1" Type="` + kindOf + `/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="` + kindOf + `/footnotes" Target="/word/footnotes.xml"/><Relationship Id="rId3" Type="` + kindOf + `/header" Target="header1.xml"/>
<Relationship Id="rId4" Type="` + kindOf + `/footer" Target="footer1.xml"/><Relationship Id="rId5" Type="` + kindOf + `/hyperlink" Target="http://example.org/" TargetMode="External"/></Relationships>`,
		"word/styles.xml", styling,
		"word/footnotes.xml", notes,
		"word/header1.xml", head + `<w:hdr ` + word + `><w:p><w:r><w:t>The Morning Post</w:t></w:r></w:p></w:hdr>`,
		"word/footer1.xml", head + `<w:ftr ` + word + `><w:p><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>`,
	}, parts...)...)
}

// p is a paragraph of runs; a style, if any, stands before "|".
func p(text string) string {
	style, text, styled := strings.Cut(text, "|")
	if !styled {
		return `<w:p><w:r><w:t xml:space="preserve">` + style + `</w:t></w:r></w:p>`
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func cell(paragraphs ...string) string { return "<w:tc>" + strings.Join(paragraphs, "") + "</w:tc>" }

func TestWhatAReaderOfTheDocumentReads(t *testing.T) {
	for _, c := range []struct{ name, body, want, warns string }{
		{"paragraphs by their styles", p("Titel|Harbour closed") + p("On Monday the harbour closed.") + p("Zwischen|What is known") + p("Kreis|Little."),
			"[headline] Harbour closed\n\nOn Monday the harbour closed.\n\n[heading] What is known\n\nLittle.", ""},
		{"the heading it begins with is the headline", p("berschrift2|Harbour closed") + p("On Monday."), "[headline] Harbour closed\n\nOn Monday.", ""},
		{"an outline level without a style", `<w:p><w:r><w:t>First</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Later</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>`,
			"First\n\n[heading] Later\n\nText", ""},
		{"entries of a list without their signs, and with those that are text",
			`<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>Bread</w:t></w:r></w:p>` + p("– Milk") + `<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>No entry</w:t></w:r></w:p>`,
			"[entry] Bread\n\n– Milk\n\nNo entry", ""},
		{"a table by rows", "<w:tbl><w:tr>" + cell(p("Port")) + cell(p("Ships")) + "</w:tr><w:tr>" + cell(p("Kiel")) + cell(p("12"), p("of 20")) + cell("<w:p/>") + "</w:tr></w:tbl>" + p("Beschriftung|Table 1: Ships"),
			"[entry] Port\tShips\n[entry] Kiel\t12 of 20\n\n[caption] Table 1: Ships", ""},
		{"a table that divides the page", "<w:tbl><w:tr>" + cell(p("One."), p("Two."), p("Three.")) + cell(p("Aside.")) + "</w:tr></w:tbl>", "One.\n\nTwo.\n\nThree.\n\nAside.", ""},
		{"a table in a table", "<w:tbl><w:tr>" + cell(p("A")) + cell("<w:tbl><w:tr>"+cell(p("b"))+cell(p("c"))+"</w:tr></w:tbl><w:p/>") + "</w:tr></w:tbl>", "[entry] A\tb c", ""},
		{"tracked changes as if accepted",
			`<w:p><w:r><w:t xml:space="preserve">It closed </w:t></w:r><w:del w:id="1"><w:r><w:delText>Monday</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>on Tuesday</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>.</w:t></w:r></w:moveTo></w:p>`,
			"It closed on Tuesday.", "Changes are tracked in it: 1 deletion left out, 1 insertion kept."},
		{"the deleted end of a paragraph",
			`<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p>` + p("paragraph."), "One paragraph.", "1 deletion left out"},
		{"a large first letter", `<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3"/></w:pPr><w:r><w:t>O</w:t></w:r></w:p>` + p("n Monday."), "On Monday.", ""},
		{"a deleted row", "<w:tbl><w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>" + cell(p("Old")) + cell(p("1")) + "</w:tr><w:tr>" + cell(p("New")) + cell(p("2")) + "</w:tr></w:tbl>", "[entry] New\t2", "1 deletion left out"},
		{"styles as they were before a change", `<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="Titel"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>Text</w:t></w:r></w:p>`, "Text", ""},
		{"comments", `<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Text</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`, "Text", "1 comment left out."},
		{"hidden text", `<w:p><w:r><w:t xml:space="preserve">Seen </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>not</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Geheim"/></w:rPr><w:t>nor this</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>too</w:t></w:r></w:p>`,
			"Seen too", "1 passage of hidden text left out."},
		{"fields by what came of them", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>inner</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3 May</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="AUTHOR"><w:r><w:t>, Ana</w:t></w:r></w:fldSimple></w:p>`, "3 May, Ana", ""},
		{"a field without an end hides no more than its paragraph", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>lost</w:t></w:r></w:p>` + p("Kept."), "Kept.", ""},
		{"breaks, tabs and hyphens", `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>Quay 3</w:t><w:br/><w:t>Kiel</w:t><w:tab/><w:t>Har</w:t><w:softHyphen/><w:t>bour</w:t><w:noBreakHyphen/><w:t>x</w:t><w:br/></w:r></w:p>`, "Quay 3\nKiel\tHar\u00ADbour\u2011x", ""},
		{"a box before the paragraph it hangs on", `<w:p><w:r><w:t>Text</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + p("In the box") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + p("In the box") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "In the box\n\nText", ""},
		{"a footnote at the end", `<w:p><w:r><w:t>It closed.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>` + p("It opened."), "It closed.\n\nIt opened.\n\nHarbour office, 3 May.", ""},
		{"running heads, cut and once", p("Text") + `<w:sectPr><w:headerReference r:id="rId3"/><w:headerReference r:id="rId3"/><w:footerReference r:id="rId4"/></w:sectPr>`, "[cut: running head] The Morning Post\n\nText\n\n[cut: running head] Page 1", ""},
		{"a table of contents, cut", p("Verzeichnis1|Harbour 1") + p("Text"), "[cut: table of contents] Harbour 1\n\nText", ""},
		{"signs of other fonts", `<w:p><w:r><w:t xml:space="preserve">So </w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Webdings" w:char="F021"/></w:r><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>J</w:t></w:r></w:p>`, "So →α□☺", "1 sign of Webdings left open: □ stands where no character is known."},
		{"right to left in the order of reading", p("אמר שלום 12"), "אמר שלום 12", ""},
		{"white space between the elements of XML", "<w:p>\n <w:r>\n  <w:t>\n   Text\n  </w:t>\n </w:r>\n</w:p>", "Text", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drafttest.One(t, Format, "a.docx", document(t, c.body))
			if got := drafttest.Show(d); got != c.want {
				t.Errorf("%q\nwant\n%q", got, c.want)
			}
			if got := strings.Join(d.Warnings, "|"); !strings.Contains(got, c.warns) || c.warns == "" && got != "" {
				t.Errorf("warnings %q, want %q", got, c.warns)
			}
		})
	}
}

func properties(fields string) []string {
	return []string{"docProps/core.xml", head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">` + fields + `</cp:coreProperties>`}
}

func TestDetailsAreThoseThatPeopleGave(t *testing.T) {
	for _, c := range []struct {
		fields, decoding string
		want             ingest.Details
	}{
		{`<dc:title>Harbour closed</dc:title><dc:creator>Ana Lang</dc:creator><dc:language>de_DE</dc:language><dcterms:created>2024-05-03T10:20:00Z</dcterms:created><dcterms:modified>2024-05-04T10:20:00Z</dcterms:modified>`,
			"Word document; dated by when the file was made", ingest.Details{Title: "Harbour closed", Author: "Ana Lang", Language: "de-DE", Published: "2024-05-03T10:20:00Z"}},
		{`<dc:title>Document1</dc:title><dc:creator>Microsoft Office User</dc:creator><dcterms:modified>2024-05-04</dcterms:modified>`,
			"Word document; dated by when it was last saved", ingest.Details{Published: "2024-05-04"}},
		{`<dc:title> </dc:title><dc:creator>python-docx</dc:creator><dcterms:created>yesterday</dcterms:created>`, "Word document", ingest.Details{}},
	} {
		d := drafttest.One(t, Format, "/home/ana/a.docx", document(t, p("Text"), properties(c.fields)...))
		if d.Details != c.want || d.Source.Decoding != c.decoding || d.Source.File != "a.docx" {
			t.Errorf("%+v %q %q", d.Details, d.Source.Decoding, d.Source.File)
		}
	}
}

func TestTheHeadlineIsTheTitleWhateverThePropertiesSay(t *testing.T) {
	d := drafttest.One(t, Format, "a.docx", document(t, p("Titel|Harbour closed"), properties(`<dc:title>Last year's festival</dc:title>`)...))
	if d.Details.Title != "Harbour closed" {
		t.Error(d.Details.Title)
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
		{"another kind of archive", drafttest.Zip(t, "a.txt", "Text"), ingest.ErrKind, "save it as .docx"},
		{"without its text", drafttest.Zip(t, "_rels/.rels", `<Relationships `+linked+`><Relationship Id="a" Type="/officeDocument" Target="word/gone.xml"/></Relationships>`), pack.ErrMissing, "word/gone.xml"},
		{"broken XML", document(t, "<w:p>"), pack.ErrDamaged, "word/document.xml"},
		{"its own entities", drafttest.Zip(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document `+word+`><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`), pack.ErrDamaged, "&a;"},
		{"deep", document(t, strings.Repeat("<w:tbl>", 300)+strings.Repeat("</w:tbl>", 300)), pack.ErrUnsafe, "256"},
		{"old Word", compound("WordDocument"), ingest.ErrKind, "save it as .docx"},
		{"with a password", compound("EncryptedPackage"), pack.ErrLocked, "password"},
	} {
		t.Run(c.name, func(t *testing.T) { drafttest.Refused(t, Format, c.bytes, c.want, c.says) })
	}
}

// compound is the beginning of an old office file and the name of a stream in it.
func compound(stream string) []byte {
	return []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600) + strings.Join(strings.Split(stream, ""), "\x00") + "\x00\x00\x00")
}

func TestCancelEndsReading(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range Format.Read(ctx, ingest.File{Name: "a.docx", Bytes: document(t, p("Text"))}, ingest.Options{}) {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(p("Titel|Harbour closed") + "<w:tbl><w:tr>" + cell(p("A")) + "</w:tr></w:tbl>")
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="end"/><w:footnoteReference w:id="1"/></w:r><w:txbxContent><w:p/></w:txbxContent></w:p>`)
	f.Add(`<w:tr><w:del/><w:txbxContent><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p></w:tc></w:txbxContent></w:tr><w:footnote w:id="1"/>`)
	f.Fuzz(func(t *testing.T, body string) {
		all, _ := drafttest.Read(Format, "a.docx", document(t, body))
		for _, d := range all {
			if _, err := d.Article(); err != nil && !errors.Is(err, ingest.ErrEmpty) {
				t.Error(err)
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(document(f, p("Text")))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = drafttest.Read(Format, "a.docx", b) })
}

func BenchmarkRead(b *testing.B) {
	var body bytes.Buffer
	for n := range 20_000 {
		fmt.Fprintf(&body, `<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:spacing w:after="0"/></w:pPr><w:r w:rsidRPr="00A77B3E"><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">Paragraph %d says that the harbour of the town was closed on Monday since a ship had lost its load, as the office said in the evening.</w:t></w:r></w:p>`, n)
	}
	file := document(b, body.String())
	b.SetBytes(int64(body.Len()))
	for b.Loop() {
		if _, err := drafttest.Read(Format, "a.docx", file); err != nil {
			b.Fatal(err)
		}
	}
}
