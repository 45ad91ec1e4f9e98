package brat_test

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/annotation/interchange/formattest"
)

func TestTheShapeOfOneSmallArticle(t *testing.T) {
	formattest.Golden(t, brat.Format, interchange.Options{}, "testdata/brat.txtar")
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	formattest.RoundTrip(t, brat.Format)
}

func TestSettingsSayWhichMarksLinksJoinAndWhichValuesAttributesHave(t *testing.T) {
	o := interchange.Options{
		Relations: []annotation.RelationType{{ID: "has.source", From: []string{"claim"}, To: []string{"attribution"}}, {ID: "odd", From: []string{"none"}, To: []string{"attribution.source"}}},
		Scheme: &annotation.Scheme{Labels: []annotation.Label{{ID: "claim", Attributes: []annotation.Attribute{
			{ID: "sure", Kind: annotation.OneOf, Values: []annotation.Value{{ID: "low"}, {ID: "high"}, {ID: "old", Retired: true}}},
			{ID: "first", Kind: annotation.YesNo}, {ID: "entity", Kind: annotation.FreeText}}}}},
		Color: func(l annotation.LabelRole) string { return map[string]string{"claim": "#D55E00"}[l.Label] },
	}
	files := formattest.Written(t, brat.Format, o, formattest.Unmarked())
	for name, want := range map[string]string{
		"annotation.conf": "has-source|has.source\tArg1:claim, Arg2:attribution|attribution-source\nodd\tArg1:<ENTITY>, Arg2:attribution-source\n\n" +
			"[events]\n\n[attributes]\nsure\tArg:<ENTITY>, Value:high|low\nfirst\tArg:<ENTITY>, Value:no|yes\n",
		"visual.conf": "attribution-source | attribution.source\nhas-source | has.source\n",
	} {
		if !strings.Contains(string(files[name]), want) {
			t.Errorf("%s is\n%s", name, files[name])
		}
	}
	if !strings.Contains(string(files["visual.conf"]), "claim\tbgColor:#D55E00, borderColor:darken\n") {
		t.Errorf("visual.conf is\n%s", files["visual.conf"])
	}
}
