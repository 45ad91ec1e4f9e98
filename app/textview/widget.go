package textview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// CreateRenderer is called by Fyne.
func (v *View) CreateRenderer() fyne.WidgetRenderer { return (*renderer)(v) }

// renderer gives Fyne the objects the view consists of.
type renderer View

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.raster, r.bar.track, r.bar.thumb, r.caret, r.focus}
}

func (r *renderer) Destroy() { (*View)(r).blink.stop() }

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(160, 80) }

func (r *renderer) Layout(size fyne.Size) {
	r.raster.Resize(size)
	r.focus.Resize(fyne.NewSize(size.Width, focusWidth))
	v := (*View)(r)
	v.changed()
	if v.OnScrolled != nil && v.Text() != nil && v.large() {
		v.OnScrolled()
	}
}

func (r *renderer) Refresh() {
	v := (*View)(r)
	v.moveObjects()
	canvas.Refresh(r.raster)
}

// focusWidth is that of the line which shows the focus, in points.
const focusWidth = 2

// moveObjects puts caret, focus and scroll bar where they belong.
func (v *View) moveObjects() {
	l := v.themeLook()
	v.caret.FillColor = l.text
	if !v.focused {
		v.caret.FillColor = fade(l.text, l.faint(0.35))
	}
	where, height, ok := fyne.Position{}, float32(0), false
	if v.large() {
		where, height, ok = v.bounds(v.selection.caret)
	}
	v.blink.inSight = ok
	v.caret.Hidden = !ok || v.focused && v.blink.off
	if ok {
		scale := v.page.m.scale
		snap := func(points float32) float32 { return float32(floor(points*scale+0.5)) / scale }
		inset, width := height*0.1, max(1/scale, snap(max(1.5, 0.05*v.page.m.body.px/scale)))
		v.caret.Resize(fyne.NewSize(width, height-2*inset))
		most := v.Size().Width - barWidth - width // white space at a line's end may hang over the pane's edge
		v.caret.Move(fyne.NewPos(max(0, min(snap(where.X-width/2), most)), snap(where.Y+inset*0.6)))
	}
	v.caret.Refresh()
	v.focus.Hidden, v.focus.FillColor = !v.focused, l.muted
	v.focus.Refresh()
	v.bar.place(v, l)
}

// blink lets the caret of a focused view come and go.
type blink struct {
	off     bool
	inSight bool            // the caret is on the pane
	turn    *fyne.Animation // nil while the view has no focus
	last    time.Time       // of the caret's last move; it does not blink while it moves
}

const blinkTime = 530 * time.Millisecond

func (b *blink) start(v *View) {
	b.stop()
	if v.still || !fyne.CurrentApp().Settings().ShowAnimations() {
		return
	}
	b.turn = fyne.NewAnimation(2*blinkTime, func(done float32) {
		off := done > 0.5 && done < 1 && time.Since(b.last) > blinkTime
		if b.turn == nil || off == b.off {
			return
		}
		b.off = off
		v.caret.Hidden = off || !b.inSight
		v.caret.Refresh()
	})
	b.turn.Curve = fyne.AnimationLinear
	b.turn.RepeatCount = fyne.AnimationRepeatForever
	b.turn.Start()
}

func (b *blink) stop() {
	if b.turn != nil {
		b.turn.Stop()
		b.turn = nil
	}
	b.off = false
}

func (b *blink) restart() {
	b.off = false
	b.last = time.Now()
}

// scrollBar shows how much of the text is on the pane.
type scrollBar struct {
	track, thumb *canvas.Rectangle
	top, height  float32 // of the thumb, in points
	active       bool    // the pointer is over it, or drags it
}

func (s *scrollBar) init() {
	s.track, s.thumb = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
}

// minThumb is the least height of the thumb, in points.
const minThumb = 32

func (s *scrollBar) place(v *View, l look) {
	s.track.Hidden, s.thumb.Hidden = true, true
	s.height = 0
	if v.Text() == nil || !v.large() || !v.ready() {
		return
	}
	v.page.arrange()
	whole, pane := v.page.table.height(), v.page.m.height
	if whole <= pane {
		s.track.Refresh()
		s.thumb.Refresh()
		return
	}
	size := v.Size()
	s.height = max(minThumb, size.Height*float32(pane)/float32(whole))
	share := float64(v.page.y()) / float64(whole-pane)
	s.top = float32(min(max(share, 0), 1)) * (size.Height - s.height)
	width := float32(6)
	if s.active {
		width = 9
	}
	s.track.Hidden, s.thumb.Hidden = !s.active, false
	s.track.FillColor = fade(l.text, 0.06)
	s.track.Resize(fyne.NewSize(barWidth, size.Height))
	s.track.Move(fyne.NewPos(size.Width-barWidth, 0))
	s.thumb.FillColor = fade(l.text, l.faint(0.32))
	if s.active {
		s.thumb.FillColor = fade(l.text, l.faint(0.5))
	}
	s.thumb.CornerRadius = width / 2
	s.thumb.Resize(fyne.NewSize(width, s.height-4))
	s.thumb.Move(fyne.NewPos(size.Width-(barWidth+width)/2, s.top+2))
	s.track.Refresh()
	s.thumb.Refresh()
}

// over tells whether a point is on the scroll bar.
func (v *View) overBar(p fyne.Position) bool {
	return v.bar.height > 0 && p.X >= v.Size().Width-barWidth
}
