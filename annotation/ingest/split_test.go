package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWhereAnotherArticleBegins(t *testing.T) {
	long := "The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday, after storms had damaged the pier in three places."
	for name, c := range map[string]struct{ text, begins string }{
		"one article":              {"Harbour closed\n\n" + long + "\n\n" + long, ""},
		"a gap":                    {"Harbour closed\n\n" + long + "\n\n\n\nFares rise on the coast\n\n" + long + " Again.", "Fares rise on the coast"},
		"a ruled line":             {"Harbour closed\n\n" + long + "\n\n-----\n\nFares rise on the coast\n\n" + long + " Again.", "Fares rise on the coast"},
		"an end mark":              {"Harbour closed\n\n" + long + "\n\n###\n\nFares rise on the coast\n\n" + long + " Again.", "Fares rise on the coast"},
		"a page's end":             {"Harbour closed\n\n" + long + "\fFares rise on the coast\n\n" + long + " Again.", ""},
		"a byline and a date":      {"Harbour closed\n\n" + long + "\n\nFares rise on the coast\n\nBy Jane Roe\n\n3 May 2026\n\n" + long + " Again.", "Fares rise on the coast"},
		"the headline twice":       {"Harbour closed\n\n" + long + "\n\nFares rise on all the lines\nFares rise on all the lines\n\n" + long + " Again.", "Fares rise on all the lines"},
		"a heading within":         {"Harbour closed\n\n" + long + "\n\nWhat happens next\n\n" + long + " Again.", ""},
		"a heading behind a colon": {"Harbour closed\n\n" + long + " These are:\n\n\n\nFares and wages\n\n" + long + " Again.", ""},
		"a gap before a paragraph": {"Harbour closed\n\n" + long + "\n\n\n\n" + long + " Again.", ""},
		"a pull quote":             {"Harbour closed\n\n" + long + "\n\n\n\n“It closes”\n\nShe said so.", ""},
		"all lines far apart":      {"Harbour closed\n\n\n\n" + long + "\n\n\n\nWhat happens next\n\n\n\n" + long + " Again.\n\n\n\nThe end\n\n\n\n" + long + " Once more.", ""},
	} {
		d := draft(t, c.text)
		var got []string
		for _, n := range d.Boundaries() {
			got = append(got, d.Line(n))
		}
		if strings.Join(got, "|") != c.begins {
			t.Errorf("%s: %q, want %q", name, got, c.begins)
		}
	}
}

func TestWhatTheFileSaysIsOneArticleStaysWhole(t *testing.T) {
	d := draft(t, "Harbour closed\n\n"+strings.Repeat("The harbour closes on Friday, the ministry said. ", 5)+"\n\n\n\nFares rise on the coast\n\n"+strings.Repeat("Fares rise in May, the three operators said. ", 5))
	if len(d.Boundaries()) != 1 {
		t.Fatal("it does not look like two")
	}
	if d.Whole = true; len(d.Boundaries()) != 0 {
		t.Error("it is divided")
	}
}

// Measured on articles of one's own, each with its headline first, a file each: RUBRICATOR_SINGLE=DIR go test ./annotation/ingest -run Measured -v. They are
// put together by threes in ways that files have, and looked at one by one for what is divided and should not be.
func TestDivisionMeasured(t *testing.T) {
	dir := os.Getenv("RUBRICATOR_SINGLE")
	if dir == "" {
		t.Skip("no folder of single articles is named")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	var articles []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, strings.TrimSpace(string(b)))
	}
	headline := func(a string) string { h, _, _ := strings.Cut(a, "\n"); return h }
	body := func(a string) string { _, b, _ := strings.Cut(a, "\n"); return strings.TrimSpace(b) }
	for _, way := range []struct {
		name string
		join func(a string) string
	}{
		{"two empty lines between", func(a string) string { return a + "\n\n\n" }},
		{"a ruled line between", func(a string) string { return a + "\n\n----------\n\n" }},
		{"end mark", func(a string) string { return a + "\n\n###\n\n" }},
		{"byline and date", func(a string) string { return headline(a) + "\n\nBy Jane Roe\nMay 3, 2026\n\n" + body(a) + "\n\n" }},
		{"headline and caption twice", func(a string) string {
			return headline(a) + "\n\nA picture of it. (AFP)\nA picture of it. (AFP)\nTT\n20\n\n" + headline(a) + "\n\n" + body(a) + "\n\n"
		}},
		{"one empty line, nothing else", func(a string) string { return a + "\n\n" }},
	} {
		right, found, all := 0, 0, 0
		for three := range slices.Chunk(articles, 3) {
			var whole strings.Builder
			begins := map[int]bool{}
			for i, a := range three {
				if i > 0 {
					begins[whole.Len()] = true
				}
				whole.WriteString(way.join(a))
			}
			d := draft(t, whole.String())
			all += len(begins)
			for _, n := range d.Boundaries() {
				found++
				if begins[d.Blocks[n].Start] {
					right++
				}
			}
		}
		t.Logf("%-30s precision %.3f recall %.3f (%d divisions)", way.name, float64(right)/float64(max(1, found)), float64(right)/float64(all), all)
	}
	divided := 0
	for _, a := range articles {
		if len(draft(t, a).Boundaries()) > 0 {
			divided++
		}
	}
	t.Logf("single articles divided: %d of %d", divided, len(articles))
}
