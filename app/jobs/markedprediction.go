package jobs

import (
	"cmp"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// predict brings predictions to the model's set, as suggestions.
func (r *record) predict(drafts []annotation.Draft, ids []string) error {
	s := newSuggester(r.ctx, r.p)
	b := s.begin(r.document, r.who, r.set, func(e annotation.Edit, _ error) bool { return r.out.add(e) == nil })
	for _, p := range together(drafts, r.predictedLinks(drafts, ids)) {
		if err := b.add(p); err != nil {
			return err
		}
	}
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
	r.warnOf(r.scores, "score is", "scores are", "of marks that are no predictions, and not kept")
	r.warnOf(r.again, "mark is", "marks are", "there twice")
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
