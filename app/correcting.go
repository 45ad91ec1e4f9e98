package app

import (
	"context"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
)

// correctText shows what would become of the open article's marks with the text on the clipboard; without one it asks for a file.
func (w *Window) correctText() {
	right := w.app.Clipboard().Content()
	if strings.TrimSpace(right) == "" {
		w.correctByFile()
		return
	}
	w.prepareCorrection(right, "on the clipboard")
}

// correctByFile asks for the file with the right text.
func (w *Window) correctByFile() {
	start := w.settings.ImportFolder
	if start == "" {
		start = expand("~")
	}
	w.pick(pickOne, "The right text of this article", "Look at it", start, ingest.Plain.Extensions, nil, func(paths []string) error {
		b, err := os.ReadFile(paths[0])
		if err != nil {
			return err
		}
		d, err := ingest.Decoded(ingest.File{Name: paths[0], Bytes: b}, ingest.Options{})
		if err != nil {
			return err
		}
		w.prepareCorrection(d.Text, "in the file")
		return nil
	})
}

// prepareCorrection finds out beside the window what would happen with a text from somewhere, once everything is on disk.
func (w *Window) prepareCorrection(right, from string) {
	d, id := w.desk, w.document.ID
	w.status.say("Looking for the marks in the other text…")
	go func() {
		err := d.settle(d.closing)
		var c jobs.Correction
		if err == nil {
			c, err = jobs.PrepareCorrection(d.closing, d.project, id, right, time.Now())
		}
		w.later(func() {
			switch {
			case d != w.desk:
			case err != nil:
				w.status.fail(sentence(err))
			default:
				w.showCorrection(c, "The right text is “"+quoted(strings.TrimSpace(right), 80)+"”, "+from+".")
			}
		})
	}()
}

// strandedShown is how many marks that stay behind are named at most.
const strandedShown = 8

// showCorrection asks whether an article is to be corrected so; from says by what text.
func (w *Window) showCorrection(c jobs.Correction, from string) {
	w.status.clear()
	said := from + " Everybody’s marks come over where their words are there: " + plural(c.Marks, "mark") + " and " + plural(c.Links, "link") + ". The article as it is stays."
	lines := []string{said}
	if n := len(c.Stranded); n > 0 {
		lines = append(lines, plural(n, "mark")+" "+map[bool]string{true: "stays", false: "stay"}[n == 1]+" behind, for the words are not there:")
		for _, s := range c.Stranded[:min(n, strandedShown)] {
			lines = append(lines, quoted(s.Label, 40)+" of "+quoted(s.Annotator, 40)+": “"+quoted(s.Quote, 80)+"”")
		}
		if more := n - strandedShown; more > 0 {
			lines = append(lines, "and "+grouped(more)+" more")
		}
	}
	if c.Hidden > 0 {
		lines = append(lines, plural(c.Hidden, "mark")+" of others "+map[bool]string{true: "stays", false: "stay"}[c.Hidden == 1]+" behind, hidden from you until yours are done.")
	}
	m := &modal{title: "Correct the text?", width: 620}
	m.enter = func() {
		m.close()
		w.commitCorrection(c)
	}
	file := newButton("By a file…", func() {
		m.close()
		w.correctByFile()
	})
	w.show(m, container.NewVBox(newProse(w.fonts, theme.ColorNameForeground, strings.Join(lines, "\n"))), newButton("Cancel", m.close), file, mainButton("Correct", m.confirm))
}

// commitCorrection brings the right text in, and opens it.
func (w *Window) commitCorrection(c jobs.Correction) {
	d := w.desk
	c.Edit.Group = annotation.NewID()
	go func() {
		err := d.project.Commit(context.Background(), c.Edit)
		w.later(func() {
			switch {
			case d != w.desk:
			case err != nil:
				w.status.fail(sentence(err))
			default:
				w.desk.editor.Remember(annotation.Step{Group: c.Edit.Group, Name: c.Edit.Name})
				w.reloadList(func() {
					w.openThen(c.Document, func() { w.status.say("Corrected. " + plural(c.Marks, "mark") + " came over.") })
				})
			}
		})
	}()
}
