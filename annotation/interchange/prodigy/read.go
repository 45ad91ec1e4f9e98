package prodigy

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return interchange.ReadJSONLines(src, parse)
}

func parse(b []byte, out *interchange.Incoming) error {
	var r record
	if err := interchange.Unmarshal(b, &r); err != nil {
		return err
	}
	if r.Text == nil {
		return errors.New(`there is no "text"`)
	}
	out.Text, out.Meta, out.Attributes = *r.Text, r.Meta.common(), interchange.Attributes(r.Attributes)
	out.Document = cmp.Or(r.Meta.Document, strings.Trim(string(r.InputHash), `"`))
	r.who(out)
	if r.Answer == reject || r.Answer == ignore {
		out.Status = annotation.Skipped // what stands there is what was rejected
		return nil
	}
	if r.Answer == accept {
		out.Status = annotation.Done
	}
	for i := range r.Spans {
		sp, err := r.incoming(&r.Spans[i])
		if err != nil {
			return fmt.Errorf("mark %d: %w", i+1, err)
		}
		sp.ID = strconv.Itoa(i)
		out.Spans = append(out.Spans, sp)
	}
	r.relations(out)
	return nil
}

// atSomeTime ends the session of somebody who gave no name.
var atSomeTime = regexp.MustCompile(`(^|-)\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$`)

// who tells who marked: somebody who answered, or a model whose suggestions nobody did.
func (r *record) who(out *interchange.Incoming) {
	if name := cmp.Or(r.Annotator, r.Session); !atSomeTime.MatchString(name) {
		out.Annotator = name
	}
	if r.Answer != "" || out.Annotator != "" || len(r.Spans) == 0 || r.Spans[0].Source == "" ||
		slices.ContainsFunc(r.Spans, func(s span) bool { return s.Source != r.Spans[0].Source }) {
		return
	}
	out.Kind, out.Annotator = annotation.Model, r.Spans[0].Source
	if _, err := annotation.ParseModel(out.Annotator); err != nil {
		out.Annotator += " unknown" // its version
	}
}

// incoming gives a mark as it stands, or from its tokens where it has no offsets.
func (r *record) incoming(s *span) (interchange.IncomingSpan, error) {
	if s.Start == nil || s.End == nil {
		if s.First == nil || s.Last == nil || *s.First < 0 || *s.First > *s.Last || *s.Last >= len(r.Tokens) {
			return interchange.IncomingSpan{}, errors.New(`"start" or "end" is missing`)
		}
		s.Start, s.End = &r.Tokens[*s.First].Start, &r.Tokens[*s.Last].End
	}
	return interchange.IncomingSpan{Label: s.Label, Ranges: [][2]int{{*s.Start, *s.End}}, Quote: cmp.Or(s.Text, r.quote(*s.Start, *s.End)),
		Attributes: interchange.Attributes(s.Attributes), Note: s.Note, Score: s.Score}, nil
}

// quote puts the tokens of a mark together; it is empty where they do not begin and end with it.
func (r *record) quote(start, end int) string {
	i, ok := slices.BinarySearchFunc(r.Tokens, start, func(t token, start int) int { return cmp.Compare(t.Start, start) })
	if !ok {
		return ""
	}
	var b strings.Builder
	for ; i < len(r.Tokens) && r.Tokens[i].End < end; i++ {
		b.WriteString(r.Tokens[i].Text)
		if r.Tokens[i].Space {
			b.WriteByte(' ')
		}
	}
	if i == len(r.Tokens) || r.Tokens[i].End != end {
		return ""
	}
	return b.String() + r.Tokens[i].Text
}

// relations finds the marks that are linked: those that a link repeats, or those of the tokens that it names. Prodigy can link words that are
// not marked; such links are left out.
func (r *record) relations(out *interchange.Incoming) {
	if len(r.Relations) == 0 {
		return
	}
	at := map[any]string{} // ids of marks, by how links may name them
	for i := range r.Spans {
		for _, name := range r.Spans[i].names() {
			if _, ok := at[name]; !ok {
				at[name] = strconv.Itoa(i)
			}
		}
	}
	find := func(s *span, token int) (id string, ok bool) {
		for _, name := range s.names() {
			if id, ok = at[name]; ok {
				return id, true
			}
		}
		id, ok = at[token]
		return id, ok
	}
	for i, l := range r.Relations {
		from, ok := find(l.HeadSpan, l.Head)
		to, fits := find(l.ChildSpan, l.Child)
		if !ok || !fits {
			out.Repaired = append(out.Repaired, fmt.Sprintf("link %q between tokens %d and %d, which are not both marked, is left out", l.Label, l.Head, l.Child))
			continue
		}
		out.Relations = append(out.Relations, interchange.IncomingRelation{ID: strconv.Itoa(i), Type: l.Label, From: from, To: to})
	}
}

// names are what links may say of a mark, the surest first: all of it, its place and label, its place, its last token.
func (s *span) names() (out []any) {
	if s == nil {
		return nil
	}
	if s.Start != nil && s.End != nil {
		place := [2]int{*s.Start, *s.End}
		all, _ := json.Marshal(s) // strings and numbers can be written
		out = append(out, string(all), placed{place, s.Label}, place)
	}
	if s.Last != nil {
		out = append(out, *s.Last)
	}
	return out
}

// placed is a mark as far as Prodigy tells marks apart.
type placed struct {
	at    [2]int
	label string
}
