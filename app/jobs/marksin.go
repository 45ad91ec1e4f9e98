package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ahead"
	"rubricator/annotation/interchange"
	"rubricator/storage"
)

// MarksOptions say how a dataset with marks is taken in.
type MarksOptions struct {
	Unit     interchange.Unit           // of its offsets; "": the marks tell
	Mapping  interchange.Mapping        // of its names to ours
	Status   annotation.Status          // of what people marked where the dataset does not say: Done where empty, or InWork
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
	Unmapped []UnmappedName   `json:"unmapped,omitempty"`    // names that nothing here answers to
	Refused  []string         `json:"refused,omitempty"`     // records that cannot be read
	Passed   []string         `json:"passed_over,omitempty"` // files that hold none of it
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
		report: MarksReport{Group: annotation.NewID(), Format: f.Name, Unit: o.Unit, Records: []MarkedRecord{}, Passed: interchange.PassedOver(src)}, unmapped: map[UnmappedName]int{}}
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
	im.o.Status = cmp.Or(im.o.Status, annotation.Done)
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
	for in, err := range ahead.Of(placing(withTexts(im.ctx, im.p, im.format.Read(src)), im.report.Unit)) {
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
