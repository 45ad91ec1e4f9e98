package app

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/storage"
)

func TestATrainingArticleIsScoredWhenItIsDone(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait, flood)
	p.selects("12%")
	p.press("2")
	p = p.meanwhile("Ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		learning, err := annotation.NewRound("training", ben.Scheme())
		if err != nil {
			t.Fatal(err)
		}
		learning.Training = true
		begun := sure(t)(learning.Begin(nil))
		assigned, _ := learning.Assign([]annotation.ID{mine.Head().Document}, nil, mine.Head().Annotator)
		r, _ := mine.Next(annotation.ID{}, 0, true)
		reference := annotation.NewSet(mine.Head().Document, annotation.ReferenceAnnotator().ID, mine.Text(), mine.Scheme())
		decided := sure(t)(reference.AddSpan(r.Ranges(), annotation.LabelRole{Label: "claim"}, annotation.OriginDecided))
		return []annotation.Edit{begun, assigned, annotation.Join(annotation.ReferenceAnnotator()), decided}
	})
	p.press("Ctrl+Enter")
	p.waits("it is scored", func() bool { return len(p.modals) == 1 })
	if got := p.modals[0].title; got != "Training: Strait tolls rise" {
		t.Errorf("the sheet is %q", got)
	}
	p.photograph("training")
	if p.document.Title != "Strait tolls rise" {
		t.Error("the next article came before the score was seen")
	}
	p.press("Escape")
	p.waits("the next article is open", func() bool { return strings.HasPrefix(p.document.Title, "Flood") })
	if got := p.post(); got != "" {
		t.Errorf("what was seen is in the inbox too: %s", got)
	}
	p.press("Ctrl+Shift+Enter") // no article for training
	if len(p.modals) != 0 {
		t.Error("an article that is for nothing but work is scored")
	}
}
