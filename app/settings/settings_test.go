package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation"
)

func folders(t *testing.T) Folders {
	dir := t.TempDir()
	return Folders{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
}

func TestIdentityIsMadeOnceAndKept(t *testing.T) {
	f := folders(t)
	s, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := s.Actor(f, "a.rubric")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	again, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	same, err := again.Actor(f, "a.rubric")
	if err != nil || same.ID != actor.ID || again.Annotator != s.Annotator {
		t.Errorf("came back as %v (%v), want %v", same.ID, err, actor.ID)
	}
	info, err := os.Stat(filepath.Join(f.Config, "device.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("device key: %v, %v", info.Mode(), err)
	}
}

func TestDamagedSettingsArePutAsideAndNamed(t *testing.T) {
	f := folders(t)
	path := filepath.Join(f.Config, "settings.json")
	if err := writeFile(path, []byte("{half")); err != nil {
		t.Fatal(err)
	}
	s, err := Load(f)
	if err == nil || !strings.Contains(err.Error(), path+".damaged") {
		t.Errorf("error %v", err)
	}
	if s.Annotator.ID.IsZero() || s.Window.Width == 0 {
		t.Error("no usable settings")
	}
	if b, _ := os.ReadFile(path + ".damaged"); string(b) != "{half" {
		t.Errorf("the damaged file is %q", b)
	}
}

func TestADamagedDeviceKeyIsNamedAndKept(t *testing.T) {
	f := folders(t)
	path := filepath.Join(f.Config, "device.key")
	if err := writeFile(path, []byte("short")); err != nil {
		t.Fatal(err)
	}
	s, _ := Load(f)
	if _, err := s.Actor(f, "a.rubric"); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
}

func TestRecentProjectsAreFewAndNewestFirst(t *testing.T) {
	s := &Settings{Last: map[string]Place{}}
	for i := range maxRecent + 3 {
		s.Remember(fmt.Sprint(i))
	}
	s.Remember("5")
	if len(s.Recent) != maxRecent || s.Recent[0] != "5" || s.Recent[1] != "10" {
		t.Errorf("recent: %v", s.Recent)
	}
}

func TestAProjectThatWentBackToABackupIsContinuedByAnotherActor(t *testing.T) {
	f := Folders{Config: t.TempDir(), Data: t.TempDir()}
	s, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	actor := func(path string) annotation.ID {
		t.Helper()
		a, err := s.Actor(f, path)
		if err != nil {
			t.Fatal(err)
		}
		return a.ID
	}
	before := actor("a.rubric")
	if err := f.BeginAnew("a.rubric"); err != nil {
		t.Fatal(err)
	}
	after := actor("a.rubric")
	if after == before || actor("a.rubric") != after || actor("b.rubric") != before {
		t.Errorf("actors %v, then %v, of another project %v", before, after, actor("b.rubric"))
	}
}
