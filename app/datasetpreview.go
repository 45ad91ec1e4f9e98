package app

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// monospace is the face that files are shown in.
const monospace = "monospace"

// How much of a dataset is shown beforehand.
const (
	previewDocuments = 3
	previewBytes     = 64 << 10 // of each file
)

// datasetPreview shows the first records of a dataset, as they would stand in its files.
type datasetPreview struct {
	w     *Window
	root  *fyne.Container
	top   *fyne.Container // the names of the files
	tabs  *tabs
	view  *textview.View
	pages []previewPage
}

// previewPage is the beginning of a file.
type previewPage struct {
	name   string
	blocks *textview.Blocks
}

func newDatasetPreview(w *Window) *datasetPreview {
	p := &datasetPreview{w: w, top: container.NewStack(), view: textview.New(w.fonts)}
	p.view.Keys = w.keys
	p.view.OnZoom = w.zoom
	p.root = container.NewBorder(p.top, nil, nil, nil, p.view)
	p.show(nil)
	return p
}

// prefer sets the records as large as the user likes articles, and closer.
func (p *datasetPreview) prefer() {
	p.view.SetTypography(textview.Typography{Face: monospace, Size: p.w.settings.TextSize * 0.8, Leading: 1.4, Measure: -1})
	p.view.SetStill(p.w.settings.NoMotion)
}

// show shows other files; the one that was shown stays in sight where it is there still.
func (p *datasetPreview) show(pages []previewPage) {
	on, was := 0, p.on()
	names := make([]string, len(pages))
	for i, page := range pages {
		if names[i] = page.name; page.name == was {
			on = i
		}
	}
	p.pages = pages
	if len(names) == 0 {
		names = []string{"First records"}
	}
	p.tabs = newTabs(p.w.fonts, p.turn, names...)
	p.top.Objects = []fyne.CanvasObject{container.New(&inset{4, 4}, p.tabs.root)}
	p.turn(on)
	p.root.Refresh()
}

// on is the name of the file that is shown.
func (p *datasetPreview) on() string {
	if p.tabs == nil || p.tabs.on >= len(p.pages) {
		return ""
	}
	return p.pages[p.tabs.on].name
}

func (p *datasetPreview) turn(i int) {
	p.tabs.show(i)
	if i < len(p.pages) {
		p.view.SetBlocks(p.pages[i].blocks)
	} else {
		p.view.SetText(nil)
	}
}

func (p *datasetPreview) hasFiles() bool { return len(p.pages) > 1 }

// step turns to another file, round the last.
func (p *datasetPreview) step(by int) {
	n := len(p.pages)
	p.turn((p.tabs.on + by + n) % n)
}

// copy puts what is selected on the clipboard.
func (p *datasetPreview) copy() {
	if quote := annotation.Quote(p.view.Text(), p.view.Selection()); quote != "" {
		p.w.app.Clipboard().SetContent(quote)
		p.w.status.say("Copied: " + quoted(quote, 80))
	}
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
