package app_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/storage"
)

const reviewed = `Tolls rise again

Tolls rose 12% in May, the ministry said. Just seven ships paid. Nobody else came.
`

// isDoneBy has somebody open the project on another device, mark pieces of its article as claims, and be done with it.
func (h *home) isDoneBy(name string, pieces ...string) {
	h.t.Helper()
	ctx := context.Background()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		h.t.Fatal(err)
	}
	public := key.Public().(ed25519.PublicKey)
	who := annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.ActorID(who.ID, public), Annotator: who.ID, Device: "laptop", PublicKey: public}
	p, err := storage.Open(h.project(), storage.Options{Annotator: who, Actor: actor})
	if err != nil {
		h.t.Fatal(err)
	}
	defer p.Close()
	listed, err := p.Documents(ctx, who.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	_, t, err := p.Document(ctx, listed[0].ID)
	if err != nil {
		h.t.Fatal(err)
	}
	set := annotation.NewSet(listed[0].ID, who.ID, t, p.Scheme())
	var places []rangeset.Range
	for _, piece := range pieces {
		at := strings.Index(t.String(), piece)
		places = append(places, rangeset.Range{Start: t.Pos(text.Byte(at)), End: t.Pos(text.Byte(at + len(piece)))})
	}
	e, _, err := set.AddSpans(places, p.Scheme().Choices()[0].LabelRole, annotation.OriginSelection)
	err = errors.Join(err, set.Apply(e), p.Commit(ctx, e))
	done, _ := set.SetStatus(annotation.Done)
	if err = errors.Join(err, p.Commit(ctx, done)); err != nil {
		h.t.Fatal(err)
	}
}

// waitsForReference waits until the reference on disk holds these marks and no others.
func (h *home) waitsForReference(want ...string) {
	h.t.Helper()
	until(h.t, fmt.Sprintf("the reference is %q", want), func() bool {
		dataset, err := h.commands("export", "-p", h.project(), "--reference", "-o", "-")
		if err != nil {
			return false
		}
		lines, err := readLines(dataset)
		return err == nil && slices.Equal(marks(lines), want)
	})
}

// reviewByKeys opens the Review place and adjudicates three differences.
func reviewByKeys(h *home) {
	h.keeps(reviewed)
	h.isDoneBy("Ana", "Tolls rise again", "Tolls rose 12%", "Just seven ships paid")
	h.isDoneBy("Ben", "Tolls rise again", "Tolls rose 12% in May", "seven ships", "Nobody else came")
	u := h.opens()
	u.presses("Ctrl+2")
	h.waitsForReference("claim: Tolls rise again")
	time.Sleep(time.Second) // the first difference comes in hand a moment after what is agreed is on disk
	u.presses("2")
	h.waitsForReference("claim: Tolls rise again", "claim: Tolls rose 12% in May")
	u.presses("Enter", "Shift+B", "Enter")
	h.waitsForReference("claim: Tolls rise again", "claim: Tolls rose 12% in May", "claim: seven ships paid")
	u.presses("R")
	u.writes("nobody can check it")
	u.presses("Enter", "X")
	u.photograph("reviewed")
	u.presses("Ctrl+Z", "Ctrl+Z")
	h.waitsForReference("claim: Tolls rise again", "claim: Tolls rose 12% in May")
	u.presses("J", "Shift+1", "2")
	h.waitsForReference("claim: Tolls rise again", "claim: Tolls rose 12% in May", "claim: Just seven ships paid", "claim: Nobody else came")
	u.closes()
	if _, err := h.commands("check", "-p", h.project()); err != nil {
		h.t.Error(err)
	}
}
