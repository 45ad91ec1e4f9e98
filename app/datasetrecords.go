package app

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// How much of a dataset is shown beforehand.
const (
	previewDocuments = 3
	previewBytes     = 64 << 10 // of each file
)

// take takes in other files; the one that was shown stays in sight where it is there still.
func (p *datasetPreview) take(pages []previewPage) {
	on, was := 0, p.on()
	names := make([]string, len(pages))
	for i, page := range pages {
		if names[i] = page.name; page.name == was {
			on = i
		}
	}
	p.pages = pages
	if len(names) == 0 {
		names = []string{""}
	}
	p.tabs = newTabs(p.w.fonts, p.turn, names...)
	p.tabs.show(on)
	p.top.Objects = nil
	if len(pages) > 0 {
		p.top.Objects = []fyne.CanvasObject{container.New(&inset{4, 0}, p.tabs.root)}
	}
}

// on is the name of the file that is shown.
func (p *datasetPreview) on() string {
	if p.tabs == nil || p.tabs.on >= len(p.pages) {
		return ""
	}
	return p.pages[p.tabs.on].name
}

// turn shows a file.
func (p *datasetPreview) turn(i int) {
	p.tabs.show(i)
	p.look(&p.pages[i])
}

func (p *datasetPreview) hasFiles() bool { return len(p.pages) > 1 && p.kind.on == seeRecords }

// step turns to another file, round the last.
func (p *datasetPreview) step(by int) {
	n := len(p.pages)
	p.turn((p.tabs.on + by + n) % n)
}

// previewOf makes the first records of a dataset ready to be shown, on any goroutine.
func previewOf(ctx context.Context, d *desk, r interchange.Recipe) ([]previewPage, error) {
	files, err := jobs.Preview(ctx, d.project, r, previewDocuments)
	if err != nil {
		return nil, err
	}
	var pages []previewPage
	for _, name := range files.Files() {
		t, err := text.New(beginning(files[name]))
		if err != nil {
			return nil, err
		}
		pages = append(pages, previewPage{name, textview.FindPlainBlocks(t)})
	}
	return pages, nil
}

// beginning is the beginning of a file for people to read: of one that is no text, its size.
func beginning(b []byte) string {
	if !utf8.Valid(b) || strings.IndexByte(string(b), 0) >= 0 {
		return "This file is no text. With these articles it has " + plural(len(b), "byte") + "."
	}
	s := strings.ReplaceAll(strings.ReplaceAll(string(b), "\r\n", "\n"), "\r", "\n")
	if len(s) <= previewBytes {
		return s
	}
	end := previewBytes
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "\n…"
}
