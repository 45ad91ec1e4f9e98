// Package schemefile reads and writes schemes as YAML files that people can edit. What is wrong with one is told with its line and
// field. scheme.schema.json is the JSON Schema of the format, for editors.
package schemefile

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rubricator/annotation"
)

// JSONSchema describes the format (draft 2020-12).
//
//go:embed scheme.schema.json
var JSONSchema []byte

// Longest is how long a file may be, in bytes.
const Longest = 4 << 20

// Fault is what is wrong with a scheme file, and where.
type Fault struct {
	Line  int    // from 1; 0 where it cannot be told
	Field string // "labels[2].key"; empty: the file as a whole
	Says  string
}

func (f *Fault) Error() string {
	var parts []string
	if f.Line > 0 {
		parts = append(parts, fmt.Sprintf("line %d", f.Line))
	}
	if f.Field != "" {
		parts = append(parts, f.Field)
	}
	return strings.Join(append(parts, f.Says), ": ")
}

// Read reads a scheme from YAML and checks that it hangs together. The error is the first *Fault.
func Read(b []byte) (annotation.Scheme, error) {
	s, faults := Check(b)
	if len(faults) > 0 {
		return s, faults[0]
	}
	return s, nil
}

// Check is Read that gives all faults, by line, of what is no scheme the first 1,000. What cannot be read hides the faults of what it would say.
func Check(b []byte) (annotation.Scheme, []*Fault) {
	var s annotation.Scheme
	root, fault := parse(b)
	if fault != nil {
		return s, []*Fault{fault}
	}
	d := decoder{}
	d.into(root, reflect.ValueOf(&s).Elem(), nil)
	s.ID = annotation.SchemeID(s.Name)
	if len(d.faults) == 0 {
		for _, wrong := range s.Faults() {
			d.faults = append(d.faults, &Fault{find(root, wrong.Path).Line, path(wrong.Path), wrong.Says})
		}
	}
	slices.SortStableFunc(d.faults, func(a, b *Fault) int { return a.Line - b.Line })
	return s, d.faults
}

// parse gives the outermost node of a file.
func parse(b []byte) (*yaml.Node, *Fault) {
	if len(b) > Longest {
		return nil, &Fault{Says: fmt.Sprintf("a scheme of more than %d MB is none; check the file", Longest>>20)}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, syntax(err)
	}
	if len(doc.Content) == 0 {
		return nil, &Fault{Says: "the file is empty"}
	}
	return doc.Content[0], nil
}

// syntax makes a fault of what the YAML reader says: "yaml: line 3: did not find …".
func syntax(err error) *Fault {
	says := strings.TrimPrefix(err.Error(), "yaml: ")
	f := &Fault{Says: "this is no YAML: " + says}
	var line int
	if n, _ := fmt.Sscanf(says, "line %d:", &line); n == 1 {
		_, rest, _ := strings.Cut(says, ": ")
		f.Line, f.Says = line, "this is no YAML: "+rest
	}
	return f
}

func path(p []any) string {
	name, _, _ := strings.Cut((&annotation.SchemeFault{Path: p, Says: "\x00"}).Error(), ": \x00")
	return strings.TrimSuffix(name, "\x00")
}

// find is the node at a path, or the nearest one round it that is there.
func find(n *yaml.Node, path []any) *yaml.Node {
	for _, step := range path {
		var next *yaml.Node
		switch step := step.(type) {
		case string:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Kind == yaml.MappingNode && n.Content[i].Value == step {
					next = n.Content[i+1]
				}
			}
		case int:
			if n.Kind == yaml.SequenceNode && step < len(n.Content) {
				next = n.Content[step]
			}
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

// decoder fills values from nodes, by their JSON names.
type decoder struct{ faults []*Fault }

// mostFaults is how many faults are gathered of what cannot be read: nobody reads more, and of what is no scheme each line is one.
const mostFaults = 1000

func (d *decoder) fail(n *yaml.Node, at []any, says string, args ...any) {
	if len(d.faults) >= mostFaults {
		return
	}
	d.faults = append(d.faults, &Fault{n.Line, path(at), fmt.Sprintf(says, args...)})
}

// into reads n into v. Numbers and words are taken as strings where strings are wanted, so that keys need no quotation marks.
func (d *decoder) into(n *yaml.Node, v reflect.Value, at []any) {
	if n.Kind == yaml.AliasNode {
		d.fail(n, at, "a scheme is written without aliases")
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.into(n, v.Elem(), at)
	case reflect.Struct:
		d.fields(n, v, at)
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			d.fail(n, at, "want a list, each entry on a line that begins with \"- \"")
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
		for i, c := range n.Content {
			d.into(c, v.Index(i), slices.Concat(at, []any{i}))
		}
	default:
		d.scalar(n, v, at)
	}
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, at []any) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		d.fail(n, at, "want %s here", map[reflect.Kind]string{reflect.String: "some text", reflect.Int: "a number", reflect.Bool: "true or false"}[v.Kind()])
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Int:
		var i int
		if n.Tag != "!!int" || n.Decode(&i) != nil {
			d.fail(n, at, "%q is no whole number", n.Value)
		}
		v.SetInt(int64(i))
	case reflect.Bool:
		if n.Value != "true" && n.Value != "false" {
			d.fail(n, at, "%q is neither true nor false", n.Value)
		}
		v.SetBool(n.Value == "true")
	}
}

func (d *decoder) fields(n *yaml.Node, v reflect.Value, at []any) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, at, "want fields, each as \"name: value\"")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		here := slices.Concat(at, []any{key.Value})
		f, ok := field(v, key.Value)
		switch {
		case !ok:
			d.fail(key, here, "there is no such field; here there are %s", strings.Join(fieldNames(v.Type()), ", "))
		case seen[key.Value]:
			d.fail(key, here, "it is there twice")
		default:
			seen[key.Value] = true
			d.into(n.Content[i+1], f, here)
		}
	}
}

// isOurs tells the field that the program keeps for itself: a scheme's row in a project.
func isOurs(f reflect.StructField) bool { return f.Type == reflect.TypeFor[annotation.ID]() }

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func field(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if f := v.Type().Field(i); jsonName(f) == name && !isOurs(f) {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func fieldNames(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if f := t.Field(i); !isOurs(f) {
			out = append(out, jsonName(f))
		}
	}
	return out
}

// Write writes a scheme as Read reads it.
func Write(s annotation.Scheme) ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write scheme %q: %w", s.Name, err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(escaped(b), &doc); err != nil { // JSON is YAML, but for a few characters
		return nil, fmt.Errorf("write scheme %q: %w", s.Name, err)
	}
	root := doc.Content[0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "id" {
			root.Content = slices.Delete(root.Content, i, i+2)
			break
		}
	}
	settle(root, 0)
	var out strings.Builder
	out.WriteString("# A scheme of Rubricator: what may be marked. The ids stay for ever, all else can be changed.\n")
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("write scheme %q: %w", s.Name, err)
	}
	return []byte(out.String()), nil
}

// escaped is JSON with escapes for what YAML takes for line ends, or refuses.
func escaped(b []byte) []byte {
	var out strings.Builder
	for _, r := range string(b) {
		if r >= 0x7f && r < 0xa0 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return []byte(out.String())
}

// settle gives each node the style that reads best: blocks, but short lists of words and values on one line.
func settle(n *yaml.Node, depth int) {
	n.Style = 0
	switch {
	case n.Kind == yaml.ScalarNode && strings.Contains(n.Value, "\n"):
		n.Style = yaml.LiteralStyle
	case n.Kind == yaml.ScalarNode && n.Tag == "!!str" && looksOther(n.Value):
		n.Style = yaml.DoubleQuotedStyle
	case depth > 0 && n.Kind != yaml.ScalarNode && isShort(n):
		n.Style = yaml.FlowStyle
	}
	for _, c := range n.Content {
		settle(c, depth+1)
	}
}

// looksOther tells text that would be read as something else without quotation marks.
func looksOther(s string) bool {
	var n yaml.Node
	return yaml.Unmarshal([]byte(s), &n) != nil || len(n.Content) != 1 || n.Content[0].Tag != "!!str" || n.Content[0].Value != s
}

// isShort tells a list or a group of fields without parts of its own that fits on a line.
func isShort(n *yaml.Node) bool {
	length := 0
	for _, c := range n.Content {
		length += len(c.Value) + 2
		if c.Kind != yaml.ScalarNode || strings.Contains(c.Value, "\n") {
			return false
		}
	}
	return length < 100
}
