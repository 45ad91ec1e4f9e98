package assets

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/schemefile"
	"rubricator/annotation/text"
)

var update = flag.Bool("update", false, "write sample/sample.jsonl anew from the marked articles")

// articles are the files of the sample, in the order of the project.
var articles = []string{"kestrel-strait.txt", "housing-audit.txt", "local-papers.txt", "airport-drones.txt"}

const annotator = "Sample Annotator"

// article is a marked article: a head of "key: value" lines, an empty line, the text in the notation of annotationtest.
type article struct {
	file   string
	head   map[string]string
	body   string // the notation
	marked annotationtest.Marked
}

func readArticle(t *testing.T, file string) article {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("sample", file))
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(b), "\n\n")
	a := article{file: file, head: map[string]string{}, body: body}
	for line := range strings.SplitSeq(head, "\n") {
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("%s: head %q", file, line)
		}
		a.head[key] = value
	}
	a.marked = annotationtest.Must(t, body)
	a.marked.Text = strings.TrimSuffix(a.marked.Text, "\n")
	return a
}

func scheme(t *testing.T) *annotation.Scheme {
	t.Helper()
	b, _ := Scheme(DefaultScheme)
	s, err := schemefile.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// derived makes the same ID of the same parts every time.
func derived(kind string, document annotation.ID, n int) annotation.ID {
	h := annotation.HashOf(binary.BigEndian.AppendUint64(append([]byte("sample "+kind), document[:]...), uint64(n)))
	id := annotation.ID(h[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // UUIDv8
	return id
}

// begun is when the sample annotator began to mark; a mark takes twenty seconds.
var begun = time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)

func (a article) line(s *annotation.Scheme) interchange.Line {
	t := text.MustNew(a.marked.Text)
	d := annotation.NewDocument(t, "", annotation.Source{File: a.file})
	d.Outlet, d.Author, d.Published, d.Language, d.URL = a.head["outlet"], a.head["author"], a.head["published"], a.head["language"], a.head["url"]
	name := interchange.SchemeName{Name: s.Name, Version: s.Version}
	if len(a.marked.Spans) == 0 {
		return interchange.NewLine(d, t, name, nil, "", nil, nil)
	}
	set := derived("set", d.ID, 0)
	ids := map[string]annotation.ID{}
	var marks []interchange.Mark
	for i, sp := range a.marked.Spans {
		id := derived("span", d.ID, i)
		ids[sp.Name] = id
		at := begun.Add(time.Duration(i) * 20 * time.Second)
		marks = append(marks, interchange.Mark{
			Span:    annotation.NewSpan(id, set, sp.Label, t, sp.Ranges, annotation.OriginSelection),
			Created: at, Updated: at,
		})
	}
	var relations []annotation.Relation
	for i, r := range a.marked.Relations {
		relations = append(relations, annotation.Relation{ID: derived("relation", d.ID, i), Set: set, Type: r.Type, From: ids[r.From], To: ids[r.To]})
	}
	head := annotation.SetHead{ID: set, Document: d.ID, Status: annotation.Done}
	return interchange.NewLine(d, t, name, &head, annotator, marks, relations)
}

func TestTheSampleSaysWhatTheMarkedArticlesSay(t *testing.T) {
	var b bytes.Buffer
	w := interchange.NewWriter(&b)
	for _, file := range articles {
		if err := w.Write(readArticle(t, file).line(scheme(t))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("sample/sample.jsonl", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		Sample = b.Bytes() // for the tests that follow; the embedded one is of before
	}
	if !bytes.Equal(Sample, b.Bytes()) {
		t.Error("sample/sample.jsonl is not what the articles say; if they are right, run: go test ./assets -update")
	}
}

func TestEveryMarkedArticleIsInTheSample(t *testing.T) {
	files, err := filepath.Glob("sample/*.txt")
	if err != nil || len(files) != len(articles) {
		t.Errorf("%d articles in the folder, %d in the sample: %v", len(files), len(articles), err)
	}
	for _, file := range articles {
		a := readArticle(t, file)
		if got := a.marked.String(); got != strings.TrimSuffix(a.body, "\n") && got != a.body {
			t.Errorf("%s: write it as\n%s", file, got)
		}
	}
}

// Applying every mark as an edit of a set holds it to the scheme, and finds duplicates.
func TestTheSampleKeepsToTheScheme(t *testing.T) {
	for _, file := range articles {
		a := readArticle(t, file)
		annotationtest.Set(t, scheme(t), a.body)
		for _, key := range []string{"outlet", "author", "published", "language", "url"} {
			if a.head[key] == "" {
				t.Errorf("%s has no %s", file, key)
			}
		}
		if _, err := time.Parse(time.DateOnly, a.head["published"]); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if n := len(strings.Fields(a.marked.Text)); n < 250 || n > 400 {
			t.Errorf("%s has %d words, want 250 to 400", file, n)
		}
	}
}

// The guideline in short: quotation marks in, white space, final stops out, "that" out of a claim, a claim rests on the statistics
// inside it, and a pair of quotation marks is never cut apart.
func TestTheSampleKeepsToTheGuideline(t *testing.T) {
	for _, file := range articles {
		m := readArticle(t, file).marked
		x := text.MustNew(m.Text)
		for _, sp := range m.Spans {
			q := annotation.Quote(x, sp.Ranges)
			if strings.TrimSpace(q) != q || strings.HasSuffix(q, ".") || sp.Label.Label == "claim" && strings.HasPrefix(q, "that ") {
				t.Errorf("%s: %s %q", file, sp.Label, q)
			}
			if strings.Count(q, "“") != strings.Count(q, "”") || strings.Count(q, `"`)%2 != 0 {
				t.Errorf("%s: %s %q cuts a quotation", file, sp.Label, q)
			}
		}
		for _, claim := range m.Spans {
			for _, s := range m.Spans {
				if claim.Label.Label == "claim" && s.Label.Label == "statistic" && innermost(m, s) == claim.Name &&
					!slices.Contains(m.Relations, annotationtest.Relation{From: claim.Name, Type: "rests_on", To: s.Name}) {
					t.Errorf("%s: %q does not rest on %q", file, annotation.Quote(x, claim.Ranges), annotation.Quote(x, s.Ranges))
				}
			}
		}
	}
}

// innermost is the name of the shortest claim round a span, or "none".
func innermost(m annotationtest.Marked, s annotationtest.Span) string {
	name, size := "none", text.Pos(1<<30)
	for _, claim := range m.Spans {
		n := text.Pos(0)
		inside := false
		for _, r := range claim.Ranges {
			n += r.Len()
			inside = inside || r.Start <= s.Ranges[0].Start && s.Ranges[0].End <= r.End
		}
		if claim.Label.Label == "claim" && inside && n < size {
			name, size = claim.Name, n
		}
	}
	return name
}

func TestTheSampleShowsWhatCanBeMarked(t *testing.T) {
	var spans, relations, interrupted, nested, crossing, unmarked int
	for l, err := range interchange.Read(bytes.NewReader(Sample)) {
		if err != nil {
			t.Fatal(err)
		}
		if l.Annotator == nil {
			unmarked++
			continue
		}
		if *l.Annotator != annotator || l.Status != annotation.Done {
			t.Errorf("%s by %s, %s", l.Meta.Title, *l.Annotator, l.Status)
		}
		spans += len(l.Spans)
		relations += len(l.Relations)
		for i, a := range l.Spans {
			if len(a.Ranges) > 1 {
				interrupted++
			}
			for _, b := range l.Spans[i+1:] {
				x, y := rangeset.Range{Start: a.Start, End: a.End}, rangeset.Range{Start: b.Start, End: b.End}
				switch {
				case x.Overlaps(y) && b.End <= a.End:
					nested++
				case x.Overlaps(y):
					crossing++
				}
			}
		}
	}
	got := fmt.Sprintf("%d spans, %d relations, %d interrupted, %d nested, %d crossing, %d unmarked", spans, relations, interrupted, nested, crossing, unmarked)
	t.Log(got)
	if spans < 45 || relations < 30 || interrupted < 5 || nested < 30 || crossing < 1 || unmarked != 1 {
		t.Error(got)
	}
}
