package huggingface

import (
	"encoding/json"
	"slices"

	"rubricator/annotation/interchange"
)

// metadataKey is where the datasets library looks in a Parquet file for the types of columns.
const metadataKey = "huggingface"

// metadata is what it finds there. Fields must stand in their order. Lists of records are [record]: a Sequence of one would be taken for a record
// of lists. Lists of others are Sequence, which all releases read.
func metadata(names []string) string {
	return `{"info":{"features":` + string(columns.appendFeature(nil, names)) + "}}"
}

func (c column) appendFeature(b []byte, names []string) []byte {
	switch c.kind {
	case text:
		return append(b, `{"dtype":"string","_type":"Value"}`...)
	case number:
		return append(b, `{"dtype":"int32","_type":"Value"}`...)
	case tag:
		b = append(b, `{"names":`...)
		b = append(b, asJSON(names)...)
		return append(b, `,"_type":"ClassLabel"}`...)
	case list:
		if c.within[0].kind == record {
			return append(c.within[0].appendFeature(append(b, '['), names), ']')
		}
		b = c.within[0].appendFeature(append(b, `{"feature":`...), names)
		return append(b, `,"_type":"Sequence"}`...)
	}
	for i, in := range c.within {
		b = append(b, "{,"[min(i, 1)])
		b = append(append(b, asJSON(in.name)...), ':')
		b = in.appendFeature(b, names)
	}
	return append(b, '}')
}

func asJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings can be written
	}
	return b
}

// tagNames are the names of the tags in the order of their numbers: O, and two for each label.
func tagNames(o interchange.Options) []string {
	out := []string{"O"}
	for _, l := range o.Labels {
		name := (&interchange.Span{Label: l.Label, Role: l.Role}).Name()
		out = append(out, "B-"+name, "I-"+name)
	}
	return out
}

// namesOf reads the names of a column's tags from metadata; nil where it has none.
func namesOf(metadata, name string) []string {
	var m struct {
		Info struct {
			Features map[string]json.RawMessage `json:"features"`
		} `json:"info"`
	}
	if json.Unmarshal([]byte(metadata), &m) != nil {
		return nil
	}
	return namesIn(m.Info.Features[name])
}

func namesIn(feature json.RawMessage) []string {
	var inList []json.RawMessage
	if json.Unmarshal(feature, &inList) == nil && len(inList) == 1 {
		feature = inList[0]
	}
	var f struct {
		Names   []string        `json:"names"`
		Feature json.RawMessage `json:"feature"`
	}
	if json.Unmarshal(feature, &f) != nil {
		return nil
	}
	if f.Feature != nil {
		return namesIn(f.Feature)
	}
	return slices.Clip(f.Names)
}
