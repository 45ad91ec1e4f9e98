package annotation

import (
	"cmp"
	"slices"
)

// Said is a comment and its place in the order in which things were said: the Lamport number of the edit that first wrote it, so that
// an answer comes behind its question whatever the clocks of two devices say.
type Said struct {
	Comment
	Lamport int64
}

// Now is larger than the Lamport number of all that was read from a project. What is said, or judged, in the window follows from it.
const Now = int64(1) << 62

// Discussion is what was said about documents, in threads. It belongs to one goroutine.
type Discussion struct {
	said     []Said       // in order
	gone     map[ID]int64 // the Lamport numbers of comments that were taken back here, should they come again
	next     int64
	threads  []Thread // nil: to be put together anew
	document map[ID][]Thread
}

// NewDiscussion is the discussion of these comments.
func NewDiscussion(said []Said) *Discussion {
	d := &Discussion{said: slices.Clone(said), gone: map[ID]int64{}, next: Now}
	d.sort()
	return d
}

func (d *Discussion) sort() {
	slices.SortFunc(d.said, func(a, b Said) int {
		return cmp.Or(cmp.Compare(a.Lamport, b.Lamport), slices.Compare(a.ID[:], b.ID[:]))
	})
	d.threads = nil
}

// Apply takes an edit's comments in, and passes its other changes over.
func (d *Discussion) Apply(e Edit) {
	for _, c := range e.Comments {
		i := slices.IndexFunc(d.said, func(s Said) bool { return s.ID == c.ID })
		switch {
		case i < 0 && c.After != nil:
			lamport, back := d.gone[c.ID]
			if !back {
				d.next++
				lamport = d.next
			}
			d.said = append(d.said, Said{*c.After, lamport})
		case i >= 0 && c.After != nil:
			d.said[i].Comment = *c.After
		case i >= 0:
			d.gone[c.ID] = d.said[i].Lamport
			d.said = slices.Delete(d.said, i, i+1)
		}
	}
	if len(e.Comments) > 0 {
		d.sort()
	}
}

// Threads are all threads, in the order in which they began.
func (d *Discussion) Threads() []Thread {
	d.gather()
	return d.threads
}

// Of are the threads about a document, in the order in which they began.
func (d *Discussion) Of(document ID) []Thread {
	d.gather()
	return d.document[document]
}

// Thread is the thread with this ID; ok is false where there is none.
func (d *Discussion) Thread(id ID) (t Thread, ok bool) {
	i := slices.IndexFunc(d.Threads(), func(t Thread) bool { return t.ID() == id })
	if i < 0 {
		return nil, false
	}
	return d.threads[i], true
}

func (d *Discussion) gather() {
	if d.threads != nil {
		return
	}
	d.threads, d.document = []Thread{}, map[ID][]Thread{}
	at := map[ID]int{}
	for _, s := range d.said {
		i, known := at[s.Thread]
		if !known {
			i = len(d.threads)
			at[s.Thread] = i
			d.threads = append(d.threads, nil)
		}
		d.threads[i] = append(d.threads[i], s)
	}
	for _, t := range d.threads {
		d.document[t[0].Document] = append(d.document[t[0].Document], t)
	}
}

// Thread is the comments that belong together, in order. There is at least one; the first may be a reply, where what it answered was
// taken back.
type Thread []Said

// ID names the thread.
func (t Thread) ID() ID { return t[0].Thread }

// IsOpen tells whether the thread is a question that nobody closed.
func (t Thread) IsOpen() bool { return t.state() == Asks }

// IsClosed tells whether somebody closed the thread, and nobody asked again.
func (t Thread) IsClosed() bool { return t.state() == Closes }

// state is the last that decided whether the thread is a question.
func (t Thread) state() Speech {
	for _, s := range slices.Backward(t) {
		if s.Speech != Says {
			return s.Speech
		}
	}
	return Says
}

// Question is what was asked last; ok is false where nothing was.
func (t Thread) Question() (Said, bool) {
	for _, s := range slices.Backward(t) {
		if s.Speech == Asks {
			return s, true
		}
	}
	return Said{}, false
}

// Answer is what was last said in words behind the question by somebody else than who asked, else by them; ok is false where nothing
// was.
func (t Thread) Answer() (answer Said, ok bool) {
	asked := -1
	for i, s := range t {
		switch {
		case s.Speech == Asks:
			asked, ok = i, false
		case s.Text == "" || asked < 0:
		case !ok || s.By != t[asked].By || answer.By == t[asked].By:
			answer, ok = s, true
		}
	}
	return answer, ok
}

// TakesPart tells whether an annotator said anything in the thread.
func (t Thread) TakesPart(who ID) bool {
	return slices.ContainsFunc(t, func(s Said) bool { return s.By == who })
}

// Concerns tells whether the thread is an annotator's: about nobody's work, about theirs, or with a word of theirs in it. What two
// others say of the work of one of them is between these two, so that nobody learns from it what a colleague marked.
func (t Thread) Concerns(who ID) bool {
	return t[0].Set.IsZero() || t[0].Set == SetID(t[0].Document, who) || t.TakesPart(who)
}

// News are what others said in words behind the last word of an annotator who takes part, or whose work it is about.
func (t Thread) News(who ID) Thread {
	if !t.TakesPart(who) && t[0].Set != SetID(t[0].Document, who) {
		return nil
	}
	var out Thread
	for _, s := range t {
		switch {
		case s.By == who:
			out = nil
		case s.Text != "":
			out = append(out, s)
		}
	}
	return out
}
