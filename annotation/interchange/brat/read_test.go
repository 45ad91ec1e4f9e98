package brat_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/text"
)

// folder makes files of names and contents.
func folder(pairs ...string) interchange.InMemory {
	out := interchange.InMemory{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = []byte(pairs[i+1])
	}
	return out
}

// shown is what a folder holds, a document a line: file, annotator, marks and links; and what is wrong with it.
func shown(src interchange.Source) string {
	var b strings.Builder
	for in, err := range brat.Format.Read(src) {
		if err != nil {
			fmt.Fprintf(&b, "%s %d: %v\n", in.File, in.Number, err)
			continue
		}
		fmt.Fprintf(&b, "%s [%s%s]", in.File, in.Annotator, in.Kind)
		at, err := in.Place(interchange.CodePoint)
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		for _, sp := range at.Spans {
			fmt.Fprintf(&b, " %s=%s%v %q", sp.ID, sp.Label, sp.Ranges, sp.Quote)
			for name, values := range sp.Attributes {
				fmt.Fprintf(&b, " %s=%s", name, strings.Join(values, "+"))
			}
			if sp.Note != "" {
				fmt.Fprintf(&b, " (%s)", sp.Note)
			}
		}
		for _, r := range at.Relations {
			fmt.Fprintf(&b, " %s=%s(%s %s)", r.ID, r.Type, r.From, r.To)
		}
		for _, a := range at.Astray {
			fmt.Fprintf(&b, " %s astray: %v", a.ID, a.Err)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestLinesOfEveryKindAreRead(t *testing.T) {
	for _, c := range []struct{ ann, want string }{
		{"T1\tClaim 0 6\tPrices\n", `T1=Claim[[0 6]] "Prices"`},
		{"T1\tClaim 0 6\n", `T1=Claim[[0 6]] ""`},
		{"T1\tClaim 0 6\tPrices and more behind\n", `T1=Claim[[0 6]] "Prices"`},
		{"T1\tClaim 0 6;12 14\tPrices in\n", `T1=Claim[[0 6] [12 14]] "Prices in"`},
		{"T1\tClaim 12 14;0 6\tin Prices\n", `T1=Claim[[0 6] [12 14]] "Prices in"`},
		{"T1\tClaim 0 6;12 14\tPricesin\n", `T1=Claim[[0 6] [12 14]] "Prices in"`},
		{"T1\tClaim 12 18;19 22\tin May and\n", `T1=Claim[[12 22]] "in May\nand"`},
		{"T1\tClaim 0 6\tPrices\nA1\tSure T1 high\nM1\tNegation T1\nA2\tBy T1 two words\n", `T1=Claim[[0 6]] "Prices"`},
		{"T1\tClaim 0 6\tPrices\nT2\tWhen 15 18\tMay\nR1\tIn Arg1:T1 Arg2:T2\t\n", `R1=In(T1 T2)`},
		{"T1\tClaim 0 6\tPrices\n#1\tAnnotatorNotes T1\tone\ttwo \n#2\tOther T1\tx\n", `T1=Claim[[0 6]] "Prices" (one	two )` + "\n"},
		{"T1\tClaim 0 6\tPrices\nT2\tFall 7 11\tfell\nE1\tFall:T2 Of:T1\nR1\tIn Arg1:E1 Arg2:T1\nN1\tReference T1 W:1\tp\n*\tSame T1 T2\n", `T2=Fall[[7 11]] "fell"` + "\n"},
		{"T1\tClaim 0 6;12 22\tPrices in May\nand\nT2\tWhen 15 18\tMay\n", `T1=Claim[[0 6] [12 22]] "Prices in May\nand" T2=When[[15 18]] "May"` + "\n"},
		{"T1\tClaim 0 5\tPrices\n", `T1 astray: 0-5: the text says something else there: "Price", and not "Prices"`},
		{"T1\tClaim 0 99\tPrices\n", "T1 astray: 0-99: outside the text, which ends at 22"},
		{"T1\tClaim 6 6\t\n", "T1 astray: 6-6: empty"},
	} {
		got := shown(folder("a.txt", "Prices fell in May\nand", "a.ann", c.ann))
		if !strings.Contains(got, c.want) || strings.Contains(got, "read line") {
			t.Errorf("%q gives\n%s and not %s", c.ann, got, c.want)
		}
	}
}

func TestBadLinesAreNamedAndReadingGoesOn(t *testing.T) {
	for _, c := range []struct{ line, why string }{
		{"Claim 0 6", "there is no id and tab"}, {"T1\tClaim", `T1: "" where a start and an end are due`}, {"T1\tClaim 0 99999999999\tx", "value out of range"},
		{"T1\tClaim 0-6\tPrices", "where a start and an end are due"}, {"T9\tClaim 0 6\tPrices", "T9: another line has this id"},
		{"R1\tIn Arg1:T9", "R1: a link has two ends, not 1"}, {"R1\tIn T9 T9", `"T9" where a role and an id are due`}, {"E1\tFall", `"Fall" where a role`},
		{"A1\tSure", "A1: an attribute of nothing"}, {"Z1\tClaim 0 6", "Z1: no line begins so"}, {"T1\t\t", "there is nothing behind the id"},
	} {
		got := shown(folder("a.txt", "Prices fell", "a.ann", "T9\tClaim 0 6\tPrices\n"+c.line+"\nT8\tClaim 7 11\tfell\n"))
		if !strings.Contains(got, `a.ann 2: read line 2 document "a.ann": `) || !strings.Contains(got, c.why) || !strings.Contains(got, `T8=Claim[[7 11]] "fell"`) {
			t.Errorf("%q gives\n%s and not %q", c.line, got, c.why)
		}
	}
}

func TestAnnotatorsAreToldByFoldersAndFiles(t *testing.T) {
	const same, other = "Prices fell.", "Prices rose."
	for _, c := range []struct {
		files interchange.InMemory
		want  []string
	}{
		{folder("ana/a.txt", same, "ana/a.ann", "", "ben/a.txt", same, "ben/a.ann", ""), []string{"ana/a.ann [ana]", "ben/a.ann [ben]"}},
		{folder("x/ana/2026/a.txt", same, "x/ben/2026/a.txt", same), []string{"x/ana/2026/a.txt [ana]", "x/ben/2026/a.txt [ben]"}},
		{folder("ana/a.txt", same, "ana/a.ann", "", "ben/a.txt", other, "ben/a.ann", ""), []string{"ana/a.ann []", "ben/a.ann []"}},
		{folder("a.txt", same, "ana/a.ann", "", "ben/a.ann", ""), []string{"ana/a.ann [ana]", "ben/a.ann [ben]"}},
		{folder("a.txt", same, "a.ann", "", "ben/a.ann", ""), []string{"a.ann []", "ben/a.ann [ben]"}},
		{folder("ana/a.txt", same, "ben/a.txt", same, "ben/b.txt", other), []string{"ana/a.txt [ana]", "ben/a.txt [ben]", "ben/b.txt [ben]"}},
		{folder("may-a_ana.txt", same, "may-a_ben.txt", same, "may-b.txt", other), []string{"may-a_ana.txt [ana]", "may-a_ben.txt [ben]", "may-b.txt []"}},
		{folder("a-1.txt", same, "a-12.txt", same), []string{"a-1.txt [1]", "a-12.txt [12]"}},
		{folder("annotation.conf", "# folder B_C holds the marks of B C 1 (model)\n", "B_C/a.txt", same, "B_C/a.ann", ""), []string{"B_C/a.ann [B C 1model]"}},
		{folder("a.ann", "T1\tClaim 0 6\tPrices\n", "b.txt", same), []string{"a.ann 0: a.ann: there is no text beside it, nor in a folder above", "b.txt []"}},
		{folder("a.txt", same, "a.a1", "T1\tClaim 0 6\tPrices\n", "a.a2", "T2\tFall 7 11\tfell\nE1\tFall:T2 Of:T1\n"), []string{`a.a1 [] T1=Claim[[0 6]] "Prices" T2=Fall[[7 11]] "fell"`}},
		{folder("a.txt", "Prices fell 5 \xa3.", "a.ann", ""), []string{"a.txt 0: a.txt: not valid UTF-8"}},
		{folder("a.txt", same, "a.ann", "T1\tClaim\xe9 0 6\tPrices\n"), []string{"a.ann 0: a.ann: not valid UTF-8"}},
	} {
		got := strings.Split(strings.TrimSpace(shown(c.files)), "\n")
		if len(got) != len(c.want) {
			t.Errorf("%v gives\n%s", c.files.Files(), strings.Join(got, "\n"))
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], c.want[i]) {
				t.Errorf("%v gives\n%s\nand not\n%s", c.files.Files(), got[i], c.want[i])
			}
		}
	}
}

func TestHostileFilesAreReadInTime(t *testing.T) {
	const many = 30_000
	var chain strings.Builder
	chain.WriteString("T1\tClaim 0 6\tPrices\n")
	for i := range many {
		fmt.Fprintf(&chain, "E%d\tFall:E%d\n", i, i+1)
	}
	for name, ann := range map[string]string{
		"many pieces": "T1\tClaim 0 60000" + strings.Repeat(";0 60000", many) + "\tPrices\n",
		"a chain":     chain.String() + fmt.Sprintf("E%d\tFall:T1\n", many),
		"one id":      strings.Repeat("T1\tClaim 0 6\tPrices\n", many),
		"one place": func() (s string) {
			for i := range 3000 {
				s += fmt.Sprintf("T%d\tClaim 0 6\tPrices\n", i)
			}
			return s
		}(),
		"a long line":        strings.Repeat("x", 10<<20),
		"tabs":               strings.Repeat("\t", many),
		"a big number of id": "T99999999999999999999\tClaim 0 6\tPrices\n",
		"an end within":      "T1\tClaim 0 6",
	} {
		begin := time.Now()
		writtenBack(t, folder("a.txt", "Prices"+strings.Repeat(" fell", 12_000), "a.ann", ann), func(lines []interchange.Line) {
			for i := range lines {
				lines[i].Spans = nil
			}
		})
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// marked is a line with one mark by somebody.
func marked(plain, who, title string, ranges ...[2]text.Pos) interchange.Line {
	t := text.MustNew(plain)
	l := interchange.Line{ID: annotation.NewDocument(t, "").ID, Text: plain, Annotator: &who, Meta: interchange.Meta{Title: title}}
	if len(ranges) > 0 {
		l.Spans = []interchange.Span{interchange.Span{ID: annotation.NewID(), Label: "claim"}.Over(t, ranges...)}
	}
	return l
}

func TestFoldersAreOfSplitsAndAnnotators(t *testing.T) {
	reference := marked("Prices fell.", "Reference", "On prices: 3.9%")
	reference.Kind = annotation.Reference
	out := formattest.Encoded(t, brat.Format, interchange.Options{}, "train",
		[]interchange.Line{marked("Prices fell.", "Ana Ñu", "On prices: 3.9%"), marked("Prices fell.", "Ana_u", "On prices: 3.9%"), reference},
		[]interchange.Line{marked("Other prices fell.", "Ana Ñu", "on prices? 3.9%")},
		[]interchange.Line{marked("第一", "Ana Ñu", "第一")},
		[]interchange.Line{marked("Con.", "Ana Ñu", "con")})
	var names []string
	for _, name := range out.Files() {
		if strings.HasSuffix(name, ".ann") {
			names = append(names, name)
		}
	}
	want := "train/Ana_u-2/On_prices_3.9.ann train/Ana_u/2db71b50.ann train/Ana_u/On_prices_3.9.ann train/Ana_u/f06720a4.ann " +
		"train/Ana_u/on_prices_3.9-8ea5066f.ann train/Reference/On_prices_3.9.ann"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("files are %s", got)
	}
	if got := shown(out); !strings.Contains(got, "[Ana Ñu]") || !strings.Contains(got, "[Ana_u]") || !strings.Contains(got, "[Referencereference]") {
		t.Error(got)
	}
}

func TestWhatBratCannotHoldIsCounted(t *testing.T) {
	with := func(change func(*interchange.Line)) interchange.Line {
		l := marked("One two\nthree\n \nfour.\n", "Ana", "", [2]text.Pos{0, 3})
		change(&l)
		return l
	}
	over := func(ranges ...[2]text.Pos) interchange.Line {
		return with(func(l *interchange.Line) { l.Spans[0] = l.Spans[0].Over(l.Index(), ranges...) })
	}
	for _, c := range []struct {
		line interchange.Line
		want string
	}{
		{over([2]text.Pos{0, 13}), ""},                                                      // across lines
		{over([2]text.Pos{4, 20}), ""},                                                      // across an empty one
		{over([2]text.Pos{0, 3}, [2]text.Pos{8, 13}), ""},                                   // interrupted
		{over([2]text.Pos{4, 7}, [2]text.Pos{8, 13}), "[{ranges 1 [: claim “two three”]}]"}, // interrupted by a line end alone
		{with(func(l *interchange.Line) {
			l.Spans = append(l.Spans, l.Spans[0].Over(l.Index(), [2]text.Pos{4, 13}), l.Spans[0].Over(l.Index(), [2]text.Pos{4, 7}, [2]text.Pos{8, 13}))
			l.Spans[1].ID, l.Spans[2].ID = annotation.NewID(), annotation.NewID()
		}), "[{mark 1 [: claim “two three”]}]"}, // the same, but for a line end
		{over([2]text.Pos{7, 13}), "[{bounds 1 [: claim “\nthree” became “three”]}]"},
		{over([2]text.Pos{13, 16}), "[{mark 1 [: claim “\n \n”]}]"},
		{with(func(l *interchange.Line) {
			l.Spans[0].Attributes = interchange.Attributes{"a": {"x"}, "b": {"free text", "y"}}
		}), ""},
		{with(func(l *interchange.Line) { l.Spans[0].Attributes = interchange.Attributes{"a": {"two\nlines"}} }), "[{attribute 1 [: a of claim “One”]}]"},
		{with(func(l *interchange.Line) { l.Spans[0].Note = "one line" }), ""},
		{with(func(l *interchange.Line) { l.Spans[0].Note = "two\nlines" }), "[{note 1 [: two\nlines]}]"},
		{with(func(l *interchange.Line) { l.Attributes = interchange.Attributes{"topic": {"economy"}} }), "[{article 1 [: topic]}]"},
	} {
		kept := brat.Format.Keep(c.line, brat.Format.With(interchange.Options{}))
		var losses interchange.Losses
		losses.Add(&c.line, &kept)
		if got := fmt.Sprint(losses.List()); got != cmp.Or(c.want, "[]") {
			t.Errorf("lost is %s and not %s", got, c.want)
		}
		formattest.Returns(t, brat.Format, interchange.Options{}, c.line)
	}
}

// FuzzRead wants no panic, marks that lie in their texts or are astray, and the same lines again where nothing was changed.
func FuzzRead(f *testing.F) {
	f.Add(string(ministry["wire/may.txt"]), string(ministry["wire/may.ann"]), string(ministry["annotation.conf"]))
	f.Add("\uFEFFa\r\nb\rc", "\uFEFFT1\tX 0 1;4 5\ta b\r\nA1\tY T1", "[spans]\na-b|a.b\n[attributes]\n\n# notes of the type Y hold values of the attribute Y")
	f.Fuzz(func(t *testing.T, txt, ann, conf string) {
		src := folder("a/b.txt", txt, "a/b.ann", ann, "annotation.conf", conf)
		valid := utf8.ValidString(txt) && utf8.ValidString(ann)
		for _, err := range brat.Format.Read(src) {
			if (err == nil) != valid && !errors.As(err, new(*interchange.LineError)) {
				t.Fatal(err)
			}
		}
		if valid {
			same(t, writtenBack(t, src, nil), src)
		}
	})
}
func BenchmarkWrite(b *testing.B) {
	l, o := formattest.Random(rand.New(rand.NewPCG(1, 2)), 10_000), brat.Format.With(interchange.Options{Labels: formattest.Labels})
	b.SetBytes(int64(len(l.Text)))
	for b.Loop() {
		formattest.Encoded(b, brat.Format, o, "", []interchange.Line{brat.Format.Keep(l, o)})
	}
	b.ReportMetric(float64(len(l.Spans)*b.N)/b.Elapsed().Seconds(), "marks/s")
}

func BenchmarkRead(b *testing.B) {
	files := formattest.Written(b, brat.Format, interchange.Options{}, formattest.Random(rand.New(rand.NewPCG(1, 2)), 10_000))
	size, marks := 0, 0
	for _, f := range files {
		size += len(f)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for in, err := range brat.Format.Read(files) {
			if err != nil {
				b.Fatal(err)
			}
			marks += len(in.Spans)
		}
	}
	b.ReportMetric(float64(marks)/b.Elapsed().Seconds(), "marks/s")
}

func BenchmarkWriteBack(b *testing.B) {
	files := formattest.Written(b, brat.Format, interchange.Options{}, formattest.Random(rand.New(rand.NewPCG(1, 2)), 10_000))
	for b.Loop() {
		writtenBack(b, files, nil)
	}
}
