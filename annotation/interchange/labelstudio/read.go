package labelstudio

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// Object is what stands in the file by its keys.
type object = map[string]json.RawMessage

// incoming is a task as it is read: of the export, of the smaller export (JSON-MIN), or what is imported to be marked.
type incoming struct {
	ID          word              `json:"id"`
	Data        object            `json:"data"`
	Meta        json.RawMessage   `json:"meta"`
	Annotations []json.RawMessage `json:"annotations"`
	Completions []json.RawMessage `json:"completions"` // what annotations were called before version 1.0
	Drafts      []json.RawMessage `json:"drafts"`      // what was not submitted yet, or their numbers
	Predictions []json.RawMessage `json:"predictions"` // or their numbers, where the export leaves them out
	FileUpload  word              `json:"file_upload"`
}

// result is what one person or model marked.
type result struct {
	ID           word            `json:"id"`
	ImportID     word            `json:"import_id"` // the id that it was imported with
	CompletedBy  json.RawMessage `json:"completed_by"`
	User         json.RawMessage `json:"user"`       // of a draft
	Annotation   word            `json:"annotation"` // that a draft changes; "": it is a new one
	WasCancelled bool            `json:"was_cancelled"`
	GroundTruth  bool            `json:"ground_truth"`
	ModelVersion word            `json:"model_version"`
	Score        word            `json:"score"`
	Result       []said          `json:"result"`
}

// said is one of its results.
type said struct {
	ID       word            `json:"id"`
	FromName string          `json:"from_name"`
	ToName   string          `json:"to_name"`
	Type     string          `json:"type"`
	ParentID word            `json:"parentID"`
	Value    object          `json:"value"`
	Meta     json.RawMessage `json:"meta"`
	Score    word            `json:"score"`

	FromID    word     `json:"from_id"` // of a relation
	ToID      word     `json:"to_id"`
	Direction string   `json:"direction"`
	Labels    []string `json:"labels"`
}

func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		files := src.Files()
		for _, name := range files {
			if len(files) > 1 && !isTasks(name) {
				continue
			}
			if !readFile(src, name, yield) {
				return
			}
		}
	}
}

// isTasks tells whether a file of a folder may have tasks; the configuration and the manifest lie beside them.
func isTasks(name string) bool {
	ext := path.Ext(name)
	return (ext == extension || ext == ".jsonl") && path.Base(name) != interchange.ManifestName
}

// readFile reads one file, task by task; it tells whether more is wanted. Tasks stand in an array, or one after the other.
func readFile(src interchange.Source, name string, yield func(interchange.Incoming, error) bool) bool {
	f, err := src.Open(name)
	if err != nil {
		return yield(interchange.Incoming{File: name}, err)
	}
	defer f.Close()
	n := 0
	for b, err := range elements(f) {
		n++
		at := interchange.Incoming{File: name, Number: n}
		if err != nil {
			return yield(at, fmt.Errorf("read %s, task %d: %w", name, n, err))
		}
		if !readTask(b, at, yield) {
			return false
		}
	}
	return true
}

// elements gives the values of a JSON array, or values that stand one after the other. An error ends them.
func elements(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		if b, _ := in.Peek(3); string(b) == "\uFEFF" {
			in.Discard(3)
		}
		first, err := firstByte(in)
		if err != nil {
			if err != io.EOF {
				yield(nil, err)
			}
			return
		}
		d := json.NewDecoder(in)
		if first == '[' {
			d.Token()
		}
		var b json.RawMessage
		for first != '[' || d.More() {
			b = b[:0]
			err := d.Decode(&b)
			if err == io.EOF && first != '[' || !yield(b, unexpected(err)) || err != nil {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(nil, unexpected(err))
		} else if _, err := d.Token(); err != io.EOF {
			yield(nil, errors.New("there is more after the end of the array"))
		}
	}
}

// unexpected is the error of a file that ends too early.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// firstByte is the first that is no white space; it is read again.
func firstByte(in *bufio.Reader) (byte, error) {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if strings.IndexByte(" \t\r\n", b) < 0 {
			return b, in.UnreadByte()
		}
	}
}

// readTask gives one document for each annotation, draft and prediction, and one where there are none.
func readTask(b []byte, at interchange.Incoming, yield func(interchange.Incoming, error) bool) bool {
	give := func(of string, in interchange.Incoming, err error) bool {
		if err != nil {
			err = fmt.Errorf("read %s, task %d%s: %w", at.File, at.Number, of, err)
		}
		return yield(in, err)
	}
	var t incoming
	if err := interchange.Unmarshal(b, &t); err != nil {
		return give("", at, err)
	}
	if t.Data == nil {
		in, err := readSmall(b, at)
		return give("", in, err)
	}
	t.describe(&at)
	var meta taskMeta
	json.Unmarshal(t.Meta, &meta) // others keep other things there
	n := 0
	for i, raw := range slices.Concat(t.Annotations, t.Completions) {
		n++
		in, err := t.annotation(raw, at, meta)
		if !give(fmt.Sprintf(", annotation %d", i+1), in, err) {
			return false
		}
	}
	for _, of := range []struct {
		what string
		all  []json.RawMessage
		read func(json.RawMessage, interchange.Incoming) (interchange.Incoming, bool, error)
	}{{"draft", t.Drafts, t.draft}, {"prediction", t.Predictions, t.prediction}} {
		for i, raw := range of.all {
			if !bytes.HasPrefix(raw, []byte("{")) {
				continue
			}
			in, is, err := of.read(raw, at)
			if !is && err == nil {
				continue
			}
			n++
			if !give(fmt.Sprintf(", %s %d", of.what, i+1), in, err) {
				return false
			}
		}
	}
	if n > 0 {
		return true
	}
	err := t.text(&at, nil)
	return give("", at, err)
}

// describe says what the task says of the document.
func (t *incoming) describe(in *interchange.Incoming) {
	in.Meta = metaOf(t.Data)
	in.Meta.SourceFile = cmp.Or(in.Meta.SourceFile, string(t.FileUpload))
	in.Document = cmp.Or(wordOf(t.Data["document"]), string(t.ID), in.Meta.Title)
}

func metaOf(d object) interchange.Meta {
	return interchange.Meta{Title: wordOf(d["title"]), Outlet: wordOf(d["outlet"]), Author: wordOf(d["author"]), Published: wordOf(d["published"]),
		Language: wordOf(d["language"]), URL: wordOf(d["url"]), SourceFile: wordOf(d["source_file"])}
}

// word is a string, or a number as it stands; "" for anything else.
type word string

// UnmarshalJSON never fails, since what has no word is passed over.
func (w *word) UnmarshalJSON(b []byte) error {
	s, _ := scalar(b)
	*w = word(s)
	return nil
}

// scalar is a string, or a number as it stands. raw is JSON.
func scalar(raw json.RawMessage) (s string, ok bool) {
	switch {
	case len(raw) < 1:
		return "", false
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		return string(raw), true
	case raw[0] != '"':
		return "", false
	case bytes.IndexByte(raw, '\\') < 0:
		return string(raw[1 : len(raw)-1]), true
	}
	err := json.Unmarshal(raw, &s)
	return s, err == nil
}

func wordOf(raw json.RawMessage) string {
	s, _ := scalar(raw)
	return s
}

func (t *incoming) annotation(raw json.RawMessage, in interchange.Incoming, meta taskMeta) (interchange.Incoming, error) {
	var r result
	if err := json.Unmarshal(raw, &r); err != nil {
		return in, err
	}
	who := meta.Annotators[string(cmp.Or(r.ImportID, r.ID))]
	in.Annotator = cmp.Or(who.Name, personName(r.CompletedBy))
	in.Kind, in.Status = annotation.Person, cmp.Or(who.Status, annotation.Done)
	if r.GroundTruth {
		in.Kind = annotation.Reference
	}
	if r.WasCancelled {
		in.Status = annotation.Skipped
	}
	return in, t.take(&r, &in)
}

// draft is what somebody began to mark and did not submit; not what changes an annotation that was.
func (t *incoming) draft(raw json.RawMessage, in interchange.Incoming) (interchange.Incoming, bool, error) {
	var r result
	if err := json.Unmarshal(raw, &r); err != nil || r.Annotation != "" {
		return in, false, err
	}
	in.Annotator, in.Kind, in.Status = personName(r.User), annotation.Person, annotation.InWork
	return in, true, t.take(&r, &in)
}

func (t *incoming) prediction(raw json.RawMessage, in interchange.Incoming) (interchange.Incoming, bool, error) {
	var r result
	if err := json.Unmarshal(raw, &r); err != nil {
		return in, false, err
	}
	in.Annotator, in.Kind = modelName(string(r.ModelVersion)), annotation.Model
	return in, true, t.take(&r, &in)
}

// personName is who completed an annotation: a number, or a person with a name and an address.
func personName(raw json.RawMessage) string {
	var p struct {
		ID        word `json:"id"`
		FirstName word `json:"first_name"`
		LastName  word `json:"last_name"`
		Username  word `json:"username"`
		Email     word `json:"email"`
	}
	if s, ok := scalar(raw); ok || json.Unmarshal(raw, &p) != nil {
		return s
	}
	return cmp.Or(strings.TrimSpace(string(p.FirstName+" "+p.LastName)), string(cmp.Or(p.Email, p.Username, p.ID)))
}

// modelName is a model version of Label Studio as a name and a version of one word.
func modelName(version string) string {
	words := strings.Fields(version)
	switch len(words) {
	case 0:
		return "model unknown"
	case 1:
		return "model " + words[0]
	}
	return strings.Join(words, " ")
}

// take reads the marks and finds the text that they are on.
func (t *incoming) take(r *result, in *interchange.Incoming) error {
	if err := r.marks(in); err != nil {
		return err
	}
	return t.text(in, r.Result)
}

// text finds the text among the data: under "text", under the name of what the marks are on, else the one string that has all that is marked.
func (t *incoming) text(in *interchange.Incoming, results []said) error {
	names := []string{textName}
	for i := range results {
		names = append(names, results[i].ToName)
	}
	raw, err := textAmong(t.Data, names, in.Spans)
	if err != nil {
		return err
	}
	in.Text = raw
	for i := range results {
		if _, global := results[i].Value["globalOffsets"]; global && strings.ContainsAny(raw, "<&") {
			in.Text = shown(raw)
			break
		}
	}
	beyond := func(sp interchange.IncomingSpan) bool {
		return sp.Ranges[0][1] > len(in.Text) || !strings.Contains(in.Text, sp.Quote)
	}
	if strings.Contains(in.Text, "://") && len(strings.Fields(in.Text)) == 1 && slices.ContainsFunc(in.Spans, beyond) {
		return fmt.Errorf("the text is not in the file but at %s", in.Text)
	}
	return nil
}

func textAmong(d object, names []string, spans []interchange.IncomingSpan) (string, error) {
	texts := map[string]string{}
	for name, raw := range d {
		if s, ok := scalar(raw); ok && raw[0] == '"' {
			texts[name] = s
		}
	}
	for _, name := range names {
		if s, ok := texts[name]; ok {
			return s, nil
		}
		if raw := d[name]; len(raw) > 0 && raw[0] == '[' {
			return "", fmt.Errorf("%q is paragraphs, and no text", name)
		}
	}
	for name, s := range texts {
		if len(texts) > 1 && slices.ContainsFunc(spans, func(sp interchange.IncomingSpan) bool { return !strings.Contains(s, sp.Quote) }) {
			delete(texts, name)
		}
	}
	if len(texts) != 1 {
		return "", fmt.Errorf("its data has %d strings that can be the text, and none is called %q", len(texts), textName)
	}
	for _, s := range texts {
		return s, nil
	}
	return "", nil
}
