package brat

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"rubricator/annotation/interchange"
)

// kept is Incoming.Kept: the lines of the .ann files as they were, and what is needed to write them and the text back under the same names.
// Marks are found in the lines again by label and place, so that no id of ours is in it.
type kept struct {
	File    string            `json:"file"`                // the name in its folder without ".ann", "sub/may"
	Text    string            `json:"text"`                // the same of the .txt; it may lie in a folder above
	Mark    bool              `json:"bom,omitempty"`       // the text has a byte order mark,
	Counted bool              `json:"bom_count,omitempty"` // and offsets count it
	LineEnd string            `json:"line_end,omitempty"`  // of the text; "": "\n"
	Raw     string            `json:"raw,omitempty"`       // the text, where its line ends differ
	Parts   []part            `json:"parts"`
	Folder  string            `json:"folder,omitempty"` // where the nearest annotation.conf lies
	Conf    map[string][]byte `json:"conf,omitempty"`   // that file and those beside it, by name
}

// part is one of the files with a document's marks. brat has one with the ending ".ann", or several: given ones in ".a1", others in ".a2".
type part struct {
	Ext   string `json:"ext"`
	Lines string `json:"lines"`
}

func (k *kept) encode() []byte {
	b, err := json.Marshal(k)
	if err != nil {
		return nil // strings and bytes are always written
	}
	return b
}

// decode reads what encode made; nil of nothing.
func decode(b []byte) (*kept, error) {
	if len(b) == 0 {
		return nil, nil
	}
	k := &kept{}
	if err := interchange.Unmarshal(b, k); err != nil {
		return nil, fmt.Errorf("what is kept of brat's files: %w", err)
	}
	if !fs.ValidPath(k.File) || !fs.ValidPath(k.Text) || k.Folder != "" && !fs.ValidPath(k.Folder) {
		return nil, fmt.Errorf("what is kept of brat's files: %q or %q is no name in a folder", k.File, k.Text)
	}
	for name := range k.Conf {
		if !isConf(name) {
			return nil, fmt.Errorf("what is kept of brat's files: %q is no file of settings", name)
		}
	}
	for _, p := range k.Parts {
		if !isMarks(p.Ext) {
			return nil, fmt.Errorf("what is kept of brat's files: %q is no ending of files with marks", p.Ext)
		}
	}
	return k, nil
}

// beside is how many lines of a document's files have no place here: events, references, groups, what hangs on them, and lines that cannot be read.
func beside(b []byte) (file string, lines int) {
	k, err := decode(b)
	if k == nil || err != nil {
		return "", 0
	}
	s, v := parseParts(k.Parts), readVocabulary(k.Conf[annotationConf])
	marks := s.marks(&interchange.Incoming{}, v, 0)
	for _, r := range s.records {
		_, isMark := marks[r.id]
		isOurs := r.isOurs(v, func(id string) bool { _, ok := marks[s.twins.of(id)]; return ok })
		if !isMark && !isOurs && strings.TrimSpace(r.raw) != "" {
			lines++
		}
	}
	return k.File, lines
}

// note says how the text is written.
func (k *kept) note(raw string) {
	n, all := strings.Count(raw, "\r\n"), strings.Count(raw, "\n")
	lone := strings.Count(raw, "\r") - n
	switch {
	case n == 0 && lone == 0:
	case n == all && lone == 0:
		k.LineEnd = "\r\n"
	case all == 0:
		k.LineEnd = "\r"
	default:
		k.Raw = raw
	}
}

// raw is the text as the file has it, without a byte order mark; ok is false where it is of another text.
func (k *kept) raw(plain string) (raw string, ok bool) {
	switch {
	case k.Raw != "":
		return k.Raw, interchange.Plain(k.Raw) == plain
	case k.LineEnd != "":
		return strings.ReplaceAll(plain, "\n", k.LineEnd), true
	}
	return plain, true
}
