package textview

import (
	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// system finds faces among the fonts installed on the machine. Scanning them and opening one takes long, so a
// goroutine of its own does both; until it answers, the cluster is drawn as a box.
type system struct {
	requests chan []rune
	asked    map[string]*face // nil until answered, and for good where no font has the characters
}

// face gives the installed face that has all characters of the cluster, if it is known by now, and else asks for it.
func (s *system) face(f *Fonts, cluster []rune) *face {
	if s == nil {
		return nil
	}
	if s.requests == nil {
		s.requests = make(chan []rune, 256)
		s.asked = map[string]*face{}
		go find(s.requests, func(cluster string, found *font.Face) { fyne.Do(func() { s.answer(f, cluster, found) }) })
	}
	key := string(cluster)
	x, known := s.asked[key]
	if known {
		return x
	}
	for _, other := range s.asked {
		if other != nil && other.covers(cluster) {
			s.asked[key] = other
			return other
		}
	}
	select {
	case s.requests <- append([]rune(nil), cluster...):
		s.asked[key] = nil
	default: // very many at once; asked again when the text is next laid out
	}
	return nil
}

// answer takes a found face in and has the views lay their text out again.
func (s *system) answer(f *Fonts, cluster string, found *font.Face) {
	if found == nil {
		return
	}
	x := f.adopt(found)
	if !x.covers([]rune(cluster)) {
		return
	}
	s.asked[cluster] = x
	f.forget()
}

// adopt numbers a face of the system's fonts unless that font is known already.
func (f *Fonts) adopt(found *font.Face) *face {
	for _, x := range f.faces[1:] {
		if x.Font == found.Font {
			return x
		}
	}
	return f.number(font.NewFace(found.Font))
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
func find(requests <-chan []rune, answer func(cluster string, found *font.Face)) {
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
		answer(string(cluster), fonts.ResolveFace(cluster[0]))
	}
}

type silent struct{}

func (silent) Printf(string, ...any) {}
