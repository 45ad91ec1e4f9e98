package brat

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

// encoder writes the files of documents as they come, and the settings at the end.
type encoder struct {
	interchange.Folder
	interchange.Options
	names   map[string]annotation.ID   // of documents, by lower case
	of      map[annotation.ID]string   // the other way
	written map[string]annotation.Hash // what is in each file, by lower case
	confs   map[string]*conf           // by folder
}

func write(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	return &encoder{f, o, map[string]annotation.ID{}, map[annotation.ID]string{}, map[string]annotation.Hash{}, map[string]*conf{}}, nil
}

// Write writes a text and its marks for each annotator.
func (e *encoder) Write(split string, lines []interchange.Line) error {
	for i := range lines {
		if err := e.line(split, &lines[i]); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) line(split string, l *interchange.Line) error {
	k, err := e.kept(l)
	if err != nil {
		return err
	}
	raw, ok := l.Text, false
	if k != nil {
		raw, ok = k.raw(l.Text)
	}
	if !ok {
		doubled := strings.HasPrefix(l.Text, "\uFEFF") // it would be taken for a byte order mark
		k, raw = &kept{Mark: doubled, Counted: doubled}, l.Text
	}
	content := k.prefix() + raw
	if k.File != "" && e.taken(path.Join(split, k.File), path.Join(split, k.Text), content) {
		k.File, k.Text, k.Folder, k.Conf = "", "", "", nil // the lines get other names
	}
	c := e.confOf(split, k)
	place := e.place(split, l, k, c, content)
	lines := mark(l, k, c.vocabulary, raw)
	if err := e.file(path.Join(split, place.text)+".txt", content); err != nil {
		return err
	}
	for i, p := range k.Parts {
		if err := e.file(path.Join(split, place.file)+"."+p.Ext, lines[i]); err != nil {
			return err
		}
	}
	return nil
}

// kept is what is kept of the files that a line came from.
func (e *encoder) kept(l *interchange.Line) (*kept, error) {
	if e.Kept == nil {
		return nil, nil
	}
	k, err := decode(e.Kept(l.ID, whose(l).name))
	if err != nil {
		return nil, fmt.Errorf("write document %q: %w", l.Meta.Title, err)
	}
	return k, nil
}

// whose is the annotator of a line.
func whose(l *interchange.Line) (a annotator) {
	if l.Annotator != nil {
		a.name = *l.Annotator
	}
	if l.Kind != annotation.Person {
		a.kind = l.Kind
	}
	return a
}

// prefix is the byte order mark of a text that had one.
func (k *kept) prefix() string {
	if k.Mark {
		return "\uFEFF"
	}
	return ""
}

// place gives the names of a document's files: those it came with, else one of its source or title in the annotator's folder. A document that
// nobody marked and that has no such file gets no file of marks where it came without one. content is of the file with the text.
func (e *encoder) place(split string, l *interchange.Line, k *kept, c *conf, content string) source {
	if len(k.Parts) == 0 && (k.File == "" || l.Annotator != nil || len(l.Spans) > 0) {
		k.Parts = []part{{Ext: "ann"}}
	}
	if k.File != "" {
		return source{file: k.File, text: k.Text}
	}
	name := e.nameOf(l)
	if l.Annotator != nil {
		name = path.Join(c.folder, c.vocabulary.folder(whose(l)), name)
	}
	if at := path.Join(split, name); e.taken(at, at, content) {
		name += "-" + short(l.ID)
	}
	return source{file: name, text: name}
}

// nameOf is the name of a document's files: of its source file or title, with part of its id where another document has it.
func (e *encoder) nameOf(l *interchange.Line) string {
	if name, ok := e.of[l.ID]; ok {
		return name
	}
	name := fileName(cmp.Or(stem(l.Meta.SourceFile), l.Meta.Title), short(l.ID))
	for range 2 {
		if _, taken := e.names[strings.ToLower(name)]; taken {
			name += "-" + short(l.ID)
		}
	}
	e.names[strings.ToLower(name)], e.of[l.ID] = l.ID, name
	return name
}

// short is the beginning of an id that tells documents apart.
func short(id annotation.ID) string { return id.String()[:8] }

// taken tells whether files have been written under a name, or another text: of another document, or with other line ends, which offsets count.
func (e *encoder) taken(file, text, content string) bool {
	for _, ext := range markFiles {
		if _, is := e.written[strings.ToLower(file+"."+ext)]; is {
			return true
		}
	}
	written, is := e.written[strings.ToLower(text+".txt")]
	return is && written != annotation.HashOf([]byte(content))
}

// file writes a file, once.
func (e *encoder) file(name, content string) error {
	if _, is := e.written[strings.ToLower(name)]; is {
		return nil
	}
	e.written[strings.ToLower(name)] = annotation.HashOf([]byte(content))
	w, err := e.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(content))
	return errors.Join(err, w.Close())
}

// confOf gives the settings of the folder that a document is written in. What is kept of the first document in it is what they were.
func (e *encoder) confOf(split string, k *kept) *conf {
	at := k.Folder
	if at != "" {
		at = path.Join(split, at)
	}
	c := e.confs[at]
	if c == nil {
		c = &conf{folder: at, vocabulary: readVocabulary(nil)}
		c.choose(e.Options)
		e.confs[at] = c
		if k.Conf == nil {
			c.take(e.Options)
		}
	}
	if c.files == nil && k.Conf != nil {
		c.files = k.Conf
		c.vocabulary = c.onTopOf(k.Conf[annotationConf])
		c.choose(e.Options)
	}
	return c
}

// Close writes the settings.
func (e *encoder) Close() error {
	if len(e.confs) == 0 {
		e.confOf("", &kept{})
	}
	var errs []error
	for _, at := range slices.Sorted(maps.Keys(e.confs)) {
		c := e.confs[at]
		files := maps.Clone(c.files)
		if files == nil {
			files = map[string][]byte{visualConf: c.visualConf(e.Options)}
		}
		files[annotationConf] = c.annotationConf(e.Options)
		for _, name := range slices.Sorted(maps.Keys(files)) {
			errs = append(errs, e.file(path.Join(at, name), string(files[name])))
		}
	}
	return errors.Join(errs...)
}

// offsets are where positions of a text lie in the file, which may have other line ends.
type offsets struct {
	breaks []text.Pos // positions of "\n" that take two characters in the file
	shift  int
}

func newOffsets(t *text.Text, raw string, k *kept) offsets {
	o := offsets{shift: k.shift()}
	if len(raw) == len(t.String()) {
		return o
	}
	at := text.Pos(0)
	for i, r := range raw {
		switch {
		case r == '\r' && strings.HasPrefix(raw[i:], "\r\n"):
		case r == '\n' && i > 0 && raw[i-1] == '\r':
			o.breaks = append(o.breaks, at)
			at++
		default:
			at++
		}
	}
	return o
}

func (o offsets) of(p text.Pos) int {
	n, _ := slices.BinarySearch(o.breaks, p)
	return int(p) + n + o.shift
}
