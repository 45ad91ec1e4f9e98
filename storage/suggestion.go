package storage

import (
	"context"
	"slices"

	"rubricator/annotation"
)

// Suggestions loads what models suggest on the document of an annotator's set, the newest model first, and what the annotator said to
// that. Marks that are damaged are left out and named in the list of errors, as by Set.
func (p *Project) Suggestions(ctx context.Context, own *annotation.Set) (*annotation.Suggestions, []error, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, nil, p.failed("open suggestions", err)
	}
	defer q.end()
	s, bad, err := loadSuggestions(ctx, q, own)
	return s, bad, p.failed("open suggestions", err)
}

func loadSuggestions(ctx context.Context, q *snapshot, own *annotation.Set) (*annotation.Suggestions, []error, error) {
	document := own.Head().Document
	models, bad, err := annotators.list(ctx, q, `WHERE kind = ? AND id IN (SELECT annotator FROM "set" WHERE document = ?) ORDER BY created DESC, name`,
		string(annotation.Model), document[:])
	if err != nil {
		return nil, nil, err
	}
	answers, wrong, err := loadSet(ctx, q, document, annotation.AnswersID(own), own.Text(), own.Scheme())
	if err != nil {
		return nil, nil, err
	}
	bad = append(bad, wrong...)
	var sets []annotation.ModelSet
	for _, m := range models {
		set, wrong, err := loadSet(ctx, q, document, m.ID, own.Text(), own.Scheme())
		if err != nil {
			return nil, nil, err
		}
		bad, sets = append(bad, wrong...), append(sets, annotation.ModelSet{Model: m, Set: set})
	}
	return annotation.NewSuggestions(own, answers, sets), bad, nil
}

// Join brings those annotators into the project that are not in it: a model, or who holds somebody's answers. Errors are those of Commit.
func (p *Project) Join(ctx context.Context, who ...annotation.Annotator) error {
	known, err := p.Annotators(ctx)
	if err != nil {
		return err
	}
	e := annotation.Join(slices.DeleteFunc(who, func(a annotation.Annotator) bool {
		return slices.ContainsFunc(known, func(k annotation.Annotator) bool { return k.ID == a.ID })
	})...)
	if e.Len() == 0 {
		return nil
	}
	return p.Commit(ctx, e)
}
