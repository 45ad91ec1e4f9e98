package interchange_test

import (
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

func day(s string) time.Time {
	at, err := interchange.ParseTime(s, false)
	if err != nil {
		panic(err)
	}
	return at
}

func TestAChoiceTakesMarksByLabelAndTime(t *testing.T) {
	l := lineOf(t, "[claim.claim#k prices rose [statistic.quantity#n 3%]] says [attribution.source Mary]\n---\n#k rests_on #n\n")
	for i := range l.Spans {
		l.Spans[i].Updated = interchange.Time{Time: day("2026-03-01").AddDate(0, 0, i)}
	}
	for _, c := range []struct {
		choice interchange.Choice
		want   string
		dated  bool
	}{
		{interchange.Choice{}, "[claim.claim#1 prices rose [statistic.quantity#2 3%]] says [attribution.source Mary]\n---\n#1 rests_on #2\n", false},
		{interchange.Choice{Labels: []string{"Claim"}}, "[claim.claim prices rose 3%] says Mary", false},
		{interchange.Choice{Labels: []string{"attribution.source", "statistic"}}, "prices rose [statistic.quantity 3%] says [attribution.source Mary]", false},
		{interchange.Choice{Since: day("2026-03-02")}, "prices rose [statistic.quantity 3%] says [attribution.source Mary]", true},
		{interchange.Choice{Since: day("2026-03-02"), Until: day("2026-03-03")}, "prices rose [statistic.quantity 3%] says Mary", true},
	} {
		got, dated := c.choice.Of(l)
		if bracketed(got) != c.want || dated != c.dated {
			t.Errorf("%+v takes\n%s\nwant\n%s", c.choice, bracketed(got), c.want)
		}
	}
}

func TestArticlesAreTakenByWhatIsKnownOfThem(t *testing.T) {
	d := annotation.Document{ID: annotation.ID{1}, Title: "Tolls rise", Outlet: "Wire", Language: "en-GB", Published: "2026-03-04T10:00:00Z"}
	for _, c := range []struct {
		articles interchange.Articles
		takes    bool
	}{
		{interchange.Articles{}, true},
		{interchange.Articles{Named: []string{"other", " tolls rise "}}, true},
		{interchange.Articles{Named: []string{d.ID.String()}}, true},
		{interchange.Articles{Named: []string{"Tolls"}}, false},
		{interchange.Articles{Outlets: []string{"wire"}, Languages: []string{"en"}}, true},
		{interchange.Articles{Languages: []string{"e"}}, false},
		{interchange.Articles{Languages: []string{"en-US"}}, false},
		{interchange.Articles{From: "2026", To: "2026-03-04"}, true},
		{interchange.Articles{From: "2026-03-05"}, false},
		{interchange.Articles{To: "2026-02"}, false},
		{interchange.Articles{To: "2026"}, true},
	} {
		if c.articles.Take(&d) != c.takes {
			t.Errorf("%+v: want %v", c.articles, c.takes)
		}
	}
	if (interchange.Articles{From: "1900"}).Take(&annotation.Document{}) {
		t.Error("a time of publication that is not known lies within bounds")
	}
}

func TestWhatWasReviewedIsANegative(t *testing.T) {
	for _, c := range []struct {
		negatives    interchange.Negatives
		status       annotation.Status
		marked, want bool
	}{
		{interchange.ReviewedNegatives, annotation.Done, false, true},
		{interchange.ReviewedNegatives, annotation.InWork, false, false},
		{interchange.ReviewedNegatives, annotation.Done, true, false},
		{interchange.NoNegatives, annotation.Done, false, false},
		{interchange.AllNegatives, annotation.InWork, false, true},
	} {
		if got := (interchange.Choice{Negatives: c.negatives}).TakesUnmarked(c.status, c.marked); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
