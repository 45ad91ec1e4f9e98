package annotation

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// rowStory is a mark that two devices change without knowing of each other.
type rowStory struct {
	t       *testing.T
	text    *text.Text
	row     ID
	changes []RowChange
	names   map[ID]string // of edits
	lamport int64
}

func newRowStory(t *testing.T) *rowStory {
	body, err := text.New("Just seven of the ten seats were filled.")
	if err != nil {
		t.Fatal(err)
	}
	return &rowStory{t: t, text: body, row: NewID(), names: map[ID]string{}}
}

var devices = map[string]ID{"desk": {1}, "laptop": {2}, "phone": {3}}

// mark is the row on "Just seven" and so on.
func (s *rowStory) mark(quote, label string) *Span {
	at := strings.Index(s.text.String(), quote)
	sp := NewSpan(s.row, ID{9}, LabelRole{Label: label}, s.text, []rangeset.Range{{Start: text.Pos(at), End: text.Pos(at + len(quote))}}, OriginSelection)
	return &sp
}

// does is a change by a device that knew the edit was; it gives the edit's ID.
func (s *rowStory) does(device string, was ID, before, after *Span) ID {
	s.t.Helper()
	e := NewEdit("x")
	e.Spans = []Change[Span]{{ID: s.row, Before: before, After: after, Was: was}}
	n, err := e.Entries()
	if err != nil {
		s.t.Fatal(err)
	}
	short, err := n[0].Shorten()
	if err != nil {
		s.t.Fatal(err)
	}
	s.lamport++
	s.changes = append(s.changes, RowChange{e.ID, devices[device], s.lamport, short})
	return e.ID
}

// becomes folds the changes in several orders, which must lead to the same.
func (s *rowStory) becomes() Folded {
	s.t.Helper()
	want, err := FoldRow(KindSpan, s.row, s.changes, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for range 10 {
		shuffled := slices.Clone(s.changes)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got, err := FoldRow(KindSpan, s.row, shuffled, nil)
		if err != nil || !bytes.Equal(got.Value, want.Value) || got.Rev != want.Rev || len(got.Copies) != len(want.Copies) {
			s.t.Fatalf("another order gives %s, %v; want %s", got.Value, err, want.Value)
		}
	}
	return want
}

func (s *rowStory) reads(value json.RawMessage, want string) {
	s.t.Helper()
	got := "gone"
	if value != nil {
		var sp Span
		if err := json.Unmarshal(value, &sp); err != nil {
			s.t.Fatal(err)
		}
		got = sp.Label().Label + " " + sp.Quote()
		if sp.Note() != "" {
			got += " (" + sp.Note() + ")"
		}
	}
	if got != want {
		s.t.Errorf("the mark is %q, want %q", got, want)
	}
}

func TestLaterChangesHold(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	b := s.does("laptop", a, s.mark("seven", "statistic"), s.mark("Just seven", "statistic"))
	got := s.becomes()
	s.reads(got.Value, "statistic Just seven")
	if got.Rev != b || len(got.Conflicts) != 0 {
		t.Errorf("rev %v, conflicts %v", got.Rev, got.Conflicts)
	}
}

func TestDifferentFieldsAreBothTaken(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	noted := s.mark("seven", "statistic").WithNote("why not ten?")
	s.does("desk", a, s.mark("seven", "statistic"), s.mark("Just seven", "statistic"))
	s.does("laptop", a, s.mark("seven", "statistic"), &noted)
	got := s.becomes()
	s.reads(got.Value, "statistic Just seven (why not ten?)")
	if len(got.Conflicts) != 0 {
		t.Errorf("conflicts %v", got.Conflicts)
	}
}

func TestBothSidesOfAChangeAreKept(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	lost := s.does("desk", a, s.mark("seven", "statistic"), s.mark("Just seven", "statistic"))
	won := s.does("laptop", a, s.mark("seven", "statistic"), s.mark("seven of the ten", "statistic"))
	got := s.becomes()
	s.reads(got.Value, "statistic seven of the ten")
	if len(got.Conflicts) != 1 || got.Conflicts[0].How != BothChanged || got.Conflicts[0].Other != lost {
		t.Fatalf("conflicts %+v", got.Conflicts)
	}
	if len(got.Copies) != 1 || got.Copies[0].ID != got.Conflicts[0].Copy {
		t.Fatalf("copies %+v", got.Copies)
	}
	s.reads(got.Copies[0].Root.Value, "statistic Just seven")

	// A later change knew both: there is no conflict any more, and the copy stays until somebody deletes it.
	if got.Rev != MergeID([]ID{won, lost}) {
		t.Error("the row does not say that it is of both")
	}
	s.does("laptop", got.Rev, s.mark("seven of the ten", "statistic"), s.mark("Just seven of the ten", "statistic"))
	got = s.becomes()
	s.reads(got.Value, "statistic Just seven of the ten")
	if len(got.Conflicts) != 0 || len(got.Copies) != 1 {
		t.Errorf("conflicts %v, copies %d; want the copy alone", got.Conflicts, len(got.Copies))
	}
}

func TestWhatOneChangedAndAnotherDeletedStays(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	s.does("desk", a, s.mark("seven", "statistic"), s.mark("Just seven", "statistic"))
	s.does("laptop", a, s.mark("seven", "statistic"), nil)
	got := s.becomes()
	s.reads(got.Value, "statistic Just seven")
	if len(got.Conflicts) != 1 || got.Conflicts[0].How != OneDeleted {
		t.Fatalf("conflicts %+v", got.Conflicts)
	}
	// Saying that it stays is a change that changes nothing.
	s.does("desk", got.Rev, s.mark("Just seven", "statistic"), s.mark("Just seven", "statistic"))
	if got = s.becomes(); len(got.Conflicts) != 0 {
		t.Errorf("conflicts %+v after one said that it stays", got.Conflicts)
	}
	s.reads(got.Value, "statistic Just seven")
}

func TestADeletionHoldsAgainstWhatItKnew(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	b := s.does("laptop", a, s.mark("seven", "statistic"), s.mark("Just seven", "statistic"))
	gone := s.does("desk", b, s.mark("Just seven", "statistic"), nil)
	got := s.becomes()
	s.reads(got.Value, "gone")
	s.does("desk", gone, nil, s.mark("Just seven", "statistic"))
	s.reads(s.becomes().Value, "statistic Just seven")
}

func TestTwoWhoMakeTheSameMakeItOnce(t *testing.T) {
	s := newRowStory(t)
	s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	b := s.does("laptop", ID{}, nil, s.mark("seven", "statistic"))
	s.does("laptop", b, s.mark("seven", "statistic"), s.mark("seven", "claim"))
	got := s.becomes()
	s.reads(got.Value, "claim seven")
	if len(got.Conflicts) != 0 {
		t.Errorf("conflicts %+v: one of them only began the same", got.Conflicts)
	}
}

func TestEachWentToWhereTheOtherCameFrom(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	s.does("desk", a, s.mark("seven", "statistic"), s.mark("ten", "statistic"))
	b := s.does("laptop", ID{}, nil, s.mark("ten", "statistic"))
	s.does("laptop", b, s.mark("ten", "statistic"), s.mark("seven", "statistic"))
	s.reads(s.becomes().Value, "statistic seven")
}

func TestAChangeOfWhatIsNotKnownIsMissingIt(t *testing.T) {
	s := newRowStory(t)
	unknown := NewID()
	s.does("desk", unknown, s.mark("seven", "statistic"), s.mark("ten", "statistic"))
	if got := s.becomes(); !slices.Equal(got.Missing, []ID{unknown}) {
		t.Errorf("missing %v", got.Missing)
	}
}

func TestThreeWhoChangedTheSame(t *testing.T) {
	s := newRowStory(t)
	a := s.does("desk", ID{}, nil, s.mark("seven", "statistic"))
	x := s.does("desk", a, s.mark("seven", "statistic"), s.mark("Just seven", "statistic"))
	y := s.does("laptop", a, s.mark("seven", "statistic"), s.mark("seven of the ten", "statistic"))
	z := s.does("phone", a, s.mark("seven", "statistic"), s.mark("ten seats", "statistic"))
	got := s.becomes()
	s.reads(got.Value, "statistic ten seats")
	if len(got.Copies) != 2 || got.Rev != MergeID([]ID{z, x, y}) {
		t.Errorf("copies %d", len(got.Copies))
	}
	s.does("desk", got.Rev, s.mark("ten seats", "statistic"), nil)
	s.reads(s.becomes().Value, "gone")
}
