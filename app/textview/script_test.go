package textview

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// marked reads a text with a caret | and brackets [ ] round what is selected in it.
func marked(s string) (plain string, caret text.Pos, selected rangeset.Range) {
	var b strings.Builder
	at := text.Pos(0)
	for _, r := range s {
		switch r {
		case '|':
			caret = at
		case '[':
			selected.Start = at
		case ']':
			selected.End = at
		default:
			b.WriteRune(r)
			at++
		}
	}
	return b.String(), caret, selected
}

// scripts are texts of every script and kind of character, each in a paragraph of its own direction.
var scripts = map[string]string{
	"Latin":                   "The [deficit |rose] to new heights",
	"accents apart":           "Un cafe\u0301 [de\u0301ja\u0300 |vu] hier",
	"ligatures":               "The [office |affix] is fine",
	"Arabic":                  "قال [الرئيس |إن] الشركة كبيرة",
	"Arabic, numbers":         "قال الرئيس [في 12 |مايو 2024] إن الشركة",
	"Arabic, Latin":           "إن شركة [Google |ستفتح] مكتبا",
	"Arabic, points":          "كَتَبَ [مُحَمَّدٌ |رِسالَةً] طَويلَة",
	"Arabic, own digits":      "بلغ [٢٫٤ |مليار] دولار",
	"Latin, Arabic":           "He wrote [في 12 |مايو] today",
	"Latin, Hebrew":           "They said [שלום |עולם] to all",
	"Hebrew":                  "הוא [אמר |שלום] לכולם",
	"Hebrew, Latin, brackets": "הוא אמר [BBC) |אתמול] (בערב",
	"Hebrew, points":          "[בְּרֵאשִׁית| בָּרָא] אֱלֹהִים",
	"Chinese":                 "中文[报道|说]，这家公司",
	"Japanese":                "東京で[ニュ|ース]を読む",
	"Korean":                  "한국 [경제가 |성장했다] 한국",
	"Thai":                    "ภาษา[ไท|ย]มีสระ",
	"Lao":                     "ພາສາ[ລາ|ວ]ງາມ",
	"Khmer":                   "ភា[សា|ខ្មែរ]ល្អ",
	"Burmese":                 "မြန်[မာ|စာ]ကို",
	"Devanagari":              "यह [क्षेत्र |हिन्दी] में है",
	"Tamil":                   "இது [தமிழ் |மொழி] ஆகும்",
	"Bengali":                 "এটি [বাংলা |ভাষা] হয়",
	"emoji":                   "See [👩\u200d👩\u200d👧 |👍🏽 🇺🇦 1\ufe0f\u20e3] here",
	"emoji, Hebrew":           "ראו [👩\u200d👩\u200d👧 |👍🏽 🇺🇦] כאן",
	"tabs":                    "one\t[two\t|three]\tfour",
	"tabs, Hebrew":            "אחת\t[שתים\t|שלוש]\tארבע",
	"no-break spaces":         "some 12\u00a0[million\u00a0|more] of them",
	"soft hyphens":            "the [Donau\u00ad|dampf\u00adschiff] sailed",
	"zero-width spaces":       "one\u200b[two\u200b|three]\u200bfour",
	"zero-width joiners":      "این [می\u200cخواهم |کتاب\u200cها] را",
	"direction marks":         "the \u200f[שלום |עולם]\u200e again",
	"embeddings":              "the \u202b[שלום |BBC]\u202c again",
	"overrides":               "the \u202e[abc |def]\u202c again",
	"isolates":                "the \u2067[שלום |עולם]\u2069 again",
	"isolates, Arabic":        "قال \u2066[the |BBC]\u2069 إن",
}

// inside gives a point within the character at a position.
func inside(t *testing.T, v *View, at text.Pos) fyne.Position {
	t.Helper()
	from, h, ok := v.bounds(caret{at, Downstream})
	to, _, ok2 := v.bounds(caret{v.Text().NextGrapheme(at), Upstream})
	if !ok || !ok2 {
		t.Fatalf("position %d is out of sight", at)
	}
	return fyne.NewPos(from.X*0.6+to.X*0.4, from.Y+h/2)
}

func TestACaretIsWhereItIsHit(t *testing.T) {
	for name, s := range scripts {
		plain, at, _ := marked(s)
		for _, width := range []int{900, 130} {
			t.Run(name, func(t *testing.T) {
				p := setPage(t, plain, width, 5000)
				checkPoint(t, p, caret{at, Downstream})
				checkPoint(t, p, caret{at, Upstream})
				checkLines(t, p)
				checkWalk(t, p)
				checkPoints(t, p)
				checkHits(t, p)
			})
		}
	}
}

func TestADragSelectsFromEndToEnd(t *testing.T) {
	for _, width := range []float32{900, 170} {
		v := window(t, "", width, 700)
		for name, s := range scripts {
			t.Run(name, func(t *testing.T) {
				plain, _, want := marked(s)
				v.SetText(text.MustNew(plain))
				first, last := inside(t, v, want.Start), inside(t, v, v.Text().PrevGrapheme(want.End))
				mouse{v: v}.drag(first, last)
				if got := quotes(v); got != v.Text().Slice(want.Start, want.End) {
					t.Errorf("from the first to the last character: %q", got)
				}
				mouse{v: v}.drag(last, first)
				if got := quotes(v); got != v.Text().Slice(want.Start, want.End) {
					t.Errorf("from the last to the first character: %q", got)
				}
			})
		}
	}
}

func TestAPointInACharacterIsThatCharacter(t *testing.T) {
	v := window(t, "", 900, 700)
	for name, s := range scripts {
		t.Run(name, func(t *testing.T) {
			plain, _, _ := marked(s)
			v.SetText(text.MustNew(plain))
			for at := text.Pos(0); at < v.Text().Len(); at = v.Text().NextGrapheme(at) {
				from, _, _ := v.bounds(caret{at, Downstream})
				to, _, _ := v.bounds(caret{v.Text().NextGrapheme(at), Upstream})
				if d := to.X - from.X; d < 3 && d > -3 {
					continue // nothing to point at
				}
				if got, in := v.pointed(inside(t, v, at)); got != at || !in {
					t.Errorf("character %d is taken for %d, %v", at, got, in)
				}
			}
		})
	}
}

// seen gives what stands on a page from left to right, a line each. The text is parted at spaces and at ¦, which is not
// in the text itself.
func seen(t *testing.T, s string) []string {
	t.Helper()
	p := setPage(t, strings.ReplaceAll(s, "¦", ""), 1400, 5000)
	type part struct {
		shown string
		line  int
		x     float32
	}
	var parts []part
	b, at := p.block(0), int32(0)
	for _, bit := range strings.FieldsFunc(strings.NewReplacer(" ", "¦ ¦", "\u2028", "¦\u2028¦").Replace(s), func(r rune) bool { return r == '¦' }) {
		end := at + int32(len([]rune(bit)))
		if strings.TrimSpace(bit) != "" {
			k := b.line(at, Downstream)
			l := &b.lines[k]
			x := l.spans(nil, at, end)[0][0]
			parts = append(parts, part{shownAs(p, l, bit, x-l.left), k, x})
		}
		at = end
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.x, b.x)) })
	out := make([]string, len(b.lines))
	for _, x := range parts {
		out[x.line] = strings.TrimSpace(out[x.line] + " " + x.shown)
	}
	return out
}

// shownAs gives the bracket that is drawn for a bracket at x; other text is shown as it is.
func shownAs(p *page, l *line, s string, x float32) string {
	for _, pair := range []string{"()", "<>", "«»"} {
		if !strings.Contains(pair, s) {
			continue
		}
		for _, g := range l.glyphs {
			for _, r := range pair {
				id, _ := p.setter.fonts.faces[g.face].NominalGlyph(r)
				if abs(g.x-x) < 1 && g.id == uint32(id) {
					return string(r)
				}
			}
		}
		return "no bracket"
	}
	return s
}

func TestWhatOneSeesFromLeftToRight(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"He wrote في 12 مايو today", []string{"He wrote مايو 12 في today"}},
		{"the BBC said", []string{"the BBC said"}},
		{"قال الرئيس في 12 مايو", []string{"مايو 12 في الرئيس قال"}},
		{"إن شركة Google Maps ستفتح", []string{"ستفتح Google Maps شركة إن"}},
		{"הוא ¦(¦BBC¦)¦ אמר", []string{"אמר ( BBC ) הוא"}},
		{"הוא «¦שלום¦» אמר", []string{"אמר « שלום » הוא"}},
		{"he said ¦(¦שלום¦)¦ again", []string{"he said ( שלום ) again"}},
		{"he <¦b¦> said", []string{"he < b > said"}},
		{"הוא <¦b¦> אמר", []string{"אמר < b > הוא"}},
		{"rose by 5¦%¦ here", []string{"rose by 5 % here"}},
		{"עלה ב 5¦% כאן", []string{"כאן 5 % ב עלה"}},
		{"בין 10¦-¦20 איש", []string{"איש 10 - 20 בין"}},
		{"بين ١٠ و ٢٠", []string{"٢٠ و ١٠ بين"}},
		{"he said \u2067¦שלום BBC עולם¦\u2069 here", []string{"he said \u2067 עולם BBC שלום \u2069 here"}},
		{"\u2067¦abc¦\u2069 def", []string{"\u2067 abc \u2069 def"}},
		{"the \u202e¦a¦b¦c¦\u202c end", []string{"the \u202e \u202c c b a end"}},
		{"אבג¦\u200e¦, BBC", []string{"\u200e , BBC אבג"}},
		{"one אבג דהו\u2028זחט two", []string{"one דהו אבג", "זחט two"}},
		{"אבג one two\u2028three דהו", []string{"one two אבג", "דהו three"}},
		{"see 🇺🇦 👍🏽 now", []string{"see 🇺🇦 👍🏽 now"}},
		{"ראו 🇺🇦 👍🏽 עכשיו", []string{"עכשיו 👍🏽 🇺🇦 ראו"}},
		{"中文 报道", []string{"中文 报道"}},
	} {
		if got := seen(t, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q:\nsees %q\nwant %q", c.text, got, c.want)
		}
	}
}

func TestLeftIsOnwardsWhereTextRunsLeft(t *testing.T) {
	for _, c := range []struct {
		text  string
		by    Unit
		right bool
		want  string
	}{
		{"The |deficit rose", Character, true, "The d|eficit rose"},
		{"The |deficit rose", Word, false, "|The deficit rose"},
		{"הוא |אמר שלום", Character, false, "הוא א|מר שלום"},
		{"הוא |אמר שלום", Character, true, "הוא| אמר שלום"},
		{"הוא |אמר שלום", Word, false, "הוא אמר| שלום"},
		{"הוא |אמר שלום", Word, true, "|הוא אמר שלום"},
		{"הוא |BBC אמר", Word, false, "הוא BBC| אמר"},
		{"the |שלום said", Word, true, "the שלום| said"},
		{"one\n|שלום", Character, true, "one|\nשלום"},
		{"שלום\n|\nעולם", Character, false, "שלום\n\n|עולם"},
		{"שלום\n\n—|\nעולם", Character, false, "שלום\n\n—\n|עולם"},
		{"one\n|\nשלום", Character, true, "one\n\n|שלום"},
	} {
		plain, from, _ := marked(c.text)
		_, want, _ := marked(c.want)
		v := window(t, plain, 900, 700)
		v.SetCaret(from)
		v.MoveCaretSideways(c.by, c.right, false)
		if v.Caret() != want {
			t.Errorf("%s: to the right %v by %d comes to %d, want %s", c.text, c.right, c.by, v.Caret(), c.want)
		}
	}
}

func TestHomeAndEndOfALineAreAtThePagesEdges(t *testing.T) {
	for _, s := range []string{"the deficit rose שלום", "שלום לכולם היום BBC", strings.Repeat("the deficit rose ", 9), strings.Repeat("שלום לכולם היום ", 9)} {
		v := window(t, "h\n"+s, 340, 700)
		b := v.page.block(1)
		l := b.lines[0]
		v.SetCaret(b.start + 6)
		v.MoveCaret(LineEdge, false, false)
		if home := v.Caret(); home != b.start+text.Pos(l.start) {
			t.Errorf("%q: Home comes to %d", s, home)
		}
		v.MoveCaret(LineEdge, true, false)
		if v.Caret() != b.start+text.Pos(l.ink) || v.Affinity() != Upstream {
			t.Errorf("%q: End comes to %d, of %d", s, v.Caret(), l.ink)
		}
		y := float32(0)
		if where, h, ok := v.BoundsOf(b.start); ok {
			y = where.Y + h/2
		}
		left, _ := v.PositionAt(fyne.NewPos(1, y))
		right, _ := v.PositionAt(fyne.NewPos(320, y))
		start, end := b.start+text.Pos(l.start), b.start+text.Pos(l.ink)
		if b.base == 1 {
			start, end = end, start
		}
		if left != start || right != end {
			t.Errorf("%q: left of the line is %d, right of it %d, want %d and %d", s, left, right, start, end)
		}
	}
}

func TestASelectionAcrossDirectionsIsSeveralRectangles(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"he wrote [to all] today", 1}, {"he [wrote שלום] עולם today", 2}, {"he wrote שלום [עולם today]", 2},
		{"he [wrote שלום עולם today] again", 1}, {"הוא [אמר BBC] News היום", 2}, {"הוא אמר [BBC News] היום", 1},
	} {
		plain, _, r := marked(c.text)
		p := setPage(t, plain, 1400, 700)
		l := &p.block(0).lines[0]
		if got := l.spans(nil, int32(r.Start), int32(r.End)); len(got) != c.want {
			t.Errorf("%s: %d rectangles, want %d", c.text, len(got), c.want)
		}
	}
}

func TestASelectedLineEndIsBesideTheLine(t *testing.T) {
	for s, atLeft := range map[string]bool{"the deficit": false, "he said שלום": false, "הוא אמר": true, "הוא אמר BBC": true} {
		v := window(t, s+"\nnext", 900, 700)
		v.Select(rangeset.Range{Start: 0, End: text.Pos(len([]rune(s))) + 1})
		drawPage(v)
		l, y := &v.page.block(0).lines[0], v.page.slots[0].text+3
		for _, left := range []bool{true, false} {
			x := v.page.m.left + floor(l.left) - 3
			if !left {
				x += floor(l.width) + 6
			}
			c := v.buffer.img.RGBAAt(x, y)
			if got, want := c.R == v.look.selection.R && c.B == v.look.selection.B, left == atLeft; got != want {
				t.Errorf("%s: selected at the left %v: %v, want %v", s, left, got, want)
			}
		}
	}
}

func TestAClusterIsOneUnit(t *testing.T) {
	for _, unit := range []string{"👩\u200d👩\u200d👧", "👍🏽", "🇺🇦", "1\ufe0f\u20e3", "👩\u200d❤\ufe0f\u200d👩", "🏳\ufe0f\u200d🌈", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "e\u0301"} {
		v := window(t, "x "+unit+" y", 900, 700)
		end := v.Text().Len() - 2
		l := &v.page.block(0).lines[0]
		from, to := l.x(2, Downstream), l.x(int32(end), Upstream)
		glyphs := 0
		for _, g := range l.glyphs {
			if g.face == 0 {
				t.Errorf("%s is a box", unit)
			}
			if g.x >= from-1 && g.x < to-1 && v.fonts.faces[g.face] == v.fonts.emoji {
				glyphs++
			}
		}
		if glyphs > 1 {
			t.Errorf("%s is %d glyphs", unit, glyphs)
		}
		if em := v.page.m.body.px; to-from < 0.4*em || to-from > 1.6*em {
			t.Errorf("%s is %v wide, an em is %v", unit, to-from, em)
		}
		v.SetCaret(2)
		v.MoveCaret(Character, true, false)
		if v.Caret() != end {
			t.Errorf("%s: the caret stands in it, at %d", unit, v.Caret())
		}
		mouse{v: v}.click(inside(t, v, 2), 2)
		if got := quotes(v); got != unit {
			t.Errorf("two clicks on %s select %q", unit, got)
		}
	}
}

func TestFlagsInARowAreOneEach(t *testing.T) {
	v := window(t, "🇺🇦🇫🇷🇩🇪", 900, 700)
	if n := len(v.page.block(0).lines[0].glyphs); n != 3 {
		t.Errorf("three flags are %d glyphs", n)
	}
}

// broken sets a paragraph on lines of some characters' width.
func broken(t *testing.T, s string, width int) []string {
	t.Helper()
	return wrapped(setPage(t, "h\n"+s, width, 5000))[1:]
}

func TestWhereLinesMayBreak(t *testing.T) {
	for name, c := range map[string]struct {
		text      string
		mayEnd    string // what all lines but the last end with
		mayNotEnd string
	}{
		"words":              {strings.Repeat("the deficit ", 20), " ", ""},
		"no-break spaces":    {strings.Repeat("12\u00a0million ", 20), " ", ""},
		"zero-width spaces":  {strings.Repeat("deficit\u200b", 20), "\u200b", ""},
		"word joiners":       {strings.Repeat("a-\u2060b c ", 20), " ", ""},
		"soft hyphens":       {strings.Repeat("defi\u00adcit\u00ad", 20), "\u00ad", ""},
		"Thai vowels":        {strings.Repeat("เก่าแก่", 20), "", "เแ"},
		"Lao vowels":         {strings.Repeat("ເກົ່າແກ່", 20), "", "ເແ"},
		"Arabic, words":      {strings.Repeat("قال الرئيس ", 20), " ", ""},
		"Hebrew, hyphenated": {strings.Repeat("בית־ספר ", 20), " ־", ""},
	} {
		got := broken(t, c.text, 240)
		if len(got) < 3 {
			t.Errorf("%s: %d lines", name, len(got))
		}
		for _, l := range got[:len(got)-1] {
			last := string([]rune(l)[len([]rune(l))-1])
			if c.mayEnd != "" && !strings.Contains(c.mayEnd, last) || strings.Contains(c.mayNotEnd, last) {
				t.Errorf("%s: a line ends %q", name, l)
			}
		}
	}
}

func TestThaiFillsTheLine(t *testing.T) {
	got := broken(t, "ข่าว "+strings.Repeat("ภาษาไทยไม่มีช่องว่างระหว่างคำ", 6), 400)
	if first := len([]rune(got[0])); first < 10 {
		t.Errorf("the first line ends at the space: %q", got[0])
	}
	for _, l := range got {
		if r := []rune(l)[0]; unicode.IsMark(r) {
			t.Errorf("a line begins with the mark %q", r)
		}
	}
}

func TestSeparatorsEndLines(t *testing.T) {
	if got, want := broken(t, "one\u2028two\u2029\u2028three", 900), []string{"one\u2028", "two\u2029", "\u2028", "three"}; !slices.Equal(got, want) {
		t.Errorf("lines %q", got)
	}
}

func TestATabIsWide(t *testing.T) {
	p := setPage(t, "a\tb", 900, 400)
	l := &p.block(0).lines[0]
	if w := l.x(2, Upstream) - l.x(1, Downstream); w < p.m.body.px {
		t.Errorf("a tab is %v wide", w)
	}
}

func TestDirectionControlsAreSignsOfTheirOwn(t *testing.T) {
	all := []rune{0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069}
	drawn := map[uint32]rune{}
	v := window(t, "", 900, 700)
	for _, r := range all {
		v.SetText(text.MustNew("abc " + string(r) + " def"))
		l := &v.page.block(0).lines[0]
		for _, g := range l.glyphs {
			if g.face != 0 {
				continue
			}
			if other, known := drawn[g.id]; known {
				t.Errorf("%U looks like %U", r, other)
			}
			drawn[g.id] = r
		}
		if w := l.x(5, Upstream) - l.x(4, Downstream); abs(w) < 8 {
			t.Errorf("%U is %v wide", r, w)
		}
		v.SetCaret(4)
		v.MoveCaret(Character, true, true)
		if got := quotes(v); got != string(r) {
			t.Errorf("%U: a step selects %q", r, got)
		}
	}
	if len(drawn) != len(all) {
		t.Errorf("%d signs for %d characters", len(drawn), len(all))
	}
}

func TestBoxesAreAsWideAsWhatTheyStandFor(t *testing.T) {
	for s, ems := range map[string]float32{"中": 1, "ひ": 1, "한": 1, "ｱ": 0.6, "Ａ": 1, "क": 0.6} {
		p := setPage(t, s, 900, 400)
		l := &p.block(0).lines[0]
		if l.glyphs[0].face != 0 {
			continue // the faces given have it
		}
		if abs(l.width-ems*p.m.body.px) > 0.1 {
			t.Errorf("%s is %v wide, want %v ems", s, l.width, ems)
		}
	}
}

func TestScriptsFindTheirFonts(t *testing.T) {
	for name, s := range map[string]string{"Thai": "ภาษาไทย", "Devanagari": "क्षेत्र", "Bengali": "বাংলা", "Khmer": "ខ្មែរ", "Tamil": "தமிழ்",
		"Lao": "ພາສາລາວ", "Burmese": "မြန်မာ"} {
		t.Run(name, func(t *testing.T) {
			v := window(t, s, 600, 300)
			v.fonts.system = &system{}
			v.fonts.forget()
			drawPage(v)
			for range 100 {
				time.Sleep(50 * time.Millisecond)
				v.fonts.system.collect(v.fonts)
				if v.fonts.system.missing == 0 {
					break
				}
			}
			if len(v.fonts.system.found) == 0 {
				t.Skipf("no font for %s is installed here", name)
			}
			if n := len(v.fonts.system.found); n > 1 {
				t.Errorf("%d fonts for one script", n)
			}
			for _, g := range v.page.block(0).lines[0].glyphs {
				if g.face == 0 || g.id == 0 {
					t.Errorf("a box among the glyphs")
				}
			}
			for _, width := range []int{600, 70} {
				p := &page{setter: typesetter{fonts: v.fonts}, m: DefaultTypography.measure(v.fonts, width, 5000, 1)}
				p.show(newTable(text.MustNew(strings.Repeat(s, 3))))
				p.arrange()
				checkLines(t, p)
				checkWalk(t, p)
				checkPoints(t, p)
				checkHits(t, p)
			}
		})
	}
}
