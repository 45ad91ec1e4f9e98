package textview

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/text"
)

// FuzzLayout sets any text to any width: nothing of it is lost or broken apart, a caret comes everywhere, and where a
// position is drawn is where it is hit.
func FuzzLayout(f *testing.F) {
	for _, s := range []string{story, oddText, "", "\n\n \n", "a\u0301\u200d\u0301", "\u200d", "🔴👩\u200d👩\u200d👧", "\u0603 "} {
		f.Add(s, uint16(420))
	}
	for seed := range int64(60) {
		f.Add(mixture(seed), uint16(17*seed))
	}
	fonts := testFonts(f)
	f.Fuzz(func(t *testing.T, s string, width uint16) {
		x, err := text.New(s)
		if err != nil {
			return
		}
		p := &page{setter: typesetter{fonts: fonts}}
		p.m = DefaultTypography.measure(fonts, 40+int(width)%1161, 1<<20, 1)
		p.show(newTable(x))
		p.arrange()
		checkLines(t, p)
		checkWalk(t, p)
		checkPoints(t, p)
		checkHits(t, p)
	})
}

// scraps are bits of all scripts and signs that text is made of.
var scraps = strings.Split("The |a|fi|12|1,5|%|(|)|[|«|»|-|.|, |قال |لا|كتب|٣|١٢|مِ|שלום |שׁ|中|。|ひ|ニ|ｱ|한국 |각|ไทย|เก่า|ກາ|ភាសា|မြန်မာ|हिन्दी |क्ष|"+
	"தமிழ்|বাংলা|🔴|👩\u200d👩\u200d👧|👍🏽|🇺🇦|1\ufe0f\u20e3|❤\ufe0f\u200d🔥| |\t|\u00a0|\u00ad|\u200b|\u200c|\u200d|\u2060|\u2028|\u2029|\u0085|\u3000|"+
	"\u200e|\u200f|\u061c|\u202a|\u202b|\u202c|\u202d|\u202e|\u2066|\u2067|\u2068|\u2069|\u0301|\u0600|\u0001|\U00012345|\n", "|")

// mixture is a text of scraps in any order.
func mixture(seed int64) string {
	r := rand.New(rand.NewSource(seed))
	var b strings.Builder
	for range r.Intn(80) {
		b.WriteString(scraps[r.Intn(len(scraps))])
	}
	return b.String()
}

// checkLines: the lines together are the text, none begins within a cluster, and none is too wide that could be cut.
func checkLines(t *testing.T, p *page) {
	x := p.table.text
	if got := strings.Join(wrapped(p), ""); got != strings.ReplaceAll(x.String(), "\n", "") {
		t.Fatalf("lines together are not the text: %q", got)
	}
	for i := range p.table.len() {
		b := p.block(i)
		for _, l := range b.lines {
			if at := b.start + text.Pos(l.start); at > 0 && x.NextGrapheme(x.PrevGrapheme(at)) != at {
				t.Errorf("a line begins within a cluster, at %d", at)
			}
			if l.width > float32(p.m.width)+0.01 && p.canBeCut(i, &l) {
				t.Errorf("line %q is %v wide, the column %d", x.Slice(b.start+text.Pos(l.start), b.start+text.Pos(l.end)), l.width, p.m.width)
			}
		}
	}
}

// canBeCut tells whether a line of a block could have been two.
func (p *page) canBeCut(i int, l *line) bool {
	from, to := p.table.bounds(i)
	set := p.setting(i)
	p.setter.set(p.table.text.String()[from:to], p.base(i), set.face, set.px, float32(p.m.width), 0)
	for at := l.start + 1; at < l.ink; at++ {
		if p.setter.canCut(int(at)) {
			return true
		}
	}
	return false
}

// checkWalk: a caret goes through all clusters, as the lines have them, and back.
func checkWalk(t *testing.T, p *page) {
	x := p.table.text
	var want []text.Pos
	for i := range p.table.len() {
		b := p.block(i)
		for at := range b.end() {
			if b.begins(at) {
				want = append(want, b.start+text.Pos(at))
			}
		}
		if p.table.endsParagraph(i) {
			want = append(want, b.start+text.Pos(b.end()))
		}
	}
	s := &selection{goal: -1}
	walk := func(forward bool) (got []text.Pos) {
		for {
			got = append(got, s.caret.at)
			to, _ := p.move(s, Character, forward, false)
			if to.at == s.caret.at {
				return got
			}
			s.put(to, false)
		}
	}
	if got := walk(true); !slices.Equal(got, want) {
		t.Fatalf("%q: a caret goes through %v, the clusters are %v", x.String(), got, want)
	}
	slices.Reverse(want)
	if got := walk(false); !slices.Equal(got, want) {
		t.Fatalf("%q: a caret goes back through %v, the clusters are %v", x.String(), got, want)
	}
}

// checkPoints: where a position is drawn another may be too, but none elsewhere is hit.
func checkPoints(t *testing.T, p *page) {
	x := p.table.text
	for at := text.Pos(0); ; at = x.NextGrapheme(at) {
		for _, a := range []Affinity{Downstream, Upstream} {
			checkPoint(t, p, caret{at, a})
		}
		if at == x.Len() {
			return
		}
	}
}

// checkHits: wherever one points, the caret comes between two clusters.
func checkHits(t *testing.T, p *page) {
	x := p.table.text
	for _, s := range p.slots[:min(30, len(p.slots))] {
		for at := 0; at < p.m.pane; at += 7 {
			if at, _, _ := p.hit(at, s.text+3); at > 0 && x.NextGrapheme(x.PrevGrapheme(at)) != at {
				t.Fatalf("%q: a hit within a cluster, at %d", x.String(), at)
			}
		}
	}
}

func checkPoint(t *testing.T, p *page, c caret) {
	t.Helper()
	left, top, h, ok := p.point(c.at, c.affinity)
	if !ok {
		t.Fatalf("%q: position %d has no point", p.table.text.String(), c.at)
	}
	at, a, _ := p.hit(floor(left+0.5), top+h/2)
	back, row, _, _ := p.point(at, a)
	if (row != top || abs(back-left) > 1) && !hangs(p, c) {
		t.Errorf("%q: position %d, %d is at %v,%d, there is %d, %d, which is at %v,%d", p.table.text.String(), c.at, c.affinity, left, top, at, a, back, row)
	}
}

// hangs tells a position in the white space at a line's end, which cannot be pointed at.
func hangs(p *page, c caret) bool {
	_, line, b := p.locate(c.at, c.affinity)
	l := b.lines[line]
	return int32(c.at-b.start) > l.ink
}
