package jobs_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// newsroom is the default scheme with its modules on.
func newsroom(t testing.TB) annotation.Scheme {
	t.Helper()
	s, err := jobs.ShippedScheme("")
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Modules {
		s.Modules[i].On = true
	}
	return s
}

// team is a project that several people mark.
type team struct {
	*storage.Project
	t      testing.TB
	people []storage.Options
}

func newTeam(t testing.TB, s annotation.Scheme, names ...string) *team {
	t.Helper()
	g := &team{t: t}
	for _, name := range names {
		key, err := annotation.NewDeviceKey()
		if err != nil {
			t.Fatal(err)
		}
		a := annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}
		public := key.Public().(ed25519.PublicKey)
		g.people = append(g.people, storage.Options{Annotator: a, Actor: annotation.Actor{ID: annotation.ActorID(a.ID, public), Annotator: a.ID, Device: "laptop", PublicKey: public}})
	}
	p, err := storage.Create(t.TempDir()+"/news.rubric", s, g.people[0])
	if err != nil {
		t.Fatal(err)
	}
	g.Project = p
	t.Cleanup(func() { g.Project.Close() })
	return g
}

// turn has another of the people sit down at the project.
func (g *team) turn(i int) {
	g.t.Helper()
	path := g.Path()
	if err := g.Close(); err != nil {
		g.t.Fatal(err)
	}
	p, err := storage.Open(path, g.people[i])
	if err != nil {
		g.t.Fatal(err)
	}
	g.Project = p
}

func (g *team) article(title, s string) annotation.ID {
	g.t.Helper()
	x := text.MustNew(s)
	d := annotation.NewDocument(x, "", annotation.Source{File: title})
	d.Title = title
	e := annotation.NewEdit("import " + title)
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(s))}
	if err := g.Commit(ctx, e); err != nil {
		g.t.Fatal(err)
	}
	return d.ID
}

// set is that of who sits there.
func (g *team) set(document annotation.ID) *annotation.Set {
	g.t.Helper()
	_, x, err := g.Document(ctx, document)
	if err != nil {
		g.t.Fatal(err)
	}
	set, bad, err := g.Set(ctx, document, g.Annotator().ID, x)
	if err != nil || len(bad) > 0 {
		g.t.Fatal(err, bad)
	}
	return set
}

// do commits an edit of a set, unless it was refused.
func (g *team) do(set *annotation.Set, e annotation.Edit, err error) bool {
	g.t.Helper()
	if err != nil {
		return false
	}
	if err := errors.Join(set.Apply(e), g.Commit(ctx, e)); err != nil {
		g.t.Fatal(err)
	}
	return true
}

func (g *team) mark(set *annotation.Set, label, quote string) annotation.ID {
	g.t.Helper()
	at := text.Pos(strings.Index(set.Text().String(), quote)) // the texts are ASCII
	e, err := set.AddSpan([]rangeset.Range{{Start: at, End: at + text.Pos(len(quote))}}, labelRole(label), annotation.OriginSelection)
	if !g.do(set, e, err) {
		g.t.Fatal(err)
	}
	return e.Spans[0].ID
}

func labelRole(s string) annotation.LabelRole {
	l, role, _ := strings.Cut(s, ".")
	return annotation.LabelRole{Label: l, Role: role}
}

// values are the scheme and all marks and links as the project has them, written out, with the statuses of sets.
func (g *team) values() map[string]string {
	g.t.Helper()
	out := map[string]string{}
	keep := func(id annotation.ID, v any) {
		b, err := annotation.Encode(v)
		if err != nil {
			g.t.Fatal(err)
		}
		out[id.String()] = string(b)
	}
	for s, err := range g.Sets(ctx) {
		if err != nil {
			g.t.Fatal(err)
		}
		keep(s.Scheme.ID, *s.Scheme)
		if s.Head == nil {
			continue
		}
		keep(s.Head.ID, *s.Head)
		for _, sp := range s.Spans {
			keep(sp.ID, sp.Span)
		}
		for _, r := range s.Relations {
			keep(r.ID, r)
		}
	}
	stored := out[g.Scheme().ID.String()]
	if keep(g.Scheme().ID, *g.Scheme()); out[g.Scheme().ID.String()] != stored {
		g.t.Errorf("the project takes its scheme for\n%s\nand it is\n%s", out[g.Scheme().ID.String()], stored)
	}
	return out
}

// shown are the marks in notation, for who reads a failure.
func (g *team) shown() string {
	var b strings.Builder
	for s := range g.Sets(ctx) {
		if s.Head == nil {
			continue
		}
		spans := make([]annotation.Span, len(s.Spans))
		for i := range spans {
			spans[i] = s.Spans[i].Span
		}
		set, _ := annotation.LoadSet(*s.Head, s.Text, s.Scheme, spans, s.Relations)
		fmt.Fprintf(&b, "%s of %s:\n%s\n", s.Document.Title, s.Annotator.Name, annotationtest.Format(set))
	}
	return b.String()
}

// opened is a scheme that takes also what is retired or switched off: what marks that are there are held to.
func opened(t testing.TB, s annotation.Scheme) annotation.Scheme {
	b, err := annotation.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	out := annotation.Scheme{}
	if err := reencode(strings.ReplaceAll(string(b), `"retired":true`, `"retired":false`), &out); err != nil {
		t.Fatal(err)
	}
	for i := range out.Modules {
		out.Modules[i].On = true
	}
	return out
}

// fits tells what of the marks is against the scheme, in absolute terms.
func (g *team) fits() (faults []string) {
	scheme := opened(g.t, *g.Scheme())
	for s := range g.Sets(ctx) {
		labels, same, going := map[annotation.ID]annotation.LabelRole{}, map[string]bool{}, map[string]int{}
		for _, sp := range s.Spans {
			labels[sp.ID] = sp.Label()
			errs := []error{scheme.CheckSpan(sp.Label())}
			for attribute, values := range sp.Attributes() {
				errs = append(errs, scheme.CheckAttribute(sp.Label(), attribute, values))
			}
			if err := errors.Join(errs...); err != nil {
				faults = append(faults, err.Error())
			}
			key := fmt.Sprint(sp.Label(), sp.Ranges())
			if same[key] {
				faults = append(faults, "twice "+key)
			}
			same[key] = true
		}
		to := map[annotation.ID][]annotation.ID{}
		for _, r := range s.Relations {
			if r.Type == "nested_in" {
				to[r.From] = append(to[r.From], r.To)
			}
			if leadsBack(to, r.From, r.From, map[annotation.ID]bool{}) {
				faults = append(faults, "nested_in leads back")
			}
			if err := scheme.CheckRelation(r.Type, labels[r.From], labels[r.To]); err != nil {
				faults = append(faults, err.Error())
			}
			t, _ := scheme.RelationType(r.Type)
			from := r.Type + r.From.String()
			if going[from]++; t.Most > 0 && going[from] > t.Most || r.From == r.To || going[from+r.To.String()] > 0 {
				faults = append(faults, fmt.Sprintf("%s goes %d times, or to itself, or twice to one", r.Type, going[from]))
			}
			going[from+r.To.String()]++
		}
	}
	return faults
}

// leadsBack tells whether links lead from a mark to itself.
func leadsBack(to map[annotation.ID][]annotation.ID, from, at annotation.ID, seen map[annotation.ID]bool) bool {
	for _, next := range to[at] {
		if next == from {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if leadsBack(to, from, next, seen) {
				return true
			}
		}
	}
	return false
}

func reencode(b string, v any) error { return json.Unmarshal([]byte(b), v) }

// scatter makes random marks with attributes and links, and commits them together; it is false where the scheme has no label left.
func (g *team) scatter(rng *rand.Rand, document annotation.ID, marks int) bool {
	g.t.Helper()
	set := g.set(document)
	var edits []annotation.Edit
	do := func(e annotation.Edit, err error) annotation.Edit {
		if err == nil {
			if err := set.Apply(e); err != nil {
				g.t.Fatal(err)
			}
			edits = append(edits, e)
		}
		return e
	}
	choices := set.Scheme().Choices()
	if len(choices) == 0 { // migrations retired them all
		return false
	}
	words := strings.Fields(set.Text().String())
	for range marks {
		i := rng.IntN(len(words)) // few words, so that marks of several labels are on the same
		at := text.Pos(len(strings.Join(words[:i], " ")) + min(i, 1))
		ranges := []rangeset.Range{{Start: at, End: at + text.Pos(len(words[i]))}}
		if rng.IntN(5) == 0 && ranges[0].End+4 < set.Text().Len() {
			ranges = append(ranges, rangeset.Range{Start: ranges[0].End + 2, End: ranges[0].End + 4})
		}
		choice := choices[rng.IntN(len(choices))]
		e := do(set.AddSpan(ranges, choice.LabelRole, annotation.OriginSelection))
		if len(e.Spans) == 0 {
			continue
		}
		id := e.Spans[0].ID
		for _, a := range set.Scheme().AttributesOf(choice.LabelRole) {
			if rng.IntN(2) == 0 {
				do(set.SetAttribute(id, a.ID, randomValues(rng, a)...))
			}
		}
		if rng.IntN(4) == 0 {
			do(set.SetAttribute(id, annotation.Unsure, "yes"))
			do(set.SetNote(id, fmt.Sprintf("note %d", rng.IntN(9))))
		}
	}
	spans := set.Spans()
	for range 4 * marks {
		a, b := spans[rng.IntN(len(spans))], spans[rng.IntN(len(spans))]
		if links := set.Links(a.ID, b.ID); len(links) > 0 {
			l := links[rng.IntN(len(links))]
			do(set.AddRelation(l.Type.ID, l.From, l.To, annotation.OriginSelection))
		}
	}
	if rng.IntN(3) == 0 {
		if e, ok := set.SetStatus(annotation.Done); ok {
			do(e, nil)
		}
	}
	group := annotation.NewID()
	for i := range edits {
		edits[i].Group = group
	}
	if err := g.Commit(ctx, edits...); err != nil {
		g.t.Fatal(err)
	}
	return len(edits) > 0
}

func randomValues(rng *rand.Rand, a annotation.Attribute) []string {
	var live []string
	for _, v := range a.Values {
		if !v.Retired {
			live = append(live, v.ID)
		}
	}
	rng.Shuffle(len(live), func(i, j int) { live[i], live[j] = live[j], live[i] })
	switch a.Kind {
	case annotation.YesNo:
		return []string{[]string{"yes", "no"}[rng.IntN(2)]}
	case annotation.Number:
		return []string{strconv.Itoa(rng.IntN(100))}
	case annotation.FreeText:
		return []string{"euro"}
	case annotation.SomeOf:
		return live[:min(len(live), 1+rng.IntN(2))]
	}
	return live[:min(len(live), 1)]
}

func pick[T any](rng *rand.Rand, list []T) (v T) {
	if len(list) == 0 {
		return v
	}
	return list[rng.IntN(len(list))]
}

// randomAct tries one act with parts of the next scheme; many cannot be.
func randomAct(rng *rand.Rand, m *annotation.Migration) error {
	choices := m.Next.Choices()
	of, to := pick(rng, choices).LabelRole, pick(rng, choices).LabelRole
	a := pick(rng, m.Next.AttributesOf(of))
	relation, other := pick(rng, m.Next.Relations), pick(rng, m.Next.Relations)
	for range 20 { // most labels have no list, and most types nothing in common
		if len(a.Values) == 0 {
			of = pick(rng, choices).LabelRole
			a = pick(rng, m.Next.AttributesOf(of))
		}
		if other.ID == relation.ID || !slices.Equal(other.From, relation.From) {
			other = pick(rng, m.Next.Relations)
		}
	}
	switch rng.IntN(9) {
	case 0, 1:
		if rng.IntN(3) == 0 {
			of.Role = ""
		}
		return m.Merge(of, to)
	case 2:
		if rng.IntN(3) > 0 {
			return m.Retire(of)
		}
		m.Next.Labels[rng.IntN(len(m.Next.Labels))].Name = fmt.Sprintf("Name %d", rng.IntN(99))
		return errors.New("a name is no act")
	case 3:
		instead := ""
		if rng.IntN(2) == 0 {
			instead = pick(rng, a.Values).ID
		}
		return m.RemoveValue(of, a.ID, pick(rng, a.Values).ID, instead)
	case 4:
		return m.RemoveAttribute(of, a.ID)
	case 5:
		into := map[string]annotation.LabelRole{}
		for range 1 + rng.IntN(3) {
			into[pick(rng, append(a.Values, annotation.Value{ID: "yes"})).ID] = pick(rng, choices).LabelRole
		}
		return m.Split(of, a.ID, into)
	case 6:
		return m.Narrow(relation.ID, relation.From[:1+rng.IntN(len(relation.From))], relation.To[rng.IntN(len(relation.To)):], max(relation.Least, rng.IntN(3)))
	case 7:
		return m.MergeRelations(relation.ID, other.ID)
	}
	return m.RemoveRelation(relation.ID)
}

// reverse takes the newest step back, or does it again, as the window does.
func (g *team) reverse(redo bool) {
	g.t.Helper()
	steps, err := g.Steps(ctx)
	if err != nil {
		g.t.Fatal(err)
	}
	h := annotation.NewHistory(steps)
	step, ok := h.Undo()
	if redo {
		step, ok = h.Redo()
	}
	if !ok {
		g.t.Fatal("there is no step")
	}
	if _, err := jobs.TakeBackWhole(ctx, g.Project, step, nil); err != nil {
		g.t.Fatal(err)
	}
}

// TestAnyChainOfMigrationsIsTakenBackAndDoneAgainExactly prints its seed; RUBRICATOR_SEED repeats one.
func TestAnyChainOfMigrationsIsTakenBackAndDoneAgainExactly(t *testing.T) {
	rounds := 10
	if os.Getenv("RUBRICATOR_LONG") != "" {
		rounds = 150
	}
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("RUBRICATOR_SEED"); s != "" {
		rounds = 1
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	met := map[annotation.EffectKind]int{}
	for i := range rounds {
		chain(t, seed+uint64(i), met)
		if t.Failed() {
			t.Fatalf("RUBRICATOR_SEED=%d repeats it", seed+uint64(i))
		}
	}
	t.Logf("seed %d, %d chains: %v", seed, rounds, met)
	if rounds >= 100 && len(met) < 7 {
		t.Errorf("the chains met only %v", met)
	}
}

// chain migrates a project up to six times, with marks made between, and goes back and forth.
func chain(t *testing.T, seed uint64, met map[annotation.EffectKind]int) {
	rng := rand.New(rand.NewPCG(seed, 0))
	g := newTeam(t, newsroom(t), "Anna", "Ben", "Cleo")
	var documents []annotation.ID
	for i := range 3 {
		documents = append(documents, g.article(fmt.Sprintf("Article %d", i), fmt.Sprintf("Mary said in %d that prices rose by five", i)))
	}
	for i := len(g.people) - 1; i >= 0; i-- { // Anna, who goes on, comes last
		if i > 0 || len(g.people) > 1 {
			g.turn(i)
		}
		for _, d := range documents[rng.IntN(2):] {
			g.scatter(rng, d, 12)
		}
	}
	if faults := g.fits(); len(faults) > 0 {
		t.Fatal(faults)
	}
	states, versions := []map[string]string{g.values()}, map[int]bool{g.Scheme().Version: true}
	for range 1 + rng.IntN(6) {
		if rng.IntN(2) == 0 && g.scatter(rng, pick(rng, documents), 3) {
			states = append(states, g.values())
		}
		if !g.migrate(rng, met) {
			continue
		}
		states = append(states, g.values())
		if v := g.Scheme().Version; versions[v] {
			t.Errorf("version %d was there before", v)
		}
		versions[g.Scheme().Version] = true
		if t.Failed() {
			return
		}
	}
	for _, redo := range []bool{false, true, false} {
		for i := range states[1:] {
			want := states[len(states)-2-i]
			if redo {
				want = states[i+1]
			}
			g.reverse(redo)
			if got := g.values(); !maps.Equal(got, want) {
				t.Fatalf("redo %t: %d rows instead of %d, or others\n%s", redo, len(got), len(want), g.shown())
			}
		}
	}
	if g.migrate(rng, met) && versions[g.Scheme().Version] {
		t.Errorf("after going back, version %d is given again", g.Scheme().Version)
	}
	if findings, err := g.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check found %v, %v", findings, err)
	}
}

// migrate does up to three acts in one migration, and looks what became of the marks. It tells whether there was something to do.
func (g *team) migrate(rng *rand.Rand, met map[annotation.EffectKind]int) bool {
	g.t.Helper()
	m := annotation.NewMigration(g.Scheme())
	for tries, acts := 0, 1+rng.IntN(3); acts > 0 && tries < 50; tries++ {
		if randomAct(rng, m) == nil {
			acts--
		}
	}
	was, before := g.shown(), g.values()
	preview, err := jobs.PreviewMigration(ctx, g.Project, m)
	if err != nil {
		g.t.Fatal(m.Name(), err)
	}
	if !maps.Equal(g.values(), before) {
		g.t.Errorf("%s: to look at it changed something", m.Name())
	}
	report, err := jobs.Migrate(ctx, g.Project, m, nil)
	if err != nil {
		g.t.Fatal(m.Name(), err)
	}
	for _, e := range report.Effects {
		met[e.Kind] += e.Count
	}
	if !reflect.DeepEqual(preview.Effects, report.Effects) || preview.Marks != report.Marks || preview.Links != report.Links ||
		preview.Documents != report.Documents || preview.Sets != report.Sets {
		g.t.Errorf("%s: shown before as %+v, done %+v", m.Name(), preview, report)
	}
	if faults := g.fits(); len(faults) > 0 {
		g.t.Errorf("%s left %q\nof\n%s\nas\n%s", m.Name(), faults, was, g.shown())
	}
	changed, after := 0, g.values()
	for id, v := range before {
		if after[id] != v {
			changed++
		}
	}
	if changed > 0 {
		changed-- // the scheme
	}
	if changed != report.Marks+report.Links {
		g.t.Errorf("%s changed %d rows and tells of %d marks and %d links", m.Name(), changed, report.Marks, report.Links)
	}
	return !report.Group.IsZero()
}

// desk is a project of two articles that Anna and Ben marked, with Anna at it.
func desk(t *testing.T) (g *team, first, second annotation.ID) {
	t.Helper()
	g = newTeam(t, newsroom(t), "Anna", "Ben")
	first, second = g.article("Prices", "Prices rose by 5 in May, and by 6 in June"), g.article("Jobs", "Jobs fell by 7")
	set := g.set(first)
	g.mark(set, "statistic.entity", "Prices")
	g.mark(set, "statistic.quantity", "5")
	g.mark(set, "statistic.quantity", "6")
	g.turn(1)
	g.mark(g.set(second), "statistic.entity", "Jobs")
	set = g.set(first)
	price := g.mark(set, "statistic.entity", "Prices")
	g.mark(set, "statistic.property", "Prices")
	five := g.mark(set, "statistic.quantity", "5")
	e, err := set.AddRelation("has_quantity", price, five, annotation.OriginSelection)
	g.do(set, e, err)
	g.turn(0)
	return g, first, second
}

// merging is a migration that makes entities properties.
func merging(t *testing.T, g *team) *annotation.Migration {
	t.Helper()
	m := annotation.NewMigration(g.Scheme())
	if err := m.Merge(labelRole("statistic.entity"), labelRole("statistic.property")); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMigrationShowsFirstWhatItTouches(t *testing.T) {
	g, first, _ := desk(t)
	before := g.values()
	report, err := jobs.PreviewMigration(ctx, g.Project, merging(t, g))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range report.Effects {
		line := fmt.Sprintf("%d %s", e.Count, e.Effect)
		for _, x := range e.Examples {
			line += fmt.Sprintf("; %s in %s by %s", x.Quote, x.Title, x.Annotator)
		}
		told = append(told, line)
	}
	want := []string{"3 statistic.entity becomes statistic.property; Prices in Prices by Anna; Prices in Prices by Ben; Jobs in Jobs by Ben",
		"1 statistic.property becomes one with the same mark; Prices in Prices by Ben"}
	if !slices.Equal(told, want) || report.Effects[0].Examples[0].Document != first {
		t.Errorf("told %q", told)
	}
	if report.Documents != 2 || report.Sets != 3 || report.Marks != 4 || report.Links != 0 || !report.Group.IsZero() {
		t.Errorf("%d documents, %d sets, %d marks, %d links", report.Documents, report.Sets, report.Marks, report.Links)
	}
	if s := fmt.Sprint(report.Differences); !strings.Contains(s, "the role entity was retired") {
		t.Errorf("differences %s", s)
	}
	if !maps.Equal(g.values(), before) {
		t.Error("to look at it changed something")
	}
}

func TestAMigrationIsOneStepOfAllAnnotatorsThatIsTakenBackAfterARestart(t *testing.T) {
	g, _, _ := desk(t)
	before := g.values()
	var progress []string
	report, err := jobs.Migrate(ctx, g.Project, merging(t, g), func(done, total int) { progress = append(progress, fmt.Sprintf("%d/%d", done, total)) })
	if err != nil || fmt.Sprint(progress) != "[1/2 2/2]" || report.Scheme.Version != 2 || g.Scheme() != report.Scheme {
		t.Fatalf("%v, %v, version %d", err, progress, report.Scheme.Version)
	}
	if shown := g.shown(); strings.Contains(shown, "statistic.entity") || strings.Count(shown, "statistic.property") != 3 || !strings.Contains(shown, "#1 has_quantity #2") {
		t.Errorf("got\n%s", shown)
	}
	g.turn(0)
	step := newest(t, g.Project)
	if is, err := g.ChangesScheme(ctx, step.Group); err != nil || !is || step.Group != report.Group || step.Name != "merge statistic.entity into statistic.property" {
		t.Errorf("the step is %q, and changes the scheme: %t, %v", step.Name, is, err)
	}
	progress = nil
	back, err := jobs.TakeBackWhole(ctx, g.Project, step, func(done, total int) { progress = append(progress, fmt.Sprintf("%d/%d", done, total)) })
	if err != nil || back.Inverts != step.Group || fmt.Sprint(progress) != "[1/4 2/4 3/4 4/4]" {
		t.Errorf("%v, %v, %v", err, back, progress)
	}
	if !maps.Equal(g.values(), before) {
		t.Errorf("got\n%s", g.shown())
	}
	sound(t, g.Project)
}

func TestAMigrationThatIsBrokenOffLeavesNothing(t *testing.T) {
	g, _, _ := desk(t)
	before, step := g.values(), newest(t, g.Project)
	stopped, stop := context.WithCancel(ctx)
	_, err := jobs.Migrate(stopped, g.Project, merging(t, g), func(done, total int) {
		if done == total { // all is written, and not committed
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if !maps.Equal(g.values(), before) || newest(t, g.Project) != step {
		t.Errorf("it left\n%s", g.shown())
	}
	report, err := jobs.Migrate(ctx, g.Project, merging(t, g), nil) // and can be done then
	if err != nil || report.Marks != 4 {
		t.Errorf("%d marks, %v", report.Marks, err)
	}
	after := g.values()
	stopped, stop = context.WithCancel(ctx)
	_, err = jobs.TakeBackWhole(stopped, g.Project, newest(t, g.Project), func(done, total int) { stop() })
	if !errors.Is(err, context.Canceled) || !maps.Equal(g.values(), after) {
		t.Errorf("taking back: %v, and it left\n%s", err, g.shown())
	}
	sound(t, g.Project)
}

func TestVersionsOfTheSchemeCountOnFromTheHighestThatEverWas(t *testing.T) {
	g, first, _ := desk(t)
	for _, want := range []int{2, 3} {
		if _, err := jobs.Migrate(ctx, g.Project, merging(t, g), nil); err != nil || g.Scheme().Version != want {
			t.Fatalf("version %d, %v", g.Scheme().Version, err)
		}
		g.reverse(false)
		if g.Scheme().Version != 1 {
			t.Errorf("taken back it is version %d", g.Scheme().Version)
		}
	}
	next := *g.Scheme()
	next.Name = "another"
	change, err := jobs.ReplaceScheme(ctx, g.Project, next)
	if err != nil || change.Scheme.Version != 4 {
		t.Errorf("version %d, %v", change.Scheme.Version, err)
	}
	set := g.set(first)
	id := g.mark(set, "claim.claim", "May")
	if sp, _ := g.set(first).Span(id); sp.SchemeVersion() != 4 {
		t.Errorf("the mark was made under version %d", sp.SchemeVersion())
	}
}

func TestASchemeIsNotTakenBackUnderMarksThatItDoesNotTake(t *testing.T) {
	g, first, _ := desk(t)
	m := annotation.NewMigration(g.Scheme())
	m.Next.Labels = append(m.Next.Labels, annotation.Label{ID: "opinion", Name: "Opinion", Colour: "#000000"})
	if err := m.Retire(labelRole("claim")); err != nil {
		t.Fatal(err)
	}
	report, err := jobs.Migrate(ctx, g.Project, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	g.mark(g.set(first), "opinion", "May")
	before := g.values()
	_, err = jobs.TakeBackWhole(ctx, g.Project, annotation.Step{Group: report.Group, Name: m.Name()}, nil)
	if !errors.Is(err, jobs.ErrMarksInTheWay) || !strings.Contains(err.Error(), "1 mark as opinion") || !maps.Equal(g.values(), before) {
		t.Errorf("got %v", err)
	}
}

func TestAMigrationIsNotTakenBackOverWhatSomebodyChangedSince(t *testing.T) {
	g, _, second := desk(t)
	report, err := jobs.Migrate(ctx, g.Project, merging(t, g), nil)
	if err != nil {
		t.Fatal(err)
	}
	g.turn(1)
	set := g.set(second)
	e, err := set.Relabel(set.Spans()[0].ID, labelRole("claim.claim"))
	if !g.do(set, e, err) {
		t.Fatal(err)
	}
	g.turn(0)
	before := g.values()
	_, err = jobs.TakeBackWhole(ctx, g.Project, annotation.Step{Group: report.Group, Name: "merge"}, nil)
	var stale *annotation.Stale
	if !errors.As(err, &stale) || stale.By != "Ben" || !maps.Equal(g.values(), before) {
		t.Errorf("got %v", err)
	}
}

func TestWhatStandsInTheWayOfAMigration(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(t *testing.T, g *team) *annotation.Migration
		kind error
	}{
		{"another change of the scheme since", func(t *testing.T, g *team) *annotation.Migration {
			m := merging(t, g)
			if _, err := jobs.Migrate(ctx, g.Project, merging(t, g), nil); err != nil {
				t.Fatal(err)
			}
			return m
		}, annotation.ErrStale},
		{"a label that was taken out", func(t *testing.T, g *team) *annotation.Migration {
			m := merging(t, g)
			m.Next.Labels[1].Roles = m.Next.Labels[1].Roles[1:]
			m.Next.Labels[1].Roles[0].Retired, m.Next.Labels[1].Roles[0].Module, m.Next.Labels[1].Roles[0].Key = false, "", ""
			m.Next.Relations = slices.DeleteFunc(m.Next.Relations, func(r annotation.RelationType) bool {
				return slices.Contains(slices.Concat(r.From, r.To), "statistic.quantity")
			})
			return m
		}, jobs.ErrMarksInTheWay},
		{"marks that cannot be read", func(t *testing.T, g *team) *annotation.Migration {
			db, err := sql.Open("sqlite3", g.Path())
			if err == nil {
				_, err = db.Exec(`UPDATE span SET quote = 'forged' WHERE rowid = 1`)
				db.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			return merging(t, g)
		}, storage.ErrDamaged},
	} {
		g, _, _ := desk(t)
		m := c.make(t, g)
		version, step := g.Scheme().Version, newest(t, g.Project)
		_, shown := jobs.PreviewMigration(ctx, g.Project, m)
		_, err := jobs.Migrate(ctx, g.Project, m, nil)
		if !errors.Is(err, c.kind) || !errors.Is(shown, c.kind) || g.Scheme().Version != version || newest(t, g.Project) != step {
			t.Errorf("%s: got %v, shown before as %v, version %d", c.name, err, shown, g.Scheme().Version)
		}
	}
}

func TestAMigrationThatSaysNothingNewMakesNoStep(t *testing.T) {
	g, _, _ := desk(t)
	step := newest(t, g.Project)
	report, err := jobs.Migrate(ctx, g.Project, annotation.NewMigration(g.Scheme()), nil)
	if err != nil || !report.Group.IsZero() || newest(t, g.Project) != step {
		t.Errorf("%v, %v", report, err)
	}
}

func TestOtherNamesAndColoursTouchNoMark(t *testing.T) {
	g, _, _ := desk(t)
	before := g.values()
	m := annotation.NewMigration(g.Scheme())
	m.Next.Labels[1].Name, m.Next.Labels[1].Roles[1].Name = "Figure", "What is counted"
	report, err := jobs.Migrate(ctx, g.Project, m, nil)
	if err != nil || report.Marks+report.Links+report.Documents > 0 || len(report.Effects) > 0 || len(report.Differences) != 2 {
		t.Fatalf("%+v, %v", report, err)
	}
	after := g.values()
	delete(before, g.Scheme().ID.String())
	delete(after, g.Scheme().ID.String())
	if !maps.Equal(after, before) {
		t.Error("marks changed")
	}
}

// Edits are bounded, so that a set of many marks takes several, and these go back as one step too.
func TestASetOfMoreMarksThanAnEditHoldsIsMigratedAndTakenBack(t *testing.T) {
	g := newTeam(t, newsroom(t), "Anna")
	if err := g.Apply(ctx, g.manyMarks(1, storage.MaxChanges+500), nil); err != nil {
		t.Fatal(err)
	}
	before := g.values()
	report, err := jobs.Migrate(ctx, g.Project, merging(t, g), nil)
	if err != nil || report.Marks != storage.MaxChanges+500 {
		t.Fatal(report.Marks, err)
	}
	if n, err := g.GroupSize(ctx, report.Group); err != nil || n != 3 {
		t.Errorf("%d edits, %v", n, err)
	}
	g.reverse(false)
	if !maps.Equal(g.values(), before) {
		t.Error("it came back otherwise")
	}
}

// manyMarks gives edits that import so many documents with so many entities each, no two the same, half of them linked with the one before.
func (g *team) manyMarks(documents, each int) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		group := annotation.NewID()
		for i := range documents {
			body := fmt.Sprintf("Article %d\n%s", i, strings.Repeat("Prices rose by five. ", each/4+10))
			x := text.MustNew(body)
			d := annotation.NewDocument(x, "", annotation.Source{File: "a.txt"})
			head := annotation.SetHead{ID: annotation.SetID(d.ID, g.Annotator().ID), Document: d.ID, Annotator: g.Annotator().ID, Status: annotation.InWork}
			e := annotation.NewEdit("import")
			e.Group = group
			e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
			e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
			e.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, Document: d.ID, After: &head}}
			for k := range each {
				at := text.Pos(k*4 + 12)
				sp := annotation.NewSpan(annotation.NewID(), head.ID, labelRole("statistic.entity"), x, []rangeset.Range{{Start: at, End: at + 14}}, annotation.OriginSelection)
				e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: d.ID, After: &sp})
				if len(e.Spans) == 1000 || k == each-1 {
					if !yield(e, nil) {
						return
					}
					e = annotation.NewEdit("import")
					e.Group = group
				}
			}
		}
	}
}

// BenchmarkMigrate merges a label of 100,000 marks in 100 documents, takes it back, and tells the largest heap meanwhile.
func BenchmarkMigrate(b *testing.B) {
	g := newTeam(b, newsroom(b), "Anna")
	if err := g.Apply(ctx, g.manyMarks(100, 1000), nil); err != nil {
		b.Fatal(err)
	}
	var there, back, shown time.Duration
	var peak uint64
	n := 0.0
	for b.Loop() {
		m := annotation.NewMigration(g.Scheme())
		if err := m.Merge(labelRole("statistic.entity"), labelRole("statistic.property")); err != nil {
			b.Fatal(err)
		}
		stop := watchHeap(&peak)
		start := time.Now()
		if _, err := jobs.PreviewMigration(ctx, g.Project, m); err != nil {
			b.Fatal(err)
		}
		shown += time.Since(start)
		start = time.Now()
		report, err := jobs.Migrate(ctx, g.Project, m, nil)
		if err != nil || report.Marks != 100_000 {
			b.Fatal(report.Marks, err)
		}
		there += time.Since(start)
		start = time.Now()
		if _, err := jobs.TakeBackWhole(ctx, g.Project, annotation.Step{Group: report.Group, Name: m.Name()}, nil); err != nil {
			b.Fatal(err)
		}
		back += time.Since(start)
		stop()
		n++
	}
	b.ReportMetric(shown.Seconds()/n, "s-preview")
	b.ReportMetric(there.Seconds()/n, "s-migrate")
	b.ReportMetric(back.Seconds()/n, "s-take-back")
	b.ReportMetric(float64(peak)/(1<<20), "MB-peak-heap")
}

// watchHeap keeps the largest heap in use until it is stopped.
func watchHeap(peak *uint64) (stop func()) {
	runtime.GC()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				*peak = max(*peak, m.HeapAlloc)
			}
		}
	}()
	return func() { close(done); <-ended }
}
