package ingest

// Off are the rules that are switched off.
type Off map[Reason]bool

// Clean strikes out page furniture by the rules that are not switched off. What is struck out already stays so.
func (d *Draft) Clean(off Off) {
	l := linesOf(d)
	for n := range d.Blocks {
		if d.Blocks[n].Cut == "" {
			d.Blocks[n].Cut = reasonFor(l, n, off)
		}
	}
}

func reasonFor(l *lines, n int, off Off) Reason {
	for _, r := range Rules {
		if !off[r.Reason] && r.cuts(l, n) {
			return r.Reason
		}
	}
	return ""
}
