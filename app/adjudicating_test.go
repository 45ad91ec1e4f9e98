package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// work is what somebody marked in an article: "claim: Tolls rose", with "?" behind it where they were not sure; and how they linked
// that, "rests_on: 0 1".
type work struct {
	by    string
	marks []string
}

// inReview opens the Review place on a project in which each article was marked by some people, who are done with it.
func inReview(t testing.TB, articles map[string][]work) *person {
	t.Helper()
	p := atWork(t)
	for _, body := range slices.Sorted(maps.Keys(articles)) {
		p.imports(jobs.Article{Name: "a.txt", Read: func() ([]byte, error) { return []byte(body), nil }})
		document := p.desk.documents[len(p.desk.documents)-1].ID
		for _, m := range articles[body] {
			p.isMarkedBy(document, m)
		}
	}
	p.settles()
	p.press("Ctrl+2")
	p.comparesAll()
	return p
}

// colleague is somebody else in the project.
func colleague(name string) annotation.Annotator {
	var id annotation.ID
	copy(id[:], fmt.Sprintf("%-16s", name))
	return annotation.Annotator{ID: id, Name: name, Kind: annotation.Person}
}

// isMarkedBy has somebody mark an article, and be done with it.
func (p *person) isMarkedBy(document annotation.ID, m work) {
	p.t.Helper()
	ctx := context.Background()
	who := colleague(m.by)
	_, body, err := p.desk.project.Document(ctx, document)
	if err == nil {
		err = p.desk.project.Join(ctx, who)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	set, _, err := p.desk.project.Set(ctx, document, who.ID, body)
	do := func(e annotation.Edit, err error) annotation.Edit {
		p.t.Helper()
		if err == nil {
			err = set.Apply(e)
		}
		if err == nil {
			err = p.desk.project.Commit(ctx, e)
		}
		if err != nil {
			p.t.Fatal(err)
		}
		return e
	}
	var made []annotation.ID
	for _, mark := range m.marks {
		label, quote, _ := strings.Cut(mark, ": ")
		if _, isLink := set.Scheme().RelationType(label); isLink {
			do(set.AddRelation(label, made[quote[0]-'0'], made[quote[2]-'0'], annotation.OriginSelection))
			continue
		}
		quote, unsure := strings.CutSuffix(quote, "?")
		e := do(set.AddSpan(placesOf(p.t, body, quote), labelRole(label), annotation.OriginSelection))
		made = append(made, e.Spans[0].ID)
		if unsure {
			do(set.SetAttribute(e.Spans[0].ID, annotation.Unsure, "yes"))
		}
	}
	if e, ok := set.SetStatus(annotation.Done); ok {
		do(e, err)
	}
}

// comparesAll waits until all that can be compared is.
func (p *person) comparesAll() {
	p.t.Helper()
	p.waits("the sets are compared", func() bool {
		c := p.adjudicating.cases
		return !c.running && c.due == nil && c.ready
	})
}

// inHand is the difference in hand: what each set has, and "open" or what was decided.
func (p *person) inHand() string {
	g, ok := p.adjudicating.group()
	if !ok {
		return "nothing"
	}
	var parts []string
	for i, sp := range g.Spans {
		has := "–"
		if sp != nil {
			has = sp.Label().Label + " " + sp.Quote()
		}
		parts = append(parts, p.adjudicating.who(g.Annotators[i]).Name+" "+has)
	}
	if d, decided := p.adjudicating.hand.Decision(&g); decided {
		parts = append(parts, string(d.Choice))
	}
	return strings.Join(parts, " | ")
}

func (p *person) hasInHand(want string) {
	p.t.Helper()
	if got := p.inHand(); got != want {
		p.t.Errorf("in hand is %q, want %q", got, want)
	}
}

// reference is what the reference of the article in hand has, as it is on disk.
func (p *person) reference() string {
	p.t.Helper()
	p.settles()
	c := p.adjudicating.hand
	set, bad, err := p.desk.project.Set(context.Background(), c.Document, annotation.ReferenceAnnotator().ID, c.Text)
	if err != nil || len(bad) > 0 {
		p.t.Fatal(err, bad)
	}
	var parts []string
	for _, sp := range set.Spans() {
		parts = append(parts, sp.Label().Label+" "+sp.Quote())
	}
	return strings.Join(parts, " | ")
}

func (p *person) hasReference(want string) {
	p.t.Helper()
	if got := p.reference(); got != want {
		p.t.Errorf("the reference is %q, want %q", got, want)
	}
}

// queued are the differences of the queue, by what the text says there.
func (p *person) queued() string {
	var parts []string
	for i := range p.adjudicating.queue.q.Len() {
		parts = append(parts, p.adjudicating.queue.q.At(i).Quote)
	}
	return strings.Join(parts, " | ")
}

func (p *person) hasQueue(want string) {
	p.t.Helper()
	if got := p.queued(); got != want {
		p.t.Errorf("the queue is %q, want %q", got, want)
	}
}

const tollNews = "Tolls rose 12% in May, the ministry said.\n"

// tollsCompared is an article on which Ana and Ben agree in one mark, and differ in the bounds of another and in a label.
var tollsCompared = map[string][]work{tollNews: {
	{"Ana", []string{"claim: Tolls rose 12%", "statistic: 12%", "attribution: the ministry"}},
	{"Ben", []string{"claim: Tolls rose 12% in May", "statistic: 12%", "claim: the ministry"}},
}}

func TestTheReviewPlaceOpensOnTheHardestDifference(t *testing.T) {
	p := inReview(t, map[string][]work{tollNews: append(tollsCompared[tollNews][:2:2], work{"Cem", []string{"claim: Tolls rose 12%", "statistic: 12%"}})})
	p.hasQueue("the ministry | Tolls rose 12% in May")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry | Cem –")
	p.hasReference("statistic 12%")
	p.reads("1 agreed mark is in the reference now")
	if said := p.adjudicating.queue.heading.Text(); said != "2 to decide · 0 of 2 decided" {
		t.Errorf("the queue says %q", said)
	}
	p.photograph("review")
}

func TestEachKeyDecides(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string // of the reference
		said annotation.DecisionChoice
	}{
		{[]string{"1"}, "claim Tolls rose 12%", annotation.DecisionTake},
		{[]string{"2"}, "claim Tolls rose 12% in May", annotation.DecisionTake},
		{[]string{"3"}, "", annotation.DecisionTake},
		{[]string{"Shift+1", "2"}, "claim Tolls rose 12% in May | claim Tolls rose 12%", annotation.DecisionBoth},
		{[]string{"Shift+2", "Shift+2", "1"}, "claim Tolls rose 12%", annotation.DecisionTake},
		{[]string{"J"}, "claim Tolls rose 12% in May", annotation.DecisionUnion},
		{[]string{"I"}, "claim Tolls rose 12%", annotation.DecisionIntersection},
		{[]string{"X"}, "", annotation.DecisionWrong},
		{[]string{"0"}, "", annotation.DecisionNothing},
		{[]string{"Enter", "Enter"}, "claim Tolls rose 12% in May", annotation.DecisionOwn},
		{[]string{"Enter", "2", "Shift+B", "Enter"}, "statistic rose 12% in May", annotation.DecisionOwn},
		{[]string{"Enter", "Shift+E", "1", "Enter"}, "claim Tolls rose 12% in", annotation.DecisionOwn},
	} {
		t.Run(strings.Join(c.keys, " "), func(t *testing.T) {
			p := inReview(t, map[string][]work{tollNews: {
				{"Ana", []string{"claim: Tolls rose 12%"}}, {"Ben", []string{"claim: Tolls rose 12% in May"}}, {"Cem", nil}}})
			p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May | Cem –")
			p.press(c.keys...)
			p.hasReference(c.want)
			p.hasQueue("")
			p.reads("Everything is decided: 1 difference in 1 article.")
			g, _ := p.adjudicating.group()
			if d, _ := p.adjudicating.hand.Decision(&g); d.Choice != c.said || d.By != p.me().ID {
				t.Errorf("decided %+v", d)
			}
			p.press("Ctrl+Z")
			p.hasReference("")
			p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May | Cem –")
			p.hasQueue("Tolls rose 12% in May")
			p.press("Ctrl+Shift+Z")
			p.hasReference(c.want)
			p.hasQueue("")
		})
	}
}

// twoArticles have three differences.
var twoArticles = map[string][]work{
	tollNews: tollsCompared[tollNews],
	"Fares fell by 3 percent.\n": {
		{"Ana", []string{"claim: Fares fell"}},
		{"Ben", []string{"claim: Fares fell?", "statistic: 3 percent"}},
	},
}

func TestThreeDifferencesAreDecidedByKeysAlone(t *testing.T) {
	p := inReview(t, twoArticles)
	p.hasQueue("3 percent | Tolls rose 12% in May | the ministry")
	p.hasInHand("Ana – | Ben statistic 3 percent")
	p.press("R")
	p.answers("The figure can be checked")
	p.press("Enter", "2")
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May") // in the other article
	p.press("Space")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry")
	p.press("2")
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May")
	p.press("J")
	p.hasQueue("")
	p.hasReference("claim Tolls rose 12% in May | statistic 12% | claim the ministry")
	decided, err := p.desk.project.AllDecisions(context.Background())
	if err != nil || len(decided) != 3 {
		t.Fatal(decided, err)
	}
	var said []string
	for _, d := range decided {
		said = append(said, string(d.Choice)+" "+d.Reason)
	}
	slices.Sort(said) // those of one moment have no order
	if got := strings.Join(said, ", "); got != "take , take The figure can be checked, union " {
		t.Errorf("decided %q", got)
	}
	p.press("Ctrl+Z", "Ctrl+Z")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry")
	p.hasReference("statistic 12%")
	p.hasQueue("Tolls rose 12% in May | the ministry")
	p.press("Ctrl+Z")
	p.hasInHand("Ana – | Ben statistic 3 percent")
	p.hasReference("claim Fares fell")
	p.hasQueue("3 percent | Tolls rose 12% in May | the ministry")
}

func TestTheReferenceIsDoneOnceNothingIsToBeDecided(t *testing.T) {
	p := inReview(t, map[string][]work{tollNews: {
		{"Ana", []string{"claim: Tolls rose", "statistic: 12%"}}, {"Ben", []string{"claim: Tolls", "claim: the ministry"}}}})
	stands := func(when, want string) {
		t.Helper()
		p.settles()
		set, _, err := p.desk.project.Set(context.Background(), p.adjudicating.hand.Document, annotation.ReferenceAnnotator().ID, p.adjudicating.hand.Text)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(set.Head().Status); got != want {
			t.Errorf("%s it is %q, want %q", when, got, want)
		}
	}
	p.press("1", "1")
	stands("with one to be decided", "in_work")
	p.press("1")
	stands("with all decided", "done")
	p.press("Ctrl+Z")
	stands("with the last taken back", "in_work")
	p.press("X")
	stands("with the last decided otherwise", "done")
	p.press("Backspace", "1")
	stands("with one decided again", "done")
}

// What all agree on came into the reference past the window, so the reference has its place in the project when the window would give it one.
func TestTheReferenceJoinsOnceWhoeverBeganIt(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("1", "2")
	p.settles()
	p.pump()
	if p.status.failed {
		t.Errorf("the status line says %q", p.status.said)
	}
}

func TestReasonsComeAfterwardsToo(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("1", "1", "Backspace")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry | take")
	p.press("R")
	p.answers("Who says it is no claim")
	p.press("Enter")
	if said := p.cardText(); !strings.Contains(said, "as Ana. Reason: Who says it is no claim") {
		t.Errorf("the card says %s", said)
	}
	p.press("Ctrl+Z")
	if said := p.cardText(); strings.Contains(said, "Reason:") {
		t.Errorf("the card says %s", said)
	}
}

func TestFiltersNarrowTheQueue(t *testing.T) {
	p := inReview(t, twoArticles)
	for _, c := range []struct {
		filter compare.Filter
		want   string
	}{
		{compare.Filter{Classes: compare.Boundary}, "Tolls rose 12% in May"},
		{compare.Filter{Classes: compare.Label}, "the ministry"},
		{compare.Filter{Label: "statistic"}, "3 percent"},
		{compare.Filter{Annotator: colleague("Ben").ID}, "3 percent | Tolls rose 12% in May | the ministry"},
		{compare.Filter{Annotator: annotation.NewID()}, ""},
	} {
		p.adjudicating.narrow(c.filter)
		p.hasQueue(c.want)
		if n := p.adjudicating.queue.q.Len(); n > 0 && p.inHand() == "nothing" {
			t.Errorf("%+v: nothing is in hand", c.filter)
		}
	}
	p.adjudicating.narrow(compare.Filter{})
	var offered []string
	for _, i := range p.adjudicating.filterItems() {
		offered = append(offered, i.Label)
	}
	if said := strings.Join(offered, ", "); !strings.HasPrefix(said, "All differences, , missing · 1, extra · 0, boundary · 1, label · 1, role · 0") {
		t.Errorf("offered are %s", said)
	}
	p.adjudicating.narrow(compare.Filter{Annotator: annotation.NewID()})
	if said := p.adjudicating.queue.shows.Text(); !strings.Contains(said, "0 shown") {
		t.Errorf("it says %q", said)
	}
	p.adjudicating.narrow(compare.Filter{Classes: compare.Boundary})
	p.press("1")
	p.hasQueue("")
	p.reads("No difference is left of those that the filter shows")
}

func TestTheMostFrequentPatternComesFirstWhereThatIsWished(t *testing.T) {
	p := inReview(t, map[string][]work{tollNews: {
		{"Ana", []string{"claim: Tolls rose", "claim: in May", "statistic: 12%"}},
		{"Ben", []string{"claim: 12%"}},
	}})
	before := p.queued()
	p.press("O")
	if after := p.queued(); after == before || !strings.HasPrefix(after, "Tolls rose | in May") {
		t.Errorf("%q, then %q", before, after)
	}
}

func TestADecisionThatAnotherReviewerMadeMeanwhileIsShownAndNotOverwritten(t *testing.T) {
	p := inReview(t, tollsCompared)
	ctx, c := context.Background(), p.adjudicating.hand
	other, err := jobs.Compare(ctx, p.desk.project, c.Case)
	if err != nil {
		t.Fatal(err)
	}
	e, err := other.Decide(p.adjudicating.key, compare.Ruling{Choice: annotation.DecisionTake, Took: []int{1}, By: colleague("Ben").ID, Reason: "mine first"})
	if err := errors.Join(err, p.desk.project.Commit(ctx, e)); err != nil {
		t.Fatal(err)
	}
	p.press("1")
	p.waits("it is refused", func() bool { return p.status.failed })
	p.waits("the article is read again", func() bool { return p.adjudicating.hand != c })
	p.hasReference("claim Tolls rose 12% in May | statistic 12%")
	p.hasQueue("the ministry")
	p.press("1")
	p.hasReference("claim Tolls rose 12% in May | statistic 12% | attribution the ministry")
}

func TestALinkThatOneHasAndAnotherHasNotIsShownAndTaken(t *testing.T) {
	p := inReview(t, map[string][]work{tollNews: {
		{"Ana", []string{"claim: Tolls rose 12%", "statistic: 12%", "rests_on: 0 1"}},
		{"Ben", []string{"claim: Tolls rose 12%", "statistic: 12%"}},
	}})
	if said := p.cardText(); !strings.Contains(said, "Claim: relation") || strings.Count(said, "rests on › 12%") != 1 {
		t.Errorf("the card says %s", said)
	}
	p.press("1")
	p.settles()
	if marks := p.adjudicating.hand.Reference().Spans(); len(marks) != 2 || len(p.adjudicating.hand.Reference().Relations(marks[0].ID)) != 1 {
		t.Errorf("the reference has %v", marks)
	}
}

func TestTheMouseDecidesToo(t *testing.T) {
	p := inReview(t, tollsCompared)
	a := p.adjudicating
	a.lanes.main().OnTap(placesOf(t, a.hand.Text, "rose")[0].Start, 1, 0)
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May")
	test.Tap(a.card.sets[1])
	p.hasReference("claim Tolls rose 12% in May | statistic 12%")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry")
	a.lanes.main().OnPick(laneKey(0, a.hand.Groups()[0].Spans[0].ID), 0)
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May | take")
	a.queue.list.Select(0)
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry")
	a.takeAlso(0)
	test.Tap(a.card.sets[1])
	if got := p.reference(); !strings.Contains(got, "attribution the ministry") || !strings.Contains(got, "claim the ministry") {
		t.Errorf("the reference is %q", got)
	}
}

func TestKeysOfTheListGoOnAndDecide(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("F6", "Down")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry")
	p.press("2")
	p.hasReference("statistic 12% | claim the ministry")
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May")
	p.press("Esc", "1")
	p.hasQueue("")
}

func TestLabelKeysDoNotMarkInReviewNorSetsInAnnotate(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("2")
	if n := p.set().Len(); n != 0 {
		t.Errorf("%d marks were made in Annotate", n)
	}
	p.press("Ctrl+1")
	if p.view.Visible() && p.win.Canvas().Focused() != p.view {
		t.Error("keys do not go to the article")
	}
	p.selects("Tolls rose")
	p.press("1")
	p.sees("claim: Tolls rose")
	p.press("Ctrl+Z", "Ctrl+Z") // the decision, which is shown where it was made
	if !p.inReview() {
		t.Error("what is undone is not shown")
	}
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May")
	p.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
	if p.inReview() {
		t.Error("the mark that was done again is not shown")
	}
	p.sees("claim: Tolls rose")
}

func TestTextsSideBySideScrollTogether(t *testing.T) {
	long := strings.Repeat("Tolls rose by twelve percent in May, and nobody knew why they did so. ", 200) + "\n"
	p := inReview(t, map[string][]work{long: {{"Ana", []string{"claim: Tolls rose"}}, {"Ben", []string{"claim: Tolls rose by twelve"}}}})
	p.press("L")
	l := p.adjudicating.lanes
	if !l.beside || l.count() != 2 || len(l.root.Objects) != 2 {
		t.Fatalf("%d texts", len(l.root.Objects))
	}
	for from, to := range map[int]int{0: 1, 1: 0} {
		l.sides[from].view.ScrollBy(300)
		if a, b := l.sides[from].view.Place(), l.sides[to].view.Place(); a != b || a.Pos == 0 {
			t.Errorf("one is at %+v, the other at %+v", a, b)
		}
	}
	p.photograph("review-beside")
	p.press("G")
	if len(l.root.Objects) != 3 {
		t.Errorf("with the reference %d texts", len(l.root.Objects))
	}
	p.press("L")
	if len(l.root.Objects) != 1 {
		t.Errorf("over each other %d texts", len(l.root.Objects))
	}
}

func TestLinesMakeRoomForTheLanesOfSeveralSets(t *testing.T) {
	three := map[string][]work{tollNews: append(tollsCompared[tollNews][:2:2], work{"Cem", nil})}
	p := inReview(t, three)
	usual, lanes := p.typographyNow(), p.adjudicating.lanes
	inLanes := lanes.set
	if inLanes.Leading <= usual.Leading || inLanes.Measure >= usual.Measure {
		t.Errorf("lines are set %+v, usually %+v", inLanes, usual)
	}
	p.setTheme("contrast-light") // where underlines are thicker
	if lanes.set.Leading <= inLanes.Leading {
		t.Errorf("in high contrast lines are set %+v, else %+v", lanes.set, inLanes)
	}
	p.press("L")
	if lanes.set != usual {
		t.Errorf("side by side lines are set %+v, usually %+v", lanes.set, usual)
	}
}

func TestAlongTheTextAlsoWhatIsDecided(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("1")
	p.hasInHand("Ana attribution the ministry | Ben claim the ministry")
	p.press("Shift+Tab")
	p.hasInHand("Ana claim Tolls rose 12% | Ben claim Tolls rose 12% in May | take")
	p.press("2")
	p.hasReference("claim Tolls rose 12% in May | statistic 12%")
}

func TestWhatIsAgreedComesOnceAndGoesAsOneStep(t *testing.T) {
	p := inReview(t, twoArticles)
	p.reads("2 agreed marks are in the reference now")
	p.press("Ctrl+1", "Ctrl+2")
	p.comparesAll()
	if p.status.said != "" {
		t.Errorf("it says %q", p.status.said)
	}
	p.press("Ctrl+Z")
	p.comparesAll()
	p.hasReference("")
	p.press("Ctrl+1", "Ctrl+2") // what was just taken back does not come again by itself
	p.comparesAll()
	p.hasReference("")
	p.press("Ctrl+Shift+Z")
	p.hasReference("claim Fares fell")
}

func TestWhatIsAgreedInManyArticlesGoesAsOneStepToo(t *testing.T) {
	articles := map[string][]work{}
	for i := range manyEdits + 2 {
		articles[fmt.Sprintf("Article %d\n\nTolls rose 12%% in May.\n", i)] = []work{
			{"Ana", []string{"claim: Tolls rose"}}, {"Ben", []string{"claim: Tolls rose", "statistic: 12%"}}}
	}
	p := inReview(t, articles)
	p.reads(plural(len(articles), "agreed mark") + " are in the reference now")
	p.hasReference("claim Tolls rose")
	p.press("Ctrl+Z")
	p.waits("they are out again", func() bool { return strings.Contains(p.status.said, "Undone: ") })
	p.comparesAll()
	p.hasReference("")
	p.press("2")
	p.hasQueue(strings.TrimSuffix(strings.Repeat("12% | ", len(articles)-1), " | "))
	p.press("Ctrl+Z")
	p.hasReference("")
	p.does("review.agreed")
	p.comparesAll()
	p.hasReference("claim Tolls rose")
}

func TestWhatAnAnnotatorChangesIsComparedAgain(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("Ctrl+1")
	p.isMarkedBy(p.desk.documents[0].ID, work{"Ben", []string{"attribution: the ministry"}})
	p.press("Ctrl+2")
	p.comparesAll()
	p.hasQueue("Tolls rose 12% in May | the ministry")
	p.hasReference("statistic 12% | attribution the ministry") // which both have now
}

func TestNothingToReviewIsSaid(t *testing.T) {
	for want, articles := range map[string]map[string][]work{
		"Two people have to be done":                     {tollNews: {{"Ana", []string{"claim: Tolls rose"}}}},
		"All agree: there is no difference in 1 article": {tollNews: {{"Ana", []string{"claim: Tolls rose"}}, {"Ben", []string{"claim: Tolls rose"}}}},
	} {
		p := inReview(t, articles)
		p.hasInHand("nothing")
		if said := p.adjudicating.empty.Text(); !strings.Contains(said, want) || !p.adjudicating.about.Visible() {
			t.Errorf("it says %q, want %q in it", said, want)
		}
		p.press("1", "Space", "Enter", "Tab", "J", "R", "Backspace", "Esc") // none of which does harm
	}
}

func TestSetsInWorkAreComparedWhereThatIsWished(t *testing.T) {
	p := inReview(t, map[string][]work{tollNews: {{"Ana", []string{"claim: Tolls rose"}}}})
	p.press("Ctrl+1")
	p.open(p.desk.documents[0].ID)
	p.selects("12%")
	p.press("2", "Ctrl+2")
	p.comparesAll()
	p.hasQueue("")
	p.adjudicating.compareSets(func() { p.adjudicating.sets.InWork = true })
	p.comparesAll()
	p.hasQueue("Tolls rose | 12%")
	p.adjudicating.compareSets(func() { p.adjudicating.turnPerson(colleague("Ana").ID) })
	p.comparesAll()
	p.hasQueue("")
}

func TestAProjectThatIsOnlyReadShowsDifferencesAndDecidesNone(t *testing.T) {
	p := inReview(t, tollsCompared)
	other := start(t, t.TempDir())
	other.openAt(p.project)
	other.focusText()
	other.press("Ctrl+2")
	other.comparesAll()
	other.hasQueue("Tolls rose 12% in May | the ministry")
	other.press("1", "J", "Enter")
	other.hasQueue("Tolls rose 12% in May | the ministry")
}

// takesAway takes somebody's set on an article away, as they would themselves.
func (p *person) takesAway(name string, document annotation.Document) {
	p.t.Helper()
	ctx := context.Background()
	_, body, err := p.desk.project.Document(ctx, document.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	set, _, err := p.desk.project.Set(ctx, document.ID, colleague(name).ID, body)
	if err != nil {
		p.t.Fatal(err)
	}
	e, err := set.Remove(document)
	e.Documents = nil
	if err := errors.Join(err, p.desk.project.Commit(ctx, e)); err != nil {
		p.t.Fatal(err)
	}
}

func TestAnArticleGoesWithItsReferenceWhereNobodyElseMarkedIt(t *testing.T) {
	p := inReview(t, tollsCompared)
	p.press("1", "2")
	p.hasReference("claim Tolls rose 12% | statistic 12% | claim the ministry")
	p.press("Ctrl+1")
	p.open(p.desk.documents[0].ID)
	document := p.document
	p.remove(document)
	p.waits("it is refused, for colleagues marked it", func() bool { return p.status.failed })
	p.reads("others made hangs on it")
	p.open(document.ID)

	p.takesAway("Ana", document)
	p.takesAway("Ben", document)
	p.remove(document)
	p.settles()
	p.waits("it is gone", func() bool { return len(p.desk.documents) == 0 })
	left, err := p.desk.project.AllDecisions(context.Background())
	found, problem := p.desk.project.Check(context.Background())
	if len(left)+len(found) > 0 || err != nil || problem != nil {
		t.Errorf("left are %v, the check finds %v (%v)", left, found, errors.Join(err, problem))
	}
	p.press("Ctrl+Z")
	p.waits("it is back", func() bool { return len(p.desk.documents) == 1 })
	p.hasReference("claim Tolls rose 12% | statistic 12% | claim the ministry")
	if back, err := p.desk.project.AllDecisions(context.Background()); len(back) != 2 || err != nil {
		t.Errorf("%d decisions (%v)", len(back), err)
	}
}

// answers writes into the field of a question, which has the focus.
func (p *person) answers(s string) {
	p.pump()
	for _, r := range s {
		p.win.Canvas().Focused().TypedRune(r)
	}
}

// cardText is all that the card says.
func (p *person) cardText() string {
	var parts []string
	var read func(o fyne.CanvasObject)
	read = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *textview.Lines:
			parts = append(parts, o.Text())
		case *setRow:
			read(o.content)
		case *fyne.Container:
			for _, c := range o.Objects {
				read(c)
			}
		}
	}
	read(p.adjudicating.card.body)
	return strings.Join(parts, "\n")
}

// placesOf finds a piece of a text.
func placesOf(t testing.TB, body *text.Text, piece string) []rangeset.Range {
	t.Helper()
	at := strings.Index(body.String(), piece)
	if at < 0 {
		t.Fatalf("the article does not say %q", piece)
	}
	return []rangeset.Range{{Start: body.Pos(text.Byte(at)), End: body.Pos(text.Byte(at + len(piece)))}}
}
