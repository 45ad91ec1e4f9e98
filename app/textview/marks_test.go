package textview

import (
	"image/color"
	"math/rand"
	"os"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// oddText has what is hard to set: emoji, two directions, scripts without spaces, words too long, signs without a look.
const oddText = "Odd characters, 🔴 emoji 👩‍👩‍👧 👍🏽 🇺🇦 and \t tabs\n\nHe wrote في 12 مايو today, or שלום, or 2024 in the U.S.\n\nقال الرئيس في 12 مايو 2024 إن شركة Google ستفتح مكتبا في المدينة، وأضاف أن العمل سيبدأ في العام المقبل.\n\n中文报道说，这家公司在去年的收入达到了二十四亿美元，比前年增长了百分之十二。中文报道说，这家公司在去年的收入达到了二十四亿美元。\n\nA verylongwordDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrtselektrizitätenhauptbetriebswerk end\n\nภาษาไทย हिन्दी 한국어 Ελληνικά Русский \u0001control \u200emark\u200e zero\u200bwidth \U00012345 cuneiform e\u0301 fi ffi 1\u20442"

// directions has what is hard to order: numbers, names, brackets and signs in text that runs the other way.
const directions = "قال الرئيس إن الاقتصاد ينمو\n\nHe wrote (في 12 مايو) today, or (שלום), and 50% more.\n\n" +
	"قال الرئيس (ترامب) في 12 مايو 2024 إن شركة Google ستفتح مكتبا في المدينة، وأضاف أن العمل سيبدأ في العام المقبل «إن شاء الله» بنسبة 5%.\n\n" +
	"הוא אמר (BBC) כי «המחיר» עלה ב-5% היום, מ-10 ל-20 שקל.\n\n" +
	"Signs: \u200e \u200f \u061c\u200e \u202a\u202c \u202b\u202c \u202d\u202c \u202e\u202c \u2066\u2069 \u2067\u2069 \u2068\u2069 and\ttabs"

var testStyles = []Style{
	{color.NRGBA{0x00, 0x72, 0xB2, 255}, color.NRGBA{0x56, 0xB4, 0xE9, 255}, Solid},
	{color.NRGBA{0xD5, 0x5E, 0x00, 255}, color.NRGBA{0xE6, 0x9F, 0x00, 255}, Double},
	{color.NRGBA{0x00, 0x9E, 0x73, 255}, color.NRGBA{0x2D, 0xC9, 0x9A, 255}, Dotted},
	{color.NRGBA{0xCC, 0x79, 0xA7, 255}, color.NRGBA{0xE3, 0x9C, 0xC4, 255}, Dashed},
	{color.NRGBA{0x8C, 0x6D, 0x00, 255}, color.NRGBA{0xF0, 0xE4, 0x42, 255}, Wavy},
}

var testTags = []string{"Claim", "Statistic", "Source", "Cue", "Attribution"}

type testMark struct {
	key   uint64
	style int
	state State
}

func randomMarks(x *text.Text, n int, seed int64) *rangeset.Index[testMark] {
	r := rand.New(rand.NewSource(seed))
	var es []rangeset.Entry[testMark]
	for i := range n {
		at := text.Pos(r.Intn(int(x.Len()) + 1))
		s, e := x.Word(at)
		if r.Intn(3) == 0 {
			s, e, _ = x.Sentence(at)
		} else if r.Intn(2) == 0 {
			for range 4 {
				e = x.NextWord(e)
			}
		}
		if s >= e {
			continue
		}
		m := testMark{uint64(i + 1), i % 5, Plain}
		if i%9 == 4 {
			m.state = []State{Chosen, Hovered, Saving, Unsaved, Suggested}[i/9%5]
		}
		es = append(es, rangeset.Entry[testMark]{Range: rangeset.Range{Start: s, End: e}, Value: m})
	}
	return rangeset.NewIndex(es)
}

func decorate(ix *rangeset.Index[testMark]) Decorator {
	var buf []rangeset.Entry[testMark]
	return func(dst []Decoration, window rangeset.Range) []Decoration {
		buf = ix.Overlapping(buf[:0], window)
		for _, e := range buf {
			dst = append(dst, Decoration{Range: e.Range, Key: e.Value.key, Style: e.Value.style, Tag: testTags[e.Value.style], State: e.Value.state})
		}
		return dst
	}
}

func testFonts(t testing.TB) *Fonts {
	t.Helper()
	read := func(name string) []byte {
		b, err := os.ReadFile("../../assets/fonts/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	f, err := NewFonts(read("NotoSerif-Regular.ttf"), read("NotoSerif-Bold.ttf"), read("NotoNaskhArabic-Regular.ttf"), read("NotoSerifHebrew-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	return f.WithoutSystem()
}
