package interchange

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"rubricator/annotation"
)

// Files of a dataset's folder beside its marks.
const (
	ManifestName = "manifest.json" // vouches for the others
	CardName     = "README.md"     // says what is in it
	LossesName   = "losses.json"   // says what it lacks of the project
)

// Marks is a folder without what a dataset of this program has in it beside marks.
type Marks struct{ InFolder }

// Files is Source.
func (m Marks) Files() []string {
	names := m.InFolder.Files()
	if !slices.Contains(names, ManifestName) {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == ManifestName || name == CardName || name == LossesName })
}

// manifestFormat is the version of the manifest's written form.
const manifestFormat = "rubricator-dataset-1"

// Manifest says what a dataset is made of, so that anyone can tell whether it is still that, and what it was made from, so that it can be made again.
type Manifest struct {
	Format  string                   `json:"format"`
	Made    time.Time                `json:"made"`
	Program string                   `json:"program"` // with its version
	Project string                   `json:"project"` // its name
	Scheme  SchemeName               `json:"scheme"`
	Recipe  string                   `json:"recipe"`          // as it is written, YAML
	Parts   map[annotation.ID]string `json:"parts,omitempty"` // of a split, by document; later datasets keep it
	Files   []ManifestFile           `json:"files"`           // in the order of their names, without the manifest
}

// ManifestFile is one file of a dataset.
type ManifestFile struct {
	Name   string          `json:"name"` // relative, with slashes
	Size   int64           `json:"size"` // bytes
	SHA256 annotation.Hash `json:"sha256"`
}

// WriteManifest lists the files of a dataset and writes the manifest beside them.
func WriteManifest(dataset interface {
	Folder
	Source
}, m Manifest) (Manifest, error) {
	m.Format, m.Files = manifestFormat, []ManifestFile{}
	for _, name := range dataset.Files() {
		if name == ManifestName {
			continue
		}
		f, err := sum(dataset, name)
		if err != nil {
			return m, fmt.Errorf("manifest: %w", err)
		}
		m.Files = append(m.Files, f)
	}
	w, err := dataset.Create(ManifestName)
	if err != nil {
		return m, fmt.Errorf("manifest: %w", err)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return m, errors.Join(enc.Encode(m), w.Close())
}

func sum(src Source, name string) (f ManifestFile, err error) {
	r, err := src.Open(name)
	if err != nil {
		return f, err
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, r)
	return ManifestFile{name, n, annotation.Hash(h.Sum(nil))}, err
}

// ErrNoManifest: a folder has no manifest, so nothing vouches for its files.
var ErrNoManifest = errors.New("there is no " + ManifestName + "; it is not a dataset of this program, or that file is gone")

// mostManifest is the most bytes of a manifest that are read.
const mostManifest = 256 << 20

// ReadManifest reads the manifest of a dataset. Errors: ErrNoManifest.
func ReadManifest(src Source) (m Manifest, err error) {
	if !slices.Contains(src.Files(), ManifestName) {
		return m, ErrNoManifest
	}
	r, err := src.Open(ManifestName)
	if err != nil {
		return m, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, mostManifest))
	if err == nil {
		err = Unmarshal(b, &m)
	}
	if err == nil && m.Format != manifestFormat {
		err = fmt.Errorf("its format is %q, and this program knows %q; update the program", m.Format, manifestFormat)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", ManifestName, err)
	}
	return m, err
}

// Verify tells what of a dataset is not as its manifest says, file by file; nothing where all is. Errors: those of ReadManifest.
func Verify(ctx context.Context, src Source) (m Manifest, faults []string, err error) {
	if m, err = ReadManifest(src); err != nil {
		return m, nil, err
	}
	there, listed := map[string]bool{}, map[string]bool{ManifestName: true}
	for _, name := range src.Files() {
		there[name] = true
	}
	for _, want := range m.Files {
		if err := ctx.Err(); err != nil {
			return m, nil, err
		}
		listed[want.Name] = true
		if !there[want.Name] { // which also keeps names out that lead out of the folder
			faults = append(faults, fmt.Sprintf("%s is missing", want.Name))
			continue
		}
		have, err := sum(src, want.Name)
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("%s cannot be read: %v", want.Name, err))
		case have.Size != want.Size:
			faults = append(faults, fmt.Sprintf("%s was changed: it has %d bytes, and had %d", want.Name, have.Size, want.Size))
		case have.SHA256 != want.SHA256:
			faults = append(faults, fmt.Sprintf("%s was changed: its SHA-256 is another", want.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if !listed[name] {
			faults = append(faults, fmt.Sprintf("%s is not in the manifest", name))
		}
	}
	return m, faults, nil
}
