package app

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation/ingest"
	"rubricator/app/textview"
)

// importRow is an article that may be loaded, a file that could not be read, or the heading of a file that gave several articles.
type importRow struct {
	heading bool
	read    *readSheet
	begin   int // the line of the sheet with which the article begins
}

// rows are those of all that was read. A file with several articles has a heading.
func (in *incoming) rows() (out []importRow) {
	each := map[string]int{}
	for _, r := range in.read {
		each[r.file] += max(1, len(r.each))
	}
	file := ""
	for _, r := range in.read {
		if each[r.file] > 1 && r.file != file {
			out = append(out, importRow{heading: true, read: r})
		}
		file = r.file
		if r.sheet == nil {
			out = append(out, importRow{read: r})
			continue
		}
		for n := range r.each {
			out = append(out, importRow{read: r, begin: r.sheet.Begin(n)})
		}
	}
	return out
}

// article is what is to be said of the row's article, if it is one.
func (r importRow) article() (readArticle, bool) {
	if r.heading || r.read.sheet == nil {
		return readArticle{}, false
	}
	n, _ := r.read.sheet.At(r.begin)
	return r.read.each[n], true
}

// draft is the row's article; nil where there is none.
func (r importRow) draft() *ingest.Draft {
	if r.heading || r.read.sheet == nil {
		return nil
	}
	n, _ := r.read.sheet.At(r.begin)
	return r.read.sheet.Articles[n]
}

// fault is why the row cannot be loaded; nil: it can.
func (r importRow) fault() error {
	if a, ok := r.article(); ok {
		return a.fault
	}
	return r.read.fault
}

// isTicked tells whether a row is to be loaded: as a person ticked it, else unless it is there already.
func (p *importPlace) isTicked(r importRow) bool {
	a, ok := r.article()
	if !ok || a.fault != nil {
		return false
	}
	if ticked, told := p.ticks[r]; told {
		return ticked
	}
	return !a.copy.Same
}

// tick ticks a row, or no longer; of a heading all rows of its file.
func (p *importPlace) tick(at int) {
	if at < 0 || at >= len(p.rows) {
		return
	}
	p.touched = true
	row := p.rows[at]
	if !row.heading {
		if row.fault() == nil {
			p.ticks[row] = !p.isTicked(row)
		}
		p.changed()
		return
	}
	var of []importRow
	for _, r := range p.rows[at+1:] {
		if r.heading || r.read.file != row.read.file {
			break
		}
		of = append(of, r)
	}
	to := slices.ContainsFunc(of, func(r importRow) bool { return r.fault() == nil && !p.isTicked(r) })
	for _, r := range of {
		if r.fault() == nil {
			p.ticks[r] = to
		}
	}
	p.changed()
}

// key takes the keys of the list: Space ticks, Enter goes to the text.
func (p *importPlace) key(key fyne.KeyName) bool {
	switch key {
	case fyne.KeySpace:
		p.tick(p.list.row)
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.text.isShown() {
			p.w.win.Canvas().Focus(p.text.view)
		}
	default:
		return false
	}
	return true
}

// choose takes a click on a row, which shows its text.
func (p *importPlace) choose(at int) {
	p.list.point(at)
}

func (p *importPlace) fill(at widget.ListItemID, o fyne.CanvasObject) {
	if at >= len(p.rows) {
		return
	}
	r, row := p.rows[at], o.(*listRow)
	style := rowTitle
	switch {
	case r.heading:
		style.Bold = true
		row.setSign("", theme.Color(theme.ColorNameForeground))
	case r.fault() != nil:
		row.setSign("×", theme.Color(theme.ColorNameError))
	case p.isTicked(r):
		row.setSign("☑", theme.Color(theme.ColorNameForeground))
	default:
		row.setSign("☐", theme.Color(theme.ColorNameForeground))
	}
	row.title.SetStyle(style)
	row.show(p.titleOf(r), p.aboutOf(r))
}

func (p *importPlace) titleOf(r importRow) string {
	switch d := r.draft(); {
	case r.heading:
		return textview.Isolate(filepath.Base(r.read.file))
	case d != nil:
		return textview.Isolate(d.Title())
	}
	return textview.Isolate(r.read.name())
}

// aboutOf is what is to be said of a row, and then what is known of it.
func (p *importPlace) aboutOf(r importRow) string {
	if r.heading {
		n := 0
		for _, other := range p.in.read {
			if other.file == r.read.file {
				n += len(other.each)
			}
		}
		return plural(n, "article")
	}
	parts := r.remarks()
	if d := r.draft(); d != nil {
		for _, s := range []string{d.Details.Outlet, d.Details.Published} {
			if s != "" {
				parts = append(parts, textview.Isolate(s))
			}
		}
		if a, _ := r.article(); a.sketch != nil {
			parts = append(parts, plural(a.sketch.Words, "word"))
		}
		if d.Details.Language != "" {
			parts = append(parts, textview.Isolate(d.Details.Language))
		}
	}
	return strings.Join(parts, " · ")
}

// nearShown is how many letters of a title are shown beside a copy.
const nearShown = 40

// remarks are what is to be said of a row before it is loaded.
func (r importRow) remarks() (out []string) {
	if fault := r.fault(); fault != nil {
		return []string{"refused: " + fault.Error()}
	}
	a, _ := r.article()
	if a.copy.Same {
		out = append(out, "same as “"+quoted(a.copy.As, nearShown)+"”")
	}
	if len(a.copy.Near) > 0 {
		n := a.copy.Near[0]
		out = append(out, fmt.Sprintf("tells the story of “%s”, %.0f %%", quoted(n.Title, nearShown), 100*n.Jaccard))
	}
	d := r.draft()
	if n := linesLeftOut(d.LeftOut()); n > 0 {
		out = append(out, plural(n, "line")+" left out")
	}
	switch n := len(d.Warnings); {
	case n == 1:
		out = append(out, "a warning")
	case n > 1:
		out = append(out, plural(n, "warning"))
	}
	return out
}

func linesLeftOut(each []ingest.LeftOut) (lines int) {
	for _, l := range each {
		lines += l.Lines
	}
	return lines
}

// copyStale are the articles of what was changed, as another goroutine may have them.
func (p *importPlace) copyStale() map[*readSheet][]*ingest.Draft {
	out := map[*readSheet][]*ingest.Draft{}
	for r := range maps.Keys(p.stale) {
		for _, d := range r.sheet.Articles {
			out[r] = append(out[r], d.Clone())
		}
	}
	return out
}
