package interchange_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"rubricator/annotation"
	. "rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/text"
)

func TestTheNativeLinesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, Native, Options{}, "testdata/codepoint.txtar")
	formattest.Golden(t, Native, Options{Unit: UTF16}, "testdata/utf16.txtar")
	formattest.Golden(t, Native, Options{Unit: UTF8Byte, TextFree: true}, "testdata/textfree.txtar")
}

func TestNativeLinesAreReadBackInEveryUnit(t *testing.T) {
	for _, u := range Units {
		for seed := range uint64(3) {
			lines := []Line{formattest.Sample(), formattest.Unmarked()}
			for i := range 12 {
				lines = append(lines, formattest.Random(formattest.Rand(seed, uint64(i)), 1+i*i))
			}
			formattest.Returns(t, Native, Options{Unit: u}, lines...)
		}
	}
}

// Whoever has the texts has all that was marked.
func TestLinesWithoutTextFindTheirPlaceInTheProjectsText(t *testing.T) {
	for _, u := range Units {
		o := Options{Unit: u, TextFree: true}
		line := formattest.Random(formattest.Rand(7, 7), 200)
		files := formattest.Written(t, Native, o, line)
		if b := files["news.jsonl"]; bytes.Contains(b, []byte("prices rose")) {
			t.Fatalf("%s: the text is told: %.300s", u, b)
		}
		for in, err := range Native.Read(files) {
			if err != nil {
				t.Fatal(err)
			}
			if in.Text != "" || in.TextSHA256 != annotation.HashOf([]byte(line.Text)) {
				t.Fatalf("%s: %q with the hash %s", u, in.Text, in.TextSHA256)
			}
			in.Text = line.Text
			placed, err := in.Place(CodePoint) // the file says what it counts
			if err != nil {
				t.Fatal(err)
			}
			kept := Native.Keep(line, Native.With(o))
			if different := Same(&kept, &placed, (*Span).Name); different != "" {
				t.Errorf("%s: read back, it %s", u, different)
			}
		}
	}
}

func TestNothingIsLost(t *testing.T) {
	for _, u := range Units[:3] {
		var losses Losses
		whole := formattest.Random(formattest.Rand(1, 1), 300)
		kept := Native.Keep(whole, Options{Unit: u})
		if losses.Add(&whole, &kept); len(losses.List()) > 0 {
			t.Errorf("%s: %+v", u, losses.List())
		}
	}
}

// e and its accent are two code points and one cluster.
func TestMarksWithinAClusterTakeInTheWholeOfIt(t *testing.T) {
	line := formattest.Marked("e\u0301te\u0301", [2]text.Pos{1, 2}, [2]text.Pos{2, 4})
	kept := Native.Keep(line, Options{Unit: Grapheme})
	if got, want := []string{kept.Spans[0].Text, kept.Spans[1].Text}, []string{"e\u0301", "te\u0301"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	var losses Losses
	if losses.Add(&line, &kept); len(losses.List()) != 1 || losses.List()[0].Kind != LostBounds || losses.List()[0].Count != 2 {
		t.Errorf("%+v", losses.List())
	}
	formattest.Returns(t, Native, Options{Unit: Grapheme}, line)
	line.OffsetUnit = string(Grapheme)
	if err := NewWriter(&bytes.Buffer{}).Write(line); err == nil || !strings.Contains(err.Error(), "within a grapheme cluster") {
		t.Errorf("written as it is: %v", err)
	}
}

func TestNativeLinesOfOtherUnitsAreChecked(t *testing.T) {
	good := string(formattest.Written(t, Native, Options{Unit: UTF16}, formattest.Sample())["news.jsonl"])
	for _, c := range []struct{ old, new, says string }{
		{`"start":24,"end":28,"ranges":[[24,28]]`, `"start":23,"end":27,"ranges":[[23,27]]`, "the text reads"},
		{`"start":3,"end":35,"ranges":[[3,35]]`, `"start":1,"end":35,"ranges":[[1,35]]`, "within a character"},
		{`"start":37,"end":54,"ranges":[[37,54]]`, `"start":37,"end":56,"ranges":[[37,56]]`, "outside the text"},
		{`"start":37,"end":54`, `"start":37,"end":55`, "start and end are"},
		{`"ranges":[[37,54]]`, `"ranges":[]`, "ranges are missing"},
		{`"utf16"`, `"utf32"`, `offset unit "utf32" is unknown`},
		{`"text":"` + formattest.Ministry, `"text":"a\r`, "carriage"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Fatalf("%s is not in %s", c.old, good)
		}
		if _, err := ReadLine([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.new, err)
		}
	}
}

func TestWhatIsWrittenInAUnitIsWrittenSoAgain(t *testing.T) {
	for _, o := range []Options{{Unit: UTF16}, {Unit: UTF8Byte}, {Unit: Grapheme}, {Unit: UTF16, TextFree: true}} {
		want := string(formattest.Written(t, Native, o, formattest.Sample(), formattest.Unmarked())["news.jsonl"])
		var again bytes.Buffer
		w := NewWriter(&again)
		for l, err := range Read(strings.NewReader(want)) {
			if err == nil {
				err = w.Write(l)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if w.Flush(); again.String() != want {
			t.Errorf("%+v\ngot  %s\nwant %s", o, &again, want)
		}
	}
}

func TestLinesOfEveryUnitObeyTheSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("native.json", doc); err != nil {
		t.Fatal(err)
	}
	schema := c.MustCompile("native.json")
	valid := func(line string) error {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(v)
	}
	for _, u := range Units {
		for _, free := range []bool{false, true} {
			b := formattest.Written(t, Native, Options{Unit: u, TextFree: free}, formattest.Sample(), formattest.Unmarked())["news.jsonl"]
			for line := range strings.Lines(string(b)) {
				if err := valid(line); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			}
			for line := range strings.Lines(string(b)) {
				if quote := `"text":""`; free && strings.Count(line, quote) > 1 && valid(strings.Replace(line, `]],`+quote, `]],"text":"told"`, 1)) == nil {
					t.Errorf("the schema takes a quote where there is no text: %s", line)
				}
			}
		}
	}
}

func TestNativeFilesAreTold(t *testing.T) {
	whole := formattest.Written(t, Native, Options{}, formattest.Sample())["news.jsonl"]
	if !Native.Sniff("x", whole) || !Native.Sniff("x", whole[:80]) || !Native.Sniff("x", append([]byte("\uFEFF"), whole...)) {
		t.Error("native lines are not known")
	}
	for _, other := range []string{"", "{", `{"id":1,"text":"a","label":[]}` + "\n", `{"text":"a","spans":[],"_input_hash":1}` + "\n", `{"id":"x","text":"a"}`} {
		if Native.Sniff("x", []byte(other)) {
			t.Errorf("%s is taken for native", other)
		}
	}
}

func TestReadingNativeFilesGoesOnBehindABadLine(t *testing.T) {
	good := formattest.Written(t, Native, Options{}, formattest.Unmarked())["news.jsonl"]
	var errs []string
	n := 0
	for in, err := range Native.Read(InMemory{"a.jsonl": slices.Concat(good, []byte("{\n"), good)}) {
		if n++; err != nil {
			errs = append(errs, err.Error())
		}
		if in.File != "a.jsonl" || in.Number != n {
			t.Errorf("%s line %d, want line %d", in.File, in.Number, n)
		}
	}
	if n != 3 || len(errs) != 1 || !strings.HasPrefix(errs[0], "read line 2") {
		t.Errorf("%d lines, %q", n, errs)
	}
}
