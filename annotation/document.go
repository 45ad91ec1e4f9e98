package annotation

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// Document is what is known about one article. Its text is content and never changes; a text found wrong becomes
// another document. Lengths are in code points.
type Document struct {
	ID        ID       `json:"id"`
	Text      Hash     `json:"text"`           // SHA-256 of the text's UTF-8
	Length    text.Pos `json:"length"`         // code points
	Words     int      `json:"words"`          // for lists, so that they need not load the text
	Copy      string   `json:"copy,omitempty"` // tells documents of identical text apart that the user keeps twice
	Title     string   `json:"title"`
	Outlet    string   `json:"outlet,omitempty"`
	Author    string   `json:"author,omitempty"`
	Published string   `json:"published,omitempty"` // ISO 8601, as precise as known
	Language  string   `json:"language,omitempty"`  // BCP 47
	URL       string   `json:"url,omitempty"`
	Caption   string   `json:"caption,omitempty"` // of its picture
	Licence   string   `json:"licence,omitempty"`
	Story     ID       `json:"story,omitzero"`    // the first document of those that tell the same story in the same words; zero: it stands alone
	Corrects  ID       `json:"corrects,omitzero"` // the document whose text was found wrong, and which this one stands for
	Sources   []Source `json:"sources,omitempty"`
}

// Source tells where a document came from. One document may have come from several places.
type Source struct {
	File      string    `json:"file,omitempty"` // the name alone, never the path of somebody's machine
	URL       string    `json:"url,omitempty"`
	Retrieved time.Time `json:"retrieved"`
	Original  Hash      `json:"original"` // SHA-256 of the bytes as they came
	Decoding  string    `json:"decoding"` // what was done to them: "UTF-16LE; CRLF line ends"
}

// NewDocument describes a text. The title is its first line; copy is empty unless the user keeps identical texts apart.
func NewDocument(t *text.Text, copy string, sources ...Source) Document {
	hash := HashOf([]byte(t.String()))
	return Document{
		ID:      DocumentID(hash, copy),
		Text:    hash,
		Length:  t.Len(),
		Words:   CountWords(t.String()),
		Copy:    copy,
		Title:   title(t.String()),
		Sources: sources,
	}
}

// DocumentID derives the ID of a document from its text, so that the same article is the same document everywhere.
func DocumentID(textHash Hash, copy string) ID {
	return deriveID("document", textHash[:], []byte(copy))
}

// CountWords counts runs of what is no white space.
func CountWords(s string) int {
	n, inside := 0, false
	for i := 0; i < len(s); i++ {
		space, size := false, 1
		if s[i] < utf8.RuneSelf {
			space = spaces[s[i]]
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			space = unicode.IsSpace(r)
		}
		if !space && !inside {
			n++
		}
		inside = !space
		i += size - 1
	}
	return n
}

// spaces are the white space of ASCII.
var spaces = [utf8.RuneSelf]bool{'\t': true, '\n': true, '\v': true, '\f': true, '\r': true, ' ': true}

// maxTitle is the longest title taken from a text, in bytes; some files are one endless line.
const maxTitle = 300

func title(s string) string {
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "\uFEFF"))
		if line == "" {
			continue
		}
		if len(line) <= maxTitle {
			return line
		}
		cut := line[:maxTitle]
		for !utf8.ValidString(cut) {
			cut = cut[:len(cut)-1]
		}
		if i := strings.LastIndexByte(cut, ' '); i > maxTitle/2 {
			cut = cut[:i]
		}
		return cut + "…"
	}
	return ""
}

// ChangeTo is the edit that gives the document other metadata; ok is false when nothing differs. The text cannot
// change.
func (d Document) ChangeTo(after Document) (e Edit, ok bool) {
	after.ID, after.Text, after.Length, after.Words, after.Copy = d.ID, d.Text, d.Length, d.Words, d.Copy
	if equal(&d, &after) {
		return Edit{}, false
	}
	e = NewEdit("details of " + d.Title)
	e.Documents = []Change[Document]{{ID: d.ID, Document: d.ID, Before: &d, After: &after}}
	return e, true
}
