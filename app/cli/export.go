package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/recipefile"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// exporting is what the flags of export say.
type exporting struct {
	out, recipe, format, unit, policy, labels, status, negatives, since, until, round string

	people, only                                                  []string
	reference, suggestions, corrected, noText, pseudonyms, dryRun bool
}

func (c *command) exportCommand() *cobra.Command {
	var e exporting
	cmd := &cobra.Command{
		Use:   "export -p PROJECT -o OUT",
		Short: "Write the marks as a dataset",
		Long: "Write the marks as a dataset, in one of the formats that rubricator formats lists.\n" +
			"Before it writes it says what the format cannot hold; then it reads the files back and compares them with the project.\n" +
			"The exit code is 3 where anything was lost.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := e.made(cmd.Flags().Changed)
			if err == nil && e.out == "" && !e.dryRun {
				err = errors.New("name the file or folder to write: -o OUT, or -o - for standard output")
			}
			if err != nil {
				return usageError{fmt.Errorf("export: %w", err)}
			}
			p, err := c.ownReader()
			if err != nil {
				return err
			}
			defer p.Close()
			return c.export(cmd.Context(), p, r, &e)
		},
	}
	c.projectFlag(cmd)
	e.flags(cmd)
	return cmd
}

func (e *exporting) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&e.out, "output", "o", "", "the file or folder to write, - for standard output (required)")
	f.StringVar(&e.recipe, "recipe", "", "a file that says how the dataset is made; flags change what it says")
	f.StringVar(&e.format, "format", "native", "the format; rubricator formats lists them")
	f.StringVar(&e.unit, "unit", "", "what offsets count: codepoint, utf16, utf8_byte or grapheme; without it what is usual in the format")
	f.StringVar(&e.policy, "policy", "", "what is done with what the format cannot hold; rubricator formats lists them")
	f.StringVar(&e.labels, "labels", "scheme", "scheme, or three: CLAIM, STATISTIC and ATTRIBUTION alone")
	f.StringVar(&e.status, "status", "started", "whose marks: started (in work or done), done, any (also what is skipped and documents nobody has marked)")
	f.StringVar(&e.negatives, "negatives", "reviewed", "documents without marks: reviewed (done), none or all")
	f.StringArrayVar(&e.people, "annotator", nil, "the marks of this annotator alone; may be given several times")
	f.StringArrayVar(&e.only, "label", nil, "marks with this label alone, as claim or attribution.source; may be given several times")
	f.StringVar(&e.since, "since", "", "marks that were last changed since this day (2026-03-01)")
	f.StringVar(&e.until, "until", "", "marks that were last changed until this day, which is within")
	f.StringVar(&e.round, "round", "", "the documents of a round alone")
	f.BoolVar(&e.reference, "reference", false, "the reference that was decided on in review, and not what each person marked")
	f.BoolVar(&e.suggestions, "suggestions", false, "also what models suggest, as lines of their own")
	f.BoolVar(&e.corrected, "corrected", false, "also the articles that others stand for, because their texts were corrected")
	f.BoolVar(&e.noText, "no-text", false, "ids and offsets without the texts of articles")
	f.BoolVar(&e.pseudonyms, "pseudonyms", false, "pseudonyms, or letters, in the place of annotators' names")
	f.BoolVar(&e.dryRun, "dry-run", false, "tell what would go out and what would be lost, and write nothing")
}

// made is the recipe that the flags make, or make of a file. changed tells whether a flag was given.
func (e *exporting) made(changed func(flag string) bool) (r interchange.Recipe, err error) {
	r.Choice = interchange.Started
	if e.recipe != "" {
		b, err := os.ReadFile(e.recipe)
		if err == nil {
			r, err = recipefile.Read(b)
		}
		if err != nil {
			return r, fmt.Errorf("%s: %w", e.recipe, err)
		}
	}
	for _, flag := range []struct {
		name string
		take func() error
	}{
		{"format", func() error { r.Format = e.format; return nil }},
		{"unit", func() (err error) { r.Unit, err = interchange.ParseUnit(e.unit); return err }},
		{"policy", func() error { r.Policy = e.policy; return nil }},
		{"labels", func() (err error) { r.Labels, err = labelsCalled(e.labels); return err }},
		{"status", func() error {
			c, err := interchange.ParseChoice(e.status)
			r.Choice.Statuses, r.Choice.Negatives = c.Statuses, c.Negatives
			return err
		}},
		{"negatives", func() error {
			if r.Choice.Negatives = interchange.Negatives(e.negatives); e.negatives == "reviewed" {
				r.Choice.Negatives = interchange.ReviewedNegatives
			}
			return nil
		}},
		{"annotator", func() error { r.Choice.People = e.people; return nil }},
		{"label", func() error { r.Choice.Labels = e.only; return nil }},
		{"since", func() (err error) { r.Choice.Since, err = interchange.ParseTime(e.since, false); return err }},
		{"until", func() (err error) { r.Choice.Until, err = interchange.ParseTime(e.until, true); return err }},
		{"round", func() error { r.Round = e.round; return nil }},
		{"reference", func() error { r.Choice.Reference = e.reference; return nil }},
		{"suggestions", func() error { r.Choice.Suggestions = e.suggestions; return nil }},
		{"corrected", func() error { r.Choice.Corrected = e.corrected; return nil }},
		{"no-text", func() error { r.TextFree = e.noText; return nil }},
		{"pseudonyms", func() error {
			if r.Pseudonyms = interchange.NoPseudonyms; e.pseudonyms {
				r.Pseudonyms = interchange.OwnPseudonyms
			}
			return nil
		}},
	} {
		if !changed(flag.name) {
			continue
		}
		if err := flag.take(); err != nil {
			return r, fmt.Errorf("--%s: %w", flag.name, err)
		}
	}
	if err = r.Check(); err != nil || r.Format == "" {
		return r, err
	}
	format, err := formats.Named(r.Format)
	if err == nil {
		err = r.CheckFormat(format)
	}
	return r, err
}

func labelsCalled(name string) (l interchange.Labels, err error) {
	switch name {
	case "scheme":
	case "three":
		l.Three = true
	default:
		err = fmt.Errorf("%q: want scheme or three", name)
	}
	return l, err
}

func (c *command) export(ctx context.Context, p *storage.Project, r interchange.Recipe, e *exporting) error {
	format := cmp.Or(r.Format, interchange.Native.Name)
	if e.dryRun {
		survey, err := jobs.SurveyDataset(ctx, p, r, nil)
		if err != nil {
			return err
		}
		c.warnOfLosses(format, survey.Policy, survey.Losses)
		c.warnOfDamage(survey.Damaged)
		if survey.Blind > 0 {
			c.code = exitLosses
		}
		return c.print(survey, func(w io.Writer) { tellSurvey(w, survey) })
	}
	losses, policy, err := jobs.ForeseeLosses(ctx, p, r)
	if err != nil {
		return err
	}
	c.warnOfLosses(format, policy, losses)
	var report jobs.DatasetReport
	if e.out == "-" {
		report, err = jobs.StreamDataset(ctx, p, r, c.out)
	} else {
		report, err = jobs.WriteDataset(ctx, p, r, jobs.Target{Path: e.out, Program: c.program()}, nil)
	}
	c.warnOfDamage(report.Damaged)
	if errors.Is(err, jobs.ErrNothing) && report.Training+report.Corrected+report.Blind == 0 {
		err = fmt.Errorf("%w; --status any takes all", err)
	}
	if err != nil {
		return err
	}
	if report.Lossy() {
		c.code = exitLosses
	}
	for _, d := range report.ReadBack.Differences {
		fmt.Fprintln(c.errors, "rubricator: read back, the dataset differs from the project:", d)
	}
	if e.out == "-" {
		tellBlind(c.errors, report.LeftOut)
		return nil
	}
	return c.print(report, func(w io.Writer) { tellDataset(w, report) })
}

// program is this program with its version.
func (c *command) program() string {
	if c.views == nil {
		return "Rubricator"
	}
	return "Rubricator " + c.views.Version()
}

// warnOfLosses says on standard error what a format cannot hold, and by which policy.
func (c *command) warnOfLosses(format, policy string, losses []interchange.Loss) {
	if len(losses) == 0 {
		return
	}
	c.code = exitLosses
	fmt.Fprintf(c.errors, "rubricator: %s cannot hold all of it:\n", format)
	for _, l := range losses {
		fmt.Fprintf(c.errors, "  %s, as %s\n", l.Kind.Says(l.Count), l.Examples[0])
	}
	if f, err := formats.Named(format); err == nil {
		for _, p := range f.Policies {
			if p.Name == policy {
				fmt.Fprintf(c.errors, "  by the policy %s: %s\n", p.Name, p.Says)
			}
		}
	}
}

// warnOfDamage names what is left out because it is not what was written.
func (c *command) warnOfDamage(damaged []string) {
	for _, what := range damaged {
		fmt.Fprintln(c.errors, "rubricator: left out:", what)
		c.code = exitLosses
	}
}

func tellDataset(w io.Writer, r jobs.DatasetReport) {
	fmt.Fprintf(w, "%s and %s of %s in %s\n", count(r.Spans, "mark"), count(r.Relations, "relation"), count(r.Documents, "document"), r.Path)
	for _, p := range r.Parts {
		fmt.Fprintf(w, "%s: %s of %s\n", p.Name, count(p.Spans, "mark"), count(p.Documents, "document"))
	}
	if r.KeptParts > 0 {
		fmt.Fprintf(w, "%s in the part they had before, whatever the seed and the shares are\n", count(r.KeptParts, "document"))
	}
	if r.Remains != "" {
		fmt.Fprintf(w, "the older dataset was replaced and could not be removed; remove %s\n", r.Remains)
	}
	tellLeftOut(w, r.LeftOut)
	if r.Folder || r.Lossy() {
		at := r.Path + "." + interchange.LossesName
		if r.Folder {
			at = interchange.LossesName + " in the folder"
		}
		fmt.Fprintf(w, "what was lost: %s\n", at)
	}
}

func tellLeftOut(w io.Writer, l jobs.LeftOut) {
	if l.Training > 0 {
		fmt.Fprintf(w, "%s left out: training is never exported\n", count(l.Training, "document"))
	}
	if l.Corrected > 0 {
		fmt.Fprintf(w, "%s left out: others with the right text stand for them; --corrected takes them\n", count(l.Corrected, "document"))
	}
	tellBlind(w, l)
	if l.Unreviewed > 0 {
		fmt.Fprintf(w, "%s without marks left out: not done; --negatives all takes them\n", count(l.Unreviewed, "set"))
	}
}

func tellBlind(w io.Writer, l jobs.LeftOut) {
	if l.Blind > 0 {
		fmt.Fprintf(w, "%s of others on %s left out: hidden from you until yours are done\n", count(l.Blind, "set"), count(l.BlindDocuments, "document"))
	}
}

func tellSurvey(w io.Writer, s jobs.DatasetSurvey) {
	fmt.Fprintf(w, "%s and %s of %s, %d of them without marks\n", count(s.Spans, "mark"), count(s.Relations, "relation"), count(s.Documents, "document"), s.Negatives)
	if len(s.Parts) == 0 {
		for _, l := range s.Labels {
			fmt.Fprintf(w, "  %s: %d\n", l.Label, l.Count)
		}
	}
	for _, p := range s.Parts {
		fmt.Fprintf(w, "%s: %s of %s\n", p.Name, count(p.Spans, "mark"), count(p.Documents, "document"))
	}
	tellLabelsByPart(w, s)
	tellLeftOut(w, s.LeftOut)
	for _, check := range s.Checks {
		fmt.Fprintf(w, "%s: %s\n", count(len(check.Documents), "document"), strings.ToLower(check.Says[:1])+check.Says[1:])
	}
}

// tellLabelsByPart writes a table: a line for each label, a column for each part and one for all.
func tellLabelsByPart(w io.Writer, s jobs.DatasetSurvey) {
	if len(s.Parts) == 0 || len(s.Labels) == 0 {
		return
	}
	name, figures := 0, make([]int, len(s.Parts)+1) // the widths of columns
	for _, l := range s.Labels {
		name = max(name, utf8.RuneCountInString(l.Label))
		figures[len(s.Parts)] = max(figures[len(s.Parts)], len(fmt.Sprint(l.Count)), len("all"))
	}
	for i, p := range s.Parts {
		figures[i] = max(len(p.Name), figures[len(s.Parts)])
	}
	row := func(title string, of func(column int) any) {
		fmt.Fprintf(w, "  %-*s", name, title)
		for i, width := range figures {
			fmt.Fprintf(w, "  %*v", width, of(i))
		}
		fmt.Fprintln(w)
	}
	row("", func(column int) any {
		if column == len(s.Parts) {
			return "all"
		}
		return s.Parts[column].Name
	})
	for i, l := range s.Labels {
		row(l.Label, func(column int) any {
			if column == len(s.Parts) {
				return l.Count
			}
			return s.Parts[column].Labels[i].Count
		})
	}
}
