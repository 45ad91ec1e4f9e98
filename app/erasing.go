package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/app/textview"
)

// eraseAction erases the chosen articles, or the open one where none are chosen.
func (w *Window) eraseAction() *action {
	return &action{id: "erase", menu: "Edit", name: "Erase for good…", place: annotating, separator: true,
		label: func() string {
			if n := len(w.library.picks.chosen); n > 0 {
				return "Erase " + plural(n, "article") + " for good…"
			}
			return "Erase this article for good…"
		},
		enabled: func() bool { return w.canWrite() && (w.hasDocument() || len(w.library.picks.chosen) > 0) },
		run: func() {
			var ids []annotation.ID
			for _, d := range w.library.picked() {
				ids = append(ids, d.ID)
			}
			if len(ids) == 0 {
				ids = []annotation.ID{w.document.ID}
			}
			w.eraseArticles(ids)
		}}
}

// erasing says where words of the project's articles may be beside its file.
func (w *Window) erasing(d *desk) jobs.Erasing {
	return jobs.Erasing{Backups: d.backups, Kept: d.kept.path, Rescued: filepath.Join(w.folders.RescueFolder(), settings.RescueBegin(d.project.ID()))}
}

// eraseArticles tells what erasing would take, and asks for the title, or for the number of several.
func (w *Window) eraseArticles(ids []annotation.ID) {
	w.leave()
	d := w.desk
	type outcome struct {
		plan jobs.ErasePlan
		err  error
	}
	look := func() (o outcome) {
		if o.err = d.settle(d.closing); o.err == nil {
			o.plan, o.err = jobs.PlanErase(d.closing, d.project, ids, w.erasing(d))
		}
		return o
	}
	soon(w, w.patience, look, func() { w.status.say("Looking what would be erased…") }, func(o outcome) {
		switch {
		case d != w.desk:
		case o.err != nil:
			w.status.fail(sentence(o.err))
		default:
			w.askErase(ids, o.plan)
		}
	})
}

func (w *Window) askErase(ids []annotation.ID, plan jobs.ErasePlan) {
	wanted, what := cleaned(plan.Articles[0].Title), "this title"
	if n := len(plan.Articles); n > 1 || wanted == "" {
		wanted, what = strconv.Itoa(n), "the number of articles, "+strconv.Itoa(n)
	}
	typed, backups := newField(w.keys, false), widget.NewCheck("Also delete "+theBackups(len(plan.Backups))+" words of it", nil)
	typed.SetPlaceHolder(wanted)
	form := container.NewVBox(newProse(w.fonts, theme.ColorNameForeground, eraseInWords(plan)))
	if len(plan.Backups) > 0 {
		form.Add(backups)
		backups.OnChanged = func(bool) { w.win.Canvas().Focus(typed) }
	}
	form.Add(newProse(w.fonts, theme.ColorNamePlaceHolder, "Nothing brings it back, not even Ctrl+Z. To go on, type "+what+":"))
	form.Add(typed)
	w.ask("Erase for good?", "Erase", 620, form, typed, func() error {
		if !strings.EqualFold(cleaned(typed.Text), wanted) {
			return fmt.Errorf("nothing was erased: type %s, “%s”", what, wanted)
		}
		w.erase(ids, backups.Checked)
		return nil
	})
}

// cleaned is a title as it can be typed.
func cleaned(s string) string { return strings.Join(strings.Fields(s), " ") }

func theBackups(n int) string {
	if n == 1 {
		return "the backup that holds"
	}
	return "the " + grouped(n) + " backups that hold"
}

func holds(n int) string {
	if n == 1 {
		return "holds"
	}
	return "hold"
}

// eraseInWords says what would go and what stays.
func eraseInWords(plan jobs.ErasePlan) string {
	var lines []string
	shown := plan.Articles[:min(len(plan.Articles), articlesTold)]
	for _, a := range shown {
		lines = append(lines, erasedInWords(a))
	}
	if more := len(plan.Articles) - len(shown); more > 0 {
		lines = append(lines, "and "+grouped(more)+" more.")
	}
	for _, name := range plan.Waiting {
		lines = append(lines, textview.Isolate(name)+" waits for other work and holds words of it: it is let go, and can be collected again.")
	}
	if n := len(plan.Unread); n > 0 {
		lines = append(lines, plural(n, "backup")+" cannot be read and may hold it: "+textview.Isolate(filepath.Base(plan.Unread[0]))+".")
	}
	return strings.Join(append(lines, "That it was erased, by whom and when, stays, and goes to your colleagues when you publish. What you published or exported before is not touched."), "\n")
}

// articlesTold is how many articles are told one by one before they are erased.
const articlesTold = 6

func erasedInWords(a jobs.Erased) string {
	goes := []string{"its text"}
	for _, m := range a.Marks {
		goes = append(goes, plural(m.Marks, "mark")+" of "+textview.Isolate(m.By))
	}
	if a.Comments > 0 {
		goes = append(goes, plural(a.Comments, "comment"))
	}
	said := "“" + quoted(a.Title, 80) + "”: " + listed(append(goes, "its words in the history")) + " go."
	if a.Sharing > 0 {
		said += " So does the file that it came from; " + plural(a.Sharing, "article") + " from the same file " + staysStay(a.Sharing) + "."
	}
	if n := len(a.Copies); n > 0 {
		said += " What stands in its place or has the same text stays: “" + quoted(a.Copies[0], 60) + "”"
		if n > 1 {
			said += " and " + grouped(n-1) + " more"
		}
		said += "."
	}
	return said
}

func staysStay(n int) string {
	if n == 1 {
		return "stays"
	}
	return "stay"
}

// erase erases articles in the background. One that is open is closed first.
func (w *Window) erase(ids []annotation.ID, backups bool) {
	d := w.desk
	if slices.Contains(ids, w.document.ID) {
		w.showNothing()
	}
	o := w.erasing(d)
	o.Delete = backups
	d.kept.newest.Add(1) // what was to be written of before is not written any more
	w.status.say("Erasing…")
	go func() {
		d.kept.writing.Wait()
		r, err := jobs.Erase(context.Background(), d.project, ids, o)
		w.later(func() {
			if d == w.desk {
				w.erased(r, err)
			}
		})
	}()
}

// erased tells what was erased, and shows the project as it is now.
func (w *Window) erased(r jobs.EraseReport, err error) {
	w.inspector.history.due = true
	if err == nil {
		err = w.desk.catchUp(context.Background())
	}
	if len(r.Articles) > 0 {
		top, _ := w.desk.editor.History().Undo()
		w.desk.erasedOn = &top.Group
	}
	w.library.unpick()
	w.adjudicating.isStale()
	w.readCorrespondence()
	said := plural(len(r.Articles), "article") + " erased for good."
	if n := len(r.Deleted); n > 0 {
		said += " " + upperFirst(plural(n, "backup")) + " deleted."
	}
	if n := len(r.Backups); n > 0 {
		said += " " + upperFirst(plural(n, "backup")) + " " + holds(n) + " it still: " + textview.Isolate(filepath.Dir(r.Backups[0])) + "."
	}
	w.reloadList(func() {
		if w.document.ID.IsZero() {
			w.openLast()
		}
		switch {
		case err != nil:
			w.status.fail(sentence(err))
		case r.Unclean != "":
			w.status.fail(said + " " + sentence(errors.New(r.Unclean)))
		default:
			w.status.say(said)
		}
	})
}

// erasedSign stands before what colleagues erased.
const erasedSign = "×"

// erasedLetters are the articles that colleagues erased for good and of which words are here still, until they are erased here too.
func (w *Window) erasedLetters() (out []letter) {
	if !w.canWrite() {
		return nil
	}
	for i, d := range w.correspondence.erased {
		by := d.By
		if by == "" {
			by = "a colleague"
		}
		out = append(out, letter{order: int64(i), at: d.At, sign: erasedSign, says: "Its words are still in this project. Enter erases them here too…",
			about: quoted(by, 40) + " erased “" + quoted(d.Title, 60) + "” for good", act: func() { w.eraseArticles([]annotation.ID{d.ID}) }})
	}
	return out
}
