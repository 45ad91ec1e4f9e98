package app

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/storage"
)

func TestTheInboxSaysWhereTheReferenceDiffers(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait, flood)
	p.selects("12%")
	p.press("2")
	p.press("Ctrl+Enter")
	p.settles()
	p.open(p.desk.documents[0].ID)
	p.pump()
	p = p.meanwhile("Ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		r, _ := mine.Next(annotation.ID{}, 0, true)
		reference := annotation.NewSet(mine.Head().Document, annotation.ReferenceAnnotator().ID, mine.Text(), mine.Scheme())
		decided := sure(t)(reference.AddSpan(r.Ranges(), annotation.LabelRole{Label: "claim"}, annotation.OriginDecided))
		return []annotation.Edit{annotation.Join(annotation.ReferenceAnnotator()), decided}
	})
	p.waits("it is compared", func() bool { return len(p.desk.departures) > 0 })
	p.refreshNow()
	if got := p.post(); !strings.Contains(got, "The reference has Claim “12%”, and you have Statistic “12%”") {
		t.Errorf("the inbox has %s", got)
	}
	p.press("Ctrl+Shift+I")
	p.pump()
	p.photograph("inbox-reference")
	p.press("Delete", "Escape")
	p.pump()
	p.settles()
	if got := p.post(); got != "" {
		t.Errorf("it was seen, and the inbox still has %s", got)
	}
}
