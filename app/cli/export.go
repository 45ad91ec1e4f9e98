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
	format, out, status := "", "", ""
	cmd := &cobra.Command{
		Use:   "export -p PROJECT -o OUT",
		Short: "Write the marks as a dataset",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			choice, err := interchange.ParseChoice(status)
			switch {
			case err != nil:
				return usageError{err}
			case format != "jsonl":
				return usageError{fmt.Errorf("export: format %q is unknown; there is: jsonl", format)}
			case out == "":
				return usageError{errors.New("export: name the file to write: -o OUT.jsonl, or -o - for standard output")}
			}
			p, err := c.reader()
			if err != nil {
				return err
			}
			defer p.Close()
			if out == "-" {
				_, err := jobs.Export(cmd.Context(), p, choice, c.out)
				return err
			}
			r, err := jobs.ExportFile(cmd.Context(), p, choice, out)
			if err != nil {
				return err
			}
			return c.print(r, func(w io.Writer) {
				fmt.Fprintf(w, "%d marks and %d relations of %d documents in %s\n", r.Spans, r.Relations, r.Documents, r.Path)
			})
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&format, "format", "jsonl", "the format: jsonl")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write, - for standard output (required)")
	cmd.Flags().StringVar(&status, "status", "started", "whose marks: started (in work or done), done, any (also documents nobody has marked)")
	return cmd
}
