package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
)

func TestMarksOfAnotherToolComeAsIsChosenAndGoAsOneStep(t *testing.T) {
	p := atWork(t, strait)
	path := filepath.Join(t.TempDir(), "wire.jsonl")
	lines := `{"text":"🔴 Prices rose 3.9% in May.","label":[[3,26,"CLAIM"],[15,19,"NUMBER"],[3,9,"GOODS"]],"username":"ana"}` + "\n"
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	src, f := datasetAt(path)
	if f == nil {
		t.Fatal("it is known as nothing")
	}
	p.lookAt(src, f, "", nil)
	p.waits("it was looked at", func() bool {
		return len(p.modals) > 0 && strings.HasPrefix(p.modals[len(p.modals)-1].title, "Import marks from")
	})
	p.photograph("import-marks")
	preview := p.modals[len(p.modals)-1]
	steppers := steppersOf(preview)
	if len(steppers) != 6 || steppers[0].values[steppers[0].at] == "Leave out" || steppers[1].values[steppers[1].at] != "Leave out" {
		t.Fatalf("there are %d steppers", len(steppers))
	}
	for _, s := range steppers {
		if strings.Contains(s.name.Text, "GOODS") {
			s.step(1) // add it to the scheme
		}
	}
	preview.confirm()
	p.waits("the marks came", func() bool { return strings.Contains(p.status.said, "came, in") })
	p.reads("2 marks came, in 1 article.")
	if got := p.sets(); got != "ana: Prices rose 3.9% in May\nana: Prices" {
		t.Errorf("there is %s", got)
	}
	if _, has := p.desk.project.Scheme().Label("goods"); !has {
		t.Error("the label was not made")
	}
	p.settles()
	p.press("Ctrl+Z")
	p.waits("it is taken back", func() bool { return p.sets() == "" })
	p.settles()
}

func TestAttributesAndAnnotatorsOfAnotherToolAreMapped(t *testing.T) {
	p := atWork(t, strait)
	path := filepath.Join(t.TempDir(), "tasks.json")
	region := func(kind, value string) string {
		return `{"id":"a","from_name":"sure","to_name":"text","type":"` + kind + `","value":{"start":0,"end":11,` + value + `}}`
	}
	task := `[{"id":1,"data":{"text":"Prices rose."},"annotations":[{"completed_by":{"first_name":"Jo","last_name":"Ray"},"result":[` +
		region("labels", `"labels":["CLAIM"]`) + "," + region("choices", `"choices":["low"]`) + `]}]}]`
	if err := os.WriteFile(path, []byte(task), 0o600); err != nil {
		t.Fatal(err)
	}
	src, f := datasetAt(path)
	p.lookAt(src, f, "", nil)
	p.waits("it was looked at", func() bool {
		return len(p.modals) > 0 && strings.HasPrefix(p.modals[len(p.modals)-1].title, "Import marks from")
	})
	p.photograph("import-marks-mapped")
	preview := p.modals[len(p.modals)-1]
	me := p.desk.project.Annotator().Name
	for _, s := range steppersOf(preview) {
		switch {
		case strings.Contains(s.name.Text, "sure"):
			s.step(1) // add it to the scheme
		case strings.Contains(s.name.Text, "Jo Ray"):
			s.step(slices.Index(s.values, me))
		case strings.HasPrefix(s.name.Text, "Where it does not say"):
			s.step(1)
		}
	}
	preview.confirm()
	p.waits("the marks came", func() bool { return strings.Contains(p.status.said, "came, in") })
	p.reads("1 mark came, in 1 article.")
	if got := p.sets(); got != me+": Prices rose" {
		t.Errorf("there is %s", got)
	}
	claim, _ := p.desk.project.Scheme().Label("claim")
	if !slices.ContainsFunc(claim.Attributes, func(a annotation.Attribute) bool { return a.ID == "sure" }) {
		t.Errorf("claims have the attributes %v", claim.Attributes)
	}
	p.settles()
}

func steppersOf(m *modal) (out []*stepper) {
	for _, o := range m.body.(*fyne.Container).Objects {
		if s, ok := o.(*stepper); ok {
			out = append(out, s)
		}
	}
	return out
}
