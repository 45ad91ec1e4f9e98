package interchange

import (
	"errors"
	"strings"
	"testing"
)

func marked(s, quote string, label string, ranges ...[2]int) *Incoming {
	return &Incoming{Text: s, Spans: []IncomingSpan{{Label: label, Ranges: ranges, Quote: quote}}}
}

func TestTheUnitIsToldByQuotesOrByTheEdgesOfWords(t *testing.T) {
	const red = "🔴 Prices rose, the été 👩‍👩‍👧 said."
	for _, c := range []struct {
		what string
		in   *Incoming
		want Unit
	}{
		{"no quote, edges of a word in UTF-16", marked(red, "", "c", [2]int{3, 9}), UTF16},
		{"no quote, edges of a word in code points", marked(red, "", "c", [2]int{2, 8}), CodePoint},
		{"no quote, edges of a word in bytes", marked(red, "", "c", [2]int{5, 11}), UTF8Byte},
		{"a quote that no word ends with", marked(red, "rices ros", "c", [2]int{4, 13}), UTF16},
		{"clusters behind a family", marked(red, "said", "c", [2]int{25, 29}), Grapheme},
		{"no mark tells", marked("Prices rose.", "", "c", [2]int{0, 6}), UTF16},
		{"a text of several units, and a mark before them", marked("Prices 🔴", "", "c", [2]int{0, 6}), UTF16},
	} {
		var census Census
		census.Add(c.in)
		if got, err := census.Decide(UTF16); got != c.want || err != nil {
			t.Errorf("%s: %q, %v; want %q", c.what, got, err, c.want)
		}
	}
}

func TestAUnitIsToldByTheFewMarksThatTellItFromTheNext(t *testing.T) {
	var census Census
	for range 50 {
		census.Add(marked("The été ended.", "ended", "c", [2]int{8, 13})) // the same in all units but bytes
	}
	census.Add(marked("🔴 Prices rose.", "rose", "c", [2]int{9, 13}))
	if got, err := census.Decide(UTF16); got != CodePoint || err != nil {
		t.Errorf("%q, %v; want code points", got, err)
	}
}

func TestAUnitThatNothingTellsIsAskedFor(t *testing.T) {
	var census Census
	census.Add(marked("🔴 a b c d", "", "c", [2]int{4, 5})) // "b" in code points, "a" is at 3 in UTF-16
	census.Add(marked("🔴 a b c d", "", "c", [2]int{5, 6})) // and the other way round
	_, err := census.Decide(UTF16)
	var undecided *Undecided
	if !errors.As(err, &undecided) || !strings.Contains(err.Error(), "--unit") {
		t.Errorf("error %v", err)
	}
}

func TestMarksAreFoundInATextWithOtherLineEnds(t *testing.T) {
	in := marked("One.\r\n\r\n🔴 Prices rose\r\nagain.", "Prices rose again", "c", [2]int{11, 29})
	placed, err := in.Place(UTF16)
	if err != nil || len(placed.Astray) > 0 {
		t.Fatal(err, placed.Astray)
	}
	if got := quoteOf(placed.Plain, placed.Spans[0].Ranges); got != "Prices rose\nagain" {
		t.Errorf("the mark is on %q", got)
	}
}

func TestAQuoteMayLackWhiteSpace(t *testing.T) {
	in := marked("In Silicon Valley, prices rose.", "SiliconValley", "c", [2]int{3, 17})
	if placed, err := in.Place(CodePoint); err != nil || len(placed.Spans) != 1 {
		t.Errorf("%v, astray %v", err, placed.Astray)
	}
}

func TestMarksThatLieNowhereSayWhy(t *testing.T) {
	for _, c := range []struct {
		in   *Incoming
		want error
	}{
		{marked("🔴 Prices", "", "c", [2]int{3, 40}), ErrOutside},
		{marked("🔴 Prices", "", "c", [2]int{-1, 4}), ErrOutside},
		{marked("🔴 Prices", "", "c", [2]int{1, 4}), ErrWithin},
		{marked("🔴 Prices", "", "c", [2]int{4, 4}), ErrEmpty},
		{marked("🔴 Prices", "", "c"), ErrEmpty},
		{marked("🔴 Prices", "", "c", [2]int{5, 7}, [2]int{3, 4}), ErrEmpty},
		{marked("🔴 Prices", "Crises", "c", [2]int{3, 9}), ErrMisquote},
	} {
		placed, err := c.in.Place(UTF16)
		if err != nil || len(placed.Spans) > 0 || len(placed.Astray) != 1 || !errors.Is(placed.Astray[0].Err, c.want) {
			t.Errorf("%v: %+v, %v; want %v", c.in.Spans, placed.Astray, err, c.want)
		}
	}
}
