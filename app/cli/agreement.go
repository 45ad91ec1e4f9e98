package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rubricator/annotation/agreement"
	"rubricator/annotation/text"
)

func (c *command) agreementCommand() *cobra.Command {
	units, length := "", int32(0)
	cmd := &cobra.Command{
		Use:   "agreement --units FILE",
		Short: "Measure how far annotators agree",
		Long: "agreement --units measures bare judgements in a CSV file, or in standard input (-), so that the measures can be checked\n" +
			"against published values. The first line names the columns. With coder,unit,value each line is the value that a coder gave\n" +
			"a unit; an empty value is missing. With coder,start,end,value each line is a stretch that a coder marked, which begins at\n" +
			"start and ends before end, counted from 0; a line with a coder alone is one who marked nothing. --length says how long\n" +
			"the marked text is where it goes on behind the last stretch. A measure that is not defined says why.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if units == "" {
				return usageError{errors.New("agreement: name a table of judgements: --units FILE.csv, or --units - for standard input")}
			}
			if cmd.Flags().Changed("length") && length < 1 {
				return usageError{fmt.Errorf("agreement: --length %d is no length", length)}
			}
			r, err := c.measureUnits(units, text.Pos(length))
			if err != nil {
				return err
			}
			return c.print(r, func(w io.Writer) { tellMeasured(w, r) })
		},
	}
	cmd.Flags().StringVar(&units, "units", "", "a CSV file of judgements, - for standard input (required)")
	cmd.Flags().Int32Var(&length, "length", 0, "how long the marked text is; else it ends with the last stretch")
	return cmd
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
