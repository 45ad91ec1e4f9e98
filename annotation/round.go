package annotation

import (
	"fmt"
	"strings"
)

// Round is a named set of documents that annotators mark under one version of the scheme. The guidelines are part of the scheme and have
// its version. Which documents, and who marks them, its assignments say.
type Round struct {
	ID            ID     `json:"id"`
	Name          string `json:"name"`
	Scheme        ID     `json:"scheme"`
	SchemeVersion int    `json:"scheme_version"`
	Locked        bool   `json:"locked,omitempty"`   // the scheme cannot be changed until the round is closed
	Blind         bool   `json:"blind,omitempty"`    // others' marks on a document are shown when one's own set is done
	Training      bool   `json:"training,omitempty"` // for learning: its documents are never counted or exported
	Closed        bool   `json:"closed,omitempty"`
}

// NewRound is a round under a scheme as it stands, not begun yet. Errors: a name is needed.
func NewRound(name string, s *Scheme) (Round, error) {
	r := Round{ID: NewID(), Name: strings.TrimSpace(name), Scheme: s.ID, SchemeVersion: s.Version}
	return r, r.checkName(nil)
}

// checkName tells whether the name is one that leads to this round alone.
func (r Round) checkName(all []Round) error {
	if r.Word() == "" {
		return fmt.Errorf("a round needs a name, as \"pilot\" or \"week 12\"")
	}
	for _, other := range all {
		if other.ID != r.ID && other.Word() == r.Word() {
			return fmt.Errorf("there is a round %q already: give this one another name", other.Name)
		}
	}
	return nil
}

// Word is the name as one word, by which the round is looked for: "week-12" for "Week 12".
func (r Round) Word() string { return RoundWord(r.Name) }

// RoundWord is a name of a round as one word, without quotation marks, which may stand round it.
func RoundWord(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(name, `"`, " ")), "-"))
}

// FindRound is the round of a name, in capitals or not, with dashes in the place of blanks or not. The error names the rounds there are.
func FindRound(all []Round, name string) (Round, error) {
	var names []string
	for _, r := range all {
		if r.Word() == RoundWord(name) {
			return r, nil
		}
		names = append(names, fmt.Sprintf("%q", r.Name))
	}
	if len(all) == 0 {
		return Round{}, fmt.Errorf("round %q: %w: there are no rounds yet", name, ErrNotFound)
	}
	return Round{}, fmt.Errorf("round %q: %w: there is %s", name, ErrNotFound, strings.Join(names, ", "))
}

// Begin is the edit that begins a round beside the others of a project. Errors: another round has its name.
func (r Round) Begin(all []Round) (Edit, error) {
	if err := r.checkName(all); err != nil {
		return Edit{}, err
	}
	e := NewEdit("begin round " + r.Name)
	e.Rounds = []Change[Round]{{ID: r.ID, After: &r}}
	return e, nil
}

// ChangeTo is the edit that makes the round, one of all, another: its name, what holds in it, or that it is closed. ok is false where all is
// so already. Errors: a name is needed that no other round has.
func (r Round) ChangeTo(after Round, all []Round) (e Edit, ok bool, err error) {
	after.ID, after.Name = r.ID, strings.TrimSpace(after.Name)
	if err := after.checkName(all); err != nil {
		return e, false, err
	}
	name := "change round "
	switch {
	case after.Closed && !r.Closed:
		name = "close round "
	case r.Closed && !after.Closed:
		name = "open round "
	}
	e = NewEdit(name + after.Name)
	e.Rounds = []Change[Round]{{ID: r.ID, Before: &r, After: &after}}
	return e, after != r, nil
}

// LocksScheme tells whether the scheme cannot be changed because of the round.
func (r Round) LocksScheme() bool { return r.Locked && !r.Closed }

// InWords tells what holds in the round: "scheme version 3", "blind", "locked", "training", "closed".
func (r Round) InWords() []string {
	out := []string{fmt.Sprintf("scheme version %d", r.SchemeVersion)}
	for _, w := range []struct {
		so   bool
		word string
	}{{r.Blind, "blind"}, {r.Locked, "locked"}, {r.Training, "training"}, {r.Closed, "closed"}} {
		if w.so {
			out = append(out, w.word)
		}
	}
	return out
}
