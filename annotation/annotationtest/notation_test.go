package annotationtest

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// simple is a scheme to hold marks to.
var simple = &annotation.Scheme{
	Name: "simple", Version: 1,
	Labels: []annotation.Label{{ID: "claim"}, {ID: "statistic"}, {ID: "attribution", Roles: []annotation.Role{{ID: "source"}, {ID: "cue"}}}},
	Relations: []annotation.RelationType{
		{ID: "rests_on", From: []string{"claim"}, To: []string{"statistic"}},
		{ID: "stated_in", From: []string{"claim"}, To: []string{"attribution"}},
	},
}

// quotes shows each span as its label, name and quotes.
func quotes(m Marked) string {
	t := text.MustNew(m.Text)
	var out []string
	for _, s := range m.Spans {
		line := s.Label.String() + s.Name
		for _, r := range s.Ranges {
			line += fmt.Sprintf(" %s %q", r, t.Slice(r.Start, r.End))
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func TestNotationReadsAsTextAndMarks(t *testing.T) {
	for _, c := range []struct{ notation, text, spans string }{
		{"plain", "plain", ""},
		{"[attribution.source Mary] said", "Mary said", `attribution.source 0-4 "Mary"`},
		{"🔴 [claim fell to [statistic 3.9%]]", "🔴 fell to 3.9%", `claim 2-14 "fell to 3.9%"; statistic 10-14 "3.9%"`},
		{"[claim#a It happens], she said, [claim#a to everybody].", "It happens, she said, to everybody.", `claima 0-10 "It happens" 22-34 "to everybody"`},
		{"[claim#1 one [statistic#2 two]][statistic#2  three]", "one two three", `claim1 0-7 "one two"; statistic2 4-13 "two three"`},
		{`\[sic\] C:\\x [claim \[sic\]]`, `[sic] C:\x [sic]`, `claim 11-16 "[sic]"`},
		{"a\n---\nb\n---\n", "a\n---\nb", ""},
	} {
		m, err := Parse(c.notation)
		if err != nil || m.Text != c.text || quotes(m) != c.spans {
			t.Errorf("%s:\ngot  %q %s %v\nwant %q %s", c.notation, m.Text, quotes(m), err, c.text, c.spans)
		}
	}
}

func TestBadNotationSaysWhere(t *testing.T) {
	for notation, says := range map[string]string{
		"a [1] b":                        `at "[1] b"`,
		"a [claim b":                     "1 marks are not closed, the innermost is claim",
		"a] b":                           `at "] b": no mark is open`,
		"[claim ]":                       "the mark claim is empty",
		"[claim#1 a] [statistic#1 b]":    "#1 is claim already",
		`a\b`:                            `a backslash is written "\\"`,
		"[claim#1 a]\n---\n#1 rests #2":  "no mark of such a name",
		"[claim#1 a]\n---\n#1 rests on ": `want "#1 rests_on #2"`,
	} {
		if _, err := Parse(notation); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", notation, err, says)
		}
	}
}

// canonical is notation as String writes it.
var canonical = []string{
	"",
	"plain \\[text\\] \\\\",
	"[claim all of it]",
	"[claim [statistic 1]]",
	"[statistic [claim 1]]",
	"[claim#1 It happens], [attribution.cue said] X, [claim#1 to [statistic 12%] of all].\n\nEnd",
	"[claim a [statistic#1 b]][statistic#1  c]",
	"[claim#1 spent [statistic#2 $40 million]], [attribution.source#3 it] found\n---\n#1 rests_on #2\n#1 stated_in #3\n",
	"a\n---\nb\n---\n",
}

func TestNotationComesBackAsItWas(t *testing.T) {
	for _, s := range canonical {
		if got := Must(t, s).String(); got != s {
			t.Errorf("got  %s\nwant %s", got, s)
		}
	}
}

func TestASetComesBackAsItWas(t *testing.T) {
	for _, s := range canonical {
		if got := Format(Set(t, simple, s)); got != s && !strings.HasPrefix(s, "[statistic [claim") {
			t.Errorf("got  %s\nwant %s", got, s)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range canonical {
		f.Add(s)
	}
	f.Add("[a#1 x[b#2 y]z[c#3 w]][b#2 v[a#1 u]][c#3 t]")
	f.Fuzz(func(t *testing.T, s string) {
		m, err := Parse(s)
		if err != nil {
			return
		}
		if _, err := text.New(m.Text); err != nil {
			return
		}
		first := m.String()
		again, err := Parse(first)
		if err != nil || again.Text != m.Text || len(again.Spans) != len(m.Spans) || len(again.Relations) != len(m.Relations) {
			t.Fatalf("%q became %q: %v", s, first, err)
		}
		if second := again.String(); second != first {
			t.Fatalf("%q, then %q", first, second)
		}
	})
}
