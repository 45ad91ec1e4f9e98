package jobs_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
)

func TestTheCardIsSeenBeforehandAsItIsWritten(t *testing.T) {
	p, dir := manyCopies(t), filepath.Join(t.TempDir(), "set")
	r := inParts("doccano")
	r.Title = "Copies of May"
	seen, err := jobs.PreviewCard(ctx, p, r, "Rubricator 1")
	wrote(t, p, r, dir)
	written, err2 := os.ReadFile(filepath.Join(dir, interchange.CardName))
	if err := errors.Join(err, err2); err != nil || string(seen) != string(written) {
		t.Errorf("%v: seen beforehand\n%s\nwritten\n%s", err, seen, written)
	}
}

func TestTheSplitIsSeenBeforehandAsItIsWritten(t *testing.T) {
	p, dir := manyCopies(t), filepath.Join(t.TempDir(), "set")
	r := inParts("native")
	seen, err := jobs.PreviewSplit(ctx, p, r)
	if err != nil {
		t.Fatal(err)
	}
	wrote(t, p, r, dir)
	m, err := interchange.ReadManifest(interchange.InFolder(dir))
	if err != nil || len(m.Parts) != len(seen) {
		t.Fatal(err, len(seen))
	}
	of, together := map[annotation.ID]annotation.ID{}, 0
	for _, a := range seen {
		if m.Parts[a.ID] != string(a.Part) {
			t.Errorf("%s went to %s, and was to go to %s", a.ID, m.Parts[a.ID], a.Part)
		}
		if of[a.ID] = a.Story; len(a.Stories) > 1 {
			together++
		}
	}
	if together == 0 {
		t.Error("no article tells the story of another")
	}
	if none, err := jobs.PreviewSplit(ctx, p, everything("native")); err != nil || len(none) > 0 {
		t.Errorf("%v: without a split there are %d", err, len(none))
	}
}

func TestLabelsAreCountedWithinEachPart(t *testing.T) {
	p := manyCopies(t)
	s, err := jobs.SurveyDataset(ctx, p, inParts("native"), nil)
	if err != nil || len(s.Parts) != 3 || s.Parts[0].Name != "train" || s.Parts[2].Name != "test" {
		t.Fatal(err, s.Parts)
	}
	n := 0
	for _, part := range s.Parts {
		if len(part.Labels) != len(s.Labels) || part.Labels[0].Label != "claim.claim" || part.Labels[0].Count != part.Spans {
			t.Errorf("%s has %v of %d marks", part.Name, part.Labels, part.Spans)
		}
		n += part.Labels[0].Count
	}
	if n != s.Labels[0].Count {
		t.Errorf("the parts have %d claims, all have %d", n, s.Labels[0].Count)
	}
	report := wrote(t, p, inParts("native"), filepath.Join(t.TempDir(), "set"))
	if fmt.Sprint(report.Parts) != fmt.Sprint(s.Parts) {
		t.Errorf("written are %v, foreseen %v", report.Parts, s.Parts)
	}
}

// BenchmarkLookingAtADataset looks at 2,000 articles of 20 marks each, none like another, before they go out in parts.
func BenchmarkLookingAtADataset(b *testing.B) {
	g, rng := newTeam(b, newsroom(b), "Anna"), rand.New(rand.NewPCG(1, 1))
	for i := range 2000 {
		words := make([]string, 400)
		for k := range words {
			words[k] = strings.Map(func(digit rune) rune { return digit + 'a' - '0' }, strconv.Itoa(10_000+rng.IntN(80_000)))
		}
		set := g.set(g.article(fmt.Sprint("Article ", i), strings.Join(words, " ")))
		var edit annotation.Edit
		for k := range 20 {
			at := text.Pos(k * 60)
			e, err := set.AddSpan([]rangeset.Range{{Start: at, End: at + 5}}, labelRole("claim.claim"), annotation.OriginSelection)
			if err != nil {
				b.Fatal(err)
			}
			if k == 0 {
				edit = e
			} else {
				edit.Spans = append(edit.Spans, e.Spans...)
			}
		}
		if err := g.Commit(ctx, edit); err != nil {
			b.Fatal(err)
		}
	}
	r := inParts("native")
	for name, look := range map[string]func() error{
		"survey": func() error { _, err := jobs.SurveyDataset(ctx, g.Project, r, nil); return err },
		"card":   func() error { _, err := jobs.PreviewCard(ctx, g.Project, r, "Rubricator 1"); return err },
		"split":  func() error { _, err := jobs.PreviewSplit(ctx, g.Project, r); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := look(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
