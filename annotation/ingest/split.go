package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A line begins another article when it looks like a headline, and these hold that make enoughPoints together:
//
//   - it is set apart: by two empty lines or more, where most gaps of the file are smaller, by a ruled line, a page's end, or an end mark such
//     as "###", "-30-" or a copyright line (2 points); where it is not, the text before it has to end as sentences do;
//   - it stands a second time within the next lines, as saved pages have it (2);
//   - the line behind it is a caption, that is, one which stands twice, or ends with an agency in brackets (1);
//   - a byline, a date or a dateline follows within three lines (1 each).
//
// Drafts of which the file says that they are one article are left whole: what looks like the beginning of another in a web page is a picture's credit, a
// quote that is set large, or a heading.
//
// Each article keeps at least enoughWords words of running text. "___" alone divides nothing: agencies put it between parts of one article.
const (
	enoughPoints   = 2
	enoughWords    = 25
	longestTitle   = 160 // bytes
	mostTitleWords = 24
	longestCaption = 600 // bytes
	soonAfter      = 12  // lines in which a headline is repeated
)

// Boundaries are the lines with which another article begins, the first line aside.
func (d *Draft) Boundaries() []int {
	if d.Whole {
		return nil
	}
	b := boundaries{lines: linesOf(d), usual: d.usualGap()}
	var out []int
	begin := 0
	for n := 1; n < b.len(); n++ {
		if b.isHeadline(n) && b.points(n) >= enoughPoints && b.running(begin, n) >= enoughWords && b.running(n, b.len()) >= enoughWords {
			out = append(out, n)
			begin = n
		}
	}
	return out
}

// boundaries looks for them in one draft.
type boundaries struct {
	*lines
	usual int // gap between lines, in line ends
}

// usualGap is the gap that most lines of the draft have before them, in line ends.
func (d *Draft) usualGap() int {
	var gaps []int
	for n := 1; n < len(d.Blocks); n++ {
		gaps = append(gaps, d.gapBefore(n))
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// gapBefore counts the line ends between a line and the one before.
func (d *Draft) gapBefore(n int) int {
	return strings.Count(d.Text[d.endOf(n-1):d.Blocks[n].Start], "\n")
}

var (
	ruledLine = whole(begins("-|=|*|#|~|•|·|–|—|+|."), `([-=*#~•·–—+.]\s*){3,}`)
	endMark   = whole(begins("-|end|(end|/end|#|*"), `(-\s*30\s*-|ends?|\(ends?\)|/?ends/?|-ends-|# ?# ?#|\*{3,}|end of (article|story|document))\.?`)
	agency    = regexp.MustCompile(`\((AFP|AP|Reuters|EPA|dpa|Getty( Images)?|Bloomberg|TASS|Xinhua|Anadolu|Asharq Al-Awsat|SPA|UPI|PA|ANSA|EFE)([^()]{0,60})?\)\.?$|(Getty Images|Shutterstock)\.?$`)
	byline    = regexp.MustCompile(`^(?i:by|von|par|por|di|door|av|автор:?|بقلم)\s+\p{Lu}[\p{L}.'’-]*(\s+(and|und|et|y|e|en|,|de|van|der|al|bin|\p{Lu}[\p{L}.'’-]*),?){0,10}\.?$`)
	writtenBy = begins("by|von|par|por|di|door|av|автор|بقلم")
	dateline  = regexp.MustCompile(`^\p{Lu}[\p{Lu}\s.,'’-]{2,40}(,\s*\p{L}+\.?\s+\d{1,2})?\s*(\([^()]{2,40}\))?\s*[-–—]\s+\S`)
)

// bylineOf is a line that names who wrote the article, else empty.
func bylineOf(line string) string {
	if len(line) <= longestFurniture && writtenBy.in(strings.ToLower(line)) && byline.MatchString(line) {
		return line
	}
	return ""
}

// isHeadline tells whether a line looks like the headline of an article that begins there: it is short, no sentence, and what stands before it has ended.
func (b *boundaries) isHeadline(n int) bool {
	s := b.line(n)
	if len(s) > longestTitle || len(strings.Fields(s)) > mostTitleWords || letters(s) < shortestHeadline || b.isEnd(n) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"'“”„‘’«(`))
	last, _ := utf8.DecodeLastRuneInString(s)
	if !(unicode.IsUpper(first) || unicode.IsDigit(first) || unicode.IsLetter(first) && !unicode.IsLower(first)) || strings.ContainsRune(".,;:", last) || isShareButton(b.lines, n) {
		return false
	}
	return (b.isSetApart(n) || b.hasEnded(n-1)) && b.firstLike(n) == n
}

// isSetApart tells whether a wide gap, a ruled line, a page's end or an end mark stands before a line.
func (b *boundaries) isSetApart(n int) bool {
	gap := b.d.gapBefore(n)
	return gap >= 3 && gap > b.usual || b.isEnd(n-1) || strings.Contains(b.d.Text[b.d.endOf(n-1):b.d.Blocks[n].Start], "\f")
}

// hasEnded tells whether the text up to a line has come to an end: a sentence does there, or what marks an end, or page furniture.
func (b *boundaries) hasEnded(n int) bool {
	if b.isEnd(n) || reasonFor(b.lines, n, Off{"repeated line": true, "repeated headline": true}) != "" {
		return true
	}
	s := strings.TrimRight(b.line(n), `"'”’»)]`)
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？؟।", last)
}

// isEnd tells a line that divides or ends.
func (b *boundaries) isEnd(n int) bool {
	s := b.line(n)
	return len(s) <= longestButton && (ruledLine.is(s) || endMark.is(s)) || copyright.is(s)
}

func (b *boundaries) points(n int) (points int) {
	if b.isSetApart(n) {
		points += 2
	}
	for i := n + 1; i < min(n+soonAfter, b.len()); i++ {
		if b.key(i) == b.key(n) {
			points += 2
			break
		}
	}
	if n+1 < b.len() && b.isCaption(n+1) {
		points++
	}
	for i := n + 1; i < min(n+4, b.len()); i++ {
		if bylineOf(b.line(i)) != "" {
			points++
		}
		if dateline.MatchString(b.line(i)) || dateOf(b.line(i)) != "" {
			points++
		}
	}
	return points
}

// isCaption tells a line that stands twice in a row or names an agency at its end.
func (b *boundaries) isCaption(n int) bool {
	s := b.line(n)
	return len(s) <= longestCaption && namesAgency(s) || n+1 < b.len() && b.key(n) == b.key(n+1)
}

// namesAgency tells a line that has an agency at its end, in brackets but for two.
func namesAgency(s string) bool {
	end := strings.TrimSuffix(s, ".")
	return (strings.HasSuffix(end, ")") || strings.HasSuffix(end, "Images") || strings.HasSuffix(end, "Shutterstock")) && agency.MatchString(s)
}

// running counts words of running text: of lines that end as sentences do, each once.
func (b *boundaries) running(from, to int) int {
	words := 0
	for n := from; n < to; n++ {
		s := b.line(n)
		if len(s) > 40 && b.firstLike(n) == n && b.hasEnded(n) || len(s) > 2*longestTitle {
			words += wordsOf(s)
		}
	}
	return words
}

// wordsOf counts words; where a script has no spaces, 24 characters count as one at least.
func wordsOf(s string) int {
	return max(len(strings.Fields(s)), utf8.RuneCountInString(s)/24)
}

// SplitAt divides a draft before some lines, given in order. The parts share what is known of the file, but not its title, author or date.
func (d *Draft) SplitAt(lines []int) []*Draft {
	if len(lines) == 0 {
		return []*Draft{d}
	}
	edges := append(append([]int{0}, lines...), len(d.Blocks))
	var out []*Draft
	for i := range len(edges) - 1 {
		out = append(out, d.part(edges[i], edges[i+1], i+1, len(edges)-1))
	}
	return out
}

// part is a draft of some lines, the nth of so many.
func (d *Draft) part(from, to, n, of int) *Draft {
	start, end := d.Blocks[from].Start, d.Blocks[to-1].End
	p := &Draft{Text: d.Text[start:end], Source: d.Source, Original: d.Original, Warnings: d.Warnings,
		Details: Details{Outlet: d.Details.Outlet, Language: d.Details.Language, URL: d.Details.URL, Licence: d.Details.Licence}}
	for _, b := range d.Blocks[from:to] {
		b.Start, b.End = b.Start-start, b.End-start
		p.Blocks = append(p.Blocks, b)
	}
	p.Source.Decoding = joined(d.Source.Decoding, fmt.Sprintf("article %d of %d", n, of))
	return p
}
