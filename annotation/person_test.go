package annotation

import "testing"

func people(t *testing.T, names ...string) []Annotator {
	t.Helper()
	out := make([]Annotator, len(names))
	for i, name := range names {
		var err error
		if out[i], err = NewPerson(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestAPersonHasAName(t *testing.T) {
	ana := people(t, "  Ana Roe ")[0]
	if ana.Name != "Ana Roe" || ana.Kind != Person || ana.ID.IsZero() {
		t.Errorf("%+v", ana)
	}
	if _, err := NewPerson(" "); err == nil {
		t.Error("somebody without a name came")
	}
}

func TestAPersonIsShownInAnotherWay(t *testing.T) {
	ana := people(t, "Ana")[0]
	for _, c := range []struct {
		to      Annotator
		says    string
		changed bool
	}{
		{Annotator{Name: "Ana"}, "", false},
		{Annotator{Name: " Ana  "}, "", false},
		{Annotator{Name: "Ana Roe"}, "name Ana Roe", true},
		{Annotator{Name: "Ana", Pseudonym: " A1 "}, "change how Ana is shown", true},
		{Annotator{Name: "Ana", Colour: "#009e73"}, "change how Ana is shown", true},
	} {
		e, ok, err := ana.ChangeTo(c.to)
		if err != nil || ok != c.changed || ok && e.Name != c.says {
			t.Errorf("to %+v: %q, %v, %v", c.to, e.Name, ok, err)
		}
		if after := *e.Annotators[0].After; after.ID != ana.ID || after.Kind != Person {
			t.Errorf("it became somebody else: %+v", after)
		}
	}
	for _, wrong := range []Annotator{{}, {Name: "Ana", Colour: "blue"}, {Name: "Ana", Colour: "#12345"}, {Name: "Ana", Colour: "#12345G"}} {
		if _, _, err := ana.ChangeTo(wrong); err == nil {
			t.Errorf("%+v was taken", wrong)
		}
	}
}

func TestEverybodyHasAColourOfTheirOwn(t *testing.T) {
	all := people(t, "Ana", "Ben", "Cem", "Dot", "Eve", "Fay", "Gus", "Hal", "Ida")
	all[2].Colour = "#0072b2" // what Ana would have had
	model, _ := NewModel("Rules", "1")
	of := ColoursOf(append([]Annotator{model, all[8], all[0]}, all[1:8]...)) // in whatever order
	want := []string{"#E69F00", "#009E73", "#0072b2", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442", "#999999", "#E69F00"}
	for i, a := range all {
		if of[a.ID] != want[i] {
			t.Errorf("%s is %s, want %s", a.Name, of[a.ID], want[i])
		}
	}
	if c, ok := of[model.ID]; ok {
		t.Errorf("a model has the colour %s", c)
	}
	for i := range all[:8] {
		all[i].Colour = Colours[i].Hex
	}
	if c := ColoursOf(all)[all[8].ID]; c != "#0072B2" {
		t.Errorf("when all are taken the next is %q", c)
	}
}
