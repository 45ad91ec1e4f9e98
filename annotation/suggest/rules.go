package suggest

import (
	"iter"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// The rules as an annotator. The version goes up with every change of what they find.
const (
	rulesName    = "Rules"
	rulesVersion = "1"
)

// Rules is the annotator that the rules are.
func Rules() annotation.Annotator {
	m, _ := annotation.NewModel(rulesName, rulesVersion) // both are there
	return m
}

// Predict yields what the rules find in a whole text under a scheme: of each paragraph the attributions, each with the claim that its
// content is, then the numbers. What the scheme has no label for is left out.
func Predict(t *text.Text, s *annotation.Scheme) iter.Seq[annotation.Prediction] {
	p := predictor{t: t, cues: map[text.Pos]bool{}}
	for _, c := range s.Choices() {
		switch {
		case c.Part:
		case c.Unit == annotation.UnitAttribution && p.attribution == nil:
			p.attribution, p.whole = &c, isWhole(s, c)
		case c.Unit == annotation.UnitClaim && p.claim == nil:
			p.claim = &c
		case c.Unit == annotation.UnitNumber && p.number == nil:
			p.number = &c
		}
	}
	return func(yield func(annotation.Prediction) bool) {
		for at := text.Pos(0); at < t.Len(); {
			start, end := t.Passage(at)
			if !p.attributions(start, end, yield) || !p.numbers(start, end, yield) {
				return
			}
			at = max(end, at) + 1
		}
	}
}

// predictor goes through a text; a label that the scheme does not have is nil.
type predictor struct {
	t                          *text.Text
	attribution, claim, number *annotation.Choice
	whole                      bool              // the scheme has the parts of an attribution
	cues                       map[text.Pos]bool // that were found
}

// attributions yields those of a passage, which is looked at piece by piece where it is long.
func (p *predictor) attributions(start, end text.Pos, yield func(annotation.Prediction) bool) bool {
	step := end - start + 1
	if p.t.Byte(end)-p.t.Byte(start) > nearby {
		step = nearby / 4 // so that pieces overlap whatever the script
	}
	for at := start; at < end; at += step {
		for _, a := range Attributions(p.t, at) {
			if p.cues[a.Cue.Start] {
				continue
			}
			p.cues[a.Cue.Start] = true
			if !p.attributed(a, yield) {
				return false
			}
		}
	}
	return true
}

func (p *predictor) attributed(a Attribution, yield func(annotation.Prediction) bool) bool {
	if p.attribution != nil {
		made := []annotation.Draft{{Label: p.attribution.LabelRole, Ranges: []rangeset.Range{a.head()}}}
		if p.whole {
			made = drafts(*p.attribution, a)
		}
		if !yield(annotation.Prediction{Drafts: made}) {
			return false
		}
	}
	if p.claim == nil || len(a.Content) == 0 || a.Content[0].Empty() {
		return true
	}
	return yield(annotation.Prediction{Drafts: []annotation.Draft{{Label: p.claim.LabelRole, Ranges: a.Content}}})
}

// numbers yields the number phrases that begin in a passage.
func (p *predictor) numbers(start, end text.Pos, yield func(annotation.Prediction) bool) bool {
	if p.number == nil {
		return true
	}
	last := start
	for at := start; at < end; {
		r, ok := Number(p.t, at, func(r rangeset.Range) bool { return r.Start < last })
		switch {
		case !ok:
			at += reach
			continue
		case r.Start >= end:
			return true
		}
		if !yield(annotation.Prediction{Drafts: []annotation.Draft{{Label: p.number.LabelRole, Ranges: []rangeset.Range{r}}}}) {
			return false
		}
		at, last = r.End, r.End
	}
	return true
}
