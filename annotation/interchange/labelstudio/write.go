package labelstudio

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// task is a document as it is written.
type task struct {
	ID          int        `json:"id"`
	Data        data       `json:"data"`
	Meta        taskMeta   `json:"meta"`
	Annotations []marked   `json:"annotations"`
	Predictions []foretold `json:"predictions"`
}

type data struct {
	Text     string `json:"text"`
	Document string `json:"document"`
	interchange.Meta
}

// taskMeta says by the ids of annotations who made them.
type taskMeta struct {
	Annotators map[string]annotator `json:"annotators,omitempty"`
}

type annotator struct {
	Name   string            `json:"name"`
	Status annotation.Status `json:"status"`
}

// marked is what a person marked.
type marked struct {
	ID           int   `json:"id"`
	WasCancelled bool  `json:"was_cancelled"`
	GroundTruth  bool  `json:"ground_truth"`
	Result       []any `json:"result"`
}

// foretold is what a model marked.
type foretold struct {
	ModelVersion string `json:"model_version"`
	Result       []any  `json:"result"`
}

// region is a mark, or what is said about it or about the article.
type region struct {
	ID       string      `json:"id"`
	FromName string      `json:"from_name"`
	ToName   string      `json:"to_name"`
	Type     string      `json:"type"`
	ParentID string      `json:"parentID,omitempty"`
	Value    value       `json:"value"`
	Score    float64     `json:"score,omitempty"`
	Meta     *regionMeta `json:"meta,omitempty"`
}

type value struct {
	Start   *int     `json:"start,omitempty"`
	End     *int     `json:"end,omitempty"`
	Text    any      `json:"text,omitempty"` // what is marked, or what was typed about it
	Labels  []string `json:"labels,omitempty"`
	Choices []string `json:"choices,omitempty"`
}

type regionMeta struct {
	Text []string `json:"text"` // the note
}

type link struct {
	FromID    string   `json:"from_id"`
	ToID      string   `json:"to_id"`
	Type      string   `json:"type"` // always "relation"
	Direction string   `json:"direction"`
	Labels    []string `json:"labels"`
}

// encoder writes one file for each split, and the configuration at the end.
type encoder struct {
	files  *interchange.Files
	folder interchange.Folder
	unit   interchange.Unit
	config *config
	tasks  int // that were written
	marked int // the last id of what a person marked
}

func write(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	files := interchange.NewFiles(f, func(split string) string { return o.FileName(split) + extension })
	return &encoder{files: files, folder: f, unit: o.Unit, config: newConfig(o)}, nil
}

// Write writes a task, which begins a line of the file.
func (e *encoder) Write(split string, lines []interchange.Line) error {
	if len(lines) == 0 {
		return nil
	}
	f, err := e.files.Of(split)
	if err != nil {
		return err
	}
	before := byte(',')
	if f.Records == 0 {
		before = '['
	}
	if err := f.WriteByte(before); err != nil {
		return err
	}
	return f.JSON(e.task(lines))
}

// Close ends the arrays and writes the configuration.
func (e *encoder) Close() error {
	for _, f := range e.files.All() {
		f.WriteString("]\n") // an error stays with the file and comes when it is closed
	}
	if err := e.files.Close(); err != nil {
		return err
	}
	return e.config.write(e.folder)
}

func (e *encoder) task(lines []interchange.Line) task {
	e.tasks++
	first := &lines[0]
	t := task{ID: e.tasks, Data: data{first.Text, first.ID.String(), first.Meta}, Meta: taskMeta{map[string]annotator{}},
		Annotations: []marked{}, Predictions: []foretold{}}
	for i := range lines {
		l := &lines[i]
		switch {
		case l.Annotator == nil: // nobody marked it
		case l.Kind == annotation.Model:
			t.Predictions = append(t.Predictions, foretold{*l.Annotator, e.result(l)})
		default:
			e.marked++
			t.Meta.Annotators[strconv.Itoa(e.marked)] = annotator{*l.Annotator, l.Status}
			t.Annotations = append(t.Annotations, marked{ID: e.marked, WasCancelled: l.Status == annotation.Skipped,
				GroundTruth: l.Kind == annotation.Reference, Result: e.result(l)})
		}
	}
	return t
}

func (e *encoder) result(l *interchange.Line) []any {
	out := []any{}
	for _, name := range slices.Sorted(maps.Keys(l.Attributes)) {
		control := ofArticle + name
		out = append(out, region{ID: "article-" + name, FromName: control, ToName: textName,
			Type: e.config.kind(control, "", l.Attributes[name]), Value: e.said(control, value{}, l.Attributes[name])})
	}
	t, bounds := l.Index(), l.Offsets(e.unit)
	for i := range l.Spans {
		s := &l.Spans[i]
		e.config.label(s.Name())
		for j, r := range s.Ranges {
			at := value{Start: &bounds[i][j][0], End: &bounds[i][j][1], Text: t.Slice(r[0], r[1])}
			out = append(out, e.piece(s, j, at)...)
		}
	}
	return append(out, e.links(l.Relations)...)
}

// piece gives a range of a mark; with the first go the note and the attributes.
func (e *encoder) piece(s *interchange.Span, n int, at value) (out []any) {
	of := region{ID: s.ID.String(), FromName: labelsName, ToName: textName, Type: "labels", Value: at, Score: s.Score()}
	of.Value.Labels = []string{s.Name()}
	if n > 0 {
		of.ParentID, of.ID = of.ID, fmt.Sprintf("%s.%d", of.ID, n+1)
		return []any{of}
	}
	if s.Note != "" {
		of.Meta = &regionMeta{[]string{s.Note}}
	}
	out = append(out, of)
	for _, name := range slices.Sorted(maps.Keys(s.Attributes)) {
		control := controlName(name)
		about := of
		about.Score = 0
		about.FromName, about.Type = control, e.config.kind(control, s.Name(), s.Attributes[name])
		about.Value = e.said(control, at, s.Attributes[name])
		out = append(out, about)
	}
	return out
}

// said puts the values of an attribute beside the place that they are said of.
func (e *encoder) said(control string, at value, values []string) value {
	if e.config.isListed(control) {
		at.Choices = values
	} else {
		at.Text = values
	}
	return at
}

// links gives the links, those between the same two marks as one.
func (e *encoder) links(rs []interchange.Relation) (out []any) {
	between := map[[2]annotation.ID]*link{}
	for _, r := range rs {
		e.config.relation(r.Type)
		ends := [2]annotation.ID{r.From, r.To}
		if at := between[ends]; at != nil {
			at.Labels = append(at.Labels, r.Type)
			continue
		}
		between[ends] = &link{r.From.String(), r.To.String(), "relation", "right", []string{r.Type}}
		out = append(out, between[ends])
	}
	return out
}
