package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
)

const (
	tollsRise = "Tolls rise again\n\nTolls rose 12% in May.\n\nJust seven ships paid.\n"
	portOpens = "Port opens\n\nThe port opened on Monday.\n"
)

// beside is the home of somebody else, who uses the same program on a machine of their own.
func (h *home) beside(name string) *home {
	h.t.Helper()
	other := &home{t: h.t, program: h.program, dir: h.t.TempDir(), layout: us}
	other.isCalled(name)
	return other
}

// isCalled gives the user a name before the program is first used.
func (h *home) isCalled(name string) {
	h.t.Helper()
	b, err := json.Marshal(map[string]any{"annotator": annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}})
	folder := filepath.Join(h.dir, "config", "rubricator")
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "settings.json"), b, 0o600)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// runs a command on the project, which must be done.
func (h *home) runs(command string, args ...string) string {
	h.t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.project()), 0o700); err != nil {
		h.t.Fatal(err)
	}
	words := strings.Fields(command)
	out, err := h.commands(append(append(words, "-p", h.project()), args...)...)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// publishes by the window, into a file.
func (u *user) publishes(path string) string {
	u.t.Helper()
	u.presses("Ctrl+Shift+P", "Ctrl+A")
	u.writes(path)
	u.presses("Enter")
	until(u.t, "the bundle is there", func() bool { _, err := os.Stat(path); return err == nil })
	return path
}

// collects by the window, from a file.
func (u *user) collects(path string, came func() bool) {
	u.t.Helper()
	u.presses("Ctrl+Shift+O", "Ctrl+A")
	u.writes(path)
	u.presses("Enter")
	until(u.t, "what is in "+filepath.Base(path)+" is here", came)
	time.Sleep(2 * time.Second) // the window shows it a moment after it is on disk
}

// pressesUntil presses a key again while the window has not come to what it is about.
func (u *user) pressesUntil(key string, so func() bool) {
	u.t.Helper()
	until(u.t, key+" does what it is for", func() bool {
		u.presses(key)
		for range 20 {
			if so() {
				return true
			}
			time.Sleep(50 * time.Millisecond)
		}
		return false
	})
}

// holds tells whether an export of the project says these things.
func (h *home) holds(parts ...string) func() bool {
	return func() bool {
		dataset, _, err := h.export()
		return err == nil && !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(dataset, p) })
	}
}

// hides tells whether an export leaves out what others marked, since it is hidden from whoever works here.
func (h *home) hides() bool {
	_, err := h.commands("export", "-p", h.project(), "--status", "any", "-o", "-")
	return err != nil && strings.Contains(err.Error(), "hidden from you until")
}

// Ana hands two articles to Ben and Cem, who mark them without seeing each other's marks; she compares, decides, returns one article with a word, gets
// the answer, and has a reference and a report in the end. What goes between them are files.
func team(ana *home) {
	ana.isCalled("Ana")
	ben, cem, shared := ana.beside("Ben"), ana.beside("Cem"), ana.t.TempDir()
	ana.keeps(tollsRise, portOpens)
	begin := filepath.Join(shared, "begin.rubric-bundle")
	ana.runs("publish", begin)
	for _, h := range []*home{ben, cem} {
		h.runs("collect", begin)
		ana.runs("collect", h.publishesTo(shared, "joins"))
	}
	ana.runs("round new --blind", "pilot")
	ana.runs("round assign --all --each --to Ben,Cem", "pilot")
	assigned := ana.publishesTo(shared, "assigned")

	// Ben collects and marks.
	u := ben.opens()
	u.collects(assigned, func() bool { return strings.Contains(ben.runs("round list", "--json"), `"pilot"`) })
	u.presses("Ctrl+Home", "Down", "1")
	ben.waitsForMarks("claim: Tolls rose 12% in May")
	u.presses("Down", "Home", "2")
	ben.waitsForMarks("claim: Tolls rose 12% in May", "statistic: Just seven")
	u.presses("Ctrl+Enter", "Ctrl+Shift+Enter")
	ben.waits("both articles are done", allDone)
	u.publishes(filepath.Join(shared, "ben.rubric-bundle"))
	u.closes()

	// Cem marks the claim otherwise, and the same number. Ben's marks are not in Cem's way: they come when Cem is done.
	u = cem.opens()
	u.collects(shared, cem.hides) // all that lies there
	u.presses("Ctrl+2")
	u.photograph("blind")
	u.presses("Ctrl+1", "Ctrl+Home", "Down", "1", "Shift+E", "Shift+E", "Down", "Home", "2")
	cem.waits("Cem has marked", func(lines []line) bool { return slices.Contains(marks(lines), "claim: Tolls rose 12%") })
	u.presses("Ctrl+Enter", "Ctrl+Shift+Enter")
	cem.waits("Cem is done", allDone)
	u.publishes(filepath.Join(shared, "cem.rubric-bundle"))
	u.closes()

	// Ana compares and decides: what both have is in the reference already.
	u = ana.opens()
	u.collects(shared, ana.holds("Tolls rose 12% in May", `"Tolls rose 12%"`))
	u.presses("Ctrl+2")
	ana.waitsForReference("statistic: Just seven")
	u.photograph("team-review")
	u.pressesUntil("1", func() bool { return strings.Contains(ana.runs("export --reference -o -"), "12% in May\"") })
	ana.waitsForReference("claim: Tolls rose 12% in May", "statistic: Just seven")
	u.presses("Ctrl+Z") // to look at it once more
	ana.waitsForReference("statistic: Just seven")
	u.presses("C")
	u.writes("The month belongs to it, doesn't it?")
	u.presses("Enter")
	until(ana.t, "it is said", func() bool { return strings.Contains(ana.runs("comments"), "doesn't it?") })
	u.presses("V", "Down", "Down", "Down", "Down", "Down", "Enter")
	u.writes("The month is missing in the claim.")
	u.photograph("team-return")
	u.presses("Enter", "1")
	ana.waitsForReference("claim: Tolls rose 12% in May", "statistic: Just seven")
	until(ana.t, "the work is returned", func() bool { return strings.Contains(ana.runs("history --limit 5"), "return") })
	decided := u.publishes(filepath.Join(shared, "decided.rubric-bundle"))
	u.closes()

	// Cem finds it in the inbox, answers, and does the work again.
	u = cem.opens()
	u.collects(decided, func() bool { return strings.Contains(cem.runs("history --limit 50"), "return") })
	u.presses("Ctrl+Shift+I")
	u.photograph("team-inbox")
	u.presses("Enter", "Enter")
	u.writes("It does, I was too quick.")
	u.presses("Enter")
	until(cem.t, "the answer is there", func() bool { return strings.Contains(cem.runs("comments"), "too quick") })
	u.presses("Esc", "Ctrl+Home", "Down", "Tab", "E", "E")
	cem.waits("the claim is mended", func(lines []line) bool { return slices.Contains(marks(lines), "claim: Tolls rose 12% in May") })
	u.presses("Ctrl+Enter")
	answered := u.publishes(filepath.Join(shared, "answered.rubric-bundle"))
	u.closes()

	// Ana collects the answer, and exports.
	ana.runs("collect", answered)
	if said := ana.runs("comments"); !strings.Contains(said, "too quick") {
		ana.t.Errorf("the answer is missing in\n%s", said)
	}
	gold, err := readLines(ana.runs("export --reference -o -"))
	if want := []string{"claim: Tolls rose 12% in May", "statistic: Just seven"}; err != nil || !slices.Equal(marks(gold), want) {
		ana.t.Errorf("the reference has %v, want %v (%v)", marks(gold), want, err)
	}
	report := filepath.Join(ana.dir, "report.html")
	ana.runs("agreement", "--html", report)
	if html, err := os.ReadFile(report); err != nil || !strings.Contains(string(html), "<svg") || !strings.Contains(string(html), "Ben") {
		ana.t.Errorf("the report is no report: %v, %d bytes", err, len(html))
	}
	for _, h := range []*home{ana, ben, cem} {
		h.runs("check")
	}
}

// allDone tells whether all that was begun is done.
func allDone(lines []line) bool {
	return len(lines) > 0 && !slices.ContainsFunc(lines, func(l line) bool { return l.Status != "done" })
}

// publishesTo publishes without the window.
func (h *home) publishesTo(folder, name string) string {
	h.t.Helper()
	path := filepath.Join(folder, name+" "+filepath.Base(h.dir)+strings.ReplaceAll(filepath.Dir(h.dir), "/", "-")+".rubric-bundle")
	h.runs("publish", path)
	return path
}
