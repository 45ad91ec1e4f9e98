// Package formats lists the shapes in which datasets are written and read.
package formats

import (
	"fmt"
	"io"
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

// headBytes is how much of a file tells what it is, and mostSniffed of how many files.
const (
	headBytes   = 64 << 10
	mostSniffed = 100
)

// SniffedFile is the format that one file of a dataset seems to be of; nil: none that is known, or it cannot be read.
func SniffedFile(src interchange.Source, name string) *interchange.Format {
	head, err := headOf(src, name)
	if err != nil {
		return nil
	}
	for _, f := range All {
		if f.Read != nil && f.Sniff != nil && f.Sniff(name, head) {
			return f
		}
	}
	return nil
}

func headOf(src interchange.Source, name string) ([]byte, error) {
	f, err := src.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, headBytes))
}
