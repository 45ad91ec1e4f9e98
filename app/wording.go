package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"rubricator/app/textview"
)

// What the window says outside of the article is drawn as the article is: titles, quotes and names are in any script, and the
// toolkit's own text knows few of them.

// newHeading is a line of bold text in a pane or over a modal.
func newHeading(fonts *textview.Fonts, text string) *textview.Lines {
	l := textview.NewLines(fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Bold: true, Most: 1, Ours: true, Padded: true})
	l.SetText(text)
	return l
}

// remark is the style of a line of what the program has to say.
func remark(ink fyne.ThemeColorName) textview.LineStyle {
	return textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Most: 1, Ours: true, Padded: true}
}

// newProse is a text of the program's of some lines.
func newProse(fonts *textview.Fonts, ink fyne.ThemeColorName, text string) *textview.Lines {
	l := textview.NewLines(fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Ours: true, Padded: true})
	l.SetText(text)
	return l
}

// quoted is at most n characters of a title, a name or a quote, on one line, for use in the program's own words.
func quoted(s string, n int) string { return textview.Isolate(shortened(s, n)) }
