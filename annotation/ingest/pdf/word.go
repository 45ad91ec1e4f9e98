package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// maxCharacters is how many characters a page may have; a page of a newspaper has 50,000.
const maxCharacters = 300_000

// Causes why the engine, itself in order, gives nothing of a page.
var (
	errPage    = errors.New("it is not where the file says")
	errPlace   = errors.New("its words stand in no place of it")
	errCrowded = fmt.Errorf("it has more than %d characters", maxCharacters)
)

// word is characters without white space between them, and where they stand. Lengths are points, from the lower left corner of the sheet turned so
// that the word stands upright.
type word struct {
	text        string
	at          int // of its page, in the order of the engine, which is the order of reading within a line
	left, right float64
	bottom, top float64 // of the font, not of the letters
	base        float64
	size        float64
	bold        bool
	turn        int  // quarters of a circle, against the clock
	hyphen      bool // a hyphen at a line's end was taken off it
}

// wordsOf are the words of a page, counted from 0.
func (d *document) wordsOf(ctx context.Context, page int, c *characters) (words []word, err error) {
	if d.instance == nil {
		if err := d.load(ctx); err != nil {
			return nil, err
		}
	}
	err = d.do(ctx, pageTime, func(p pdfium.Pdfium) error {
		loaded, err := p.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: page})
		if errors.Is(err, pdfiumerrors.ErrPage) {
			return errPage
		}
		if err != nil {
			return err
		}
		defer p.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
		layer, err := p.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &loaded.Page}})
		if err != nil {
			return err
		}
		defer p.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: layer.TextPage})
		words, err = textLayer{p, layer.TextPage}.words(c)
		return err
	})
	return words, err
}

// stands tells whether the word's place is one: arithmetic with what hostile files say ends in numbers that are none, and in endless ones.
func (w *word) stands() bool {
	for _, v := range []float64{w.left, w.right, w.bottom, w.top, w.base, w.size} {
		if !(math.Abs(v) < 1e9) {
			return false
		}
	}
	return true
}

// textLayer is the text of a page as the engine has it.
type textLayer struct {
	engine pdfium.Pdfium
	ref    references.FPDF_TEXTPAGE
}

func (l textLayer) words(c *characters) ([]word, error) {
	counted, err := l.engine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: l.ref})
	if err != nil {
		return nil, err
	}
	if counted.Count > maxCharacters {
		return nil, errCrowded
	}
	var words []word
	text, first, last, runs := []rune(nil), 0, 0, false
	var before word
	end := func(hyphen bool) error {
		if len(text) == 0 {
			return nil
		}
		w := word{text: string(text), at: first, hyphen: hyphen}
		if err := l.place(&w, before, last); err != nil {
			return err
		}
		if !w.stands() {
			return errPlace
		}
		text, before = text[:0], w
		words = append(words, w)
		return nil
	}
	runes, err := l.runes(counted.Count)
	if err != nil {
		return nil, err
	}
	for i, r := range runes {
		switch kind := c.kind(r); {
		case kind == space, kind == lineHyphen:
			if err := end(kind == lineHyphen); err != nil {
				return nil, err
			}
			runs = false
			continue
		case kind == nothing:
			continue
		}
		if !runs {
			first, runs = i, true
		}
		if mayLigature(text, r) && l.same(i-1, i) {
			c.ligatures++
		}
		last = i
		text = append(text, c.clean(r)...)
	}
	return words, end(false)
}

// mayLigature tells that a letter may have come of one sign together with that before it, as in "fi".
func mayLigature(before []rune, r rune) bool {
	return len(before) > 0 && before[len(before)-1] == 'f' && (r == 'f' || r == 'i' || r == 'l')
}

// same tells that two characters stand in the same place: the engine made them of one.
func (l textLayer) same(i, j int) bool {
	a, err := l.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: l.ref, Index: i})
	if err != nil {
		return false
	}
	b, err := l.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: l.ref, Index: j})
	return err == nil && a.Rect == b.Rect
}

// runes are the characters of the page: asked for at once where that gives each its place, which it does not where some have no meaning.
func (l textLayer) runes(n int) ([]rune, error) {
	if n == 0 {
		return nil, nil
	}
	if all, err := l.engine.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: l.ref, StartIndex: 0, Count: n}); err == nil {
		if runes := []rune(strings.TrimSuffix(all.Text, "\x00")); len(runes) == n {
			return runes, nil
		}
	}
	out := make([]rune, n)
	for i := range out {
		got, err := l.engine.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: l.ref, Index: i})
		if err != nil {
			return nil, err
		}
		out[i] = rune(got.Unicode)
	}
	return out, nil
}

// place finds out where a word stands whose last character is given. Every question to the engine takes some microseconds, so that what is the same as
// in the word before, on the same line, is not asked again.
func (l textLayer) place(w *word, before word, last int) error {
	w.turn = before.turn
	if err := l.box(w, last); err != nil {
		return err
	}
	if before.text != "" && w.bottom == before.bottom && w.top == before.top {
		w.base, w.size = before.base, before.size
		w.bold = before.bold && l.bold(w.at)
		return nil
	}
	angle, err := l.engine.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: l.ref, Index: w.at})
	if err != nil {
		return err
	}
	w.turn = -int(math.Round(float64(angle.CharAngle)/(math.Pi/2))) & 3 // the engine counts with the clock
	if w.turn != before.turn {
		if err := l.box(w, last); err != nil {
			return err
		}
	}
	origin, err := l.engine.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: l.ref, Index: w.at})
	if err != nil {
		return err
	}
	_, w.base = turned(origin.X, origin.Y, w.turn)
	w.bold = l.bold(w.at)
	w.size, err = l.size(w.at)
	if !(w.size > 0 && w.size < 1e4) {
		w.size = max(1, w.top-w.bottom) // of letters that are not drawn, as those of recognised text
	}
	return err
}

// box sets the sides of a word whose direction is known, by its first and its last character.
func (l textLayer) box(w *word, last int) error {
	a, err := l.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: l.ref, Index: w.at})
	if err != nil {
		return err
	}
	z := a
	if last != w.at {
		if z, err = l.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: l.ref, Index: last}); err != nil {
			return err
		}
	}
	ax, ay := turned(float64(a.Rect.Left), float64(a.Rect.Bottom), w.turn)
	bx, by := turned(float64(a.Rect.Right), float64(a.Rect.Top), w.turn)
	cx, _ := turned(float64(z.Rect.Left), float64(z.Rect.Bottom), w.turn)
	dx, _ := turned(float64(z.Rect.Right), float64(z.Rect.Top), w.turn)
	w.left, w.right = min(ax, bx, cx, dx), max(ax, bx, cx, dx)
	w.bottom, w.top = min(ay, by), max(ay, by)
	return nil
}

// bold tells whether a character is, by the weight of its font, else by the name, as fonts that do not come with the file have no weight.
func (l textLayer) bold(at int) bool {
	weight, err := l.engine.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: l.ref, Index: at})
	if err == nil && weight.FontWeight >= 600 {
		return true
	}
	font, err := l.engine.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: l.ref, Index: at})
	return err == nil && strings.Contains(strings.ToLower(font.FontName), "bold")
}

// size is the height of a character's font as it is drawn.
func (l textLayer) size(at int) (float64, error) {
	size, err := l.engine.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: l.ref, Index: at})
	if err != nil {
		return 0, err
	}
	m, err := l.engine.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: l.ref, Index: at})
	if err != nil {
		return size.FontSize, nil // a character that the engine made has none
	}
	return size.FontSize * math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D)), nil
}

// turned is a point of the sheet after the sheet was turned back by so many quarters.
func turned(x, y float64, quarters int) (float64, float64) {
	switch quarters {
	case 1:
		return y, -x
	case 2:
		return -x, -y
	case 3:
		return -y, x
	}
	return x, y
}
