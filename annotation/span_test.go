package annotation

import (
	"math/rand/v2"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func TestASpanIsWrittenAsItsStructWouldBe(t *testing.T) {
	for range 20_000 {
		s := anySpan(t)
		want, err := marshal(written(s))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.AppendJSON(nil); string(got) != string(want) {
			t.Fatalf("written\n%s\nwant\n%s", got, want)
		}
		if got, err := Encode(s); err != nil || string(got) != string(want) {
			t.Fatalf("encoded (%v)\n%s\nwant\n%s", err, got, want)
		}
		var back Span
		if err := back.UnmarshalJSON(want); err != nil || string(back.AppendJSON(nil)) != string(want) {
			t.Fatalf("read back (%v)\n%s\nwant\n%s", err, back.AppendJSON(nil), want)
		}
	}
}

func written(s Span) spanJSON {
	w := spanJSON{ID: s.ID, Set: s.Set(), Label: s.Label().Label, Role: s.Label().Role, Quote: s.Quote(),
		Attributes: s.Attributes(), Note: s.Note(), Origin: s.Origin()}
	if w.Version = s.SchemeVersion(); w.Version == 1 {
		w.Version = 0
	}
	for _, r := range s.Ranges() {
		w.Ranges = append(w.Ranges, [2]text.Pos{r.Start, r.End})
	}
	return w
}

func anySpan(t *testing.T) Span {
	t.Helper()
	var ranges []rangeset.Range
	for at := text.Pos(rand.IntN(9)); len(ranges) == 0 || rand.IntN(4) == 0; at += 10 {
		ranges = append(ranges, rangeset.Range{Start: at, End: at + 1 + text.Pos(rand.IntN(8))})
	}
	var attributes map[string][]string
	for range rand.IntN(3) {
		if attributes == nil {
			attributes = map[string][]string{}
		}
		attributes[anyString()] = [][]string{nil, {}, {anyString()}, {"a", anyString()}}[rand.IntN(4)]
	}
	note := ""
	if rand.IntN(2) == 0 {
		note = anyString()
	}
	origin := []Origin{OriginSelection, OriginRule}[rand.IntN(2)]
	s, err := StoredSpan(NewID(), NewID(), LabelRole{"claim", []string{"", "claim"}[rand.IntN(2)]}, ranges, anyString(), attributes, note, origin, 1+rand.IntN(3))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// anyString mixes what JSON treats in different ways. Invalid UTF-8 is written as U+FFFD and not read back.
func anyString() string {
	parts := []string{"a", "“", "é", "\n", "\"", "\\", "<&>", "\u2028", "\u2029", "\x00", "\x1f", "\x7f", "\u0085", "\ufffd", "😀", " ", "/"}
	s := ""
	for range rand.IntN(6) {
		s += parts[rand.IntN(len(parts))]
	}
	return s
}
