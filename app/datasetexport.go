package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/app/jobs"
)

// askExport asks for a file, or a folder where the dataset is one, and writes the dataset there.
func (p *datasetPlace) askExport() {
	w, r := p.w, p.asked()
	f, err := formats.Named(r.Format)
	if err == nil {
		err = p.form.fault()
	}
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	folder, ending := jobs.MakesFolder(f, &r), filepath.Ext("x"+f.Extension)
	name := cmp.Or(r.Name, projectName(w.desk.project.Path()))
	title, endings := "Export a file: "+f.Title, []string{ending}
	if folder {
		title, endings = "Export a folder: "+f.Title, nil
	} else {
		name += f.Extension
	}
	picker := w.pick(pickName, title, "Export", filepath.Join(cmp.Or(w.settings.ExportFolder, w.usualFolder()), name), endings, nil, func(paths []string) error {
		path := paths[0]
		if !folder && filepath.Ext(path) == "" {
			path += f.Extension
		}
		if err := overProject(path, w.desk.project.Path()); err != nil {
			return err
		}
		w.settings.ExportFolder = filepath.Dir(path)
		p.replacing(path, folder, func() { p.exportTo(path, r) })
		return nil
	})
	picker.folders = folder
}

// overProject tells of a path that is the project's own.
func overProject(path, project string) error {
	if path == project {
		return errors.New("this is the project itself; choose another name")
	}
	return nil
}

// replacing goes on when nothing would be lost, or when it may be. A folder that is no dataset is refused by the export itself.
func (p *datasetPlace) replacing(path string, folder bool, goOn func()) {
	entries, err := os.ReadDir(path)
	switch {
	case !folder || err != nil && !errors.Is(err, os.ErrNotExist):
		p.w.replacing(path, goOn)
	case len(entries) == 0:
		goOn()
	default:
		p.w.question("Replace the dataset that is there?", path, choice{text: "Cancel"}, choice{"Replace", goOn})
	}
}

// exportTo writes a dataset beside the window, once everything is on disk, and then tells what was written.
func (p *datasetPlace) exportTo(path string, r interchange.Recipe) {
	w, d := p.w, p.w.desk
	w.inspector.keep()
	ctx, cancel := context.WithCancel(d.closing)
	set, hide := func(int, int) {}, func() {}
	if len(d.documents) >= manyArticles {
		set, hide = w.showProgress("Exporting to "+shortened(filepath.Base(path), 40), cancel)
	} else {
		w.status.say("Exporting…")
	}
	go func() {
		defer cancel()
		err := d.settle(ctx)
		var report jobs.DatasetReport
		if err != nil {
			err = fmt.Errorf("export %q: %w", path, err)
		} else {
			report, err = jobs.WriteDataset(ctx, d.project, r, jobs.Target{Path: path, Program: programName()}, seldom(set))
		}
		w.later(func() {
			hide()
			switch {
			case d != w.desk:
			case errors.Is(err, context.Canceled):
				w.status.say("The export was cancelled. Nothing was written.")
			case err != nil:
				w.status.fail(sentence(err))
			default:
				w.exported(&report)
			}
		})
	}()
}

// programName is the program with its version, as datasets name what made them.
func programName() string { return "rubricator " + BuildVersion }

// seldom passes progress on when it has come on by a hundredth.
func seldom(set func(done, total int)) func(done, total int) {
	last := -1
	return func(done, total int) {
		if at := 100 * done / max(1, total); at != last {
			last = at
			set(done, max(1, total))
		}
	}
}

// exported tells what was written.
func (w *Window) exported(r *jobs.DatasetReport) {
	said := fmt.Sprintf("Exported %s of %s to %s.", plural(r.Spans, "mark"), plural(r.Documents, "article"), r.Path)
	w.status.say(strings.Join(append([]string{said}, leftOutSays(&r.LeftOut)...), " "))
	w.tell("Exported", exportSays(r), nil)
}

// leftOutSays are sentences on what the recipe took and did not go out all the same.
func leftOutSays(l *jobs.LeftOut) (says []string) {
	if l.Training > 0 {
		says = append(says, fmt.Sprintf("%s for training %s left out.", plural(l.Training, "article"), wasWere(l.Training)))
	}
	if l.Corrected > 0 {
		says = append(says, fmt.Sprintf("%s that others with the right text stand for %s left out.", plural(l.Corrected, "article"), wasWere(l.Corrected)))
	}
	if l.Blind > 0 {
		says = append(says, fmt.Sprintf("%s of others on %s %s left out: hidden from you until yours are done.", plural(l.Blind, "set"), plural(l.BlindDocuments, "article"), wasWere(l.Blind)))
	}
	return says
}

// filesTold is how many files a report names.
const filesTold = 8

// exportSays is the report on a dataset, in some paragraphs.
func exportSays(r *jobs.DatasetReport) string {
	parts := []string{fmt.Sprintf("%s, %s, %s and %s are in\n%s", plural(r.Documents, "article"), plural(r.Lines, "record"), plural(r.Spans, "mark"), plural(r.Relations, "link"), r.Path)}
	if len(r.Files) > 1 || r.Folder {
		parts = append(parts, filesSay(r.Files))
	}
	var by []string
	for _, p := range r.Parts {
		by = append(by, p.Name+" "+plural(p.Documents, "article"))
	}
	if len(by) > 0 {
		parts = append(parts, "Parts: "+listed(by)+"."+keptSays(r.KeptParts))
	}
	parts = append(parts, leftOutSays(&r.LeftOut)...)
	if r.Remains != "" {
		parts = append(parts, "The older dataset was replaced and could not be removed. Remove it yourself; it is now in\n"+r.Remains)
	}
	if len(r.Damaged) > 0 {
		parts = append(parts, "Damaged, and left out: "+strings.Join(r.Damaged, "; "))
	}
	parts = append(parts, lossSays(r), backSays(r))
	return strings.Join(parts, "\n\n")
}

// keptSays tells how many articles an older dataset in the same place holds in their parts.
func keptSays(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" %s stay%s in the part that the older dataset gave %s, whatever the seed and the shares say.", plural(n, "article"),
		map[bool]string{true: "s"}[n == 1], map[bool]string{true: "it", false: "them"}[n == 1])
}

func filesSay(files []jobs.DatasetFile) string {
	var lines []string
	for _, f := range files[:min(len(files), filesTold)] {
		lines = append(lines, f.Name+" · "+grouped(int(f.Size))+" bytes")
	}
	if more := len(files) - len(lines); more > 0 {
		lines = append(lines, "and "+plural(more, "file")+" more")
	}
	return strings.Join(lines, "\n")
}

// lossSays tells what the files lack, and where all of it is written.
func lossSays(r *jobs.DatasetReport) string {
	if len(r.Losses) == 0 {
		return "The format holds all that went out."
	}
	lines := []string{"What the format cannot hold:"}
	for _, l := range r.Losses {
		lines = append(lines, upperFirst(l.Kind.Says(l.Count))+".")
	}
	at := r.Path + "." + interchange.LossesName
	if r.Folder {
		at = filepath.Join(r.Path, interchange.LossesName)
	}
	return strings.Join(append(lines, "It is written in "+filepath.Base(at)+"."), "\n")
}

// backSays tells how the files compare with the project.
func backSays(r *jobs.DatasetReport) string {
	b := r.ReadBack
	as := plural(b.Lines, "record") + " " + isAre(b.Lines) + " as in the project"
	switch {
	case b.Different > 0:
		return fmt.Sprintf("Read back, %s of %s differ from the project. The first: %s", grouped(b.Different), plural(b.Lines, "record"), slices.Concat(b.Differences, []string{"none"})[0])
	case b.Lines == 0:
		return "The program does not read this format, so nothing was compared."
	case len(r.Losses) > 0:
		return "Read back, " + as + " but for that."
	}
	return "Read back, " + as + "."
}
