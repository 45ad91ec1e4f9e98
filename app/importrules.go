package app

import (
	"context"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
)

// importRules are the rules that left lines of the import out, each with its tick: without it the lines are kept.
type importRules struct {
	p        *importPlace
	root     *fyne.Container
	list     *keyList
	remember *button
	rows     []ingest.LeftOut
	off      ingest.Off
}

func newImportRules(p *importPlace) *importRules {
	r := &importRules{p: p}
	r.list = newKeyList(p.w.keys, func() int { return len(r.rows) }, func() fyne.CanvasObject { return newListRow(p.w.fonts) }, r.fill)
	r.list.HideSeparators = true
	r.list.escape = p.askCancel
	r.list.turned = p.hintHere
	r.list.chosen = func(at int) {
		r.list.unselect()
		r.tick(at)
	}
	r.list.caret = func(key fyne.KeyName) bool {
		if key != fyne.KeySpace {
			return false
		}
		r.tick(r.list.row)
		return true
	}
	r.remember = newButton("Remember for later imports", r.keep)
	r.remember.keys, r.remember.escape = p.w.keys, p.askCancel
	foot := container.New(&inset{8, 4}, container.NewHBox(r.remember))
	r.root = container.NewBorder(newHeading(p.w.fonts, "Rules that leave lines out"), foot, nil, nil, r.list)
	return r
}

// forGood are the rules that are off for good.
func (r *importRules) forGood() ingest.Off {
	off := ingest.Off{}
	for _, reason := range r.p.w.settings.Uncleaned {
		off[ingest.Reason(reason)] = true
	}
	return off
}

// show counts what each rule leaves out. Rules that leave nothing out are listed where they are off.
func (r *importRules) show() {
	lines := map[ingest.Reason]int{}
	for _, read := range r.p.in.read {
		if read.sheet == nil {
			continue
		}
		for _, d := range read.sheet.Articles {
			for _, l := range d.LeftOut() {
				lines[l.Reason] += l.Lines
			}
		}
	}
	r.rows = nil
	for _, rule := range ingest.Rules {
		if n := lines[rule.Reason]; n > 0 || r.off[rule.Reason] {
			r.rows = append(r.rows, ingest.LeftOut{Reason: rule.Reason, Lines: n})
		}
	}
	setVisible(r.root, len(r.rows) > 0)
	setVisible(r.remember, !maps.Equal(r.off, r.forGood()))
	r.list.row = max(0, min(r.list.row, len(r.rows)-1))
	r.list.Refresh()
}

func (r *importRules) fill(at widget.ListItemID, o fyne.CanvasObject) {
	if at >= len(r.rows) {
		return
	}
	rule, row := r.rows[at], o.(*listRow)
	sign, said := "☑", upperFirst(string(rule.Reason))+": "+plural(rule.Lines, "line")
	if r.off[rule.Reason] {
		sign, said = "☐", upperFirst(string(rule.Reason))+": off"
	}
	row.setSign(sign, theme.Color(theme.ColorNameForeground))
	i := slices.IndexFunc(ingest.Rules, func(one ingest.Rule) bool { return one.Reason == rule.Reason })
	row.show(said, ingest.Rules[i].Says)
}

// tick switches a rule off in this import, or on again.
func (r *importRules) tick(at int) {
	if at < 0 || at >= len(r.rows) {
		return
	}
	reason := r.rows[at].Reason
	before := r.off
	r.off = maps.Clone(r.off)
	if r.off[reason] {
		delete(r.off, reason)
	} else {
		r.off[reason] = true
	}
	r.p.clean(r.off, func() { r.off = before })
}

// keep has the rules off in later imports too that are off in this one.
func (r *importRules) keep() {
	w := r.p.w
	w.settings.Uncleaned = nil
	for reason := range r.off {
		w.settings.Uncleaned = append(w.settings.Uncleaned, string(reason))
	}
	slices.Sort(w.settings.Uncleaned)
	r.show()
	if err := w.settings.Save(); err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.status.say("Later imports leave lines out by the rules that are ticked now.")
}

// cleanedSheet is a sheet that was cleaned anew.
type cleanedSheet struct {
	sheet *jobs.Sheet
	each  []readArticle
}

// clean cleans everything anew without some rules, under a dialog with its progress, so that nobody changes what is cleaned; back is called where that is
// broken off.
func (p *importPlace) clean(off ingest.Off, back func()) {
	p.compareNow()
	p.touched = true
	number, in := p.number, p.in
	ctx, cancel := context.WithCancel(p.w.desk.closing)
	set, hide := func(done, of int) {}, func() {}
	if len(in.read) >= manyArticles {
		set, hide = p.w.showProgress("Cleaning "+plural(len(in.read), "file"), cancel)
	}
	anew := func() ([]cleanedSheet, []jobs.Copy) {
		out := make([]cleanedSheet, len(in.read))
		var sketches []*jobs.Sketch
		for i, r := range in.read {
			if r.sheet != nil {
				out[i].sheet = r.sheet.CleanedWithout(off)
				out[i].each = sketched(out[i].sheet.Articles)
			}
			for _, a := range out[i].each {
				sketches = append(sketches, a.sketch)
			}
			if i%50 == 49 {
				set(i+1, len(in.read))
			}
			if ctx.Err() != nil {
				return nil, nil
			}
		}
		return out, in.copies.Find(sketches)
	}
	show := func(all []cleanedSheet, found []jobs.Copy) {
		if number != p.number {
			return
		}
		if all == nil { // broken off
			back()
			p.changed()
			return
		}
		for i, r := range in.read {
			r.sheet, r.each = all[i].sheet, all[i].each
		}
		clear(p.weighed)
		p.compared(found)
		p.text.view.Invalidate()
	}
	if len(in.read) < manyArticles {
		defer cancel()
		show(anew())
		return
	}
	go func() {
		defer cancel()
		all, found := anew()
		p.w.later(func() {
			show(all, found)
			hide()
		})
	}()
}
