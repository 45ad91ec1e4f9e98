package jobs_test

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// corrected is a project of two articles that Ana and Ben finished, who have them in a round. Then the text of the first was corrected: old is how it was,
// right is what it is.
func corrected(t *testing.T) (g *team, week annotation.Round, old, right annotation.ID) {
	t.Helper()
	g = newTeam(t, newsroom(t), "Ana", "Ben")
	old = g.article("Tolls", "Tolls rose 12% in Maj.")
	ships := g.article("Ships", "Seven ships paid.")
	finish := func() {
		for id, quote := range map[annotation.ID]string{old: "Tolls rose", ships: "Seven ships"} {
			set := g.set(id)
			g.mark(set, "claim.claim", quote)
			e, _ := set.SetStatus(annotation.Done)
			g.do(set, e, nil)
		}
	}
	finish()
	g.turn(1)
	finish()
	week = g.round("week 1", nil, []annotation.ID{old, ships}, g.people[0].Annotator.ID, g.people[1].Annotator.ID)
	c, err := jobs.Correct(ctx, g.Project, old, "Tolls rose 12% in May.", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return g, week, old, c.Document
}

func TestACorrectedArticleIsListedAsSuch(t *testing.T) {
	g, _, old, _ := corrected(t)
	all, err := g.Documents(ctx, g.Annotator().ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Corrected != (d.ID == old) {
			t.Errorf("%s, %s, is corrected: %t", d.Title, d.ID, d.Corrected)
		}
	}
}

func TestACorrectedArticleGoesOutWhereItIsAskedForAlone(t *testing.T) {
	g, _, _, _ := corrected(t)
	path := filepath.Join(t.TempDir(), "out.jsonl")
	r := interchange.Recipe{Choice: interchange.Started}
	report := wrote(t, g.Project, r, path)
	if got := marked(linesIn(t, path)); got != "Ana: Seven ships\nBen: Seven ships\nAna: Tolls rose\nBen: Tolls rose" || report.Corrected != 1 {
		t.Errorf("out went, with %d left out,\n%s", report.Corrected, got)
	}
	if s, err := jobs.SurveyDataset(ctx, g.Project, r, nil); err != nil || s.Corrected != 1 || s.Documents != 2 {
		t.Errorf("%v: foreseen are %d articles, and %d left out", err, s.Documents, s.Corrected)
	}
	r.Choice.Corrected = true
	if report := wrote(t, g.Project, r, path); report.Documents != 3 || report.Corrected != 0 {
		t.Errorf("asked for, %d articles go out, and %d are left out", report.Documents, report.Corrected)
	}
	choice := interchange.Started
	choice.Articles.Languages = []string{"tlh"}
	if _, err := jobs.Export(ctx, g.Project, choice, &bytes.Buffer{}); err == nil || strings.Contains(err.Error(), "corrected") {
		t.Errorf("of what no article has it says %v", err)
	}
}

func TestACorrectedArticleIsNotCompared(t *testing.T) {
	g, _, old, right := corrected(t)
	cs, err := jobs.Cases(ctx, g.Project, jobs.Comparing{InWork: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cs {
		if c.Document == old {
			t.Error("it is to be reviewed")
		}
	}
	if len(cs) != 2 {
		t.Errorf("%d articles are to be reviewed", len(cs))
	}
	for _, round := range []string{"", "week 1"} {
		a, err := jobs.MeasureAgreement(ctx, g.Project, jobs.Measuring{Round: round, InWork: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a.Corrected != 1 || a.Documents != 2 || a.Shared != 2 || a.Title(old) != "" || a.Title(right) != "Tolls" {
			t.Errorf("round %q: %d left out, %d of %d shared", round, a.Corrected, a.Shared, a.Documents)
		}
		for _, who := range a.Annotators {
			if all := who.Todo + who.InWork + who.Done; all != 2 {
				t.Errorf("round %q: %s has %d articles", round, who.Name, all)
			}
		}
		if said := a.Compared(); !strings.Contains(said, "1 corrected article left out") {
			t.Errorf("it says %s", said)
		}
	}
}

func TestARoundGoesOverToTheArticleWithTheRightText(t *testing.T) {
	g, week, old, right := corrected(t)
	if got := g.tally(week, []annotation.ID{right}); got != "1 article: Ana 1, Ben 1, 1 of them twice" {
		t.Errorf("in the round are %s", got)
	}
	next := g.round("week 2", nil, nil)
	plan := func(a jobs.Assigning) string {
		t.Helper()
		a.Round, a.Documents, a.To = next, []annotation.ID{old, right}, []annotation.ID{g.people[0].Annotator.ID}
		p, err := a.Plan(ctx, g.Project)
		people, err2 := g.Annotators(ctx)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		return p.InWords(people, strconv.Itoa)
	}
	if got := plan(jobs.Assigning{}); got != "1 article: Ana 1; left out, because another has the right text: 1 article" {
		t.Errorf("dealt out is %s", got)
	}
	if got := plan(jobs.Assigning{Corrected: true}); got != "2 articles: Ana 2" {
		t.Errorf("with corrected ones it is %s", got)
	}
	if got := plan(jobs.Assigning{Way: jobs.TakeOut}); strings.Contains(got, "left out") {
		t.Errorf("taken out is %s", got)
	}
}

func TestTheTitleFollowsTheHeadlineThatItWas(t *testing.T) {
	for title, want := range map[string]string{"Tolls rise in Maj": "Tolls rise in May", "Tolls": "Tolls"} {
		g := newTeam(t, newsroom(t), "Ana")
		old := g.article(title, "Tolls rise in Maj\n\nThey rose 12%.")
		c, err := jobs.Correct(ctx, g.Project, old, "Tolls rise in May\n\nThey rose 12%.", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if c.Title != want {
			t.Errorf("%q is called %q then, want %q", title, c.Title, want)
		}
	}
}
