package ingest

import (
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWhereAnotherArticleBegins(t *testing.T) {
	long := "The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday, after storms had damaged the pier in three places."
	ferries := "Four ferries lie at the northern pier, and the harbour master counts the storms of the season. The ministry pays for the repair of the pier, " +
		"which the storms of last winter damaged in three places, and no captain expects to sail before March. Fishermen may leave at their own risk, " +
		"though nobody insures their boats until the lighthouse burns once more, the company said."
	rents := "Rents in the capital climbed faster than wages for the fifth year, figures of the statistics office show. Tenants spend two fifths of their income " +
		"on housing, economists warn, while builders finish fewer flats than ever. Landlords blame expensive credit. Parliament debates a ceiling next week, which the opposition calls useless. " +
		"Nobody under thirty can afford two rooms near a station, a survey of brokers found."
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
		"a dateline":               {"Harbour closed\n\n" + long + "\n\nFares rise on the coast\n\nPORT JANE (Reuters) - " + long + " Again.", "Fares rise on the coast"},
		"a dateline of a place":    {"Harbour closed\n\n" + long + "\n\nFares rise on the coast\n\nPORT JANE — " + long + " Again.", ""},
		"the end of a database":    {"Harbour closed\n\n" + long + "\n\nEnd of Document\nFares rise on the coast\n\n" + long + " Again.", "Fares rise on the coast"},
		"a last line, a headline":  {"Harbour closed\n\n" + long + "\n\nContributing: John Roe\n\nFares rise on the coast\n\nBy Jane Roe\n\n3 May 2026\n\n" + "Fares on all lines " + long, "Fares rise on the coast"},
		"a headline, what it says": {"Harbour closed\n\n" + long + "\n\nFares rise on the coast\n\nOperators ask for seven percent\n\nBy Jane Roe\n\n3 May 2026\n\n" + "Fares on all lines " + long, "Fares rise on the coast"},
		"unended, byline and date": {"Harbour closed\n\n" + long + "\n\nTel. 02-751-1500\n\nFares rise on the coast\n\nBy Jane Roe\n\n3 May 2026\n\nFares on all lines " + long, "Fares rise on the coast"},
		"a label of a list twice":  {"Harbour closed\n\n" + long + "\n\nAlso at the port\n\nA ticket\n\nAlso at the port\n\n" + long + " Again.", ""},
		"another subject":          {"Harbour closed for winter\n\n" + ferries + "\n\nRents in the capital climb again\n\n" + rents, "Rents in the capital climb again"},
		"the subject goes on":      {"Harbour closed for winter\n\n" + ferries + "\n\nRents in the harbour climb again\n\n" + ferries + " Again.", ""},
		"a picture's owner":        {"Harbour closed\n\n" + long + "\n\n© Jane Roe\n\nFares rise on the coast\n\n" + long + " Again.", ""},
		"whose the text was":       {"Harbour closed\n\n" + long + "\n\n© 2026 The Coast Daily\n\nFares rise on the coast\n\n" + long + " Again.", "Fares rise on the coast"},
		"a row of a table":         {"Harbour closed\n\n" + long + "\n\n###\n\nFares on the coast\t7 percent\n\n" + long + " Again.", ""},
		"a label three times":      {"Harbour closed\n\n" + long + "\n\nNorthern port, May 2026\nNorthern port, May 2026\nNorthern port, May 2026\n\n" + long + " Again.", ""},
		"entries of a list":        {"Harbour closed for winter\n\n" + ferries + "\n\n2. Rents in the capital climb again\n\n" + rents, ""},
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

// ways are how files have several articles in them: what stands around each.
var ways = []struct {
	name string
	join func(headline, body string) string
}{
	{"two empty lines between", func(h, b string) string { return h + "\n\n" + b + "\n\n\n" }},
	{"a ruled line between", func(h, b string) string { return h + "\n\n" + b + "\n\n----------\n\n" }},
	{"an end mark", func(h, b string) string { return h + "\n\n" + b + "\n\n###\n\n" }},
	{"a copyright line at the end", func(h, b string) string { return h + "\n\n" + b + "\n\n© 2026 The Coast Daily\n\n" }},
	{"byline and date", func(h, b string) string { return h + "\n\nBy Jane Roe\nMay 3, 2026\n\n" + b + "\n\n" }},
	{"byline alone", func(h, b string) string { return h + "\n\nBy Jane Roe\n\n" + b + "\n\n" }},
	{"dateline with an agency", func(h, b string) string { return h + "\n\nPORT JANE (Reuters) - " + b + "\n\n" }},
	{"headline and caption twice", func(h, b string) string {
		return h + "\n\nA picture of it. (AFP)\nA picture of it. (AFP)\nTT\n20\n\n" + h + "\n\n" + b + "\n\n"
	}},
	{"headline twice", func(h, b string) string { return h + "\n" + h + "\n\n" + b + "\n\n" }},
	{"each paragraph a line, byline", func(h, b string) string { return h + "\nBy Jane Roe\n" + strings.ReplaceAll(b, "\n\n", "\n") + "\n" }},
	{"nothing but the headline", func(h, b string) string { return h + "\n\n" + b + "\n\n" }},
}

// Measured on articles of one's own, each with its headline first, a file each: RUBRICATOR_SINGLE=DIR go test ./annotation/ingest -run Measured -v. They are
// put together by threes in ways that files have, and looked at one by one for what is divided and should not be. The comment on Boundaries has figures.
func TestDivisionMeasured(t *testing.T) {
	var articles []string
	divided := 0
	for name, text := range singles(t) {
		articles = append(articles, text)
		d := draft(t, text)
		for i, n := range d.Boundaries() {
			if i == 0 {
				divided++
			}
			t.Logf("divided: %s before %q", name, d.Line(n))
		}
	}
	for _, way := range ways {
		right, found, all := 0, 0, 0
		for three := range slices.Chunk(articles, 3) {
			var whole strings.Builder
			begins := map[int]bool{}
			for i, a := range three {
				if i > 0 {
					begins[whole.Len()] = true
				}
				headline, body, _ := strings.Cut(a, "\n")
				whole.WriteString(way.join(headline, strings.TrimSpace(body)))
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
	t.Logf("single articles divided: %d of %d", divided, len(articles))
}

// singles are articles of one's own, by the names of their files.
func singles(t *testing.T) iter.Seq2[string, string] {
	t.Helper()
	dir := os.Getenv("RUBRICATOR_SINGLE")
	if dir == "" {
		t.Skip("RUBRICATOR_SINGLE names no folder of single articles")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	return func(yield func(string, string) bool) {
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(filepath.Base(f), strings.TrimSpace(string(b))) {
				return
			}
		}
	}
}
