package textview

import (
	"image"
	"image/color"
	"strings"

	"rubricator/app/textview/bidi"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/go-text/typesetting/language"
)

// Lines is a text outside of the page, as a title or a quote in a list: drawn as the page is, so in any script. It wraps to
// its width, and what has no room ends in "…". It draws when it is shown, and anew only when it says something else.
type Lines struct {
	widget.BaseWidget

	fonts  *Fonts
	style  LineStyle
	text   string
	colour color.NRGBA // instead of the style's ink, unless it is transparent
	laid   laid
	whole  laid // on one line, where the style asks for that
	raster *canvas.Raster
	redraw func() // has Fyne ask for the picture
}

// LineStyle is how Lines look.
type LineStyle struct {
	Size   fyne.ThemeSizeName
	Ink    fyne.ThemeColorName
	Bold   bool
	Most   int  // lines at most; 0: as many as there are
	Ours   bool // the words are the program's, which read left to right whatever they quote; else each paragraph has its own direction
	Centre bool // else a paragraph stands where it begins: at the left, or at the right where it reads from there
	Whole  bool // at least as wide as the text is on one line
	Padded bool // with the room around it that the toolkit's labels have
}

// laid is a text laid out in lines.
type laid struct {
	order
	lines []line
}

// order is what is laid out, and how.
type order struct {
	text  string
	style LineStyle // but for the ink
	px    float32   // em in pixels
	width int       // pixels
}

// unbounded is a width in pixels in which nothing wraps.
const unbounded = 1 << 20

// NewLines makes lines that say nothing.
func NewLines(fonts *Fonts, style LineStyle) *Lines {
	l := &Lines{fonts: fonts, style: style}
	l.raster = canvas.NewRaster(l.generate)
	l.redraw = func() { redraw(l.raster) }
	watch(fonts, l)
	l.ExtendBaseWidget(l)
	return l
}

// Text is what the lines say, also what has no room.
func (l *Lines) Text() string { return l.text }

// SetText changes what the lines say.
func (l *Lines) SetText(s string) {
	if l.text != s {
		l.text = s
		l.redraw()
	}
}

// SetStyle changes how the lines look.
func (l *Lines) SetStyle(s LineStyle) {
	if l.style != s {
		l.style = s
		l.redraw()
	}
}

// SetColour draws in a colour that is not the theme's.
func (l *Lines) SetColour(c color.Color) {
	if own := color.NRGBAModel.Convert(c).(color.NRGBA); l.colour != own {
		l.colour = own
		l.redraw()
	}
}

// ink is the colour to draw in now.
func (l *Lines) ink() color.NRGBA {
	if l.colour.A > 0 {
		return l.colour
	}
	return color.NRGBAModel.Convert(l.Theme().Color(l.style.Ink, fyne.CurrentApp().Settings().ThemeVariant())).(color.NRGBA)
}

// Isolate keeps what is quoted in the program's own words from changing their order, and them from changing its.
func Isolate(s string) string {
	const first, pop = "\u2068", "\u2069"
	if !bidi.Needed([]rune(s)) {
		return s
	}
	return first + s + pop
}

// relayout draws with faces that were not there before.
func (l *Lines) relayout() {
	l.laid, l.whole = laid{}, laid{}
	l.redraw()
}

// px is the em in pixels.
func (l *Lines) px() float32 { return l.Theme().Size(l.style.Size) * scaleOf(l) }

// lay lays the text out in a width in pixels, unless dst has it already.
func (l *Lines) lay(dst *laid, width int) {
	o := order{l.text, l.style, l.px(), width}
	o.style.Ink = ""
	if dst.order != o {
		*dst = laid{o, l.fonts.lines(o)}
	}
}

// lines lays out a text of some paragraphs.
func (f *Fonts) lines(o order) []line {
	var out []line
	for rest, more := o.text, true; more; {
		var paragraph string
		paragraph, rest, more = strings.Cut(rest, "\n")
		var base bidi.Level
		if !o.style.Ours {
			base = bidi.Base(paragraph)
		}
		shown := paragraph
		if o.style.Most > 0 {
			shown = o.visible(paragraph)
		}
		b := f.setter.set(shown, base, f.sans(o.style.Bold), o.px, float32(o.width), 0)
		if room := o.style.Most - len(out); o.style.Most > 0 && len(b.lines) >= room {
			if len(b.lines) > room || more || len(shown) < len(paragraph) {
				f.setter.abridge(b, room, base, float32(o.width))
			}
			more = false
		}
		for i := range b.lines {
			o.align(&b.lines[i], base)
		}
		out = append(out, b.lines...)
	}
	return out
}

// thinnest is about the width of the narrowest letters, in ems.
const thinnest = 0.2

// visible is as much of a paragraph as can find room.
func (o *order) visible(paragraph string) string {
	room := o.style.Most * (int(float32(o.width)/(thinnest*o.px)) + 8)
	if len(paragraph) <= room {
		return paragraph
	}
	n := 0
	for i := range paragraph {
		if n++; n > room {
			return paragraph[:i]
		}
	}
	return paragraph
}

func (o *order) align(l *line, base bidi.Level) {
	free := float32(o.width) - l.width
	switch {
	case o.style.Centre:
		l.left = float32(floor(free / 2))
	case base != 0:
		l.left = float32(floor(free))
	}
}

// abridge leaves the first n lines of the block that was set last; the n-th shows as much of the rest as has room before "…".
func (s *typesetter) abridge(b *block, n int, base bidi.Level, width float32) {
	dots := s.fonts.word(wordKey{"…", int32(s.px*64 + 0.5), s.face.id, false, language.Latin}, s.face, []rune{'…'}, 0, 1, []bool{true, true})
	start, end := int(b.lines[n-1].start), s.trim(0, len(s.runes))
	if start < end && s.line(start, end).width > width-dots.advance {
		end = s.trim(start, s.squeeze(start, end, width-dots.advance))
	}
	l := s.line(start, max(start, end))
	s.fill(&l, base)
	x := l.width
	if base != 0 { // the end is at the left
		x = 0
		l.shift(dots.advance)
	}
	for _, g := range dots.glyphs {
		l.glyphs = append(l.glyphs, glyph{x + g.x, g.y, g.id, g.face})
	}
	l.width += dots.advance
	b.lines = append(b.lines[:n-1], l)
}

// shift moves a line to the right within its box.
func (l *line) shift(x float32) {
	for i := range l.runs {
		l.runs[i].x += x
	}
	for i := range l.glyphs {
		l.glyphs[i].x += x
	}
}

// generate draws the lines; Fyne calls it when it needs them.
func (l *Lines) generate(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	l.lay(&l.laid, w)
	face, px, ink := l.fonts.sans(l.style.Bold), l.laid.px, l.ink()
	s := &l.fonts.sheet
	s.clear()
	s.top, s.bottom = 0, h
	baseline := max(0, h-len(l.laid.lines)*face.pitch(px))/2 + face.ascent(px) // in the middle, as the toolkit's text is
	for i := range l.laid.lines {
		x := &l.laid.lines[i]
		s.write(l.fonts, x.glyphs, x.left, baseline, px, ink, ink)
		baseline += face.pitch(px)
	}
	overlay(img, img.Rect, []*sheet{s})
	return img
}

// ascent is how far below a line's top its baseline is, in pixels.
func (x *face) ascent(px float32) int {
	e, _ := x.FontHExtents()
	return -floor(-e.Ascender * px / x.upem)
}

// pitch is the height of a line in pixels.
func (x *face) pitch(px float32) int {
	e, _ := x.FontHExtents()
	return floor((e.Ascender-e.Descender+e.LineGap)*px/x.upem + 0.5)
}

// reach is how far glyphs may stand out of their line, in points: those of scripts with signs above and below their letters do.
func (l *Lines) reach() float32 { return float32(floor(0.3 * l.Theme().Size(l.style.Size))) }

// pad is the room around the text, in points.
func (l *Lines) pad() float32 {
	if l.style.Padded {
		return l.Theme().Size(theme.SizeNameInnerPadding)
	}
	return 0
}

// CreateRenderer is called by Fyne.
func (l *Lines) CreateRenderer() fyne.WidgetRenderer { return (*linesRenderer)(l) }

// linesRenderer gives Fyne the object that Lines consist of.
type linesRenderer Lines

func (r *linesRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.raster} }

func (r *linesRenderer) Destroy() {}

func (r *linesRenderer) Layout(size fyne.Size) {
	pad, reach := (*Lines)(r).pad(), (*Lines)(r).reach()
	r.raster.Move(fyne.NewPos(pad, pad-reach))
	r.raster.Resize(fyne.NewSize(max(size.Width-2*pad, 0), max(size.Height-2*pad, 0)+2*reach))
}

func (r *linesRenderer) Refresh() { redraw(r.raster) }

// MinSize is as high as the text at the width that the lines have.
func (r *linesRenderer) MinSize() fyne.Size {
	l := (*Lines)(r)
	scale, px, pad := scaleOf(l), l.px(), l.pad()
	width, n := floor(2*px), 1
	if l.style.Whole {
		l.lay(&l.whole, unbounded)
		width = 0
		for i := range l.whole.lines {
			width = max(width, floor(l.whole.lines[i].width)+1)
		}
	}
	if now := floor((l.Size().Width-2*pad)*scale + 0.5); now > 0 && l.style.Most != 1 {
		l.lay(&l.laid, now)
		n = len(l.laid.lines)
	}
	height := n * l.fonts.sans(l.style.Bold).pitch(px)
	return fyne.NewSize(float32(width)/scale+2*pad, float32(height)/scale+2*pad)
}
