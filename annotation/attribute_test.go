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
	{"id": "statistic", "name": "Statistic", "colour": "#000000", "attributes": [{"id": "rounded", "name": "Rounded", "kind": "yes_no"}], "roles": [
		{"id": "quantity", "name": "Quantity", "attributes": [{"id": "value", "name": "Value", "kind": "number", "required": true}]},
		{"id": "entity", "name": "Entity"}]},
	{"id": "attribution", "name": "Attribution", "colour": "#000000", "roles": [
		{"id": "content", "name": "Content", "attributes": [
			{"id": "form", "name": "Form", "kind": "one_of", "values": [{"id": "direct"}, {"id": "indirect"}], "default": ["direct"]}]}]}]}`

func withRoles(t testing.TB) *Scheme {
	t.Helper()
	s, err := parseScheme(roles)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestAMarkWithoutAValueCountsAsHavingTheDefault(t *testing.T) {
	s := withRoles(t)
	x := text.MustNew("She said so.")
	mark := func(label string) Span {
		l, role, _ := strings.Cut(label, ".")
		return NewSpan(NewID(), ID{}, LabelRole{l, role}, x, []rangeset.Range{{Start: 0, End: 3}}, OriginSelection)
	}
	content := mark("attribution.content")
	if got := s.WithDefaults(content); got.Attributes()["form"][0] != "direct" || len(content.Attributes()) != 0 {
		t.Errorf("without a value it has %v, and was given %v", got.Attributes(), content.Attributes())
	}
	given := content.withAttributes(map[string][]string{"form": {"indirect"}, Unsure: {"yes"}})
	if got := s.WithDefaults(given).Attributes(); len(got) != 2 || got["form"][0] != "indirect" {
		t.Errorf("with a value it has %v", got)
	}
	if got := s.WithDefaults(mark("claim")).Attributes(); len(got) != 0 {
		t.Errorf("without defaults it has %v", got)
	}

	// A default counts where the attribute is asked for, be it because of another default.
	form := &s.Labels[2].Roles[0].Attributes[0]
	form.When = &Condition{"mood", []string{"calm"}}
	if got := s.WithDefaults(content).Attributes(); len(got) != 0 {
		t.Errorf("where it is not asked for it has %v", got)
	}
	s.Labels[2].Attributes = []Attribute{{ID: "mood", Kind: FreeText, Default: []string{"calm"}}}
	if got := s.WithDefaults(content).Attributes(); got["form"][0] != "direct" || got["mood"][0] != "calm" {
		t.Errorf("where it is asked for by default it has %v", got)
	}
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
		{"statistic.quantity", "rounded", "yes", ""},
		{"statistic.entity", "rounded", "yes", ""},
		{"statistic.entity", "unsure", "yes", ""},
		{"claim", "unsure", "no", `attribute "unsure": "no" is not yes`},
		{"claim", "waived", "value:", `attribute "waived": "value:" is no check with a reason, as "value: illegible"`},
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
	as := withRoles(t).AttributesOf(LabelRole{Label: "claim"})
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
		{`"id": "type"`, `"id": "Type"`, `labels[0].attributes[0].id: "Type" is no id`},
		{`"id": "checkworthy"`, `"id": "type"`, `labels[0].attributes[1].id: "type" is there already`},
		{`"kind": "number"`, `"kind": "integer"`, `labels[1].roles[0].attributes[0].kind: "integer" is no kind: one_of, some_of, text, number, yes_no are`},
		{`"kind": "number"`, `"kind": "one_of"`, `one_of and some_of have values, other kinds have none`},
		{`{"id": "causal"}`, `{"id": "quantity"}`, `labels[0].attributes[0].values[1].id: "quantity" is there already`},
		{`"default": ["direct"]`, `"default": ["mixed"]`, `labels[2].roles[0].attributes[0].default: attribute "form": "mixed" is none of direct, indirect`},
		{`"attribute": "checkworthy", "values": ["yes"]`, `"attribute": "form", "values": ["yes"]`, `labels[0].attributes[2].when.attribute: "form" does not stand before it`},
		{`"attribute": "checkworthy", "values": ["yes"]`, `"attribute": "checkworthy", "values": []`, `it depends on no value of "checkworthy"`},
		{`"attribute": "checkworthy", "values": ["yes"]`, `"attribute": "checkworthy", "values": ["perhaps"]`, `"perhaps" is neither yes nor no`},
		{`"id": "value"`, `"id": "rounded"`, `labels[1].roles[0].attributes[0].id: "rounded" is there already`},
		{`"id": "value"`, `"id": "unsure"`, `"unsure" is what the program calls its own`},
		{`"id": "entity"`, `"id": "quantity"`, `labels[1].roles[1].id: "quantity" is there already`},
	} {
		broken := strings.Replace(roles, c.from, c.to, 1)
		if broken == roles {
			t.Fatalf("%s is not in the scheme", c.from)
		}
		if _, err := parseScheme(broken); err == nil || !strings.Contains(err.Error(), c.refusal) {
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
