package app

import (
	"fmt"
	"time"
)

// workSavedEvery is how often working hours are written while somebody works.
const workSavedEvery = 5 * time.Second

// active notes that the person does something now: the time since the moment before was work on the open article, unless it was a pause.
func (w *Window) active() {
	if w.desk == nil || w.desk.worked == nil || w.document.ID.IsZero() {
		return
	}
	now := w.clock()
	w.desk.worked.Add(w.document.ID, w.stopwatch.At(now))
	if now.Sub(w.workSaved) >= workSavedEvery {
		w.workSaved = now
		go w.desk.worked.Save() // where that fails, closing the project tells
	}
}

// leaveWork ends the work on the open article.
func (w *Window) leaveWork() {
	w.active()
	w.stopwatch.Stop()
}

// workInWords says how long the open article took so far; nothing where that is less than a minute.
func (w *Window) workInWords() string {
	if w.desk == nil || w.desk.worked == nil {
		return ""
	}
	minutes := int(w.desk.worked.On(w.document.ID) / time.Minute)
	switch {
	case minutes == 0:
		return ""
	case minutes < 60:
		return plural(minutes, "minute")
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}
