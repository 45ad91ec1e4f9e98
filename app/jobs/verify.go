package jobs

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/annotation/split"
	"rubricator/annotation/stories"
)

// DatasetVerdict tells whether a dataset is as its manifest says, and whether its parts are apart.
type DatasetVerdict struct {
	Path      string        `json:"path"`
	Made      string        `json:"made"`
	Files     int           `json:"files"`
	Faults    []string      `json:"faults"`    // what is not as the manifest says
	Documents int           `json:"documents"` // that were read; 0 where the format is not read, or nothing is in parts
	Leaks     []DatasetLeak `json:"leaks"`     // the worst first
}

// DatasetLeak is two articles in different parts that share much of their text.
type DatasetLeak struct {
	A       string  `json:"a"` // part and title
	B       string  `json:"b"`
	Jaccard float64 `json:"jaccard"` // of their words, three by three; estimated
}

// IsSound tells whether all is as it should be.
func (v *DatasetVerdict) IsSound() bool { return len(v.Faults)+len(v.Leaks) == 0 }

// VerifyDataset holds the files of a dataset against its manifest and, where it has parts, the articles of each against those of the others: it reads the files
// and not what the split was made from. Errors: interchange.ErrNoManifest.
func VerifyDataset(ctx context.Context, dir string) (DatasetVerdict, error) {
	v, err := verifyDataset(ctx, dir)
	if err != nil {
		err = fmt.Errorf("verify %q: %w", dir, err)
	}
	return v, err
}

func verifyDataset(ctx context.Context, dir string) (DatasetVerdict, error) {
	v := DatasetVerdict{Path: dir, Faults: []string{}, Leaks: []DatasetLeak{}}
	if info, err := os.Stat(dir); err != nil {
		return v, plainly(err)
	} else if !info.IsDir() {
		return v, fmt.Errorf("it is a file; a dataset that can be verified is a folder with %s", interchange.ManifestName)
	}
	m, faults, err := interchange.Verify(ctx, interchange.InFolder(dir))
	if err != nil {
		return v, err
	}
	v.Made, v.Files, v.Faults = m.Made.Format("2006-01-02 15:04 UTC"), len(m.Files), append(v.Faults, faults...)
	if len(m.Parts) == 0 {
		return v, nil
	}
	r, err := recipefile.Read([]byte(m.Recipe))
	if err != nil {
		return v, fmt.Errorf("%s: its recipe: %w", interchange.ManifestName, err)
	}
	f, err := formats.Named(cmp.Or(r.Format, interchange.Native.Name))
	if err != nil || f.Read == nil || r.TextFree {
		return v, err
	}
	return v, v.findLeaks(ctx, f, dir)
}

// findLeaks reads the articles of all parts. Those that cannot be read are faults.
func (v *DatasetVerdict) findLeaks(ctx context.Context, f *interchange.Format, dir string) error {
	var ids []annotation.ID
	var sketches []stories.Sketch
	parts, titles := map[annotation.ID]split.Part{}, map[annotation.ID]string{}
	for in, err := range f.Read(parted{interchange.InFolder(dir)}) {
		if err == nil {
			err = ctx.Err()
		}
		if ctx.Err() != nil {
			return err
		}
		if err != nil {
			v.Faults = append(v.Faults, fmt.Sprintf("%s, record %d, cannot be read: %v", in.File, in.Number, err))
			continue
		}
		part := partOf(in.File)
		id := annotation.DocumentID(annotation.HashOf([]byte(in.Text)), string(part)) // a text in two parts is two documents
		if _, twice := parts[id]; twice {
			continue // of another annotator
		}
		parts[id], titles[id] = part, fmt.Sprintf("%s: %s", part, cmp.Or(in.Meta.Title, in.Document))
		ids, sketches = append(ids, id), append(sketches, stories.NewSketch(in.Text))
	}
	v.Documents = len(ids)
	for _, l := range split.Leaks(ids, sketches, parts) {
		v.Leaks = append(v.Leaks, DatasetLeak{titles[l.A], titles[l.B], l.Jaccard})
	}
	return nil
}

// parted is the files of a dataset's parts, without what vouches for them.
type parted struct{ interchange.InFolder }

// Files is interchange.Source.
func (p parted) Files() []string {
	return slices.DeleteFunc(p.InFolder.Files(), func(name string) bool { return partOf(name) == "" })
}

// partOf is the part that a file is of: formats name a file after it, or a folder.
func partOf(name string) split.Part {
	folder, _, _ := strings.Cut(name, "/")
	if slices.Contains(split.Parts, split.Part(folder)) {
		return split.Part(folder)
	}
	for _, p := range split.Parts {
		if rest, ok := strings.CutPrefix(path.Base(name), string(p)); ok && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "-")) {
			return p
		}
	}
	return ""
}
