package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// Correction is what became of the marks when a text was corrected, or when they were carried over to another copy.
type Correction struct {
	Edit     annotation.Edit `json:"-"`
	Document annotation.ID   `json:"document"` // the one with the right text
	Title    string          `json:"title"`
	Marks    int             `json:"marks"` // that came over
	Links    int             `json:"links"`
	Stranded []Stranded      `json:"stranded,omitempty"`
	Hidden   bool            `json:"others_hidden,omitempty"` // what becomes of others' marks is not told, for one is blind on the article
}

// Stranded is a mark whose words the other text does not have. It stays where it was.
type Stranded struct {
	Annotator string `json:"annotator"`
	Label     string `json:"label"`
	Quote     string `json:"quote"`
}

// Why a text is not corrected.
var (
	// ErrSameText: the text that is to be corrected reads so already.
	ErrSameText = errors.New("the text is the same")
	// ErrTextThere: another document has the right text.
	ErrTextThere = errors.New("the right text is in the project already")
)

// AsText is a text as it would be brought in: with the line ends, and without the signs, that every article has. Errors: those of ingest.
func AsText(s string) (string, error) {
	d, err := ingest.NewDraft(s)
	if err != nil {
		return "", err
	}
	return d.Text, nil
}

// Correct brings the right text of a document in, as a document of its own that stands for it: with its details, the title that of the right headline where
// it was the headline, for whom it was in rounds, and with the
// marks of everybody where their words are there. The old one stays as it is. It is one edit, whatever it holds. Errors: ErrSameText, ErrTextThere, those of ingest and of storage.Project.Commit.
func Correct(ctx context.Context, p *storage.Project, id annotation.ID, right string, now time.Time) (Correction, error) {
	c, err := PrepareCorrection(ctx, p, id, right, now)
	if err == nil {
		err = p.Commit(ctx, c.Edit)
	}
	return c, err
}

// PrepareCorrection is what Correct would do, whose edit is still to be committed. Errors: those of Correct.
func PrepareCorrection(ctx context.Context, p *storage.Project, id annotation.ID, right string, now time.Time) (Correction, error) {
	old, was, err := p.Document(ctx, id)
	if err != nil {
		return Correction{}, err
	}
	c, next, err := corrected(old, was, right, now)
	if err == nil {
		err = isNew(ctx, p, c.Document)
	}
	if err == nil {
		err = c.carryAll(ctx, p, old, was, next)
	}
	if err == nil {
		err = c.assign(ctx, p, old.ID)
	}
	if err != nil {
		return Correction{}, fmt.Errorf("correct the text of %q: %w", old.Title, err)
	}
	return c, nil
}

// isNew tells whether no document has the text already; the error says what to do where one has.
func isNew(ctx context.Context, p *storage.Project, id annotation.ID) error {
	there, _, err := p.Document(ctx, id)
	switch {
	case errors.Is(err, annotation.ErrNotFound):
		return nil
	case err == nil:
		return fmt.Errorf("%w: the article %q has it; carry the marks over to that: rubricator correct --from", ErrTextThere, there.Title)
	}
	return err
}

// corrected is the document with the right text.
func corrected(old annotation.Document, was *text.Text, right string, now time.Time) (c Correction, next *text.Text, err error) {
	d, err := ingest.NewDraft(right)
	if err != nil {
		return c, nil, err
	}
	if d.Text == was.String() {
		return c, nil, ErrSameText
	}
	a, err := d.Article()
	if err != nil {
		return c, nil, err
	}
	c.Edit = annotation.NewEdit("correct the text of " + old.Title)
	after := annotation.NewDocument(a.Text, "", old.Sources...)
	after.Sources = append(after.Sources, annotation.Source{Retrieved: now.UTC(), Original: after.Text, Decoding: "corrected by hand"})
	after.Title, after.Outlet, after.Author, after.Published, after.Language = old.Title, old.Outlet, old.Author, old.Published, old.Language
	after.URL, after.Caption, after.Licence, after.Corrects = old.URL, old.Caption, old.Licence, old.ID
	if after.Story = old.Story; after.Story.IsZero() {
		after.Story = old.ID
	}
	if whole, err := ingest.NewDraft(was.String()); err == nil && whole.Title() == old.Title { // it is the headline, and follows that
		after.Title = d.Title()
	}
	c.Document, c.Title = after.ID, after.Title
	c.Edit.Documents = []annotation.Change[annotation.Document]{{ID: after.ID, Document: after.ID, After: &after}}
	c.Edit.Content = []annotation.Content{annotation.NewContent([]byte(a.Text.String()))}
	return c, a.Text, nil
}

// Carry carries one's own marks over from a document to another that has much the same text. Errors: those of storage.Project.Commit.
func Carry(ctx context.Context, p *storage.Project, from, to annotation.ID) (Correction, error) {
	copy, next, err := p.Document(ctx, to)
	if err != nil {
		return Correction{}, err
	}
	c, err := PrepareCarry(ctx, p, from, copy, next)
	if err == nil && c.Edit.Len() > 0 {
		err = p.Commit(ctx, c.Edit)
	}
	return c, err
}

// PrepareCarry is what Carry would do, whose edit is still to be committed. The document that the marks come to need not be in the project yet.
func PrepareCarry(ctx context.Context, p *storage.Project, from annotation.ID, to annotation.Document, next *text.Text) (Correction, error) {
	old, was, err := p.Document(ctx, from)
	if err != nil {
		return Correction{}, err
	}
	c := Correction{Edit: annotation.NewEdit("carry marks over to " + to.Title), Document: to.ID, Title: to.Title}
	if err := c.carry(ctx, p, old, was, next, p.Annotator()); err != nil {
		return Correction{}, fmt.Errorf("carry marks over from %q: %w", old.Title, err)
	}
	return c, nil
}

// assign puts the document into the rounds that the old one is in, for the same people.
func (c *Correction) assign(ctx context.Context, p *storage.Project, old annotation.ID) error {
	assigned, err := p.AssignmentsOf(ctx, old)
	for _, a := range assigned {
		c.Edit.Assignments = append(c.Edit.Assignments, a.For(c.Document))
	}
	return err
}

// carryAll carries everybody's marks over. Whoever is blind is told nothing of those of others, not even how many there are.
func (c *Correction) carryAll(ctx context.Context, p *storage.Project, old annotation.Document, was, next *text.Text) error {
	people, err := p.Annotators(ctx)
	if err != nil {
		return err
	}
	blind, err := p.BlindDocuments(ctx, p.Annotator().ID)
	for _, who := range people {
		before := *c
		if err == nil {
			err = c.carry(ctx, p, old, was, next, who)
		}
		if blind[old.ID] && who.ID != p.Annotator().ID {
			c.Hidden, c.Marks, c.Links, c.Stranded = true, before.Marks, before.Links, before.Stranded
		}
	}
	return err
}

// carry carries a person's marks over into the edit.
func (c *Correction) carry(ctx context.Context, p *storage.Project, old annotation.Document, was, next *text.Text, who annotation.Annotator) error {
	set, _, err := p.Set(ctx, old.ID, who.ID, was)
	if err != nil || set.Len() == 0 && set.Head().Status == annotation.Todo {
		return err
	}
	other, _, err := p.Set(ctx, c.Document, who.ID, next)
	if err != nil {
		return err
	}
	carried := set.CarryTo(other)
	c.Edit.Sets = append(c.Edit.Sets, carried.Edit.Sets...)
	c.Edit.Spans = append(c.Edit.Spans, carried.Edit.Spans...)
	c.Edit.Relations = append(c.Edit.Relations, carried.Edit.Relations...)
	c.Marks += carried.Marks
	c.Links += carried.Links
	for _, sp := range carried.Stranded {
		c.Stranded = append(c.Stranded, Stranded{who.Name, p.Scheme().NameOf(sp.Label()), sp.Quote()})
	}
	return nil
}
