package cli_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/storage"
)

func TestCommentsListsThreadsAndTheOpenQuestions(t *testing.T) {
	s := newShell(t)
	s.project("x.rubric")
	p, ben := s.asBen("x.rubric")
	list, err := p.Documents(context.Background(), ben.ID)
	if err != nil {
		t.Fatal(err)
	}
	at := annotation.Place{Document: list[0].ID, Range: rangeset.Range{Start: 0, End: 5}, Quote: "First"}
	does := func(e annotation.Edit, err error) annotation.Comment {
		t.Helper()
		if err == nil {
			err = p.Commit(context.Background(), e)
		}
		if err != nil {
			t.Fatal(err)
		}
		return *e.Comments[0].After
	}
	closed := does(at.Comment(ben.ID, annotation.Asks, "A number?"))
	does(closed.Reply(ben.ID, annotation.Closes, ""))
	does(at.Comment(ben.ID, annotation.Asks, "A name?\nOr none?"))
	does(annotation.Place{Document: list[0].ID}.Comment(ben.ID, annotation.Says, "A good one."))
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	out, _ := s.runs(0, "comments -p x.rubric")
	says(t, out, "closed: First, “First”", "open: First, “First”", "    Or none?", "said: First", "3 threads, 1 question open")
	out, _ = s.runs(0, "comments -p x.rubric --open")
	if strings.Contains(out, "A number?") || !strings.Contains(out, "A name?") {
		t.Errorf("open are\n%s", out)
	}
	out, _ = s.runs(0, "comments -p x.rubric --open --json")
	var got struct {
		Open    int
		Threads []struct {
			Quote, State string
			Range        [2]int
			Comments     []struct{ Name, Text, Does string }
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Open != 1 || len(got.Threads) != 1 || got.Threads[0].Range != [2]int{0, 5} ||
		got.Threads[0].Comments[0].Name != "Ben" || got.Threads[0].Comments[0].Does != "asks" {
		t.Errorf("%v: %s", err, out)
	}
	s.runs(2, "comments")
}

func TestWhoIsBlindReadsNothingOfColleaguesInHistoryAndComments(t *testing.T) {
	s := newShell(t)
	s.blindToBen("x.rubric")
	out, _ := s.runs(0, "history -p x.rubric")
	says(t, out, "2 acts of others left out: hidden from you until yours are done")
	if strings.Contains(out, "Claim") || strings.Contains(out, "  Ben  comment") {
		t.Errorf("the history is\n%s", out)
	}
	out, _ = s.runs(0, "comments -p x.rubric")
	says(t, out, "1 thread of others left out: hidden from you until yours are done", "0 threads, 0 questions open")
	out, _ = s.runs(0, "agreement -p x.rubric --json")
	if strings.Contains(out, `"claim.claim"`) {
		t.Errorf("the agreement is\n%s", out)
	}
	s.runs(0, "round close -p x.rubric pilot")
	out, _ = s.runs(0, "history -p x.rubric")
	holds(t, out, "Marked as Claim: “First”", "  Ben  comment")
}

// asBen opens a project as a colleague.
func (s shell) asBen(path string) (*storage.Project, annotation.Annotator) {
	s.t.Helper()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		s.t.Fatal(err)
	}
	ben := annotation.Annotator{ID: annotation.NewID(), Name: "Ben", Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.NewID(), Annotator: ben.ID, Device: "desk", PublicKey: key.Public().(ed25519.PublicKey)}
	p, err := storage.Open(path, storage.Options{Actor: actor, Annotator: ben})
	if err != nil {
		s.t.Fatal(err)
	}
	return p, ben
}

// blindToBen makes a project with the article First, on which Ben marked its title and asked about that, and whoever runs commands is blind.
func (s shell) blindToBen(path string) {
	s.t.Helper()
	s.project(path)
	s.runs(0, "round new -p "+path+" pilot --blind")
	me, _ := s.runs(0, "people -p "+path+" --json")
	var people struct{ People []struct{ ID string } }
	if err := json.Unmarshal([]byte(me), &people); err != nil || len(people.People) != 1 {
		s.t.Fatal(err, me)
	}
	s.runs(0, "round assign -p "+path+" pilot --all --to "+people.People[0].ID)
	p, ben := s.asBen(path)
	list, err := p.Documents(context.Background(), ben.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	_, text, err := p.Document(context.Background(), list[0].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	his := annotation.NewSet(list[0].ID, ben.ID, text, p.Scheme())
	marked, err := his.AddSpan([]rangeset.Range{{Start: 0, End: 5}}, annotation.LabelRole{Label: "claim", Role: "claim"}, annotation.OriginSelection)
	if err != nil {
		s.t.Fatal(err)
	}
	asked, err := annotation.Place{Document: list[0].ID, Set: his.Head().ID, Quote: "First"}.Comment(ben.ID, annotation.Asks, "Is it one?")
	if err != nil {
		s.t.Fatal(err)
	}
	if err := p.Commit(context.Background(), marked, asked); err != nil {
		s.t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		s.t.Fatal(err)
	}
}
