package compare_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// random makes sets of a few marks and links on a short text, alike as those of annotators are: each set begins as the one before,
// and some marks are moved, relabelled, made or taken out.
func random(tb testing.TB, r *rand.Rand, n int) []*annotation.Set {
	tb.Helper()
	t := text.MustNew(strings.Repeat("word ", 12))
	scheme, document := newsroom(tb), annotation.NewDocument(t, "").ID
	type draft struct {
		ranges []rangeset.Range
		label  annotation.LabelRole
	}
	labels := []annotation.LabelRole{{Label: "claim", Role: "claim"}, {Label: "statistic", Role: "quantity"}, {Label: "attribution", Role: "content"}, {Label: "attribution", Role: "source"}}
	some := func() draft {
		var ranges []rangeset.Range
		for range 1 + r.Intn(2)*r.Intn(2) {
			start := text.Pos(r.Intn(50))
			ranges = append(ranges, rangeset.Range{Start: start, End: start + 1 + text.Pos(r.Intn(9))})
		}
		return draft{rangeset.Union(ranges), labels[r.Intn(len(labels))]}
	}
	drafts := make([]draft, r.Intn(7))
	for i := range drafts {
		drafts[i] = some()
	}
	var out []*annotation.Set
	for range n {
		drafts = slices.Clone(drafts)
		for i := range drafts {
			switch r.Intn(6) {
			case 0:
				drafts[i] = some()
			case 1:
				drafts[i].label = labels[r.Intn(len(labels))]
			case 2:
				last := &drafts[i].ranges[len(drafts[i].ranges)-1]
				drafts[i].ranges = slices.Clone(drafts[i].ranges)
				drafts[i].ranges[len(drafts[i].ranges)-1].End = last.End + 1
			}
		}
		set := annotation.NewSet(document, annotation.NewID(), t, scheme)
		var ids []annotation.ID
		for _, d := range drafts {
			if e, err := set.AddSpan(d.ranges, d.label, annotation.OriginSelection); err == nil {
				apply(tb, set)(e, nil)
				ids = append(ids, e.Spans[0].ID)
			}
		}
		for range len(ids) {
			if l := set.Links(ids[r.Intn(len(ids))], ids[r.Intn(len(ids))]); len(l) > 0 && r.Intn(2) == 0 {
				apply(tb, set)(set.AddRelation(l[0].Type.ID, l[0].From, l[0].To, annotation.OriginSelection))
			}
		}
		out = append(out, set)
	}
	return out
}

// TestEveryMarkIsInOneGroup holds groups against what they are by definition: each mark is in one, none has two marks of a set, all in
// one agree where each set has the same, and the order of the sets changes neither groups nor agreement.
func TestEveryMarkIsInOneGroup(t *testing.T) {
	for seed := range int64(600) {
		r := rand.New(rand.NewSource(seed))
		s := random(t, r, 2+r.Intn(3))
		groups := compare.Compare(s)
		seen := map[annotation.ID]bool{}
		for i, g := range groups {
			if i > 0 && rangeset.Compare(groups[i-1].Range, g.Range) > 0 {
				t.Fatalf("seed %d: the groups are out of order\n%s", seed, show(groups))
			}
			for k, sp := range g.Spans {
				if sp == nil {
					continue
				}
				if seen[sp.ID] || sp.Set() != s[k].Head().ID {
					t.Fatalf("seed %d: a mark is in two groups, or with another set\n%s", seed, show(groups))
				}
				seen[sp.ID] = true
			}
			if got, want := g.IsAgreed(), isAgreed(s, &g); got != want {
				t.Fatalf("seed %d: agreed is %t, want %t\n%s", seed, got, want, show(groups[i:i+1]))
			}
		}
		for _, set := range s {
			for _, sp := range set.Spans() {
				if !seen[sp.ID] {
					t.Fatalf("seed %d: %s %s is in no group", seed, sp.Label(), sp.Quote())
				}
			}
		}
		matchesAreBest(t, seed, s, groups)
		turned := slices.Clone(s)
		slices.Reverse(turned)
		if a, b := keys(groups), keys(compare.Compare(turned)); a != b {
			t.Fatalf("seed %d: in another order of the sets the groups are others\n%s\n%s", seed, show(groups), show(compare.Compare(turned)))
		}
	}
}

// isAgreed is the definition, for groups without links that only some could have.
func isAgreed(sets []*annotation.Set, g *compare.Group) bool {
	for _, sp := range g.Spans {
		if sp == nil || sp.Label() != g.Spans[0].Label() || !slices.Equal(sp.Ranges(), g.Spans[0].Ranges()) {
			return false
		}
	}
	return len(g.Links) == 0
}

// matchesAreBest checks that no two marks of just the same ranges and label are in different groups that could be one.
func matchesAreBest(t *testing.T, seed int64, sets []*annotation.Set, groups []compare.Group) {
	t.Helper()
	for i, g := range groups {
		for _, h := range groups[:i] {
			apart, alike := true, false
			for k := range sets {
				apart = apart && (g.Spans[k] == nil || h.Spans[k] == nil)
				for m := range sets {
					a, b := g.Spans[k], h.Spans[m]
					alike = alike || a != nil && b != nil && a.Label() == b.Label() && slices.Equal(a.Ranges(), b.Ranges())
				}
			}
			if apart && alike {
				t.Fatalf("seed %d: marks of the same ranges and label are apart\n%s", seed, show(groups))
			}
		}
	}
}

// keys writes the groups' keys and whether they agree.
func keys(groups []compare.Group) string {
	var out []string
	for _, g := range groups {
		out = append(out, fmt.Sprint(g.Key, g.IsAgreed()))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// TestWhatIsDecidedCanBeTakenBack decides at random, and takes all back: the reference is as it was, row by row.
func TestWhatIsDecidedCanBeTakenBack(t *testing.T) {
	choices := []annotation.DecisionChoice{annotation.DecisionTake, annotation.DecisionBoth, annotation.DecisionUnion,
		annotation.DecisionIntersection, annotation.DecisionOwn, annotation.DecisionWrong, annotation.DecisionNothing}
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		s := random(t, r, 2+r.Intn(2))
		a := compare.NewAdjudication(compare.NewReference(s[0]), s, nil)
		var done []annotation.Edit
		states := []string{rows(a)}
		do := func(e annotation.Edit, when string) {
			t.Helper()
			if err := errors.Join(a.Reference().Apply(e), a.Apply(e)); err != nil {
				t.Fatalf("seed %d: %s: %v", seed, when, err)
			}
		}
		for range 12 {
			var e annotation.Edit
			groups := append(slices.Clone(a.Groups()), a.Open()...)
			switch r.Intn(4) {
			case 0:
				var ok bool
				if e, ok = a.Agreed(); !ok {
					continue
				}
			case 1:
				var err error
				if e, err = change(r, s[r.Intn(len(s))]); err != nil {
					continue
				}
				if err := a.Apply(e); err != nil {
					t.Fatal(err)
				}
				done, states = nil, []string{rows(a)}
				continue
			default:
				if len(groups) == 0 {
					continue
				}
				ruling := compare.Ruling{Choice: choices[r.Intn(len(choices))], Took: r.Perm(len(s))[:1+r.Intn(len(s))]}
				if ruling.Choice == annotation.DecisionOwn {
					ruling.Took, ruling.Own = nil, []annotation.Draft{{Label: annotation.LabelRole{Label: "claim", Role: "claim"}, Ranges: []rangeset.Range{{Start: text.Pos(r.Intn(20)), End: 30}}}}
				}
				var err error
				if e, err = a.Decide(groups[r.Intn(len(groups))].Key, ruling); err != nil {
					continue // nothing to merge
				}
			}
			do(e, e.Name)
			done, states = append(done, e), append(states, rows(a))
			if _, again := a.Agreed(); again && len(e.Decisions) == 0 {
				t.Fatalf("seed %d: what was brought in is to be brought in again", seed)
			}
			for id, err := range a.Reference().AgainstScheme() {
				t.Fatalf("seed %d: %s: %v", seed, id, err)
			}
		}
		for i, e := range slices.Backward(done) {
			do(e.Inverse(), "take back "+e.Name)
			if got := rows(a); got != states[i] {
				t.Fatalf("seed %d: after taking back %s there is\n%s\nwant\n%s", seed, e.Name, got, states[i])
			}
		}
	}
}

// change is an edit that an annotator makes.
func change(r *rand.Rand, s *annotation.Set) (annotation.Edit, error) {
	spans := s.Spans()
	if len(spans) == 0 {
		return annotation.Edit{}, annotation.ErrNotFound
	}
	sp := spans[r.Intn(len(spans))]
	switch r.Intn(3) {
	case 0:
		return s.RemoveSpan(sp.ID)
	case 1:
		return s.SetAttribute(sp.ID, annotation.Unsure, "yes")
	}
	return s.Relabel(sp.ID, annotation.LabelRole{Label: "attribution", Role: "cue"})
}

// rows writes all rows of the reference and what is open.
func rows(a *compare.Adjudication) string {
	var out [][]byte
	for _, sp := range a.Reference().Spans() {
		out = append(out, sp.AppendJSON(nil))
		for _, l := range a.Reference().Relations(sp.ID) {
			b, _ := annotation.Encode(l)
			out = append(out, b)
		}
	}
	slices.SortFunc(out, bytes.Compare)
	return string(bytes.Join(out, []byte("\n"))) + "\nopen:\n" + keys(a.Open())
}
