package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// talk writes the threads that the inspector lists: "? you: Is it? / ben: Yes.".
func (p *person) talk() string {
	var lines []string
	for _, t := range p.inspector.comments.threads {
		sign, _ := signOf(t)
		var words []string
		for _, s := range t {
			if s.Text != "" {
				words = append(words, p.who(s.By)+": "+s.Text)
			}
		}
		lines = append(lines, sign+" "+strings.Join(words, " / "))
	}
	return strings.Join(lines, "\n")
}

func (p *person) hears(want string) {
	p.t.Helper()
	p.pump()
	p.refreshNow()
	if got := p.talk(); got != want {
		p.t.Errorf("the threads are\n%s\nwant\n%s", got, want)
	}
}

// post writes the letters of the inbox: "ben returned your marks: why".
func (p *person) post() string {
	var lines []string
	for _, l := range p.inbox() {
		lines = append(lines, l.about+": "+l.says)
	}
	return strings.Join(lines, "\n")
}

func (p *person) gets(inbox string) {
	p.t.Helper()
	if got := p.post(); got != inbox {
		p.t.Errorf("the inbox has\n%s\nwant\n%s", got, inbox)
	}
}

// meanwhile has a colleague do something in the project, and gives the window as its person comes back to it.
func (p *person) meanwhile(name string, home string, does func(ben *storage.Project, mine *annotation.Set) []annotation.Edit) *person {
	t := p.t
	t.Helper()
	ctx := context.Background()
	p.settles()
	document, me := p.document.ID, p.desk.me()
	p.leaves()
	a := annotation.Annotator{ID: annotation.SetID(annotation.ID{1}, annotation.ID([]byte(fmt.Sprintf("%-16.16s", name)))), Name: name, Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.ActorID(a.ID, nil), Annotator: a.ID, Device: "elsewhere"}
	ben, err := storage.Open(p.project, storage.Options{Actor: actor, Annotator: a})
	if err != nil {
		t.Fatal(err)
	}
	_, body, err := ben.Document(ctx, document)
	if err != nil {
		t.Fatal(err)
	}
	mine, _, err := ben.Set(ctx, document, me, body)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(ben.Commit(ctx, does(ben, mine)...), ben.Close()); err != nil {
		t.Fatal(err)
	}
	back := reopen(t, home)
	if back.document.ID != document {
		back.open(document)
	}
	back.pump()
	return back
}

// sure is an edit that could be computed.
func sure(t testing.TB) func(annotation.Edit, error) annotation.Edit {
	return func(e annotation.Edit, err error) annotation.Edit {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
}

// allSaid is what was said in a project.
func allSaid(t testing.TB, p *storage.Project) []annotation.Thread {
	t.Helper()
	said, err := p.AllComments(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return annotation.NewDiscussion(said).Threads()
}

func TestCAsksAboutTheChosenMarkAndUndoTakesItBack(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "C")
	p.writes("With the sign?")
	if !p.inspector.comments.question {
		t.Error("words that end in a question mark are no question")
	}
	p.photograph("comment-typing")
	p.press("Enter")
	p.hears("? you: With the sign?")
	if p.win.Canvas().Focused() != p.view {
		t.Error("the text does not have the focus back")
	}
	if t0 := p.threads()[0]; t0[0].Quote != "12%" || t0[0].Span != p.spanOn("12%").ID || t0[0].Set != p.set().Head().ID {
		t.Errorf("it is about %+v", t0[0])
	}
	if n := len(p.flagged(nil, p.find("12%"))); n != 1 {
		t.Errorf("%d flags", n)
	}
	if p.saidOf()[p.spanOn("12%").ID] != 1 {
		t.Error("the mark's row has no number")
	}
	p.photograph("comment-asked")
	p.press("Ctrl+Z")
	p.hears("")
	p.press("Ctrl+Y")
	p.hears("? you: With the sign?")
	p.settles()
	if all := allSaid(t, p.desk.project); len(all) != 1 || !all[0].IsOpen() {
		t.Errorf("on disk: %+v", all)
	}
}

func TestCSaysSomethingOfTheSelectionOrOfTheWordAtTheCaret(t *testing.T) {
	p := atWork(t, strait)
	p.selects("the ministry said")
	p.press("C")
	p.writes("Which one")
	p.press("Shift+Enter")
	p.writes("of the two")
	p.press("Ctrl+U", "Enter")
	p.caretBefore("ships")
	p.press("Esc")
	p.press("C")
	p.writes("Tankers.")
	p.press("Enter")
	p.hears("– you: Tankers.\n? you: Which one\nof the two")
	if q := p.threads()[1][0].Quote; q != "ships" {
		t.Errorf("it is about %q", q)
	}
}

func TestTwoPeopleTalkInOneThread(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2", "C")
	p.writes("With the sign?")
	p.press("Enter")
	p = p.meanwhile("ben", home, func(ben *storage.Project, _ *annotation.Set) []annotation.Edit {
		return []annotation.Edit{sure(t)(allSaid(t, ben)[0][0].Reply(ben.Annotator().ID, annotation.Says, "Yes, and with “about”."))}
	})
	p.gets("ben answers about “12%”: Yes, and with “about”.")
	if !strings.Contains(p.status.facts.Text(), "1 in your inbox") {
		t.Errorf("the status line says %q", p.status.facts.Text())
	}
	p.press("Ctrl+Shift+I")
	p.photograph("inbox")
	p.press("Enter")
	p.hears("? you: With the sign? / ben: Yes, and with “about”.")
	if sp, ok := p.chosenSpan(); !ok || sp.Quote() != "12%" {
		t.Error("the letter does not open at its mark")
	}
	if p.win.Canvas().Focused() != p.view {
		t.Error("the letter has the keys, and not the text")
	}
	p.press("Enter")
	p.writes("Thank you.")
	p.press("Enter")
	p.gets("")
	p.press("Shift+C")
	p.press("Space")
	p.hears("✓ you: With the sign? / ben: Yes, and with “about”. / you: Thank you.")
	if n := len(p.flagged(nil, p.find("12%"))); n != 0 {
		t.Errorf("%d flags over what is closed", n)
	}
	p.press("Space")
	p.hears("? you: With the sign? / ben: Yes, and with “about”. / you: Thank you.")
}

func TestOnesOwnWordsAreChangedAndTakenBack(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("C")
	p.writes("Fisrt")
	p.press("Enter", "Shift+C", "E", "Ctrl+A")
	p.writes("First")
	p.press("Enter")
	p.hears("– you: First")
	p.press("Shift+C", "Del")
	p.hears("")
	p.press("Esc", "Ctrl+Z", "Ctrl+Z")
	p.hears("– you: Fisrt")
}

func TestTheQuoteStaysWhenTheMarkIsGone(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "C")
	p.writes("A rate.")
	p.press("Enter", "Del")
	p.sees("")
	p.press("Shift+C")
	p.hears("– you: A rate.")
	if got := aboutOf(p.threads()[0]); got != "“12%”" {
		t.Errorf("it is about %s", got)
	}
	p.press("Down", "Enter")
	p.writes("Gone now.")
	p.press("Enter")
	p.hears("– you: A rate. / you: Gone now.")
}

func TestWhatIsTypedForOnePlaceIsNotSaidOfAnother(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("C")
	p.writes("half a tho")
	p.press("Esc")
	p.selects("ships")
	p.press("C")
	p.writes("Boats.")
	p.press("Enter")
	p.selects("12%")
	p.press("C")
	p.writes("ught")
	p.press("Enter")
	p.hears("– you: half a thought\n– you: Boats.")
}

func TestReturnedWorkWaitsInTheInboxUntilItIsDoneAgain(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait, flood)
	p.selects("12%")
	p.press("2", "Ctrl+Enter", "Ctrl+Enter")
	p.open(p.desk.documents[0].ID)
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		return []annotation.Edit{sure(t)(mine.Head().Judge(nil, ben.Annotator().ID, annotation.ID{}, annotation.Returned, "seven is missing"))}
	})
	p.gets("ben returned your marks: seven is missing")
	if said := p.byline.Text(); !strings.Contains(said, "returned: seven is missing") {
		t.Errorf("the line over the text says %q", said)
	}
	p.library.search.SetText("is:returned")
	if len(p.library.shown) != 1 {
		t.Errorf("%d articles are returned", len(p.library.shown))
	}
	p.photograph("returned")
	p.selects("seven")
	p.press("2")
	p.gets("ben returned your marks: seven is missing")
	p.press("Ctrl+Enter", "Ctrl+Enter")
	p.gets("")
	p.press("Ctrl+Z")
	p.gets("ben returned your marks: seven is missing")
	p.press("Ctrl+Y")
	p.settles()
	p.leaves()
	p = reopen(t, home)
	p.gets("")
	if l, _ := p.desk.listed(p.desk.documents[0].ID); l.IsReturned() || l.Returned == "" {
		t.Errorf("listed as %+v", l)
	}
}

func TestAReturnIsAnsweredInWords(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait, flood)
	p.selects("12%")
	p.press("2")
	mark := p.spanOn("12%").ID
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		return []annotation.Edit{sure(t)(mine.Head().Judge(nil, ben.Annotator().ID, mark, annotation.Returned, "without the sign"))}
	})
	p.open(p.desk.documents[1].ID)
	p.pump()
	p.gets("ben returned “12%”: without the sign")
	p.press("Ctrl+Shift+I", "Enter")
	p.waits("the article is open", func() bool { return p.chosen == mark })
	p.press("Enter")
	p.writes("The guideline wants it.")
	p.press("Enter")
	p.gets("")
	p.hears("– you: The guideline wants it.")
}

func TestAnAnswerGoesIntoTheGuidelineAndTheQuestionIsClosed(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2", "C")
	p.writes("With the sign?")
	p.press("Enter")
	p = p.meanwhile("ben", home, func(ben *storage.Project, _ *annotation.Set) []annotation.Edit {
		return []annotation.Edit{sure(t)(allSaid(t, ben)[0][0].Reply(ben.Annotator().ID, annotation.Says, "Yes."))}
	})
	p.openQuestions()
	p.pump()
	p.photograph("questions")
	p.press("G")
	p.photograph("into-guideline")
	in := p.schemer.inputs["Guidelines"]
	if in == nil || !strings.Contains(in.Text, "“12%”: With the sign? Yes.") {
		t.Fatalf("the form has %v", p.schemer.inputs)
	}
	if p.desk.project.Scheme().Version != 1 {
		t.Error("it is saved before anybody confirms it")
	}
	p.schemer.commit()
	p.waits("the scheme is saved", func() bool { return p.desk.project.Scheme().Version > 1 && p.schemer == nil })
	p.settles()
	l, _ := p.desk.project.Scheme().Label("statistic")
	if !strings.HasSuffix(l.Guidelines, "“12%”: With the sign? Yes.") {
		t.Errorf("the guidelines are %q", l.Guidelines)
	}
	if len(p.questions()) != 0 {
		t.Error("the question is open")
	}
}

func TestADraftThatIsDiscardedLeavesTheQuestionOpen(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("C")
	p.writes("With the sign?")
	p.press("Enter")
	p.openQuestions()
	p.press("G")
	p.schemer.discard()
	p.pump()
	if n := len(p.questions()); n != 1 {
		t.Errorf("%d questions", n)
	}
}

func TestReturnedWorkThatIsRightAsItIsIsCalledDoneAgain(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait, flood)
	p.selects("12%")
	p.press("2", "Ctrl+Enter", "Ctrl+Enter")
	p.open(p.desk.documents[0].ID)
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		return []annotation.Edit{sure(t)(mine.Head().Judge(nil, ben.Annotator().ID, annotation.ID{}, annotation.Returned, "look again"))}
	})
	p.gets("ben returned your marks: look again")
	p.press("Ctrl+Enter", "Ctrl+Enter")
	p.gets("")
	if l := p.desk.documents[0]; l.IsReturned() || l.Status != annotation.Done {
		t.Errorf("listed as %+v", l)
	}
	p.press("Ctrl+Z") // as one step
	p.pump()
	if l := p.desk.documents[0]; l.Status != annotation.Done {
		t.Errorf("taken back it is %s", l.Status)
	}
}

func TestQuittingAsksAboutACommentThatWasNotSaid(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("C")
	p.writes("half a tho")
	p.press("Ctrl+Q")
	if len(p.modals) != 1 {
		t.Fatal("it was lost")
	}
	p.press("Enter")
	if p.desk == nil || p.inspector.comments.field.Text != "half a tho" {
		t.Error("it is not there to be gone on with")
	}
}

func TestWhatWaitsIsReadBesideTheWindowAndNothingOfItIsLost(t *testing.T) {
	p := atWork(t, strait)
	p.patience = 0
	p.readCorrespondence()
	p.selects("12%")
	p.press("C")
	p.writes("Meanwhile.")
	p.press("Enter")
	p.waits("it was read", func() bool { return p.corresponded == p.corresponding })
	p.settles()
	p.waits("it was read again", func() bool { return p.corresponded == p.corresponding })
	p.hears("– you: Meanwhile.")
}

func TestAMarkOfAColleagueIsReturned(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2")
	var his *annotation.Set
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		his = annotation.NewSet(mine.Head().Document, ben.Annotator().ID, mine.Text(), mine.Scheme())
		e := sure(t)(his.AddSpan(mine.Spans()[0].Ranges(), annotation.LabelRole{Label: "claim"}, annotation.OriginSelection))
		if err := his.Apply(e); err != nil {
			t.Fatal(err)
		}
		return []annotation.Edit{e}
	})
	p.returnMark(his.Head(), his.Spans()[0])
	p.writes("a statistic")
	p.press("Enter")
	p.reads("Returned: 12%.")
	if j := p.correspondence.judged; len(j) != 1 || j[0].Span != his.Spans()[0].ID || j[0].Reason != "a statistic" {
		t.Errorf("judged %+v", j)
	}
}

func TestUndoOfACommentOutOfSightOpensItsArticle(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("12%")
	p.press("C")
	p.writes("A rate.")
	p.press("Enter")
	before := p.document.ID
	p.open(p.desk.documents[1].ID)
	p.press("Ctrl+Z")
	if p.document.ID != before {
		t.Error("another article is open")
	}
	p.hears("")
	p.press("Ctrl+Shift+Z")
	p.hears("– you: A rate.")
}

func TestALetterIsClosedInTheInbox(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2")
	mark := p.spanOn("12%")
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		place := annotation.Place{Document: mine.Head().Document, Set: mine.Head().ID, Span: mark.ID, Range: mark.Hull(), Quote: mark.Quote()}
		return []annotation.Edit{sure(t)(place.Comment(ben.Annotator().ID, annotation.Says, "Well found."))}
	})
	p.gets("ben about “12%”: Well found.")
	p.press("Ctrl+Shift+I", "Del")
	p.gets("")
	if len(p.modals) != 1 {
		t.Error("the list is gone, and others may wait in it")
	}
	p.press("Esc", "Ctrl+Z")
	p.gets("ben about “12%”: Well found.")
}

// What is said of a colleague's marks would tell what they marked.
func TestWhatTwoOthersSayOfAColleaguesMarksIsBetweenThem(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		cy := annotation.NewID()
		his := annotation.Place{Document: mine.Head().Document, Set: annotation.SetID(mine.Head().Document, cy), Range: rangeset.Range{Start: 0, End: 6}, Quote: "Strait"}
		all := annotation.Place{Document: mine.Head().Document, Range: rangeset.Range{Start: 0, End: 6}, Quote: "Strait"}
		return []annotation.Edit{sure(t)(his.Comment(ben.Annotator().ID, annotation.Asks, "A name?")), sure(t)(all.Comment(ben.Annotator().ID, annotation.Says, "Which strait?"))}
	})
	p.press("Shift+C")
	p.hears("– ben: Which strait?")
	if n := len(p.flagged(nil, p.find("Strait"))); n != 1 {
		t.Errorf("%d flags", n)
	}
	p.gets("")
	p.openLetter(p.questions()[0]) // who answers questions sees them all
	p.pump()
	p.refreshNow()
	if got := p.talk(); !strings.Contains(got, "? ben: A name?") {
		t.Errorf("the threads are\n%s", got)
	}
}

func TestAReviewerAcceptsAndReturnsByDialogsThatAskWhy(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2")
	var head annotation.SetHead
	p = p.meanwhile("ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		his := annotation.NewSet(mine.Head().Document, ben.Annotator().ID, mine.Text(), mine.Scheme())
		e := sure(t)(his.AddSpan(mine.Spans()[0].Ranges(), annotation.LabelRole{Label: "claim"}, annotation.OriginSelection))
		head = *e.Sets[0].After
		return []annotation.Edit{e}
	})
	p.returnSet(head)
	p.press("Enter")
	if len(p.modals) != 1 || len(p.correspondence.judged) != 0 {
		t.Error("it goes back without a reason")
	}
	p.photograph("return")
	p.writes("a statistic, and no claim")
	p.press("Enter")
	p.reads("Returned to ben.")
	verdict := func() string {
		if len(p.correspondence.judged) == 0 {
			return ""
		}
		return string(p.correspondence.judged[0].Outcome) + " " + p.correspondence.judged[0].Reason
	}
	if got := verdict(); got != "returned a statistic, and no claim" {
		t.Errorf("the verdict is %q", got)
	}
	p.acceptSet(head)
	p.reads("Accepted: the marks of ben.")
	if got := verdict(); got != "accepted " || len(p.correspondence.judged) != 1 {
		t.Errorf("the verdict is %q", got)
	}
	p.press("Ctrl+Z", "Ctrl+Z")
	if got := verdict(); got != "" {
		t.Errorf("taken back it is %q", got)
	}
	p.settles()
	if judged, err := p.desk.project.AllVerdicts(context.Background()); err != nil || len(judged) != 0 {
		t.Errorf("on disk: %+v, %v", judged, err)
	}
	if err := p.judgeSet(p.set().Head(), annotation.Accepted, ""); err == nil {
		t.Error("one's own set is judged")
	}
}

// chatter is a project with many long threads.
func chatter(t *testing.T, n int) *person {
	home := t.TempDir()
	p := reopen(t, home, strait+"\n"+strings.Repeat("The harbour master counted the ships again and found that most of them had not paid.\n\n", 40))
	p.selects("12%")
	p.press("2")
	mark := p.set().Spans()[0]
	set := p.set().Head().ID
	return p.meanwhile("Benedikta von Hohenlohe-Waldenburg", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		var edits []annotation.Edit
		long := strings.Repeat("The sign belongs to the number wherever it stands, and so does an adverb that says how near it is. ", 6)
		for i := range n {
			place := annotation.Place{Document: mine.Head().Document, Set: set, Span: mark.ID, Range: mark.Hull(), Quote: mark.Quote()}
			if i%4 > 0 {
				start, end := mine.Text().Word(text.Pos(i * 17))
				place = annotation.Place{Document: mine.Head().Document, Range: rangeset.Range{Start: start, End: end}, Quote: mine.Text().Slice(start, end)}
			}
			e := sure(t)(place.Comment(ben.Annotator().ID, []annotation.Speech{annotation.Says, annotation.Asks}[i%2], fmt.Sprintf("%d. %s", i+1, long)))
			edits = append(edits, e)
			if i%5 == 0 {
				edits = append(edits, sure(t)(e.Comments[0].After.Reply(ben.Annotator().ID, annotation.Says, "ذكر الوزير 12٪ في مايو. "+long)))
			}
			if i%3 == 0 {
				edits = append(edits, sure(t)(e.Comments[0].After.Reply(ben.Annotator().ID, annotation.Closes, "")))
			}
		}
		return edits
	})
}

func TestManyLongThreadsAreReadAndTheListStaysQuick(t *testing.T) {
	p := chatter(t, 200)
	p.choose(p.spanOn("12%").ID)
	p.press("Shift+C")
	if got := len(p.inspector.comments.threads); got != 200 {
		t.Fatalf("%d threads", got)
	}
	for i, th := range p.inspector.comments.threads[:50] {
		if th[0].Span != p.chosen {
			t.Fatalf("thread %d is about another place than the chosen mark", i)
		}
	}
	p.photograph("threads-light")
	p.press("End")
	p.setTheme("dark")
	p.pump()
	p.photograph("threads-dark")
	p.setTheme("contrast-light")
	p.press("Home", "Down")
	p.pump()
	p.photograph("threads-contrast")
	p.setTheme("dark")
	p.press("Esc", "Ctrl+Shift+I")
	p.photograph("inbox-dark")
	p.closeModals()
	began := time.Now()
	for range 20 {
		p.press("Right")
		p.refresh()
		p.pump()
	}
	each := time.Since(began) / 20
	t.Logf("a step of the caret takes %v beside 200 threads", each)
	if each > 50*time.Millisecond {
		t.Errorf("a step of the caret takes %v beside 200 threads", each)
	}
}
