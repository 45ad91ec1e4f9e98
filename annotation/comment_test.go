package annotation

import (
	"testing"

	"rubricator/annotation/rangeset"
)

func TestAThreadIsAQuestionUntilItIsClosed(t *testing.T) {
	ana, ben := NewID(), NewID()
	asks, err := Place{Document: NewID(), Range: rangeset.Range{Start: 3, End: 9}, Quote: "nearly"}.Comment(ana, Asks, " Is this a number? ")
	if err != nil {
		t.Fatal(err)
	}
	question := *asks.Comments[0].After
	answer, err := question.Reply(ben, Says, "Yes: see the guideline.")
	if err != nil {
		t.Fatal(err)
	}
	closed, err := question.Reply(ana, Closes, "")
	if err != nil {
		t.Fatal(err)
	}
	all := []Comment{*closed.Comments[0].After, *answer.Comments[0].After, question}
	if ts := Threads(all[1:]); len(ts) != 1 || len(ts[0]) != 2 || !ts[0].IsOpen() || ts[0][0].Text != "Is this a number?" {
		t.Errorf("the question and its answer: %+v", ts)
	}
	if ts := Threads(all); ts[0].IsOpen() {
		t.Error("a closed question is open")
	}
	if got := all[1]; got.Quote != "nearly" || got.By != ben || got.Thread != question.Thread {
		t.Errorf("the answer is about something else: %+v", got)
	}
}

func TestOnlyTheAuthorChangesAComment(t *testing.T) {
	ana, ben := NewID(), NewID()
	e, _ := Place{Document: NewID()}.Comment(ana, Says, "first")
	c := *e.Comments[0].After
	if _, err := c.Change(ben, "mine"); err == nil {
		t.Error("a colleague changed it")
	}
	changed, err := c.Change(ana, "second")
	if err != nil || changed.Comments[0].After.Text != "second" {
		t.Errorf("%+v, %v", changed, err)
	}
	if gone, err := c.Change(ana, " "); err != nil || gone.Comments[0].After != nil {
		t.Errorf("no words should take it back: %+v, %v", gone, err)
	}
	if _, err := (Place{}).Comment(ana, Says, "\n"); err == nil {
		t.Error("nothing was said, and a thread begun")
	}
}
