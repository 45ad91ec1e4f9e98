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

func TestPreferencesOfOlderAndOddFilesAreMadeWhole(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"an old file", `{"theme":"dark","text_size":21}`, `{dark  21 68 1.7 false false false}`},
		{"a new one", `{"face":"sans","measure":0,"leading":2,"paragraph_numbers":true,"no_motion":true,"no_guess":true}`, `{ sans 17 0 2 true true true}`},
		{"what is too large", `{"text_size":900,"measure":1000,"leading":90}`, `{  68 90 2.5 false false false}`},
		{"what is too small", `{"text_size":1,"measure":3,"leading":0.1}`, `{  8.5 45 1.3 false false false}`},
		{"what is not known", `{"theme":"pink","face":"comic","text_size":-4,"measure":-2,"leading":-1}`, `{  17 45 1.7 false false false}`},
		{"nothing", `{}`, `{  17 68 1.7 false false false}`},
		{"a damaged file", `{"text_size`, `{  17 68 1.7 false false false}`},
	} {
		f := folders(t)
		if err := writeFile(filepath.Join(f.Config, "settings.json"), []byte(c.file)); err != nil {
			t.Fatal(err)
		}
		s, _ := Load(f)
		if got := fmt.Sprint(s.Preferences); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if err := s.Save(); err != nil {
			t.Fatal(err)
		}
		if again, err := Load(f); err != nil || again.Preferences != s.Preferences {
			t.Errorf("%s: saved and loaded %v (%v)", c.name, again.Preferences, err)
		}
	}
}

func TestZoomGoesByStepsUpToFourTimesTheSize(t *testing.T) {
	p := UsualPreferences
	for _, c := range []struct {
		from, steps, want int
	}{{100, 1, 110}, {100, -1, 90}, {100, 3, 150}, {400, 1, 400}, {50, -1, 50}, {105, 1, 110}, {105, -1, 100}, {300, 0, 100}, {300, 90, 400}} {
		p.TextSize = sizeAt(c.from)
		if got := p.Zoomed(c.steps).Zoom(); got != c.want {
			t.Errorf("%d %% and %d steps: %d %%, want %d %%", c.from, c.steps, got, c.want)
		}
	}
	if p.TextSize = sizeAt(400); p.TextSize != 68 {
		t.Errorf("four times the size is %v points", p.TextSize)
	}
}
