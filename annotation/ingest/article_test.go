package ingest

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"rubricator/annotation"
)

// tricky has what shifts offsets in careless programs: a ZWJ family, a flag, a skin tone, combining marks, Arabic, Thai,
// a byte order mark inside, no-break spaces, and every line end.
const tricky = "👩‍👩‍👧 naïve\r\nЦена 12\u00A0м. 🇺🇦 e\u0301a\u0308\u0323\rمرحبا بالعالم\n👍🏽 \uFEFFสวัสดี\u2028end\r\n\r\n"

// trickyText is tricky as it is stored.
const trickyText = "👩‍👩‍👧 naïve\nЦена 12\u00A0м. 🇺🇦 e\u0301a\u0308\u0323\nمرحبا بالعالم\n👍🏽 \uFEFFสวัสดี\u2028end\n\n"

// read makes an article of a text file.
func read(name string, b []byte) (Article, error) {
	d, err := readPlain(File{Name: name, Bytes: b}, Options{})
	if err != nil {
		return Article{}, err
	}
	return d.Article()
}

func utf16Bytes(order binary.AppendByteOrder, s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

func TestBytesBecomeText(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	for _, c := range []struct{ name, bytes, want, decoding string }{
		{"ASCII", "Prices rose.\n", "Prices rose.\n", "UTF-8"},
		{"UTF-8", "Preise für Öl\n", "Preise für Öl\n", "UTF-8"},
		{"UTF-8 with a mark", "\xEF\xBB\xBFPrix élevés", "Prix élevés", "UTF-8 with byte order mark"},
		{"only the leading mark is dropped", "\xEF\xBB\xBF\uFEFFa\uFEFFb", "\uFEFFa\uFEFFb", "UTF-8 with byte order mark"},
		{"every script and line end", tricky, trickyText, "UTF-8; CRLF line ends (3); CR line ends (1)"},
		{"old line ends", "a\rb\r\rc", "a\nb\n\nc", "UTF-8; CR line ends (3)"},
		{"not normalised", "e\u0301 \u00e9", "e\u0301 \u00e9", "UTF-8"},
		{"white space stays", "  a  \n\n\n", "  a  \n\n\n", "UTF-8"},
		{"UTF-16LE", "\xFF\xFE" + string(utf16Bytes(le, "Öl 🔴\r\nb")), "Öl 🔴\nb", "UTF-16LE; CRLF line ends (1)"},
		{"UTF-16BE", "\xFE\xFF" + string(utf16Bytes(be, tricky)), trickyText, "UTF-16BE; CRLF line ends (3); CR line ends (1)"},
		{"UTF-16LE without a mark", string(utf16Bytes(le, "Hello — 🔴 world")), "Hello — 🔴 world", "UTF-16LE without byte order mark"},
		{"UTF-16BE without a mark", string(utf16Bytes(be, "Новости дня в городе")), "Новости дня в городе", "UTF-16BE without byte order mark"},
		{"half a pair", "\xFF\xFEa\x00\x3D\xD8b\x00", "a\uFFFDb", "UTF-16LE; 1 half surrogate pair replaced by U+FFFD, the first at 4"},
		{"Windows-1252", "It\x92s \x935\x80\x94 \x96 caf\xE9\r\n", "It’s “5€” – café\n", "Windows-1252, because byte 0x92 at 2 is not UTF-8; CRLF line ends (1)"},
		{"one stray UTF-8 pair in Windows-1252", "CAF\xC9\x93 \x94 caf\xE9 na\xEFve", "CAFÉ“ ” café naïve", "Windows-1252, because byte 0x94 at 6 is not UTF-8"},
		{"UTF-32LE", "\xFF\xFE\x00\x00a\x00\x00\x00\x34\xF5\x01\x00", "a🔴", "UTF-32LE"},
		{"UTF-32BE without a mark", "\x00\x00\x00H\x00\x00\x00i\x00\x00\x00!", "Hi!", "UTF-32BE without byte order mark"},
		{"Windows-1251", "\xCD\xEE\xE2\xEE\xF1\xF2\xE8 \xE4\xED\xFF", "Новости дня", "Windows-1251, told from the letters, because byte 0xcd at 0 is not UTF-8"},
		{"UTF-8 with one damaged byte", strings.Repeat("Ж", 20) + "\xFF.", strings.Repeat("Ж", 20) + "\uFFFD.", "UTF-8; 1 damaged character replaced by U+FFFD, the first at 40"},
		{"a form feed is a page's end", "a\fb", "a\fb", "UTF-8"},
	} {
		a, err := read("x.txt", []byte(c.bytes))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if a.Text.String() != c.want || a.Source.Decoding != c.decoding {
			t.Errorf("%s:\ngot  %q, %s\nwant %q, %s", c.name, a.Text, a.Source.Decoding, c.want, c.decoding)
		}
	}
}

func TestWhatIsNoArticleIsRefusedByKind(t *testing.T) {
	for _, c := range []struct {
		name, file, bytes string
		want              error
		says              string
	}{
		{"PDF", "a.txt", "%PDF-1.7\n...", ErrBinary, "a PDF"},
		{"office document", "a.txt", "PK\x03\x04....", ErrBinary, "office"},
		{"picture", "a.md", "\x89PNG\r\n\x1a\n\x00\x00", ErrBinary, "PNG"},
		{"RTF", "a.txt", "{\\rtf1 hello}", ErrBinary, "RTF"},
		{"NUL", "a.txt", "hello\x00world, hello again", ErrBinary, "1 NUL character"},
		{"NUL at even and odd places", "a.txt", "a\x00b\x00c\x00\x00d\x00e", ErrBinary, "5 NUL characters"},
		{"NUL and bytes above", "a.txt", "hello\x00w\xFFrld, hello again", ErrBinary, "1 NUL byte"},
		{"controls", "a.txt", "ab\x01\x02\x03\x04", ErrBinary, "4 control characters"},
		{"no bytes", "a.txt", "", ErrEmpty, "no text"},
		{"white space", "a.txt", "\xEF\xBB\xBF \r\n\u00A0\t\u200B", ErrEmpty, "no text"},
		{"8 bits that make no words", "a.txt", "\xCD\xF8\x82\xFE\xF1\xB9\xE8 \xE4\x8D\xF7\xA1\xD3", ErrEncoding, "?)"},
		{"damaged UTF-8", "a.txt", "é ü ö \xE2\x80 ß", ErrEncoding, "byte 0xe2 at 9"},
		{"UTF-8 that says so and is not", "a.txt", "\xEF\xBB\xBFa\x92", ErrEncoding, "byte 0x92 at 4"},
		{"half a surrogate pair in UTF-8", "a.txt", "plain \xED\xA0\xBD words", ErrEncoding, "0xed at 6"},
		{"a byte no encoding has", "a.txt", "plain \x81 words", ErrEncoding, "0x81 at 6"},
		{"UTF-16 cut off", "a.txt", "\xFF\xFEa\x00b", ErrEncoding, "half a character"},
		{"UTF-32 cut off", "a.txt", "\xFF\xFE\x00\x00a\x00\x00\x00b", ErrEncoding, "half a character"},
	} {
		_, err := read("/home/ana/"+c.file, []byte(c.bytes))
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q with %q", c.name, err, c.want, c.says)
			continue
		}
		if s := err.Error(); !strings.Contains(s, "import") && !strings.Contains(s, "copy it again") {
			t.Errorf("%s: %q does not name the next step", c.name, s)
		}
	}
}

func TestATextTooLargeIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 64 MiB")
	}
	for _, b := range [][]byte{make([]byte, MaxText+1), []byte(strings.Repeat("a\n", mostLines+1))} {
		if _, err := read("a.txt", b); !errors.Is(err, ErrTooLarge) {
			t.Errorf("got %v", err)
		}
	}
}

func TestTitleIsTheFirstLineThatSaysSomething(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"a.txt", "\n  \nHarbour closed\n\nBody", "Harbour closed"},
		{"a.txt", "#MeToo, five years on\nBody", "#MeToo, five years on"},
		{"a.md", "# Harbour closed #\n\nBody", "Harbour closed"},
		{"a.txt", "# 1 in the charts", "# 1 in the charts"},
		{"A.MD", "##\n## Harbour *closed*\n", "Harbour *closed*"},
		{"a.markdown", "#MeToo, five years on", "#MeToo, five years on"},
		{"a.md", "# Learning C#", "Learning C#"},
		{"a.md", "---\ntitle: \"Harbour closed\"\ndate: 2026\n---\n# Other\n", "Harbour closed"},
		{"a.md", "---\ndate: 2026\n---\n\n# Other\n", "Other"},
		{"a.md", "---\nno end\n", "---"},
		{"a.txt", "\uFEFF\uFEFFa", "a"},
		{"a.md", "#\n", "a"},
		{"a.txt", strings.Repeat("word ", 100), strings.Repeat("word ", 59) + "word…"},
		{"a.txt", strings.Repeat("é", 200), strings.Repeat("é", 150) + "…"},
	} {
		a, err := read(c.file, []byte(c.text))
		if err != nil || a.Details.Title != c.want {
			t.Errorf("%s %q: %q %v, want %q", c.file, c.text, a.Details.Title, err, c.want)
		}
		if err == nil && strings.HasSuffix(strings.ToLower(c.file), "md") && a.Text.String() != c.text {
			t.Errorf("%q became %q", c.text, a.Text)
		}
	}
}

func TestWarningsSayWhatToLookAt(t *testing.T) {
	for bytes, want := range map[string]string{
		"plain":                       "",
		"caf\xE9":                     "guess",
		"a\u202Eb":                    "1 hidden direction control",
		"a\uFEFFb\uFEFF":              "2 byte order marks kept inside",
		"was \uFFFD lost":             "Damaged characters shown as \uFFFD: 1, the first in line 1 of the text.",
		"Então, LuÃ\u00ADs e a Ã§Ã£o": "3 places with letters like",
		"Itâ€™s":                      "decoded wrongly",
		"end\x1A":                     "1 control character",
		"<!DOCTYPE html><p>x</p>":     "web page",
		"\xFF\xFEa\x00\n\x00\x3D\xD8": "Damaged characters shown as \uFFFD: 1, the first in line 2 of the text.",
	} {
		a, err := read("a.txt", []byte(bytes))
		if got := strings.Join(a.Warnings, " "); err != nil || want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q %v, want %q", bytes, got, err, want)
		}
	}
}

func TestEditBringsDocumentTextAndOriginal(t *testing.T) {
	raw := []byte("\xEF\xBB\xBFHarbour closed\r\n\r\nOn Monday.\r\n")
	a, err := read("news/harbour.txt", raw)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 4, 10, 0, 0, 0, time.FixedZone("", 3600))
	e := a.Edit("", at)
	d := e.Documents[0].After
	if e.Name != "import harbour.txt" || d.Title != "Harbour closed" || e.Documents[0].ID != d.ID || e.Documents[0].Before != nil {
		t.Errorf("%q %+v", e.Name, d)
	}
	s := d.Sources[0]
	if s.File != "harbour.txt" || !s.Retrieved.Equal(at) || s.Retrieved.Location() != time.UTC || s.Original != annotation.HashOf(raw) {
		t.Errorf("source %+v", s)
	}
	hashes := []annotation.Hash{}
	for _, c := range e.Content {
		if annotation.HashOf(c.Bytes) != c.Hash {
			t.Errorf("content %s is not what it is named", c.Hash)
		}
		hashes = append(hashes, c.Hash)
	}
	if !slices.Equal(hashes, []annotation.Hash{d.Text, s.Original}) {
		t.Errorf("content %v, want the text and the original", hashes)
	}
	if again := a.Edit("2", at); again.Documents[0].ID == d.ID {
		t.Error("a copy kept on purpose has the same id")
	}
}

func TestATextThatIsItsOriginalIsKeptOnce(t *testing.T) {
	a, err := read("a.txt", []byte("plain\n"))
	if err != nil {
		t.Fatal(err)
	}
	if e := a.Edit("", time.Now()); len(e.Content) != 1 {
		t.Errorf("%d contents, want 1", len(e.Content))
	}
}

func TestTheDocumentHasTheArticlesTitle(t *testing.T) {
	a, err := read("a.md", []byte("---\ntitle: Harbour closed\n---\nOther"))
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Edit("", time.Now()).Documents[0].After.Title; got != "Harbour closed" {
		t.Errorf("got %q", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{tricky, "\xFF\xFEa\x00", "\xFE\xFF\x00a", "a\x00b\x00", "caf\xE9", "%PDF-", "a\r\rb", "\xED\xA0\x80"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"a.txt", "a.md"} {
			a, err := read(name, b)
			if err != nil {
				if !slices.ContainsFunc([]error{ErrBinary, ErrEmpty, ErrEncoding}, func(k error) bool { return errors.Is(err, k) }) {
					t.Fatalf("an error of no kind: %v", err)
				}
				continue
			}
			s := a.Text.String()
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\r\x00") || a.Details.Title == "" || !utf8.ValidString(a.Details.Title) || a.Source.Decoding == "" {
				t.Fatalf("%q became %q, title %q, %q", b, s, a.Details.Title, a.Source.Decoding)
			}
			if a.Source.Decoding == "UTF-8" && s != string(b) {
				t.Fatalf("UTF-8 %q became %q", b, s)
			}
			again, err := read(name, []byte(bom+s))
			if err != nil || again.Text.String() != s {
				t.Fatalf("%q read again: %v %q", s, err, again.Text)
			}
		}
	})
}
