package app

import (
	"fmt"
	"image/color"
	"sort"

	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview"
)

// importText shows the whole text of a file that is to be loaded: what is left out is struck through, with its reason beside it, and where the file
// has several articles the first line of each says so.
type importText struct {
	p    *importPlace
	view *textview.View
	read *readSheet // that is shown; nil: none
}

func newImportText(p *importPlace) *importText {
	t := &importText{p: p, view: textview.New(p.w.fonts)}
	v := t.view
	v.Keys = p.w.keys
	v.OnZoom = p.w.zoom
	v.OnMoved = func() {
		p.atCaret()
		p.w.hint()
	}
	v.OnPick = func(mark, _ uint64) { t.picked(mark) }
	v.SetDecorator(t.decorate)
	t.style()
	return t
}

// longestReason is how much room “repeated headline” takes, in ems.
const longestReason = 9

// prefer sets the text as the user likes articles.
func (t *importText) prefer() {
	set := t.p.w.typographyNow()
	set.Names = longestReason
	t.view.SetTypography(set)
	t.view.SetStill(t.p.w.settings.NoMotion)
}

// style gives beginnings of articles their colour.
func (t *importText) style() {
	begins := color.NRGBAModel.Convert(theme.Color(theme.ColorNamePrimary)).(color.NRGBA)
	t.view.SetStyles([]textview.Style{{Light: begins, Dark: begins}})
}

// show shows what was read, from its beginning; nil: nothing.
func (t *importText) show(r *readSheet) {
	if r == t.read {
		return
	}
	t.read = r
	if r == nil || r.sheet == nil {
		t.view.SetText(nil)
		return
	}
	shown, err := text.New(r.sheet.Whole.Text)
	if err != nil { // it is too large, which its row says
		t.view.SetText(nil)
		return
	}
	t.view.SetBlocks(textview.FindPlainBlocks(shown))
}

// isShown tells whether there is a text to work on.
func (t *importText) isShown() bool { return t.view.Text() != nil && t.read != nil }

// line is where a line of the sheet stands.
func (t *importText) line(n int) rangeset.Range {
	b, shown := t.read.sheet.Whole.Blocks[n], t.view.Text()
	return rangeset.Range{Start: shown.Pos(text.Byte(b.Start)), End: shown.Pos(text.Byte(b.End))}
}

// after is the first line that ends behind a place; the number of lines where none does.
func (t *importText) after(at text.Pos) int {
	blocks, b := t.read.sheet.Whole.Blocks, int(t.view.Text().Byte(at))
	return sort.Search(len(blocks), func(i int) bool { return blocks[i].End > b })
}

// atCaret is the line that the caret is in, or before.
func (t *importText) atCaret() int {
	blocks, b := t.read.sheet.Whole.Blocks, int(t.view.Text().Byte(t.view.Caret()))
	return min(sort.Search(len(blocks), func(i int) bool { return blocks[i].End >= b }), len(blocks)-1)
}

// begin is the line with which the article at the caret begins.
func (t *importText) begin() (int, bool) {
	if !t.isShown() {
		return 0, false
	}
	n, _ := t.read.sheet.At(t.atCaret())
	return t.read.sheet.Begin(n), true
}

// goTo puts the caret before a line, unless it is in the article that begins there.
func (t *importText) goTo(line int) {
	if now, ok := t.begin(); !ok || now == line {
		return
	}
	at := t.line(line)
	t.view.SetCaret(at.Start)
	t.view.Reveal(at)
}

// The keys of decorations: of a line that is left out, and of one with which an article begins.
func struckKey(line int) uint64 { return 2*uint64(line) + 1 }
func beginKey(line int) uint64  { return 2*uint64(line) + 2 }

// decorate strikes lines through and names the beginnings of articles.
func (t *importText) decorate(dst []textview.Decoration, window rangeset.Range) []textview.Decoration {
	if !t.isShown() {
		return dst
	}
	s := t.read.sheet
	for n := t.after(window.Start); n < len(s.Whole.Blocks); n++ {
		at := t.line(n)
		if at.Start >= window.End {
			break
		}
		article, first := s.At(n)
		if first == 0 && len(s.Articles) > 1 {
			dst = append(dst, textview.Decoration{Range: at, Key: beginKey(n), Tag: fmt.Sprintf("Article %d of %d", article+1, len(s.Articles)), State: textview.Lined})
		}
		if cut := s.Cut(n); cut != "" {
			dst = append(dst, textview.Decoration{Range: at, Key: struckKey(n), Tag: string(cut), State: textview.Struck})
		}
	}
	return dst
}

// picked takes a click on a name in the margin: a line that is left out is kept, and the beginning of an article has the caret.
func (t *importText) picked(key uint64) {
	if key == 0 || !t.isShown() {
		return
	}
	line := int(key-1) / 2
	t.view.SetCaret(t.line(line).Start)
	if key == struckKey(line) {
		t.strike()
	}
}

// strike leaves the line at the caret out, or keeps it.
func (t *importText) strike() {
	line := t.atCaret()
	t.read.sheet.Strike(line)
	t.p.edited(t.read)
	if t.read.sheet.Cut(line) == "" {
		t.p.w.status.say("The line is kept.")
	} else {
		t.p.w.status.say("The line is left out.")
	}
}

// divide has an article begin with the line at the caret, or joins it with the one before.
func (t *importText) divide() {
	line := t.atCaret()
	if line == 0 {
		t.p.w.status.say("The first line begins an article anyway. Go to the line with which another begins.")
		return
	}
	t.read.sheet.DivideAt(line)
	t.p.edited(t.read)
	t.p.atCaret()
	n := len(t.read.sheet.Articles)
	if n == 1 {
		t.p.w.status.say("The file is one article now.")
	} else {
		t.p.w.status.say("The file gives " + plural(n, "article") + " now.")
	}
}
