package labelstudio

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// ofSmall are keys of the smaller export that are neither data nor marks.
var ofSmall = []string{"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"}

// readSmall reads a task of the smaller export (JSON-MIN), which has one annotation: data and what was marked stand side by side, marks by the
// name of their control. A task that has nothing but data is read the same.
func readSmall(b []byte, in interchange.Incoming) (interchange.Incoming, error) {
	var all object
	if err := json.Unmarshal(b, &all); err != nil {
		return in, err
	}
	if len(all) == 0 {
		return in, errors.New("it is empty")
	}
	in.Meta = metaOf(all)
	in.Document = cmp.Or(wordOf(all["document"]), wordOf(all["id"]), in.Meta.Title)
	if _, annotated := all["annotation_id"]; annotated {
		in.Annotator, in.Kind, in.Status = personName(all["annotator"]), annotation.Person, annotation.Done
	}
	var r result
	data := object{}
	for name, raw := range all {
		switch results := smallResults(name, raw); {
		case slices.Contains(ofSmall, name):
		case results != nil:
			r.Result = append(r.Result, results...)
		default:
			data[name] = raw
		}
	}
	slices.SortStableFunc(r.Result, func(a, b said) int { return strings.Compare(a.FromName, b.FromName) })
	t := incoming{Data: data}
	return in, t.take(&r, &in)
}

// smallResults are the results of one control; none where the key is the data's. They have no types, so that the keys of their values tell
// them.
func smallResults(name string, raw json.RawMessage) (out []said) {
	var values []object
	if json.Unmarshal(raw, &values) != nil {
		var one object
		if json.Unmarshal(raw, &one) != nil || one == nil {
			return nil
		}
		values = []object{one}
	}
	for _, v := range values {
		kind := ""
		for key := range v {
			if strings.HasSuffix(key, "labels") || slices.Contains([]string{"choices", "number", "rating", "taxonomy", "datetime"}, key) {
				kind = key
			}
		}
		if kind == "" {
			return nil
		}
		out = append(out, said{FromName: name, Type: kind, Value: v})
	}
	return out
}
