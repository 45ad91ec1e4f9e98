package jobs

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
)

// drafts are the marks that can be taken, and their ids.
func (r *record) drafts() (drafts []annotation.Draft, ids []string) {
	drafts, ids = make([]annotation.Draft, 0, len(r.in.Spans)), make([]string, 0, len(r.in.Spans))
	for _, sp := range r.in.Spans {
		l, fate := r.matching.Label(sp.Label)
		if !r.comes(fate, "label", sp.Label) {
			continue
		}
		d := annotation.Draft{Label: l, Ranges: make([]rangeset.Range, len(sp.Ranges)), Note: sp.Note}
		for i, b := range sp.Ranges {
			d.Ranges[i] = rangeset.Range{Start: b[0], End: b[1]}
		}
		if len(sp.Attributes) > 0 {
			d.Attributes = r.attributes(l, sp.Attributes)
		}
		switch {
		case sp.Score == 0 || d.Attributes[annotation.ModelScore] != nil:
		case r.who.Kind != annotation.Model:
			r.scores++
		default:
			d.Attributes = maps.Clone(d.Attributes)
			if d.Attributes == nil {
				d.Attributes = map[string][]string{}
			}
			d.Attributes[annotation.ModelScore] = []string{strconv.FormatFloat(sp.Score, 'f', -1, 64)}
		}
		drafts, ids = append(drafts, d), append(ids, sp.ID)
	}
	return drafts, ids
}

// comes tells whether what has a name is taken, and counts what is not.
func (r *record) comes(fate interchange.Fate, what, name string) bool {
	switch fate {
	case interchange.Left:
		r.about.Left++
	case interchange.Unmapped:
		r.about.Unmapped++
		r.unmapped[UnmappedName{What: what, Name: name}]++
	}
	return fate == interchange.Mapped
}

// attributes are those of a mark that the scheme takes.
func (r *record) attributes(l annotation.LabelRole, theirs interchange.Attributes) map[string][]string {
	out := map[string][]string{}
	for name, values := range theirs {
		ours, fate := r.matching.Attribute(name)
		if ours == annotation.TakenFrom {
			fate = interchange.Left // marks of another project have no meaning here
		}
		if !r.comes(fate, "attribute", name) {
			continue
		}
		values = valuesOf(r.p.Scheme().AttributesOf(l), ours, values)
		if err := r.p.Scheme().CheckAttribute(l, ours, values); err != nil {
			r.refusals[err.Error()]++
			continue
		}
		out[ours] = values
	}
	return out
}

func valuesOf(as []annotation.Attribute, id string, values []string) []string {
	if i := slices.IndexFunc(as, func(a annotation.Attribute) bool { return a.ID == id }); i >= 0 {
		return interchange.Values(&as[i], values)
	}
	return values
}

// atOnce is how many marks are taken in one edit.
const atOnce = 500

// errTaken: a person's own marks are left as they are.
var errTaken = errors.New("has marks on it already, which are left as they are")

// mark brings marks, links and what is said of the document to the annotator's set.
func (r *record) mark(drafts []annotation.Draft, ids []string) error {
	owned := r.who.Kind == annotation.Reference || r.isMapped()
	guarded := owned && r.wasMarked()
	r.made, r.met = make(map[string]annotation.Span, len(drafts)), make(map[annotation.ID]annotation.Draft, len(drafts))
	for from := 0; from < len(drafts); from += atOnce {
		to := min(from+atOnce, len(drafts))
		e, made, refused := r.set.Take(drafts[from:to])
		if guarded && len(e.Spans) > 0 {
			r.about.Marks, r.about.There = 0, 0
			clear(r.refusals)
			return r.refuse(fmt.Sprintf("%s %v", r.who.Name, errTaken))
		}
		for i, err := range refused {
			r.note(drafts[from+i], made[i].ID, err)
			if id := ids[from+i]; id != "" && (err == nil || errors.As(err, new(*annotation.Duplicate))) {
				r.made[id] = made[i]
			}
		}
		if err := r.apply(e); err != nil {
			return err
		}
	}
	if guarded {
		return nil
	}
	if err := r.links(); err != nil {
		return err
	}
	r.warn(drafts)
	return r.ofArticle()
}

// wasMarked tells whether the set had marks before this import came to it: a text may have several records, as where each label has one.
func (r *record) wasMarked() bool {
	id := r.set.Head().ID
	if _, met := r.marked[id]; !met {
		r.marked[id] = r.set.Len() > 0
	}
	return r.marked[id]
}

// isMapped tells whether the annotator is one of the project that the mapping names.
func (r *record) isMapped() bool {
	_, mapped := r.o.Mapping.Annotators[r.in.Annotator]
	return mapped
}

// note counts a mark that was taken or not.
func (r *record) note(d annotation.Draft, mark annotation.ID, refused error) {
	if refused != nil && !errors.As(refused, new(*annotation.Duplicate)) {
		r.refusals[refused.Error()]++
		return
	}
	first, again := r.met[mark]
	switch {
	case again && (d.Note != first.Note || !maps.EqualFunc(d.Attributes, first.Attributes, slices.Equal)):
		r.refusals["what is said of a mark the second time it is there"]++
		r.again++
	case again:
		r.again++
	case refused == nil:
		r.about.Marks++
	default:
		r.about.There++
	}
	if !again {
		r.met[mark] = d
	}
}

// apply takes an edit into the set and hands it on.
func (r *record) apply(e annotation.Edit) error {
	if e.Len() == 0 {
		return nil
	}
	if err := r.set.Apply(e); err != nil {
		return err
	}
	return r.out.add(e)
}

// links brings the links between marks that came or are there.
func (r *record) links() error {
	for _, l := range r.in.Relations {
		kind, fate := r.matching.Relation(l.Type)
		if !r.comes(fate, "relation", l.Type) {
			continue
		}
		from, ok1 := r.made[l.From]
		to, ok2 := r.made[l.To]
		if !ok1 || !ok2 {
			r.refusals["link "+l.Type+": a mark that it links did not come"]++
			continue
		}
		e, err := r.set.TakeLink(kind, from.ID, to.ID)
		switch {
		case errors.As(err, new(*annotation.DuplicateRelation)):
			continue
		case err != nil:
			r.refusals[err.Error()]++
			continue
		}
		r.about.Links++
		if err := r.apply(e); err != nil {
			return err
		}
	}
	return nil
}

// ofArticle brings what the annotator says of the whole document, and how far along they are.
func (r *record) ofArticle() error {
	if r.about.Marks == 0 && r.set.Head().Status != annotation.Todo {
		return nil // it came before, and may have been changed since
	}
	for name, values := range r.in.Attributes {
		if name == annotation.Nothing || name == annotation.SkippedFor {
			continue // that goes with the status
		}
		ours, fate := r.matching.Attribute(name)
		if !r.comes(fate, "attribute", name) {
			continue
		}
		e, err := r.set.SetDocumentAttribute(ours, valuesOf(r.p.Scheme().OfDocuments(), ours, values)...)
		if err != nil {
			r.refusals[err.Error()]++
			continue
		}
		if err := r.apply(e); err != nil {
			return err
		}
	}
	return r.status()
}

// status brings how far the annotator is: as the record says, else as was chosen for all. Nobody is done with marks of which none came.
func (r *record) status() error {
	status, none := cmp.Or(r.in.Status, r.o.Status), len(r.in.Incoming.Spans) > 0 && r.set.Len() == 0
	e, ok := annotation.Edit{}, false
	switch why := r.in.Attributes[annotation.SkippedFor]; {
	case status == annotation.Done && !none, status == annotation.InWork && r.set.Head().Status == annotation.Todo:
		e, ok = r.set.SetStatus(status)
	case status == annotation.Skipped && len(why) > 0:
		var err error
		e, err = r.set.SetDocumentAttribute(annotation.SkippedFor, why...)
		ok = err == nil
	}
	if !ok {
		return nil
	}
	return r.apply(e)
}
