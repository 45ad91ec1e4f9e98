package ingest

import "testing"

func TestALineThatIsADate(t *testing.T) {
	for line, want := range map[string]string{
		"3 May 2024": "2024-05-03", "May 3rd, 2024": "2024-05-03", "Published: 3 May 2024 10:14 GMT": "2024-05-03", "Freitag, 3. Mai 2024, 17:47 Uhr": "2024-05-03T17:47:00",
		"Published May 3, 2024 • Last updated 1 hour ago • 4 minute read": "2024-05-03", "12:20pm May 3, 2024": "2024-05-03", "17:41 JST, May 3, 2024": "2024-05-03",
		"Stand: 03.05.2024 16:11 Uhr": "2024-05-03", "3. 5. 2024": "2024-05-03", "Vendredi 3 mai 2024 à 10h14": "2024-05-03T10:14:00", "3 de mayo de 2024 16:51 h": "2024-05-03T16:51:00",
		"Aggiornato il 3 Maggio 2024 alle 10:14": "2024-05-03", "Publisert 3. mai 2024 kl. 10.14": "2024-05-03T10:14:00", "3 мая 2024 года": "2024-05-03", "2024年5月3日": "2024-05-03",
		"2024-05-03T16:15:30Z": "2024-05-03", "13/05/2024": "2024-05-13", "3/5/2024": "", "31 February 2024": "", "3 May": "", "10:14": "",
		"The harbour closes on 3 May 2024": "", "Fares of 2024": "", "Storms of May 3, 2024": "", "3 Roe 2024": "",
	} {
		if got := dateOf(line, false); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
	if got := dateOf("3/5/2024", true); got != "2024-05-03" {
		t.Errorf("the day first: %q", got)
	}
}

func TestALineThatNamesTheAuthor(t *testing.T) {
	for line, want := range map[string]string{
		"By Jane Roe": "Jane Roe", "By JANE ROE and John Doe.": "JANE ROE and John Doe", "Von: Jörg Roe": "Jörg Roe", "Von Diana Roe mit AP": "Diana Roe",
		"By Jane Roe in London": "Jane Roe", "Kommentar von Nicole Roe": "Nicole Roe", "Written by Jane Roe": "Jane Roe", "di Luca Roe": "Luca Roe", "by Jane Roe |": "Jane Roe",
		"By 2030 fares rise": "", "By the sea": "", "Von dem Hafen": "", "By Monday the harbour is closed": "",
	} {
		if got := authorIn(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestWhatTheTextSaysOfItself(t *testing.T) {
	const text = "\n\nThe harbour closes on Friday for the whole of the winter, the ministry of transport said, and Ann Poe counts the ships."
	for lead, want := range map[string]Details{
		"Harbour closed\n\nJane Roe\n\n3 May 2024":                  {Author: "Jane Roe", Published: "2024-05-03"},
		"Harbour closed\n\nAuthor of the article:\n\nJane Roe":      {Author: "Jane Roe"},
		"Harbour closed\n\nNorthern Port":                           {},
		"Harbour closed\n\nAnn Poe\n\n3 May 2024":                   {Published: "2024-05-03"}, // a caption, of whom the text speaks
		"Harbour closed\n\n© Getty Images":                          {},
		"Harbour closed\n\nPublished under CC BY-SA 4.0 by a group": {Licence: "CC BY-SA 4.0"},
	} {
		d := draft(t, lead+text)
		if d.Guess(); d.Details.Language != "en" {
			t.Errorf("the language of %q is %q", lead, d.Details.Language)
		}
		if d.Details.Language = ""; d.Details != want {
			t.Errorf("%q says %+v, want %+v", lead, d.Details, want)
		}
	}
	d := draft(t, "Harbour closed"+text+"\n\n© 2019-2026 The Coast Daily. All rights reserved.")
	if d.Guess(); d.Details.Outlet != "The Coast Daily" {
		t.Errorf("its outlet is %q", d.Details.Outlet)
	}
}

func FuzzDateOf(f *testing.F) {
	f.Add("Published: 3 May 2024 10:14 GMT", false)
	f.Add("3/5/2024", true)
	f.Fuzz(func(t *testing.T, line string, dayFirst bool) {
		if got := dateOf(line, dayFirst); got != "" && Date(got) != got {
			t.Errorf("%q is %q", line, got)
		}
	})
}
