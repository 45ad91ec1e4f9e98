package jobs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/app/jobs"
)

func TestPeopleOfOneNameGoOutUnderTwo(t *testing.T) {
	g := newTeam(t, scheme(t, "simple"), "Ana")
	const kept = "N1\tReference T7 Wikidata:Q1\tprice\n"
	src := interchange.InMemory{
		"Ana/may.txt": []byte("Prices rose, Mary said.\n"), "Ana/may.ann": []byte("T7\tclaim 0 11\tPrices rose\n" + kept),
		"Ben/may.txt": []byte("Prices rose, Mary said.\n"), "Ben/may.ann": []byte("T1\tclaim 0 6\tPrices\n")}
	came, err := jobs.ImportMarks(ctx, g.Project, src, brat.Format, jobs.MarksOptions{})
	if err != nil {
		t.Fatal(err)
	}
	g.mark(g.set(came.Records[0].Document), "claim", "Mary said")

	dir := filepath.Join(t.TempDir(), "set")
	if got := fmt.Sprint(wrote(t, g.Project, everything("brat"), dir).Losses); got != "[{beside 1 [Prices rose, Mary said.: of Ana/may, since another is called Ana]}]" {
		t.Errorf("lost is %s", got)
	}
	files := interchange.InFolder(dir)
	marks := map[string]string{}
	for _, name := range files.Files() {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil && strings.HasSuffix(name, ".ann") {
			marks[name] = string(b)
		}
	}
	if all := fmt.Sprint(marks); len(marks) != 3 || strings.Contains(all, kept) {
		t.Errorf("three people marked, and what came under another name goes out under it: %v", marks)
	}

	who := func(how interchange.Pseudonyms) (names []string) {
		r := everything("")
		r.Pseudonyms = how
		path := filepath.Join(t.TempDir(), "out.jsonl")
		wrote(t, g.Project, r, path)
		for _, l := range linesIn(t, path) {
			names = append(names, *l.Annotator)
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
	if got := who(interchange.NoPseudonyms); len(got) != 3 || !strings.HasPrefix(got[0], "Ana (") || !strings.HasPrefix(got[1], "Ana (") || got[2] != "Ben" {
		t.Errorf("they are called %q", got)
	}
	if got := who(interchange.OwnPseudonyms); !slices.Equal(got, []string{"A", "B", "C"}) {
		t.Errorf("by letters they are called %q", got)
	}

	r := everything("")
	for name, want := range map[string]int{"ana": 2, who(interchange.NoPseudonyms)[0]: 1} {
		r.Choice.People = []string{name}
		if got := wrote(t, g.Project, r, filepath.Join(t.TempDir(), "out.jsonl")); got.Lines != want {
			t.Errorf("of %s %d lines go out, want %d", name, got.Lines, want)
		}
	}
}

func TestPeopleOfOnePseudonymGoOutUnderTwo(t *testing.T) {
	g := newTeam(t, newsroom(t), "Cem", "Ana", "Ben")
	tolls := g.article("Tolls", "Tolls rose in May. Trade fell.")
	for i, quote := range []string{"Tolls rose", "Trade fell"} {
		g.people[1+i].Annotator.Pseudonym = "Wren"
		g.turn(1 + i)
		g.mark(g.set(tolls), "claim.claim", quote)
	}
	r := interchange.Recipe{Choice: interchange.Started}
	r.Pseudonyms = interchange.OwnPseudonyms
	path := filepath.Join(t.TempDir(), "out.jsonl")
	wrote(t, g.Project, r, path)
	if got := marked(linesIn(t, path)); got != "Wren: Tolls rose\nB: Trade fell" {
		t.Errorf("it has\n%s", got)
	}
}
