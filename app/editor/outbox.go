package editor

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"rubricator/annotation"
)

// Store is what an editor asks of the project file.
type Store interface {
	// Commit writes edits in one transaction and returns when they are durable. An edit that it has already is done.
	Commit(ctx context.Context, edits ...annotation.Edit) error
	// Group gives the edits of a group, oldest first. The error is ErrStale when a row changed since.
	Group(ctx context.Context, group annotation.ID) ([]annotation.Edit, error)
	// GroupSize is the number of edits of a group that are written, GroupOf the group of one that is.
	GroupSize(ctx context.Context, group annotation.ID) (int, error)
	GroupOf(ctx context.Context, edit annotation.ID) (annotation.ID, error)
}

// How long one try to save may take, and how long to wait before the next; the wait doubles up to the longest.
const (
	tryFor       = 5 * time.Second
	firstRetry   = 250 * time.Millisecond
	longestRetry = 5 * time.Second
)

// Saving is the truth about what is on disk.
type Saving struct {
	Pending int   // edits that are not yet durable
	Err     error // why the last try failed; nil while the first is under way
	Rescue  error // why the pending edits could not be written to the rescue file either
}

// Saved tells that everything is on disk.
func (s Saving) Saved() bool { return s.Pending == 0 }

// Refusal is an edit that will never be saved because a row changed since it was made.
type Refusal struct {
	Edit annotation.Edit
	Err  error
}

// Outbox sends edits to the project file, one at a time and in order, and keeps each until it is durable: a failed one
// is tried again, and meanwhile they are all written to the rescue file. It is safe for concurrent use.
type Outbox struct {
	store    Store
	rescue   *Rescue
	onChange func() // called from the outbox's own goroutine

	mu       sync.Mutex
	pending  []parcel
	rows     map[annotation.ID]int // pending changes by row
	err      error
	refusals []Refusal
	wake     chan struct{}
	kick     chan struct{} // ends the wait before the next try
	cancel   context.CancelFunc
	stopped  chan struct{}

	keeping sync.Mutex // one writes the rescue file at a time; never taken while mu is held
	rescued bool       // the rescue file may hold edits; guarded by mu, as is
	failure error      // why it could not be written
}

type parcel struct {
	edit annotation.Edit
	done chan struct{}
}

// NewOutbox starts sending to store. onChange, which may be nil, is called after each change of Saving, from another
// goroutine. Close stops it.
func NewOutbox(store Store, rescue *Rescue, onChange func()) *Outbox {
	ctx, cancel := context.WithCancel(context.Background())
	if onChange == nil {
		onChange = func() {}
	}
	o := &Outbox{store: store, rescue: rescue, rescued: rescue.exists(), onChange: onChange, rows: map[annotation.ID]int{},
		wake: make(chan struct{}, 1), kick: make(chan struct{}, 1), cancel: cancel, stopped: make(chan struct{})}
	go o.run(ctx)
	return o
}

// Send takes an edit over. The channel closes when it is durable or refused.
func (o *Outbox) Send(e annotation.Edit) <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	done := make(chan struct{})
	o.pending = append(o.pending, parcel{e, done})
	o.count(e, 1)
	if o.err != nil { // it will not be saved soon
		go o.keep()
	}
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return done
}

// count keeps the number of pending changes of each row.
func (o *Outbox) count(e annotation.Edit, by int) {
	add := func(id annotation.ID) {
		if o.rows[id] += by; o.rows[id] == 0 {
			delete(o.rows, id)
		}
	}
	for _, c := range e.Spans {
		add(c.ID)
	}
	for _, c := range e.Sets {
		add(c.ID)
	}
	for _, c := range e.Relations {
		add(c.ID)
	}
}

// State tells what is on disk and what is not.
func (o *Outbox) State() Saving {
	o.mu.Lock()
	defer o.mu.Unlock()
	return Saving{len(o.pending), o.err, o.failure}
}

// Waiting tells whether a change of the row is not yet durable.
func (o *Outbox) Waiting(row annotation.ID) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.rows[row] > 0
}

// TakeRefusals gives the edits that were refused since the last call.
func (o *Outbox) TakeRefusals() []Refusal {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := o.refusals
	o.refusals = nil
	return r
}

// Pending gives the edits that are not yet durable, oldest first.
func (o *Outbox) Pending() []annotation.Edit {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all()
}

// Retry tries again at once.
func (o *Outbox) Retry() {
	select {
	case o.kick <- struct{}{}:
	default:
	}
}

// Flush waits until everything is durable or ctx ends. The error is then why it is not, and what is left is in the rescue
// file, unless State tells why not.
func (o *Outbox) Flush(ctx context.Context) error {
	o.Retry()
	for {
		o.mu.Lock()
		if len(o.pending) == 0 {
			o.mu.Unlock()
			return nil
		}
		last, err := o.pending[len(o.pending)-1].done, o.err
		o.mu.Unlock()
		select {
		case <-last:
		case <-ctx.Done():
			o.keep()
			if err == nil {
				err = ctx.Err()
			}
			return err
		}
	}
}

// Close stops sending. What is not durable stays in the rescue file and in memory; it gives the number of such edits.
func (o *Outbox) Close() (left int, err error) {
	o.cancel()
	<-o.stopped
	err = o.keep()
	return o.State().Pending, err
}

// keep writes the pending edits to the rescue file, or takes it away when there are none. The file is written while edits
// come and go, so it may name some that were saved since; these are recognized when they are read.
func (o *Outbox) keep() error {
	o.keeping.Lock()
	defer o.keeping.Unlock()
	o.mu.Lock()
	edits := o.all()
	o.mu.Unlock()
	err := o.rescue.keep(edits)
	o.mu.Lock()
	o.rescued, o.failure = len(edits) > 0, err
	o.mu.Unlock()
	return err
}

func (o *Outbox) all() []annotation.Edit {
	out := make([]annotation.Edit, len(o.pending))
	for i, p := range o.pending {
		out[i] = p.edit
	}
	return out
}

func (o *Outbox) run(ctx context.Context) {
	defer close(o.stopped)
	for {
		o.mu.Lock()
		empty := len(o.pending) == 0
		o.mu.Unlock()
		if !empty {
			if !o.deliver(ctx) {
				return
			}
			continue
		}
		select {
		case <-o.wake:
		case <-ctx.Done():
			return
		}
	}
}

// deliver saves the oldest pending edit, however often it takes. It is false when the outbox was closed.
func (o *Outbox) deliver(ctx context.Context) bool {
	o.mu.Lock()
	head := o.pending[0]
	o.mu.Unlock()
	for wait := firstRetry; ; wait = min(2*wait, longestRetry) {
		try, cancel := context.WithTimeout(ctx, tryFor)
		err := o.store.Commit(try, head.edit)
		cancel()
		if err == nil || errors.Is(err, annotation.ErrStale) {
			o.settle(head, err)
			return true
		}
		o.fail(err)
		select {
		case <-time.After(wait):
		case <-o.kick:
		case <-ctx.Done():
			return false
		}
	}
}

func (o *Outbox) settle(head parcel, err error) {
	o.mu.Lock()
	o.pending = slices.Delete(o.pending, 0, 1)
	o.count(head.edit, -1)
	o.err = nil
	if err != nil {
		o.refusals = append(o.refusals, Refusal{head.edit, err})
	}
	through := o.rescued && len(o.pending) == 0 // the rescue file is no longer needed
	o.mu.Unlock()
	if through {
		o.keep()
	}
	close(head.done)
	o.onChange()
}

func (o *Outbox) fail(err error) {
	o.mu.Lock()
	o.err = err
	o.mu.Unlock()
	o.keep()
	o.onChange()
}
