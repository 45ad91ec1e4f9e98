package rtf

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

// top is what stands at the top of a document: fonts of several code pages, styles, and what has no text.
const top = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset204{\*\falt Arial} Arial CYR;}{\f2\fnil\fcharset128 MS Mincho;}{\f3\ftech\fcharset2 Symbol;}{\f4\ftech\fcharset2 Pi;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql Normal;}{\s1 heading 1;}{\s2\sbasedon0 caption;}{\*\cs10 Default Paragraph Font;}{\s15 Title;}{\s16 toc 1;}}
{\*\generator Word;}{\*\listtable{\list{\listlevel{\leveltext\'02\'00.;}}}}
`

func TestWhatAReaderOfTheDocumentReads(t *testing.T) {
	for _, c := range []struct{ name, body, want, warns string }{
		{"paragraphs by their styles", `\pard\plain\s15 Harbour closed\par\pard\plain On {\b Mon}day.\par \pard\s1 What is known\par\pard\outlinelevel1 More\par\pard\s2 A ship\par`, "[headline] Harbour closed\n\nOn Monday.\n\n[heading] What is known\n\n[heading] More\n\n[caption] A ship", ""},
		{"line ends of the file, and those of the text", "On Mon\r\nday,\\line it\\\nclosed.\\par", "On Monday,\nit\n\nclosed.", ""},
		{"letters by the code page of the document", `Caf\'e9 \'93quoted\'94`, "Café “quoted”", ""},
		{"letters by the code page of a font", `{\f1 \'ca\'e8\'eb\'fc} {\f2 \'93\'fa\'96` + "\n" + `\'7b} \'e9`, "Киль 日本 é", ""},
		{"letters by their numbers, and what stands for them passed over", `\u8217 'x \uc2\u1050 \'ca\'cay\uc0\u1050 z{\uc1\u1050 ?}\uc1\u1050\'3f!`, "’x КyКzКК!", ""},
		{"characters of two numbers", `\u-10179 ?\u-8704 ?.`, "😀.", ""},
		{"half a character", `\u-10179 ?x\u-8704 ?`, "\uFFFDx\uFFFD", "Damaged characters shown as \uFFFD: 2, the first in line 1 of the text."},
		{"signs that are words", `1\~km \endash  \ldblquote so\rdblquote\tab har\-bour x\_y \{\\\}`, "1\u00A0km – “so”\thar\u00ADbour x\u2011y {\\}", ""},
		{"what is not text", `A{\*\unheard of}{\pict\bin5 {\}{}}{\*\bkmkstart b}{\xe index}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}{\object{\*\objdata 00}{\result shown}}B`, "AlinkshownB", ""},
		{"text in two forms", `{\upr{A?}{\*\ud{\u1040 ?}}}B`, "АB", ""},
		{"entries of a list without their signs", `{\listtext\'b7\tab}\ls1 Bread\par\pard{\pntext 1.\tab}Milk\par\pard - Rye\par`, "[entry] Bread\n\n[entry] Milk\n\n- Rye", ""},
		{"a table by rows", `\trowd\pard\intbl Port\cell Ships\cell\row\trowd\intbl\cell 12\par of 20\cell\cell\row\pard After\par`, "[entry] Port\tShips\n\t[entry] 12 of 20\n\nAfter", ""},
		{"a table without the end of its last row", `\trowd\intbl Port\cell Ships\cell\pard After\par`, "[entry] Port\tShips\n\nAfter", ""},
		{"a table in a table", `\trowd\intbl A\cell\itap2 b\nestcell c\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\itap1\cell\row`, "[entry] A\tb c", ""},
		{"rows in a cell", `\trowd\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables c\par}\pard\intbl\itap2 d\nestcell e\nestcell{\*\nesttableprops\nestrow}\pard\itap1 After\cell B\cell\row`, "a\tb\n\nd\te\n\nAfter\n\nB", ""},
		{"tracked changes as if accepted", `It closed {\deleted Monday}{\revised on Tuesday}.\par`, "It closed on Tuesday.", "Changes are tracked in it: 1 deletion left out, 1 insertion kept."},
		{"comments", `Text{\*\atnid AL}{\*\atnauthor Ana}\chatn{\*\annotation{\*\atndate 1}Really?}.`, "Text.", "1 comment left out."},
		{"hidden text", `Seen {\v not}\v nor\v0  this\plain .`, "Seen  this.", "1 passage of hidden text left out."},
		{"a footnote at the end", `It closed{\super\chftn}{\footnote\pard\plain{\super\chftn} Harbour office.}.\par It opened.\par`, "It closed.\n\nIt opened.\n\nHarbour office.", ""},
		{"a footnote in a table", `\trowd\pard\intbl A{\footnote Note.}\cell B\cell\row`, "[entry] A\tB\n\nNote.", ""},
		{"running heads, cut and once", `{\headerl The Morning Post\par}{\headerr The Morning Post\par}{\footer Page \chpgn\par}Text\par`, "[cut: running head] The Morning Post\n\nText\n\n[cut: running head] Page", ""},
		{"a table of contents, cut", `\pard\s16 Harbour 1\par\pard Text`, "[cut: table of contents] Harbour 1\n\nText", ""},
		{"a box before the paragraph it hangs on", `Text{\shp{\*\shpinst\shpleft1{\sp{\sn fLine}{\sv 0}}{\shptxt In the box\par}}{\shprslt{\*\do{\dptxbx{\dptxbxtext In the box\par}}}}}\par`, "In the box\n\nText", ""},
		{"signs of other fonts", `{\f3 \'61}\u-3913\'b7{\f3\u-3913\'b7}{\f4 x}`, "α□•□", "1 sign of Pi left open: □ stands where no character is known."},
		{"from right to left", `\rtlpar\u1488 ?\u1502 ? 12`, "אמ 12", ""},
		{"what is behind the end", `Text}{\rtf1 More}`, "Text", ""},
		{"a code page that is not known", `\ansicpg709 \'e9`, "é", "Its code page 709 is not known; look at letters with accents."},
		{"a document of a wide code page in a Western font", `\ansicpg932 \'93Caf\'e9\'94 \'93\'fa`, "“Café” “ú", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drafttest.One(t, Format, "a.rtf", []byte(top+c.body+"}"))
			if got := drafttest.Show(d); got != c.want {
				t.Errorf("%q\nwant\n%q", got, c.want)
			}
			if got := strings.Join(d.Warnings, "|"); !strings.Contains(got, c.warns) || c.warns == "" && got != "" {
				t.Errorf("warnings %q, want %q", got, c.warns)
			}
		})
	}
}

func TestDetailsAreThoseThatPeopleGave(t *testing.T) {
	d := drafttest.One(t, Format, "a.rtf", []byte(top+`{\info{\title Harbour; {\b closed}}{\author Ana \u268?apek}{\operator Ben}{\creatim\yr2024\mo5\dy3\hr9\min5}{\revtim\yr2025\mo1\dy1}{\*\company Post}}Text}`))
	if want := (ingest.Details{Title: "Harbour; closed", Author: "Ana Čapek", Published: "2024-05-03T09:05"}); d.Details != want || d.Text != "Text" {
		t.Errorf("%+v %q", d.Details, d.Text)
	}
	if d := drafttest.One(t, Format, "a.rtf", []byte(`{\rtf1\ansicpg932\deff0{\fonttbl{\f0\fcharset0 Arial;}}{\info{\title \'83\'65\'83\'58\'83\'67}}Text}`)); d.Details.Title != "テスト" {
		t.Errorf("%q", d.Details.Title)
	}
	if d.Source.Decoding != "RTF document; dated by when the file was made" {
		t.Error(d.Source.Decoding)
	}
}

func TestADocumentThatIsCutOffIsReadAsFarAsItIs(t *testing.T) {
	d := drafttest.One(t, Format, "a.rtf", []byte(top+`It closed.\par It ope{\b n`))
	if got := drafttest.Show(d); got != "It closed.\n\nIt open" || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "cut off") {
		t.Errorf("%q %q", got, d.Warnings)
	}
}

func TestWhatIsNoDocumentIsRefusedByWhatItIs(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       error
		says       string
	}{
		{"empty", top + "}", ingest.ErrEmpty, "no text"},
		{"plain text", "Text", ingest.ErrKind, "no RTF document"},
		{"deep", top + strings.Repeat("{", 300), pack.ErrUnsafe, "256"},
	} {
		t.Run(c.name, func(t *testing.T) { drafttest.Refused(t, Format, []byte(c.text), c.want, c.says) })
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(`\u-10179 ?\'e9{\footnote \intbl a\cell}\row\par}{`)
	f.Add(`{\f2 \'93}{\shp{\*\shpinst{\shptxt x}}}{\upr{a}{\*\ud b}}{\info{\title t}}\bin9999 \uc-1\u99999\`)
	f.Add(`\trowd\intbl{\header a\cell b\row}\cell\cell{\stylesheet\s3 x;y;}{\fonttbl\f9 z;}\f9\v\deleted\par`)
	f.Fuzz(func(t *testing.T, body string) {
		all, _ := drafttest.Read(Format, "a.rtf", []byte(top+body+"}"))
		for _, d := range all {
			if _, err := d.Article(); err != nil && !errors.Is(err, ingest.ErrEmpty) {
				t.Error(err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	file.WriteString(top)
	for n := range 20_000 {
		fmt.Fprintf(&file, `\pard\plain \ltrpar\ql \li0\ri0\widctlpar\wrapdefault\faauto\rin0\lin0\itap0 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid%d Paragraph says that the harbour of the town was closed on Monday since a ship had lost its load, as the office\'92s people said.\par }`+"\r\n", n)
	}
	file.WriteString("}")
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if _, err := drafttest.Read(Format, "a.rtf", file.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	if _, err := read(t.Context(), ingest.File{Name: "a.rtf", Bytes: make([]byte, maxFile+1)}); !errors.Is(err, ingest.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}
