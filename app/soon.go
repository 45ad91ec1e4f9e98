package app

import "time"

// soon does some work beside the window and shows its outcome in it: at once when it is ready within patience, for which the
// window stands still, else later. slow, which may be nil, is told when it takes longer.
func soon[T any](w *Window, patience time.Duration, work func() T, slow func(), show func(T)) {
	done := make(chan T, 1)
	go func() { done <- work() }()
	select {
	case outcome := <-done:
		show(outcome)
	case <-time.After(patience):
		if slow != nil {
			slow()
		}
		go func() {
			outcome := <-done
			w.later(func() { show(outcome) })
		}()
	}
}
