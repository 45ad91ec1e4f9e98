package jobs

import (
	"cmp"
	"errors"
	"path"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/storage"
)

// record is what one annotator marked on one document, on its way in.
type record struct {
	*marksImport
	in       *interchange.Placed
	about    MarkedRecord
	document annotation.Document
	who      annotation.Annotator
	set      *annotation.Set
	made     map[string]annotation.Span         // by their ids, of those that links can name
	met      map[annotation.ID]annotation.Draft // what first said so, by the marks that came or are there
	scores   int                                // of marks that are no predictions
	again    int                                // marks that the record has more than once
	refusals map[string]int
}

// take takes the record in. Errors are those that end the import.
func (r *record) take() error {
	if strings.TrimSpace(r.in.Plain.String()) == "" {
		return r.refuse("there is no text in it")
	}
	if err := r.out.room(len(r.in.Spans) + len(r.in.Relations) + 2); err != nil { // so that most records come whole or not at all
		return err
	}
	if r.says() {
		if err := r.whose(); err != nil || r.about.Outcome == Refused {
			return err
		}
	}
	err := checkErased(r.ctx, r.p, annotation.DocumentID(annotation.HashOf([]byte(r.in.Plain.String())), ""))
	if errors.Is(err, annotation.ErrErased) {
		return r.refuse(err.Error())
	}
	if err == nil {
		err = r.place()
	}
	if err != nil {
		return err
	}
	if a := astrayOf(r.in); a.Count() > 0 {
		r.about.Astray = &a
	}
	if !r.says() {
		return nil
	}
	set, err := r.sets.of(r.ctx, r.document.ID, r.who.ID, r.in.Plain, r.about.Outcome == Loaded)
	if errors.Is(err, storage.ErrDamaged) {
		return r.refuse(err.Error())
	}
	if err != nil {
		return err
	}
	r.set = set
	drafts, ids := r.drafts()
	if r.who.Kind == annotation.Model {
		err = r.predict(drafts, ids)
	} else {
		err = r.mark(drafts, ids)
	}
	r.sets.keep(set, r.out.edits+1)
	return err
}

// refuse notes why nothing of the record comes.
func (r *record) refuse(why string) error {
	r.about.Outcome, r.about.Reason = Refused, why
	return nil
}

// says tells whether the record is somebody's, and not just an article.
func (r *record) says() bool {
	in := r.in.Incoming
	return len(in.Spans)+len(in.Attributes) > 0 || in.Status != "" && in.Status != annotation.Todo
}

// place finds the document, or makes it.
func (r *record) place() error {
	d := annotation.NewDocument(r.in.Plain, "", r.sources()...)
	there, known := r.known[d.ID]
	r.about.Document = d.ID
	if known {
		r.document, r.about.Title = there, there.Title
		return r.moreSources(d.Sources)
	}
	m := r.in.Meta
	d.Title, d.Outlet, d.Author, d.Published, d.Language, d.URL = cmp.Or(m.Title, d.Title), m.Outlet, m.Author, m.Published, m.Language, m.URL
	r.document, r.about.Title, r.about.Outcome, r.known[d.ID] = d, d.Title, Loaded, d
	e := annotation.NewEdit(annotation.ForeignStep)
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = append([]annotation.Content{annotation.NewContent([]byte(r.in.Plain.String()))}, r.content()...)
	return r.out.add(e)
}

// moreSources notes on a document that is there where else it comes from.
func (r *record) moreSources(sources []annotation.Source) error {
	before, after := r.document, r.document
	after.Sources = slices.Clone(before.Sources)
	for _, s := range sources {
		if !slices.ContainsFunc(after.Sources, func(o annotation.Source) bool {
			return o.File == s.File && o.Original == s.Original && o.Decoding == s.Decoding
		}) {
			after.Sources = append(after.Sources, s)
		}
	}
	if len(after.Sources) == len(before.Sources) {
		return nil
	}
	r.document, r.known[after.ID] = after, after
	e := annotation.NewEdit(annotation.ForeignStep)
	e.Documents = []annotation.Change[annotation.Document]{{ID: after.ID, Document: after.ID, Before: &before, After: &after}}
	e.Content = r.content()
	return r.out.add(e)
}

// sources tell where the text comes from, and where that lies what the format has besides.
func (r *record) sources() []annotation.Source {
	now, file := r.o.Now().UTC(), path.Base(r.in.File)
	decoding := "UTF-8"
	if strings.Contains(r.in.Text, "\r") {
		decoding = "UTF-8; CR in its line ends"
	}
	out := []annotation.Source{{File: path.Base(cmp.Or(r.in.Meta.SourceFile, file)), URL: r.in.Meta.URL, Retrieved: now,
		Original: annotation.HashOf([]byte(r.in.Text)), Decoding: decoding}}
	if len(r.in.Kept) > 0 {
		out = append(out, annotation.Source{File: file, Retrieved: now, Original: annotation.HashOf(r.in.Kept), Decoding: besideMarks(r.format, r.who.ID)})
	}
	return out
}

// content are the bytes that the sources name, besides the document's text.
func (r *record) content() (out []annotation.Content) {
	if r.in.Text != r.in.Plain.String() {
		out = append(out, annotation.NewContent([]byte(r.in.Text)))
	}
	if len(r.in.Kept) > 0 {
		out = append(out, annotation.NewContent(r.in.Kept))
	}
	return out
}

// whose finds who marked, and brings those into the project who are not in it.
func (r *record) whose() error {
	name, kind := r.in.Annotator, r.in.Kind
	if kind != annotation.Model && kind != annotation.Reference {
		kind = annotation.Person
	}
	key := string(kind) + " " + name
	if mapped, ok := r.people[name]; ok && kind == annotation.Person {
		r.who = mapped
	} else if known, ok := r.people[key]; ok {
		r.who = known
	} else {
		who, err := foreign(kind, cmp.Or(name, r.unnamed()))
		if err != nil {
			return r.refuse(err.Error())
		}
		joins := []annotation.Annotator{who}
		if kind == annotation.Model {
			joins = append(joins, annotation.AnswersOf(r.p.Annotator()))
		}
		if err := r.p.Join(r.ctx, joins...); err != nil {
			return err
		}
		r.people[key], r.who = who, who
	}
	r.about.Annotator = r.who.Name
	return nil
}

// foreign is who another tool names. A model that it gives no version has the version "unknown".
func foreign(kind annotation.AnnotatorKind, name string) (annotation.Annotator, error) {
	switch kind {
	case annotation.Reference:
		return annotation.ReferenceAnnotator(), nil
	case annotation.Model:
		if m, err := annotation.ParseModel(name); err == nil {
			return m, nil
		}
		return annotation.NewModel(name, "unknown")
	}
	return annotation.NewForeign(name)
}

// unnamed is what somebody is called whom the dataset does not name: as the file, or as the folder where each document has a file of its own.
func (r *record) unnamed() string {
	name := stem(r.in.File)
	if name != r.in.Document {
		return name
	}
	if dir := path.Dir(r.in.File); dir != "." {
		return path.Base(dir)
	}
	if root, ok := r.source.(interface{ Name() string }); ok && root.Name() != "" {
		return root.Name()
	}
	return r.format.Name
}

// stem is a file's name without folders and ending.
func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}
