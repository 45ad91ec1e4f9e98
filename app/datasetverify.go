package app

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// askVerify asks for a folder with a dataset and verifies it. No project is needed.
func (w *Window) askVerify() {
	start := cmp.Or(w.settings.ExportFolder, w.usualFolder()) + string(filepath.Separator)
	picker := w.pick(pickOne, "Verify a dataset: its folder", "Verify", start, []string{filepath.Ext(interchange.ManifestName)}, nil, func(paths []string) error {
		dir := paths[0]
		if info, err := os.Stat(dir); err == nil && !info.IsDir() {
			dir = filepath.Dir(dir)
		}
		if !exists(filepath.Join(dir, interchange.ManifestName)) {
			return fmt.Errorf("%q holds no %s; choose the folder of a dataset", dir, interchange.ManifestName)
		}
		w.verify(dir)
		return nil
	})
	picker.folders, picker.says = true, func(files []string) string {
		if slices.Contains(files, interchange.ManifestName) {
			return "This folder holds a dataset."
		}
		return "This folder holds no " + interchange.ManifestName + ", so it is no dataset of this program."
	}
	picker.count()
}

// verify holds a dataset against its manifest beside the window, and tells what was found.
func (w *Window) verify(dir string) {
	type outcome struct {
		verdict jobs.DatasetVerdict
		err     error
	}
	ctx, cancel := context.WithCancel(context.Background())
	hide := func() {}
	soon(w, w.patience, func() (o outcome) {
		o.verdict, o.err = jobs.VerifyDataset(ctx, dir)
		return o
	}, func() {
		m := &modal{title: "Verifying", width: 460, closed: cancel}
		w.show(m, newProse(w.fonts, theme.ColorNamePlaceHolder, "Every file of "+quoted(filepath.Base(dir), 60)+" is read and held against its manifest."), newButton("Cancel", m.close))
		hide = m.close
	}, func(o outcome) {
		cancelled := ctx.Err() != nil
		hide()
		cancel()
		switch {
		case cancelled:
			w.status.say("The dataset was not verified.")
		case o.err != nil:
			w.status.fail(sentence(o.err))
		default:
			title, says := verdictSays(&o.verdict)
			w.status.say(title + ": " + dir)
			w.tell(title, dir+"\n\n"+says, nil)
		}
	})
}

// verdictTold is how many faults or pairs of articles are named.
const verdictTold = 12

// verdictSays is what was found, as a title and in some paragraphs.
func verdictSays(v *jobs.DatasetVerdict) (title, says string) {
	if v.IsSound() {
		says = fmt.Sprintf("%s %s as exported on %s. None is missing, and none was added.", upperFirst(plural(v.Files, "file")), isAre(v.Files), v.Made)
		if v.Documents > 0 {
			says += "\n\n" + fmt.Sprintf("Of %s, none tells the story of one in another part.", plural(v.Documents, "article"))
		}
		return "The dataset is sound", says
	}
	var parts []string
	if len(v.Faults) > 0 {
		parts = append(parts, fmt.Sprintf("Not as exported on %s:\n", v.Made)+firstLines(v.Faults))
	} else {
		parts = append(parts, fmt.Sprintf("%s %s as exported on %s.", plural(v.Files, "file"), isAre(v.Files), v.Made))
	}
	if len(v.Leaks) > 0 {
		var pairs []string
		for _, l := range v.Leaks {
			pairs = append(pairs, fmt.Sprintf("%s and %s: %.0f %%", quoted(l.A, 80), quoted(l.B, 80), 100*l.Jaccard))
		}
		parts = append(parts, "Articles of different parts are much alike (shared runs of three words, Jaccard):\n"+firstLines(pairs))
	}
	return "The dataset is not as it should be", strings.Join(parts, "\n\n")
}

// firstLines are the first few of some lines, and how many more there are.
func firstLines(lines []string) string {
	shown := lines[:min(len(lines), verdictTold)]
	said := strings.Join(shown, "\n")
	if more := len(lines) - len(shown); more > 0 {
		said += "\nand " + grouped(more) + " more"
	}
	return said
}
