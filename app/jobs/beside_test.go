package jobs_test

import (
	"database/sql"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/annotation/interchange/doccano"
	"rubricator/app/jobs"
)

func TestWhatAFormatHasBesidesCanBeWrittenBack(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	f := *doccano.Format
	f.Read = func(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
		return func(yield func(interchange.Incoming, error) bool) {
			for in, err := range doccano.Format.Read(src) {
				in.Kept = []byte("E1 Say:T3")
				if !yield(in, err) {
					return
				}
			}
		}
	}
	r, err := jobs.ImportMarks(ctx, p, interchange.InMemory{"a.jsonl": []byte(`{"text":"Prices\r\nrose.","label":[[8,12,"claim"]],"username":"ana"}`)}, &f, jobs.MarksOptions{})
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := p.Document(ctx, r.Records[0].Document)
	ana, _ := annotation.NewForeign("ana")
	kept := jobs.BesideMarks(d, &f, ana.ID)
	if err != nil || len(kept) != 1 {
		t.Fatal(d, err)
	}
	if b, err := p.Content(ctx, kept[0]); err != nil || string(b) != "E1 Say:T3" {
		t.Errorf("kept is %q, %v", b, err)
	}
	if b, err := p.Content(ctx, d.Sources[0].Original); err != nil || string(b) != "Prices\r\nrose." {
		t.Errorf("the original is %q, %v", b, err)
	}
	want(t, held(t, p), "ana: claim [7-11] rose", "ana: Prices done map[]")
	if found, err := p.Check(ctx); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}

func TestWhatBratHasBesidesMarksComesAndGoes(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	const marks = "T7\tclaim 0 11\tPrices rose\nN1\tReference T7 Wikidata:Q1\tprice\nT8\tclaim 0 11\tPrices rose\nE1\tclaim:T8 By:T7\n"
	src := interchange.InMemory{"may.txt": []byte("Prices rose, Mary said.\n"), "may.ann": []byte(marks)}
	if _, err := jobs.ImportMarks(ctx, p, src, brat.Format, jobs.MarksOptions{}); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "set")
	if r := wrote(t, p, everything("brat"), dir); r.Lossy() {
		t.Errorf("reported %+v", r)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "may.ann")); err != nil || string(b) != marks {
		t.Errorf("%v: came back as %s", err, b)
	}
	r := everything("brat")
	r.Choice.Labels = []string{"statistic"}
	other := filepath.Join(t.TempDir(), "set")
	if got := fmt.Sprint(wrote(t, p, r, other).Losses); got != "[{beside 3 [Prices rose, Mary said.: of may, since some marks are left out]}]" {
		t.Errorf("lost is %s", got)
	}
	if b, _ := os.ReadFile(filepath.Join(other, "may.ann")); strings.Contains(string(b), "N1") {
		t.Errorf("what is about a mark that was left out goes out: %s", b)
	}
}

func TestWhatIsKeptAndCannotBeReadIsNotLeftOutInSilence(t *testing.T) {
	p := project(t, scheme(t, "simple"))
	src := interchange.InMemory{"Ana/may.txt": []byte("Prices rose.\n"), "Ana/may.ann": []byte("T7\tclaim 0 11\tPrices rose\nN1\tReference T7 Wikidata:Q1\tprice\n")}
	came, err := jobs.ImportMarks(ctx, p, src, brat.Format, jobs.MarksOptions{})
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := p.Document(ctx, came.Records[0].Document)
	i := slices.IndexFunc(d.Sources, func(s annotation.Source) bool { return strings.HasPrefix(s.Decoding, "brat, beside the marks") })
	if err != nil || i < 0 {
		t.Fatal(err, d.Sources)
	}
	hash := d.Sources[i].Original
	db, err := sql.Open("sqlite3", p.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`DELETE FROM content WHERE sha256 = ?`, hash[:]); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "set")
	if _, err := jobs.WriteDataset(ctx, p, everything("brat"), jobs.Target{Path: dir}, nil); err == nil {
		t.Error("what was kept is gone, and nothing says so")
	}
}

// One text in two files of one annotator is one article with one set of marks.
func TestWhatCameInSeveralFilesOfOneAnnotatorIsCountedWhereItDoesNotGoBack(t *testing.T) {
	const text, first = "Prices rose, Mary said.\n", "T1\tclaim 0 11\tPrices rose\nN1\tReference T1 Wikidata:Q1\tprice\nE1\tclaim:T1\n"
	src := interchange.InMemory{"annotation.conf": []byte("# folder ana holds the marks of Ana\n"),
		"a/ana/may.txt": []byte(text), "a/ana/may.ann": []byte(first), "b/ana/june.txt": []byte(text), "b/ana/june.ann": []byte("T1\tclaim 13 22\tMary said\n")}
	p := project(t, scheme(t, "simple"))
	lost := func() string {
		if _, err := jobs.ImportMarks(ctx, p, src, brat.Format, jobs.MarksOptions{}); err != nil {
			t.Fatal(err)
		}
		r := wrote(t, p, everything("brat"), filepath.Join(t.TempDir(), "set"))
		return fmt.Sprint(r.Losses, r.ReadBack.Differences)
	}
	want := "[{beside 2 [Prices rose, Mary said.: of a/ana/may, since the same marks came in another file too]}] []"
	if got := lost(); got != want {
		t.Errorf("lost is %s", got)
	}
	src["b/ana/june.ann"] = []byte("T1\tclaim 13 22\tMary said\nE1\tclaim:T1\n")
	if got := lost(); got != want {
		t.Errorf("with the second file as it is now, lost is %s", got)
	}
}
