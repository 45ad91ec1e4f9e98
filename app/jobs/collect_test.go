package jobs_test

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// colleague works on a project file with a device of their own.
type colleague struct {
	*storage.Project
	t    *testing.T
	key  ed25519.PrivateKey
	name string
}

// joins makes somebody a colleague: on a project made by a scheme, or on a copy of another's project.
func joins(t *testing.T, name string, from *colleague) *colleague {
	t.Helper()
	key, who, actor := device(t, name)
	o := storage.Options{Annotator: who, Actor: actor}
	path := filepath.Join(t.TempDir(), name+".rubric")
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		t.Fatal(err)
	}
	begin := storage.Open
	if from != nil {
		err = from.SaveCopy(ctx, path)
	} else {
		begin = func(path string, o storage.Options) (*storage.Project, error) { return storage.Create(path, scheme, o) }
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := begin(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return &colleague{p, t, key, name}
}

// marks makes a claim of these words.
func (c *colleague) marks(document annotation.ID, words string) {
	c.t.Helper()
	_, x, err := c.Document(ctx, document)
	if err != nil {
		c.t.Fatal(err)
	}
	s, _, err := c.Set(ctx, document, c.Annotator().ID, x)
	if err != nil {
		c.t.Fatal(err)
	}
	at := text.Pos(strings.Index(x.String(), words))
	e, err := s.AddSpan([]rangeset.Range{{Start: at, End: at + text.Pos(len(words))}}, annotation.LabelRole{Label: "claim", Role: "claim"}, annotation.OriginSelection)
	if err == nil {
		err = c.Commit(ctx, e)
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// publishes writes a bundle into a folder and gives its path.
func (c *colleague) publishes(dir string) string {
	c.t.Helper()
	r, err := jobs.Publish(ctx, c.Project, jobs.Publishing{Key: c.key, Program: "test"}, dir)
	if err != nil {
		c.t.Fatal(err)
	}
	return r.Path
}

// collects takes files in.
func (c *colleague) collects(paths ...string) jobs.CollectReport {
	c.t.Helper()
	r, err := jobs.Collect(ctx, c.Project, paths, jobs.Collecting{})
	if err != nil {
		c.t.Fatal(err)
	}
	if found, err := c.Check(ctx); err != nil || len(found) > 0 {
		c.t.Errorf("check after collecting: %+v, %v", found, err)
	}
	return r
}

// sees lists who marked what, "Ben: Tolls rose".
func (c *colleague) sees() string {
	c.t.Helper()
	var lines []string
	for s, err := range c.Sets(ctx) {
		if err != nil {
			c.t.Fatal(err)
		}
		for _, sp := range s.Spans {
			lines = append(lines, s.Annotator.Name+": "+sp.Quote())
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func (c *colleague) wants(want string) {
	c.t.Helper()
	if got := c.sees(); got != strings.TrimSpace(want) {
		c.t.Errorf("%s sees\n%s\nwant\n%s", c.name, got, want)
	}
}

func TestWorkGoesRoundInBundles(t *testing.T) {
	ana := joins(t, "Ana", nil)
	document := articles(t, ana.Project, tolls)[0]
	shared := t.TempDir()
	begin := ana.publishes(shared)

	// Ben has nothing of it yet: the scheme and the articles come with the bundle.
	scheme, err := jobs.SchemeOf(begin)
	if err != nil || scheme.Name != ana.Scheme().Name {
		t.Fatal(scheme.Name, err)
	}
	ben := joins(t, "Ben", nil)
	if got := ben.collects(begin); got.Edits() == 0 || got.Collected[0].From != "Ana" || got.Collected[0].Fingerprint == "" {
		t.Errorf("%+v", got)
	}
	ben.marks(document, "Tolls rose 12% in May")
	ana.marks(document, "Just seven ships paid")
	ben.publishes(shared)
	got := ana.collects(shared)
	if len(got.Collected) != 2 || got.Collected[0].Edits+got.Collected[1].Edits == 0 || len(got.Refused)+len(got.Waiting) > 0 {
		t.Errorf("%+v", got)
	}
	ana.wants("Ana: Just seven ships paid\nBen: Tolls rose 12% in May")
	if again := ana.collects(shared); again.Edits() != 0 {
		t.Errorf("the second time: %+v", again)
	}
}

func TestABundleWaitsForAnothersWork(t *testing.T) {
	ana := joins(t, "Ana", nil)
	ben := joins(t, "Ben", ana)
	cem := joins(t, "Cem", ana)
	document := articles(t, ana.Project, tolls)[0]
	shared := t.TempDir()
	fromAna := ana.publishes(shared)
	ben.collects(fromAna)
	ben.marks(document, "Just seven ships paid")
	fromBen := ben.publishes(shared)

	got := cem.collects(fromBen)
	if len(got.Waiting) != 1 || !strings.Contains(strings.Join(got.Waiting[0].Missing, " "), "article") {
		t.Errorf("without the article: %+v", got)
	}
	if again := cem.collects(fromBen); len(again.Waiting) != 1 {
		t.Errorf("a second time %d wait", len(again.Waiting))
	}
	cem.wants("")
	if err := os.Remove(fromBen); err != nil { // it is kept in the project
		t.Fatal(err)
	}
	if got := cem.collects(fromAna); len(got.Waiting) != 0 || len(got.Collected) != 2 {
		t.Errorf("with it: %+v", got)
	}
	cem.wants("Ben: Just seven ships paid")
	if left, _ := cem.ParkedBundles(ctx); len(left) != 0 {
		t.Errorf("%d bundles still wait", len(left))
	}
}

func TestABundleThatWasChangedIsRefusedByName(t *testing.T) {
	ana := joins(t, "Ana", nil)
	ben := joins(t, "Ben", ana)
	articles(t, ben.Project, tolls)
	path := ben.publishes(t.TempDir())
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(b); at += 61 {
		changed := slices.Clone(b)
		changed[at]++
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		got := ana.collects(path)
		if len(got.Refused) != 1 || got.Refused[0].Name != filepath.Base(path) || got.Refused[0].Why == "" {
			t.Fatalf("byte %d: %+v", at, got)
		}
	}
}

func TestABundleIsNeverReplaced(t *testing.T) {
	ana := joins(t, "Ana", nil)
	path := filepath.Join(t.TempDir(), "mine")
	for want := range 2 {
		r, err := jobs.Publish(ctx, ana.Project, jobs.Publishing{Key: ana.key, Program: "test"}, path)
		if (err != nil) != (want == 1) || r.Path != path+bundle.Ending {
			t.Errorf("%q, %v", r.Path, err)
		}
	}
}

func TestCollectingNamesWhatItCannotTake(t *testing.T) {
	ana := joins(t, "Ana", nil)
	dir := t.TempDir()
	if _, err := jobs.Collect(ctx, ana.Project, []string{dir}, jobs.Collecting{}); !errors.Is(err, jobs.ErrNoBundles) {
		t.Errorf("an empty folder: %v", err)
	}
	note := filepath.Join(dir, "note.txt")
	if err := os.WriteFile(note, []byte("Hello."), 0o600); err != nil {
		t.Fatal(err)
	}
	got := ana.collects(note, filepath.Join(dir, "none"), ana.Path())
	var names []string
	for _, r := range got.Refused {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"Ana.rubric", "none", "note.txt"}) {
		t.Errorf("refused %+v", got.Refused)
	}
}

func TestAProjectFileIsCollectedToo(t *testing.T) {
	ana := joins(t, "Ana", nil)
	document := articles(t, ana.Project, tolls)[0]
	ben := joins(t, "Ben", ana)
	ben.marks(document, "Just seven ships paid")
	if err := ben.Close(); err != nil {
		t.Fatal(err)
	}
	if got := ana.collects(ben.Path()); len(got.Collected) != 1 || got.Collected[0].Fingerprint != "" {
		t.Errorf("%+v: nobody signs a project file", got)
	}
	ana.wants("Ben: Just seven ships paid")
}

func TestWhoTakesUpANameBringsItAlong(t *testing.T) {
	ana := joins(t, "Ana", nil)
	document := articles(t, ana.Project, tolls)[0]
	_, ben, _ := device(t, "Ben")
	if err := ana.Join(ctx, ben); err != nil { // named before he ever came
		t.Fatal(err)
	}
	laptop := joins(t, "root", ana) // somebody begins under the name of an account, and then says who it is
	o := storage.Options{Annotator: ben, Actor: laptop.Actor()}
	o.Actor.ID, o.Actor.Annotator = annotation.ActorID(ben.ID, o.Actor.PublicKey), ben.ID
	path := laptop.Path()
	if err := laptop.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	if laptop.Project, err = storage.Open(path, o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { laptop.Project.Close() })
	laptop.marks(document, "Just seven ships paid")
	ana.collects(laptop.publishes(t.TempDir()))
	ana.wants("Ben: Just seven ships paid")
	acts, err := ana.Acts(ctx, storage.Scope{By: []annotation.ID{ben.ID}}, 0, 10)
	if err != nil || len(acts) == 0 || acts[0].By.Name != "Ben" {
		t.Errorf("the history does not know Ben: %+v, %v", acts, err)
	}
}

func TestPeopleOfOneNameAreToldApartWhenTheyMeet(t *testing.T) {
	ana := joins(t, "Ana", nil)
	document := articles(t, ana.Project, tolls)[0]
	other := joins(t, "Ana", ana)
	other.marks(document, "Just seven ships paid")
	from := other.publishes(t.TempDir())
	got := ana.collects(from).Namesakes
	if len(got) != 1 || !strings.HasPrefix(got[0].String(), "2 people are called Ana: Ana (") || got[0].Called[0] == got[0].Called[1] {
		t.Errorf("collecting says %+v", got)
	}
	other.marks(document, "Tolls rose 12% in May")
	if got := ana.collects(other.publishes(t.TempDir())); got.Edits() == 0 || len(got.Namesakes) > 0 {
		t.Errorf("when it is known: %+v", got)
	}
}
