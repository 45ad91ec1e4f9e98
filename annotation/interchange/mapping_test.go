package interchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
)

// desk is a scheme with roles, a part that is switched off, and values.
func desk() *annotation.Scheme {
	attributes := []annotation.Attribute{{ID: "certainty", Name: "Certainty", Kind: annotation.OneOf, Values: []annotation.Value{{ID: "high", Name: "High"}, {ID: "very_low", Name: "Hardly"}}},
		{ID: "checked", Name: "Was checked", Kind: annotation.YesNo}}
	return &annotation.Scheme{Name: "desk", Version: 1, Modules: []annotation.Module{{ID: "off", Name: "Off"}}, Labels: []annotation.Label{
		{ID: "claim", Name: "Claim", Colour: "#000000", Roles: []annotation.Role{{ID: "claim", Name: "Claim"}}, Attributes: attributes},
		{ID: "attribution", Name: "Attribution", Colour: "#000000", Roles: []annotation.Role{{ID: "content", Name: "What is said"}, {ID: "source", Name: "Who says it"}, {ID: "tone", Name: "Tone", Module: "off"}}},
		{ID: "person", Name: "Actor", Colour: "#000000"},
		{ID: "actor", Name: "Agent", Colour: "#000000"},
	}, Relations: []annotation.RelationType{{ID: "has_source", Name: "said by", From: []string{"attribution.content"}, To: []string{"attribution.source"}}}}
}

func TestNamesAreMatchedWithoutCaseAndSigns(t *testing.T) {
	m, err := NewMatching(desk(), Mapping{Labels: map[string]string{"PER": "person", "LOC": Dropped}})
	if err != nil {
		t.Fatal(err)
	}
	for theirs, ours := range map[string]string{"claim.claim": "claim.claim", "Claim": "claim.claim", "CLAIM": "claim.claim", "ATTRIBUTION.source": "attribution.source",
		"ATTRIBUTION_SOURCE": "attribution.source", "attribution": "attribution.content", "Attribution · Who says it": "attribution.source", "PER": "person", "LOC": "left",
		"attribution.tone": "unknown", "ORG": "unknown", "": "unknown", "actor": "actor", "Actor": "unknown", "Agent": "actor"} {
		l, fate := m.Label(theirs)
		got := l.String()
		switch fate {
		case Left:
			got = "left"
		case Unmapped:
			got = "unknown"
		}
		if got != ours {
			t.Errorf("%q is %s, want %s", theirs, got, ours)
		}
	}
	if r, fate := m.Relation("Said By"); r != "has_source" || fate != Mapped {
		t.Errorf("the relation is %q, %v", r, fate)
	}
	a := &desk().Labels[0].Attributes[0]
	if got := Values(a, []string{"HIGH", "hardly", "very-low", "else"}); !slices.Equal(got, []string{"high", "very_low", "very_low", "else"}) {
		t.Errorf("the values are %v", got)
	}
	if got := Values(&desk().Labels[0].Attributes[1], []string{"True"}); got[0] != "yes" {
		t.Errorf("the value is %v", got)
	}
}

func TestAMappingToWhatTheSchemeHasNotIsRefused(t *testing.T) {
	for says, m := range map[string]Mapping{
		`labels: X: against the scheme "desk": it has no label "claims"`:  {Labels: map[string]string{"X": "claims"}},
		`labels: X: against the scheme "desk": "attribution.tone" belong`: {Labels: map[string]string{"X": "attribution.tone"}},
		`relations: X: the scheme "desk" has no relation "by"`:            {Relations: map[string]string{"X": "by"}},
		`attributes: X: the scheme "desk" has no attribute "sure"`:        {Attributes: map[string]string{"X": "sure"}},
	} {
		if _, err := NewMatching(desk(), m); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("got %v, want %s", err, says)
		}
	}
}

// names are those of a dataset with these marks, each "LABEL attribute=value".
func names(t *testing.T, links [][3]string, marks ...string) *Names {
	t.Helper()
	in := Incoming{Text: "Prices rose.", Annotator: "ana", Attributes: Attributes{"Topic": {"trade"}}}
	for i, m := range marks {
		label, more, _ := strings.Cut(m, " ")
		sp := IncomingSpan{ID: label, Label: label, Ranges: [][2]int{{0, i%6 + 1}}}
		if name, value, has := strings.Cut(more, "="); has {
			sp.Attributes = Attributes{name: strings.Split(value, "|")}
		}
		in.Spans = append(in.Spans, sp)
	}
	for _, l := range links {
		in.Relations = append(in.Relations, IncomingRelation{Type: l[1], From: l[0], To: l[2]})
	}
	p, err := in.Place(CodePoint)
	if err != nil {
		t.Fatal(err)
	}
	n := &Names{}
	n.Add(&p)
	return n
}

func TestASchemeIsMadeOfWhatADatasetHas(t *testing.T) {
	n := names(t, [][3]string{{"Attr.Source", "sourceOf", "CLAIM"}}, "CLAIM Sure=High", "CLAIM Sure=very low", "CLAIM", "Attr.Source", "Attr.Source", "Attr.Cue n=3", "Attr.Cue n=4.5",
		"人名 is=yes", "org", "ORG tags=a|b", "x.y", "x")
	s, m := SchemeFrom("wire", n, Mapping{Labels: map[string]string{"x": Dropped}})
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range s.Labels {
		line := fmt.Sprintf("%s %q key %s", l.ID, l.Name, l.Key)
		for _, r := range l.Roles {
			line += fmt.Sprintf(" .%s key %q", r.ID, r.Key)
		}
		for _, a := range l.Attributes {
			line += fmt.Sprintf(" %s %s", a.ID, a.Kind)
			for _, v := range a.Values {
				line += " " + v.ID
			}
		}
		got = append(got, line)
	}
	want := []string{
		`claim "CLAIM" key 1 sure one_of high very_low`,
		`attr "Attr" key 2 .cue key "" .source key "3" n number`,
		`org "ORG" key 4 tags some_of a b`, `org_2 "org" key 5`, `x "x" key 6 .y key ""`, `label "人名" key 7 is yes_no`}
	if !slices.Equal(got, want) {
		t.Errorf("the labels are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r := s.Relations[0]; r.ID != "sourceof" || r.From[0] != "attr.source" || r.To[0] != "claim" || s.Document[0].ID != "topic" {
		t.Errorf("the relation is %+v, of documents %+v", r, s.Document)
	}
	if m.Labels["Attr.Source"] != "attr.source" || m.Labels["x"] != Dropped || m.Relations["sourceOf"] != "sourceof" || m.Attributes["Sure"] != "sure" {
		t.Errorf("the mapping is %v", m)
	}
	if _, err := NewMatching(&s, m); err != nil {
		t.Error(err)
	}
}

func TestASchemeIsWidenedByWhatTheMappingWantsAlone(t *testing.T) {
	n := names(t, [][3]string{{"Claim", "about", "ORG"}, {"Claim", "lonely", "GPE"}}, "Claim", "ORG", "GPE")
	s, m := Widened(*desk(), Mapping{Labels: map[string]string{"ORG": Made}, Relations: map[string]string{"about": Made, "lonely": Made}}, n)
	if err := s.Validate(); err != nil || s.Version != 2 || len(s.Labels) != 5 || len(s.Relations) != 2 {
		t.Fatalf("the scheme is %+v, %v", s, err)
	}
	if r := s.Relations[1]; r.ID != "about" || r.From[0] != "claim.claim" || r.To[0] != "org" || m.Relations["lonely"] != Dropped {
		t.Errorf("the relation is %+v; %v", r, m)
	}
	if len(desk().Labels) != 4 {
		t.Error("the scheme that was there changed")
	}
}

func TestWhateverADatasetCallsItsLabelsTheSchemeIsValid(t *testing.T) {
	odd := []string{"", ".", "a.", ".b", "a.b.c", "A", "a", "a_2", "a!", "😀", "-", "_x_", "a b", strings.Repeat("long", 99), "drop", "make", "nothing", "unsure", "İ", "K"}
	var marks []string
	var links [][3]string
	for _, o := range odd {
		o = strings.ReplaceAll(o, " ", "\u00a0")
		marks = append(marks, o, o+" "+o+"=1", o+" skipped=x", o+" nothing="+o)
		links = append(links, [3]string{o, o, o})
	}
	s, m := SchemeFrom("odd", names(t, links, marks...), Mapping{})
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	matching, err := NewMatching(&s, m)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[annotation.LabelRole]string{}
	for _, o := range odd {
		o = strings.ReplaceAll(o, " ", "\u00a0")
		l, fate := matching.Label(o)
		if other, twice := seen[l]; fate != Mapped || twice && other != o || s.CheckSpan(l) != nil {
			t.Errorf("%q is %v, %v, as %q is", o, l, fate, other)
		}
		seen[l] = o
	}
}
