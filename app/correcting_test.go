package app

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation/text"
)

// correcting opens the sheet where the open article is corrected.
func (p *person) correcting() *correctSheet {
	p.t.Helper()
	s := newCorrectSheet(p.Window, p.view.Text().String())
	s.open()
	return s
}

// correctionSays waits until the sheet says something of the text as it is now.
func (p *person) correctionSays(s *correctSheet, want string) {
	p.t.Helper()
	p.waits("the sheet says "+want, func() bool { return strings.Contains(s.told.Text(), want) })
}

// at puts the caret of the sheet before a piece of what it shows.
func (s *correctSheet) at(piece string) {
	shown := s.draft.shown
	s.view.SetCaret(shown.Pos(text.Byte(strings.Index(shown.String(), piece))))
}

// twoMarks is a project where two words of the article are marked.
func twoMarks(t *testing.T) *person {
	p := atWork(t, strait)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("Just seven ships")
	p.press("2")
	p.settles()
	return p
}

func TestAParagraphIsWrittenOnAndItsMarksComeOver(t *testing.T) {
	p := twoMarks(t)
	s := p.correcting()
	p.correctionSays(s, "Nothing is changed yet.")
	s.at("Just seven")
	p.press("Enter")
	if !s.isWriting() || !strings.HasSuffix(s.input.Text, "Just seven ships paid.") {
		t.Fatalf("written on is %q", s.input.Text)
	}
	if got := string([]rune(s.input.Text)[:s.input.CursorColumn]); s.input.CursorRow == 0 && !strings.HasSuffix(got, "said. ") {
		t.Errorf("the caret is behind %q", got)
	}
	s.input.SetText(strings.ReplaceAll(s.input.Text, "Just seven", "Only eight"))
	p.correctionSays(s, "2 words out, 2 words in.")
	p.photograph("correct-writing")
	p.correctionSays(s, "1 mark comes over")
	p.correctionSays(s, "“Just seven ships”, Statistic of ")
	p.press("Enter")
	if got := s.draft.shown.String(); !strings.Contains(got, "Just seven Only eight ships paid.") {
		t.Errorf("shown is %q", got)
	}
	p.correctionSays(s, "2 words out, 2 words in.")
	p.photograph("correct-changed")
	p.press("Ctrl+Enter")
	p.waits("the right text is open", func() bool {
		return p.set() != nil && strings.Contains(p.set().Text().String(), "Only eight ships")
	})
	p.sees("claim: Tolls rose 12% in May")
	if p.document.Title != "Strait tolls rise" || len(p.desk.documents) != 2 || len(p.modals) != 0 {
		t.Errorf("%q, %d documents, %d sheets", p.document.Title, len(p.desk.documents), len(p.modals))
	}
	for i := range p.library.shown {
		row := newListRow(p.fonts)
		p.library.fill(i, row)
		if was := strings.HasPrefix(row.about.Text(), "corrected · "); was == (p.library.all[p.library.shown[i]].ID == p.document.ID) {
			t.Errorf("a row says %s", row.about.Text())
		}
	}
	p.press("Ctrl+Z")
	p.waits("it is taken back", func() bool { return len(p.desk.documents) == 1 })
}

func TestTheTitleFollowsTheHeadline(t *testing.T) {
	p := atWork(t, strait)
	s := p.correcting()
	p.press("Enter")
	s.input.SetText("Strait tolls fall")
	p.correctionSays(s, "It is called “Strait tolls fall”.")
	p.press("Ctrl+Enter")
	p.waits("it is called so", func() bool { return p.document.Title == "Strait tolls fall" })
}

func TestParagraphsAreDroppedBroughtBackSplitAndJoined(t *testing.T) {
	p := atWork(t, "Tolls\n\nThey rose.\n\nThey fell. They stayed.\n")
	s := p.correcting()
	is := func(want string) {
		t.Helper()
		if s.draft.now != want {
			t.Errorf("the text is %q, want %q", s.draft.now, want)
		}
	}
	s.at("They rose")
	p.press("Delete")
	is("Tolls\n\nThey fell. They stayed.\n")
	s.at("They rose")
	p.press("Delete", "J")
	is("Tolls\n\nThey fell. They stayed.\n")
	p.press("Enter")
	is("Tolls\n\nThey rose.\n\nThey fell. They stayed.\n")
	s.at("They rose")
	p.press("J")
	is("Tolls\n\nThey rose. They fell. They stayed.\n")
	p.press("Ctrl+Z")
	is("Tolls\n\nThey rose.\n\nThey fell. They stayed.\n")
	s.at("They fell")
	p.press("Enter")
	s.input.SetText("They fell.\nThey stayed.")
	p.press("Esc")
	is("Tolls\n\nThey rose.\n\nThey fell.\n\nThey stayed.\n")
	s.at("They rose")
	p.press("Enter")
	s.input.SetText("")
	p.press("Enter")
	is("Tolls\n\nThey fell.\n\nThey stayed.\n")
	p.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	is("Tolls\n\nThey rose.\n\nThey fell. They stayed.\n")
	p.press("Esc")
	if len(p.modals) != 0 {
		t.Error("it asks though nothing is changed")
	}
}

func TestWhatWasTypedIsNotLostUnasked(t *testing.T) {
	p := atWork(t, strait)
	s := p.correcting()
	p.press("Enter")
	s.input.SetText("Strait tolls fall")
	p.press("Esc", "Esc")
	if p.on() != "Discard what you changed?" {
		t.Fatalf("%q is asked", p.on())
	}
	p.press("Enter")
	if p.on() != "Correct the text" || !strings.HasPrefix(s.draft.now, "Strait tolls fall") {
		t.Errorf("on is %q, the text %q", p.on(), s.draft.now)
	}
}

func TestTheTextComesFromTheClipboardOrAFile(t *testing.T) {
	p := twoMarks(t)
	right := strings.ReplaceAll(strait, "Just seven ships", "Only eight ships")
	s := p.correcting()
	p.app.Clipboard().SetContent("")
	p.press("Ctrl+V")
	p.correctionSays(s, "There is no text on the clipboard.")
	p.app.Clipboard().SetContent(right)
	p.press("Ctrl+V")
	p.correctionSays(s, "2 words out, 2 words in.")
	p.press("Ctrl+Z")
	p.correctionSays(s, "Nothing is changed yet.")
	path := filepath.Join(hasFiles(t, map[string]string{"right.txt": right}), "right.txt")
	p.press("Ctrl+O")
	if p.on() != "The right text of this article" {
		t.Fatalf("%q is asked", p.on())
	}
	p.win.Canvas().Focused().(*field).SetText(path)
	p.press("Enter")
	p.waits("the text is there", func() bool { return s.draft.now == right })
	p.press("Ctrl+Enter")
	p.waits("the right text is open", func() bool {
		return p.set() != nil && strings.Contains(p.set().Text().String(), "Only eight ships")
	})
	p.sees("claim: Tolls rose 12% in May")
}

func TestATextThatCannotBeBroughtInIsTold(t *testing.T) {
	p := atWork(t, strait, flood)
	s := p.correcting()
	p.app.Clipboard().SetContent(flood)
	if strings.HasPrefix(s.draft.was, "Flood") {
		p.app.Clipboard().SetContent(strait)
	}
	p.press("Ctrl+V")
	p.correctionSays(s, "the right text is in the project already")
	p.press("Ctrl+Enter")
	if p.on() != "Correct the text" {
		t.Errorf("on is %q", p.on())
	}
}

func TestALongTextIsWrittenOnAtOnce(t *testing.T) {
	sentence := "The ministry said that just seven ships paid in the strait. "
	p := atWork(t, "Tolls\n\n"+strings.Repeat(strings.Repeat(sentence, 40)+"\n\n", 42))
	s := p.correcting()
	s.view.SetCaret(s.draft.shown.Len() / 2)
	for _, act := range []func(){func() { p.press("Enter") }, func() { s.input.TypedRune('x') }, s.written} {
		begin := time.Now()
		act()
		if took := time.Since(begin); took > time.Second {
			t.Errorf("it takes %v", took)
		}
	}
}

func TestTheSheetIsToBeReadInEveryLook(t *testing.T) {
	p := twoMarks(t)
	right := strings.ReplaceAll(strings.ReplaceAll(strait, "Just seven ships", "Only eight ships"), "Strait tolls rise", "Strait tolls rise "+strings.Repeat("again and ", 20)+"again") + "\n\nMore came.\n"
	for _, look := range []string{"dark", "light"} {
		p.setTheme(look)
		s := p.correcting()
		p.photograph("correct-untouched-" + look)
		s.take(right)
		p.correctionSays(s, "It is called")
		p.photograph("correct-" + look)
		s.sheet.close()
	}
	p.win.Canvas().(test.WindowlessCanvas).SetScale(2)
	p.win.Resize(fyne.NewSize(900, 560))
	s := p.correcting()
	s.take(right)
	p.press("Enter")
	p.correctionSays(s, "It is called")
	p.photograph("correct-low-scale2")
	if s.view.Size().Height < 80 {
		t.Errorf("in a low window the text has %.0f points", s.view.Size().Height)
	}
}
