package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

func (c *command) exportCommand() *cobra.Command {
	format, out, status, round, reference := "", "", "", "", false
	cmd := &cobra.Command{
		Use:   "export -p PROJECT -o OUT",
		Short: "Write the marks as a dataset",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			choice, err := interchange.ParseChoice(status)
			switch {
			case err != nil:
				return usageError{fmt.Errorf("export: --status: %w", err)}
			case format != "jsonl":
				return usageError{fmt.Errorf("export: format %q is unknown; there is: jsonl", format)}
			case out == "":
				return usageError{errors.New("export: name the file to write: -o OUT.jsonl, or -o - for standard output")}
			}
			choice.Reference = reference
			p, err := c.reader()
			if err != nil {
				return err
			}
			defer p.Close()
			if round != "" {
				r, err := roundNamed(cmd.Context(), p, round)
				if err != nil {
					return fmt.Errorf("export: %w", err)
				}
				choice.Round = r.ID
			}
			var r jobs.ExportReport
			if out == "-" {
				r, err = jobs.Export(cmd.Context(), p, choice, c.out)
			} else {
				r, err = jobs.ExportFile(cmd.Context(), p, choice, out)
			}
			for _, lost := range r.Damaged {
				fmt.Fprintln(c.errors, "rubricator: left out:", lost)
				c.code = exitLosses
			}
			if errors.Is(err, jobs.ErrNothing) && r.Training == 0 {
				err = fmt.Errorf("%w; --status any takes all", err)
			}
			if err != nil || out == "-" {
				return err
			}
			return c.print(r, func(w io.Writer) {
				fmt.Fprintf(w, "%s and %s of %s in %s\n", count(r.Spans, "mark"), count(r.Relations, "relation"), count(r.Documents, "document"), r.Path)
				if r.Training > 0 {
					fmt.Fprintf(w, "%s left out: training is never exported\n", count(r.Training, "document"))
				}
			})
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&format, "format", "jsonl", "the format: jsonl")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write, - for standard output (required)")
	cmd.Flags().StringVar(&round, "round", "", "the documents of a round alone")
	cmd.Flags().StringVar(&status, "status", "started", "whose marks: started (in work or done), done, any (also what is skipped and documents nobody has marked)")
	cmd.Flags().BoolVar(&reference, "reference", false, "the reference that was decided on in review, and not what each person marked")
	return cmd
}
