package app

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

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

func TestWhatIsWrittenOnIsNeverLong(t *testing.T) {
	for name, paragraph := range map[string]string{
		"sentences":          strings.Repeat("The ministry said that just seven ships paid in the strait. ", 100),
		"one sentence":       strings.Repeat("ships paid and ", 700) + "that was all.",
		"no blanks":          strings.Repeat("ä", 6000),
		"no blanks, Chinese": strings.Repeat("三艘船", 2000),
	} {
		r := newRewriting("Tolls\n\n" + paragraph + "\n")
		for at := len("Tolls\n\n"); at < len(r.now)-1; at++ {
			start, end := r.stretch(at)
			if start > at || end < at || end == at && r.now[at] != ' ' || end-start > longestStretch || !utf8.ValidString(r.now[start:end]) {
				t.Fatalf("%s: of byte %d it is %d to %d", name, at, start, end)
			}
			at = max(at, end-1)
		}
	}
}

func TestTheCaretGoesWhereItWas(t *testing.T) {
	long := strings.Repeat("Just seven ships paid, ", 30) + "and no more."
	p := atWork(t, "Tolls\n\n"+long+"\n\n"+strings.Repeat("三艘船", 90)+"。\n")
	s := p.correcting()
	for _, behind := range []int{0, 1, 300, len(long) - 1} {
		s.view.SetCaret(s.draft.shown.Pos(text.Byte(len("Tolls\n\n") + behind)))
		p.press("Enter")
		if got := s.input.CursorTextOffset(); got != behind {
			t.Errorf("the caret is behind %d letters, want %d", got, behind)
		}
		p.press("Enter")
	}
	s.view.SetCaret(s.draft.shown.Len() - 2)
	p.press("Enter")
	if got := s.input.CursorTextOffset(); got != 270 {
		t.Errorf("the caret is behind %d characters, want 270", got)
	}
}

func TestLineEndsOfOtherSystemsArePasted(t *testing.T) {
	p := atWork(t, "Tolls\n\nThey rose.\n")
	s := p.correcting()
	s.at("They rose")
	p.press("Enter")
	s.input.SetText("They rose.\r\nThey fell.\rThey stayed.")
	p.press("Enter")
	if s.draft.now != "Tolls\n\nThey rose.\n\nThey fell.\n\nThey stayed.\n" {
		t.Errorf("the text is %q", s.draft.now)
	}
}

func TestAKeyInTheTextEndsWhatIsWrittenOn(t *testing.T) {
	p := atWork(t, "Tolls\n\nThey rose.\n\nThey fell.\n")
	s := p.correcting()
	s.at("They fell")
	p.press("Enter")
	s.input.SetText("They stayed.")
	p.win.Canvas().Focus(s.view)
	p.press("Delete")
	if s.isWriting() || s.draft.now != "Tolls\n\nThey rose.\n\n" {
		t.Errorf("still written on: %v; the text is %q", s.isWriting(), s.draft.now)
	}
	p.press("Ctrl+Z")
	if s.draft.now != "Tolls\n\nThey rose.\n\nThey stayed.\n" {
		t.Errorf("taken back it is %q", s.draft.now)
	}
}

func TestTheLastParagraphIsDroppedAndBroughtBack(t *testing.T) {
	r := newRewriting("Tolls\n\nThey rose.\n\nThey fell.")
	r.drop(len(r.now) - 3)
	i, ok := r.dropped(r.shown.Len() - 3)
	if !ok {
		t.Fatal("it is not shown as dropped")
	}
	if r.restore(i); r.now != r.was {
		t.Errorf("brought back the text is %q", r.now)
	}
	r = newRewriting("税\n\n三艘船付了钱。\n\n四艘船没有。\n")
	if r.join(len("税\n\n")); r.now != "税\n\n三艘船付了钱。四艘船没有。\n" {
		t.Errorf("joined the text is %q", r.now)
	}
}

func TestWhatIsTypedAfterConfirmingIsNotCommittedUnasked(t *testing.T) {
	p := atWork(t, strait)
	s := p.correcting()
	p.press("Enter")
	s.input.SetText("Strait tolls fall")
	p.press("Ctrl+Enter", "Enter")
	s.input.SetText("Strait tolls fall and ha")
	p.correctionSays(s, "It is called “Strait tolls fall and ha”.")
	if p.on() != "Correct the text" || len(p.desk.documents) != 1 {
		t.Fatalf("on is %q of %d articles", p.on(), len(p.desk.documents))
	}
	p.press("Ctrl+Enter", "Esc")
	if p.on() != "Discard what you changed?" {
		t.Fatalf("on is %q", p.on())
	}
	p.press("Enter")
	p.correctionSays(s, "It is called “Strait tolls fall and ha”.")
	if len(p.desk.documents) != 1 {
		t.Error("it was corrected while that was asked")
	}
}

func TestQuittingAsksForWhatIsCorrected(t *testing.T) {
	p := atWork(t, strait)
	s := p.correcting()
	p.press("Enter")
	s.input.SetText("Strait tolls fall")
	p.quit()
	if p.on() != "Discard what you changed?" {
		t.Errorf("on is %q", p.on())
	}
}

func TestTheKeysOfTheSheetWorkAtItsButtons(t *testing.T) {
	p := atWork(t, "Tolls\n\nThey rose.\n\nThey fell.\n")
	s := p.correcting()
	s.at("They fell")
	p.press("Delete")
	p.win.Canvas().Focus(s.correct)
	p.press("Ctrl+Z")
	if s.draft.differs() {
		t.Errorf("Ctrl+Z leaves %q", s.draft.now)
	}
}

// BenchmarkCorrect opens a stretch of 100 KB of text, writes a letter, and closes it.
func BenchmarkCorrect(b *testing.B) {
	sentence := "The ministry said that just seven ships paid in the strait. "
	p := atWork(b, "Tolls\n\n"+strings.Repeat(strings.Repeat(sentence, 40)+"\n\n", 42))
	s := p.correcting()
	for b.Loop() {
		s.view.SetCaret(s.draft.shown.Len() / 2)
		s.write()
		s.input.TypedRune('x')
		s.written()
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
