package conll

import (
	"bytes"
	"fmt"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

// maxUnnamed is how many bytes of a file that does not say where documents begin make one document; it ends with the sentence.
const maxUnnamed = 1 << 20

const docstart = "-DOCSTART-"

func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		for _, name := range src.Files() {
			r := reader{file: name, yield: yield}
			if !r.read(src) {
				return
			}
		}
	}
}

// reader reads one file.
type reader struct {
	file   string
	yield  func(interchange.Incoming, error) bool
	number int // of the document

	doc   document
	size  int  // of its lines, in bytes
	began bool // with a line that says so
}

// document is one as it stands in the file.
type document struct {
	name string
	rows []line // those without fields stand between sentences
	bad  error  // the first line that cannot be read
}

type line struct {
	number int
	fields []string
}

// read tells whether more is wanted.
func (r *reader) read(src interchange.Source) bool {
	f, err := src.Open(r.file)
	if err != nil {
		return r.yield(interchange.Incoming{File: r.file}, err)
	}
	defer f.Close()
	for l, err := range interchange.Lines(f) {
		if err != nil {
			return r.end() && r.yield(interchange.Incoming{File: r.file}, err)
		}
		if !r.line(l) {
			return false
		}
	}
	return r.end()
}

func (r *reader) line(l interchange.NumberedLine) bool {
	s := string(l.Bytes)
	between := len(r.doc.rows) == 0 || r.doc.rows[len(r.doc.rows)-1].fields == nil
	switch fields := fieldsOf(s); {
	case strings.HasPrefix(s, docstart):
		if !r.end() {
			return false
		}
		r.began = true
	case s == "":
		if !between {
			r.doc.rows = append(r.doc.rows, line{number: l.Number})
		}
		if r.size > maxUnnamed && !r.began {
			return r.end()
		}
	case between && s[0] == '#' && !interchange.IsTag(fields[len(fields)-1]):
		if name, is := newDocument(s); is {
			if !r.end() {
				return false
			}
			r.doc.name, r.began = name, true
		}
	default:
		if !utf8.ValidString(s) && r.doc.bad == nil {
			r.doc.bad = &interchange.LineError{Act: "read", Number: l.Number, Err: text.ErrNotUTF8}
		}
		r.doc.rows = append(r.doc.rows, line{l.Number, fields})
		r.size += len(s)
	}
	return true
}

// newDocument reads the comment of CoNLL-U that begins a document.
func newDocument(s string) (name string, is bool) {
	rest, is := strings.CutPrefix(strings.TrimSpace(strings.TrimLeft(s, "#")), "newdoc")
	_, name, _ = strings.Cut(rest, "=")
	return strings.TrimSpace(name), is && (rest == "" || rest[0] == ' ')
}

// fieldsOf are the columns of a line, between tabs, or else between spaces. A token may have spaces of other kinds.
func fieldsOf(s string) []string {
	if strings.IndexByte(s, '\t') >= 0 {
		return strings.Split(s, "\t")
	}
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// end gives the document that was read, if there is one, and begins the next.
func (r *reader) end() bool {
	d := r.doc
	r.doc, r.size, r.began = document{}, 0, false
	if n := len(d.rows); n > 0 && d.rows[n-1].fields == nil {
		d.rows = d.rows[:n-1]
	}
	if len(d.rows) == 0 {
		return true
	}
	r.number++
	in := interchange.Incoming{File: r.file, Number: r.number, Document: d.name}
	err := d.bad
	if err == nil {
		err = d.fill(&in)
	}
	return r.yield(in, err)
}

// layout tells what stands in which column.
type layout struct {
	n     int // of the columns
	token int
	tags  []int
	ours  bool // or Label Studio's: the second is -X-
}

// layout finds the columns of a document. In most files the last column with tags has those of marks; before it may be those of phrases. Where
// the second column is -X-, or the first counts tokens, all columns with tags have marks.
func (d *document) layout() (out layout) {
	out.n = d.commonest()
	counts, count := out.n > 2, 0
	out.ours = out.n > 3
	odd, has := make([]bool, out.n), make([]bool, out.n) // columns with something else than tags, and with tags
	for _, l := range d.rows {
		if count++; len(l.fields) != out.n {
			if l.fields == nil {
				count = 0
			}
			continue
		}
		counts = counts && l.fields[0] == strconv.Itoa(count)
		out.ours = out.ours && l.fields[1] == "-X-"
		for c, f := range l.fields {
			is := interchange.IsTag(f)
			has[c] = has[c] || is
			odd[c] = odd[c] || !is && f != "_" && f != "-"
		}
	}
	for c := 1; c < out.n; c++ {
		if has[c] && !odd[c] && (!out.ours || c > 2) {
			out.tags = append(out.tags, c)
		}
	}
	if counts && !out.ours {
		out.token = 1
		out.tags = slices.DeleteFunc(out.tags, func(c int) bool { return c == 1 })
	}
	if !counts && !out.ours && len(out.tags) > 1 {
		out.tags = out.tags[len(out.tags)-1:]
	}
	return out
}

// commonest is how many columns most lines have.
func (d *document) commonest() (n int) {
	lines := map[int]int{}
	for _, l := range d.rows {
		if k := len(l.fields); k > 0 {
			lines[k]++
			if lines[k] > lines[n] || lines[k] == lines[n] && k > n {
				n = k
			}
		}
	}
	return n
}

// fill makes the document of its lines.
func (d *document) fill(out *interchange.Incoming) error {
	at := d.layout()
	if len(at.tags) == 0 {
		return &interchange.LineError{Act: "read", Number: d.rows[0].number, Err: fmt.Errorf("no column has tags as O and B-…")}
	}
	d.mend(at, out)
	var b strings.Builder
	bounds := make([][2]int, len(d.rows)) // of tokens, in bytes
	for i, l := range d.rows {
		if l.fields == nil {
			continue
		}
		ends := i+1 == len(d.rows) || d.rows[i+1].fields == nil
		before, after := "", usual(ends, i+1 == len(d.rows))
		for c, f := range l.fields {
			if c > at.token && strings.IndexByte(f, '=') > 0 && !slices.Contains(at.tags, c) {
				d.features(f, out, at.ours && i == 0, &before, &after)
			}
		}
		b.WriteString(before)
		bounds[i][0] = b.Len()
		b.WriteString(l.fields[at.token])
		bounds[i][1] = b.Len()
		b.WriteString(after)
	}
	out.Text = b.String()
	for _, c := range at.tags {
		d.marks(c, bounds, out)
	}
	return nil
}

// mend makes lines with other columns than the rest usable, and says so.
func (d *document) mend(at layout, out *interchange.Incoming) {
	kept := d.rows[:0]
	for _, l := range d.rows {
		switch n := len(l.fields); {
		case l.fields == nil && (len(kept) == 0 || kept[len(kept)-1].fields == nil):
			continue
		case l.fields == nil:
		case n < at.n:
			out.Repaired = append(out.Repaired, fmt.Sprintf("line %d has %d columns of %d, and is left out", l.number, n, at.n))
			continue
		case n == at.n && l.fields[at.token] == "":
			out.Repaired = append(out.Repaired, fmt.Sprintf("line %d has no token, and is left out", l.number))
			continue
		case n == at.n:
		default:
			end := at.token + 1 + n - at.n
			l.fields = slices.Concat(l.fields[:at.token], []string{strings.Join(l.fields[at.token:end], " ")}, l.fields[end:])
			out.Repaired = append(out.Repaired, fmt.Sprintf("line %d has %d columns where there are %d: its token is %q", l.number, n, at.n, l.fields[at.token]))
		}
		kept = append(kept, l)
	}
	if n := len(kept); n > 0 && kept[n-1].fields == nil {
		kept = kept[:n-1]
	}
	d.rows = kept
}

// features reads what a token says of white space and, if it is the first, of the document.
func (d *document) features(f string, out *interchange.Incoming, first bool, before, after *string) {
	for f := range strings.SplitSeq(f, "|") {
		key, value, _ := strings.Cut(f, "=")
		switch key += "="; {
		case f == noSpaceAfter:
			*after = ""
		case key == spacesAfter:
			*after = unescape(value)
		case key == spacesBefore:
			*before = unescape(value)
		case !first:
		case key == keyDocument:
			out.Document = unescape(value)
		case key == keyAnnotator:
			out.Annotator = unescape(value)
		case key == keyKind:
			out.Kind = annotation.AnnotatorKind(value)
		case key == keyStatus:
			out.Status = annotation.Status(value)
		}
	}
}

// marks reads those of one column. None goes on in another sentence.
func (d *document) marks(column int, bounds [][2]int, out *interchange.Incoming) {
	tags := make([]string, len(d.rows))
	for i, l := range d.rows {
		if l.fields != nil {
			tags[i] = l.fields[column]
		}
	}
	marks, repaired := interchange.FromTags(tags)
	n, at := 0, 0 // a code point and its byte
	pos := func(b int) int {
		n, at = n+utf8.RuneCountInString(out.Text[at:b]), b
		return n
	}
	for _, m := range marks {
		from, to := bounds[m.From][0], bounds[m.To-1][1]
		start := pos(from)
		out.Spans = append(out.Spans, interchange.IncomingSpan{Label: m.Label, Ranges: [][2]int{{start, pos(to)}}, Quote: out.Text[from:to]})
	}
	for _, i := range repaired {
		out.Repaired = append(out.Repaired, fmt.Sprintf("line %d: %q goes on with a mark that has not begun, so that one begins", d.rows[i].number, tags[i]))
	}
}

// sniff tells files whose first lines are tokens with tags.
func sniff(name string, head []byte) bool {
	lines := bytes.Split(bytes.TrimPrefix(head, []byte("\uFEFF")), []byte("\n"))
	if len(lines) > 1 {
		lines = lines[:len(lines)-1] // which may be cut off
	}
	tokens := 0
	for _, b := range lines[:min(len(lines), 50)] {
		s := strings.TrimSpace(string(b))
		fields := fieldsOf(s)
		switch n := len(fields); {
		case s == "" || s[0] == '#' && tokens == 0:
		case strings.HasPrefix(s, docstart):
			return true
		case n < 2 || !slices.ContainsFunc(fields[1:], interchange.IsTag):
			return false
		default:
			tokens++
		}
	}
	return tokens > 1 || tokens > 0 && slices.Contains([]string{".conll", ".iob", ".iob2", ".bio"}, path.Ext(name))
}
