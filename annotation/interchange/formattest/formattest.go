// Package formattest holds formats of datasets against what they must be: files that a person can read, and a way back.
package formattest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Ministry is the text that the shapes of all formats are shown on.
const Ministry = "🔴 Unemployment fell to 3.9% in May, the ministry said."

var nine = time.Date(2026, 3, 4, 9, 15, 0, 0, time.UTC)

// ID makes ids that people can tell apart.
func ID(n byte) annotation.ID { return annotation.ID{15: n} }

// Sample is what Ana marked on Ministry: a claim, a statistic within it, an attribution that says who claims, and a claim in two pieces. There
// is an attribute, a note, and an attribute of the article.
func Sample() interchange.Line {
	t := text.MustNew(Ministry)
	d := annotation.NewDocument(t, "", annotation.Source{File: "may.txt"})
	d.Outlet, d.Published, d.Language, d.URL = "Wire", "2026-06-03", "en", "https://wire.example/may"
	head := annotation.SetHead{ID: ID(99), Document: d.ID, Status: annotation.Done, Attributes: interchange.Attributes{"topic": {"economy"}}}
	marks := []interchange.Mark{
		mark(t, 1, "claim", [2]text.Pos{2, 34}),
		mark(t, 2, "statistic", [2]text.Pos{23, 27}),
		mark(t, 3, "attribution", [2]text.Pos{36, 53}),
		mark(t, 4, "claim", [2]text.Pos{2, 19}, [2]text.Pos{28, 34}),
	}
	marks[1].Span = with(marks[1].Span, interchange.Attributes{"kind": {"percent"}})
	marks[0].Span = marks[0].WithNote(`check the "May" release`)
	return interchange.NewLine(d, t, interchange.SchemeName{Name: "simple", Version: 1}, &head, "Ana", marks,
		[]annotation.Relation{{ID: ID(7), Set: ID(99), Type: "stated_in", From: ID(1), To: ID(3)}})
}

// Unmarked is a short article that nobody marked.
func Unmarked() interchange.Line {
	t := text.MustNew("Nothing to see here.")
	return interchange.NewLine(annotation.NewDocument(t, ""), t, interchange.SchemeName{Name: "simple", Version: 1}, nil, "", nil, nil)
}

func mark(t *text.Text, n byte, label string, ranges ...[2]text.Pos) interchange.Mark {
	l, role, _ := strings.Cut(label, ".")
	var rs []rangeset.Range
	for _, r := range ranges {
		rs = append(rs, rangeset.Range{Start: r[0], End: r[1]})
	}
	sp := annotation.NewSpan(ID(n), ID(99), annotation.LabelRole{Label: l, Role: role}, t, rs, annotation.OriginSelection)
	return interchange.Mark{Span: sp, Created: nine, Updated: nine.Add(time.Minute)}
}

func with(s annotation.Span, attributes interchange.Attributes) annotation.Span {
	s, err := annotation.StoredSpan(s.ID, s.Set(), s.Label(), s.Ranges(), s.Quote(), attributes, s.Note(), s.Origin(), s.SchemeVersion())
	if err != nil {
		panic(err)
	}
	return s
}

// Labels are those of Sample and Random.
var Labels = []annotation.LabelRole{{Label: "claim"}, {Label: "statistic"}, {Label: "attribution"}, {Label: "attribution", Role: "source"}}

// Marked is a line with claims over ranges of a text.
func Marked(s string, ranges ...[2]text.Pos) interchange.Line {
	t := text.MustNew(s)
	d := annotation.NewDocument(t, "")
	head := annotation.SetHead{ID: ID(99), Document: d.ID, Status: annotation.Done}
	var marks []interchange.Mark
	for i, r := range ranges {
		marks = append(marks, mark(t, byte(i+1), "claim", r))
	}
	return interchange.NewLine(d, t, interchange.SchemeName{Name: "simple", Version: 1}, &head, "Ana", marks, nil)
}

// Rand is a source of the same numbers each time.
func Rand(seed, of uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, of)) }

// options are those that a test does not choose.
func options(f *interchange.Format, o interchange.Options) interchange.Options {
	o.Name, o.Labels = "news", Labels
	return f.With(o)
}

// Golden holds the files of Sample and Unmarked against a txtar archive. With RUBRICATOR_UPDATE set it writes the archive instead; read
// what it wrote.
func Golden(t *testing.T, f *interchange.Format, o interchange.Options, archive string) {
	t.Helper()
	got := Archive(Written(t, f, o, Sample(), Unmarked()))
	if os.Getenv("RUBRICATOR_UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(archive), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(archive, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: written\n%s\nwant\n%s", archive, got, want)
	}
}

// Archive shows files in one: "-- name --" before each.
func Archive(files interchange.InMemory) []byte {
	var b bytes.Buffer
	for _, name := range files.Files() {
		fmt.Fprintf(&b, "-- %s --\n%s", name, files[name])
	}
	return b.Bytes()
}

// Written is what a format makes of lines, each of a document of its own.
func Written(t testing.TB, f *interchange.Format, o interchange.Options, lines ...interchange.Line) interchange.InMemory {
	t.Helper()
	o = options(f, o)
	var documents [][]interchange.Line
	for _, l := range lines {
		documents = append(documents, []interchange.Line{f.Keep(l, o)})
	}
	return Encoded(t, f, o, "", documents...)
}

// Encoded is what a format makes of documents in one split, as they are and under options that are as they are but for what Format.With fills in.
func Encoded(t testing.TB, f *interchange.Format, o interchange.Options, split string, documents ...[]interchange.Line) interchange.InMemory {
	t.Helper()
	files := interchange.InMemory{}
	e, err := f.Write(files, f.With(o))
	if err != nil {
		t.Fatal(err)
	}
	for _, lines := range documents {
		if err := e.Write(split, lines); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return files
}

// RoundTrip writes Sample, Unmarked and random lines under every policy, reads them back, and wants what Keep gave.
func RoundTrip(t *testing.T, f *interchange.Format) {
	t.Helper()
	policies := f.Policies
	if len(policies) == 0 {
		policies = []interchange.Policy{{}}
	}
	for _, p := range policies {
		for seed := range uint64(4) {
			t.Run(fmt.Sprint(p.Name, " ", seed), func(t *testing.T) {
				lines := []interchange.Line{Sample(), Unmarked()}
				for i := range uint64(12) {
					lines = append(lines, Random(Rand(seed, i), 1+int(i*i)))
				}
				if seed == 0 {
					lines = append(lines, Random(Rand(seed, 99), 10_000))
				}
				Returns(t, f, interchange.Options{Policy: p.Name}, lines...)
			})
		}
	}
}

// Returns writes lines and reads them back: the same documents, each as Keep gave it; in the same order where they are in one file.
func Returns(t *testing.T, f *interchange.Format, o interchange.Options, lines ...interchange.Line) {
	t.Helper()
	o = options(f, o)
	files := Written(t, f, o, lines...)
	i := 0
	for in, err := range f.Read(files) {
		if err != nil {
			t.Fatalf("read back: %v", err)
		}
		if i == len(lines) {
			t.Fatalf("read back: more than the %d documents that were written", len(lines))
		}
		if strings.HasSuffix(f.Extension, "/") {
			lines = bringForward(lines, i, interchange.Plain(in.Text))
		}
		kept := f.Keep(lines[i], o)
		placed, err := in.Place(o.Unit)
		if err != nil {
			t.Fatal(err)
		}
		if different := interchange.Same(&kept, &placed, (*interchange.Span).Name); different != "" {
			t.Fatalf("document %d, %.60q: read back, it %s", i, kept.Text, different)
		}
		i++
	}
	if i != len(lines) {
		t.Fatalf("read back: %d documents of %d", i, len(lines))
	}
}

// bringForward gives the lines with the one that has a text at place i; none before it is moved.
func bringForward(lines []interchange.Line, i int, text string) []interchange.Line {
	has := func(l interchange.Line) bool { return l.Text == text }
	at := slices.IndexFunc(lines[i:], has)
	if at <= 0 {
		return lines
	}
	lines = slices.Clone(lines)
	lines[i], lines[i+at] = lines[i+at], lines[i]
	return lines
}

// words are pieces of text that offsets go wrong on: emoji of several characters, Arabic, combining marks, a byte order mark in the middle.
var words = []string{"prices", "rose", "3.9%", "👩‍👩‍👧", "🔴", "الحكومة", "é", "e\u0301t\u00e9", "中文", "\uFEFFx", "a\u00a0b", "“said”", "it's", "<b>", "&amp;", `"q"`, `\n`, "tab\tbed"}

// Random is a line with that many marks on a text of odd words: overlapping, nested and interrupted marks, links, attributes and notes. No two
// marks with one label cover the same ranges.
func Random(r *rand.Rand, marks int) interchange.Line {
	var b strings.Builder
	var edges []int // code points at which words begin and end, in turn
	n := 0
	add := func(s string) {
		b.WriteString(s)
		n += len([]rune(s))
	}
	for i := range 20 + marks*2 {
		if i > 0 {
			add([]string{" ", " ", " ", ". ", "\n", "\n\n", "  "}[r.IntN(7)])
		}
		edges = append(edges, n)
		add(words[r.IntN(len(words))])
		edges = append(edges, n)
	}
	t := text.MustNew(b.String())
	d := annotation.NewDocument(t, "")
	d.Title = fmt.Sprint("Article ", r.IntN(1000))
	head := annotation.SetHead{ID: ID(99), Document: d.ID, Status: annotation.Done}
	var all []interchange.Mark
	taken := map[string]bool{}
	for i := range marks {
		at := 2 * r.IntN(len(edges)/2-8)
		ranges := [][2]text.Pos{{text.Pos(edges[at]), text.Pos(edges[at+1+2*r.IntN(3)])}}
		if r.IntN(6) == 0 {
			ranges = append(ranges, [2]text.Pos{text.Pos(edges[at+8]), text.Pos(edges[at+9+2*r.IntN(3)])})
		}
		label := Labels[r.IntN(len(Labels))]
		if key := fmt.Sprint(label, ranges); taken[key] {
			continue
		} else {
			taken[key] = true
		}
		m := mark(t, 0, label.String(), ranges...)
		m.ID = annotation.ID{0: 1, 14: byte(i >> 8), 15: byte(i)}
		if r.IntN(4) == 0 {
			m.Span = with(m.Span, interchange.Attributes{"kind": {words[r.IntN(len(words))]}, "more": {"a", "b"}})
		}
		if r.IntN(5) == 0 {
			m.Span = m.WithNote("see " + words[r.IntN(len(words))])
		}
		all = append(all, m)
	}
	var links []annotation.Relation
	for i := range len(all) / 3 {
		links = append(links, annotation.Relation{ID: annotation.ID{0: 2, 14: byte(i >> 8), 15: byte(i)}, Set: ID(99), Type: "stated_in",
			From: all[r.IntN(len(all))].ID, To: all[r.IntN(len(all))].ID})
	}
	return interchange.NewLine(d, t, interchange.SchemeName{Name: "simple", Version: 1}, &head, "Ana", all, links)
}

// Fuzz reads anything as one file of a format: nothing that can be placed in its text panics. It begins with seeds.
func Fuzz(f *testing.F, format *interchange.Format, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for in, err := range format.Read(interchange.InMemory{"a" + format.Extension: b}) {
			if err == nil {
				in.Place(format.Unit)
			}
		}
	})
}

// Benchmark writes and reads a document of 5,000 marks, and reports bytes and marks a second of a format that is one file.
func Benchmark(b *testing.B, f *interchange.Format) {
	b.Helper()
	l := Random(rand.New(rand.NewPCG(1, 2)), 5000)
	kept := f.Keep(l, options(f, interchange.Options{}))
	files := Written(b, f, interchange.Options{}, l)
	marks := float64(len(kept.Spans))
	run := func(name string, once func()) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(files["news"+f.Extension])))
			for b.Loop() {
				once()
			}
			b.ReportMetric(marks*float64(b.N)/b.Elapsed().Seconds(), "marks/s")
		})
	}
	run("write", func() { Written(b, f, interchange.Options{}, l) })
	run("read", func() {
		for range f.Read(files) {
		}
	})
}
