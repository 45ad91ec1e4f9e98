package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// One article with what other tools shift offsets on: astral emoji, a family and a flag of several code points,
// combining marks, Arabic, CRLF and a byte order mark in mid-text.
const tricky = "\uFEFF🔴 Prices fell\r\n\r\nThe ministry 👩‍👩‍👧 said 3.9% in Mayo\u0301.\r\nقال الرئيس في 12 مايو إن الأسعار.\r\n\uFEFFThe 🇺🇦 office counted 1 204 cafe\u0301s.\r\n"

var trickyQuotes = []string{"🔴 Prices fell", "👩‍👩‍👧", "3.9%", "Mayo\u0301", "قال الرئيس", "12 مايو", "🇺🇦 office", "cafe\u0301s", "said 3.9% in Mayo\u0301"}

func TestQuotesSurviveImportMarkSaveReopenAndExport(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, tricky)
	for i, q := range trickyQuotes {
		p.selects(q)
		p.press([]string{"1", "2", "3"}[i%3])
		if sp, _ := p.chosenSpan(); sp.Quote() != q {
			t.Errorf("marked %q, want %q", sp.Quote(), q)
		}
	}
	shown := p.marks()
	p.leaves()
	p = reopen(t, home)
	p.sees(shown)

	out := filepath.Join(t.TempDir(), "out.jsonl")
	if _, err := jobs.ExportFile(context.Background(), p.desk.project, interchange.Started, out); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	quotes := map[string]bool{}
	for l, err := range interchange.Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(l.Text, "\r") || strings.HasPrefix(l.Text, "\uFEFF") || !strings.Contains(l.Text, "\n\uFEFFThe") {
			t.Errorf("text is %q", l.Text)
		}
		characters := []rune(l.Text)
		for _, s := range l.Spans {
			if got := string(characters[s.Start:s.End]); got != s.Text {
				t.Errorf("%d-%d is %q, the export says %q", s.Start, s.End, got, s.Text)
			}
			quotes[s.Text] = true
		}
	}
	for _, q := range trickyQuotes {
		if !quotes[q] {
			t.Errorf("%q (%d characters) is not in the export", q, utf8.RuneCountInString(q))
		}
	}
}
