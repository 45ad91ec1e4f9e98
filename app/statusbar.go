package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/editor"
	"rubricator/app/textview"
)

// statusBar tells what is on disk, who works, what is chosen, and what each key would take here; or, until the next
// act, what went wrong.
type statusBar struct {
	root    fyne.CanvasObject
	saving  *textview.Lines
	facts   *textview.Lines
	message *textview.Lines
	hint    string
	said    string
	failed  bool
}

// statusFact is how what stands at the left of the status line is set.
var statusFact = textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true, Whole: true}

func newStatusBar(fonts *textview.Fonts) *statusBar {
	s := &statusBar{saving: textview.NewLines(fonts, statusFact), facts: textview.NewLines(fonts, statusFact),
		message: textview.NewLines(fonts, remark(theme.ColorNamePlaceHolder))}
	left := container.New(&inset{8, 4}, container.NewHBox(s.saving, s.facts))
	s.root = container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, left, nil, s.message))
	return s
}

// savingWords say the truth about saving in a word or two, and why where it is not well.
func savingWords(st editor.Saving, readOnly error) string {
	switch {
	case readOnly != nil:
		return "read only"
	case st.Err != nil:
		return "NOT SAVED: " + plural(st.Pending, "change")
	case st.Pending > 0:
		return "saving…"
	}
	return "saved"
}

func (s *statusBar) showSaving(st editor.Saving, readOnly error) {
	style := statusFact
	if st.Err != nil {
		style.Bold, style.Ink = true, theme.ColorNameError
	}
	s.saving.SetStyle(style)
	s.tell(s.saving, savingWords(st, readOnly))
}

func (s *statusBar) showFacts(facts ...string) {
	s.tell(s.facts, " · "+strings.Join(facts, " · "))
}

// tell changes what lines at the left say; the message begins behind them.
func (s *statusBar) tell(l *textview.Lines, text string) {
	if l.Text() != text {
		l.SetText(text)
		s.root.Refresh()
	}
}

// setHint is what each key would take here; it shows when nothing was said.
func (s *statusBar) setHint(hint string) {
	s.hint = hint
	s.refresh()
}

// say tells the outcome of an act until clear.
func (s *statusBar) say(text string) { s.said, s.failed = text, false; s.refresh() }

// fail tells what went wrong until clear.
func (s *statusBar) fail(text string) { s.said, s.failed = text, true; s.refresh() }

// clear makes room for the hint again.
func (s *statusBar) clear() {
	if s.said != "" {
		s.say("")
	}
}

func (s *statusBar) refresh() {
	text, ink := s.hint, theme.ColorNamePlaceHolder
	if s.said != "" {
		text, ink = s.said, theme.ColorNameForeground
		if s.failed {
			ink = theme.ColorNameError
		}
	}
	s.message.SetStyle(remark(ink))
	s.message.SetText(text)
}
