package jobs_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/schemefile"
	"rubricator/app/jobs"
	"rubricator/assets"
	"rubricator/storage"
)

var ctx = context.Background()

func scheme(t testing.TB, name string) annotation.Scheme {
	t.Helper()
	s, err := jobs.ShippedScheme(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// project is a new one, in a file of its own.
func project(t testing.TB, s annotation.Scheme) *storage.Project {
	t.Helper()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	anna := annotation.Annotator{ID: annotation.NewID(), Name: "Anna", Kind: annotation.Person}
	public := key.Public().(ed25519.PublicKey)
	o := storage.Options{Annotator: anna, Actor: annotation.Actor{ID: annotation.ActorID(anna.ID, public), Annotator: anna.ID, Device: "laptop", PublicKey: public}}
	p, err := storage.Create(filepath.Join(t.TempDir(), "news.rubric"), s, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// sample is a project with the marks of the sample.
func sample(t *testing.T) *storage.Project {
	t.Helper()
	p := project(t, scheme(t, ""))
	if err := jobs.AddSample(ctx, p); err != nil {
		t.Fatal(err)
	}
	return p
}

// stored is the scheme as another reader of the file finds it.
func stored(t *testing.T, p *storage.Project) annotation.Scheme {
	t.Helper()
	q, err := storage.Open(p.Path(), storage.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	return *q.Scheme()
}

func sound(t *testing.T, p *storage.Project) {
	t.Helper()
	if findings, err := p.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check found %v, %v", findings, err)
	}
}

func TestASchemeIsReplacedInOneEditThatCanBeTakenBack(t *testing.T) {
	p := sample(t)
	before := *p.Scheme()
	next := scheme(t, "")
	next.Version = 9
	next.Labels[1].Key = "T"
	next.Labels[2].Roles[2].Retired = true
	change, err := jobs.ReplaceScheme(ctx, p, next)
	if err != nil {
		t.Fatal(err)
	}
	if s := fmt.Sprint(change.Differences); s != "[label statistic: key 2 is now T label attribution: the role cue was retired]" {
		t.Errorf("told as %s", s)
	}
	got := stored(t, p)
	if got.ID != before.ID || got.Version != 2 || got.Labels[1].Key != "T" || !reflect.DeepEqual(got, *p.Scheme()) || !reflect.DeepEqual(got, *change.Scheme) {
		t.Errorf("version %d of %s with key %s", got.Version, got.ID, got.Labels[1].Key)
	}
	sound(t, p)

	step := newest(t, p)
	edits, err := p.Group(ctx, step.Group)
	if err != nil || step.Name != "change the scheme" || len(edits) != 1 || edits[0].Len() != 1 {
		t.Fatalf("%v, %q in %d edits", err, step.Name, len(edits))
	}
	if err := p.Commit(ctx, edits[0].Inverse()); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, p); !reflect.DeepEqual(got, before) {
		t.Errorf("taken back it is version %d with key %s", got.Version, got.Labels[1].Key)
	}
	sound(t, p)
}

func TestASchemeThatDiffersInNothingMakesNoEdit(t *testing.T) {
	p := sample(t)
	next := scheme(t, "")
	next.ID, next.Version = annotation.NewID(), 7
	change, err := jobs.ReplaceScheme(ctx, p, next)
	if err != nil || len(change.Differences) > 0 || change.Scheme.Version != 1 {
		t.Errorf("got %v, %v", change.Differences, err)
	}
	if step := newest(t, p); stored(t, p).Version != 1 || step.Name == "change the scheme" {
		t.Errorf("an edit was made: %s", step.Name)
	}
}

// newest is what Ctrl+Z would take back.
func newest(t *testing.T, p *storage.Project) annotation.Step {
	t.Helper()
	steps, err := p.Steps(ctx)
	if err != nil {
		t.Fatal(err)
	}
	step, _ := annotation.NewHistory(steps).Undo()
	return step
}

func TestMarksThatTheNewSchemeDoesNotTakeStandInItsWay(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *annotation.Scheme)
		says   []string // empty: it is done
	}{
		{"retired labels", func(s *annotation.Scheme) {
			for i := range s.Labels {
				s.Labels[i].Retired = true
			}
		}, nil},
		{"no label statistic", func(s *annotation.Scheme) {
			s.Labels = append(s.Labels[:1:1], s.Labels[2])
			s.Relations = s.Relations[:3:3]
		}, []string{" marks as statistic.quantity; ", " links as rests_on", "Keep that in the scheme, retired"}},
		{"another scheme", func(s *annotation.Scheme) { *s = scheme(t, "claimbuster") }, []string{"; and "}},
		{"a fault", func(s *annotation.Scheme) { s.Labels[0].Colour = "blue" }, []string{`labels[0].colour: "blue" is no colour`}},
	} {
		p := sample(t)
		next := scheme(t, "")
		c.change(&next)
		_, err := jobs.ReplaceScheme(ctx, p, next)
		if (err == nil) != (c.says == nil) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for _, says := range c.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v does not say %q", c.name, err, says)
			}
		}
		if got := stored(t, p); (got.Version == 1) != (err != nil) {
			t.Errorf("%s: version %d", c.name, got.Version)
		}
	}
}

func TestTheSentenceNamesWhatIsInTheWay(t *testing.T) {
	p := sample(t)
	_, err := jobs.ReplaceScheme(ctx, p, scheme(t, "claimbuster"))
	if !errors.Is(err, jobs.ErrMarksInTheWay) {
		t.Fatal(err)
	}
	if n := strings.Count(err.Error(), " as "); n != 3 {
		t.Errorf("it names %d: %v", n, err)
	}
}

func TestASchemeIsNotReplacedWhereMarksCannotBeRead(t *testing.T) {
	p := sample(t)
	db, err := sql.Open("sqlite3", p.Path())
	if err == nil {
		_, err = db.Exec(`UPDATE span SET quote = 'forged' WHERE rowid = 1`)
		db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	next := scheme(t, "")
	next.Labels[1].Key = "T"
	if _, err := jobs.ReplaceScheme(ctx, p, next); !errors.Is(err, storage.ErrDamaged) || stored(t, p).Version != 1 {
		t.Errorf("got %v", err)
	}
}

func TestEachShippedSchemeGoesThroughAFileAndAProjectAndComesBackEqual(t *testing.T) {
	for _, name := range assets.SchemeNames() {
		s := scheme(t, name)
		made := stored(t, project(t, s))
		if !reflect.DeepEqual(made, s) {
			t.Errorf("%s: a new project has it otherwise: %v", name, annotation.DiffSchemes(&s, &made))
		}
		p := project(t, scheme(t, other(name)))
		if _, err := jobs.ReplaceScheme(ctx, p, s); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		replaced := stored(t, p)
		written, err := schemefile.Write(replaced)
		if err != nil {
			t.Fatal(err)
		}
		again, err := schemefile.Read(written)
		again.Version = s.Version
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("%s came back otherwise: %v, %v", name, annotation.DiffSchemes(&s, &again), err)
		}
	}
}

// other is a shipped scheme that is not this one.
func other(name string) string {
	if name == "simple" {
		return ""
	}
	return "simple"
}
