package app

import (
	"context"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// offerUnfinished asks what to do with a group of edits that was broken off by a crash, an error or Cancel.
func (w *Window) offerUnfinished() {
	if !w.canWrite() {
		return
	}
	open, err := w.desk.project.Unfinished(context.Background())
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	if len(open) == 0 {
		return
	}
	u := open[0]
	title, told := "An import was not finished", "It was broken off after "+plural(u.Edits, "article")+" (“"+quoted(u.Name, 80)+"” was the first)."
	keepThem, takeThem := "Keep them", "Take them back"
	if u.Name == jobs.SuggestStep {
		title, told = "Suggesting was not finished", "It was broken off after "+plural(u.Edits, "step")+"."
	}
	if u.Inverts {
		title, told = "Taking back was not finished", "It was broken off after "+plural(u.Edits, "step")+" (“"+quoted(u.Name, 80)+"” was the first)."
		keepThem, takeThem = "Leave it so", "Bring them back"
	}
	w.question(title, told, choice{text: "Decide later"},
		choice{takeThem, func() { w.reverseMany(annotation.Step{Group: u.Group, Name: u.Name}, u.Edits, "Taken back: ") }},
		choice{keepThem, func() {
			w.background("…", func(ctx context.Context, d *desk) (string, error) {
				return "It stays as it is.", d.project.Keep(ctx, u.Group)
			})
		}})
}

// reverseMany takes back a step of n edits in the background, past the editor.
func (w *Window) reverseMany(s annotation.Step, n int, said string) {
	ctx, cancel := context.WithCancel(context.Background())
	set, hide := w.showProgress(said+s.Name, cancel)
	d := w.desk
	go func() {
		back, written, err := d.takeBack(ctx, s, func(done int) { set(done, n) })
		w.later(func() {
			hide()
			if d == w.desk {
				w.tookBack(back, written, said, err)
			}
		})
	}()
}

// tookBack shows the project after a step was taken back, wholly or in part.
func (w *Window) tookBack(s annotation.Step, written int, said string, err error) {
	if written > 0 {
		w.desk.editor.Remember(s)
	}
	tell := func() {
		if err != nil {
			w.status.fail(sentence(err))
			return
		}
		w.status.say(said + w.inNames(s.Name))
	}
	w.reloadList(func() {
		if id := w.document.ID; id.IsZero() {
			w.openLast()
		} else {
			w.openThen(id, tell) // its marks may be others now
		}
		w.adjudicating.isStale()
		tell()
		if err != nil {
			w.offerUnfinished()
		}
	})
}
