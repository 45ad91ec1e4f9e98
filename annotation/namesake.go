package annotation

import (
	"slices"
	"strings"
)

// Namesakes gives people who have the name of another, whatever its capitals, the names of those after another.
func Namesakes(people []Annotator) [][]Annotator {
	var out [][]Annotator
	place := map[string]int{}
	for _, a := range people {
		if a.Kind != Person {
			continue
		}
		key := nameKey(a)
		if at, there := place[key]; there {
			out[at] = append(out[at], a)
		} else {
			place[key] = len(out)
			out = append(out, []Annotator{a})
		}
	}
	return slices.DeleteFunc(out, func(same []Annotator) bool { return len(same) < 2 })
}

func nameKey(a Annotator) string { return strings.ToLower(strings.Join(strings.Fields(a.Name), " ")) }

// ToldApart are annotators under names of which no two people have the same: with the pseudonym in brackets where the name is another's
// too, else with the device, else with the end of the ID. They are to be shown, and not to be written. devices are by annotator.
func ToldApart(people []Annotator, devices map[ID]string) []Annotator {
	out := slices.Clone(people)
	for _, same := range Namesakes(people) {
		marks := []func(Annotator) string{
			func(a Annotator) string { return a.Pseudonym },
			func(a Annotator) string { return devices[a.ID] },
			func(a Annotator) string { id := a.ID.String(); return id[len(id)-4:] },
			func(a Annotator) string { return a.ID.String() },
		}
		for _, a := range same {
			i := slices.IndexFunc(out, func(o Annotator) bool { return o.ID == a.ID })
			out[i].Name += " (" + tellsApart(a, same, marks) + ")"
		}
	}
	return out
}

// tellsApart is the first mark that an annotator has and no namesake.
func tellsApart(a Annotator, same []Annotator, marks []func(Annotator) string) (mark string) {
	for _, of := range marks {
		mark = of(a)
		if mark != "" && !slices.ContainsFunc(same, func(o Annotator) bool { return o.ID != a.ID && strings.EqualFold(of(o), mark) }) {
			break
		}
	}
	return mark
}
