package storage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

func TestSearchFindsWordsInTitlesAndTexts(t *testing.T) {
	p := newDesk(t).Project
	titles := map[annotation.ID]string{}
	add := func(title, body string) annotation.Document {
		d := annotation.NewDocument(text.MustNew(body), "")
		d.Title = title
		e := annotation.NewEdit("import")
		e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
		e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
		if err := p.Commit(ctx, e); err != nil {
			t.Fatal(err)
		}
		titles[d.ID] = title
		return d
	}
	harbour := add("Harbour closed", "The port closes on Friday, the ministry said.")
	add("Fares rise", "The harbour ferries cost more. Čapek said so in Москва.")
	found := func(query string) string {
		ids, err := p.Search(ctx, query, 10)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		var out []string
		for _, id := range ids {
			out = append(out, titles[id])
		}
		return strings.Join(out, "|")
	}
	for query, want := range map[string]string{
		"harbour": "Harbour closed|Fares rise", "har": "Harbour closed|Fares rise", "har ": "", "HARBOUR ferr": "Fares rise", "capek": "Fares rise", "моск": "Fares rise",
		"minister": "", "": "", "*": "", `"`: "", `closed" OR "fares`: "", "NEAR(": "", "title:harbour": "", "-harbour": "Harbour closed|Fares rise",
	} {
		if got := found(query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}

	renamed := harbour
	renamed.Title = "Port shut"
	e, _ := harbour.ChangeTo(renamed)
	if err := p.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	titles[harbour.ID] = "Port shut"
	if found("shut") != "Port shut" || found("closed") != "" || found("friday") != "Port shut" {
		t.Errorf("renamed it is found as %q, %q, %q", found("shut"), found("closed"), found("friday"))
	}
	gone := annotation.NewEdit("remove")
	gone.Documents = []annotation.Change[annotation.Document]{{ID: harbour.ID, Document: harbour.ID, Before: &renamed}}
	if err := p.Commit(ctx, gone); err != nil {
		t.Fatal(err)
	}
	if got := found("friday"); got != "" {
		t.Errorf("removed it is found: %q", got)
	}
	if err := p.Commit(ctx, gone.Inverse()); err != nil {
		t.Fatal(err)
	}
	if got := found("friday"); got != "Port shut" {
		t.Errorf("back again it is found as %q", got)
	}
	if wrong, err := p.Check(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("check says %v %v", wrong, err)
	}
}

func TestSearchFindsWordsOfScriptsWithoutSpaces(t *testing.T) {
	p := newDesk(t).Project
	titles := map[annotation.ID]string{}
	for title, body := range map[string]string{
		"東京で地震":   "昨日の朝、強い揺れがあった。",
		"Quake":   "昨日東京で地震があった。",
		"中国GDP增长": "国家统计局说，GDP快速增长。",
		"น้ำ":     "เกิดน้ำท่วมใหญ่ในภาคใต้",
		"Other":   "Nothing of the kind.",
	} {
		d := annotation.NewDocument(text.MustNew(body), "")
		d.Title = title
		e := annotation.NewEdit("import")
		e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
		e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
		if err := p.Commit(ctx, e); err != nil {
			t.Fatal(err)
		}
		titles[d.ID] = title
	}
	for query, want := range map[string]string{
		"地震": "東京で地震|Quake", "東京 地震": "東京で地震|Quake", "東京 揺れ": "東京で地震", "gdp 增长": "中国GDP增长", "统计局": "中国GDP增长", "น้ำท่วม": "น้ำ", "地震 下降": "",
	} {
		ids, err := p.Search(ctx, query, 10)
		var out []string
		for _, id := range ids {
			out = append(out, titles[id])
		}
		if got := strings.Join(out, "|"); err != nil || got != want {
			t.Errorf("%q finds %q (%v), want %q", query, got, err, want)
		}
	}
	if ids, err := p.Search(ctx, "地震", 1); err != nil || len(ids) != 1 {
		t.Errorf("at most one is %v, %v", ids, err)
	}
}

// titled adds an article with a title.
func titled(t *testing.T, p *Project, title, body string) annotation.ID {
	t.Helper()
	d := annotation.NewDocument(text.MustNew(body), "")
	d.Title = title
	e := annotation.NewEdit("import")
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
	if err := p.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	return d.ID
}

func TestWhatIsNotIndexedYetIsFoundAndIndexedOnOpening(t *testing.T) {
	d := newDesk(t)
	old := titled(t, d.Project, "Harbour closed", "The port closes on Friday.")
	// A crash between the two transactions of an import leaves an article that waits.
	other := connect(d.path, asWriter, 1)
	if _, err := other.Exec(`DELETE FROM search; INSERT INTO unindexed SELECT place FROM document WHERE title = 'Harbour closed'`); err != nil {
		t.Fatal(err)
	}
	other.Close()
	found := func(p *Project, query string, want ...annotation.ID) {
		t.Helper()
		if ids, err := p.Search(ctx, query, 10); err != nil || !slices.Equal(ids, want) {
			t.Errorf("%q finds %v, %v, want %v", query, ids, err, want)
		}
	}
	waiting := func(p *Project) (n int) {
		if err := p.readers.QueryRow(`SELECT count(*) FROM unindexed`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	found(d.Project, "fri", old)
	found(d.Project, "harb", old)
	found(d.Project, "fri ")
	before, _, err := d.Document(ctx, old)
	if err != nil {
		t.Fatal(err)
	}
	after := before
	after.Title = "Port shut"
	e, _ := before.ChangeTo(after)
	if waiting(d.Project) != 1 {
		t.Error("it does not wait")
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := Open(d.path, d.who)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if waiting(p) != 0 {
		t.Error("it waits after opening")
	}
	found(p, "fri", old)
	if err := p.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	found(p, "shut", old)
	found(p, "harbour")
}

func TestABeginningOfManyWordsFindsAsManyAsAreWanted(t *testing.T) {
	p := newDesk(t).Project
	inTitle := titled(t, p, "Portly", "Nothing.")
	exact := titled(t, p, "One", "The port, the port, the port.")
	for i := range 40 {
		titled(t, p, "Other", fmt.Sprintf("A port%03d of call and much besides.", i))
	}
	for _, limit := range []int{1, 2, 5, 42} {
		ids, err := p.Search(ctx, "port", limit)
		if err != nil || len(ids) != limit {
			t.Errorf("of %d there are %d, %v", limit, len(ids), err)
		}
		if limit > 5 && (ids[0] != inTitle || ids[1] != exact) {
			t.Errorf("the title is not first, or the word itself not second: %v", ids)
		}
	}
	if ids, err := p.Search(ctx, "call port", 50); err != nil || len(ids) != 40 {
		t.Errorf("with another word there are %d, %v", len(ids), err)
	}
	if ids, err := p.Search(ctx, "call port00", 50); err != nil || len(ids) != 10 {
		t.Errorf("with another word and more of it there are %d, %v", len(ids), err)
	}
}
