package textview

import (
	"slices"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// system finds faces among the fonts installed on the machine. Scanning them and opening one takes long, so a
// goroutine of its own does both; until it answers, the cluster is drawn as a box.
type system struct {
	requests chan []rune
	asked    map[string]bool // clusters that were asked for
	found    []*face
}

// face gives the installed face that has all characters of the cluster, if one is known by now, and else asks for it.
func (s *system) face(f *Fonts, cluster []rune) *face {
	if s == nil {
		return nil
	}
	for _, x := range s.found {
		if x.covers(cluster) {
			return x
		}
	}
	if s.requests == nil {
		s.requests, s.asked = make(chan []rune, 256), map[string]bool{}
		go find(s.requests, func(found *font.Face) { fyne.Do(func() { s.answer(f, found) }) })
	}
	if s.asked[string(cluster)] {
		return nil
	}
	select {
	case s.requests <- slices.Clone(cluster):
		s.asked[string(cluster)] = true
	default: // very many at once; asked again when the text is next laid out
	}
	return nil
}

// answer takes a face in that was not known yet and has the views lay their text out again.
func (s *system) answer(f *Fonts, found *font.Face) {
	for _, x := range s.found {
		if x.Font == found.Font {
			return
		}
	}
	s.found = append(s.found, f.number(font.NewFace(found.Font)))
	f.forget()
}

// forget drops what was chosen without the new face and has the views start over.
func (f *Fonts) forget() {
	clear(f.chosen)
	live := f.views[:0]
	for _, p := range f.views {
		if v := p.Value(); v != nil {
			live = append(live, p)
			v.relayout()
		}
	}
	f.views = live
}

// find answers requests, each a grapheme cluster, for as long as the program runs.
func find(requests <-chan []rune, answer func(found *font.Face)) {
	fonts := fontscan.NewFontMap(silent{})
	if err := fonts.UseSystemFonts(""); err != nil {
		return
	}
	for cluster := range requests {
		script := language.Unknown
		for _, r := range cluster {
			script = scriptOf(r, script)
		}
		fonts.SetQuery(fontscan.Query{Families: []string{"serif", "sans-serif"}})
		fonts.SetScript(script)
		if x := fonts.ResolveFace(cluster[0]); x != nil && covers(x, cluster) {
			answer(x)
		}
	}
}

type silent struct{}

func (silent) Printf(string, ...any) {}
