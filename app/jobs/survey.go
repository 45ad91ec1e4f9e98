package jobs

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/storage"
)

// Survey is what a dataset of another tool has, before anything of it is taken in.
type Survey struct {
	Format     string             `json:"format"`
	Records    int                `json:"records"` // what one annotator marked on one document each
	Documents  int                `json:"documents"`
	Marks      int                `json:"marks"`
	Links      int                `json:"links"`
	Unit       interchange.Unit   `json:"unit,omitempty"` // of its offsets; "" where it cannot be told
	Undecided  string             `json:"undecided,omitempty"`
	Labels     []interchange.Name `json:"labels"`
	Relations  []interchange.Name `json:"relations"`
	Attributes []interchange.Name `json:"attributes"`
	Annotators []interchange.Name `json:"annotators"`
	Astray     []Astray           `json:"astray,omitempty"`      // by document, those alone that have any
	Refused    []string           `json:"refused,omitempty"`     // records that cannot be read
	Passed     []string           `json:"passed_over,omitempty"` // files that hold none of it

	Names     *interchange.Names     `json:"-"`
	undecided *interchange.Undecided // nil where the unit is known
}

// Astray counts marks of a document that do not lie in its text.
type Astray struct {
	Document  string   `json:"document"`
	Outside   int      `json:"outside,omitempty"`   // the text
	Within    int      `json:"within,omitempty"`    // a character
	Empty     int      `json:"empty,omitempty"`     // or out of order
	Misquoted int      `json:"misquoted,omitempty"` // the text says something else there
	Examples  []string `json:"examples,omitempty"`  // a few
}

// Count is how many they are.
func (a *Astray) Count() int { return a.Outside + a.Within + a.Empty + a.Misquoted }

// mostExamples is how many examples of what was not taken are kept of one document.
const mostExamples = 3

func (a *Astray) add(m interchange.Astray) {
	switch {
	case errors.Is(m.Err, interchange.ErrOutside):
		a.Outside++
	case errors.Is(m.Err, interchange.ErrWithin):
		a.Within++
	case errors.Is(m.Err, interchange.ErrMisquote):
		a.Misquoted++
	default:
		a.Empty++
	}
	if len(a.Examples) < mostExamples {
		a.Examples = append(a.Examples, fmt.Sprintf("%s %v", m.Label, m.Err))
	}
}

func astrayOf(p *interchange.Placed) Astray {
	a := Astray{Document: nameOf(p.Incoming)}
	for _, m := range p.Astray {
		a.add(m)
	}
	return a
}

// nameOf is what people call a record: its title, what the tool calls it, or its place.
func nameOf(in *interchange.Incoming) string {
	switch {
	case in.Meta.Title != "":
		return in.Meta.Title
	case in.Document != "":
		return in.Document
	}
	return placeOf(in)
}

// placeOf says where a record stands: "news.jsonl, record 12".
func placeOf(in *interchange.Incoming) string {
	return fmt.Sprintf("%s, record %d", in.File, in.Number)
}

// Look reads a dataset, twice, and tells what it has. unit is that of its offsets; "" has the marks tell it. Where they do not, Undecided says
// so, and what depends on the unit is told under the one that the format usually has. Records that come without their text are placed in the
// project's; p is nil where there is no project yet. The error is that of ctx.
func Look(ctx context.Context, p *storage.Project, src interchange.Source, f *interchange.Format, unit interchange.Unit) (Survey, error) {
	s := Survey{Format: f.Name, Unit: unit, Passed: interchange.PassedOver(src), Names: &interchange.Names{}}
	if unit == "" {
		decided, err := decide(ctx, src, f)
		if err != nil && !errors.As(err, &s.undecided) {
			return s, err
		}
		if s.Unit = decided; s.undecided != nil {
			s.Undecided = s.undecided.Error()
		}
	}
	texts := map[annotation.Hash]bool{}
	for in, err := range withTexts(ctx, p, f.Read(src)) {
		if ctx.Err() != nil {
			return s, ctx.Err()
		}
		if err == nil {
			err = s.add(&in, f, texts)
		}
		if err != nil {
			s.Refused = append(s.Refused, refusalOf(&in, err))
		}
	}
	s.Documents = len(texts)
	s.Labels, s.Relations, s.Attributes, s.Annotators = s.Names.Labels(), s.Names.Relations(), s.Names.Attributes(), s.Names.Annotators()
	return s, nil
}

func (s *Survey) add(in *interchange.Incoming, f *interchange.Format, texts map[annotation.Hash]bool) error {
	unit := s.Unit
	if unit == "" {
		unit = f.Unit
	}
	placed, err := in.Place(unit)
	if err != nil {
		return err
	}
	s.Records++
	s.Marks += len(in.Spans)
	s.Links += len(in.Relations)
	texts[annotation.HashOf([]byte(placed.Plain.String()))] = true
	s.Names.Add(&placed)
	if a := astrayOf(&placed); a.Count() > 0 {
		s.Astray = append(s.Astray, a)
	}
	return nil
}

// withTexts gives records their texts from the project where they come with the hash alone; those whose text it has not come with an error.
func withTexts(ctx context.Context, p *storage.Project, records iter.Seq2[interchange.Incoming, error]) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		for in, err := range records {
			if err == nil && isTextFree(&in) {
				in.Text, err = textFor(ctx, p, &in)
			}
			if !yield(in, err) {
				return
			}
		}
	}
}

func isTextFree(in *interchange.Incoming) bool {
	return in.Text == "" && in.TextSHA256 != annotation.Hash{} && in.TextSHA256 != annotation.HashOf(nil)
}

// textFor is the project's text of the hash that a record names.
func textFor(ctx context.Context, p *storage.Project, in *interchange.Incoming) (string, error) {
	err := annotation.ErrNotFound
	if p != nil {
		_, t, failed := p.Document(ctx, annotation.DocumentID(in.TextSHA256, ""))
		if failed == nil {
			return t.String(), nil
		}
		err = failed
	}
	if errors.Is(err, annotation.ErrNotFound) {
		err = fmt.Errorf("the project has not the text of %q; import the article first", nameOf(in))
	}
	return "", err
}

// decide finds out which unit the offsets of a dataset count. Errors: *interchange.Undecided, that of ctx.
func decide(ctx context.Context, src interchange.Source, f *interchange.Format) (interchange.Unit, error) {
	c := interchange.Census{}
	for in, err := range f.Read(src) {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err == nil {
			c.Add(&in)
		}
	}
	return c.Decide(f.Unit)
}

// refusalOf says which record cannot be read, and why.
func refusalOf(in *interchange.Incoming, err error) string {
	switch {
	case in.File == "":
		return plainly(err).Error()
	case errors.As(err, new(*interchange.LineError)):
		return in.File + ": " + err.Error()
	}
	return placeOf(in) + ": " + plainly(err).Error()
}

// Unmapped are the names of a dataset that a mapping says nothing of.
func Unmapped(s Survey, m interchange.Mapping) []UnmappedName {
	out := []UnmappedName{}
	for _, part := range []struct {
		what   string
		names  []interchange.Name
		mapped map[string]string
	}{{"label", s.Labels, m.Labels}, {"relation", s.Relations, m.Relations}, {"attribute", s.Attributes, m.Attributes}} {
		for _, n := range part.names {
			if part.mapped[n.Name] == "" {
				out = append(out, UnmappedName{part.what, n.Name, n.Count})
			}
		}
	}
	return out
}
