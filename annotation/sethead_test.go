package annotation

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// aboutDocuments is the tests' scheme with attributes of whole documents.
func aboutDocuments(t testing.TB) *Scheme {
	t.Helper()
	s := withRoles(t)
	s.Document = []Attribute{
		{ID: "topic", Name: "Topic", Kind: FreeText},
		{ID: "genre", Name: "Genre", Kind: OneOf, Values: []Value{{ID: "news"}, {ID: "opinion"}}},
	}
	return s
}

// saysOf writes a head as "status attributes".
func saysOf(s *Set) string {
	b, _ := json.Marshal(s.Head().Attributes)
	return string(s.Head().Status) + " " + strings.NewReplacer(`"`, "", "null", "-", "{}", "-").Replace(string(b))
}

func TestWhatIsSaidOfAWholeDocument(t *testing.T) {
	mark := func(s *Set) (Edit, error) {
		return s.AddSpan([]rangeset.Range{{Start: 0, End: 5}}, LabelRole{Label: "claim"}, OriginSelection)
	}
	status := func(to Status) func(*Set) (Edit, error) {
		return func(s *Set) (Edit, error) {
			e, ok := s.SetStatus(to)
			if !ok {
				return e, errors.New("no edit")
			}
			return e, nil
		}
	}
	give := func(attribute string, values ...string) func(*Set) (Edit, error) {
		return func(s *Set) (Edit, error) { return s.SetDocumentAttribute(attribute, values...) }
	}
	for _, c := range []struct {
		name string
		acts []func(*Set) (Edit, error)
		want string
	}{
		{"a topic begins the work", []func(*Set) (Edit, error){give("topic", "ships")}, "in_work {topic:[ships]}"},
		{"a topic leaves a done one done", []func(*Set) (Edit, error){mark, status(Done), give("topic", "ships")}, "done {topic:[ships]}"},
		{"one of several is taken away", []func(*Set) (Edit, error){give("topic", "ships"), give("genre", "news"), give("topic")}, "in_work {genre:[news]}"},
		{"nothing to mark is done", []func(*Set) (Edit, error){give(Nothing, "yes")}, "done {nothing:[yes]}"},
		{"done without a mark says so too", []func(*Set) (Edit, error){status(Done)}, "done {nothing:[yes]}"},
		{"done with marks does not", []func(*Set) (Edit, error){mark, status(Done)}, "done -"},
		{"a mark takes nothing to mark back", []func(*Set) (Edit, error){give("genre", "news"), give(Nothing, "yes"), mark}, "in_work {genre:[news]}"},
		{"so does setting it in work", []func(*Set) (Edit, error){give(Nothing, "yes"), status(InWork)}, "in_work -"},
		{"skipped has its reason", []func(*Set) (Edit, error){give(SkippedFor, "no news")}, "skipped {skipped:[no news]}"},
		{"a mark takes skipping back", []func(*Set) (Edit, error){give(SkippedFor, "no news"), mark}, "in_work -"},
		{"nothing to mark is not skipped", []func(*Set) (Edit, error){give(SkippedFor, "no news"), status(Done)}, "done {nothing:[yes]}"},
		{"skipped is not nothing to mark", []func(*Set) (Edit, error){status(Done), give(SkippedFor, "no news")}, "skipped {skipped:[no news]}"},
		{"the reason is taken away", []func(*Set) (Edit, error){give(SkippedFor, "no news"), give(SkippedFor)}, "in_work -"},
		{"marks can be in what is skipped", []func(*Set) (Edit, error){mark, give(SkippedFor, "no news")}, "skipped {skipped:[no news]}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewSet(NewID(), NewID(), text.MustNew("Tolls rose."), aboutDocuments(t))
			var states []string
			var done []Edit
			for _, act := range c.acts {
				e, err := act(s)
				if err != nil {
					t.Fatal(err)
				}
				states, done = append(states, saysOf(s)), append(done, e)
				if err := s.Apply(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := saysOf(s); got != c.want {
				t.Errorf("it is %s, want %s", got, c.want)
			}
			for i := len(done) - 1; i >= 0; i-- {
				if err := s.Apply(done[i].Inverse()); err != nil || saysOf(s) != states[i] {
					t.Errorf("taken back it is %s, want %s: %v", saysOf(s), states[i], err)
				}
			}
		})
	}
}

func TestWhatCannotBeSaidOfAWholeDocument(t *testing.T) {
	for _, c := range []struct {
		attribute string
		values    []string
		refusal   string
	}{
		{"outlet", []string{"Wire"}, `a document has no attribute "outlet"`},
		{"unsure", []string{"yes"}, `a document has no attribute "unsure"`},
		{"genre", []string{"poem"}, `"poem" is none of news, opinion`},
		{"topic", []string{"a", "b"}, `takes one value, not 2`},
		{Nothing, []string{"no"}, `"no" is not yes`},
		{SkippedFor, []string{" "}, `it takes one reason`},
		{SkippedFor, []string{"a", "b"}, `it takes one reason`},
	} {
		s := NewSet(NewID(), NewID(), text.MustNew("Tolls rose."), aboutDocuments(t))
		if _, err := s.SetDocumentAttribute(c.attribute, c.values...); !errors.Is(err, ErrAgainstScheme) || !strings.Contains(err.Error(), c.refusal) {
			t.Errorf("%s %q: %v, want %s", c.attribute, c.values, err, c.refusal)
		}
	}
	s := NewSet(NewID(), NewID(), text.MustNew("Tolls rose."), aboutDocuments(t))
	do := doing(t, s)
	id := do(s.AddSpan([]rangeset.Range{{Start: 0, End: 5}}, LabelRole{Label: "claim"}, OriginSelection)).Spans[0].ID
	if _, err := s.SetDocumentAttribute(Nothing, "yes"); err == nil {
		t.Error("a document with a mark is said to have nothing to mark")
	}
	if _, err := s.SetAttribute(id, Nothing, "yes"); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("a mark is given what is the document's: %v", err)
	}
}

// Rows of files that know nothing of this keep their hashes.
func TestAHeadOfWhichNothingIsSaidIsWrittenAsEver(t *testing.T) {
	h := SetHead{Status: InWork}.with("topic", "ships").with("topic")
	b, err := Encode(h)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"id":"","document":"","annotator":"","status":"in_work"}`; string(b) != want {
		t.Errorf("written %s, want %s", b, want)
	}
}
