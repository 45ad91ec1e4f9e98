package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"rubricator/storage"
)

func (c *command) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check -p PROJECT",
		Short: "Check that every text, mark and edit of a project is as it was written",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := c.reader()
			if err != nil {
				return err
			}
			defer p.Close()
			findings, err := p.Check(cmd.Context())
			if err != nil {
				return err
			}
			head, err := p.Head(cmd.Context())
			if err != nil && len(findings) == 0 { // else what was found says why it cannot be read
				return err
			}
			if len(findings) > 0 {
				c.code = exitFailed
			}
			return c.print(checkResult(c.path, head, findings), func(w io.Writer) {
				for _, f := range findings {
					fmt.Fprintf(w, "%s: %s %s\n", f.Check, f.Row, f.Text)
				}
				if len(findings) == 0 {
					fmt.Fprintln(w, "sound")
				}
				fmt.Fprintln(w, "acts:", tellHead(head))
			})
		},
	}
	c.projectFlag(cmd)
	return cmd
}

type checked struct {
	Project  string       `json:"project"`
	Sound    bool         `json:"sound"`
	Head     storage.Head `json:"head"` // of the journal
	Findings []finding    `json:"findings"`
}

type finding struct {
	Check string `json:"check"`
	Row   string `json:"row"`
	Text  string `json:"text"`
}

func checkResult(path string, head storage.Head, findings []storage.Finding) checked {
	r := checked{Project: path, Sound: len(findings) == 0, Head: head, Findings: []finding{}}
	for _, f := range findings {
		r.Findings = append(r.Findings, finding{f.Check, f.Row, f.Text})
	}
	return r
}
