package recipefile_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/recipefile"
)

const full = `name: march
format: doccano
unit: utf16
policy: hull
labels:
    attribution.cue: ""
    claim.claim: CLAIM
choice:
    status: [done]
    negatives: none
    annotators: [Ana, Ben]
    suggestions: true
    corrected: true
    labels: [claim]
    since: "2026-03-01T00:00:00Z"
    until: "2026-04-01T00:00:00Z"
    articles:
        named:
            - Tolls rise
        outlets: [Wire]
        languages: [en]
        from: "2026"
        to: 2026-03
        round: week 12
text: false
pseudonyms: letters
split:
    train: 0.8
    validation: 0.1
    test: 0.1
    seed: 7
    by: outlet
    stratify: true
title: March
licence: CC-BY-4.0
sampling: All of March.
limits: One outlet.
`

func TestARecipeIsReadAndWrittenTheSame(t *testing.T) {
	r, err := recipefile.Read([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := interchange.Recipe{
		Name: "march", Format: "doccano", Unit: interchange.UTF16, Policy: "hull", Round: "week 12", TextFree: true, Pseudonyms: interchange.Letters,
		Labels: interchange.Labels{Names: map[string]string{"claim.claim": "CLAIM", "attribution.cue": ""}},
		Choice: interchange.Choice{Statuses: []annotation.Status{annotation.Done}, Negatives: interchange.NoNegatives, People: []string{"Ana", "Ben"}, Suggestions: true, Corrected: true,
			Labels: []string{"claim"}, Since: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
			Articles: interchange.Articles{Named: []string{"Tolls rise"}, Outlets: []string{"Wire"}, Languages: []string{"en"}, From: "2026", To: "2026-03"}},
		Split: &interchange.Split{Train: 0.8, Validation: 0.1, Test: 0.1, Seed: 7, By: "outlet", Stratify: true},
		Title: "March", Licence: "CC-BY-4.0", Sampling: "All of March.", Limits: "One outlet.",
	}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("read\n%+v\nwant\n%+v", r, want)
	}
	if b, err := recipefile.Write(r); err != nil || string(b) != full {
		t.Errorf("%v: written\n%s\nwant\n%s", err, b, full)
	}
}

func TestWordsStandForLists(t *testing.T) {
	r, err := recipefile.Read([]byte("labels: three labels\nchoice: {status: any, annotators: Ana, until: 2026-03-31}\n"))
	if err != nil || !r.Labels.Three || len(r.Choice.Statuses) != 4 || r.Choice.Negatives != interchange.AllNegatives || r.Choice.People[0] != "Ana" ||
		r.Choice.Until != time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC) {
		t.Errorf("%v: %+v", err, r)
	}
	r, err = recipefile.Read([]byte("name: x\n"))
	if err != nil || !reflect.DeepEqual(r.Choice, interchange.Started) {
		t.Errorf("%v: without a choice it takes %+v", err, r.Choice)
	}
}

func TestWhatIsWrongIsToldWithItsLine(t *testing.T) {
	for file, want := range map[string]string{
		"":                                        "the file is empty",
		"name: x\nfromat: y\n":                    `line 2: there is no field "fromat"`,
		"choice:\n  statsu: done\n":               `line 2: there is no field "statsu"`,
		"name: x\nname: y\n":                      "line 2: ",
		"choice:\n  status: finished\n":           `line 2: status: "finished" is unknown`,
		"choice:\n  negatives: some\n":            `line 2: negatives: "some": want reviewed, none or all`,
		"choice:\n  since: March\n":               `line 2: since: "March": want a day`,
		"labels: four\n":                          `line 1: labels: "four": want scheme, three labels`,
		"name: ../x\n":                            "line 1: name: ",
		"pseudonyms: maybe\n":                     "line 1: pseudonyms: ",
		"x: [":                                    "line 1: ",
		"split: {train: -1}\n":                    "line 1: split: want shares",
		"split: {train: 1, by: author}\n":         "line 1: split: by: ",
		"unit: inch\n":                            `offset unit "inch" is unknown`,
		"name: a\n---\nname: b\n":                 "more than one recipe",
		"text: perhaps\n":                         "line 1: ",
		strings.Repeat("#\n", recipefile.Longest): "more than 4 MB",
	} {
		_, err := recipefile.Read([]byte(file))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want %s", file, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("labels: three labels\nchoice: {status: any, annotators: Ana}\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := recipefile.Read(b)
		if err != nil {
			return
		}
		first, err := recipefile.Write(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := recipefile.Read(first)
		if err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		if second, err := recipefile.Write(again); err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%v: %s became %s", err, first, second)
		}
	})
}
