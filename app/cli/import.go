package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/sources"
	"rubricator/app/jobs"
)

func (c *command) importCommand() *cobra.Command {
	var o jobs.ImportOptions
	var without []string
	columns, summaries := "", false
	flags := datasetFlags{}
	cmd := &cobra.Command{
		Use:   "import -p PROJECT PATH...",
		Short: "Load articles, or datasets of other tools with their marks, from files, a folder, or standard input (-)",
		Long: "import loads articles from files, folders, addresses and feeds of the web, lists of feeds, or standard input:\n" + kinds() + "\n" +
			"Where a feed of the web holds summaries alone, the pages are fetched that it links, 200 at most.\n" +
			"A text that holds several articles is divided, and page furniture is left out by these rules:\n" + rules() + "\n" +
			"What was left out is told, and the file stays in the project as it came. Copies that share a story are loaded and told. --dry-run tells what\n" +
			"would become of each file.\n\n" +
			"A dataset is known by what its files look like, or named with --format, and comes with its marks: beside those that are there where the\n" +
			"project has the text, and in a document of its own where it has not. --dry-run shows first what would become of its labels; --map FILE\n" +
			"says so:\n\n" +
			"  labels:\n    CLAIM: claim.claim\n    PERSON: drop\n    ORG: make\n  annotators:\n    ann2: Anna",
		Args: atLeast(1, "the files to import, or - for standard input"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if err := c.needProject(); err != nil {
				return err
			}
			dataset, err := c.dataset(paths, &flags)
			if err != nil {
				return err
			}
			if dataset != nil {
				return c.importMarks(cmd.Context(), dataset, &flags)
			}
			if o.Off, err = rulesOff(without); err != nil {
				return err
			}
			if columns != "" {
				if o.Columns, err = ingest.ParseColumns(columns); err != nil {
					return usageError{fmt.Errorf("import: %w", err)}
				}
			}
			articles := jobs.Files(paths, c.in)
			for i := range articles {
				articles[i].Summaries = summaries
			}
			o.Fetching = c.tellSites()
			report, err := c.importArticles(cmd.Context(), articles, o, flags.dryRun)
			if err != nil && len(report.Files) == 0 {
				return err
			}
			c.code = importCode(report)
			c.complain(report)
			return errors.Join(err, c.print(importResult{c.path, flags.dryRun, report.Count(jobs.Loaded), report.Count(jobs.Duplicate), report.Count(jobs.Known), report.Count(jobs.Refused), report.Files},
				func(w io.Writer) {
					if tellImport(w, report); flags.dryRun {
						fmt.Fprintln(w, "Nothing was loaded. This is what would be without --dry-run.")
					}
				}))
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().BoolVar(&o.KeepDuplicates, "keep-duplicates", false, "keep articles of identical text as documents of their own")
	cmd.Flags().BoolVar(&o.Whole, "one-article", false, "take each text as one article, whatever it looks like")
	cmd.Flags().BoolVar(&o.AsIs, "keep-all", false, "leave no line out")
	cmd.Flags().StringSliceVar(&without, "without-rule", nil, "a rule that is to leave nothing out, by its name above; may be given several times")
	cmd.Flags().StringVar(&o.Charset, "charset", "", "encoding of text files, as windows-1251; without it, it is told from the bytes")
	cmd.Flags().StringVar(&columns, "columns", "", "of tables and records, where the names do not tell: text=Body,title=Head")
	cmd.Flags().BoolVar(&summaries, "summaries", false, "of feeds that hold summaries, keep these and do not fetch the pages that they link")
	flags.add(cmd)
	return cmd
}

// importArticles loads articles, or sees in a copy of the project that is thrown away what would become of them.
func (c *command) importArticles(ctx context.Context, articles []jobs.Article, o jobs.ImportOptions, dryRun bool) (r jobs.ImportReport, err error) {
	if dryRun {
		p, end, err := c.rehearsal(ctx)
		if err != nil {
			return r, err
		}
		r, err = jobs.Import(ctx, p, articles, o)
		return r, end(err)
	}
	p, created, err := c.writer()
	if err != nil {
		return r, err
	}
	r, err = jobs.Import(ctx, p, articles, o)
	err = errors.Join(err, p.Close())
	if created && r.Count(jobs.Loaded) == 0 {
		err = errors.Join(err, os.Remove(c.path)) // nothing came of it
	}
	return r, err
}

// kinds are the endings of files that articles are read from, in lines that fit.
func kinds() string {
	var lines []string
	for some := range slices.Chunk(sources.Extensions(), 20) {
		lines = append(lines, strings.Join(some, " "))
	}
	return strings.Join(lines, "\n")
}

// rules are those by which lines are left out, a line each with what it leaves out.
func rules() string {
	var lines []string
	for _, r := range ingest.Rules {
		lines = append(lines, fmt.Sprintf("  %-18s %s", r.Reason, r.Says))
	}
	return strings.Join(lines, "\n")
}

// ruleNames are the rules by which lines are left out.
func ruleNames() string {
	var out []string
	for _, r := range ingest.Rules {
		out = append(out, string(r.Reason))
	}
	return strings.Join(out, ", ")
}

// rulesOff are the rules that are named; a name that none has is wrong usage.
func rulesOff(names []string) (ingest.Off, error) {
	off := ingest.Off{}
	for _, n := range names {
		if !slices.ContainsFunc(ingest.Rules, func(r ingest.Rule) bool { return string(r.Reason) == n }) {
			return nil, usageError{fmt.Errorf("import: there is no rule %q; the rules are: %s", n, ruleNames())}
		}
		off[ingest.Reason(n)] = true
	}
	return off, nil
}

type importResult struct {
	Project    string          `json:"project"`
	DryRun     bool            `json:"dry_run,omitempty"` // what follows is what would be
	Loaded     int             `json:"loaded"`
	Duplicates int             `json:"duplicates"`
	Known      int             `json:"known,omitempty"` // entries of feeds that were not fetched again
	Refused    int             `json:"refused"`
	Files      []jobs.Imported `json:"files"`
}

// importCode: duplicates are no fault; a refusal among others is a loss; nothing but refusals is a failure.
func importCode(r jobs.ImportReport) int {
	switch refused := r.Count(jobs.Refused); {
	case refused == 0:
		return exitDone
	case refused == len(r.Files):
		return exitFailed
	}
	return exitLosses
}

// tellSites says, before pages are fetched that feeds link, from which site they come, each site once. It is nil where the result is for machines.
func (c *command) tellSites() func(address string, page, of int) {
	if c.json {
		return nil
	}
	told := map[string]bool{}
	return func(address string, _, of int) {
		if site := jobs.Site(address); !told[site] {
			told[site] = true
			fmt.Fprintf(c.out, "fetching   the pages at %s that the feed links, of %d in all; --summaries keeps its summaries instead\n", site, of)
		}
	}
}

// complain names the refused files on standard error.
func (c *command) complain(r jobs.ImportReport) {
	for _, f := range r.Files {
		if f.Outcome == jobs.Refused {
			fmt.Fprintf(c.errors, "rubricator: %s: %s\n", nameOf(f), f.Reason)
		}
	}
}

func tellImport(w io.Writer, r jobs.ImportReport) {
	for _, f := range r.Files {
		switch f.Outcome {
		case jobs.Loaded:
			fmt.Fprintf(w, "loaded     %s: %s (%s)\n", nameOf(f), f.Title, f.Decoding)
		case jobs.Duplicate:
			fmt.Fprintf(w, "duplicate  %s: the text of %q; --keep-duplicates keeps it twice\n", nameOf(f), f.Title)
		case jobs.Known:
			fmt.Fprintf(w, "known      %s: %s\n", nameOf(f), f.Reason)
		}
		for _, n := range f.Near {
			fmt.Fprintf(w, "           tells the story of %q (%.0f %% alike)\n", n.Title, 100*n.Jaccard)
		}
		for _, warning := range f.Warnings {
			fmt.Fprintf(w, "           %s\n", warning)
		}
	}
	fmt.Fprintf(w, "%d loaded, %d there already, %d refused\n", r.Count(jobs.Loaded), r.Count(jobs.Duplicate)+r.Count(jobs.Known), r.Count(jobs.Refused))
}

// nameOf is the file, and what in it.
func nameOf(f jobs.Imported) string {
	if f.Part != "" {
		return f.File + ", " + f.Part
	}
	return f.File
}
