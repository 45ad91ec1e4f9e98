package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page is two articles as they are copied off web pages: the headline twice, the caption three times, what is left of the buttons.
const page = `Ministry: Harbour Closed for Winter as Storms Approach

A ferry lies in the harbour on Monday. (AFP)
A ferry lies in the harbour on Monday. (AFP)
TT
20

Ministry: Harbour Closed for Winter as Storms Approach

A ferry lies in the harbour on Monday. (AFP)
A ferry lies in the harbour on Monday. (AFP)

The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday.

“We have no choice after the storms of last year,” said Jane Roe, who has run the port for eleven years.

Read more: Ten storms that changed the coast

Four ferries in five will be moved to the northern port, which opened in 2019 and has room for nine.



Fares to Rise Seven Percent, Operators Say

Passengers wait for the evening ferry. (AP)
Passengers wait for the evening ferry. (AP)
TT
20

Fares to Rise Seven Percent, Operators Say

Passengers wait for the evening ferry. (AP)
Passengers wait for the evening ferry. (AP)

Fares on all lines rise by seven percent from May, the three operators said in a letter to their customers.

"It is the first time in six years that we ask for more," the letter reads, and it will be the last for long.

© 2026 The Coast Daily. All rights reserved.`

func draft(t *testing.T, s string) *Draft {
	t.Helper()
	d, err := NewDraft(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// cleaned are the articles of a text, without hand work.
func cleaned(t *testing.T, s string) (out []*Draft) {
	t.Helper()
	d := draft(t, s)
	for _, part := range d.SplitAt(d.Boundaries()) {
		part.Clean(nil)
		part.Guess()
		out = append(out, part)
	}
	return out
}

func TestSignsThatStandTwiceAreNoCaption(t *testing.T) {
	d := cleaned(t, "Harbour closed\n\nThe council said so on Monday.\n>\n>\n> When?\n")[0]
	if d.Details.Caption != "" {
		t.Errorf("%q", d.Details.Caption)
	}
}

func TestAPageBecomesTwoCleanArticles(t *testing.T) {
	want := []string{`Ministry: Harbour Closed for Winter as Storms Approach

A ferry lies in the harbour on Monday. (AFP)

The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday.

“We have no choice after the storms of last year,” said Jane Roe, who has run the port for eleven years.

Four ferries in five will be moved to the northern port, which opened in 2019 and has room for nine.`,
		`Fares to Rise Seven Percent, Operators Say

Passengers wait for the evening ferry. (AP)

Fares on all lines rise by seven percent from May, the three operators said in a letter to their customers.

"It is the first time in six years that we ask for more," the letter reads, and it will be the last for long.`}
	got := cleaned(t, page)
	if len(got) != 2 {
		t.Fatalf("%d articles", len(got))
	}
	for i, d := range got {
		if d.Kept() != want[i] {
			t.Errorf("article %d is\n%s\nwant\n%s", i+1, d.Kept(), want[i])
		}
	}
	if got[0].Details.Caption != "A ferry lies in the harbour on Monday. (AFP)" || got[1].Title() != "Fares to Rise Seven Percent, Operators Say" || got[1].Details.Language != "en" {
		t.Errorf("%+v\n%+v", got[0].Details, got[1].Details)
	}
	a, err := got[0].Article()
	if err != nil || a.Source.Decoding != "article 1 of 2; left out: repeated line (3 lines), share buttons (2 lines), repeated headline (1 line), read more (1 line)" {
		t.Errorf("%q %v", a.Source.Decoding, err)
	}
}

// Every line of the text is one that is cut or kept, and kept lines come out as they went in.
func TestNothingAnEditorWroteIsLost(t *testing.T) {
	for _, s := range []string{
		"Harbour closed\n\nRead more than twenty books and you know less. He said so.\n\nHome is where the harbour is.",
		"The share of women rose to 20\n\n20\n\nShare prices fell.\n\nSubscribe, he told them, or leave.",
		"Yes.\nNo.\nYes.\nNo.\n\nCopyrights were never his concern, he said, and he meant it until the day he died in the prison of the island.",
		"By 2030 fares rise.\n\nThe comments were deleted.\n\nComment\n\nCookies are baked at four.\n\nX marks the spot.",
	} {
		if got := cleaned(t, s); len(got) != 1 || got[0].Kept() != s {
			t.Errorf("%q became %q", s, got[0].Kept())
		}
	}
}

func TestFurnitureIsTold(t *testing.T) {
	for line, want := range map[string]Reason{
		"Share on Facebook": "share buttons", "TT": "share buttons", "Print": "share buttons", "Email this article": "share buttons",
		"Advertisement": "advertisement", "Story continues below advertisement": "advertisement",
		"Sign up for our daily newsletter": "newsletter", "Already a subscriber? Log in": "newsletter", "Get the best of our reporting in your inbox every week": "newsletter",
		"We use cookies to improve your experience.": "cookie notice", "Accept all cookies": "cookie notice",
		"Read more: The storm of 1953": "read more", "Related articles": "read more", "Lesen Sie auch: Der Sturm": "read more",
		"© 2026 The Coast Daily": "copyright", "Copyright 2026 Reuters": "copyright",
		"3 min read": "reading time", "Listen to this article": "reading time",
		"Skip to main content": "navigation", "Home > World > Europe": "navigation",
		"Leave a comment": "comments", "0 Comments": "comments",
		"The ministry said so.": "", "More rain is expected: the coast prepares": "", "20": "", "Save the harbour": "", "Email leaked": "", "News from the harbour": "",
	} {
		d := draft(t, "Harbour closed\n\nThe harbour closes on Friday.\n\n"+line+"\n\nFour ferries move.")
		d.Clean(nil)
		if got := d.Blocks[2].Cut; got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
		d = draft(t, "Harbour closed\n\nThe harbour closes on Friday.\n\n"+line+"\n\nFour ferries move.")
		if d.Clean(Off{want: true}); d.Blocks[2].Cut != "" && d.Blocks[2].Cut == want {
			t.Errorf("%q is cut by a rule that is off", line)
		}
	}
}

func TestKeptTextHasTheWidestGapWhereLinesWereCut(t *testing.T) {
	for _, c := range []struct{ text, cut, want string }{
		{"  a\n\nb\nc\n", "", "  a\n\nb\nc\n"},
		{"a\nb\n\nc", "b", "a\n\nc"},
		{"\n\na\nb", "a", "b"},
		{"a\nb\n\n", "b", "a"},
		{"a\nb\nc", "abc", ""},
		{"a\n\n\nb\nc\n\nd\n", "bc", "a\n\n\nd\n"},
	} {
		d := draft(t, c.text)
		for i := range d.Blocks {
			if strings.Contains(c.cut, d.Line(i)) {
				d.Blocks[i].Cut = ByHand
			}
		}
		if got := d.Kept(); got != c.want {
			t.Errorf("%q without %q is %q, want %q", c.text, c.cut, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(page)
	f.Add("a\n\n\n\nB c d\n\nTT\n20")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := NewDraft(s)
		if err != nil {
			return
		}
		if d.Kept() != d.Text {
			t.Fatalf("%q becomes %q with nothing cut", d.Text, d.Kept())
		}
		lines := len(d.Blocks)
		for _, part := range d.SplitAt(d.Boundaries()) {
			part.Clean(nil)
			part.Guess()
			lines -= len(part.Blocks)
			kept := part.Kept()
			for i, b := range part.Blocks {
				if b.Cut == "" && !strings.Contains(kept, part.Line(i)) {
					t.Fatalf("%q is lost", part.Line(i))
				}
			}
		}
		if lines != 0 {
			t.Fatalf("%d lines are lost by splitting", lines)
		}
	})
}

// Articles of one's own, which are not kept here: RUBRICATOR_ARTICLES=DIR go test ./annotation/ingest -run Folder -v.
func TestArticlesOfAFolder(t *testing.T) {
	dir := os.Getenv("RUBRICATOR_ARTICLES")
	if dir == "" {
		t.Skip("no folder of articles is named")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range cleaned(t, string(b)) {
			a, err := part.Article()
			t.Logf("%+v\n%s\n%v\n%s", a.Details, a.Source.Decoding, err, a.Text)
		}
	}
}

// BenchmarkPlain reads, splits, cleans and describes text: articles of 4 KB, one a file; the bound is 100 MB/s.
func BenchmarkPlain(b *testing.B) {
	body := []byte("Harbour Closed for Winter\n\nBy Jane Roe\n\n" + strings.Repeat("The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday, after storms had damaged the pier in three places and a ferry was driven ashore.\n\n", 22) + "© 2026 The Coast Daily\n")
	for name, steps := range map[string]func(*Draft){"read": func(*Draft) {}, "all": func(d *Draft) {
		for _, part := range d.SplitAt(d.Boundaries()) {
			part.Clean(nil)
			part.Guess()
		}
	}} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				d, err := readPlain(File{Name: "a.txt", Bytes: body}, Options{})
				if err != nil {
					b.Fatal(err)
				}
				steps(d)
				if _, err := d.Article(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
