package app

import "rubricator/annotation"

// rename asks how I am called and shown.
func (w *Window) rename() {
	me := w.me()
	w.askPerson("Your name, as your marks carry it", "Save", me, func(said annotation.Annotator) error { return w.callPerson(me, said) })
}

// me is who works here.
func (w *Window) me() annotation.Annotator {
	if w.desk != nil {
		return w.desk.annotator
	}
	return w.settings.Annotator
}

// callPerson has somebody be called and shown in another way: in the project, or, where that cannot be written and it is me, in the projects to
// come.
func (w *Window) callPerson(before, said annotation.Annotator) error {
	e, changed, err := before.ChangeTo(said)
	if err != nil || !changed {
		return err
	}
	if w.desk == nil || !w.canWrite() {
		return w.named(*e.Annotators[0].After)
	}
	return w.do(e)
}

// named keeps how I am called for the projects to come.
func (w *Window) named(a annotation.Annotator) error {
	w.settings.Called(a)
	w.refresh()
	return w.settings.Save()
}
