package brat

import (
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

// markFiles are the endings of files with marks. brat reads ".ann" where there is one, and the others together where there is none.
var markFiles = []string{"ann", "a1", "a2", "co", "rel"}

func isMarks(ext string) bool { return slices.Contains(markFiles, ext) }

// confFiles are brat's settings of a folder and of those in it.
var confFiles = []string{annotationConf, visualConf, "tools.conf", "kb_shortcuts.conf", "acl.conf"}

// reads tells the files that are looked at.
func reads(name string) bool {
	ext := strings.TrimPrefix(path.Ext(name), ".")
	return ext == "txt" || isMarks(ext) || isConf(path.Base(name))
}

func isConf(name string) bool { return slices.Contains(confFiles, name) }

// read reads a folder. A text that several folders have under one name is one document, whose annotators are named by the folders; one that a
// folder has several times is one whose annotators are named by the files. Else a file does not say whose marks it holds, except where
// annotation.conf does.
func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		r := &reader{Source: src, exts: map[string][]string{}, confs: map[string]*conf{}, yield: yield}
		r.list()
		r.tellAnnotators()
		for _, d := range r.documents {
			if !r.document(d) {
				return
			}
		}
	}
}

// source is a document as one annotator has it.
type source struct {
	file, text string // without endings
	annotator  string // named by the folder or file; "": they do not
}

type reader struct {
	interchange.Source
	documents []*source
	exts      map[string][]string // the endings that there are of a name
	confs     map[string]*conf    // by folder
	yield     func(interchange.Incoming, error) bool
}

// conf is the settings that hold in a folder.
type conf struct {
	folder string // where they lie; "" also where there are none
	files  map[string][]byte
	*vocabulary
}

// list finds the documents.
func (r *reader) list() {
	var names []string
	for _, name := range r.Files() {
		ext := strings.TrimPrefix(path.Ext(name), ".")
		if ext != "txt" && !isMarks(ext) {
			continue
		}
		name = strings.TrimSuffix(name, "."+ext)
		if r.exts[name] == nil {
			names = append(names, name)
		}
		r.exts[name] = append(r.exts[name], ext)
	}
	slices.Sort(names)
	lent := map[string]bool{} // texts that stand for files with marks in folders below
	for _, name := range names {
		d := &source{file: name, text: r.textOf(name)}
		r.documents = append(r.documents, d)
		if d.text != name {
			lent[d.text] = true
		}
	}
	r.documents = slices.DeleteFunc(r.documents, func(d *source) bool { return lent[d.file] && len(r.exts[d.file]) == 1 })
}

// textOf is the text of a name: beside it, or in the nearest folder above that has one; "" where there is none.
func (r *reader) textOf(name string) string {
	dir, base := path.Split(name)
	for {
		if slices.Contains(r.exts[dir+base], "txt") {
			return dir + base
		}
		if dir == "" {
			return ""
		}
		dir, _ = path.Split(strings.TrimSuffix(dir, "/"))
	}
}

// tellAnnotators names annotators: by folders where several have one text under one name, and then all that lies in those; else by files where
// several in one folder have one text.
func (r *reader) tellAnnotators() {
	type place struct {
		text annotation.Hash
		name string // of the document, or of the folder
	}
	folders, files, named := map[place][]*source{}, map[place][]*source{}, map[string]string{}
	texts := r.texts()
	for _, d := range r.documents {
		if h, ok := texts[d.text]; ok {
			at := place{h, path.Base(d.file)}
			folders[at] = append(folders[at], d)
		}
	}
	for _, of := range folders {
		nameByFolder(of)
	}
	for _, d := range r.documents {
		if d.annotator != "" {
			named[path.Dir(d.file)] = d.annotator
		}
	}
	for _, d := range r.documents {
		if d.annotator == "" {
			d.annotator = named[path.Dir(d.file)]
		}
		if h, ok := texts[d.text]; ok && d.annotator == "" {
			at := place{h, path.Dir(d.file)}
			files[at] = append(files[at], d)
		}
	}
	for _, of := range files {
		nameByFile(of)
	}
}

// texts are the hashes of the texts that can be read.
func (r *reader) texts() map[string]annotation.Hash {
	out := map[string]annotation.Hash{}
	for _, d := range r.documents {
		if _, ok := out[d.text]; !ok {
			if raw, err := r.open(d.text + ".txt"); err == nil {
				out[d.text] = annotation.HashOf(raw)
			}
		}
	}
	return out
}

// nameByFile names documents by the words of their files' names that they do not have in common.
func nameByFile(of []*source) {
	if len(of) < 2 {
		return
	}
	words := make([][]string, len(of))
	for i, d := range of {
		words[i] = strings.FieldsFunc(path.Base(d.file), func(r rune) bool { return strings.ContainsRune("-_. ", r) })
	}
	for i, w := range distinct(words) {
		of[i].annotator = strings.Join(w, "-")
	}
}

// nameByFolder names documents by what their folders do not have in common.
func nameByFolder(of []*source) {
	if len(of) < 2 {
		return
	}
	folders := make([][]string, len(of))
	for i, d := range of {
		folders[i] = strings.Split(path.Dir(d.file), "/")
	}
	for i, f := range distinct(folders) {
		of[i].annotator = strings.TrimPrefix(path.Join(f...), ".")
	}
}

// distinct takes from lists what they have in common at their beginnings and ends.
func distinct(lists [][]string) [][]string {
	for common(lists, func(l []string) string { return l[0] }) {
		for i := range lists {
			lists[i] = lists[i][1:]
		}
	}
	for common(lists, func(l []string) string { return l[len(l)-1] }) {
		for i := range lists {
			lists[i] = lists[i][:len(lists[i])-1]
		}
	}
	return lists
}

// common tells whether all lists have a part, and the same.
func common(lists [][]string, part func([]string) string) bool {
	for _, l := range lists {
		if len(l) == 0 || part(l) != part(lists[0]) {
			return false
		}
	}
	return true
}

// document reads one; it tells whether more is wanted.
func (r *reader) document(d *source) bool {
	in := interchange.Incoming{File: d.file + ".txt", Number: 1, Document: path.Base(d.file), Annotator: d.annotator}
	k := &kept{File: d.file, Text: d.text}
	errs, err := r.fill(d, &in, k)
	if err != nil {
		return r.yield(interchange.Incoming{File: in.File}, fmt.Errorf("%s: %w", in.File, err))
	}
	for _, e := range errs {
		file := d.file + "." + k.Parts[e.part].Ext
		if !r.yield(interchange.Incoming{File: file, Number: e.number}, &interchange.LineError{Act: "read", Number: e.number, Document: file, Err: e.err}) {
			return false
		}
	}
	return r.yield(in, nil)
}

// fill reads what a document's files say. The errors are of single lines.
func (r *reader) fill(d *source, in *interchange.Incoming, k *kept) ([]recordError, error) {
	exts := r.marksOf(d.file)
	if len(exts) > 0 {
		in.File = d.file + "." + exts[0]
	}
	if d.text == "" {
		return nil, errNoText
	}
	raw, err := r.open(d.text + ".txt")
	if err != nil {
		in.File = d.text + ".txt"
		return nil, err
	}
	for _, ext := range exts {
		lines, err := r.open(d.file + "." + ext)
		if err != nil {
			in.File = d.file + "." + ext
			return nil, err
		}
		k.Parts = append(k.Parts, part{ext, string(lines)})
	}
	c := r.confOf(path.Dir(d.file))
	k.Folder, k.Conf = c.folder, c.files
	if who, ok := c.folders[path.Base(path.Dir(d.file))]; ok {
		in.Annotator, in.Kind = who.name, who.kind
	}
	s := parseParts(k.Parts)
	body, shift := strings.CutPrefix(string(raw), "\uFEFF")
	k.Mark, k.Counted = shift, shift && s.counted(body)
	if k.Mark && !k.Counted {
		in.Repaired = append(in.Repaired, "offsets do not count the byte order mark of the text, and were read so")
	}
	k.note(body)
	in.Text = body
	s.into(in, c.vocabulary, k.shift())
	in.Kept = k.encode()
	return s.errs, nil
}

// shift is what is taken off offsets.
func (k *kept) shift() int {
	if k.Counted {
		return 1
	}
	return 0
}

// marksOf are the endings of the files with a document's marks.
func (r *reader) marksOf(name string) (out []string) {
	for _, ext := range markFiles {
		if slices.Contains(r.exts[name], ext) {
			out = append(out, ext)
			if ext == "ann" {
				break
			}
		}
	}
	return out
}

// open reads a file, which must be UTF-8.
func (r *reader) open(name string) ([]byte, error) {
	b, err := r.bytes(name)
	if err == nil && !utf8.Valid(b) {
		return nil, fmt.Errorf("%w; save it as UTF-8", text.ErrNotUTF8)
	}
	return b, err
}

// bytes reads a file.
func (r *reader) bytes(name string) ([]byte, error) {
	f, err := r.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, text.MaxBytes+1))
	if err == nil && len(b) > text.MaxBytes {
		err = text.ErrTooLarge
	}
	return b, err
}

// confOf gives the settings that hold in a folder: those of the nearest annotation.conf above.
func (r *reader) confOf(folder string) *conf {
	if c := r.confs[folder]; c != nil {
		return c
	}
	b, err := r.bytes(path.Join(folder, annotationConf))
	switch {
	case err == nil:
		c := &conf{folder: strings.TrimPrefix(folder, "."), files: map[string][]byte{}, vocabulary: readVocabulary(b)}
		for _, name := range confFiles {
			if b, err := r.bytes(path.Join(folder, name)); err == nil {
				c.files[name] = b
			}
		}
		r.confs[folder] = c
	case folder == ".":
		r.confs[folder] = &conf{vocabulary: readVocabulary(nil)}
	default:
		r.confs[folder] = r.confOf(path.Dir(folder))
	}
	return r.confs[folder]
}
