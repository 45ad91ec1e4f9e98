// Package mapfile reads and writes files that say what becomes of the names of a dataset: YAML, or JSON, which is YAML too.
//
//	labels:
//	  CLAIM: claim.claim
//	  PERSON: drop
//	  ORG: make
//	relations:
//	  sourceOf: has_source
//	attributes:
//	  Verifiable: certainty
//	annotators:
//	  ann2: Anna
package mapfile

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rubricator/annotation/interchange"
)

// Longest is how long a file may be, in bytes.
const Longest = 4 << 20

// Fault is what is wrong with a file, and where.
type Fault = interchange.Fault

func fault(n *yaml.Node, says string, args ...any) error {
	return &Fault{Line: n.Line, Says: fmt.Sprintf(says, args...)}
}

// Read reads a mapping. The error is the first *Fault.
func Read(b []byte) (interchange.Mapping, error) {
	m := interchange.Mapping{Labels: map[string]string{}, Relations: map[string]string{}, Attributes: map[string]string{}, Annotators: map[string]string{}}
	if len(b) > Longest {
		return m, &Fault{Says: fmt.Sprintf("it has more than %d MB and is no mapping", Longest>>20)}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return m, syntax(err)
	}
	if len(doc.Content) == 0 {
		return m, &Fault{Says: "the file is empty"}
	}
	parts := map[string]map[string]string{"labels": m.Labels, "relations": m.Relations, "attributes": m.Attributes, "annotators": m.Annotators}
	err := pairs(doc.Content[0], "", func(key, value *yaml.Node) error {
		into, known := parts[key.Value]
		if !known {
			return fault(key, "there is no %q; there are labels, relations, attributes and annotators", key.Value)
		}
		if value.Kind == yaml.ScalarNode && value.Tag == "!!null" {
			return nil
		}
		return names(value, key.Value, into)
	})
	return m, err
}

// syntax makes a fault of what the YAML reader says: "yaml: line 3: did not find …".
func syntax(err error) error {
	f := &Fault{Says: strings.TrimPrefix(err.Error(), "yaml: ")}
	if n, _ := fmt.Sscanf(f.Says, "line %d:", &f.Line); n == 1 {
		_, f.Says, _ = strings.Cut(f.Says, ": ")
	}
	f.Says = "this is no YAML: " + f.Says
	return f
}

// pairs gives what stands in a group of fields, each key once.
func pairs(n *yaml.Node, of string, take func(key, value *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return fault(n, "%swant lines of the form \"theirs: ours\"", prefix(of))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
			return fault(key, "%sa name is wanted here", prefix(of))
		case seen[key.Value]:
			return fault(key, "%s%q is there twice", prefix(of), key.Value)
		}
		seen[key.Value] = true
		if err := take(key, value); err != nil {
			return err
		}
	}
	return nil
}

func prefix(of string) string {
	if of == "" {
		return ""
	}
	return of + ": "
}

func names(n *yaml.Node, of string, into map[string]string) error {
	return pairs(n, of, func(key, value *yaml.Node) error {
		if value.Kind != yaml.ScalarNode || value.Tag == "!!null" || value.Value == "" {
			return fault(value, "%s: %s: want a name here%s", of, key.Value, choice(of))
		}
		into[key.Value] = value.Value
		return nil
	})
}

// choice says what else than a name can stand.
func choice(of string) string {
	if of == "annotators" {
		return " of somebody in the project"
	}
	return fmt.Sprintf(", or %s to leave it out, or %s to add it to the scheme", interchange.Dropped, interchange.Made)
}

// Write writes a mapping as Read reads it, names in order.
func Write(m interchange.Mapping) ([]byte, error) {
	root := &yaml.Node{Kind: yaml.MappingNode}
	for _, part := range []struct {
		name  string
		names map[string]string
	}{{"labels", m.Labels}, {"relations", m.Relations}, {"attributes", m.Attributes}, {"annotators", m.Annotators}} {
		if len(part.names) == 0 {
			continue
		}
		group := &yaml.Node{Kind: yaml.MappingNode}
		for _, theirs := range sorted(part.names) {
			group.Content = append(group.Content, text(theirs), text(part.names[theirs]))
		}
		root.Content = append(root.Content, text(part.name), group)
	}
	if len(root.Content) == 0 {
		return []byte("{}\n"), nil
	}
	return yaml.Marshal(root)
}

func text(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}

func sorted(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
