package table

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"rubricator/annotation/ingest"
)

// loaded is what a table gives: each article as its title, date, outlet and text, then what cannot be read.
func loaded(f ingest.File, c ingest.Columns) (out []string) {
	format := Text
	if Workbook.ByName(f.Name) {
		format = Workbook
	}
	for d, err := range format.Read(context.Background(), f, ingest.Options{Columns: c}) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		out = append(out, strings.Join([]string{d.Details.Title, d.Details.Published, d.Details.Outlet, d.Text}, " | "))
	}
	return out
}

func csvFile(s string) ingest.File { return ingest.File{Name: "/home/ana/news.csv", Bytes: []byte(s)} }

func utf16LE(s string) string {
	out := []byte("\xFF\xFE")
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

const long = "The harbour was closed on Monday after a storm, the port authority said. Ships wait outside, and nobody knows for how long they will."

func TestEachRowIsAnArticle(t *testing.T) {
	for _, c := range []struct{ name, table, want string }{
		{"commas", "title,text\nHarbour closed,Ships wait.\nPrices rise,Bread is dear.\n", "Harbour closed |  |  | Ships wait.\nPrices rise |  |  | Bread is dear."},
		{"semicolons and German", "Überschrift;Datum;Quelle;Artikeltext\nHafen zu;04.03.2026;Küstenblatt;Schiffe warten, viele.\n", "Hafen zu | 2026-03-04 | Küstenblatt | Schiffe warten, viele."},
		{"tabs and French", "titre\ttexte\tdate\nPort fermé\tDes navires, beaucoup; attendent.\t2026-03-04\n", "Port fermé | 2026-03-04 |  | Des navires, beaucoup; attendent."},
		{"bars", "headline|body\nHarbour closed|Ships wait, many.\n", "Harbour closed |  |  | Ships wait, many."},
		{"the sign that Excel writes", "sep=;\r\ntitle;text\r\na, b;c, d\r\n", "a, b |  |  | c, d"},
		{"a byte order mark", "\uFEFFtext,title\r\nShips wait.,Harbour\r\n", "Harbour |  |  | Ships wait."},
		{"UTF-16, as Excel saves Unicode text", utf16LE("title\ttext\r\nHafen\tSchiffe – viele.\r\n"), "Hafen |  |  | Schiffe – viele."},
		{"Windows-1252", "title;text\nHafen;Sch\xF6ne Schiffe warten, viele.\n", "Hafen |  |  | Schöne Schiffe warten, viele."},
		{"old line ends", "title,text\rHarbour,Ships wait.\r", "Harbour |  |  | Ships wait."},
		{"quoted line breaks are paragraphs", "title,text\nHarbour,\"Ships wait.\nNobody \"\"knows\"\".\n\"\n", "Harbour |  |  | Ships wait.\n\nNobody \"knows\"."},
		{"empty lines divide paragraphs already", "text\n\"A street\nA town\n\n\n\nThe end. \"\n", " |  |  | A street\nA town\n\nThe end."},
		{"backslashes before quotes", "title,text\nHarbour,\"The mayor said \\\"wait\\\", and left.\"\n", "Harbour |  |  | The mayor said \"wait\", and left."},
		{"a quote that a careless program wrote", "title,text\nHarbour,\"The \"new\" mayor waits.\"\n", "Harbour |  |  | The \"new\" mayor waits."},
		{"quotes without meaning", "title\ttext\n\"Wait\" says mayor\tShips wait.\n\"No\" says town\tIt does not.\n", "\"Wait\" says mayor |  |  | Ships wait.\n\"No\" says town |  |  | It does not."},
		{"one column", "text\nShips wait, many of them; and long.\nBread, milk, wine are dear.\n", " |  |  | Ships wait, many of them; and long.\n |  |  | Bread, milk, wine are dear."},
		{"no names", "1,Harbour," + quoted(long) + "\n2,Bread," + quoted(long) + "\n", long[:80] + "..."},
		{"the longest is the text", "nr,kind,stuff\n1,news," + quoted(long) + "\n", long[:80] + "..."},
		{"what is named text is a word, the article stands elsewhere", "text,notes\nyes," + quoted(long) + "\n", long[:80] + "..."},
		{"blank rows and short rows", "title,text\n\n,\nHarbour,Ships wait.\nshort\n", "Harbour |  |  | Ships wait.\nerror: there is no text in it in row 5, where the column is \"text\"; the rest is loaded"},
		{"rows without text", "title,text\na,\nb,\nc,Ships wait.\nd, \n", "c |  |  | Ships wait.\nerror: there is no text in it in rows 2 to 3, 5, where the column is \"text\"; the rest is loaded"},
		{"a summary for the text", "title,description\nHarbour,Ships wait.\n", "Harbour |  |  | Ships wait."},
		{"a formula is text", "title,text\nHarbour,\"=cmd|' /C calc'!A0\"\n", "Harbour |  |  | =cmd|' /C calc'!A0"},
	} {
		got := strings.Join(loaded(csvFile(c.table), nil), "\n")
		if short, ok := strings.CutSuffix(c.want, "..."); ok && strings.Contains(got, short) {
			continue
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

func quoted(s string) string { return `"` + s + `"` }

func TestColumnsCanBeSaid(t *testing.T) {
	table := csvFile("Head,Body,text\nHarbour,Ships wait.,x\n")
	columns, err := ingest.ParseColumns("text=body, title=Head")
	if err != nil || columns.String() != "text=body,title=Head" {
		t.Fatal(columns, err)
	}
	if got := loaded(table, columns); len(got) != 1 || got[0] != "Harbour |  |  | Ships wait." {
		t.Errorf("%q", got)
	}
	if got := loaded(table, ingest.Columns{ingest.FieldText: "body", ingest.FieldTitle: ""}); len(got) != 1 || got[0] != " |  |  | Ships wait." {
		t.Errorf("without a title: %q", got)
	}
	if got := loaded(table, ingest.Columns{ingest.FieldText: "2"}); len(got) != 1 || !strings.HasSuffix(got[0], "Ships wait.") {
		t.Errorf("by number: %q", got)
	}
	for said, want := range map[string]string{"Body": "text=Body", "words=Body": "no \"words\"", "text=": "text=Body", "text=a,text=b": "twice"} {
		if _, err := ingest.ParseColumns(said); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", said, err, want)
		}
	}
}

func TestColumnsThatCannotBeToldAreNamed(t *testing.T) {
	for table, want := range map[string]string{
		"id,a,b\n1,x,y\n2,z,w\n":                           `there are "id", "a" and "b"; say which it is, as by --columns text=`,
		"a,b\n" + quoted(long) + "," + quoted(long) + "\n": `there are "a" and "b"`,
	} {
		got := loaded(csvFile(table), nil)
		if len(got) != 1 || !strings.Contains(got[0], want) || !strings.Contains(got[0], ingest.ErrColumns.Error()) {
			t.Errorf("%q: %q", table, got)
		}
	}
	if got := loaded(csvFile("id,a\n1,x\n"), ingest.Columns{ingest.FieldText: "c"}); len(got) != 1 || !strings.Contains(got[0], `there is no "c" for the text; there are "id" and "a"`) {
		t.Errorf("%q", got)
	}
}

func TestADialogSeesTheColumnsWithSamples(t *testing.T) {
	columns, told, err := Columns(context.Background(), csvFile("id,Body\n1,Ships wait.\n2,\"Bread\nis dear.\"\n3,x\n4,y\n"), ingest.Options{})
	if err != nil || len(columns) != 2 || told[ingest.FieldText] != 1 || fmt.Sprint(columns[1].Name, columns[1].Samples) != "Body[Ships wait. Bread is dear. x]" {
		t.Errorf("%v %v %v", columns, told, err)
	}
	columns, _, err = Columns(context.Background(), csvFile("id,a\n1,x\n"), ingest.Options{})
	if !errors.Is(err, ingest.ErrColumns) || len(columns) != 2 {
		t.Errorf("%v %v", columns, err)
	}
}

func TestARowIsItsOwnOriginal(t *testing.T) {
	for d, err := range Text.Read(context.Background(), csvFile("title,text\r\nHarbour,\"Ships\nwait.\"\r\n"), ingest.Options{}) {
		if err != nil || string(d.Original) != "Harbour,\"Ships\nwait.\"\r\n" || d.Source.File != "news.csv" || d.Source.Decoding != "UTF-8; separated by commas; row 2" {
			t.Errorf("%v %q %+v", err, d.Original, d.Source)
		}
	}
	f := csvFile(utf16LE("title,text\r\nHarbour,Ships wait.\r\n"))
	for d, err := range Text.Read(context.Background(), f, ingest.Options{}) {
		if err != nil || !bytes.Equal(d.Original, f.Bytes) {
			t.Errorf("%v %q", err, d.Original)
		}
	}
}

func TestHostileTables(t *testing.T) {
	for _, c := range []struct {
		name, file, bytes string
		want              []string
	}{
		{"a quote that never closes loses its row alone", "a.csv", "title,text\na,One.\nb,\"Two.\nc,Three.\n", []string{"One.", "error: row 3: a quotation mark", "Three."}},
		{"a byte that is not UTF-8 is shown", "a.csv", "title,text\nä,Öne ö.\nb,T\xE2\x80wo.\nc,Thrée.\n", []string{"Öne ö.", "T\uFFFDwo.", "Thrée."}},
		{"a NUL", "a.csv", "title,text\na,One.\nb,T\x00wo.\n", []string{"One.", "error: row 3: not a text file: it holds 1 NUL"}},
		{"nothing", "a.csv", "", []string{"error: there is no text in it: the table has no rows"}},
		{"white space", "a.tsv", " \n\t\n", []string{"error: there is no text in it"}},
		{"a picture", "a.csv", "\x89PNG\r\n\x1a\n", []string{"error: not a text file but a PNG picture"}},
		{"names alone", "a.csv", "title,text\n", []string{"error: the column of the articles cannot be told"}},
		{"no workbook", "a.xlsx", "title,text\n", []string{"error: not a text file: it is no workbook"}},
		{"a workbook cut off", "a.xlsx", "PK\x03\x04xl/workbook.xml", []string{"error: not a text file: it is no workbook"}},
		{"an archive that is no workbook", "a.xlsx", archive(map[string]string{"../../etc/passwd": "x"}), []string{"error: not a text file"}},
		{"a workbook with a password", "a.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600), []string{"error: not a text file: it is no workbook, or one with a password"}},
		{"a bomb", "a.xlsx", archive(map[string]string{"xl/workbook.xml": strings.Repeat(" ", 20<<20)}), []string{"error: unpacks to more"}},
	} {
		got := loaded(ingest.File{Name: c.file, Bytes: []byte(c.bytes)}, nil)
		if len(got) != len(c.want) {
			t.Errorf("%s: %q", c.name, got)
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(got[i], want) {
				t.Errorf("%s: %q, want %q", c.name, got[i], want)
			}
		}
	}
}

func archive(files map[string]string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range files {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		w.Write([]byte(body))
	}
	z.Close()
	return out.String()
}

// workbook makes a workbook of sheets of rows.
func workbook(t testing.TB, change func(*excelize.File), sheets ...[][]any) ingest.File {
	t.Helper()
	book := excelize.NewFile()
	for n, rows := range sheets {
		name := fmt.Sprintf("Sheet%d", n+1)
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, cells := range rows {
			if err := book.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	if change != nil {
		change(book)
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return ingest.File{Name: "news.xlsx", Bytes: b.Bytes()}
}

func TestAWorkbookIsReadAsItIsShown(t *testing.T) {
	us, price, clock := "mm/dd/yy", `#,##0.00 "€"`, "dd.mm.yyyy hh:mm"
	f := workbook(t, func(book *excelize.File) {
		for cell, code := range map[string]*string{"B2": &us, "C2": &price, "B3": &clock} {
			style, err := book.NewStyle(&excelize.Style{CustomNumFmt: code})
			if err != nil {
				t.Fatal(err)
			}
			book.SetCellStyle("Sheet2", cell, cell, style)
		}
	}, nil, [][]any{
		{"title", "date", "outlet", "text"},
		{"Harbour", 46085, 1234.5, "Ships wait.\nThey do."},
		{"Bread", 46085.5, "Post", "Bread is dear."},
		{"Milk", "4 March 2026", "Post", "Milk is dear."},
	}, [][]any{{"notes"}, {"x"}})
	got := strings.Join(loaded(f, nil), "\n")
	want := "Harbour | 2026-03-04 | 1,234.50 € | Ships wait.\n\nThey do.\nBread | 2026-03-04T12:00:00 | Post | Bread is dear.\nMilk | 2026-03-04 | Post | Milk is dear."
	if got != want {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
	for d, err := range Workbook.Read(context.Background(), f, ingest.Options{}) {
		if err != nil || d.Source.Decoding != `sheet "Sheet2"; row 2` || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], `"Sheet3"`) || !bytes.Equal(d.Original, f.Bytes) {
			t.Errorf("%v %+v %q", err, d.Source, d.Warnings)
		}
		break
	}
	if !Workbook.Is(f.Bytes[:min(len(f.Bytes), 4096)]) {
		t.Error("its first bytes do not tell a workbook")
	}
}

func TestAFormulaIsWhatItGaveWhenItWasSaved(t *testing.T) {
	f := workbook(t, func(book *excelize.File) {
		book.SetCellFormula("Sheet1", "A2", "=3+4")
	}, [][]any{{"title", "text"}, {8, "Ships wait."}})
	if got := loaded(f, nil); len(got) != 1 || got[0] != "8 |  |  | Ships wait." {
		t.Errorf("%q", got)
	}
}

func TestRowsThatLieAcrossThePiecesOfAFileAreWhole(t *testing.T) {
	var table strings.Builder
	table.WriteString("title,text\r\n")
	const rows = 2000
	text := func(i int) string { return strings.Repeat("Ships – “wait”. ", 1+i%97) + "End." }
	for i := range rows {
		if i%2 == 0 {
			fmt.Fprintf(&table, "Harbour %d,%s\r\n", i, text(i))
		} else {
			fmt.Fprintf(&table, "Harbour %d,\"%s\"\r\n", i, strings.ReplaceAll(text(i), ". E", ".\r\n\r\nE"))
		}
	}
	n := 0
	for d, err := range Text.Read(context.Background(), csvFile(table.String()), ingest.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		want := text(n)
		if n%2 == 1 {
			want = strings.ReplaceAll(want, ". E", ".\n\nE")
		}
		if d.Details.Title != fmt.Sprint("Harbour ", n) || d.Text != want || !strings.HasPrefix(string(d.Original), "Harbour") || !strings.HasSuffix(string(d.Original), "\r\n") {
			t.Fatalf("row %d is %q, %q", n, d.Details.Title, d.Text)
		}
		n++
	}
	if n != rows {
		t.Errorf("%d rows", n)
	}
}

func TestARowThatIsTooMuchIsNamedAndTheRestLoads(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 200 MiB")
	}
	table := "title,text\nHarbour,Ships wait.\n" + strings.Repeat(",", 2*maxCells) + "\nx," + strings.Repeat("a", 2*maxRow) + "\r\nBread,Bread is dear.\n\"open,x\nMilk,Milk is dear.\n"
	got := loaded(csvFile(table), nil)
	want := []string{"Ships wait.", "row 3: too large: a row has at most 16384 cells", "row 4: too large: a row has at most 65 MiB", "Bread is dear.", "row 6: a quotation mark", "Milk is dear."}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i, w := range want {
		if !strings.Contains(got[i], w) {
			t.Errorf("%q, want %q", got[i], w)
		}
	}
}

// plainWorkbook is a workbook as programs write it that know no styles.
var plainWorkbook = map[string]string{
	"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
	"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	"xl/worksheets/sheet1.xml":   `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Ships wait.</t></is></c></row></sheetData></worksheet>`,
}

func TestAWorkbookNeedsNoStyles(t *testing.T) {
	f := ingest.File{Name: "a.xlsx", Bytes: []byte(archive(plainWorkbook))}
	if got := loaded(f, nil); len(got) != 1 || !strings.HasSuffix(got[0], "Ships wait.") {
		t.Errorf("%q", got)
	}
}

// bigTable is a table of so many rows.
func bigTable(rows int) ingest.File {
	var b bytes.Buffer
	b.WriteString("title,date,text\n")
	for i := range rows {
		fmt.Fprintf(&b, "Harbour %d,2026-03-04,\"%s\"\n", i, long)
	}
	return ingest.File{Name: "big.csv", Bytes: b.Bytes()}
}

func TestMemoryIsFlatOverAMillionRows(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 170 MB")
	}
	f := bigTable(1_000_000)
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for _, err := range Text.Read(context.Background(), f, ingest.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%100_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
		}
	}
	t.Logf("%d rows of %d MB, at most %d KB beside them", n, len(f.Bytes)>>20, most>>10)
	if n != 1_000_000 || most > 8<<20 {
		t.Errorf("%d rows, %d bytes", n, most)
	}
}

func BenchmarkReadTable(b *testing.B) {
	f := bigTable(20_000)
	b.SetBytes(int64(len(f.Bytes)))
	for b.Loop() {
		for _, err := range Text.Read(context.Background(), f, ingest.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkReadWorkbook(b *testing.B) {
	rows := [][]any{{"title", "text"}}
	for i := range 5_000 {
		rows = append(rows, []any{fmt.Sprint("Harbour ", i), long})
	}
	f := workbook(b, nil, rows)
	for b.Loop() {
		for _, err := range Workbook.Read(context.Background(), f, ingest.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(5_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{"title,text\na,\"b\nc\"\n", "a;b\n\"x\\\"y\";z\n", "sep=;\na;b\n", "\"", "a\tb\r\"c\"\"d\"\te\r", "text\n\xE2\x80", utf16LE("a,b\n")} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		total := 0
		for d, err := range Text.Read(context.Background(), ingest.File{Name: "a.csv", Bytes: b}, ingest.Options{}) {
			if err != nil {
				continue
			}
			if !utf8.ValidString(d.Text) || !utf8.ValidString(d.Title()) || strings.Contains(d.Text, "\r") {
				t.Fatalf("%q became %q, %q", b, d.Text, d.Title())
			}
			if total += len(d.Text); bytes.HasPrefix(d.Original, b) && len(d.Original) > len(b) {
				t.Fatalf("%q has the original %q", b, d.Original)
			}
		}
		if total > 4*len(b)+4 {
			t.Fatalf("%d bytes of text out of %d", total, len(b))
		}
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Add(workbook(f, nil, [][]any{{"title", "text"}, {"Harbour", "Ships wait."}}).Bytes)
	f.Add([]byte(archive(map[string]string{"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"})))
	f.Fuzz(func(t *testing.T, b []byte) {
		for d, err := range Workbook.Read(context.Background(), ingest.File{Name: "a.xlsx", Bytes: b}, ingest.Options{}) {
			if err == nil && !utf8.ValidString(d.Text) {
				t.Fatalf("%q", d.Text)
			}
		}
	})
}

func TestTheEncodingCanBeChosen(t *testing.T) {
	f := csvFile("title;text\n\xCF\xEE\xF0\xF2;\xCA\xEE\xF0\xE0\xE1\xEB\xE8 \xE6\xE4\xF3\xF2.\n")
	for d, err := range Text.Read(context.Background(), f, ingest.Options{Charset: "windows-1251"}) {
		if err != nil || d.Details.Title != "Порт" || d.Text != "Корабли ждут." || !strings.HasPrefix(d.Source.Decoding, "Windows-1251") {
			t.Errorf("%v %+v", err, d)
		}
	}
}
