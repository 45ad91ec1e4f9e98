package archive

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// nameOf is the name of a file as archives should have it: UTF-8, or where the bytes are none, the old CP437; folders divided by "/".
func nameOf(name string) string {
	if !utf8.ValidString(name) {
		var out strings.Builder
		for _, c := range []byte(name) {
			out.WriteRune(charmap.CodePage437.DecodeByte(c))
		}
		name = out.String()
	}
	name = strings.ReplaceAll(name, `\`, "/")
	if len(name) > 1 && name[1] == ':' {
		return "/" + name // a drive of Windows
	}
	if strings.HasSuffix(name, "/") || strings.Contains("/"+name+"/", "/../") {
		return name
	}
	return path.Clean(name)
}

// isHidden tells what a system put into the archive, and what people do not see in their folders.
func isHidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return part == "__MACOSX" || strings.HasPrefix(part, ".") && strings.Trim(part, ".") != ""
	})
}

// furniture are the endings of files that belong to pages and systems. No article is in them.
var furniture = strings.Fields(`.png .jpg .jpeg .jpe .gif .webp .svg .bmp .ico .tif .tiff .avif .heic .psd
	.css .js .mjs .map .wasm .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .m4v .ogg .oga .ogv .wav .flac .webm .mov .avi .mkv .swf
	.db .ini .lnk .url .webloc .desktop .exe .dll .so .dylib .class .pyc .p7s .asc .sig .sha256 .md5 .torrent`)

func isFurniture(name string) bool {
	return slices.Contains(furniture, strings.ToLower(path.Ext(name)))
}

// pageOf is a web page's name without its ending.
func pageOf(name string) (string, bool) {
	switch end := path.Ext(name); strings.ToLower(end) {
	case ".html", ".htm", ".xhtml", ".shtml":
		return strings.TrimSuffix(name, end), true
	}
	return "", false
}

// besides are what browsers call the folder of a page that they save, behind the name of the page, in several languages.
var besides = strings.Fields("_files .files _file -Dateien _fichiers _archivos _arquivos _ficheiros _bestanden _pliki _soubory _súbory _filer _tiedostot _dosyalar _elemei _файлы")

// inPage tells whether a file stands in the folder of a page that was saved beside it.
func (u *unpacking) inPage(name string) bool {
	for folder := path.Dir(name); folder != "." && folder != "/"; folder = path.Dir(folder) {
		for _, end := range besides {
			if page, ok := strings.CutSuffix(folder, end); ok && u.pages[page] {
				return true
			}
		}
	}
	return false
}
