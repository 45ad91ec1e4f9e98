package interchange

import (
	"io"
	"iter"

	"rubricator/annotation"
)

// Format is a shape in which datasets are written, read, or both. Each has a package or a file of its own; package formats lists them.
type Format struct {
	Name      string // on the command line: "labelstudio"
	Title     string // for people: "Label Studio JSON"
	Extension string // of its files: ".json"; several files in a folder where it has the ending "/"
	Unit      Unit   // of its offsets
	AnyUnit   bool   // another can be chosen in Options
	TextFree  bool   // it can be written without the texts of articles
	Policies  []Policy

	// Keep gives a line as far as the format holds it. Written and read back, it is the same; what it lacks of the line that it was made
	// from is lost. nil where the format is not written.
	Keep func(Line, Options) Line
	// Write begins a dataset in a folder; nil where the format is not written.
	Write func(Folder, Options) (Encoder, error)

	// Card gives what the format has to say in the YAML head of the dataset's card, by the number of records of each split; nil where it has nothing.
	Card func(splits map[string]int, o Options) map[string]any

	// Sniff tells whether a file seems to be of this format, from its name and its first bytes.
	Sniff func(name string, head []byte) bool
	// Reads tells, of a format whose dataset is a folder, which files Read looks at, by their names; nil of others.
	Reads func(name string) bool
	// Read reads what a source has, one document and annotator at a time; nil where the format is not read. An error that comes with a
	// document says what is wrong with that one, and reading goes on; *LineError where the place is known.
	Read func(Source) iter.Seq2[Incoming, error]
	// Beside tells of an Incoming.Kept which file it is of, and how many of its lines have no place in a Line; nil where nothing is kept.
	Beside func(kept []byte) (file string, lines int)
}

// Policy is what a format does with what it cannot hold.
type Policy struct {
	Name string `json:"name"` // on the command line: "longest"
	Says string `json:"says"` // for people: "of marks that overlap the longest stays"
}

// Options say how a dataset is written. Format.With fills in what was not chosen.
type Options struct {
	Name      string                            // of the dataset, where the format names it
	Unit      Unit                              // of offsets
	Policy    string                            // one of the format's
	TextFree  bool                              // without the texts of articles; only for formats that can
	Labels    []annotation.LabelRole            // all that can occur, in the order of the scheme
	Relations []annotation.RelationType         // the same
	Color     func(annotation.LabelRole) string // "#rrggbb", for formats that have colours; may be nil
	Scheme    *annotation.Scheme                // that the marks were made in, for formats that say which attributes there are; may be nil

	// Kept gives back what the format's reader left in Incoming.Kept of the document and annotator, by the annotator's name in the line ("" where
	// it has none): names of files, ids, and what we have no place for. nil where there is nothing; may be nil.
	Kept func(document annotation.ID, annotator string) []byte
}

// Encoder writes a dataset, document by document.
type Encoder interface {
	// Write writes what Keep gave of the lines of one document. split is "train", "validation" or "test", or "" where there are none.
	Write(split string, lines []Line) error
	// Close ends the files.
	Close() error
}

// Folder is where a dataset is written. Names are relative, with slashes.
type Folder interface {
	// Create begins a file, whose folders it makes.
	Create(name string) (io.WriteCloser, error)
}

// Source is what a dataset is read from: a file, or the files of a folder.
type Source interface {
	// Files are the names, relative, with slashes and in order.
	Files() []string
	// Open opens one of them.
	Open(name string) (io.ReadCloser, error)
}

// FileName is the name of a dataset's file of one split, without its extension: the split's, or the dataset's own where there are none.
func (o Options) FileName(split string) string {
	switch {
	case split != "":
		return split
	case o.Name != "":
		return o.Name
	}
	return "dataset"
}

// With gives the options with what was not chosen as the format has it: its unit, and the first of its policies. Keep and Write need them so.
func (f *Format) With(o Options) Options {
	if o.Unit == "" || !f.AnyUnit {
		o.Unit = f.Unit
	}
	if o.Policy == "" && len(f.Policies) > 0 {
		o.Policy = f.Policies[0].Name
	}
	return o
}
