package html

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"rubricator/annotation/ingest"
)

func TestAPageIsToldByItsFirstBytes(t *testing.T) {
	for first, want := range map[string]bool{
		"<!DOCTYPE html><p>":                              true,
		"<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//": true,
		"<html>":       true,
		"<HTML lang=x": true,
		"\xEF\xBB\xBF\n <!-- saved from url=(0014)about:internet -->\r\n<!-- b --><html>": true,
		"<?xml version=\"1.0\"?>\n<!DOCTYPE html>":                                        true,
		"\xFF\xFE<\x00h\x00t\x00m\x00l\x00>\x00":                                          true,
		"<?xml version=\"1.0\"?>\n<rss>":                                                  false,
		"<!-- a comment without end <html>":                                               false,
		"<htmlish>":                                                                       false,
		"The <html> element":                                                              false,
		"<p>A part of a page":                                                             false,
		"":                                                                                false,
		"<!doctype":                                                                       false,
		"{\"html\": \"<html>\"":                                                           false,
	} {
		if got := Page.Is([]byte(first)); got != want {
			t.Errorf("%q: %v, want %v", first, got, want)
		}
	}
}

func TestThePageSaysHowItIsEncoded(t *testing.T) {
	const russian = "Порт был закрыт во вторник после шторма, сорвавшего с якорей два судна, сообщил капитан порта."
	const german = "Der Hafen wurde am Dienstag geschlossen, nachdem ein Sturm zwei Schiffe über die Mole gedrückt hatte."
	const japan = "港は火曜日に閉鎖された。嵐が二隻の船を係留場所から引き離したためだと、港長は述べた。負傷者はいない。"
	page := func(head, text string) []byte {
		return []byte("<html><head>" + head + "</head><body><p>" + text + "</p></body></html>")
	}
	encode := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, c := range map[string]struct {
		bytes           []byte
		charset, text   string
		report, warning string
	}{
		"meta charset":        {encode(charmap.Windows1251.NewEncoder().Bytes(page(`<meta charset="windows-1251">`, russian))), "", russian, "Windows-1251, as declared", ""},
		"meta http-equiv":     {encode(japanese.ShiftJIS.NewEncoder().Bytes(page(`<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">`, japan))), "", japan, "Shift-JIS, as declared", ""},
		"a declaration":       {append([]byte(`<?xml version="1.0" encoding="iso-8859-1"?>`), encode(charmap.ISO8859_1.NewEncoder().Bytes(page("", german)))...), "", german, "Windows-1252, as declared", ""},
		"ASCII with escapes":  {encode(japanese.ISO2022JP.NewEncoder().Bytes(page(`<meta charset="iso-2022-jp">`, japan))), "", japan, "ISO-2022-JP, as declared", ""},
		"what is chosen":      {encode(charmap.KOI8R.NewEncoder().Bytes(page(`<meta charset="windows-1251">`, russian))), "koi8-r", russian, "KOI8-R, as chosen", ""},
		"UTF-8 all the same":  {page(`<meta charset="windows-1251">`, russian), "", russian, "UTF-8", ""},
		"a byte order mark":   {append([]byte("\xEF\xBB\xBF"), page(`<meta charset="windows-1251">`, russian)...), "", russian, "UTF-8 with byte order mark", ""},
		"UTF-16":              {encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(page("", russian))), "", russian, "UTF-16LE", ""},
		"nothing":             {encode(charmap.Windows1252.NewEncoder().Bytes(page("", german))), "", german, "Windows-1252, because", "guess"},
		"an unknown name":     {encode(charmap.Windows1252.NewEncoder().Bytes(page(`<meta charset="x-none">`, german))), "", german, "Windows-1252, because", "guess"},
		"a damaged character": {[]byte(strings.Replace(string(page(`<meta charset="utf-8">`, german)), "ü", "\xFC", 1)), "", strings.Replace(german, "ü", "\uFFFD", 1), "UTF-8, as declared; 1 damaged character", "Damaged characters shown as \uFFFD: 1, the first in line 1 of the text."},
	} {
		d := readAs(t, Page, ingest.File{Name: "a.html", Bytes: c.bytes}, ingest.Options{Charset: c.charset})
		if d.Text != c.text || !strings.HasPrefix(d.Source.Decoding, c.report) || !strings.Contains(strings.Join(d.Warnings, " "), c.warning) {
			t.Errorf("%s: %q, %q, warnings %q", name, d.Text, d.Source.Decoding, d.Warnings)
		}
	}
}

// archive is a web archive with a page in it, among other parts.
func archive(encoding, page string) string {
	return "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://tide.example/a\r\nSubject: Harbour closed\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--\"\r\n\r\n\r\n" +
		"----b--\r\nContent-Type: text/css\r\nContent-Location: cid:a\r\n\r\np { color: red }\r\n" +
		"----b--\r\nContent-Type: text/html" + encoding + "\r\nContent-Location: https://tide.example/a\r\n\r\n" + page + "\r\n" +
		"----b--\r\nContent-Type: text/html\r\n\r\n<p>A frame of an advertisement.</p>\r\n----b----\r\n"
}

func TestAWebArchiveHoldsAPage(t *testing.T) {
	const text = "Der Hafen wurde am Dienstag geschlossen, nachdem ein Sturm zwei Schiffe über die Mole gedrückt hatte."
	latin, err := charmap.ISO8859_1.NewEncoder().String("<html><body><p>" + text + "</p></body></html>")
	if err != nil {
		t.Fatal(err)
	}
	quoted := strings.NewReplacer("\xFC", "=FC", " zwei", " =\r\nzwei").Replace(latin)
	whole := base64.StdEncoding.EncodeToString([]byte(latin))
	for name, c := range map[string]struct{ archive, warning string }{
		"8 bits":              {archive("; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit", latin), ""},
		"quoted-printable":    {archive("; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable", quoted), ""},
		"base64":              {archive("; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64", whole[:60]+"\r\n"+whole[60:]), ""},
		"a page without more": {"Content-Type: text/html; charset=iso-8859-1\r\nContent-Location: https://tide.example/a\r\n\r\n" + latin, ""},
		"parts in parts": {"Content-Type: multipart/mixed; boundary=o\r\nSnapshot-Content-Location: https://tide.example/a\r\n\r\n--o\r\n" +
			archive("; charset=iso-8859-1", latin) + "\r\n--o--\r\n", ""},
		"its address above": {strings.ReplaceAll(archive("; charset=iso-8859-1", latin), "\r\nContent-Location: https://tide.example/a", ""), ""},
		"cut off":           {strings.SplitAfter(archive("; charset=iso-8859-1", latin), "</html>")[0], "ends in the middle"},
	} {
		d := readAs(t, Archive, ingest.File{Name: "old/a.mhtml", Bytes: []byte(c.archive)}, ingest.Options{})
		if d.Text != text || d.Source.File != "a.mhtml" || d.Source.URL != "https://tide.example/a" || string(d.Original) != c.archive ||
			d.Source.Decoding != "web archive; Windows-1252, as declared" || !strings.Contains(strings.Join(d.Warnings, " "), c.warning) || c.warning == "" && len(d.Warnings) > 0 {
			t.Errorf("%s: %q, %+v, warnings %q", name, d.Text, d.Source, d.Warnings)
		}
	}
}

func TestWhatIsNoPageIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		format *ingest.Format
		bytes  string
		want   error
	}{
		"nothing":                    {Page, "", ingest.ErrEmpty},
		"no text":                    {Page, "<html><body><img src=a></body></html>", ingest.ErrEmpty},
		"a picture":                  {Page, "\x89PNG\r\n\x1a\n\x00\x00", ingest.ErrBinary},
		"elements in elements":       {Page, strings.Repeat("<div>", 100_000) + "text", ErrPage},
		"more elements than a page":  {Page, strings.Repeat("<p>", maxNodes+1), ErrPage},
		"formatting left open":       {Page, "<body>" + leftOpen(400) + strings.Repeat("<p>a", 100_000), ErrPage},
		"a page too large":           {Page, strings.Repeat(" ", maxPage+1), ErrPage},
		"an archive without page":    {Archive, "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/css\r\n\r\np{}\r\n--b--\r\n", ErrPage},
		"an archive without parts":   {Archive, "Content-Type: multipart/related; boundary=b\r\n\r\n", ErrPage},
		"an archive without borders": {Archive, "Content-Type: multipart/related\r\n\r\ntext", ErrPage},
		"no archive":                 {Archive, "The harbour was closed.", ErrPage},
		"archives in archives":       {Archive, strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 50), ErrPage},
	} {
		for d, err := range c.format.Read(context.Background(), ingest.File{Name: "a", Bytes: []byte(c.bytes)}, ingest.Options{}) {
			if !errors.Is(err, c.want) || d != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, err := range Page.Read(context.Background(), ingest.File{Name: "a", Bytes: []byte("<p>a")}, ingest.Options{Charset: "none"}) {
		if !errors.Is(err, ingest.ErrEncoding) {
			t.Errorf("an encoding that there is not: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range Page.Read(ctx, ingest.File{Name: "a", Bytes: []byte("<p>a")}, ingest.Options{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
}

// leftOpen are elements of formatting, each different, that are not closed.
func leftOpen(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString("<b id=" + strings.Repeat("a", i+1) + ">")
	}
	return out.String()
}

func TestAHostilePageEndsSoon(t *testing.T) {
	for name, page := range map[string]string{
		"all the depth there is":      strings.Repeat("<div>", 400) + strings.Repeat("<p>The harbour was closed, and open again.</p>", 20_000),
		"one long text":               "<p>" + strings.Repeat("The harbour was closed, and open again. ", 100_000),
		"more texts than signs":       strings.Repeat("<p>The harbour was closed.</p>", 140_000),
		"line breaks":                 "<p>a" + strings.Repeat("<br>a", 100_000),
		"links":                       strings.Repeat(`<a href=/a>The harbour, closed</a> `, 50_000),
		"a list in a list":            strings.Repeat("<ul><li>The harbour was closed, and open again.", 200),
		"signs of readability":        strings.Repeat("<p>\U000F0000\U000F0001 The harbour was closed, and open again.</p>", 20),
		"a description without end":   ld(strings.Repeat(`{"a":[`, 50_000)),
		"a description of itself":     ld(`{"@id":"#a","@type":"Article","author":{"@id":"#b"},"b":{"@id":"#b","c":1,"name":["#a"]},"headline":"#a"}`) + "<p>a",
		"attributes without end":      "<p " + strings.Repeat("a", 1_000_000),
		"tables in tables":            strings.Repeat("<table><tr><td>The harbour was closed", 100),
		"a picture within":            "<html><img src='data:image/png;base64," + strings.Repeat("A", 20<<20) + "'><p>a",
		"names in names":              `<p class="` + strings.Repeat("a ", 1_000_000) + `">a`,
		"a comment without end":       "<html><!--" + strings.Repeat("-", 1_000_000),
		"a title of many signs":       "<title>" + strings.Repeat("a - ", 100_000) + "</title><p>a",
		"an entry of many headings":   strings.Repeat("<h1>The harbour was closed</h1>", 20_000),
		"a byline of a million signs": "<p class=byline>By " + strings.Repeat("- ", 500_000),
	} {
		start := time.Now()
		for d, err := range Page.Read(context.Background(), ingest.File{Name: "a.html", Bytes: []byte(page)}, ingest.Options{}) {
			if took := time.Since(start); took > time.Minute {
				t.Errorf("%s: %v", name, took)
			}
			if err == nil && name == "all the depth there is" && d.Warnings[0] != tooLarge {
				t.Errorf("%s: %q", name, d.Warnings)
			}
			if err == nil && d.Text == "" {
				t.Errorf("%s: no text", name)
			}
			t.Logf("%s: %v %v", name, time.Since(start), err)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{harbour, story("<table><tr><td>a</table>"), "<pre>a\n\nb</pre>", ld(`{"@type":"Article","articleBody":"a"}`) + "<p>a", "<q><br><br>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		wellFormed(t, Page, b)
	})
}

func FuzzArchive(f *testing.F) {
	f.Add([]byte(archive("; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", "<p>a=20b</p>")))
	f.Add([]byte(archive("\r\nContent-Transfer-Encoding: base64", "PHA+YQ==")))
	f.Fuzz(func(t *testing.T, b []byte) {
		wellFormed(t, Archive, b)
	})
}

// wellFormed reads a file and fails unless it gives an error or a draft whose blocks are its lines.
func wellFormed(t *testing.T, format *ingest.Format, b []byte) {
	for d, err := range format.Read(context.Background(), ingest.File{Name: "a", Bytes: b}, ingest.Options{}) {
		if err != nil {
			continue
		}
		end := 0
		for i, block := range d.Blocks {
			if block.Start < end || block.End <= block.Start || strings.TrimSpace(d.Line(i)) != d.Line(i) {
				t.Fatalf("block %d of %q: %+v", i, d.Text, block)
			}
			end = block.End
		}
		if strings.Contains(d.Text, " \n") || strings.Contains(d.Text, "\n\n\n") {
			t.Errorf("white space in %q", d.Text)
		}
	}
}

// A saved page of news is two thirds script and style, and has some 370 elements and 5 KB of text in 100 KB; the other is all text.
func BenchmarkPage(b *testing.B) {
	script := "<script>" + strings.Repeat("window.dataLayer.push({event: 'view', page: '/harbour'});\n", 1100) + "</script>"
	card := `<div class="card card--small"><a class="card__link" href="https://tide.example/2026/03/04/a-storm-over-the-island-and-what-it-left-behind?source=front">` +
		`<img class="card__image" loading="lazy" src="https://images.tide.example/2026/03/04/storm-640x360.jpg" alt="The storm"><span class="card__title">The storm of 1962</span></a></div>`
	paragraph := `<p>The port handles a third of the trade of the <a href="/i">island</a>, and shops expect to be short of fruit by the weekend.</p>`
	saved := strings.NewReplacer("</head>", script+"</head>", "<footer>", strings.Repeat(card, 75)+"<footer>", "</article>", strings.Repeat(paragraph, 35)+"</article>").Replace(harbour)
	for name, page := range map[string]string{"saved": saved, "text": strings.Replace(harbour, "</article>", strings.Repeat(paragraph, 720)+"</article>", 1)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				draft(b, page)
			}
			b.ReportMetric(float64(len(page))/1000, "KB/page")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}
