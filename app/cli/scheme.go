package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/annotation/schemefile"
	"rubricator/app/jobs"
	"rubricator/assets"
	"rubricator/storage"
)

func (c *command) schemeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scheme COMMAND",
		Short: "Write, check, compare and replace schemes: what may be marked",
		Args: func(_ *cobra.Command, args []string) error {
			return usageError{errors.New("scheme: name what to do: export, import, validate or diff" + unknown(args))}
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // or cobra would print the help and end well
	}
	cmd.AddCommand(c.schemeExportCommand(), c.schemeImportCommand(), c.schemeValidateCommand(), c.schemeDiffCommand())
	return cmd
}

func unknown(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return fmt.Sprintf("; %q is none of them", args[0])
}

func (c *command) schemeExportCommand() *cobra.Command {
	shipped, out := "", ""
	cmd := &cobra.Command{
		Use:   "export (-p PROJECT | --shipped NAME) -o FILE",
		Short: "Write the scheme of a project, or one that comes with the program, as a YAML file",
		Args:  atMost(0),
		RunE: func(*cobra.Command, []string) error {
			switch {
			case out == "":
				return usageError{errors.New("scheme export: name the file to write: -o FILE.yaml, or -o - for standard output")}
			case (c.path == "") == (shipped == ""):
				return usageError{errors.New("scheme export: name a project with -p FILE.rubric, or a scheme of the program with --shipped NAME")}
			}
			s, err := c.schemeToExport(shipped)
			if err != nil {
				return err
			}
			return c.writeScheme(s, out)
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().Lookup("project").Usage = "the project file"
	cmd.Flags().StringVar(&shipped, "shipped", "", "a scheme that comes with the program: "+strings.Join(assets.SchemeNames(), ", "))
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write, - for standard output (required)")
	return cmd
}

func (c *command) schemeToExport(shipped string) (annotation.Scheme, error) {
	if shipped != "" {
		return jobs.ShippedScheme(shipped)
	}
	return schemeOf(c.path)
}

// schemeOf reads the scheme of a project beside whoever works on it.
func schemeOf(path string) (annotation.Scheme, error) {
	p, err := openReader(path)
	if err != nil {
		return annotation.Scheme{}, err
	}
	return *p.Scheme(), p.Close()
}

// writeScheme writes a file and says so, or to standard output.
func (c *command) writeScheme(s annotation.Scheme, out string) error {
	if out == "-" {
		b, err := schemefile.Write(s)
		if err == nil {
			_, err = c.out.Write(b)
		}
		return err
	}
	if err := jobs.WriteSchemeFile(s, out); err != nil {
		return err
	}
	return c.print(exportedScheme{out, s.Name, s.Version}, func(w io.Writer) { fmt.Fprintf(w, "%s, version %d, in %s\n", s.Name, s.Version, out) })
}

type exportedScheme struct {
	Path    string `json:"path"`
	Name    string `json:"name"`
	Version int    `json:"version"`
}

func (c *command) schemeImportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import -p PROJECT FILE",
		Short: "Give a project the scheme of a YAML file, or of standard input (-), as its next version",
		Args:  exactly(1, "the scheme file, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.needProject(); err != nil {
				return err
			}
			next, err := c.readScheme(args[0])
			if err != nil {
				return err
			}
			p, err := c.changer()
			if err != nil {
				return err
			}
			change, err := jobs.ReplaceScheme(cmd.Context(), p, next)
			if err = errors.Join(err, p.Close()); err != nil {
				return err
			}
			return c.print(importedScheme{c.path, change.Scheme.Name, change.Scheme.Version, differencesOf(change.Differences)}, func(w io.Writer) { tellChange(w, change) })
		},
	}
	c.projectFlag(cmd)
	return cmd
}

type importedScheme struct {
	Project     string       `json:"project"`
	Name        string       `json:"name"`
	Version     int          `json:"version"`
	Differences []difference `json:"differences"`
}

func tellChange(w io.Writer, change jobs.SchemeChange) {
	for _, d := range change.Differences {
		fmt.Fprintln(w, d)
	}
	if len(change.Differences) == 0 {
		fmt.Fprintf(w, "nothing differs: %s stays version %d\n", change.Scheme.Name, change.Scheme.Version)
		return
	}
	fmt.Fprintf(w, "%s is now version %d\n", change.Scheme.Name, change.Scheme.Version)
}

// difference is one as --json prints it.
type difference struct {
	annotation.SchemeDifference
	Says string `json:"says"`
}

func differencesOf(list []annotation.SchemeDifference) []difference {
	out := []difference{}
	for _, d := range list {
		out = append(out, difference{d, d.String()})
	}
	return out
}

func (c *command) schemeValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE",
		Short: "Tell all that is wrong with a scheme file, or standard input (-), with line and field",
		Args:  exactly(1, "the scheme file, or - for standard input"),
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := c.read(args[0])
			if err != nil {
				return err
			}
			s, faults := schemefile.Check(b)
			if len(faults) > 0 {
				c.code = exitFailed
			}
			return c.print(validResult(args[0], s, faults), func(w io.Writer) {
				if len(faults) == 0 {
					fmt.Fprintf(w, "%s: valid, %s\n", s.Name, contents(s))
				}
				tellFaults(w, args[0], faults)
			})
		},
	}
}

type validated struct {
	File    string        `json:"file"`
	Valid   bool          `json:"valid"`
	Name    string        `json:"name,omitempty"`
	Version int           `json:"version,omitempty"`
	Faults  []schemeFault `json:"faults"`
}

type schemeFault struct {
	Line  int    `json:"line,omitempty"`
	Field string `json:"field,omitempty"`
	Says  string `json:"says"`
}

func validResult(file string, s annotation.Scheme, faults []*schemefile.Fault) validated {
	r := validated{file, len(faults) == 0, s.Name, s.Version, []schemeFault{}}
	for _, f := range faults {
		r.Faults = append(r.Faults, schemeFault{f.Line, f.Field, f.Says})
	}
	return r
}

// tellFaults writes faults as compilers do, so that editors find the line.
func tellFaults(w io.Writer, file string, faults []*schemefile.Fault) {
	if file == "-" {
		file = "standard input"
	}
	for _, f := range faults {
		place := file
		if f.Line > 0 {
			place += fmt.Sprintf(":%d", f.Line)
		}
		if f.Field != "" {
			place += ": " + f.Field
		}
		fmt.Fprintf(w, "%s: %s\n", place, f.Says)
	}
}

// contents counts what a scheme has.
func contents(s annotation.Scheme) string {
	roles, attributes := 0, len(s.Document)
	for _, l := range s.Labels {
		roles += len(l.Roles)
		attributes += len(l.Attributes)
		for _, r := range l.Roles {
			attributes += len(r.Attributes)
		}
	}
	return strings.Join([]string{count(len(s.Labels), "label"), count(roles, "role"), count(attributes, "attribute"),
		count(len(s.Relations), "relation"), count(len(s.Modules), "module")}, ", ")
}

func (c *command) schemeDiffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff A B",
		Short: "Tell what differs between two schemes, each a YAML file, a project file, or shipped:NAME",
		Args:  exactly(2, "two schemes, each a file, a project, or shipped:NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			if args[0] == "-" && args[1] == "-" {
				return usageError{errors.New("scheme diff: standard input is one scheme, not two")}
			}
			a, err := c.anyScheme(args[0])
			if err != nil {
				return err
			}
			b, err := c.anyScheme(args[1])
			if err != nil {
				return err
			}
			found := annotation.DiffSchemes(&a, &b)
			return c.print(schemeDiff{args[0], args[1], differencesOf(found)}, func(w io.Writer) {
				for _, d := range found {
					fmt.Fprintln(w, d)
				}
				if len(found) == 0 {
					fmt.Fprintln(w, "nothing differs")
				}
			})
		},
	}
}

type schemeDiff struct {
	A           string       `json:"a"`
	B           string       `json:"b"`
	Differences []difference `json:"differences"`
}

// anyScheme reads a scheme from where its name leads to.
func (c *command) anyScheme(name string) (annotation.Scheme, error) {
	if shipped, ok := strings.CutPrefix(name, "shipped:"); ok {
		return jobs.ShippedScheme(shipped)
	}
	if name != "-" && (filepath.Ext(name) == ".rubric" || storage.IsDatabase(name)) {
		return schemeOf(name)
	}
	return c.readScheme(name)
}

// readScheme reads a scheme file. Its faults go to standard error, before the error that counts them.
func (c *command) readScheme(name string) (annotation.Scheme, error) {
	b, err := c.read(name)
	if err != nil {
		return annotation.Scheme{}, err
	}
	s, faults := schemefile.Check(b)
	tellFaults(c.errors, name, faults)
	if len(faults) > 0 {
		return s, fmt.Errorf("%q is no valid scheme: it has %s", name, count(len(faults), "fault"))
	}
	return s, nil
}

// read reads a file, or standard input where it is called -, but no more than a scheme file may have and one byte.
func (c *command) read(name string) ([]byte, error) {
	in := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, schemefile.Longest+1))
}
