package jobs

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation/ingest/sources"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
)

// SourceAt is a folder, or files; nil where both are named.
func SourceAt(paths []string) interchange.Source {
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			if len(paths) > 1 {
				return nil
			}
			return interchange.Marks{InFolder: interchange.InFolder(p)}
		}
	}
	return interchange.OnDisk(paths)
}

// DatasetAt tells what paths look like; the format is nil where they are no dataset with marks. A folder of articles is one only in a format that keeps
// its texts in files.
func DatasetAt(paths []string) (interchange.Source, *interchange.Format) {
	if slices.Contains(paths, "-") {
		return nil, nil
	}
	src := SourceAt(paths)
	if src == nil {
		return nil, nil
	}
	d := formats.Find(src)
	if d.Format == nil || !strings.HasSuffix(d.Format.Extension, "/") && slices.ContainsFunc(d.Others, isArticle) {
		return nil, nil
	}
	return d.Source, d.Format
}

// sideFiles are the endings of files that stand beside the marks in datasets, as lists of labels and of losses. They are read as articles too, but not
// where there are marks.
var sideFiles = []string{".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".xml"}

func isArticle(name string) bool {
	return sources.Takes(name) && !slices.Contains(sideFiles, strings.ToLower(filepath.Ext(name)))
}
