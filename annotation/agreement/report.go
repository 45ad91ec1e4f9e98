package agreement

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Report is the figures of a study, by what they are about.
type Report struct {
	All        Group   `json:"all"`
	Labels     []Group `json:"labels"`                // by label and role
	Pairs      []Group `json:"pairs"`                 // of annotators
	PairLabels []Group `json:"pairs_labels"`          // by pair and then by label, without intervals
	Annotators []Group `json:"annotators"`            // each against the others
	Documents  []Group `json:"documents"`             // without intervals
	Roles      []Group `json:"label_roles,omitempty"` // the unitizing alphas of 2016 of labels with several roles, whose values the roles are
}

// Report gives all figures but gamma, which takes long, and those over time.
func (s *Study) Report() Report {
	selections := append([]Selection{{}}, s.byLabel(Selection{})...)
	for _, p := range s.together {
		selections = append(selections, s.pairOf(p))
	}
	for _, a := range s.annotators {
		selections = append(selections, Selection{First: a})
	}
	g := s.groups(s.documents, selections)
	labels, pairs := 1+len(s.labels), 1+len(s.labels)+len(s.together)
	r := Report{All: g[0], Labels: g[1:labels], Pairs: g[labels:pairs], Annotators: g[pairs:], Roles: s.byRoles()}
	whole := s.sumsOf(s.documents)
	for _, p := range s.together {
		for _, sel := range s.byLabel(s.pairOf(p)) {
			r.PairLabels = append(r.PairLabels, Group{sel, whole.figures(s.scope(sel))})
		}
	}
	for _, d := range s.documents {
		r.Documents = append(r.Documents, Group{Selection{Document: d.ID}, s.sumsOf([]*document{d}).figures(s.scope(Selection{}))})
	}
	return r
}

// groups gives the figures of selections of the same documents, with intervals where there are two documents or more.
func (s *Study) groups(documents []*document, selections []Selection) []Group {
	whole := s.sumsOf(documents)
	out := make([]Group, len(selections))
	scopes := make([]scope, len(selections))
	drawn := make([][][]float64, len(selections)) // by figure: the values in samples
	for i, sel := range selections {
		scopes[i] = s.scope(sel)
		out[i] = Group{sel, whole.figures(scopes[i])}
		drawn[i] = make([][]float64, len(out[i].Figures))
	}
	sample := sums{Study: s, row: make([]float64, s.ledger.slots), unequal: whole.unequal}
	s.draw(documents, func(times []float64) {
		clear(sample.row)
		for i, t := range times {
			if t > 0 {
				sample.add(documents[i], t)
			}
		}
		for i := range selections {
			for k, f := range sample.figures(scopes[i]) {
				if v, ok := f.Value(); ok {
					drawn[i][k] = append(drawn[i][k], v)
				}
			}
		}
	})
	for i := range out {
		for k := range out[i].Figures {
			if f := &out[i].Figures[k]; f.undefined == "" {
				f.Interval = interval(drawn[i][k])
			}
		}
	}
	return out
}

// draw draws as many documents, with replacement, over and over (Efron 1979), and hands in how many times each was drawn. There are no
// samples of fewer than two documents.
func (s *Study) draw(documents []*document, sample func(times []float64)) {
	n := s.options.Samples
	if n == 0 {
		n = samples
	}
	if len(documents) < 2 {
		return
	}
	rnd := rand.New(rand.NewPCG(s.options.Seed, 0))
	times := make([]float64, len(documents))
	for range n {
		clear(times)
		for range documents {
			times[rnd.IntN(len(documents))]++
		}
		sample(times)
	}
}

// interval is the middle 95 of 100 values (the percentile method: Efron 1979); nil where there are fewer than 20.
func interval(values []float64) *Interval {
	n := len(values)
	if n < 20 {
		return nil
	}
	slices.Sort(values)
	tail := int(.025 * float64(n))
	return &Interval{values[tail], values[n-1-tail]}
}

// Bucket is a stretch of time that figures are grouped by.
type Bucket int

// The buckets. Weeks begin on Monday.
const (
	Week Bucket = iota
	Month
)

// start is the begin of the bucket that holds t.
func (b Bucket) start(t time.Time) time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	if b == Month {
		return day.AddDate(0, 0, 1-day.Day())
	}
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func (b Bucket) next(start time.Time) time.Time {
	if b == Month {
		return start.AddDate(0, 1, 0)
	}
	return start.AddDate(0, 0, 7)
}

// Over gives the figures by the time, in a zone, at which the last set of a document was finished, in the order of time, without empty
// buckets. Documents whose times are not known are left out.
func (s *Study) Over(b Bucket, zone *time.Location) []Group {
	in := map[time.Time][]*document{}
	var starts []time.Time
	for _, d := range s.documents {
		if d.at.IsZero() {
			continue
		}
		start := b.start(d.at.In(zone))
		if in[start] == nil {
			starts = append(starts, start)
		}
		in[start] = append(in[start], d)
	}
	slices.SortFunc(starts, time.Time.Compare)
	var out []Group
	for _, start := range starts {
		out = append(out, s.groups(in[start], []Selection{{From: start, To: b.next(start)}})...)
	}
	return out
}

// Worst gives up to n documents on which the measure is lowest, the lowest first. Those on which it is undefined are left out.
func (r Report) Worst(m *Measure, n int) []Group {
	type placed struct {
		Group
		value float64
	}
	var all []placed
	for _, g := range r.Documents {
		if f, ok := g.Figure(m); ok {
			if v, defined := f.Value(); defined {
				all = append(all, placed{g, v})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.value, b.value) })
	var out []Group
	for _, p := range all[:min(n, len(all))] {
		out = append(out, p.Group)
	}
	return out
}
