package jobs_test

import (
	"context"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// linesOf writes a sheet a line each, articles divided by a rule, what is left out in brackets with its reason.
func linesOf(s *jobs.Sheet) string {
	var out strings.Builder
	for n, d := range s.Articles {
		if n > 0 {
			out.WriteString("---\n")
		}
		for i, b := range d.Blocks {
			if b.Cut != "" {
				out.WriteString("[" + string(b.Cut) + "] ")
			}
			out.WriteString(d.Line(i) + "\n")
		}
	}
	return out.String()
}

func sheetFrom(t *testing.T, text string) *jobs.Sheet {
	t.Helper()
	for s, err := range jobs.Sheets(context.Background(), jobs.Pasted(text), jobs.Reading{}) {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Fatal("nothing was read")
	return nil
}

func reads(t *testing.T, what string, s *jobs.Sheet, want string) {
	t.Helper()
	if got := linesOf(s); got != want {
		t.Errorf("%s it is\n%s\nwant\n%s", what, got, want)
	}
}

func TestWhatWasDoneByHandSurvivesAnotherDivision(t *testing.T) {
	s := sheetFrom(t, "Strait tolls rise\n\nTT\n\nTolls rose 12%.\n\nFlood plan\n\nIt costs $2.4 trillion.\n")
	reads(t, "read,", s, "Strait tolls rise\n[share buttons] TT\nTolls rose 12%.\nFlood plan\nIt costs $2.4 trillion.\n")
	s.Strike(1)
	s.Strike(4)
	s.Describe(0, ingest.Details{Outlet: "The Gazette"})
	s.DivideAt(3)
	reads(t, "divided,", s, "Strait tolls rise\nTT\nTolls rose 12%.\n---\nFlood plan\n[by hand] It costs $2.4 trillion.\n")
	if got := s.Articles[0].Details.Outlet; got != "The Gazette" {
		t.Errorf("the first article is of %q", got)
	}
	s.Describe(1, ingest.Details{Title: "The plan"})
	s.DivideAt(3)
	reads(t, "joined,", s, "Strait tolls rise\nTT\nTolls rose 12%.\nFlood plan\n[by hand] It costs $2.4 trillion.\n")
	s.DivideAt(3)
	if got := s.Articles[1].Details.Title; got != "The plan" {
		t.Errorf("divided again, the second article is called %q", got)
	}
	s.Strike(4)
	reads(t, "kept again,", s, "Strait tolls rise\nTT\nTolls rose 12%.\n---\nFlood plan\nIt costs $2.4 trillion.\n")
}

func TestTheFirstLineDividesNothing(t *testing.T) {
	s := sheetFrom(t, "Strait tolls rise\n\nTolls rose 12%.\n")
	s.DivideAt(0)
	reads(t, "divided at its beginning,", s, "Strait tolls rise\nTolls rose 12%.\n")
}

func TestASheetIsCleanedWithoutARule(t *testing.T) {
	s := sheetFrom(t, "Strait tolls rise\n\nTT\n\nAdvertisement\n\nTolls rose 12%.\n")
	s.Strike(3)
	c := s.CleanedWithout(ingest.Off{"share buttons": true})
	reads(t, "without the rule", c, "Strait tolls rise\nTT\n[advertisement] Advertisement\n[by hand] Tolls rose 12%.\n")
	reads(t, "before that", s, "Strait tolls rise\n[share buttons] TT\n[advertisement] Advertisement\n[by hand] Tolls rose 12%.\n")
}

func TestWhatTheFileItselfTellsIsKeptWithoutItsRule(t *testing.T) {
	mail := jobs.Article{Name: "fares.eml", Read: func() ([]byte, error) {
		return []byte("From: a@wire.example\nSubject: Fares rise\nContent-Type: text/plain\n\nFares rose 7% in May.\n\n-- \nThe desk\n"), nil
	}}
	for want, o := range map[string]jobs.Reading{
		"Fares rose 7% in May.\n[signature] --\n[signature] The desk\n": {},
		"Fares rose 7% in May.\n--\nThe desk\n":                         {Off: ingest.Off{"signature": true}},
		"Fares rose 7% in May.\n--\nThe desk \n":                        {AsIs: true},
	} {
		for s, err := range jobs.Sheets(context.Background(), mail, o) {
			if err != nil {
				t.Fatal(err)
			}
			reads(t, "a mail", s, strings.ReplaceAll(want, " \n", "\n"))
		}
	}
}

func TestOnlyWhatIsWantedIsTaken(t *testing.T) {
	s := sheetFrom(t, "Strait tolls rise\n\nTolls rose 12%.\n\nFlood plan\n\nIt costs $2.4 trillion.\n")
	s.DivideAt(2)
	taken := s.Taking(func(n int) (jobs.Taken, bool) { return jobs.Taken{}, n == 1 })
	if taken.Articles[0] != nil || taken.Articles[1] == nil || s.Articles[0] == nil {
		t.Errorf("taken are %v of %v", taken.Articles, s.Articles)
	}
}

func sketches(t *testing.T, texts ...string) (out []*jobs.Sketch) {
	t.Helper()
	for _, text := range texts {
		s, err := jobs.SketchOf(sheetFrom(t, text).Articles[0])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func TestCopiesAreFoundBeforeTheyCome(t *testing.T) {
	const report = "Strait tolls rise\n\nTolls rose 12% in May, the ministry said on Monday after a long meeting with the owners of the ships that paid.\n"
	p := project(t, scheme(t, "simple"))
	if _, err := jobs.Import(context.Background(), p, []jobs.Article{jobs.Pasted(report)}, jobs.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	c, err := jobs.NewCopies(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	found := c.Find(append(sketches(t, strings.ReplaceAll(report, "\n\n", "\n\n\n"), "Flood plan\n\nIt costs $2.4 trillion.\n", report+"\nMore follows.\n", "Flood plan\n\nIt costs $2.4  trillion.\n"), nil))
	if !found[0].Same || found[0].As != "Strait tolls rise" {
		t.Errorf("the same text with another gap is %+v", found[0])
	}
	if found[1].Same || len(found[1].Near) > 0 {
		t.Errorf("another text is %+v", found[1])
	}
	if found[2].Same || len(found[2].Near) != 1 || found[2].Near[0].Title != "Strait tolls rise" || found[2].Near[0].Jaccard < 0.7 {
		t.Errorf("a longer text is %+v", found[2])
	}
	if !found[3].Same || found[3].As != "Flood plan" {
		t.Errorf("the text that comes a second time is %+v", found[3])
	}
	if found[4].Same {
		t.Error("what does not come is told about")
	}
}

// claims marks words of a document as a claim, by whoever works on the project.
func claims(t *testing.T, p *storage.Project, id annotation.ID, quote string) {
	t.Helper()
	ctx := context.Background()
	_, body, err := p.Document(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := p.Set(ctx, id, p.Annotator().ID, body)
	if err != nil {
		t.Fatal(err)
	}
	at := body.Pos(text.Byte(strings.Index(body.String(), quote)))
	e, err := s.AddSpan([]rangeset.Range{{Start: at, End: at + text.Pos(len(quote))}}, p.Scheme().Choices()[0].LabelRole, annotation.OriginSelection)
	if err == nil {
		err = p.Commit(ctx, e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestACopyIsLoadedAsItIsSaid(t *testing.T) {
	const report = "Strait tolls rise\n\nTolls rose 12% in May, the ministry said on Monday after a long meeting with the owners of the ships that paid.\n"
	for _, c := range []struct {
		name, text          string
		as                  func(there annotation.ID) jobs.Taken
		documents, stories  int
		carried, leftBehind int
	}{
		{"the same text, as it comes", report, func(annotation.ID) jobs.Taken { return jobs.Taken{} }, 1, 1, 0, 0},
		{"the same text, twice", report, func(annotation.ID) jobs.Taken { return jobs.Taken{Twice: true} }, 2, 1, 0, 0},
		{"the same text, alone", report, func(annotation.ID) jobs.Taken { return jobs.Taken{Twice: true, Alone: true} }, 2, 2, 0, 0},
		{"much the same text, as it comes", report + "\nMore follows.\n", func(annotation.ID) jobs.Taken { return jobs.Taken{} }, 2, 1, 0, 0},
		{"much the same text, alone", report + "\nMore follows.\n", func(annotation.ID) jobs.Taken { return jobs.Taken{Alone: true} }, 2, 2, 0, 0},
		{"much the same text, with marks", strings.ReplaceAll(report, "12%", "13%"), func(there annotation.ID) jobs.Taken { return jobs.Taken{MarksOf: there} }, 2, 1, 1, 1},
	} {
		p := project(t, scheme(t, "simple"))
		ctx := context.Background()
		r, err := jobs.Import(ctx, p, []jobs.Article{jobs.Pasted(report)}, jobs.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		there := r.Files[0].Document
		claims(t, p, there, "Tolls rose 12%")
		claims(t, p, there, "the ministry")
		sheet := sheetFrom(t, c.text).Taking(func(int) (jobs.Taken, bool) { return c.as(there), true })
		if r, err = jobs.Load(ctx, p, []*jobs.Sheet{sheet}, jobs.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		all, err := p.Documents(ctx, p.Annotator().ID)
		if err != nil {
			t.Fatal(err)
		}
		stories, marks := map[annotation.ID]bool{}, 0
		for _, d := range all {
			stories[d.StoryID()] = true
			if d.ID != there {
				marks += d.Spans
			}
		}
		done := r.Files[0]
		if len(all) != c.documents || len(stories) != c.stories || marks != c.carried || done.Marks != c.carried || len(done.Stranded) != c.leftBehind {
			t.Errorf("%s: %d documents, %d stories, %d marks; %+v", c.name, len(all), len(stories), marks, done)
		}
	}
}
