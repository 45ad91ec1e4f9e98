package huggingface

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"rubricator/annotation/interchange"
)

// CardYAML is what the head of the card, README.md, says of the files: "configs" where they are and "dataset_info" what is in them. splits has the
// number of rows of each; one without a name is "train".
func CardYAML(splits map[string]int, o interchange.Options) map[string]any {
	var files, sizes []any
	for _, split := range slices.SortedFunc(maps.Keys(splits), bySplit) {
		name := cmp.Or(split, unsplit)
		files = append(files, map[string]any{"split": name, "path": "data/" + name + "-*"})
		sizes = append(sizes, map[string]any{"name": name, "num_examples": splits[split]})
	}
	return map[string]any{
		"configs":      []any{map[string]any{"config_name": "default", "data_files": files}},
		"dataset_info": map[string]any{"features": columns.card(tagNames(o))["struct"], "splits": sizes},
	}
}

// bySplit orders splits as people name them.
func bySplit(a, b string) int {
	order := []string{"", "train", "validation", "test"}
	return cmp.Or(slices.Index(order, a)-slices.Index(order, b), cmp.Compare(a, b))
}

// card is the type of a column in the card, in the words of Features._to_yaml_list of the datasets library.
func (c column) card(names []string) map[string]any {
	switch c.kind {
	case text:
		return map[string]any{"dtype": "string"}
	case number:
		return map[string]any{"dtype": "int32"}
	case tag:
		numbered := map[string]any{}
		for i, name := range names {
			numbered[strconv.Itoa(i)] = name
		}
		return map[string]any{"class_label": map[string]any{"names": numbered}}
	case list:
		of := c.within[0].card(names)
		switch c.within[0].kind {
		case record:
			return map[string]any{"list": of["struct"]}
		case tag:
			return map[string]any{"sequence": of}
		case list:
			return map[string]any{"sequence": of}
		}
		return map[string]any{"sequence": of["dtype"]}
	}
	var fields []any
	for _, in := range c.within {
		f := in.card(names)
		f["name"] = in.name
		fields = append(fields, f)
	}
	return map[string]any{"struct": fields}
}
