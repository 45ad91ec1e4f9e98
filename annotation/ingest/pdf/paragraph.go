package pdf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/ingest"
)

// paragraph is what becomes a block of the draft.
type paragraph struct {
	text  []byte // which grows by lines
	lines []*line
	in    *block // of its last line
	size  float64
	kind  ingest.Kind
	cut   cut
}

// paragraphs puts the lines of the pages together. What stands on every page comes behind the paragraph that it interrupts.
// Asides, which stand otherwise than the most of their page, come at its end.
func paragraphs(pages [][]*line, asides map[int][][]*line, c *characters) []*paragraph {
	findFurniture(pages)
	w := newWords(pages)
	s := &setting{words: w, characters: c, body: bodySize(pages), indented: indents(pages)}
	for p, lines := range pages {
		s.page(lines)
		for _, aside := range asides[p] {
			s.end()
			s.page(aside)
			s.end()
		}
	}
	s.end()
	nameKinds(s.done, s.body)
	return s.done
}

// end gives back the hyphen with which the text ends, as nothing goes on with it.
func (p *paragraph) end() {
	if p.lines[len(p.lines)-1].hyphen() {
		p.text = append(p.text, '-')
	}
}

// setting is the making of paragraphs of lines in the order of reading.
type setting struct {
	words      *words
	characters *characters
	body       float64 // size of most letters
	indented   bool    // paragraphs begin with an indent
	open       *paragraph
	done       []*paragraph
	waiting    []*paragraph // what is cut, until the open paragraph ends
}

// page adds the lines of a page.
func (s *setting) page(lines []*line) {
	var text, head, foot []*line
	right := 0
	for _, l := range lines {
		switch {
		case l.cut == "":
			text = append(text, l)
			if l.rtl {
				right++
			}
		case len(text) == 0:
			head = append(head, l)
		default:
			foot = append(foot, l)
		}
	}
	for _, l := range head {
		s.cut(l)
	}
	for _, b := range ordered(blocksOf(text), right*2 > len(text)) {
		for _, l := range b.lines {
			s.add(l, b)
		}
	}
	for _, l := range foot {
		s.cut(l)
	}
}

func (s *setting) cut(l *line) {
	p := &paragraph{text: []byte(l.text()), lines: []*line{l}, size: l.size, cut: l.cut}
	p.end()
	s.waiting = append(s.waiting, p)
}

func (s *setting) end() {
	if s.open != nil {
		s.open.end()
		s.done = append(s.done, s.open)
		s.open = nil
	}
	s.done = append(s.done, s.waiting...)
	s.waiting = nil
}

// add adds the next line of a block.
func (s *setting) add(l *line, b *block) {
	if s.open == nil || s.begins(l, b) {
		s.end()
		s.open = &paragraph{text: []byte(l.text()), size: l.size}
		if bullet.Match(s.open.text) || l.cells {
			s.open.kind = ingest.Entry
		}
	} else {
		s.open.text = s.words.join(s.open.text, s.last().hyphen(), l.text(), s.characters)
	}
	s.open.lines, s.open.in = append(s.open.lines, l), b
}

func (s *setting) last() *line { return s.open.lines[len(s.open.lines)-1] }

// bullet begins an entry of a list.
var bullet = regexp.MustCompile(`^([•‣▪▫◦●■□➤►·*–—-]\s|\(?\d{1,2}[.)]\s)`)

// begins tells whether a paragraph begins with a line.
func (s *setting) begins(l *line, b *block) bool {
	last, size := s.last(), max(l.size, s.last().size)
	switch {
	case l.cells || last.cells, size > 1.12*min(l.size, last.size), l.rtl != last.rtl && hasLetter(l.text()) && hasLetter(last.text()):
		return true
	case last.hyphen():
		return false
	case l.bold != last.bold && (ends(last.text()) || len(s.open.lines) <= 2):
		return true
	case bullet.MatchString(l.text()) && (ends(last.text()) || s.open.kind == ingest.Entry || s.fits(l, b)):
		return true
	case b != s.open.in:
		return s.beginsBlock(l, b)
	case last.base-l.base > 1.25*leading(b):
		return true
	case s.large(l):
		return false // the lines of a headline are as long as they happen to be
	}
	in, before := indent(l, b), indent(last, b)
	switch {
	case s.open.kind == ingest.Entry && in > 0.3*size:
		return false // it hangs
	case in > 0.7*size && in < 8*size && before < 0.5*in:
		return true
	case before > 0.7*size && in < 0.5*before && len(s.open.lines) > 1:
		return true // what was set in is over
	}
	return s.fits(l, b) && (ends(last.text()) || !beginsLower(l.text()))
}

// beginsBlock tells whether a paragraph begins with the first line of a block. Paragraphs go on in the next column and on the next page, not below
// white space.
func (s *setting) beginsBlock(l *line, b *block) bool {
	last := s.last()
	if last.page == l.page && sharesWidth(s.open.in, b) && s.open.in.top > b.top {
		return true
	}
	switch in := indent(l, b); {
	case in > 0.7*l.size && in < 8*l.size, s.large(l):
		return true
	case !ends(last.text()):
		return !beginsLower(l.text()) && s.fits(l, b)
	}
	return !s.indented || s.fits(l, b)
}

func (s *setting) large(l *line) bool { return l.size > 1.15*s.body }

// fits tells that the first word of a line would have had room at the end of the line before: that line ended on purpose.
func (s *setting) fits(l *line, b *block) bool {
	last, in := s.last(), s.open.in
	room := in.right - last.right
	if last.rtl {
		room = last.left - in.left
	}
	if width := b.right - b.left; in != b && len(in.lines) < 3 && width > in.right-in.left { // too few lines to tell the width of their column
		room = width - (last.right - last.left)
	}
	first := l.words[0]
	return room > first.right-first.left+0.8*last.size
}

// indent is how far a line begins from the side of its block, in points.
func indent(l *line, b *block) float64 {
	if l.rtl {
		return b.right - l.right
	}
	return l.left - b.left
}

// leading is the smallest distance of lines of a block that is more than an overprint. It is found once, when the block has all its lines.
func leading(b *block) float64 {
	if b.leading == 0 {
		b.leading = maxLeading * b.lines[0].size
		for i, l := range b.lines[1:] {
			if d := b.lines[i].base - l.base; d > 0.5*l.size {
				b.leading = min(b.leading, d)
			}
		}
	}
	return b.leading
}

// bodySize is the size of most letters, in points.
func bodySize(pages [][]*line) float64 {
	sizes, best := map[float64]int{}, 0.0
	for _, lines := range pages {
		for _, l := range lines {
			if l.cut != "" {
				continue
			}
			for _, w := range l.words {
				size := float64(int(w.size*4+0.5)) / 4
				if sizes[size] += utf8.RuneCountInString(w.text); sizes[size] > sizes[best] {
					best = size
				}
			}
		}
	}
	return best
}

// indents tells that paragraphs of a file begin with an indent: several lines do, and each is followed by one that does not.
func indents(pages [][]*line) bool {
	found := 0
	for _, lines := range pages {
		for _, b := range blocksOf(lines) {
			for i, l := range b.lines[:len(b.lines)-1] {
				in := indent(l, b)
				if in > 0.7*l.size && in < 4*l.size && indent(b.lines[i+1], b) < 0.3*l.size {
					found++
				}
			}
		}
	}
	return found >= 2
}

// ends tells that a text ends as a sentence does.
func ends(s string) bool {
	s = strings.TrimRight(s, `"'”’»“)]`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。！？؟۔।", r)
}

func beginsLower(s string) bool {
	s = strings.TrimLeft(s, `"'“‘«„(`)
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r) || unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsTitle(r)
}

// captions begin or end as those of pictures do.
var captions = regexp.MustCompile(`(?i)^(fig(ure|\.)|photo(graph)?|picture|image|graphic|map|foto|bild|abb(ildung|\.)|фото|рис(унок|\.)|صورة)(\s*\d+)?\s*([:.|–—]|by\s)` +
	`|[(/\s](photo(graph)?|picture|foto|bild|credit|фото)(\s*by\b|\s*[:/])[^.]*[.)]?$`)

// nameKinds tells headlines, headings and captions by the size of their letters, of which body is that of most.
func nameKinds(all []*paragraph, body float64) {
	var headline *paragraph
	for _, p := range all {
		if p.kind != "" || p.cut != "" {
			continue
		}
		letters := utf8.RuneCount(p.text)
		bold := p.lines[0].bold && p.lines[len(p.lines)-1].bold
		switch {
		case letters < 600 && p.size <= 1.02*body && captions.Match(p.text):
			p.kind = ingest.Caption
		case !hasLetter(string(p.text)):
		case p.size > 1.15*body && letters < 300:
			p.kind = ingest.Heading
			if p.lines[0].page == 0 && p.size > 1.2*body && (headline == nil || p.size > headline.size) {
				headline = p
			}
		case bold && p.size > 0.95*body && letters < 150 && len(p.lines) < 3:
			p.kind = ingest.Heading
		}
	}
	if headline != nil {
		headline.kind = ingest.Headline
	}
}
