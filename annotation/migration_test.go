package annotation_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
)

// label reads "claim.claim".
func label(s string) annotation.LabelRole {
	l, role, _ := strings.Cut(s, ".")
	return annotation.LabelRole{Label: l, Role: role}
}

// told are the effects with how many marks they meet.
func told(effects map[annotation.Effect][]annotation.ID) (out []string) {
	for _, e := range slices.SortedFunc(maps.Keys(effects), annotation.CompareEffects) {
		out = append(out, fmt.Sprintf("%d %s: %s", len(effects[e]), e.Noun(), e))
	}
	return out
}

// migrated has a set as a migration leaves it, and what it did.
func migrated(t *testing.T, m *annotation.Migration, set *annotation.Set) []string {
	t.Helper()
	before := annotationtest.Format(set)
	out := m.Of(set)
	if len(out.Refused) > 0 || annotationtest.Format(set) != before {
		t.Fatalf("refused %v, or the set was touched", out.Refused)
	}
	e := annotation.NewEdit(m.Name())
	e.Spans, e.Relations = out.Spans, out.Relations
	if err := set.Apply(e); err != nil {
		t.Fatal(err)
	}
	return told(out.Effects)
}

func TestWhatBecomesOfMarksWhenTheSchemeChanges(t *testing.T) {
	const story = `[attribution.source#a Ann] and [attribution.source#b Bob] said [attribution.content#c that [claim.claim#k it fell by [statistic.quantity#n 5]]].
---
#c has_source #a
#c has_source #b
#k stated_in #c
#k rests_on #n`
	for _, c := range []struct {
		name    string
		act     func(m *annotation.Migration) error
		differ  [][2]string // what of the story reads otherwise
		effects []string
	}{
		{"nothing", func(m *annotation.Migration) error { return nil }, nil, nil},
		{"names, colours and keys", func(m *annotation.Migration) error {
			m.Next.Labels[0].Name, m.Next.Labels[0].Colour, m.Next.Labels[0].Key = "Assertion", "#000000", "D"
			return nil
		}, nil, nil},
		{"merge roles of one label, with their links", func(m *annotation.Migration) error {
			return m.Merge(label("attribution.source"), label("attribution.cue"))
		}, [][2]string{{"attribution.source", "attribution.cue"}}, []string{"2 mark: attribution.source becomes attribution.cue"}},
		{"merge a whole label", func(m *annotation.Migration) error { return m.Merge(label("statistic"), label("claim.claim")) },
			[][2]string{{"statistic.quantity", "claim.claim"}}, []string{"1 mark: statistic.quantity becomes claim.claim"}},
		{"retire a role", func(m *annotation.Migration) error { return m.Retire(label("attribution.source")) }, nil,
			[]string{"2 mark: attribution.source stays, and is given no more"}},
		{"retire a label", func(m *annotation.Migration) error { return m.Retire(label("claim")) }, nil,
			[]string{"1 mark: claim.claim stays, and is given no more"}},
		{"fewer links from a mark: the oldest stay", func(m *annotation.Migration) error { return m.Narrow("has_source", nil, nil, 1) },
			[][2]string{{"#c has_source #b\n", ""}}, []string{"1 link: has_source goes"}},
		{"other ends", func(m *annotation.Migration) error {
			return m.Narrow("rests_on", []string{"claim"}, []string{"claim"}, 0)
		},
			[][2]string{{"\n#k rests_on #n", ""}}, []string{"1 link: rests_on goes"}},
		{"merge types of relations", func(m *annotation.Migration) error {
			return errors.Join(m.Narrow("has_cue", nil, []string{"attribution.source"}, 2), m.MergeRelations("has_source", "has_cue"))
		}, [][2]string{{"has_source", "has_cue"}}, []string{"2 link: has_source becomes has_cue"}},
		{"merge a type of relations into one that takes less", func(m *annotation.Migration) error {
			return errors.Join(m.Narrow("has_cue", nil, []string{"attribution.source"}, 1), m.MergeRelations("has_source", "has_cue"))
		}, [][2]string{{"#c has_source #a", "#c has_cue #a"}, {"#c has_source #b\n", ""}}, []string{"1 link: has_source becomes has_cue", "1 link: has_source goes"}},
		{"remove a type of relation", func(m *annotation.Migration) error { return m.RemoveRelation("has_source") },
			[][2]string{{"#c has_source #a\n#c has_source #b\n", ""}}, []string{"2 link: has_source goes"}},
	} {
		scheme := desk(t)
		set := annotationtest.Set(t, &scheme, story)
		m := annotation.NewMigration(&scheme)
		if err := c.act(m); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		want := story
		for _, d := range c.differ {
			want = strings.ReplaceAll(want, d[0], d[1])
		}
		effects := migrated(t, m, set)
		if got, want := annotationtest.Format(set), annotationtest.Must(t, want).String(); got != want || !slices.Equal(effects, c.effects) {
			t.Errorf("%s gave\n%s\nwant\n%s\nby %q\nwant %q", c.name, got, want, effects, c.effects)
		}
	}
}

func TestAMarkKeepsTheVersionThatItWasMadeUnder(t *testing.T) {
	scheme := desk(t)
	scheme.Version = 3
	set := annotationtest.Set(t, &scheme, `[statistic.entity jobs]`)
	scheme.Version = 5
	m := annotation.NewMigration(&scheme)
	if err := m.Merge(label("statistic.entity"), label("statistic.property")); err != nil {
		t.Fatal(err)
	}
	before := set.Spans()[0]
	migrated(t, m, set)
	if after := set.Spans()[0]; after.SchemeVersion() != 3 || after.ID != before.ID || after.Label() == before.Label() {
		t.Errorf("version %d, %s, was %s", after.SchemeVersion(), after.Label(), before.Label())
	}
}

// give has a mark, found by its text, have values of an attribute.
func give(t *testing.T, set *annotation.Set, quote, attribute string, values ...string) {
	t.Helper()
	for _, sp := range set.Spans() {
		if sp.Quote() != quote {
			continue
		}
		e, err := set.SetAttribute(sp.ID, attribute, values...)
		if err == nil {
			err = set.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatBecomesOfAttributesWhenTheSchemeChanges(t *testing.T) {
	const numbers = `[statistic.quantity 5%] [statistic.quantity 7 euro] [statistic.quantity 9] [claim.claim it fell] [statistic.entity jobs]`
	for _, c := range []struct {
		name    string
		act     func(m *annotation.Migration) error
		after   string
		effects []string
	}{
		{"a value becomes another", func(m *annotation.Migration) error {
			return m.RemoveValue(label("statistic.quantity"), "kind", "money", "percent")
		}, "5% statistic.quantity map[kind:[percent] modifier:[list mean]]; 7 euro statistic.quantity map[kind:[percent] unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"1 mark: statistic.quantity with kind money becomes percent"}},
		{"a value goes, of several", func(m *annotation.Migration) error {
			return m.RemoveValue(label("statistic.quantity"), "modifier", "list", "")
		}, "5% statistic.quantity map[kind:[percent] modifier:[mean]]; 7 euro statistic.quantity map[kind:[money] unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"1 mark: statistic.quantity loses modifier list"}},
		{"a value becomes one that is there", func(m *annotation.Migration) error {
			return m.RemoveValue(label("statistic.quantity"), "modifier", "list", "mean")
		}, "5% statistic.quantity map[kind:[percent] modifier:[mean]]; 7 euro statistic.quantity map[kind:[money] unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"1 mark: statistic.quantity with modifier list becomes mean"}},
		{"an attribute goes", func(m *annotation.Migration) error { return m.RemoveAttribute(label("statistic.quantity"), "kind") },
			"5% statistic.quantity map[modifier:[list mean]]; 7 euro statistic.quantity map[unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"2 mark: statistic.quantity loses kind"}},
		{"a label is split by its values, and loses what the others lack", func(m *annotation.Migration) error {
			return m.Split(label("statistic.quantity"), "kind", map[string]annotation.LabelRole{"percent": label("statistic.property"), "money": label("statistic.entity")})
		}, "5% statistic.property map[]; 7 euro statistic.entity map[unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"1 mark: statistic.quantity with kind money becomes statistic.entity", "1 mark: statistic.quantity with kind percent becomes statistic.property",
				"2 mark: statistic.quantity loses kind", "1 mark: statistic.quantity loses modifier"}},
		{"the new label has the attribute with fewer values", func(m *annotation.Migration) error {
			kind := m.Next.Labels[1].Roles[0].Attributes[3]
			kind.Values = kind.Values[:2]
			m.Next.Labels[1].Roles[2].Attributes = []annotation.Attribute{kind}
			return m.Split(label("statistic.quantity"), "kind", map[string]annotation.LabelRole{"percent": label("statistic.property"), "money": label("statistic.property")})
		}, "5% statistic.property map[kind:[percent]]; 7 euro statistic.property map[unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"1 mark: statistic.quantity with kind money becomes statistic.property", "1 mark: statistic.quantity with kind percent becomes statistic.property",
				"1 mark: statistic.quantity loses kind money", "1 mark: statistic.quantity loses modifier"}},
		{"where no value is given the default counts", func(m *annotation.Migration) error {
			m.Next.Labels[1].Roles[0].Attributes[3].Default = []string{"count"}
			return m.Split(label("statistic.quantity"), "kind", map[string]annotation.LabelRole{"count": label("statistic.property")})
		}, "5% statistic.quantity map[kind:[percent] modifier:[list mean]]; 7 euro statistic.quantity map[kind:[money] unsure:[yes]]; 9 statistic.property map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"1 mark: statistic.quantity with kind count becomes statistic.property"}},
		{"acts follow each other", func(m *annotation.Migration) error {
			return errors.Join(m.RemoveValue(label("statistic.quantity"), "kind", "percent", "money"),
				m.Split(label("statistic.quantity"), "kind", map[string]annotation.LabelRole{"money": label("statistic.property")}))
		}, "5% statistic.property map[]; 7 euro statistic.property map[unsure:[yes]]; 9 statistic.quantity map[]; it fell claim.claim map[type:[causal quantity]]; jobs statistic.entity map[]",
			[]string{"2 mark: statistic.quantity with kind money becomes statistic.property", "1 mark: statistic.quantity with kind percent becomes money",
				"2 mark: statistic.quantity loses kind", "1 mark: statistic.quantity loses modifier"}},
	} {
		scheme := desk(t)
		set := annotationtest.Set(t, &scheme, numbers)
		give(t, set, "5%", "kind", "percent")
		give(t, set, "5%", "modifier", "list", "mean")
		give(t, set, "7 euro", "kind", "money")
		give(t, set, "7 euro", annotation.Unsure, "yes")
		give(t, set, "it fell", "type", "causal", "quantity")
		m := annotation.NewMigration(&scheme)
		if err := c.act(m); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		effects := migrated(t, m, set)
		var after []string
		for _, sp := range set.Spans() {
			after = append(after, fmt.Sprintf("%s %s %v", sp.Quote(), sp.Label(), sp.Attributes()))
		}
		if got := strings.Join(after, "; "); got != c.after || !slices.Equal(effects, c.effects) {
			t.Errorf("%s gave\n%s\nwant\n%s\nby %q\nwant %q", c.name, got, c.after, effects, c.effects)
		}
	}
}

func TestMarksThatBecomeTheSameBecomeOne(t *testing.T) {
	scheme := desk(t)
	set := annotationtest.Set(t, &scheme, `[statistic.entity#old [statistic.property#new Prices]] rose by [statistic.quantity#n 5] and [statistic.quantity#m 6].
---
#old has_quantity #n
#new has_quantity #n
#new has_quantity #m
#old has_property #new`)
	for _, sp := range set.Spans() {
		if sp.Quote() == "Prices" {
			e, err := set.SetNote(sp.ID, "by "+sp.Label().Role)
			if err == nil {
				err = set.Apply(e)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	m := annotation.NewMigration(&scheme)
	if err := m.Merge(label("statistic.entity"), label("statistic.property")); err != nil {
		t.Fatal(err)
	}
	oldest := set.Spans()[0]
	effects := migrated(t, m, set)
	want := `[statistic.property#1 Prices] rose by [statistic.quantity#2 5] and [statistic.quantity#3 6].
---
#1 has_quantity #2
#1 has_quantity #3
`
	if got := annotationtest.Format(set); got != want {
		t.Errorf("got\n%s", got)
	}
	if want := []string{"1 mark: statistic.entity becomes statistic.property", "1 mark: statistic.property becomes one with the same mark",
		"1 link: has_property goes", "1 link: has_quantity goes"}; !slices.Equal(effects, want) {
		t.Errorf("did %q", effects)
	}
	if sp, there := set.Span(oldest.ID); !there || sp.Note() != "by entity\nby property" || sp.Origin() != oldest.Origin() {
		t.Errorf("the older has the note %q", sp.Note())
	}
}

func TestALinkThatWouldLeadBackGoes(t *testing.T) {
	scheme := desk(t)
	content := []string{"attribution.content"}
	scheme.Relations = append(scheme.Relations, annotation.RelationType{ID: "follows", Name: "follows", From: content, To: content})
	set := annotationtest.Set(t, &scheme, `[attribution.content#a one] [attribution.content#b two] [attribution.content#c three].
---
#a nested_in #b
#b follows #a
#c follows #a`)
	m := annotation.NewMigration(&scheme)
	if err := m.MergeRelations("follows", "nested_in"); err != nil {
		t.Fatal(err)
	}
	effects := migrated(t, m, set)
	if want := []string{"1 link: follows becomes nested_in", "1 link: follows goes"}; !slices.Equal(effects, want) {
		t.Errorf("did %q", effects)
	}
	if got := annotationtest.Format(set); !strings.HasSuffix(got, "\n#1 nested_in #2\n#3 nested_in #1\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestActsThatCannotBeChangeNothing(t *testing.T) {
	for _, c := range []struct {
		act  func(m *annotation.Migration) error
		says string
	}{
		{func(m *annotation.Migration) error { return m.Merge(label("opinion"), label("claim")) }, `it has no label "opinion"`},
		{func(m *annotation.Migration) error { return m.Merge(label("claim"), label("opinion")) }, `it has no label "opinion"`},
		{func(m *annotation.Migration) error { return m.Merge(label("claim"), label("claim")) }, "claim.claim cannot become what it is"},
		{func(m *annotation.Migration) error { return m.Merge(label("attribution"), label("claim")) }, `it has no label "claim.source"`},
		{func(m *annotation.Migration) error { return m.Merge(label("attribution.content"), label("claim")) }, `it has no label "claim.content"`},
		{func(m *annotation.Migration) error { return m.Retire(label("attribution.content")) }, "attribution.content is the head of attribution"},
		{func(m *annotation.Migration) error {
			return errors.Join(m.Retire(label("claim")), m.Merge(label("statistic"), label("claim.claim")))
		}, "is retired"},
		{func(m *annotation.Migration) error { return m.RemoveValue(label("claim.claim"), "type", "gossip", "") }, `attribute "type" has no value "gossip"`},
		{func(m *annotation.Migration) error {
			return m.RemoveValue(label("claim.claim"), "type", "causal", "gossip")
		}, `"gossip" is none of`},
		{func(m *annotation.Migration) error {
			return m.RemoveValue(label("claim.claim"), "type", "causal", "causal")
		}, `"causal" is none of`},
		{func(m *annotation.Migration) error { return m.RemoveAttribute(label("claim.claim"), "tone") }, `claim.claim has no attribute "tone"`},
		{func(m *annotation.Migration) error {
			a := m.Next.Labels[0].Roles[0].Attributes
			a[1].When = &annotation.Condition{Attribute: "type", Values: []string{"causal"}}
			return m.RemoveValue(label("claim.claim"), "type", "causal", "")
		}, `it depends on no value of "type"`},
		{func(m *annotation.Migration) error {
			return m.Split(label("claim.claim"), "type", map[string]annotation.LabelRole{"gossip": label("statistic.entity")})
		}, `attribute "type" has no value "gossip"`},
		{func(m *annotation.Migration) error { return m.Split(label("claim.claim"), "type", nil) }, "no value is to become another label"},
		{func(m *annotation.Migration) error {
			return m.Split(label("claim.claim"), "type", map[string]annotation.LabelRole{"causal": label("claim.claim")})
		}, "cannot become what it is"},
		{func(m *annotation.Migration) error { return m.Narrow("follows", nil, nil, 1) }, `it has no relation "follows"`},
		{func(m *annotation.Migration) error { return m.Narrow("stated_in", []string{"opinion"}, nil, 1) }, `there is no label "opinion"`},
		{func(m *annotation.Migration) error { return m.MergeRelations("stated_in", "stated_in") }, "retired or the same"},
		{func(m *annotation.Migration) error { return m.RemoveRelation("follows") }, `it has no relation "follows"`},
	} {
		scheme := desk(t)
		m := annotation.NewMigration(&scheme)
		err := c.act(m)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, want %q", err, c.says)
		}
		if n := strings.Count(err.Error(), "\n"); n > 0 {
			t.Errorf("%d faults: %v", n+1, err)
		}
		set := marked(t, &scheme)
		if out := m.Of(set); len(out.Spans)+len(out.Relations) > 0 {
			t.Errorf("%v: it moves %v all the same", err, told(out.Effects))
		}
	}
}

func TestALabelThatNothingLeadsFromStandsInTheWay(t *testing.T) {
	scheme := desk(t)
	m := annotation.NewMigration(&scheme)
	m.Next.Labels = m.Next.Labels[1:]
	if out := m.Of(marked(t, &scheme)); len(out.Refused) != 1 || out.Refused[annotation.Refusal{Noun: "mark", What: "as claim.claim"}] != 1 {
		t.Errorf("refused %v", out.Refused)
	}
}

func TestWhatOthersDependOnFollowsAValueThatBecomesAnother(t *testing.T) {
	scheme := desk(t)
	a := scheme.Labels[0].Roles[0].Attributes
	a[0].Default = []string{"causal", "quantity"}
	a[1].When = &annotation.Condition{Attribute: "type", Values: []string{"causal"}}
	m := annotation.NewMigration(&scheme)
	if err := m.RemoveValue(label("claim.claim"), "type", "causal", "quantity"); err != nil {
		t.Fatal(err)
	}
	b := m.Next.Labels[0].Roles[0].Attributes
	if fmt.Sprint(b[0].Default, b[1].When.Values) != "[quantity] [quantity]" || fmt.Sprint(a[0].Default, a[1].When.Values) != "[causal quantity] [causal]" {
		t.Errorf("%v %v, was %v %v", b[0].Default, b[1].When.Values, a[0].Default, a[1].When.Values)
	}
}

func TestWhatIsSplitKeepsTheVersionOfItsScheme(t *testing.T) {
	scheme := desk(t)
	scheme.Version = 7
	set := annotationtest.Set(t, &scheme, `[claim.claim it fell and it rose]`)
	e, err := set.Split(set.Spans()[0].ID, 8)
	if err == nil {
		err = set.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, sp := range set.Spans() {
		if sp.SchemeVersion() != 7 {
			t.Errorf("%q was made under version %d", sp.Quote(), sp.SchemeVersion())
		}
	}
}

func TestWhatIsAgainstTheSchemeAlreadyStaysUnlessItMoves(t *testing.T) {
	old := desk(t)
	made := annotationtest.Set(t, &old, `[statistic.entity#a Prices] [statistic.entity#b Jobs] rose by [statistic.quantity#n 5], [claim.claim so]
---
#a has_quantity #n
#b has_quantity #n`)
	give(t, made, "so", "type", "causal")
	now := desk(t) // it has fewer values and links than the marks were made under
	now.Labels[0].Roles[0].Attributes[0].Values = now.Labels[0].Roles[0].Attributes[0].Values[:2]
	now.Labels[2].Roles = now.Labels[2].Roles[:1]
	var links []annotation.Relation
	for _, sp := range made.Spans() {
		for _, r := range made.Relations(sp.ID) {
			if r.From == sp.ID {
				again, back := r, r
				again.ID, back.ID = annotation.NewID(), annotation.NewID()
				back.From, back.To = r.To, r.From
				links = append(links, r, again, back)
			}
		}
	}
	now.Relations = slices.DeleteFunc(now.Relations, func(r annotation.RelationType) bool { return strings.HasPrefix(r.ID, "has_") && r.ID != "has_quantity" })
	load := func() *annotation.Set {
		set, errs := annotation.LoadSet(made.Head(), made.Text(), &now, made.Spans(), links)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		return set
	}
	for _, c := range []struct {
		act     func(m *annotation.Migration) error
		effects []string
	}{
		{func(m *annotation.Migration) error { return m.Retire(label("attribution")) }, nil},
		{func(m *annotation.Migration) error { return m.Narrow("rests_on", nil, nil, 1) }, nil},
		{func(m *annotation.Migration) error {
			return m.Merge(label("statistic.entity"), label("statistic.property"))
		}, []string{"2 mark: statistic.entity becomes statistic.property", "4 link: has_quantity goes"}},
		{func(m *annotation.Migration) error { return m.Merge(label("claim"), label("statistic.property")) },
			[]string{"1 mark: claim.claim becomes statistic.property", "1 mark: claim.claim loses type"}},
	} {
		m := annotation.NewMigration(&now)
		if err := c.act(m); err != nil {
			t.Errorf("%v", err)
			continue
		}
		if effects := told(m.Of(load()).Effects); !slices.Equal(effects, c.effects) {
			t.Errorf("%s did %q, want %q", m.Name(), effects, c.effects)
		}
	}
}
