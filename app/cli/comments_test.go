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
	key, err := annotation.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	ben := annotation.Annotator{ID: annotation.NewID(), Name: "Ben", Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.NewID(), Annotator: ben.ID, Device: "desk", PublicKey: key.Public().(ed25519.PublicKey)}
	p, err := storage.Open("x.rubric", storage.Options{Actor: actor, Annotator: ben})
	if err != nil {
		t.Fatal(err)
	}
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
