package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode"

	"rubricator/annotation"
)

// arrival is an edit of a delivery, made ready as far as that needs nothing of what is here.
type arrival struct {
	annotation.Recorded
	payload annotation.Hash
	values  []parsed // of the entries that insert
	wrong   error    // it is not what was written; of no matter where the edit is known already
	err     error    // the delivery cannot be read further
}

// How many arrivals are made ready before they are taken, and from how many bytes on fewer are.
const (
	atOnce      = 256
	bytesAtOnce = 4 << 20
)

// arriving makes a delivery's edits ready while others are taken in. They come in the order of the delivery, many at a time.
func arriving(ctx context.Context, d Delivery) iter.Seq[[]arrival] {
	return func(yield func([]arrival) bool) {
		ctx, stop := context.WithCancel(ctx)
		batches := make(chan []arrival, 2)
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer close(batches)
			makeReady(ctx, d, batches)
		}()
		defer func() { stop(); <-done }()
		for batch := range batches {
			if !yield(batch) {
				return
			}
		}
	}
}

func makeReady(ctx context.Context, d Delivery, batches chan<- []arrival) {
	var batch []arrival
	bytes := 0
	send := func() bool {
		select {
		case batches <- batch:
			batch, bytes = nil, 0
			return true
		case <-ctx.Done():
			return false
		}
	}
	for r, err := range d.Edits {
		batch = append(batch, arrive(r, err))
		for _, n := range r.Entries {
			bytes += len(n.Before) + len(n.After)
		}
		if (err != nil || len(batch) == atOnce || bytes > bytesAtOnce) && !send() {
			return
		}
	}
	send()
}

func arrive(r annotation.Recorded, err error) arrival {
	a := arrival{Recorded: r, err: err, values: make([]parsed, len(r.Entries))}
	if err != nil {
		return a
	}
	if a.payload, err = r.Verify(); err != nil {
		a.wrong = fault{ErrAltered, err}
	}
	for i, n := range r.Entries {
		k := tables[n.Kind]
		var err error
		switch {
		case k == nil:
			err = fmt.Errorf("kind %q is unknown to this program; update the program", n.Kind)
		case n.IsBlank():
			if n.Kind == annotation.KindErasure {
				err = errors.New("erases that something was erased")
			}
		case n.Before == nil && n.After == nil:
			err = errors.New("a change of nothing")
		case n.Before != nil && n.Kind == annotation.KindErasure:
			err = errors.New("takes back that something was erased")
		case n.After == nil && (n.Kind == annotation.KindAnnotator || n.Kind == annotation.KindActor):
			err = errors.New("takes somebody away who worked here")
		case n.Before == nil:
			a.values[i], err = k.parseSame(n.Row, n.After)
		}
		if err != nil && a.wrong == nil {
			a.wrong = altered(&r, err)
		}
	}
	return a
}

func altered(r *annotation.Recorded, err error) error {
	return faultf(ErrAltered, "edit %d of %s (%s): %w", r.Seq, r.Actor, r.Name, err)
}

// parseSame reads a value and holds it against what this program would have written.
func (k *kept) parseSame(id annotation.ID, value json.RawMessage) (parsed, error) {
	p, err := k.parse(id, value)
	if err == nil && !bytes.Equal(p.json, value) {
		err = fmt.Errorf("%s %s: is not written as this program writes it", k.kind, id)
	}
	if err != nil {
		err = fault{ErrAltered, err}
	}
	return p, err
}

// sameFixed tells whether a value names what it is of as the one before it did: no change moves a mark to another set.
func (k *kept) sameFixed(id annotation.ID, before json.RawMessage, after parsed) error {
	had, err := k.parse(id, before)
	for i := range k.fixed {
		if err == nil && !bytes.Equal(had.columns[i].([]byte), after.columns[i].([]byte)) {
			err = fault{ErrAltered, fmt.Errorf("%s %s: says that it is of something else than before", k.kind, id)}
		}
	}
	return err
}

// inLine is a colleague's name for something as it can stand in a line: short, and without characters that act on what stands beside it.
func inLine(s string) string {
	const longest = 80
	s = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest-1]) + "…"
	}
	return s
}
