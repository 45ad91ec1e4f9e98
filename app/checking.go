package app

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/checks"
)

// checking is what checks find in the document: asked for, and looked for in slices so that the window stays usable.
type checking struct {
	of       *annotation.Set
	document annotation.ID
	next     func() (checks.Finding, bool)
	stop     func()
	found    []checks.Finding
	at       int  // the finding that F7 came to
	warned   bool // Ctrl+Enter told of them, and nothing was changed since
}

// checkSlice is how long checks may keep the window from anything else.
const checkSlice = 15 * time.Millisecond

// runChecks looks at all marks of the document, then does what follows. Until then what was found before holds.
func (w *Window) runChecks(then func()) {
	w.running.end()
	c := &checking{of: w.set(), document: w.document.ID, at: -1, found: checks.OfDocument(w.set(), w.document, w.suggestions.Len())}
	c.next, c.stop = iter.Pull(checks.All(w.set()))
	w.running = c
	w.runSlice(c, then)
}

func (c *checking) end() {
	if c != nil && c.stop != nil {
		c.stop()
	}
}

// runSlice looks at marks for as long as one slice lasts.
func (w *Window) runSlice(c *checking, then func()) {
	for began := time.Now(); time.Since(began) < checkSlice; {
		f, ok := c.next()
		if !ok {
			if w.checks != nil && w.checks.of == c.of {
				c.warned = w.checks.warned
			}
			w.checks, w.running = c, nil
			then()
			return
		}
		c.found = append(c.found, f)
	}
	w.status.say("Looking at the marks…")
	w.later(func() {
		switch {
		case w.running != c || w.document.ID != c.document:
		case w.set() != c.of: // the article was read anew
			w.runChecks(then)
		default:
			w.runSlice(c, then)
		}
	})
}

// warn goes on where checks find nothing, or what they find was told and nothing was changed since. Else it tells it.
func (w *Window) warn(goOn func()) {
	if w.checks != nil && w.checks.of == w.set() && w.checks.warned {
		goOn()
		return
	}
	w.runChecks(func() {
		found := w.checks.found
		if len(found) == 0 {
			w.forgetChecks()
			goOn()
			return
		}
		w.checks.warned = true
		w.listChecks()
		w.status.say(warning(found))
	})
}

// warning tells what was found before an article is done, and what Ctrl+Enter does now.
func warning(found []checks.Finding) string {
	empty := found[0].Kind == checks.Empty
	switch {
	case empty && len(found) == 1:
		return found[0].Says + " Ctrl+Enter again says that there is nothing to mark."
	case empty:
		return foundInWords(found) + " Ctrl+Enter again: done all the same, with nothing to mark. F7 goes through them."
	}
	return foundInWords(found) + " Ctrl+Enter again: done all the same. F7 goes through them."
}

// foundInWords tells what was found in a sentence or two.
func foundInWords(found []checks.Finding) string {
	if len(found) == 1 {
		return found[0].Says
	}
	return fmt.Sprintf("%s find something: %s", plural(len(found), "check"), found[0].Says)
}

// forgetChecks lists nothing that another document or another edit made wrong.
func (w *Window) forgetChecks() {
	w.running.end()
	w.checks, w.running = nil, nil
	w.inspector.showFound(nil)
	if w.inspector.tabs.on == tabChecks {
		w.inspector.turn(tabMarks)
	}
}

// checkAgain looks once more after an edit, where the list is to be seen.
func (w *Window) checkAgain() {
	c := w.checks
	if c == nil {
		return
	}
	c.warned = false
	if w.running != nil {
		return // what is being looked for now is told when it is through
	}
	if w.inspector.tabs.on != tabChecks || w.set() == nil || w.set().Len() > mostChecked {
		w.checks = nil
		w.inspector.showFound(nil) // a number that may be wrong is not shown
		return
	}
	at := c.at
	w.runChecks(func() {
		w.checks.at = min(at, len(w.checks.found)-1)
		w.inspector.showFound(w.checks.found)
	})
}

// mostChecked is how many marks are looked at again after each edit.
const mostChecked = 2000

// listChecks shows in the inspector what was found.
func (w *Window) listChecks() {
	if !w.inspector.root.Visible() {
		w.toggleInspector()
	}
	w.inspector.showFound(w.checks.found)
	w.inspector.turn(tabChecks)
}

// openChecks is a click on the heading of the checks.
func (w *Window) openChecks() {
	if w.set() == nil {
		return
	}
	w.runChecks(func() {
		w.listChecks()
		if len(w.checks.found) == 0 {
			w.status.say("The checks find nothing.")
		}
	})
}

// nextCheck goes to the next mark that a check finds something about.
func (w *Window) nextCheck() {
	at := -1
	if w.checks != nil && w.checks.of == w.set() {
		at = w.checks.at
	}
	w.runChecks(func() {
		n := len(w.checks.found)
		if n == 0 {
			w.status.say("The checks find nothing.")
			return
		}
		w.listChecks()
		w.goToCheck((at + 1) % n)
	})
}

// goToCheck chooses the mark that a finding is about, or none where it is about the article, and says what was found.
func (w *Window) goToCheck(i int) {
	if w.checks == nil || i >= len(w.checks.found) {
		return
	}
	f := w.checks.found[i]
	w.checks.at = i
	said := fmt.Sprintf("Check %d of %d: %s", i+1, len(w.checks.found), f.Says)
	if f.Mark.IsZero() {
		w.choose(annotation.ID{})
		switch {
		case f.Attribute:
			w.askFor(f.About)
		case f.Kind == checks.Unseen:
			w.nextSuggestion(true)
			said += " Y accepts, N rejects, Space goes on."
		}
		w.status.say(said)
		return
	}
	if _, ok := w.set().Span(f.Mark); !ok {
		w.status.say("That mark is gone.")
		return
	}
	w.chooseAndReveal(f.Mark)
	w.status.say(said + " Shift+F7 waives it.")
}

// waive asks why a check on the chosen mark does not matter, and keeps the reason with the mark.
func (w *Window) waive() {
	sp, ok := w.chosenSpan()
	var found []checks.Finding
	if ok {
		found = checks.Of(w.set(), sp)
	}
	if len(found) == 0 {
		w.status.fail("The checks find nothing about the chosen mark. F7 goes to the next that they find something about.")
		return
	}
	f := found[0]
	if c := w.checks; c != nil && c.at >= 0 && c.at < len(c.found) && slices.Contains(found, c.found[c.at]) {
		f = c.found[c.at]
	}
	reason := newField(w.keys, false)
	reason.SetPlaceHolder("The text names nobody")
	about := newProse(w.fonts, theme.ColorNamePlaceHolder, f.Says+"\nThe reason is kept with the mark and is in every export.")
	w.ask("Why does this not matter here?", "Waive", 480, container.NewVBox(about, reason), reason, func() error { return w.waiveFor(sp.ID, f, reason.Text) })
}

func (w *Window) waiveFor(mark annotation.ID, f checks.Finding, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fmt.Errorf("a reason is needed, so that colleagues know why")
	}
	sp, ok := w.set().Span(mark)
	if !ok {
		return fmt.Errorf("the mark is gone")
	}
	e, err := w.set().SetAttribute(mark, annotation.Waived, append(slices.Clone(sp.Attributes()[annotation.Waived]), f.Key()+": "+reason)...)
	if err == nil {
		err = w.do(e)
	}
	if err == nil {
		w.nextCheck()
	}
	return err
}

// unwaive takes back all waivers of the chosen mark.
func (w *Window) unwaive() {
	if sp, ok := w.chosenSpan(); ok && len(sp.Waived()) > 0 {
		w.give(sp.ID, annotation.Waived, nil)
	}
}
