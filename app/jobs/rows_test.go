package jobs_test

import (
	"bytes"
	"context"
	"testing"
	"unicode/utf16"

	"rubricator/app/jobs"
)

func TestRowsThatShareTheirOriginalBringItOnce(t *testing.T) {
	table := []byte("\xFF\xFE")
	for _, u := range utf16.Encode([]rune("title\ttext\nHarbour\tShips wait.\nBread\tBread is dear.\n")) {
		table = append(table, byte(u), byte(u>>8))
	}
	p, ctx := project(t, scheme(t, "simple")), context.Background()
	articles := []jobs.Article{{Name: "news.tsv", Read: func() ([]byte, error) { return table, nil }}}
	report, err := jobs.Import(ctx, p, articles, jobs.ImportOptions{})
	if err != nil || report.Count(jobs.Loaded) != 2 {
		t.Fatal(report, err)
	}
	docs, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if kept, err := p.Content(ctx, d.Document.Sources[0].Original); err != nil || !bytes.Equal(kept, table) {
			t.Errorf("%s: %q %v", d.Document.Title, kept, err)
		}
	}
	if report, err = jobs.Import(ctx, p, articles, jobs.ImportOptions{}); err != nil || report.Count(jobs.Duplicate) != 2 || report.Edits != 0 {
		t.Error(report, err)
	}
}
