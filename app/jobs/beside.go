package jobs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// What a format's reader keeps beside marks, because it has no place here, lies in the project as the content of one of the document's sources.

// besideMarks is the Decoding of a source whose bytes are what a format has besides an annotator's marks; of a zero one nobody's.
func besideMarks(f *interchange.Format, annotator annotation.ID) string {
	return strings.TrimSpace(f.Name + beside + annotator.String())
}

const beside = ", beside the marks "

// BesideMarks finds what a format's reader kept of a document, beside an annotator's marks: the contents of these hashes, the newest first. The first is
// for the format to write back.
func BesideMarks(d annotation.Document, f *interchange.Format, annotator annotation.ID) (contents []annotation.Hash) {
	for _, s := range slices.Backward(d.Sources) {
		if s.Decoding == besideMarks(f, annotator) {
			contents = append(contents, s.Original)
		}
	}
	return contents
}

// staysBehind says why nothing goes out that came beside marks: it is about all marks of a set, under the names that they came with. "": it goes out.
func staysBehind(r *interchange.Recipe) string {
	switch c := &r.Choice; {
	case len(r.Labels.Names) > 0 || r.Labels.Three:
		return "since labels are called otherwise"
	case r.Pseudonyms != interchange.NoPseudonyms:
		return "since people are called otherwise"
	case len(c.Labels) > 0 || !c.Since.IsZero() || !c.Until.IsZero():
		return "since some marks are left out"
	}
	return ""
}

// beside is what the format's reader kept beside an annotator's marks on the document that is being written; nil where it kept nothing. Where it cannot
// be read, writeOne fails.
func (d *dataset) beside(document annotation.ID, annotator string) []byte {
	if d.at == nil || d.at.ID != document {
		return nil
	}
	for i, l := range d.at.lines {
		if l.Annotator == nil && annotator != "" || l.Annotator != nil && *l.Annotator != annotator {
			continue
		}
		who := d.at.sets[i].Annotator.ID
		if _, renamed := d.names[who]; renamed {
			return nil
		}
		if kept := BesideMarks(d.at.Document, d.format, who); len(kept) > 0 {
			b, err := d.content(kept[0])
			d.lost = errors.Join(d.lost, err)
			return b
		}
	}
	return nil
}

// lose counts what the dataset lacks of a document: what the format does not hold, and what came beside marks and does not go back. The error is that
// what was kept cannot be read.
func (d *dataset) lose(a *article, kept []interchange.Line, losses *interchange.Losses) error {
	var errs []error
	for i := range kept {
		losses.Add(&a.lines[i], &kept[i])
		if d.format.Beside != nil {
			errs = append(errs, d.loseBeside(a, i, losses))
		}
	}
	return errors.Join(errs...)
}

// loseBeside counts what was kept beside one annotator's marks and does not go back. What a file had when it came before is not missed.
func (d *dataset) loseBeside(a *article, i int, losses *interchange.Losses) error {
	who, seen := &a.sets[i].Annotator, map[string]bool{}
	for n, hash := range BesideMarks(a.Document, d.format, who.ID) {
		_, renamed := d.names[who.ID]
		why := d.behind
		switch {
		case why != "":
		case renamed:
			why = fmt.Sprintf("since another is called %s", who.Name)
		case n > 0:
			why = "since the same marks came in another file too"
		}
		b, err := d.content(hash)
		if err != nil {
			return err
		}
		file, lines := d.format.Beside(b)
		if why != "" && !seen[file] {
			losses.AddBeside(&a.lines[i], lines, fmt.Sprintf("of %s, %s", file, why))
		}
		seen[file] = true
	}
	return nil
}
