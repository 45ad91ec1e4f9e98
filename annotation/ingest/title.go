package ingest

import (
	"strings"
	"unicode/utf8"
)

// maxTitle is the longest title, in bytes; some files are one endless line.
const maxTitle = 300

// headingOf is a line of Markdown without the signs that make it a title.
func headingOf(line string) string { return emphasis.Replace(heading(line)) }

// withoutSpace is a line without white space and byte order marks at its ends.
func withoutSpace(line string) string { return strings.Trim(line, bom+" \t\f\u00A0") }

// emphasis takes the signs of bold and code out of a title.
var emphasis = strings.NewReplacer("**", "", "__", "", "`", "")

// heading is the text of a heading like "## Title ##", or the line itself when it is none ("#hashtag").
func heading(line string) string {
	signs := len(line) - len(strings.TrimLeft(line, "#"))
	if signs == 0 || signs > 6 || signs < len(line) && line[signs] != ' ' && line[signs] != '\t' {
		return line
	}
	body := strings.TrimSpace(line[signs:])
	if cut := strings.TrimRight(body, "#"); cut == "" || strings.HasSuffix(cut, " ") {
		body = strings.TrimSpace(cut)
	}
	return body
}

// frontMatter is the title in a block between two lines "---" at the very start, and the text behind the block.
func frontMatter(s string) (given, body string) {
	block, ok := strings.CutPrefix(s, "---\n")
	if !ok {
		return "", s
	}
	block, body, ok = strings.Cut(block, "\n---\n")
	if !ok {
		return "", s
	}
	for line := range strings.SplitSeq(block, "\n") {
		if v, ok := strings.CutPrefix(line, "title:"); ok {
			return strings.Trim(strings.TrimSpace(v), `"'`), body
		}
	}
	return "", body
}

// shorten cuts a title that is too long at a space.
func shorten(line string) string { return cutAt(line, maxTitle) }

// cutAt cuts a line that is longer than so many bytes, at a space where there is one.
func cutAt(line string, size int) string {
	if len(line) <= size {
		return line
	}
	n := size
	for !utf8.RuneStart(line[n]) {
		n--
	}
	cut := line[:n]
	if i := strings.LastIndexByte(cut, ' '); i > size/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
