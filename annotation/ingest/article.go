// Package ingest makes articles out of files: it finds out how the bytes are encoded, turns line ends into "\n", and
// refuses what is not text. What was done to the bytes is reported, and the bytes as they came are kept beside the text.
package ingest

import (
	"errors"
	"fmt"
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
	// ErrKnown: what is linked is in the project already.
	ErrKnown = errors.New("an article from there is in the project already, and is not fetched again")
	// ErrTooLarge: there is more in it than an article, or a file of its kind, may have.
	ErrTooLarge = errors.New("too large")
)

// Article is an article as it is stored.
type Article struct {
	Text     *text.Text
	Details  Details           // with a title
	Source   annotation.Source // File, URL, Original and Decoding; Retrieved is the caller's
	Original []byte            // the bytes as they came
	Warnings []string          // sentences about what a person should look at, in the order of their weight
}

// Next steps that several refusals share.
const (
	saveAsText = "save its text as a .txt file and import that"
	saveAsUTF8 = "open it in the program that wrote it, save it as UTF-8 and import it again"
)

// MaxText is the longest text that is taken for an article, in bytes: some ten million words, ten times the longest novels.
const MaxText = 64 << 20

var errTooLarge = fmt.Errorf("%w: an article has at most %d MiB of text; split it into articles and import those", ErrTooLarge, MaxText>>20)

// Edit is the edit that puts the article into a project. keepCopy is empty unless the user keeps a text that is there
// already a second time, see annotation.NewDocument; at is when the file was read.
func (a Article) Edit(keepCopy string, at time.Time) annotation.Edit {
	source := a.Source
	source.Retrieved = at.UTC()
	d := annotation.NewDocument(a.Text, keepCopy, source)
	d.Title, d.Author, d.Outlet, d.Published = a.Details.Title, a.Details.Author, a.Details.Outlet, a.Details.Published
	d.Language, d.URL, d.Caption, d.Licence = a.Details.Language, a.Details.URL, a.Details.Caption, a.Details.Licence
	e := annotation.NewEdit("import " + source.File)
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(a.Text.String()))}
	if source.Original != d.Text {
		e.Content = append(e.Content, annotation.Content{Hash: source.Original, Bytes: a.Original})
	}
	return e
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
