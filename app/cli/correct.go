package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
	"rubricator/storage"
)

func (c *command) correctCommand() *cobra.Command {
	document, from := "", ""
	cmd := &cobra.Command{
		Use:   "correct -p PROJECT --document ARTICLE FILE | --from ARTICLE --document ARTICLE",
		Short: "Bring the right text of an article in, and carry the marks over",
		Long: "correct takes the right text of an article, named by id or title or a beginning of either, from a file or standard input (-). It becomes an article of its own that\n" +
			"stands for the old one, which stays. Marks of everybody whose words are there move over; the others are listed. With --from, one's own\n" +
			"marks are carried over from one article to a copy of it that is there already. Ends with 3 where marks could not move.",
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if document == "" || (len(files) == 1) == (from != "") {
				return usageError{errors.New("correct: name the article (--document) and either a file with its text or the article that its marks come from (--from)")}
			}
			p, err := c.changer()
			if err != nil {
				return err
			}
			defer p.Close()
			done, err := c.correct(cmd.Context(), p, document, from, files)
			if err != nil {
				return err
			}
			if len(done.Stranded) > 0 {
				c.code = exitLosses
			}
			return c.print(done, func(w io.Writer) { tellCorrection(w, done) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&document, "document", "", "the article, by id or title or a beginning of either")
	cmd.Flags().StringVar(&from, "from", "", "the article that one's own marks are carried over from, by id or title or a beginning of either")
	return cmd
}

func (c *command) correct(ctx context.Context, p *storage.Project, document, from string, files []string) (jobs.Correction, error) {
	id, err := articlesNamed(ctx, p, "correct", document)
	if err != nil {
		return jobs.Correction{}, err
	}
	if from != "" {
		source, err := articlesNamed(ctx, p, "correct", from)
		if err != nil {
			return jobs.Correction{}, err
		}
		return jobs.Carry(ctx, p, source[0], id[0])
	}
	right, err := c.textOf(files[0])
	if err != nil {
		return jobs.Correction{}, err
	}
	return jobs.Correct(ctx, p, id[0], right, time.Now())
}

// textOf reads the text of a file, or of standard input.
func (c *command) textOf(path string) (string, error) {
	b, err := readAll(c.in, path)
	if err != nil {
		return "", err
	}
	d, err := ingest.Decoded(ingest.File{Name: path, Bytes: b}, ingest.Options{})
	if err != nil {
		return "", fmt.Errorf("read %q: %w", path, err)
	}
	return d.Text, nil
}

func readAll(in io.Reader, path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(path)
}

func tellCorrection(w io.Writer, c jobs.Correction) {
	fmt.Fprintf(w, "%s: %s came over\n", c.Title, count(c.Marks, "mark"))
	for _, s := range c.Stranded {
		fmt.Fprintf(w, "  stays behind: %s by %s: %q\n", s.Label, s.Annotator, s.Quote)
	}
	if c.Hidden {
		fmt.Fprintln(w, "  others' marks come over where their words are there; which, is hidden from you until yours are done")
	}
}
