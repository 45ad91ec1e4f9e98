// Package formats lists the shapes in which datasets are written and read.
package formats

import (
	"fmt"
	"strings"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/annotation/interchange/conll"
	"rubricator/annotation/interchange/csvmarks"
	"rubricator/annotation/interchange/doccano"
	"rubricator/annotation/interchange/huggingface"
	"rubricator/annotation/interchange/labelstudio"
	"rubricator/annotation/interchange/prodigy"
	"rubricator/annotation/interchange/spacy"
)

// All are the formats, in the order in which people are shown them.
var All = []*interchange.Format{
	interchange.Native,
	huggingface.Format,
	doccano.Format,
	doccano.WithRelations,
	prodigy.Format,
	spacy.Format,
	spacy.Entities,
	conll.Format,
	conll.WithEnds,
	labelstudio.Format,
	csvmarks.Format,
	brat.Format,
}

// Named finds a format by its name.
func Named(name string) (*interchange.Format, error) {
	var names []string
	for _, f := range All {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("format %q is unknown; there are %s", name, strings.Join(names, ", "))
}
