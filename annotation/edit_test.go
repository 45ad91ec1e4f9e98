package annotation

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

var (
	claim       = LabelRole{Label: "claim"}
	statistic   = LabelRole{Label: "statistic"}
	attribution = LabelRole{Label: "attribution"}
)

func simple(t testing.TB) *Scheme {
	t.Helper()
	return readScheme(t, `{"name": "simple", "version": 1, "labels": [
		{"id": "claim", "name": "Claim", "key": "1", "colour": "#004680", "unit": "sentence"},
		{"id": "statistic", "name": "Statistic", "key": "2", "colour": "#b25600", "unit": "number"},
		{"id": "attribution", "name": "Attribution", "key": "3", "colour": "#007f5b", "unit": "attribution"}],
	"relations": [
		{"id": "rests_on", "name": "rests on", "from": ["claim"], "to": ["statistic"]},
		{"id": "stated_in", "name": "stated in", "from": ["claim"], "to": ["attribution"]}]}`)
}

// readScheme reads a scheme that hangs together from JSON.
func readScheme(t testing.TB, s string) *Scheme {
	t.Helper()
	scheme, err := parseScheme(s)
	if err != nil {
		t.Fatal(err)
	}
	return &scheme
}

func parseScheme(s string) (Scheme, error) {
	var scheme Scheme
	if err := json.Unmarshal([]byte(s), &scheme); err != nil {
		return scheme, err
	}
	scheme.ID = SchemeID(scheme.Name)
	return scheme, scheme.Validate()
}

const article = "🔴 Unemployment fell to 3.9% in May, the ministry said. “It happens,” Ana Roe said, “to e\u0301veryone.”"

func newSet(t testing.TB) *Set {
	x := text.MustNew(article)
	return NewSet(DocumentID(HashOf([]byte(article)), ""), NewID(), x, simple(t))
}

// on gives the ranges of the quotes in the article.
func on(quotes ...string) []rangeset.Range {
	x := text.MustNew(article)
	var out []rangeset.Range
	for _, q := range quotes {
		b := strings.Index(article, q)
		out = append(out, rangeset.Range{Start: x.Pos(text.Byte(b)), End: x.Pos(text.Byte(b + len(q)))})
	}
	return out
}

func mark(t testing.TB, s *Set, l LabelRole, quotes ...string) Span {
	t.Helper()
	e, err := s.AddSpan(on(quotes...), l, OriginSelection)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	return *e.Spans[0].After
}

// show writes a set as a person would read it; marks on the same ranges have no order.
func show(s *Set) string {
	var lines []string
	for _, sp := range s.Spans() {
		lines = append(lines, fmt.Sprintln(sp.Ranges(), sp.Label(), sp.Quote(), sp.Note(), len(s.Relations(sp.ID))))
	}
	slices.Sort(lines)
	return fmt.Sprintln(s.Head().Status) + strings.Join(lines, "")
}

func TestTheFirstMarkBeginsTheSetAndItsInverseEndsIt(t *testing.T) {
	s := newSet(t)
	before := show(s)
	e, err := s.AddSpan(on("3.9%"), statistic, OriginUnit)
	if err != nil {
		t.Fatal(err)
	}
	if show(s) != before {
		t.Fatal("computing an edit changed the set")
	}
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	if want := "in_work\n[23-27] statistic 3.9%  0\n"; show(s) != want {
		t.Errorf("got %q, want %q", show(s), want)
	}
	if err := s.Apply(e.Inverse()); err != nil {
		t.Fatal(err)
	}
	if show(s) != before {
		t.Errorf("after the inverse: %q, want %q", show(s), before)
	}
}

func TestAnInterruptedQuotationIsOneSpan(t *testing.T) {
	s := newSet(t)
	sp := mark(t, s, claim, "“It happens,”", "“to e\u0301veryone.”")
	if want := "“It happens,” “to e\u0301veryone.”"; sp.Quote() != want {
		t.Errorf("quote %q, want %q", sp.Quote(), want)
	}
	if got := s.At(on("Ana")[0].Start); len(got) != 0 {
		t.Errorf("the gap is not covered, but found %v", got)
	}
}

func TestTheSmallestMarkUnderTheCaretComesFirst(t *testing.T) {
	s := newSet(t)
	mark(t, s, claim, "Unemployment fell to 3.9% in May")
	mark(t, s, statistic, "3.9%")
	got := s.At(on(".9%")[0].Start)
	if len(got) != 2 || got[0].Label() != statistic || got[1].Label() != claim {
		t.Errorf("got %v", got)
	}
}

func TestWhatTheSchemeForbidsIsRefused(t *testing.T) {
	s := newSet(t)
	if _, err := s.AddSpan(on("3.9%"), LabelRole{Label: "opinion"}, OriginSelection); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("unknown label: %v", err)
	}
	c, n := mark(t, s, claim, "Unemployment fell to 3.9% in May"), mark(t, s, statistic, "3.9%")
	if _, err := s.AddRelation("rests_on", n.ID, c.ID, OriginSelection); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("relation the wrong way round: %v", err)
	}
	e, err := s.AddRelation("rests_on", c.ID, n.ID, OriginSelection)
	if err != nil || s.Apply(e) != nil {
		t.Fatal(err)
	}
	if _, err := s.Relabel(n.ID, attribution); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("relabel that breaks a relation: %v", err)
	}
	if _, err := s.AddSpan(nil, claim, OriginSelection); err == nil {
		t.Error("a mark on nothing was taken")
	}
	if _, err := s.AddSpan([]rangeset.Range{{Start: 0, End: 9999}}, claim, OriginSelection); err == nil {
		t.Error("a mark behind the text's end was taken")
	}
}

func TestTheSameTextWithTheSameLabelIsTheMarkThatIsThere(t *testing.T) {
	s := newSet(t)
	sp := mark(t, s, claim, "3.9%")
	_, err := s.AddSpan(on("3.9%"), claim, OriginSelection)
	var dup *Duplicate
	if !errors.As(err, &dup) || dup.Span.ID != sp.ID {
		t.Errorf("got %v", err)
	}
}

func TestManyPlacesAreMarkedInOneEditButForThoseThatAre(t *testing.T) {
	s := newSet(t)
	mark(t, s, claim, "May")
	e, there, err := s.AddSpans(on("3.9%", "May", "“It happens,”"), claim, OriginSame)
	if err != nil || there != 1 || e.Name != "mark claim 2 times" {
		t.Fatalf("%q, %d there (%v)", e.Name, there, err)
	}
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	if got := s.Spans(); len(got) != 3 || got[0].Quote() != "3.9%" || got[2].Quote() != "“It happens,”" || got[2].Origin() != OriginSame {
		t.Error(show(s))
	}
	if !s.IsMarked(on("3.9%")[0], claim) || s.IsMarked(on("3.9%")[0], statistic) {
		t.Error("it is not told what is marked")
	}
	if e, there, err := s.AddSpans(on("3.9%", "May"), claim, OriginSame); err != nil || there != 2 || e.Len() != 0 {
		t.Errorf("again: %d changes, %d there (%v)", e.Len(), there, err)
	}
	if _, _, err := s.AddSpans(on("3.9%"), LabelRole{Label: "rumour"}, OriginSame); !errors.Is(err, ErrAgainstScheme) {
		t.Errorf("against the scheme: %v", err)
	}
}

func TestTabGoesThroughTheMarksInOrderAndRound(t *testing.T) {
	s := newSet(t)
	c := mark(t, s, claim, "Unemployment fell to 3.9% in May")
	n := mark(t, s, statistic, "3.9%")
	q := mark(t, s, claim, "“It happens,”", "“to e\u0301veryone.”")
	for _, step := range []struct {
		from    ID
		at      string
		forward bool
		want    Span
	}{
		{c.ID, "", true, n}, {n.ID, "", true, q}, {q.ID, "", true, c}, {c.ID, "", false, q}, {q.ID, "", false, n},
		{ID{}, "🔴", true, c}, {ID{}, "fell", true, n}, {ID{}, "Roe", true, c}, {ID{}, "fell", false, c}, {ID{}, "🔴", false, q},
	} {
		p := text.Pos(0)
		if step.at != "" {
			p = on(step.at)[0].Start
		}
		if got, ok := s.Next(step.from, p, step.forward); !ok || got.ID != step.want.ID {
			t.Errorf("from %q forward %v: %q, want %q", step.at, step.forward, got.Quote(), step.want.Quote())
		}
	}
	for i := range s.Ranges() {
		if r, sp := s.RangeAt(i); r == sp.Ranges()[0] {
			if place, _ := s.PlaceOf(sp.ID); place != i {
				t.Errorf("%q stands at %d, want %d", sp.Quote(), place, i)
			}
		}
	}
}

func TestDeletingASpanTakesItsRelationsWithItAndUndoBringsThemBack(t *testing.T) {
	s := newSet(t)
	c, n := mark(t, s, claim, "Unemployment fell to 3.9% in May"), mark(t, s, statistic, "3.9%")
	link, err := s.AddRelation("rests_on", c.ID, n.ID, OriginRule)
	if err != nil || s.Apply(link) != nil {
		t.Fatal(err)
	}
	before := show(s)
	e, err := s.RemoveSpan(n.ID)
	if err != nil || s.Apply(e) != nil {
		t.Fatal(err)
	}
	if len(s.Relations(c.ID)) != 0 {
		t.Error("the relation outlived its end")
	}
	if err := s.Apply(e.Inverse()); err != nil {
		t.Fatal(err)
	}
	if show(s) != before {
		t.Errorf("got\n%swant\n%s", show(s), before)
	}
}

func TestAMarkOnADoneDocumentSetsItBackToInWork(t *testing.T) {
	s := newSet(t)
	mark(t, s, claim, "3.9%")
	done, ok := s.SetStatus(Done)
	if !ok || s.Apply(done) != nil || s.Head().Status != Done {
		t.Fatal("not done")
	}
	if _, again := s.SetStatus(Done); again {
		t.Error("done twice is an edit")
	}
	mark(t, s, statistic, "3.9%")
	if s.Head().Status != InWork {
		t.Errorf("status %s", s.Head().Status)
	}
}

func TestAStaleEditChangesNothing(t *testing.T) {
	s := newSet(t)
	sp := mark(t, s, claim, "3.9%")
	note, _ := s.SetNote(sp.ID, "one")
	other, _ := s.SetNote(sp.ID, "two")
	if err := s.Apply(note); err != nil {
		t.Fatal(err)
	}
	before := show(s)
	extra, _ := s.AddSpan(on("May"), claim, OriginSelection)
	other.Spans = append(other.Spans, extra.Spans...)
	if err := s.Apply(other); !errors.Is(err, ErrStale) {
		t.Errorf("got %v", err)
	}
	if show(s) != before {
		t.Errorf("half of a stale edit was applied:\n%s", show(s))
	}
}

// randomEdit computes some edit that is possible now.
func randomEdit(s *Set, rnd *rand.Rand) (Edit, error) {
	labels := []LabelRole{claim, statistic, attribution}
	spans := s.Spans()
	pick := func() ID {
		if len(spans) == 0 {
			return ID{}
		}
		return spans[rnd.Intn(len(spans))].ID
	}
	n := int(s.Text().Len())
	somewhere := func() (rs []rangeset.Range) {
		for range 1 + rnd.Intn(3) {
			a := rnd.Intn(n)
			rs = append(rs, rangeset.Range{Start: text.Pos(a), End: text.Pos(a + 1 + rnd.Intn(n-a))})
		}
		return rs
	}
	relation := func() ID {
		if links := s.Relations(pick()); len(links) > 0 {
			return links[rnd.Intn(len(links))].ID
		}
		return ID{}
	}
	switch rnd.Intn(14) {
	case 0, 1:
		return s.AddSpan(somewhere(), labels[rnd.Intn(3)], OriginSelection)
	case 2:
		return s.RemoveSpan(pick())
	case 3:
		return s.Relabel(pick(), labels[rnd.Intn(3)])
	case 4:
		return s.SetNote(pick(), fmt.Sprint(rnd.Intn(1000)))
	case 5:
		return s.AddRelation([]string{"rests_on", "stated_in"}[rnd.Intn(2)], pick(), pick(), OriginSelection)
	case 6:
		return s.SetRanges(pick(), somewhere())
	case 7:
		return s.AddRanges(pick(), somewhere())
	case 8:
		return s.RemoveRange(pick(), text.Pos(rnd.Intn(n)))
	case 9:
		return s.Split(pick(), text.Pos(rnd.Intn(n)))
	case 10:
		return s.Join(pick(), pick())
	case 11:
		return s.RemoveRelation(relation())
	case 12:
		return s.Retype(relation(), []string{"rests_on", "stated_in"}[rnd.Intn(2)])
	}
	e, ok := s.SetStatus([]Status{Todo, InWork, Done}[rnd.Intn(3)])
	if !ok {
		return e, errors.New("is so already")
	}
	return e, nil
}

// Any sequence of edits and then their inverses, last first, restores all values; so does a trip through the journal.
func TestEditsAndTheirInversesRestoreAllValues(t *testing.T) {
	for seed := range int64(40) {
		rnd := rand.New(rand.NewSource(seed))
		s := newSet(t)
		var states []string
		var edits []Edit
		for len(edits) < 60 {
			e, err := randomEdit(s, rnd)
			if err != nil {
				continue
			}
			states = append(states, show(s))
			if err := s.Apply(e); err != nil {
				t.Fatalf("seed %d: %s: %v", seed, e.Name, err)
			}
			edits = append(edits, throughJournal(t, e))
		}
		for i := len(edits) - 1; i >= 0; i-- {
			if err := s.Apply(edits[i].Inverse()); err != nil {
				t.Fatalf("seed %d: undo %s: %v", seed, edits[i].Name, err)
			}
			if show(s) != states[i] {
				t.Fatalf("seed %d: undo of %q gave\n%swant\n%s", seed, edits[i].Name, show(s), states[i])
			}
		}
	}
}

// throughJournal writes an edit shortened, and reads it back whole with the help of the rows after it.
func throughJournal(t *testing.T, e Edit) Edit {
	t.Helper()
	entries, err := e.Entries()
	if err != nil {
		t.Fatal(err)
	}
	back := Edit{Header: e.Header}
	for _, n := range entries {
		short, err := n.Shorten()
		if err != nil {
			t.Fatal(err)
		}
		whole, err := short.Lengthen(n.After)
		if err != nil {
			t.Fatal(err)
		}
		if string(whole.Before) != string(n.Before) || string(whole.After) != string(n.After) {
			t.Fatalf("came back as\n%s\n%s\nwant\n%s\n%s", whole.Before, whole.After, n.Before, n.After)
		}
		if err := back.Add(whole); err != nil {
			t.Fatal(err)
		}
	}
	return back
}

func TestTheJournalKeepsOfAnUpdateWhatDiffers(t *testing.T) {
	s := newSet(t)
	sp := mark(t, s, claim, "3.9%")
	e, _ := s.SetNote(sp.ID, "check <May> & June")
	entries, _ := e.Entries()
	short, err := entries[0].Shorten()
	if err != nil {
		t.Fatal(err)
	}
	if string(short.Before) != `{"note":null}` || string(short.After) != `{"note":"check <May> & June"}` {
		t.Errorf("kept %s and %s", short.Before, short.After)
	}
	if _, err := short.Lengthen(json.RawMessage(`{"id":"x","note":"other"}`)); !errors.Is(err, ErrStale) {
		t.Errorf("a row with another note: %v", err)
	}
}

func TestTheChainFeelsEveryPart(t *testing.T) {
	h := Header{ID: NewID(), Actor: NewID(), Seq: 3, Lamport: 9, Name: "mark claim", At: time.Unix(1, 0).UTC()}
	payload := PayloadHash([]Entry{{Kind: KindSpan, After: json.RawMessage(`{"a":1}`)}}, 1)
	base, err := ChainHash(Hash{}, h, 1, 1, payload)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Hash]string{base: "base"}
	try := func(what string, prev Hash, h Header, n, format int, p Hash) {
		t.Helper()
		got, err := ChainHash(prev, h, n, format, p)
		if err != nil {
			t.Fatal(err)
		}
		if old, ok := seen[got]; ok {
			t.Errorf("%s is not told from %s", what, old)
		}
		seen[got] = what
	}
	try("another predecessor", Hash{1}, h, 1, 1, payload)
	try("another count", Hash{}, h, 2, 1, payload)
	try("another format", Hash{}, h, 1, 2, payload)
	try("another payload", Hash{}, h, 1, 1, PayloadHash([]Entry{{Kind: KindSpan, Before: json.RawMessage(`{"a":1}`)}}, 1))
	h.Name = "mark statistic"
	try("another name", Hash{}, h, 1, 1, payload)
}

func TestUndoAndRedoAreAFoldOfTheSteps(t *testing.T) {
	a, b, c := NewID(), NewID(), NewID()
	u, r, u2 := NewID(), NewID(), NewID()
	h := NewHistory([]Step{{Group: a, Name: "a"}, {Group: b, Name: "b"}, {Group: b, Name: "b"}})
	expect := func(undo, redo ID) {
		t.Helper()
		gotU, _ := h.Undo()
		gotR, _ := h.Redo()
		if gotU.Group != undo || gotR.Group != redo {
			t.Errorf("undo %s redo %s, want %s and %s", gotU.Group, gotR.Group, undo, redo)
		}
	}
	expect(b, ID{})
	h.Push(Step{Group: u, Inverts: b})
	expect(a, u)
	h.Push(Step{Group: r, Inverts: u})
	expect(b, ID{}) // as it was
	h.Push(Step{Group: u2, Inverts: b})
	expect(a, u2)
	h.Push(Step{Group: c})
	expect(c, ID{})

	h = NewHistory([]Step{{Group: a}, {Group: u, Inverts: a}, {Group: r, Inverts: u}, {Group: u2, Inverts: r}})
	expect(ID{}, u2) // the undo named what did it again

	h = NewHistory([]Step{{Group: a}, {Group: b}, {Group: u, Inverts: a}}) // what was below
	expect(b, u)
	h.Push(Step{Group: r, Inverts: u})
	expect(a, ID{})
}

func TestASetSurvivesStorageAndNamesWhatDoesNotFit(t *testing.T) {
	s := newSet(t)
	mark(t, s, claim, "“It happens,”", "“to e\u0301veryone.”")
	n := mark(t, s, statistic, "3.9%")
	var spans []Span
	for _, sp := range s.Spans() {
		b, err := Encode(sp)
		if err != nil {
			t.Fatal(err)
		}
		var back Span
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		spans = append(spans, back)
	}
	loaded, errs := LoadSet(s.Head(), s.Text(), s.Scheme(), spans, nil)
	if len(errs) > 0 || show(loaded) != show(s) {
		t.Errorf("%v, got\n%swant\n%s", errs, show(loaded), show(s))
	}
	other := text.MustNew(strings.Replace(article, "3.9", "4.0", 1))
	loaded, errs = LoadSet(s.Head(), other, s.Scheme(), spans, nil)
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), n.ID.String()) || loaded.Len() != 1 {
		t.Errorf("%d left, errors %v", loaded.Len(), errs)
	}
}

func TestIDsComeBackFromText(t *testing.T) {
	for _, id := range []ID{{}, NewID(), SetID(NewID(), NewID())} {
		b, _ := id.MarshalText()
		var back ID
		if err := back.UnmarshalText(b); err != nil || back != id {
			t.Errorf("%s came back as %s (%v)", id, back, err)
		}
	}
	if first, second := NewID(), NewID(); first.String() >= second.String() {
		t.Error("ids do not grow")
	}
	if DocumentID(Hash{1}, "") == DocumentID(Hash{1}, "kept twice") {
		t.Error("copies kept apart have one id")
	}
}

func TestTitleIsTheFirstLine(t *testing.T) {
	for in, want := range map[string]string{"\n\n  Headline \nbody": "Headline", "": "", "One\nTwo": "One"} {
		if got := title(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := title(strings.Repeat("wörter ", 100)); len(got) > maxTitle+len("…") || !strings.HasSuffix(got, "r…") {
		t.Errorf("long title %q", got)
	}
}

// What 100,000 marks take in memory, with their index, beside the text.
func BenchmarkSetOf100000Marks(b *testing.B) {
	x := text.MustNew(strings.Repeat("Unemployment fell to 3.9% in May, said Ana. ", 250_000))
	scheme := simple(b)
	doc, who := NewID(), NewID()
	var bytes uint64
	for b.Loop() {
		spans := make([]Span, 100_000)
		set := SetID(doc, who)
		for i := range spans {
			at := text.Pos(i * 100)
			spans[i] = NewSpan(NewID(), set, claim, x, []rangeset.Range{{Start: at, End: at + 60}}, OriginSelection)
		}
		before := heap()
		s, errs := LoadSet(SetHead{ID: set, Document: doc, Annotator: who}, x, scheme, spans, nil)
		bytes = heap() - before
		if len(errs) > 0 || s.Len() != len(spans) {
			b.Fatal(errs)
		}
	}
	b.ReportMetric(float64(bytes)/1e6, "MB/set")
}

// doing gives what applies an edit to the set, or fails.
func doing(t *testing.T, s *Set) func(Edit, error) Edit {
	return func(e Edit, err error) Edit {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		apply(t, s, e)
		return e
	}
}

func apply(t *testing.T, s *Set, e Edit) {
	t.Helper()
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
}

func TestNoLinkIsLeftWithoutAnEnd(t *testing.T) {
	s := newSet(t)
	a := mark(t, s, claim, "“It happens,”")
	marked, err := s.AddSpan(on("3.9%"), statistic, OriginSelection)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, marked)
	link, err := s.AddRelation("rests_on", a.ID, marked.Spans[0].ID, OriginSelection)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, link)
	var dup *DuplicateRelation
	if _, err := s.AddRelation("rests_on", a.ID, marked.Spans[0].ID, OriginSelection); !errors.As(err, &dup) || dup.Relation.ID != link.Relations[0].ID {
		t.Errorf("linked twice: %v", err)
	}
	before := show(s)
	if err := s.Apply(marked.Inverse()); !errors.Is(err, ErrStale) {
		t.Errorf("a linked mark was taken away: %v", err)
	}
	if show(s) != before {
		t.Errorf("now\n%swas\n%s", show(s), before)
	}
	apply(t, s, link.Inverse())
	apply(t, s, marked.Inverse())
	if err := s.Apply(link); !errors.Is(err, ErrStale) {
		t.Errorf("a link to nothing was made: %v", err)
	}
}

func TestARowMayChangeTwiceInOneEdit(t *testing.T) {
	s := newSet(t)
	n := mark(t, s, statistic, "3.9%")
	before := show(s)
	one, two := n.WithNote("one"), n.WithNote("two")
	e := NewEdit("note twice")
	e.Spans = []Change[Span]{{ID: n.ID, Before: &n, After: &one}, {ID: n.ID, Before: &one, After: &two}}
	apply(t, s, e)
	if sp, _ := s.Span(n.ID); sp.Note() != "two" {
		t.Errorf("the note is %q", sp.Note())
	}
	apply(t, s, e.Inverse())
	if show(s) != before {
		t.Errorf("after taking it back\n%s, was\n%s", show(s), before)
	}
	e.Spans[1].Before = &n // does not follow
	if err := s.Apply(e); !errors.Is(err, ErrStale) {
		t.Errorf("got %v", err)
	}
}
