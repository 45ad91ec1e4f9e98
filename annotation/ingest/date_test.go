package ingest

import "testing"

func TestDatesBecomeISO(t *testing.T) {
	for came, want := range map[string]string{
		"2026-03-04": "2026-03-04", "2026-03-04T10:00:00Z": "2026-03-04T10:00:00Z", "2026-03-04 10:00:00": "2026-03-04T10:00:00",
		"Wed, 04 Mar 2026 10:00:00 +0100": "2026-03-04T10:00:00+01:00", "20260304T100000Z": "2026-03-04T10:00:00Z", "20260304": "2026-03-04",
		"4.3.2026": "2026-03-04", "04.03.2026 10:00": "2026-03-04T10:00:00", "4 March 2026": "2026-03-04", "March 4, 2026": "2026-03-04", "2026": "2026",
		"2026-03": "2026-03", "13/04/2026": "2026-04-13", "04/13/2026": "2026-04-13", "4/4/2026": "2026-04-04", "3/4/2026": "", "13/04/2026 10:00": "2026-04-13T10:00:00",
		"1772618400": "2026-03-04T10:00:00Z", "1772618400000": "2026-03-04T10:00:00Z", "yesterday": "",
		"Montag, 17. November 2025, 10:14 Uhr": "2025-11-17T10:14:00", "17. März 2025": "2025-03-17", "Publié le lundi 1er décembre 2025 à 9h05": "2025-12-01T09:05:00",
		"14 de noviembre de 2025": "2025-11-14", "17 novembre 2025": "2025-11-17", "3 сентября 2025 г.": "2025-09-03", "3. syyskuuta 2025": "2025-09-03",
		"2025年11月17日 06:30": "2025-11-17T06:30:00", "2025년 3월 4일": "2025-03-04", "17 تشرين الثاني 2025": "2025-11-17", "Aktualisiert am 17. November 2025": "",
		"32. November 2025": "", "17. Brumaire 2025": "", "Am 17. November 2025 trat der Rat zusammen.": "", "12345": "", "": "", "0001-01-01": "",
	} {
		if got := Date(came); got != want {
			t.Errorf("%q: %q, want %q", came, got, want)
		}
	}
}

func TestLanguagesBecomeTags(t *testing.T) {
	for came, want := range map[string]string{"en": "en", "en_US": "en-US", "English": "en", "DE": "de", "pt-br": "pt-BR", "und": "", "spoken": "", "": ""} {
		if got := Language(came); got != want {
			t.Errorf("%q: %q, want %q", came, got, want)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-03-04", "13/4/2026", "1772618400", "4 March 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d := Date(s); d != "" && Date(d) != d {
			t.Fatalf("%q became %q, which becomes %q", s, d, Date(d))
		}
	})
}
