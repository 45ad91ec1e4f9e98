package jobs_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// wrote writes a dataset that is to succeed.
func wrote(t testing.TB, p *storage.Project, r interchange.Recipe, path string) jobs.DatasetReport {
	t.Helper()
	report, err := jobs.WriteDataset(ctx, p, r, jobs.Target{Path: path, Program: "Rubricator 1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report.ReadBack.Different > 0 {
		t.Fatalf("read back: %s", report.ReadBack.Differences)
	}
	return report
}

// linesIn are those of a native file.
func linesIn(t testing.TB, path string) (out []interchange.Line) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for l, err := range interchange.Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

// marked writes lines as "Ana: claim “Prices rose”, claim “Wages fell”".
func marked(ls []interchange.Line) string {
	var out []string
	for _, l := range ls {
		name := "nobody"
		if l.Annotator != nil {
			name = *l.Annotator
		}
		var marks []string
		for i := range l.Spans {
			marks = append(marks, l.Spans[i].Text)
		}
		out = append(out, name+": "+strings.Join(marks, ", "))
	}
	return strings.Join(out, "\n")
}

// folderHas are the names in a folder, hidden ones too.
func folderHas(t testing.TB, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// everything takes all that there is.
func everything(format string) interchange.Recipe {
	c, _ := interchange.ParseChoice("any")
	return interchange.Recipe{Format: format, Choice: c}
}

// shared is a project of two people, one with an odd name, and a model, on articles of emoji and Arabic; one nobody marked, and one has nothing to mark.
func shared(t testing.TB) *storage.Project {
	t.Helper()
	g := newTeam(t, newsroom(t), "Ana", "Ben / \"B\" é")
	strait := g.article("Strait", "🔴 Tolls rose 12% in May, the ministry said.\n\n“We” – 👩‍👩‍👧 – “paid,” Mary said. الحكومة قالت ذلك.")
	empty := g.article("Empty", "Nothing to see here.")
	g.article("Unmarked", "Nobody read this.")
	if _, err := jobs.Suggest(ctx, g.Project, []annotation.ID{strait}, nil); err != nil {
		t.Fatal(err)
	}
	span := func(set *annotation.Set, label string, quotes ...string) annotation.ID {
		t.Helper()
		var ranges []rangeset.Range
		for _, q := range quotes {
			at := text.Byte(strings.Index(set.Text().String(), q))
			ranges = append(ranges, rangeset.Range{Start: set.Text().Pos(at), End: set.Text().Pos(at + text.Byte(len(q)))})
		}
		e, err := set.AddSpan(ranges, labelRole(label), annotation.OriginSelection)
		if !g.do(set, e, err) {
			t.Fatal(err)
		}
		return e.Spans[0].ID
	}
	for i := range 2 {
		g.turn(i)
		set := g.set(strait)
		claim := span(set, "claim.claim", "Tolls rose 12% in May")
		quantity := span(set, "statistic.quantity", "12%")
		span(set, "attribution.content", "“We”", "“paid,”")
		span(set, "attribution.source", "الحكومة")
		e, err := set.AddRelation("rests_on", claim, quantity, annotation.OriginSelection)
		g.do(set, e, err)
		e, err = set.SetNote(claim, "check\nthe \"May\" release")
		if !g.do(set, e, err) {
			t.Fatal(err)
		}
		nothing := g.set(empty)
		e, _ = nothing.SetStatus(annotation.Done)
		g.do(nothing, e, nil)
	}
	return g.Project
}

func TestProjectsGoThroughEveryFormatAndLoseNothingButWhatItSays(t *testing.T) {
	for name, p := range map[string]*storage.Project{"sample": sample(t), "shared": shared(t)} {
		everything := func(format string) interchange.Recipe {
			r := everything(format)
			r.Choice.Suggestions = true
			return r
		}
		whole := wrote(t, p, everything(""), filepath.Join(t.TempDir(), "whole.jsonl"))
		if len(whole.Losses) > 0 {
			t.Errorf("the native format loses %v", whole.Losses)
		}
		for _, f := range formats.All {
			policies := f.Policies
			if len(policies) == 0 {
				policies = []interchange.Policy{{}}
			}
			for _, policy := range policies {
				for _, split := range []*interchange.Split{nil, {Train: 2, Validation: 1, Test: 1}} {
					t.Run(fmt.Sprint(name, " ", f.Name, " ", policy.Name, " ", split != nil), func(t *testing.T) {
						r := everything(f.Name)
						r.Policy, r.Split = policy.Name, split
						path := filepath.Join(t.TempDir(), "set"+strings.TrimSuffix(f.Extension, "/"))
						report := wrote(t, p, r, path)
						if f.Read != nil && report.ReadBack.Lines != whole.Lines {
							t.Errorf("%d lines of %d were read back", report.ReadBack.Lines, whole.Lines)
						}
						if report.Documents != whole.Documents || report.Spans != whole.Spans || report.Relations != whole.Relations {
							t.Errorf("it has %+v, want %+v", report.DatasetCounts, whole.DatasetCounts)
						}
						survey, err := jobs.SurveyDataset(ctx, p, r, nil)
						foreseen, _, wrong := jobs.ForeseeLosses(ctx, p, r)
						if fmt.Sprint(foreseen) != fmt.Sprint(report.Losses) || wrong != nil {
							t.Errorf("%v: it foresaw %v, then lost %v", wrong, foreseen, report.Losses)
						}
						if err != nil || fmt.Sprint(survey.Losses) != fmt.Sprint(report.Losses) || survey.Spans != report.Spans {
							t.Errorf("%v: before writing it said %v, then %v", err, survey.Losses, report.Losses)
						}
					})
				}
			}
		}
	}
}

func TestADatasetTakesWhatItsRecipeChooses(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana", "Ben", "Cem")
	tolls, trade := g.article("Tolls", "Tolls rose 12% in May. Just seven ships paid."), g.article("Trade", "Trade fell. Nobody asked.")
	g.article("Weather", "It rained.")
	ana := g.set(tolls)
	g.mark(ana, "claim.claim", "Tolls rose 12% in May")
	g.mark(ana, "statistic.quantity", "12%")
	e, _ := ana.SetStatus(annotation.Done)
	g.do(ana, e, nil)
	empty := g.set(trade)
	e, _ = empty.SetStatus(annotation.Done)
	g.do(empty, e, nil)
	g.turn(1)
	g.mark(g.set(tolls), "claim.claim", "Just seven ships paid")
	begun := g.set(trade)
	e, _ = begun.SetStatus(annotation.InWork)
	g.do(begun, e, nil)

	path := filepath.Join(t.TempDir(), "out.jsonl")
	for name, c := range map[string]struct {
		recipe func(r *interchange.Recipe)
		want   string
		left   int // unreviewed
	}{
		"in work or done, negatives when reviewed": {func(*interchange.Recipe) {}, "Ana: Tolls rose 12% in May, 12%\nBen: Just seven ships paid\nAna: ", 1},
		"no negatives":    {func(r *interchange.Recipe) { r.Choice.Negatives = interchange.NoNegatives }, "Ana: Tolls rose 12% in May, 12%\nBen: Just seven ships paid", 0},
		"done":            {func(r *interchange.Recipe) { r.Choice.Statuses = []annotation.Status{annotation.Done} }, "Ana: Tolls rose 12% in May, 12%\nAna: ", 0},
		"any":             {func(r *interchange.Recipe) { *r = everything("") }, "Ana: Tolls rose 12% in May, 12%\nBen: Just seven ships paid\nAna: \nBen: \nnobody: ", 0},
		"of one":          {func(r *interchange.Recipe) { r.Choice.People = []string{"ben"} }, "Ben: Just seven ships paid", 1},
		"one label":       {func(r *interchange.Recipe) { r.Choice.Labels = []string{"statistic"} }, "Ana: 12%\nAna: ", 2},
		"one article":     {func(r *interchange.Recipe) { r.Choice.Articles.Named = []string{"Trade"} }, "Ana: ", 1},
		"by letters":      {func(r *interchange.Recipe) { r.Pseudonyms = interchange.Letters }, "A: Tolls rose 12% in May, 12%\nB: Just seven ships paid\nA: ", 1},
		"labels left out": {func(r *interchange.Recipe) { r.Labels.Names = map[string]string{"statistic.quantity": ""} }, "Ana: Tolls rose 12% in May\nBen: Just seven ships paid\nAna: ", 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := interchange.Recipe{Choice: interchange.Started}
			c.recipe(&r)
			report := wrote(t, g.Project, r, path)
			if got := marked(linesIn(t, path)); got != c.want || report.Unreviewed != c.left {
				t.Errorf("it has\n%s\nand leaves %d out; want\n%s\nand %d", got, report.Unreviewed, c.want, c.left)
			}
		})
	}
	for want, change := range map[string]func(r *interchange.Recipe){
		`there is no annotator "Dan"; there are "Ana", "Ben"`:     func(r *interchange.Recipe) { r.Choice.People = []string{"Dan"} },
		`the scheme has no label "number"`:                        func(r *interchange.Recipe) { r.Choice.Labels = []string{"number"} },
		`the scheme has no label "claim" to rename`:               func(r *interchange.Recipe) { r.Labels.Names = map[string]string{"claim": "x"} },
		`format "word" is unknown`:                                func(r *interchange.Recipe) { r.Format = "word" },
		`format "doccano" has no policy "half"; there are pieces`: func(r *interchange.Recipe) { r.Format, r.Policy = "doccano", "half" },
		`format "doccano" has the texts of articles in it`:        func(r *interchange.Recipe) { r.Format, r.TextFree = "doccano", true },
		`there is nothing to export`:                              func(r *interchange.Recipe) { r.Choice.Articles.Named = []string{"none"} },
		`week`:                                                    func(r *interchange.Recipe) { r.Round = "week" },
	} {
		r := interchange.Recipe{Choice: interchange.Started}
		change(&r)
		if _, err := jobs.WriteDataset(ctx, g.Project, r, jobs.Target{Path: path}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestTheManifestOfADatasetWithPseudonymsNamesNobodyAndMakesItAgain(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana", "Ben")
	tolls := g.article("Tolls", "Tolls rose in May. Trade fell.")
	g.mark(g.set(tolls), "claim.claim", "Tolls rose")
	g.turn(1)
	g.mark(g.set(tolls), "claim.claim", "Trade fell")
	r := interchange.Recipe{Choice: interchange.Started, Pseudonyms: interchange.Letters}
	r.Choice.People = []string{"ben"}
	dir := filepath.Join(t.TempDir(), "set") + "/"
	wrote(t, g.Project, r, dir)
	m, err := interchange.ReadManifest(interchange.InFolder(dir))
	if err != nil {
		t.Fatal(err)
	}
	again, err := recipefile.Read([]byte(m.Recipe))
	if err != nil || !slices.Equal(again.Choice.People, []string{"B"}) || strings.Contains(strings.ToLower(m.Recipe), "ben") {
		t.Errorf("%v: its recipe is\n%s", err, m.Recipe)
	}
	path := filepath.Join(t.TempDir(), "again.jsonl")
	wrote(t, g.Project, again, path)
	if got := marked(linesIn(t, path)); got != "B: Trade fell" {
		t.Errorf("made again it has %s", got)
	}
}

func TestADatasetWithoutTextsIsReadBackByItsHashes(t *testing.T) {
	p := sample(t)
	r := everything("")
	r.TextFree, r.Unit = true, interchange.UTF16
	path := filepath.Join(t.TempDir(), "free.jsonl")
	report := wrote(t, p, r, path)
	if ls := linesIn(t, path); len(ls) != report.ReadBack.Lines || ls[0].Text != "" || ls[0].Spans[0].Text != "" {
		t.Errorf("it has %+v", ls[0])
	}
}

func TestADatasetIsOfOneMoment(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana")
	a, b := g.article("Tolls", "Tolls rose 12% in May."), g.article("Trade", "Trade fell in May.")
	g.mark(g.set(a), "claim.claim", "Tolls rose")
	g.mark(g.set(b), "claim.claim", "Trade fell")
	path := filepath.Join(t.TempDir(), "out.jsonl")
	marked := false
	report, err := jobs.WriteDataset(ctx, g.Project, interchange.Recipe{Choice: interchange.Started}, jobs.Target{Path: path}, func(int, int) {
		if !marked {
			marked = true
			g.mark(g.set(b), "claim.claim", "fell in May")
		}
	})
	if err != nil || report.Spans != 2 || report.ReadBack.Different > 0 || report.ReadBack.Lines != 2 {
		t.Errorf("%v: %+v", err, report)
	}
}

func TestSuggestionsGoOutWhenAskedFor(t *testing.T) {
	ana := joins(t, "Ana", nil)
	document := articles(t, ana.Project, tolls)[0]
	if _, err := jobs.Suggest(ctx, ana.Project, []annotation.ID{document}, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.jsonl")
	if _, err := jobs.WriteDataset(ctx, ana.Project, interchange.Recipe{Choice: interchange.Started}, jobs.Target{Path: path}, nil); !errors.Is(err, jobs.ErrNothing) {
		t.Errorf("suggestions go out unasked: %v", err)
	}
	r := interchange.Recipe{Choice: interchange.Started}
	r.Choice.Suggestions = true
	wrote(t, ana.Project, r, path)
	ls := linesIn(t, path)
	if len(ls) != 1 || ls[0].ID != document || ls[0].Kind != annotation.Model || len(ls[0].Spans) == 0 {
		t.Errorf("it has %s", marked(ls))
	}
}

func TestASurveySaysWhatShouldBeLookedAt(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana")
	done, begun := g.article("Tolls", "Tolls rose 12% in May."), g.article("Trade", "Trade fell, the ministry said.")
	set := g.set(done)
	g.mark(set, "claim.claim", "Tolls rose 12% in May")
	e, _ := set.SetStatus(annotation.Done)
	g.do(set, e, nil)
	g.mark(g.set(begun), "attribution.content", "Trade fell")
	s, err := jobs.SurveyDataset(ctx, g.Project, interchange.Recipe{Choice: interchange.Started}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range s.Checks {
		got = append(got, fmt.Sprint(c.Name, slices.Equal(c.Documents, []annotation.ID{begun})))
	}
	slices.Sort(got)
	if fmt.Sprint(got) != "[not_donetrue parttrue]" {
		t.Errorf("it says %v", s.Checks)
	}
	if fmt.Sprint(s.Labels, s.People, s.Statuses) != "[{attribution.content 1} {claim.claim 1}] [{Ana 2}] map[done:1 in_work:1]" {
		t.Errorf("it counts %v %v %v", s.Labels, s.People, s.Statuses)
	}
}

func TestAPreviewHasTheFirstArticles(t *testing.T) {
	p := sample(t)
	files, err := jobs.Preview(ctx, p, everything("doccano"), 2)
	if err != nil || len(files) != 1 {
		t.Fatal(err, len(files))
	}
	for name, b := range files {
		if name != "news.jsonl" || strings.Count(string(b), "\n") != 2 {
			t.Errorf("%s has %s", name, b)
		}
	}
}

func TestTheCardMeasuresAgreementOnWhatWentOut(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana", "Ben")
	tolls, trade := g.article("Tolls", "Tolls rose 12% in May."), g.article("Trade", "Trade fell in May.")
	for i, fell := range []string{"Trade fell", "in May"} {
		g.turn(i)
		set := g.set(tolls)
		g.mark(set, "claim.claim", "Tolls rose 12%")
		g.mark(set, "statistic.quantity", []string{"12%", "May"}[i])
		e, _ := set.SetStatus(annotation.Done)
		g.do(set, e, nil)
		set = g.set(trade)
		g.mark(set, "claim.claim", fell)
		e, _ = set.SetStatus(annotation.Done)
		g.do(set, e, nil)
	}
	exact := func(change func(*interchange.Recipe)) string {
		t.Helper()
		r := interchange.Recipe{Choice: interchange.Started}
		change(&r)
		dir := filepath.Join(t.TempDir(), "set") + "/"
		wrote(t, g.Project, r, dir)
		b, err := os.ReadFile(filepath.Join(dir, interchange.CardName))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(b), "| F1, exact | ")
		value, rest, _ := strings.Cut(rest, " ")
		_, on, _ := strings.Cut(strings.SplitN(rest, "\n", 2)[0], " On ")
		return value + " on " + on
	}
	for want, change := range map[string]func(*interchange.Recipe){
		"0.333 on 2 articles. |": func(*interchange.Recipe) {},
		"0.500 on 1 article. |":  func(r *interchange.Recipe) { r.Choice.Articles.Named = []string{"Tolls"} },
		"1.000 on 1 article. |": func(r *interchange.Recipe) {
			r.Choice.Articles.Named, r.Labels.Names = []string{"Tolls"}, map[string]string{"statistic.quantity": ""}
		},
		"0.000 on 1 article. |": func(r *interchange.Recipe) {
			r.Choice.Articles.Named, r.Choice.Labels = []string{"Tolls"}, []string{"statistic"}
		},
	} {
		if got := exact(change); got != want {
			t.Errorf("the card says %s, want %s", got, want)
		}
	}
}

func TestArticlesStayInTheirPartsAndTheDatasetSaysSo(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana")
	for title, text := range map[string]string{"Tolls": "Tolls on the strait rose in May.", "Trade": "Nobody at the ministry expected trade to fall.",
		"Wages": "Nurses want higher wages from next year.", "Rents": "A court capped what landlords ask of tenants."} {
		g.mark(g.set(g.article(title, text)), "claim.claim", text)
	}
	dir := filepath.Join(t.TempDir(), "set")
	r := interchange.Recipe{Choice: interchange.Started, Split: &interchange.Split{Train: 1, Test: 1, Seed: 1}}
	parts := func(change func(r *interchange.Recipe)) (jobs.DatasetReport, map[annotation.ID]string) {
		t.Helper()
		r := r
		change(&r)
		report := wrote(t, g.Project, r, dir)
		m, err := interchange.ReadManifest(interchange.InFolder(dir))
		if err != nil {
			t.Fatal(err)
		}
		return report, m.Parts
	}
	says := func() bool {
		b, _ := os.ReadFile(filepath.Join(dir, interchange.CardName))
		return strings.Contains(string(b), "kept the part")
	}
	report, first := parts(func(*interchange.Recipe) {})
	if report.KeptParts != 0 || says() || len(report.Parts) != 2 {
		t.Errorf("at first %d were kept", report.KeptParts)
	}
	other := func(r *interchange.Recipe) { r.Split = &interchange.Split{Train: 9, Test: 1, Seed: 2} }
	if report, now := parts(other); report.KeptParts != 4 || !says() || !maps.Equal(now, first) {
		t.Errorf("dealt out otherwise %d were kept: %v, before %v", report.KeptParts, now, first)
	}
	for name, change := range map[string]func(r *interchange.Recipe){
		"of one article": func(r *interchange.Recipe) { other(r); r.Choice.Articles.Named = []string{"Tolls"} },
		"without parts":  func(r *interchange.Recipe) { r.Split = nil },
	} {
		parts(change)
		if v, err := jobs.VerifyDataset(ctx, dir); err != nil || !v.IsSound() {
			t.Errorf("%v: a dataset %s is not sound: %+v", err, name, v)
		}
		if _, now := parts(other); !maps.Equal(now, first) {
			t.Errorf("after a dataset %s they are in %v, before in %v", name, now, first)
		}
	}
}
