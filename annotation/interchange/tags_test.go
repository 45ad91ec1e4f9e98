package interchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestMarksAreReadOffTagsOfAnyScheme(t *testing.T) {
	for _, c := range []struct{ what, tags, want string }{
		{"IOB2", "O B-A I-A B-A O B-B", "[{1 3 A} {3 4 A} {5 6 B}] []"},
		{"IOB1", "O I-A I-A B-A O I-B I-A", "[{1 3 A} {3 4 A} {5 6 B} {6 7 A}] []"},
		{"BILOU", "B-A I-A L-A U-A O U-B", "[{0 3 A} {3 4 A} {5 6 B}] []"},
		{"BIOES", "B-A E-A S-A S-A O", "[{0 2 A} {2 3 A} {3 4 A}] []"},
		{"IOB2 with an I- after O, and one of another label", "B-A O I-A I-A I-B", "[{0 1 A} {2 4 A} {4 5 B}] [2 4]"},
		{"BILOU with an end alone", "U-A L-A", "[{0 1 A} {1 2 A}] [1]"},
		{"missing values", "- _ B-A", "[{2 3 A}] []"},
		{"a label with a dash", "B-A-B I-A-B", "[{0 2 A-B}] []"},
		{"nothing", "", "[] []"},
	} {
		marks, repaired := FromTags(strings.Fields(c.tags))
		if got := fmt.Sprint(marks, repaired); got != c.want {
			t.Errorf("%s: %s gives %s, want %s", c.what, c.tags, got, c.want)
		}
	}
}

func TestTagsAreWrittenAndReadBack(t *testing.T) {
	marks := []Tagged{{0, 1, "A"}, {1, 3, "A"}, {4, 7, "B"}, {7, 8, "C"}}
	for scheme, want := range map[TagScheme]string{
		IOB2:  "B-A B-A I-A O B-B I-B I-B B-C O",
		BILOU: "U-A B-A L-A O B-B I-B L-B U-C O",
	} {
		tags := scheme.Tags(9, marks)
		if got := strings.Join(tags, " "); got != want {
			t.Errorf("%s: %s, want %s", scheme, got, want)
		}
		if back, repaired := FromTags(tags); !slices.Equal(back, marks) || repaired != nil {
			t.Errorf("%s: read back %v %v", scheme, back, repaired)
		}
	}
}
