package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// personCalled is somebody in the project.
func personCalled(name string) annotation.Annotator {
	var id annotation.ID
	copy(id[:], fmt.Sprintf("%-16s", name))
	return annotation.Annotator{ID: id, Name: name, Kind: annotation.Person}
}

// marks has somebody mark pieces of an article as claims.
func marks(t testing.TB, p *storage.Project, document annotation.ID, name string, status annotation.Status, pieces ...string) {
	t.Helper()
	_, x, err := p.Document(ctx, document)
	if err == nil {
		err = p.Join(ctx, personCalled(name))
	}
	if err != nil {
		t.Fatal(err)
	}
	set := annotation.NewSet(document, personCalled(name).ID, x, p.Scheme())
	do := func(e annotation.Edit, err error) {
		t.Helper()
		if err == nil {
			err = set.Apply(e)
		}
		if err == nil {
			err = p.Commit(ctx, e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var places []rangeset.Range
	for _, piece := range pieces {
		at := strings.Index(x.String(), piece)
		places = append(places, rangeset.Range{Start: x.Pos(text.Byte(at)), End: x.Pos(text.Byte(at + len(piece)))})
	}
	e, _, err := set.AddSpans(places, p.Scheme().Choices()[0].LabelRole, annotation.OriginSelection)
	do(e, err)
	if e, ok := set.SetStatus(status); ok {
		do(e, nil)
	}
}

// reference is what the reference has of an article.
func reference(t testing.TB, p *storage.Project, document annotation.ID) string {
	t.Helper()
	s, bad, err := p.Sides(ctx, document, nil)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	var quotes []string
	for _, sp := range s.Reference.Spans() {
		quotes = append(quotes, sp.Quote())
	}
	return strings.Join(quotes, " | ")
}

func cases(t testing.TB, p *storage.Project, c jobs.Comparing) []jobs.Case {
	t.Helper()
	out, err := jobs.Cases(ctx, p, c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func adjudicate(t testing.TB, p *storage.Project, agree bool) (string, jobs.AdjudicateReport) {
	t.Helper()
	var said []string
	r, err := jobs.Adjudicate(ctx, p, cases(t, p, jobs.Comparing{}), agree, func(s jobs.Standing) {
		var open []string
		for _, d := range s.Open {
			open = append(open, d.Quote)
		}
		said = append(said, fmt.Sprintf("%s: %d agreed, open %s", s.Title, s.Agreed, strings.Join(open, " | ")))
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(said, "\n"), r
}

func TestWhatIsCompared(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	docs := articles(t, p, "One\n\nPrices rose.\n", "Two\n\nWages fell.\n", "Three\n\nTaxes stay.\n")
	marks(t, p, docs[0], "Cem", annotation.Done, "Prices")
	marks(t, p, docs[0], "Ana", annotation.Done, "Prices")
	marks(t, p, docs[0], "Ben", annotation.InWork, "Prices")
	marks(t, p, docs[1], "Ana", annotation.Done, "Wages")
	marks(t, p, docs[1], "Ben", annotation.InWork, "Wages")
	marks(t, p, docs[2], "Ana", annotation.Done, "Taxes")
	for _, c := range []struct {
		of   jobs.Comparing
		want string
	}{
		{jobs.Comparing{}, "1: Ana Cem"},
		{jobs.Comparing{InWork: true}, "1: Ana Ben Cem, 2: Ana Ben"},
		{jobs.Comparing{InWork: true, People: []annotation.ID{personCalled("Ben").ID, personCalled("Cem").ID}}, "1: Ben Cem"},
		{jobs.Comparing{People: []annotation.ID{}}, ""},
	} {
		var got []string
		for _, one := range cases(t, p, c.of) {
			s := fmt.Sprint(slices.Index(docs, one.Document)+1, ":")
			for _, a := range one.Annotators {
				s += " " + strings.TrimSpace(string(a[:]))
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%+v: %q, want %q", c.of, s, c.want)
		}
	}
}

func TestWhatAllAgreeOnComesIntoTheReferenceAsOneStep(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	docs := articles(t, p, "One\n\nPrices rose in May.\n", "Two\n\nWages fell in June.\n")
	for i, agreed := range []string{"Prices", "Wages"} {
		marks(t, p, docs[i], "Ana", annotation.Done, agreed, "in")
		marks(t, p, docs[i], "Ben", annotation.Done, agreed)
	}
	want := "One: 1 agreed, open in\nTwo: 1 agreed, open in"
	if said, r := adjudicate(t, p, false); said != want || r.Edits != 0 || reference(t, p, docs[0]) != "" {
		t.Errorf("%s\n%+v", said, r)
	}
	said, r := adjudicate(t, p, true)
	if said != want || r.Edits != 2 || r.Marks != 2 || r.Documents != 2 {
		t.Errorf("%s\n%+v", said, r)
	}
	if got := reference(t, p, docs[0]) + reference(t, p, docs[1]); got != "PricesWages" {
		t.Errorf("the reference has %q", got)
	}
	if edits, err := p.Group(ctx, r.Group); err != nil || len(edits) != 2 || edits[0].Name != jobs.BroughtIn {
		t.Errorf("%d edits of one step (%v)", len(edits), err)
	}
	if said, r := adjudicate(t, p, true); said != want || r.Edits != 0 {
		t.Errorf("again: %s\n%+v", said, r)
	}
	if found, err := p.Check(ctx); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}

func TestAReferenceIsDoneWhereNothingIsToBeDecided(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	docs := articles(t, p, "One\n\nPrices rose in May.\n", "Two\n\nWages fell in June.\n")
	for _, who := range []string{"Ana", "Ben", "Cem"} {
		marks(t, p, docs[0], who, annotation.Done, "Prices")
	}
	marks(t, p, docs[1], "Ana", annotation.Done, "Wages", "June")
	marks(t, p, docs[1], "Ben", annotation.Done, "Wages")
	status := func(doc annotation.ID) annotation.Status {
		t.Helper()
		s, _, err := p.Sides(ctx, doc, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.Reference.Head().Status
	}
	some := jobs.Comparing{People: []annotation.ID{personCalled("Ana").ID, personCalled("Ben").ID}}
	if _, err := jobs.Adjudicate(ctx, p, cases(t, p, some), true, func(jobs.Standing) {}); err != nil {
		t.Fatal(err)
	}
	if got := status(docs[0]); got != annotation.InWork {
		t.Errorf("with Cem's marks not looked at it is %q", got)
	}
	if _, r := adjudicate(t, p, true); r.Edits != 1 || r.Marks+r.Documents != 0 { // Cem agrees
		t.Errorf("%+v", r)
	}
	if one, two := status(docs[0]), status(docs[1]); one != annotation.Done || two != annotation.InWork {
		t.Errorf("the references are %q and %q", one, two)
	}
	if _, r := adjudicate(t, p, true); r.Edits != 0 {
		t.Errorf("again: %+v", r)
	}
}

func TestWhatWasBroughtInStaysWhereTheRestWasStopped(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	var words []string
	for i := range 1500 {
		words = append(words, fmt.Sprintf("w%05d", i))
	}
	docs := articles(t, p, "One\n\n"+strings.Join(words, " "), "Two\n\n"+strings.Join(words, " "), "Three\n\n"+strings.Join(words, " "))
	for _, doc := range docs {
		marks(t, p, doc, "Ana", annotation.Done, words...)
		marks(t, p, doc, "Ben", annotation.Done, words...)
	}
	stopped, stop := context.WithCancel(ctx)
	r, err := jobs.Adjudicate(stopped, p, cases(t, p, jobs.Comparing{}), true, func(jobs.Standing) { stop() })
	if !errors.Is(err, context.Canceled) || r.Edits == 0 || r.Edits == len(docs) {
		t.Fatalf("%+v, %v", r, err)
	}
	if left, err := p.Unfinished(ctx); len(left) > 0 || err != nil { // nobody is asked about it
		t.Errorf("unfinished is %+v (%v)", left, err)
	}
	if _, r := adjudicate(t, p, true); r.Documents != len(docs)-1 && r.Documents != len(docs)-2 {
		t.Errorf("the rest: %+v", r)
	}
	for _, doc := range docs {
		if n := strings.Count(reference(t, p, doc), "w"); n != len(words) {
			t.Errorf("a reference has %d marks", n)
		}
	}
}

func TestMoreThanOneEditHoldsCanBeAgreedOn(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	var body strings.Builder
	var words []string
	for i := range storage.MaxChanges + 100 {
		word := fmt.Sprintf("w%05d", i)
		words = append(words, word)
		body.WriteString(word + " ")
	}
	doc := articles(t, p, body.String())[0]
	marks(t, p, doc, "Ana", annotation.Done, words...)
	marks(t, p, doc, "Ben", annotation.Done, words...)
	if _, r := adjudicate(t, p, true); r.Marks != len(words) || r.Documents != 1 || r.Edits < 2 {
		t.Errorf("%+v", r)
	}
	if n := strings.Count(reference(t, p, doc), "w"); n != len(words) {
		t.Errorf("the reference has %d marks", n)
	}
}

func TestDifferencesAreCountedByPair(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	docs := articles(t, p, "One\n\nPrices rose in May.\n", "Two\n\nWages fell in June.\n")
	marks(t, p, docs[0], "Ana", annotation.Done, "Prices rose", "May")
	marks(t, p, docs[0], "Ben", annotation.Done, "Prices")
	marks(t, p, docs[0], "Cem", annotation.Done, "Prices")
	marks(t, p, docs[1], "Ana", annotation.Done, "Wages")
	marks(t, p, docs[1], "Ben", annotation.Done, "Wages")
	r, err := jobs.CountDifferences(ctx, p, jobs.Comparing{}, docs)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, pair := range r.Pairs {
		got = append(got, fmt.Sprintf("%s-%s %d/%d/%d %v", pair.First, pair.Second, pair.Documents, pair.Agreed, pair.Differences, pair.Classes))
	}
	want := "Ana-Ben 2/1/2 map[boundary:1 extra:1], Ana-Cem 1/0/2 map[boundary:1 extra:1], Ben-Cem 1/1/0 map[]"
	if s := strings.Join(got, ", "); s != want || r.Documents != 2 || r.Differences != 2 || r.Agreed != 1 {
		t.Errorf("got  %s\nwant %s\n%+v", s, want, r)
	}
	if r, err := jobs.CountDifferences(ctx, p, jobs.Comparing{}, docs[1:]); err != nil || len(r.Pairs) != 1 || r.Differences != 0 {
		t.Errorf("of one article: %+v, %v", r, err)
	}
}

func TestTheReferenceIsExportedWhereItIsAskedFor(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	doc := articles(t, p, "One\n\nPrices rose in May.\n")[0]
	marks(t, p, doc, "Ana", annotation.Done, "Prices")
	marks(t, p, doc, "Ben", annotation.Done, "Prices")
	adjudicate(t, p, true)
	for _, c := range []struct {
		reference bool
		want      string
	}{{false, "Ana  Prices, Ben  Prices"}, {true, "Reference reference Prices"}} {
		choice := interchange.Started
		choice.Reference = c.reference
		var out bytes.Buffer
		if _, err := jobs.Export(ctx, p, choice, &out); err != nil {
			t.Fatal(err)
		}
		var got []string
		for l, err := range interchange.Read(&out) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprint(*l.Annotator, " ", l.Kind, " ", l.Spans[0].Text))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("exported %q, want %q", s, c.want)
		}
	}
}

// BenchmarkAdjudicate compares 500 articles of 20 marks by two people each, of which half agree: as when the Review place is opened for
// the first time (with what is agreed on coming into the reference), and again.
func BenchmarkAdjudicate(b *testing.B) {
	p := project(b, scheme(b, "simple"))
	var texts, words []string
	for i := range 20 {
		words = append(words, fmt.Sprintf("word%02d", i))
	}
	for i := range 500 {
		texts = append(texts, fmt.Sprintf("Article %d\n\n%s\n", i, strings.Join(words, " rose and then fell, the ministry said; ")))
	}
	for _, doc := range articles(b, p, texts...) {
		marks(b, p, doc, "Ana", annotation.Done, words...)
		marks(b, p, doc, "Ben", annotation.Done, append(words[:10:10], "fell, the", "said; word15")...)
	}
	differences := 0
	run := func(agree bool) jobs.AdjudicateReport {
		differences = 0
		r, err := jobs.Adjudicate(ctx, p, cases(b, p, jobs.Comparing{}), agree, func(s jobs.Standing) { differences += len(s.Open) })
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	begun := time.Now()
	r := run(true)
	first := time.Since(begun)
	b.ResetTimer()
	for b.Loop() {
		run(false)
	}
	b.ReportMetric(float64(first.Milliseconds()), "ms/first")
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/again")
	b.ReportMetric(float64(differences), "differences")
	b.ReportMetric(float64(r.Marks), "agreed")
}
