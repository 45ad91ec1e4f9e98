package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/app/jobs"
)

// insightRow is a row of the place.
type insightRow struct {
	heading bool // it begins a part of the list and leads nowhere
	title   string
	about   string
	value   string // "" and a bar: there is a bar alone
	under   string // below the value
	bar     *bar
	wide    bool          // it has no bar, and its words have the room of one
	says    func() string // what the figures are, in sentences
	find    func() []agreement.Behind
}

// rowsOf are the rows of a view.
func (i *insight) rowsOf(view int) []insightRow {
	switch view {
	case viewProgress:
		return i.progressRows()
	case viewTime:
		return i.groupRows("By the "+i.found.Bucket+" in which the last set of an article was finished", i.found.Over)
	case viewConfusion:
		return i.confusionRows()
	case viewWorst:
		return i.worstRows()
	}
	return i.agreementRows()
}

// shown is the measure that rows show.
func (i *insight) shown() *agreement.Measure {
	if i.measure != nil {
		return i.measure
	}
	return jobs.F1(i.found.Rule)
}

func (i *insight) agreementRows() []insightRow {
	r := i.found.Report
	rows := []insightRow{{heading: true, title: "All labels together"}}
	for _, m := range i.found.Headline() {
		row := i.figureRow(r.All, m)
		if t := i.found.TellMeasure(r.All, m); t.Defined {
			row.about = t.Sentence
		}
		row.title = m.Name
		rows = append(rows, row)
	}
	rows = append(rows, i.groupRows("By label: "+i.shown().Name, r.Labels)...)
	rows = append(rows, i.groupRows("By pair: "+i.shown().Name, r.Pairs)...)
	if len(r.Pairs) > 1 {
		rows = append(rows, i.groupRows("Each annotator against the others: "+i.shown().Name, r.Annotators)...)
	}
	rows = append(rows, i.attributeRows()...)
	rows = append(rows, i.linkRows()...)
	for _, apart := range i.found.Apart {
		g := i.groupRows("Suggestions apart: "+strings.ToLower(jobs.Suggestions(apart.Origins)), []agreement.Group{apart.Group})
		g[1].find = nil // the marks of another choice are behind it
		rows = append(rows, g...)
	}
	return rows
}

// attributeRows are the attributes of marks that match.
func (i *insight) attributeRows() (rows []insightRow) {
	for _, g := range i.found.Report.Labels {
		for k, f := range g.Figures {
			if f.Measure != agreement.AttributeShare {
				continue
			}
			t := i.found.Tell(g.Selection, f)
			row := insightRow{title: i.found.About(g.Selection) + ": " + f.Of, about: t.Sentence, value: t.Value, under: t.Interval, bar: figureBar(t),
				find: func() []agreement.Behind { return i.behindAttribute(g.Selection, f.Of) }}
			row.says = func() string {
				said := row.title
				for _, of := range g.Figures[k : k+3] { // the share, kappa and alpha
					said += "\n\n" + told(i.found.Tell(g.Selection, of))
				}
				return said
			}
			if !t.Defined {
				row.value, row.about = "–", "not defined: "+t.Why
			}
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return append([]insightRow{{heading: true, title: "Values of marks that match: the same"}}, rows...)
}

// behindAttribute gives the marks that match and of which one has a value of an attribute.
func (i *insight) behindAttribute(s agreement.Selection, attribute string) []agreement.Behind {
	has := func(sp *annotation.Span) bool { return sp != nil && len(sp.Attributes()[attribute]) > 0 }
	return slices.DeleteFunc(i.found.Study.Behind(s, i.found.Rule), func(b agreement.Behind) bool {
		return b.First == nil || b.Second == nil || !has(b.First) && !has(b.Second)
	})
}

// linkRows are the links, all and by type.
func (i *insight) linkRows() (rows []insightRow) {
	all := i.found.Report.All
	for _, f := range all.Figures {
		if f.Measure != agreement.RelationF1 {
			continue
		}
		t := i.found.Tell(all.Selection, f)
		if f.Of == "" && !t.Defined {
			return nil // nobody made a link
		}
		row := insightRow{title: i.found.NameOf(f), about: t.Rests, value: t.Value, under: t.Interval, bar: figureBar(t), says: func() string { return told(t) },
			find: func() []agreement.Behind { return i.found.Study.BehindLinks(agreement.Selection{}, f.Of) }}
		if f.Of == "" {
			row.title = "All links"
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return append([]insightRow{{heading: true, title: "Links between marks that match: " + agreement.RelationF1.Name}}, rows...)
}

// groupRows are a heading and a row for each group; nothing where there are none.
func (i *insight) groupRows(heading string, groups []agreement.Group) []insightRow {
	if len(groups) == 0 {
		return nil
	}
	rows := []insightRow{{heading: true, title: heading}}
	for _, g := range groups {
		rows = append(rows, i.figureRow(g, i.shown()))
	}
	return rows
}

// figureRow is a group by one measure. It says all its figures.
func (i *insight) figureRow(g agreement.Group, m *agreement.Measure) insightRow {
	t := i.found.TellMeasure(g, m)
	row := insightRow{title: i.found.About(g.Selection), about: t.Rests, says: func() string { return i.saysOf(g, m) }, bar: figureBar(t), value: t.Value, under: t.Interval}
	if !t.Defined {
		row.value, row.about = "–", "not defined: "+t.Why
	}
	row.find = func() []agreement.Behind { return i.found.Study.Behind(g.Selection, i.found.Rule) }
	return row
}

// saysOf tells a figure, and then the others of its group.
func (i *insight) saysOf(g agreement.Group, first *agreement.Measure) string {
	var lead, rest, undefined []string
	for _, f := range g.Figures {
		t := i.found.Tell(g.Selection, f)
		if f.Measure == first && f.Of == "" {
			lead = append(lead, told(t))
		} else if t.Defined {
			rest = append(rest, told(t))
		} else {
			undefined = append(undefined, told(t))
		}
	}
	return i.found.About(g.Selection) + "\n\n" + strings.Join(slices.Concat(lead, rest, undefined), "\n\n")
}

// told is a figure with all there is to say about it.
func told(t jobs.Told) string {
	if !t.Defined {
		return t.Name + ": not defined, because " + t.Why + ".\n" + t.Sentence
	}
	said := t.Name + ": " + t.Value
	if t.Interval != "" {
		said += " (" + t.Interval + " in 95 of 100 samples of the articles)"
	}
	said += "\n" + t.Sentence
	if t.Reading != "" {
		said += " By Krippendorff’s bounds: " + t.Reading + "."
	}
	if t.Rests != "" {
		said += "\n" + t.Rests
	}
	return said
}

func (i *insight) progressRows() []insightRow {
	rows := []insightRow{{heading: true, title: "How far everybody is"}}
	for _, c := range i.found.Annotators {
		if c.Reference {
			continue
		}
		all := c.Todo + c.InWork + c.Done + c.Skipped
		said := fmt.Sprintf("%s done, %s in work, %s skipped, %s to do", grouped(c.Done), grouped(c.InWork), grouped(c.Skipped), grouped(c.Todo))
		row := insightRow{title: c.Name, about: said + ", " + plural(c.Total(), "mark"), value: grouped(c.Done) + " of " + grouped(all), bar: progressBar(c)}
		row.says = func() string {
			said := c.Name + "\n\n" + said + ".\n" + plural(c.Compared, "article") + " compared with others."
			for _, l := range c.Marks {
				said += "\n" + i.found.NameOfLabel(l.Label) + ": " + grouped(l.Count)
			}
			return said
		}
		rows = append(rows, row)
	}
	if len(rows) == 1 {
		rows[0].title = "Nobody marked anything yet."
	}
	return append(rows, i.labelRows()...)
}

// labelRows count marks by label.
func (i *insight) labelRows() []insightRow {
	counts, by := map[string]int{}, map[string][]string{}
	var order []string
	most := 0
	for _, c := range i.found.Annotators {
		for _, l := range c.Marks {
			if counts[l.Label] == 0 {
				order = append(order, l.Label)
			}
			counts[l.Label] += l.Count
			by[l.Label] = append(by[l.Label], c.Name+" "+grouped(l.Count))
			most = max(most, counts[l.Label])
		}
	}
	if len(order) == 0 {
		return nil
	}
	rows := []insightRow{{heading: true, title: "Marks by label, of sets in work and done"}}
	for _, l := range order {
		name := i.found.NameOfLabel(l)
		rows = append(rows, insightRow{title: name, about: strings.Join(by[l], ", "), value: grouped(counts[l]), bar: countBar(counts[l], most),
			says: func() string {
				return name + "\n\n" + plural(counts[l], "mark") + ":\n" + strings.Join(by[l], "\n")
			}})
	}
	return rows
}

// confusionRows are the cells of the matrix off the diagonal, the largest first.
func (i *insight) confusionRows() []insightRow {
	m := i.found.Confusions()
	var rows []insightRow
	add := func(heading, of string, cells []agreement.Confusion) {
		if len(cells) == 0 {
			return
		}
		rows = append(rows, insightRow{heading: true, title: heading})
		for _, c := range cells {
			title := i.nameOrNone(c.First) + " and " + i.nameOrNone(c.Second)
			rows = append(rows, insightRow{title: title, about: of, value: grouped(c.Count), bar: countBar(c.Count, cells[0].Count),
				says: func() string { return title + "\n\n" + plural(c.Count, "time") + " " + of + "." }, find: i.behindBoth(c)})
		}
	}
	add("Labels that stand for each other", "one annotator has the one label where the other has the other", i.found.Confused)
	var alone []agreement.Confusion
	none := annotation.LabelRole{}
	for _, c := range i.found.Cells {
		if (c.First == none) != (c.Second == none) {
			alone = append(alone, c)
		}
	}
	sortCells(alone)
	add("Marks that the other has none for", "rows of the matrix are "+m.First+", columns "+m.Second, alone)
	return rows
}

func (i *insight) nameOrNone(l annotation.LabelRole) string {
	if l == (annotation.LabelRole{}) {
		return "no mark"
	}
	return i.found.Scheme.NameOf(l)
}

func (i *insight) behindCell(c agreement.Confusion) func() []agreement.Behind {
	return func() []agreement.Behind { return i.found.Study.Confused(agreement.Selection{}, i.found.Rule, c) }
}

// behindBoth is behindCell of two labels either way round.
func (i *insight) behindBoth(c agreement.Confusion) func() []agreement.Behind {
	if c.First == (annotation.LabelRole{}) || c.Second == (annotation.LabelRole{}) {
		return i.behindCell(c)
	}
	return func() []agreement.Behind {
		return append(i.behindCell(c)(), i.behindCell(agreement.Confusion{First: c.Second, Second: c.First})()...)
	}
}

// worstRows are all shared articles, that with least agreement first.
func (i *insight) worstRows() []insightRow {
	rows := []insightRow{{heading: true, title: "Articles with least agreement first: " + i.shown().Name}}
	for _, g := range i.found.Report.Worst(i.shown(), i.found.Shared) {
		rows = append(rows, i.figureRow(g, i.shown()))
	}
	if len(rows) == 1 {
		return nil
	}
	return rows
}

// fill shows a row.
func (i *insight) fill(at widget.ListItemID, o fyne.CanvasObject) {
	if at < len(i.rows) {
		o.(*figureRow).show(i.rows[at])
	}
}

// tell says the figures of the row at hand.
func (i *insight) tell(row int) {
	said := ""
	switch {
	case i.found == nil:
	case row >= 0 && row < len(i.rows) && !i.rows[row].heading:
		said = i.rows[row].says()
	case len(i.rows) == 0:
		said = "There is nothing to show here. " + i.found.NoneShared()
	}
	if said != i.sayings.Text() {
		i.sayings.SetText(said)
		i.telling.ScrollToTop()
		i.telling.Refresh()
	}
}

// headingStyle is how a row that begins a part is written.
var headingStyle = rowStyle(theme.ColorNamePlaceHolder, true)
