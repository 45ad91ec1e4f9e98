package app

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// importRefused says in the place of a text why there is none.
type importRefused struct {
	p     *importPlace
	root  *fyne.Container
	title *textview.Lines
	why   *textview.Lines
	copy  *button // the list of all that is refused
}

func newImportRefused(p *importPlace) *importRefused {
	x := &importRefused{p: p, title: newHeading(p.w.fonts, ""), why: newProse(p.w.fonts, theme.ColorNameForeground, ""), copy: newButton("Copy the list", p.copyRefusals)}
	x.copy.keys, x.copy.escape = p.w.keys, p.askCancel
	x.root = container.New(&inset{8, 12}, container.NewVBox(x.title, x.why, container.NewHBox(x.copy)))
	x.root.Hide()
	return x
}

// show says why the row at hand cannot be loaded, where it cannot.
func (x *importRefused) show() {
	r, ok := x.p.row()
	refused := ok && x.p.in != nil && r.read.sheet == nil
	if refused {
		x.title.SetText(r.read.name() + " is not loaded")
		x.copy.SetText("Copy this")
		if n := len(x.p.in.refusedLines()); n > 1 {
			x.copy.SetText("Copy all " + grouped(n))
		}
		said := sentence(r.fault())
		switch {
		case r.read.needsColumns():
			said = "Which column holds the text cannot be told. Columns… shows them all, and takes what you choose."
		case r.read.encoding() != "":
			said += " Or choose its encoding above."
		}
		x.why.SetText(said)
	}
	if refused == x.root.Visible() && refused != x.p.details.root.Visible() {
		return
	}
	setVisible(x.root, refused)
	setVisible(x.p.text.view, !refused)
	setVisible(x.p.details.root, !refused)
	x.p.right.Refresh()
}

// refusedLines are what cannot be loaded of an import, a line each.
func (in *incoming) refusedLines() (lines []string) {
	for _, r := range in.read {
		if r.sheet == nil {
			lines = append(lines, r.file+": "+r.fault.Error())
			continue
		}
		for _, a := range r.each {
			if a.fault != nil {
				lines = append(lines, r.file+": "+a.fault.Error())
			}
		}
	}
	return lines
}

// copyOut puts what is selected in the text on the clipboard, else the list of what is refused.
func (p *importPlace) copyOut() {
	if t := p.text.view.Text(); t != nil {
		if quote := annotation.Quote(t, p.text.view.Selection()); quote != "" {
			p.w.app.Clipboard().SetContent(quote)
			p.w.status.say("Copied: " + quoted(quote, 80))
			return
		}
	}
	lines := p.in.refusedLines()
	if len(lines) == 0 {
		p.w.status.say("Select some text first, then it is copied.")
		return
	}
	p.w.copyRefused(lines)
}

func (w *Window) copyRefused(lines []string) {
	w.app.Clipboard().SetContent(strings.Join(lines, "\n") + "\n")
	w.status.say("Copied: why " + plural(len(lines), "file") + " " + isAre(len(lines)) + " not loaded.")
}

// refusalsShown is how many refused files are named at most; the toolkit takes seconds to lay hundreds of lines out.
const refusalsShown = 15

// showRefusals tells what an import refused that was not shown before.
func (w *Window) showRefusals(r jobs.ImportReport, then func()) {
	var lines, whole []string
	for _, f := range r.Files {
		if f.Outcome == jobs.Refused {
			lines = append(lines, textview.Isolate(filepath.Base(f.File))+": "+f.Reason)
			whole = append(whole, f.File+": "+f.Reason)
		}
	}
	title := plural(len(lines), "file") + " could not be loaded"
	if len(lines) < len(r.Files) {
		title += "; the others were"
	}
	if more := len(lines) - refusalsShown; more > 0 {
		lines = append(lines[:refusalsShown], "and "+grouped(more)+" more")
	}
	w.questionThen(title, strings.Join(lines, "\n"), then, choice{"Copy the list", func() { w.copyRefused(whole) }}, choice{text: "Close"})
}
