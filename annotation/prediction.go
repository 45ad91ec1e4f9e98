package annotation

import (
	"errors"
	"fmt"
)

// Prediction is marks that a model makes together, and the links that it makes between them.
type Prediction struct {
	Drafts []Draft
	Links  []PredictedLink
}

// PredictedLink is a link between two drafts of a prediction, named by their places in it.
type PredictedLink struct {
	Type     string
	From, To int
}

// Predict adds a prediction to a model's set. What is there already stays as it is; where all is, ok is false and there is no edit.
// links gives further relations of what was made, as of AddDrafts; nil: none. Errors: ErrAgainstScheme, also for links, and those of
// AddSpan.
func (s *Set) Predict(p Prediction, links func(made []Span) []Link) (e Edit, ok bool, err error) {
	types := make([]RelationType, len(p.Links))
	for i, l := range p.Links {
		if err := s.scheme.CheckRelation(l.Type, p.Drafts[l.From].Label, p.Drafts[l.To].Label); err != nil {
			return Edit{}, false, err
		}
		types[i], _ = s.scheme.RelationType(l.Type)
	}
	e, made, err := s.AddDrafts(p.Drafts, OriginModel, func(made []Span) []Link {
		var all []Link
		for i, l := range p.Links {
			all = append(all, Link{types[i], made[l.From].ID, made[l.To].ID, OriginModel})
		}
		if links != nil {
			all = append(all, links(made)...)
		}
		return all
	})
	if errors.As(err, new(*Duplicate)) {
		return Edit{}, false, nil
	}
	if err != nil {
		return Edit{}, false, err
	}
	e.Name = fmt.Sprintf("suggest %s", made[0].Label())
	return e, true, nil
}
