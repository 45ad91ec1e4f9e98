package formats_test

import (
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/interchange/formattest"
)

// Shapes of one tool are read by the same reader: "doccano" is as good as "doccano-relations".
func TestWhatEachFormatWritesIsKnownAsOfItsTool(t *testing.T) {
	for _, f := range formats.All {
		if f.Write == nil || f.Read == nil {
			continue
		}
		files := formattest.Written(t, f, interchange.Options{}, formattest.Sample(), formattest.Unmarked())
		tool, _, _ := strings.Cut(f.Name, "-")
		if got := formats.Sniffed(files); got == nil || !strings.HasPrefix(got.Name, tool) {
			t.Errorf("%s is taken for %v", f.Name, got)
		}
	}
	if got := formats.Sniffed(interchange.InMemory{"a.txt": []byte("Prices rose.\n"), "b.json": []byte(`{"a":1}`)}); got != nil {
		t.Errorf("articles are taken for %s", got.Name)
	}
}
