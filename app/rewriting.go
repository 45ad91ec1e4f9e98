package app

import (
	"sort"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
)

// rewriting is a text that is being corrected. What is shown of it is the text before and after, in one.
type rewriting struct {
	was, now string
	before   []string // what now was before each act
	words    jobs.Rewording
	shown    *text.Text
	at       []passagePlace // of each passage of words
}

// passagePlace is where a passage begins, in bytes.
type passagePlace struct {
	shown int
	now   int // where what went would stand
}

func newRewriting(was string) *rewriting {
	r := &rewriting{was: was, now: was}
	r.compare()
	return r
}

// compare finds out what was changed, and what is to be shown.
func (r *rewriting) compare() {
	r.words, r.at = jobs.Reword(r.was, r.now), r.at[:0]
	var b strings.Builder
	now := 0
	for i, p := range r.words {
		if i > 0 && r.words[i-1].Gone && p.Come && !isBlankAt(r.words[i-1].Text, len(r.words[i-1].Text)-1) && !isBlankAt(p.Text, 0) {
			b.WriteByte(' ') // the two would read as one word
		}
		r.at = append(r.at, passagePlace{b.Len(), now})
		b.WriteString(p.Text)
		if !p.Gone {
			now += len(p.Text)
		}
	}
	r.shown = text.MustNew(b.String()) // both are text, and no larger than articles are
}

// isBlankAt tells whether a space or a line end stands at a byte.
func isBlankAt(s string, at int) bool { return s[at] == ' ' || s[at] == '\n' }

// differs tells whether there is anything to correct.
func (r *rewriting) differs() bool { return r.now != r.was }

// passage is the one that is shown at a position; -1 where there is none.
func (r *rewriting) passage(p text.Pos) int {
	b := int(r.shown.Byte(p))
	return sort.Search(len(r.at), func(i int) bool { return r.at[i].shown > b }) - 1
}

// rangeOf is where a passage is shown, without blanks at its ends; empty for one of blanks.
func (r *rewriting) rangeOf(i int) rangeset.Range {
	words := strings.TrimLeft(r.words[i].Text, " \n")
	start := r.at[i].shown + len(r.words[i].Text) - len(words)
	end := start + len(strings.TrimRight(words, " \n"))
	return rangeset.Range{Start: r.shown.Pos(text.Byte(start)), End: r.shown.Pos(text.Byte(end))}
}

// place is where in the text as it is now a position stands, in bytes.
func (r *rewriting) place(p text.Pos) int {
	i := r.passage(p)
	if i < 0 {
		return 0
	}
	if r.words[i].Gone {
		return r.at[i].now
	}
	return min(r.at[i].now+int(r.shown.Byte(p))-r.at[i].shown, r.at[i].now+len(r.words[i].Text))
}

// shownAt is where a byte of the text as it is now is shown.
func (r *rewriting) shownAt(now int) text.Pos {
	now = min(now, len(r.now))
	for i := len(r.at) - 1; i >= 0; i-- {
		if r.at[i].now <= now && !r.words[i].Gone {
			return r.shown.Pos(text.Byte(r.at[i].shown + now - r.at[i].now))
		}
	}
	return 0
}

// longestStretch is how many bytes of a paragraph are written on at once; of a longer one it is a sentence, and of a longer sentence a part. The toolkit's entry takes 16 ms a letter with so many,
// and 390 ms with ten times as many.
const longestStretch = 1000

// stretch is what is written on at once: the paragraph that a byte of the text as it is now stands in or, where that is long, its sentence.
func (r *rewriting) stretch(at int) (start, end int) {
	start, end = r.paragraph(at)
	if end-start <= longestStretch {
		return start, end
	}
	p := text.MustNew(r.now[start:end])
	a, _, full := p.Sentence(p.Pos(text.Byte(at - start)))
	start, end = start+int(p.Byte(a)), start+int(p.Byte(full))
	for end-start > longestStretch {
		cut := cutBefore(r.now, start, start+longestStretch)
		if at < cut {
			return start, cut
		}
		start = cut
	}
	return start, end
}

// cutBefore is where a text may be cut between two bytes, as far behind as is: behind a blank, else before a letter.
func cutBefore(s string, start, end int) int {
	if n := strings.LastIndexByte(s[start:end], ' '); n > 0 {
		return start + n + 1
	}
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return end
}

// paragraph is the line that a byte stands in; of a blank one the line before.
func (r *rewriting) paragraph(at int) (start, end int) {
	at = min(at, len(r.now))
	if at == len(r.now) || r.now[at] == '\n' {
		at = len(strings.TrimRight(r.now[:at], "\n"))
	}
	start = strings.LastIndexByte(r.now[:at], '\n') + 1
	if n := strings.IndexByte(r.now[at:], '\n'); n >= 0 {
		return start, at + n
	}
	return start, len(r.now)
}

// behind is where the paragraph after one that ends here begins.
func (r *rewriting) behind(end int) int {
	return len(r.now) - len(strings.TrimLeft(r.now[end:], "\n"))
}

// gap is what stands between paragraphs.
func (r *rewriting) gap() string {
	if strings.Contains(r.was, "\n\n") || !strings.Contains(strings.TrimSpace(r.was), "\n") {
		return "\n\n"
	}
	return "\n"
}

// keep remembers the text as it is now, to go back to.
func (r *rewriting) keep() {
	if n := len(r.before); n == 0 || r.before[n-1] != r.now {
		r.before = append(r.before, r.now)
	}
}

// lineEnds are those of other systems, as a clipboard has them.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// replace puts something else in the place of some bytes. Its lines become paragraphs.
func (r *rewriting) replace(start, end int, by string) {
	by = lineEnds.Replace(strings.ToValidUTF8(by, "\uFFFD"))
	lines := strings.FieldsFunc(by, func(c rune) bool { return c == '\n' })
	r.now = r.now[:start] + strings.Join(lines, r.gap()) + r.now[end:]
}

// become is a whole other text.
func (r *rewriting) become(other string) {
	r.keep()
	r.now = other
	r.compare()
}

// drop takes the paragraph at a byte out.
func (r *rewriting) drop(at int) {
	start, end := r.paragraph(at)
	r.become(r.now[:start] + r.now[r.behind(end):])
}

// join puts the paragraph at a byte and the next together; false: there is none.
func (r *rewriting) join(at int) bool {
	_, end := r.paragraph(at)
	next := r.behind(end)
	if next == len(r.now) {
		return false
	}
	blank := " "
	if first, _ := utf8.DecodeRuneInString(r.now[next:]); text.IsUnspaced(first) {
		blank = ""
	}
	r.become(strings.TrimRight(r.now[:end], " ") + blank + r.now[next:])
	return true
}

// dropped is a whole paragraph that went and is shown at a position.
func (r *rewriting) dropped(p text.Pos) (passage int, ok bool) {
	i := r.passage(p)
	if i < 0 || !r.words[i].Gone || i+1 < len(r.words) && r.words[i+1].Come {
		return i, false
	}
	isLast := i+1 == len(r.words) && (i == 0 || strings.HasSuffix(r.words[i-1].Text, "\n"))
	return i, isLast || strings.HasSuffix(r.words[i].Text, "\n")
}

// restore brings a passage that went back.
func (r *rewriting) restore(passage int) {
	at := r.at[passage].now
	r.become(r.now[:at] + r.words[passage].Text + r.now[at:])
}

// back goes back to before the last act; false: there is none.
func (r *rewriting) back() bool {
	n := len(r.before)
	if n == 0 {
		return false
	}
	r.now, r.before = r.before[n-1], r.before[:n-1]
	r.compare()
	return true
}
