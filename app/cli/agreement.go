package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// agreementFlags are what the command is given.
type agreementFlags struct {
	units       string
	length      int32
	labels      []string
	people      []string
	suggestions string
	match       string
	html, csv   string
	jobs.Measuring
}

func (c *command) agreementCommand() *cobra.Command {
	var f agreementFlags
	cmd := &cobra.Command{
		Use:   "agreement {-p PROJECT | --units FILE}",
		Short: "Measure how far annotators agree",
		Long: "agreement -p compares what annotators marked in a project: the articles that two or more of them have finished. Who finished\n" +
			"an article without a mark marked nothing, and that counts; articles of training rounds never do. --html writes a report with\n" +
			"charts, --csv one figure a line, --json all of it as one object. A measure that is not defined says why.\n\n" +
			"agreement --units measures bare judgements in a CSV file, or in standard input (-), so that the measures can be checked\n" +
			"against published values. The first line names the columns. With coder,unit,value each line is the value that a coder gave\n" +
			"a unit; an empty value is missing. With coder,start,end,value each line is a stretch that a coder marked, which begins at\n" +
			"start and ends before end, counted from 0; a line with a coder alone is one who marked nothing. --length says how long\n" +
			"the marked text is where it goes on behind the last stretch.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case f.units != "" && c.path != "":
				return usageError{errors.New("agreement: measure a project (-p) or a table (--units), not both")}
			case f.units == "" && c.path == "":
				return usageError{errors.New("agreement: name a project: -p FILE.rubric, or a table of judgements: --units FILE.csv, or --units - for standard input")}
			case cmd.Flags().Changed("length") && (f.length < 1 || c.path != ""):
				return usageError{fmt.Errorf("agreement: --length %d is no length of a table of stretches", f.length)}
			case c.path != "":
				return c.measureProject(cmd.Context(), f)
			}
			r, err := c.measureUnits(f.units, text.Pos(f.length))
			if err != nil {
				return err
			}
			return c.print(r, func(w io.Writer) { tellMeasured(w, r) })
		},
	}
	c.projectFlag(cmd)
	flags := cmd.Flags()
	flags.Lookup("project").Usage = "the project file"
	flags.StringVar(&f.Round, "round", "", "compare the articles of this round alone")
	flags.StringSliceVar(&f.labels, "label", nil, "compare marks of this label alone, as claim or attribution.source; may be given again")
	flags.StringSliceVar(&f.people, "annotator", nil, "compare this annotator with others named so; may be given again")
	flags.BoolVar(&f.Reference, "against-reference", false, "take the reference as one more annotator")
	flags.BoolVar(&f.InWork, "in-work", false, "compare sets that are in work, too")
	flags.StringVar(&f.suggestions, "suggestions", "all", "marks that began as suggestions: all, without or only")
	flags.StringVar(&f.match, "match", "overlap", "when marks match, for attributes, links and lists: overlap, exact or half")
	flags.BoolVar(&f.Gamma, "gamma", false, "compute gamma too, which takes long")
	flags.BoolVar(&f.Pseudonyms, "pseudonyms", false, "name annotators by their pseudonyms")
	flags.StringVar(&f.html, "html", "", "write a report into this file, - for standard output")
	flags.StringVar(&f.csv, "csv", "", "write the figures into this file, - for standard output")
	flags.StringVar(&f.units, "units", "", "a CSV file of judgements, - for standard input")
	flags.Int32Var(&f.length, "length", 0, "how long the marked text of --units is; else it ends with the last stretch")
	return cmd
}

// measureProject compares what annotators marked in a project.
func (c *command) measureProject(ctx context.Context, f agreementFlags) error {
	m := f.Measuring
	m.Zone = time.Local
	if c.views != nil {
		m.Program = c.views.Version()
	}
	var is [2]bool
	m.Origins, is[0] = agreement.ParseOrigins(f.suggestions)
	m.Rule, is[1] = agreement.ParseRule(f.match)
	switch {
	case !is[0]:
		return usageError{fmt.Errorf("agreement: --suggestions %q: want all, without or only", f.suggestions)}
	case !is[1]:
		return usageError{fmt.Errorf("agreement: --match %q: want overlap, exact or half", f.match)}
	case f.html == "-" && f.csv == "-" || c.json && (f.html == "-" || f.csv == "-"):
		return usageError{errors.New("agreement: only one result can go to standard output")}
	}
	for _, l := range f.labels {
		label, role, _ := strings.Cut(l, ".")
		m.Labels = append(m.Labels, annotation.LabelRole{Label: label, Role: role})
	}
	p, err := c.ownReader()
	if err != nil {
		return err
	}
	defer p.Close()
	if m.Annotators, err = namedAnnotators(ctx, p, f.people); err != nil {
		return err
	}
	a, err := jobs.MeasureAgreement(ctx, p, m, nil)
	if err != nil {
		return err
	}
	for _, lost := range a.Damaged {
		fmt.Fprintln(c.errors, "rubricator: left out:", lost)
		c.code = exitLosses
	}
	return c.giveAgreement(a, f)
}

// namedAnnotators finds people by their names.
func namedAnnotators(ctx context.Context, p *storage.Project, names []string) (out []annotation.ID, err error) {
	all, err := p.Annotators(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		n := len(out)
		for _, a := range all {
			if a.Name == name && a.Kind == annotation.Person {
				out = append(out, a.ID)
			}
		}
		if len(out) == n {
			return nil, fmt.Errorf("agreement: nobody is called %q in the project", name)
		}
	}
	return out, nil
}

// giveAgreement writes the files that are wanted, or prints the figures.
func (c *command) giveAgreement(a *jobs.Agreement, f agreementFlags) error {
	piped, files := false, ""
	for _, o := range []struct {
		to    string
		write func(io.Writer) error
		file  func(string) error
	}{{f.html, a.WriteHTML, a.WriteHTMLFile}, {f.csv, a.WriteCSV, a.WriteCSVFile}} {
		var err error
		switch o.to {
		case "":
			continue
		case "-":
			err = o.write(c.out)
		default:
			err = o.file(o.to)
		}
		if err != nil {
			return err
		}
		if o.to == "-" {
			piped = true
		} else {
			files += "\nwritten to " + o.to
		}
	}
	if piped {
		return nil
	}
	return c.print(a, func(w io.Writer) {
		tellAgreement(w, a)
		if files != "" {
			fmt.Fprintln(w, files)
		}
	})
}

// tellAgreement writes the figures that say most as tables.
func tellAgreement(w io.Writer, a *jobs.Agreement) {
	fmt.Fprintln(w, a.Compared())
	if said := a.NoneShared(); said != "" {
		fmt.Fprintln(w, said)
		if a.Begun > 0 {
			fmt.Fprintln(w, "--in-work compares sets that are in work, too.")
		}
		return
	}
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, m := range a.Headline() {
		t := a.TellMeasure(a.Report.All, m)
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\n", t.Name, t.Value, t.Interval, t.Sentence)
	}
	columns.Flush()
	tellGroups(w, a, "By label", a.Report.Labels)
	tellGroups(w, a, "By pair", a.Report.Pairs)
	if len(a.Report.Pairs) > 1 {
		tellGroups(w, a, "By annotator", a.Report.Annotators)
	}
	tellGroups(w, a, "Over time", a.Over)
	for _, apart := range a.Apart {
		tellGroups(w, a, jobs.Suggestions(apart.Origins), []agreement.Group{apart.Group})
	}
	if a.Gamma != nil {
		fmt.Fprintln(w)
		for _, t := range a.TellAll(*a.Gamma) {
			fmt.Fprintln(w, strings.TrimRight(t.Name+"  "+t.Value+"  "+t.Why, " "))
		}
	}
	tellWorst(w, a)
}

func tellGroups(w io.Writer, a *jobs.Agreement, title string, groups []agreement.Group) {
	if len(groups) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer columns.Flush()
	row := []string{""}
	for _, m := range a.Headline() {
		row = append(row, m.Name)
	}
	fmt.Fprintln(columns, strings.Join(row, "\t"))
	for _, g := range groups {
		row = []string{a.About(g.Selection)}
		for _, m := range a.Headline() {
			t := a.TellMeasure(g, m)
			if !t.Defined {
				t.Value = "not defined: " + t.Why
			}
			row = append(row, t.Value)
		}
		fmt.Fprintln(columns, strings.Join(row, "\t"))
	}
}

func tellWorst(w io.Writer, a *jobs.Agreement) {
	if len(a.Confused) > 0 {
		fmt.Fprintln(w, "\nLabels confused most")
		for _, c := range a.Confused {
			fmt.Fprintf(w, "%s and %s, %s\n", a.Scheme.NameOf(c.First), a.Scheme.NameOf(c.Second), count(c.Count, "time"))
		}
	}
	if len(a.Worst) > 0 {
		fmt.Fprintln(w, "\nArticles with least agreement")
		for _, d := range a.Worst {
			v, _ := d.Figure.Value()
			fmt.Fprintf(w, "%.3f  %s\n", v, d.Title)
		}
	}
}

// measured is the result of measuring a table.
type measured struct {
	File    string             `json:"file"`
	Coders  []string           `json:"coders"`
	Values  []string           `json:"values"`
	Length  text.Pos           `json:"length,omitempty"` // of what stretches were marked on
	Gamma   *gammaBasis        `json:"gamma,omitempty"`
	Figures []agreement.Figure `json:"figures"`
}

// gammaBasis is what gamma follows from, so that it can be computed again.
type gammaBasis struct {
	Seed     uint64  `json:"seed"`
	Samples  int     `json:"samples"`
	Observed float64 `json:"observed_disorder"`
	Expected float64 `json:"expected_disorder"`
}

func (c *command) measureUnits(path string, length text.Pos) (measured, error) {
	ratings, units, err := c.readUnits(path)
	if err != nil {
		return measured{}, fmt.Errorf("read %q: %w", path, err)
	}
	if ratings != nil {
		if length > 0 {
			return measured{}, usageError{fmt.Errorf("agreement: the units of %q have no bounds, so --length says nothing about them", path)}
		}
		t, err := agreement.NewTable(ratings)
		if err != nil {
			return measured{}, fmt.Errorf("measure %q: %w", path, err)
		}
		return measured{File: path, Coders: t.Coders(), Values: t.Values(), Figures: t.Figures()}, nil
	}
	x, err := agreement.NewContinuum(length, units)
	if err != nil {
		return measured{}, fmt.Errorf("measure %q: %w", path, err)
	}
	figures, g := x.Figures(agreement.GammaOptions{})
	r := measured{File: path, Coders: x.Coders(), Values: x.Values(), Length: x.Length(), Figures: figures}
	if g.Samples > 0 {
		r.Gamma = &gammaBasis{g.Seed, g.Samples, g.Observed, g.Expected}
	}
	return r, nil
}

func (c *command) readUnits(path string) ([]agreement.Rating, []agreement.Unit, error) {
	if path == "-" {
		return agreement.ReadCSV(c.in)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, errors.Unwrap(err) // the path is named before it
	}
	defer f.Close()
	return agreement.ReadCSV(f)
}

func tellMeasured(w io.Writer, r measured) {
	fmt.Fprintf(w, "%s: %s\n", count(len(r.Coders), "coder"), strings.Join(r.Coders, ", "))
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer columns.Flush()
	for _, f := range r.Figures {
		name := f.Measure.Name
		if f.Of != "" {
			name += ": " + f.Of
		}
		fmt.Fprintf(columns, "%s\t%s\n", name, tellFigure(f))
	}
}

// tellFigure writes the value, or why there is none.
func tellFigure(f agreement.Figure) string {
	v, ok := f.Value()
	if !ok {
		return "not defined: " + f.Undefined()
	}
	return fmt.Sprintf("%.4f", v)
}
