package brat

import (
	"path"
	"regexp"
	"strings"
)

// longestName bounds the names of files, in bytes.
const longestName = 80

// ofDevices are names that Windows keeps for itself.
var ofDevices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)

// fileName makes a name of a file or folder that all systems and the addresses of brat take; otherwise is for names without letters of ASCII.
func fileName(name, otherwise string) string {
	out := strings.Map(func(r rune) rune {
		if r == '.' || escape(string(r)) == string(r) {
			return r
		}
		return '_'
	}, name)
	for strings.Contains(out, "__") {
		out = strings.ReplaceAll(out, "__", "_")
	}
	out = strings.Trim(out[:min(len(out), longestName)], "._-")
	if out == "" || ofDevices.MatchString(out) {
		return otherwise
	}
	return out
}

// stem is a file's name without what says its type: "may" of "may.txt", but "No. 10" of "No. 10".
func stem(file string) string {
	if ext := path.Ext(file); len(ext) <= len(".html") && !strings.Contains(ext, " ") {
		return strings.TrimSuffix(file, ext)
	}
	return file
}
