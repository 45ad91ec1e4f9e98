package suggest

import (
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// same writes the text with the places in brackets that read as what stands in ‹›.
func same(t *testing.T, s string) string {
	t.Helper()
	before, rest, _ := strings.Cut(s, "‹")
	mark, after, ok := strings.Cut(rest, "›")
	if !ok {
		t.Fatalf("no mark in %q", s)
	}
	x := text.MustNew(before + mark + after)
	b := text.Byte(len(before))
	found, err := SameAs(x, rangeset.Range{Start: x.Pos(b), End: x.Pos(b + text.Byte(len(mark)))})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	at := text.Pos(0)
	for r := range found.In(x) {
		out.WriteString(x.Slice(at, r.Start) + "[" + x.Slice(r.Start, r.End) + "]")
		at = r.End
	}
	return out.String() + x.Slice(at, x.Len())
}

func TestTheSameTextIsFoundAgain(t *testing.T) {
	for mark, want := range map[string]string{
		"Ships of ‹the ministry› left. The ministry, “the\nministry” and THE MINISTRY said.": "Ships of [the ministry] left. [The ministry], “[the\nministry]” and THE MINISTRY said.",
		"‹The ministry› said no. It was the ministry.":                                       "[The ministry] said no. It was [the ministry].",
		"In ‹May› it may fall. May it? She may.":                                             "In [May] it may fall. [May] it? She may.",
		"It may ‹may› fall. In May it was. May be.":                                          "It [may] [may] fall. In May it was. [May] be.",
		"Rose ‹12%› and 12%, not 12 or 112%.":                                                "Rose [12%] and [12%], not 12 or 112%.",
		"The ‹US› asked us. “US ships.”":                                                     "The [US] asked us. “[US] ships.”",
		"He said “‹no choice›”. No choices, no choice.":                                      "He said “[no choice]”. No choices, [no choice].",
		"The ‹toll›s rose. Tolls, a toll.":                                                   "The [toll]s rose. [Toll]s, a [toll].",
	} {
		if got := same(t, mark); got != want {
			t.Errorf("found\n%s\nwant\n%s", got, want)
		}
	}
}
