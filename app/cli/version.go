package cli

import (
	"fmt"
	"io"
	"runtime"

	"github.com/mattn/go-sqlite3"
	"github.com/spf13/cobra"
)

func (c *command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Tell the version",
		Args:  atMost(0),
		RunE: func(*cobra.Command, []string) error {
			sqlite, _, _ := sqlite3.Version()
			v := map[string]string{"rubricator": c.views.Version(), "go": runtime.Version(), "sqlite": sqlite, "system": runtime.GOOS + "/" + runtime.GOARCH}
			return c.print(v, func(w io.Writer) {
				fmt.Fprintf(w, "rubricator %s (%s, SQLite %s, %s)\n", v["rubricator"], v["go"], v["sqlite"], v["system"])
			})
		},
	}
}
