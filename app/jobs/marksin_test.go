package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/doccano"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/interchange/labelstudio"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// took imports lines of doccano.
func took(t testing.TB, p *storage.Project, o jobs.MarksOptions, lines ...string) jobs.MarksReport {
	t.Helper()
	r, err := jobs.ImportMarks(ctx, p, interchange.InMemory{"wire.jsonl": []byte(strings.Join(lines, "\n"))}, doccano.Format, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// held writes who marked what in a project, one mark a line, then links and what is said of articles.
func held(t testing.TB, p *storage.Project) string {
	t.Helper()
	var out []string
	for s, err := range p.Sets(ctx, annotation.Person, annotation.Model, annotation.Reference) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Head == nil {
			out = append(out, "nobody: "+s.Document.Title)
			continue
		}
		quotes := map[annotation.ID]string{}
		for _, sp := range s.Spans {
			quotes[sp.ID] = sp.Quote()
			line := fmt.Sprintf("%s: %s %v %s", s.Annotator.Name, sp.Label(), sp.Ranges(), sp.Quote())
			if len(sp.Attributes()) > 0 {
				line += fmt.Sprint(" ", sp.Attributes())
			}
			out = append(out, line)
		}
		for _, r := range s.Relations {
			out = append(out, fmt.Sprintf("%s: %s %s -> %s", s.Annotator.Name, r.Type, quotes[r.From], quotes[r.To]))
		}
		out = append(out, fmt.Sprintf("%s: %s %s %v", s.Annotator.Name, s.Document.Title, s.Head.Status, s.Head.Attributes))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func want(t *testing.T, got string, lines ...string) {
	t.Helper()
	slices.Sort(lines)
	sorted := strings.Split(got, "\n")
	slices.Sort(sorted)
	got = strings.Join(sorted, "\n")
	if want := strings.Join(lines, "\n"); got != want {
		t.Errorf("there is\n%s\nwant\n%s", got, want)
	}
}

const ministry = `"text":"🔴 Unemployment fell to 3.9% in May, the ministry said."`

func TestADatasetComesWithItsMarksAndOneUndoTakesItBack(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	r := took(t, p, jobs.MarksOptions{},
		`{`+ministry+`,"entities":[{"id":1,"label":"CLAIM","start_offset":3,"end_offset":35},{"id":2,"label":"Statistic","start_offset":24,"end_offset":28}],"relations":[],"username":"ana","status":"done"}`,
		`{`+ministry+`,"label":[[24,28,"statistic"],[37,54,"MISC"]],"username":"ben"}`,
		`{"text":"Nobody marked this.","label":[]}`)
	want(t, held(t, p),
		"ana: claim [2-34] Unemployment fell to 3.9% in May",
		"ana: statistic [23-27] 3.9%",
		"ana: 🔴 Unemployment fell to 3.9% in May, the ministry said. done map[]",
		"ben: statistic [23-27] 3.9%",
		"ben: 🔴 Unemployment fell to 3.9% in May, the ministry said. done map[]",
		"nobody: Nobody marked this.")
	if r.Unit != interchange.UTF16 || r.Count(jobs.Loaded) != 2 || r.Marks() != 3 || r.Losses() != 1 || !slices.Equal(r.Unmapped, []jobs.UnmappedName{{"label", "MISC", 1}}) {
		t.Errorf("reported %+v", r)
	}
	if _, err := p.Group(ctx, r.Group); err != nil {
		t.Fatal(err)
	}
	if err := p.ApplyWhole(ctx, "undo", func(w *storage.Whole) error { _, err := w.TakeBack(r.Group, nil); return err }); err != nil {
		t.Fatal(err)
	}
	want(t, held(t, p), "")
	again := took(t, p, jobs.MarksOptions{}, `{`+ministry+`,"label":[[24,28,"statistic"]],"username":"ana"}`)
	if again.Marks() != 1 || again.Count(jobs.Loaded) != 1 {
		t.Errorf("after undo it came as %+v", again)
	}
}

func TestHowFarPeopleAreIsAsTheDatasetSaysElseAsChosen(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	took(t, p, jobs.MarksOptions{Status: annotation.InWork}, `{"text":"Begun.","label":[[0,5,"claim"]],"username":"ana"}`,
		`{"text":"Done.","label":[[0,4,"claim"]],"username":"ana","is_confirmed":true}`)
	took(t, p, jobs.MarksOptions{}, `{"text":"Finished.","label":[[0,8,"claim"]],"username":"ana"}`, `{"text":"Not yet.","label":[[0,3,"claim"]],"username":"ana","is_confirmed":false}`,
		`{"text":"Of another kind.","label":[[0,2,"MISC"]],"username":"ana"}`, `{"text":"Elsewhere.","label":[[0,99,"claim"]],"username":"ana","is_confirmed":true}`)
	took(t, p, jobs.MarksOptions{}, `{"text":"Begun.","label":[[0,5,"claim"]],"username":"ana"}`) // it was brought as in work
	want(t, held(t, p), "ana: Begun. in_work map[]", "ana: Done. done map[]", "ana: Finished. done map[]", "ana: Not yet. in_work map[]",
		"ana: claim [0-5] Begun", "ana: claim [0-4] Done", "ana: claim [0-8] Finished", "ana: claim [0-3] Not",
		"nobody: Of another kind.", "nobody: Elsewhere.")
}

func TestTheSameDatasetTwiceAddsNothing(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	line := `{` + ministry + `,"entities":[{"id":1,"label":"claim","start_offset":3,"end_offset":35},{"id":2,"label":"statistic","start_offset":24,"end_offset":28}],"relations":[{"id":9,"from_id":1,"to_id":2,"type":"rests_on"}],"username":"ana"}`
	took(t, p, jobs.MarksOptions{}, line)
	before := held(t, p)
	people, _ := p.Annotators(ctx)
	r := took(t, p, jobs.MarksOptions{}, line, line)
	if r.Edits != 0 || r.Marks() != 0 || r.Losses() != 0 || r.Records[1].There != 2 {
		t.Errorf("the second time: %+v", r)
	}
	want(t, held(t, p), strings.Split(before, "\n")...)
	if now, _ := p.Annotators(ctx); len(now) != len(people) {
		t.Errorf("the project has %v", now)
	}
}

func TestWhatIsSaidTwiceInOneFileComesOnce(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	r := took(t, p, jobs.MarksOptions{}, `{"text":"Thanks. Prices rose.","label":[[8,19,"claim"]]}`, `{"text":"Thanks. Prices rose.","label":[[8,19,"claim"],[0,6,"claim"]]}`)
	want(t, held(t, p), "wire: claim [8-19] Prices rose", "wire: claim [0-6] Thanks", "wire: Thanks. Prices rose. done map[]")
	if r.Marks() != 2 || r.Records[1].There != 1 || r.Edits != 1 {
		t.Errorf("reported %+v", r)
	}
}

func TestAMarkThatOneRecordHasTwiceIsTold(t *testing.T) {
	p := project(t, newsroom(t))
	l := formattest.Marked("Prices rose 3%.", [2]text.Pos{12, 14}, [2]text.Pos{12, 14}, [2]text.Pos{12, 14})
	for i, kind := range []string{"count", "count", "percent"} {
		l.Spans[i].Label, l.Spans[i].Role, l.Spans[i].Attributes = "statistic", "quantity", interchange.Attributes{"kind": {kind}}
	}
	src := formattest.Written(t, interchange.Native, interchange.Options{}, l)
	r, err := jobs.ImportMarks(ctx, p, src, interchange.Native, jobs.MarksOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if at := r.Records[0]; at.Marks != 1 || at.There != 0 || fmt.Sprint(at.Warnings) != "[2 marks are there twice]" ||
		fmt.Sprint(at.Refusals) != "[{what is said of a mark the second time it is there 1}]" {
		t.Errorf("reported %+v", at)
	}
}

func TestMarksJoinTheArticleThatIsThere(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	docs := articles(t, p, "Prices rose.")
	r := took(t, p, jobs.MarksOptions{Mapping: interchange.Mapping{Annotators: map[string]string{"x": "anna"}}},
		`{"text":"Prices rose.","label":[[0,11,"claim"]],"username":"x"}`, `{"text":"Prices rose.","label":[[0,6,"claim"],[0,11,"claim"]],"username":"x"}`)
	if r.Records[0].Document != docs[0] || r.Records[0].Outcome != jobs.Duplicate {
		t.Errorf("reported %+v", r.Records)
	}
	both := []string{"Anna: claim [0-11] Prices rose", "Anna: claim [0-6] Prices", "Anna: Prices rose. done map[]"}
	want(t, held(t, p), both...)
	if r.Count(jobs.Refused) != 0 || r.Records[1].Marks != 1 || r.Records[1].There != 1 {
		t.Errorf("one text in two records came as %+v", r.Records)
	}
	r = took(t, p, jobs.MarksOptions{Mapping: interchange.Mapping{Annotators: map[string]string{"x": "anna"}}},
		`{"text":"Prices rose.","label":[[0,11,"claim"]],"username":"x"}`, `{"text":"Prices rose.","label":[[7,11,"claim"]],"username":"x"}`)
	want(t, held(t, p), both...)
	if got := r.Records[1]; got.Outcome != jobs.Refused || got.Reason != "Anna has marks on it already, which are left as they are" {
		t.Errorf("into Anna's marks came %+v", got)
	}
	_, err := jobs.ImportMarks(ctx, p, interchange.InMemory{"a": nil}, doccano.Format, jobs.MarksOptions{Mapping: interchange.Mapping{Annotators: map[string]string{"x": "Zoe"}}})
	if err == nil || !strings.Contains(err.Error(), `0 annotators of the name "Zoe"`) {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsAstrayIsReportedByDocument(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	r := took(t, p, jobs.MarksOptions{Unit: interchange.UTF16}, `{`+ministry+`,"label":[[1,35,"claim"],[24,99,"claim"],[30,24,"claim"],[24,28,"claim"],[2,15,"claim"],[3,18,"claim"]]}`, `{"no":"text"}`)
	a := r.Records[0].Astray
	if a == nil || a.Within != 1 || a.Outside != 1 || a.Empty != 1 || r.Marks() != 3 || len(r.Refused) != 1 || r.Losses() != 4 {
		t.Errorf("reported %+v, %v", a, r)
	}
	want(t, strings.Join(r.Records[0].Warnings, "\n"), "1 mark has white space at the edge", "1 mark crosses another of the same label")
	s, err := jobs.Look(ctx, p, interchange.InMemory{"a.jsonl": []byte(`{"text":"Short.","label":[[0,99,"claim"],[0,5,"claim"]]}`)}, doccano.Format, "")
	if err != nil || s.Unit != interchange.UTF16 || s.Marks != 2 || len(s.Astray) != 1 || s.Astray[0].Outside != 1 || s.Labels[0].Example != "Short" {
		t.Errorf("looked: %+v, %v", s, err)
	}
}

func TestAnUndecidedUnitIsAskedFor(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	src := interchange.InMemory{"a.jsonl": []byte(`{"text":"🔴aa aa aa","label":[[4,5,"claim"],[6,8,"claim"]]}`)}
	_, err := jobs.ImportMarks(ctx, p, src, doccano.Format, jobs.MarksOptions{})
	if undecided := (*interchange.Undecided)(nil); !errors.As(err, &undecided) || !strings.Contains(err.Error(), "--unit") {
		t.Errorf("got %v", err)
	}
	want(t, held(t, p), "")
	if s, err := jobs.Look(ctx, p, src, doccano.Format, ""); err != nil || s.Unit != "" || s.Undecided == "" || s.Marks != 2 {
		t.Errorf("looked: %+v, %v", s, err)
	}
}

// native is a line of ours.
func native(t *testing.T, marked func(l *interchange.Line)) string {
	t.Helper()
	l := formattest.Sample()
	marked(&l)
	var b strings.Builder
	w := interchange.NewWriter(&b)
	if err := errors.Join(w.Write(l), w.Flush()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarksWithoutTheTextComeToTheArticleThatIsThere(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	articles(t, p, formattest.Ministry)
	files := formattest.Written(t, interchange.Native, interchange.Native.With(interchange.Options{Name: "news", TextFree: true, Unit: interchange.UTF16}), formattest.Sample(), formattest.Unmarked())
	s, err := jobs.Look(ctx, p, files, interchange.Native, "")
	missing := `news.jsonl, record 2: the project has not the text of "Nothing to see here."; import the article first`
	if err != nil || s.Documents != 1 || s.Marks != 4 || len(s.Astray) > 0 || !slices.Equal(s.Refused, []string{missing}) {
		t.Errorf("looked: %+v, %v", s, err)
	}
	r, err := jobs.ImportMarks(ctx, p, files, interchange.Native, jobs.MarksOptions{})
	if err != nil || r.Marks() != 4 || r.Count(jobs.Duplicate) != 1 || !slices.Equal(r.Refused, []string{missing}) {
		t.Errorf("reported %+v, %v", r, err)
	}
	if got := held(t, p); !strings.Contains(got, "Ana: claim [2-34] Unemployment fell to 3.9% in May") {
		t.Errorf("there is\n%s", got)
	}
	if s, err := jobs.Look(ctx, nil, files, interchange.Native, ""); err != nil || s.Records != 0 || len(s.Refused) != 2 {
		t.Errorf("without a project: %+v, %v", s, err)
	}
}

func TestPredictionsBecomeSuggestionsAndTheReferenceTheReference(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	model, reference := "Tagger 2", "Reference"
	lines := native(t, func(l *interchange.Line) { l.Annotator, l.Kind, l.Attributes = &model, annotation.Model, nil }) +
		native(t, func(l *interchange.Line) { l.Annotator, l.Kind, l.Attributes = &reference, annotation.Reference, nil })
	src := interchange.InMemory{"x.jsonl": []byte(lines)}
	r, err := jobs.ImportMarks(ctx, p, src, interchange.Native, jobs.MarksOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Records[0].Suggested == 0 || r.Records[1].Marks != 4 {
		t.Errorf("reported %+v", r.Records)
	}
	d := r.Records[0].Document
	if got := suggested(t, p, d); !strings.Contains(got, "claim: Unemployment fell to 3.9% in May") {
		t.Errorf("suggested are %s", got)
	}
	_, x, _ := p.Document(ctx, d)
	set, _, err := p.Set(ctx, d, annotation.ReferenceAnnotator().ID, x)
	if err != nil || set.Len() != 4 || set.Head().Status != annotation.Done {
		t.Errorf("the reference has %d marks, %v, %v", set.Len(), set.Head(), err)
	}
	again, err := jobs.ImportMarks(ctx, p, src, interchange.Native, jobs.MarksOptions{})
	if err != nil || again.Marks() != 0 || again.Edits != 0 || again.Count(jobs.Refused) != 0 {
		t.Errorf("the second time: %+v, %v", again, err)
	}
}

func TestWhatIsSaidOfPredictionsIsKeptAndGoesOutAgain(t *testing.T) {
	p := project(t, newsroom(t))
	const tasks = `[{"id":1,"data":{"text":"Prices rose 3% in May."},"annotations":[],"predictions":[{"model_version":"Tagger 2","result":[
		{"id":"a","from_name":"label","to_name":"text","type":"labels","score":0.875,"meta":{"text":["by its number"]},"value":{"start":12,"end":14,"text":"3%","labels":["statistic.quantity"]}},
		{"id":"a","from_name":"kind","to_name":"text","type":"choices","value":{"start":12,"end":14,"text":"3%","choices":["percent"]}}]}]}]`
	if _, err := jobs.ImportMarks(ctx, p, interchange.InMemory{"tasks.json": []byte(tasks)}, labelstudio.Format, jobs.MarksOptions{}); err != nil {
		t.Fatal(err)
	}
	r := interchange.Recipe{Choice: interchange.Started}
	r.Choice.Suggestions = true
	path := filepath.Join(t.TempDir(), "out.jsonl")
	wrote(t, p, r, path)
	l := linesIn(t, path)[0]
	if got := fmt.Sprint(l.Spans[0].Attributes, l.Spans[0].Note); got != "map[kind:[percent] model_score:[0.875]]by its number" {
		t.Errorf("natively it goes out as %s", got)
	}
	for format, want := range map[string]string{"labelstudio": `"score":0.875`, "prodigy": `"score":0.875`} {
		r.Format = format
		path := filepath.Join(t.TempDir(), "out")
		wrote(t, p, r, path)
		if out, err := os.ReadFile(path); err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s has\n%s, %v", format, out, err)
		}
	}
}

func TestNamesGoAsTheMappingSaysAndWhatIsToBeMadeIsMade(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	r := took(t, p, jobs.MarksOptions{Mapping: interchange.Mapping{Labels: map[string]string{"ORG": interchange.Made, "PER": interchange.Dropped, "NUM": "statistic"},
		Relations: map[string]string{"counts": interchange.Made}}},
		`{"text":"Acme sold nine.","entities":[{"id":1,"label":"ORG","start_offset":0,"end_offset":4},{"id":2,"label":"NUM","start_offset":10,"end_offset":14},{"id":3,"label":"PER","start_offset":0,"end_offset":4}],"relations":[{"id":1,"from_id":1,"to_id":2,"type":"counts"},{"id":2,"from_id":2,"to_id":1,"type":"counts"}]}`)
	want(t, held(t, p), "wire: org [0-4] Acme", "wire: statistic [10-14] nine", "wire: counts Acme -> nine", "wire: counts nine -> Acme", "wire: Acme sold nine. done map[]")
	if r.Records[0].Left != 1 || r.Losses() != 0 {
		t.Errorf("reported %+v", r)
	}
	if s := p.Scheme(); s.Version != 2 || s.Validate() != nil {
		t.Errorf("the scheme is %+v", s)
	}
	if err := p.ApplyWhole(ctx, "undo", func(w *storage.Whole) error { _, err := w.TakeBack(r.Group, nil); return err }); err != nil {
		t.Fatal(err)
	}
	if _, has := p.Scheme().Label("org"); has {
		t.Error("undo left the label")
	}
}

func TestAMappingThatIsWrongChangesNothing(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	src := interchange.InMemory{"a.jsonl": []byte(`{"text":"Acme hired Ann.","label":[[0,4,"ORG"],[11,14,"PER"]]}`)}
	r, err := jobs.ImportMarks(ctx, p, src, doccano.Format, jobs.MarksOptions{Mapping: interchange.Mapping{Labels: map[string]string{"PER": interchange.Made, "ORG": "nonexistent"}}})
	if err == nil || !strings.Contains(err.Error(), "labels: ORG") {
		t.Errorf("got %v", err)
	}
	if s := p.Scheme(); s.Version != 1 {
		t.Errorf("the scheme has become %+v", s.Labels)
	}
	if left, err := p.Group(ctx, r.Group); err == nil && len(left) > 0 {
		t.Errorf("written was %v", left)
	}
}

func TestWhatWasBroughtBeforeACancelStays(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	var lines []string
	for i := range 400 {
		lines = append(lines, fmt.Sprintf(`{"text":"Prices rose %d times.%s","label":[[0,11,"claim"]]}`, i, strings.Repeat(" More.", 5000)))
	}
	stop, cancel := context.WithCancel(ctx)
	r, err := jobs.ImportMarks(stop, p, interchange.InMemory{"a.jsonl": []byte(strings.Join(lines, "\n"))}, doccano.Format,
		jobs.MarksOptions{Unit: interchange.CodePoint, Progress: func(documents, _ int) {
			if documents == 300 {
				cancel()
			}
		}})
	if err == nil || r.Count(jobs.Loaded)+r.Count(jobs.Stopped) != 300 || r.Count(jobs.Loaded) == 0 {
		t.Errorf("%d loaded, %d stopped: %v", r.Count(jobs.Loaded), r.Count(jobs.Stopped), err)
	}
	docs, _ := p.Documents(ctx, p.Annotator().ID)
	if len(docs) != r.Count(jobs.Loaded) {
		t.Errorf("%d documents are there, %d reported", len(docs), r.Count(jobs.Loaded))
	}
	if left, err := p.Unfinished(ctx); err != nil || len(left) != 1 || left[0].Group != r.Group {
		t.Errorf("unfinished: %v, %v", left, err)
	}
}

// ownScheme has what random lines have.
func ownScheme(t *testing.T) annotation.Scheme {
	t.Helper()
	n := interchange.Names{}
	for seed := range uint64(5) {
		l := formattest.Random(rand.New(rand.NewPCG(seed, 7)), 200)
		in := interchange.Incoming{Text: l.Text}
		for _, sp := range l.Spans {
			in.Spans = append(in.Spans, interchange.IncomingSpan{ID: sp.ID.String(), Label: sp.Name(), Ranges: [][2]int{{int(sp.Start), int(sp.End)}}})
		}
		for _, r := range l.Relations {
			in.Relations = append(in.Relations, interchange.IncomingRelation{Type: r.Type, From: r.From.String(), To: r.To.String()})
		}
		placed, err := in.Place(interchange.CodePoint)
		if err != nil {
			t.Fatal(err)
		}
		n.Add(&placed)
	}
	s, _ := interchange.SchemeFrom("found", &n, interchange.Mapping{})
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	return s
}

// What was written for another tool comes back as the format keeps it, under every unit.
func TestRandomProjectsComeBackAsTheFormatKeepsThem(t *testing.T) {
	s := ownScheme(t)
	for seed := range uint64(4) {
		for _, f := range formats.All {
			if f.Write == nil || f.Read == nil {
				continue
			}
			r := rand.New(rand.NewPCG(seed, 1))
			var lines, kept []interchange.Line
			for range 1 + r.IntN(5) {
				l := formattest.Random(r, 1+r.IntN(700))
				if slices.ContainsFunc(lines, func(o interchange.Line) bool { return o.Text == l.Text }) {
					continue
				}
				lines = append(lines, l)
			}
			o := f.With(interchange.Options{Name: "news", Labels: formattest.Labels, Unit: interchange.Units[r.IntN(len(interchange.Units))]})
			for _, l := range lines {
				kept = append(kept, f.Keep(l, o))
			}
			p := project(t, s)
			report, err := jobs.ImportMarks(ctx, p, formattest.Written(t, f, o, lines...), f, jobs.MarksOptions{Unit: o.Unit})
			if err != nil {
				t.Fatal(f.Name, err)
			}
			compareWith(t, p, report, kept, &s)
			if found, err := p.Check(ctx); err != nil || len(found) > 0 {
				t.Errorf("seed %d: check: %v, %v", seed, found, err)
			}
		}
	}
}

// compareWith holds the sets of a project against the lines that were imported. Marks that are doubled in a line are one here.
func compareWith(t *testing.T, p *storage.Project, r jobs.MarksReport, kept []interchange.Line, s *annotation.Scheme) {
	t.Helper()
	for i, l := range kept {
		at := slices.IndexFunc(r.Records, func(m jobs.MarkedRecord) bool { return m.Document == annotation.DocumentID(l.TextSHA256, "") })
		if at < 0 {
			t.Fatalf("%s: document %d did not come: %+v", r.Format, i, r.Refused)
		}
		_, x, err := p.Document(ctx, r.Records[at].Document)
		if err != nil {
			t.Fatal(err)
		}
		who, _ := annotation.NewForeign(r.Records[at].Annotator)
		set, bad, err := p.Set(ctx, r.Records[at].Document, who.ID, x)
		if err != nil || len(bad) > 0 {
			t.Fatal(err, bad)
		}
		var have, wanted []string
		names := map[annotation.ID]string{}
		for _, sp := range set.Spans() {
			names[sp.ID] = fmt.Sprint(sp.Label(), sp.Ranges(), sp.Quote())
			have = append(have, names[sp.ID])
		}
		for _, sp := range set.Spans() {
			for _, link := range set.Relations(sp.ID) {
				if link.From == sp.ID {
					have = append(have, names[link.From]+" -> "+names[link.To])
				}
			}
		}
		matching, _ := interchange.NewMatching(s, interchange.Mapping{})
		for _, sp := range l.Spans {
			label, _ := matching.Label(sp.Name())
			var ranges []string
			for _, b := range sp.Ranges {
				ranges = append(ranges, fmt.Sprintf("%d-%d", b[0], b[1]))
			}
			names[sp.ID] = fmt.Sprint(label, ranges, quoted(l.Index(), sp))
			wanted = append(wanted, names[sp.ID])
		}
		for _, link := range l.Relations {
			if names[link.From] != names[link.To] {
				wanted = append(wanted, names[link.From]+" -> "+names[link.To])
			}
		}
		slices.Sort(have)
		slices.Sort(wanted)
		if wanted = slices.Compact(wanted); !slices.Equal(have, wanted) {
			t.Fatalf("%s: document %d: %d there, %d wanted; first difference %s", r.Format, i, len(have), len(wanted), firstOf(have, wanted))
		}
	}
}

func quoted(x *text.Text, sp interchange.Span) string {
	var parts []string
	for _, b := range sp.Ranges {
		parts = append(parts, x.Slice(b[0], b[1]))
	}
	return strings.Join(parts, " ")
}

func firstOf(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%q and %q", a[i], b[i])
		}
	}
	return "behind the end of one"
}

func TestTheReportIsReadByPrograms(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	b, err := json.Marshal(took(t, p, jobs.MarksOptions{}, `{"text":"Prices rose.","label":[[0,11,"claim"],[0,6,"x"]]}`))
	if err != nil || !strings.Contains(string(b), `"marks":1,"unmapped":1`) || !strings.Contains(string(b), `"unmapped":[{"what":"label","name":"x","count":1}]`) {
		t.Errorf("%s, %v", b, err)
	}
}
