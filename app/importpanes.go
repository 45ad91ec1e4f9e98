package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"rubricator/annotation/ingest/sources"
)

// focus has keys go to the articles.
func (p *importPlace) focus() { p.w.win.Canvas().Focus(p.list) }

// nextPane moves the focus: articles, text, choices, details, rules, loading.
func (p *importPlace) nextPane(by int) {
	panes := []fyne.Focusable{p.list}
	if p.text.isShown() {
		panes = append(panes, p.text.view)
	}
	choices := p.choices.focusable()
	panes = append(panes, choices[:min(len(choices), 1)]...)
	if p.text.isShown() {
		panes = append(panes, p.details.first())
	}
	if p.rules.root.Visible() {
		panes = append(panes, p.rules.list)
	}
	if panes = append(panes, p.cancel); p.load.Visible() {
		panes[len(panes)-1] = p.load
	}
	at := max(0, slices.Index(panes, p.paneOf(p.w.win.Canvas().Focused(), panes)))
	p.w.win.Canvas().Focus(panes[(at+by+len(panes))%len(panes)])
	p.hintHere()
}

// paneOf is the part that F6 comes to of the pane in which something stands.
func (p *importPlace) paneOf(on fyne.Focusable, panes []fyne.Focusable) fyne.Focusable {
	switch choices := p.choices.focusable(); {
	case on == p.cancel || on == p.load:
		return panes[len(panes)-1]
	case on == p.rules.remember:
		return p.rules.list
	case slices.Contains(choices, on):
		return choices[0]
	case p.details.has(on):
		return p.details.first()
	}
	return on
}

// hint says what keys do in the place.
func (p *importPlace) hint() string {
	on := p.w.win.Canvas().Focused()
	switch {
	case p.details.has(on):
		return "What is written here is what is known of the article · Tab goes on · Esc goes to the text · Ctrl+Enter loads"
	case slices.Contains(p.choices.focusable(), on):
		return "← and → choose · Tab goes on · Esc goes to the text · Ctrl+Enter loads"
	case on == p.rules.list:
		return "Space switches the rule off, or on again · F6 goes on · Ctrl+Enter loads · Esc cancels"
	case on == p.cancel || on == p.load || on == p.rules.remember:
		return "Space presses the button · F6 goes on · Ctrl+Enter loads · Esc cancels"
	}
	if p.text.view == on {
		return "X leaves the line out, or keeps it · D has an article begin here, or joins it · F6 goes on · Ctrl+Enter loads · Esc cancels"
	}
	r, ok := p.row()
	switch {
	case ok && p.load.Visible() && r.draft() == nil && !r.read.needsColumns():
		return "Ctrl+C copies what was refused · F6 goes on · Ctrl+Enter loads · Esc cancels"
	case ok && r.isCopy():
		return "Space ticks · C says what becomes of the copy · F6 goes on · Ctrl+Enter loads · Esc cancels"
	case ok && sources.HasColumns(r.read.file):
		return "Space ticks · T shows the columns · F6 goes on · Ctrl+Enter loads · Esc cancels"
	case !p.load.Visible():
		return "Ctrl+C copies what was refused · Esc closes"
	}
	return "Space ticks · F6 goes to the text and on · Ctrl+Enter loads · Esc cancels"
}

// hintHere says what the keys do where they are now.
func (p *importPlace) hintHere() {
	if p.w.inImport() {
		p.w.hint()
	}
}
