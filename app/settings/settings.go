// Package settings is what the program keeps of its user outside any project: identity, comfort, and the folders. It
// knows no window, so that the commands share it.
package settings

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"rubricator/annotation"
)

// Folders are where the program keeps what is the user's: settings, and data.
type Folders struct {
	Config string // settings and the device key
	Data   string // the default project, backups, rescued edits
	Cache  string // what can be made anew; empty: none is kept
}

// UserFolders are the system's usual places for this user.
func UserFolders() (Folders, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return Folders{}, fmt.Errorf("find the configuration folder: %w", err)
	}
	data := config
	if runtime.GOOS == "linux" || strings.HasSuffix(runtime.GOOS, "bsd") {
		if data = os.Getenv("XDG_DATA_HOME"); data == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return Folders{}, fmt.Errorf("find the data folder: %w", err)
			}
			data = filepath.Join(home, ".local", "share")
		}
	}
	f := Folders{Config: filepath.Join(config, "rubricator"), Data: filepath.Join(data, "rubricator")}
	if cache, err := os.UserCacheDir(); err == nil {
		f.Cache = filepath.Join(cache, "rubricator")
	}
	return f, nil
}

// Own tells whether a file lies where the program keeps what is the user's. A project is edited there whatever drive the
// folder is on, for there is no better place.
func (f Folders) Own(path string) bool {
	inside, err := filepath.Rel(f.Data, path)
	return err == nil && filepath.IsLocal(inside)
}

// Local is where a project's copy of that name goes that is worked on instead of one in a shared folder.
func (f Folders) Local(name string) string { return filepath.Join(f.Data, name+".rubric") }

// DefaultProject is the project that opens when none was named.
func (f Folders) DefaultProject() string { return filepath.Join(f.Data, "articles.rubric") }

// Rescue is the file for edits that the project at path could not take. Copies of a project have its ID too, so the path
// is part of the name; RescueBegin is what those of all copies begin with.
func (f Folders) Rescue(project annotation.ID, path string) string {
	return filepath.Join(f.RescueFolder(), RescueBegin(project)+shortHash(path)+".jsonl")
}

// RescueFolder is where all rescued edits are.
func (f Folders) RescueFolder() string { return filepath.Join(f.Data, "rescue") }

// RescueBegin is how the names of a project's rescue files begin.
func RescueBegin(project annotation.ID) string { return project.String() + "-" }

// Backups is the folder of the backups of the project at path.
func (f Folders) Backups(path string) string {
	return filepath.Join(f.Data, "backups", strings.TrimSuffix(filepath.Base(path), ".rubric")+"-"+shortHash(path))
}

// Compared is the file for how the differences stand of the project at path, of which there may be copies; empty where nothing is kept.
func (f Folders) Compared(project annotation.ID, path string) string {
	if f.Cache == "" {
		return ""
	}
	return filepath.Join(f.Cache, "compared", project.String()+"-"+shortHash(path))
}

// shortHash tells files of the same name in different folders apart. However a file is reached, it has one.
func shortHash(path string) string {
	h := sha256.Sum256([]byte(realPath(path)))
	return fmt.Sprintf("%x", h[:4])
}

// realPath is where links lead, where there is something.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// Settings are what the program remembers of its user: no work, only comfort and identity.
type Settings struct {
	Annotator annotation.Annotator            `json:"annotator"`
	As        map[string]annotation.Annotator `json:"as,omitempty"` // who the user said to be in a project, by its path
	Preferences
	Window         Geometry               `json:"window"`
	Recent         []string               `json:"recent,omitempty"`  // projects, newest first
	Last           map[string]Place       `json:"last,omitempty"`    // where each project was left, by path
	Sorted         map[string]string      `json:"sorted,omitempty"`  // what each project's library is sorted by, by path; none: the order of import
	Recipes        map[string]LeftRecipes `json:"recipes,omitempty"` // how the recipes of each project were left, by path
	Learned        map[string]int         `json:"learned,omitempty"` // how often a key with a hint was used
	ImportFolder   string                 `json:"import_folder,omitempty"`
	Uncleaned      []string               `json:"uncleaned,omitempty"`     // rules of cleaning that are off for good, by their reasons
	TableColumns   []TableColumns         `json:"table_columns,omitempty"` // what the columns of tables were said to hold, the newest first
	ExportFolder   string                 `json:"export_folder,omitempty"`
	ExchangeFolder string                 `json:"exchange_folder,omitempty"` // where bundles are written and read

	file *file
}

// Geometry is the window's size and its panes, in points.
type Geometry struct {
	Width         float32 `json:"width"`
	Height        float32 `json:"height"`
	Library       float64 `json:"library"`   // share of the width
	Inspector     float64 `json:"inspector"` // share of what the library leaves
	Queue         float64 `json:"queue"`     // share of the width, in the Review place
	Texts         float64 `json:"texts"`     // share of what the queue leaves
	Recipe        float64 `json:"recipe"`    // share of the width, in the Dataset place
	Counts        float64 `json:"counts"`    // share of what the recipe leaves
	Incoming      float64 `json:"incoming"`  // share of the width, of what is to be loaded
	Rules         float64 `json:"rules"`     // share of its height, over the rules
	HideLibrary   bool    `json:"hide_library,omitempty"`
	HideInspector bool    `json:"hide_inspector,omitempty"`
}

// Place is where a project was left. Positions are code points, Offset points on screen.
type Place struct {
	Document annotation.ID `json:"document"`
	Caret    int32         `json:"caret"`
	Top      int32         `json:"top"` // code point of the first line shown
	Offset   float32       `json:"offset"`
}

// LeftRecipes are the recipes of a project that were changed and not saved, and the one at hand.
type LeftRecipes []LeftRecipe

// LeftRecipe is how one recipe was left.
type LeftRecipe struct {
	Path   string          `json:"path,omitempty"`  // of its file; "": it was never saved
	Draft  json.RawMessage `json:"draft,omitempty"` // an interchange.Recipe; missing: it is as its file has it
	AtHand bool            `json:"at_hand,omitempty"`
}

// Unsaved tells whether any was changed and not saved.
func (l LeftRecipes) Unsaved() bool {
	return slices.ContainsFunc(l, func(r LeftRecipe) bool { return r.Draft != nil })
}

// maxRecent is how many projects the menu lists.
const maxRecent = 8

// Load reads the settings of the folder, or makes those of a first start. A damaged file is put aside, named
// in the error, and the program goes on with new settings; the identity is then found again in the project.
func Load(f Folders) (*Settings, error) {
	s := &Settings{Preferences: UsualPreferences, file: &file{path: filepath.Join(f.Config, "settings.json")}}
	b, err := os.ReadFile(s.file.path)
	if err == nil {
		if err = json.Unmarshal(b, s); err != nil {
			aside := s.file.path + ".damaged"
			os.Rename(s.file.path, aside)
			*s = Settings{Preferences: UsualPreferences, file: s.file}
			err = fmt.Errorf("settings could not be read and were put aside as %q: %w", aside, err)
		}
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	s.fill()
	return s, err
}

func (s *Settings) fill() {
	if s.Annotator.ID.IsZero() {
		s.Annotator = annotation.Annotator{ID: annotation.NewID(), Name: accountName(), Kind: annotation.Person}
	}
	if s.Window.Width < 400 || s.Window.Height < 300 {
		s.Window = Geometry{Width: 1280, Height: 840, Library: 0.2, Inspector: 0.76}
	}
	if s.Window.Queue == 0 && s.Window.Texts == 0 {
		s.Window.Queue, s.Window.Texts = 0.22, 0.7
	}
	if s.Window.Recipe == 0 && s.Window.Counts == 0 {
		s.Window.Recipe, s.Window.Counts = 0.3, 0.5
	}
	if s.Window.Incoming == 0 && s.Window.Rules == 0 {
		s.Window.Incoming, s.Window.Rules = 0.45, 0.68
	}
	s.Preferences = s.Preferences.Valid()
	if s.Last == nil {
		s.Last = map[string]Place{}
	}
	if s.Recipes == nil {
		s.Recipes = map[string]LeftRecipes{}
	}
	if s.Sorted == nil {
		s.Sorted = map[string]string{}
	}
	if s.Learned == nil {
		s.Learned = map[string]int{}
	}
}

func accountName() string {
	if u, err := user.Current(); err == nil {
		if u.Name != "" {
			return strings.Split(u.Name, ",")[0]
		}
		if u.Username != "" {
			return u.Username
		}
	}
	return "annotator"
}

// Save writes the settings: temporary name, sync, rename.
func (s *Settings) Save() error {
	b, err := json.MarshalIndent(s, "", "  ")
	s.file.soon.Wait()
	if err == nil {
		s.file.asked++
		err = s.file.write(b, s.file.asked)
	}
	if err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	return nil
}

// SaveSoon writes the settings as they are now, in the background. That it fails, the next Save tells.
func (s *Settings) SaveSoon() {
	if b, err := json.MarshalIndent(s, "", "  "); err == nil {
		s.file.asked++
		number := s.file.asked
		s.file.soon.Go(func() { s.file.write(b, number) })
	}
}

// file is where settings are kept. Of two that are written at once the newer stays.
type file struct {
	path  string
	asked int // how often writing was asked for
	soon  sync.WaitGroup

	mu      sync.Mutex
	written int // the newest that was written
}

func (f *file) write(b []byte, number int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if number < f.written {
		return nil
	}
	f.written = number
	return writeFile(f.path, b)
}

func writeFile(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Remember puts a project first among the recent ones.
func (s *Settings) Remember(project string) {
	s.Forget(project)
	s.Recent = slices.Insert(s.Recent, 0, project)
	if len(s.Recent) > maxRecent {
		for _, old := range s.Recent[maxRecent:] {
			delete(s.Last, old)
			if !s.Recipes[old].Unsaved() {
				delete(s.Recipes, old)
			}
			delete(s.Sorted, old)
		}
		s.Recent = s.Recent[:maxRecent]
	}
}

// Forget takes a project off the recent ones.
func (s *Settings) Forget(project string) {
	s.Recent = slices.DeleteFunc(s.Recent, func(p string) bool { return p == project })
}

// Actor gives who works on this device on the project at path, making the device's key at the first start. Private keys stay in
// the configuration folder, readable by their owner alone.
func (s *Settings) Actor(f Folders, path string) (annotation.Actor, error) {
	key, err := f.DeviceKey(path)
	if err != nil {
		return annotation.Actor{}, err
	}
	public := key.Public().(ed25519.PublicKey)
	host, err := os.Hostname()
	if err != nil {
		host = "desktop"
	}
	who := s.Who(path).ID
	return annotation.Actor{ID: annotation.ActorID(who, public), Annotator: who, Device: host, PublicKey: public}, nil
}

// Who is the user in the project at path. The project itself may know better.
func (s *Settings) Who(path string) annotation.Annotator {
	if who, ok := s.As[realPath(path)]; ok {
		return who
	}
	return s.Annotator
}

// WorkAs remembers that the user is this person in the project at path, whoever they are elsewhere.
func (s *Settings) WorkAs(path string, who annotation.Annotator) {
	if s.As == nil {
		s.As = map[string]annotation.Annotator{}
	}
	s.As[realPath(path)], s.Annotator = who, who
}

// Called takes in what the user is called now.
func (s *Settings) Called(who annotation.Annotator) {
	s.Annotator = who
	for path, as := range s.As {
		if as.ID == who.ID {
			s.As[path] = who
		}
	}
}

// DeviceKey is the key by which this device signs what is published from the project at path. It is made at the first start.
func (f Folders) DeviceKey(path string) (ed25519.PrivateKey, error) {
	file := filepath.Join(f.Config, "device.key")
	if anew := f.deviceKeyOf(path); exists(anew) {
		file = anew
	}
	return deviceKey(file)
}

// BeginAnew makes the device another one for the project at path. A project that went back to a backup is continued by another
// actor, for what the one before did after that backup was made may be known elsewhere.
func (f Folders) BeginAnew(path string) error {
	file := f.deviceKeyOf(path)
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("begin as a new device: %w", err)
	}
	_, err := deviceKey(file)
	return err
}

func (f Folders) deviceKeyOf(path string) string {
	return filepath.Join(f.Config, "device-"+shortHash(path)+".key")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func deviceKey(path string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(path)
	if err == nil && len(b) == ed25519.PrivateKeySize {
		return b, nil
	}
	if err == nil {
		return nil, fmt.Errorf("device key %q: %d bytes, want %d; remove it to begin as a new device", path, len(b), ed25519.PrivateKeySize)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read device key: %w", err)
	}
	key, err := annotation.NewDeviceKey()
	if err != nil {
		return nil, fmt.Errorf("make device key: %w", err)
	}
	if err := writeFile(path, key); err != nil {
		return nil, fmt.Errorf("keep device key: %w", err)
	}
	return key, nil
}
