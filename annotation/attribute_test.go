package annotation

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// roles is a scheme with roles and attributes of every kind.
const roles = `{"name": "roles", "version": 1, "labels": [
	{"id": "claim", "name": "Claim", "colour": "#000000", "attributes": [
		{"id": "type", "name": "Type", "kind": "some_of", "values": [{"id": "quantity"}, {"id": "causal"}, {"id": "old", "retired": true}]},
		{"id": "checkworthy", "name": "Check-worthy", "kind": "yes_no"},
		{"id": "why", "name": "Why", "kind": "text", "when": {"attribute": "checkworthy", "values": ["yes"]}}]},
	{"id": "statistic", "name": "Statistic", "colour": "#000000", "attributes": [{"id": "unsure", "name": "Unsure", "kind": "yes_no"}], "roles": [
		{"id": "quantity", "name": "Quantity", "attributes": [{"id": "value", "name": "Value", "kind": "number", "required": true}]},
		{"id": "entity", "name": "Entity"}]},
	{"id": "attribution", "name": "Attribution", "colour": "#000000", "roles": [
		{"id": "content", "name": "Content", "attributes": [
			{"id": "form", "name": "Form", "kind": "one_of", "values": [{"id": "direct"}, {"id": "indirect"}], "default": ["direct"]}]}]}]}`

func withRoles(t testing.TB) *Scheme {
	t.Helper()
	s, err := ReadScheme([]byte(roles))
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestWhatAnAttributeTakes(t *testing.T) {
	s := withRoles(t)
	for _, c := range []struct{ label, attribute, values, refusal string }{
		{"claim", "type", "quantity causal", ""},
		{"claim", "type", "", ""},
		{"claim", "type", "quantity quantity", `attribute "type": "quantity" is there twice`},
		{"claim", "type", "moral", `attribute "type": "moral" is none of quantity, causal`},
		{"claim", "type", "old", `attribute "type": "old" is retired; now it is one of quantity, causal`},
		{"claim", "checkworthy", "yes", ""},
		{"claim", "checkworthy", "maybe", `attribute "checkworthy": "maybe" is neither yes nor no`},
		{"claim", "checkworthy", "yes no", `attribute "checkworthy" takes one value, not 2`},
		{"claim", "form", "direct", `claim has no attribute "form"`},
		{"statistic.quantity", "value", "-1.5", ""},
		{"statistic.quantity", "value", "1,5", `attribute "value": "1,5" is no decimal number, as -1.5`},
		{"statistic.quantity", "value", ".5", `attribute "value": ".5" is no decimal number, as -1.5`},
		{"statistic.quantity", "unsure", "yes", ""},
		{"statistic.entity", "unsure", "yes", ""},
		{"statistic.entity", "value", "1", `statistic.entity has no attribute "value"`},
		{"attribution.content", "form", "indirect", ""},
		{"verdict", "form", "direct", `verdict has no attribute "form"`},
	} {
		label, role, _ := strings.Cut(c.label, ".")
		err := s.CheckAttribute(LabelRole{label, role}, c.attribute, strings.Fields(c.values))
		switch {
		case c.refusal == "" && err != nil:
			t.Errorf("%s of %s is %q: %v", c.attribute, c.label, c.values, err)
		case c.refusal != "" && (!errors.Is(err, ErrAgainstScheme) || !strings.HasSuffix(err.Error(), c.refusal)):
			t.Errorf("%s of %s is %q: got %v, want %s", c.attribute, c.label, c.values, err, c.refusal)
		}
	}
}

func TestAnAttributeIsAskedForWhereAnotherHasAValue(t *testing.T) {
	as := withRoles(t).Attributes(LabelRole{Label: "claim"})
	for _, c := range []struct {
		values map[string][]string
		asked  bool
	}{{nil, false}, {map[string][]string{"checkworthy": {"no"}}, false}, {map[string][]string{"checkworthy": {"yes"}}, true}} {
		if got := as[2].IsAsked(c.values); got != c.asked {
			t.Errorf("with %v: asked %v", c.values, got)
		}
		if !as[0].IsAsked(c.values) {
			t.Errorf("with %v: the type is not asked for", c.values)
		}
	}
}

func TestWhatIsWrongWithTheAttributesOfAScheme(t *testing.T) {
	for _, c := range []struct{ from, to, refusal string }{
		{`"id": "type"`, `"id": "Type"`, `label "claim": attribute "Type": ids are lower case`},
		{`"id": "checkworthy"`, `"id": "type"`, `label "claim": attribute "type" is there twice`},
		{`"kind": "number"`, `"kind": "integer"`, `kind "integer" is none of one_of, some_of, text, number, yes_no`},
		{`"kind": "number"`, `"kind": "one_of"`, `one_of and some_of have values, other kinds have none`},
		{`{"id": "causal"}`, `{"id": "quantity"}`, `attribute "type": value "quantity": ids are`},
		{`"default": ["direct"]`, `"default": ["mixed"]`, `default: attribute "form": "mixed" is none of direct, indirect`},
		{`"attribute": "checkworthy", "values": ["yes"]`, `"attribute": "form", "values": ["yes"]`, `it depends on "form", which does not stand before it`},
		{`"attribute": "checkworthy", "values": ["yes"]`, `"attribute": "checkworthy", "values": []`, `it depends on no value of "checkworthy"`},
		{`"attribute": "checkworthy", "values": ["yes"]`, `"attribute": "checkworthy", "values": ["perhaps"]`, `"perhaps" is neither yes nor no`},
		{`"id": "value"`, `"id": "unsure"`, `role "quantity": attribute "unsure" is there twice`},
		{`"id": "entity"`, `"id": "quantity"`, `label "statistic": role "quantity": ids are`},
	} {
		broken := strings.Replace(roles, c.from, c.to, 1)
		if broken == roles {
			t.Fatalf("%s is not in the scheme", c.from)
		}
		if _, err := ReadScheme([]byte(broken)); err == nil || !strings.Contains(err.Error(), c.refusal) {
			t.Errorf("%s: got %v, want %s", c.to, err, c.refusal)
		}
	}
}

func TestAttributesOfAMarkAreGivenTakenAndUndone(t *testing.T) {
	x := text.MustNew("Tolls rose 12% in May.")
	set := NewSet(NewID(), NewID(), x, withRoles(t))
	do := doing(t, set)
	id := do(set.AddSpan([]rangeset.Range{{Start: 0, End: 21}}, LabelRole{Label: "claim"}, OriginSelection)).Spans[0].ID
	has := func(want map[string][]string) {
		t.Helper()
		sp, _ := set.Span(id)
		if !maps.EqualFunc(sp.Attributes(), want, func(a, b []string) bool { return strings.Join(a, " ") == strings.Join(b, " ") }) {
			t.Errorf("the mark has %v, want %v", sp.Attributes(), want)
		}
	}
	do(set.SetAttribute(id, "type", "quantity", "causal"))
	no := do(set.SetAttribute(id, "checkworthy", "no"))
	has(map[string][]string{"type": {"quantity", "causal"}, "checkworthy": {"no"}})
	do(no.Inverse(), nil)
	has(map[string][]string{"type": {"quantity", "causal"}})
	do(set.SetAttribute(id, "type"))
	has(nil)
	if _, err := set.SetAttribute(id, "type", "moral"); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("a value of no list: %v", err)
	}
	if _, err := set.SetAttribute(NewID(), "type", "causal"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a mark that is not there: %v", err)
	}
}
