package agreement

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
)

// told writes what is behind a figure, "1/2 Tolls = Tolls rose", with who is first and second.
func told(all []Behind) string {
	var lines []string
	for _, b := range all {
		quote := func(sp, to *annotation.Span) string {
			switch {
			case sp == nil:
				return "nothing"
			case to != nil:
				return sp.Quote() + " > " + to.Quote()
			}
			return sp.Quote()
		}
		lines = append(lines, fmt.Sprintf("%d/%d %s = %s", b.FirstBy[15], b.SecondBy[15], quote(b.First, b.FirstTo), quote(b.Second, b.SecondTo)))
	}
	return strings.Join(lines, "\n")
}

func isBehind(t *testing.T, got []Behind, want string) {
	t.Helper()
	if told(got) != want {
		t.Errorf("behind the figure are\n%s\nwant\n%s", told(got), want)
	}
}

func TestMarksBehindAFigure(t *testing.T) {
	d := shared(t, "[claim Tolls rose] by [statistic.quantity 12%] in May", "[claim Tolls] rose by 12% in [claim May]", "Tolls rose by 12% in [claim May]")
	s := NewStudy([]Document{d}, Options{})
	claims := annotation.LabelRole{Label: "claim"}
	isBehind(t, s.Behind(Selection{First: ana, Second: ben}, Overlap), "1/2 Tolls rose = Tolls\n1/2 12% = nothing\n1/2 nothing = May")
	isBehind(t, s.Behind(Selection{First: ben, Second: ana, Label: claims}, Exact), "2/1 nothing = Tolls rose\n2/1 Tolls = nothing\n2/1 May = nothing")
	isBehind(t, s.Behind(Selection{First: cleo}, Overlap), "3/1 nothing = Tolls rose\n3/1 nothing = 12%\n3/1 May = nothing\n3/2 nothing = Tolls\n3/2 May = May")
	isBehind(t, s.Behind(Selection{Document: person(9)}, Overlap), "")
	sp, by, without, ok := s.Behind(Selection{First: ana, Second: ben}, Overlap)[2].Alone()
	if !ok || sp.Quote() != "May" || by != ben || without != ana {
		t.Errorf("%v alone of %v", sp, by)
	}
}

func TestMarksBehindACellOfTheConfusionMatrix(t *testing.T) {
	d := shared(t, "[claim Tolls rose] in [claim May]", "[statistic Tolls] rose in [claim May]")
	s := NewStudy([]Document{d}, Options{})
	for _, c := range s.Confusions(Selection{}, Overlap) {
		got := s.Confused(Selection{}, Overlap, c)
		if len(got) != c.Count {
			t.Errorf("%v has %d marks behind it", c, len(got))
		}
	}
	cell := Confusion{First: annotation.LabelRole{Label: "claim"}, Second: annotation.LabelRole{Label: "statistic"}}
	isBehind(t, s.Confused(Selection{}, Overlap, cell), "1/2 Tolls rose = Tolls")
}

func TestLinksBehindAFigure(t *testing.T) {
	d := shared(t, "[claim#1 Tolls rose] by [statistic#2 12%], [attribution#3 she said]\n---\n#1 rests_on #2\n#1 stated_in #3",
		"[claim#1 Tolls] rose by [statistic#2 12%], [attribution#3 she said]\n---\n#1 rests_on #2\n#2 stated_in #3")
	s := NewStudy([]Document{d}, Options{})
	isBehind(t, s.BehindLinks(Selection{}, "rests_on"), "1/2 Tolls rose > 12% = Tolls > 12%")
	isBehind(t, s.BehindLinks(Selection{First: ben}, ""), "2/1 Tolls > 12% = Tolls rose > 12%\n2/1 nothing = Tolls rose > she said\n2/1 12% > she said = nothing")
}
