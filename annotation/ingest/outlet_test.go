package ingest

import (
	"strings"
	"testing"
)

func TestALineOfOutletAndDate(t *testing.T) {
	for line, want := range map[string]string{
		"Osley Herald, 12 May 2026": "Osley Herald 2026-05-12", "The Osley Herald | May 12, 2026": "The Osley Herald 2026-05-12",
		"Osley Herald – 12.05.2026": "Osley Herald 2026-05-12", "Osley Herald, Monday, 12 May 2026": "Osley Herald 2026-05-12", "Ostseezeitung · 12. Mai 2026": "Ostseezeitung 2026-05-12",
		"The Coast Daily Monday, 12 May 2026": "The Coast Daily 2026-05-12",
		"Jane Roe, 12 May 2026":               " ", "London, 12 May 2026": " ", "12 May 2026": " ", "Osley Herald, 12": " ",
		"The Osley Herald, founded on 12 May 1926": " ", "Osley Herald, 12 May 2026, page 3": " ", "He wrote this to the Herald, 12 May 2026": " ",
		"News of the day, 12 May 2026, and what it means": " ",
	} {
		if outlet, day := outletAndDate(line, false); outlet+" "+day != want {
			t.Errorf("%q: %q, %q, want %q", line, outlet, day, want)
		}
	}
}

// textBehind is how an article goes on behind its head.
const textBehind = "\n\nThe harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday."

func TestTheDateAtTheHeadIsLeftOut(t *testing.T) {
	for head, want := range map[string]string{
		"Osley Herald, 12 May 2026\n\nHarbour closed":                                                     "Osley Herald, 12 May 2026",
		"Harbour closed\n\nThe Osley Herald | May 12, 2026":                                               "The Osley Herald | May 12, 2026",
		"Harbour closed\n\n12 May 2026\n\nUpdated: 13 May 2026":                                           "12 May 2026; Updated: 13 May 2026",
		"Harbour closed\n\nBy Jane Roe":                                                                   "",
		"Harbour closed\n\nLondon, 12 May 2026":                                                           "",
		"Harbour closed\n\nMay 2026":                                                                      "",
		"How it came\n\n12 May 2026\n\nIt rains.\n\n13 May 2026\n\nIt stops.\n\n14 May 2026\n\nIt rains.": "",
	} {
		d := draft(t, head+textBehind)
		d.Clean(nil)
		var out []string
		for n, b := range d.Blocks {
			if b.Cut == "date line" {
				out = append(out, d.Line(n))
			}
		}
		if got := strings.Join(out, "; "); got != want {
			t.Errorf("of\n%s\n%q is left out, want %q", head, got, want)
		}
	}
	d := draft(t, "Harbour closed"+textBehind+"\n\n12 May 2026\n\nThat day all was over.")
	if d.Clean(nil); d.Kept() != d.Text {
		t.Errorf("a date between paragraphs: %q", d.Kept())
	}
	d = draft(t, "Osley Herald, 12 May 2026\n\nHarbour closed"+textBehind)
	d.Clean(nil)
	if d.Guess(); d.Details.Outlet != "Osley Herald" || d.Details.Published != "2026-05-12" || d.Title() != "Harbour closed" {
		t.Errorf("%q of %q", d.Title(), d.Details)
	}
}
