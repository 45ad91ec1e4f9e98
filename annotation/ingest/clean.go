package ingest

// Off are the rules that are switched off.
type Off map[Reason]bool

// Clean strikes out page furniture by the rules that are not switched off. What is struck out already stays so, unless its rule is switched off. Where
// nothing would be left, nothing is struck out: a short post may read “No comments”.
func (d *Draft) Clean(off Off) {
	l := linesOf(d)
	cuts := make([]Reason, len(d.Blocks))
	left := 0
	for n, b := range d.Blocks {
		if cuts[n] = b.Cut; cuts[n] == "" || off[cuts[n]] {
			cuts[n] = reasonFor(l, n, off)
		}
		if cuts[n] == "" {
			left++
		}
	}
	for n := range d.Blocks {
		if left > 0 {
			d.Blocks[n].Cut = cuts[n]
		}
	}
}

func reasonFor(l *lines, n int, off Off) Reason {
	for _, r := range Rules {
		if !off[r.Reason] && r.cuts != nil && r.cuts(l, n) {
			return r.Reason
		}
	}
	return ""
}

// KeepAll has nothing struck out.
func (d *Draft) KeepAll() {
	for n := range d.Blocks {
		d.Blocks[n].Cut = ""
	}
}
