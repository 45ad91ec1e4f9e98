package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// benMarks has Ben finish the open article with claims of these words, and gives the window as its person comes back to it.
func (p *person) benMarks(name, home string, claims ...string) *person {
	p.t.Helper()
	return p.meanwhile(name, home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		body := mine.Text()
		s := annotation.NewSet(mine.Head().Document, ben.Annotator().ID, body, ben.Scheme())
		var edits []annotation.Edit
		do := func(e annotation.Edit) {
			if err := s.Apply(e); err != nil {
				p.t.Fatal(err)
			}
			edits = append(edits, e)
		}
		for _, words := range claims {
			at := body.Pos(text.Byte(strings.Index(body.String(), words)))
			r := rangeset.Range{Start: at, End: at + text.Pos(len(words))}
			do(sure(p.t)(s.AddSpan([]rangeset.Range{r}, annotation.LabelRole{Label: "claim"}, annotation.OriginSelection)))
		}
		e, _ := s.SetStatus(annotation.Done)
		do(e)
		return edits
	})
}

// inInsight is a window on a project in which Ana and Ben finished an article, with the Insight place open.
func inInsight(t *testing.T) *person {
	home := t.TempDir()
	p := reopen(t, home, strait)
	for _, claim := range []string{"Tolls rose 12% in May", "Just seven ships paid"} {
		p.selects(claim)
		p.press("1")
	}
	p.does("document.done")
	p = p.benMarks("Ben", home, "Tolls rose 12%")
	p.opensInsight()
	return p
}

func (p *person) opensInsight() {
	p.t.Helper()
	p.press("Ctrl+4")
	p.waits("agreement is measured", func() bool { return p.insight != nil && p.insight.found != nil })
	p.settles()
}

// figures writes the rows of the place, "Claim 0.667 | 1 article…" a line.
func (p *person) figures() string {
	var lines []string
	for _, r := range p.insight.rows {
		lines = append(lines, strings.TrimSpace(plainly(r.title+" "+r.value)))
	}
	return strings.Join(lines, "\n")
}

// plainly is a text without the marks of direction that the window puts round names.
func plainly(s string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(s)
}

// listsMarks writes what is behind a figure.
func (p *person) listsMarks() string {
	var lines []string
	for i := range p.insight.behind.marks {
		row := newListRow(p.fonts)
		p.insight.behind.fill(i, row)
		lines = append(lines, plainly(row.sign.Text+" "+row.title.Text()))
	}
	return strings.Join(lines, "\n")
}

func TestInsightTellsHowFarAnnotatorsAgree(t *testing.T) {
	p := inInsight(t)
	if got := plainly(p.insight.said.Text()); !strings.HasPrefix(got, "1 of 1 article shared, by ") {
		t.Errorf("it says %q", got)
	}
	if got := p.figures(); !strings.HasPrefix(got, "All labels together\nF1, overlap 0.667\nF1, exact 0.000\n") || !strings.Contains(got, "By label: F1, overlap\nClaim 0.667\n") {
		t.Errorf("it lists\n%s", got)
	}
	if got := p.insight.sayings.Text(); !strings.Contains(got, "F1, overlap: 0.667\nOf all spans of both, this share overlaps one of the other with the same label, each taken once.") ||
		!strings.Contains(got, "not defined, because nobody made a link") {
		t.Errorf("beside the first figure it says\n%s", got)
	}
}

func TestAFigureLeadsToTheMarksBehindItAndTheseIntoTheArticle(t *testing.T) {
	p := inInsight(t)
	p.press("Enter")
	if got := p.listsMarks(); got != "≠ “Just seven ships paid”\n= “Tolls rose 12% in May” / “Tolls rose 12%”" {
		t.Errorf("behind the figure are\n%s", got)
	}
	p.press("Escape", "Enter", "Enter")
	if sp, ok := p.chosenSpan(); !ok || sp.Quote() != "Just seven ships paid" || len(p.modals) > 0 {
		t.Errorf("chosen is %q, with %d sheets open", sp.Quote(), len(p.modals))
	}
	p.opensInsight()
	p.press("Enter", "Down", "Enter")
	if sp, _ := p.chosenSpan(); sp.Quote() != "Tolls rose 12% in May" {
		t.Errorf("chosen is %q, not one's own of the two", sp.Quote())
	}
}

func TestInsightTurnsToProgressConfusedLabelsAndWorstArticles(t *testing.T) {
	p := inInsight(t)
	p.press("Left")
	if got := p.figures(); !strings.HasPrefix(got, "How far everybody is\n") || !strings.Contains(got, "Ben 1 of 1") || !strings.Contains(got, "Marks by label, of sets in work and done\nClaim 3") {
		t.Errorf("progress is\n%s", got)
	}
	p.press("Right", "Right", "Right")
	if got := p.figures(); got != "Marks that the other has none for\nClaim and no mark 1" && got != "Marks that the other has none for\nno mark and Claim 1" {
		t.Errorf("confused are\n%s", got)
	}
	if !p.insight.around.Visible() || len(p.insight.matrix.names) != 2 {
		t.Error("the matrix is not drawn")
	}
	p.press("Enter")
	if got := p.listsMarks(); got != "≠ “Just seven ships paid”" {
		t.Errorf("behind the cell are\n%s", got)
	}
	p.press("Escape", "Right")
	if got := p.figures(); got != "Articles with least agreement first: F1, overlap\nStrait tolls rise 0.667" {
		t.Errorf("the worst articles are\n%s", got)
	}
}

func TestInsightIsNarrowedByItsFilters(t *testing.T) {
	p := inInsight(t)
	choose := func(filter, wanted string) {
		t.Helper()
		for _, x := range p.insight.filters.each {
			for _, a := range x.answers() {
				if x.name == filter && a.name == wanted {
					p.insight.found = nil
					a.set()
					p.waits("agreement is measured", func() bool { return p.insight.found != nil || filter == "Figure" })
					return
				}
			}
		}
		t.Fatalf("%s cannot be %q", filter, wanted)
	}
	choose("Marks match", "with the same bounds")
	if got := p.figures(); !strings.Contains(got, "By label: F1, exact\nClaim 0.000") {
		t.Errorf("by exact bounds it lists\n%s", got)
	}
	choose("Label", "Statistic")
	if got := p.figures(); !strings.Contains(got, "F1, exact –") {
		t.Errorf("of a label that nobody gave it lists\n%s", got)
	}
	if got := p.insight.rows[1].about; got != "not defined: nobody marked anything" {
		t.Errorf("of a label that nobody gave it says %q", got)
	}
}

// annotates marks a claim on a number, links them, and says whether the claim is worth checking.
func annotates(t *testing.T, s *annotation.Set, worth string) (edits []annotation.Edit) {
	t.Helper()
	do := func(e annotation.Edit, err error) {
		if err == nil {
			err = s.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
		edits = append(edits, e)
	}
	for _, m := range [][3]string{{"claim", "claim", "Tolls rose 12% in May"}, {"statistic", "quantity", "12%"}} {
		at := s.Text().Pos(text.Byte(strings.Index(s.Text().String(), m[2])))
		do(s.AddSpan([]rangeset.Range{{Start: at, End: at + text.Pos(len(m[2]))}}, annotation.LabelRole{Label: m[0], Role: m[1]}, annotation.OriginSelection))
	}
	claim, number := s.Spans()[0].ID, s.Spans()[1].ID
	do(s.SetAttribute(claim, "checkworthy", worth))
	do(s.AddRelation("rests_on", claim, number, annotation.OriginSelection))
	e, _ := s.SetStatus(annotation.Done)
	do(e, nil)
	return edits
}

func TestValuesAndLinksHaveFiguresThatLeadToTheirMarks(t *testing.T) {
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range scheme.Modules {
		scheme.Modules[i].On = m.ID == "checkworthy"
	}
	home := t.TempDir()
	p := begins(startWith(t, home, scheme), strait)
	mine := annotation.NewSet(p.document.ID, p.me().ID, p.set().Text(), p.desk.project.Scheme())
	for _, e := range annotates(t, mine, "yes") {
		if err := p.do(e); err != nil {
			t.Fatal(err)
		}
	}
	p = p.meanwhile("Ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		return annotates(t, annotation.NewSet(mine.Head().Document, ben.Annotator().ID, mine.Text(), ben.Scheme()), "no")
	})
	p.opensInsight()
	if got := p.figures(); !strings.HasSuffix(got, "Values of marks that match: the same\nClaim: checkworthy 0.000\nLinks between marks that match: Links, F1\nAll links 1.000\nrests on 1.000") {
		t.Errorf("it lists\n%s", got)
	}
	p.press("End", "Enter")
	if got := p.listsMarks(); got != "≈ “Tolls rose 12% in May” → “12%”" {
		t.Errorf("behind the link are\n%s", got)
	}
	p.press("Escape", "Up", "Up", "Up", "Enter")
	if got := p.listsMarks(); got != "≈ “Tolls rose 12% in May”" {
		t.Errorf("behind the value are\n%s", got)
	}
	row := newListRow(p.fonts)
	if p.insight.behind.fill(0, row); !strings.Contains(row.about.Text(), "checkworthy: ") {
		t.Errorf("the mark tells %q", row.about.Text())
	}
}

func TestInsightSaysThatNothingIsShared(t *testing.T) {
	p := atWork(t, strait)
	p.opensInsight()
	if got := p.insight.said.Text(); !strings.Contains(got, "No article was finished by two annotators, so there is nothing to compare.") {
		t.Errorf("it says %q", got)
	}
	for range p.insight.tabs.each {
		p.press("Right", "Down", "Enter")
	}
}

func TestTheAgreementIsExportedByTheEndingOfTheFile(t *testing.T) {
	p := inInsight(t)
	dir := t.TempDir()
	for name, begin := range map[string]string{"r.html": "<!DOCTYPE html>", "r.csv": "group,label", "r.json": `{"format"`} {
		path := filepath.Join(dir, name)
		p.exportAgreement(path, p.insight.asked)
		p.waits("it is written", func() bool { return strings.HasPrefix(p.status.said, "The agreement on 1 article is in "+path) })
		if b, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(b), begin) {
			t.Errorf("%s: %v, %.40s", name, err, b)
		}
	}
	p.insight.export()
	if p.on() == "" || len(p.modals) != 2 {
		t.Error("nobody is asked for a file")
	}
}

func TestInsightIsPhotographed(t *testing.T) {
	if os.Getenv("RUBRICATOR_PICTURES") == "" {
		t.Skip("no folder for pictures is named")
	}
	p := start(t, t.TempDir())
	p.openAt(os.Getenv("RUBRICATOR_PROJECT"))
	p.focusText()
	p.opensInsight()
	for _, theme := range []string{"light", "dark", "contrast-light", "contrast-dark"} {
		p.setTheme(theme)
		for i, tab := range []string{"progress", "agreement", "time", "confusion", "worst"} {
			p.insight.turn(i)
			p.insight.list.point(1)
			p.insight.lead(p.insight.list.row)
			p.pump()
			p.win.Canvas().Focus(p.insight.list)
			p.photograph(fmt.Sprint("insight-", tab, "-", theme))
		}
	}
	p.win.Canvas().(test.WindowlessCanvas).SetScale(2)
	p.photograph("insight-twice")
	p.win.Canvas().(test.WindowlessCanvas).SetScale(1)
	p.setTheme("light")
	p.insight.turn(viewAgreement)
	p.win.Resize(fyne.NewSize(800, 560))
	p.modals[0].fit()
	p.photograph("insight-small")
}
