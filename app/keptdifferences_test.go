package app

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// inNextSession leaves the program, does something, and opens the Review place in a new session up to where it shows the first
// differences: those that were kept or, where none were, the first that came.
func (p *person) inNextSession(meanwhile func()) *person {
	p.t.Helper()
	p.settles()
	home := filepath.Dir(p.folders.Config)
	p.leaves()
	if meanwhile != nil {
		meanwhile()
	}
	next := start(p.t, home)
	next.openAt(next.project)
	if next.desk == nil {
		p.t.Fatalf("no project: %s", next.status.said)
	}
	next.focusText()
	next.pump()
	next.goTo(reviewing)
	for c := next.adjudicating.cases; next.adjudicating.queue.q.Len() == 0 && !c.ready; {
		(<-next.queue)()
	}
	return next
}

// compared checks how many articles the session compared once all is known, and that what it knows is what a comparison of all gives.
func (p *person) compared(want int) {
	p.t.Helper()
	p.comparesAll()
	c := p.adjudicating.cases
	if c.done != want {
		p.t.Errorf("%d articles were compared, want %d", c.done, want)
	}
	known := maps.Clone(c.each)
	p.comparesAnew()
	if !reflect.DeepEqual(c.each, known) {
		p.t.Errorf("known was\n%+v\ncompared it is\n%+v", known, c.each)
	}
}

func (p *person) comparesAnew() {
	p.t.Helper()
	p.adjudicating.cases.find(pass{whole: true})
	p.comparesAll()
}

// tollsAndFares are two articles on which Ana and Ben differ.
var tollsAndFares = map[string][]work{
	tollNews:                        tollsCompared[tollNews],
	"Fares fell to €4, she said.\n": {{"Ana", []string{"claim: Fares fell"}}, {"Ben", []string{"claim: Fares fell to €4?", "statistic: €4"}}},
}

func TestTheNextSessionShowsTheDifferencesAtOnce(t *testing.T) {
	p := inReview(t, tollsAndFares)
	p.hasQueue("Fares fell to €4 | €4 | Tolls rose 12% in May | the ministry")
	all := p.queued()
	p = p.inNextSession(nil)
	p.hasQueue(all)
	if p.adjudicating.cases.ready {
		t.Error("that waited until all was known")
	}
	p.compared(0)
	p.hasQueue(all)
}

func TestTheNextSessionComparesWhatWasChangedAlone(t *testing.T) {
	p := inReview(t, tollsAndFares)
	for _, c := range []struct {
		change   func()
		first    string // what is shown before anything is compared; empty: nothing was kept that holds, and all is compared
		compared int
		queue    string
	}{
		{func() { p.isMarkedBy(p.desk.documents[0].ID, work{"Ben", []string{"attribution: she"}}) },
			"Tolls rose 12% in May | the ministry", 1, "Fares fell to €4 | €4 | she | Tolls rose 12% in May | the ministry"},
		{func() { p.press("1") },
			"Fares fell to €4 | €4 | she", 1, "Fares fell to €4 | €4 | she | the ministry"},
		{func() { p.schemeChanges() },
			"", 2, "Fares fell to €4 | €4 | she | the ministry"},
		{func() { p.takesAway("Ana", p.desk.documents[0].Document) },
			"the ministry", 0, "the ministry"},
	} {
		c.change()
		p = p.inNextSession(nil)
		if c.first != "" {
			p.hasQueue(c.first)
		}
		p.compared(c.compared)
		p.hasQueue(c.queue)
	}
}

// schemeChanges gives the scheme another version, in which a label is called otherwise.
func (p *person) schemeChanges() {
	p.t.Helper()
	next := *p.desk.project.Scheme()
	next.Version++
	next.Labels = slices.Clone(next.Labels)
	next.Labels[0].Name = "Assertion"
	e := annotation.NewEdit("change the scheme")
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: next.ID, Before: p.desk.project.Scheme(), After: &next}}
	if err := p.desk.project.Commit(context.Background(), e); err != nil {
		p.t.Fatal(err)
	}
}

func TestWhatIsKeptIsMadeAnewWhereItCannotBeTrusted(t *testing.T) {
	write := func(path string, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, spoil := range map[string]func(path string){
		"missing": func(path string) { os.Remove(path) },
		"empty":   func(path string) { write(path, nil) },
		"foreign": func(path string) { write(path, []byte("rubricator standings 0\nfrom another time")) },
		"a folder": func(path string) {
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
				t.Fatal(err)
			}
		},
		"torn": func(path string) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write(path, b[:len(b)-9])
		},
		"of another program": func(path string) {
			k, err := jobs.ReadKept(path)
			k.Program = "0.0.9"
			if err := errors.Join(err, k.Save(path)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := inReview(t, tollsAndFares)
			all, path := p.queued(), p.desk.kept.path
			p = p.inNextSession(func() { spoil(path) })
			p.compared(2)
			p.hasQueue(all)
		})
	}
}

func TestAProjectThatWentBackToABackupIsComparedAnew(t *testing.T) {
	p := inReview(t, tollsAndFares)
	all := p.queued()
	earlier := filepath.Join(t.TempDir(), "earlier.rubric")
	if err := p.desk.project.SaveCopy(context.Background(), earlier); err != nil {
		t.Fatal(err)
	}
	p.press("Ctrl+1")
	p.isMarkedBy(p.desk.documents[0].ID, work{"Ben", []string{"attribution: she"}})
	p.press("Ctrl+2")
	p.comparesAll()
	p = p.inNextSession(func() {
		if err := os.Rename(earlier, p.project); err != nil {
			t.Fatal(err)
		}
	})
	p.compared(2)
	p.hasQueue(all)
}

func TestWhatIsKeptIsNotShownToABlindAnnotator(t *testing.T) {
	p := inReview(t, tollsAndFares)
	p.press("Ctrl+1")
	ben := colleague("Ben")
	cem := colleague("Cem")
	if err := p.desk.project.Join(context.Background(), cem); err != nil {
		t.Fatal(err)
	}
	p.round("week 12", func(r *annotation.Round) { r.Blind = true }, []int{1}, cem.ID, ben.ID)
	p.press("Ctrl+2") // so that nothing was changed since
	p.comparesAll()
	all := p.queued()
	for who, want := range map[annotation.Annotator]string{cem: "Fares fell to €4 | €4", ben: all} {
		p.settings.WorkAs(p.desk.project.Path(), who)
		p = p.inNextSession(nil)
		if p.me().ID != who.ID {
			t.Fatalf("I am %q", p.me().Name)
		}
		p.hasQueue(want)
		p.comparesAll()
		p.hasQueue(want)
	}
}

func TestTheNextSessionShowsTheUsualSetsWhateverWasComparedLast(t *testing.T) {
	p := inReview(t, map[string][]work{tollNews: append(tollsCompared[tollNews][:2:2], work{"Cem", []string{"claim: said"}})})
	all := p.queued()
	p.adjudicating.compareSets(func() { p.adjudicating.turnPerson(colleague("Cem").ID) })
	p.comparesAll()
	if p.queued() == all {
		t.Fatal("the same is compared")
	}
	p = p.inNextSession(nil)
	p.hasQueue(all)
	p.compared(0)
}

func TestWhatWasTakenBackComesIntoTheReferenceInALaterSession(t *testing.T) {
	agreed := []work{{"Ana", []string{"statistic: 12%", "claim: Tolls"}}, {"Ben", []string{"statistic: 12%"}}}
	p := inReview(t, map[string][]work{tollNews: agreed, "Fares rose 12%, too. Tolls stay.\n": agreed})
	references := func() (n int) {
		for s, err := range p.desk.project.References(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			n += len(s.Spans)
		}
		return n
	}
	if references() != 2 {
		t.Fatal("nothing came into the reference")
	}
	p.press("Ctrl+Z")
	p.settles()
	p = p.inNextSession(nil)
	p.comparesAll()
	if n := references(); n != 0 {
		t.Errorf("%d marks came at once, which were just taken back", n)
	}
	p.press("1") // of one article, so that nothing can be done again
	p = p.inNextSession(nil)
	p.comparesAll()
	if n := references(); n != 3 {
		t.Errorf("the references have %d marks, want what is agreed in both and the decision", n)
	}
}

func TestWhatWasChangedWhileAgreedMarksCameInIsComparedNext(t *testing.T) {
	p := inReview(t, tollsAndFares)
	ctx, fares := context.Background(), p.desk.documents[0].ID
	f, err := p.desk.toCompare(ctx, jobs.Comparing{}, nil, p.adjudicating.cases.at)
	if err != nil {
		t.Fatal(err)
	}
	before := f.at
	p.isMarkedBy(fares, work{"Ben", []string{"attribution: she"}})
	if err := f.brought(ctx, p.desk, annotation.NewID()); err != nil || f.at <= before || !slices.Equal(slices.Compact(f.stale), []annotation.ID{fares}) {
		t.Errorf("%v: from %d to %d, behind are %v", err, before, f.at, f.stale)
	}
	p.adjudicating.cases.running = true
	p.adjudicating.cases.ends(f, jobs.AdjudicateReport{}, nil)
	p.hasQueue("Fares fell to €4 | €4 | Tolls rose 12% in May | the ministry")
	p.adjudicating.cases.again()
	p.compared(1)
	p.hasQueue("Fares fell to €4 | €4 | she | Tolls rose 12% in May | the ministry")
}
