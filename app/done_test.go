package app

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// says writes what is said of the open article, as "status attribute=value ...".
func (p *person) says() string {
	h := p.set().Head()
	out := []string{string(h.Status)}
	for _, a := range append(p.set().Scheme().Document, annotation.Attribute{ID: annotation.Nothing}, annotation.Attribute{ID: annotation.SkippedFor}) {
		if v := h.Attributes[a.ID]; len(v) > 0 {
			out = append(out, a.ID+"="+strings.Join(v, "+"))
		}
	}
	return strings.Join(out, " ")
}

func (p *person) isSaid(want string) {
	p.t.Helper()
	if got := p.says(); got != want {
		p.t.Errorf("of the article is said %q, want %q", got, want)
	}
}

// row is what the library says of a document: its sign and what stands under its title.
func (p *person) row(i int) string {
	r := newListRow(p.fonts)
	showDocument(r, &p.desk.documents[i])
	return r.sign.Text + " " + r.about.Text()
}

// exported is what goes out of the project with a choice, a line an article: its title and status.
func (p *person) exported(choice string) string {
	p.t.Helper()
	p.settles()
	c, err := interchange.ParseChoice(choice)
	if err != nil {
		p.t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := jobs.Export(context.Background(), p.desk.project, c, &b); err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for l, err := range interchange.Read(&b) {
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, fmt.Sprint(l.Meta.Title, " ", l.Status, " ", l.Attributes))
	}
	return strings.Join(out, "\n")
}

func TestWhatIsAskedOfTheArticleIsAnsweredAsAMarksAttributesAre(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e, _ := p.document.ChangeTo(withLanguage(p.document, "en-GB"))
	p.settles()
	if err := p.change(p.document, *e.Documents[0].After); err != nil {
		t.Fatal(err)
	}
	if got, want := p.shows(), "Topic: –\nGenre: –\nLanguage: en-GB · read"; got != want {
		t.Errorf("shown:\n%s\nwant\n%s", got, want)
	}
	p.photograph("article-card")
	p.press("Enter")
	p.writes("tolls")
	p.photograph("article-asked")
	p.press("Enter", "3")
	p.isSaid("in_work topic=tolls genre=opinion")
	p.press("Enter") // the language, as the details say
	p.isSaid("in_work topic=tolls genre=opinion language=en-GB")
	if p.isAsking() {
		t.Error("something is asked still")
	}
	p.press("Enter", "Down", "Del")
	p.isSaid("in_work topic=tolls language=en-GB")
	p.press("Esc", "Ctrl+Z")
	p.isSaid("in_work topic=tolls genre=opinion language=en-GB")
	p.caretBefore("just $2.4")
	p.press("2", "Enter") // a mark is chosen: now its own are asked
	p.reads("Value")
	p.settles()
	p.photograph("article-mark")
}

func withLanguage(d annotation.Document, language string) annotation.Document {
	d.Language = language
	return d
}

func TestWhatIsTypedOfAnArticleStaysWithIt(t *testing.T) {
	p := inNewsroom(t, nil, tariffs, strait)
	p.press("Enter")
	p.writes("tolls")
	p.press("Ctrl+PgDn")
	p.isSaid("todo")
	p.settles()
	p.press("Enter")
	p.waits("topics of the project are offered", func() bool { return len(p.inspector.attributes.offered) > 0 })
	p.press("Down", "Enter", "Esc")
	p.isSaid("in_work topic=tolls")
	p.press("Ctrl+PgUp")
	p.isSaid("in_work topic=tolls")
}

func TestASchemeThatAsksNothingOfArticlesHasNothingForEnter(t *testing.T) {
	p := atWork(t, strait)
	p.press("Enter")
	if p.isAsking() || p.shows() != "" {
		t.Errorf("asked %+v, shown %q", p.asked, p.shows())
	}
}

func TestReadAndEmptyIsAnotherThingThanNotRead(t *testing.T) {
	p := inNewsroom(t, nil, tariffs, strait)
	p.press("Ctrl+Enter")
	p.reads("Nothing is marked here. Ctrl+Enter again says that there is nothing to mark.")
	p.isSaid("todo")
	p.photograph("nothing-asked")
	p.press("Ctrl+Enter")
	p.reads("Done with nothing to mark. This is the next.")
	if got, want := p.row(0), "✓ nothing to mark · 14 words"; got != want {
		t.Errorf("the library says %q, want %q", got, want)
	}
	if got, want := p.row(1), "○ 23 words"; got != want {
		t.Errorf("the library says %q, want %q", got, want)
	}
	p.press("Ctrl+PgUp")
	p.isSaid("done nothing=yes")
	p.settles()
	p.photograph("nothing")
	p.press("Ctrl+Z")
	p.isSaid("todo")
	p.press("Ctrl+Y", "Ctrl+PgDn", "Ctrl+Shift+Enter")
	p.reads("All 2 articles are done")
	p.isSaid("done nothing=yes")
	if got, want := p.exported("done"), "Tariffs done map[nothing:[yes]]\nStrait tolls rise done map[nothing:[yes]]"; got != want {
		t.Errorf("exported\n%s\nwant\n%s", got, want)
	}
}

func TestNothingToMarkIsRefusedWhereThereAreMarks(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("12%")
	p.press("2", "Ctrl+Shift+Enter")
	p.reads("1 mark is here, so this is not an article with nothing to mark.")
	p.isSaid("in_work")
}

func TestAMarkTakesNothingToMarkBackInTheSameStep(t *testing.T) {
	p := atWork(t, strait, flood)
	p.press("Ctrl+Shift+Enter", "Ctrl+PgUp")
	p.selects("12%")
	p.press("2")
	p.isSaid("in_work")
	p.reads("It was done with nothing to mark; it is in work again.")
	p.press("Ctrl+Z")
	p.isSaid("done nothing=yes")
	p.sees("")
}

func TestAnArticleIsSkippedWithAReasonAndCountedApart(t *testing.T) {
	p := atWork(t, tariffs, strait, flood)
	p.press("Ctrl+Shift+PgDn", "Enter")
	if len(p.modals) != 1 {
		t.Fatal("it is skipped without a reason")
	}
	p.photograph("skip")
	p.writes("No news")
	p.press("Enter")
	p.reads("Skipped: No news. This is the next.")
	if got, want := p.row(0), "– skipped: No news · 14 words"; got != want {
		t.Errorf("the library says %q, want %q", got, want)
	}
	p.selects("12%")
	p.press("2", "Ctrl+Enter")
	p.selects("$2.4")
	p.press("2", "Ctrl+Enter")
	p.reads("Of 3 articles 2 are done and 1 skipped; none is left.")
	if got, want := p.library.count.Text(), "2 of 3 done, 1 skipped"; got != want {
		t.Errorf("counted %q, want %q", got, want)
	}
	if got := p.exported("done"); strings.Contains(got, "Tariffs") {
		t.Errorf("exported with what is done:\n%s", got)
	}
	if got := p.exported("any"); !strings.Contains(got, "Tariffs skipped map[skipped:[No news]]") {
		t.Errorf("not exported with everything:\n%s", got)
	}
	p.press("Ctrl+PgUp", "Ctrl+PgUp")
	p.isSaid("skipped skipped=No news")
	p.photograph("skipped")
	p.act(p.actions.byID("document.undone"))
	p.isSaid("in_work")
	if got, want := p.library.count.Text(), "2 of 3 done"; got != want {
		t.Errorf("counted %q, want %q", got, want)
	}
}

func TestNextUnsureGoesThroughTheMarksOneIsUnsureOf(t *testing.T) {
	p := inNewsroom(t, nil, strait)
	p.press("Shift+U")
	p.reads("You are unsure of no mark here.")
	for _, piece := range []string{"12%", "May", "Just seven"} {
		p.selects(piece)
		p.press("2")
		if piece != "May" {
			p.press("U")
		}
	}
	p.press("Esc")
	var went []string
	for range 3 {
		p.press("Shift+U")
		sp, _ := p.chosenSpan()
		went = append(went, sp.Quote())
	}
	if got, want := strings.Join(went, ", "), "12%, Just seven, 12%"; got != want && got != "Just seven, 12%, Just seven" {
		t.Errorf("went to %s, want %s", got, want)
	}
	p.press("Esc", "Esc")
	p.refreshNow()
	if got, want := p.inspector.facts.Text(), "in work · 3 marks · 2 unsure"; got != want {
		t.Errorf("the inspector says %q, want %q", got, want)
	}
}

func TestAnArticleIsRemovedWhileSomethingIsTypedOfIt(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.press("Enter")
	p.writes("tolls")
	p.remove(p.document)
	p.settles()
	if n := len(p.desk.documents); n != 0 || p.isAsking() {
		t.Errorf("%d articles are left, asked %+v", n, p.asked)
	}
	p.press("Ctrl+Z")
	p.waits("it is back", func() bool { return p.set() != nil })
}
