package interchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

const ministry = "🔴 Unemployment fell to 3.9% in May, the ministry said."

var nine = time.Date(2026, 3, 4, 10, 15, 0, 0, time.FixedZone("CET", 3600))

// id makes IDs that people can tell apart.
func id(n byte) annotation.ID { return annotation.ID{15: n} }

func mark(n byte, t *text.Text, label, role string, bounds ...text.Pos) Mark {
	var rs []rangeset.Range
	for i := 0; i < len(bounds); i += 2 {
		rs = append(rs, rangeset.Range{Start: bounds[i], End: bounds[i+1]})
	}
	l := annotation.LabelRole{Label: label, Role: role}
	var read Attributes
	if label == "statistic" {
		read = Attributes{"value": {"3.9"}, "unit": {"%"}}
	}
	return Mark{annotation.NewSpan(id(n), id(99), l, t, rs, annotation.OriginSelection), nine, nine.Add(1500 * time.Millisecond), read}
}

func fixture() Line {
	t := text.MustNew(ministry)
	d := annotation.NewDocument(t, "", annotation.Source{File: "may.txt"})
	d.Outlet, d.Language = "Wire", "en"
	head := annotation.SetHead{ID: id(99), Document: d.ID, Status: annotation.Done}
	marks := []Mark{
		mark(1, t, "statistic", "", 23, 27), // out of order
		mark(2, t, "claim", "", 2, 34),
		mark(3, t, "attribution", "cue", 36, 53),
		mark(4, t, "claim", "", 2, 19, 28, 34),
	}
	marks[0].Span = marks[0].WithNote("see <May> & \"June\"\u2028")
	return NewLine(d, t, SchemeName{"simple", 1}, &head, "Ana", marks,
		[]annotation.Relation{{ID: id(7), Set: id(99), Type: "rests_on", From: id(2), To: id(1)}})
}

const golden = `{"id":"8f3f32d7-ea76-8642-9cdf-92fa30c7ac7f","text":"🔴 Unemployment fell to 3.9% in May, the ministry said.",` +
	`"text_sha256":"f390d2b7ea01fadfab3f8f994651d76a5812cfb3b9d8767636acfefbca79dbd8","offset_unit":"codepoint",` +
	`"meta":{"title":"🔴 Unemployment fell to 3.9% in May, the ministry said.","outlet":"Wire","author":"","published":"","language":"en","url":"","source_file":"may.txt"},` +
	`"scheme":{"name":"simple","version":1},"annotator":"Ana","status":"done","spans":[` +
	`{"id":"00000000-0000-0000-0000-000000000002","label":"claim","role":"","start":2,"end":34,"ranges":[[2,34]],"text":"Unemployment fell to 3.9% in May","attributes":{},"note":"","origin":"selection","scheme_version":1,"created":"2026-03-04T09:15:00Z","updated":"2026-03-04T09:15:01.5Z"},` +
	`{"id":"00000000-0000-0000-0000-000000000004","label":"claim","role":"","start":2,"end":34,"ranges":[[2,19],[28,34]],"text":"Unemployment fell in May","attributes":{},"note":"","origin":"selection","scheme_version":1,"created":"2026-03-04T09:15:00Z","updated":"2026-03-04T09:15:01.5Z"},` +
	`{"id":"00000000-0000-0000-0000-000000000001","label":"statistic","role":"","start":23,"end":27,"ranges":[[23,27]],"text":"3.9%","attributes":{},"computed":{"unit":["%"],"value":["3.9"]},"note":"see <May> & \"June\"\u2028","origin":"selection","scheme_version":1,"created":"2026-03-04T09:15:00Z","updated":"2026-03-04T09:15:01.5Z"},` +
	`{"id":"00000000-0000-0000-0000-000000000003","label":"attribution","role":"cue","start":36,"end":53,"ranges":[[36,53]],"text":"the ministry said","attributes":{},"note":"","origin":"selection","scheme_version":1,"created":"2026-03-04T09:15:00Z","updated":"2026-03-04T09:15:01.5Z"}` +
	`],"relations":[{"id":"00000000-0000-0000-0000-000000000007","type":"rests_on","from":"00000000-0000-0000-0000-000000000002","to":"00000000-0000-0000-0000-000000000001"}]}` + "\n"

// unmarked is a document nobody marked.
func unmarked() Line {
	t := text.MustNew("Nothing here.")
	return NewLine(annotation.NewDocument(t, ""), t, SchemeName{"simple", 1}, nil, "", nil, nil)
}

func written(tb testing.TB, lines ...Line) string {
	tb.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, l := range lines {
		if err := w.Write(l); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// readAll reads until the first error.
func readAll(s string) (lines []Line, err error) {
	for l, err := range Read(strings.NewReader(s)) {
		if err != nil {
			return lines, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func TestALineLooksLikeThis(t *testing.T) {
	if got := written(t, fixture()); got != golden {
		t.Errorf("got  %s\nwant %s", got, golden)
	}
}

func TestTheLineOfAModelSaysSo(t *testing.T) {
	l, name := fixture(), "Claim finder 2.1"
	l.Annotator, l.Kind = &name, annotation.Model
	line := written(t, l)
	if want := `"annotator":"Claim finder 2.1","annotator_kind":"model","status"`; !strings.Contains(line, want) {
		t.Errorf("%s is not in %s", want, line)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err == nil {
		err = schema(t).Validate(v)
	}
	if err != nil {
		t.Error(err)
	}
	if back, err := readAll(line); err != nil || back[0].Kind != annotation.Model {
		t.Errorf("it reads back as %v, %v", back, err)
	}
}

func TestTheLineOfTheReferenceSaysSo(t *testing.T) {
	l, name := fixture(), "Reference"
	l.Annotator, l.Kind = &name, annotation.Reference
	line := written(t, l)
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err == nil {
		err = schema(t).Validate(v)
	}
	if err != nil {
		t.Error(err)
	}
	if back, err := readAll(line); err != nil || back[0].Kind != annotation.Reference {
		t.Errorf("it reads back as %v, %v", back, err)
	}
}

// skipped is a document of which its annotator says something.
func skipped() Line {
	t := text.MustNew("Weather: 12 degrees.")
	head := annotation.SetHead{ID: id(98), Status: annotation.Skipped, Attributes: map[string][]string{"topic": {"weather"}, annotation.SkippedFor: {"no “news”"}}}
	return NewLine(annotation.NewDocument(t, ""), t, SchemeName{"simple", 1}, &head, "Ana", nil, nil)
}

func TestWhatIsSaidOfADocumentStandsBehindItsStatus(t *testing.T) {
	got := written(t, skipped())
	if want := `"status":"skipped","attributes":{"skipped":["no “news”"],"topic":["weather"]},"spans":[]`; !strings.Contains(got, want) {
		t.Errorf("%s has no %s", got, want)
	}
	if _, err := readAll(strings.Replace(got, `"annotator":"Ana"`, `"annotator":null`, 1)); err == nil || !strings.Contains(err.Error(), "annotator is null") {
		t.Errorf("said by nobody: %v", err)
	}
}

func TestADocumentNobodyMarkedSaysSo(t *testing.T) {
	got := written(t, unmarked())
	for _, want := range []string{`"annotator":null,"status":"todo","spans":[],"relations":[]}`, `"outlet":""`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s has no %s", got, want)
		}
	}
}

func TestWhatIsWrittenReadsBackTheSame(t *testing.T) {
	want := []Line{fixture(), unmarked(), skipped()}
	s := written(t, want...)
	got, err := readAll("\uFEFF" + strings.ReplaceAll(s, "\n", "\r\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		for j := range want[i].Spans {
			want[i].Spans[j].Created.Time = want[i].Spans[j].Created.UTC()
			want[i].Spans[j].Updated.Time = want[i].Spans[j].Updated.UTC()
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if again := written(t, got...); again != s {
		t.Errorf("got  %s\nwant %s", again, s)
	}
}

// encoding/json is slower but known; both must say the same.
func TestTheEncoderWritesWhatEncodingJSONReads(t *testing.T) {
	l := fixture()
	l.Meta.Author = "\x00\x01\b\f\n\r\t\x1f\x7f\"\\/<>&'\u2028\u2029\u2027\u202a€“🔴\uFEFF\u0300"
	l.Spans[0].Attributes = map[string][]string{"unit": {"%"}, "kind": {"percent", "rate \" ratio"}, "a": {}}
	var got Line
	if err := json.Unmarshal(appendLine(nil, &l), &got); err != nil {
		t.Fatal(err)
	}
	if got.Meta != l.Meta || !reflect.DeepEqual(got.Spans[0].Attributes, l.Spans[0].Attributes) {
		t.Errorf("got %+v\nwant %+v", got, l)
	}
	if s := string(appendLine(nil, &l)); strings.ContainsAny(s, "\u2028\u2029\n\x00") || !strings.Contains(s, "<>&'") {
		t.Errorf("escapes: %s", s)
	}
}

func TestTheWriterRefusesAMarkThatMisleads(t *testing.T) {
	for name, spoil := range map[string]func(*Line){
		"the text reads": func(l *Line) { l.Spans[2].Text = "3.8%" },
		"range 23-55":    func(l *Line) { l.Spans[2].Ranges = [][2]text.Pos{{23, 55}} },
		"start and end":  func(l *Line) { l.Spans[2].End = 28 },
		"range 5-4":      func(l *Line) { l.Spans[2].Ranges = [][2]text.Pos{{2, 5}, {5, 4}} },
		"another mark's": func(l *Line) { l.Spans[2].ID = l.Spans[0].ID },
		"text_sha256":    func(l *Line) { l.Text = "x" + l.Text },
		"range 25-27": func(l *Line) {
			l.Spans[2].Ranges, l.Spans[2].Text = [][2]text.Pos{{23, 26}, {25, 27}}, "3.9 9%"
		},
		"not valid UTF-8":         func(l *Line) { l.Spans[2].Note = "\xff" },
		"one end":                 func(l *Line) { l.Relations[0].To = id(50) },
		"annotator is null":       func(l *Line) { l.Annotator = nil },
		"status":                  func(l *Line) { l.Status = "started" },
		"offset unit \"utf32\"":   func(l *Line) { l.OffsetUnit = "utf32" },
		"the mark says":           func(l *Line) { l.Text = "" },
		"neither a text nor":      func(l *Line) { l.Text, l.TextSHA256 = "", annotation.Hash{} },
		"label or ranges":         func(l *Line) { l.Spans[2].Ranges = nil },
		"text: holds a carriage":  func(l *Line) { l.Text = "a\rb" },
		"the document has no id":  func(l *Line) { l.ID = annotation.ID{} },
		"id or type is missing":   func(l *Line) { l.Relations[0].Type = "" },
		"0000-000000000001: the ": func(l *Line) { l.Spans[2].Text = "" },
	} {
		l := fixture()
		spoil(&l)
		var b bytes.Buffer
		w := NewWriter(&b)
		err := w.Write(l)
		var le *LineError
		if !errors.As(err, &le) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "write document") {
			t.Errorf("%s: %v", name, err)
		}
		if w.Flush(); b.Len() > 0 {
			t.Errorf("%s: wrote %s", name, &b)
		}
	}
}

func TestTheReaderRefusesWithTheLineNumber(t *testing.T) {
	good := written(t, fixture())
	for _, c := range []struct{ old, new, says string }{
		{"ministry said.\",\"text_sha", "ministry\xff said.\",\"text_sha", "not valid UTF-8"},
		{`"note":""`, "\"note\":\"\xff\"", "byte 0xff at"},
		{`"note":""`, `"note":"\ud83d"`, `\ud83d is half`},
		{`"note":""`, `"note":"\\\udd34"`, `\udd34 is half`},
		{`"note":""`, `"note":"\ud83d\u0041"`, `half a surrogate`},
		{`"start":2,"end":34,"ranges":[[2,34]]`, `"start":3,"end":35,"ranges":[[3,35]]`, "the text reads"},
		{`"status"`, `"colour":"red","status"`, `unknown key "colour"`},
		{`"status"`, `"Status"`, `unknown key "Status"`},
		{`"status"`, `"status":"todo","status"`, `key "status" comes twice`},
		{`"role":"",`, ``, `key "role" is missing`},
		{`"spans":[`, `"spans":null,"spams":[`, `want '['`},
		{`"attributes":{}`, `"attributes":{"a":[],"a":[]}`, `key "a" comes twice`},
		{`"role":""`, `"role":null`, `want '"'`},
		{`"role":""`, "\"role\":\"\t\"", "control character 0x09"},
		{`"role":""`, "\"role\":\"\\\\\t\"", "control character 0x09"},
		{`"role":""`, `"role":"\x"`, "escape"},
		{`"annotator":"Ana"`, `"annotator":nil`, "want a string or null"},
		{`]}` + "\n", `]}{}` + "\n", "more than one object"},
		{`]}` + "\n", "\n", "breaks off"},
		{`2026-03-04T09:15:00Z`, `4 March 2026`, "want RFC 3339"},
		{`00000000-0000-0000-0000-000000000002`, `00000000-0000-0000-0000-00000000000g`, "is no id"},
		{`"text_sha256":"f39`, `"text_sha256":"39`, "want 64"},
		{`[[23,27]]`, `[[23,27.5]]`, "want a whole number"},
		{`[[23,27]]`, `[[23,9999999999]]`, "want a whole number"},
		{`[[23,27]]`, `[[-23,27]]`, "want a whole number"},
		{`[[23,27]]`, `[[023,27]]`, "want a whole number"},
		{`[[23,27]]`, `[[23,27,28]]`, "3 bounds"},
		{`"annotator":"Ana"`, `"annotator":"Ana","annotator_kind":"robot"`, `annotator_kind is "robot"`},
		{`"annotator":"Ana"`, `"annotator":"Ana","annotator_kind":"model"`, `a name and a version`},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Fatalf("%q is not in the line", c.old)
		}
		lines, err := readAll(good + "\n" + bad + good)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "read line 3") || len(lines) != 1 {
			t.Errorf("%s: %d lines, %v", c.new, len(lines), err)
		}
	}
	pair := strings.Replace(good, `"note":""`, `"note":"\ud83d\uDD34 \\ud83d"`, 1)
	if lines, err := readAll(pair); err != nil || lines[0].Spans[0].Note != `🔴 \ud83d` {
		t.Errorf("a whole pair: %v", err)
	}
}

// What is read must be what encoding/json reads, whatever the spelling.
func TestTheDecoderReadsWhatEncodingJSONReads(t *testing.T) {
	l := fixture()
	for i := range l.Spans {
		l.Spans[i].Attributes = map[string][]string{} // encoding/json writes nil as null
	}
	l.Spans[0].Attributes = map[string][]string{"kind": {"percent", ""}, "€": {}}
	l.Spans[1].Created = Time{}
	l.Meta.Author = "\x00\b\f\n\r\t\"\\/<>\u2028🔴\uFEFF"
	b, err := json.MarshalIndent(l, " ", "\t") // other white space, other escapes
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("🔴 Unemployment fell to"), []byte(`\uD83D\udd34 \u0055nemployment fell\u0020to`), 1)
	got, err := ReadLine(b)
	if err != nil {
		t.Fatal(err)
	}
	if x, y := written(t, got), written(t, l); x != y {
		t.Errorf("got  %s\nwant %s", x, y)
	}
}

func TestTimesOfAnyZoneBecomeUTC(t *testing.T) {
	s := strings.Replace(written(t, fixture()), `"created":"2026-03-04T09:15:00Z"`, `"created":"2026-03-04T10:15:00+01:00"`, 1)
	lines, err := readAll(s)
	if err != nil || lines[0].Spans[0].Created.Location() != time.UTC || written(t, lines...) != written(t, fixture()) {
		t.Errorf("%v, %v", lines, err)
	}
}

func TestALineTooLongIsRefusedBeforeItIsRead(t *testing.T) {
	in := lineReader{r: bufio.NewReaderSize(strings.NewReader("short\n"+strings.Repeat("long ", 1000)), 16), max: 100}
	if b, err := in.next(); string(b) != "short" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := in.next(); err != errTooLong || len(in.buf) > 200 {
		t.Errorf("%v after %d bytes", err, len(in.buf))
	}
}

func TestReadingGoesOnBehindABadLine(t *testing.T) {
	good := written(t, unmarked())
	var oks, bads int
	for _, err := range Read(strings.NewReader(good + "{\n" + good)) {
		if err != nil {
			bads++
		} else {
			oks++
		}
	}
	if oks != 2 || bads != 1 {
		t.Errorf("%d good and %d bad lines, want 2 and 1", oks, bads)
	}
}

func TestReadingEndsWhenTheFileFails(t *testing.T) {
	broken := errors.New("disk on fire")
	n := 0
	for _, err := range Read(io.MultiReader(strings.NewReader("{"), errReader{broken})) {
		if n++; !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
	if n != 1 {
		t.Errorf("%d times, want once", n)
	}
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("native.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("native.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryLineObeysTheSchema(t *testing.T) {
	s := schema(t)
	full := fixture()
	full.Spans[0].Attributes = map[string][]string{"kind": {"percent"}}
	full.Spans[0].Created = Time{}
	for line := range strings.Lines(written(t, full, unmarked(), skipped())) {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	for old, new := range map[string]string{
		`"spans":[`: `"spams":[`, `"codepoint"`: `"utf32"`, `"done"`: `"ready"`, `"annotator":"Ana"`: `"annotator":null`,
		`[[23,27]]`: `[]`, `09:15:00Z`: `09:15:00+01:00`,
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(written(t, fixture()), old, new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(v) == nil {
			t.Errorf("the schema takes %s", new)
		}
	}
}

// The schema and the struct must not drift apart.
func TestTheSchemaNamesEveryKey(t *testing.T) {
	var s struct {
		Required []string
		Defs     map[string]struct{ Required []string } `json:"$defs"`
	}
	if err := json.Unmarshal(Schema, &s); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of       reflect.Type
		required []string
	}{
		{reflect.TypeFor[Line](), s.Required},
		{reflect.TypeFor[Span](), s.Defs["span"].Required},
		{reflect.TypeFor[Relation](), s.Defs["relation"].Required},
	} {
		var keys []string
		for f := range c.of.Fields() {
			if key := f.Tag.Get("json"); f.IsExported() && !slices.Contains(optionalOfSpans, key) && !strings.HasSuffix(key, ",omitempty") {
				keys = append(keys, key)
			}
		}
		if fmt.Sprint(keys) != fmt.Sprint(c.required) {
			t.Errorf("%s: keys %v, schema %v", c.of, keys, c.required)
		}
	}
}

func TestAChoiceTakesSets(t *testing.T) {
	head := func(s annotation.Status) *annotation.SetHead { return &annotation.SetHead{Status: s} }
	sets := []*annotation.SetHead{nil, head(annotation.Todo), head(annotation.InWork), head(annotation.Done), head(annotation.Skipped)}
	for word, want := range map[string]string{"": "[false false true true false]", "started": "[false false true true false]",
		"done": "[false false false true false]", "any": "[true true true true true]"} {
		c, err := ParseChoice(word)
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, h := range sets {
			got = append(got, c.Takes(h))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%q takes %v, want %v", word, got, want)
		}
	}
	if _, err := ParseChoice("all"); err == nil || !strings.Contains(err.Error(), `"all": want started, done or any`) {
		t.Errorf("got %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(written(f, fixture(), unmarked(), skipped())))
	for _, u := range Units {
		l := fixture()
		l.OffsetUnit = string(u)
		free, err := l.WithoutText()
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(written(f, l, free)))
	}
	f.Add([]byte(`{"id":"","text":"\ud83d\udd34"}`))
	f.Add([]byte("\xEF\xBB\xBF\n{}\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for l, err := range Read(bytes.NewReader(b)) {
			if err != nil {
				continue
			}
			first := written(t, l)
			again, err := readAll(first)
			if err != nil || len(again) != 1 || written(t, again[0]) != first {
				t.Fatalf("%s: read again: %v", first, err)
			}
		}
	})
}

// BenchmarkWriteAMillion writes 1,000,000 marks of 1,000 articles, from spans to bytes.
func BenchmarkWriteAMillion(b *testing.B) {
	for name, sentence := range map[string]string{
		"ascii":   "Unemployment fell to 3.9% in May, the ministry said, and it will fall again. ",
		"unicode": "Unemployment – 🔴 – fell to “3.9%” in May, the ministry said, and it will fall. ",
	} {
		b.Run(name, func(b *testing.B) { benchmarkWrite(b, sentence) })
	}
}

func benchmarkWrite(b *testing.B, sentence string) {
	const documents, each = 1000, 1000
	t := text.MustNew(strings.Repeat(sentence, each/4))
	step := t.Len() / (each / 4)
	var marks []Mark
	for p := text.Pos(0); p < t.Len(); p += step {
		marks = append(marks, randomMark(t, p, "claim", 0, 40), randomMark(t, p, "statistic", 23, 27),
			randomMark(t, p, "attribution", 36, 53), randomMark(t, p, "claim", 55, 70))
	}
	d := annotation.NewDocument(t, "")
	head := annotation.SetHead{ID: id(99), Document: d.ID, Status: annotation.Done}
	size := int64(len(written(b, NewLine(d, t, SchemeName{"simple", 1}, &head, "Ana", marks, nil))))
	b.SetBytes(size * documents)
	for b.Loop() {
		w := NewWriter(io.Discard)
		for range documents {
			if err := w.Write(NewLine(d, t, SchemeName{"simple", 1}, &head, "Ana", marks, nil)); err != nil {
				b.Fatal(err)
			}
		}
		w.Flush()
	}
	b.ReportMetric(float64(len(marks)*documents*b.N)/b.Elapsed().Seconds(), "marks/s")
}

func randomMark(t *text.Text, p text.Pos, label string, from, to text.Pos) Mark {
	m := mark(0, t, label, "", p+from, p+to)
	m.ID = annotation.NewID()
	return m
}

func BenchmarkRead(b *testing.B) {
	s := []byte(strings.Repeat(written(b, fixture()), 1000))
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		for _, err := range Read(bytes.NewReader(s)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
