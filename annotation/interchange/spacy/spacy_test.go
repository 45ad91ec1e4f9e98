package spacy_test

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/interchange/spacy"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, spacy.Format, interchange.Options{}, "testdata/spans.txtar")
	formattest.Golden(t, spacy.Entities, interchange.Options{}, "testdata/longest.txtar")
	formattest.Golden(t, spacy.Entities, interchange.Options{Policy: "inner"}, "testdata/inner.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	formattest.RoundTrip(t, spacy.Format)
	formattest.RoundTrip(t, spacy.Entities)
}

// readAll reads one file: what each example says in one line, and errors.
func readAll(t *testing.T, file string) (out []string) {
	t.Helper()
	for in, err := range spacy.Format.Read(interchange.InMemory{"a.json": []byte(file)}) {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		placed, err := in.Place(interchange.CodePoint)
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%d %q", in.Number, in.Text)
		for _, sp := range placed.Spans {
			s += fmt.Sprintf(" %s=%q", sp.Label, placed.Plain.Slice(sp.Ranges[0][0], sp.Ranges[0][1]))
		}
		for _, a := range placed.Astray {
			s += fmt.Sprintf(" %s astray: %v", a.Label, a.Err)
		}
		out = append(out, s+strings.Join(in.Repaired, ";"))
	}
	return out
}

func TestWhatSpacyAndOthersWriteIsRead(t *testing.T) {
	for _, c := range []struct {
		what, file string
		want       []string
	}{
		{"pairs of version 2 in an array over lines", "[\n [\"🔴 Tolls rose\", {\"entities\": [[2, 7, \"A\"], [8, 12, \"B\"]]}],\n null,\n [\"No\", {\"entities\": []}]\n]\n",
			[]string{`1 "🔴 Tolls rose" A="Tolls" B="rose"`, `3 "No"`}},
		{"pairs in lines", "[\"Tolls\", {\"entities\": [[0, 5, \"A\"]], \"cats\": {\"x\": 1.0}}]\n[\"No\", {}]", []string{`1 "Tolls" A="Tolls"`, `2 "No"`}},
		{"an object with annotations", `{"classes":["A"],"annotations":[["Tolls\r\nup",{"entities":[[0,5,"A"],[7,9,"B"]]}],null]}`, []string{`1 "Tolls\r\nup" A="Tolls" B="up"`}},
		{"examples in an array", "\uFEFF" + `[{"text":"Tolls","entities":[[0,5,"A","Q42"]]}]`, []string{`1 "Tolls" A="Tolls"`}},
		{"several keys of spans", `{"text":"Tolls rose","spans":{"sc":[[0,5,"A"]],"other":[[6,10,"B"],[0,10,null]]},"meta":7}`, []string{`1 "Tolls rose" B="rose" other="Tolls rose" A="Tolls"`}},
		{"a Doc as JSON", `{"text":"Tolls rose","ents":[{"start":0,"end":5,"label":"A"}],"sents":[{"start":0,"end":10}],"tokens":[{"id":0,"start":0,"end":5}],` +
			`"spans":{"sc":[{"start":6,"end":10,"label":"B","kb_id":""}]}}`, []string{`1 "Tolls rose" B="rose" A="Tolls"`}},
		{"documents of version 2 with a raw text", `[{"id":0,"paragraphs":[{"raw":"🔴 Tolls rose 5%.","sentences":[{"tokens":[{"orth":"🔴","ner":"O"},{"orth":"Tolls","ner":"U-A"}]},` +
			`{"tokens":[{"orth":"rose","ner":"O"},{"orth":"5","ner":"B-B"},{"orth":"%","ner":"L-B"},{"orth":".","ner":"O"}]}]},{"raw":"x","sentences":[],"entities":[[0,1,"C"]]}]}]`,
			[]string{`1 "🔴 Tolls rose 5%." A="Tolls" B="5%"`, `1 "x" C="x"`}},
		{"tokens as in the Penn Treebank", "[{\"paragraphs\":[{\"raw\":\"“Tolls” (it's)\",\"sentences\":[{\"tokens\":[{\"orth\":\"``\"},{\"orth\":\"Tolls\",\"ner\":\"B-A\"},{\"orth\":\"''\",\"ner\":\"L-A\"}," +
			"{\"orth\":\"-LRB-\"},{\"orth\":\"it\",\"ner\":\"U-B\"},{\"orth\":\"'s\"},{\"orth\":\"-RRB-\"}]}]}]}]", []string{`1 "“Tolls” (it's)" A="Tolls”" B="it"`}},
		{"documents of version 2 without one", `[{"id":0,"paragraphs":[{"sentences":[{"tokens":[{"orth":"Tolls","ner":"U-A"},{"orth":"up","space":"","ner":"L-A"},{"orth":".","space":"","ner":"-"}]}]}]}]`,
			[]string{`1 "Tolls up." A="Tolls" A="up"token 2, tag "L-A": no mark has begun, so that one begins`}},
		{"nothing", "", nil},
		{"an empty array", "[]", nil},
	} {
		if got := readAll(t, c.file); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestABadExampleIsToldWithItsPlaceAndTheNextIsRead(t *testing.T) {
	for _, c := range []struct{ example, want string }{
		{`{"spans":{}}`, `there is no "text"`},
		{`["a"]`, "a list of 1 where"},
		{`["a","b"]`, "cannot unmarshal string"},
		{`{"text":"a","entities":["O"]}`, `a mark is "O" where [start, end, label] is due`},
		{`{"text":"a","entities":[[0,1e99,"A"]]}`, "cannot unmarshal number"},
		{`{"text":"a","entities":[[0.5,1,"A"]]}`, "cannot unmarshal number"},
		{`{"text":"\udc00"}`, "half a surrogate pair"},
		{"{\"text\":\"a\xff\"}", "not valid UTF-8"},
		{`{"paragraphs":[{"raw":"a","sentences":[{"tokens":[{"orth":"b"}]}]}]}`, `paragraph 1: the token "b" is not in the text`},
	} {
		got := readAll(t, c.example+"\n"+`{"text":"fine"}`)
		if len(got) != 2 || !strings.HasPrefix(got[0], "read line 1: ") || !strings.Contains(got[0], c.want) || got[1] != `2 "fine"` {
			t.Errorf("a line, %s: %q, want %q", c.example, got, c.want)
		}
		got = readAll(t, `[{"text":"first"},`+c.example+`,{"text":"fine"}]`)
		if len(got) != 3 || !strings.HasPrefix(got[1], "read a.json, example 2: ") || !strings.Contains(got[1], c.want) || got[2] != `3 "fine"` {
			t.Errorf("in an array, %s: %q, want %q", c.example, got, c.want)
		}
	}
}

func TestAFileThatBreaksOffSaysWhere(t *testing.T) {
	const whole = `[["Tolls",{"entities":[[0,5,"A"]]}],["No",{"entities":[]}]]`
	for i := 1; i < len(whole); i++ {
		got := readAll(t, whole[:i])
		if last := got[len(got)-1]; !strings.HasPrefix(last, "read ") {
			t.Errorf("%s: no error, %q", whole[:i], got)
		}
	}
	if got := readAll(t, strings.Repeat("[", 100_000)); len(got) != 1 || !strings.Contains(got[0], "depth") {
		t.Errorf("deep nesting: %q", got)
	}
}

func TestItsFilesAreKnownByTheirStart(t *testing.T) {
	for _, c := range []struct {
		head string
		want bool
	}{
		{`{"text":"a","spans":{"sc":[[0,1,"A"]]}}`, true},
		{`{"text": "a", "entities": [[0, 1, "A"]]}`, true},
		{"[\n [\"a\", {\"entities\": []}]", true},
		{`["a", {"entities": []}]`, true},
		{`{"classes":["A"],"annotations":[]}`, true},
		{`[{"id":0,"paragraphs":[{"raw":"a","sentences":[]}]}]`, true},
		{`{"text":"a","ents":[]}`, true},
		{`{"text":"a","entities":[{"id":1,"start_offset":0}]}`, false},
		{`{"text":"a","spans":[],"answer":"accept"}`, false},
		{`{"text":"a","label":[[0,1,"A"]]}`, false},
		{`[{"id":1,"data":{"text":"a"}}]`, false},
	} {
		if got := spacy.Format.Sniff("a", []byte(c.head)); got != c.want {
			t.Errorf("%s: %v", c.head, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	formattest.Fuzz(f, spacy.Format,
		`[["a",{"entities":[[0,1,"A"]]}],null]`,
		`{"classes":[],"annotations":[["a",{"entities":[]}]]}`,
		`[{"paragraphs":[{"raw":"a b","sentences":[{"tokens":[{"orth":"a","ner":"U-A"}]}]}]}]`,
		"{\"text\":\"a\",\"spans\":{\"sc\":[[0,1,\"A\"]]},\"ents\":[{\"start\":0,\"end\":1}]}\n")
}

func BenchmarkWriteAndRead(b *testing.B) { formattest.Benchmark(b, spacy.Format) }
