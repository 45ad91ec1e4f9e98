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
//     as "###", "-30-", "End of document" or a copyright line with its year (2 points);
//   - it stands twice in all, the second time before the text begins, as saved pages have it (2);
//   - the line behind it is a caption, that is, one which stands twice, or ends with an agency in brackets (1);
//   - a byline, a date, an address or a dateline follows within three lines, before the headline of another article (1 each); a dateline that names
//     an agency, as "LONDON (Reuters) -" (2);
//   - another subject begins (2) or may (1), see subject.go, and the text on both sides is as long as an article's.
//
// Drafts of which the file says that they are one article are left whole: what looks like the beginning of another in a web page is a picture's credit, a
// quote that is set large, or a heading.
//
// A headline is short, no sentence, no entry of a list, and not a line that was there before. The text before it has to end as sentences do, unless it
// is set apart, stands twice, or is followed by byline and date at once. Of two such lines in a row, the first is the last line of the article before where
// it says nothing of what follows. Each article keeps at least enoughWords words of running text. "___" alone divides nothing: agencies put
// it between parts of one article.
//
// Measured (TestDivisionMeasured) on news texts of a public set of web pages in 20 languages and on articles of the BBC, each put together by threes. The
// rules were set by looking at 121 and 371 of them; these are the figures of 133 and 369 others, precision and recall of boundaries:
//
//	two empty lines, a rule, an end mark    0.99 0.97    1.00 1.00
//	byline and date                         0.99 0.97    1.00 1.00
//	byline alone                            0.98 0.67    1.00 0.82
//	dateline with an agency                 0.98 0.92    0.99 0.97
//	headline twice, captions or none        0.99 0.92    1.00 0.98
//	nothing but the headline                0.94 0.36    1.00 0.40
//
// Of these single articles 1 of 133 and 0 of 369 are divided, of 743 more of the BBC that nobody looked at, none; of 895 pages of the web that are
// mostly no news (blogs, shops, lists, forums), as plain text, 19.
const (
	enoughPoints          = 2
	enoughWords           = 25
	longestTitle          = 160 // code points
	mostTitleWords        = 24
	shortestHeadlineTwice = 20  // letters and digits of a headline that stands twice; shorter lines that do are entries of lists
	longestStandfirst     = 320 // bytes, of what may stand between a headline and its byline
	longestCaption        = 600 // bytes
	soonAfter             = 12  // lines in which a headline is repeated
)

// Boundaries are the lines with which another article begins, the first line aside; none where the file says that it is one article.
func (d *Draft) Boundaries() []int {
	if d.Whole {
		return nil
	}
	b := &boundaries{lines: linesOf(d), usual: d.usualGap()}
	subjects := subjects{b: b}
	var out []int
	begin, counted, words := 0, 0, 0 // words of running text from begin to the line counted
	last := -1                       // line with which an article can begin; -1: not asked yet
	for n := 1; n < b.len(); n++ {
		if !b.isHeadline(n) || b.points(n)+subjects.points(begin, n) < enoughPoints || subjects.isLastLine(n) {
			continue
		}
		if last < 0 {
			last = b.lastBegin()
		}
		if n > last {
			break
		}
		words += b.running(counted, n)
		if counted = n; words >= enoughWords {
			out = append(out, n)
			begin, words = n, 0
		}
	}
	return out
}

// lastBegin is the last line with which an article can begin: behind it is too little text for another.
func (b *boundaries) lastBegin() int {
	n := b.len()
	for words := 0; n > 0 && words < enoughWords; {
		n--
		words += b.running(n, n+1)
	}
	return n
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
	ruledLine  = whole(begins("-|=|*|#|~|•|·|–|—|+|."), `([-=*#~•·–—+.]\s*){3,}`)
	endMark    = whole(begins("-|end|(end|/end|#|*|document|load-date|"+digits), `(-\s*30\s*-|ends?|\(ends?\)|/?ends/?|-ends-|# ?# ?#|\*{3,}|end of (article|story|document)|\d+ of \d+ documents|document [a-z]{4,}\d{14}\w+|load-date:.*)\.?`)
	tail       = whole(begins("(|[|_").or("http|www."), `\(.*\)|\[.*\]|(\S+\s+)?(https?://|www\.)\S+|_{2,}`)
	address    = whole(begins("http|source|link|url|quelle|fuente|fonte"), `((source|link|url|quelle|fuente|fonte)\s*:\s*)?https?://\S+`)
	agency     = regexp.MustCompile(`\((AFP|AP|Reuters|EPA|dpa|Getty( Images)?|Bloomberg|TASS|Xinhua|Anadolu|Asharq Al-Awsat|SPA|UPI|PA|ANSA|EFE)([^()]{0,60})?\)\.?$|(Getty Images|Shutterstock)\.?$`)
	enumerated = regexp.MustCompile(`^(\d+\s*[.):]|\d{1,2}[.:hH]\d\d\b|[A-Z][:.]\s)|[?)]$|[$€£¥]\d[\d.,]*$`)                                                                            // "1. Rent", "8h41 - Markets open", "Q: Why now?", "Bottles for $20"
	dateline   = regexp.MustCompile(`^\p{Lu}[\p{Lu}\s.,'’-]{2,40}(,\s*\p{L}+\.?(\s+\d{1,2})?)?\s*(\([^()]{2,40}\))?\s*[-–—]\s+\S`)                                                      // "LONDON, May 3 (Reuters) -", "NAIROBI, Kenya —"
	wire       = regexp.MustCompile(`^\p{Lu}[\p{L}\d\s.,/'’-]{1,60}\((\p{Lu}{2,10}|Reuters|Xinhua|Bloomberg|Anadolu|dpa|apa|sda|belga|ritzau)([/ ,-][^()]{0,24})?\)\s*[-–—]{1,2}\s+\S`) // "Berlin (dpa) - "
	colophon   = regexp.MustCompile(`(?i)[12]\d{3}|rights|rechte|droits|derechos|diritti|may not be`)
	sentences  = regexp.MustCompile(`\p{Ll}{4}[.]["'”’»)]*\s+["'“„‘«(]*\p{Lu}|。.`) // several in one line
	source     = regexp.MustCompile(`([.!?…]["'”’»]*)\s*\([^()]{1,60}\)$`)         // "He said so. (AFP)"
)

// What quotes and brackets may stand before and behind a line.
const (
	opening = `"'“”„‘’«»‹›([【「『《–- `
	closing = `"'“”‘’«»‹›)]】」』》`
)

// isHeadline tells whether a line looks like the headline of an article that begins there: in its form, and what stands before it has ended, or it is told
// by what follows.
func (b *boundaries) isHeadline(n int) bool {
	return b.hasForm(n) && (b.isSetApart(n) || b.hasEnded(n-1) || b.isSigned(n) || b.isRepeatedSoon(n))
}

// hasForm tells whether a line is written as headlines are: short, no sentence, and for the first time.
func (b *boundaries) hasForm(n int) bool {
	s := b.line(n)
	if len(s) > 4*longestTitle || strings.Contains(s, "\t") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, opening))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, closing))
	if unicode.IsLower(first) || !unicode.IsLetter(first) && !unicode.IsDigit(first) || strings.ContainsRune(".,;:", last) {
		return false
	}
	size := utf8.RuneCountInString(s)
	return size <= longestTitle && len(strings.Fields(s)) <= mostTitleWords && letters(s) >= shortestHeadline &&
		!(size > longestTitle/2 && sentences.MatchString(s)) && !b.isEnd(n) && !b.isTail(n) && !isShareButton(b.lines, n) && b.firstLike(n) == n
}

// isSetApart tells whether a wide gap, a ruled line, a page's end or an end mark stands before a line.
func (b *boundaries) isSetApart(n int) bool {
	gap := b.d.gapBefore(n)
	return gap >= 3 && gap > b.usual || b.isEnd(n-1) || strings.Contains(b.d.Text[b.d.endOf(n-1):b.d.Blocks[n].Start], "\f")
}

// hasEnded tells whether the text up to a line has come to an end: a sentence does there, or what marks an end, or page furniture.
func (b *boundaries) hasEnded(n int) bool {
	if b.isEnd(n) || b.isTail(n) || reasonFor(b.lines, n, Off{"repeated line": true, "repeated headline": true}) != "" {
		return true
	}
	return endsSentence(b.line(n))
}

// isTail tells what stands at the end of articles and divides nothing: a line in brackets, an address, a short rule.
func (b *boundaries) isTail(n int) bool {
	return tail.is(b.line(n))
}

// isEnd tells a line that divides or ends. A copyright line without a year or a word of rights says whose a picture is.
func (b *boundaries) isEnd(n int) bool {
	s := b.line(n)
	return len(s) <= longestButton && (ruledLine.is(s) || endMark.is(s)) || copyright.is(s) && colophon.MatchString(s)
}

func (b *boundaries) points(n int) (points int) {
	if b.isSetApart(n) {
		points += 2
	}
	if b.isRepeatedSoon(n) {
		points += 2
	}
	if n+1 < b.len() && b.isCaption(n+1) {
		points++
	}
	return points + b.signs(n)
}

// isRepeatedSoon tells whether a line stands once more before the text of its article begins.
func (b *boundaries) isRepeatedSoon(n int) bool {
	if letters(b.line(n)) < shortestHeadlineTwice {
		return false
	}
	for i := n + 1; i < min(n+soonAfter, b.len()); i++ {
		if b.key(i) == b.key(n) {
			return b.saidLike(n).times == 2 && b.running(n+1, i) < 2*enoughWords && b.isFollowedByText(i)
		}
	}
	return false
}

// isFollowedByText tells whether a paragraph follows soon, as it does not in lists.
func (b *boundaries) isFollowedByText(n int) bool {
	for i := n + 1; i < min(n+soonAfter/2, b.len()); i++ {
		if b.isText(i) {
			return true
		}
	}
	return false
}

// signs counts what articles are signed with behind their headline: a byline, a date, an address, a dateline; a dateline that names an agency counts twice.
func (b *boundaries) signs(n int) (signs int) {
	for i := n + 1; i < min(n+4, b.len()); i++ {
		s := b.line(i)
		switch {
		case wire.MatchString(s):
			return signs + 2
		case dateline.MatchString(s):
			return signs + 1
		case authorIn(s) != "", address.is(s), dateOf(s, false) != "":
			signs++
		case len(s) > longestStandfirst, i > n+1 && b.hasForm(i):
			return signs // what follows belongs to the article of another headline
		}
	}
	return signs
}

// isSigned tells a line that a byline and a date follow at once, so that it is a headline whatever stands before.
func (b *boundaries) isSigned(n int) bool {
	return n+1 < b.len() && (authorIn(b.line(n+1)) != "" || dateOf(b.line(n+1), false) != "") && b.signs(n) >= enoughPoints
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
		if len(s) > 2*longestTitle || len(s) > 40 && b.firstLike(n) == n && b.hasEnded(n) {
			words += wordsOf(s)
		}
	}
	return words
}

// wordsOf counts words, of a very long line those with which it begins; where a script has no spaces, 24 characters count as one at least.
func wordsOf(s string) int {
	s = s[:min(len(s), mostOfLine)]
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
		Whole: d.Whole, Details: Details{Outlet: d.Details.Outlet, Language: d.Details.Language, URL: d.Details.URL, Licence: d.Details.Licence}}
	for _, b := range d.Blocks[from:to] {
		b.Start, b.End = b.Start-start, b.End-start
		p.Blocks = append(p.Blocks, b)
	}
	p.Source.Decoding = joined(d.Source.Decoding, fmt.Sprintf("article %d of %d", n, of))
	return p
}
