package jobs_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/brat"
	"rubricator/app/jobs"
	"rubricator/storage"
)

const ships, prices = "Zebrafish paid\n\nJust seven zebrafish paid.\n", "Prices rose\n\nPrices rose by seven percent.\n"

// imports loads texts under their first words as file names.
func (c *colleague) imports(texts ...string) jobs.ImportReport {
	c.t.Helper()
	var all []jobs.Article
	for _, s := range texts {
		all = append(all, jobs.Article{Name: s[:5] + ".txt", Read: func() ([]byte, error) { return []byte(s), nil }})
	}
	r, err := jobs.Import(ctx, c.Project, all, jobs.ImportOptions{})
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func holdsWords(t *testing.T, path string) bool {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(bytes.ToLower(b), []byte("zebrafish"))
}

func TestWhatErasingTakesIsToldBefore(t *testing.T) {
	ana := joins(t, "Ana", nil)
	doc := ana.imports(ships, prices).Files[0].Document
	ana.marks(doc, "seven zebrafish")
	ben := joins(t, "Ben", ana)
	ben.marks(doc, "zebrafish")
	parked := ben.publishes(t.TempDir())
	ben.marks(doc, "paid")
	folder := t.TempDir()
	backup, err := ana.Backup(ctx, folder, "before collecting")
	if err != nil {
		t.Fatal(err)
	}
	ana.collects(parked)
	twin, err := jobs.Import(ctx, ana.Project, []jobs.Article{{Name: "twin.txt", Read: func() ([]byte, error) { return []byte(ships), nil }}}, jobs.ImportOptions{KeepDuplicates: true})
	if err != nil {
		t.Fatal(err)
	}
	late := ben.publishes(t.TempDir())
	b, _ := os.ReadFile(late)
	if err := ana.Park(ctx, storage.Parked{Hash: annotation.HashOf(b), Name: "late", Missing: "what Cem did", Bytes: b}); err != nil {
		t.Fatal(err)
	}
	plan, err := jobs.PlanErase(ctx, ana.Project, []annotation.ID{doc}, jobs.Erasing{Backups: folder})
	if err != nil {
		t.Fatal(err)
	}
	a := plan.Articles[0]
	if a.Title != "Zebrafish paid" || !slices.Equal(a.Marks, []jobs.MarksOf{{By: "Ana", Marks: 1}, {By: "Ben", Marks: 1}}) || !slices.Equal(a.Copies, []string{"Zebrafish paid"}) {
		t.Errorf("it would take %+v", a)
	}
	if !slices.Equal(plan.Backups, []string{backup}) || !slices.Equal(plan.Waiting, []string{"late"}) {
		t.Errorf("it would take %+v", plan)
	}
	if holds := holdsWords(t, backup); !holds || twin.Count(jobs.Loaded) != 1 {
		t.Error("the backup holds nothing")
	}

	r, err := jobs.Erase(ctx, ana.Project, []annotation.ID{doc, twin.Files[0].Document}, jobs.Erasing{Backups: folder, Delete: true})
	if err != nil || r.Unclean != "" || !slices.Equal(r.Deleted, []string{backup}) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := os.Stat(backup); !errors.Is(err, os.ErrNotExist) {
		t.Error("the backup is still there")
	}
	if err := ana.Close(); err != nil {
		t.Fatal(err)
	}
	if holdsWords(t, ana.Path()) {
		t.Error("the project still holds the words")
	}
}

func TestBackupsStayUnlessTheyAreToGo(t *testing.T) {
	ana := joins(t, "Ana", nil)
	folder := t.TempDir()
	clean, err := ana.Backup(ctx, folder, "clean")
	if err != nil {
		t.Fatal(err)
	}
	doc := ana.imports(ships).Files[0].Document
	time.Sleep(1100 * time.Millisecond) // two backups in one second are of two
	held, err := ana.Backup(ctx, folder, "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := jobs.Erase(ctx, ana.Project, []annotation.ID{doc}, jobs.Erasing{Backups: folder})
	if err != nil || !slices.Equal(r.Backups, []string{held}) || len(r.Deleted) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, path := range []string{clean, held} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatWasErasedIsNotImportedAgain(t *testing.T) {
	ana := joins(t, "Ana", nil)
	const first = "The zebrafish quorum failed on Friday for the whole of the winter, the ministry of transport said on Sunday, after storms had damaged the pier in three places."
	const second = "Prices rose on the coast for the whole of the winter, the ministry of transport said on Monday, after storms had damaged the pier in three places."
	table := jobs.Article{Name: "both.txt", Read: func() ([]byte, error) {
		return []byte("Zebrafish quorum fails\n\n" + first + "\n\n-----\n\nPrices rise on the coast\n\n" + second + "\n"), nil
	}}
	loaded, err := jobs.Import(ctx, ana.Project, []jobs.Article{table}, jobs.ImportOptions{})
	if err != nil || loaded.Count(jobs.Loaded) != 2 {
		t.Fatalf("%+v, %v", loaded, err)
	}
	doc := loaded.Files[0].Document
	_, whole, err := ana.Document(ctx, doc)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := jobs.PlanErase(ctx, ana.Project, []annotation.ID{doc}, jobs.Erasing{})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Articles[0].Sharing != 1 {
		t.Errorf("%d others came from the same file", plan.Articles[0].Sharing)
	}
	if _, err := jobs.Erase(ctx, ana.Project, []annotation.ID{doc}, jobs.Erasing{}); err != nil {
		t.Fatal(err)
	}
	again, err := jobs.Import(ctx, ana.Project, []jobs.Article{table}, jobs.ImportOptions{})
	if err != nil || again.Count(jobs.Refused) != 1 || again.Count(jobs.Duplicate) != 1 || !strings.Contains(again.Files[0].Reason, "erased for good by Ana on ") {
		t.Errorf("%+v, %v", again, err)
	}
	src := interchange.InMemory{"Ana/a.txt": []byte(whole.String()), "Ana/a.ann": []byte("T1\tclaim 0 9\tZebrafish\n")}
	marks, err := jobs.ImportMarks(ctx, ana.Project, src, brat.Format, jobs.MarksOptions{})
	if err != nil || len(marks.Records) != 1 || marks.Records[0].Outcome != jobs.Refused || !strings.Contains(marks.Records[0].Reason, "erased for good") {
		t.Errorf("with marks: %+v, %v", marks.Records, err)
	}
	if err := ana.Close(); err != nil {
		t.Fatal(err)
	}
	if holdsWords(t, ana.Path()) {
		t.Error("the words are back")
	}
	if ana.Project, err = storage.Open(ana.Path(), storage.Options{Actor: ana.Actor(), Annotator: ana.Annotator()}); err != nil {
		t.Fatal(err)
	}
	copied, err := jobs.Import(ctx, ana.Project, []jobs.Article{table}, jobs.ImportOptions{KeepDuplicates: true})
	if err != nil || copied.Count(jobs.Loaded) != 2 || copied.Files[0].Document == doc {
		t.Errorf("as copies: %+v, %v", copied, err)
	}
}

func TestColleaguesAreToldOfAnErasureAndPublishNoTextOfIt(t *testing.T) {
	ana := joins(t, "Ana", nil)
	doc := ana.imports(ships, prices).Files[0].Document
	ben := joins(t, "Ben", ana)
	ben.marks(doc, "zebrafish")
	bens := ben.publishes(t.TempDir())
	if _, err := jobs.Erase(ctx, ana.Project, []annotation.ID{doc}, jobs.Erasing{}); err != nil {
		t.Fatal(err)
	}
	anas := ana.publishes(t.TempDir())
	r := ben.collects(anas)
	if len(r.Erased) != 1 || r.Erased[0].String() != "Ana erased “Zebrafish paid” for good; its words are still in this project" {
		t.Errorf("Ben is told %+v", r.Erased)
	}
	if r := ben.collects(anas); len(r.Erased) != 0 {
		t.Errorf("Ben is told again %+v", r.Erased)
	}
	cem := joins(t, "Cem", nil)
	if r := cem.collects(anas, bens); len(r.Refused)+len(r.Waiting)+len(r.Erased) != 1 || len(r.Erased) != 1 {
		t.Errorf("Cem: %+v", r)
	}
	left, err := jobs.ErasedByOthers(ctx, ben.Project)
	if err != nil || len(left) != 1 {
		t.Fatal(left, err)
	}
	if _, err := jobs.Erase(ctx, ben.Project, []annotation.ID{left[0].ID}, jobs.Erasing{}); err != nil {
		t.Fatal(err)
	}
	if left, err = jobs.ErasedByOthers(ctx, ben.Project); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
	r = ana.collects(ben.publishes(t.TempDir()))
	if len(r.Refused)+len(r.Waiting) != 0 {
		t.Errorf("%+v", r)
	}
	for _, c := range []*colleague{ana, ben} {
		if found, err := c.Check(ctx); err != nil || len(found) > 0 {
			t.Error(found, err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if holdsWords(t, c.Path()) {
			t.Errorf("%s still has the words", c.name)
		}
	}
}

func TestRescuedEditsOnAnErasedArticleGo(t *testing.T) {
	ana := joins(t, "Ana", nil)
	files := ana.imports(ships, prices).Files
	begin := filepath.Join(t.TempDir(), "rescue-")
	lines := `{"document":"` + files[0].Document.String() + "\"}\n" + `{"document":"` + files[1].Document.String() + "\"}\n"
	for name, s := range map[string]string{"a": lines, "b": strings.Split(lines, "\n")[0] + "\n"} {
		if err := os.WriteFile(begin+name, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := jobs.Erase(ctx, ana.Project, []annotation.ID{files[0].Document}, jobs.Erasing{Rescued: begin}); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(begin + "a"); err != nil || strings.Contains(string(b), files[0].Document.String()) || len(b) == 0 {
		t.Errorf("left is %s, %v", b, err)
	}
	if _, err := os.Stat(begin + "b"); !errors.Is(err, os.ErrNotExist) {
		t.Error("an empty file is left")
	}
}

// A feed is kept whole with the first of its entries that comes.
func TestWhatWasErasedDoesNotComeBackInTheFileOfItsNeighbours(t *testing.T) {
	ana := joins(t, "Ana", nil)
	feed := func(entries ...string) jobs.Article {
		body := `<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire</title>`
		for _, e := range entries {
			title, text, _ := strings.Cut(e, ": ")
			body += "<item><title>" + title + "</title><c:encoded>&lt;p&gt;" + text + "&lt;/p&gt;</c:encoded></item>"
		}
		return jobs.Article{Name: "wire.rss", Read: func() ([]byte, error) { return []byte(body + "</channel></rss>"), nil }}
	}
	const fish, bread, rain = "Fish paid: Just seven zebrafish paid on Friday, the ministry said.", "Bread: Bread is dear on the coast, bakers said on Monday.", "Rain: Rain fell on the coast, the office said on Sunday."
	loaded, err := jobs.Import(ctx, ana.Project, []jobs.Article{feed(fish)}, jobs.ImportOptions{})
	if err != nil || loaded.Count(jobs.Loaded) != 1 {
		t.Fatalf("%+v, %v", loaded, err)
	}
	if _, err := jobs.Erase(ctx, ana.Project, []annotation.ID{loaded.Files[0].Document}, jobs.Erasing{}); err != nil {
		t.Fatal(err)
	}
	again, err := jobs.Import(ctx, ana.Project, []jobs.Article{feed(bread, fish, rain)}, jobs.ImportOptions{})
	if err != nil || again.Count(jobs.Loaded) != 2 || again.Count(jobs.Refused) != 1 {
		t.Fatalf("%+v, %v", again, err)
	}
	if err := ana.Close(); err != nil {
		t.Fatal(err)
	}
	if holdsWords(t, ana.Path()) {
		t.Error("the words are back in the feed that the others came in")
	}
}

func TestACopyInOtherSpacesIsErasedWithItsArticle(t *testing.T) {
	ana := joins(t, "Ana", nil)
	loaded := ana.imports(ships)
	ana.imports("Zebrafish  paid\r\n\r\nJust  seven zebrafish paid.\r\n")
	if _, err := jobs.Erase(ctx, ana.Project, []annotation.ID{loaded.Files[0].Document}, jobs.Erasing{}); err != nil {
		t.Fatal(err)
	}
	if err := ana.Close(); err != nil {
		t.Fatal(err)
	}
	if holdsWords(t, ana.Path()) {
		t.Error("the copy's words are in the project")
	}
}
