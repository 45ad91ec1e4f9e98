package textview

import "fyne.io/fyne/v2"

// redraw has the toolkit make the picture of an object anew. What its own Refresh does hangs on a cache, which forgets once a minute
// which canvas an object is on, until that is next painted: in between, Refresh is lost, and the old picture stays.
func redraw(o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(o); c != nil {
		c.Refresh(o)
		return
	}
	for _, w := range d.AllWindows() {
		w.Canvas().Refresh(o)
	}
}
