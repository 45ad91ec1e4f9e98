package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// parts reads a text with a caret "|", or with a selection in brackets.
func parts(t *testing.T, s string) (x *Text, from, to Pos) {
	t.Helper()
	if before, after, ok := strings.Cut(s, "|"); ok {
		p := Pos(utf8.RuneCountInString(before))
		return MustNew(before + after), p, p
	}
	before, rest, _ := strings.Cut(s, "[")
	inside, after, ok := strings.Cut(rest, "]")
	if !ok {
		t.Fatalf("no caret and no brackets in %q", s)
	}
	from = Pos(utf8.RuneCountInString(before))
	return MustNew(before + inside + after), from, from + Pos(utf8.RuneCountInString(inside))
}

func TestTheQuotationRoundTheCaret(t *testing.T) {
	for s, want := range map[string]string{
		"He said “it |rose”, twice.":              "“it rose”",
		"He said |“it rose”, twice.":              "“it rose”",
		"He said “it rose|”, twice.":              "“it rose”",
		"He |said “it rose”.":                     "",
		`He said "it |rose," she "it fell."`:      `"it rose,"`,
		`He said "it rose," she| "it fell."`:      "",
		`He said "it rose," she "it |fell."`:      `"it fell."`,
		"Er sagte: „es |stieg“.":                  "„es stieg“",
		"« Il |monte », dit-il.":                  "« Il monte »",
		"»Das |stimmt«, sagte er.":                "»Das stimmt«",
		"“He told me ‘it’s |over’ then.”":         "‘it’s over’",
		"“He told |me ‘it’s over’ then.”":         "“He told me ‘it’s over’ then.”",
		"The reporters’ |desk and others’ desks.": "",
		"他说「很|好」。":                                "「很好」",
		"“It never |closes.":                      "",
		"“One.\n“Tw|o.”":                          "“Two.”",
		"He said “it rose” and| then “fell”.":     "",
		`A 6" pipe and |a 7" one.`:                "",
	} {
		x, p, _ := parts(t, s)
		got := ""
		if start, end, ok := x.Quotation(p); ok {
			got = x.Slice(start, end)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestAllWordsOfAQuotationTakeItsMarks(t *testing.T) {
	for s, want := range map[string]string{
		"He said “[it rose],” twice.": "“it rose,”",
		"He said “[it rose]”, twice.": "“it rose”",
		"He said “it [rose]”, twice.": "rose",
		"He [said “it rose]”, twice.": "said “it rose",
		"“[It never closes].":         "It never closes",
		"« [Il monte] », dit-il.":     "« Il monte »",
		"“He told ‘[it]’ then.”":      "‘it’",
		"[No marks] here.":            "No marks",
	} {
		x, from, to := parts(t, s)
		start, end := x.WithMarks(from, to)
		if got := x.Slice(start, end); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}
