package manuscript

import (
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/drafttest"
)

func TestTitlesAndAuthorsThatProgramsGiveAreNone(t *testing.T) {
	for _, s := range []string{"", " ", "Document1", "Document 12", "Untitled", "Unbenannt 1", "Microsoft Word - a.doc", "Normal.dotm", "Title", "unknown"} {
		if got := Title(s); got != "" {
			t.Errorf("title %q", got)
		}
	}
	for _, s := range []string{"", "-", "Microsoft Office User", "Windows User", "User", "Admin", "python-docx", "calibre (6.1) [https://calibre-ebook.com]", "Unknown"} {
		if got := Author(s); got != "" {
			t.Errorf("author %q", got)
		}
	}
	for _, s := range []string{"Untitled, a film", "Documents found", "The title", "Document 9 and others"} {
		if got := Title(s); got != s {
			t.Errorf("title %q is lost", s)
		}
	}
	for _, s := range []string{"Ana Lang", "Михаил", "dpa", "Adam Admin", "Microsoft", "王"} {
		if got := Author(s); got != s && s != "Microsoft" {
			t.Errorf("author %q is lost", s)
		}
	}
}

func TestDatesAreAsPreciseAsTheyCame(t *testing.T) {
	for s, want := range map[string]string{
		"2024-05-03T10:20:30.5Z": "2024-05-03T10:20:30Z", "2024-05-03T10:20:30+02:00": "2024-05-03T10:20:30+02:00", "2024-05-03T10:20:30.123": "2024-05-03T10:20:30",
		"2024-05-03T10:20": "2024-05-03T10:20", " 2024-05-03 ": "2024-05-03", "2024-05": "2024-05", "2024": "2024", "0101-01-01T00:00:00+00:00": "", "1899-12-30": "", "1980-01-01T00:00:00Z": "", "1970-01-01": "", "1980": "1980", "1980-05-01": "1980-05-01", "May": "", "0000-00-00T00:00": "",
	} {
		if got := Date(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestLanguagesAreTags(t *testing.T) {
	for s, want := range map[string]string{"de_DE": "de-DE", "EN": "en", " fr ": "fr", "und": "", "German, I think": "", "zh-hant-tw": "zh-Hant-TW"} {
		if got := Language(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// written is the draft of what was written.
func written(t *testing.T, write func(*Manuscript)) string {
	t.Helper()
	m := New()
	write(m)
	d, err := m.Draft(ingest.File{Name: "a"}, "text")
	if err != nil {
		t.Fatal(err)
	}
	return drafttest.Show(d)
}

func TestWhiteSpaceThatOnlyDividesWordsIsOneSpace(t *testing.T) {
	got := written(t, func(m *Manuscript) {
		for _, s := range []string{"\n  One", " ", "\n two", "three ", " four\t", "\n"} {
			m.WriteFolded(s)
		}
		m.Write("\n")
		m.WriteFolded("  five ")
	})
	if got != "One twothree four\nfive" {
		t.Errorf("%q", got)
	}
}

func TestControlsAreNoText(t *testing.T) {
	if got := written(t, func(m *Manuscript) { m.Write("a\x00b\x07c\u0085d\ve\u2028f\u009cg") }); got != "abc\nd\ne\nfg" {
		t.Errorf("%q", got)
	}
}

func TestWhatIsOpenAtTheEndIsNotLost(t *testing.T) {
	got := written(t, func(m *Manuscript) {
		m.Write("Before")
		m.Row()
		m.Cell()
		m.Write("A")
		m.Cell()
		m.Write("B")
		m.Begin(Note)
		m.Write("Note")
		m.Begin(Box)
		m.Write("Box")
	})
	if got != "Before\n\n[entry] A\tB\n\nBox\n\nNote" {
		t.Errorf("%q", got)
	}
}

func TestMoreThanATextMayHaveIsRefused(t *testing.T) {
	for name, write := range map[string]func(*Manuscript){
		"letters": func(m *Manuscript) { m.Write(strings.Repeat("a", ingest.MaxText+1)) },
		"paragraphs": func(m *Manuscript) {
			for range maxParagraphs + 1 {
				m.Write("a")
				m.End(ingest.Running, "")
			}
		},
		"cells": func(m *Manuscript) {
			m.Row()
			for range maxParagraphs + 1 {
				m.Cell()
			}
		},
	} {
		m := New()
		write(m)
		if _, err := m.Draft(ingest.File{Name: "a"}, "text"); !errors.Is(err, ingest.ErrTooLarge) || !m.Full() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSymbolHasACharacterInEveryPlaceOfAdobesTable(t *testing.T) {
	if n, m := len(symbol[0]), len(symbol[1]); n != 0x7F-0x20 || m != 0x100-0xA0 {
		t.Fatalf("%d and %d", n, m)
	}
	for code, want := range map[rune]rune{'a': 'α', 'Z': 'Ζ', 0xA3: '≤', 0xAE: '→', 0xB7: '•', 0xD5: '∏', 0xE5: '∑', 0xF2: '∫', 0xC5: '⊕', 0x7E: '∼'} {
		if got, _ := signOf("Symbol", 0xF000+code); got != want {
			t.Errorf("%#x: %c, want %c", code, got, want)
		}
	}
}
