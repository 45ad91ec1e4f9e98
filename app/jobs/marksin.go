package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// MarksOptions say how a dataset with marks is taken in.
type MarksOptions struct {
	Unit     interchange.Unit           // of its offsets; "": the marks tell
	Mapping  interchange.Mapping        // of its names to ours
	Progress func(documents, marks int) // may be nil; called from the importing goroutine
	Now      func() time.Time           // nil: time.Now
}

// MarksReport is what an import of a dataset did.
type MarksReport struct {
	Group    annotation.ID    `json:"-"` // one undo takes it back
	Edits    int              `json:"-"` // how many were written
	Format   string           `json:"format"`
	Unit     interchange.Unit `json:"unit"`
	Records  []MarkedRecord   `json:"records"`
	Unmapped []UnmappedName   `json:"unmapped,omitempty"` // names that nothing here answers to
	Refused  []string         `json:"refused,omitempty"`  // records that cannot be read
}

// MarkedRecord is what became of what one annotator marked on one document.
type MarkedRecord struct {
	File      string        `json:"file"`
	Number    int           `json:"number"`
	Outcome   Outcome       `json:"outcome"` // Duplicate: the document is in the project already, and the marks come to it
	Document  annotation.ID `json:"document,omitzero"`
	Title     string        `json:"title"`
	Annotator string        `json:"annotator,omitempty"` // as they are called here
	Marks     int           `json:"marks"`               // that came
	There     int           `json:"there,omitempty"`     // marks that were there already
	Links     int           `json:"links,omitempty"`
	Suggested int           `json:"suggested,omitempty"` // predictions that came as suggestions; marks that are linked are one
	Left      int           `json:"left,omitempty"`      // marks, links and attributes that the mapping leaves out
	Unmapped  int           `json:"unmapped,omitempty"`  // marks, links and attributes whose names nothing here answers to
	Astray    *Astray       `json:"astray,omitempty"`
	Refusals  []Refusal     `json:"refusals,omitempty"`
	Warnings  []string      `json:"warnings,omitempty"`
	Reason    string        `json:"reason,omitempty"` // why it was refused

	edit int // the last that brought something of it
}

// Refusal is why marks, links or attributes were not taken, and how many.
type Refusal struct {
	Why   string `json:"why"`
	Count int    `json:"count"`
}

// UnmappedName is a name in a dataset that neither the mapping nor the scheme knows.
type UnmappedName struct {
	What  string `json:"what"` // "label", "relation" or "attribute"
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Losses is how much of the record was not taken, and not because it is there or was not wanted.
func (r *MarkedRecord) Losses() int {
	n := r.Unmapped
	if r.Astray != nil {
		n += r.Astray.Count()
	}
	for _, f := range r.Refusals {
		n += f.Count
	}
	if r.Outcome == Refused || r.Outcome == Stopped {
		n++
	}
	return n
}

// Losses is how much was not taken, and not because it is there or was not wanted.
func (r *MarksReport) Losses() int {
	n := len(r.Refused)
	for i := range r.Records {
		n += r.Records[i].Losses()
	}
	return n
}

// Count is the number of documents of this outcome.
func (r *MarksReport) Count(o Outcome) int {
	of := map[annotation.ID]bool{}
	for i := range r.Records {
		if r.Records[i].Outcome == o {
			of[r.Records[i].Document] = true
		}
	}
	return len(of)
}

// Marks is the number of marks and suggestions that came.
func (r *MarksReport) Marks() (n int) {
	for i := range r.Records {
		n += r.Records[i].Marks + r.Records[i].Suggested
	}
	return n
}

// Step is what one undo takes back.
func (r *MarksReport) Step() annotation.Step {
	return annotation.Step{Group: r.Group, Name: annotation.ForeignStep}
}

// ImportMarks takes in a dataset of another tool with its marks. A text that the project has gets the marks beside those that are there; others
// become documents; a record without its text is refused where the project has not the text either. Predictions become suggestions, annotators people of the project, who stay where the import is undone. What cannot be
// taken is in the report, and the rest comes. On an error, or when ctx ends, what was written until then stays and is in the report.
//
// Errors: *interchange.Undecided where the offsets' unit cannot be told, and nothing was written; what is wrong with the mapping; those of
// storage.Project.Apply.
func ImportMarks(ctx context.Context, p *storage.Project, src interchange.Source, f *interchange.Format, o MarksOptions) (MarksReport, error) {
	im := marksImport{ctx: ctx, p: p, source: src, format: f, o: o, known: map[annotation.ID]annotation.Document{}, people: map[string]annotation.Annotator{},
		report: MarksReport{Group: annotation.NewID(), Format: f.Name, Unit: o.Unit, Records: []MarkedRecord{}}, unmapped: map[UnmappedName]int{}}
	im.sets, im.marked = openSets{p: p, written: &im.report.Edits, open: map[annotation.ID]openSet{}}, map[annotation.ID]bool{}
	err := im.begin(src)
	if err == nil {
		err = p.Apply(ctx, im.edits(src), func(written int) { im.report.Edits = written })
		im.finish(err)
	}
	if err != nil {
		err = fmt.Errorf("import marks: %w", err)
	}
	return im.report, err
}

type marksImport struct {
	ctx      context.Context
	p        *storage.Project
	source   interchange.Source
	format   *interchange.Format
	o        MarksOptions
	report   MarksReport
	matching *interchange.Matching
	known    map[annotation.ID]annotation.Document
	people   map[string]annotation.Annotator // by what the dataset calls them
	sets     openSets
	marked   map[annotation.ID]bool // of sets that are somebody's here: whether they had marks when the import first came to them
	out      *gathering
	unmapped map[UnmappedName]int // their Count is 0
	marks    int
}

// begin finds out all that must be known before the first mark is taken.
func (im *marksImport) begin(src interchange.Source) (err error) {
	if im.o.Now == nil {
		im.o.Now = time.Now
	}
	if im.report.Unit == "" {
		if im.report.Unit, err = decide(im.ctx, src, im.format); err != nil {
			return err
		}
	}
	if err := im.mapPeople(); err != nil {
		return err
	}
	wanted, mapping, err := im.widened(src)
	if err != nil {
		return err
	}
	if im.matching, err = interchange.NewMatching(wanted, mapping); err != nil {
		return err
	}
	documents, err := im.p.Documents(im.ctx, im.p.Annotator().ID)
	if err != nil {
		return err
	}
	for _, d := range documents {
		im.known[d.ID] = d.Document
	}
	return im.change(wanted)
}

// mapPeople finds those of the project that the mapping names.
func (im *marksImport) mapPeople() error {
	all, err := im.p.Annotators(im.ctx)
	for theirs, name := range im.o.Mapping.Annotators {
		var fit []annotation.Annotator
		for _, a := range all {
			if a.Kind == annotation.Person && strings.EqualFold(a.Name, name) {
				fit = append(fit, a)
			}
		}
		if len(fit) != 1 {
			return fmt.Errorf("annotators: %s: the project has %s of the name %q; name one that it has", theirs, many(len(fit), "annotator"), name)
		}
		im.people[theirs] = fit[0]
	}
	return err
}

// widened is the scheme with what the mapping wants made, and the mapping to it. Nothing is written.
func (im *marksImport) widened(src interchange.Source) (*annotation.Scheme, interchange.Mapping, error) {
	m, scheme := im.o.Mapping, im.p.Scheme()
	if !m.Makes() {
		return scheme, m, nil
	}
	s, err := Look(im.ctx, im.p, src, im.format, im.report.Unit)
	if err != nil {
		return nil, m, err
	}
	next, mapping := interchange.Widened(*scheme, m, s.Names)
	if err := next.Validate(); err != nil {
		return nil, m, fmt.Errorf("make what the mapping wants: %w", err)
	}
	return &next, mapping, nil
}

// change makes next the project's scheme, as one edit of the import.
func (im *marksImport) change(next *annotation.Scheme) error {
	before := im.p.Scheme()
	if len(annotation.DiffSchemes(before, next)) == 0 {
		return nil
	}
	return im.p.ApplyWhole(im.ctx, "change the scheme", func(w *storage.Whole) error {
		var err error
		if next.Version, err = w.NextSchemeVersion(); err != nil {
			return err
		}
		e := annotation.NewEdit(annotation.ForeignStep)
		e.Group = im.report.Group
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: before.ID, Before: before, After: next}}
		return w.Write(e)
	})
}

// edits reads the records one by one, so that memory holds few at a time.
func (im *marksImport) edits(src interchange.Source) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		im.out = newGathering(im.report.Group, yield)
		err := im.takeAll(src)
		if err == nil {
			err = im.out.flush()
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(annotation.Edit{}, err)
		}
	}
}

func (im *marksImport) takeAll(src interchange.Source) error {
	documents := 0
	for in, err := range ahead(placing(withTexts(im.ctx, im.p, im.format.Read(src)), im.report.Unit)) {
		if err := im.ctx.Err(); err != nil {
			return err
		}
		if err != nil {
			im.report.Refused = append(im.report.Refused, refusalOf(in.Incoming, err))
			continue
		}
		if err := im.take(&in); err != nil {
			return err
		}
		if documents++; im.o.Progress != nil {
			im.o.Progress(documents, im.marks)
		}
	}
	return nil
}

// placing finds the marks of records in their texts.
func placing(records iter.Seq2[interchange.Incoming, error], u interchange.Unit) iter.Seq2[interchange.Placed, error] {
	return func(yield func(interchange.Placed, error) bool) {
		for in, err := range records {
			p := interchange.Placed{}
			if err == nil {
				p, err = in.Place(u)
			}
			p.Incoming = &in
			if !yield(p, err) {
				return
			}
		}
	}
}

// take takes one record in and notes what became of it. Errors are those that end the import.
func (im *marksImport) take(in *interchange.Placed) error {
	r := record{marksImport: im, in: in, about: MarkedRecord{File: in.File, Number: in.Number, Outcome: Duplicate}, refusals: map[string]int{}}
	err := r.take()
	im.marks += r.about.Marks + r.about.Suggested
	r.tell()
	im.report.Records = append(im.report.Records, r.about)
	return err
}

// finish sums up, and corrects the report after a failure: only what is in the project was loaded.
func (im *marksImport) finish(failed error) {
	for name, n := range im.unmapped {
		name.Count = n
		im.report.Unmapped = append(im.report.Unmapped, name)
	}
	slices.SortFunc(im.report.Unmapped, func(a, b UnmappedName) int {
		return cmp.Or(cmp.Compare(a.What, b.What), b.Count-a.Count, cmp.Compare(a.Name, b.Name))
	})
	if failed == nil {
		return
	}
	for i := range im.report.Records {
		r := &im.report.Records[i]
		if came := r.Outcome == Loaded || r.Marks+r.Links+r.Suggested > 0; came && r.edit > im.report.Edits {
			r.Outcome, r.Reason = Stopped, "the import ended before it was written whole"
		}
	}
}

// record is what one annotator marked on one document, on its way in.
type record struct {
	*marksImport
	in       *interchange.Placed
	about    MarkedRecord
	document annotation.Document
	who      annotation.Annotator
	set      *annotation.Set
	made     map[string]annotation.Span // by their ids, of those that links can name
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
	if err := r.place(); err != nil {
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

// besideMarks is the Decoding of a source whose bytes are what a format has besides an annotator's marks; of a zero one nobody's.
func besideMarks(f *interchange.Format, annotator annotation.ID) string {
	return strings.TrimSpace(f.Name + ", beside the marks " + annotator.String())
}

// BesideMarks finds what a format's reader kept of a document, beside an annotator's marks, because it has no place here: it is the content of
// that hash, for the format to write back. ok is false where there is nothing.
func BesideMarks(d annotation.Document, f *interchange.Format, annotator annotation.ID) (content annotation.Hash, ok bool) {
	for _, s := range slices.Backward(d.Sources) {
		if s.Decoding == besideMarks(f, annotator) {
			return s.Original, true
		}
	}
	return content, false
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
	if root, ok := r.source.(interface{ Name() string }); ok {
		return root.Name()
	}
	return r.format.Name
}

// stem is a file's name without folders and ending.
func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

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
	r.made = make(map[string]annotation.Span, len(drafts))
	for from := 0; from < len(drafts); from += atOnce {
		to := min(from+atOnce, len(drafts))
		e, made, refused := r.set.Take(drafts[from:to])
		if guarded && len(e.Spans) > 0 {
			r.about.Marks, r.about.There = 0, 0
			clear(r.refusals)
			return r.refuse(fmt.Sprintf("%s %v", r.who.Name, errTaken))
		}
		for i, err := range refused {
			r.note(err)
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
func (r *record) note(refused error) {
	switch {
	case refused == nil:
		r.about.Marks++
	case errors.As(refused, new(*annotation.Duplicate)):
		r.about.There++
	default:
		r.refusals[refused.Error()]++
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
	e, ok := annotation.Edit{}, false
	switch why := r.in.Attributes[annotation.SkippedFor]; {
	case r.in.Status == annotation.Done || r.in.Status == annotation.InWork && r.set.Head().Status == annotation.Todo:
		e, ok = r.set.SetStatus(r.in.Status)
	case r.in.Status == annotation.Skipped && len(why) > 0:
		var err error
		e, err = r.set.SetDocumentAttribute(annotation.SkippedFor, why...)
		ok = err == nil
	}
	if !ok {
		return nil
	}
	return r.apply(e)
}

// predict brings predictions to the model's set, as suggestions.
func (r *record) predict(drafts []annotation.Draft, ids []string) error {
	s := newSuggester(r.ctx, r.p)
	b := s.begin(r.document, r.who, r.set, func(e annotation.Edit, _ error) bool { return r.out.add(e) == nil })
	for _, p := range together(drafts, r.predictedLinks(drafts, ids)) {
		if err := b.add(p); err != nil {
			return err
		}
	}
	scores, notes := 0, 0
	for i := range r.in.Spans {
		if r.in.Spans[i].Score != 0 {
			scores++
		}
		if r.in.Spans[i].Note != "" {
			notes++
		}
	}
	r.warnOf(scores, "score of a prediction is", "scores of predictions are", "not kept")
	r.warnOf(notes, "note on a prediction is", "notes on predictions are", "not kept")
	err := b.end()
	r.about.Suggested, r.about.There = b.about.New, b.about.There
	for _, why := range b.about.Refused {
		r.refusals[why]++
	}
	return err
}

// predictedLinks are the links between drafts that the scheme allows.
func (r *record) predictedLinks(drafts []annotation.Draft, ids []string) (out []annotation.PredictedLink) {
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	for _, l := range r.in.Relations {
		kind, fate := r.matching.Relation(l.Type)
		if !r.comes(fate, "relation", l.Type) {
			continue
		}
		from, ok1 := at[l.From]
		to, ok2 := at[l.To]
		if !ok1 || !ok2 {
			r.refusals["link "+l.Type+": a mark that it links did not come"]++
			continue
		}
		if err := r.p.Scheme().CheckRelation(kind, drafts[from].Label, drafts[to].Label); err != nil {
			r.refusals[err.Error()]++
			continue
		}
		out = append(out, annotation.PredictedLink{Type: kind, From: from, To: to})
	}
	return out
}

// warn tells of marks that a gesture would not have made. They are kept exactly as they are.
func (r *record) warn(drafts []annotation.Draft) {
	spaces, within, ascii := 0, 0, int(r.in.Plain.Bytes()) == int(r.in.Plain.Len())
	for _, d := range drafts {
		if atSpace(r.in.Plain, d.Ranges) {
			spaces++
		}
		if !ascii && withinCharacter(r.in.Plain, d.Ranges) {
			within++
		}
	}
	r.warnOf(spaces, "mark has", "marks have", "white space at the edge")
	r.warnOf(within, "mark begins or ends", "marks begin or end", "within what readers take for one character")
	r.warnOf(crossing(drafts, r.p.Scheme()), "mark crosses", "marks cross", "another of the same label")
}

// warnOf tells of n of something.
func (r *record) warnOf(n int, one, several, what string) {
	if n == 1 {
		r.about.Warnings = append(r.about.Warnings, "1 "+one+" "+what)
	} else if n > 1 {
		r.about.Warnings = append(r.about.Warnings, thousands(n)+" "+several+" "+what)
	}
}

func atSpace(t *text.Text, ranges []rangeset.Range) bool {
	return slices.ContainsFunc(ranges, func(r rangeset.Range) bool { return text.IsSpace(t.At(r.Start)) || text.IsSpace(t.At(r.End-1)) })
}

func withinCharacter(t *text.Text, ranges []rangeset.Range) bool {
	return slices.ContainsFunc(ranges, func(r rangeset.Range) bool { return !t.BreaksAt(t.Byte(r.Start)) || !t.BreaksAt(t.Byte(r.End)) })
}

// crossing counts marks that cross another of their label and role, where the scheme does not allow it.
func crossing(drafts []annotation.Draft, s *annotation.Scheme) (n int) {
	of := map[annotation.LabelRole][]rangeset.Range{}
	for _, d := range drafts {
		of[d.Label] = append(of[d.Label], rangeset.Hull(d.Ranges))
	}
	for l, hulls := range of {
		if label, _ := s.Label(l.Label); label.MayCross {
			continue
		}
		slices.SortFunc(hulls, rangeset.Compare)
		var round []rangeset.Range // those that hold what comes, outermost first
		for _, h := range hulls {
			for len(round) > 0 && round[len(round)-1].End <= h.Start {
				round = round[:len(round)-1]
			}
			if len(round) > 0 && round[len(round)-1].End < h.End {
				n++
				continue
			}
			round = append(round, h)
		}
	}
	return n
}

// tell writes down why parts were not taken, the most frequent first.
func (r *record) tell() {
	for why, n := range r.refusals {
		r.about.Refusals = append(r.about.Refusals, Refusal{why, n})
	}
	slices.SortFunc(r.about.Refusals, func(a, b Refusal) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Why, b.Why)) })
	r.about.edit = r.out.edits + 1
}
