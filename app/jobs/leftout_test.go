package jobs_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// blinded is a project of two articles that Ben finished and Ana began; of the second she is not to see what others marked. Ana is at work.
func blinded(t testing.TB) (g *team, hidden annotation.ID) {
	g = newTeam(t, newsroom(t), "Ana", "Ben")
	open := g.article("Open", "Tolls rose 12% in May.")
	hidden = g.article("Hidden", "Trade fell by half.")
	g.turn(1)
	for id, quote := range map[annotation.ID]string{open: "Tolls rose", hidden: "Trade fell"} {
		set := g.set(id)
		g.mark(set, "claim.claim", quote)
		e, _ := set.SetStatus(annotation.Done)
		g.do(set, e, nil)
	}
	g.turn(0)
	g.mark(g.set(hidden), "statistic.quantity", "half")
	g.round("week 1", func(r *annotation.Round) { r.Blind = true }, []annotation.ID{hidden}, g.Annotator().ID)
	return g, hidden
}

func TestOthersMarksDoNotGoOutBeforeWhoeverExportsIsDone(t *testing.T) {
	g, hidden := blinded(t)
	path := filepath.Join(t.TempDir(), "out.jsonl")
	r := interchange.Recipe{Choice: interchange.Started}
	report := wrote(t, g.Project, r, path)
	if got := marked(linesIn(t, path)); got != "Ben: Tolls rose\nAna: half" {
		t.Errorf("out went\n%s", got)
	}
	if report.Blind != 1 || report.BlindDocuments != 1 || !report.Lossy() {
		t.Errorf("it counts %+v", report.LeftOut)
	}
	losses, err := os.ReadFile(path + "." + interchange.LossesName)
	if err != nil || !strings.Contains(string(losses), `"blind_left_out": 1`) {
		t.Errorf("%v: the losses are %s", err, losses)
	}
	if s, err := jobs.SurveyDataset(ctx, g.Project, r, nil); err != nil || s.Blind != 1 || fmt.Sprint(s.Labels) != "[{claim.claim 1} {statistic.quantity 1}]" {
		t.Errorf("%v: foreseen are %d and %v", err, s.Blind, s.Labels)
	}
	files, err := jobs.Preview(ctx, g.Project, r, 9)
	if all := fmt.Sprintf("%s", files); err != nil || strings.Contains(all, "Trade fell\",\"attributes") || strings.Count(all, "Ben") != 1 {
		t.Errorf("%v: the first records are %s", err, all)
	}
	r.Choice.People = []string{"Ben"}
	r.Choice.Articles.Named = []string{"Hidden"}
	if _, err := jobs.WriteDataset(ctx, g.Project, r, jobs.Target{Path: path}, nil); !errors.Is(err, jobs.ErrNothing) || !strings.Contains(err.Error(), "hidden from you until yours is done") {
		t.Errorf("of Ben alone it says %v", err)
	}
	set := g.set(hidden)
	e, _ := set.SetStatus(annotation.Done)
	g.do(set, e, nil)
	if report := wrote(t, g.Project, r, path); report.Blind != 0 || marked(linesIn(t, path)) != "Ben: Trade fell" {
		t.Errorf("when Ana is done, %d are left out and out goes\n%s", report.Blind, marked(linesIn(t, path)))
	}
}

func TestNothingOfOthersIsOnTheCardOfWhoeverIsBlind(t *testing.T) {
	g, _ := blinded(t)
	card, err := jobs.PreviewCard(ctx, g.Project, interchange.Recipe{Choice: interchange.Started}, "Rubricator 1")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(card); !strings.Contains(got, "| claim.claim | 1 |") {
		t.Errorf("it says\n%s", got)
	}
}
