package ingest

import "bytes"

// magics are the first bytes by which files that are no text give themselves away, whatever their name says.
var magics = []struct{ first, what string }{
	{"%PDF-", "a PDF"},
	{"{\\rtf", "an RTF document"},
	{"PK\x03\x04", "a ZIP archive or an office document"},
	{"PK\x05\x06", "an empty ZIP archive"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document"},
	{"\x89PNG\r\n\x1a\n", "a PNG picture"},
	{"\xFF\xD8\xFF", "a JPEG picture"},
	{"GIF87a", "a GIF picture"},
	{"GIF89a", "a GIF picture"},
	{"\x1f\x8b", "a gzip archive"},
	{"\xFD7zXZ\x00", "an xz archive"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive"},
	{"Rar!\x1a\x07", "a RAR archive"},
	{"\x28\xB5\x2F\xFD", "a Zstandard archive"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"\x7fELF", "a program"},
	{"OggS\x00", "a sound or a film"},
	{"ID3\x03", "a sound"},
	{"ID3\x04", "a sound"},
	{"%!PS-Adobe", "a PostScript document"},
}

// Magic names what b is when its first bytes say that it is no text: "a PDF".
func Magic(b []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.first)) {
			return m.what
		}
	}
	return ""
}

// MagicOf is Magic of a file that may be one of many sizes. The error is one of reading it.
func MagicOf(f File) (string, error) {
	const longest = 16
	first, err := f.First(longest)
	return Magic(first), err
}
