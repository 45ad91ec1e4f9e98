package annotation_test

import (
	"fmt"
	"slices"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
)

// desk is the default scheme with its modules on.
func desk(t *testing.T) annotation.Scheme {
	s := shippedScheme(t, "newsroom-1")
	for i := range s.Modules {
		s.Modules[i].On = true
	}
	return s
}

// marked is a set with an attribution nested in another, two sources of one content, and attributes of some marks.
func marked(t *testing.T, s *annotation.Scheme) *annotation.Set {
	t.Helper()
	set := annotationtest.Set(t, s, `[attribution.source#a Ann] and [attribution.source#b Bob] said [attribution.content#c that `+
		`[attribution.content#d it [claim.claim#k fell by [statistic.quantity#n 5]]] was denied]
---
#c has_source #a
#c has_source #b
#d nested_in #c
#k stated_in #d
#k rests_on #n`)
	give := func(quote, attribute string, values ...string) {
		t.Helper()
		i := slices.IndexFunc(set.Spans(), func(sp annotation.Span) bool { return sp.Quote() == quote })
		e, err := set.SetAttribute(set.Spans()[i].ID, attribute, values...)
		if err == nil {
			err = set.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	give("Ann", "kind", "named_person")
	give("Ann", annotation.Unsure, "yes")
	give("Bob", "entity", "Bob Roe")
	give("fell by 5", "type", "causal", "quantity")
	give("5", "value", "5")
	return set
}

func TestASchemeIsHeldAgainstTheMarksThatAreThere(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(s *annotation.Scheme)
		refused []string
	}{
		{"nothing", func(s *annotation.Scheme) {}, nil},
		{"a retired label", func(s *annotation.Scheme) { s.Labels[0].Retired = true }, nil},
		{"a retired role", func(s *annotation.Scheme) { s.Labels[2].Roles[1].Retired = true }, nil},
		{"a retired attribute", func(s *annotation.Scheme) { s.Labels[2].Roles[1].Attributes[0].Retired = true }, nil},
		{"a retired value", func(s *annotation.Scheme) { s.Labels[2].Roles[1].Attributes[0].Values[0].Retired = true }, nil},
		{"a retired relation", func(s *annotation.Scheme) { s.Relations[0].Retired = true }, nil},
		{"modules that are switched off", func(s *annotation.Scheme) { s.Modules = shippedScheme(t, "newsroom-1").Modules }, nil},
		{"a role without marks", func(s *annotation.Scheme) { s.Labels[2].Roles = s.Labels[2].Roles[:3] }, nil},
		{"a value without marks", func(s *annotation.Scheme) { a := &s.Labels[0].Roles[0].Attributes[0]; a.Values = a.Values[:3] }, nil},
		{"other words", func(s *annotation.Scheme) { s.Labels[0].Name, s.Labels[0].Key = "Assertion", "D" }, nil},
		{"a limit that is kept", func(s *annotation.Scheme) { s.Relations[0].Most = 2 }, nil},

		{"no label claim", func(s *annotation.Scheme) { s.Labels = s.Labels[1:] }, []string{"1 mark as claim.claim"}},
		{"no source", func(s *annotation.Scheme) { s.Labels[2].Roles = slices.Delete(s.Labels[2].Roles, 1, 2) }, []string{"2 mark as attribution.source"}},
		{"no source, and no links to it", func(s *annotation.Scheme) {
			s.Labels[2].Roles = slices.Delete(s.Labels[2].Roles, 1, 2)
			s.Relations[0].To = []string{"attribution.cue"}
		}, []string{"2 mark as attribution.source"}},
		{"a label without roles that had some", func(s *annotation.Scheme) { s.Labels[1].Roles = nil }, []string{"1 mark as statistic.quantity"}},
		{"no attribute", func(s *annotation.Scheme) { s.Labels[2].Roles[1].Attributes = nil },
			[]string{"1 mark as attribution.source with entity", "1 mark as attribution.source with kind"}},
		{"no value", func(s *annotation.Scheme) { a := &s.Labels[0].Roles[0].Attributes[0]; a.Values = a.Values[:2] },
			[]string{"1 mark as claim.claim with type causal"}},
		{"one value alone", func(s *annotation.Scheme) { s.Labels[0].Roles[0].Attributes[0].Kind = annotation.OneOf },
			[]string{"1 mark as claim.claim with several values of type"}},
		{"a number, not text", func(s *annotation.Scheme) { s.Labels[2].Roles[1].Attributes[1].Kind = annotation.Number },
			[]string{"1 mark as attribution.source with a value of entity that is none of the kind number"}},
		{"no relation", func(s *annotation.Scheme) { s.Relations = s.Relations[1:] }, []string{"2 link as has_source"}},
		{"another end", func(s *annotation.Scheme) { s.Relations[3].To = []string{"claim"} },
			[]string{"1 link as rests_on from claim.claim to statistic.quantity"}},
		{"a lower limit", func(s *annotation.Scheme) { s.Relations[0].Most = 1 }, []string{"2 link as has_source from a mark that has more than 1"}},
	} {
		before := desk(t)
		after := copied(t, before)
		c.change(&after)
		var got []string
		for r, n := range marked(t, &before).RefusedBy(&after) {
			got = append(got, fmt.Sprint(n, " ", r.Noun, " ", r.What))
		}
		slices.Sort(got)
		if !slices.Equal(got, c.refused) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.refused)
		}
	}
}

func TestLinksThatGoRoundAreHeldAgainstASchemeWithoutRounds(t *testing.T) {
	before := desk(t)
	after := copied(t, before)
	after.Relations[11].Acyclic = true
	set := annotationtest.Set(t, &before, "[claim.claim#a One], [claim.claim#b two], [claim.claim#c three]\n---\n#a supports #b\n#b supports #a\n#b supports #c")
	got := set.RefusedBy(&after)
	if len(got) != 1 || got[annotation.Refusal{Noun: "link", What: "as supports that lead back to where they began"}] != 2 {
		t.Errorf("got %v", got)
	}
}

// What is against the project's scheme already, as marks from elsewhere may be, does not stand in the way of a new one.
func TestWhatWasAgainstTheSchemeBeforeIsNotHeldAgainstTheNextOne(t *testing.T) {
	wide := desk(t)
	set := marked(t, &wide)
	narrow := copied(t, wide)
	narrow.Labels, narrow.Relations = narrow.Labels[2:], narrow.Relations[:2]
	var relations []annotation.Relation
	for _, sp := range set.Spans() {
		for _, r := range set.Relations(sp.ID) {
			if r.From == sp.ID {
				relations = append(relations, r)
			}
		}
	}
	stray, faults := annotation.LoadSet(set.Head(), set.Text(), &narrow, set.Spans(), relations)
	other := copied(t, narrow)
	other.Labels[0].Name = "Who said what"
	if got := stray.RefusedBy(&other); len(got) > 0 || len(faults) > 0 {
		t.Errorf("got %v %v", got, faults)
	}
}
