package app

import (
	"context"
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// migrate gives the project a migration's scheme and moves its marks, after a look at what becomes of them. notDone is told when that
// is not to be, or cannot be.
func (w *Window) migrate(m *annotation.Migration, notDone func(error)) {
	w.whenSaved("Leave it", func() {
		if !m.Moves() {
			w.carryOut(m, notDone)
			return
		}
		longAct(w, "Looking at the marks", func(ctx context.Context, d *desk, _ func(done, total int)) (jobs.MigrationReport, error) {
			return jobs.PreviewMigration(ctx, d.project, m)
		}, func(r jobs.MigrationReport, err error) {
			if err != nil {
				notDone(err)
				return
			}
			agreed := false
			w.questionThen("Change marks with the scheme?", migrationInWords(r), func() {
				w.later(func() { // an answer closes the question before it counts
					if !agreed {
						notDone(nil)
					}
				})
			}, choice{text: "Back"}, choice{"Change", func() { agreed = true; w.carryOut(m, notDone) }})
		})
	})
}

// carryOut migrates and shows everything by the scheme that came.
func (w *Window) carryOut(m *annotation.Migration, notDone func(error)) {
	longAct(w, "Changing the scheme", func(ctx context.Context, d *desk, progress func(done, total int)) (jobs.MigrationReport, error) {
		return jobs.Migrate(ctx, d.project, m, progress)
	}, func(r jobs.MigrationReport, err error) {
		if err != nil {
			notDone(err)
			return
		}
		if !r.Group.IsZero() {
			w.desk.editor.Remember(annotation.Step{Group: r.Group, Name: m.Name()})
		}
		e := w.schemer
		w.schemer = nil
		w.closeAnswered(e)
		w.schemeChanged()
		said := fmt.Sprintf("The scheme is now version %d: %s", r.Scheme.Version, plural(len(r.Differences), "change"))
		if r.Marks+r.Links > 0 {
			said += fmt.Sprintf(", %s and %s moved", plural(r.Marks, "mark"), plural(r.Links, "link"))
		}
		w.status.say(said + ". Ctrl+Z takes it back.")
	})
}

// longAct does something in the background under a sheet that shows how far it is, then tells what came of it.
func longAct[T any](w *Window, title string, act func(ctx context.Context, d *desk, progress func(done, total int)) (T, error), then func(T, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	set, hide := w.showProgress(title, cancel)
	d := w.desk
	go func() {
		defer cancel()
		r, err := act(ctx, d, set)
		w.later(func() {
			hide()
			if d == w.desk {
				then(r, err)
			}
		})
	}()
}

// migrationInWords tells what becomes of marks, with how many and which.
func migrationInWords(r jobs.MigrationReport) string {
	lines := []string{fmt.Sprintf("%s and %s change in %s. It is one step, which Ctrl+Z takes back.", plural(r.Marks, "mark"), plural(r.Links, "link"), plural(r.Documents, "article"))}
	for _, e := range r.Effects {
		effect := e.Effect
		effect.Of, effect.To = nameIn(r.Scheme, effect.Of), nameIn(r.Scheme, effect.To)
		lines = append(lines, "", fmt.Sprintf("%s: %d", effect, e.Count))
		for _, x := range e.Examples {
			lines = append(lines, fmt.Sprintf("   %s · in %s, by %s", quoted(x.Quote, 60), quoted(x.Title, 40), quoted(x.Annotator, 30)))
		}
	}
	return strings.Join(lines, "\n")
}

// nameIn is how people read a label, a role or a type of link that an id names; any other id is as it is.
func nameIn(s *annotation.Scheme, id string) string {
	if t, ok := s.RelationType(id); ok {
		return "“" + t.Name + "”"
	}
	label, role, _ := strings.Cut(id, ".")
	if _, ok := s.Label(label); ok {
		return s.NameOf(annotation.LabelRole{Label: label, Role: role})
	}
	return id
}

// reverseScheme takes a change of the scheme back, or does it again, as a whole.
func (w *Window) reverseScheme(s annotation.Step, said string) {
	longAct(w, said+s.Name, func(ctx context.Context, d *desk, progress func(done, total int)) (annotation.Step, error) {
		return jobs.TakeBackWhole(ctx, d.project, s, progress)
	}, func(back annotation.Step, err error) {
		if err != nil {
			w.status.fail(sentence(err))
			return
		}
		w.desk.editor.Remember(back)
		w.schemeChanged()
		w.status.say(said + w.inNames(s.Name))
	})
}
