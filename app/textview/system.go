package textview

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// system finds faces among the fonts installed on the machine. Scanning them and opening one takes long, so a
// goroutine of its own does both; until it answers, the cluster is drawn as a box. Answers are taken in on the UI
// goroutine, by an animation that runs as long as some are missing.
type system struct {
	requests chan []rune
	answers  chan *font.Face // one a request; nil: no font has the characters
	missing  int             // answers
	asked    map[string]bool // clusters that were asked for
	found    []*face
	poll     *fyne.Animation
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
		s.start()
	}
	if s.asked[string(cluster)] {
		return nil
	}
	select {
	case s.requests <- slices.Clone(cluster):
		s.asked[string(cluster)] = true
		s.wait(f)
	default: // very many at once; asked again when the text is next laid out
	}
	return nil
}

// maxRequests bounds what is asked for and not answered.
const maxRequests = 256

func (s *system) start() {
	s.requests, s.answers = make(chan []rune, maxRequests), make(chan *font.Face, maxRequests)
	s.asked = map[string]bool{}
	go find(s.requests, s.answers)
}

// wait looks for answers from now on.
func (s *system) wait(f *Fonts) {
	s.missing++
	if s.poll != nil {
		return
	}
	asking := true // a driver may tick at once, while text is being laid out
	s.poll = fyne.NewAnimation(time.Second, func(float32) {
		if !asking {
			s.collect(f)
		}
	})
	s.poll.RepeatCount = fyne.AnimationRepeatForever
	s.poll.Start()
	asking = false
}

// collect takes in the answers that are there and has all text laid out again when a face is new.
func (s *system) collect(f *Fonts) {
	before := len(s.found)
	for s.missing > 0 && len(s.answers) > 0 {
		s.missing--
		s.adopt(f, <-s.answers)
	}
	if s.missing == 0 && s.poll != nil {
		s.poll.Stop()
		s.poll = nil
	}
	if len(s.found) > before {
		f.forget()
	}
}

func (s *system) adopt(f *Fonts, answer *font.Face) {
	if answer == nil {
		return
	}
	for _, x := range s.found {
		if x.Font == answer.Font {
			return
		}
	}
	s.found = append(s.found, f.number(font.NewFace(answer.Font)))
}

// forget drops what was chosen without the new face and has all text laid out again.
func (f *Fonts) forget() {
	clear(f.chosen)
	for _, u := range f.users {
		if u := u(); u != nil {
			u.relayout()
		}
	}
}

// find answers requests, each a grapheme cluster, for as long as the program runs.
func find(requests <-chan []rune, answers chan<- *font.Face) {
	fonts := fontscan.NewFontMap(silent{})
	fault := fonts.UseSystemFonts("")
	for cluster := range requests {
		if fault != nil {
			answers <- nil
			continue
		}
		answers <- resolve(fonts, cluster)
	}
}

// resolve looks for a face that has all characters of a cluster, first among those that have its script; nil: there is none.
func resolve(fonts *fontscan.FontMap, cluster []rune) *font.Face {
	script := language.Unknown
	for _, r := range cluster {
		script = scriptOf(r, script)
	}
	fonts.SetQuery(fontscan.Query{Families: []string{"serif", "sans-serif"}})
	fonts.SetScript(script)
	for _, r := range cluster {
		if x := fonts.ResolveFace(r); x != nil && covers(x, cluster) {
			return x
		}
	}
	return nil
}

type silent struct{}

func (silent) Printf(string, ...any) {}
