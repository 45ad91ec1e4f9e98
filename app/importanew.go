package app

import (
	"context"
	"slices"

	"rubricator/app/jobs"
)

// place is where in a file what was read stands, so that it is found again when the file is read anew.
func (r *readSheet) place() string {
	if r.sheet == nil {
		return ""
	}
	return r.sheet.Part + "\n" + r.sheet.Whole.Place
}

// readAnew reads a file otherwise than before, beside the window. What a person ticked stays ticked, and what was done in a text by hand stays where
// that is the same.
func (p *importPlace) readAnew(of *readSheet, change func(*jobs.Reading)) {
	o, told := p.readings[of.file]
	if !told {
		o = p.in.as
	}
	o.Off = p.rules.off
	change(&o)
	in, desk := p.in, p.w.desk
	p.reading++
	number := p.reading
	large := false
	work := func() []*readSheet {
		var out []*readSheet
		room := roomFor(desk.mostRead)
		readFile(desk.closing, of.from, o, func(r *readSheet) bool {
			out = append(out, r)
			large = !room.takes(r)
			return !large
		})
		return out
	}
	soon(p.w, p.w.patience, work, func() { p.w.status.say("Reading the file again…") }, func(reads []*readSheet) {
		switch {
		case p.in != in || number != p.reading || len(reads) == 0:
		case large:
			p.w.loadUnseen([]jobs.Article{of.from}, o)
		default:
			p.readings[of.file] = o
			p.replace(of, reads)
		}
	})
}

// readFile reads a file, and gives what was read until it is told that this is enough.
func readFile(ctx context.Context, a jobs.Article, o jobs.Reading, give func(*readSheet) bool) {
	for s, err := range jobs.Sheets(ctx, a, o) {
		r := &readSheet{file: a.Name, from: a, sheet: s, fault: err}
		if s != nil {
			r.each = sketched(s.Articles)
		}
		if ctx.Err() != nil || !give(r) {
			return
		}
	}
}

// replace takes what was read anew for all that was read of a file before.
func (p *importPlace) replace(of *readSheet, reads []*readSheet) {
	at, _ := p.row()
	before := map[string]*readSheet{}
	first := slices.IndexFunc(p.in.read, func(r *readSheet) bool { return r.file == of.file })
	end := first
	for ; end < len(p.in.read) && p.in.read[end].file == of.file; end++ {
		before[p.in.read[end].place()] = p.in.read[end]
	}
	stays := importRow{read: reads[0]}
	for _, r := range reads {
		old := before[r.place()]
		if r.sheet == nil || old == nil || old.sheet == nil {
			continue
		}
		if r.sheet.Follow(old.sheet) {
			r.each = sketched(r.sheet.Articles)
		}
		for n := range r.each {
			row := importRow{read: r, begin: r.sheet.Begin(n)}
			if ticked, told := p.ticks[importRow{read: old, begin: row.begin}]; told {
				p.ticks[row] = ticked
			}
		}
		if old == at.read {
			stays = importRow{read: r, begin: at.begin}
		}
	}
	for _, old := range p.in.read[first:end] {
		p.unweigh(old)
		delete(p.stale, old)
	}
	p.in.read = slices.Concat(p.in.read[:first], reads, p.in.read[end:])
	p.touched = true
	p.changed()
	p.list.row = max(0, slices.Index(p.rows, stays))
	if i := p.firstOf(reads[0]); !slices.Contains(p.rows, stays) {
		p.list.row = i
	}
	p.list.Refresh()
	p.list.ScrollTo(p.list.row)
	p.show(p.list.row)
	p.w.status.say("Read again: " + plural(articlesIn(reads), "article") + ".")
	p.compareSoon()
}

// firstOf is the first row of what was read.
func (p *importPlace) firstOf(read *readSheet) int {
	return max(0, slices.IndexFunc(p.rows, func(r importRow) bool { return !r.heading && r.read == read }))
}

func articlesIn(reads []*readSheet) (n int) {
	for _, r := range reads {
		n += len(r.each)
	}
	return n
}
