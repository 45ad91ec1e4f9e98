package app

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// actsSeen are the names of the acts that the history of the project lists.
func (p *person) actsSeen() string {
	p.t.Helper()
	page, err := jobs.ReadActs(p.desk.closing, p.desk.project, storage.Scope{}, 0, 100)
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for _, a := range page.Acts {
		names = append(names, a.By.Name+": "+a.Name)
	}
	return strings.Join(names, "\n")
}

func TestTheHistoryHidesWhatABlindAnnotatorMustNotSee(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait, flood)
	p = p.meanwhile("Ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		round, err := annotation.NewRound("week 12", ben.Scheme())
		if err != nil {
			t.Fatal(err)
		}
		round.Blind = true
		begun := sure(t)(round.Begin(nil))
		his := annotation.NewSet(mine.Head().Document, ben.Annotator().ID, mine.Text(), mine.Scheme())
		assigned, _ := round.Assign([]annotation.ID{mine.Head().Document}, nil, mine.Head().Annotator, ben.Annotator().ID)
		marked := sure(t)(his.AddSpan([]rangeset.Range{{Start: 30, End: 33}}, annotation.LabelRole{Label: "statistic"}, annotation.OriginSelection))
		return []annotation.Edit{begun, assigned, marked}
	})
	if got := p.actsSeen(); strings.Contains(got, "mark statistic") || !strings.Contains(got, "Ben: begin round week 12") {
		t.Errorf("before mine is done the history has\n%s", got)
	}
	p.press("Ctrl+Shift+Enter")
	p.settles()
	if got := p.actsSeen(); !strings.Contains(got, "Ben: mark statistic") {
		t.Errorf("when mine is done the history has\n%s", got)
	}
}
