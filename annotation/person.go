package annotation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// NewPerson is somebody who may get documents before they ever open the project. Errors: a name is needed.
func NewPerson(name string) (Annotator, error) {
	p := Annotator{ID: NewID(), Kind: Person}
	err := p.setName(name)
	return p, err
}

func (a *Annotator) setName(name string) error {
	if a.Name = strings.TrimSpace(name); a.Name == "" {
		return fmt.Errorf("a name is needed, so that colleagues know whose marks these are")
	}
	return nil
}

var colourForm = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// ChangeTo is the edit that gives a person another name, pseudonym or colour; their marks stay theirs, since those hang on the ID. ok is
// false where all is so already. Errors: a name is needed, and a colour of the form "#0072B2", or none.
func (a Annotator) ChangeTo(after Annotator) (e Edit, ok bool, err error) {
	after.ID, after.Kind, after.Pseudonym = a.ID, a.Kind, strings.TrimSpace(after.Pseudonym)
	if err := after.setName(after.Name); err != nil {
		return e, false, err
	}
	if after.Colour != "" && !colourForm.MatchString(after.Colour) {
		return e, false, fmt.Errorf("%q is no colour: write it as \"#0072B2\"", after.Colour)
	}
	name := "name " + after.Name
	if after.Name == a.Name {
		name = "change how " + a.Name + " is shown"
	}
	e = NewEdit(name)
	e.Annotators = []Change[Annotator]{{ID: a.ID, Before: &a, After: &after}}
	return e, after != a, nil
}

// Colour is one that people with colour-blindness tell from the others.
type Colour struct{ Name, Hex string }

// Colours are those of Okabe and Ito ("Color Universal Design", 2008), grey in the place of black, in the order in which people get them.
var Colours = []Colour{
	{"Blue", "#0072B2"}, {"Orange", "#E69F00"}, {"Green", "#009E73"}, {"Purple", "#CC79A7"},
	{"Vermilion", "#D55E00"}, {"Sky", "#56B4E9"}, {"Yellow", "#F0E442"}, {"Grey", "#999999"},
}

// ColoursOf gives everybody's colour: the one that was set, or, in the order in which people came, the next that was set for nobody. A
// colour comes again when all are taken. It is the same on every machine that knows the same people.
func ColoursOf(people []Annotator) map[ID]string {
	byID := slices.Clone(people)
	slices.SortFunc(byID, func(a, b Annotator) int { return slices.Compare(a.ID[:], b.ID[:]) })
	out, free := map[ID]string{}, slices.Clone(Colours)
	for _, a := range byID {
		if a.Colour != "" {
			out[a.ID] = a.Colour
			free = slices.DeleteFunc(free, func(c Colour) bool { return strings.EqualFold(c.Hex, a.Colour) })
		}
	}
	if len(free) == 0 {
		free = Colours
	}
	n := 0
	for _, a := range byID {
		if a.Colour == "" && a.Kind == Person {
			out[a.ID] = free[n%len(free)].Hex
			n++
		}
	}
	return out
}
