package huggingface

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
)

const trainFile = "data/train-00000-of-00001.parquet"

func written(tb testing.TB, o interchange.Options, lines ...interchange.Line) []byte {
	tb.Helper()
	b := formattest.Written(tb, Format, o, lines...)[trainFile]
	if dir := os.Getenv("RUBRICATOR_KEEP"); dir != "" { // to look at with another reader
		if err := os.WriteFile(filepath.Join(dir, tb.Name()+".parquet"), b, 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return b
}

func opened(t *testing.T, b []byte) *parquet.File {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// shownRow is a row as people read it: each column of values with its path.
func shownRow(t *testing.T, b []byte, n int64) string {
	t.Helper()
	f := opened(t, b)
	rows := f.RowGroups()[0].Rows()
	defer rows.Close()
	if err := rows.SeekToRow(n); err != nil {
		t.Fatal(err)
	}
	row := make([]parquet.Row, 1)
	if _, err := rows.ReadRows(row); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	var out strings.Builder
	paths := columns.paths()
	row[0].Range(func(i int, values []parquet.Value) bool {
		fmt.Fprintf(&out, "%s:", paths[i])
		for _, v := range values {
			fmt.Fprintf(&out, " %s", v)
		}
		out.WriteString("\n")
		return true
	})
	return out.String()
}

func TestTheRowsOfTheSmallArticle(t *testing.T) {
	b := written(t, interchange.Options{}, formattest.Sample(), formattest.Unmarked())
	got := shownRow(t, b, 0) + "\n" + shownRow(t, b, 1)
	if os.Getenv("RUBRICATOR_UPDATE") != "" {
		if err := os.WriteFile("testdata/rows.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/rows.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	formattest.RoundTrip(t, Format)
}

func TestNothingIsLost(t *testing.T) {
	var losses interchange.Losses
	whole := formattest.Random(formattest.Rand(1, 1), 300)
	whole.Spans[0].Computed = interchange.Attributes{"value": {"3.9"}}
	kept := Format.Keep(whole, Format.With(interchange.Options{}))
	if losses.Add(&whole, &kept); len(losses.List()) > 0 {
		t.Errorf("%+v", losses.List())
	}
}

func TestWhatIsSaidOfTheArticleAndItsAnnotatorIsReadBack(t *testing.T) {
	line, name := formattest.Sample(), "rules 1"
	model := line
	model.Annotator, model.Kind, model.Status = &name, annotation.Model, annotation.InWork
	var got []interchange.Incoming
	for in, err := range Format.Read(formattest.Written(t, Format, interchange.Options{}, line, model, formattest.Unmarked())) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, in)
	}
	if in := got[0]; in.Document != line.ID.String() || in.Meta != line.Meta || in.Annotator != "Ana" || in.Kind != annotation.Person ||
		in.Status != annotation.Done || !reflect.DeepEqual(in.Attributes, line.Attributes) || in.File != trainFile || in.Number != 1 {
		t.Errorf("%+v", in)
	}
	if in := got[1]; in.Annotator != name || in.Kind != annotation.Model || in.Status != annotation.InWork || in.Number != 2 {
		t.Errorf("of a model: %+v", in)
	}
	if in := got[2]; in.Annotator != "" || in.Status != annotation.Todo || in.Attributes != nil {
		t.Errorf("that nobody marked: %+v", in)
	}
}

func TestEachSplitHasItsFile(t *testing.T) {
	files := interchange.InMemory{}
	e, err := Format.Write(files, Format.With(interchange.Options{Labels: formattest.Labels}))
	if err != nil {
		t.Fatal(err)
	}
	for _, split := range []string{"train", "test", "train", "validation"} {
		if err := e.Write(split, []interchange.Line{formattest.Sample()}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{"data/test-00000-of-00001.parquet", trainFile, "data/validation-00000-of-00001.parquet"}
	if !slices.Equal(files.Files(), want) {
		t.Errorf("%v, want %v", files.Files(), want)
	}
	n := 0
	for _, err := range Format.Read(files) {
		if n++; err != nil {
			t.Error(err)
		}
	}
	if n != 4 {
		t.Errorf("%d rows, want 4", n)
	}
}

func TestALabelThatTheSchemeLacksIsRefused(t *testing.T) {
	o := Format.With(interchange.Options{Labels: formattest.Labels[:1]})
	e, _ := Format.Write(interchange.InMemory{}, o)
	err := e.Write("", []interchange.Line{formattest.Sample()})
	if err == nil || !strings.Contains(err.Error(), "Unemployment") || !strings.Contains(err.Error(), `"attribution" is none of the scheme's`) {
		t.Error(err)
	}
}

// Types of the datasets library are all of what can be null. Where a column differs, the library forgets what the metadata says of it.
func TestEveryColumnCanBeNull(t *testing.T) {
	var look func(path string, n parquet.Node)
	look = func(path string, n parquet.Node) {
		for _, f := range n.Fields() {
			if f.Required() && f.Name() != "list" {
				t.Errorf("%s.%s must have a value", path, f.Name())
			}
			look(path+"."+f.Name(), f)
		}
	}
	look("", opened(t, written(t, interchange.Options{}, formattest.Sample())).Schema())
}

func TestTheColumnsStandInTheirOrder(t *testing.T) {
	var got []string
	for _, path := range schema.Columns() {
		got = append(got, plainPath(path))
	}
	if !slices.Equal(got, columns.paths()) {
		t.Errorf("%v\nwant %v", got, columns.paths())
	}
}

func TestTheFileSaysWhatTheNumbersOfTagsAreCalled(t *testing.T) {
	f := opened(t, written(t, interchange.Options{}, formattest.Sample()))
	got, _ := f.Lookup("huggingface")
	want := `{"info":{"features":{"id":{"dtype":"string","_type":"Value"},"text":{"dtype":"string","_type":"Value"},` +
		`"tokens":{"feature":{"dtype":"string","_type":"Value"},"_type":"Sequence"},` +
		`"ner_tags":{"feature":{"names":["O","B-claim","I-claim","B-statistic","I-statistic","B-attribution","I-attribution","B-attribution.source","I-attribution.source"],"_type":"ClassLabel"},"_type":"Sequence"},` +
		`"spans":[{"id":{"dtype":"string","_type":"Value"},`
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
	if names := namesOf(got, "ner_tags"); !slices.Equal(names, tagNames(interchange.Options{Labels: formattest.Labels})) {
		t.Errorf("read back: %v", names)
	}
}

// tagged shows tokens with the names of their tags.
func tagged(t *testing.T, o interchange.Options, l interchange.Line) string {
	t.Helper()
	o.Labels = formattest.Labels
	o = Format.With(o)
	e, err := write(interchange.InMemory{}, o)
	if err != nil {
		t.Fatal(err)
	}
	tokens, tags, err := e.(*encoder).tokens(&l)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, token := range tokens {
		if tags[i] > 0 {
			token += "/" + tagNames(o)[tags[i]]
		}
		out = append(out, token)
	}
	return strings.Join(out, " ")
}

func TestTagsTellMarksThatDoNotOverlap(t *testing.T) {
	line := formattest.Sample()
	line.Spans = slices.DeleteFunc(line.Spans, func(s interchange.Span) bool { return len(s.Ranges) > 1 })
	if got, want := tagged(t, interchange.Options{}, line), "🔴 Unemployment/B-claim fell/I-claim to/I-claim 3.9/I-claim %/I-claim in/I-claim May/I-claim , "+
		"the/B-attribution ministry/I-attribution said/I-attribution ."; got != want {
		t.Errorf("longest: %s\nwant %s", got, want)
	}
	if got, want := tagged(t, interchange.Options{Policy: "inner"}, line), "🔴 Unemployment fell to 3.9/B-statistic %/I-statistic in May , "+
		"the/B-attribution ministry/I-attribution said/I-attribution ."; got != want {
		t.Errorf("inner: %s\nwant %s", got, want)
	}
	line = formattest.Sample()
	line.Spans = slices.DeleteFunc(line.Spans, func(s interchange.Span) bool { return len(s.Ranges) == 1 })
	if got, want := tagged(t, interchange.Options{}, line.LinkedWithin()), "🔴 Unemployment/B-claim fell/I-claim to 3.9 % in/B-claim May/I-claim , the ministry said ."; got != want {
		t.Errorf("in pieces: %s\nwant %s", got, want)
	}
}

// foreign is a file of another program. Its types are Go's: a list of texts, and one of tags.
func foreign[T any](t testing.TB, features string, rows ...T) interchange.InMemory {
	t.Helper()
	var b bytes.Buffer
	var options []parquet.WriterOption
	if features != "" {
		options = append(options, parquet.KeyValueMetadata("huggingface", `{"info":{"features":`+features+`}}`))
	}
	w := parquet.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return interchange.InMemory{"data/train-00000-of-00001.parquet": b.Bytes(), "README.md": []byte("# Tags")}
}

type numbered struct {
	ID     string   `parquet:"id"`
	Tokens []string `parquet:"tokens,list"`
	POS    []int64  `parquet:"pos_tags,list"`
	Tags   []int64  `parquet:"ner_tags,list"`
}

type named struct {
	ID    int64    `parquet:"id"`
	Text  string   `parquet:"text,optional"`
	Words []string `parquet:"words,list"`
	Tags  []string `parquet:"labels,list"`
}

// shownMarks are the texts and marks of a dataset, or its errors.
func shownMarks(t *testing.T, src interchange.Source) (out []string) {
	t.Helper()
	for in, err := range Format.Read(src) {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		placed, err := in.Place(interchange.UTF16) // the format's own unit counts
		if err != nil {
			t.Fatal(err)
		}
		row := in.Document + ": " + in.Text
		for _, sp := range placed.Spans {
			row += fmt.Sprintf(" | %s “%s”", sp.Label, placed.Plain.Slice(sp.Ranges[0][0], sp.Ranges[0][1]))
		}
		for _, a := range placed.Astray {
			row += " | astray " + a.Label
		}
		out = append(out, row)
	}
	return out
}

func TestTagsOfOthersAreRead(t *testing.T) {
	const names = `{"names":["O","B-PER","I-PER","B-ORG","I-ORG"],"_type":"ClassLabel"}`
	rows := []numbered{
		{"7", []string{"🔴", "Ana", "Silva", "left", "Wire", "Ltd", "."}, []int64{1, 1, 1, 1, 1, 1, 1}, []int64{0, 1, 2, 0, 3, 4, -100}},
		{"8", []string{"Ana", "Ben", "Wire"}, nil, []int64{1, 1, 4}},
		{"9", []string{"Ana"}, nil, []int64{5}},
		{"10", []string{"Ana"}, nil, []int64{0, 0}},
		{"11", nil, nil, nil},
	}
	want := []string{
		"7: 🔴 Ana Silva left Wire Ltd . | PER “Ana Silva” | ORG “Wire Ltd”",
		"8: Ana Ben Wire | PER “Ana” | PER “Ben” | ORG “Wire”",
		"read " + trainFile + ", row 3: a tag is 5, and only 5 have a name",
		"read " + trainFile + ", row 4: there are 1 tokens and 2 tags",
		"11: ",
	}
	for _, feature := range []string{`{"feature":` + names + `,"length":-1,"_type":"Sequence"}`, `{"feature":` + names + `,"_type":"List"}`, `[` + names + `]`} {
		got := shownMarks(t, foreign(t, `{"ner_tags":`+feature+`}`, rows...))
		if !slices.Equal(got, want) {
			t.Errorf("%s\n%s\nwant\n%s", feature, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	got := shownMarks(t, foreign(t, "", rows[0]))
	if len(got) != 1 || !strings.Contains(got[0], `"ner_tags" has numbers, and the file does not say what they are called`) {
		t.Errorf("without names: %q", got)
	}
}

func TestNamedTagsAreReadInEveryStyle(t *testing.T) {
	words := []string{"“", "Prices", "rose", "3.9", "%", "”"}
	for _, c := range []struct {
		tags []string
		want string
	}{
		{[]string{"O", "B-X", "I-X", "B-Y", "I-Y", "O"}, "X “Prices rose” | Y “3.9%”"},
		{[]string{"O", "I-X", "I-X", "B-X", "I-Y", "O"}, "X “Prices rose” | X “3.9” | Y “%”"},
		{[]string{"S-Q", "B-X", "E-X", "B-Y", "E-Y", "S-Q"}, "Q ““” | X “Prices rose” | Y “3.9%” | Q “””"},
		{[]string{"U-Q", "B-X", "L-X", "U-Y", "U-Y", "O"}, "Q ““” | X “Prices rose” | Y “3.9” | Y “%”"},
		{[]string{"O", "B-X", "I-X", "O", "I-Y", "O"}, "X “Prices rose” | Y “%”"},
		{[]string{"O", "X", "X", "non-X", "O", ""}, "X “Prices rose” | non-X “3.9”"},
	} {
		got := shownMarks(t, foreign(t, "", named{4, "“Prices rose 3.9%”", words, c.tags}))
		if want := "4: “Prices rose 3.9%” | " + c.want; len(got) != 1 || got[0] != want {
			t.Errorf("%v: %q\nwant %q", c.tags, got, want)
		}
	}
	got := shownMarks(t, foreign(t, "", named{4, "Another text.", words, []string{"O", "B-X", "I-X", "O", "O", "O"}}))
	if want := "4: “ Prices rose 3.9 % ” | X “Prices rose”"; len(got) != 1 || got[0] != want {
		t.Errorf("not in the text: %q, want %q", got, want)
	}
}

func TestATagThatGoesOnWithNothingIsTold(t *testing.T) {
	for in, err := range Format.Read(foreign(t, "", named{Words: []string{"a", "b"}, Tags: []string{"B-X", "I-Y"}})) {
		if err != nil || len(in.Repaired) != 1 || !strings.HasPrefix(in.Repaired[0], `token 2: "I-Y" goes on`) {
			t.Errorf("%q, %v", in.Repaired, err)
		}
	}
}

func TestFilesOfOtherColumnsAreRefused(t *testing.T) {
	type articles struct {
		Text  string `parquet:"text"`
		Label int64  `parquet:"label"`
	}
	type odd struct {
		Tokens string   `parquet:"tokens"`
		Tags   []string `parquet:"ner_tags,list"`
	}
	type span struct {
		Ranges []int32 `parquet:"ranges,list"`
	}
	type oddSpans struct {
		Text  string `parquet:"text,optional"`
		Spans []span `parquet:"spans,list"`
	}
	for want, files := range map[string]interchange.InMemory{
		`neither columns "text" and "spans" nor "tokens" and "ner_tags"`: foreign(t, "", articles{"a", 1}),
		`"tokens" and "ner_tags" are not lists`:                          foreign(t, "", odd{"a", []string{"O"}}),
		`column spans.ranges is not as it should be`:                     foreign(t, "", oddSpans{"a", []span{{[]int32{1, 2}}}}),
		`read data/x.parquet behind row 0: `:                             {"data/x.parquet": []byte("PAR1 and no more")},
	} {
		if got := shownMarks(t, files); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%q, want %s", got, want)
		}
	}
}

// The footer of a damaged file may promise more than memory holds.
func TestWhatAFooterPromisesIsHeldAgainstItsBytes(t *testing.T) {
	whole := written(t, interchange.Options{}, formattest.Sample())
	end := len(whole) - tailSize
	at := end - int(binary.LittleEndian.Uint32(whole[end:]))
	if whole[at+2]&0x0F != 9 || whole[at+3]>>4 != 15 { // version, then the list of columns
		t.Fatalf("the footer begins otherwise: % x", whole[at:at+8])
	}
	for what, b := range map[string][]byte{
		"a footer longer than the file": slices.Concat(whole[:end], []byte{0, 0, 0, 0xA0}, []byte("PAR1")),
		"2,000,000,000 columns":         slices.Concat(whole[:at+4], []byte{0x80, 0xA8, 0xD6, 0xB9, 0x07}, whole[at+5:]),
		"no footer":                     slices.Concat([]byte("PAR1"), make([]byte, 4), []byte("PAR1")),
	} {
		if got := shownMarks(t, interchange.InMemory{"a.parquet": b}); len(got) != 1 || !strings.Contains(got[0], "its end does not say what is in it") {
			t.Errorf("%s: %q", what, got)
		}
	}
}

func TestFilesByLZ4AreRefused(t *testing.T) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[named](&b, parquet.Compression(&parquet.Lz4Raw))
	w.Write([]named{{Words: []string{"a"}, Tags: []string{"O"}}})
	w.Close()
	if got := shownMarks(t, interchange.InMemory{"a.parquet": b.Bytes()}); len(got) != 1 || !strings.Contains(got[0], "compressed by LZ4_RAW") {
		t.Errorf("%q", got)
	}
}

func TestADamagedFileIsAnError(t *testing.T) {
	whole := written(t, interchange.Options{}, formattest.Sample(), formattest.Random(formattest.Rand(1, 2), 50))
	for i := 0; i < len(whole); i += 97 {
		for _, b := range [][]byte{whole[:i], slices.Concat(whole[:i], []byte{^whole[i]}, whole[i+1:])} {
			for range Format.Read(interchange.InMemory{"a.parquet": b}) {
			}
		}
	}
}

func TestTheCardTellsColumnsAndFiles(t *testing.T) {
	card := CardYAML(map[string]int{"test": 2, "train": 8}, interchange.Options{Labels: formattest.Labels[:1]})
	files := card["configs"].([]any)[0].(map[string]any)["data_files"]
	if got, want := fmt.Sprint(files), "[map[path:data/train-* split:train] map[path:data/test-* split:test]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	of := card["dataset_info"].(map[string]any)
	if got, want := fmt.Sprint(of["splits"]), "[map[name:train num_examples:8] map[name:test num_examples:2]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	got := fmt.Sprint(of["features"])
	for _, want := range []string{
		"[map[dtype:string name:id] map[dtype:string name:text] map[name:tokens sequence:string] ",
		"map[name:ner_tags sequence:map[class_label:map[names:map[0:O 1:B-claim 2:I-claim]]]]",
		"map[name:ranges sequence:map[sequence:int32]]",
		"map[list:[map[dtype:string name:type] map[dtype:string name:from] map[dtype:string name:to]] name:relations]",
		"name:meta struct:[map[dtype:string name:title]",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nhas no %s", got, want)
		}
	}
	if got := fmt.Sprint(CardYAML(map[string]int{"": 3}, interchange.Options{})["configs"]); !strings.Contains(got, "split:train") {
		t.Errorf("without splits: %s", got)
	}
}

func TestFilesAreTold(t *testing.T) {
	if b := written(t, interchange.Options{}, formattest.Sample()); !Format.Sniff("a.parquet", b[:64]) {
		t.Error("a file of Parquet is not known")
	}
	if Format.Sniff("a.parquet", []byte("PK")) || Format.Sniff("a.txt", []byte("PAR1")) {
		t.Error("another is taken for one")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, interchange.Options{}, formattest.Sample()))
	f.Add(foreign(f, "", named{4, "a b", []string{"a", "b"}, []string{"O", "B-X"}})[trainFile])
	f.Fuzz(func(t *testing.T, b []byte) {
		for in, err := range Format.Read(interchange.InMemory{"a.parquet": b}) {
			if err == nil {
				in.Place(interchange.CodePoint)
			}
		}
	})
}
