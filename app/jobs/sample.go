package jobs

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/assets"
	"rubricator/storage"
)

// SampleAnnotator is who marked the sample project.
var SampleAnnotator = annotation.Annotator{
	ID:   annotation.ID{'s', 'a', 'm', 'p', 'l', 'e', 0x80, 0, 0x80, 'a', 'n', 'n', 'o', 't', 'a', 't'},
	Name: "Sample Annotator",
	Kind: annotation.Person,
}

// AddSample puts the sample articles into a project with all marks on them, as this project's annotator's.
func AddSample(ctx context.Context, p *storage.Project) error {
	for line, err := range interchange.Read(bytes.NewReader(assets.Sample)) {
		if err != nil {
			return fmt.Errorf("sample: %w", err)
		}
		e, err := sampleEdit(line, p.Annotator().ID, true)
		if err != nil {
			return fmt.Errorf("sample: %w", err)
		}
		if err := p.Commit(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// AddPractice puts the practice article into a project, unmarked, and gives the edit that did.
func AddPractice(ctx context.Context, p *storage.Project) (annotation.Edit, error) {
	for line, err := range interchange.Read(bytes.NewReader(assets.Sample)) {
		if err != nil {
			return annotation.Edit{}, fmt.Errorf("practice article: %w", err)
		}
		if len(line.Spans) > 0 {
			continue
		}
		e, err := sampleEdit(line, p.Annotator().ID, false)
		if err == nil {
			err = p.Commit(ctx, e)
		}
		return e, err
	}
	return annotation.Edit{}, fmt.Errorf("practice article: %w", annotation.ErrNotFound)
}

func sampleEdit(l interchange.Line, annotator annotation.ID, marks bool) (annotation.Edit, error) {
	t, err := text.New(l.Text)
	if err != nil {
		return annotation.Edit{}, err
	}
	body := annotation.NewContent([]byte(l.Text))
	d := annotation.NewDocument(t, "", annotation.Source{File: l.Meta.SourceFile, Original: body.Hash, Decoding: "UTF-8", Retrieved: time.Now().UTC()})
	d.Title, d.Outlet, d.Author = l.Meta.Title, l.Meta.Outlet, l.Meta.Author
	d.Published, d.Language, d.URL = l.Meta.Published, l.Meta.Language, l.Meta.URL
	e := annotation.NewEdit("import " + d.Title)
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{body}
	if marks && len(l.Spans) > 0 {
		addMarks(&e, l, d.ID, annotator, t)
	}
	return e, nil
}

func addMarks(e *annotation.Edit, l interchange.Line, document, annotator annotation.ID, t *text.Text) {
	head := annotation.SetHead{ID: annotation.SetID(document, annotator), Document: document, Annotator: annotator, Status: l.Status, Attributes: l.Attributes}
	e.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, Document: document, After: &head}}
	for _, s := range l.Spans {
		ranges := make([]rangeset.Range, len(s.Ranges))
		for i, r := range s.Ranges {
			ranges[i] = rangeset.Range{Start: r[0], End: r[1]}
		}
		sp := annotation.NewSpan(s.ID, head.ID, annotation.LabelRole{Label: s.Label, Role: s.Role}, t, ranges, s.Origin)
		if s.Note != "" {
			sp = sp.WithNote(s.Note)
		}
		e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: s.ID, Document: document, After: &sp})
	}
	for _, r := range l.Relations {
		rel := annotation.Relation{ID: r.ID, Set: head.ID, Type: r.Type, From: r.From, To: r.To, Origin: annotation.OriginSelection}
		e.Relations = append(e.Relations, annotation.Change[annotation.Relation]{ID: r.ID, Document: document, After: &rel})
	}
}

// SampleActor is the sample's annotator on a device with this key.
func SampleActor(key ed25519.PrivateKey) annotation.Actor {
	public := key.Public().(ed25519.PublicKey)
	return annotation.Actor{ID: annotation.ActorID(SampleAnnotator.ID, public), Annotator: SampleAnnotator.ID, Device: "sample", PublicKey: public}
}
