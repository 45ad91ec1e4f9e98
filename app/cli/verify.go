package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"rubricator/app/jobs"
)

func (c *command) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify DATASET",
		Short: "Check that a dataset is as it was exported, and that its parts share no story",
		Long: "verify holds every file of a dataset's folder against the SHA-256 in its manifest.json. Where the dataset has parts it also reads their articles\n" +
			"and lists those of different parts that share much of their text, as copies of a wire report do. No project is needed.",
		Args: exactly(1, "name the folder of a dataset"),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := jobs.VerifyDataset(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if !v.IsSound() {
				c.code = exitFailed
			}
			return c.print(v, func(w io.Writer) { tellVerdict(w, v) })
		},
	}
}

func tellVerdict(w io.Writer, v jobs.DatasetVerdict) {
	for _, f := range v.Faults {
		fmt.Fprintln(w, f)
	}
	for _, l := range v.Leaks {
		fmt.Fprintf(w, "leak: %s and %s are %.0f %% alike (shared runs of three words, Jaccard)\n", l.A, l.B, 100*l.Jaccard)
	}
	if v.IsSound() {
		fmt.Fprintf(w, "sound: %s of %s\n", count(v.Files, "file"), v.Made)
	}
}
