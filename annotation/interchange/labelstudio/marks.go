package labelstudio

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation/interchange"
)

// unlabelled is the label of marks that have none. Label Studio says it so.
const unlabelled = "No label"

// ofPictures are types of results that are marks on something else than text.
var ofPictures = []string{"rectangle", "polygon", "keypoint", "brush", "ellipse", "vector", "bitmask", "cuboid", "video", "timeseries", "timeline", "paragraph", "magicwand", "chatmessage", "reactcode"}

// place is a region of the text with what is said of it.
type place struct {
	interchange.IncomingSpan
	parent string
	labels []string
	whole  *place   // the first piece of the interrupted mark of which this is a later one
	pieces []*place // the later ones
}

// marks reads the results of an annotation or prediction. A region has one id in all its results, and they may come in any order.
func (r *result) marks(in *interchange.Incoming) error {
	places, order := map[string]*place{}, []string{}
	for i := range r.Result {
		s := &r.Result[i]
		if s.Type == "relation" {
			continue
		}
		if slices.ContainsFunc(ofPictures, func(kind string) bool { return strings.HasPrefix(s.Type, kind) }) {
			return fmt.Errorf("it has a result of type %q, and not marks on a text", s.Type)
		}
		s.ID = cmp.Or(s.ID, word(fmt.Sprint("#", i))) // imported predictions may lack it
		bounds, ok, err := s.bounds()
		if err != nil {
			return fmt.Errorf("result %d: %w", i+1, err)
		}
		if !ok {
			continue
		}
		id := string(s.ID)
		at := places[id]
		if at == nil {
			at = &place{}
			at.ID, at.Ranges, at.Score = id, [][2]int{bounds}, score(cmp.Or(s.Score, r.Score))
			places[id], order = at, append(order, id)
		}
		at.parent = cmp.Or(at.parent, string(s.ParentID))
		at.Quote = cmp.Or(at.Quote, s.quote())
		at.Note = cmp.Or(at.Note, s.note())
	}
	for i := range r.Result {
		r.Result[i].about(places, in)
	}
	for _, id := range order {
		places[id].joinWhole(places)
	}
	for _, id := range order {
		in.Spans = append(in.Spans, places[id].spans()...)
	}
	return r.links(in, places)
}

// score is a number, which some write as a string.
func score(w word) float64 {
	f, err := strconv.ParseFloat(string(w), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// bounds are the region's; ok is false where the result is about the whole text. HTML has paths to elements in the places of offsets, and
// offsets beside them.
func (s *said) bounds() (b [2]int, ok bool, err error) {
	from := s.Value
	if raw, global := from["globalOffsets"]; global && !isNull(raw) {
		from = object{}
		if err := json.Unmarshal(raw, &from); err != nil {
			return b, false, err
		}
	}
	start, end := from["start"], from["end"]
	if isNull(start) && isNull(end) {
		return b, false, nil
	}
	for i, raw := range []json.RawMessage{start, end} {
		if b[i], err = strconv.Atoi(wordOf(raw)); err != nil {
			return b, false, fmt.Errorf("start %s and end %s are no offsets", short(start), short(end))
		}
	}
	return b, true, nil
}

func isNull(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

func short(raw json.RawMessage) string {
	if len(raw) > 40 {
		return string(bytes.ToValidUTF8(raw[:40], nil)) + "…"
	}
	return string(raw)
}

// quote is what is marked; what was typed about a mark stands under the same key.
func (s *said) quote() string {
	if s.Type == "textarea" || isNull(s.Value["text"]) || s.Value["text"][0] != '"' {
		return ""
	}
	return wordOf(s.Value["text"])
}

// note is what was written on the region: a string or several.
func (s *said) note() string {
	if isNull(s.Meta) {
		return ""
	}
	var meta object
	json.Unmarshal(s.Meta, &meta) // it may be anything
	return strings.Join(texts(meta["text"]), "\n")
}

// texts are strings and numbers: one, or a list of them.
func texts(raw json.RawMessage) (out []string) {
	list := []json.RawMessage{raw}
	if len(raw) > 0 && raw[0] == '[' {
		list = nil
		json.Unmarshal(raw, &list) // it is a list
	}
	for _, v := range list {
		if s, ok := scalar(v); ok {
			out = append(out, s)
		}
	}
	return out
}

// about takes a result as labels of its region, or as an attribute of it or of the article.
func (s *said) about(places map[string]*place, in *interchange.Incoming) {
	if s.Type == "relation" || s.Type == "" {
		return
	}
	at := places[string(s.ID)]
	if at != nil && strings.HasSuffix(s.Type, "labels") {
		for _, l := range orElse(texts(s.Value[s.Type]), texts(s.Value["labels"])) {
			if !slices.Contains(at.labels, l) {
				at.labels = append(at.labels, l)
			}
		}
		return
	}
	values := s.values()
	if len(values) == 0 {
		return
	}
	if at != nil {
		give(&at.Attributes, attributeName(s.FromName), values)
		return
	}
	give(&in.Attributes, strings.TrimPrefix(s.FromName, ofArticle), values)
}

// orElse is the list, or another where it is empty.
func orElse(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

func give(as *interchange.Attributes, name string, values []string) {
	if *as == nil {
		*as = interchange.Attributes{}
	}
	(*as)[name] = append((*as)[name], values...)
}

// values are what was chosen or typed: of a taxonomy the paths, as "Animal/Dog"; of a kind of control that is not known, its JSON.
func (s *said) values() []string {
	switch s.Type {
	case "textarea":
		return texts(s.Value["text"])
	case "taxonomy":
		var paths []json.RawMessage
		json.Unmarshal(s.Value["taxonomy"], &paths)
		var out []string
		for _, p := range paths {
			out = append(out, strings.Join(texts(p), "/"))
		}
		return out
	case "choices", "number", "rating", "datetime":
		return texts(s.Value[s.Type])
	}
	b, err := json.Marshal(s.Value)
	if err != nil || len(s.Value) == 0 {
		return nil
	}
	return []string{string(b)}
}

// joinWhole finds the mark of which the region is a later piece. What was changed in Label Studio so that it differs is a mark of its own.
func (p *place) joinWhole(places map[string]*place) {
	m := pieceID.FindStringSubmatch(p.ID)
	if m == nil || m[1] != p.parent || len(p.Attributes) > 0 || p.Note != "" {
		return
	}
	whole := places[p.parent]
	if whole == nil || pieceID.MatchString(whole.ID) || !slices.Equal(whole.labels, p.labels) {
		return
	}
	p.whole, whole.pieces = whole, append(whole.pieces, p)
}

// spans are the marks of a region, one for each label; none where it is a later piece of another. The first has the region's id.
func (p *place) spans() (out []interchange.IncomingSpan) {
	if p.whole != nil {
		return nil
	}
	if len(p.pieces) > 0 {
		p.join()
	}
	for i, l := range orElse(p.labels, []string{unlabelled}) {
		sp := p.IncomingSpan
		sp.Label = l
		if i > 0 {
			sp.ID = fmt.Sprintf("%s/%d", p.ID, i+1)
		}
		out = append(out, sp)
	}
	return out
}

// join makes the pieces one mark, in the order of the text.
func (p *place) join() {
	all := []interchange.IncomingSpan{p.IncomingSpan}
	for _, piece := range p.pieces {
		all = append(all, piece.IncomingSpan)
	}
	slices.SortStableFunc(all, func(a, b interchange.IncomingSpan) int { return cmp.Compare(a.Ranges[0][0], b.Ranges[0][0]) })
	var quotes []string
	p.Ranges = nil
	for _, piece := range all {
		p.Ranges = append(p.Ranges, piece.Ranges[0])
		if piece.Quote != "" {
			quotes = append(quotes, piece.Quote)
		}
	}
	p.Quote = ""
	if len(quotes) == len(all) {
		p.Quote = strings.Join(quotes, " ")
	}
}

// links reads relations. One that has no label is called what Label Studio calls it, a relation; one that goes both ways is two.
func (r *result) links(in *interchange.Incoming, places map[string]*place) error {
	end := func(id word) string {
		if at := places[string(id)]; at != nil && at.whole != nil {
			return at.whole.ID
		}
		return string(id)
	}
	for i := range r.Result {
		s := &r.Result[i]
		if s.Type != "relation" {
			continue
		}
		if s.FromID == "" || s.ToID == "" {
			return errors.New("a relation lacks one of its ends")
		}
		from, to := end(s.FromID), end(s.ToID)
		for _, kind := range orElse(s.Labels, []string{s.Type}) {
			if s.Direction != "left" {
				in.Relations = append(in.Relations, interchange.IncomingRelation{Type: kind, From: from, To: to})
			}
			if s.Direction == "left" || s.Direction == "bi" {
				in.Relations = append(in.Relations, interchange.IncomingRelation{Type: kind, From: to, To: from})
			}
		}
	}
	return nil
}
