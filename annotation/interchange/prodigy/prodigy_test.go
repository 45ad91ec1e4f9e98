package prodigy_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/interchange/prodigy"
	"rubricator/annotation/text"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, prodigy.Format, interchange.Options{}, "testdata/split.txtar")
	formattest.Golden(t, prodigy.Format, interchange.Options{Policy: "hull"}, "testdata/hull.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	formattest.RoundTrip(t, prodigy.Format)
	for _, policy := range []string{"split", "widen"} {
		formattest.Returns(t, prodigy.Format, interchange.Options{Policy: policy}, odd(), skipped())
	}
}

// odd has marks that no token begins or ends with: within words, on white space alone, and one that white space ends.
func odd() interchange.Line {
	l := interchange.Line{ID: formattest.ID(50), Text: " Unemployment\n\n  fell  🔴.", Status: annotation.Done}
	for i, b := range [][2]text.Pos{{3, 9}, {0, 1}, {0, 3}, {14, 16}, {13, 21}, {17, 22}, {16, 17}, {21, 22}, {22, 24}, {23, 25}, {21, 23}} {
		l.Spans = append(l.Spans, interchange.Span{ID: formattest.ID(byte(i + 1)), Label: "claim"}.Over(l.Index(), b))
	}
	return l
}

func skipped() interchange.Line {
	l := formattest.Sample()
	l.Status = annotation.Skipped
	return l
}

// seen is a line as another program sees it.
type seen struct {
	Text   string
	Tokens []struct {
		Text           string
		Start, End, ID int
		Ws             bool
	}
	Spans []struct {
		Start, End int
		First      int `json:"token_start"`
		Last       int `json:"token_end"`
	}
}

func lines(t *testing.T, files interchange.InMemory) (out []seen) {
	for _, b := range strings.Split(strings.TrimSpace(string(files["news.jsonl"])), "\n") {
		var l seen
		if err := json.Unmarshal([]byte(b), &l); err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

func TestTokensAreTheTextAndMarksBeginAndEndWithThem(t *testing.T) {
	all := []interchange.Line{formattest.Sample(), odd()}
	for _, s := range odd().Spans {
		alone := odd()
		alone.Spans = []interchange.Span{s}
		all = append(all, alone)
	}
	for seed := range uint64(20) {
		all = append(all, formattest.Random(rand.New(rand.NewPCG(seed, 3)), 30))
	}
	for _, policy := range []string{"split", "widen", "hull"} {
		for _, l := range lines(t, formattest.Written(t, prodigy.Format, interchange.Options{Policy: policy}, all...)) {
			runes, whole := []rune(l.Text), ""
			for i, k := range l.Tokens {
				if k.ID != i || string(runes[k.Start:k.End]) != k.Text || len(k.Text) == 0 {
					t.Fatalf("token %d is %+v, and the text has %q", i, k, string(runes[k.Start:k.End]))
				}
				if whole += k.Text; k.Ws {
					whole += " "
				}
			}
			if whole != l.Text {
				t.Fatalf("%s: tokens are %q, the text is %q", policy, whole, l.Text)
			}
			for _, s := range l.Spans {
				if first, last := l.Tokens[s.First], l.Tokens[s.Last]; first.Start != s.Start || last.End != s.End {
					t.Fatalf("%s: mark %+v has the tokens %+v to %+v", policy, s, first, last)
				}
			}
		}
	}
}

func TestMarksThatAreWidenedAreCounted(t *testing.T) {
	l := odd()
	kept := prodigy.Format.Keep(l, prodigy.Format.With(interchange.Options{Policy: "widen"}))
	var lost interchange.Losses
	lost.Add(&l, &kept)
	if all := lost.List(); len(all) != 1 || all[0].Kind != interchange.LostBounds || all[0].Count != 2 {
		t.Errorf("lost %+v", all)
	}
}

func TestWhatIsSuggestedComesBackAsTheModels(t *testing.T) {
	l := formattest.Sample()
	name := "news rules 3"
	l.Annotator, l.Kind = &name, annotation.Model
	files := formattest.Written(t, prodigy.Format, interchange.Options{}, l)
	if strings.Contains(string(files["news.jsonl"]), "answer") {
		t.Errorf("suggestions have an answer: %s", files["news.jsonl"])
	}
	for in, err := range prodigy.Format.Read(files) {
		if err != nil || in.Annotator != name || in.Kind != annotation.Model || in.Status != "" || len(in.Spans) != 5 {
			t.Errorf("read %+v, %v", in, err)
		}
	}
}

// readAll reads one file: what each record says in one line, and errors.
func readAll(t *testing.T, file string) (out []string) {
	t.Helper()
	for in, err := range prodigy.Format.Read(interchange.InMemory{"a.jsonl": []byte(file)}) {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		placed, err := in.Place(interchange.CodePoint)
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%s|%s|%s", in.Annotator, in.Kind, in.Status)
		for _, sp := range placed.Spans {
			s += fmt.Sprintf(" %s=%q", sp.Label, placed.Plain.Slice(sp.Ranges[0][0], sp.Ranges[0][1]))
		}
		for _, a := range placed.Astray {
			s += fmt.Sprintf(" %s astray: %v", a.Label, a.Err)
		}
		for _, r := range in.Relations {
			s += fmt.Sprintf(" %s-%s->%s", r.From, r.Type, r.To)
		}
		out = append(out, s+strings.Join(in.Repaired, ";"))
	}
	return out
}

func TestWhatProdigyAndOthersWriteIsRead(t *testing.T) {
	const tokens = `"text":"🔴 Tolls rose 5%.","tokens":[{"text":"🔴","start":0,"end":1,"id":0,"ws":true},{"text":"Tolls","start":2,"end":7,"id":1,"ws":true},` +
		`{"text":"rose","start":8,"end":12,"id":2,"ws":true},{"text":"5","start":13,"end":14,"id":3},{"text":"%","start":14,"end":15,"id":4},{"text":".","start":15,"end":16,"id":5}]`
	for _, c := range []struct{ what, line, want string }{
		{"an answer of somebody", `{` + tokens + `,"spans":[{"start":2,"end":15,"token_start":1,"token_end":4,"label":"CLAIM"}],"_input_hash":-17,"_session_id":"tolls-ana","answer":"accept","_timestamp":1700000000}`,
			`tolls-ana||done CLAIM="Tolls rose 5%"`},
		{"a session without a name", `{"text":"Tolls","spans":[{"start":0,"end":5,"label":"A"}],"_session_id":"2023-01-02_10-20-30","_annotator_id":"tolls-2023-01-02_10-20-30","answer":"accept"}`, `||done A="Tolls"`},
		{"null for a session, and no tokens", `{"text":"Tolls","spans":[{"start":0,"end":5,"label":"A"}],"_session_id":null,"meta":{"source":"wire","n":3},"answer":"accept"}`, `||done A="Tolls"`},
		{"rejected", `{"text":"Tolls","spans":[{"start":0,"end":5,"label":"A"}],"answer":"reject","_annotator_id":"ben"}`, `ben||skipped`},
		{"ignored", `{"text":"Tolls","answer":"ignore"}`, `||skipped`},
		{"not answered", `{"text":"Tolls"}`, `||`},
		{"a model without a version", `{"text":"Tolls","spans":[{"start":0,"end":5,"label":"A","source":"en_core_web_sm","score":0.5}]}`, `en_core_web_sm unknown|model| A="Tolls"`},
		{"corrected by a person", `{"text":"Tolls","spans":[{"start":0,"end":5,"label":"A","source":"en_core_web_sm"}],"answer":"accept"}`, `||done A="Tolls"`},
		{"no offsets but tokens", `{` + tokens + `,"spans":[{"token_start":3,"token_end":4,"label":"STAT"}]}`, `|| STAT="5%"`},
		{"offsets of UTF-16", `{` + tokens + `,"spans":[{"start":3,"end":8,"text":"Tolls","label":"A"}]}`, `|| A astray: 3-8: the text says something else there: "olls ", and not "Tolls"`},
		{"links by span, by token, and between words", `{` + tokens + `,"spans":[{"start":2,"end":7,"token_start":1,"token_end":1,"label":"A"},{"start":13,"end":15,"token_start":3,"token_end":4,"label":"B"}],` +
			`"relations":[{"head":9,"child":9,"head_span":{"start":13,"end":15,"label":"B"},"child_span":{"start":2,"end":7,"label":"A"},"label":"of","color":"#fff"},{"head":1,"child":4,"label":"up"},{"head":0,"child":4,"label":"no"}]}`,
			`|| A="Tolls" B="5%" 1-of->0 0-up->1link "no" between tokens 0 and 4, which are not both marked, is left out`},
		{"attributes of another shape", `{"text":"Tolls","attributes":7,"meta":[1],"_input_hash":"x","spans":[{"start":0,"end":5,"label":"A","attributes":{"n":1,"s":"x"}}]}`, `|| A="Tolls"`},
	} {
		if got := readAll(t, c.line); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestABadRecordIsToldWithItsLineAndTheNextIsRead(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`{"spans":[]}`, `there is no "text"`},
		{`{"text":"a"`, "unexpected end"},
		{`{"text":7}`, "cannot unmarshal number"},
		{`[]`, "cannot unmarshal array"},
		{`{"text":"a","spans":[{"start":0,"label":"A"}]}`, `mark 1: "start" or "end" is missing`},
		{`{"text":"a","spans":[{"token_start":0,"token_end":9999999,"label":"A"}]}`, `mark 1: "start" or "end" is missing`},
		{`{"text":"a","spans":[{"start":1e99,"end":2,"label":"A"}]}`, "cannot unmarshal number"},
		{`{"text":"\ud83d"}`, "half a surrogate pair"},
		{"{\"text\":\"a\xff\"}", "not valid UTF-8"},
		{strings.Repeat(`{"meta":`, 20_000), "depth"},
	} {
		got := readAll(t, c.line+"\n\n"+`{"text":"fine"}`)
		if len(got) != 2 || !strings.HasPrefix(got[0], "read line 1: ") || !strings.Contains(got[0], c.want) || got[1] != "||" {
			t.Errorf("%.60s: %.200q, want %q", c.line, got, c.want)
		}
	}
}

func TestOneCanStopReading(t *testing.T) {
	n := 0
	for range prodigy.Format.Read(interchange.InMemory{"a": []byte("{}\n{}"), "b": []byte("{}")}) {
		n++
		break
	}
	if n != 1 {
		t.Error(n)
	}
}

func TestItsFilesAreKnownByTheirFirstLine(t *testing.T) {
	for _, c := range []struct {
		head string
		want bool
	}{
		{`{"text":"a","_input_hash":1`, true},
		{`{"text":"a","spans":[],"answer":"accept"}`, true},
		{`{"text":"a","spans":{"sc":[]}}`, false},
		{`{"id":"a","text":"a","offset_unit":"codepoint","_input_hash":1}`, false},
		{`{"text":"a","label":[]}`, false},
	} {
		if got := prodigy.Format.Sniff("a.jsonl", []byte(c.head)); got != c.want {
			t.Errorf("%s: %v", c.head, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, b := range formattest.Written(f, prodigy.Format, interchange.Options{}, formattest.Sample(), odd()) {
		f.Add(b)
	}
	formattest.Fuzz(f, prodigy.Format)
}

func BenchmarkWriteAndRead(b *testing.B) { formattest.Benchmark(b, prodigy.Format) }
