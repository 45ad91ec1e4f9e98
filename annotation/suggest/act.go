package suggest

import (
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// The roles that a whole attribution has.
const (
	roleContent = "content"
	roleSource  = "source"
	roleCue     = "cue"
)

// AtCaret gives the marks that a choice's key makes at a caret at p when nothing is selected, the one to be chosen first. There are
// none where its unit is not found. Numbers that have the label already are passed over.
func AtCaret(set *annotation.Set, c annotation.Choice, p text.Pos) []annotation.Draft {
	t := set.Text()
	switch {
	case c.Unit == annotation.UnitAttribution && isWhole(set.Scheme(), c):
		a, ok := AttributionAt(t, p)
		if !ok {
			return nil
		}
		return drafts(c, a)
	case c.Unit == annotation.UnitClaim:
		if ranges := claimAt(set, c, p); len(ranges) > 0 {
			return []annotation.Draft{{Label: c.LabelRole, Ranges: ranges}}
		}
	}
	r, ok := UnitAt(c.Unit, t, p, func(r rangeset.Range) bool { return isTaken(set, c, r) })
	if !ok || r.Empty() {
		return nil
	}
	return []annotation.Draft{{Label: c.LabelRole, Ranges: []rangeset.Range{r}}}
}

// OfSelection gives the marks that a choice's key makes of a selection: what is selected, and of an attribution the parts round it.
func OfSelection(set *annotation.Set, c annotation.Choice, selected []rangeset.Range) []annotation.Draft {
	if c.Unit == annotation.UnitAttribution && isWhole(set.Scheme(), c) {
		return drafts(c, AttributionRound(set.Text(), selected))
	}
	return []annotation.Draft{{Label: c.LabelRole, Ranges: selected}}
}

// isWhole tells whether a choice is the head of a label with the roles of a whole attribution.
func isWhole(s *annotation.Scheme, c annotation.Choice) bool {
	_, source := s.Choice(annotation.LabelRole{Label: c.Label, Role: roleSource})
	_, cue := s.Choice(annotation.LabelRole{Label: c.Label, Role: roleCue})
	return c.Role == roleContent && source && cue
}

// drafts are the parts of an attribution that were found, the content first.
func drafts(c annotation.Choice, a Attribution) []annotation.Draft {
	var out []annotation.Draft
	for _, part := range []struct {
		role   string
		ranges []rangeset.Range
	}{{roleContent, a.Content}, {roleSource, []rangeset.Range{a.Source}}, {roleCue, []rangeset.Range{a.Cue}}} {
		if len(part.ranges) > 0 && !part.ranges[0].Empty() {
			out = append(out, annotation.Draft{Label: annotation.LabelRole{Label: c.Label, Role: part.role}, Ranges: part.ranges})
		}
	}
	return out
}

// Missing names the parts of an attribution that drafts do not have; it is empty for other labels.
func Missing(s *annotation.Scheme, c annotation.Choice, made []annotation.Draft) (roles []string) {
	if c.Unit != annotation.UnitAttribution || !isWhole(s, c) {
		return nil
	}
	for _, role := range []string{roleContent, roleSource, roleCue} {
		if !slices.ContainsFunc(made, func(d annotation.Draft) bool { return d.Label.Role == role }) {
			roles = append(roles, role)
		}
	}
	return roles
}

// isTaken tells whether a mark with the choice's label overlaps r.
func isTaken(set *annotation.Set, c annotation.Choice, r rangeset.Range) bool {
	return slices.ContainsFunc(set.Touching(nil, r), func(e rangeset.Entry[*annotation.Span]) bool {
		return e.Value.Label() == c.LabelRole
	})
}

// claimAt is the content that p is in, marked or found, with all its ranges; nothing where p is in none.
func claimAt(set *annotation.Set, c annotation.Choice, p text.Pos) []rangeset.Range {
	for _, sp := range set.At(p) {
		for _, r := range set.Scheme().Relations {
			if r.Position == annotation.PositionInside && r.Joins(c.LabelRole, sp.Label()) {
				return sp.Ranges()
			}
		}
	}
	if a, ok := AttributionAt(set.Text(), p); ok && slices.ContainsFunc(a.Content, func(r rangeset.Range) bool { return r.Touches(p) }) && !a.Cue.Empty() {
		return a.Content
	}
	return nil
}
