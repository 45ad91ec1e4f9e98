package interchange

import (
	"bytes"
	"cmp"
	"iter"

	"rubricator/annotation"
)

// Native is the format of Line, in which nothing is lost.
var Native = &Format{Name: "native", Title: "Rubricator JSONL", Extension: ".jsonl", Unit: CodePoint, AnyUnit: true, TextFree: true,
	Keep: keepNative, Write: writeNative, Sniff: sniffNative, Read: readNative}

func keepNative(l Line, o Options) Line {
	if o.Unit == Grapheme {
		l = l.OnClusters()
	}
	l.OffsetUnit = string(o.Unit)
	return l
}

// nativeEncoder writes one file for each split.
type nativeEncoder struct {
	*Files
	textFree bool
	lines    Writer // for its buffer
}

func writeNative(f Folder, o Options) (Encoder, error) {
	return &nativeEncoder{Files: NewFiles(f, func(split string) string { return o.FileName(split) + ".jsonl" }), textFree: o.TextFree}, nil
}

// Write writes a line for each annotator.
func (e *nativeEncoder) Write(split string, lines []Line) error {
	f, err := e.Of(split)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if e.textFree {
			whole := l
			if l, err = l.WithoutText(); err != nil {
				return whole.failed("write", err)
			}
		}
		b, err := e.lines.encode(l)
		if err == nil {
			f.Records++
			_, err = f.Write(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sniffNative knows a line by its hash and unit, or by its first keys where the text is longer than head.
func sniffNative(_ string, head []byte) bool {
	first, _, whole := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF"))), []byte("\n"))
	if bytes.Contains(first, []byte(`"text_sha256"`)) && bytes.Contains(first, []byte(`"offset_unit"`)) {
		return true
	}
	id, rest, _ := bytes.Cut(bytes.TrimPrefix(first, []byte(`{"id":"`)), []byte(`"`))
	var document annotation.ID
	return !whole && document.UnmarshalText(id) == nil && bytes.HasPrefix(rest, []byte(`,"text":"`))
}

func readNative(src Source) iter.Seq2[Incoming, error] {
	known := words{}
	return ReadJSONLines(src, func(b []byte, out *Incoming) error {
		l, err := readLine(b, known)
		if err == nil {
			l.fill(out)
		}
		return err
	})
}

// fill says what the line says. What was computed is left out: it is read off the text again.
func (l *Line) fill(in *Incoming) {
	in.Document, in.Text, in.TextSHA256, in.Unit, in.Meta = l.ID.String(), l.Text, l.TextSHA256, CodePoint, l.Meta
	in.Kind, in.Status, in.Attributes = cmp.Or(l.Kind, annotation.Person), l.Status, l.Attributes
	if l.TextFree() {
		in.Unit = Unit(l.OffsetUnit)
	}
	if l.Annotator != nil {
		in.Annotator = *l.Annotator
	}
	for i := range l.Spans {
		s := &l.Spans[i]
		ranges := make([][2]int, len(s.Ranges))
		for j, r := range s.Ranges {
			ranges[j] = [2]int{int(r[0]), int(r[1])}
		}
		in.Spans = append(in.Spans, IncomingSpan{ID: s.ID.String(), Label: s.Name(), Ranges: ranges, Quote: s.Text, Attributes: s.Attributes, Note: s.Note})
	}
	for _, r := range l.Relations {
		in.Relations = append(in.Relations, IncomingRelation{ID: r.ID.String(), Type: r.Type, From: r.From.String(), To: r.To.String()})
	}
}
