package suggest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// at gives the text and the position where "|" stands.
func at(t *testing.T, s string) (*text.Text, text.Pos) {
	t.Helper()
	before, after, ok := strings.Cut(s, "|")
	if !ok {
		t.Fatalf("no caret in %q", s)
	}
	return text.MustNew(before + after), text.Pos(utf8.RuneCountInString(before))
}

func take(t *testing.T, u annotation.Unit, s string) string {
	t.Helper()
	x, p := at(t, s)
	r, ok := UnitAt(u, x, p, nil)
	if !ok {
		return ""
	}
	return x.Slice(r.Start, r.End)
}

func TestTheNumberPhraseAtTheCaretOrNextAfterIt(t *testing.T) {
	for s, want := range map[string]string{
		"|Ministry counted just seven in 2021, far fewer than 24.":   "just seven",
		"Ministry counted just seven| in 2021.":                      "just seven",
		"Counted just seven |in 2021 but 24 now.":                    "24",
		"|It would spike deficits by $2.4 trillion over the decade.": "$2.4 trillion",
		"Iran directed nearly| a quarter (23%) of its operations.":   "nearly a quarter (23%)",
		"|Leave some 10.9 million more people without insurance.":    "some 10.9 million",
		"|On Oct. 5, 2024, between 3 and 5 per cent of voters.":      "3 and 5 per cent",
		"|COVID-19 killed 1,204 people by 5 May at 10:30.":           "1,204",
		"|About one in five households.":                             "About one in five",
		"|No figures at all. Then 12% more.":                         "12%",
		"|Headline\n\nNo figure here.\n\nThen 12%.":                  "12%",
		"|No one of them.":                                    "",
		"|fell by 3.5 percentage points.":                     "3.5 percentage points",
		"|twenty-four unique operations":                      "twenty-four",
		"|Profit was $1.2bn, not £3m.":                        "$1.2bn",
		"Profit was $1.2bn|, not £3m.":                        "$1.2bn",
		"Not |£3m but 5bn euros.":                             "£3m",
		"But |5bn euros.":                                     "5bn euros",
		"Debt of |$2.4tn is high.":                            "$2.4tn",
		"It took |almost five hours to land.":                 "almost five hours",
		"|A convoy of 24 trucks went 230 kilometres.":         "24",
		"It lies |18 nautical miles off.":                     "18 nautical miles",
		"trucks |went 230 kilometres.":                        "230 kilometres",
		"Worth |500 crore rupees.":                            "500 crore rupees",
		"It rose by |0.5 percentage points to 5.25%.":         "0.5 percentage points",
		"It rose |from 12 to 14 per cent.":                    "12",
		"It rose from 12| to 14 per cent.":                    "12",
		"It rose from 12 to| 14 per cent.":                    "14 per cent",
		"Between |3 and 5 per cent of them.":                  "3 and 5 per cent",
		"Some |3 to 5 million people.":                        "Some 3 to 5 million",
		"It grew |3-5% a year.":                               "3-5%",
		"Sales of |12 trucks and 30 cars.":                    "12",
		"|For a third night, 12 drones came.":                 "12",
		"It cost between |€2 million and €3 million a night.": "€2 million and €3 million",
		"|A harvest of 8 450 tonnes, 1 200 more.":             "8 450 tonnes",
		"|About ½ of them, and 2 ½ pounds.":                   "About ½",
		"and |2 ½ pounds.":                                    "2 ½ pounds",
		"A profit of |$ 990.2m.":                              "$ 990.2m",
		"|He said: “12 people died.”":                         "12",
		"|It cost “$5 million” now.":                          "$5 million",
		"|The toll—12 people—rose.":                           "12",
		"|«7 per cent» of\u00a012 people.":                    "7 per cent",
		"Some of|\u00a012 people.":                            "12",
		"|In Saal 12é there were 3.":                          "3",
		"|By a third of them.":                                "a third",
		"|The 45-year-old took 3 of them.":                    "3",
		"|She is 45 years old and has 3 cars.":                "3",
	} {
		if got := take(t, annotation.UnitNumber, s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestNumbersThatAreMarkedArePassedOver(t *testing.T) {
	x, p := at(t, "|From 12% to 14%, then 16%.")
	r, _ := Number(x, p, func(r rangeset.Range) bool { return r.Start < 15 })
	if got := x.Slice(r.Start, r.End); got != "16%" {
		t.Errorf("got %q", got)
	}
}

func TestWhoSaysItAndTheWordThatSaysSo(t *testing.T) {
	for s, want := range map[string]string{
		`"Look, it happens to everybody," Vance| said in the interview.`:    "Vance said",
		"Microsoft |said it attributed 24 operations.":                      "Microsoft said",
		"These remain focused on Israel|, according to Microsoft.":          "according to Microsoft",
		`“New techniques,” the report added|.`:                              "the report added",
		`"It will |hold," said Minister Ana Roe in Port Sallow.`:            "said Minister Ana Roe",
		"The bill, the office| has warned, will raise the deficit.":         "the office has warned",
		`The minister had it "what they |said it was".`:                     `"what they said it was"`,
		"It was late. Mr. Smith| said so.":                                  "Mr. Smith said",
		"The post stays open, Lt. Gen. A. Roe| added.":                      "Lt. Gen. A. Roe added",
		"Flights stopped for five hours after pilots| reported six drones.": "pilots reported",
		"According to the ministry| “more than half” left.":                 "According to the ministry",
		"“We won” said| Vance “on Monday”.":                                 "said Vance",
		"The U.S. Treasury| said so.":                                       "The U.S. Treasury said",
		"|Prices fell.":                                                     "",
	} {
		if got := take(t, annotation.UnitAttribution, s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestNumbersOfATextOneAfterTheOther(t *testing.T) {
	for s, want := range map[string]string{
		"It began at 10:30 on Monday and took 40 min.":                  "40 min",
		"Since the 9/11 attacks, on 5/6/24, open 24/7.":                 "",
		"About 2/3 of voters and 1/100th of money.":                     "About 2/3|1/100th",
		"It rose .5 per cent.12 people left.":                           ".5 per cent|12",
		"For 6 years (11), 26 (72%) of them.":                           "6 years|11|26|72%",
		"A quarter (23%), €2 million ($2.3 million), 1 km (0.6 miles).": "A quarter (23%)|€2 million ($2.3 million)|1 km (0.6 miles)",
		"The twenty-first century, twenty-one years.":                   "twenty-one years",
		"Some 5 cm of rain, 20 km² and 75 g; a 4G network.":             "Some 5 cm|20 km²|75 g",
		"See Fig. 3, page 12 and Article 5 [19]; 5 figures.":            "5",
		"Scores ≥16, ≤ 7 or ∼−25.9, between 3 and 5 points.":            "≥16|≤ 7|∼−25.9|3 and 5 points",
		"Moreover 12 people and however lonely 5 others.":               "12|5",
		"No. 10 said no 10 people came on flight 370 in 2 h.":           "10|2 h",
		"He killed 12 in 5 days, 3 in 10 days, one in five.":            "12|5 days|3|10 days|one in five",
	} {
		x := text.MustNew(s)
		var got []string
		for _, r := range numbers(x) {
			got = append(got, x.Slice(r[0].Start, r[0].End))
			if _, ok := ReadQuantity(got[len(got)-1]); !ok {
				t.Errorf("%q: %q cannot be read", s, got[len(got)-1])
			}
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

func TestASentenceWithoutItsStopAndAWord(t *testing.T) {
	if got := take(t, annotation.UnitSentence, "One. Prices fe|ll. Two."); got != "Prices fell" {
		t.Errorf("sentence %q", got)
	}
	if got := take(t, annotation.UnitWord, "Prices (fe|ll)."); got != "fell" {
		t.Errorf("word %q", got)
	}
}

func FuzzUnits(f *testing.F) {
	f.Add("“Half said” 5% of one, according to x", 3)
	f.Fuzz(func(t *testing.T, s string, n int) {
		x, err := text.New(s)
		if err != nil || x.Len() == 0 {
			return
		}
		p := text.Pos(uint(n) % uint(x.Len()+1))
		for _, u := range []annotation.Unit{annotation.UnitNumber, annotation.UnitAttribution, annotation.UnitSentence, annotation.UnitWord} {
			if r, ok := UnitAt(u, x, p, nil); ok && (r.Empty() || r.Start < 0 || r.End > x.Len()) {
				t.Fatalf("%s of %q at %d: %v", u, s, p, r)
			}
		}
	})
}

// A page of scraped text can be one sentence of hundreds of kilobytes.
func BenchmarkUnitsInASentenceWithoutEnd(b *testing.B) {
	x := text.MustNew("Title\n\n" + strings.Repeat("word 5% said Bob, ", 20_000))
	for _, u := range []annotation.Unit{annotation.UnitSentence, annotation.UnitNumber, annotation.UnitAttribution} {
		b.Run(string(u), func(b *testing.B) {
			for b.Loop() {
				if _, ok := UnitAt(u, x, x.Len()-30, nil); !ok {
					b.Fatal("there is none")
				}
			}
		})
	}
}

func TestUnitsFarIntoASentenceWithoutEnd(t *testing.T) {
	x := text.MustNew(strings.Repeat("word 5% said Bob, ", 2000))
	p := x.Len() - 30
	for u, want := range map[annotation.Unit]string{annotation.UnitNumber: "5%", annotation.UnitAttribution: "said"} {
		r, ok := UnitAt(u, x, p, nil)
		if got := x.Slice(r.Start, r.End); !ok || !strings.Contains(got, want) || r.Start < p-farthest || r.End > p+farthest {
			t.Errorf("%s: %q at %d, the caret at %d", u, got, r.Start, p)
		}
	}
}
