// Package ahead overlaps the making of values with their use.
package ahead

import "iter"

// Of reads a sequence in a goroutine of its own, some values before they are wanted. A value must be valid for good. Whoever stops early waits until
// the goroutine has ended.
func Of[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	type read struct {
		value T
		err   error
	}
	return func(yield func(T, error) bool) {
		out, quit := make(chan read, 2), make(chan struct{})
		go func() {
			defer close(out)
			for v, err := range seq {
				select {
				case out <- read{v, err}:
				case <-quit:
					return
				}
			}
		}()
		defer func() {
			close(quit)
			for range out { // until the reader has let go of its file
			}
		}()
		for r := range out {
			if !yield(r.value, r.err) {
				return
			}
		}
	}
}
