package textview

import (
	"image"
	"image/color"
	"math"
)

// bar is a filled rectangle in pixels.
type bar struct {
	image.Rectangle
	color color.NRGBA
}

// wave is a wavy line in pixels; its phase depends on x alone, so that pieces of it meet.
type wave struct {
	x0, x1       int
	y            float32 // of its middle
	height, line float32 // from crest to trough, and of the line itself
	color        color.NRGBA
}

// disc is a filled circle in pixels.
type disc struct {
	x, y, radius float32
	color        color.NRGBA
}

// stamp is a glyph at its place, the upper left in pixels.
type stamp struct {
	*picture
	left, top int32
	color     color.NRGBA
}

// sheet is all that is drawn of one line, from the ground up. Bars and waves stay within its rows; glyphs may reach
// beyond them, since they are the same whatever else the line shows.
type sheet struct {
	top, bottom int // rows of the line
	reach       int // how far glyphs may stand out of them
	bars        []bar
	waves       []wave
	discs       []disc
	stamps      []stamp
	plates      []bar   // over the text
	plated      []stamp // over the plates
}

func (s *sheet) clear() {
	s.bars, s.waves, s.discs, s.stamps = s.bars[:0], s.waves[:0], s.discs[:0], s.stamps[:0]
	s.plates, s.plated = s.plates[:0], s.plated[:0]
}

func (s *sheet) bar(x0, y0, x1, y1 int, c color.NRGBA) {
	s.bars = append(s.bars, bar{image.Rect(x0, y0, x1, y1), c})
}

// paint draws sheets over the ground within clip. What it draws at a pixel does not depend on clip.
func paint(img *image.RGBA, clip image.Rectangle, ground color.NRGBA, sheets []*sheet) {
	wipe(img, clip, ground)
	overlay(img, clip, sheets)
}

// overlay draws sheets over what is there, which may be transparent.
func overlay(img *image.RGBA, clip image.Rectangle, sheets []*sheet) {
	for _, s := range sheets {
		rows := clip.Intersect(image.Rect(clip.Min.X, s.top, clip.Max.X, s.bottom))
		if rows.Empty() {
			continue
		}
		for i := range s.bars {
			fill(img, rows.Intersect(s.bars[i].Rectangle), s.bars[i].color)
		}
		for i := range s.waves {
			s.waves[i].draw(img, rows)
		}
		for i := range s.discs {
			s.discs[i].draw(img, rows)
		}
	}
	for _, s := range sheets {
		if s.top-s.reach < clip.Max.Y && s.bottom+s.reach > clip.Min.Y {
			for i := range s.stamps {
				s.stamps[i].draw(img, clip)
			}
		}
	}
	for _, s := range sheets {
		rows := clip.Intersect(image.Rect(clip.Min.X, s.top, clip.Max.X, s.bottom))
		for i := range s.plates {
			fill(img, rows.Intersect(s.plates[i].Rectangle), s.plates[i].color)
		}
		for i := range s.plated {
			s.plated[i].draw(img, rows)
		}
	}
}

// wipe sets all pixels of r to an opaque colour.
func wipe(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(img.Rect)
	if r.Empty() {
		return
	}
	first := img.Pix[img.PixOffset(r.Min.X, r.Min.Y) : img.PixOffset(r.Max.X-1, r.Min.Y)+4]
	first[0], first[1], first[2], first[3] = c.R, c.G, c.B, 255
	for n := 4; n < len(first); n *= 2 {
		copy(first[n:], first[:n])
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(img.Pix[img.PixOffset(r.Min.X, y):], first)
	}
}

// fill lays a colour over all pixels of r.
func fill(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	if r.Empty() || c.A == 0 {
		return
	}
	if c.A == 255 {
		wipe(img, r, c)
		return
	}
	a := uint32(c.A)
	red, green, blue := uint32(c.R)*a+127, uint32(c.G)*a+127, uint32(c.B)*a+127
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[img.PixOffset(r.Min.X, y) : img.PixOffset(r.Max.X-1, y)+4]
		for i := 0; i+3 < len(row); i += 4 {
			row[i] = uint8((uint32(row[i])*(255-a) + red) / 255)
			row[i+1] = uint8((uint32(row[i+1])*(255-a) + green) / 255)
			row[i+2] = uint8((uint32(row[i+2])*(255-a) + blue) / 255)
		}
	}
}

// blend lays a colour over one pixel, with a coverage of 0 to 255.
func blend(p []uint8, c color.NRGBA, coverage uint32) {
	a := coverage * uint32(c.A) / 255
	p[0] = uint8((uint32(p[0])*(255-a) + uint32(c.R)*a + 127) / 255)
	p[1] = uint8((uint32(p[1])*(255-a) + uint32(c.G)*a + 127) / 255)
	p[2] = uint8((uint32(p[2])*(255-a) + uint32(c.B)*a + 127) / 255)
}

func (w *wave) draw(img *image.RGBA, clip image.Rectangle) {
	half := w.height/2 + w.line
	y0, y1 := max(clip.Min.Y, floor(w.y-half)), min(clip.Max.Y, floor(w.y+half)+2)
	turn := 2 * math.Pi / float64(3.2*w.height)
	for x := max(clip.Min.X, w.x0); x < min(clip.Max.X, w.x1); x++ {
		sin, cos := math.Sincos((float64(x) + 0.5) * turn)
		middle := w.y + float32(sin)*w.height/2
		steep := float32(math.Sqrt(1 + math.Pow(cos*turn*float64(w.height)/2, 2)))
		for y := y0; y < y1; y++ {
			d := float32(y) + 0.5 - middle
			if d < 0 {
				d = -d
			}
			if cover := w.line/2*steep + 0.5 - d; cover > 0 {
				blend(img.Pix[img.PixOffset(x, y):], w.color, uint32(min(cover, 1)*255))
			}
		}
	}
}

func (d *disc) draw(img *image.RGBA, clip image.Rectangle) {
	box := image.Rect(floor(d.x-d.radius), floor(d.y-d.radius), floor(d.x+d.radius)+2, floor(d.y+d.radius)+2).Intersect(clip)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			dx, dy := float64(float32(x)+0.5-d.x), float64(float32(y)+0.5-d.y)
			if cover := d.radius + 0.5 - float32(math.Hypot(dx, dy)); cover > 0 {
				blend(img.Pix[img.PixOffset(x, y):], d.color, uint32(min(cover, 1)*255))
			}
		}
	}
}

func (s *stamp) draw(img *image.RGBA, clip image.Rectangle) {
	x0, y0 := int(s.left), int(s.top)
	r := image.Rect(x0, y0, x0+int(s.w), y0+int(s.h)).Intersect(clip)
	if r.Empty() {
		return
	}
	if s.image != nil {
		s.copy(img, r)
		return
	}
	c := s.color
	red, green, blue := uint32(c.R), uint32(c.G), uint32(c.B)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		mask := s.mask[(y-y0)*int(s.w)+r.Min.X-x0:][:r.Dx()]
		row := img.Pix[img.PixOffset(r.Min.X, y):][:4*r.Dx()]
		for i, m := range mask {
			switch a := uint32(m); a {
			case 0:
			case 255:
				p := row[4*i : 4*i+4 : 4*i+4]
				p[0], p[1], p[2], p[3] = c.R, c.G, c.B, 255
			default:
				p := row[4*i : 4*i+4 : 4*i+4]
				p[0] = uint8((uint32(p[0])*(255-a) + red*a + 127) / 255)
				p[1] = uint8((uint32(p[1])*(255-a) + green*a + 127) / 255)
				p[2] = uint8((uint32(p[2])*(255-a) + blue*a + 127) / 255)
				p[3] = uint8((uint32(p[3])*(255-a) + 255*a + 127) / 255)
			}
		}
	}
}

// copy lays a colour picture over the image.
func (s *stamp) copy(img *image.RGBA, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		src := s.image.Pix[s.image.PixOffset(r.Min.X-int(s.left), y-int(s.top)):]
		row := img.Pix[img.PixOffset(r.Min.X, y):][:4*r.Dx()]
		for i := 0; i < len(row); i += 4 {
			a := 255 - uint32(src[i+3])
			row[i] = uint8(uint32(src[i]) + uint32(row[i])*a/255)
			row[i+1] = uint8(uint32(src[i+1]) + uint32(row[i+1])*a/255)
			row[i+2] = uint8(uint32(src[i+2]) + uint32(row[i+2])*a/255)
			row[i+3] = uint8(uint32(src[i+3]) + uint32(row[i+3])*a/255)
		}
	}
}
