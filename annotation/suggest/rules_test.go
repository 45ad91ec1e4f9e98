package suggest

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// predicted writes what the rules find, one prediction a line.
func predicted(t *text.Text, s *annotation.Scheme) string {
	var lines []string
	for p := range Predict(t, s) {
		var parts []string
		for _, d := range p.Drafts {
			parts = append(parts, d.Label.String()+": "+annotation.Quote(t, d.Ranges))
		}
		lines = append(lines, strings.Join(parts, " | "))
	}
	return strings.Join(lines, "\n")
}

const tolls = "Strait tolls rise\n\nTolls rose 12% in May, the ministry said. “We had no choice,” Minister Ana Roe said.\n\nJust seven ships paid in 2024.\n"

func TestTheRulesFindAttributionsTheirClaimsAndNumbersOfAWholeText(t *testing.T) {
	want := strings.Join([]string{
		"attribution.content: Tolls rose 12% in May | attribution.source: the ministry | attribution.cue: said",
		"claim.claim: Tolls rose 12% in May",
		"attribution.content: “We had no choice,” | attribution.source: Minister Ana Roe | attribution.cue: said",
		"claim.claim: “We had no choice,”",
		"statistic.quantity: 12%",
		"statistic.quantity: Just seven",
	}, "\n")
	if got := predicted(text.MustNew(tolls), newsroom(t)); got != want {
		t.Errorf("the rules find\n%s\nwant\n%s", got, want)
	}
}

// sumOf holds sums of what the versions of the rules find in the sample articles.
var sumOf = map[string]string{"1": "5bb30d1cba76f5e9"}

func TestTheVersionGoesUpWithWhatTheRulesFind(t *testing.T) {
	sum := annotation.HashOf([]byte(predicted(text.MustNew(samples(t)), newsroom(t)))).String()[:16]
	if sumOf[rulesVersion] != sum {
		t.Errorf("version %s of the rules found %q in the sample articles and finds %q now: raise the version, so that nobody takes one for the other", rulesVersion, sumOf[rulesVersion], sum)
	}
}

func TestWhatTheSchemeHasNoLabelForIsNotPredicted(t *testing.T) {
	s := &annotation.Scheme{Labels: []annotation.Label{{ID: "number", Unit: annotation.UnitNumber}}}
	if got, want := predicted(text.MustNew(tolls), s), "number: 12%\nnumber: Just seven"; got != want {
		t.Errorf("the rules find\n%s\nwant\n%s", got, want)
	}
}

func TestAParagraphWithoutEndIsLookedAtWholeAndNothingInItTwice(t *testing.T) {
	s := newsroom(t)
	one := "Tolls rose 12% in May, the ministry said. "
	n := 500
	got := strings.Split(predicted(text.MustNew(strings.Repeat(one, n)), s), "\n")
	counts := map[string]int{}
	for _, line := range got {
		label, _, _ := strings.Cut(line, ":")
		counts[label]++
	}
	for _, label := range []string{"attribution.content", "claim.claim", "statistic.quantity"} {
		if counts[label] != n {
			t.Errorf("%d of %s, want %d", counts[label], label, n)
		}
	}
}
