package textview

import (
	"image/color"

	"rubricator/annotation/rangeset"
)

// Decoration is how one range looks. Ranges of one mark share Key.
type Decoration struct {
	rangeset.Range
	Key   uint64 // the caller's name of the mark
	Style int    // index into the styles given to SetStyles
	Tag   string // short name for the margin tag; "" draws none
	Badge string // a digit that stands at the beginning; "" draws none
	State State
	Lane  int // where Of is more than 0: the underline keeps to this lane, else to every Of-th behind it
	Of    int
}

// State tells what is special about a decoration; states can be combined.
type State uint8

const (
	Plain     State = 0
	Chosen    State = 1 << (iota - 1) // stronger fill, outline
	Hovered                           // stronger fill
	Saving                            // paler
	Unsaved                           // red zigzag
	Suggested                         // dashed outline
	Lined                             // underline alone, but where it is chosen or under the pointer
	Struck                            // a line through the text, which is paler; no fill and no underline
)

// Style is the look of one kind of mark, told apart by colour and by the shape of the underline.
type Style struct {
	Light, Dark color.NRGBA
	Shape       Shape
}

// Shape is that of an underline.
type Shape uint8

const (
	Solid Shape = iota
	Double
	Dotted
	Dashed
	Wavy
)

// Decorator appends the decorations that touch window to dst, in order of rangeset.Compare. It is called on the UI
// goroutine, whenever the window shows another part of the text or a part that was made invalid.
type Decorator func(dst []Decoration, window rangeset.Range) []Decoration

// maxLanes is the number of underlines below a line at most, where it has the room.
const maxLanes = 5

// lanes gives overlapping marks places one below the other. A mark keeps its lane for as long as some of it is in
// sight, so that its underline runs on unbroken while the text scrolls.
type lanes struct {
	taken map[laneKey]int
	next  map[laneKey]int
}

type laneKey struct {
	rangeset.Range
	key uint64
}

// assign gives the lane of every decoration, in the same order. Those seen the last time stay where they were; others
// get the first lane that no overlapping one has.
func (l *lanes) assign(dst []int, ds []Decoration) []int {
	dst = dst[:0]
	for i := range ds {
		lane, ok := l.taken[laneKey{ds[i].Range, ds[i].Key}]
		if !ok {
			lane = -1
		}
		dst = append(dst, lane)
	}
	for i := range ds {
		if dst[i] < 0 {
			dst[i] = free(ds, dst, i)
		}
	}
	if l.next == nil {
		l.next = map[laneKey]int{}
	}
	clear(l.next)
	for i := range ds {
		l.next[laneKey{ds[i].Range, ds[i].Key}] = dst[i]
	}
	l.taken, l.next = l.next, l.taken
	return dst
}

// free gives the first lane that the i-th decoration may have and no overlapping one has.
func free(ds []Decoration, lanes []int, i int) int {
	var used uint64
	for j := range ds {
		if ds[j].Start >= ds[i].End {
			break
		}
		if lanes[j] >= 0 && lanes[j] < 64 && ds[j].Overlaps(ds[i].Range) {
			used |= 1 << lanes[j]
		}
	}
	lane, step := ds[i].Lane, max(1, ds[i].Of)
	for used&(1<<lane) != 0 && lane+step < 64 {
		lane += step
	}
	return lane
}

// forget has the lanes given out anew.
func (l *lanes) forget() { clear(l.taken) }
