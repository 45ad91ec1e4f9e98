package schemefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"rubricator/annotation"
)

// shipped are the files that come with the program, by name.
func shipped(t *testing.T) map[string][]byte {
	t.Helper()
	files, _ := filepath.Glob("../../assets/schemes/*.yaml")
	out := map[string][]byte{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(filepath.Base(f), ".yaml")] = b
	}
	if len(out) < 5 {
		t.Fatalf("only %d schemes", len(out))
	}
	return out
}

func TestEachShippedSchemeIsReadAndComesBackAsItWasWritten(t *testing.T) {
	for name, b := range shipped(t) {
		s, err := Read(b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.Name != name {
			t.Errorf("%s is called %q", name, s.Name)
		}
		written, err := Write(s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read(written)
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("%s came back changed (%v):\n%s", name, err, written)
		}
		if twice, _ := Write(again); !bytes.Equal(twice, written) {
			t.Errorf("%s is written otherwise the second time", name)
		}
	}
}

func TestShippedSchemesKeepToTheJSONSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scheme.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("scheme.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range shipped(t) {
		var v any
		if err := yaml.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		j, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		plain, _ := jsonschema.UnmarshalJSON(bytes.NewReader(j))
		if err := schema.Validate(plain); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The JSON Schema and the values of the program have the same fields.
func TestTheJSONSchemaHasJustTheFieldsThatAreRead(t *testing.T) {
	var doc struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(JSONSchema, &doc); err != nil {
		t.Fatal(err)
	}
	same := func(name string, v any, properties map[string]any) {
		t.Helper()
		got, want := []string{}, fieldNames(reflect.TypeOf(v))
		for p := range properties {
			got = append(got, p)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the JSON Schema has %v, the program %v", name, got, want)
		}
	}
	same("scheme", annotation.Scheme{}, doc.Properties)
	for name, v := range map[string]any{"module": annotation.Module{}, "label": annotation.Label{}, "role": annotation.Role{},
		"attribute": annotation.Attribute{}, "value": annotation.Value{}, "relation": annotation.RelationType{}} {
		same(name, v, doc.Defs[name].Properties)
	}
}

const whole = `name: desk
version: 1
modules:
  - {id: depth, name: Depth}
labels:
  - id: claim
    name: Claim
    key: 1
    colour: "#004680"
    attributes:
      - id: type
        name: Type
        kind: one_of
        values: [{id: event}, {id: quantity}]
      - id: why
        name: Why
        kind: text
        when: {attribute: type, values: [event]}
  - id: attribution
    name: Attribution
    key: 3
    colour: "#007f5b"
    roles:
      - {id: content, name: Content}
      - {id: source, name: Source, key: 4, module: depth}
relations:
  - {id: has_source, name: said by, from: [attribution.content], to: [attribution.source]}
`

func TestWhatIsWrongWithAFileIsToldWithItsLineAndField(t *testing.T) {
	if _, err := Read([]byte(whole)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, says string }{
		{"name: desk", "name: [desk", "line 1: this is no YAML: did not find expected ',' or ']'"},
		{"name: desk", "nmae: desk", "line 1: nmae: there is no such field; here there are name, version,"},
		{"name: desk", "name: {}", "line 1: name: want some text here"},
		{"name: desk", "name:", "line 1: name: want some text here"},
		{"version: 1", "version: one", `line 2: version: "one" is no whole number`},
		{"version: 1", "version: 0", "line 2: version: versions count from 1"},
		{"version: 1", "version: 1\nversion: 2", "line 3: version: it is there twice"},
		{"{id: depth, name: Depth}", "{id: depth, name: Depth, on: maybe}", `line 4: modules[0].on: "maybe" is neither true nor false`},
		{"{id: depth, name: Depth}", "depth", `line 4: modules[0]: want fields, each as "name: value"`},
		{"  - id: claim\n", "  - id: Claim\n", `line 6: labels[0].id: "Claim" is no id: ids are lower-case`},
		{"id: attribution\n", "id: claim\n", `line 19: labels[1].id: "claim" is there already`},
		{"    key: 1", "    key: A", `line 8: labels[0].key: "A" cannot be a label's key: 1 to 9 can, and the letters D F H`},
		{"key: 4", "key: 1", `line 25: labels[1].roles[1].key: key "1" is that of claim already`},
		{`"#004680"`, "blue", `line 9: labels[0].colour: "blue" is no colour, as #004680`},
		{"#004680\"", "\"", `line 9: labels[0].colour: "" is no colour`},
		{"kind: one_of", "kind: list", `line 13: labels[0].attributes[0].kind: "list" is no kind: one_of, some_of`},
		{"{id: quantity}", "{id: event}", `line 14: labels[0].attributes[0].values[1].id: "event" is there already`},
		{"attribute: type", "attribute: form", `line 18: labels[0].attributes[1].when.attribute: "form" does not stand before it`},
		{"values: [event]", "values: [rank]", `line 18: labels[0].attributes[1].when.values[0]: attribute "type": "rank" is none of event, quantity`},
		{"values: [event]", "values: event", `line 18: labels[0].attributes[1].when.values: want a list`},
		{"module: depth", "module: width", `line 25: labels[1].roles[1].module: there is no module "width"`},
		{"to: [attribution.source]", "to: [attribution.cue]", `line 27: relations[0].to[0]: there is no label "attribution.cue"`},
		{"to: [attribution.source]", "to: []", "line 27: relations[0].to: a relation goes from labels, and to labels"},
		{"name: said by", "name: said by, position: near", `line 27: relations[0].position: "near" is no position`},
		{"name: Claim\n", "name: &x Claim\n    definition: *x\n", "line 8: labels[0].definition: a scheme is written without aliases"},
	} {
		broken := strings.Replace(whole, c.from, c.to, 1)
		if broken == whole {
			t.Fatalf("%q is not in the file", c.from)
		}
		_, err := Read([]byte(broken))
		if fault := (*Fault)(nil); !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%s:\n got %v\nwant %s", c.to, err, c.says)
		}
	}
	for file, says := range map[string]string{"": "the file is empty", "# nothing\n": "the file is empty", "- a\n": `line 1: want fields, each as "name: value"`,
		"name: x\nversion: 1\n": "line 1: labels: a scheme has at least one label"} {
		if _, err := Read([]byte(file)); err == nil || err.Error() != says {
			t.Errorf("%q: got %v, want %s", file, err, says)
		}
	}
}

func TestAllThatIsWrongWithAFileIsToldInOneGo(t *testing.T) {
	for _, c := range []struct {
		change []string
		says   []string
	}{
		{nil, nil},
		{[]string{"version: 1", "version: 0", "#004680", "blue", "kind: text", "kind: text\n        computed: magic", "key: 4", "key: 1",
			"to: [attribution.source]", "to: [attribution.cue]"},
			[]string{"line 2: version: versions", "line 9: labels[0].colour:", `line 18: labels[0].attributes[1].computed: "magic"`,
				"line 26: labels[1].roles[1].key:", "line 28: relations[0].to[0]:"}},
		{[]string{"name: desk", "nmae: desk", "version: 1", "version: one", "name: Depth}", "name: Depth, on: maybe}"}, // what cannot be read is told alone
			[]string{"line 1: nmae:", "line 2: version:", "line 4: modules[0].on:"}},
		{[]string{"name: desk", "name: [desk"}, []string{"line 1: this is no YAML"}},
		{[]string{"#004680", "blue", "id: attribution\n", "id: Attribution\n"}, // ids are looked at first, and told where they stand
			[]string{"line 9: labels[0].colour:", "line 19: labels[1].id:", "line 27: relations[0].from[0]:", "line 27: relations[0].to[0]:"}},
	} {
		broken := strings.NewReplacer(c.change...).Replace(whole)
		_, faults := Check([]byte(broken))
		if len(faults) != len(c.says) {
			t.Errorf("%v: got %v, want %q", c.change, faults, c.says)
			continue
		}
		for i, f := range faults {
			if !strings.HasPrefix(f.Error(), c.says[i]) {
				t.Errorf("got %v, want %s", f, c.says[i])
			}
		}
	}
}

func TestOfWhatIsNoSchemeOnlySoManyFaultsAreTold(t *testing.T) {
	if _, faults := Check([]byte(strings.Repeat("a: 1\n", 5000))); len(faults) != mostFaults {
		t.Errorf("%d faults", len(faults))
	}
	if _, faults := Check(make([]byte, Longest+1)); len(faults) != 1 || !strings.Contains(faults[0].Error(), "more than 4 MB") {
		t.Errorf("got %v", faults)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("name: x\nversion: 1\nlabels: [{id: a, name: \"\\u0085b\", colour: \"#000000\"}]\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Read(b)
		if err != nil {
			if fault := (*Fault)(nil); !errors.As(err, &fault) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		written, err := Write(s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read(written)
		if err != nil {
			t.Fatalf("%v in\n%s", err, written)
		}
		a, _ := json.Marshal(s)
		b2, _ := json.Marshal(again)
		if !bytes.Equal(a, b2) {
			t.Fatalf("%s\ncame back as\n%s", a, b2)
		}
	})
}
