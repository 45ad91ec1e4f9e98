package annotation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/schemefile"
	"rubricator/annotation/text"
	"rubricator/assets"
)

// reader is a person who answers what models suggest.
type reader struct {
	*annotation.Suggestions
	t   testing.TB
	own *annotation.Set
}

// offered has models suggest what each notation shows, the one that counts most first.
func offered(t testing.TB, notations ...string) *reader {
	t.Helper()
	b, _ := assets.Scheme(assets.DefaultScheme)
	scheme, err := schemefile.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	var models []annotation.ModelSet
	for i, n := range notations {
		m, err := annotation.NewModel("Finder", string(rune('1'+i)))
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, annotation.ModelSet{Model: m, Set: annotationtest.Set(t, &scheme, n)})
	}
	set := models[0].Set
	own := annotation.NewSet(set.Head().Document, annotation.NewID(), set.Text(), &scheme)
	return &reader{annotation.NewSuggestions(own, annotation.NewAnswers(own), models), t, own}
}

func (r *reader) do(e annotation.Edit, err error) annotation.Edit {
	r.t.Helper()
	if err == nil {
		err = errors.Join(r.own.Apply(e), r.Apply(e))
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return e
}

// sees checks the open suggestions, in the order in which Space comes to them, with their models' versions.
func (r *reader) sees(want string) {
	r.t.Helper()
	var got []string
	id := annotation.ID{}
	for range r.Len() {
		g, ok := r.Next(id, 0, true, func(annotation.Suggestion) bool { return true })
		if !ok {
			break
		}
		id, got = g.ID, append(got, g.Label().String()+" "+g.Quote()+" by "+strings.TrimPrefix(g.Model.Name, "Finder "))
	}
	if s := strings.Join(got, "\n"); s != want {
		r.t.Errorf("open are\n%s\nwant\n%s", s, want)
	}
}

// find is the open suggestion of a quote and a label.
func (r *reader) find(label, quote string) annotation.ID {
	r.t.Helper()
	g, ok := r.Next(annotation.ID{}, 0, true, func(g annotation.Suggestion) bool { return g.Label().Label == label && g.Quote() == quote })
	if !ok {
		r.t.Fatalf("no %s %q is open", label, quote)
	}
	return g.ID
}

func noLinks([]annotation.Span) []annotation.Link { return nil }

func (r *reader) accept(label, quote string) annotation.Edit {
	r.t.Helper()
	e, _, err := r.Accept(r.find(label, quote), nil, noLinks)
	return r.do(e, err)
}

const (
	toll     = "[attribution.content#1 Tolls rose [statistic.quantity#4 12%]], [attribution.source#2 Ana] [attribution.cue#3 said].\n---\n#1 has_source #2\n#1 has_cue #3"
	tollNext = "[claim.claim#5 Tolls rose [statistic.quantity#4 12%]], Ana said.\n---\n#5 rests_on #4"
)

func TestTheSameSuggestionOfTwoModelsIsAnsweredOnce(t *testing.T) {
	r := offered(t, toll, tollNext)
	r.sees("attribution.content Tolls rose 12% by 1\nclaim.claim Tolls rose 12% by 2\nstatistic.quantity 12% by 1")
	r.do(r.Reject(r.find("statistic", "12%")))
	r.sees("attribution.content Tolls rose 12% by 1\nclaim.claim Tolls rose 12% by 2")
}

func TestAnAttributionIsAcceptedWithItsPartsAndTheLinksThatTheModelMade(t *testing.T) {
	r := offered(t, toll)
	e := r.accept("attribution", "Tolls rose 12%")
	if got, want := strings.TrimSpace(annotationtest.Format(r.own)), "[attribution.content#1 Tolls rose 12%], [attribution.source#2 Ana] [attribution.cue#3 said].\n---\n#1 has_source #2\n#1 has_cue #3"; got != want {
		t.Errorf("marked is\n%s\nwant\n%s", got, want)
	}
	if r.own.Head().Status != annotation.InWork {
		t.Error("the set is not begun")
	}
	r.sees("statistic.quantity 12% by 1")
	r.do(e.Inverse(), nil)
	r.sees("attribution.content Tolls rose 12% by 1\nstatistic.quantity 12% by 1")
}

func TestALinkIsMadeWhenItsOtherEndIsAcceptedToo(t *testing.T) {
	r := offered(t, tollNext)
	r.accept("statistic", "12%")
	r.accept("claim", "Tolls rose 12%")
	if got := annotationtest.Format(r.own); !strings.Contains(got, "rests_on") {
		t.Errorf("marked is\n%s", got)
	}
}

func TestAnAcceptedMarkIsFreeAndItsSuggestionDoesNotComeBack(t *testing.T) {
	r := offered(t, tollNext, tollNext)
	r.accept("statistic", "12%")
	sp := r.own.Spans()[0]
	r.do(r.own.SetRanges(sp.ID, []rangeset.Range{{Start: 0, End: 5}}))
	r.sees("claim.claim Tolls rose 12% by 1")
	if now, _ := r.own.Span(sp.ID); now.Origin() != annotation.OriginSuggestion || now.SuggestedBy() != "Finder 1" {
		t.Errorf("the moved mark is of %q by %q", now.Origin(), now.SuggestedBy())
	}
	r.do(r.own.RemoveSpan(sp.ID))
	r.sees("claim.claim Tolls rose 12% by 1")
}

func TestAMarkOfOnesOwnStandsForTheSuggestion(t *testing.T) {
	r := offered(t, tollNext)
	e := r.do(r.own.AddSpan([]rangeset.Range{{Start: 11, End: 14}}, annotation.LabelRole{Label: "statistic", Role: "quantity"}, annotation.OriginSelection))
	r.sees("claim.claim Tolls rose 12% by 1")
	r.do(e.Inverse(), nil)
	r.sees("claim.claim Tolls rose 12% by 1\nstatistic.quantity 12% by 1")
}

func TestAPartIsAnsweredForItselfOnceItsWholeIsAnswered(t *testing.T) {
	r := offered(t, toll)
	content := r.find("attribution", "Tolls rose 12%")
	r.do(r.own.AddSpan([]rangeset.Range{{Start: 0, End: 14}}, annotation.LabelRole{Label: "attribution", Role: "content"}, annotation.OriginSelection))
	if r.IsOpen(content) || r.Len() != 3 {
		t.Errorf("%d are open", r.Len())
	}
	r.accept("attribution", "Ana")
	if n := len(r.own.Relations(r.own.Spans()[0].ID)); n != 1 {
		t.Errorf("the own content has %d links to the accepted source", n)
	}
}

func TestWhatSomebodyElseSaidIsNotMyAnswer(t *testing.T) {
	r := offered(t, tollNext)
	e := r.do(r.Reject(r.find("statistic", "12%")))
	other := annotation.NewSet(r.own.Head().Document, annotation.NewID(), r.own.Text(), r.own.Scheme())
	answers := annotation.NewAnswers(other)
	if err := answers.Apply(e); err != nil || answers.Len() != 0 {
		t.Errorf("my answers hold %d of another's, %v", answers.Len(), err)
	}
	if mine := annotation.NewAnswers(r.own); mine.Apply(e) != nil || mine.Len() != 1 || mine.Spans()[0].Origin() != annotation.OriginRejected {
		t.Error("the answer is not kept as a rejection")
	}
}

func TestTheSameAnswerIsTheSameRowOnEveryDevice(t *testing.T) {
	r := offered(t, tollNext)
	e1, err1 := r.Reject(r.find("statistic", "12%"))
	e2, err2 := r.Reject(r.find("statistic", "12%"))
	if err1 != nil || err2 != nil || e1.Spans[0].ID != e2.Spans[0].ID || e1.ID == e2.ID {
		t.Errorf("%v %v, %v", e1.Spans, e2.Spans, errors.Join(err1, err2))
	}
}

func TestSuggestionsOfLabelsThatTheSchemeNoLongerHasAreNotOpen(t *testing.T) {
	r := offered(t, tollNext)
	scheme := *r.own.Scheme()
	scheme.Labels = slices.DeleteFunc(slices.Clone(scheme.Labels), func(l annotation.Label) bool { return l.ID == "statistic" })
	own := annotation.NewSet(r.own.Head().Document, annotation.NewID(), r.own.Text(), &scheme)
	m, _ := annotation.NewModel("Finder", "1")
	b, _ := assets.Scheme(assets.DefaultScheme)
	full, err := schemefile.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	s := annotation.NewSuggestions(own, annotation.NewAnswers(own), []annotation.ModelSet{{Model: m, Set: annotationtest.Set(t, &full, tollNext)}})
	if s.Len() != 1 || s.All() != 2 {
		t.Errorf("%d of %d are open", s.Len(), s.All())
	}
}

// A window onto 10,000 suggestions costs what it shows, and an answer does not look at all of them.
func BenchmarkSuggestions(b *testing.B) {
	x, _ := assets.Scheme(assets.DefaultScheme)
	scheme, err := schemefile.Read(x)
	if err != nil {
		b.Fatal(err)
	}
	set := annotationtest.Large(b, &scheme, "Tolls rose 12% in May, the ministry said. ", 1<<20, 10_000)
	own := annotation.NewSet(set.Head().Document, annotation.NewID(), set.Text(), &scheme)
	m, _ := annotation.NewModel("Finder", "1")
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			annotation.NewSuggestions(own, annotation.NewAnswers(own), []annotation.ModelSet{{Model: m, Set: set}})
		}
	})
	s := annotation.NewSuggestions(own, annotation.NewAnswers(own), []annotation.ModelSet{{Model: m, Set: set}})
	b.Run("window", func(b *testing.B) {
		var dst []rangeset.Entry[*annotation.Span]
		for b.Loop() {
			dst = s.Touching(dst[:0], rangeset.Range{Start: 500_000, End: 503_000})
		}
	})
	b.Run("reject and go on", func(b *testing.B) {
		id := annotation.ID{}
		for b.Loop() {
			g, _ := s.Next(id, text.Pos(0), true, func(annotation.Suggestion) bool { return true })
			id = g.ID
			e, err := s.Reject(id)
			if err = errors.Join(err, s.Apply(e), s.Apply(e.Inverse())); err != nil {
				b.Fatal(err)
			}
		}
	})
}
