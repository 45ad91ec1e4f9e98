package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/annotation/split"
	"rubricator/storage"
)

// DatasetReport tells what a dataset that was written has, and what it lacks of the project.
type DatasetReport struct {
	Path   string           `json:"path"`
	Folder bool             `json:"folder,omitempty"`
	Format string           `json:"format"`
	Unit   interchange.Unit `json:"offset_unit"`
	Policy string           `json:"policy,omitempty"`
	DatasetCounts
	KeptParts int           `json:"kept_parts,omitempty"` // documents that stay in the part that the dataset in this place gave them
	Files     []DatasetFile `json:"files"`                // with marks
	LeftOut
	Losses   []interchange.Loss `json:"losses"`
	ReadBack ReadBack           `json:"read_back"`
	Remains  string             `json:"remains,omitempty"` // where the dataset is that was replaced, if it could not be removed
}

// Lossy tells whether the dataset lacks anything of what was to go out.
func (r *DatasetReport) Lossy() bool {
	return len(r.Losses)+len(r.Damaged)+r.Blind+r.ReadBack.Different > 0
}

// DatasetFile is a file of a dataset.
type DatasetFile struct {
	Name string `json:"name"` // relative, with slashes
	Size int64  `json:"size"` // bytes
}

// ReadBack tells how the files, read again, compare with the project.
type ReadBack struct {
	Lines       int      `json:"lines"`       // that were compared; 0 where the program does not read the format
	Different   int      `json:"different"`   // of them
	Differences []string `json:"differences"` // the first few
}

// DatasetCounts is what a dataset has.
type DatasetCounts struct {
	Documents int           `json:"documents"`
	Negatives int           `json:"negatives"` // documents without a mark
	Lines     int           `json:"lines"`     // one for each document and annotator
	Spans     int           `json:"spans"`
	Relations int           `json:"relations"`
	Parts     []DatasetPart `json:"parts,omitempty"` // of a split, in its order
}

// DatasetPart is a part of a dataset.
type DatasetPart struct {
	Name string `json:"name"`
	DatasetCounts
	Labels []LabelCount `json:"labels"` // marks by name in the dataset, of all labels that any part has
}

func (c *DatasetCounts) add(a *article) {
	c.Documents++
	marks := 0
	for _, l := range a.lines {
		c.Lines++
		marks += len(l.Spans)
		c.Relations += len(l.Relations)
	}
	if c.Spans += marks; marks == 0 {
		c.Negatives++
	}
}

// partCounts counts what the parts of a dataset have, by name.
type partCounts map[string]*DatasetCounts

func (p *partCounts) add(part string, a *article) {
	if *p == nil {
		*p = partCounts{}
	}
	if (*p)[part] == nil {
		(*p)[part] = &DatasetCounts{}
	}
	(*p)[part].add(a)
}

// list are the parts in the order of splits, with their marks by label.
func (p partCounts) list(labels labelParts) (out []DatasetPart) {
	for _, part := range split.Parts {
		if c := p[string(part)]; c != nil {
			out = append(out, DatasetPart{string(part), *c, labels.of(string(part))})
		}
	}
	return out
}

// labelParts counts marks by label as the dataset names it, then by part.
type labelParts map[string]map[string]int

func (c labelParts) add(part string, s *interchange.Span) {
	of := c[s.Name()]
	if of == nil {
		of = map[string]int{}
		c[s.Name()] = of
	}
	of[part]++
}

// of counts what a part has of each label.
func (c labelParts) of(part string) []LabelCount {
	return c.counts(func(by map[string]int) int { return by[part] })
}

// all counts what there is of each label.
func (c labelParts) all() []LabelCount {
	return c.counts(func(by map[string]int) (n int) {
		for _, of := range by {
			n += of
		}
		return n
	})
}

func (c labelParts) counts(count func(by map[string]int) int) []LabelCount {
	out := []LabelCount{}
	for _, name := range slices.Sorted(maps.Keys(c)) {
		out = append(out, LabelCount{name, count(c[name])})
	}
	return out
}

// dataset is a recipe made ready for a project, which stands still meanwhile.
type dataset struct {
	outgoing
	recipe  interchange.Recipe
	project string // its name
	format  *interchange.Format
	options interchange.Options
	scheme  *annotation.Scheme
	moment  *storage.Moment
	dealt   []split.Document         // in the order in which they go out; nil: there are no parts
	parts   map[annotation.ID]string // by document; nil: there are none
	stayed  int                      // documents that are in the part that they had before
	stories int                      // groups of documents that tell one story, where there are parts
	leaks   []split.Leak             // documents in different parts that tell one story all the same
	content func(annotation.Hash) ([]byte, error)
	behind  string   // why nothing goes out that came beside marks; "": it goes out
	at      *article // that is being written
	lost    error    // what was kept beside its marks cannot be read
}

// newDataset makes a recipe ready. Errors say what the project or the format cannot do of it. The moment is to be closed.
func newDataset(ctx context.Context, p *storage.Project, r interchange.Recipe) (*dataset, error) {
	if r.Format == "" {
		r.Format = interchange.Native.Name
	}
	f, err := formats.Named(r.Format)
	if err == nil {
		err = r.Check()
	}
	if err == nil {
		err = r.CheckFormat(f)
	}
	if err != nil {
		return nil, err
	}
	d := &dataset{recipe: r, format: f, project: strings.TrimSuffix(filepath.Base(p.Path()), filepath.Ext(p.Path())),
		content: func(hash annotation.Hash) ([]byte, error) { return p.Content(ctx, hash) }}
	if d.moment, err = p.Moment(ctx); err != nil {
		return nil, err
	}
	if d.outgoing, err = readOutgoing(ctx, d.moment, &r); err != nil {
		d.moment.Close()
		return nil, err
	}
	d.scheme = d.moment.Scheme
	d.options = f.With(interchange.Options{Name: cmp.Or(r.Name, d.project), Unit: r.Unit, Policy: r.Policy, TextFree: r.TextFree, Labels: r.Labels.All(allLabels(d.scheme)),
		Relations: r.Labels.Relations(d.scheme.Relations), Color: d.colour})
	if len(r.Labels.Names) == 0 && !r.Labels.Three {
		d.options.Scheme = d.scheme
	}
	if d.behind = staysBehind(&r); d.behind == "" {
		d.options.Kept = d.beside
	}
	return d, nil
}

// colour is that of a label as it is called in the dataset.
func (d *dataset) colour(l annotation.LabelRole) string {
	for _, own := range allLabels(d.scheme) {
		if slices.Contains(d.labels.All([]annotation.LabelRole{own}), l) || strings.EqualFold(own.Label, l.Label) {
			label, _ := d.scheme.Label(own.Label)
			return label.Colour
		}
	}
	return ""
}

// writeOne writes a document as far as the format holds it.
func (d *dataset) writeOne(enc interchange.Encoder, part string, a *article, kept []interchange.Line) error {
	d.at = a
	if err := enc.Write(part, kept); err != nil {
		return plainly(err)
	}
	return d.lost
}

// stream gives what goes out of some documents, nil: of all. seen is called for each document that is read, also those that do not go out.
func (d *dataset) stream(ctx context.Context, documents []annotation.ID, left *LeftOut, seen func()) iter.Seq2[article, error] {
	sets := d.moment.Sets(ctx, documents, d.kinds()...)
	return d.articles(func(yield func(storage.StoredSet, error) bool) {
		var last annotation.ID
		for s, err := range sets {
			if s.Document.ID != last {
				last = s.Document.ID
				seen()
			}
			if !yield(s, err) {
				return
			}
		}
	}, left)
}

// mainFile is the name of the file with the marks, where there is one.
func (d *dataset) mainFile() string { return d.options.FileName("") + d.format.Extension }

// kept is a document as far as the format holds it.
func (d *dataset) kept(a *article) []interchange.Line {
	out := make([]interchange.Line, len(a.lines))
	for i, l := range a.lines {
		out[i] = d.format.Keep(l, d.options)
	}
	return out
}

// Target is where a dataset goes.
type Target struct {
	Path    string // a file; or a folder: of formats that are one, with a split, where there is a folder, and where it ends with a separator
	Program string // with its version, for the manifest of a folder
}

// WriteDataset writes what a recipe takes of a project, reads it back and compares. All is of one moment, whatever is committed meanwhile, and memory
// is bounded by a few documents. Where it fails or is cancelled nothing is left behind, and what was there before stays. In a folder lie also what was
// lost, and a manifest; beside a file lies what was lost, if anything was. An older dataset is replaced; a folder with anything else in it is refused, and so
// is one whose files somebody changed since, or in which the program works.
// progress may be nil. Errors: ErrNothing.
func WriteDataset(ctx context.Context, p *storage.Project, r interchange.Recipe, to Target, progress func(done, total int)) (DatasetReport, error) {
	report, err := writeDataset(ctx, p, r, to, progress)
	if err != nil {
		return report, fmt.Errorf("export %q: %w", to.Path, err)
	}
	return report, nil
}

func writeDataset(ctx context.Context, p *storage.Project, r interchange.Recipe, to Target, progress func(done, total int)) (report DatasetReport, err error) {
	d, err := newDataset(ctx, p, r)
	if err != nil {
		return report, err
	}
	defer d.moment.Close()
	draft, err := newDraft(to.Path, p.Path(), MakesFolder(d.format, &r))
	if err != nil {
		return report, err
	}
	defer draft.discard()
	w := newDatasetWriter(d, p, &report)
	w.draft, w.progress, report.Path, report.Folder = draft, progress, draft.named, draft.folder
	if err = d.deal(ctx, draft.before.Parts); err == nil {
		report.KeptParts = d.stayed
		err = w.write(ctx)
	}
	if err == nil {
		err = w.readBack(ctx)
	}
	if err == nil {
		err = w.vouch(ctx, to.Program)
	}
	if err == nil {
		err = draft.keep()
		report.Remains = draft.remains
	}
	return report, err
}

func isFolder(f *interchange.Format) bool { return strings.HasSuffix(f.Extension, "/") }

// datasetWriter writes one dataset.
type datasetWriter struct {
	*dataset
	from     *storage.Project
	draft    *draft
	tally    *tally
	report   *DatasetReport
	of       map[string][]annotation.ID          // documents that were written, by part
	texts    map[annotation.Hash][]annotation.ID // the same by their texts, where files lie in folders
	seen     int
	progress func(done, total int)
}

func newDatasetWriter(d *dataset, from *storage.Project, report *DatasetReport) *datasetWriter {
	*report = DatasetReport{Format: d.format.Name, Unit: d.options.Unit, Policy: d.options.Policy}
	return &datasetWriter{dataset: d, from: from, tally: newTally(), report: report, of: map[string][]annotation.ID{}, texts: map[annotation.Hash][]annotation.ID{}}
}

// steps are how many times a document is read, at least.
const steps = 2

// told tells how far the writing is.
func (w *datasetWriter) told(done int) {
	if w.progress != nil {
		w.progress(done, steps*w.moment.Documents)
	}
}

func (w *datasetWriter) write(ctx context.Context) error {
	enc, err := w.format.Write(interchange.InFolder(w.draft.dir), w.options)
	if err != nil {
		return plainly(err)
	}
	err = w.writeAll(ctx, enc)
	return errors.Join(err, enc.Close())
}

func (w *datasetWriter) writeAll(ctx context.Context, enc interchange.Encoder) error {
	r, losses, parts := w.report, interchange.Losses{}, partCounts{}
	for a, err := range w.stream(ctx, nil, &r.LeftOut, func() { w.seen++; w.told(w.seen) }) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		kept, part := w.kept(&a), w.parts[a.ID]
		if err := w.lose(&a, kept, &losses); err != nil {
			return err
		}
		if err := w.writeOne(enc, part, &a, kept); err != nil {
			return err
		}
		w.of[part] = append(w.of[part], a.ID)
		if isFolder(w.format) {
			w.texts[a.Text] = append(w.texts[a.Text], a.ID)
		}
		r.add(&a)
		parts.add(part, &a)
		w.tally.add(part, &a)
	}
	if r.Lines == 0 {
		return r.nothing()
	}
	if w.parts != nil {
		r.Parts = parts.list(w.tally.labels)
	}
	r.Losses = append([]interchange.Loss{}, losses.List()...)
	return nil
}

// vouch writes what was lost and, in a folder, the card and the manifest.
func (w *datasetWriter) vouch(ctx context.Context, program string) (err error) {
	r := w.report
	if r.Files, err = w.draft.files(w.mainFile()); err != nil {
		return err
	}
	if w.draft.folder || r.Lossy() {
		err = w.draft.create(interchange.LossesName, func(f io.Writer) error {
			enc := json.NewEncoder(f)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "\t")
			return enc.Encode(lossReport{r.Format, r.Policy, r.Losses, r.LeftOut, r.ReadBack})
		})
	}
	if err != nil || !w.draft.folder {
		return err
	}
	if err := w.writeCard(ctx, program); err != nil {
		return err
	}
	recipe, err := recipefile.Write(w.published(w.recipe))
	if err != nil {
		return err
	}
	_, err = interchange.WriteManifest(interchange.InFolder(w.draft.dir), interchange.Manifest{Made: time.Now().UTC().Truncate(time.Second), Program: program,
		Project: w.project, Scheme: interchange.SchemeName{Name: w.scheme.Name, Version: w.scheme.Version}, Recipe: string(recipe), Parts: w.partsSince(w.draft.before.Parts)})
	return plainly(err)
}

// lossReport is the file of that name: in the folder of a dataset, or behind the name of its one file and a dot.
type lossReport struct {
	Format string             `json:"format"`
	Policy string             `json:"policy,omitempty"`
	Losses []interchange.Loss `json:"losses"`
	LeftOut
	ReadBack ReadBack `json:"read_back"`
}

// StreamDataset writes a dataset of one file as it is made, so that nothing can be read back or taken back.
func StreamDataset(ctx context.Context, p *storage.Project, r interchange.Recipe, out io.Writer) (report DatasetReport, err error) {
	d, err := newDataset(ctx, p, r)
	if err != nil {
		return report, fmt.Errorf("export: %w", err)
	}
	defer d.moment.Close()
	if MakesFolder(d.format, &r) {
		return report, errors.New("export: this dataset is a folder, which cannot go to standard output; name one")
	}
	w := newDatasetWriter(d, p, &report)
	enc, err := d.format.Write(standardOutput{out, d.mainFile()}, d.options)
	if err == nil {
		err = errors.Join(w.writeAll(ctx, enc), enc.Close())
	}
	if err != nil {
		return report, fmt.Errorf("export: %w", err)
	}
	return report, nil
}

// standardOutput is a folder of which one file is open already, and others are not kept.
type standardOutput struct {
	io.Writer
	file string
}

// Create is interchange.Folder.
func (s standardOutput) Create(name string) (io.WriteCloser, error) {
	if name != s.file {
		s.Writer = io.Discard
	}
	return s, nil
}

// Close leaves it open.
func (s standardOutput) Close() error { return nil }
