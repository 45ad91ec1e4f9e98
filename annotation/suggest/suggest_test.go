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
		"|No one of them.":                "",
		"|fell by 3.5 percentage points.": "3.5 percentage points",
		"|twenty-four unique operations":  "twenty-four",
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
		`"Look, it happens to everybody," Vance| said in the interview.`: "Vance said",
		"Microsoft |said it attributed 24 operations.":                   "Microsoft said",
		"These remain focused on Israel|, according to Microsoft.":       "according to Microsoft",
		`“New techniques,” the report added|.`:                           "the report added",
		`"It will |hold," said Minister Ana Roe in Port Sallow.`:         "said Minister Ana Roe",
		"The bill, the office| has warned, will raise the deficit.":      "the office has warned",
		`The minister called it "what they |said it was".`:               "",
		"|Prices fell.": "",
	} {
		if got := take(t, annotation.UnitAttribution, s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
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
