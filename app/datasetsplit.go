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
	rows  []datasetRow
	dealt bool // it lists what the recipe at hand comes to
}

func newSplitList(w *Window, tell func(said string)) *splitList {
	l := &splitList{w: w, tell: tell}
	l.list = newKeyList(w.keys, func() int { return len(l.rows) }, func() fyne.CanvasObject { return newFigureRow(w.fonts) }, func(at widget.ListItemID, o fyne.CanvasObject) {
		if at < len(l.rows) {
			o.(*figureRow).show(l.rows[at].insightRow)
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
		if row < len(l.rows) {
			l.tell(cmp.Or(l.rows[row].full, l.rows[row].title))
		}
	}
	l.list.escape = func() { w.dataset.focus() }
	return l
}

func (l *splitList) lead(row int) {
	if row >= 0 && row < len(l.rows) && l.rows[row].lead != nil {
		l.rows[row].lead()
	}
}

// forget lists nothing.
func (l *splitList) forget() {
	l.rows, l.dealt = nil, false
	l.list.row = 0
	l.list.Refresh()
}

// says is what is to be known of the whole list.
func (l *splitList) says(r *interchange.Recipe) string {
	if r.Split == nil {
		return "This recipe makes no parts. Split, at the left, makes them."
	}
	return "Where an older dataset is replaced, its articles stay in the parts that they had."
}

// show lists articles that were dealt out.
func (l *splitList) show(dealt []jobs.DealtArticle, how *interchange.Split) {
	l.rows, l.dealt = nil, true
	n, parts := map[split.Part]int{}, map[annotation.ID]split.Part{}
	for i := range dealt {
		n[dealt[i].Part]++
		parts[dealt[i].ID] = dealt[i].Part
	}
	last := split.Part("")
	for i := range dealt {
		a := &dealt[i]
		if a.Part != last {
			last = a.Part
			l.rows = append(l.rows, heading(fmt.Sprintf("%s · %s, %.0f %%", a.Part, plural(n[a.Part], "article"), 100*float64(n[a.Part])/float64(len(dealt)))))
		}
		l.rows = append(l.rows, l.row(a, how, parts))
	}
	l.list.Refresh()
	l.list.ScrollToTop()
}

// row is an article with its outlet, its date and why it is in its part.
func (l *splitList) row(a *jobs.DealtArticle, how *interchange.Split, parts map[annotation.ID]split.Part) datasetRow {
	title, why := textview.Isolate(l.w.dataset.counts.titleOf(a.ID)), l.why(a, how)
	for _, other := range a.Leaks {
		why += fmt.Sprintf("; shares much of its text with %s in %s", quoted(l.w.dataset.counts.titleOf(other), 60), parts[other])
	}
	var about []string
	for _, s := range []string{textview.Isolate(a.Outlet), a.Published} {
		if s != "" {
			about = append(about, s)
		}
	}
	about = append(about, why)
	said := strings.Join(about, " · ")
	id := a.ID
	return datasetRow{insightRow: insightRow{title: title, about: said, wide: true}, full: title + ": " + said + ".", lead: func() { l.w.dataset.counts.openArticle(id, "") }}
}

// why tells what took an article to its part.
func (l *splitList) why(a *jobs.DealtArticle, how *interchange.Split) string {
	var with []string
	if others := len(a.Stories) - 1; others > 0 {
		first := a.Stories[0]
		if first == a.ID {
			first = a.Stories[1]
		}
		said := "one story with " + quoted(l.w.dataset.counts.titleOf(first), 60)
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
