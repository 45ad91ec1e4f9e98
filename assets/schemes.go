package assets

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed schemes/*.yaml
var schemes embed.FS

// SchemeNames lists the schemes that come with the program, the one of new projects first.
func SchemeNames() []string {
	files, _ := fs.Glob(schemes, "schemes/*.yaml") // the pattern is right
	names := []string{DefaultScheme}
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "schemes/"), ".yaml")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// DefaultScheme is the name of the scheme of new projects.
const DefaultScheme = "newsroom-1"

// Scheme is a scheme that comes with the program, as schemefile.Read reads it. ok is false when there is none of that name.
func Scheme(name string) (b []byte, ok bool) {
	b, err := schemes.ReadFile("schemes/" + name + ".yaml")
	return b, err == nil
}
