package suggest

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
)

// valuesOf writes what the only mark of a text has, as "kind=count(computed)".
func valuesOf(t *testing.T, scheme *annotation.Scheme, notation string, given map[string][]string) string {
	t.Helper()
	set := annotationtest.Set(t, scheme, notation)
	sp := set.Spans()[0]
	for a, values := range given {
		e, err := set.SetAttribute(sp.ID, a, values...)
		if err == nil {
			err = set.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	sp, _ = set.Span(sp.ID)
	var out []string
	for _, v := range Values(set, sp) {
		if v.Basis != None || v.Lacks() {
			out = append(out, fmt.Sprintf("%s=%s(%s)", v.ID, strings.Join(v.Values, "+"), v.Basis))
		}
	}
	return strings.Join(out, " ")
}

func TestTheFormOfAnAttributionIsReadOffItsQuotationMarks(t *testing.T) {
	for _, c := range []struct{ text, form string }{
		{"[attribution.content “It fell,”] she said.", "direct"},
		{"[attribution.content “It fell,”] she said. “Then it rose.”", "direct"},
		{"She said [attribution.content that it fell].", "indirect"},
		{"She said [attribution.content that it “fell like a stone”].", "mixed"},
		{"She said that “[attribution.content it fell] again”.", "direct"},
		{"She called it “odd” and said [attribution.content it fell].", "indirect"},
		{"[attribution.content “It fell.\n\n“It rose.”] So she said.", "direct"},
	} {
		s := newsroom(t)
		for i := range s.Modules {
			s.Modules[i].On = false
		}
		if got, want := valuesOf(t, s, c.text, nil), "form="+c.form+"(computed)"; got != want {
			t.Errorf("%s\n%s, want %s", c.text, got, want)
		}
	}
}

func TestTheValuesOfAStatisticAreReadOffItsText(t *testing.T) {
	for _, c := range []struct{ text, values string }{
		{"They found [statistic.quantity just seven].", "value=7(computed) kind=count(computed)"},
		{"It cost [statistic.quantity more than $2.4 trillion].", "value=2400000000000(computed) unit=USD(computed) kind=money(computed) modifier=bound_lower(computed)"},
		{"It rose [statistic.quantity between 3 and 5 per cent].", "value=3(computed) value_to=5(computed) unit=%(computed) kind=percent(computed) modifier=range(computed)"},
		{"There were [statistic.quantity many].", "value=()"},
	} {
		if got := valuesOf(t, newsroom(t), c.text, nil); got != c.values {
			t.Errorf("%s\n%s, want\n%s", c.text, got, c.values)
		}
	}
}

func TestWhatTheAnnotatorSaysComesBeforeWhatWasRead(t *testing.T) {
	got := valuesOf(t, newsroom(t), "They found [statistic.quantity just seven].", map[string][]string{"kind": {"rank"}, "value": {"7"}})
	if want := "value=7(given) kind=rank(given)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestWhatCountsWithoutAnAnswerIsTold(t *testing.T) {
	got := valuesOf(t, newsroom(t), "[claim.claim It fell].", nil)
	if want := "commitment=asserted(default)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAQuestionThatDependsOnAnAnswerComesWithIt(t *testing.T) {
	s := newsroom(t)
	attributes := &s.Labels[0].Roles[0].Attributes
	*attributes = append(*attributes, annotation.Attribute{ID: "why", Name: "Why", Kind: annotation.FreeText, Required: true,
		When: &annotation.Condition{Attribute: "commitment", Values: []string{"hedged"}}})
	if got := valuesOf(t, s, "[claim.claim It fell].", nil); strings.Contains(got, "why") {
		t.Errorf("asked too early: %s", got)
	}
	got := valuesOf(t, s, "[claim.claim It fell].", map[string][]string{"commitment": {"hedged"}})
	if want := "commitment=hedged(given) why=()"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTheLanguageOfADocumentIsWhatItsDetailsSay(t *testing.T) {
	set := annotationtest.Set(t, &annotation.Scheme{Document: []annotation.Attribute{
		{ID: "topic", Name: "Topic", Kind: annotation.FreeText},
		{ID: "language", Name: "Language", Kind: annotation.FreeText, Computed: annotation.ComputedLanguage},
	}}, "Tolls rose.")
	for _, c := range []struct{ details, given, want string }{
		{"", "", "topic=() language=()"},
		{"de-CH", "", "topic=() language=de-CH(computed)"},
		{"de-CH", "gsw", "topic=() language=gsw(given)"},
	} {
		if c.given != "" {
			e, err := set.SetDocumentAttribute("language", c.given)
			if err != nil {
				t.Fatal(err)
			}
			if err := set.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, v := range DocumentValues(set, annotation.Document{Language: c.details}) {
			got = append(got, v.ID+"="+strings.Join(v.Values, "+")+"("+string(v.Basis)+")")
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("details %q, given %q: %s, want %s", c.details, c.given, s, c.want)
		}
	}
}

func TestTheValueStaysWhenWhatIsCountedIsTakenIn(t *testing.T) {
	for phrase, want := range map[string]string{"154,000 heat pumps": "154000", "just seven ships": "7", "seven and eight": "", "7200 K": "", "12 of": ""} {
		if q, _ := readCounted(phrase); q.Value != want {
			t.Errorf("%q is %q, want %q", phrase, q.Value, want)
		}
	}
}
