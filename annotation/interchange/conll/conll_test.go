package conll_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/conll"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/text"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, conll.Format, interchange.Options{}, "testdata/columns.txtar")
	formattest.Golden(t, conll.Format, interchange.Options{Policy: "inner"}, "testdata/inner.txtar")
	formattest.Golden(t, conll.WithEnds, interchange.Options{Policy: "longest"}, "testdata/bilou.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	for _, f := range []*interchange.Format{conll.Format, conll.WithEnds} {
		formattest.RoundTrip(t, f)
		for _, p := range f.Policies {
			formattest.Returns(t, f, interchange.Options{Policy: p.Name}, odd(), spaces())
		}
	}
}

// odd has marks that no word begins or ends with, and that sentences end within.
func odd() interchange.Line {
	return marked(" Unemployment\n\n  fell  🔴. It rose. Then it did\nnot. #1 # O", [2]text.Pos{3, 9}, [2]text.Pos{0, 1}, [2]text.Pos{9, 17},
		[2]text.Pos{17, 30}, [2]text.Pos{33, 55}, [2]text.Pos{55, 56})
}

// spaces has white space that would end a column or a line.
func spaces() interchange.Line {
	return marked("\u2028a\u00a0b\tc\u0085d|e\\s\\u0020\x1cf \n \u200b\uFEFF\n\n", [2]text.Pos{1, 2}, [2]text.Pos{3, 4}, [2]text.Pos{4, 8})
}

func marked(s string, at ...[2]text.Pos) interchange.Line {
	name := "Ana Lee|\\s"
	l := interchange.Line{ID: formattest.ID(50), Text: s, Status: annotation.Done, Annotator: &name}
	for i, b := range at {
		l.Spans = append(l.Spans, interchange.Span{ID: formattest.ID(byte(i + 1)), Label: "claim"}.Over(l.Index(), b))
	}
	return l
}

// TestAnyReaderFindsTheMarks reads files as programs do that know nothing of ours: by spaces, lines and empty lines.
func TestAnyReaderFindsTheMarks(t *testing.T) {
	lines := []interchange.Line{formattest.Sample(), odd(), spaces()}
	for seed := range uint64(20) {
		lines = append(lines, formattest.Random(rand.New(rand.NewPCG(seed, 7)), 30))
	}
	o := conll.Format.With(interchange.Options{Name: "news", Labels: formattest.Labels})
	files := formattest.Written(t, conll.Format, o, lines...)
	documents := strings.Split(string(files["news.conll"]), "-DOCSTART- -X- O O\n\n")[1:]
	if len(documents) != len(lines) {
		t.Fatalf("%d documents of %d", len(documents), len(lines))
	}
	for i, d := range documents {
		kept := conll.Format.Keep(lines[i], o)
		var want, got []string
		for _, s := range kept.Spans {
			want = append(want, s.Name()+" "+solid(s.Text))
		}
		for sentence := range strings.SplitSeq(strings.TrimSuffix(d, "\n\n"), "\n\n") {
			open := map[int]string{}
			for row := range strings.SplitSeq(sentence, "\n") {
				fields := strings.Fields(row)
				if len(fields) != 3+len(formattest.Labels) {
					t.Fatalf("the line %q has %d columns", row, len(fields))
				}
				for c, tag := range fields[3:] {
					if tag[0] != 'I' && open[c] != "" {
						got = append(got, open[c])
						open[c] = ""
					}
					if tag[0] == 'B' {
						open[c] = tag[2:] + " "
					}
					if tag[0] != 'O' {
						open[c] += fields[0]
					}
				}
			}
			for _, s := range open {
				if s != "" {
					got = append(got, s)
				}
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Fatalf("document %d: found %q, want %q", i, got, want)
		}
	}
}

// solid is a quote without white space.
func solid(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\x1c' }), "")
}

func TestASentenceDoesNotEndWithinAMark(t *testing.T) {
	const s = "It rose. It fell. It rose."
	for _, c := range []struct {
		mark [2]text.Pos
		want int
	}{
		{[2]text.Pos{0, 8}, 3}, {[2]text.Pos{9, 16}, 3}, {[2]text.Pos{3, 11}, 2}, {[2]text.Pos{0, 26}, 1},
	} {
		files := formattest.Written(t, conll.Format, interchange.Options{}, marked(s, c.mark))
		_, body, _ := strings.Cut(string(files["news.conll"]), "\n\n")
		if got := strings.Count(body, "\n\n"); got != c.want {
			t.Errorf("marked %v: %d sentences, want %d\n%s", c.mark, got, c.want, body)
		}
	}
}

func TestWhatWhiteSpaceEndsIsLostAsBounds(t *testing.T) {
	l := odd()
	kept := conll.Format.Keep(l, conll.Format.With(interchange.Options{Labels: formattest.Labels}))
	var lost interchange.Losses
	lost.Add(&l, &kept)
	got := ""
	for _, k := range lost.List() {
		got += fmt.Sprint(k.Kind, " ", k.Count, " ")
	}
	if got != "mark 1 bounds 2 " {
		t.Errorf("lost %s", got)
	}
}

func TestWhoMarkedComesBack(t *testing.T) {
	for in, err := range conll.Format.Read(formattest.Written(t, conll.Format, interchange.Options{}, odd())) {
		if err != nil || in.Annotator != `Ana Lee|\s` || in.Status != annotation.Done || in.Document != formattest.ID(50).String() {
			t.Errorf("%+v, %v", in, err)
		}
	}
}

func TestColumnsNeedLabels(t *testing.T) {
	if _, err := conll.Format.Write(interchange.InMemory{}, conll.Format.With(interchange.Options{})); err == nil {
		t.Error("no error")
	}
}

// readAll reads one file: what each document says in one line, and errors.
func readAll(t *testing.T, file string) (out []string) {
	t.Helper()
	for in, err := range conll.Format.Read(interchange.InMemory{"a.conll": []byte(file)}) {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		placed, err := in.Place(interchange.CodePoint)
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%q", in.Text)
		if in.Document != "" {
			s = in.Document + ": " + s
		}
		for _, sp := range placed.Spans {
			s += fmt.Sprintf(" %s=%q", sp.Label, placed.Plain.Slice(sp.Ranges[0][0], sp.Ranges[0][1]))
		}
		for _, a := range placed.Astray {
			s += fmt.Sprintf(" %s astray: %v", a.Label, a.Err)
		}
		out = append(out, strings.Join(append([]string{s}, in.Repaired...), "; "))
	}
	return out
}

func TestWhatOthersWriteIsRead(t *testing.T) {
	for _, c := range []struct {
		what, file string
		want       []string
	}{
		{"CoNLL-2003, which is IOB1 and has phrases too", "-DOCSTART- -X- -X- O\n\nEU NNP B-NP I-ORG\nrejects VBZ B-VP O\nGerman JJ B-NP I-MISC\nFrench JJ I-NP B-MISC\n. . O O\n\nPeter NNP B-NP I-PER\nBlackburn NNP I-NP I-PER\n\n" +
			"-DOCSTART- -X- -X- O\n\nBrussels NNP B-NP I-LOC\n", []string{`"EU rejects German French .\nPeter Blackburn" ORG="EU" MISC="German" MISC="French" PER="Peter Blackburn"`, `"Brussels" LOC="Brussels"`}},
		{"tabs, two columns, BIOES, no document", "New\tB-LOC\r\nYork\tE-LOC\r\n\r\n\r\n.\tO\r\n", []string{`"New York\n." LOC="New York"`}},
		{"Label Studio", "-DOCSTART- -X- O\n3.9 -X- _ B-STAT\n% -X- _ I-STAT\n\n", []string{`"3.9 %" STAT="3.9 %"`}},
		{"tokens that are counted, and two columns of tags", "#\thttp://news.example/1 [2010]\n1\tSchleswig\tB-LOC\tO\n2\tHolsteiner\tI-LOC\tB-ORG\n\n1\t.\tO\tO\n", []string{`"Schleswig Holsteiner\n." LOC="Schleswig Holsteiner" ORG="Holsteiner"`}},
		{"comments that begin documents, and white space in the last column", "# newdoc id = n1\n# text = 5%\n1 5 B-Q SpaceAfter=No\n2 % I-Q SpacesAfter=\\s\\s\n3 up O _\n\n# newdoc\n1 x O _\n", []string{`n1: "5%  up" Q="5%"`, `"x"`}},
		{"hash signs that are tokens", "# O\n1 B-N\n\n#tag B-N\n", []string{`"# 1\n#tag" N="1" N="#tag"`}},
		{"a mark in IOB2 that does not begin", "a B-X\nb O\nc I-X\n", []string{`"a b c" X="a" X="c"; line 3: "I-X" goes on with a mark that has not begun, so that one begins`}},
		{"a mark over two sentences", "a B-X\n\nb I-X\n", []string{`"a\nb" X="a" X="b"; line 3: "I-X" goes on with a mark that has not begun, so that one begins`}},
		{"lines with other columns", "a NN B-X\nO\nNew York NN B-X\nc NN O\n", []string{`"a New York c" X="a" X="New York"; line 2 has 1 columns of 3, and is left out; line 3 has 4 columns where there are 3: its token is "New York"`}},
		{"a line without a token", "1\t\tB-X\n2\ta\tI-X\n", []string{`"a" X="a"; line 1 has no token, and is left out`}},
		{"a token with a space that does not break", "1\u00a0000 B-N\n", []string{`"1\u00a0000" N="1\u00a0000"`}},
		{"a document without a token", "-DOCSTART- -X- O O\n\n-DOCSTART- -X- O O\n\na O\n", []string{`"a"`}},
		{"nothing", "\n\n", nil},
	} {
		if got := readAll(t, c.file); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestABadDocumentIsToldWithItsLineAndTheNextIsRead(t *testing.T) {
	for _, c := range []struct{ document, want string }{
		{"No tags\nare here\n", "read line 2: no column has tags"},
		{"a O\nb\xff O\n", "read line 3: not valid UTF-8"},
		{"one\ncolumn\n", "read line 2: no column has tags"},
	} {
		got := readAll(t, "-DOCSTART- -X- O O\n"+c.document+"-DOCSTART- -X- O O\nfine O\n")
		if len(got) != 2 || !strings.Contains(got[0], c.want) || got[1] != `"fine"` {
			t.Errorf("%q: %q, want %q", c.document, got, c.want)
		}
	}
}

func TestALongFileThatNamesNoDocumentIsReadInParts(t *testing.T) {
	sentence := strings.Repeat("prices -X- _ B-claim\n", 1000) + "\n"
	n, marks := 0, 0
	for in, err := range conll.Format.Read(interchange.InMemory{"a": []byte(strings.Repeat(sentence, 200))}) {
		if err != nil {
			t.Fatal(err)
		}
		n, marks = n+1, marks+len(in.Spans)
	}
	if n < 3 || marks != 200_000 {
		t.Errorf("%d documents with %d marks", n, marks)
	}
}

func TestItsFilesAreKnownByTheirFirstLines(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       bool
	}{
		{"a.txt", "-DOCSTART- -X- O O\n\nEU", true},
		{"a.txt", "EU NNP B-ORG\nrejects VBZ O\nGerm", true},
		{"a.iob", "EU B-ORG\n", true},
		{"a.tsv", "# text = a\n1\ta\tO\n2\tb\tB-X\n", true},
		{"a.txt", "EU rejects German call\nto boycott\n", false},
		{"a.conll", "", false},
		{"a.jsonl", "{\"text\": \"O\"}\n{}\n", false},
	} {
		if got := conll.Format.Sniff(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s %q: %v", c.name, c.head, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, b := range formattest.Written(f, conll.Format, interchange.Options{}, formattest.Sample(), odd(), spaces()) {
		f.Add(b)
	}
	f.Add([]byte("1\ta\tB-X\tSpacesAfter=\\s\\u00\n\n# newdoc id = 2\nb O\nc\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for in, err := range conll.Format.Read(interchange.InMemory{"a": b}) {
			if err != nil {
				continue
			}
			if placed, err := in.Place(interchange.CodePoint); err == nil && len(placed.Astray) > 0 && !strings.Contains(in.Text, "\r") {
				t.Errorf("%q: astray %v", in.Text, placed.Astray[0].Err)
			}
		}
	})
}

func BenchmarkWriteAndRead(b *testing.B) { formattest.Benchmark(b, conll.Format) }
