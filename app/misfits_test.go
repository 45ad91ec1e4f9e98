package app

import (
	"context"
	"path/filepath"
	"testing"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// A mark is relabelled here while it is linked on the other device: each was right, and together they are not.
func TestWhatNoLongerFitsTheLabelsIsToldAndFound(t *testing.T) {
	home := t.TempDir()
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		t.Fatal(err)
	}
	p := begins(startWith(t, home, scheme), strait)
	p.selects("Tolls rose")
	p.press("1")
	p.selects("Just seven")
	p.press("2")
	p.settles()
	claim, number := p.set().Spans()[0], p.set().Spans()[1]
	copied := filepath.Join(t.TempDir(), "laptop.rubric")
	if err := p.desk.project.SaveCopy(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	p.tryDo(p.set().Relabel(number.ID, annotation.LabelRole{Label: "claim", Role: "claim"}))
	p.settles()
	p.leaves()

	laptop := start(t, t.TempDir())
	laptop.settings.Annotator = p.settings.Annotator
	if err := laptop.tryOpen(copied, false); err != nil {
		t.Fatal(err)
	}
	laptop.open(laptop.desk.documents[0].ID)
	laptop.pump()
	laptop.tryDo(laptop.set().AddRelation("rests_on", claim.ID, number.ID, annotation.OriginSelection))
	laptop.settles()
	from := laptop.publishes(t.TempDir(), "laptop")
	laptop.leaves()

	p = reopen(t, home)
	p.takesIn(from)
	p.reads("1 link no longer fits the labels: Review, Marks that no longer fit.")
	p.showMisfits()
	p.pump()
	p.photograph("misfits")
	if len(p.modals) != 1 {
		t.Fatalf("no list: %s", p.status.said)
	}
	p.press("Return")
	p.pump()
	p.reads("Claim, a link: against the scheme")
	if sp, ok := p.chosenSpan(); !ok || sp.ID != claim.ID {
		t.Errorf("chosen is %q", sp.Quote())
	}
	p.photograph("misfit-checks")
}
