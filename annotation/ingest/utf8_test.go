package ingest

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestACharacterBetweenTwoPiecesOfAFileIsWhole(t *testing.T) {
	for _, before := range []int{1<<20 - 2, 1<<20 - 1, 1 << 20} {
		f := File{Name: "a.csv", Bytes: []byte(strings.Repeat("a", before) + "€.")}
		if r, err := UTF8(context.Background(), f, Options{}); err != nil || !r.Same || r.Report != "UTF-8" {
			t.Errorf("behind %d letters: %v, %q, %v", before, r.Same, r.Report, err)
		}
	}
}

func TestAFileOfUnknownSizeIsHeldWhereItIsNotTooLarge(t *testing.T) {
	opened := 0
	f := File{Name: "a.txt", Stream: &Stream{Open: func() (io.ReadCloser, error) {
		opened++
		return io.NopCloser(strings.NewReader("Ships wait.")), nil
	}}}
	got, err := f.InMemory(11)
	if err != nil || string(got.Bytes) != "Ships wait." || got.Stream != nil || opened != 2 {
		t.Errorf("%q, %v, opened %d times", got.Bytes, err, opened)
	}
	if _, err := f.InMemory(10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("of ten bytes at most: %v", err)
	}
}
