package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
)

func TestOfAFileWithManyFaultsTheFirstAreNamed(t *testing.T) {
	const faults = 2500
	lines := "{\"text\":\"Ships wait.\"}\n" + strings.Repeat("no\n", faults) + "{\"text\":\"Bread is dear.\"}\n"
	named, articles, last := 0, 0, ""
	a := jobs.Article{Name: "news.jsonl", Read: func() ([]byte, error) { return []byte(lines), nil }}
	for _, err := range jobs.Sheets(context.Background(), a, jobs.Reading{}) {
		if err != nil {
			named, last = named+1, err.Error()
		} else {
			articles++
		}
	}
	if articles != 2 || named != 1001 || !strings.HasPrefix(last, "1500 further parts") {
		t.Errorf("%d articles, %d faults, the last %q", articles, named, last)
	}
}

func TestOfAFileWithVeryManyArticlesTheRestIsNamed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 200,000 articles")
	}
	lines := strings.Repeat("{\"text\":\"Ships wait.\"}\n", 200_001)
	a := jobs.Article{Name: "news.jsonl", Read: func() ([]byte, error) { return []byte(lines), nil }}
	articles, last := 0, error(nil)
	for _, err := range jobs.Sheets(context.Background(), a, jobs.Reading{}) {
		if last = err; err == nil {
			articles++
		}
	}
	if articles != 200_000 || !errors.Is(last, ingest.ErrTooLarge) || !strings.Contains(last.Error(), "split it") {
		t.Errorf("%d articles, then %v", articles, last)
	}
}

func TestAnImportOfALargeFileTellsItsProgressAndIsStopped(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 300 MB")
	}
	path := filepath.Join(t.TempDir(), "news.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		fmt.Fprintf(f, "{\"text\":\"Ships %d wait.\"}%s\n", i, strings.Repeat(" ", 1<<20))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	articles := jobs.Files([]string{path}, nil)
	if !jobs.TooMuchToShow(articles) {
		t.Error("it is said to be small enough to be shown")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	told := 0
	report, err := jobs.Import(ctx, project(t, scheme(t, "simple")), articles, jobs.ImportOptions{Progress: func(done, total int) {
		if done <= told || total != 300 {
			t.Errorf("behind %d, %d of %d", told, done, total)
		}
		if told = done; done >= 100 {
			cancel()
		}
	}})
	if n := len(report.Files); !errors.Is(err, context.Canceled) || told < 100 || told > 110 || n > 110 || report.Count(jobs.Refused) > 0 {
		t.Errorf("%v, after %d of 300 MiB, with %d articles, %d refused", err, told, n, report.Count(jobs.Refused))
	}
}
