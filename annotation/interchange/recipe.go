package interchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation"
)

// Recipe says how a dataset is made of a project, so that it can be made again.
type Recipe struct {
	Name       string // of the dataset and of its files; "": the project's
	Format     string // the name of one; "": the native format
	Unit       Unit   // of offsets; "": the format's
	Policy     string // one of the format's; "": its first
	Labels     Labels
	Choice     Choice // its Round is found by the name below
	Round      string // the documents of a round of this name alone
	TextFree   bool   // without the texts of articles
	Pseudonyms Pseudonyms
	Split      *Split // nil: there are no parts

	Title    string // of the card
	Licence  string // an SPDX id, or a name of one's own
	Sampling string // how the articles were chosen
	Limits   string // that are known
}

// Split says how documents are dealt out to parts.
type Split struct {
	Train, Validation, Test float64 // shares of documents; the sum need not be 1
	Seed                    int64
	By                      string // what stays together beside articles that tell one story: "" nothing, "outlet", or "date", where the newest are the test
	Stratify                bool   // each part has its share of each label
}

// Pseudonyms says what stands in the place of annotators' names.
type Pseudonyms string

// The pseudonyms.
const (
	NoPseudonyms  Pseudonyms = ""        // the names
	OwnPseudonyms Pseudonyms = "own"     // the pseudonym of each, or a letter where somebody has none
	Letters       Pseudonyms = "letters" // A, B, C, in the order in which people came into the project
)

// Labels says under which names marks go out.
type Labels struct {
	Three bool              // as the three labels, see Line.ThreeLabels
	Names map[string]string // by label and role, as in Span.Name; "": such marks are left out. Others keep theirs
}

// ThreeLabels is what a recipe says for them.
const ThreeLabels = "three labels"

// Check tells what is wrong with a recipe, whatever the project.
func (r *Recipe) Check() error {
	c := &r.Choice
	switch {
	case !slices.Contains([]Negatives{ReviewedNegatives, NoNegatives, AllNegatives}, c.Negatives):
		return fmt.Errorf("negatives: %q: want reviewed, none or all", c.Negatives)
	case !slices.Contains([]Pseudonyms{NoPseudonyms, OwnPseudonyms, Letters}, r.Pseudonyms):
		return fmt.Errorf("pseudonyms: %q: want own or letters", r.Pseudonyms)
	case r.Labels.Three && len(r.Labels.Names) > 0:
		return errors.New("labels: want either three labels or names")
	case strings.ContainsAny(r.Name, `/\`) || r.Name == "." || r.Name == "..":
		return fmt.Errorf("name: %q cannot be the name of a file", r.Name)
	case c.Reference && len(c.People) > 0:
		return errors.New("want either the reference or annotators: the reference is nobody's")
	case !c.Until.IsZero() && !c.Since.Before(c.Until):
		return errors.New("until: it is not after since, so nothing would go out")
	}
	for _, s := range c.Statuses {
		if !slices.Contains([]annotation.Status{annotation.Todo, annotation.InWork, annotation.Done, annotation.Skipped}, s) {
			return fmt.Errorf("status: %q is unknown; there are todo, in_work, done and skipped", s)
		}
	}
	if r.Unit != "" {
		if _, err := ParseUnit(string(r.Unit)); err != nil {
			return err
		}
	}
	return r.Split.check()
}

func (s *Split) check() error {
	switch {
	case s == nil:
		return nil
	case s.Train < 0 || s.Validation < 0 || s.Test < 0 || !(s.Train+s.Validation+s.Test > 0):
		return errors.New("split: want shares of train, validation and test, as 0.8, 0.1 and 0.1")
	case !slices.Contains([]string{"", "outlet", "date"}, s.By):
		return fmt.Errorf("split: by: %q: want story, outlet or date", s.By)
	}
	return nil
}

// CheckFormat tells whether a format can do what a recipe asks of it.
func (r *Recipe) CheckFormat(f *Format) error {
	switch {
	case f.Write == nil:
		return fmt.Errorf("format %q is read and not written", f.Name)
	case r.TextFree && !f.TextFree:
		return fmt.Errorf("format %q has the texts of articles in it; without texts there is native", f.Name)
	case r.Unit != "" && r.Unit != f.Unit && !f.AnyUnit:
		return fmt.Errorf("format %q counts %s and nothing else", f.Name, f.Unit)
	}
	var names []string
	for _, p := range f.Policies {
		names = append(names, p.Name)
	}
	if r.Policy != "" && !slices.Contains(names, r.Policy) {
		if len(names) == 0 {
			return fmt.Errorf("format %q has no policies", f.Name)
		}
		return fmt.Errorf("format %q has no policy %q; there are %s", f.Name, r.Policy, strings.Join(names, ", "))
	}
	return nil
}

// Of gives a line with its marks under their names of the dataset.
func (r Labels) Of(l Line) Line {
	switch {
	case r.Three:
		return l.ThreeLabels()
	case len(r.Names) == 0:
		return l
	}
	spans := make([]Span, 0, len(l.Spans))
	for _, s := range l.Spans {
		if to, leaves := r.name(annotation.LabelRole{Label: s.Label, Role: s.Role}); leaves {
			s.Label, s.Role = to.Label, to.Role
			spans = append(spans, s)
		}
	}
	l.Spans = spans
	return l.LinkedWithin()
}

// All are the labels that can occur, of those that a scheme has.
func (r Labels) All(of []annotation.LabelRole) (out []annotation.LabelRole) {
	if r.Three {
		for _, name := range []string{threeClaim, threeStatistic, threeAttribution} {
			out = append(out, annotation.LabelRole{Label: name})
		}
		return out
	}
	for _, l := range of {
		if to, leaves := r.name(l); leaves && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}

// Relations are the types of links that can occur, with their ends as they are called in the dataset.
func (r Labels) Relations(of []annotation.RelationType) (out []annotation.RelationType) {
	for _, t := range of {
		t.From, t.To = r.ends(t.From), r.ends(t.To)
		if len(t.From) > 0 && len(t.To) > 0 && !(r.Three && (t.ID == hasSource || t.ID == hasCue)) {
			out = append(out, t)
		}
	}
	return out
}

// ends are the ends of links, each a label or a label with a role.
func (r Labels) ends(of []string) (out []string) {
	for _, end := range of {
		l := annotation.LabelRole{}
		l.Label, l.Role, _ = strings.Cut(end, ".")
		to, leaves := r.name(l)
		if r.Three {
			to.Label, to.Role = threeOf(l), ""
			leaves = to.Label != ""
		}
		if leaves && !slices.Contains(out, to.String()) {
			out = append(out, to.String())
		}
	}
	return out
}

// name is what a label is called; leaves is false where it is left out.
func (r Labels) name(l annotation.LabelRole) (to annotation.LabelRole, leaves bool) {
	name, named := r.Names[l.String()]
	if !named {
		return l, true
	}
	to.Label, to.Role, _ = strings.Cut(name, ".")
	return to, name != ""
}
