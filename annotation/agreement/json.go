package agreement

import (
	"encoding/json"
	"slices"
	"time"

	"rubricator/annotation"
)

// groupJSON is the written form of a group. A member that is missing does not bound it.
type groupJSON struct {
	First    annotation.ID `json:"first,omitzero"`  // annotators
	Second   annotation.ID `json:"second,omitzero"` // with first alone: first against each of the others
	Label    string        `json:"label,omitempty"` // "attribution.source"; a label alone in label_roles
	Document annotation.ID `json:"document,omitzero"`
	From     time.Time     `json:"from,omitzero"` // [from, to), when the last set of a document was finished
	To       time.Time     `json:"to,omitzero"`
	Figures  []Figure      `json:"figures"`
}

// MarshalJSON writes what the group is about and then its figures.
func (g Group) MarshalJSON() ([]byte, error) {
	return json.Marshal(groupJSON{g.First, g.Second, g.Label.String(), g.Document, g.From, g.To, g.Figures})
}

// confusionJSON is the written form of a cell. An empty label stands for no mark.
type confusionJSON struct {
	First  string `json:"first"`
	Second string `json:"second"`
	Count  int    `json:"count"`
}

// MarshalJSON writes the cell with its labels as "attribution.source".
func (c Confusion) MarshalJSON() ([]byte, error) {
	return json.Marshal(confusionJSON{c.First.String(), c.Second.String(), c.Count})
}

// measureJSON is the written form of a measure.
type measureJSON struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Sentence string `json:"sentence"`
	Source   string `json:"source"`
}

// MarshalJSON writes the measure with its sentence.
func (m *Measure) MarshalJSON() ([]byte, error) {
	return json.Marshal(measureJSON{m.ID, m.Name, m.Sentence("", ""), m.Source})
}

var (
	ruleIDs   = [...]string{Overlap: "overlap", Exact: "exact", IoU50: "half"}
	originIDs = [...]string{AllOrigins: "all", OwnOnly: "without", SuggestedOnly: "only"}
)

// String is the rule as it is written: overlap, exact or half.
func (r Rule) String() string { return ruleIDs[r] }

// MarshalText writes the rule as String does.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// String is the choice as it is written: all, without or only.
func (o Origins) String() string { return originIDs[o] }

// MarshalText writes the choice as String does.
func (o Origins) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// ParseRule reads a rule as it is written; ok is false for anything else.
func ParseRule(s string) (r Rule, ok bool) {
	i := slices.Index(ruleIDs[:], s)
	return Rule(max(i, 0)), i >= 0
}

// ParseOrigins reads a choice as it is written; ok is false for anything else.
func ParseOrigins(s string) (o Origins, ok bool) {
	i := slices.Index(originIDs[:], s)
	return Origins(max(i, 0)), i >= 0
}
