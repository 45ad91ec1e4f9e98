package jobs_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/doccano"
	"rubricator/app/jobs"
)

// wire writes articles of 8 KB with 50 marks each as doccano does, and gives the path, the size in bytes and the number of marks.
func wire(b *testing.B, documents int) (path string, size int64, marks int) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "wire.jsonl")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	sentence := "Unemployment fell to 3.9 percent in May, the ministry said, and rents rose in all but two of the nine states that the office looks at each month; nobody had expected that much. "
	labels := []string{"claim", "statistic", "attribution"}
	for d := range documents {
		var body, label strings.Builder
		fmt.Fprintf(&body, "Report %d. ", d)
		for i := range 48 {
			at := body.Len()
			body.WriteString(sentence)
			fmt.Fprintf(&label, `, [%d, %d, "%s"]`, at, at+39+i%20, labels[i%3])
			marks++
		}
		fmt.Fprintf(f, `{"id": %d, "text": "%s", "label": [%s], "Comments": []}`+"\n", d, body.String(), label.String()[2:])
	}
	info, err := f.Stat()
	if err != nil || f.Close() != nil {
		b.Fatal(err)
	}
	return path, info.Size(), marks
}

// bySQLite has the sqlite3 program take the same file in, texts and marks each into a table with the index that a reader needs, durably.
const bySQLite = `PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TEMP TABLE line (j TEXT);
CREATE TABLE document (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE mark (id INTEGER PRIMARY KEY, document INTEGER, start INTEGER, end INTEGER, label TEXT);
CREATE INDEX mark_document ON mark (document);
.mode ascii
.separator "\037" "\n"
.import %s line
BEGIN;
INSERT INTO document SELECT j ->> 'id', j ->> 'text' FROM line;
INSERT INTO mark (document, start, end, label) SELECT j ->> 'id', m.value ->> 0, m.value ->> 1, m.value ->> 2 FROM line, json_each(j, '$.label') m;
COMMIT;
SELECT count(*) FROM mark;
`

// BenchmarkImportMarks takes in doccano JSONL with its marks: the bound is 190,000 marks/s and 37 MB/s, what the sqlite3 program did on one
// machine. It is run beside, where it is there.
func BenchmarkImportMarks(b *testing.B) {
	path, size, marks := wire(b, 4000)
	s := scheme(b, "simple")
	rates := func(b *testing.B, took time.Duration) {
		b.ReportMetric(float64(marks)*float64(b.N)/took.Seconds(), "marks/s")
		b.ReportMetric(float64(size)*float64(b.N)/1e6/took.Seconds(), "MB/s")
		b.ReportMetric(0, "ns/op")
	}
	for _, unit := range []interchange.Unit{interchange.UTF16, ""} {
		b.Run("unit="+string(unit), func(b *testing.B) {
			took := time.Duration(0)
			for range b.N {
				p := project(b, s)
				start := time.Now()
				r, err := jobs.ImportMarks(ctx, p, interchange.OneFile(path), doccano.Format, jobs.MarksOptions{Unit: unit})
				took += time.Since(start)
				if err != nil || r.Marks() != marks || r.Losses() > 0 {
					b.Fatal(r.Marks(), err)
				}
			}
			rates(b, took)
		})
	}
	b.Run("sqlite3", func(b *testing.B) {
		took := time.Duration(0)
		for range b.N {
			cmd := exec.Command("sqlite3", filepath.Join(b.TempDir(), fmt.Sprint(time.Now().UnixNano(), ".db")))
			cmd.Stdin = strings.NewReader(fmt.Sprintf(bySQLite, path))
			start := time.Now()
			out, err := cmd.CombinedOutput()
			took += time.Since(start)
			if cmd.Process == nil {
				b.Skip("the sqlite3 program is not here")
			}
			if err != nil || !strings.HasSuffix(strings.TrimSpace(string(out)), fmt.Sprint(marks)) {
				b.Fatalf("%v\n%s", err, out)
			}
		}
		rates(b, took)
	})
}
