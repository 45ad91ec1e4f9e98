package suggest

import (
	"os"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/schemefile"
	"rubricator/annotation/text"
)

// newsroom is the default scheme with all its parts switched on.
func newsroom(t testing.TB) *annotation.Scheme {
	t.Helper()
	b, err := os.ReadFile("../../assets/schemes/newsroom-1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemefile.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Modules {
		s.Modules[i].On = true
	}
	return &s
}

// typist presses label keys in a text, as the window would do it.
type typist struct {
	t      *testing.T
	set    *annotation.Set
	caret  text.Pos
	chosen annotation.ID
}

// at begins with a text in the notation of annotationtest; "|" is the caret.
func (k *typist) at(notation string) *typist {
	k.t.Helper()
	m := annotationtest.Must(k.t, notation)
	before, _, ok := strings.Cut(m.Text, "|")
	if !ok {
		k.t.Fatalf("no caret in %q", notation)
	}
	k.caret = text.Pos(len([]rune(before)))
	k.set = annotationtest.Set(k.t, newsroom(k.t), strings.Replace(notation, "|", "", 1))
	return k
}

func (k *typist) choice(key string) annotation.Choice {
	k.t.Helper()
	for _, c := range k.set.Scheme().Choices() {
		if c.Key == key {
			return c
		}
	}
	k.t.Fatalf("no label has the key %s", key)
	return annotation.Choice{}
}

func (k *typist) make(drafts []annotation.Draft) {
	k.t.Helper()
	e, made, err := k.set.AddDrafts(drafts, annotation.OriginUnit, func(made []annotation.Span) []annotation.Link { return ByPosition(k.set, made, k.chosen) })
	if err == nil {
		err = k.set.Apply(e)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	k.chosen = made[0].ID
	k.caret = made[0].Hull().End
}

// types presses keys one after the other.
func (k *typist) types(keys string) *typist {
	k.t.Helper()
	for _, key := range strings.Fields(keys) {
		c := k.choice(key)
		at := k.caret
		if sp, ok := k.set.Span(k.chosen); ok && c.Unit == annotation.UnitNumber && sp.Label() != c.LabelRole {
			at = sp.Hull().Start
		}
		k.make(AtCaret(k.set, c, at))
	}
	return k
}

func (k *typist) sees(want string) {
	k.t.Helper()
	if got := annotationtest.Format(k.set); got != want {
		k.t.Errorf("\n got %s\nwant %s", got, want)
	}
}

const microsoft = "Microsoft said it attributed 24 unique cyber-enabled influence operations to the Iranian government last year, compared to just seven in 2021."

func TestTheMicrosoftSentenceTakesFourKeys(t *testing.T) {
	(&typist{t: t}).at("|" + microsoft).types("3 1 2 2").sees(`[attribution.source#1 Microsoft] [attribution.cue#2 said] [attribution.content#3 [claim.claim#4 it attributed [statistic.quantity#5 24] unique cyber-enabled influence operations to the Iranian government last year, compared to [statistic.quantity#6 just seven] in 2021]].
---
#3 has_source #1
#3 has_cue #2
#4 stated_in #3
#4 rests_on #5
#4 rests_on #6
#5 compared_to #6
`)
}

func TestTheInterruptedVanceQuotationTakesOneKey(t *testing.T) {
	(&typist{t: t}).at("|“Look, it happens to everybody,” Vance said in the interview. “I’ve flown off the handle.”").types("3").sees(`[attribution.content#1 “Look, it happens to everybody,”] [attribution.source#2 Vance] [attribution.cue#3 said] in the interview. [attribution.content#1 “I’ve flown off the handle.”]
---
#1 has_source #2
#1 has_cue #3
`)
}

func TestWhatALabelKeyTakes(t *testing.T) {
	for _, c := range []struct{ notation, keys, want string }{
		{"Prices fe|ll in May. Nobody knew.", "1", "[claim.claim Prices fell in May]. Nobody knew."},
		{"Prices fe|ll, the office said.", "1", "[claim.claim Prices fell], the office said."},
		{"[attribution.content “It |fell,”] she said.", "1", "[attribution.content#1 [claim.claim#2 “It fell,”]] she said.\n---\n#2 stated_in #1\n"},
		{"Minister Ana| Roe spoke.", "4", "[attribution.source Minister Ana Roe] spoke."},
		{"She spo|ke.", "5", "She [attribution.cue spoke]."},
		{"[attribution.content It fell], Ana| Roe thinks.", "4", "[attribution.content#1 It fell], [attribution.source#2 Ana Roe] thinks.\n---\n#1 has_source #2\n"},
		{"[claim.claim It rose from |3 to 5 per cent].", "2 2", "[claim.claim#1 It rose from [statistic.quantity#2 3] to [statistic.quantity#3 5 per cent]].\n---\n#1 rests_on #2\n#1 rests_on #3\n#3 compared_to #2\n"},
		{"It was |12, up from 9 a year ago.", "2 2", "It was [statistic.quantity#1 12], up from [statistic.quantity#2 9] a year ago.\n---\n#1 compared_to #2\n"},
		{"It sold 12 cars |and 9 trucks.", "2", "It sold 12 cars and [statistic.quantity 9] trucks."},
		{"|[statistic.quantity 3%] of them fell.", "1", "[claim.claim#1 [statistic.quantity#2 3%] of them fell].\n---\n#1 rests_on #2\n"},
		{"“It fell|.” Nobody knew.", "3", "[attribution.content “It fell.”] Nobody knew."},
	} {
		(&typist{t: t}).at(c.notation).types(c.keys).sees(c.want)
	}
}

func TestALinkIsMadeOnceAndOnlyWhereTheSchemeAllowsIt(t *testing.T) {
	k := (&typist{t: t}).at("|She said “it fell,” he said.")
	content := annotation.LabelRole{Label: "attribution", Role: "content"}
	cue := annotation.LabelRole{Label: "attribution", Role: "cue"}
	k.make([]annotation.Draft{{Label: content, Ranges: []rangeset.Range{{Start: 9, End: 19}}}, {Label: cue, Ranges: []rangeset.Range{{Start: 4, End: 8}}}})
	k.make([]annotation.Draft{{Label: content, Ranges: []rangeset.Range{{Start: 9, End: 19}}}, {Label: cue, Ranges: []rangeset.Range{{Start: 23, End: 27}}}})
	k.sees("She [attribution.cue#1 said] [attribution.content#2 “it fell,”] he [attribution.cue said].\n---\n#2 has_cue #1\n")
}

func TestPartsThatAreNotFoundAreNamed(t *testing.T) {
	k := (&typist{t: t}).at("|“It fell.” Nobody knew.")
	c := k.choice("3")
	if got := Missing(k.set.Scheme(), c, AtCaret(k.set, c, 3)); strings.Join(got, " ") != "source cue" {
		t.Errorf("missing %v", got)
	}
}
