// Package labelstudio writes and reads the JSON of Label Studio, and writes the labelling configuration that shows it.
//
// Offsets count code points since October 2021 (label-studio-frontend, pull request 308), and UTF-16 units before. Of an annotation that is
// imported Label Studio keeps its id, as "import_id", its result, "ground_truth" (true where it is left out), "was_cancelled" and "lead_time",
// and it refuses a whole file in which "completed_by" names somebody it does not know. So "completed_by" is left out, and who made an
// annotation stands in the metadata of the task, which is kept.
package labelstudio

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

const extension = ".json"

// Nested is what is done with interrupted marks when nothing else is asked for: Label Studio lists their pieces under the first.
var Nested = interchange.Policy{Name: "nested", Says: "an interrupted mark is written as several marks, the later pieces within the first, and read back as one"}

// Format is an array of tasks, one a document.
var Format = &interchange.Format{Name: "labelstudio", Title: "Label Studio JSON", Extension: extension, Unit: interchange.CodePoint, AnyUnit: true,
	Policies: []interchange.Policy{Nested, interchange.Pieces, interchange.Hull},
	Keep:     keep, Write: write, Sniff: sniff, Read: read}

func keep(l interchange.Line, o interchange.Options) interchange.Line {
	if o.Policy != Nested.Name {
		l = l.Unbroken(o.Policy)
	}
	l.Attributes = given(l.Attributes)
	l.Spans = slices.Clone(l.Spans)
	for i := range l.Spans {
		l.Spans[i].Attributes, l.Spans[i].Computed = given(l.Spans[i].Attributes), nil
	}
	l.Relations = distinct(l.Relations)
	return l.LinkedWithin()
}

// given leaves out attributes without a value, which are lost nowhere.
func given(as interchange.Attributes) interchange.Attributes {
	as = maps.Clone(as)
	maps.DeleteFunc(as, func(_ string, values []string) bool { return len(values) == 0 })
	return as
}

// distinct leaves out links that say again what another says: two marks have one link each way in Label Studio, with a label for each type.
func distinct(rs []interchange.Relation) []interchange.Relation {
	said := map[interchange.Relation]bool{}
	return slices.DeleteFunc(slices.Clone(rs), func(r interchange.Relation) bool {
		r.ID = annotation.ID{}
		again := said[r]
		said[r] = true
		return again
	})
}

// Names in the labelling configuration.
const (
	labelsName = "label"
	textName   = "text"
	ofArticle  = "article." // before the name of an attribute of the article
)

// controlName is an attribute's name in the configuration, where the labels and the text have names too.
func controlName(attribute string) string {
	if attribute == labelsName || attribute == textName || strings.HasPrefix(attribute, "_") || strings.HasPrefix(attribute, ofArticle) {
		return "_" + attribute
	}
	return attribute
}

// attributeName is the way back.
func attributeName(control string) string {
	if a := strings.TrimPrefix(control, "_"); controlName(a) == control {
		return a
	}
	return control
}

// pieceID is the id of a later piece of an interrupted mark: the mark's, and which piece it is.
var pieceID = regexp.MustCompile(`^(.+)\.(\d+)$`)

// keys are such as only Label Studio has: in tasks, and in those of its smaller export.
var keys = regexp.MustCompile(`"(completed_by|was_cancelled|from_name|annotation_id|model_version|predictions)"\s*:|"data"\s*:\s*\{`)

// sniff tells an array of tasks by its keys.
func sniff(_ string, head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	return len(head) > 0 && (head[0] == '[' || head[0] == '{') && keys.Match(head)
}
