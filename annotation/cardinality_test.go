package annotation

import (
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

const linkTypes = `{"name": "links", "version": 1, "labels": [{"id": "claim", "name": "Claim", "colour": "#000000"}], "relations": [
	{"id": "same_as", "name": "same as", "from": ["claim"], "to": ["claim"], "symmetric": true},
	{"id": "nested_in", "name": "nested in", "from": ["claim"], "to": ["claim"], "most": 1, "acyclic": true},
	{"id": "supports", "name": "supports", "from": ["claim"], "to": ["claim"], "most": 2}]}`

// Each line makes one link between the claims a, b, c and d; what is behind it is the refusal, none where it is made.
func TestHowManyLinksATypeAllowsAndWhere(t *testing.T) {
	scheme, err := parseScheme(linkTypes)
	if err != nil {
		t.Fatal(err)
	}
	x := text.MustNew("a b c d")
	set := NewSet(NewID(), NewID(), x, &scheme)
	do := doing(t, set)
	ids := map[string]ID{}
	for i, name := range strings.Fields(x.String()) {
		e := do(set.AddSpan([]rangeset.Range{{Start: text.Pos(2 * i), End: text.Pos(2*i + 1)}}, LabelRole{Label: "claim"}, OriginSelection))
		ids[name] = e.Spans[0].ID
	}
	for _, c := range []struct{ from, kind, to, refusal string }{
		{"a", "same_as", "b", ""},
		{"b", "same_as", "a", "these marks are linked so already"},
		{"a", "same_as", "a", "same_as does not go from a mark to itself"},
		{"a", "nested_in", "b", ""},
		{"a", "nested_in", "c", "nested_in goes from a mark once at most"},
		{"b", "nested_in", "c", ""},
		{"c", "nested_in", "a", "nested_in would lead back to where it began"},
		{"c", "nested_in", "d", ""},
		{"d", "nested_in", "a", "nested_in would lead back to where it began"},
		{"a", "supports", "b", ""},
		{"b", "supports", "a", ""},
		{"a", "supports", "c", ""},
		{"a", "supports", "d", "supports goes from a mark 2 times at most"},
	} {
		e, err := set.AddRelation(c.kind, ids[c.from], ids[c.to], OriginSelection)
		if err == nil {
			err = set.Apply(e)
		}
		if c.refusal == "" && err != nil || c.refusal != "" && (err == nil || !strings.HasSuffix(err.Error(), c.refusal)) {
			t.Errorf("%s %s %s: got %v, want %q", c.from, c.kind, c.to, err, c.refusal)
		}
		for _, l := range set.Links(ids[c.from], ids[c.to]) {
			if l.Type.ID == c.kind && c.refusal != "" && l.From == ids[c.from] && l.To == ids[c.to] {
				t.Errorf("%s %s %s is offered", c.from, c.kind, c.to)
			}
		}
	}
}

func TestALinkIsRetypedOnlyIntoWhatIsAllowed(t *testing.T) {
	scheme, err := parseScheme(linkTypes)
	if err != nil {
		t.Fatal(err)
	}
	set := NewSet(NewID(), NewID(), text.MustNew("a b"), &scheme)
	do := doing(t, set)
	claim := LabelRole{Label: "claim"}
	a := do(set.AddSpan([]rangeset.Range{{Start: 0, End: 1}}, claim, OriginSelection)).Spans[0].ID
	b := do(set.AddSpan([]rangeset.Range{{Start: 2, End: 3}}, claim, OriginSelection)).Spans[0].ID
	do(set.AddRelation("nested_in", a, b, OriginSelection))
	back := do(set.AddRelation("supports", b, a, OriginSelection)).Relations[0].ID
	if _, err := set.Retype(back, "nested_in"); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("a round by retyping: %v", err)
	}
	do(set.Retype(back, "same_as"))
}

func TestWhatIsWrongWithTheLinkTypesOfAScheme(t *testing.T) {
	for _, c := range []struct{ from, to, refusal string }{
		{`"id": "supports"`, `"id": "same_as"`, `relations[2].id: "same_as" is there already`},
		{`"id": "supports"`, `"id": "Supports"`, `relations[2].id: "Supports" is no id`},
		{`"most": 2`, `"most": 2, "least": 3`, `relations[2].most: at least 3 and at most 2 cannot be`},
		{`"symmetric": true`, `"symmetric": true, "acyclic": true`, `relations[0].acyclic: what says the same in both directions`},
		{`"to": ["claim"], "most": 2`, `"to": []`, `relations[2].to: a relation goes from labels`},
		{`"to": ["claim"], "most": 2`, `"to": ["verdict"]`, `relations[2].to[0]: there is no label "verdict"`},
	} {
		broken := strings.Replace(linkTypes, c.from, c.to, 1)
		if _, err := parseScheme(broken); broken == linkTypes || err == nil || !strings.Contains(err.Error(), c.refusal) {
			t.Errorf("%s: got %v, want %s", c.to, err, c.refusal)
		}
	}
}
