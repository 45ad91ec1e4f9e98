package app

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/app/textview"
	"rubricator/storage"
)

// recipeRow is one thing that a recipe says: a heading, a sentence, one of some values, several of many, or something written.
type recipeRow struct {
	page    string // which recipe it is of
	name    string
	heading bool
	says    string // a sentence on what stands before it

	values []string // one of these
	at     int
	set    func(at int)

	text  string // what is written; or what is ticked, where open is there
	open  func()
	write func(string) error
	many  bool   // in several lines
	hint  string // where nothing is written
}

// rowFormat is the row that has the focus first.
const rowFormat = "Format"

// offsetNames are what people call units of offsets.
var offsetNames = map[interchange.Unit]string{interchange.CodePoint: "Code points", interchange.UTF16: "UTF-16", interchange.UTF8Byte: "Bytes (UTF-8)", interchange.Grapheme: "Graphemes"}

// writtenFormats are those that can go out, in the order in which people are shown them.
func writtenFormats() []*interchange.Format {
	return slices.DeleteFunc(slices.Clone(formats.All), func(f *interchange.Format) bool { return f.Write == nil })
}

// oneOf is a row of one of some values. A value that is not among them, as from a file, is added.
func oneOf[T comparable](p *datasetPlace, name string, all []T, say func(T) string, now T, set func(T)) recipeRow {
	at := slices.Index(all, now)
	if at < 0 {
		all = append(slices.Clone(all), now)
		at = len(all) - 1
	}
	return recipeRow{name: name, values: said(all, say), at: at, set: func(at int) {
		set(all[at])
		p.changed()
	}}
}

// onOff is a row of two values, the first for what is not.
func onOff(p *datasetPlace, name, off, on string, is *bool) recipeRow {
	return oneOf(p, name, []bool{false, true}, func(b bool) string { return map[bool]string{false: off, true: on}[b] }, *is, func(b bool) { *is = b })
}

// line is a row of something written.
func line(name string, to *string, hint string) recipeRow {
	return recipeRow{name: name, text: *to, hint: hint, write: func(s string) error { *to = strings.TrimSpace(s); return nil }}
}

// recipeRows are the rows of the recipe at hand.
func (p *datasetPlace) recipeRows() []recipeRow {
	if p.w.desk == nil {
		return nil
	}
	rows := slices.Concat(p.bookRows(), p.formatRows(), p.choiceRows(), p.articleRows(), p.splitRows(), p.cardRows())
	for i := range rows {
		rows[i].page = strconv.Itoa(p.book.at)
	}
	return rows
}

func part(name string) recipeRow { return recipeRow{name: name, heading: true} }

// bookRows choose the recipe.
func (p *datasetPlace) bookRows() []recipeRow {
	names := said(p.book.names(), func(s string) string { return shortened(s, 18) })
	return []recipeRow{{name: "Recipe", values: names, at: p.book.at, set: func(at int) {
		p.book.at = at
		p.changed()
	}}}
}

func (p *datasetPlace) formatRows() []recipeRow {
	r := p.recipe()
	f, err := formats.Named(r.Format)
	if err != nil {
		return []recipeRow{part("As what"), {says: sentence(err)}}
	}
	title := func(f *interchange.Format) string { return f.Title }
	rows := []recipeRow{part("As what"), oneOf(p, rowFormat, writtenFormats(), title, f, p.setFormat)}
	if f.AnyUnit {
		rows = append(rows, oneOf(p, "Offsets count", interchange.Units, func(u interchange.Unit) string { return offsetNames[u] }, cmp.Or(r.Unit, f.Unit), func(u interchange.Unit) { r.Unit = u }))
	} else {
		rows = append(rows, recipeRow{says: "Offsets count " + strings.ToLower(offsetNames[f.Unit][:1]) + offsetNames[f.Unit][1:] + "."})
	}
	if len(f.Policies) > 0 {
		var names []string
		for _, x := range f.Policies {
			names = append(names, x.Name)
		}
		now := cmp.Or(r.Policy, names[0])
		if len(names) > 1 {
			rows = append(rows, oneOf(p, "Policy", names, upperFirst, now, func(name string) { r.Policy = name }))
		}
		if i := slices.Index(names, now); i >= 0 {
			rows = append(rows, recipeRow{says: upperFirst(f.Policies[i].Says) + "."})
		}
	}
	if f.TextFree {
		rows = append(rows, onOff(p, "Texts", "In it", "Offsets alone", &r.TextFree))
	}
	return append(rows, p.labelsRow(), line("Name of files", &r.Name, projectName(p.w.desk.project.Path())))
}

// setFormat takes another format, and what that cannot do out of the recipe.
func (p *datasetPlace) setFormat(f *interchange.Format) {
	r := p.recipe()
	r.Format = f.Name
	if !f.AnyUnit {
		r.Unit = ""
	}
	if !slices.ContainsFunc(f.Policies, func(x interchange.Policy) bool { return x.Name == r.Policy }) {
		r.Policy = ""
	}
	r.TextFree = r.TextFree && f.TextFree
}

// labelsRow says under which names marks go out. Names of one's own come from a file and stay at hand.
func (p *datasetPlace) labelsRow() recipeRow {
	r := p.recipe()
	const scheme, three, own = "As the scheme", "The three labels", "As in the file"
	all, now := []string{scheme, three}, scheme
	switch {
	case r.Labels.Three:
		now = three
	case len(r.Labels.Names) > 0:
		now = own
	}
	page := p.book.now()
	if len(r.Labels.Names) > 0 {
		page.names = r.Labels.Names
	}
	if len(page.names) > 0 {
		all = append(all, own)
	}
	return oneOf(p, "Label names", all, func(s string) string { return s }, now, func(s string) {
		r.Labels = interchange.Labels{Three: s == three}
		if s == own {
			r.Labels.Names = page.names
		}
	})
}

// choiceRows say which marks go out.
func (p *datasetPlace) choiceRows() []recipeRow {
	r := p.recipe()
	c := &r.Choice
	whose := oneOf(p, "Whose marks", []bool{false, true}, func(b bool) string { return map[bool]string{false: "People's", true: "The reference"}[b] }, c.Reference, func(b bool) {
		if c.Reference = b; b {
			c.People = nil
		}
	})
	rows := []recipeRow{part("Which marks"), whose}
	if !c.Reference {
		var people []tick
		for _, a := range p.people {
			people = append(people, tick{a.Name, textview.Isolate(a.Name), a.Pseudonym})
		}
		rows = append(rows, p.form.tickRow("People", "Everybody", people, c.People, func(v []string) { c.People = v }))
	}
	rows = append(rows, p.statusRow(),
		p.form.tickRow("Labels", "All labels", p.labelTicks(), c.Labels, func(v []string) { c.Labels = v }),
		oneOf(p, "Unmarked", []interchange.Negatives{interchange.ReviewedNegatives, interchange.NoNegatives, interchange.AllNegatives}, func(n interchange.Negatives) string {
			return map[interchange.Negatives]string{interchange.ReviewedNegatives: "Done ones", interchange.NoNegatives: "None", interchange.AllNegatives: "All articles"}[n]
		}, c.Negatives, func(n interchange.Negatives) { c.Negatives = n }),
		onOff(p, "Suggestions", "Left out", "As records", &c.Suggestions),
		day("Changed since", &c.Since, false), day("Changed until", &c.Until, true),
		oneOf(p, "Annotators", []interchange.Pseudonyms{interchange.NoPseudonyms, interchange.OwnPseudonyms, interchange.Letters}, func(n interchange.Pseudonyms) string {
			return map[interchange.Pseudonyms]string{interchange.NoPseudonyms: "By name", interchange.OwnPseudonyms: "By pseudonym", interchange.Letters: "By letter"}[n]
		}, r.Pseudonyms, func(n interchange.Pseudonyms) { r.Pseudonyms = n }))
	return rows
}

// statusSets are the statuses to choose from; a file may have others.
var statusSets = []struct {
	name string
	of   []annotation.Status
}{
	{"In work and done", interchange.Started.Statuses},
	{"Done", []annotation.Status{annotation.Done}},
	{"All, skipped too", []annotation.Status{annotation.Todo, annotation.InWork, annotation.Done, annotation.Skipped}},
}

func (p *datasetPlace) statusRow() recipeRow {
	c := &p.recipe().Choice
	now := c.Statuses
	var keys []string
	sets, names := map[string][]annotation.Status{}, map[string]string{}
	add := func(name string, of []annotation.Status) {
		key := fmt.Sprint(of)
		keys = append(keys, key)
		sets[key], names[key] = of, name
	}
	for _, s := range statusSets {
		add(s.name, s.of)
	}
	if key := fmt.Sprint(now); sets[key] == nil {
		add(shortened(strings.Join(said(now, annotation.Status.InWords), ", "), 18), now)
	}
	return oneOf(p, "Status", keys, func(key string) string { return names[key] }, fmt.Sprint(now), func(key string) { c.Statuses = sets[key] })
}

// labelTicks are the labels and their roles.
func (p *datasetPlace) labelTicks() (out []tick) {
	scheme := p.w.desk.project.Scheme()
	for _, l := range scheme.Labels {
		out = append(out, tick{l.ID, textview.Isolate(l.Name), l.ID})
		for _, r := range l.Roles {
			of := annotation.LabelRole{Label: l.ID, Role: r.ID}
			if len(l.Roles) > 1 {
				out = append(out, tick{of.String(), textview.Isolate(scheme.NameOf(of)), of.String()})
			}
		}
	}
	return out
}

// day is a row of a day or a time.
func day(name string, to *time.Time, end bool) recipeRow {
	text := ""
	switch at := to.UTC(); {
	case to.IsZero():
	case !at.Equal(at.Truncate(24 * time.Hour)):
		text = at.Format(time.RFC3339)
	case end:
		text = at.AddDate(0, 0, -1).Format(time.DateOnly)
	default:
		text = at.Format(time.DateOnly)
	}
	return recipeRow{name: name, text: text, hint: "2026-03-01", write: func(s string) (err error) {
		var at time.Time
		if s = strings.TrimSpace(s); s != "" {
			at, err = interchange.ParseTime(s, end)
		}
		if err == nil {
			*to = at
		}
		return err
	}}
}

// articleTicks are articles, their outlets and languages, to be ticked. They are found anew when the list of articles is another.
type articleTicks struct {
	documents                  []storage.Listed
	titles, outlets, languages []tick
}

func (a *articleTicks) of(documents []storage.Listed) (titles, outlets, languages []tick) {
	if len(documents) == 0 {
		*a = articleTicks{}
	} else if len(documents) != len(a.documents) || &documents[0] != &a.documents[0] {
		*a = articleTicks{documents: documents}
		of, in := map[string]int{}, map[string]int{}
		for i := range documents {
			d := &documents[i]
			a.titles = append(a.titles, tick{d.ID.String(), textview.Isolate(cmp.Or(d.Title, "untitled")), d.Outlet})
			of[d.Outlet]++
			in[d.Language]++
		}
		a.outlets, a.languages = countedTicks(of), countedTicks(in)
	}
	return a.titles, a.outlets, a.languages
}

// ids are those of articles that a recipe names by title; what is named otherwise stays.
func (a *articleTicks) ids(named []string) (out []string) {
	if len(named) == 0 {
		return nil
	}
	titled := map[string][]string{}
	for i := range a.documents {
		title := strings.ToLower(strings.TrimSpace(a.documents[i].Title))
		titled[title] = append(titled[title], a.documents[i].ID.String())
	}
	for _, name := range named {
		if ids := titled[strings.ToLower(strings.TrimSpace(name))]; len(ids) > 0 {
			out = append(out, ids...)
		} else {
			out = append(out, name)
		}
	}
	return out
}

// countedTicks are names, each with how many articles have it.
func countedTicks(n map[string]int) (out []tick) {
	for _, name := range slices.Sorted(maps.Keys(n)) {
		if name != "" {
			out = append(out, tick{name, textview.Isolate(name), plural(n[name], "article")})
		}
	}
	return out
}

// articleRows say of which articles.
func (p *datasetPlace) articleRows() []recipeRow {
	r := p.recipe()
	a := &r.Choice.Articles
	titles, outlets, languages := p.ticks.of(p.w.desk.documents)
	rows := []recipeRow{part("Of which articles")}
	if len(p.rounds) > 0 || r.Round != "" {
		names := []string{""}
		for _, x := range slices.Backward(p.rounds) {
			names = append(names, x.Name)
		}
		rows = append(rows, oneOf(p, "Of round", names, func(s string) string { return shortened(cmp.Or(s, "All articles"), 18) }, r.Round, func(s string) { r.Round = s }))
	}
	if len(titles)+len(a.Named) > 0 {
		rows = append(rows, p.form.tickRow("Articles", "All", titles, p.ticks.ids(a.Named), func(v []string) { a.Named = v }))
	}
	if len(outlets)+len(a.Outlets) > 0 {
		rows = append(rows, p.form.tickRow("Outlets", "All", outlets, a.Outlets, func(v []string) { a.Outlets = v }))
	}
	if len(languages)+len(a.Languages) > 0 {
		rows = append(rows, p.form.tickRow("Languages", "All", languages, a.Languages, func(v []string) { a.Languages = v }))
	}
	if r.Choice.Corrected || slices.ContainsFunc(p.w.desk.documents, func(d storage.Listed) bool { return d.Corrected }) {
		rows = append(rows, onOff(p, "Corrected ones", "Left out", "Go out too", &r.Choice.Corrected))
	}
	return append(rows, line("Published from", &a.From, "2026"), line("Published to", &a.To, "2026-03"))
}

// shares are the percentages to choose from.
var shares = func() (out []int) {
	for n := 0; n <= 100; n += 5 {
		out = append(out, n)
	}
	return out
}()

// splitRows say how the articles are dealt out to parts.
func (p *datasetPlace) splitRows() []recipeRow {
	r := p.recipe()
	has := r.Split != nil
	rows := []recipeRow{part("Split"), onOff(p, "Parts", "None", "Train, val., test", &has)}
	step := rows[1].set
	rows[1].set = func(at int) {
		if r.Split = nil; at == 1 {
			r.Split = &interchange.Split{Train: 0.8, Validation: 0.1, Test: 0.1, Seed: 1}
		}
		step(at)
	}
	s := r.Split
	if s == nil {
		return rows
	}
	share := func(name string, to *float64) recipeRow {
		now := int(100**to + 0.5)
		all := shares
		if i, exact := slices.BinarySearch(all, now); !exact {
			all = slices.Insert(slices.Clone(all), i, now)
		}
		return oneOf(p, name, all, percent, now, func(n int) { *to = float64(n) / 100 })
	}
	return append(rows, share("Train", &s.Train), share("Validation", &s.Validation), share("Test", &s.Test),
		oneOf(p, "Kept together", []string{"", "outlet", "date"}, func(s string) string {
			return map[string]string{"": "Stories", "outlet": "Outlets", "date": "By date, new last"}[s]
		}, s.By, func(by string) { s.By = by }),
		onOff(p, "Labels evenly", "As it comes", "In all parts", &s.Stratify),
		recipeRow{name: "Seed", text: strconv.FormatInt(s.Seed, 10), write: func(text string) error {
			n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
			if err != nil {
				return errors.New("want a whole number, as 7; another deals the articles out in another way")
			}
			s.Seed = n
			return nil
		}})
}

// cardRows are what is told of the dataset.
func (p *datasetPlace) cardRows() []recipeRow {
	r := p.recipe()
	sampling, limits := line("How articles were chosen", &r.Sampling, ""), line("Known limits", &r.Limits, "")
	sampling.many, limits.many = true, true
	return []recipeRow{part("What is told of it"), line("Title", &r.Title, ""), line("Licence", &r.Licence, "CC-BY-4.0"), sampling, limits}
}
