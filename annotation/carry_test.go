package annotation_test

import (
	"strings"
	"testing"

	. "rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/text"
)

// carried carries a set over to another text, and shows what stands there and what stays behind.
func carried(t *testing.T, set *Set, to string) (marks, stranded string) {
	t.Helper()
	x := text.MustNew(to)
	other := NewSet(NewDocument(x, "").ID, set.Head().Annotator, x, set.Scheme())
	c := set.CarryTo(other)
	if err := other.Apply(c.Edit); err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, sp := range c.Stranded {
		left = append(left, sp.Label().String()+": "+sp.Quote())
	}
	if again := set.CarryTo(other); again.Marks != 0 || again.Links != 0 {
		t.Errorf("a second time %d marks and %d links come", again.Marks, again.Links)
	}
	if err := other.Apply(c.Edit.Inverse()); err != nil || other.Len() != 0 {
		t.Errorf("taken back there are %d marks: %v", other.Len(), err)
	}
	if err := other.Apply(c.Edit); err != nil {
		t.Fatal(err)
	}
	return annotationtest.Format(other), strings.Join(left, "|")
}

func TestMarksMoveToWhereTheirWordsStand(t *testing.T) {
	for _, c := range []struct{ marked, to, want, stranded string }{
		{"Fares [statistic rose 7%] in May.", "By A. B. Fares rose 7% in May.", "By A. B. Fares [statistic rose 7%] in May.", ""},
		{"Just [statistic seven] ships, then [statistic seven] more.", "Then: just seven ships, then seven more, seven in all.", "Then: just [statistic seven] ships, then [statistic seven] more, seven in all.", ""},
		{"[claim Fares rose] and [claim wages fell].", "Wages fell, fares rose.", "Wages fell, fares rose.", "claim: Fares rose|claim: wages fell"},
		{"«[claim#1 Fares rose]», he said, «[claim#1 by a lot]».", "«Fares rose», she said, «by a lot».", "«[claim#1 Fares rose]», she said, «[claim#1 by a lot]».", ""},
		{"«[claim#1 Fares rose]», he said, «[claim#1 by a lot]».", "By a lot, by a lot. Fares rose.", "By a lot, by a lot. Fares rose.", "claim: Fares rose by a lot"},
		{"[claim#1 Fares [statistic#2 rose 7%]].\n---\n#1 rests_on #2", "So: Fares rose 7%.", "So: [claim#1 Fares [statistic#2 rose 7%]].\n---\n#1 rests_on #2\n", ""},
		{"A strike of [statistic nine weeks]\n\nThe strike took nine weeks, the union said.", "A strike of ten weeks\n\nThe strike took nine weeks, the union said.",
			"A strike of ten weeks\n\nThe strike took nine weeks, the union said.", "statistic: nine weeks"},
		{"🇺🇦 [claim Ціни [statistic зросли на 7%]].", "Київ 👩‍👩‍👧 — Ціни зросли на 7%.", "Київ 👩‍👩‍👧 — [claim Ціни [statistic зросли на 7%]].", ""},
	} {
		got, stranded := carried(t, annotationtest.Set(t, linked, c.marked), c.to)
		if got != c.want || stranded != c.stranded {
			t.Errorf("%s on %q is\n%s, %q stays\nwant\n%s, %q", c.marked, c.to, got, stranded, c.want, c.stranded)
		}
	}
}
