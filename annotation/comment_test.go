package annotation

import (
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
)

// talk is two people in a discussion of one document.
type talk struct {
	t *testing.T
	*Discussion
	document, ana, ben ID
}

func newTalk(t *testing.T) *talk {
	return &talk{t, NewDiscussion(nil), NewID(), NewID(), NewID()}
}

// does applies an edit that was computed, and gives the comment that it leaves.
func (k *talk) does(e Edit, err error) Comment {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
	k.Apply(e)
	return *either(e.Comments[0])
}

// reads writes the threads: "open: Is this a number? / Yes.".
func (k *talk) reads() string {
	var lines []string
	for _, t := range k.Threads() {
		state := map[Speech]string{Asks: "open: ", Closes: "closed: "}[t.state()]
		var words []string
		for _, s := range t {
			if s.Text != "" {
				words = append(words, s.Text)
			}
		}
		lines = append(lines, state+strings.Join(words, " / "))
	}
	return strings.Join(lines, "\n")
}

func (k *talk) sees(want string) {
	k.t.Helper()
	if got := k.reads(); got != want {
		k.t.Errorf("the threads are\n%s\nwant\n%s", got, want)
	}
}

func TestAThreadIsAQuestionUntilItIsClosedAndAgainWhenItIsAsked(t *testing.T) {
	k := newTalk(t)
	question := k.does(Place{Document: k.document, Range: rangeset.Range{Start: 3, End: 9}, Quote: "nearly"}.Comment(k.ana, Asks, " Is this a number? "))
	answer := k.does(question.Reply(k.ben, Says, "Yes: see the guideline."))
	if answer.Quote != "nearly" || answer.By != k.ben || answer.Thread != question.Thread || answer.Range() != question.Range() {
		t.Errorf("the answer is about something else: %+v", answer)
	}
	k.sees("open: Is this a number? / Yes: see the guideline.")
	k.does(question.Reply(k.ana, Closes, ""))
	k.sees("closed: Is this a number? / Yes: see the guideline.")
	k.does(question.Reply(k.ana, Asks, "Fractions too?"))
	k.sees("open: Is this a number? / Yes: see the guideline. / Fractions too?")
	if got, ok := k.Threads()[0].Answer(); ok {
		t.Errorf("what was asked last is answered by %q", got.Text)
	}
}

func TestAnAnswerIsWhatSomebodyElseSaidLastBehindTheQuestion(t *testing.T) {
	k := newTalk(t)
	q := k.does(Place{Document: k.document}.Comment(k.ana, Asks, "A number?"))
	k.does(q.Reply(k.ana, Says, "Or a claim?"))
	if got, _ := k.Threads()[0].Answer(); got.Text != "Or a claim?" {
		t.Errorf("answered by %q", got.Text)
	}
	k.does(q.Reply(k.ben, Says, "A number."))
	k.does(q.Reply(k.ana, Says, "Thanks."))
	if got, _ := k.Threads()[0].Answer(); got.Text != "A number." {
		t.Errorf("answered by %q", got.Text)
	}
}

// The clock of a colleague may be an hour behind; what they knew of still comes first.
func TestAnAnswerComesBehindItsQuestionWhateverTheClocksSay(t *testing.T) {
	early, late := ID{1}, ID{2}
	ts := NewDiscussion([]Said{
		{Comment{ID: early, Thread: late, Speech: Closes}, 8},
		{Comment{ID: late, Thread: late, Speech: Asks, Text: "Is it?"}, 7},
	}).Threads()
	if len(ts) != 1 || ts[0][0].ID != late || ts[0].IsOpen() {
		t.Errorf("%+v", ts)
	}
}

func TestWhatIsTakenBackAndBroughtBackStandsWhereItStood(t *testing.T) {
	k := newTalk(t)
	q := k.does(Place{Document: k.document}.Comment(k.ana, Asks, "first"))
	k.does(q.Reply(k.ben, Says, "second"))
	e, err := q.Change(k.ana, "")
	k.does(e, err)
	k.sees("second")
	k.Apply(e.Inverse())
	k.sees("open: first / second")
	k.does(q.Change(k.ana, "1st"))
	k.sees("open: 1st / second")
}

func TestNewsAreWhatOthersSaidBehindOnesLastWord(t *testing.T) {
	k := newTalk(t)
	cy := NewID()
	news := func(who ID) (out []string) {
		for _, s := range k.Threads()[0].News(who) {
			out = append(out, s.Text)
		}
		return out
	}
	is := func(who ID, want ...string) {
		t.Helper()
		if got := news(who); !slices.Equal(got, want) {
			t.Errorf("the news are %q, want %q", got, want)
		}
	}
	c := k.does(Place{Document: k.document, Set: SetID(k.document, k.ana)}.Comment(k.ben, Says, "Look again."))
	is(k.ana, "Look again.") // it is about her set
	is(k.ben)
	is(cy) // and none of his business
	if k.Threads()[0].Concerns(cy) || !k.Threads()[0].Concerns(k.ben) {
		t.Error("what is said of a colleague's set is between the two")
	}
	k.does(c.Reply(k.ana, Says, "Why?"))
	is(k.ana)
	is(k.ben, "Why?")
	k.does(c.Reply(k.ben, Closes, ""))
	is(k.ana) // nothing to be read
	is(k.ben)
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
