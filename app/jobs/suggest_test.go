package jobs_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/suggest"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

const tolls = "Strait tolls rise\n\nTolls rose 12% in May, the ministry said. Just seven ships paid.\n"

// articles puts texts into a project and gives their documents.
func articles(t testing.TB, p *storage.Project, texts ...string) (out []annotation.ID) {
	t.Helper()
	var all []jobs.Article
	for i, s := range texts {
		all = append(all, jobs.Article{Name: fmt.Sprintf("%d.txt", i), Read: func() ([]byte, error) { return []byte(s), nil }})
	}
	report, err := jobs.Import(ctx, p, all, jobs.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		out = append(out, f.Document)
	}
	return out
}

// suggested writes the open suggestions on an article, one a line, as its annotator would see them.
func suggested(t *testing.T, p *storage.Project, document annotation.ID) string {
	t.Helper()
	g, _ := answering(t, p, document)
	var lines []string
	id := annotation.ID{}
	for range g.Len() {
		next, ok := g.Next(id, 0, true, func(annotation.Suggestion) bool { return true })
		if !ok || slices.Contains(lines, next.Label().String()+": "+next.Quote()) {
			break
		}
		id, lines = next.ID, append(lines, next.Label().String()+": "+next.Quote())
	}
	return strings.Join(lines, "\n")
}

func answering(t *testing.T, p *storage.Project, document annotation.ID) (*annotation.Suggestions, *annotation.Set) {
	t.Helper()
	_, x, err := p.Document(ctx, document)
	if err != nil {
		t.Fatal(err)
	}
	own, _, err := p.Set(ctx, document, p.Annotator().ID, x)
	if err != nil {
		t.Fatal(err)
	}
	g, bad, err := p.Suggestions(ctx, own)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return g, own
}

func run(t *testing.T, p *storage.Project, documents ...annotation.ID) jobs.SuggestReport {
	t.Helper()
	r, err := jobs.Suggest(ctx, p, documents, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const found = "attribution.content: Tolls rose 12% in May\nclaim.claim: Tolls rose 12% in May\nstatistic.quantity: 12%\nstatistic.quantity: Just seven"

// same tells that two lists of lines hold the same, in whatever order.
func same(a, b string) bool {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func TestTheRulesSuggestBesideTheMarksAndNothingOfItIsExported(t *testing.T) {
	p := project(t, scheme(t, ""))
	docs := articles(t, p, tolls)
	if r := run(t, p, docs...); r.Count() != 4 || r.Documents[0].Marks["attribution.source"] != 1 {
		t.Errorf("the report counts %d: %v", r.Count(), r.Documents)
	}
	if got := suggested(t, p, docs[0]); !same(got, found) {
		t.Errorf("suggested are\n%s\nwant\n%s", got, found)
	}
	listed, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil || listed[0].Spans != 0 || listed[0].Status != annotation.Todo {
		t.Errorf("the list counts %d marks, %q, %v", listed[0].Spans, listed[0].Status, err)
	}
	var out bytes.Buffer
	every, _ := interchange.ParseChoice("any")
	if r, err := jobs.Export(ctx, p, every, &out); err != nil || r.Spans != 0 || r.Lines != 1 || !strings.Contains(out.String(), `"annotator":null`) {
		t.Errorf("exported: %+v, %v\n%s", r, err, out.String())
	}
	if _, err := jobs.Export(ctx, p, interchange.Started, &out); !errors.Is(err, jobs.ErrNothing) {
		t.Errorf("the article counts as begun: %v", err)
	}
}

func TestRunningTheRulesAgainAddsNothingAndBringsBackNothing(t *testing.T) {
	p := project(t, scheme(t, ""))
	docs := articles(t, p, tolls)
	run(t, p, docs...)
	g, _ := answering(t, p, docs[0])
	for _, want := range []string{"statistic.quantity", "attribution.content"} {
		next, _ := g.Next(annotation.ID{}, 0, true, func(s annotation.Suggestion) bool { return s.Label().String() == want })
		e, err := g.Reject(next.ID)
		if err == nil {
			err = errors.Join(g.Apply(e), p.Commit(ctx, e))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if r := run(t, p, docs...); r.Count() != 0 || r.Edits != 0 || r.Losses() != 0 {
		t.Errorf("the second run says %+v", r)
	}
	if got, want := suggested(t, p, docs[0]), "claim.claim: Tolls rose 12% in May\nstatistic.quantity: Just seven"; got != want {
		t.Errorf("suggested are\n%s\nwant\n%s", got, want)
	}
	if findings, err := p.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("the project is not sound: %v, %v", findings, err)
	}
}

func TestOneUndoTakesARunBack(t *testing.T) {
	p := project(t, scheme(t, ""))
	docs := articles(t, p, tolls, "Ships\n\nNine ships sank, the navy said.\n")
	run(t, p, docs...)
	steps, err := p.Steps(ctx)
	if err != nil {
		t.Fatal(err)
	}
	last := steps[len(steps)-1]
	if last.Name != "suggest marks" {
		t.Fatalf("the last step is %q", last.Name)
	}
	edits, err := p.Group(ctx, last.Group)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(edits) {
		if err := p.Commit(ctx, e.Inverse()); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range docs {
		if got := suggested(t, p, d); got != "" {
			t.Errorf("still suggested: %s", got)
		}
	}
	if r := run(t, p, docs...); r.Count() == 0 {
		t.Error("after the undo the rules suggest nothing")
	}
}

// prediction is a line of another tool on a text.
func prediction(t *testing.T, s, model string, spans ...interchange.Span) interchange.Line {
	t.Helper()
	x := text.MustNew(s)
	l := interchange.NewLine(annotation.NewDocument(x, ""), x, interchange.SchemeName{Name: "newsroom", Version: 1}, nil, "", nil, nil)
	l.Annotator, l.Kind, l.Spans = &model, annotation.Model, spans
	return l
}

func spanOn(t *testing.T, s, piece, label, role string) interchange.Span {
	t.Helper()
	x, b := text.MustNew(s), strings.Index(s, piece)
	from, to := x.Pos(text.Byte(b)), x.Pos(text.Byte(b+len(piece)))
	return interchange.Span{ID: annotation.NewID(), Label: label, Role: role, Start: from, End: to, Ranges: [][2]text.Pos{{from, to}}, Text: piece, Origin: annotation.OriginModel}
}

func lines(t *testing.T, all ...interchange.Line) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	w := interchange.NewWriter(&b)
	for _, l := range all {
		if err := w.Write(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestPredictionsOfAnotherToolTakeTheSamePath(t *testing.T) {
	p := project(t, scheme(t, ""))
	docs := articles(t, p, tolls)
	content, source := spanOn(t, tolls, "Tolls rose 12% in May", "attribution", "content"), spanOn(t, tolls, "the ministry", "attribution", "source")
	number := spanOn(t, tolls, "12%", "statistic", "quantity")
	number.Attributes = map[string][]string{"value": {"12"}}
	l := prediction(t, tolls, "Claim finder 2.1", content, source, number)
	l.Relations = []interchange.Relation{{ID: annotation.NewID(), Type: "has_source", From: content.ID, To: source.ID}}
	r, err := jobs.SuggestFrom(ctx, p, lines(t, l))
	if err != nil || r.Count() != 2 || r.Losses() != 0 || r.Documents[0].Model != "Claim finder 2.1" {
		t.Fatalf("%+v, %v", r, err)
	}
	g, own := answering(t, p, docs[0])
	next, _ := g.Next(annotation.ID{}, 0, true, func(s annotation.Suggestion) bool { return s.Label().Role == "content" })
	if act := g.Act(next.ID); len(act) != 2 || act[1].Label().Role != "source" {
		t.Errorf("the act is %v", act)
	}
	e, made, err := g.Accept(next.ID, nil, func([]annotation.Span) []annotation.Link { return nil })
	if err == nil {
		err = errors.Join(own.Apply(e), g.Apply(e), p.Commit(ctx, e))
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := len(own.Relations(made.ID)); n != 1 {
		t.Errorf("the accepted mark has %d links", n)
	}
	var out bytes.Buffer
	if _, err := jobs.Export(ctx, p, interchange.Started, &out); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`"attributes":{"suggested":["Claim finder 2.1 %s"]},"computed":{"form":["indirect"]},"note":"","origin":"suggestion"`, next.ID)
	if !strings.Contains(out.String(), want) {
		t.Errorf("%s is not exported:\n%s", want, out.String())
	}
	number2, _ := g.Next(annotation.ID{}, 0, true, func(s annotation.Suggestion) bool { return s.Label().Label == "statistic" })
	_, made, err = g.Accept(number2.ID, nil, func([]annotation.Span) []annotation.Link { return nil })
	if err != nil || fmt.Sprint(made.Attributes()["value"]) != "[12]" || made.SuggestedBy() != "Claim finder 2.1" {
		t.Errorf("accepted: %v by %q, %v", made.Attributes(), made.SuggestedBy(), err)
	}
}

func TestPredictionsThatDoNotFitAreRefusedByName(t *testing.T) {
	p := project(t, scheme(t, ""))
	articles(t, p, tolls)
	good := prediction(t, tolls, "Claim finder 2.1", spanOn(t, tolls, "12%", "statistic", "quantity"), spanOn(t, tolls, "ships", "ship", ""))
	again, elsewhere := good, prediction(t, "Elsewhere.", "Claim finder 2.1")
	ana, person := "Ana", good
	person.Annotator, person.Kind = &ana, ""
	r, err := jobs.SuggestFrom(ctx, p, lines(t, good, again, elsewhere, person))
	if err != nil || r.Count() != 1 || r.Losses() != 4 {
		t.Fatalf("%d new, %d losses, %v", r.Count(), r.Losses(), err)
	}
	said := strings.Join(append(r.Refused, r.Documents[0].Refused...), "\n")
	for _, want := range []string{`no label "ship"`, "another line of Claim finder 2.1 came before", "it is not in the project", "no model"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

func TestTheRulesAreOneAnnotatorOnEveryMachineAndAnotherVersionIsAnother(t *testing.T) {
	rules, _ := annotation.ParseModel(suggest.Rules().Name)
	next, _ := annotation.NewModel("Rules", "99")
	if rules != suggest.Rules() || next.ID == rules.ID || rules.Kind != annotation.Model {
		t.Errorf("%v, %v, %v", rules, suggest.Rules(), next)
	}
}
