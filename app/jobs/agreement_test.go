package jobs_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// office is a project file that several people work on, one after the other.
type office struct {
	t         *testing.T
	path      string
	people    map[string]storage.Options
	documents []annotation.ID
}

// newOffice makes a project of articles, which Ana owns.
func newOffice(t *testing.T, texts ...string) *office {
	t.Helper()
	d := &office{t: t, path: filepath.Join(t.TempDir(), "canal.rubric"), people: map[string]storage.Options{}}
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		t.Fatal(err)
	}
	p, err := storage.Create(d.path, scheme, d.who("Ana"))
	if err != nil {
		t.Fatal(err)
	}
	d.documents = articles(t, p, texts...)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

// day is when everything was done.
var day = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func (d *office) who(name string) storage.Options {
	if o, ok := d.people[name]; ok {
		return o
	}
	_, who, actor := device(d.t, name)
	d.people[name] = storage.Options{Annotator: who, Actor: actor, Clock: func() time.Time { return day }}
	return d.people[name]
}

// as opens the project as somebody.
func (d *office) as(name string, act func(p *storage.Project)) {
	d.t.Helper()
	p, err := storage.Open(d.path, d.who(name))
	if err != nil {
		d.t.Fatal(err)
	}
	act(p)
	if err := p.Close(); err != nil {
		d.t.Fatal(err)
	}
}

// marks makes marks, "claim.claim: Tolls rose", of somebody on the n-th article and sets it done.
func (d *office) marks(name string, n int, marks ...string) {
	d.t.Helper()
	d.begins(name, n, marks...)
	d.setDone(name, n)
}

func (d *office) setDone(name string, n int) {
	d.t.Helper()
	d.as(name, func(p *storage.Project) {
		s := d.set(p, n)
		if e, ok := s.SetStatus(annotation.Done); ok {
			d.commit(p, e)
		}
	})
}

// begins is marks of an article that is not done yet.
func (d *office) begins(name string, n int, marks ...string) {
	d.t.Helper()
	d.as(name, func(p *storage.Project) {
		for _, m := range marks {
			label, words, _ := strings.Cut(m, ": ")
			l, role, _ := strings.Cut(label, ".")
			s := d.set(p, n)
			at := strings.Index(s.Text().String(), words)
			if at < 0 {
				d.t.Fatalf("%q is not in the article", words)
			}
			r := rangeset.Range{Start: text.Pos(at), End: text.Pos(at + len(words))}
			e, err := s.AddSpan([]rangeset.Range{r}, annotation.LabelRole{Label: l, Role: role}, annotation.OriginSelection)
			if err != nil {
				d.t.Fatal(err)
			}
			d.commit(p, e)
		}
	})
}

func (d *office) set(p *storage.Project, n int) *annotation.Set {
	d.t.Helper()
	_, x, err := p.Document(ctx, d.documents[n])
	if err != nil {
		d.t.Fatal(err)
	}
	s, _, err := p.Set(ctx, d.documents[n], p.Annotator().ID, x)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *office) commit(p *storage.Project, edits ...annotation.Edit) {
	d.t.Helper()
	if err := p.Commit(ctx, edits...); err != nil {
		d.t.Fatal(err)
	}
}

// accepts makes a claim of somebody that began as a suggestion.
func (d *office) accepts(name string, n int, words string) {
	d.t.Helper()
	d.as(name, func(p *storage.Project) {
		s := d.set(p, n)
		at := text.Pos(strings.Index(s.Text().String(), words))
		r := rangeset.Range{Start: at, End: at + text.Pos(len(words))}
		e, err := s.AddSpan([]rangeset.Range{r}, annotation.LabelRole{Label: "claim", Role: "claim"}, annotation.OriginSuggestion)
		if err != nil {
			d.t.Fatal(err)
		}
		d.commit(p, e)
	})
}

// round puts articles into a round, given to nobody.
func (d *office) round(name string, training bool, documents ...int) {
	d.t.Helper()
	d.as("Ana", func(p *storage.Project) {
		r, err := annotation.NewRound(name, p.Scheme())
		if err != nil {
			d.t.Fatal(err)
		}
		r.Training = training
		var ids []annotation.ID
		for _, n := range documents {
			ids = append(ids, d.documents[n])
		}
		begun, err := r.Begin(nil)
		if err != nil {
			d.t.Fatal(err)
		}
		e, _ := r.Assign(ids, nil)
		d.commit(p, begun, e)
	})
}

// measures compares.
func (d *office) measures(o jobs.Measuring) *jobs.Agreement {
	d.t.Helper()
	a, err := d.tries(o)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *office) tries(o jobs.Measuring) (a *jobs.Agreement, err error) {
	d.t.Helper()
	d.as("Ana", func(p *storage.Project) { a, err = jobs.MeasureAgreement(ctx, p, o, nil) })
	return a, err
}

// told writes the overall figures that say most, "2 shared: 0.500, 0.571".
func told(a *jobs.Agreement) string {
	var out []string
	for _, m := range []*agreement.Measure{agreement.F1Overlap, agreement.F1Exact} {
		t := a.TellMeasure(a.Report.All, m)
		if !t.Defined {
			t.Value = t.Why
		}
		out = append(out, t.Value)
	}
	return fmt.Sprintf("%d shared: %s", a.Shared, strings.Join(out, ", "))
}

func (d *office) wants(o jobs.Measuring, want string) {
	d.t.Helper()
	if got := told(d.measures(o)); got != want {
		d.t.Errorf("got  %s\nwant %s", got, want)
	}
}

const ferry = "Ferry fares fall\n\nFares fell 3% in June, the company said. Nine boats sailed.\n"

func TestWhatTwoPeopleFinishedIsCompared(t *testing.T) {
	d := newOffice(t, tolls, ferry)
	d.wants(jobs.Measuring{}, "0 shared: no document is shared, no document is shared")
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May", "claim.claim: Just seven ships paid")
	d.wants(jobs.Measuring{}, "0 shared: no document is shared, no document is shared")
	d.begins("Ben", 0, "claim.claim: Tolls rose 12%", "statistic.quantity: 12%")
	d.wants(jobs.Measuring{}, "0 shared: no document is shared, no document is shared")
	d.wants(jobs.Measuring{InWork: true}, "1 shared: 0.500, 0.000")
	d.setDone("Ben", 0)
	d.wants(jobs.Measuring{}, "1 shared: 0.500, 0.000")
	d.wants(jobs.Measuring{Labels: []annotation.LabelRole{{Label: "claim"}}}, "1 shared: 0.667, 0.000")

	// Whoever finds nothing to mark says so, and that counts.
	d.marks("Ana", 1, "claim.claim: Fares fell 3% in June")
	d.marks("Ben", 1)
	d.wants(jobs.Measuring{}, "2 shared: 0.400, 0.000")
	d.marks("Cem", 1, "claim.claim: Fares fell 3% in June")
	d.wants(jobs.Measuring{Annotators: []annotation.ID{d.who("Ana").Annotator.ID, d.who("Cem").Annotator.ID}}, "1 shared: 1.000, 1.000")
}

func TestWhatIsSkippedIsNotCompared(t *testing.T) {
	d := newOffice(t, tolls)
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May")
	d.as("Ben", func(p *storage.Project) {
		e, err := d.set(p, 0).SetDocumentAttribute(annotation.SkippedFor, "not in a language I read")
		if err != nil {
			t.Fatal(err)
		}
		d.commit(p, e)
	})
	d.wants(jobs.Measuring{InWork: true}, "0 shared: no document is shared, no document is shared")
}

func TestARoundBoundsWhatIsComparedAndTrainingNeverCounts(t *testing.T) {
	d := newOffice(t, tolls, ferry)
	for n, words := range []string{"Tolls rose 12% in May", "Nine boats sailed"} {
		d.marks("Ana", n, "claim.claim: "+words)
		d.marks("Ben", n, "claim.claim: "+words)
	}
	d.wants(jobs.Measuring{}, "2 shared: 1.000, 1.000")
	d.round("pilot", false, 0)
	d.wants(jobs.Measuring{Round: "pilot"}, "1 shared: 1.000, 1.000")
	d.round("practice", true, 0)
	a := d.measures(jobs.Measuring{})
	if a.Shared != 1 || a.Documents != 1 || a.Training != 1 || a.Names[0].Document != d.documents[1] {
		t.Errorf("of %d with %d for training %v are shared", a.Documents, a.Training, a.Names)
	}
	d.wants(jobs.Measuring{Round: "pilot"}, "0 shared: no document is shared, no document is shared")
	for round, want := range map[string]string{"practice": `agreement: "practice" is a training round; its articles never count`,
		"week 12": `agreement: there is no round "week 12"; there are: "pilot"`} {
		if _, err := d.tries(jobs.Measuring{Round: round}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", round, err)
		}
	}
	if _, err := d.tries(jobs.Measuring{Labels: []annotation.LabelRole{{Label: "rumour"}}}); err == nil || !strings.Contains(err.Error(), `has no label "rumour"`) {
		t.Error(err)
	}
}

func TestWhatAFigureRestsOnIsSaid(t *testing.T) {
	d := newOffice(t, tolls)
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May", "claim.claim: Just seven ships paid")
	d.marks("Ben", 0, "claim.claim: Tolls")
	for rule, want := range map[agreement.Rule]string{agreement.Exact: "1 article, 2 and 1 mark, of which none match", agreement.Overlap: "1 article, 2 and 1 mark, of which 1 matches"} {
		a := d.measures(jobs.Measuring{})
		f, _ := a.Report.All.Figure(jobs.F1(rule))
		if got := a.Tell(agreement.Selection{}, f).Rests; got != want {
			t.Errorf("by %v it rests on %q, want %q", rule, got, want)
		}
	}
}

// Two have the article in the round; a third marked it too, for another one or on their own.
func TestInARoundThoseCountWhoHaveTheArticleInIt(t *testing.T) {
	d := newOffice(t, tolls)
	for _, name := range []string{"Ana", "Ben"} {
		d.marks(name, 0, "claim.claim: Tolls rose 12% in May")
	}
	d.marks("Cem", 0, "claim.claim: Just seven ships paid")
	d.round("free", false, 0)
	d.as("Ana", func(p *storage.Project) {
		r, err := annotation.NewRound("pilot", p.Scheme())
		if err != nil {
			t.Fatal(err)
		}
		begun, err := r.Begin(nil)
		if err != nil {
			t.Fatal(err)
		}
		e, _ := r.Assign(d.documents, nil, d.who("Ana").Annotator.ID, d.who("Ben").Annotator.ID)
		d.commit(p, begun, e)
	})
	for round, want := range map[string]int{"": 3, "free": 3, "pilot": 2} {
		n := 0
		for _, c := range d.measures(jobs.Measuring{Round: round}).Annotators {
			n += c.Compared
		}
		if n != want {
			t.Errorf("in round %q %d sets are compared, want %d", round, n, want)
		}
	}
}

func TestTheReferenceIsOneMoreAnnotatorWhereAskedFor(t *testing.T) {
	d := newOffice(t, tolls)
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May")
	d.as("Ana", func(p *storage.Project) {
		r := annotation.ReferenceAnnotator()
		mine := d.set(p, 0)
		ref := annotation.NewSet(d.documents[0], r.ID, mine.Text(), p.Scheme())
		sp, err := ref.Taken([]rangeset.Range{mine.Spans()[0].Hull()}, mine.Spans()[0].Label(), nil, []annotation.ID{mine.Spans()[0].ID}, annotation.OriginDecided)
		if err != nil {
			t.Fatal(err)
		}
		e := ref.Replace("decide", nil, []annotation.Span{sp}, nil)
		if err := ref.Apply(e); err != nil {
			t.Fatal(err)
		}
		done, _ := ref.SetStatus(annotation.Done)
		d.commit(p, annotation.Join(r), e, done)
	})
	d.wants(jobs.Measuring{}, "0 shared: no document is shared, no document is shared")
	d.wants(jobs.Measuring{Reference: true}, "1 shared: 1.000, 1.000")
	for _, g := range d.measures(jobs.Measuring{Reference: true}).Report.Labels {
		for _, f := range g.Figures {
			if f.Of == annotation.TakenFrom {
				t.Errorf("%s is compared as if it were a value", f.Of)
			}
		}
	}
}

func TestAValueByDefaultIsAValue(t *testing.T) {
	d := newOffice(t, tolls)
	d.as("Ana", func(p *storage.Project) {
		next := *p.Scheme()
		next.Version++
		next.Labels = slices.Clone(next.Labels)
		i := slices.IndexFunc(next.Labels, func(l annotation.Label) bool { return l.ID == "claim" })
		next.Labels[i].Attributes = []annotation.Attribute{{ID: "tone", Name: "Tone", Kind: annotation.OneOf, Values: []annotation.Value{{ID: "calm"}, {ID: "loud"}}, Default: []string{"calm"}}}
		e := annotation.NewEdit("change the scheme")
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: next.ID, Before: p.Scheme(), After: &next}}
		d.commit(p, e)
	})
	for _, name := range []string{"Ana", "Ben"} {
		d.begins(name, 0, "claim.claim: Tolls rose 12% in May", "claim.claim: Just seven ships paid")
	}
	d.as("Ben", func(p *storage.Project) {
		s := d.set(p, 0)
		for i, value := range []string{"calm", "loud"} {
			e, err := s.SetAttribute(s.Spans()[i].ID, "tone", value)
			if err != nil {
				t.Fatal(err)
			}
			d.commit(p, e)
			if err := s.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
	})
	d.setDone("Ana", 0)
	d.setDone("Ben", 0)
	for _, f := range d.measures(jobs.Measuring{}).Report.All.Figures {
		if v, ok := f.Value(); f.Measure == agreement.AttributeShare && (f.Of != "claim.claim tone" || !ok || v != .5 || f.Counts.Matched != 2) {
			t.Errorf("%s is %v of %+v", f.Of, v, f.Counts)
		}
	}
}

func TestMarksThatBeganAsSuggestionsAreToldApart(t *testing.T) {
	d := newOffice(t, tolls)
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May")
	if a := d.measures(jobs.Measuring{}); len(a.Apart) > 0 {
		t.Errorf("told apart where nothing was suggested: %v", a.Apart)
	}
	d.accepts("Ben", 0, "Tolls rose 12% in May")
	d.marks("Ben", 0, "claim.claim: Just seven ships paid")
	d.wants(jobs.Measuring{}, "1 shared: 0.667, 0.667")
	d.wants(jobs.Measuring{Origins: agreement.OwnOnly}, "1 shared: 0.000, 0.000")
	d.wants(jobs.Measuring{Origins: agreement.SuggestedOnly}, "1 shared: 1.000, 1.000")
	if a := d.measures(jobs.Measuring{}); len(a.Apart) != 2 || a.Apart[0].Origins != agreement.OwnOnly {
		t.Errorf("told apart: %v", a.Apart)
	}
}

func TestHowFarEverybodyIs(t *testing.T) {
	d := newOffice(t, tolls, ferry)
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May", "statistic.quantity: 12%")
	d.begins("Ben", 1, "claim.claim: Nine boats sailed")
	var got []string
	for _, c := range d.measures(jobs.Measuring{}).Annotators {
		got = append(got, fmt.Sprint(c.Name, " ", c.Todo, c.InWork, c.Done, c.Skipped, " ", c.Marks))
	}
	if want := "Ana 1 0 1 0 [{claim.claim 1} {statistic.quantity 1}]; Ben 1 1 0 0 [{claim.claim 1}]"; strings.Join(got, "; ") != want {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
}

// reported is a report on two articles that three people marked.
func reported(t *testing.T, o jobs.Measuring) *jobs.Agreement {
	d := newOffice(t, tolls, ferry+"<script>alert(1)</script> was on the page.\n")
	d.marks("Ana", 0, "claim.claim: Tolls rose 12% in May", "claim.claim: Just seven ships paid")
	d.marks("Ben", 0, "claim.claim: Tolls rose 12%", "statistic.quantity: Just seven ships paid")
	d.marks("=Cem", 0)
	d.accepts("Ana", 1, "Fares fell 3% in June")
	d.marks("Ana", 1, "claim.claim: <script>alert(1)</script>")
	d.marks("Ben", 1, "claim.claim: Nine boats sailed")
	a := d.measures(o)
	a.Made, a.Program = day, "1.2.3"
	return a
}

// update writes the goldens anew.
var update = os.Getenv("UPDATE") != ""

func TestTheJSONKeepsItsShape(t *testing.T) {
	a := reported(t, jobs.Measuring{})
	var b bytes.Buffer
	if err := a.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var whole any
	if err := json.Unmarshal(b.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(shape("", whole), "\n") + "\n"
	golden := filepath.Join("testdata", "agreement.shape.txt")
	if update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != got {
		t.Errorf("the shape is now (%v)\n%s", err, got)
	}
}

// shape lists the members of a JSON value with their kinds, each once.
func shape(at string, v any) []string {
	var out []string
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			out = append(out, shape(at+"."+name, member)...)
		}
	case []any:
		for _, member := range v {
			out = append(out, shape(at+"[]", member)...)
		}
		if len(v) == 0 {
			out = []string{at + "[]"}
		}
	case nil:
		out = []string{at + " null"}
	default:
		out = []string{fmt.Sprintf("%s %T", at, v)}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestThePageStaysTextWhereAnArticleHasMarkup(t *testing.T) {
	a := reported(t, jobs.Measuring{})
	var b bytes.Buffer
	if err := a.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(strings.ToLower(page), "<script") || !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("markup of an article is markup of the page")
	}
	for _, want := range []string{"2 of 2 articles shared, by =Cem, Ana and Ben", "Rubricator 1.2.3", "2 November 2026", "Krippendorff (2004, section 11.4)", "prefers-color-scheme: dark", "<svg"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "http://") || strings.Contains(page, "https://") {
		t.Error("something of the page was refused, or leads elsewhere")
	}
}

func TestPseudonymsTellNoName(t *testing.T) {
	a := reported(t, jobs.Measuring{Pseudonyms: true})
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return a.WriteHTML(b) },
		func(b *bytes.Buffer) error { return a.WriteCSV(b) },
		func(b *bytes.Buffer) error { return a.WriteJSON(b) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Ana", "Ben", "Cem"} {
			if regexp.MustCompile(`\b` + name + `\b`).MatchString(b.String()) {
				t.Errorf("%s is named in %.80s…", name, b.String())
			}
		}
	}
}

func TestAPseudonymStandsForAName(t *testing.T) {
	d := newOffice(t, tolls)
	ben := d.who("Ben")
	ben.Annotator.Pseudonym = "B7"
	d.people["Ben"] = ben
	d.marks("Ana", 0)
	d.marks("Ben", 0)
	var names []string
	for _, c := range d.measures(jobs.Measuring{Pseudonyms: true}).Annotators {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	if names[0] != "Annotator 1" && names[0] != "Annotator 2" || names[1] != "B7" {
		t.Errorf("they are called %q", names)
	}
}

func TestTheTableHasOneFigureALineAndNoFormula(t *testing.T) {
	a := reported(t, jobs.Measuring{})
	var b bytes.Buffer
	if err := a.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		seen[row[column("group")]] = true
		if (row[column("value")] == "") == (row[column("undefined")] == "") {
			t.Errorf("a value and a reason, or neither: %v", row)
		}
		for i, cell := range row {
			if number := i >= column("value") && i <= column("high"); cell != "" && !number && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("%q is a formula", cell)
			}
		}
		if row[column("first")] == "'=Cem" {
			seen["guarded"] = true
		}
	}
	for _, want := range []string{"all", "label", "pair", "pair_label", "annotator", "document", "over_time", "suggestions_only", "guarded"} {
		if !seen[want] {
			t.Errorf("there is no line of %s", want)
		}
	}
}

func TestAReportIsWrittenByItsEnding(t *testing.T) {
	a := reported(t, jobs.Measuring{})
	dir := t.TempDir()
	for name, begin := range map[string]string{"r.html": "<!DOCTYPE html>", "r.CSV": "group,label", "r.json": `{"format":"rubricator-agreement/1"`} {
		err := a.WriteFile(filepath.Join(dir, name))
		b, _ := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.HasPrefix(string(b), begin) {
			t.Errorf("%s: %v, %.40s", name, err, b)
		}
	}
	if err := a.WriteFile(filepath.Join(dir, "r.pdf")); err == nil || !strings.Contains(err.Error(), "ends with .html, .csv or .json") {
		t.Error(err)
	}
}

func TestNothingSharedIsSaid(t *testing.T) {
	d := newOffice(t, tolls)
	a := d.measures(jobs.Measuring{})
	var b bytes.Buffer
	if err := a.WriteHTML(&b); err != nil || !strings.Contains(b.String(), "No article was finished by two annotators") {
		t.Error(err)
	}
	b.Reset()
	if err := a.WriteJSON(&b); err != nil || strings.Contains(b.String(), `"value":0`) || strings.Contains(b.String(), `"value":1`) {
		t.Errorf("%v: what is not defined has a value: %s", err, b.String())
	}
}

func TestWhatABlindAnnotatorMustNotSeeIsLeftOut(t *testing.T) {
	d := newOffice(t, tolls)
	d.marks("Ben", 0, "claim.claim: Just seven ships paid")
	d.marks("Cem", 0, "claim.claim: Just seven ships paid")
	d.as("Ana", func(p *storage.Project) {
		r, err := annotation.NewRound("pilot", p.Scheme())
		if err != nil {
			t.Fatal(err)
		}
		r.Blind = true
		begun, err := r.Begin(nil)
		if err != nil {
			t.Fatal(err)
		}
		e, _ := r.Assign(d.documents, nil, p.Annotator().ID)
		d.commit(p, begun, e)
	})
	if a := d.measures(jobs.Measuring{}); a.Blind != 1 || a.Shared != 0 {
		t.Errorf("before Ana is done: %d left out, %d shared", a.Blind, a.Shared)
	}
	d.setDone("Ana", 0)
	if a := d.measures(jobs.Measuring{}); a.Blind != 0 || a.Shared != 1 {
		t.Errorf("when Ana is done: %d left out, %d shared", a.Blind, a.Shared)
	}
}

func TestAssigningFinishedWorkToATrainingRoundSaysThatItWillNotCount(t *testing.T) {
	d := newOffice(t, tolls, "Port opens\n\nThe port opened.\n")
	d.marks("Ben", 0, "claim.claim: Just seven ships paid")
	d.as("Ana", func(p *storage.Project) {
		r, err := annotation.NewRound("training", p.Scheme())
		if err != nil {
			t.Fatal(err)
		}
		r.Training = true
		plan, err := jobs.Assigning{Round: r, Documents: d.documents, To: []annotation.ID{p.Annotator().ID}}.Plan(ctx, p)
		if err != nil || plan.Lost != 1 || !strings.Contains(plan.InWords([]annotation.Annotator{p.Annotator()}, strconv.Itoa), "1 article with finished work") {
			t.Errorf("%d, %v", plan.Lost, err)
		}
	})
}
