package suggest

import (
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func TestASelectionGrowsByUnitsAndShrinksBack(t *testing.T) {
	for s, want := range map[string]string{
		"It rose to $2.4 tr|illion, he said.":        "trillion / $2.4 trillion / It rose to $2.4 trillion / It rose to $2.4 trillion, he said / It rose to $2.4 trillion, he said.",
		"At last Minister Ana R|oe spoke.":           "Roe / Minister Ana Roe / At last Minister Ana Roe spoke / At last Minister Ana Roe spoke.",
		"The Ministry of Fin|ance warned.":           "Finance / Ministry of Finance / The Ministry of Finance warned / The Ministry of Finance warned.",
		"“It |rose,” she said. Then it fell.":        "rose / It rose / “It rose,” / “It rose,” she said / “It rose,” she said. / “It rose,” she said. Then it fell.",
		"He said “they call it ‘a |win’ now” twice.": "win / ‘a win’ / “they call it ‘a win’ now” / He said “they call it ‘a win’ now” twice / He said “they call it ‘a win’ now” twice.",
		"word|": "word",
		"Prices rose, but wages in the north f|ell; nobody knew.": "fell / but wages in the north fell / Prices rose, but wages in the north fell; nobody knew / Prices rose, but wages in the north fell; nobody knew.",
		"": "",
	} {
		x, p := at(t, s+strings.Repeat("|", 1-strings.Count(s, "|")))
		var seen []string
		var grown []rangeset.Range
		sel, ok := rangeset.Range{Start: p, End: p}, true
		for sel, ok = Grow(x, sel, p); ok; sel, ok = Grow(x, sel, p) {
			seen, grown = append(seen, x.Slice(sel.Start, sel.End)), append(grown, sel)
		}
		if got := strings.Join(seen, " / "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", s, got, want)
		}
		for i := len(grown) - 1; i > 0; i-- {
			if back, _ := Shrink(x, grown[i], p); back != grown[i-1] {
				t.Errorf("%s: %q shrinks to %q", s, seen[i], x.Slice(back.Start, back.End))
			}
		}
		if len(grown) > 0 {
			if back, ok := Shrink(x, grown[0], p); ok || back.Start != p || back.End != p {
				t.Errorf("%s: the word shrinks to %v", s, back)
			}
		}
	}
}

func FuzzGrow(f *testing.F) {
	f.Add("He said “it rose to $2.4 trillion”, twice.", 9)
	f.Fuzz(func(t *testing.T, s string, at int) {
		x, err := text.New(s)
		if err != nil {
			t.Skip()
		}
		p := max(0, min(text.Pos(at), x.Len()))
		sel, steps := rangeset.Range{Start: p, End: p}, 0
		for {
			next, ok := Grow(x, sel, p)
			if !ok {
				break
			}
			if next.Start > sel.Start || next.End < sel.End || next == sel || next.End > x.Len() || steps > 40 {
				t.Fatalf("%v grows to %v", sel, next)
			}
			sel, steps = next, steps+1
		}
	})
}
