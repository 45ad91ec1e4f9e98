package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/app/jobs"
	"rubricator/app/textview"
	"rubricator/storage"
)

// exchangeActions are how work goes to colleagues and comes from them.
func (w *Window) exchangeActions() []*action {
	return []*action{
		{id: "publish", menu: "Review", name: "Publish my work…", keys: chords("Ctrl+Shift+P"), everywhere: true, separator: true, enabled: w.canWrite, run: w.publish},
		{id: "collect", menu: "Review", name: "Collect colleagues' work…", keys: chords("Ctrl+Shift+O"), everywhere: true, enabled: w.canWrite, run: w.collect},
		{id: "conflicts", menu: "Review", name: "Conflicts…", enabled: w.hasProject, run: w.showConflicts},
		{id: "misfits", menu: "Review", name: "Marks that no longer fit…", enabled: w.hasProject, run: w.showMisfits},
	}
}

// exchangeFolder is where bundles were written or read last.
func (w *Window) exchangeFolder() string {
	if w.settings.ExchangeFolder != "" {
		return w.settings.ExchangeFolder
	}
	return w.usualFolder()
}

// publish asks for a file and writes everything I did there, for colleagues.
func (w *Window) publish() {
	start := filepath.Join(w.exchangeFolder(), jobs.BundleName(w.me().Name, time.Now()))
	texts, hours := widget.NewCheck("With the texts of the articles that I brought in", nil), widget.NewCheck("With how long I worked on each article", nil)
	texts.SetChecked(true)
	p := w.pick(pickName, "Publish my work", "Publish", start, []string{bundle.Ending}, container.NewVBox(texts, hours), func(paths []string) error {
		path := paths[0]
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, jobs.BundleName(w.me().Name, time.Now()))
		}
		path = withEnding(path, bundle.Ending)
		w.settings.ExchangeFolder = filepath.Dir(path)
		if exists(path) {
			return fmt.Errorf("a bundle is never changed, and %q is there already; write another name", filepath.Base(path))
		}
		publish := func() { w.publishTo(path, !texts.Checked) }
		if hours.Checked {
			w.publishHours(publish)
		} else {
			publish()
		}
		return nil
	})
	p.folders = true
	texts.OnChanged = func(bool) { p.focus() }
	hours.OnChanged = func(bool) { p.focus() }
}

// publishHours makes public how long I worked on each article, as an edit like any other, and then goes on.
func (w *Window) publishHours(then func()) {
	d := w.desk
	if d.worked == nil {
		then()
		return
	}
	type outcome struct {
		edit annotation.Edit
		new  bool
		err  error
	}
	compute := func() (o outcome) {
		if o.err = d.settle(context.Background()); o.err == nil {
			o.edit, o.new, o.err = jobs.PublishHours(context.Background(), d.project, d.worked.All())
		}
		return o
	}
	soon(w, w.patience, compute, nil, func(o outcome) {
		if d != w.desk || o.err != nil {
			w.status.fail(sentence(o.err))
			return
		}
		if !o.new || w.tryDo(o.edit, nil) {
			then()
		}
	})
}

// publishTo writes in the background, once everything is on disk.
func (w *Window) publishTo(path string, noTexts bool) {
	w.inspector.keep()
	unfinished := w.desk.unfinishedInWords()
	w.background("Publishing…", func(ctx context.Context, d *desk) (string, error) {
		if err := d.settle(ctx); err != nil {
			return "", fmt.Errorf("publish %q: %w", path, err)
		}
		key, err := w.folders.DeviceKey(d.project.Path())
		if err != nil {
			return "", err
		}
		r, err := jobs.Publish(ctx, d.project, jobs.Publishing{Key: key, Program: BuildVersion, NoTexts: noTexts}, path)
		return fmt.Sprintf("Published %s to %s.%s Give that file to your colleagues; it is signed by your key %s.", plural(r.Edits, "edit"), r.Path, unfinished, r.Fingerprint), err
	})
}

// unfinishedInWords says how many articles are still in work; nothing where none is.
func (d *desk) unfinishedInWords() string {
	n := 0
	for i := range d.documents {
		if d.documents[i].Status == annotation.InWork {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" %s %s still in work.", plural(n, "article"), isAre(n))
}

// settle waits until everything is on disk.
func (d *desk) settle(ctx context.Context) error {
	soon, cancel := context.WithTimeout(ctx, closingPatience)
	defer cancel()
	err := d.outbox.Flush(soon)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		err = errors.New("that takes long; try again when the status line says saved")
	}
	return fmt.Errorf("not everything is saved in the project yet: %w", err)
}

// collect asks for colleagues' bundles and projects and takes them in.
func (w *Window) collect() {
	w.pick(pickMany, "Collect colleagues' work", "Collect", w.exchangeFolder(), []string{bundle.Ending, ".rubric"}, nil, func(paths []string) error {
		w.settings.ExchangeFolder = filepath.Dir(paths[0])
		if len(paths) > 1 { // all of a folder, in which the project itself may lie
			paths = slices.DeleteFunc(paths, func(path string) bool { return path == w.desk.project.Path() })
		}
		w.collectFrom(paths)
		return nil
	})
}

// collectFrom takes files in, in the background.
func (w *Window) collectFrom(paths []string) {
	w.leave()
	d := w.desk
	ctx, cancel := context.WithCancel(context.Background())
	set, hide := w.showProgress("Collecting "+plural(len(paths), "file"), cancel)
	o := jobs.Collecting{Backups: d.backups, Consent: w.consents(ctx), Progress: func(_ string, done, total int) { set(done, max(total, 1)) }}
	go func() {
		defer cancel()
		err := d.settle(ctx)
		var r jobs.CollectReport
		if err == nil {
			if r, err = jobs.Collect(ctx, d.project, paths, o); err == nil {
				err = d.settle(context.WithoutCancel(ctx)) // what was done meanwhile
			}
		}
		w.later(func() {
			hide()
			if d == w.desk {
				w.collected(r, err)
			}
		})
	}()
}

// consents asks, from another goroutine, whether one that changes much is taken in, and waits for the answer.
func (w *Window) consents(ctx context.Context) func(*storage.Sweeping) bool {
	return func(s *storage.Sweeping) bool {
		answer := make(chan bool, 1)
		say := func(yes bool) func() {
			return func() {
				select {
				case answer <- yes:
				default:
				}
			}
		}
		w.later(func() {
			w.questionThen("It would change much of what is here", fmt.Sprintf("“%s” would change or remove %s of the %s articles, sets, marks and links in this project. "+
				"A backup of the project as it is now was made.", s.Name, grouped(s.Touched), grouped(s.Of)), say(false), choice{"Take it in", say(true)}, choice{"Leave it out", say(false)})
		})
		select {
		case yes := <-answer:
			return yes
		case <-ctx.Done():
			return false
		}
	}
}

// collected tells what came in, and shows the project as it is now.
func (w *Window) collected(r jobs.CollectReport, err error) {
	w.desk.annotator = w.desk.project.Annotator()
	w.inspector.history.due = true
	if failure := w.desk.catchUp(context.Background()); err == nil {
		err = failure
	}
	said := collectSummary(r)
	if w.isGone() {
		said = fmt.Sprintf("%s “%s”, which was open, was removed by a colleague.", said, w.document.Title)
		w.showNothing()
	}
	w.schemeChanged()
	w.adjudicating.isStale()
	if w.document.ID.IsZero() {
		w.reloadList(w.openLast)
	}
	if w.joining = w.joining && err == nil; w.joining {
		w.joining = false
		w.askWhoJoins()
	}
	switch {
	case errors.Is(err, context.Canceled):
		w.status.say(said + " Collecting was stopped.")
	case err != nil:
		w.status.fail(said + " " + sentence(err))
		w.tell("Collecting broke off", said+"\n"+sentence(err), w.focusText)
	case len(r.Refused)+len(r.Waiting) > 0:
		w.status.fail(said)
		w.tell("Not everything was taken in", collectProblems(r), w.focusText)
	default:
		w.status.say(said)
	}
}

// isGone tells whether the open article is no more in the project.
func (w *Window) isGone() bool {
	if w.document.ID.IsZero() {
		return false
	}
	_, _, err := w.desk.project.Document(context.Background(), w.document.ID)
	return errors.Is(err, annotation.ErrNotFound)
}

// collectSummary says in a line what came in.
func collectSummary(r jobs.CollectReport) string {
	var from []string
	for _, c := range r.Collected {
		if name := c.From; c.Edits > 0 && name != "" && !slices.Contains(from, name) {
			from = append(from, name)
		}
	}
	said := "There is nothing new."
	if len(r.Collected) == 0 {
		said = "Nothing was taken in."
	}
	if n := r.Edits(); n > 0 {
		said = plural(n, "new edit") + " collected"
		if len(from) > 0 {
			said += " from " + listed(from)
		}
		said += "."
	}
	if r.Conflicts > 0 {
		said += " " + plural(r.Conflicts, "conflict") + " to settle: Review, Conflicts."
	}
	if unfit := r.Misfits.String(); unfit != "" {
		said += " " + unfit + ": Review, Marks that no longer fit."
	}
	for _, n := range r.Namesakes {
		said += " " + textview.Isolate(n.String()) + "."
	}
	switch n := len(r.Erased); {
	case n == 1:
		said += " " + textview.Isolate(r.Erased[0].String()) + ": see your inbox."
	case n > 1:
		said += " " + plural(n, "article") + " were erased for good by colleagues; their words are still in this project: see your inbox."
	}
	return said
}

// collectProblems names what was refused and what waits.
func collectProblems(r jobs.CollectReport) string {
	var lines []string
	for _, f := range r.Refused {
		lines = append(lines, "“"+f.Name+"” was refused: "+f.Why+".")
	}
	for _, f := range r.Waiting {
		lines = append(lines, "“"+f.Name+"” waits for "+listed(f.Missing)+". It is kept here and goes on when that comes.")
	}
	if len(lines) > refusalsShown {
		lines = append(lines[:refusalsShown], "and "+grouped(len(lines)-refusalsShown)+" more.")
	}
	return strings.Join(lines, "\n")
}

// askWhoJoins shows the people of a project that I just joined, where some were named and never came: I may be one of them.
func (w *Window) askWhoJoins() {
	d := w.desk
	read := func() bool {
		people, err := d.project.People(context.Background())
		return err == nil && slices.ContainsFunc(people, func(m storage.Member) bool { return m.Devices == 0 && m.Kind == annotation.Person })
	}
	soon(w, w.patience, read, nil, func(named bool) {
		if named && d == w.desk {
			w.people().say("Are you one of those who are not here yet? Go to your name, then I: this is me.")
		}
	})
}

// joinByBundle makes a project with the scheme of a colleague's bundle, and takes the bundle in.
func (w *Window) joinByBundle() {
	w.pick(pickOne, "Join a colleague's project", "Join", w.exchangeFolder(), []string{bundle.Ending}, nil, func(paths []string) error {
		scheme, err := jobs.SchemeOf(paths[0])
		if err != nil {
			return err
		}
		w.settings.ExchangeFolder = filepath.Dir(paths[0])
		w.joinAs(paths[0], scheme)
		return nil
	})
}

func (w *Window) joinAs(from string, scheme annotation.Scheme) {
	start := filepath.Join(w.usualFolder(), strings.TrimSuffix(filepath.Base(from), bundle.Ending)+".rubric")
	w.pick(pickName, "Where your project goes", "Make it", start, projectKinds, nil, func(paths []string) error {
		usual := w.scheme
		w.scheme = scheme
		err := w.tryOpen(withEnding(paths[0], ".rubric"), true)
		w.scheme = usual
		if err == nil {
			w.joining = true
			w.collectFrom([]string{from})
		}
		return err
	})
}
