package storage

import (
	"os"
	"path/filepath"
	"strings"
)

// sharedBy tells how others can come to write to a folder at the same time: by a network, or by a program that
// synchronises it; "" where only this machine does. SQLite's write-ahead log works on one machine alone, and a file that is
// synchronised while it is open is torn or replaced.
func sharedBy(folder string) string {
	if kind := networkOf(folder); kind != "" {
		return "the folder is on a network drive (" + kind + ")"
	}
	for up := folder; ; up = filepath.Dir(up) {
		if name := syncedBy(up); name != "" {
			return "the folder is synchronised by " + name
		}
		if up == filepath.Dir(up) {
			return ""
		}
	}
}

// synced are the programs that synchronise folders, by what they call their folder or leave in it.
var synced = []struct {
	program string
	names   []string // a folder's name, or its beginning where it ends in *
	marks   []string // files in the folder, as patterns
}{
	{"Dropbox", []string{"Dropbox", "Dropbox (*"}, []string{".dropbox.cache"}},
	{"OneDrive", []string{"OneDrive", "OneDrive - *"}, nil},
	{"Google Drive", []string{"Google Drive", "GoogleDrive", "GoogleDrive-*"}, []string{".tmp.driveupload"}},
	{"iCloud", []string{"iCloudDrive", "iCloud Drive", "com~apple~CloudDocs"}, nil},
	{"a cloud program", []string{"CloudStorage"}, nil}, // where macOS keeps those of others
	{"Syncthing", nil, []string{".stfolder"}},
	{"Nextcloud", []string{"Nextcloud", "ownCloud"}, []string{".sync_*.db", "._sync_*.db", ".nextcloudsync.log", ".owncloudsync.log"}},
}

// syncedBy names the program whose folder this is.
func syncedBy(folder string) string {
	name := filepath.Base(folder)
	for _, s := range synced {
		for _, n := range s.names {
			if begin, open := strings.CutSuffix(n, "*"); name == n || open && strings.HasPrefix(name, begin) {
				return s.program
			}
		}
		for _, mark := range s.marks {
			if holds(folder, mark) {
				return s.program
			}
		}
	}
	return ""
}

func holds(folder, mark string) bool {
	if !strings.Contains(mark, "*") {
		_, err := os.Lstat(filepath.Join(folder, mark))
		return err == nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if ok, err := filepath.Match(mark, e.Name()); ok && err == nil {
			return true
		}
	}
	return false
}
