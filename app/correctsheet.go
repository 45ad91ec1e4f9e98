package app

import (
	"context"
	"image/color"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// correctSheet is where the text of the open article is corrected: a paragraph is written on at a time, what was changed is shown in the text, and
// beside it what would become of the marks. Nothing is changed in the project before it is confirmed.
type correctSheet struct {
	w     *Window
	desk  *desk
	of    annotation.ID // the article
	draft *rewriting
	sheet *modal

	view    *textview.View
	input   *field // for the stretch that is written on
	writing *fyne.Container
	start   int // of that stretch, in bytes of the text as it is now
	end     int
	told    *textview.Lines
	beside  *container.Scroll // round told
	correct *button

	judged *jobs.Correction // of the text as it is now; nil: it is being found out, or cannot be
	stop   context.CancelFunc
	rest   *time.Timer
	wanted bool // it is confirmed, and done as soon as it is judged
	saving bool
}

// The measures of the sheet, in points.
const (
	correctWidth  = 1080
	correctHeight = 740
	toldWidth     = 290
)

// judgeRest is how long nothing is typed before it is found out what becomes of the marks.
const judgeRest = 250 * time.Millisecond

const correctKeys = "Enter writes on the paragraph at the caret, Delete drops it, J joins it with the next. Ctrl+Z takes back."

func newCorrectSheet(w *Window, was string) *correctSheet {
	s := &correctSheet{w: w, desk: w.desk, of: w.document.ID, draft: newRewriting(was), view: textview.New(w.fonts), input: newField(w.keys, true), told: newProse(w.fonts, theme.ColorNameForeground, "")}
	v := s.view
	v.Keys = &correctKeyboard{s}
	v.OnTap = func(_ text.Pos, clicks int, _ fyne.KeyModifier) {
		if clicks == 2 {
			s.write()
		} else {
			s.written()
		}
	}
	v.SetDecorator(s.decorate)
	come := color.NRGBAModel.Convert(theme.Color(theme.ColorNameSuccess)).(color.NRGBA)
	v.SetStyles([]textview.Style{{Light: come, Dark: come, Shape: textview.Double}})
	set := w.typographyNow()
	set.Names = 0
	v.SetTypography(set)
	v.SetStill(w.settings.NoMotion)
	s.input.sends = true
	s.input.SetMinRowsVisible(5)
	s.input.OnChanged = func(typed string) { s.typed(typed) }
	s.sheet = &modal{title: "Correct the text", width: correctWidth, height: correctHeight, first: v, leave: s.leave, closed: s.forget, enter: s.write, chord: s.chord}
	s.sheet.caret = func(key fyne.KeyName) { s.key(Chord{0, key}) }
	return s
}

// open shows the sheet.
func (s *correctSheet) open() {
	w := s.w
	s.writing = container.NewVBox(newProse(w.fonts, theme.ColorNamePlaceHolder, "Enter keeps what you write. Shift+Enter begins a paragraph."), s.input)
	s.writing.Hide()
	s.beside = container.NewVScroll(container.NewVBox(s.told))
	s.beside.SetMinSize(fyne.NewSize(toldWidth, 0))
	s.correct = mainButton("Correct (Ctrl+Enter)", s.confirm)
	body := container.NewBorder(newProse(w.fonts, theme.ColorNamePlaceHolder, correctKeys), s.writing, nil, s.beside, s.view)
	w.show(s.sheet, body, newButton("From clipboard (Ctrl+V)", s.paste), newButton("From a file… (Ctrl+O)", s.pickFile), newButton("Cancel", s.leave), s.correct)
	s.input.enter, s.input.escape = s.written, s.written
	s.input.chord = s.chord
	s.view.SetText(s.draft.shown)
	s.judge()
}

// decorate strikes out what went and underlines what came.
func (s *correctSheet) decorate(dst []textview.Decoration, window rangeset.Range) []textview.Decoration {
	for i := max(0, s.draft.passage(window.Start)); i < len(s.draft.words); i++ {
		at := s.draft.rangeOf(i)
		if at.Start >= window.End {
			break
		}
		state := textview.Lined
		if s.draft.words[i].Gone {
			state = textview.Struck
		}
		if (s.draft.words[i].Gone || s.draft.words[i].Come) && !at.Empty() {
			dst = append(dst, textview.Decoration{Range: at, Key: uint64(i) + 1, State: state})
		}
	}
	return dst
}

// show shows the text as it is now, with the caret before one of its bytes and the page where it was.
func (s *correctSheet) show(now int) {
	place := s.view.Place()
	s.view.SetText(s.draft.shown)
	s.view.SetPlace(place)
	s.view.SetCaret(s.draft.shownAt(now))
	s.judge()
}

// write opens the stretch at the caret, with the caret where it was; a paragraph that was dropped is brought back.
func (s *correctSheet) write() {
	if s.wanted = false; s.saving {
		return
	}
	s.written()
	caret := s.view.Caret()
	at := s.draft.place(caret)
	if i, ok := s.draft.dropped(caret); ok {
		s.draft.restore(i)
		s.show(at)
		return
	}
	s.draft.keep()
	s.start, s.end = s.draft.stretch(at)
	stretch := s.draft.now[s.start:s.end]
	s.input.OnChanged = nil
	s.input.SetText(stretch)
	s.input.OnChanged = s.typed
	s.writing.Show()
	s.sheet.body.Refresh()
	s.w.win.Canvas().Focus(s.input)
	s.view.Reveal(rangeset.Range{Start: s.draft.shownAt(s.start), End: s.draft.shownAt(s.end)})
	s.input.toRune(utf8.RuneCountInString(stretch[:max(0, min(at-s.start, len(stretch)))]))
}

// isWriting tells whether a stretch is open.
func (s *correctSheet) isWriting() bool { return s.writing.Visible() }

// typed follows what is typed into the stretch.
func (s *correctSheet) typed(now string) {
	before := len(s.draft.now)
	s.draft.replace(s.start, s.end, now)
	s.end += len(s.draft.now) - before
	s.judge()
}

// written closes the stretch. What was typed is kept; Ctrl+Z takes it back.
func (s *correctSheet) written() {
	if !s.isWriting() {
		return
	}
	s.writing.Hide()
	if s.draft.before[len(s.draft.before)-1] == s.draft.now {
		s.draft.back()
	}
	if s.start == s.end && s.end < len(s.draft.now) { // nothing is left of the paragraph
		if n := s.draft.behind(s.end); s.start == 0 || s.draft.now[s.start-1] == '\n' {
			s.draft.now = s.draft.now[:s.start] + s.draft.now[n:]
		}
	}
	s.draft.compare()
	s.sheet.body.Refresh()
	s.w.win.Canvas().Focus(s.view)
	s.show(s.start)
}

// paste takes the whole text from the clipboard.
func (s *correctSheet) paste() {
	right := s.w.app.Clipboard().Content()
	if strings.TrimSpace(right) == "" {
		s.say(theme.ColorNameError, "There is no text on the clipboard.")
		return
	}
	s.take(right)
}

// pickFile takes the whole text from a file that is asked for.
func (s *correctSheet) pickFile() {
	s.w.pickText(s.take)
}

// take takes a whole other text.
func (s *correctSheet) take(right string) {
	if s.saving {
		return
	}
	s.written()
	right, err := jobs.AsText(right)
	if err == nil && len(right) > ingest.MaxText {
		err = ingest.ErrTooLarge
	}
	if err != nil {
		s.say(theme.ColorNameError, sentence(err))
		return
	}
	s.draft.become(right)
	s.show(0)
	s.w.win.Canvas().Focus(s.view)
}

// judge finds out beside the window what would become of the marks, once nothing was typed for a while.
func (s *correctSheet) judge() {
	s.judged, s.wanted = nil, false // what was confirmed was another text
	s.forget()
	if !s.draft.differs() {
		s.wanted = false
		s.correct.Disable()
		s.say(theme.ColorNamePlaceHolder, "Nothing is changed yet.")
		return
	}
	ctx, stop := context.WithCancel(s.desk.closing)
	s.stop = stop
	id, was, now := s.of, s.draft.was, s.draft.now
	s.correct.Enable()
	s.rest = time.AfterFunc(judgeRest, func() {
		err := s.desk.settle(ctx)
		var c jobs.Correction
		if err == nil {
			c, err = jobs.PrepareCorrection(ctx, s.desk.project, id, now, time.Now())
		}
		words := jobs.Reword(was, now)
		s.w.later(func() {
			if ctx.Err() == nil {
				s.tell(c, words, err)
			}
		})
	})
}

// forget ends what is being found out.
func (s *correctSheet) forget() {
	if s.stop != nil {
		s.stop()
		s.rest.Stop()
	}
}

// tell says what would become of the marks, or why the text cannot be corrected so.
func (s *correctSheet) tell(c jobs.Correction, words jobs.Rewording, err error) {
	if err != nil {
		s.wanted = false
		s.say(theme.ColorNameError, sentence(err))
		return
	}
	s.judged = &c
	s.say(theme.ColorNameForeground, inWordsOf(c, words))
	if s.wanted {
		s.confirm()
	}
}

// come says how many marks and links come.
func come(c jobs.Correction) string {
	said := plural(c.Marks, "mark")
	if c.Links > 0 {
		said += " and " + plural(c.Links, "link")
	}
	if c.Marks == 1 && c.Links == 0 {
		return said + " comes"
	}
	return said + " come"
}

// strandedShown is how many marks that stay behind are named at most.
const strandedShown = 50

// inWordsOf says what a correction does.
func inWordsOf(c jobs.Correction, words jobs.Rewording) string {
	out, in := words.Words()
	stay := func(n int) string { return map[bool]string{true: " stays", false: " stay"}[n == 1] + " behind" }
	lines := []string{plural(out, "word") + " out, " + plural(in, "word") + " in.", "",
		come(c) + " over."}
	if n := len(c.Stranded); n > 0 {
		lines = append(lines, "", plural(n, "mark")+stay(n)+", for the words are not there:")
		for _, s := range c.Stranded[:min(n, strandedShown)] {
			lines = append(lines, "“"+quoted(s.Quote, 80)+"”, "+quoted(s.Label, 40)+" of "+quoted(s.Annotator, 40))
		}
		if more := n - strandedShown; more > 0 {
			lines = append(lines, "and "+grouped(more)+" more")
		}
	}
	if c.Hidden {
		lines = append(lines, "", "Others’ marks come over where their words are there. Which, is hidden from you until yours are done.")
	}
	return strings.Join(append(lines, "", "It is called “"+quoted(c.Title, 120)+"”. The article as it is stays; Ctrl+Z takes all back."), "\n")
}

func (s *correctSheet) say(ink fyne.ThemeColorName, said string) {
	s.told.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Ours: true, Padded: true})
	s.told.SetText(said)
	s.beside.Refresh()
}

// confirm corrects the text so, as soon as it is known what becomes of the marks. The sheet stays until it is in the project.
func (s *correctSheet) confirm() {
	if s.saving {
		return
	}
	if s.written(); !s.draft.differs() {
		return
	}
	if s.judged == nil {
		s.judge()
		s.wanted = true
		return
	}
	c := *s.judged
	s.saving = true
	s.correct.Disable()
	s.w.commitCorrection(c, "Corrected. "+plural(c.Marks, "mark")+" came over. Ctrl+Z takes that back.", func(err error) {
		s.saving = false
		if err != nil {
			s.judged = nil // it may be otherwise now
			s.correct.Enable()
			s.say(theme.ColorNameError, sentence(err))
			return
		}
		s.sheet.close()
	})
}

// leave closes the sheet, after a question where something was changed.
func (s *correctSheet) leave() {
	if s.wanted = false; s.saving {
		return
	}
	if s.draft.differs() {
		s.w.question("Discard what you changed?", "The text is not corrected yet.", choice{"Discard", s.sheet.close}, choice{text: "Keep editing"})
		return
	}
	s.sheet.close()
}

// chord does what a key with Ctrl does in the sheet, also while a stretch is open; there Ctrl+V and Ctrl+Z are of the stretch.
func (s *correctSheet) chord(c Chord) bool {
	if c == (Chord{control(), fyne.KeyReturn}) || c == (Chord{control(), fyne.KeyEnter}) {
		s.confirm()
		return true
	}
	if s.isWriting() && s.w.win.Canvas().Focused() == s.input {
		return false
	}
	switch c {
	case Chord{control(), fyne.KeyV}:
		s.paste()
	case Chord{control(), fyne.KeyO}:
		s.pickFile()
	case Chord{control(), fyne.KeyZ}:
		s.takeBack()
	case Chord{control(), fyne.KeyHome}, Chord{control(), fyne.KeyEnd}:
		s.view.MoveCaret(textview.Document, c.Key == fyne.KeyEnd, false)
	default:
		return false
	}
	return true
}

// takeBack takes the last act in the sheet back.
func (s *correctSheet) takeBack() {
	if s.saving {
		return
	}
	s.written()
	now := s.draft.place(s.view.Caret())
	if s.draft.back() {
		s.show(min(now, len(s.draft.now)))
	}
}

// carets are the keys that move the caret in the text.
var carets = map[fyne.KeyName]struct {
	by      textview.Unit
	forward bool
}{
	fyne.KeyUp: {textview.Line, false}, fyne.KeyDown: {textview.Line, true}, fyne.KeyLeft: {textview.Word, false}, fyne.KeyRight: {textview.Word, true},
	fyne.KeyPageUp: {textview.Page, false}, fyne.KeyPageDown: {textview.Page, true}, fyne.KeyHome: {textview.LineEdge, false}, fyne.KeyEnd: {textview.LineEdge, true},
}

// key does what a key does in the text.
func (s *correctSheet) key(c Chord) {
	if s.saving {
		return
	}
	s.written() // it stands elsewhere afterwards
	if to, ok := carets[c.Key]; ok {
		s.view.MoveCaret(to.by, to.forward, false)
		return
	}
	at := s.draft.place(s.view.Caret())
	_, gone := s.draft.dropped(s.view.Caret())
	switch c.Key {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.write()
	case fyne.KeyDelete, fyne.KeyBackspace:
		if !gone {
			s.draft.drop(at)
			s.show(at)
		}
	case fyne.KeyJ:
		if !gone && s.draft.join(at) {
			s.show(at)
		}
	case fyne.KeyEscape:
		s.leave()
	case fyne.KeyTab:
		s.w.win.Canvas().FocusNext()
	}
}

// correctKeyboard takes the keys while the text has the focus.
type correctKeyboard struct{ *correctSheet }

func (k *correctKeyboard) KeyDown(e *fyne.KeyEvent) { k.w.keys.KeyDown(e) }
func (k *correctKeyboard) KeyUp(e *fyne.KeyEvent)   { k.w.keys.KeyUp(e) }
func (k *correctKeyboard) TypedRune(rune)           {}

func (k *correctKeyboard) TypedKey(e *fyne.KeyEvent) {
	key, ok := keyAt(e)
	if _, moves := carets[key]; !ok || !moves && k.w.keys.repeated() {
		return
	}
	k.key(Chord{0, key})
	k.w.keys.fresh = false
}

func (k *correctKeyboard) TypedShortcut(s fyne.Shortcut) {
	if c, ok := chordOf(s); ok {
		k.chord(c)
	}
}
