package checks

import (
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/schemefile"
	"rubricator/assets"
)

// newsroom is the default scheme, some of its parts switched on.
func newsroom(t testing.TB, parts ...string) *annotation.Scheme {
	t.Helper()
	b, _ := assets.Scheme(assets.DefaultScheme)
	s, err := schemefile.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range s.Modules {
		s.Modules[i].On = slices.Contains(parts, m.ID)
	}
	return &s
}

// found writes what checks say of a text, a sentence a line.
func found(set *annotation.Set) string {
	var says []string
	for f := range All(set) {
		says = append(says, f.Says)
	}
	return strings.Join(says, "\n")
}

func TestWhatIsMissingIsTold(t *testing.T) {
	for _, c := range []struct {
		name, text string
		says       []string
	}{
		{"a whole attribution lacks nothing", "[attribution.source#s Roe] [attribution.cue#c said] [attribution.content#x it fell].\n---\n#x has_source #s\n#x has_cue #c", nil},
		{"an attribution alone", "Roe said [attribution.content it fell].", []string{"Attribution without Source.", "Attribution without Cue."}},
		{"a source alone is no fault of the source", "[attribution.source Roe] slept.", nil},
		{"a statistic that can be read", "[statistic.quantity Just seven] ships.", nil},
		{"a statistic that cannot", "[statistic.quantity Many] ships.", []string{"Statistic: Value is needed."}},
		{"a claim with a statistic that it does not rest on", "[claim.claim The toll rose [statistic.quantity 12%]].", []string{"Claim and Statistic overlap and are not linked by “rests on”."}},
		{"claims that cross", "[claim.claim#a The toll rose [claim.claim#b and fell]][claim.claim#b  again].", []string{"Two of Claim cross each other."}},
		{"claims that nest", "[claim.claim The toll rose [claim.claim and fell] again].", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := annotationtest.Set(t, newsroom(t), c.text)
			if got, want := found(set), strings.Join(c.says, "\n"); got != want {
				t.Errorf("%s\nsays\n%s\nwant\n%s", c.text, got, want)
			}
		})
	}
}

func TestADocumentWithoutMarksIsDoneOnlyOnceThatIsSaid(t *testing.T) {
	scheme := newsroom(t)
	scheme.Document[0].Required = true
	set := annotationtest.Set(t, scheme, "Tolls rose.")
	unseen := 0
	said := func() string {
		var says []string
		for _, f := range OfDocument(set, annotation.Document{}, unseen) {
			says = append(says, f.Says)
		}
		return strings.Join(says, " ")
	}
	give := func(attribute string, values ...string) {
		e, err := set.SetDocumentAttribute(attribute, values...)
		if err == nil {
			err = set.Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if got, want := said(), "Nothing is marked here. Article: Topic is needed."; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	for n, want := range map[int]string{1: "1 suggestion was not looked at.", 3: "3 suggestions were not looked at."} {
		if unseen = n; !strings.Contains(said(), want) {
			t.Errorf("says %q, want %q", said(), want)
		}
	}
	unseen = 0
	give("topic", "tolls")
	if got, want := said(), "Nothing is marked here."; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	give(annotation.Nothing, "yes")
	if got := said(); got != "" {
		t.Errorf("says %q of what is empty", got)
	}
	if set = annotationtest.Set(t, newsroom(t), "[claim.claim Tolls rose]."); said() != "" {
		t.Errorf("says %q of what has a mark", said())
	}
}

func TestAPartOfTheSchemeThatIsOffIsNotAskedFor(t *testing.T) {
	text := "[statistic.entity ships] sank."
	if got, want := found(annotationtest.Set(t, newsroom(t, "measurement"), text)), "Statistic · Entity wants 1 of “has quantity” and has 0."; got != want {
		t.Errorf("switched on, it says %q, want %q", got, want)
	}
	on := annotationtest.Set(t, newsroom(t, "measurement"), text)
	loaded, wrong := annotation.LoadSet(on.Head(), on.Text(), newsroom(t), on.Spans(), nil)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if got := found(loaded); got != "" {
		t.Errorf("switched off, it says %q", got)
	}
}

func TestAWaivedCheckIsSilentAndKeepsItsReason(t *testing.T) {
	set := annotationtest.Set(t, newsroom(t), "[statistic.quantity Many] ships.")
	sp := set.Spans()[0]
	e, err := set.SetAttribute(sp.ID, annotation.Waived, Of(set, sp)[0].Key()+": the paper gives no figure")
	if err == nil {
		err = set.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := found(set); got != "" {
		t.Errorf("it still says %q", got)
	}
	sp, _ = set.Span(sp.ID)
	if got := sp.Waived()["value value"]; got != "the paper gives no figure" {
		t.Errorf("the reason is %q", got)
	}
	if _, err := set.SetAttribute(sp.ID, annotation.Waived, "value value: "); err == nil {
		t.Error("a waiver without a reason was taken")
	}
}

func TestOfTwoThatCoverTheSameOneIsToldOf(t *testing.T) {
	on := annotationtest.Set(t, newsroom(t), "[claim.claim It fell].")
	sp := on.Spans()[0]
	twin := annotation.NewSpan(annotation.NewID(), on.Head().ID, sp.Label(), on.Text(), sp.Ranges(), annotation.OriginImport)
	set, _ := annotation.LoadSet(on.Head(), on.Text(), on.Scheme(), []annotation.Span{sp, twin}, nil)
	if got, want := found(set), "Two of Claim cover the same text."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

func TestAPartThatIsRetiredIsNotMissed(t *testing.T) {
	s := newsroom(t)
	for i := range s.Labels {
		for k := range s.Labels[i].Roles {
			if s.Labels[i].Roles[k].ID == "source" {
				s.Labels[i].Roles[k].Retired = true
			}
		}
	}
	if got, want := found(annotationtest.Set(t, s, "[attribution.content It fell].")), "Attribution without Cue."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// What one did rightly by the scheme of yesterday, or with what another did meanwhile, may be against the scheme of today.
func TestAMarkOrALinkThatDoesNotFitTheSchemeIsFound(t *testing.T) {
	on := annotationtest.Set(t, newsroom(t), "[claim.claim#c The toll rose [statistic.quantity#q 12%]].\n---\n#c rests_on #q")
	links := on.Relations(on.Spans()[0].ID)
	scheme := newsroom(t)
	scheme.Relations = slices.DeleteFunc(scheme.Relations, func(r annotation.RelationType) bool { return r.ID == "rests_on" })
	for _, c := range []struct {
		gone, says string
		change     func()
	}{
		{"a type of link", `Claim, a link: against the scheme "newsroom-1": it has no relation "rests_on".`, func() {}},
		{"a label", `Claim, a link: against the scheme "newsroom-1": it has no relation "rests_on".` + "\n" +
			`statistic.quantity: against the scheme "newsroom-1": it has no label "statistic.quantity".`,
			func() {
				scheme.Labels = slices.DeleteFunc(scheme.Labels, func(l annotation.Label) bool { return l.ID == "statistic" })
			}},
	} {
		c.change()
		loaded, wrong := annotation.LoadSet(on.Head(), on.Text(), scheme, on.Spans(), links)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if got := found(loaded); got != c.says {
			t.Errorf("without %s it says\n%s\nwant\n%s", c.gone, got, c.says)
		}
	}
}
