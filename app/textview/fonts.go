package textview

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"unicode"
	"weak"

	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
)

// Fonts are the faces that text is drawn with, and what was made of them: shaped words and glyph masks. Views may
// share one Fonts. It belongs to the UI goroutine.
type Fonts struct {
	families  map[string]*family
	fallbacks []*reserve
	signs     *face   // of name tags and lines outside of pages, Fyne's text face
	strong    reserve // the same in bold, of headings
	emoji     *face
	system    *system         // nil: only the faces given are used
	faces     []*face         // by face.id
	parsed    map[*byte]*face // by the first byte of the font
	chosen    map[choice]*face
	shaper    shaping.HarfbuzzShaper
	words     wordCache
	atlas     atlas
	setter    typesetter // of lines outside of pages
	sheet     sheet      // the same
	users     []func() user
}

// user is what shows text in these faces.
type user interface {
	// relayout lays the text out again, with faces that were not there before.
	relayout()
}

// watch has a user told of new faces for as long as something else holds it.
func watch[T any, U interface {
	*T
	user
}](f *Fonts, u U) {
	if len(f.users) == cap(f.users) {
		f.users = slices.DeleteFunc(f.users, func(u func() user) bool { return u() == nil })
	}
	p := weak.Make((*T)(u))
	f.users = append(f.users, func() user {
		if v := p.Value(); v != nil {
			return U(v)
		}
		return nil
	})
}

// family is one reading face in two weights.
type family struct{ regular, bold *reserve }

// face is a parsed font with a small number of its own.
type face struct {
	*font.Face
	id   uint16
	upem float32 // font units in an em
}

// reserve is a face that is parsed when it is first needed.
type reserve struct {
	bytes []byte
	face  *face
}

// of gives the face; nil when the font cannot be read.
func (r *reserve) of(f *Fonts) *face {
	if r.bytes != nil {
		r.face, _ = f.parse(r.bytes)
		r.bytes = nil
	}
	return r.face
}

// choice is the question for which face was found before.
type choice struct {
	rune rune
	base *face
}

// NewFonts takes a reading face in two weights, and the faces to fall back to, in order of preference. All are parsed when they are
// first needed, and passed over where they cannot be read. What they lack is looked for in Fyne's text and emoji faces and then
// among the system's fonts, which are scanned in the background when first needed.
func NewFonts(regular, bold []byte, fallbacks ...[]byte) (*Fonts, error) {
	f := &Fonts{families: map[string]*family{}, chosen: map[choice]*face{}, parsed: map[*byte]*face{}, system: &system{}}
	f.words.init()
	f.atlas.init()
	f.setter = typesetter{fonts: f, quiet: true}
	f.faces = []*face{nil} // number 0 is no face: signs drawn by hand
	f.Add("", regular, bold)
	for _, b := range fallbacks {
		f.fallbacks = append(f.fallbacks, &reserve{bytes: b})
	}
	var err error
	if f.signs, err = f.parse(theme.DefaultTextFont().Content()); err != nil {
		return nil, fmt.Errorf("read the theme's text font: %w", err)
	}
	f.strong.bytes = theme.DefaultTextBoldFont().Content()
	return f, nil
}

// sans gives the face of lines outside of pages.
func (f *Fonts) sans(bold bool) *face {
	if bold {
		if x := f.strong.of(f); x != nil {
			return x
		}
	}
	return f.signs
}

// Add adds a further reading face, which Typography.Face calls by this name. Until it is first shown it costs nothing.
func (f *Fonts) Add(name string, regular, bold []byte) {
	f.families[name] = &family{&reserve{bytes: regular}, &reserve{bytes: bold}}
}

// WithoutSystem keeps to the faces given, so that text looks the same on every machine.
func (f *Fonts) WithoutSystem() *Fonts {
	f.system = nil
	return f
}

// parse reads a font, unless that was done before.
func (f *Fonts) parse(b []byte) (*face, error) {
	if len(b) == 0 {
		return nil, errors.New("the font is empty")
	}
	if x := f.parsed[&b[0]]; x != nil {
		return x, nil
	}
	parsed, err := font.ParseTTF(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	x := f.number(parsed)
	f.parsed[&b[0]] = x
	return x, nil
}

func (f *Fonts) number(parsed *font.Face) *face {
	x := &face{Face: parsed, id: uint16(len(f.faces)), upem: float32(parsed.Upem())}
	f.faces = append(f.faces, x)
	return x
}

// family gives the two weights of the named reading face, or of the first one where the name is not known. In place of what cannot be
// read stands Fyne's text face.
func (f *Fonts) family(name string) (regular, bold *face) {
	x, ok := f.families[name]
	if !ok {
		x = f.families[""]
	}
	return cmp.Or(x.regular.of(f), f.signs), cmp.Or(x.bold.of(f), f.signs)
}

// face chooses for one grapheme cluster: base where it has all characters, else the first that has. nil: none has.
func (f *Fonts) face(cluster []rune, base *face) *face {
	if len(cluster) == 1 {
		r := cluster[0]
		if r < 0x7F && r >= ' ' {
			return base
		}
		key := choice{r, base}
		x, ok := f.chosen[key]
		if !ok {
			x = f.search(cluster, base)
			if x != nil || f.system == nil { // else a face may yet be found
				f.chosen[key] = x
			}
		}
		return x
	}
	return f.search(cluster, base)
}

func (f *Fonts) search(cluster []rune, base *face) *face {
	if isEmoji(cluster) {
		if e := f.emojiFace(); e != nil && e.covers(cluster) {
			return e
		}
	}
	if base.covers(cluster) {
		return base
	}
	for _, r := range f.fallbacks {
		if x := r.of(f); x != nil && x.covers(cluster) {
			return x
		}
	}
	if f.signs != nil && f.signs.covers(cluster) {
		return f.signs
	}
	if e := f.emojiFace(); e != nil && e.covers(cluster) {
		return e
	}
	return f.system.face(f, cluster)
}

func (x *face) covers(cluster []rune) bool { return covers(x.Face, cluster) }

// covers tells whether a face has a glyph for every visible character of a cluster.
func covers(x *font.Face, cluster []rune) bool {
	for _, r := range cluster {
		if isIgnorable(r) {
			continue
		}
		if _, ok := x.NominalGlyph(r); !ok {
			return false
		}
	}
	return true
}

// isIgnorable tells characters that need no glyph of their own: joiners, selectors, marks of direction.
func isIgnorable(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0xAD,
		r == 0x034F, r == 0x061C:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r >= 0xE0020 && r <= 0xE007F:
		return true
	}
	return false
}

// scriptOf is the script of a character, or the one before it where the character belongs to none.
func scriptOf(r rune, before language.Script) language.Script {
	if r < 0x80 {
		if before == language.Unknown || unicode.IsLetter(r) {
			return language.Latin
		}
		return before
	}
	switch s := language.LookupScript(r); s {
	case language.Common, language.Inherited, language.Unknown:
		if before == language.Unknown {
			return language.Latin
		}
		return before
	default:
		return s
	}
}
