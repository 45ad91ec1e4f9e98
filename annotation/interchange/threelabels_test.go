package interchange_test

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formattest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// lineOf makes a line of marks in brackets.
func lineOf(t testing.TB, notation string) interchange.Line {
	t.Helper()
	m := annotationtest.Must(t, notation)
	x := text.MustNew(m.Text)
	d := annotation.NewDocument(x, "")
	head := annotation.SetHead{ID: formattest.ID(99), Document: d.ID, Status: annotation.Done}
	var marks []interchange.Mark
	ids := map[string]annotation.ID{}
	for i, s := range m.Spans {
		sp := annotation.NewSpan(formattest.ID(byte(i+1)), head.ID, s.Label, x, s.Ranges, annotation.OriginSelection)
		ids[s.Name] = sp.ID
		marks = append(marks, interchange.Mark{Span: sp})
	}
	var links []annotation.Relation
	for i, r := range m.Relations {
		links = append(links, annotation.Relation{ID: formattest.ID(byte(i + 50)), Type: r.Type, From: ids[r.From], To: ids[r.To]})
	}
	return interchange.NewLine(d, x, interchange.SchemeName{Name: "newsroom-1", Version: 1}, &head, "Ana", marks, links)
}

// bracketed writes a line's marks in brackets, labels in lower case.
func bracketed(l interchange.Line) string {
	m := annotationtest.Marked{Text: l.Text}
	for _, s := range l.Spans {
		var ranges []rangeset.Range
		for _, r := range s.Ranges {
			ranges = append(ranges, rangeset.Range{Start: r[0], End: r[1]})
		}
		label := annotation.LabelRole{Label: strings.ToLower(s.Label), Role: strings.ToLower(s.Role)}
		m.Spans = append(m.Spans, annotationtest.Span{Name: s.ID.String(), Label: label, Ranges: ranges})
	}
	for _, r := range l.Relations {
		m.Relations = append(m.Relations, annotationtest.Relation{From: r.From.String(), Type: r.Type, To: r.To.String()})
	}
	return m.String()
}

func TestThreeLabelsAreMadeOfTheNewsroomScheme(t *testing.T) {
	for name, c := range map[string]struct{ from, to string }{
		"source and cue that stand together are one piece": {
			"[attribution.source#s Mary] [attribution.cue#q said] [attribution.content#c prices rose]\n---\n#c has_source #s\n#c has_cue #q\n",
			"[attribution Mary said] prices rose"},
		"what stands between them is not marked": {
			"[attribution.source#s Mary], who was there, [attribution.cue#q said] [attribution.content#c prices rose]\n---\n#c has_cue #q\n#c has_source #s\n",
			"[attribution#1 Mary], who was there, [attribution#1 said] prices rose"},
		"a link to what was said leads to who said it": {
			"[attribution.source#s Mary] [attribution.cue#q said] [claim.claim#k [attribution.content#c prices rose]]\n---\n#c has_source #s\n#c has_cue #q\n#k stated_in #c\n",
			"[attribution#1 Mary said] [claim#2 prices rose]\n---\n#2 stated_in #1\n"},
		"a claim rests on its quantity still": {
			"[claim.claim#k prices rose [statistic.quantity#n 3%]]\n---\n#k rests_on #n\n",
			"[claim#1 prices rose [statistic#2 3%]]\n---\n#1 rests_on #2\n"},
		"two contents of one source and cue are said once, and both links lead there": {
			"[attribution.source#s Mary] [attribution.cue#q said] [claim.claim#k [attribution.content#c prices rose]] and [claim.claim#l [attribution.content#d wages fell]]\n" +
				"---\n#c has_source #s\n#c has_cue #q\n#d has_source #s\n#d has_cue #q\n#k stated_in #c\n#l stated_in #d\n",
			"[attribution#1 Mary said] [claim#2 prices rose] and [claim#3 wages fell]\n---\n#2 stated_in #1\n#3 stated_in #1\n"},
		"parts without a content stand alone": {
			"[attribution.source Mary] [attribution.cue said] so", "[attribution Mary] [attribution said] so"},
		"a content without source or cue, and other roles, are left out": {
			"[attribution.content “Prices rose”] by [statistic.quantity 3] [statistic.entity points] in [statistic.qualifier May]",
			"“Prices rose” by [statistic 3] points in May"},
		"marks without roles stay": {
			"[claim [statistic 3%] more], [attribution Mary said]", "[claim [statistic 3%] more], [attribution Mary said]"},
	} {
		t.Run(name, func(t *testing.T) {
			l := lineOf(t, c.from)
			before := bracketed(l)
			three := l.ThreeLabels()
			for _, s := range three.Spans {
				if s.Label != strings.ToUpper(s.Label) || s.Role != "" {
					t.Errorf("a mark is called %s", s.Name())
				}
			}
			if got := bracketed(three); got != c.to {
				t.Errorf("from\n%s\nit made\n%s\nwant\n%s", c.from, got, c.to)
			}
			if bracketed(l) != before {
				t.Error("the line itself was changed")
			}
		})
	}
}

func TestASourceOfTwoContentsStandsWithTheCueOfEach(t *testing.T) {
	l := lineOf(t, "[attribution.source#s Mary] [attribution.cue#q said] [attribution.content#c prices rose] and [attribution.cue#r warned] [attribution.content#d wages fell]\n"+
		"---\n#c has_source #s\n#c has_cue #q\n#d has_source #s\n#d has_cue #r\n").ThreeLabels()
	var got []string
	for _, s := range l.Spans {
		got = append(got, s.Says())
	}
	if fmt.Sprint(got) != "[ATTRIBUTION “Mary said” ATTRIBUTION “Mary warned”]" {
		t.Errorf("it made %s", got)
	}
}

func TestLabelsGoOutUnderOtherNames(t *testing.T) {
	l := lineOf(t, "[claim.claim#k prices rose [statistic.quantity#n 3%]], [attribution.source Mary]\n---\n#k rests_on #n\n")
	labels := interchange.Labels{Names: map[string]string{"statistic.quantity": "", "attribution.source": "who.speaks"}}
	if got := bracketed(labels.Of(l)); got != "[claim.claim prices rose 3%], [who.speaks Mary]" {
		t.Errorf("it made %s", got)
	}
	all := labels.All([]annotation.LabelRole{{Label: "claim", Role: "claim"}, {Label: "statistic", Role: "quantity"}, {Label: "attribution", Role: "source"}})
	if fmt.Sprint(all) != "[claim.claim who.speaks]" {
		t.Errorf("they can be %v", all)
	}
	types := []annotation.RelationType{{ID: "rests_on", From: []string{"claim.claim"}, To: []string{"statistic.quantity"}}, {ID: "same_as", From: []string{"claim"}, To: []string{"claim"}}}
	if got := labels.Relations(types); len(got) != 1 || got[0].ID != "same_as" {
		t.Errorf("links can be %v", got)
	}
	three := interchange.Labels{Three: true}
	types = append(types, annotation.RelationType{ID: "has_cue", From: []string{"attribution.content"}, To: []string{"attribution.cue"}})
	if got := fmt.Sprint(three.Relations(types)[0].From, three.Relations(types)[0].To, len(three.Relations(types))); got != "[CLAIM] [STATISTIC] 2" {
		t.Errorf("of three labels %s", got)
	}
}
