package annotation

import (
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func TestWhatAnEditChangedIsToldInWords(t *testing.T) {
	s := NewSet(NewID(), NewID(), text.MustNew("Just seven ships paid."), aboutDocuments(t))
	tell := Teller{s.Scheme(), func(q string) string { return "<" + q + ">" }}
	claim := LabelRole{Label: "claim"}
	var id, number ID
	on := func(a, b text.Pos) []rangeset.Range { return []rangeset.Range{{Start: a, End: b}} }
	for _, c := range []struct {
		want string
		act  func() (Edit, error)
	}{
		{"Marked as Claim: <seven>", func() (Edit, error) { return s.AddSpan(on(5, 10), claim, OriginSelection) }},
		{"Bounds: <seven> became <Just seven>", func() (Edit, error) { return s.SetRanges(id, on(0, 10)) }},
		{"Type: <quantity>", func() (Edit, error) { return s.SetAttribute(id, "type", "quantity") }},
		{"Type: <quantity> became <quantity, causal>", func() (Edit, error) { return s.SetAttribute(id, "type", "quantity", "causal") }},
		{"Type: <quantity, causal> taken away", func() (Edit, error) { return s.SetAttribute(id, "type") }},
		{"Unsure", func() (Edit, error) { return s.SetAttribute(id, Unsure, "yes") }},
		{"Sure again", func() (Edit, error) { return s.SetAttribute(id, Unsure) }},
		{"Note: <why>", func() (Edit, error) { return s.SetNote(id, "why") }},
		{"Note: <why> became <how>", func() (Edit, error) { return s.SetNote(id, "how") }},
		{"Note: <how> taken away", func() (Edit, error) { return s.SetNote(id, "") }},
		{"Label: Claim became Statistic on <Just seven>", func() (Edit, error) {
			return s.Relabel(id, LabelRole{Label: "statistic", Role: "quantity"})
		}},
		{"Label: Statistic became Claim on <Just seven>", func() (Edit, error) { return s.Relabel(id, claim) }},
		{"Article: done", func() (Edit, error) { e, _ := s.SetStatus(Done); return e, nil }},
		{"Topic: <ships>", func() (Edit, error) { return s.SetDocumentAttribute("topic", "ships") }},
		{"Article: skipped; Skipped: <no news>", func() (Edit, error) { return s.SetDocumentAttribute(SkippedFor, "no news") }},
		{"Marked as Statistic: <seven>", func() (Edit, error) {
			return s.AddSpan(on(5, 10), LabelRole{Label: "statistic", Role: "quantity"}, OriginSelection)
		}},
		{"Deleted Statistic: <seven>", func() (Edit, error) { return s.RemoveSpan(number) }},
	} {
		e, err := c.act()
		if err != nil {
			t.Fatalf("%s: %v", c.want, err)
		}
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(tell.Tell(e), "\n"); got != c.want {
			t.Errorf("%s is told as %q, want %q", e.Name, got, c.want)
		}
		if len(e.Spans) > 0 && id.IsZero() {
			id = e.Spans[0].ID
		}
		if len(e.Spans) > 0 {
			number = e.Spans[0].ID
		}
	}
}
