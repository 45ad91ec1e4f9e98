package cli_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// isDone has somebody else open the project, mark the first words of each article as a claim, and be done with it.
func (s *shell) isDone(name string, words text.Pos) {
	s.t.Helper()
	ctx := context.Background()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		s.t.Fatal(err)
	}
	public := key.Public().(ed25519.PublicKey)
	who := annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.ActorID(who.ID, public), Annotator: who.ID, Device: "laptop", PublicKey: public}
	p, err := storage.Open("news.rubric", storage.Options{Annotator: who, Actor: actor})
	if err != nil {
		s.t.Fatal(err)
	}
	defer p.Close()
	listed, err := p.Documents(ctx, who.ID)
	for _, d := range listed {
		_, t, problem := p.Document(ctx, d.ID)
		if err = errors.Join(err, problem); err != nil {
			break
		}
		set := annotation.NewSet(d.ID, who.ID, t, p.Scheme())
		e, problem := set.AddSpan([]rangeset.Range{{Start: 0, End: words}}, p.Scheme().Choices()[0].LabelRole, annotation.OriginSelection)
		err = errors.Join(problem, set.Apply(e), p.Commit(ctx, e))
		done, _ := set.SetStatus(annotation.Done)
		err = errors.Join(err, p.Commit(ctx, done))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestCompareCountsDifferencesByPairAndClass(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls rose by a third\n")
	s.file("wages.txt", "Wages\n\nWages fell for long\n")
	s.runs(0, "import -p news.rubric tolls.txt wages.txt")
	out, _ := s.runs(0, "compare -p news.rubric")
	says(t, out, "no article has two sets to compare; --in-work takes those that are in work too")
	s.isDone("Ana", 10)
	s.isDone("Ben", 5)
	out, _ = s.runs(0, "compare -p news.rubric")
	says(t, out, "Ana and Ben: 2 differences in 2 articles, 0 agreed", "  boundary  2", "2 differences in 2 articles that two or more people marked")
	out, _ = s.runs(0, "compare -p news.rubric --document wages --json")
	var r struct {
		Documents, Differences int
		Pairs                  []struct {
			First, Second string
			Classes       map[string]int
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Documents != 1 || r.Differences != 1 || len(r.Pairs) != 1 || r.Pairs[0].Classes["boundary"] != 1 {
		t.Errorf("%v: %s", err, out)
	}
	if _, errs := s.runs(1, "compare -p news.rubric --document nowhere"); !strings.Contains(errs, "no article has the id or the title") {
		t.Error(errs)
	}
	if _, errs := s.runs(1, "export -p news.rubric --reference -o ref.jsonl"); !strings.Contains(errs, "nothing to export") {
		t.Error(errs)
	}
}
