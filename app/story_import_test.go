package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"rubricator/app"
)

// importByKeys imports two files by the dialog: a copy of what is there stays out, the other is divided in two; and takes it back.
func importByKeys(h *home) {
	h.keeps(ferry)
	folder := filepath.Join(h.dir, "wire")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		h.t.Fatal(err)
	}
	for name, body := range map[string]string{"news-1.txt": strings.ReplaceAll(ferry, "\n", "\n\n"), "news-2.txt": "Quay opens\n\nShare on Facebook\n\nThe port opened a quay on Monday.\n\nThe flood plan costs $2.4 trillion, the mayor said.\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(body), 0o644); err != nil {
			h.t.Fatal(err)
		}
	}
	u := h.opens()
	u.presses("Ctrl+I")
	time.Sleep(500 * time.Millisecond)
	u.presses("Ctrl+A")
	u.writes(filepath.Join(folder, "news"))
	time.Sleep(500 * time.Millisecond)
	u.presses("Enter")
	time.Sleep(time.Second)
	u.photograph("import-shown")
	u.presses("Down", "Enter", "Ctrl+End", "D")
	time.Sleep(500 * time.Millisecond)
	u.photograph("import-divided")
	u.presses("Ctrl+Enter")
	h.waits("the two articles of the second file are there", func(lines []line) bool { return len(lines) == 3 })
	u.photograph("import-loaded")
	time.Sleep(500 * time.Millisecond)
	u.presses("Ctrl+Z")
	h.waits("the import is taken back", func(lines []line) bool { return len(lines) == 1 })
}

// A folder of files of many kinds is named in the dialog, a text is divided, the copy stays out, and what was loaded is filtered, searched and opened,
// by keys alone.
func mixedByKeys(h *home) {
	folder := filepath.Join(h.dir, "wire")
	app.MixedFolder(h.t, folder)
	u := h.opens()
	u.presses("Ctrl+I")
	time.Sleep(500 * time.Millisecond)
	u.presses("Ctrl+A")
	u.writes(folder)
	time.Sleep(500 * time.Millisecond)
	u.photograph("mixed-dialog")
	u.presses("Enter")
	until(h.t, "what was read is shown, for what was refused can be copied", func() bool {
		u.presses("Ctrl+C")
		time.Sleep(300 * time.Millisecond)
		return strings.Contains(readClipboard(), "8-damaged.pdf: ")
	})
	u.photograph("mixed-shown")
	u.presses("Enter", "Ctrl+End", "D")
	time.Sleep(time.Second)
	u.photograph("mixed-divided")
	u.presses("Ctrl+Enter")
	lines := h.waits("eight articles are there", func(lines []line) bool { return len(lines) == 8 })
	for _, l := range lines {
		if strings.HasPrefix(l.Text, "Quay opens") && strings.Contains(l.Text, "flood plan") {
			h.t.Errorf("the text was not divided: %q", l.Text)
		}
	}
	time.Sleep(2 * time.Second) // the first of them is opened
	u.presses("F6")
	u.writes("outlet:gazette")
	time.Sleep(time.Second)
	u.photograph("mixed-filtered")
	u.presses("Enter")
	time.Sleep(time.Second)
	u.presses("Ctrl+A")
	if got := u.clipboard(); !strings.HasPrefix(got, "The bridge at Brant") {
		h.t.Errorf("the first article of the outlet says %q", got)
	}
	u.presses("F6", "Ctrl+A")
	u.writes("crane")
	time.Sleep(time.Second)
	u.photograph("mixed-found")
	u.presses("Enter")
	time.Sleep(time.Second)
	u.presses("Shift+Right")
	if got := u.clipboard(); got != "crane" {
		h.t.Errorf("the caret is before %q", got)
	}
	u.closes()
}
