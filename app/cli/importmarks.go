package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/mapfile"
	"rubricator/app/jobs"
)

// datasetFlags are how a dataset with marks is taken in.
type datasetFlags struct {
	format     string
	unit       string
	mapping    string
	status     string
	fromLabels bool
	dryRun     bool
}

// What --format can be beside the name of a format.
const (
	formatAuto     = "auto"     // what the files look like
	formatArticles = "articles" // without marks
)

func (f *datasetFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.format, "format", formatAuto, "of a dataset with marks: "+strings.Join(readable(), ", ")+"; articles for none")
	cmd.Flags().StringVar(&f.unit, "unit", "", "what offsets count, where the marks do not tell: codepoint, utf16, utf8_byte, grapheme")
	cmd.Flags().StringVar(&f.mapping, "map", "", "a YAML or JSON file that says what becomes of its labels, relations, attributes and annotators")
	cmd.Flags().StringVar(&f.status, "status", "", "how far people are with their marks, where the dataset does not say: done or in_work (default done)")
	cmd.Flags().BoolVar(&f.fromLabels, "scheme-from-labels", false, "make the scheme of a new project from what the dataset has")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "tell what would become of articles, or of a dataset and its labels, and change nothing")
}

// readable are the names of the formats that are read.
func readable() (names []string) {
	for _, f := range formats.All {
		if f.Read != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// isDataset tells whether something was said that only datasets have.
func (f *datasetFlags) isDataset() bool {
	return f.unit != "" || f.mapping != "" || f.status != "" || f.fromLabels
}

// foreign is what is to be taken in with its marks.
type foreign struct {
	source  interchange.Source
	format  *interchange.Format
	unit    interchange.Unit
	mapping interchange.Mapping
	status  annotation.Status
}

// dataset finds out what paths name; nil: articles.
func (c *command) dataset(paths []string, f *datasetFlags) (*foreign, error) {
	if f.format == formatArticles {
		if f.isDataset() {
			return nil, usageError{errors.New("import: --unit, --map, --status and --scheme-from-labels are for datasets with marks, not for articles")}
		}
		return nil, nil
	}
	d := &foreign{}
	var err error
	if f.unit != "" {
		if d.unit, err = interchange.ParseUnit(f.unit); err != nil {
			return nil, usageError{err}
		}
	}
	switch d.status = annotation.Status(f.status); d.status {
	case "", annotation.Done, annotation.InWork:
	default:
		return nil, usageError{fmt.Errorf("import: --status %q: want done or in_work", f.status)}
	}
	if f.format == formatAuto {
		d.source, d.format = jobs.DatasetAt(paths)
		if d.format == nil && f.isDataset() {
			return nil, fmt.Errorf("import: %q looks like no dataset that is known; say which it is with --format", paths[0])
		}
		if d.format == nil {
			return nil, nil
		}
	} else if err = c.asSaid(d, paths, f.format); err != nil {
		return nil, err
	}
	if f.mapping != "" {
		d.mapping, err = c.readMapping(f.mapping)
	}
	return d, err
}

// asSaid takes paths for what --format says.
func (c *command) asSaid(d *foreign, paths []string, format string) (err error) {
	d.format, err = formats.Named(format)
	if err != nil {
		return usageError{err}
	}
	if d.format.Read == nil {
		return usageError{fmt.Errorf("format %q is written and not read; there are %s", format, strings.Join(readable(), ", "))}
	}
	if slices.Equal(paths, []string{"-"}) {
		b, err := io.ReadAll(c.in)
		d.source = interchange.InMemory{"stdin" + d.format.Extension: b}
		return err
	}
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return err
		}
	}
	d.source = jobs.SourceAt(paths)
	if d.source == nil {
		return usageError{errors.New("import: name one folder, or files")}
	}
	if _, isFolder := d.source.(interchange.Marks); isFolder {
		d.source = formats.FindAs(d.source, d.format).Source
	}
	return nil
}

func (c *command) readMapping(file string) (interchange.Mapping, error) {
	b, err := c.read(file)
	if err != nil {
		return interchange.Mapping{}, err
	}
	m, err := mapfile.Read(b)
	if err != nil {
		err = fmt.Errorf("mapping %q: %w", file, err)
	}
	return m, err
}

// importMarks takes a dataset in with its marks.
func (c *command) importMarks(ctx context.Context, d *foreign, f *datasetFlags) error {
	if f.dryRun {
		return c.dryRun(ctx, d, f)
	}
	p, created, err := c.writerWith(func() (annotation.Scheme, error) { return c.schemeFor(ctx, d, f) })
	if err != nil {
		return err
	}
	if f.fromLabels && !created {
		return errors.Join(usageError{errors.New("import: the project has a scheme already; --map can add to it, as in \"CLAIM: make\"")}, p.Close())
	}
	report, err := jobs.ImportMarks(ctx, p, d.source, d.format, jobs.MarksOptions{Unit: d.unit, Mapping: d.mapping, Status: d.status})
	err = errors.Join(err, p.Close())
	if created && report.Edits == 0 {
		err = errors.Join(err, os.Remove(c.path)) // nothing came of it
	}
	if err != nil && len(report.Records) == 0 {
		return err
	}
	c.code = marksCode(report)
	for _, lost := range marksLost(report) {
		fmt.Fprintln(c.errors, "rubricator:", lost)
	}
	result := importMarksResult{c.path, report.Count(jobs.Loaded), report.Count(jobs.Duplicate), report.Marks(), report.Losses(), report}
	return errors.Join(err, c.print(result, func(w io.Writer) { tellMarks(w, report) }))
}

// schemeFor is the scheme of a new project: made from the dataset where that is asked for, and then the mapping leads to it.
func (c *command) schemeFor(ctx context.Context, d *foreign, f *datasetFlags) (annotation.Scheme, error) {
	if !f.fromLabels {
		return jobs.ShippedScheme("")
	}
	s, err := jobs.Look(ctx, nil, d.source, d.format, d.unit)
	if err != nil {
		return annotation.Scheme{}, err
	}
	name := strings.TrimSuffix(filepath.Base(c.path), filepath.Ext(c.path))
	made, mapping := interchange.SchemeFrom(name, s.Names, d.mapping)
	d.mapping = mapping
	if err := made.Validate(); err != nil {
		for _, refused := range s.Refused {
			fmt.Fprintln(c.errors, "rubricator:", refused)
		}
		return made, fmt.Errorf("import: no scheme can be made of this dataset: %w", err)
	}
	return made, nil
}

type importMarksResult struct {
	Project    string `json:"project"`
	Loaded     int    `json:"loaded"`
	Duplicates int    `json:"duplicates"`
	Marks      int    `json:"marks"`
	Losses     int    `json:"losses"`
	jobs.MarksReport
}

// marksCode: what is there already is no fault; a loss among others is one; nothing but losses is a failure.
func marksCode(r jobs.MarksReport) int {
	switch {
	case r.Losses() == 0:
		return exitDone
	case r.Marks()+r.Count(jobs.Loaded)+r.Count(jobs.Duplicate) == 0:
		return exitFailed
	}
	return exitLosses
}

// marksLost names what was not taken.
func marksLost(r jobs.MarksReport) []string {
	out := slices.Clone(r.Refused)
	for i := range r.Records {
		m := &r.Records[i]
		say := func(format string, args ...any) {
			out = append(out, fmt.Sprintf("%s, record %d, %s: %s", m.File, m.Number, m.Title, fmt.Sprintf(format, args...)))
		}
		if m.Reason != "" {
			say("%s", m.Reason)
		}
		if m.Astray != nil {
			say("%s", astrayInWords(m.Astray))
		}
		for _, f := range m.Refusals {
			say("%d not taken: %s", f.Count, f.Why)
		}
	}
	for _, n := range r.Unmapped {
		out = append(out, fmt.Sprintf("%s %q, %s: nothing in the scheme is called so; say what becomes of it with --map", n.What, n.Name, count(n.Count, "time")))
	}
	return out
}

func astrayInWords(a *jobs.Astray) string {
	var parts []string
	for _, p := range []struct {
		n    int
		says string
	}{{a.Outside, "outside the text"}, {a.Within, "within a character"}, {a.Empty, "empty or out of order"}, {a.Misquoted, "where the text says something else"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(p.n, "mark"), p.says))
		}
	}
	return strings.Join(parts, ", ") + " (" + strings.Join(a.Examples, "; ") + ")"
}

// tellPassed names the files that hold none of a dataset.
func tellPassed(w io.Writer, names []string) {
	if len(names) > 0 {
		fmt.Fprintf(w, "passed over: %s\n", strings.Join(names, ", "))
	}
}

func tellMarks(w io.Writer, r jobs.MarksReport) {
	links, suggested := 0, 0
	tellPassed(w, r.Passed)
	for i := range r.Records {
		m := &r.Records[i]
		links, suggested = links+m.Links, suggested+m.Suggested
		if m.Outcome == jobs.Refused || m.Outcome == jobs.Stopped {
			continue
		}
		fmt.Fprintf(w, "%-10s %s: %s\n", m.Outcome, m.Title, cameInWords(m))
		for _, warning := range m.Warnings {
			fmt.Fprintf(w, "           %s\n", warning)
		}
	}
	fmt.Fprintf(w, "%s, offsets in %s: %d loaded, %d there already; %s, %s, %s; %d not taken\n", r.Format, r.Unit, r.Count(jobs.Loaded), r.Count(jobs.Duplicate),
		count(r.Marks()-suggested, "mark"), count(links, "link"), count(suggested, "suggestion"), r.Losses())
}

func cameInWords(m *jobs.MarkedRecord) string {
	if m.Annotator == "" {
		return "no marks"
	}
	parts := []string{count(m.Marks, "mark")}
	if m.Suggested > 0 {
		parts = []string{count(m.Suggested, "suggestion")}
	}
	if m.There > 0 {
		parts = append(parts, fmt.Sprintf("%d there already", m.There))
	}
	if m.Links > 0 {
		parts = append(parts, count(m.Links, "link"))
	}
	return strings.Join(parts, ", ") + " by " + m.Annotator
}

// dryRunResult is what a dataset has, and what would become of its names.
type dryRunResult struct {
	jobs.Survey
	Scheme   string              `json:"scheme"`
	Mapping  interchange.Mapping `json:"mapping"`
	Unmapped []jobs.UnmappedName `json:"unmapped"`
}

func (c *command) dryRun(ctx context.Context, d *foreign, f *datasetFlags) error {
	s, scheme, err := c.look(ctx, d, f)
	if err != nil {
		return err
	}
	r := dryRunResult{s, scheme.Name, interchange.Proposed(&scheme, s.Names).With(d.mapping), nil}
	if _, err := interchange.NewMatching(&scheme, r.Mapping); err != nil {
		return err
	}
	r.Unmapped = jobs.Unmapped(s, r.Mapping)
	if len(r.Unmapped)+len(s.Astray)+len(s.Refused) > 0 {
		c.code = exitLosses
	}
	if s.Undecided != "" {
		c.code = exitFailed
		fmt.Fprintln(c.errors, "rubricator:", s.Undecided)
	}
	return c.print(r, func(w io.Writer) { tellDryRun(w, r) })
}

// look tells what the dataset has, and the scheme of the project or of the one that would be made.
func (c *command) look(ctx context.Context, d *foreign, f *datasetFlags) (s jobs.Survey, scheme annotation.Scheme, err error) {
	if _, missing := os.Stat(c.path); missing != nil {
		if s, err = jobs.Look(ctx, nil, d.source, d.format, d.unit); err == nil {
			scheme, err = c.schemeFor(ctx, d, f)
		}
		return s, scheme, err
	}
	p, err := openReader(c.path)
	if err != nil {
		return s, scheme, err
	}
	s, err = jobs.Look(ctx, p, d.source, d.format, d.unit)
	return s, *p.Scheme(), errors.Join(err, p.Close())
}

func tellDryRun(w io.Writer, r dryRunResult) {
	tellPassed(w, r.Passed)
	unit := string(r.Unit)
	if unit == "" {
		unit = "a unit that is not clear"
	}
	fmt.Fprintf(w, "%s, offsets in %s: %s, %s, %s\n", r.Format, unit, count(r.Documents, "document"), count(r.Marks, "mark"), count(r.Links, "link"))
	for _, part := range []struct {
		noun   string
		names  []interchange.Name
		become map[string]string
	}{{"label", r.Labels, r.Mapping.Labels}, {"relation", r.Relations, r.Mapping.Relations}, {"attribute", r.Attributes, r.Mapping.Attributes}} {
		for _, n := range part.names {
			ours := part.become[n.Name]
			if ours == "" {
				ours = "nothing in the scheme is called so"
			}
			fmt.Fprintf(w, "%-9s  %s (%d) -> %s", part.noun, n.Name, n.Count, ours)
			if n.Example != "" {
				fmt.Fprintf(w, ", as in %q", n.Example)
			}
			fmt.Fprintln(w)
		}
	}
	for _, n := range r.Annotators {
		if n.Name == "" {
			n.Name = "who is not named"
		}
		fmt.Fprintf(w, "annotator  %s (%s)\n", n.Name, count(n.Count, "document"))
	}
	for i := range r.Astray {
		fmt.Fprintf(w, "%s: %s\n", r.Astray[i].Document, astrayInWords(&r.Astray[i]))
	}
	for _, why := range r.Refused {
		fmt.Fprintln(w, why)
	}
}
