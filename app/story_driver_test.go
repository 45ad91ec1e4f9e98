package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
)

// patience is how long a story waits for what must come; a machine that builds other things meanwhile is slow.
const patience = 30 * time.Second

// home is where a user lives: the folders of settings and data, and the program they start.
type home struct {
	t       *testing.T
	program string
	dir     string
	layout  layout
	extra   []string // of the environment
	noGuess bool     // the user likes no guesses
}

// moveIn makes an empty home. The keyboard is a US one again when the story ends.
func moveIn(t *testing.T, program string) *home {
	t.Helper()
	h := &home{t: t, program: program, dir: t.TempDir(), layout: us}
	t.Cleanup(func() { h.types(us) })
	return h
}

func (h *home) project() string { return filepath.Join(h.dir, "data", "rubricator", "articles.rubric") }

func (h *home) environment() []string {
	replaced := []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LANG", "LANGUAGE"}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(replaced, name)
	})
	cache, err := os.UserCacheDir() // what fonts the system has need not be found out again
	if err != nil {
		cache = filepath.Join(h.dir, "cache")
	}
	env = append(env, "HOME="+h.dir, "XDG_CONFIG_HOME="+filepath.Join(h.dir, "config"), "XDG_DATA_HOME="+filepath.Join(h.dir, "data"),
		"XDG_CACHE_HOME="+cache, "LANG=C.UTF-8", "LANGUAGE=en_US")
	return append(env, h.extra...)
}

// commands runs the program without its window.
func (h *home) commands(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, h.program, args...)
	cmd.Env = h.environment()
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("rubricator %s: %w\n%s", strings.Join(args, " "), err, problems.String())
	}
	return out.String(), nil
}

// has writes articles into files of a new folder, named a.txt, b.txt and so on.
func (h *home) has(articles ...string) (folder string) {
	h.t.Helper()
	folder = filepath.Join(h.dir, "incoming")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		h.t.Fatal(err)
	}
	for i, a := range articles {
		if err := os.WriteFile(filepath.Join(folder, string(rune('a'+i))+".txt"), []byte(a), 0o644); err != nil {
			h.t.Fatal(err)
		}
	}
	return folder
}

// keeps puts articles into the default project before the window is opened.
func (h *home) keeps(articles ...string) {
	h.t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.project()), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.commands("import", "-p", h.project(), h.has(articles...)); err != nil {
		h.t.Fatal(err)
	}
}

// types puts another keyboard in front of the user.
func (h *home) types(l layout) {
	h.t.Helper()
	if _, err := tool("setxkbmap", l.name); err != nil {
		h.t.Fatal(err)
	}
	h.layout = l
}

// line is what the stories read of an exported line.
type line struct {
	Text   string `json:"text"`
	Status string `json:"status"`
	Meta   struct {
		Title string `json:"title"`
	} `json:"meta"`
	Spans     []span `json:"spans"`
	Relations []struct {
		Type string `json:"type"`
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"relations"`
}

// links writes the links of an article as "text type text".
func (l line) links() []string {
	texts := map[string]string{}
	for _, s := range l.Spans {
		texts[s.ID] = s.Text
	}
	all := []string{}
	for _, r := range l.Relations {
		all = append(all, texts[r.From]+" "+r.Type+" "+texts[r.To])
	}
	return all
}

type span struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Role  string `json:"role"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Note  string `json:"note"`
}

func readLines(dataset string) ([]line, error) {
	var lines []line
	for s := range strings.Lines(dataset) {
		var l line
		if err := json.Unmarshal([]byte(s), &l); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// export reads the project beside the window, as what it holds on disk.
func (h *home) export() (string, []line, error) {
	if _, err := os.Stat(h.project()); err != nil {
		return "", nil, err
	}
	dataset, err := h.commands("export", "-p", h.project(), "--status", "any", "-o", "-")
	var ended *exec.ExitError
	if err != nil && !(errors.As(err, &ended) && ended.ExitCode() == 3) { // 3: what is hidden from whoever works here did not go out
		return "", nil, err
	}
	lines, err := readLines(dataset)
	return dataset, lines, err
}

// name is the label of a head, and the role of another part.
func (s span) name() string {
	switch s.Role {
	case "", "claim", "quantity", "content":
		return s.Label
	}
	return s.Role
}

// marks writes the marks of all articles as "label: text", in the order of the export.
func marks(lines []line) []string {
	all := []string{}
	for _, l := range lines {
		for _, s := range l.Spans {
			all = append(all, s.name()+": "+s.Text)
		}
	}
	return all
}

// waitsForMarks waits until the file holds these marks and no others.
func (h *home) waitsForMarks(want ...string) []line {
	h.t.Helper()
	return h.waits(fmt.Sprintf("the marks are\n\t%s", strings.Join(want, "\n\t")), func(lines []line) bool {
		return slices.Equal(sorted(marks(lines)), sorted(want))
	})
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// waits until what is on disk is so.
func (h *home) waits(what string, so func([]line) bool) []line {
	h.t.Helper()
	var lines []line
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, lines, err = h.export(); err == nil && so(lines) {
			return lines
		}
	}
	h.t.Fatalf("waited in vain until %s\nthe file holds %d articles and the marks\n\t%s\n%v", what, len(lines), strings.Join(marks(lines), "\n\t"), err)
	return nil
}

// user sits at a window of the program.
type user struct {
	*home
	process *exec.Cmd
	id      string // of the window
	said    bytes.Buffer
	ended   chan error
	acts    acts
}

// acts counts what a hand did.
type acts struct{ keys, clicks, drags int }

// opens starts the program and waits until its window takes keys. args are those of the command line.
func (h *home) opens(args ...string) *user {
	h.t.Helper()
	u := &user{home: h, process: exec.Command(h.program, args...), ended: make(chan error, 1)}
	u.process.Env = h.environment()
	u.process.Dir = h.dir
	u.process.Stdout, u.process.Stderr = &u.said, &u.said
	if err := u.process.Start(); err != nil {
		h.t.Fatal(err)
	}
	go func() { u.ended <- u.process.Wait() }()
	h.t.Cleanup(func() {
		if h.t.Failed() {
			u.photograph(strings.NewReplacer("/", " ").Replace(h.t.Name()))
			h.t.Logf("the program said: %s", u.said.String())
		}
		u.dies()
	})
	// The title names the project once the project is open.
	until(h.t, "the window shows its project", func() bool { return strings.Contains(u.title(), " — ") })
	u.comesForward()
	return u
}

// title is the window's, empty while there is none.
func (u *user) title() string {
	all, err := tool("wmctrl", "-lp")
	if err != nil {
		return ""
	}
	for row := range strings.Lines(all) {
		f := strings.Fields(row) // window, desktop, process, host, title
		if len(f) > 4 && f[2] == strconv.Itoa(u.process.Process.Pid) {
			u.id = f[0]
			_, title, _ := strings.Cut(row, " "+f[3]+" ")
			return strings.TrimSpace(title)
		}
	}
	return ""
}

// comesForward makes the window the one that takes keys.
func (u *user) comesForward() {
	u.t.Helper()
	until(u.t, "the window is in front", func() bool {
		active, err := tool("xdotool", "getactivewindow")
		if err == nil && hex(active) == hex(u.id) {
			return true
		}
		tool("wmctrl", "-i", "-a", u.id)
		return false
	})
}

func hex(window string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(window), 0, 64)
	return n
}

// closes the window as its cross does, and waits for the program's end.
func (u *user) closes() {
	u.t.Helper()
	if _, err := tool("wmctrl", "-i", "-c", u.id); err != nil {
		u.t.Fatal(err)
	}
	select {
	case err := <-u.ended:
		u.ended <- err
		if err != nil {
			u.t.Fatalf("the program ended with %v: %s", err, u.said.String())
		}
	case <-time.After(patience):
		u.process.Process.Signal(syscall.SIGQUIT) // says where it hangs
		u.ended <- <-u.ended
		u.t.Fatal("the window was closed, but the program goes on")
	}
}

// dies is the end that no program can put off.
func (u *user) dies() {
	u.process.Process.Kill()
	u.ended <- <-u.ended
}

// presses keys by their place on the keyboard, so that the same words mean the same keys on every layout.
func (u *user) presses(keys ...string) {
	u.t.Helper()
	u.acts.keys += len(keys)
	u.does(u.layout.keys(keys...)...)
}

// writes types characters, on a US keyboard.
func (u *user) writes(s string) {
	u.t.Helper()
	u.does("type", "--delay", "8", "--", s)
}

// does hands keys and mouse to the screen.
func (u *user) does(args ...string) {
	u.t.Helper()
	if _, err := tool("xdotool", args...); err != nil {
		u.t.Fatal(err)
	}
}

// point is a place on the screen, in pixels.
type point struct{ x, y int }

func (p point) String() string { return fmt.Sprintf("%d,%d", p.x, p.y) }

func (p point) args() []string { return []string{"mousemove", strconv.Itoa(p.x), strconv.Itoa(p.y)} }

// at gives a place by how far it is from the window's left and upper edges, in percent of its size.
func (u *user) at(right, down int) point {
	u.t.Helper()
	// The geometry's own X and Y count the frame twice under some window managers; the pointer knows where it is.
	geometry, err := tool("xdotool", "getwindowgeometry", "--shell", u.id, "mousemove", "--window", u.id, "0", "0", "getmouselocation", "--shell")
	if err != nil {
		u.t.Fatal(err)
	}
	g := map[string]int{}
	for row := range strings.Lines(geometry) {
		name, value, _ := strings.Cut(strings.TrimSpace(row), "=")
		g[name], _ = strconv.Atoi(value)
	}
	return point{g["X"] + g["WIDTH"]*right/100, g["Y"] + g["HEIGHT"]*down/100}
}

func (u *user) clicks(p point) {
	u.t.Helper()
	u.acts.clicks++
	u.does(append(p.args(), "sleep", "0.15", "click", "1")...) // nobody clicks at what is not drawn yet
}

func (u *user) doubleClicks(p point) {
	u.t.Helper()
	u.does(append(p.args(), "click", "--repeat", "2", "--delay", "40", "1")...)
}

// drags with the button held, in steps as a hand does.
func (u *user) drags(from, to point) {
	u.t.Helper()
	u.acts.drags++
	middle := point{(from.x + to.x) / 2, (from.y + to.y) / 2}
	args := append(from.args(), "sleep", "0.15", "mousedown", "1")
	for _, p := range []point{middle, to, to} {
		args = append(append(args, p.args()...), "sleep", "0.05")
	}
	u.does(append(args, "mouseup", "1")...)
}

// dragsWithCtrl is a drag with Ctrl held.
func (u *user) dragsWithCtrl(from, to point) {
	u.t.Helper()
	u.does("keydown", "ctrl")
	u.drags(from, to)
	u.does("keyup", "ctrl")
}

// nothing is on the clipboard before the program puts something there.
const nothing = "nothing was copied"

// clipboard presses Ctrl+C in the text and gives what that copies: the selection, else the chosen mark's quote.
func (u *user) clipboard() string {
	u.t.Helper()
	return u.copies(u.layout.keys("Ctrl+C")...)
}

// copies hands to the screen what ends with a copy to the clipboard, and waits for that.
func (u *user) copies(acts ...string) string {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	holder := exec.CommandContext(ctx, "xclip", "-i", "-quiet", "-selection", "clipboard") // ends when another takes the clipboard
	holder.Stdin = strings.NewReader(nothing)
	if err := holder.Start(); err != nil {
		u.t.Fatal(err)
	}
	defer func() { cancel(); holder.Wait() }()
	until(u.t, "the clipboard holds our word", func() bool { return readClipboard() == nothing })
	u.does(acts...)
	var copied string
	until(u.t, "Ctrl+C copies something", func() bool { copied = readClipboard(); return copied != nothing && copied != "" })
	return copied
}

func readClipboard() string {
	s, err := tool("xclip", "-o", "-selection", "clipboard")
	if err != nil {
		return ""
	}
	return s
}

// glass is where the user finds characters of the article on the screen: a rectangle inside the text, of a window
// that is scrolled to the article's beginning.
type glass struct {
	*user
	text                     []rune
	left, top, right, bottom int
	known                    map[point]int // what offset said before
}

// looksAt goes to the article's beginning; text is what the article says.
func (u *user) looksAt(text string) *glass {
	u.t.Helper()
	u.presses("Esc", "Esc", "Ctrl+Home")
	topLeft, bottomRight := u.at(24, 24), u.at(73, 90)
	return &glass{u, []rune(text), topLeft.x, topLeft.y, bottomRight.x, bottomRight.y, map[point]int{}}
}

// offset is the code point under a place on the screen: as many as Shift+Ctrl+Home selects from there.
func (g *glass) offset(p point) int {
	g.t.Helper()
	if _, ok := g.known[p]; !ok {
		acts := append(append(p.args(), "click", "1"), g.layout.keys("Ctrl+Shift+Home", "Ctrl+C")...)
		g.known[p] = utf8.RuneCountInString(g.copies(acts...))
	}
	return g.known[p]
}

// visible is what part of the article the glass shows.
func (g *glass) visible() (start, end int) {
	return g.offset(point{g.left, g.top}), g.offset(point{g.left, g.bottom})
}

// find gives the place of a code point of the article that is visible.
func (g *glass) find(offset int) point {
	g.t.Helper()
	y := lastBefore(g.top, g.bottom, func(y int) bool { return g.offset(point{g.left, y}) <= offset })
	y -= 6 // off the line's lower edge
	x := lastBefore(g.left, g.right, func(x int) bool { return g.offset(point{x, y}) <= offset })
	return point{x, y}
}

// lastBefore is about the last of the numbers from low to high for which so is true, to three pixels.
func lastBefore(low, high int, so func(int) bool) int {
	for high-low > 3 {
		if middle := (low + high) / 2; so(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// photograph keeps a picture of the screen, where RUBRICATOR_PICTURES names a folder.
func (u *user) photograph(name string) {
	if dir := os.Getenv("RUBRICATOR_PICTURES"); dir != "" {
		if _, err := tool("import", "-window", "root", filepath.Join(dir, name+".png")); err != nil {
			u.t.Log(err)
		}
	}
}

// until waits for what must come.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// tool runs one of the programs that stand in for a hand.
func tool(name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, exit.Stderr)
	}
	return string(out), err
}

// layout is a keyboard: where its Latin letters stand, when they are not where a US keyboard has them.
type layout struct {
	name  string
	moved map[string]string // a letter, and the US letter at its place
	asd   string            // what the first three keys of the home row type
}

var (
	us = layout{name: "us", asd: "asd"}
	fr = layout{name: "fr", asd: "qsd", moved: map[string]string{"A": "Q", "Q": "A", "Z": "W", "W": "Z"}} // M is where ; was
	de = layout{name: "de", asd: "asd", moved: map[string]string{"Y": "Z", "Z": "Y"}}
	ru = layout{name: "ru", asd: "фыв"}
	ar = layout{name: "ara", asd: "شسي"}
)

// named are the keys that xdotool knows by name and that stand at one place everywhere.
var named = map[string]string{"Enter": "Return", "Esc": "Escape", "Tab": "Tab", "Space": "space", "Del": "Delete", "PgUp": "Prior", "PgDn": "Next",
	"Home": "Home", "End": "End", "Left": "Left", "Right": "Right", "Up": "Up", "Down": "Down", "Ctrl": "ctrl", "Shift": "shift", "F6": "F6"}

// placed are the codes of keys by place, as X counts them.
var placed = map[string]int{"NumLock": 77, "KP1": 87, "KP2": 88, "KPEnter": 104, "fr M": 47}

func init() {
	for first, row := range map[int]string{10: "1234567890", 24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"} {
		for i, k := range row {
			placed[string(k)] = first + i
		}
	}
}

// keys are what xdotool is told to press them on this keyboard.
func (l layout) keys(keys ...string) []string {
	args := []string{"key", "--delay", "10"}
	for _, k := range keys {
		args = append(args, l.chord(k))
	}
	return args
}

// chord is what xdotool calls "Ctrl+Shift+Z" on this keyboard.
func (l layout) chord(keys string) string {
	parts := strings.Split(keys, "+")
	for i, k := range parts {
		if at, ok := l.moved[k]; ok {
			k = at
		}
		if code, ok := placed[l.name+" "+k]; ok {
			parts[i] = strconv.Itoa(code)
		} else if code, ok := placed[k]; ok {
			parts[i] = strconv.Itoa(code)
		} else if name, ok := named[k]; ok {
			parts[i] = name
		} else {
			panic("no key is called " + k)
		}
	}
	return strings.Join(parts, "+")
}
