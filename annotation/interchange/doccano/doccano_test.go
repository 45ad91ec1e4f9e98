package doccano_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/doccano"
	"rubricator/annotation/interchange/formattest"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, doccano.Format, interchange.Options{}, "testdata/plain.txtar")
	formattest.Golden(t, doccano.Format, interchange.Options{Unit: interchange.Grapheme}, "testdata/grapheme.txtar")
	formattest.Golden(t, doccano.WithRelations, interchange.Options{}, "testdata/relations.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	for _, f := range []*interchange.Format{doccano.Format, doccano.WithRelations} {
		formattest.RoundTrip(t, f)
	}
}

func TestEachUserOfALineIsAnAnnotator(t *testing.T) {
	const lines = `{"id": 7, "text": "Prices rose.", "annotations": [{"label": 12, "start_offset": 0, "end_offset": 6, "user": 1},
		{"label": "fall", "start_offset": 7, "end_offset": 11, "user": 2}, {"label": 13, "start_offset": 0, "end_offset": 11, "user": 1}], "annotation_approver": null}
{"id": 8, "text": "Nobody marked this.", "annotations": [], "annotation_approver": null}
{"id": 9, "text": "Of a whole text.", "annotations": [{"label": 2, "user": 1}], "annotation_approver": null}`
	src := interchange.InMemory{"wire.jsonl": []byte(strings.ReplaceAll(lines, ",\n", ","))}
	if !doccano.Format.Sniff("wire.jsonl", src["wire.jsonl"]) {
		t.Error("the file is not known by its looks")
	}
	var got []string
	for in, err := range doccano.Format.Read(src) {
		line := fmt.Sprint(in.Document, " ", in.Annotator, ":")
		for _, sp := range in.Spans {
			line += fmt.Sprint(" ", sp.Label, sp.Ranges)
		}
		if err != nil {
			line += err.Error()
		}
		got = append(got, line)
	}
	want := []string{"7 1: 12[[0 6]] 13[[0 11]]", "7 2: fall[[7 11]]", "8 :",
		` :read line 3: annotation 1 is no mark on a text: it has no "start_offset" and "end_offset"`}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestWhoConfirmedOrApprovedIsDone(t *testing.T) {
	for keys, want := range map[string]annotation.Status{`"is_confirmed":true`: annotation.Done, `"is_confirmed":false`: annotation.InWork, `"annotation_approver":"eve"`: annotation.Done,
		`"annotation_approver":null`: "", `"Comments":[]`: "", `"status":"in_work","annotation_approver":"eve"`: annotation.InWork} {
		src := interchange.InMemory{"wire.jsonl": []byte(`{"text":"Prices rose.","label":[[0,6,"claim"]],` + keys + `}`)}
		for in, err := range doccano.Format.Read(src) {
			if err != nil || in.Status != want {
				t.Errorf("%s: %q, %v", keys, in.Status, err)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, format := range []*interchange.Format{doccano.Format, doccano.WithRelations} {
		for _, b := range formattest.Written(f, format, interchange.Options{}, formattest.Sample()) {
			f.Add(b)
		}
	}
	formattest.Fuzz(f, doccano.Format,
		`{"text": "Prices rose.", "annotations": [{"label": 12, "start_offset": 0, "end_offset": 6, "user": 1}]}`)
}
