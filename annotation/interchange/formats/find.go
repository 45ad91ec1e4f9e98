package formats

import (
	"path"
	"slices"
	"strings"

	"rubricator/annotation/interchange"
)

// Found is a dataset among the files of a source.
type Found struct {
	Format *interchange.Format // nil: there is none that is known
	Source interchange.Only
	Others []string // files passed over that are neither of the dataset nor of those that lie beside any, as README.md
}

// Find looks for a dataset, past what lies beside one in a folder: its description, licence, settings and programs.
func Find(src interchange.Source) Found {
	data := slices.DeleteFunc(slices.Clone(src.Files()), isBeside)
	for _, name := range data[:min(len(data), mostSniffed)] {
		if f := SniffedFile(src, name); f != nil {
			return found(src, f, path.Ext(name))
		}
	}
	return Found{}
}

// FindAs gives the files of a source that a dataset of some format is in: all but what lies beside any, where none looks like it.
func FindAs(src interchange.Source, f *interchange.Format) Found {
	out := found(src, f, f.Extension)
	if len(out.Source.Names) == 0 {
		out.Source.Names = slices.DeleteFunc(slices.Clone(src.Files()), isBeside)
		out.Source.Passed, out.Others = slices.DeleteFunc(slices.Clone(src.Files()), func(name string) bool { return !isBeside(name) }), nil
	}
	return out
}

// found parts the files of a source by whether they are of the dataset. ending is that of its files.
func found(src interchange.Source, f *interchange.Format, ending string) Found {
	out := Found{Format: f, Source: interchange.Only{Source: src}}
	is := func(name string) bool {
		return path.Ext(name) == ending && !isProse(ending) || SniffedFile(src, name) == f
	}
	if f.Reads != nil {
		is = f.Reads
	}
	names := src.Files()
	for _, name := range names {
		switch beside := isBeside(name) && (f.Reads == nil || !f.Reads(name) || !hasMarks(src, f, names, name)); {
		case beside:
			out.Source.Passed = append(out.Source.Passed, name)
		case is(name):
			out.Source.Names = append(out.Source.Names, name)
		default:
			out.Source.Passed, out.Others = append(out.Source.Passed, name), append(out.Others, name)
		}
	}
	return out
}

// hasMarks tells whether a file of the same name with another ending has marks, so that this one is no description of the dataset.
func hasMarks(src interchange.Source, f *interchange.Format, names []string, name string) bool {
	stem := strings.TrimSuffix(name, path.Ext(name)) + "."
	return slices.ContainsFunc(names, func(other string) bool {
		return other != name && strings.HasPrefix(other, stem) && SniffedFile(src, other) == f
	})
}

// Names of files that lie beside datasets, in lower case and without their endings, and endings of others.
var (
	besideNames = []string{"readme", "license", "licence", "copying", "copyright", "notice", "authors", "contributors", "contributing", "code_of_conduct",
		"changelog", "citation", "requirements", "makefile", "dockerfile"}
	besideEndings = []string{".py", ".ipynb", ".sh", ".r", ".js", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".lock", ".bib", ".cff", ".rst", ".log",
		".png", ".jpg", ".jpeg", ".gif", ".svg", ".css"}
	proseEndings = []string{"", ".md", ".txt", ".html", ".htm", ".pdf", ".in"}
)

// isBeside tells files that describe datasets, license or make them, by their names.
func isBeside(name string) bool {
	base := strings.ToLower(path.Base(name))
	ending := path.Ext(base)
	stem, _, _ := strings.Cut(strings.TrimSuffix(base, ending), "-") // LICENSE-MIT, README-de
	stem, _, _ = strings.Cut(stem, ".")
	return strings.HasPrefix(base, ".") || slices.Contains(besideEndings, ending) || slices.Contains(besideNames, stem) && isProse(ending)
}

// isProse tells the endings of files that can be articles, so that what is in them has to tell.
func isProse(ending string) bool { return slices.Contains(proseEndings, strings.ToLower(ending)) }
