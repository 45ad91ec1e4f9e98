package csvmarks_test

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/csvmarks"
	"rubricator/annotation/interchange/formattest"
)

func TestTheTableOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, csvmarks.Format, interchange.Options{}, "testdata/excel.txtar")
	scheme := &annotation.Scheme{Labels: []annotation.Label{{ID: "statistic", Attributes: []annotation.Attribute{{ID: "kind", Kind: annotation.FreeText}}}}}
	formattest.Golden(t, csvmarks.Format, interchange.Options{Scheme: scheme, Policy: csvmarks.Exact.Name}, "testdata/scheme.txtar")
}

// cells are the rows of a table by the names of its columns.
func cells(t *testing.T, policy string, l interchange.Line) (out []map[string]string) {
	t.Helper()
	b := formattest.Written(t, csvmarks.Format, interchange.Options{Policy: policy}, l)["news.csv"]
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		cell := map[string]string{}
		for i, name := range rows[0] {
			cell[name] = row[i]
		}
		out = append(out, cell)
	}
	return out
}

func TestCellsThatSpreadsheetsWouldRunAreDefused(t *testing.T) {
	for note, want := range map[string]string{
		`=HYPERLINK("x")`: `'=HYPERLINK("x")`, "+1 and more": "'+1 and more", "-cmd": "'-cmd", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1",
		"-1.5": "-1.5", "1=1": "1=1", "": "",
	} {
		l := formattest.Sample()
		l.Spans[0].Note = note
		if got := cells(t, csvmarks.Safe.Name, l)[0]["note"]; got != want {
			t.Errorf("%q became %q, want %q", note, got, want)
		}
		if got := cells(t, csvmarks.Exact.Name, l)[0]["note"]; got != note {
			t.Errorf("%q became %q", note, got)
		}
	}
}

func TestEveryMarkHasARowWithWhatItCovers(t *testing.T) {
	l := formattest.Random(rand.New(rand.NewPCG(3, 4)), 500)
	rows := cells(t, csvmarks.Exact.Name, l)
	if len(rows) != len(l.Spans) {
		t.Fatalf("%d rows for %d marks", len(rows), len(l.Spans))
	}
	for i, s := range l.Spans {
		if rows[i]["text"] != s.Text || rows[i]["note"] != s.Note || rows[i]["id"] != s.ID.String() {
			t.Errorf("row %d is %q of %s", i, rows[i], s.Says())
		}
	}
}

func TestItNeedsNoTexts(t *testing.T) {
	files := formattest.Written(t, csvmarks.Format, interchange.Options{TextFree: true}, formattest.Sample())
	if got := string(files["news.csv"]); !strings.Contains(got, ",2,34,,,") || strings.Contains(got, "3.9%,") {
		t.Errorf("written %s", got)
	}
}

func BenchmarkWrite(b *testing.B) {
	var lines []interchange.Line
	for i := range uint64(40) {
		lines = append(lines, formattest.Random(rand.New(rand.NewPCG(i, 1)), 250))
	}
	b.SetBytes(int64(len(formattest.Written(b, csvmarks.Format, interchange.Options{}, lines...)["news.csv"])))
	for b.Loop() {
		formattest.Written(b, csvmarks.Format, interchange.Options{}, lines...)
	}
	b.ReportMetric(float64(b.N*len(lines)*250)/b.Elapsed().Seconds(), "marks/s")
}
