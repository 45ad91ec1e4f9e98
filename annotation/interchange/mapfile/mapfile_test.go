package mapfile

import (
	"errors"
	"reflect"
	"testing"

	"rubricator/annotation/interchange"
)

const whole = `labels:
  CLAIM: claim.claim
  PERSON: drop
  ORG: make
relations:
  sourceOf: has_source
attributes:
  Verifiable: certainty
annotators:
  2: Anna
`

var read = interchange.Mapping{Labels: map[string]string{"CLAIM": "claim.claim", "PERSON": "drop", "ORG": "make"}, Relations: map[string]string{"sourceOf": "has_source"},
	Attributes: map[string]string{"Verifiable": "certainty"}, Annotators: map[string]string{"2": "Anna"}}

func TestAMappingIsReadFromYAMLAndFromJSONAndWritten(t *testing.T) {
	for _, file := range []string{whole, `{"labels":{"CLAIM":"claim.claim","PERSON":"drop","ORG":"make"},"relations":{"sourceOf":"has_source"},"attributes":{"Verifiable":"certainty"},"annotators":{"2":"Anna"}}`} {
		if m, err := Read([]byte(file)); err != nil || !reflect.DeepEqual(m, read) {
			t.Errorf("%s\nis %v, %v", file, m, err)
		}
	}
	b, err := Write(read)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := Read(b); err != nil || !reflect.DeepEqual(m, read) {
		t.Errorf("written as\n%s\nit is %v, %v", b, m, err)
	}
}

func TestWhatIsWrongIsToldWithItsLine(t *testing.T) {
	for file, says := range map[string]string{
		"":                            "the file is empty",
		"- a":                         `line 1: want lines of the form "theirs: ours"`,
		"label:\n  A: b":              `line 1: there is no "label"; there are labels, relations, attributes and annotators`,
		"labels:\n  A: b\n  A: c":     `line 3: labels: "A" is there twice`,
		"labels:\n  A:\n":             `line 2: labels: A: want a name here, or drop to leave it out, or make to add it to the scheme`,
		"labels:\n  A: [b]\n":         `line 2: labels: A: want a name here, or drop to leave it out, or make to add it to the scheme`,
		"annotators:\n  A: ''\n":      `line 2: annotators: A: want a name here of somebody in the project`,
		"labels: x":                   `line 1: labels: want lines of the form "theirs: ours"`,
		"labels:\n  [a]: b":           `line 2: labels: a name is wanted here`,
		"labels:\n  A: &x b\n  C: *x": `line 3: labels: C: want a name here, or drop to leave it out, or make to add it to the scheme`,
		"labels:\n  - [":              `line 2: this is no YAML: did not find expected node content`,
	} {
		if _, err := Read([]byte(file)); err == nil || err.Error() != says {
			t.Errorf("%q: %v, want %s", file, err, says)
		}
	}
	if m, err := Read([]byte("labels:\nrelations:\n")); err != nil || len(m.Labels) > 0 {
		t.Errorf("groups with nothing in them: %v, %v", m, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("labels: {\"\\u0085\": \"x y\", ~: a}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Read(b)
		if err != nil {
			if fault := (*Fault)(nil); !errors.As(err, &fault) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		written, err := Write(m)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Read(written); err != nil || !reflect.DeepEqual(again, m) {
			t.Fatalf("%v became %v, %v in\n%s", m, again, err, written)
		}
	})
}
