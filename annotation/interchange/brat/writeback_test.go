package brat_test

import (
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/text"
)

// ministry is a folder as brat writes it, with lines of every kind.
var ministry = interchange.InMemory{
	"annotation.conf": []byte("# of our newsroom\n[entities]\nClaim\n\tBoldClaim\nSource|Who\n\n[relations]\nSays\tArg1:Source, Arg2:Claim\nEquiv\tArg1:Claim, Arg2:Claim, <REL-TYPE>:symmetric-transitive\n\n" +
		"[events]\nSay\tTopic*:Claim, Speaker?:Source\n\n[attributes]\nNegation\tArg:<EVENT>|Claim\nSure\tArg:Claim, Value:low|high\n"),
	"visual.conf":  []byte("[labels]\nClaim | A claim | C\n"),
	"tools.conf":   []byte("[search]\n"),
	"wire/may.txt": []byte("🔴 Prices rose,\nthe ministry\n said. It denied\nthe rest."),
	"wire/may.ann": []byte("T1\tClaim 2 13\tPrices rose\n" +
		"T2\tSource 15 27\tthe ministry\n" +
		"T3\tSay 29 33\tsaid\n" +
		"E1\tSay:T3 Topic:T1 Speaker:T2\n" +
		"T5\tClaim 2 14;15 27\tPrices rose, the ministry\n" +
		"T4\tClaim 2 8;29 33\tPrices said\n" +
		"R1\tSays Arg1:T2 Arg2:T1\t\n" +
		"R2\tCause Arg1:E1 Arg2:T1\t\n" +
		"A1\tSure T1 high\n" +
		"M1\tNegation T4\n" +
		"A2\tNegation E1\n" +
		"A3\tSure R1 low\n" +
		"N1\tReference T2 Wikipedia:64488\tministry\n" +
		"#1\tAnnotatorNotes T1\tcheck the May release \n" +
		"#2\tAnnotatorNotes E1\tby letter\n" +
		"#3\tAnnotationUnconfirmed T2\tthe tool is not sure\n" +
		"#4\tAnnotatorNotes T1\tand June\n" +
		"#5\tAnnotatorNotes R1\tsee T2\n" +
		"*\tEquiv T1 T4\n" +
		"T9\tClaim 900 905\tgone\n" +
		"X1\tno such line\n" +
		"T12\tBoldClaim 35 44;45 53\tIt denied the rest"),
	"wire/none.ann": {},
	"wire/none.txt": []byte("Nothing.\n"),
	"wire/raw.txt":  []byte("Nobody looked."),
}

// linesOf reads a folder and makes of it what a project would hold, and what it would keep.
func linesOf(t testing.TB, src interchange.Source) (lines []interchange.Line, kept func(annotation.ID, string) []byte) {
	t.Helper()
	keep := map[string][]byte{}
	for in, err := range brat.Format.Read(src) {
		if err != nil {
			continue
		}
		at, err := in.Place(interchange.CodePoint)
		if err != nil {
			t.Fatal(err)
		}
		l := lineOf(&at)
		lines = append(lines, l)
		keep[l.ID.String()+in.Annotator] = in.Kept
	}
	return lines, func(d annotation.ID, who string) []byte { return keep[d.String()+who] }
}

func lineOf(at *interchange.Placed) interchange.Line {
	d := annotation.NewDocument(at.Plain, "")
	l := interchange.Line{ID: d.ID, Text: at.Plain.String(), Annotator: &at.Annotator, Kind: at.Kind}
	ids := map[string]annotation.ID{}
	for _, sp := range at.Spans {
		ids[sp.ID] = annotation.NewID()
		s := interchange.Span{ID: ids[sp.ID], Label: sp.Label, Attributes: sp.Attributes, Note: sp.Note}
		l.Spans = append(l.Spans, s.Over(at.Plain, sp.Ranges...))
	}
	for _, r := range at.Relations {
		if !ids[r.From].IsZero() && !ids[r.To].IsZero() {
			l.Relations = append(l.Relations, interchange.Relation{ID: annotation.NewID(), Type: r.Type, From: ids[r.From], To: ids[r.To]})
		}
	}
	return l
}

// writtenBack is a folder that was read, changed and written again.
func writtenBack(t testing.TB, src interchange.Source, change func([]interchange.Line)) interchange.InMemory {
	t.Helper()
	lines, kept := linesOf(t, src)
	if change != nil {
		change(lines)
	}
	o := brat.Format.With(interchange.Options{Kept: kept, Labels: []annotation.LabelRole{{Label: "unused"}}})
	return formattest.Encoded(t, brat.Format, o, "", documents(lines, func(l interchange.Line) interchange.Line { return brat.Format.Keep(l, o) })...)
}

// documents are lines, each of a document of its own, as keep gives them.
func documents(lines []interchange.Line, keep func(interchange.Line) interchange.Line) (out [][]interchange.Line) {
	for _, l := range lines {
		out = append(out, []interchange.Line{keep(l)})
	}
	return out
}

// asIs is a line with all that it has.
func asIs(l interchange.Line) interchange.Line { return l }

// same wants files to be the same, byte for byte.
func same(t *testing.T, got, want interchange.InMemory) {
	t.Helper()
	for _, name := range want.Files() {
		if string(got[name]) != string(want[name]) {
			t.Errorf("%s is\n%q\nwant\n%q", name, got[name], want[name])
		}
		if _, ok := got[name]; !ok {
			t.Errorf("%s is missing", name)
		}
	}
	for _, name := range got.Files() {
		if _, ok := want[name]; !ok {
			t.Errorf("%s was not there:\n%s", name, got[name])
		}
	}
}

func TestWhatNobodyChangedIsWrittenBackByteForByte(t *testing.T) {
	want := interchange.InMemory{}
	for name, b := range ministry {
		want[name] = b
	}
	want["wire/raw.ann"] = nil // somebody has looked since
	same(t, writtenBack(t, ministry, nil), want)
}

func TestLineEndsAndByteOrderMarksAreWrittenBack(t *testing.T) {
	odd := interchange.InMemory{
		"annotation.conf": ministry["annotation.conf"],
		"crlf.txt":        []byte("A rose.\r\nPrices fell.\r\n"),
		"crlf.ann":        []byte("T1\tClaim 9 20\tPrices fell\r\nT2\tClaim 0 7;9 21\tA rose. Prices fell.\r\n"),
		"mac.txt":         []byte("A rose.\rPrices fell."),
		"mac.ann":         []byte("T1\tClaim 8 19\tPrices fell\n"),
		"mixed.txt":       []byte("A rose.\r\nPrices\nfell.\r"),
		"mixed.ann":       []byte("T1\tClaim 9 15;16 20\tPrices fell\n"),
		"counted.txt":     []byte("\uFEFFPrices fell."),
		"counted.ann":     []byte("T1\tClaim 1 7\tPrices\n"),
		"uncounted.txt":   []byte("\uFEFFPrices fell again."),
		"uncounted.ann":   []byte("T1\tClaim 0 6\tPrices\n"),
	}
	same(t, writtenBack(t, odd, nil), odd)
	changed := writtenBack(t, odd, func(lines []interchange.Line) {
		for i := range lines {
			l := &lines[i]
			l.Spans = []interchange.Span{interchange.Span{ID: annotation.NewID(), Label: "New"}.Over(l.Index(), [2]text.Pos{0, l.Index().Len()})}
		}
	})
	delete(changed, "uncounted.ann") // brat counts the mark
	for _, says := range broken(changed) {
		t.Error(says)
	}
	lines, _ := linesOf(t, odd)
	for _, l := range lines {
		if len(l.Spans) == 0 || !strings.HasPrefix(l.Spans[0].Text, "Prices") {
			t.Errorf("of %q there is marked %v", l.Text, l.Spans)
		}
	}
}

func TestChangesGoIntoTheLinesOfTheirMarks(t *testing.T) {
	got := writtenBack(t, ministry, func(lines []interchange.Line) {
		l := &lines[0]
		index := text.MustNew(l.Text)
		for i := range l.Spans {
			switch l.Spans[i].Text {
			case "Prices rose": // higher certainty, another note, and more of the text
				l.Spans[i] = l.Spans[i].Over(index, [2]text.Pos{0, 13})
				l.Spans[i].Attributes = interchange.Attributes{"Sure": {"low"}, "by": {"Ana", "Ben"}}
				l.Spans[i].Note = "done"
			case "Prices said":
				l.Spans[i].Label = "Doubt"
			}
		}
		last := len(l.Spans) - 1
		l.Spans = append(l.Spans[:last], interchange.Span{ID: annotation.NewID(), Label: "Claim"}.Over(index, [2]text.Pos{35, 37}))
	})
	for _, want := range []string{
		"T1\tClaim 0 13\t🔴 Prices rose\n", "A1\tSure T1 low\n", "#1\tAnnotatorNotes T1\tdone\n", "E1\tSay:T3 Topic:T1 Speaker:T2\n",
		"T4\tDoubt 2 8;29 33\tPrices said\n", "*\tEquiv T1 T4\n", "#6\tby T1\tAna\n#7\tby T1\tBen\n",
	} {
		if !strings.Contains(string(got["wire/may.ann"]), want) {
			t.Errorf("%q is missing in\n%s", want, got["wire/may.ann"])
		}
	}
	for _, gone := range []string{"#4\t", "BoldClaim"} {
		if strings.Contains(string(got["wire/may.ann"]), gone) {
			t.Errorf("%q is still in\n%s", gone, got["wire/may.ann"])
		}
	}
	if conf := string(got["annotation.conf"]); !strings.Contains(conf, "Source|Who\nDoubt\n\n[relations]") {
		t.Errorf("the new type is not in\n%s", conf)
	}
}

// dropping takes out the marks on a text, by label.
func dropping(label, quote string) func([]interchange.Line) {
	return func(lines []interchange.Line) {
		l := &lines[0]
		l.Spans = slices.DeleteFunc(l.Spans, func(s interchange.Span) bool { return s.Label == label && s.Text == quote })
		*l = l.LinkedWithin()
	}
}

func TestWhatHangsOnMarksThatAreGoneGoesWithThem(t *testing.T) {
	const marks = "T1\tClaim 0 6\tPrices\nT2\tFall 7 11\tfell\nT3\tWhen 15 18\tMay\n"
	for _, c := range []struct{ lines, want string }{
		{"E1\tFall:T2 Of:T1 In:T3\n", "E1\tFall:T2 Of:T1\n"},
		{"E1\tFall:T2 Of:T1 In:T3\ttail\n", "E1\tFall:T2 Of:T1\ttail\n"},
		{"E1\tWhen:T3 Of:T1\nA1\tNegation E1\nE2\tFall:T2 By:E1\n", "E2\tFall:T2\n"},
		{"*\tSame T1 T2 T3\n*\tSame T1 T3\n", "*\tSame T1 T2\n"},
		{"R1\tIn Arg1:T2 Arg2:T3\nR2\tOf Arg1:T2 Arg2:T1\n#1\tAnnotatorNotes R1\tx\n", "R2\tOf Arg1:T2 Arg2:T1\n"},
		{"N1\tReference T3 W:1\tMay\nA1\tSure T3\n#1\tOther T3\tx\n#2\tOther T9\tx\n", "#2\tOther T9\tx\n"},
	} {
		got := writtenBack(t, folder("a.txt", "Prices fell in May.", "a.ann", marks+c.lines), dropping("When", "May"))
		if want := strings.TrimSuffix(marks, "T3\tWhen 15 18\tMay\n") + c.want; string(got["a.ann"]) != want {
			t.Errorf("%q became\n%s\nand not\n%s", c.lines, got["a.ann"], want)
		}
	}
}

// twice is a mark that two events have as their trigger, each by a line of its own, with what hangs on either.
const twice = "T1\tClaim 0 6\tPrices\nT2\tFall 7 11\tfell\nT3\tFall 7 11\tfell\nT4\tClaim 0 6\tPrices\n" +
	"E1\tFall:T2 Of:T1\nE2\tFall:T3 Of:T4\nA1\tSure T2 high\nA2\tSure T3 low\n#1\tAnnotatorNotes T4\tx\nR1\tIn Arg1:T2 Arg2:T1\nR2\tIn Arg1:T3 Arg2:T4\nA3\tSure R2 low\n"

func TestAMarkThatIsThereTwiceIsOneAndGoesBackWithAllItsLines(t *testing.T) {
	src := folder("a.txt", "Prices fell.", "a.ann", twice, "annotation.conf", "[entities]\nClaim\nFall\nRise\nunused\n[relations]\nIn\n[attributes]\nSure\n")
	if got, want := shown(src), `a.ann [] T1=Claim[[0 6]] "Prices" T2=Fall[[7 11]] "fell" Sure=high R1=In(T2 T1)`+"\n"; got != want {
		t.Errorf("it is read as\n%s and not\n%s", got, want)
	}
	for in := range brat.Format.Read(src) {
		if want := "attributes and notes of marks that are there twice: 2, which go back to brat alone"; len(in.Repaired) != 1 || in.Repaired[0] != want {
			t.Errorf("%q is told", in.Repaired)
		}
	}
	same(t, writtenBack(t, src, nil), src)
	for _, c := range []struct {
		change func(l *interchange.Line)
		want   string
	}{
		{func(l *interchange.Line) { l.Spans[1].Label = "Rise" }, strings.ReplaceAll(twice, "Fall", "Rise")},
		{func(l *interchange.Line) { l.Spans[1] = l.Spans[1].Over(l.Index(), [2]text.Pos{7, 10}) }, strings.ReplaceAll(twice, "11\tfell", "10\tfel")},
		{func(l *interchange.Line) { l.Spans, l.Relations = l.Spans[1:], nil }, "T2\tFall 7 11\tfell\nT3\tFall 7 11\tfell\nE1\tFall:T2\nE2\tFall:T3\nA1\tSure T2 high\nA2\tSure T3 low\n"},
	} {
		got := writtenBack(t, src, func(lines []interchange.Line) { c.change(&lines[0]) })
		if string(got["a.ann"]) != c.want {
			t.Errorf("the lines became\n%s\nand not\n%s", got["a.ann"], c.want)
		}
	}
}

func TestASecondMarkWithAnotherQuoteIsNotPassedOver(t *testing.T) {
	src := folder("a.txt", "Prices fell.", "a.ann", "T1\tClaim 0 6\tPrices\nT2\tClaim 0 6\tWages\n")
	if got := shown(src); !strings.Contains(got, "T2 astray") {
		t.Errorf("it is read as %s", got)
	}
}

func TestAnEventHasTheLabelOfItsTrigger(t *testing.T) {
	got := writtenBack(t, folder("a.txt", "Prices fell", "a.ann", "T1\tFall 7 11\tfell\nE1\tFall:T1\n"), func(lines []interchange.Line) { lines[0].Spans[0].Label = "Rise" })
	if want := "T1\tRise 7 11\tfell\nE1\tRise:T1\n"; string(got["a.ann"]) != want {
		t.Errorf("the lines became\n%s", got["a.ann"])
	}
}

func TestCaseOfNamesIsAsTheFilesHaveIt(t *testing.T) {
	lower := func(lines []interchange.Line) {
		for i := range lines {
			l := &lines[i]
			for j, sp := range l.Spans {
				l.Spans[j].Label, l.Spans[j].Attributes = strings.ToLower(sp.Label), nil
				for name, values := range sp.Attributes {
					l.Spans[j].Attributes = interchange.Attributes{strings.ToLower(name): values}
				}
			}
			for j := range l.Relations {
				l.Relations[j].Type = strings.ToLower(l.Relations[j].Type)
			}
		}
	}
	got, want := writtenBack(t, ministry, lower), writtenBack(t, ministry, nil)
	same(t, got, want)
	got = writtenBack(t, ministry, func(lines []interchange.Line) {
		lines[0].Spans = append(lines[0].Spans, interchange.Span{ID: annotation.NewID(), Label: "claim"}.Over(lines[0].Index(), [2]text.Pos{47, 53}))
	})
	if want := "T13\tClaim 47 53\te rest\n"; !strings.HasSuffix(string(got["wire/may.ann"]), want) {
		t.Errorf("the lines became\n%s", got["wire/may.ann"])
	}
}

func TestNamesThatASchemeWasMadeOfStayAsTheFilesHaveThem(t *testing.T) {
	src := interchange.InMemory{
		"a.txt": []byte("Prices rose."),
		"a.ann": []byte("T1\tGene_or_Protein 0 6\tPrices\nT2\tN< 7 11\trose\nR1\t_gt_N Arg1:T1 Arg2:T2\nA1\tKind T1 SpecificDisease\nA2\tWords T2 As_Said\n"),
	}
	lines, keep := linesOf(t, src)
	l := &lines[0]
	l.Spans[0].Label, l.Spans[1].Label, l.Relations[0].Type = "gene_or_protein", "n", "gt_n"
	l.Spans[0].Attributes, l.Spans[1].Attributes = interchange.Attributes{"kind": {"specificdisease"}}, interchange.Attributes{"words": {"as_said"}}
	scheme := annotation.Scheme{Labels: []annotation.Label{
		{ID: "gene_or_protein", Attributes: []annotation.Attribute{{ID: "kind", Kind: annotation.OneOf, Values: []annotation.Value{{ID: "specificdisease"}}}}},
		{ID: "n", Attributes: []annotation.Attribute{{ID: "words", Kind: annotation.FreeText}}},
	}}
	o := brat.Format.With(interchange.Options{Kept: keep, Scheme: &scheme, Labels: []annotation.LabelRole{{Label: "gene_or_protein"}, {Label: "n"}}})
	out := formattest.Encoded(t, brat.Format, o, "", []interchange.Line{brat.Format.Keep(*l, o)})
	want := strings.Replace(string(src["a.ann"]), "As_Said", "as_said", 1) // a text that somebody wrote otherwise
	if string(out["a.ann"]) != want {
		t.Errorf("the lines became\n%s\nwant\n%s", out["a.ann"], want)
	}
}

func TestNoFileIsWrittenOverAnother(t *testing.T) {
	_, kept := linesOf(t, folder("Ana/may.txt", "Prices fell.", "Ana/may.ann", "T1\tClaim 0 6\tPrices\nN1\tReference T1 W:1\tprices\n", "june.txt", "A fourth."))
	ana := func(id annotation.ID, _ string) []byte { return kept(id, "") }
	nobody := marked("A fifth.", "", "june")
	nobody.Annotator = nil
	out := formattest.Encoded(t, brat.Format, interchange.Options{Kept: ana}, "", documents([]interchange.Line{marked("Another text.", "Ana", "may"),
		marked("Prices fell.", "Ana", "may", [2]text.Pos{0, 6}), marked("A third.", "Ana", "MAY"), marked("A fourth.", "Ana", ""), nobody}, asIs)...)
	texts := map[string]bool{}
	for name, b := range out {
		if strings.HasSuffix(name, ".txt") {
			texts[string(b)] = true
		}
	}
	if !strings.Contains(string(formattest.Archive(out)), "N1\tReference T1 W:1\tprices\n") {
		t.Error("what was kept is lost under another name")
	}
	if len(texts) != 5 {
		t.Errorf("of five texts there are %v in %v", texts, out.Files())
	}
}

func TestWhoKeptATextWithOtherLineEndsGetsATextOfTheirOwn(t *testing.T) {
	const plain = "A rose.\nPrices fell."
	_, ana := linesOf(t, folder("may.txt", plain, "ana/may.ann", "T1\tClaim 8 14\tPrices\nN1\tReference T1 W:1\tprices\n"))
	_, ben := linesOf(t, folder("may.txt", strings.ReplaceAll(plain, "\n", "\r\n"), "ben/may.ann", "T1\tClaim 9 15\tPrices\nN1\tReference T1 W:2\tprices\n"))
	keeps := map[string]func(annotation.ID, string) []byte{"ana": ana, "ben": ben, "eve": func(annotation.ID, string) []byte { return nil }}
	for _, order := range [][]string{{"ana", "ben", "eve"}, {"ben", "eve", "ana"}} {
		var lines []interchange.Line
		for _, who := range order {
			lines = append(lines, marked(plain, who, "may", [2]text.Pos{8, 14}))
		}
		of := func(d annotation.ID, who string) []byte { return keeps[who](d, "") }
		out := formattest.Encoded(t, brat.Format, interchange.Options{Kept: of}, "", documents(lines, asIs)...)
		var kept []string
		for in, err := range brat.Format.Read(out) {
			if err != nil {
				t.Fatal(err)
			}
			at, err := in.Place(interchange.CodePoint)
			if err != nil {
				t.Fatal(err)
			}
			if len(at.Spans) != 1 || len(at.Astray) > 0 {
				t.Errorf("first %s: %s of %s has %v, and astray %v", order[0], in.File, in.Annotator, at.Spans, at.Astray)
			}
			kept = append(kept, string(in.Kept))
		}
		if all := strings.Join(kept, "\n"); len(kept) != 3 || !strings.Contains(all, "W:1") || !strings.Contains(all, "W:2") {
			t.Errorf("first %s: there are %v, with %s", order[0], out.Files(), all)
		}
	}
}

func TestSettingsThatWereKeptGetWhatIsNew(t *testing.T) {
	lines, kept := linesOf(t, ministry)
	fresh := marked("Prices fell.", "Ana", "may", [2]text.Pos{0, 6})
	fresh.Spans[0].Role = "head"
	for _, order := range [][]interchange.Line{append([]interchange.Line{fresh}, lines...), append(slices.Clone(lines), fresh)} {
		out := formattest.Encoded(t, brat.Format, interchange.Options{Kept: kept}, "", documents(order, asIs)...)
		want := "# folder Ana holds the marks of Ana\n\n" + strings.Replace(string(ministry["annotation.conf"]), "Source|Who\n", "Source|Who\nclaim-head|claim.head\n", 1)
		if got := string(out["annotation.conf"]); got != want {
			t.Errorf("the settings became\n%s", got)
		}
	}
}
