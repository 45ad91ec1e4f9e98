package labelstudio_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/interchange/labelstudio"
)

func TestTheShapesOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, labelstudio.Format, interchange.Options{}, "testdata/nested.txtar")
	formattest.Golden(t, labelstudio.Format, interchange.Options{Unit: interchange.UTF16, Policy: interchange.Hull.Name}, "testdata/utf16.txtar")
}

func TestAttributesOfTheSchemeAreChosenFromLists(t *testing.T) {
	values := []annotation.Value{{ID: "count"}, {ID: "percent"}}
	scheme := &annotation.Scheme{
		Labels:   []annotation.Label{{ID: "statistic", Attributes: []annotation.Attribute{{ID: "kind", Kind: annotation.OneOf, Values: values}}}},
		Document: []annotation.Attribute{{ID: "topic", Kind: annotation.SomeOf, Values: []annotation.Value{{ID: "sport"}}}},
	}
	color := func(annotation.LabelRole) string { return "#0072B2" }
	formattest.Golden(t, labelstudio.Format, interchange.Options{Scheme: scheme, Color: color}, "testdata/scheme.txtar")
	formattest.Returns(t, labelstudio.Format, interchange.Options{Scheme: scheme}, formattest.Sample())
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	formattest.RoundTrip(t, labelstudio.Format)
	formattest.Returns(t, labelstudio.Format, interchange.Options{Unit: interchange.UTF16}, formattest.Sample())
}

// by is the sample as somebody else marked it.
func by(name string, kind annotation.AnnotatorKind, status annotation.Status) interchange.Line {
	l := formattest.Sample()
	l.Annotator, l.Kind, l.Status = &name, kind, status
	return l
}

func TestSeveralAnnotatorsOfOneArticle(t *testing.T) {
	files := interchange.InMemory{}
	o := labelstudio.Format.With(interchange.Options{})
	e, _ := labelstudio.Format.Write(files, o)
	lines := []interchange.Line{by("Ana", "", annotation.InWork), by("Bo", annotation.Person, annotation.Skipped), by("Reference", annotation.Reference, annotation.Done),
		by("Rules 1", annotation.Model, annotation.Done)}
	if err := errors.Join(e.Write("train", lines), e.Write("test", lines[:1]), e.Close()); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"test.json 1 Ana person in_work",
		"train.json 1 Ana person in_work", "train.json 1 Bo person skipped", "train.json 1 Reference reference done", "train.json 1 Rules 1 model "}
	if got := said(t, files, who); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func who(in *interchange.Incoming) string {
	return fmt.Sprint(in.File, " ", in.Number, " ", in.Annotator, " ", in.Kind, " ", in.Status)
}

// said is what is read, or the errors.
func said(t *testing.T, files interchange.InMemory, say func(*interchange.Incoming) string) (out []string) {
	t.Helper()
	for in, err := range labelstudio.Format.Read(files) {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		out = append(out, say(&in))
	}
	return out
}

func marks(in *interchange.Incoming) string {
	out := fmt.Sprintf("%s %s %s %q", in.Document, in.Annotator, in.Kind, in.Text)
	if in.Status == annotation.Skipped || in.Status == annotation.InWork {
		out += " " + string(in.Status)
	}
	if len(in.Attributes) > 0 {
		out += fmt.Sprint(" ", in.Attributes)
	}
	placed, err := in.Place(interchange.CodePoint)
	if err != nil {
		return err.Error()
	}
	for _, s := range placed.Spans {
		out += fmt.Sprintf("; %s %s %v %q", s.ID, s.Label, s.Ranges, s.Quote)
		if len(s.Attributes) > 0 {
			out += fmt.Sprint(" ", s.Attributes)
		}
		if s.Note != "" {
			out += fmt.Sprintf(" note %q", s.Note)
		}
		if s.Score != 0 {
			out += fmt.Sprint(" score ", s.Score)
		}
	}
	for _, s := range placed.Astray {
		out += "; astray " + s.Err.Error()
	}
	for _, r := range in.Relations {
		out += fmt.Sprintf("; %s %s to %s", r.Type, r.From, r.To)
	}
	return out
}

func TestWhatLabelStudioWrites(t *testing.T) {
	const region = `{"id":"a","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":3,"text":"Ann","labels":["per"]}}`
	task := func(rest string) string { return `[{"id":7,"data":{"text":"Ann Lee said so."},` + rest + `}]` }
	one := func(results string) string {
		return task(`"annotations":[{"id":1,"completed_by":3,"result":[` + results + `]}]`)
	}
	const read = `7 3 person "Ann Lee said so."`
	const mark = read + `; a per [[0 3]] "Ann"`
	for name, c := range map[string]struct{ file, want string }{
		"a number completed it": {one(region), mark},
		"a person completed it": {task(`"annotations":[{"completed_by":{"id":3,"email":"a@b.example","first_name":"Jo","last_name":"Ray"},"result":[]}]`), `7 Jo Ray person "Ann Lee said so."`},
		"an address":            {task(`"annotations":[{"completed_by":{"id":3,"email":"a@b.example","first_name":"","last_name":""},"result":[]}]`), `7 a@b.example person "Ann Lee said so."`},
		"nobody":                {task(`"annotations":[],"drafts":[3],"predictions":[12]`), `7   "Ann Lee said so."`},
		"a draft":               {task(`"annotations":[],"drafts":[{"user":"a@b.example","annotation":null,"result":[` + region + `]}]`), `7 a@b.example person "Ann Lee said so." in_work; a per [[0 3]] "Ann"`},
		"a draft of a change":   {task(`"annotations":[{"id":1,"completed_by":3,"result":[` + region + `]}],"drafts":[{"annotation":1,"result":[]}]`), mark},
		"cancelled":             {task(`"annotations":[{"completed_by":3,"was_cancelled":true,"result":[]}]`), read + ` skipped`},
		"ground truth":          {task(`"annotations":[{"completed_by":3,"ground_truth":true,"result":[]}]`), `7 3 reference "Ann Lee said so."`},
		"before version 1":      {task(`"completions":[{"completed_by":3,"result":[` + region + `]}]`), mark},
		"a prediction":          {task(`"predictions":[{"model_version":"v1.2","score":0.5,"result":[` + region + `]}]`), `7 model v1.2 model "Ann Lee said so."; a per [[0 3]] "Ann" score 0.5`},
		"scores of regions":     {task(`"predictions":[{"model_version":"big model 3","score":"0.5","result":[{"type":"labels","from_name":"l","to_name":"text","score":0.75,"value":{"start":"0","end":"3","labels":["per"]}}]}]`), `7 big model 3 model "Ann Lee said so."; #0 per [[0 3]] "" score 0.75`},
		"two labels":            {one(`{"id":"a","type":"labels","value":{"start":0,"end":3,"labels":["per","name"]}}`), read + `; a per [[0 3]] ""; a/2 name [[0 3]] ""`},
		"two controls":          {one(region + `,{"id":"a","from_name":"more","type":"labels","value":{"start":0,"end":3,"labels":["name"]}}`), mark + `; a/2 name [[0 3]] "Ann"`},
		"no label":              {one(`{"id":"a","type":"choices","from_name":"sure","value":{"start":0,"end":3,"choices":["no"]}}`), read + `; a No label [[0 3]] "" map[sure:[no]]`},
		"about a mark": {one(`{"id":"a","from_name":"c","type":"choices","value":{"start":0,"end":3,"choices":["x","y"]}},` + region +
			`,{"id":"a","from_name":"t","type":"textarea","value":{"start":0,"end":3,"text":["typed"]}},{"id":"a","from_name":"n","type":"number","value":{"number":4.5}},` +
			`{"id":"a","from_name":"r","type":"rating","value":{"rating":3}},{"id":"a","from_name":"tax","type":"taxonomy","value":{"taxonomy":[["Animal","Dog"],["Plant"]]}}`),
			mark + ` map[c:[x y] n:[4.5] r:[3] t:[typed] tax:[Animal/Dog Plant]]`},
		"about the article":          {one(`{"id":"z","from_name":"mood","to_name":"text","type":"choices","value":{"choices":["good"]}}`), read + ` map[mood:[good]]`},
		"a note":                     {one(`{"id":"a","type":"labels","meta":{"text":["see","there"]},"value":{"start":0,"end":3,"labels":["per"]}}`), read + `; a per [[0 3]] "" note "see\nthere"`},
		"a note of newer ones":       {one(`{"id":"a","type":"labels","meta":{"text":"see"},"value":{"start":0,"end":3,"labels":["per"]}}`), read + `; a per [[0 3]] "" note "see"`},
		"relations":                  {one(`{"type":"relation","from_id":"a","to_id":"b","direction":"right","labels":["x","y"]},{"type":"relation","from_id":"a","to_id":"b","direction":"left"},{"type":"relation","from_id":"a","to_id":"b","direction":"bi","labels":["z"]}`), read + `; x a to b; y a to b; relation b to a; z a to b; z b to a`},
		"children that are marks":    {one(region + `,{"id":"b","parentID":"a","type":"labels","value":{"start":4,"end":7,"labels":["per"]}}`), mark + `; b per [[4 7]] ""`},
		"pieces of one mark":         {one(region + `,{"id":"a.3","parentID":"a","type":"labels","value":{"start":8,"end":12,"text":"said","labels":["per"]}},{"type":"relation","from_id":"a.3","to_id":"b","labels":["x"]}`), read + `; a per [[0 3] [8 12]] "Ann said"; x a to b`},
		"a piece with another label": {one(region + `,{"id":"a.2","parentID":"a","type":"labels","value":{"start":8,"end":12,"labels":["verb"]}}`), mark + `; a.2 verb [[8 12]] ""`},
		"hypertext": {`[{"id":7,"data":{"html":"<p>Ann &amp; Lee<br>said</p>"},"annotations":[{"completed_by":3,"result":[{"id":"a","to_name":"html","type":"hypertextlabels","value":{"start":"/p[1]/text()[1]","end":"/p[1]/text()[2]","startOffset":6,"endOffset":4,"globalOffsets":{"start":6,"end":14},"text":"Lee\\nsaid","hypertextlabels":["per"]}}]}]}]`,
			`7 3 person "Ann & Lee\nsaid"; a per [[6 14]] "Lee\\nsaid"`},
		"the text by its quote":      {`[{"id":7,"data":{"a":"Bo","b":"Ann"},"annotations":[{"completed_by":3,"result":[` + region + `]}]}]`, `7 3 person "Ann"; a per [[0 3]] "Ann"`},
		"the smaller export":         {`[{"text":"Ann Lee said so.","id":7,"title":"T","annotator":3,"annotation_id":9,"lead_time":1.5,"label":[{"start":0,"end":3,"text":"Ann","labels":["per"]}],"mood":{"choices":["good"]}}]`, `7 3 person "Ann Lee said so." map[mood:[good]]; #0 per [[0 3]] "Ann"`},
		"tasks without more":         {`[{"text":"Ann"},{"data":{"text":"Lee"}}]`, "   \"Ann\"\n   \"Lee\""},
		"tasks one after the other":  {"{\"data\":{\"text\":\"Ann\"}}\n{\"data\":{\"text\":\"Lee\"}}\n", "   \"Ann\"\n   \"Lee\""},
		"another place than is said": {one(`{"id":"a","type":"labels","value":{"start":4,"end":7,"text":"Ann","labels":["per"]}}`), read + `; astray 4-7: the text says something else there: "Lee", and not "Ann"`},
		"none":                       {`[]`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(said(t, interchange.InMemory{"f.json": []byte(c.file)}, marks), "\n"); got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestWhatCannotBeReadIsSaidWithItsPlaceAndReadingGoesOn(t *testing.T) {
	good := `{"id":8,"data":{"text":"Ann"}}`
	for bad, want := range map[string]string{
		`{"data":{"image":"x.png","text":"Ann"},"annotations":[{"result":[{"type":"rectanglelabels","value":{"x":1}}]}]}`: `read f.json, task 1, annotation 1: it has a result of type "rectanglelabels", and not marks on a text`,
		`{"data":{"text":[{"author":"A","text":"Hi"}]},"annotations":[{"result":[]}]}`:                                    `read f.json, task 1, annotation 1: "text" is paragraphs, and no text`,
		`{"data":{"a":"x","b":"y"}}`: `read f.json, task 1: its data has 2 strings that can be the text, and none is called "text"`,
		`{"data":{"text":"https://x.example/a.txt"},"annotations":[{"result":[{"id":"a","type":"labels","value":{"start":500,"end":503,"labels":["per"]}}]}]}`: `read f.json, task 1, annotation 1: the text is not in the file but at https://x.example/a.txt`,
		`{"data":{"text":"Ann"},"annotations":[{"result":[{"id":"a","type":"labels","value":{"start":1e400,"end":3,"labels":["per"]}}]}]}`:                     `read f.json, task 1, annotation 1: result 1: start 1e400 and end 3 are no offsets`,
		`{"data":{"text":"Ann"},"annotations":[{"result":[{"type":"relation","from_id":"a"}]}]}`:                                                               `read f.json, task 1, annotation 1: a relation lacks one of its ends`,
		`{"data":{"text":"Ann"},"annotations":[{"result":"none"}]}`:                                                                                            `read f.json, task 1, annotation 1: json: cannot unmarshal string into Go struct field result.result of type []labelstudio.said`,
		`{"data":{"text":"\ud83d"}}`: `read f.json, task 1: \ud83d at byte 17 is half a surrogate pair`,
		`3`:                          `read f.json, task 1: json: cannot unmarshal number into Go value of type labelstudio.incoming`,
		`{}`:                         `read f.json, task 1: it is empty`,
	} {
		got := said(t, interchange.InMemory{"f.json": []byte("[" + bad + "," + good + "]")}, marks)
		if len(got) != 2 || got[0] != want || !strings.Contains(got[1], "Ann") {
			t.Errorf("%s: read\n%s\nwant\n%s", bad, strings.Join(got, "\n"), want)
		}
	}
	for _, cut := range []string{`[` + good, `[` + good + `,`, `[` + good + `,{"data`, `[` + good + `} `, `[` + good + `][]`, `[` + good + `,` + strings.Repeat(`[`, 20_000)} {
		got := said(t, interchange.InMemory{"f.json": []byte(cut)}, marks)
		if len(got) != 2 || !strings.HasPrefix(got[1], "read f.json, task 2: ") {
			t.Errorf("%.60s: read %q", cut, got)
		}
	}
}

// TestEveryQuoteIsItsSlice reads the files without the reader.
func TestEveryQuoteIsItsSlice(t *testing.T) {
	for unit, slice := range map[interchange.Unit]func(s string, from, to int) string{
		interchange.CodePoint: func(s string, from, to int) string { return string([]rune(s)[from:to]) },
		interchange.UTF16:     func(s string, from, to int) string { return string(utf16.Decode(utf16.Encode([]rune(s))[from:to])) },
	} {
		files := formattest.Written(t, labelstudio.Format, interchange.Options{Unit: unit}, formattest.Sample(), formattest.Random(rand.New(rand.NewPCG(1, 2)), 500))
		var tasks []struct {
			Data        struct{ Text string }
			Annotations []struct{ Result []map[string]any }
		}
		if err := json.Unmarshal(files["news.json"], &tasks); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, task := range tasks {
			for _, r := range task.Annotations[0].Result {
				v, _ := r["value"].(map[string]any)
				if r["type"] != "labels" {
					continue
				}
				n++
				if got := slice(task.Data.Text, int(v["start"].(float64)), int(v["end"].(float64))); got != v["text"] {
					t.Errorf("%s: %v-%v is %q, and not %q", unit, v["start"], v["end"], got, v["text"])
				}
			}
		}
		if n < 400 {
			t.Errorf("%s: %d marks were looked at", unit, n)
		}
	}
}

func TestTheConfigurationIsXMLWhateverLabelsAreCalled(t *testing.T) {
	l := formattest.Sample()
	l.Spans[0].Label = `a<b>"&'`
	l.Spans[1].Attributes = interchange.Attributes{"label": {"x"}, "_text": {"y"}}
	formattest.Returns(t, labelstudio.Format, interchange.Options{}, l)
	files := formattest.Written(t, labelstudio.Format, interchange.Options{}, l)
	names, values := map[string]bool{}, map[string]bool{}
	for d := xml.NewDecoder(strings.NewReader(string(files["config.xml"]))); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if tag, ok := token.(xml.StartElement); ok {
			for _, a := range tag.Attr {
				if a.Name.Local == "name" && names[a.Value] {
					t.Errorf("two controls are called %q", a.Value)
				}
				names[a.Value] = names[a.Value] || a.Name.Local == "name"
				values[a.Value] = true
			}
		}
	}
	if !values[`a<b>"&'`] || !names["_label"] || !names["__text"] {
		t.Errorf("the configuration has %v", names)
	}
}

func TestItsFilesAreToldFromOthers(t *testing.T) {
	for head, want := range map[string]bool{
		`[{"id":1,"data":{"text":"x"}}]`:                        true,
		"\uFEFF[{\"id\":1,\"annotations\":[{\"completed_by\":1": true,
		`[{"text":"x","id":1,"annotation_id":3}]`:               true,
		`{"text":"x","label":[[0,1,"A"]]}`:                      false,
		`{"id":1,"text":"x","Comments":[]}`:                     false,
		``:                                                      false,
		`<View>"data":{}`:                                       false,
	} {
		if got := labelstudio.Format.Sniff("f.json", []byte(head)); got != want {
			t.Errorf("%s: %v", head, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, l := range []interchange.Line{formattest.Sample(), formattest.Unmarked()} {
		f.Add([]byte(formattest.Written(f, labelstudio.Format, interchange.Options{}, l)["news.json"]))
	}
	formattest.Fuzz(f, labelstudio.Format,
		`[{"text":"Ann","annotation_id":9,"label":[{"start":0,"end":3,"labels":["per"]}]}]`,
		`[{"data":{"h":"<p>A"},"annotations":[{"result":[{"id":"a.2","parentID":"a","value":{"globalOffsets":{"start":0,"end":1}}}]}]}]`)
}

func big() []interchange.Line {
	var lines []interchange.Line
	for i := range uint64(40) {
		lines = append(lines, formattest.Random(rand.New(rand.NewPCG(i, 1)), 250))
	}
	return lines
}

func BenchmarkWrite(b *testing.B) {
	lines := big()
	size := len(formattest.Written(b, labelstudio.Format, interchange.Options{}, lines...)["news.json"])
	b.SetBytes(int64(size))
	for b.Loop() {
		formattest.Written(b, labelstudio.Format, interchange.Options{}, lines...)
	}
	b.ReportMetric(float64(b.N*len(lines)*250)/b.Elapsed().Seconds(), "marks/s")
}

func BenchmarkRead(b *testing.B) {
	files := formattest.Written(b, labelstudio.Format, interchange.Options{}, big()...)
	b.SetBytes(int64(len(files["news.json"])))
	n := 0
	for b.Loop() {
		for in, err := range labelstudio.Format.Read(files) {
			if err != nil {
				b.Fatal(err)
			}
			n += len(in.Spans)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "marks/s")
}
