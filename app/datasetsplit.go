package app

import (
	"cmp"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/split"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// splitList lists which article goes to which part, and why. Enter or a click opens the article.
type splitList struct {
	w     *Window
	list  *keyList
	tell  func(said string) // says what the row at hand is
	desk  *desk             // that the articles are of; it is asked for titles while the window closes, too
	dealt []jobs.DealtArticle
	how   *interchange.Split
	parts map[annotation.ID]split.Part
	n     map[split.Part]int
	rows  []int // an article, by its place; below 0: the heading of the part of the article that follows
}

const partHeading = -1

func newSplitList(w *Window, tell func(said string)) *splitList {
	l := &splitList{w: w, tell: tell}
	l.list = newKeyList(w.keys, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newFigureRow(w.fonts) }, func(at widget.ListItemID, o fyne.CanvasObject) {
		if at < len(l.rows) {
			o.(*figureRow).show(l.row(at).insightRow)
		}
	})
	l.list.HideSeparators = true
	l.list.chosen = func(row int) { l.list.unselect(); l.lead(row) }
	l.list.caret = func(key fyne.KeyName) bool {
		if key != fyne.KeyReturn && key != fyne.KeyEnter {
			return false
		}
		if !w.keys.repeated() {
			l.lead(l.list.row)
		}
		return true
	}
	l.list.pointed = func(row int) {
		if row < len(l.rows) && l.list.focused {
			r := l.row(row)
			l.tell(cmp.Or(r.full, r.title))
		}
	}
	l.list.escape = func() { w.dataset.focus() }
	return l
}

// lead opens the article of a row.
func (l *splitList) lead(row int) {
	if row >= 0 && row < len(l.rows) && l.rows[row] != partHeading {
		l.w.dataset.counts.openArticle(l.dealt[l.rows[row]].ID, "")
	}
}

// show lists articles that were dealt out. The words of a row are found when it comes in sight, for there can be many.
func (l *splitList) show(dealt []jobs.DealtArticle, how *interchange.Split) {
	l.desk, l.dealt, l.how, l.rows = l.w.desk, dealt, how, nil
	l.parts, l.n = map[annotation.ID]split.Part{}, map[split.Part]int{}
	for i := range dealt {
		a := &dealt[i]
		if l.n[a.Part] == 0 {
			l.rows = append(l.rows, partHeading)
		}
		l.rows = append(l.rows, i)
		l.n[a.Part]++
		l.parts[a.ID] = a.Part
	}
	l.list.row = min(l.list.row, max(0, len(l.rows)-1))
	l.list.Refresh()
}

// row is what stands in a row.
func (l *splitList) row(at int) datasetRow {
	if l.rows[at] != partHeading {
		return l.article(&l.dealt[l.rows[at]])
	}
	part := l.dealt[l.rows[at+1]].Part
	return heading(fmt.Sprintf("%s · %s, %.0f %%", part, plural(l.n[part], "article"), 100*float64(l.n[part])/float64(len(l.dealt))))
}

// article is an article with its outlet, its date and why it is in its part.
func (l *splitList) article(a *jobs.DealtArticle) datasetRow {
	title, why := textview.Isolate(l.desk.titleOf(a.ID)), l.why(a)
	for _, other := range a.Leaks {
		why += fmt.Sprintf("; shares much of its text with %s in %s", quoted(l.desk.titleOf(other), 60), l.parts[other])
	}
	var about []string
	for _, s := range []string{textview.Isolate(a.Outlet), a.Published} {
		if s != "" {
			about = append(about, s)
		}
	}
	about = append(about, why)
	said := strings.Join(about, " · ")
	return datasetRow{insightRow: insightRow{title: title, about: said, wide: true}, full: title + ": " + said + "."}
}

// why tells what took an article to its part.
func (l *splitList) why(a *jobs.DealtArticle) string {
	how := l.how
	var with []string
	if others := len(a.Stories) - 1; others > 0 {
		first := a.Stories[0]
		if first == a.ID {
			first = a.Stories[1]
		}
		said := "one story with " + quoted(l.desk.titleOf(first), 60)
		if others > 1 {
			said += " and " + plural(others-1, "other")
		}
		with = append(with, said)
	}
	switch {
	case how.By == string(split.ByOutlet) && strings.TrimSpace(a.Outlet) != "":
		with = append(with, "its outlet stays together")
	case how.By == string(split.ByDate) && a.Published == "":
		with = append(with, "without a date, so among the oldest")
	case how.By == string(split.ByDate):
		with = append(with, "by its date")
	case how.Stratify:
		with = append(with, "so that labels are even")
	case len(with) == 0:
		with = append(with, fmt.Sprintf("by the seed, %d", how.Seed))
	}
	return strings.Join(with, ", ")
}
