package settings

import (
	"os"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
)

func worked(t *testing.T, f Folders, project, actor annotation.ID) *Worked {
	t.Helper()
	w, err := f.Worked(project, actor)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func saved(t *testing.T, w *Worked) {
	t.Helper()
	if err := w.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestWorkingHoursAreKeptByDocumentAndActor(t *testing.T) {
	f, project, me, one, two := folders(t), annotation.NewID(), annotation.NewID(), annotation.NewID(), annotation.NewID()
	w := worked(t, f, project, me)
	w.Add(one, 10*time.Second)
	w.Add(two, 1500*time.Millisecond)
	saved(t, w)
	w.Add(one, 5*time.Second)
	w.Add(one, -time.Second)
	saved(t, w)
	again := worked(t, f, project, me)
	if again.On(one) != 15*time.Second || again.On(two) != 1500*time.Millisecond || len(again.All()) != 2 {
		t.Errorf("%v", again.All())
	}
	if other := worked(t, f, project, annotation.NewID()); len(other.All()) != 0 {
		t.Error("somebody else worked that long")
	}
	if info, err := os.Stat(w.path); err != nil || info.Mode().Perm() != 0o600 || !f.Own(w.path) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestACrashCostsTheLastStretchAtMost(t *testing.T) {
	f, project, me, one := folders(t), annotation.NewID(), annotation.NewID(), annotation.NewID()
	w := worked(t, f, project, me)
	w.Add(one, 10*time.Second)
	saved(t, w)
	w.Add(one, 20*time.Second)
	saved(t, w)
	b, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.path, append([]byte("garbage\n\n"+annotation.NewID().String()+" -5\n"), b[:len(b)-3]...), 0o600); err != nil {
		t.Fatal(err)
	}
	w = worked(t, f, project, me)
	if w.On(one) != 10*time.Second {
		t.Errorf("%v of work are left", w.On(one))
	}
	w.Add(one, 3*time.Second)
	saved(t, w)
	if d := worked(t, f, project, me).On(one); d != 13*time.Second {
		t.Errorf("behind a torn line %v were kept", d)
	}
}

func TestWhatCannotBeWrittenIsKeptForTheNextTime(t *testing.T) {
	f, project, me, one := folders(t), annotation.NewID(), annotation.NewID(), annotation.NewID()
	w := worked(t, f, project, me)
	if err := os.WriteFile(f.Data, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	w.Add(one, time.Second)
	if err := w.Save(); err == nil {
		t.Fatal("it was written")
	}
	if err := os.Remove(f.Data); err != nil {
		t.Fatal(err)
	}
	saved(t, w)
	if d := worked(t, f, project, me).On(one); d != time.Second {
		t.Errorf("%v were kept", d)
	}
}

func TestALongFileOfHoursIsWrittenShort(t *testing.T) {
	f, project, me, one := folders(t), annotation.NewID(), annotation.NewID(), annotation.NewID()
	w := worked(t, f, project, me)
	w.Add(one, time.Second)
	saved(t, w)
	b, _ := os.ReadFile(w.path)
	if err := os.WriteFile(w.path, []byte(strings.Repeat(string(b), manyStretches+3)), 0o600); err != nil {
		t.Fatal(err)
	}
	w = worked(t, f, project, me)
	if b, _ := os.ReadFile(w.path); strings.Count(string(b), "\n") != 1 || w.On(one) != (manyStretches+3)*time.Second {
		t.Errorf("%d bytes, %v", len(b), w.On(one))
	}
}

func FuzzReadStretch(f *testing.F) {
	f.Add("0198f0a0-0000-7000-8000-000000000001 1500\n")
	f.Add("x -1\n")
	f.Fuzz(func(t *testing.T, line string) {
		if _, d, ok := readStretch(line); ok && d < 0 {
			t.Errorf("%q took %v", line, d)
		}
	})
}

func TestWhoWorksInAProjectIsRememberedApartFromOthers(t *testing.T) {
	f := folders(t)
	s, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	me := s.Annotator
	zoe, _ := annotation.NewPerson("Zoe")
	s.WorkAs("team.rubric", zoe)
	s.Annotator = me // another project knows this device as me
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	if s, err = Load(f); err != nil {
		t.Fatal(err)
	}
	actor, err := s.Actor(f, "team.rubric")
	if err != nil || s.Who("team.rubric") != zoe || actor.Annotator != zoe.ID || s.Who("own.rubric") != me {
		t.Errorf("%+v works in the team's project, %+v in mine (%v)", s.Who("team.rubric"), s.Who("own.rubric"), err)
	}
	zoe.Name = "Zoe Roe"
	if s.Called(zoe); s.Who("team.rubric").Name != "Zoe Roe" {
		t.Errorf("she is called %q", s.Who("team.rubric").Name)
	}
}
