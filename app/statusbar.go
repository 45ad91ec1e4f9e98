package app

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	saving  *canvas.Text
	facts   *textview.Lines
	message *textview.Lines
	hint    string
	said    string
	failed  bool
}

func newStatusBar(fonts *textview.Fonts) *statusBar {
	s := &statusBar{saving: canvas.NewText("", color.Black), message: newRemark(fonts, theme.ColorNamePlaceHolder),
		facts: textview.NewLines(fonts, textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true, Whole: true})}
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
	s.saving.Text = savingWords(st, readOnly)
	s.saving.TextSize = theme.CaptionTextSize()
	s.saving.FontSource = nil
	if st.Err != nil {
		s.saving.FontSource = theme.DefaultTextBoldFont()
	}
	s.saving.Color = theme.Color(theme.ColorNamePlaceHolder)
	if st.Err != nil {
		s.saving.Color = theme.Color(theme.ColorNameError)
	}
	s.root.Refresh()
}

func (s *statusBar) showFacts(facts ...string) {
	s.facts.SetText(" · " + strings.Join(facts, " · "))
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
	s.message.SetInk(ink)
	s.message.SetText(text)
}
