package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/app/editor"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/app/textview"
	"rubricator/storage"
)

// desk is one open project with what is needed to work on it: the editor, what is not yet saved, and the list of
// documents. It knows no widgets.
type desk struct {
	project   *storage.Project
	outbox    *editor.Outbox
	editor    *editor.Editor
	annotator annotation.Annotator // who works here, as of the last edit, which may not be on disk yet
	backups   string               // the folder of the project's backups
	closing   context.Context      // ends when the desk is closed
	stop      func()
	documents []storage.Listed
	place     map[annotation.ID]int  // index in documents
	holders   map[annotation.ID]bool // who are no people and have a place in the project: those who hold answers or the reference
	problems  []string               // what opening found, for the status line
	mostRead  int                    // bytes of articles, as they came, that are kept in memory to be looked at before they are loaded
	worked    *settings.Worked       // how long I worked on documents, on this device; nil where I cannot mark
	kept      keptDifferences        // how the differences stood, from session to session
	changing  string                 // what is being done to several articles; empty: nothing
	erasedOn  *annotation.ID         // the newest step, by its group, on which something was erased for good; nil once undo said so

	departures []jobs.Departure // where my finished sets are not as the reference
}

// openDesk opens the project at path, or makes it when create says so. onSaving is called from another goroutine when
// the truth about saving changes.
func openDesk(path string, create bool, s *settings.Settings, f settings.Folders, scheme annotation.Scheme, onSaving func()) (*desk, error) {
	actor, err := s.Actor(f, path)
	if err != nil {
		return nil, err
	}
	o := storage.Options{Actor: actor, Annotator: s.Who(path), Backups: f.Backups(path), Insist: f.Own(path)}
	var p *storage.Project
	if create {
		p, err = storage.Create(path, scheme, o)
	} else {
		p, err = storage.Open(path, o)
	}
	if err != nil {
		return nil, err
	}
	d := &desk{project: p, annotator: p.Annotator(), backups: f.Backups(p.Path()), holders: map[annotation.ID]bool{}, mostRead: jobs.MostShown}
	d.closing, d.stop = context.WithCancel(context.Background())
	if err := d.begin(f, onSaving); err != nil {
		d.stop()
		if d.outbox != nil {
			d.outbox.Close()
		}
		return nil, errors.Join(err, p.Close())
	}
	return d, nil
}

func (d *desk) begin(f settings.Folders, onSaving func()) error {
	ctx := context.Background()
	d.kept.path = f.Compared(d.project.ID(), d.project.Path())
	rescue, orphans := editor.NewRescue("", ""), []*editor.Rescue(nil)
	var rescued []annotation.Edit
	if d.project.ReadOnly() == nil { // else they are the other window's
		rescue = editor.NewRescue(f.Rescue(d.project.ID(), d.project.Path()), d.project.Path())
		orphans = editor.Orphans(f.RescueFolder(), settings.RescueBegin(d.project.ID()))
		for _, r := range append(orphans, rescue) {
			edits, err := d.loadRescued(r)
			if err != nil {
				return err
			}
			rescued = append(rescued, edits...)
		}
	}
	d.outbox = editor.NewOutbox(d.project, rescue, onSaving)
	for _, e := range rescued {
		d.outbox.Send(e)
	}
	if len(rescued) > 0 {
		d.saveRescued(rescue, orphans, len(rescued))
	}
	pending := d.outbox.Pending()
	steps, err := d.project.Steps(ctx)
	if err != nil {
		return err
	}
	d.editor = editor.New(d.project, d.outbox, steps)
	if err := d.editor.Resume(ctx, pending); err != nil {
		return err
	}
	if err := d.findHolders(ctx, pending); err != nil {
		return err
	}
	if d.project.ReadOnly() == nil {
		if d.worked, err = f.Worked(d.project.ID(), d.project.Actor().ID); err != nil {
			d.problems = append(d.problems, err.Error())
		}
	}
	documents, err := d.list(ctx)
	d.show(documents)
	return err
}

// catchUp takes up what the file has that did not come by the window: steps that can be undone, and who has a place in the project.
func (d *desk) catchUp(ctx context.Context) error {
	pending := d.outbox.Pending() // before the file is read, so that none falls between
	steps, err := d.project.Steps(ctx)
	if err != nil {
		return err
	}
	d.editor.Refold(steps)
	if err := d.editor.Resume(ctx, pending); err != nil {
		return err
	}
	return d.findHolders(ctx, pending)
}

// findHolders finds out who has a place in the project, or will have with what is not saved yet.
func (d *desk) findHolders(ctx context.Context, pending []annotation.Edit) error {
	known, err := d.project.Annotators(ctx)
	for _, e := range pending {
		for _, c := range e.Annotators {
			if c.After != nil {
				known = append(known, *c.After)
			}
		}
	}
	d.joined(known...)
	return err
}

// joined notes who has a place in the project.
func (d *desk) joined(who ...annotation.Annotator) {
	for _, a := range who {
		d.holders[a.ID] = true
	}
}

// loadRescued reads a rescue file; one that is damaged is set aside first.
func (d *desk) loadRescued(r *editor.Rescue) ([]annotation.Edit, error) {
	edits, damage := r.Load()
	if damage != nil {
		aside, err := r.SetAside()
		if err != nil {
			return nil, errors.Join(damage, err)
		}
		d.problems = append(d.problems, damage.Error()+"; what could be read is saved, the file is kept as "+aside)
	}
	return edits, nil
}

// saveRescued waits a moment for what an earlier session could not save.
func (d *desk) saveRescued(rescue *editor.Rescue, orphans []*editor.Rescue, n int) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if d.outbox.Flush(ctx) != nil {
		return
	}
	for _, r := range orphans { // kept, should the project have been another copy
		_, err := r.SetAside()
		if err == nil {
			err = r.Remove()
		}
		if err != nil {
			d.problems = append(d.problems, err.Error())
		}
	}
	var refused []annotation.Edit
	for _, r := range d.takeRefusals() {
		refused = append(refused, r.Edit)
	}
	saved := n - len(refused)
	d.problems = append(d.problems, plural(saved, "change")+" that could not be saved last time "+isAre(saved)+" saved now")
	if len(refused) == 0 {
		return
	}
	told := plural(len(refused), "change") + " from last time no longer fit and were left out"
	if aside, err := rescue.KeepAside(refused); err == nil {
		told += "; they are kept in " + aside
	}
	d.problems = append(d.problems, told)
}

// takeRefusals gives the edits that were refused since the last call. One by which somebody joins is none: whoever it is about is there.
func (d *desk) takeRefusals() []editor.Refusal {
	return slices.DeleteFunc(d.outbox.TakeRefusals(), func(r editor.Refusal) bool {
		joins := len(r.Edit.Annotators)
		return joins > 0 && joins == r.Edit.Len() && !slices.ContainsFunc(r.Edit.Annotators, func(c annotation.Change[annotation.Annotator]) bool { return c.Before != nil })
	})
}

// list reads the list of documents.
func (d *desk) list(ctx context.Context) ([]storage.Listed, error) {
	return d.project.Documents(ctx, d.project.Annotator().ID)
}

// show makes this the list.
func (d *desk) show(documents []storage.Listed) {
	d.documents = documents
	d.place = make(map[annotation.ID]int, len(documents))
	for i := range documents {
		d.place[documents[i].ID] = i
	}
}

func (d *desk) me() annotation.ID { return d.annotator.ID }

// mySet is the ID of my set on a document.
func (d *desk) mySet(document annotation.ID) annotation.ID { return annotation.SetID(document, d.me()) }

// listed is a document's row in the list; ok is false when there is no such document.
func (d *desk) listed(id annotation.ID) (*storage.Listed, bool) {
	i, ok := d.place[id]
	if !ok {
		return nil, false
	}
	return &d.documents[i], true
}

// titleOf is a document's title, or says that it has none.
func (d *desk) titleOf(id annotation.ID) string {
	if l, ok := d.listed(id); ok && l.Title != "" {
		return l.Title
	}
	return "untitled"
}

// isMine tells whether a document is assigned to me in a round that is open.
func (d *desk) isMine(id annotation.ID) bool {
	l, ok := d.listed(id)
	return ok && l.Mine
}

// noted brings the list up to date with an edit of the open set. It tells whether documents came or went, or rounds are others now.
func (d *desk) noted(e annotation.Edit) (listChanged bool) {
	for _, c := range e.Annotators {
		if c.ID == d.annotator.ID && c.After != nil {
			d.annotator = *c.After
		}
	}
	for _, c := range e.Sets {
		if l, ok := d.listed(c.Document); ok && c.ID == d.mySet(c.Document) {
			after := annotation.SetHead{Status: annotation.Todo}
			if c.After != nil {
				after = *c.After
			}
			l.Status, l.Empty, l.Skipped = after.Status, after.IsEmpty(), after.SkippedFor()
			l.Redone = after.Status == annotation.Done || after.Status == annotation.Skipped
		}
	}
	for _, c := range e.Spans {
		if l, ok := d.listed(c.Document); ok && either(c).Set() == d.mySet(c.Document) {
			switch {
			case c.Before == nil:
				l.Spans++
			case c.After == nil:
				l.Spans--
			}
			l.Unsure += unsure(c.After) - unsure(c.Before)
		}
	}
	return len(e.Documents)+len(e.Rounds)+len(e.Assignments) > 0
}

// either is a span as it is after a change, else as it was before.
func either(c annotation.Change[annotation.Span]) *annotation.Span {
	return cmp.Or(c.After, c.Before)
}

// unsure counts a mark that its annotator is not certain of; nil counts nothing.
func unsure(sp *annotation.Span) int {
	if sp != nil && sp.IsUnsure() {
		return 1
	}
	return 0
}

// loaded is a document ready to be shown.
type loaded struct {
	document    annotation.Document
	set         *annotation.Set
	suggestions *annotation.Suggestions
	blocks      *textview.Blocks
	problems    []error
}

// load reads a document, my marks on it and what models suggest there, as they are with the edits that are not on disk yet.
func (d *desk) load(ctx context.Context, id annotation.ID) (loaded, error) {
	pending := d.outbox.Pending() // before the file is read, so that none falls between
	pending = slices.DeleteFunc(pending, func(e annotation.Edit) bool { return !e.Touches(id) })
	if slices.ContainsFunc(pending, func(e annotation.Edit) bool { return d.brings(e, id) }) {
		if err := d.outbox.Flush(ctx); err != nil {
			return loaded{}, err
		}
		pending = nil
	}
	doc, t, err := d.project.Document(ctx, id)
	if err != nil {
		return loaded{}, err
	}
	set, problems, err := d.project.Set(ctx, id, d.me(), t)
	if err != nil {
		return loaded{}, err
	}
	suggestions, wrong, err := d.project.Suggestions(ctx, set)
	if err != nil {
		return loaded{}, err
	}
	problems = append(problems, wrong...)
	for _, e := range pending {
		for _, apply := range []func(annotation.Edit) error{set.Apply, suggestions.Apply} {
			if err := apply(e); err != nil && !errors.Is(err, annotation.ErrStale) { // stale: it is in the file by now
				return loaded{}, err
			}
		}
		for _, c := range e.Documents {
			if c.ID == id && c.After != nil {
				doc = *c.After
			}
		}
	}
	return loaded{doc, set, suggestions, textview.FindBlocks(t), problems}, nil
}

// joinHolders has a place for what I say to suggestions, or for the reference, before the first edit of it and on the same way to the
// disk.
func (d *desk) joinHolders(e annotation.Edit) {
	for _, holder := range []annotation.Annotator{annotation.AnswersOf(d.annotator), annotation.ReferenceAnnotator()} {
		first := func(c annotation.Change[annotation.SetHead]) bool {
			return c.After != nil && c.After.Annotator == holder.ID
		}
		if !d.holders[holder.ID] && slices.ContainsFunc(e.Sets, first) {
			d.joined(holder)
			d.outbox.Send(annotation.Join(holder))
		}
	}
}

// brings tells whether an edit puts a document into the project, or a model's suggestions on it.
func (d *desk) brings(e annotation.Edit, id annotation.ID) bool {
	mine := []annotation.ID{d.me(), annotation.AnswersOf(d.annotator).ID}
	return slices.ContainsFunc(e.Documents, func(c annotation.Change[annotation.Document]) bool {
		return c.ID == id && c.Before == nil
	}) || slices.ContainsFunc(e.Sets, func(c annotation.Change[annotation.SetHead]) bool {
		return c.Document == id && c.After != nil && !slices.Contains(mine, c.After.Annotator)
	})
}

// takeBack reverses a step of many edits past the editor, in the background. back is the step that did, written how many
// of the edits are reversed; when it was broken off that is told as an unfinished group.
func (d *desk) takeBack(ctx context.Context, s annotation.Step, progress func(written int)) (back annotation.Step, written int, err error) {
	back = annotation.Step{Group: annotation.NewID(), Inverts: s.Group, Name: s.Name}
	if err := d.outbox.Flush(ctx); err != nil {
		return back, 0, err
	}
	edits, err := d.project.Group(ctx, s.Group)
	if err != nil {
		return back, 0, err
	}
	inverses := func(yield func(annotation.Edit, error) bool) {
		for _, e := range slices.Backward(edits) {
			inv := e.Inverse()
			inv.Group = back.Group
			if !yield(inv, nil) {
				return
			}
		}
	}
	err = d.project.Apply(ctx, inverses, func(n int) { written = n; progress(n) })
	if err == nil {
		err = d.project.Keep(ctx, s.Group) // one that was unfinished is dealt with
	}
	return back, written, err
}

// lastMoment is how long closing waits for edits that are not on disk; whoever closes has waited before.
const lastMoment = 200 * time.Millisecond

// close backs up what was changed, at most for ctx, and closes the project. The error is that edits are not on disk and went to
// the rescue file instead.
func (d *desk) close(ctx context.Context) error {
	d.stop()
	var unkept error
	if d.worked != nil {
		unkept = d.worked.Save()
	}
	soon, cancel := context.WithTimeout(context.Background(), lastMoment)
	defer cancel()
	flushed := d.outbox.Flush(soon)
	left, err := d.outbox.Close()
	if left > 0 {
		err = errors.Join(flushed, err)
	}
	if left == 0 && d.project.ReadOnly() == nil {
		if _, problem := d.project.Backup(ctx, d.backups, ""); problem != nil && ctx.Err() == nil {
			err = errors.Join(err, problem)
		}
	}
	d.kept.writing.Wait()
	return errors.Join(err, unkept, d.project.Close())
}

// choices are what can be marked, in the order of the scheme.
func (d *desk) choices() []annotation.Choice { return d.project.Scheme().Choices() }
