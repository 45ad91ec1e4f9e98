package formats_test

import (
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/formattest"
)

// TestEveryFileIsKnownAsWhatReadsIt looks at the first bytes of what each format writes, as one does who is given a file.
func TestEveryFileIsKnownAsWhatReadsIt(t *testing.T) {
	for _, f := range formats.All {
		if f.Write == nil || f.Read == nil {
			continue
		}
		files := formattest.Written(t, f, interchange.Options{}, formattest.Sample(), formattest.Unmarked())
		known := map[*interchange.Format]bool{}
		for _, name := range files.Files() {
			for _, g := range formats.All {
				if g.Sniff != nil && g.Sniff(name, files[name][:min(len(files[name]), 4096)]) {
					known[g] = true
				}
			}
		}
		if len(known) != 1 {
			t.Errorf("%s is known as %d formats", f.Name, len(known))
		}
		for g := range known {
			marks := 0
			for in, err := range g.Read(files) {
				if err != nil {
					t.Errorf("%s, read as %s: %v", f.Name, g.Name, err)
				}
				marks += len(in.Spans)
			}
			if marks == 0 {
				t.Errorf("%s, read as %s, has no marks", f.Name, g.Name)
			}
		}
	}
}
