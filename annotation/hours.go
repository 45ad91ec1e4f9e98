package annotation

import (
	"slices"
	"time"
)

// Hours is how long an annotator worked on a document, on one device, as that annotator published it. Before that it is known to the
// annotator's own machine alone.
type Hours struct {
	ID        ID    `json:"id"`
	Document  ID    `json:"document"`
	Annotator ID    `json:"annotator"`
	Actor     ID    `json:"actor"`
	Seconds   int64 `json:"seconds"` // of work; pauses of more than a minute are cut
}

// HoursID derives the ID of what an actor worked on a document, so that a later publication replaces an earlier one.
func HoursID(document, actor ID) ID { return deriveID("hours", document[:], actor[:]) }

// Pause is how long nothing may happen before the time no longer counts as work.
const Pause = time.Minute

// Stopwatch tells how long somebody works by the moments at which something was done.
type Stopwatch struct{ last time.Time }

// At notes that something is done now, and gives how long was worked since the moment before: nothing for the first one, after a pause, and
// where the clock went back.
func (s *Stopwatch) At(now time.Time) time.Duration {
	worked := now.Sub(s.last)
	if s.last.IsZero() || worked < 0 || worked > Pause {
		worked = 0
	}
	s.last = now
	return worked
}

// Stop begins anew: the next moment is the first.
func (s *Stopwatch) Stop() { s.last = time.Time{} }

// PublishHours is the edit that makes public what an actor worked on documents, in whole seconds, as far as that is not what was published
// before. What took
// less than a second is left out. ok is false where there is nothing new.
func PublishHours(by Actor, worked map[ID]time.Duration, published []Hours) (e Edit, ok bool) {
	e = NewEdit("publish working hours")
	before := map[ID]Hours{}
	for _, h := range published {
		before[h.ID] = h
	}
	for document, d := range worked {
		after := Hours{HoursID(document, by.ID), document, by.Annotator, by.ID, int64(d / time.Second)}
		c := Change[Hours]{ID: after.ID, Document: document, After: &after}
		if h, there := before[after.ID]; there {
			c.Before = &h
		}
		if after.Seconds > 0 && !equal(c.Before, c.After) {
			e.Hours = append(e.Hours, c)
		}
	}
	slices.SortFunc(e.Hours, func(a, b Change[Hours]) int { return slices.Compare(a.Document[:], b.Document[:]) })
	return e, e.Len() > 0
}
