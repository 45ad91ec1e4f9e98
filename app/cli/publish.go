package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rubricator/annotation/bundle"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/storage"
)

func (c *command) publishCommand() *cobra.Command {
	withoutTexts := false
	cmd := &cobra.Command{
		Use:   "publish -p PROJECT [FOLDER | FILE]",
		Short: "Write everything you did as a signed bundle for your colleagues",
		Long: "publish writes all that you did in the project as a bundle, a file that ends in " + bundle.Ending + ", into a folder (this one when\n" +
			"none is named). Colleagues take it in by collect, as often as they like. A bundle is never changed; publish again later.",
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			to := "."
			if len(args) == 1 {
				to = args[0]
			}
			p, err := c.changer()
			if err != nil {
				return err
			}
			report, err := c.publish(cmd, p, to, withoutTexts)
			if err := errors.Join(err, p.Close()); err != nil {
				return err
			}
			return c.print(report, func(w io.Writer) {
				fmt.Fprintf(w, "%s\n%s and %s by %s, signed by the key %s\n", report.Path, count(report.Edits, "edit"), count(report.Texts, "text"), report.Annotator, report.Fingerprint)
			})
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().BoolVar(&withoutTexts, "without-texts", false, "leave the articles' texts out; for colleagues who have them")
	return cmd
}

func (c *command) publish(cmd *cobra.Command, p *storage.Project, to string, withoutTexts bool) (r jobs.PublishReport, err error) {
	f, err := settings.UserFolders()
	if err != nil {
		return r, err
	}
	key, err := f.DeviceKey(p.Path())
	if err != nil {
		return r, err
	}
	return jobs.Publish(cmd.Context(), p, jobs.Publishing{Key: key, Program: cmd.Root().Version, NoTexts: withoutTexts}, to)
}

func (c *command) collectCommand() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:   "collect -p PROJECT {BUNDLE | FOLDER | PROJECT.rubric}...",
		Short: "Take in what colleagues published, in any order and as often as you like",
		Long: "collect takes bundles in, all bundles of folders, and colleagues' project files. Where two changed one mark both are kept. A bundle\n" +
			"that builds on work that is not here waits in the project and is taken in when that comes. Before anything is taken in a backup\n" +
			"is made. A project that is not there yet is made with the scheme of the first bundle.",
		Args: atLeast(1, "at least one bundle, folder or project file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := c.joiner(args)
			if err != nil {
				return err
			}
			report, err := c.collect(cmd, p, args, yes)
			err = errors.Join(err, p.Close())
			if c.code = collectCode(report); err != nil {
				return err
			}
			for _, r := range report.Refused {
				fmt.Fprintf(c.errors, "rubricator: %s: refused: %s\n", r.Name, r.Why)
			}
			return c.print(report, func(w io.Writer) { tellCollected(w, report) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().BoolVar(&yes, "yes", false, "take in also what would change or remove more than a fifth of what is here")
	return cmd
}

// joiner opens the project, and makes it when it is missing, with the scheme of the first bundle.
func (c *command) joiner(args []string) (*storage.Project, error) {
	if err := c.needProject(); err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.path); !errors.Is(err, os.ErrNotExist) {
		return c.changer()
	}
	scheme, err := jobs.SchemeOf(args[0])
	if err != nil {
		return nil, err
	}
	o, err := identity(c.path)
	if err != nil {
		return nil, err
	}
	return storage.Create(c.path, scheme, o)
}

func (c *command) collect(cmd *cobra.Command, p *storage.Project, paths []string, yes bool) (r jobs.CollectReport, err error) {
	f, err := settings.UserFolders()
	if err != nil {
		return r, err
	}
	return jobs.Collect(cmd.Context(), p, paths, jobs.Collecting{Backups: f.Backups(p.Path()), Consent: func(*storage.Sweeping) bool { return yes }})
}

func collectCode(r jobs.CollectReport) int {
	switch {
	case len(r.Refused)+len(r.Waiting) == 0:
		return exitDone
	case len(r.Collected) > 0:
		return exitLosses
	}
	return exitFailed
}

func tellCollected(w io.Writer, r jobs.CollectReport) {
	for _, f := range r.Collected {
		fmt.Fprintf(w, "%s: %s new", f.Name, count(f.Edits, "edit"))
		if f.Edits > 0 {
			fmt.Fprintf(w, " (%d rows added, %d changed, %d removed)", f.Added, f.Changed, f.Removed)
		}
		if f.Fingerprint != "" {
			fmt.Fprintf(w, ", signed by %s, key %s\n", f.From, f.Fingerprint)
		} else {
			fmt.Fprintln(w, ", signed by nobody")
		}
	}
	for _, f := range r.Waiting {
		for _, missing := range f.Missing {
			fmt.Fprintf(w, "%s: waits for %s\n", f.Name, missing)
		}
	}
	if r.Conflicts > 0 {
		fmt.Fprintf(w, "%s to settle: Review, Conflicts\n", count(r.Conflicts, "conflict"))
	}
	if said := r.Misfits.String(); said != "" {
		fmt.Fprintf(w, "%s: Review, Marks that no longer fit\n", said)
	}
	for _, n := range r.Namesakes {
		fmt.Fprintln(w, n)
	}
	for _, e := range r.Erased {
		fmt.Fprintln(w, e)
	}
	if len(r.Erased) > 0 {
		fmt.Fprintln(w, "to erase them here too: rubricator erase --erased-by-others")
	}
	if r.Backup != "" {
		fmt.Fprintf(w, "as it was before: %s\n", r.Backup)
	}
}
