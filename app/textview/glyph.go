package textview

import (
	"bytes"
	"image"
	"image/png"
	"math"

	"github.com/fyne-io/oksvg"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// glyphKey names a picture of a glyph: its size, and how far right of a whole pixel it stands, in quarters.
type glyphKey struct {
	id    uint32
	px    int32 // em in 1/64 pixels
	face  uint16
	phase uint8
}

// picture is a glyph in pixels: a mask to be filled with the text's colour, or an image in colours of its own.
// x and y lead from the glyph's origin to its upper left.
type picture struct {
	x, y, w, h int32
	mask       []uint8     // w*h; nil with an image
	image      *image.RGBA // colour glyphs
}

// atlasBytes bounds the glyphs kept.
const atlasBytes = 32 << 20

// atlas keeps pictures of glyphs. When it is full it starts over.
type atlas struct {
	pictures map[glyphKey]*picture
	bytes    int
	raster   vector.Rasterizer
}

func (a *atlas) init() { a.pictures, a.bytes = map[glyphKey]*picture{}, 0 }

// picture gives a glyph of a face at a size of em pixels.
func (f *Fonts) picture(k glyphKey) *picture {
	if p := f.atlas.pictures[k]; p != nil {
		return p
	}
	if f.atlas.bytes > atlasBytes {
		f.atlas.init()
	}
	p := f.atlas.draw(f.faces[k.face], font.GID(k.id), float32(k.px)/64, float32(k.phase)/4)
	f.atlas.pictures[k] = p
	f.atlas.bytes += len(p.mask) + 128
	if p.image != nil {
		f.atlas.bytes += len(p.image.Pix)
	}
	return p
}

func (a *atlas) draw(x *face, id font.GID, px, dx float32) *picture {
	switch g := x.GlyphData(id).(type) {
	case font.GlyphOutline:
		return a.outline(g, px/x.upem, dx)
	case font.GlyphSVG:
		if p := vectorImage(g, x, id, px); p != nil {
			return p
		}
		return a.outline(g.Outline, px/x.upem, dx)
	case font.GlyphBitmap:
		if p := bitmap(g, x, id, px); p != nil {
			return p
		}
	}
	if g, ok := x.GlyphDataOutline(id); ok {
		return a.outline(g, px/x.upem, dx)
	}
	return &picture{}
}

// outline fills a glyph's contours; scale is pixels a font unit.
func (a *atlas) outline(g font.GlyphOutline, scale, dx float32) *picture {
	if len(g.Segments) == 0 {
		return &picture{}
	}
	minX, minY, maxX, maxY := float32(math.MaxFloat32), float32(math.MaxFloat32), -float32(math.MaxFloat32), -float32(math.MaxFloat32)
	for i := range g.Segments {
		for _, p := range g.Segments[i].ArgsSlice() {
			minX, maxX = min(minX, p.X*scale+dx), max(maxX, p.X*scale+dx)
			minY, maxY = min(minY, -p.Y*scale), max(maxY, -p.Y*scale)
		}
	}
	x0, y0 := floor(minX), floor(minY)
	p := &picture{x: int32(x0), y: int32(y0), w: int32(floor(maxX) - x0 + 1), h: int32(floor(maxY) - y0 + 1)}
	if p.w > 4096 || p.h > 4096 {
		return &picture{}
	}
	a.raster.Reset(int(p.w), int(p.h))
	at := func(q ot.SegmentPoint) (float32, float32) {
		return q.X*scale + dx - float32(x0), -q.Y*scale - float32(y0)
	}
	for i := range g.Segments {
		trace(&a.raster, &g.Segments[i], at)
	}
	a.raster.ClosePath()
	p.mask = make([]uint8, p.w*p.h)
	dst := &image.Alpha{Pix: p.mask, Stride: int(p.w), Rect: image.Rect(0, 0, int(p.w), int(p.h))}
	a.raster.Draw(dst, dst.Rect, image.Opaque, image.Point{})
	return p
}

func trace(r *vector.Rasterizer, s *ot.Segment, at func(ot.SegmentPoint) (float32, float32)) {
	ax, ay := at(s.Args[0])
	bx, by := at(s.Args[1])
	cx, cy := at(s.Args[2])
	switch s.Op {
	case ot.SegmentOpMoveTo:
		r.ClosePath()
		r.MoveTo(ax, ay)
	case ot.SegmentOpLineTo:
		r.LineTo(ax, ay)
	case ot.SegmentOpQuadTo:
		r.QuadTo(ax, ay, bx, by)
	case ot.SegmentOpCubeTo:
		r.CubeTo(ax, ay, bx, by, cx, cy)
	}
}

// vectorImage draws a glyph that is a small SVG picture; nil where that fails. The picture's view box is as wide as an
// em, its upper edge stands on the baseline, and the glyph lies above it, outside of the box.
func vectorImage(g font.GlyphSVG, x *face, id font.GID, px float32) *picture {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(g.Source), oksvg.IgnoreErrorMode)
	if err != nil || icon.ViewBox.W <= 0 || icon.ViewBox.H <= 0 {
		return nil
	}
	p, w, h := box(x, id, px)
	if w <= 0 || h <= 0 {
		return nil
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	scale := float64(px) / icon.ViewBox.W
	icon.Transform = rasterx.Identity.Translate(-float64(p.x), -float64(p.y)).Scale(scale, scale).
		Translate(-icon.ViewBox.X, -icon.ViewBox.Y)
	icon.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, img, img.Rect)), 1)
	p.image = img
	return p
}

// bitmap scales a glyph that is a picture in pixels; nil where it has a form not known here.
func bitmap(g font.GlyphBitmap, x *face, id font.GID, px float32) *picture {
	if g.Format != font.PNG {
		return nil
	}
	src, err := png.Decode(bytes.NewReader(g.Data))
	if err != nil {
		return nil
	}
	p, w, h := box(x, id, px)
	if w <= 0 || h <= 0 {
		return nil
	}
	p.image = image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(p.image, p.image.Rect, src, src.Bounds(), draw.Src, nil)
	return p
}

// box gives the place and size of a glyph in pixels, from the extents in its face; an em square where it has none.
func box(x *face, id font.GID, px float32) (p *picture, w, h int) {
	scale := px / x.upem
	advance := x.HorizontalAdvance(id) * scale
	left, top, width, height := float32(0), 0.88*px, advance, px
	if e, ok := x.GlyphExtents(id); ok && e.Width > 0 && e.Height < 0 {
		left, top, width, height = e.XBearing*scale, e.YBearing*scale, e.Width*scale, -e.Height*scale
	}
	w, h = floor(width+0.5), floor(height+0.5)
	return &picture{x: int32(floor(left + 0.5)), y: int32(-floor(top + 0.5)), w: int32(w), h: int32(h)}, w, h
}

func floor(x float32) int { return int(math.Floor(float64(x))) }
