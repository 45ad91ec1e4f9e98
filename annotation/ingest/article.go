// Package ingest makes articles out of files: it finds out how the bytes are encoded, turns line ends into "\n", and
// refuses what is not text. What was done to the bytes is reported, and the bytes as they came are kept beside the text.
package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// The kinds of refusals. They come wrapped in a sentence that names the file and the next step; test with errors.Is.
var (
	// ErrKind: the file's name says that it is of a kind this program does not read.
	ErrKind = errors.New("not a kind of file this program reads")
	// ErrEmpty: there is no text in the file, at most white space.
	ErrEmpty = errors.New("there is no text in it")
	// ErrBinary: the bytes are not text but a picture, an archive, a program or the like.
	ErrBinary = errors.New("not a text file")
	// ErrEncoding: the bytes are text, but in an encoding that cannot be told or that is damaged.
	ErrEncoding = errors.New("the characters cannot be read")
	// ErrTooLarge: the text is larger than text.MaxBytes.
	ErrTooLarge = fmt.Errorf("larger than %d MiB", text.MaxBytes>>20)
)

// Extensions are the endings of the file names that Read takes, in lower case.
var Extensions = []string{".txt", ".text", ".md", ".markdown"}

// Article is one article read from a file.
type Article struct {
	Text     *text.Text
	Title    string            // the first line that says something, without the signs of a Markdown heading; else the file's name
	Source   annotation.Source // File, Original and Decoding; Retrieved and URL are the caller's
	Original []byte            // the bytes as they came
	Warnings []string          // sentences about what a person should look at, in the order of their weight
}

// Read makes an article of a file's bytes, which it keeps. name says what kind of file it is and appears in errors,
// without the folders before it. White space is kept as it is, at the ends too, and Markdown stays as written: what an
// annotator marks is the text of the file. Errors: ErrKind, ErrEmpty, ErrBinary, ErrEncoding, ErrTooLarge.
func Read(name string, b []byte) (Article, error) {
	name = baseName(name)
	a, err := read(name, b)
	if err != nil {
		return Article{}, fmt.Errorf("read %q: %w", name, err)
	}
	return a, nil
}

func read(name string, b []byte) (Article, error) {
	kind := kindOf(name)
	if kind == unknown {
		return Article{}, fmt.Errorf("%w (%s); save it as plain text and import that", ErrKind, strings.Join(Extensions, ", "))
	}
	if len(b) > text.MaxBytes {
		return Article{}, errTooLarge
	}
	if what := magic(b); what != "" {
		return Article{}, fmt.Errorf("%w but %s; %s", ErrBinary, what, saveAsText)
	}
	d, err := decode(b)
	if err != nil {
		return Article{}, err
	}
	return article(name, kind, b, d)
}

// Next steps that several refusals share.
const (
	saveAsText = "save its text as a .txt file and import that"
	saveAsUTF8 = "open it in the program that wrote it, save it as UTF-8 and import it again"
)

var errTooLarge = fmt.Errorf("%w; split it into articles and import those", ErrTooLarge)

func article(name string, kind kind, b []byte, d decoded) (Article, error) {
	c := count(d.s)
	if c.nul > 0 {
		return Article{}, fmt.Errorf("%w: it holds %s; %s", ErrBinary, several(c.nul, "NUL character"), saveAsText)
	}
	if c.control > 1 && c.control > len(d.s)/maxControls {
		return Article{}, fmt.Errorf("%w: it holds %s; %s", ErrBinary, several(c.control, "control character"), saveAsText)
	}
	s, ends := normalise(d.s)
	t, err := text.New(s)
	switch {
	case errors.Is(err, text.ErrTooLarge):
		return Article{}, errTooLarge
	case err != nil:
		return Article{}, fmt.Errorf("%w: %w; %s", ErrEncoding, err, saveAsUTF8)
	case blank(s):
		return Article{}, fmt.Errorf("%w; write or copy the article into it and import it again", ErrEmpty)
	}
	return Article{
		Text:     t,
		Title:    cmp.Or(title(s, kind), strings.TrimSuffix(name, path.Ext(name)), name),
		Source:   annotation.Source{File: name, Original: annotation.HashOf(b), Decoding: d.report + ends.report()},
		Original: b,
		Warnings: append(d.warnings, warnings(s, c)...),
	}, nil
}

// Edit is the edit that puts the article into a project. keepCopy is empty unless the user keeps a text that is there
// already a second time, see annotation.NewDocument; at is when the file was read.
func (a Article) Edit(keepCopy string, at time.Time) annotation.Edit {
	source := a.Source
	source.Retrieved = at.UTC()
	d := annotation.NewDocument(a.Text, keepCopy, source)
	d.Title = a.Title
	e := annotation.NewEdit("import " + source.File)
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(a.Text.String()))}
	if source.Original != d.Text {
		e.Content = append(e.Content, annotation.Content{Hash: source.Original, Bytes: a.Original})
	}
	return e
}

// kind is what the file's name says about its text.
type kind int

const (
	unknown kind = iota
	plain
	markdown
)

func kindOf(name string) kind {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".text":
		return plain
	case ".md", ".markdown":
		return markdown
	}
	return unknown
}

// baseName is the name without folders, of whichever system.
func baseName(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// several counts things in words: "1 NUL character", "3 NUL characters".
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
