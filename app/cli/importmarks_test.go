package cli_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"testing"
	"time"

	"rubricator/storage"
)

func TestANewProjectStaysWhereTheImportIsBrokenOffWithinItsFirstRecord(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signal for another process to send")
	}
	s := newShell(t)
	marks := make([]string, 40000)
	for i := range marks {
		marks[i] = fmt.Sprintf(`[%d,%d,"claim"]`, 6*i, 6*i+5)
	}
	s.file("long.jsonl", `{"text":"`+strings.Repeat("Rents ", len(marks))+`","label":[`+strings.Join(marks, ",")+`]}`)
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt) // it may come when the command has ended
	defer signal.Stop(interrupted)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for t.Context().Err() == nil && documents("news.rubric") == 0 {
			time.Sleep(time.Millisecond)
		}
		_ = self.Signal(os.Interrupt)
	}()
	_, errs := s.runs(1, "import -p news.rubric long.jsonl --format doccano")
	holds(t, errs, "the import ended before it was written whole", "interrupt signal received")
	if documents("news.rubric") != 1 {
		t.Error("what was written is gone")
	}
}

func TestADryRunPlacesMarksWithoutTheTextInTheArticleOfTheProject(t *testing.T) {
	s := newShell(t)
	s.suggestions("news.rubric")
	s.runs(0, "export -p news.rubric --suggestions --no-text -o offsets.jsonl")
	out, _ := s.runs(0, "import -p news.rubric offsets.jsonl --dry-run")
	holds(t, out, "1 document, 5 marks, 4 links", `as in "12%"`)
	out, _ = s.runs(3, "import -p other.rubric offsets.jsonl --dry-run")
	holds(t, out, `the project has not the text of "Tolls"; import the article first`)
}

// documents counts those of a project; one that cannot be opened yet has none.
func documents(project string) int {
	p, err := storage.Open(project, storage.Options{ReadOnly: true})
	if err != nil {
		return 0
	}
	defer p.Close()
	listed, _ := p.Documents(context.Background(), p.Annotator().ID)
	return len(listed)
}
