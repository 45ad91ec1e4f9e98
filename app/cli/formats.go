package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
)

// formatTold is a format as --json prints it.
type formatTold struct {
	Name     string               `json:"name"`
	Title    string               `json:"title"`
	Unit     interchange.Unit     `json:"offset_unit"`
	AnyUnit  bool                 `json:"any_unit"`
	Folder   bool                 `json:"folder"`
	Written  bool                 `json:"written"`
	Read     bool                 `json:"read"`
	TextFree bool                 `json:"without_text"`
	Policies []interchange.Policy `json:"policies"`
}

func (c *command) formatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the formats of datasets, with what they do with what they cannot hold",
		Args:  atMost(0),
		RunE: func(*cobra.Command, []string) error {
			told := []formatTold{}
			for _, f := range formats.All {
				told = append(told, formatTold{f.Name, f.Title, f.Unit, f.AnyUnit, strings.HasSuffix(f.Extension, "/"), f.Write != nil, f.Read != nil, f.TextFree,
					append([]interchange.Policy{}, f.Policies...)})
			}
			return c.print(map[string][]formatTold{"formats": told}, func(w io.Writer) {
				for _, f := range told {
					fmt.Fprintln(w, f.line())
					for i, p := range f.Policies {
						usual := ""
						if i == 0 && len(f.Policies) > 1 {
							usual = " (usual)"
						}
						fmt.Fprintf(w, "    --policy %s: %s%s\n", p.Name, p.Says, usual)
					}
				}
			})
		},
	}
}

// line is a format in a line: "doccano: doccano JSONL, offsets in utf16 or others, out and in".
func (f *formatTold) line() string {
	unit, ways := string(f.Unit), map[[2]bool]string{{true, true}: "out and in", {true, false}: "out", {false, true}: "in"}
	if f.AnyUnit {
		unit += " or others"
	}
	return fmt.Sprintf("%s: %s, offsets in %s, %s", f.Name, f.Title, cmp.Or(unit, "none"), ways[[2]bool{f.Written, f.Read}])
}
