package annotation

import "slices"

// Assignment is a document of a round, given to an annotator, or to nobody yet.
type Assignment struct {
	ID        ID `json:"id"`
	Round     ID `json:"round"`
	Document  ID `json:"document"`
	Annotator ID `json:"annotator"` // zero: to nobody yet
}

// AssignmentID derives the ID of an assignment, so that the same document given to the same annotator twice is one assignment.
func AssignmentID(round, document, annotator ID) ID {
	return deriveID("assignment", round[:], document[:], annotator[:])
}

func (r Round) assign(document, annotator ID) Change[Assignment] {
	return Assignment{Round: r.ID, Annotator: annotator}.For(document)
}

// For puts another document into the round, for the same annotator.
func (a Assignment) For(document ID) Change[Assignment] {
	other := Assignment{AssignmentID(a.Round, document, a.Annotator), a.Round, document, a.Annotator}
	return Change[Assignment]{ID: other.ID, Document: document, After: &other}
}

// Assign gives documents of a round to exactly these annotators, in one edit: who had one of them before and is not named has it no longer.
// Nobody named puts them into the round for nobody yet. What they marked stays theirs. ok is false where all is so already.
func (r Round) Assign(documents []ID, assigned []Assignment, to ...ID) (e Edit, ok bool) {
	if to = inOrder(to); len(to) == 0 {
		to = []ID{{}}
	}
	e = NewEdit("assign " + r.Name)
	had := map[ID][]Assignment{}
	for _, a := range assigned {
		if a.Round == r.ID {
			had[a.Document] = append(had[a.Document], a)
		}
	}
	for _, document := range inOrder(documents) {
		for _, a := range had[document] {
			if !slices.Contains(to, a.Annotator) {
				e.Assignments = append(e.Assignments, Change[Assignment]{ID: a.ID, Document: document, Before: &a})
			}
		}
		for _, annotator := range to {
			if !slices.ContainsFunc(had[document], func(a Assignment) bool { return a.Annotator == annotator }) {
				e.Assignments = append(e.Assignments, r.assign(document, annotator))
			}
		}
	}
	return e, e.Len() > 0
}

// inOrder gives each of some ids once, in an order that does not depend on theirs.
func inOrder(ids []ID) []ID {
	out := slices.Clone(ids)
	slices.SortFunc(out, func(a, b ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(out)
}

// Withdraw takes documents out of a round, in one edit. What was marked stays. ok is false where none was in it.
func (r Round) Withdraw(documents []ID, assigned []Assignment) (e Edit, ok bool) {
	e = NewEdit("take out of " + r.Name)
	goes := map[ID]bool{}
	for _, document := range documents {
		goes[document] = true
	}
	for _, a := range assigned {
		if a.Round == r.ID && goes[a.Document] {
			e.Assignments = append(e.Assignments, Change[Assignment]{ID: a.ID, Document: a.Document, Before: &a})
		}
	}
	return e, e.Len() > 0
}

// Tally is how many documents there are, and to whom they are given.
type Tally struct {
	Documents int
	By        map[ID]int // by annotator; who has none is not in it
	Twice     int        // of the documents, those that more than one annotator has
	Nobody    int        // those that nobody has
}

// TallyOf counts documents by their assignments, all of one round.
func TallyOf(documents []ID, assigned []Assignment) Tally {
	given := map[ID]int{}
	for _, document := range documents {
		given[document] = 0
	}
	t := Tally{Documents: len(given), By: map[ID]int{}}
	for _, a := range assigned {
		if _, counts := given[a.Document]; counts && !a.Annotator.IsZero() {
			given[a.Document]++
			t.By[a.Annotator]++
		}
	}
	for _, n := range given {
		switch {
		case n == 0:
			t.Nobody++
		case n > 1:
			t.Twice++
		}
	}
	return t
}

// AssignedAfter is what is assigned when an edit was made, whose changes hold a row once at most.
func AssignedAfter(assigned []Assignment, e Edit) []Assignment {
	gone := map[ID]bool{}
	for _, c := range e.Assignments {
		gone[c.ID] = c.Before != nil
	}
	var out []Assignment
	for _, a := range assigned {
		if !gone[a.ID] {
			out = append(out, a)
		}
	}
	for _, c := range e.Assignments {
		if c.After != nil {
			out = append(out, *c.After)
		}
	}
	return out
}
