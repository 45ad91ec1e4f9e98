package annotation

import (
	"strings"
	"testing"
)

func TestPeopleOfOneNameAreToldApart(t *testing.T) {
	who := func(id byte, name, pseudonym string) Annotator {
		return Annotator{ID: ID{15: id}, Name: name, Pseudonym: pseudonym, Kind: Person}
	}
	for _, c := range []struct {
		about   string
		people  []Annotator
		devices map[ID]string
		want    string
	}{
		{"names of their own", []Annotator{who(1, "Ana", "A1"), who(2, "Ben", "")}, nil, "Ana, Ben"},
		{"pseudonyms", []Annotator{who(1, "Anna Meier", "A1"), who(2, "anna  meier", "A2"), who(3, "Ben", "B")}, nil, "Anna Meier (A1), anna  meier (A2), Ben"},
		{"devices, where one has no pseudonym", []Annotator{who(1, "Anna", "A1"), who(2, "Anna", "")}, map[ID]string{{15: 1}: "desk", {15: 2}: "laptop"}, "Anna (A1), Anna (laptop)"},
		{"devices, where pseudonyms are the same", []Annotator{who(1, "Anna", "A"), who(2, "Anna", "a")}, map[ID]string{{15: 1}: "desk", {15: 2}: "laptop"}, "Anna (desk), Anna (laptop)"},
		{"neither", []Annotator{who(1, "Anna", ""), who(2, "Anna", "")}, map[ID]string{{15: 1}: "desk", {15: 2}: "desk"}, "Anna (0001), Anna (0002)"},
		{"who is no person", []Annotator{who(1, "Rules 1", ""), {ID: ID{15: 2}, Name: "Rules 1", Kind: Model}}, nil, "Rules 1, Rules 1"},
	} {
		var names []string
		for _, a := range ToldApart(c.people, c.devices) {
			names = append(names, a.Name)
		}
		if got := strings.Join(names, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}
