package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation/schemefile"
	"rubricator/app/jobs"
	"rubricator/assets"
)

// schemeEndings are those of scheme files.
var schemeEndings = []string{".yaml", ".yml"}

// exportScheme asks for a file and writes the scheme there.
func (w *Window) exportScheme() {
	scheme := *w.desk.project.Scheme()
	start := filepath.Join(w.usualFolder(), scheme.Name+".yaml")
	w.pick(pickName, "Write the scheme into a file", "Write", start, schemeEndings, nil, func(paths []string) error {
		path := paths[0]
		if filepath.Ext(path) == "" {
			path += ".yaml"
		}
		w.replacing(path, func() {
			if err := jobs.WriteSchemeFile(scheme, path); err != nil {
				w.status.fail(sentence(err))
				return
			}
			w.status.say("The scheme is in " + path + ".")
		})
		return nil
	})
}

// importScheme asks for a file and opens the editor on what it says, to be looked at and saved.
func (w *Window) importScheme() {
	w.pick(pickOne, "Scheme from a file", "Read", w.usualFolder()+string(filepath.Separator), schemeEndings, nil, func(paths []string) error {
		return w.draftScheme(paths[0])
	})
}

// templateScheme offers the schemes that come with the program; the one that is chosen is looked at in the editor and saved there.
func (w *Window) templateScheme() {
	var choices []choice
	lines := []string{"It becomes the draft of the project's scheme."}
	for _, name := range slices.Backward(assets.SchemeNames()) { // the first, which is that of new projects, is what Enter gives
		s, err := jobs.ShippedScheme(name)
		if err != nil {
			w.status.fail(sentence(err))
			return
		}
		var labels []string
		for _, l := range s.Labels {
			labels = append(labels, l.Name)
		}
		lines = append(lines, name+": "+strings.Join(labels, ", "))
		choices = append(choices, choice{name, func() { w.draft(s) }})
	}
	w.question("Which scheme?", strings.Join(lines, "\n"), choices...)
}

// draftScheme makes what a file says the draft of the scheme. Errors name the file, the line and the field.
func (w *Window) draftScheme(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() > schemefile.Longest {
		return fmt.Errorf("read scheme %q: %d bytes are no scheme", path, info.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	next, err := schemefile.Read(b)
	if err != nil {
		return fmt.Errorf("read scheme %q: %w", filepath.Base(path), err)
	}
	w.draft(next)
	return nil
}
