package stories

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// event is what happened: whom reports of it name, and what these say word for word.
type event struct {
	names  []string
	quotes []string
}

// press writes reports. Words come as often as they do in language (Zipf's law), so that reports of different events share phrases too.
type press struct {
	*rand.Rand
	zipf *rand.Zipf
}

func newPress(seed uint64) press {
	r := rand.New(rand.NewPCG(seed, 1))
	return press{r, rand.NewZipf(r, 1.1, 4, 9000)}
}

func (p press) event() event {
	var e event
	for range 6 {
		e.names = append(e.names, fmt.Sprintf("Name%d", p.IntN(5000)))
	}
	for range 4 {
		e.quotes = append(e.quotes, p.sentence(e.names))
	}
	return e
}

// sentence has a name in twelve words, as news have.
func (p press) sentence(names []string) string {
	var ws []string
	for range 10 + p.IntN(16) {
		if p.IntN(12) == 0 {
			ws = append(ws, names[p.IntN(len(names))])
		} else {
			ws = append(ws, fmt.Sprint("w", p.zipf.Uint64()))
		}
	}
	return strings.Join(ws, " ") + "."
}

// report is an outlet's own account of an event, with so many of what it says word for word.
func (p press) report(e event, quotes int) (sentences []string) {
	for range 14 + p.IntN(22) {
		sentences = append(sentences, p.sentence(e.names))
	}
	for _, i := range p.Perm(len(e.quotes))[:quotes] {
		at := p.IntN(len(sentences))
		sentences[at] = e.quotes[i]
	}
	return sentences
}

// market is a report on a day's prices, in the sentences that such reports always have, with the day's figures and a sentence on why.
func (p press) market(form []string) (sentences []string) {
	for _, s := range form {
		sentences = append(sentences, fmt.Sprintf("%s to %d %d percent.", s, p.IntN(1000), p.IntN(90)))
		if p.IntN(2) == 0 {
			sentences = append(sentences, p.sentence([]string{"Exchange", "Bank"}))
		}
	}
	return sentences
}

// renamed spells all names of a text in another way, as translators and other agencies do some.
func renamed(s string) string { return named.ReplaceAllString(s, "${1}${2}h") }

var named = regexp.MustCompile(`([\p{Ll}\d,] )(\p{Lu}[\p{L}\d]+)`)

// edited changes a word in one of three sentences.
func (p press) edited(sentences []string) (out []string) {
	for i, s := range sentences {
		ws := strings.Fields(s)
		if i%3 == 0 && len(ws) > 2 {
			ws[p.IntN(len(ws))] = fmt.Sprint("w", p.zipf.Uint64())
		}
		out = append(out, strings.Join(ws, " "))
	}
	return out
}

// Each row is what comes of a report, and how much of it is told as the same story. Copies have a least share that is; what is another report has a
// greatest. Where RUBRICATOR_SINGLE names a folder of articles, a file each, copies of those are measured too: go test ./annotation/stories -run Copies -v.
//
// Jaccard of a copy follows from how many shingles it keeps: of a copy that has a share k of the other, and nothing else, it is k; of one that has k and as
// much else, k/(2-k); a name that is spelt otherwise changes three shingles. Hence the threshold of 0.3 takes a copy cut to 40 percent, half a copy with
// as much of its own, and a whole one merged with as long a text; it leaves what shares quotes alone.
func TestCopiesAndOtherReports(t *testing.T) {
	p := newPress(7)
	var own [][]string
	for range 120 {
		own = append(own, p.report(p.event(), 0))
	}
	form := make([]string, 12)
	for i := range form {
		form[i] = strings.TrimSuffix(p.sentence([]string{"Exchange", "Bank"}), ".")
	}
	join := func(s []string) string { return strings.Join(s, " ") }
	fresh := func(n int) []string { return p.report(p.event(), 0)[:max(1, min(n, 14))] }
	cut := func(s []string, percent int) []string { return s[:max(1, len(s)*percent/100)] }

	rows := []struct {
		name        string
		least, most float64 // of those told as the same story; 0 and 1: it is shown alone
		pair        func(s []string) (one, other string)
	}{
		{"other punctuation, quotes and case", 1, 1, func(s []string) (string, string) {
			return join(s), strings.ToUpper(strings.NewReplacer(".", " –", " ", "  ").Replace(join(s)))
		}},
		{"another headline", 1, 1, func(s []string) (string, string) { return join(s), join(fresh(1)) + "\n\n" + join(s) }},
		{"another dateline", 1, 1, func(s []string) (string, string) {
			return "LONDON, May 3 (Reuters) - " + join(s), "Paris (AFP) — " + join(s)
		}},
		{"another lead", .99, 1, func(s []string) (string, string) { return join(s), join(append(fresh(2), s[2:]...)) }},
		{"another tail, of a quarter", .99, 1, func(s []string) (string, string) {
			return join(s), join(append(append([]string{}, cut(s, 75)...), fresh(len(s)/4)...))
		}},
		{"names spelt otherwise", .99, 1, func(s []string) (string, string) { return join(s), renamed(join(s)) }},
		{"a word in one of three sentences", .99, 1, func(s []string) (string, string) { return join(s), join(p.edited(s)) }},
		{"shortened to 60 percent", .99, 1, func(s []string) (string, string) { return join(s), join(cut(s, 60)) }},
		{"shortened to 40 percent", .75, 1, func(s []string) (string, string) { return join(s), join(cut(s, 40)) }},
		{"shortened to a third", 0, 1, func(s []string) (string, string) { return join(s), join(cut(s, 33)) }},
		{"merged with another as long", .97, 1, func(s []string) (string, string) {
			return join(s), join(s) + " " + join(p.report(p.event(), 0)[:min(14, len(s))])
		}},
		{"headline, dateline, lead, names and 75 percent", .75, 1, func(s []string) (string, string) {
			return join(s), renamed(join(fresh(1)) + " PARIS (AFP) - " + join(fresh(2)) + " " + join(cut(s, 75)[2:]))
		}},
		{"an update: another lead, half of it, as much that is new", 0, 1, func(s []string) (string, string) {
			return join(s), join(append(append(fresh(3), s[len(s)/2:]...), fresh(len(s)/2)...))
		}},
		{"an update that keeps a fifth", 0, .02, func(s []string) (string, string) {
			return join(s), join(append(append([]string{}, s[len(s)*4/5:]...), p.report(p.event(), 0)...))
		}},
		{"another outlet on the same event, two quotes alike", 0, .005, func([]string) (string, string) {
			e := p.event()
			return join(p.report(e, 2)), join(p.report(e, 2))
		}},
		{"another outlet on the same event, four quotes alike", 0, .01, func([]string) (string, string) {
			e := p.event()
			return join(p.report(e, 4)), join(p.report(e, 4))
		}},
		{"another day's prices in the same sentences", 0, 1, func([]string) (string, string) { return join(p.market(form)), join(p.market(form)) }},
		{"an unrelated article", 0, 0, func(s []string) (string, string) { return join(s), join(p.report(p.event(), 0)) }},
	}
	table := func(what string, articles [][]string, floor bool) {
		t.Logf("%-58s %9s %8s %9s", what, "same", "Jaccard", "least")
		for _, row := range rows {
			same, sum, least := 0, 0.0, 1.0
			for _, s := range articles {
				one, other := row.pair(s)
				a, b := NewSketch(one), NewSketch(other)
				if Group([]Sketch{a, b})[1] == 0 {
					same++
				}
				j := a.Jaccard(&b)
				sum, least = sum+j, min(least, j)
			}
			share := float64(same) / float64(len(articles))
			t.Logf("%-58s %9.3f %8.2f %9.2f", row.name, share, sum/float64(len(articles)), least)
			if floor && (share < row.least || share > row.most) {
				t.Errorf("%s: %.3f are told as the same story, want %.3f to %.3f", row.name, share, row.least, row.most)
			}
		}
	}
	table("120 made-up reports", own, true)
	if read := sentencesOf(t); len(read) > 0 {
		table(fmt.Sprint(len(read), " articles of the folder"), read, false)
		var all []Sketch
		for _, s := range read {
			all = append(all, NewSketch(join(s)))
		}
		for i, first := range Group(all) {
			if first != i {
				t.Logf("one story: %.90q and %.90q, Jaccard %.2f", join(read[first]), join(read[i]), all[i].Jaccard(&all[first]))
			}
		}
	}
}

// sentencesOf are the articles of a folder, by sentences.
func sentencesOf(t *testing.T) (out [][]string) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("RUBRICATOR_SINGLE"), "*.txt"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s := strings.SplitAfter(strings.Join(strings.Fields(string(b)), " "), ". ")
		if len(s) >= 8 {
			out = append(out, s)
		}
	}
	return out
}
