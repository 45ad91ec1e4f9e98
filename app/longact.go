package app

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// background runs a long act and says its outcome.
func (w *Window) background(doing string, act func(context.Context, *desk) (string, error)) {
	d := w.desk
	w.status.say(doing)
	go func() {
		said, err := act(context.Background(), d)
		w.later(func() {
			if err != nil {
				w.status.fail(sentence(err))
				return
			}
			if said != "" {
				w.status.say(said)
			}
		})
	}()
}

// showProgress shows how far a long act is and when it will be through; Cancel breaks it off. set may be called from any
// goroutine, hide takes the dialog away.
func (w *Window) showProgress(title string, cancel func()) (set func(done, total int), hide func()) {
	bar, left := widget.NewProgressBar(), textview.NewLines(w.fonts, remark(theme.ColorNamePlaceHolder))
	m := &modal{title: title, width: 460, closed: cancel}
	w.show(m, container.NewVBox(bar, left), newButton("Cancel", m.close))
	started := time.Now()
	show := func(done, total int) {
		bar.Max = float64(total)
		bar.SetValue(float64(done))
		left.SetText(grouped(done) + " of " + grouped(total) + rate(time.Since(started), done) + timeLeft(time.Since(started), done, total))
	}
	return func(done, total int) { w.later(func() { show(done, total) }) }, m.close
}

// rate says how many a second are done; nothing while that is too early to tell, and where it is less than one.
func rate(gone time.Duration, done int) string {
	if gone < time.Second || float64(done) < gone.Seconds() {
		return ""
	}
	return " · " + grouped(int(float64(done)/gone.Seconds())) + " a second"
}

// timeLeft says how long an act still takes that has gone on for some time; nothing while that is too early to tell.
func timeLeft(gone time.Duration, done, total int) string {
	if done == 0 || gone < time.Second {
		return ""
	}
	left := time.Duration(float64(gone) / float64(done) * float64(total-done)).Round(time.Second)
	switch {
	case left < time.Second:
		return ""
	case left < time.Minute:
		return " · about " + plural(int(left.Seconds()), "second") + " left"
	}
	return fmt.Sprintf(" · about %s left", plural(int(left.Minutes()+0.5), "minute"))
}
