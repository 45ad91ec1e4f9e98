package annotation_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/schemefile"
	"rubricator/assets"
)

// shipped are the schemes that come with the program.
func shipped(t *testing.T) (out []annotation.Scheme) {
	t.Helper()
	for _, name := range assets.SchemeNames() {
		out = append(out, shippedScheme(t, name))
	}
	return out
}

func shippedScheme(t *testing.T, name string) annotation.Scheme {
	t.Helper()
	b, _ := assets.Scheme(name)
	s, err := schemefile.Read(b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// copied is a copy that shares nothing.
func copied(t *testing.T, s annotation.Scheme) annotation.Scheme {
	t.Helper()
	b, err := json.Marshal(s)
	var out annotation.Scheme
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestASchemeDoesNotDifferFromItself(t *testing.T) {
	for _, s := range shipped(t) {
		other := copied(t, s)
		if d := annotation.DiffSchemes(&s, &other); len(d) > 0 {
			t.Errorf("%s: %v", s.Name, d)
		}
	}
}

// changes calls f after each change of one field anywhere in v, and takes the change back behind it.
func changes(v reflect.Value, at string, f func(at string)) {
	keep := reflect.New(v.Type()).Elem()
	keep.Set(v)
	change := func(how string, to reflect.Value) {
		v.Set(to)
		f(at + how)
		v.Set(keep)
	}
	switch v.Kind() {
	case reflect.String:
		change("", reflect.ValueOf(v.String()+"x").Convert(v.Type()))
	case reflect.Bool:
		change("", reflect.ValueOf(!v.Bool()))
	case reflect.Int:
		change("", reflect.ValueOf(int(v.Int())+1))
	case reflect.Pointer:
		if v.IsNil() {
			change(" set", reflect.New(v.Type().Elem()))
			return
		}
		change(" unset", reflect.Zero(v.Type()))
		changes(v.Elem(), at, f)
	case reflect.Slice:
		change(" longer", reflect.Append(ownArray(v), reflect.Zero(v.Type().Elem())))
		for i := range v.Len() {
			if i == 0 {
				change(" shorter", v.Slice(1, v.Len()))
			}
			changes(v.Index(i), fmt.Sprintf("%s[%d]", at, i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Type != reflect.TypeFor[annotation.ID]() { // a scheme's row, which is no part of it
				changes(v.Field(i), at+"."+v.Type().Field(i).Name, f)
			}
		}
	default:
		panic(fmt.Sprintf("%s is of a kind that this test cannot change: %s", at, v.Kind()))
	}
}

// ownArray is a list with an array of its own.
func ownArray(v reflect.Value) reflect.Value {
	return reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()+1), v)
}

// fill gives each field in v a value, and each list one part.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("some")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// A field that is added to a scheme and forgotten in DiffSchemes fails here.
func TestEachFieldOfASchemeMakesADifference(t *testing.T) {
	full := annotation.Scheme{}
	fill(reflect.ValueOf(&full).Elem())
	for _, s := range append(shipped(t), full) {
		other := copied(t, s)
		n := 0
		changes(reflect.ValueOf(&other).Elem(), s.Name, func(at string) {
			n++
			differences := annotation.DiffSchemes(&s, &other)
			if len(differences) == 0 {
				t.Errorf("%s makes no difference", at)
			}
			for _, d := range differences {
				if d.String() == "" || strings.Contains(d.String(), "\n") || d.Path == "" || d.Kind == "" {
					t.Errorf("%s is told as %+v %q", at, d, d)
				}
			}
		})
		if d := annotation.DiffSchemes(&s, &other); len(d) > 0 || n < 40 {
			t.Errorf("%s: %d changes, after which it differs in %v", s.Name, n, d)
		}
	}
}

func TestADifferenceIsASentenceAndAPath(t *testing.T) {
	label := func(s *annotation.Scheme, id string) *annotation.Label {
		return &s.Labels[slices.IndexFunc(s.Labels, func(l annotation.Label) bool { return l.ID == id })]
	}
	form := func(s *annotation.Scheme) *annotation.Attribute {
		return &label(s, "attribution").Roles[0].Attributes[0]
	}
	for _, c := range []struct {
		change func(s *annotation.Scheme)
		says   string
		kind   annotation.DifferenceKind
		path   string
		before string
		after  string
	}{
		{func(s *annotation.Scheme) { label(s, "statistic").Key = "7" }, "label statistic: key 2 is now 7", "changed", "labels.statistic.key", "2", "7"},
		{func(s *annotation.Scheme) { label(s, "statistic").Key = "" }, "label statistic: key 2 is gone", "changed", "labels.statistic.key", "2", ""},
		{func(s *annotation.Scheme) { label(s, "statistic").Name = "Key figure" }, "label statistic: name Statistic is now “Key figure”", "renamed", "labels.statistic", "Statistic", "Key figure"},
		{func(s *annotation.Scheme) { label(s, "statistic").Retired = true }, "the label statistic was retired", "retired", "labels.statistic", "", ""},
		{func(s *annotation.Scheme) { s.Labels = s.Labels[1:] }, "the label claim was removed", "removed", "labels.claim", "", ""},
		{func(s *annotation.Scheme) { s.Labels = append(s.Labels, annotation.Label{ID: "promise"}) }, "the label promise was added", "added", "labels.promise", "", ""},
		{func(s *annotation.Scheme) { s.Labels[0], s.Labels[1] = s.Labels[1], s.Labels[0] },
			"the labels are in another order: statistic, claim, attribution", "reordered", "labels", "claim, statistic, attribution", "statistic, claim, attribution"},
		{func(s *annotation.Scheme) { label(s, "claim").MayCross = true }, "label claim: its marks may now cross each other", "changed", "labels.claim.may_cross", "false", "true"},
		{func(s *annotation.Scheme) { label(s, "attribution").Roles[2].Unit = "name" }, "attribution.cue: unit word is now name", "changed", "labels.attribution.roles.cue.unit", "word", "name"},
		{func(s *annotation.Scheme) { label(s, "attribution").Roles[2].Retired = true }, "label attribution: the role cue was retired", "retired", "labels.attribution.roles.cue", "", ""},
		{func(s *annotation.Scheme) { form(s).Values = form(s).Values[:2] },
			"attribution.content: attribute form: the value mixed was removed", "removed", "labels.attribution.roles.content.attributes.form.values.mixed", "", ""},
		{func(s *annotation.Scheme) { form(s).Values[2].Name = "Both" },
			"attribution.content: attribute form: value mixed: name Mixed is now Both", "renamed", "labels.attribution.roles.content.attributes.form.values.mixed", "Mixed", "Both"},
		{func(s *annotation.Scheme) {
			form(s).When = &annotation.Condition{Attribute: "medium", Values: []string{"speech", "writing"}}
		},
			"attribution.content: attribute form: when is now “medium is speech or writing”; there was none", "changed",
			"labels.attribution.roles.content.attributes.form.when", "", "medium is speech or writing"},
		{func(s *annotation.Scheme) { form(s).Required = true }, "attribution.content: attribute form: it is now required", "changed",
			"labels.attribution.roles.content.attributes.form.required", "false", "true"},
		{func(s *annotation.Scheme) { s.Modules[0].On = true }, "module measurement: it is now switched on", "changed", "modules.measurement.on", "false", "true"},
		{func(s *annotation.Scheme) { s.Relations[0].To = append(s.Relations[0].To, "attribution.cue") },
			"relation has_source: to attribution.source is now “attribution.source, attribution.cue”", "changed", "relations.has_source.to", "attribution.source", "attribution.source, attribution.cue"},
		{func(s *annotation.Scheme) { s.Relations[1].Most = 0 }, "relation has_cue: most 1 is now “any number”", "changed", "relations.has_cue.most", "1", "any number"},
		{func(s *annotation.Scheme) { s.Document = s.Document[1:] }, "documents: the attribute topic was removed", "removed", "document.topic", "", ""},
		{func(s *annotation.Scheme) {
			s.Guidelines = strings.Replace(s.Guidelines, "whole words", "whole words alone", 1) + "\nAsk.\n"
		},
			"the guidelines changed by 3 lines", "changed", "guidelines", "", ""},
		{func(s *annotation.Scheme) { s.Labels[0].Guidelines = strings.TrimSuffix(s.Labels[0].Guidelines, "\n") },
			"label claim: the guidelines changed by 1 line", "changed", "labels.claim.guidelines", "", ""},
		{func(s *annotation.Scheme) {
			lines := slices.Collect(strings.Lines(s.Guidelines))
			slices.Reverse(lines)
			s.Guidelines = strings.Join(lines, "")
		}, "the lines of the guidelines are in another order", "changed", "guidelines", "", ""},
		{func(s *annotation.Scheme) { s.Name = "desk" }, "the scheme's name newsroom-1 is now desk", "renamed", "name", "newsroom-1", "desk"},
	} {
		a := shippedScheme(t, "newsroom-1")
		b := copied(t, a)
		c.change(&b)
		got := annotation.DiffSchemes(&a, &b)
		if len(got) != 1 {
			t.Errorf("want %q, got %v", c.says, got)
			continue
		}
		if d := got[0]; d.String() != c.says || d.Kind != c.kind || d.Path != c.path || d.Before != c.before || d.After != c.after {
			t.Errorf("got  %q %s %s %q %q\nwant %q %s %s %q %q", d, d.Kind, d.Path, d.Before, d.After, c.says, c.kind, c.path, c.before, c.after)
		}
	}
}

func TestWhatIsRestoredIsToldApartFromWhatIsAdded(t *testing.T) {
	a := shippedScheme(t, "newsroom-1")
	b := copied(t, a)
	a.Labels[1].Retired = true
	if d := annotation.DiffSchemes(&a, &b); len(d) != 1 || d[0].Kind != annotation.DifferenceRestored || d[0].String() != "the label statistic was restored" {
		t.Errorf("got %v", d)
	}
}
