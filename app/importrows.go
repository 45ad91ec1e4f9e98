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

// tick ticks a row, or no longer; of a heading all rows of its file.
func (p *importPlace) tick(at int) {
	if at < 0 || at >= len(p.rows) {
		return
	}
	p.touched = true
	row := p.rows[at]
	if !row.heading {
		if row.fault() == nil {
			p.ticks[row] = ticking(!p.isTicked(row))
		}
		p.changed()
		return
	}
	of := p.rowsOf(at)
	to := slices.ContainsFunc(of, func(r importRow) bool { return r.fault() == nil && !p.isTicked(r) })
	for _, r := range of {
		if r.fault() == nil {
			p.ticks[r] = ticking(to)
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

// ticking is what becomes of a row that is ticked, or no longer.
func ticking(on bool) becoming {
	if on {
		return inStory
	}
	return staysOut
}

// rowsOf are the rows under a heading.
func (p *importPlace) rowsOf(heading int) (of []importRow) {
	for _, r := range p.rows[heading+1:] {
		if r.heading || r.read.file != p.rows[heading].read.file {
			break
		}
		of = append(of, r)
	}
	return of
}

func (p *importPlace) fill(at widget.ListItemID, o fyne.CanvasObject) {
	if at >= len(p.rows) {
		return
	}
	r, row := p.rows[at], o.(*importLine)
	row.setSign(p.signOf(at))
	row.setLong(r.draft() == nil)
	title := rowTitle
	title.Bold = r.heading
	row.cells[importTitle].SetStyle(title)
	remarks := rowAbout
	switch {
	case r.fault() != nil:
		remarks.Ink = theme.ColorNameError
	case !r.heading:
		remarks.Ink = theme.ColorNameForeground
	}
	row.cells[importRemarks].SetStyle(remarks)
	row.write(p.cellsOf(r))
}

// signOf is what stands before a row, and its ink.
func (p *importPlace) signOf(at int) (string, fyne.ThemeColorName) {
	r := p.rows[at]
	switch {
	case r.heading:
		return p.signOfAll(p.rowsOf(at)), theme.ColorNameForeground
	case r.fault() != nil:
		return "×", theme.ColorNameError
	case p.isTicked(r):
		return "☑", theme.ColorNameForeground
	}
	return "☐", theme.ColorNameForeground
}

// signOfAll is what stands before the heading of some rows: whether all of them are ticked, none, or some.
func (p *importPlace) signOfAll(rows []importRow) string {
	ticked, all := 0, 0
	for _, r := range rows {
		if r.fault() == nil {
			all++
		}
		if p.isTicked(r) {
			ticked++
		}
	}
	switch ticked {
	case 0:
		return "☐"
	case all:
		return "☑"
	}
	return "–"
}

// cellsOf is what a row says, by column.
func (p *importPlace) cellsOf(r importRow) (out [importColumns]string) {
	d := r.draft()
	switch {
	case r.heading:
		n := 0
		for _, other := range p.in.read {
			if other.file == r.read.file {
				n += len(other.each)
			}
		}
		out[importTitle], out[importRemarks] = filepath.Base(r.read.file), plural(n, "article")
		return out
	case d == nil:
		out[importTitle] = r.read.name()
	default:
		out[importTitle] = d.Title()
		out[importOutlet], out[importDate], out[importLanguage] = d.Details.Outlet, dayOf(d.Details.Published), d.Details.Language
		if a, _ := r.article(); a.sketch != nil {
			out[importWords] = grouped(a.sketch.Words)
		}
	}
	out[importRemarks] = strings.Join(p.remarks(r), " · ")
	return out
}

// dayOf is a date without the time of day.
func dayOf(date string) string {
	day, _, _ := strings.Cut(date, "T")
	return day
}

// nearShown is how many letters of a title are shown beside a copy.
const nearShown = 40

// remarks are what is to be said of a row before it is loaded.
func (p *importPlace) remarks(r importRow) (out []string) {
	switch fault := r.fault(); {
	case r.read.needsColumns():
		return []string{"which column is the text?"}
	case fault != nil:
		return []string{"refused: " + fault.Error()}
	}
	a, _ := r.article()
	switch {
	case a.copy.Erased != nil:
		out = append(out, p.briefly(r)+": erased for good on "+a.copy.Erased.Day())
	case a.copy.Same:
		out = append(out, p.briefly(r)+": same as “"+quoted(a.copy.As, nearShown)+"”")
	case len(a.copy.Near) > 0:
		n := a.copy.Near[0]
		out = append(out, fmt.Sprintf("%s: %.0f %% like “%s”", p.briefly(r), 100*n.Jaccard, quoted(n.Title, nearShown)))
	}
	d := r.draft()
	if n := linesLeftOut(d.LeftOut()); n > 0 {
		out = append(out, plural(n, "line")+" out")
	}
	if n := len(d.Warnings); n > 0 {
		out = append(out, plural(n, "warning"))
	}
	if p.namesFile(r) {
		out = append(out, r.read.name())
	}
	return out
}

// namesFile tells whether a row says which file it came from: where there are several, and no heading over it names its own.
func (p *importPlace) namesFile(r importRow) bool {
	articles, others := 0, false
	for _, read := range p.in.read {
		if read.file == r.read.file {
			articles += len(read.each)
		} else {
			others = true
		}
		if others && articles > 1 {
			break
		}
	}
	return others && articles == 1
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
