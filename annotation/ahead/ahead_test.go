package ahead_test

import (
	"errors"
	"slices"
	"testing"

	"rubricator/annotation/ahead"
)

// numbers yields 1, 2, 3 and so on, then an error, and notes when it has ended.
func numbers(n int, ended *bool) func(func(int, error) bool) {
	return func(yield func(int, error) bool) {
		defer func() { *ended = true }()
		for i := range n {
			if !yield(i+1, nil) {
				return
			}
		}
		yield(0, errors.New("no more"))
	}
}

func TestValuesComeInOrderAndTheErrorLast(t *testing.T) {
	var got []int
	var failed error
	ended := false
	for v, err := range ahead.Of(numbers(5, &ended)) {
		if failed = err; err == nil {
			got = append(got, v)
		}
	}
	if !slices.Equal(got, []int{1, 2, 3, 4, 5}) || failed == nil || !ended {
		t.Fatal(got, failed, ended)
	}
}

func TestWhoStopsEarlyFindsTheSequenceEnded(t *testing.T) {
	ended := false
	for v := range ahead.Of(numbers(1000, &ended)) {
		if v == 3 {
			break
		}
	}
	if !ended {
		t.Fatal("the sequence is still being read")
	}
}
