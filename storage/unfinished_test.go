package storage

import (
	"errors"
	"fmt"
	"iter"
	"testing"

	"rubricator/annotation"
)

// importOf is a stream that brings n articles in one group and then ends with err.
func importOf(n int, err error) (annotation.ID, iter.Seq2[annotation.Edit, error]) {
	group := annotation.NewID()
	return group, func(yield func(annotation.Edit, error) bool) {
		for i := range n {
			e, _ := article(fmt.Sprintf("Article %d of %s", i, group))
			e.Group = group
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(annotation.Edit{}, err)
		}
	}
}

func TestAnImportThatEndsIsNotUnfinished(t *testing.T) {
	p := newDesk(t)
	_, edits := importOf(5, nil)
	if err := p.Apply(ctx, edits, nil); err != nil {
		t.Fatal(err)
	}
	if open, err := p.Unfinished(ctx); err != nil || len(open) > 0 {
		t.Errorf("unfinished: %v (%v)", open, err)
	}
}

func TestABrokenImportIsToldOnOpeningUntilItIsKept(t *testing.T) {
	p := newDesk(t)
	broken := errors.New("unplugged")
	group, edits := importOf(5, broken)
	if err := p.Apply(ctx, edits, nil); !errors.Is(err, broken) {
		t.Fatalf("apply: %v", err)
	}
	p.reopen()
	open, err := p.Unfinished(ctx)
	if err != nil || len(open) != 1 || open[0] != (Unfinished{group, "import a.txt", 5, false}) {
		t.Fatalf("unfinished: %v (%v)", open, err)
	}
	if findings, err := p.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %v (%v)", findings, err)
	}
	if err := p.Keep(ctx, group); err != nil {
		t.Fatal(err)
	}
	if open, err := p.Unfinished(ctx); err != nil || len(open) > 0 {
		t.Errorf("after keeping: %v (%v)", open, err)
	}
}
