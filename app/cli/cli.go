// Package cli is the program without a window: the commands.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/storage"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // failed, nothing done, or check found something
	exitUsage  = 2
	exitLosses = 3 // done, but with items refused or lost, all of them reported
)

// Views is what the commands need of the package that can draw.
type Views interface {
	// Picture draws the window on a project into a PNG file, without a display.
	Picture(project, png string) error
	// Speed opens a window on the largest document of a file and measures itself.
	Speed(ctx context.Context, o SpeedOptions) (Speed, error)
	// Start opens the window on a project and measures how long that takes.
	Start(ctx context.Context, project string) (Start, error)
	// Version is the program's version.
	Version() string
}

// command is one run of the program.
type command struct {
	views  Views
	in     io.Reader
	out    io.Writer
	errors io.Writer
	json   bool
	path   string // of the project
	code   int
}

// usageError is a wrong use of a command.
type usageError struct{ error }

// IsCommand tells whether a first argument is for a command, and not a project to open.
func IsCommand(arg string) bool {
	if strings.HasPrefix(arg, "-") {
		return true
	}
	names := []string{"help", "completion", "__complete"}
	for _, c := range (&command{}).root().Commands() {
		names = append(names, c.Name())
	}
	return slices.Contains(names, arg)
}

// Main runs the command that args name and gives the exit code. Results go to out, errors to errs alone.
func Main(args []string, in io.Reader, out, errs io.Writer, v Views) int {
	c := &command{views: v, in: in, out: out, errors: errs}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root := c.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return c.code
	}
	fmt.Fprintln(errs, "rubricator:", err)
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "rubricator [PROJECT]",
		Short: "Mark claims, statistics and attributions in news articles, and export them as training data",
		Long: "rubricator [PROJECT] opens the window on a project file, or on the project used last.\n" +
			"The commands do without a window; rubricator COMMAND --help tells more.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			return usageError{fmt.Errorf("%q is not a command; try: rubricator help", args)}
		},
	}
	if c.views != nil {
		root.Version = c.views.Version()
	}
	root.PersistentFlags().BoolVar(&c.json, "json", false, "print the result as JSON")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(c.importCommand(), c.exportCommand(), c.checkCommand(), c.verifyCommand(), c.demoCommand(), c.selftestCommand(), c.versionCommand())
	root.AddCommand(c.schemeCommand(), c.suggestCommand(), c.historyCommand(), c.commentsCommand(), c.publishCommand(), c.collectCommand(), c.correctCommand(),
		c.agreementCommand(), c.peopleCommand(), c.roundCommand(), c.compareCommand(), c.formatsCommand(), c.eraseCommand(), c.detailsCommand(), c.removeCommand(), c.searchCommand(), c.listCommand())
	return root
}

// projectFlag gives a command the flag -p.
func (c *command) projectFlag(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&c.path, "project", "p", "", "the project file (required)")
}

func (c *command) needProject() error {
	if c.path == "" {
		return usageError{errors.New("name the project: -p FILE.rubric")}
	}
	return nil
}

// atLeast wants n arguments.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return usageError{fmt.Errorf("%s: name %s", cmd.Name(), what)}
		}
		return nil
	}
}

func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usageError{fmt.Errorf("%s: unexpected %q", cmd.Name(), args[n])}
		}
		return nil
	}
}

// exactly wants n arguments.
func exactly(n int, what string) cobra.PositionalArgs {
	return cobra.MatchAll(atLeast(n, what), atMost(n))
}

// print writes the result as JSON, or as what the function writes for people.
func (c *command) print(result any, people func(w io.Writer)) error {
	if !c.json {
		people(c.out)
		return nil
	}
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(result)
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprint(n) + " " + noun + "s"
}

// reader opens the project beside whoever works on it.
func (c *command) reader() (*storage.Project, error) {
	if err := c.needProject(); err != nil {
		return nil, err
	}
	return openReader(c.path)
}

// ownReader is reader for what not everybody is to see: the project knows who reads. It makes nothing; who never worked on this device is nobody.
func (c *command) ownReader() (*storage.Project, error) {
	if err := c.needProject(); err != nil {
		return nil, err
	}
	f, err := settings.UserFolders()
	if err != nil {
		return nil, err
	}
	s, err := settings.Load(f)
	if err != nil {
		return nil, err
	}
	path, err := filepath.Abs(c.path)
	if err != nil {
		return nil, err
	}
	return storage.Open(c.path, storage.Options{ReadOnly: true, Annotator: s.Who(path), Insist: f.Own(path)})
}

func openReader(path string) (*storage.Project, error) {
	own, err := isOwn(path)
	if err != nil {
		return nil, err
	}
	return storage.Open(path, storage.Options{ReadOnly: true, Insist: own})
}

// isOwn tells a project that lies where the program keeps what is the user's.
func isOwn(path string) (bool, error) {
	f, err := settings.UserFolders()
	if err != nil {
		return false, err
	}
	path, err = filepath.Abs(path)
	return f.Own(path), err
}

// writer opens the project to change it, and makes it when it is missing. The edits are this user's.
func (c *command) writer() (p *storage.Project, created bool, err error) {
	return c.writerWith(func() (annotation.Scheme, error) { return jobs.ShippedScheme("") })
}

// writerWith is writer with the scheme of a project that is missing.
func (c *command) writerWith(scheme func() (annotation.Scheme, error)) (p *storage.Project, created bool, err error) {
	if err := c.needProject(); err != nil {
		return nil, false, err
	}
	if _, err := os.Stat(c.path); !errors.Is(err, os.ErrNotExist) {
		p, err = c.changer()
		return p, false, err
	}
	o, err := identity(c.path)
	if err != nil {
		return nil, false, err
	}
	s, err := scheme()
	if err != nil {
		return nil, false, err
	}
	p, err = storage.Create(c.path, s, o)
	return p, true, err
}

// changer opens a project that is there to change it. The edits are this user's.
func (c *command) changer() (*storage.Project, error) {
	if err := c.needProject(); err != nil {
		return nil, err
	}
	if err := c.isThere(); err != nil {
		return nil, err
	}
	o, err := identity(c.path)
	if err != nil {
		return nil, err
	}
	p, err := storage.Open(c.path, o)
	if err == nil && p.ReadOnly() != nil {
		err = errors.Join(p.ReadOnly(), p.Close())
	}
	return p, err
}

func (c *command) isThere() error {
	if _, err := os.Stat(c.path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("open project %q: %w", filepath.Base(c.path), os.ErrNotExist)
	}
	return nil
}

// identity is who this user is on this device, and how a project at path is opened.
func identity(path string) (storage.Options, error) {
	f, err := settings.UserFolders()
	if err != nil {
		return storage.Options{}, err
	}
	s, err := settings.Load(f)
	if err != nil {
		return storage.Options{}, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return storage.Options{}, err
	}
	actor, err := s.Actor(f, path)
	if err != nil {
		return storage.Options{}, err
	}
	return storage.Options{Actor: actor, Annotator: s.Who(path), Backups: f.Backups(path), Insist: f.Own(path)}, s.Save()
}
