package bidi

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	ucd "golang.org/x/text/unicode/bidi"
)

// unicodeData opens a test file of the Unicode database, which the module of the shaper brings along.
func unicodeData(t *testing.T, name string) *bufio.Scanner {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-text/typesetting").Output()
	if err != nil {
		t.Skipf("the folder of github.com/go-text/typesetting is not known: %v", err)
	}
	f, err := os.Open(filepath.Join(strings.TrimSpace(string(folder)), "bidi", "test", name))
	if os.IsNotExist(err) {
		t.Skipf("github.com/go-text/typesetting does not bring %s along", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	return s
}

// line is a text on one line: its levels by all rules up to L1, and its order from left to right. Characters that rule
// X9 takes out have no level, as in the files of tests.
func line(r *Resolver, text []rune, base Level) (levels, order string) {
	lv := r.Levels(nil, text, base)
	for i := Trailing(text); i < len(text); i++ {
		lv[i] = base
	}
	var l, o []string
	for i, c := range text {
		if removed(class(c)) {
			l = append(l, "x")
			continue
		}
		l = append(l, strconv.Itoa(int(lv[i])))
	}
	for _, i := range Order(lv) {
		if !removed(class(text[i])) {
			o = append(o, strconv.Itoa(i))
		}
	}
	return strings.Join(l, " "), strings.Join(o, " ")
}

func TestEveryLineOfBidiCharacterTest(t *testing.T) {
	var r Resolver
	n := 0
	for s := unicodeData(t, "BidiCharacterTest.txt"); s.Scan(); {
		fields := strings.Split(s.Text(), ";")
		if len(fields) != 5 || strings.HasPrefix(s.Text(), "#") {
			continue
		}
		n++
		var text []rune
		for _, f := range strings.Fields(fields[0]) {
			c, err := strconv.ParseUint(f, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, rune(c))
		}
		base := Level(fields[1][0] - '0')
		if base == 2 {
			base = Base(string(text))
		}
		if got := strconv.Itoa(int(base)); got != fields[2] {
			t.Fatalf("%s: base level %s", s.Text(), got)
		}
		levels, order := line(&r, text, base)
		if levels != fields[3] || order != fields[4] {
			t.Fatalf("%s\nlevels %s\norder  %s", s.Text(), levels, order)
		}
	}
	if n < 90000 {
		t.Errorf("only %d lines", n)
	}
}

// ofClass has a character of every class, for the file of tests that names classes.
var ofClass = map[string]rune{"L": 'a', "R": 'א', "EN": '0', "ES": '+', "ET": '#', "AN": '٠', "CS": '.', "B": '\u2029',
	"S": '\t', "WS": ' ', "ON": '!', "BN": 0, "NSM": 0x300, "AL": 'ب', "LRO": 0x202D, "RLO": 0x202E, "LRE": 0x202A,
	"RLE": 0x202B, "PDF": 0x202C, "LRI": 0x2066, "RLI": 0x2067, "FSI": 0x2068, "PDI": 0x2069}

func TestEveryLineOfBidiTest(t *testing.T) {
	var r Resolver
	var levels, order string
	n := 0
	for s := unicodeData(t, "BidiTest.txt"); s.Scan(); {
		l := s.Text()
		if v, ok := strings.CutPrefix(l, "@Levels:"); ok {
			levels = strings.TrimSpace(v)
		}
		if v, ok := strings.CutPrefix(l, "@Reorder:"); ok {
			order = strings.TrimSpace(v)
		}
		classes, bases, ok := strings.Cut(l, ";")
		if !ok || strings.ContainsAny(l[:1], "@#") {
			continue
		}
		n++
		var text []rune
		for _, c := range strings.Fields(classes) {
			text = append(text, ofClass[c])
		}
		set, err := strconv.ParseUint(strings.TrimSpace(bases), 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		for bit, base := range []Level{Base(string(text)), 0, 1} {
			if set&(1<<bit) == 0 {
				continue
			}
			if gotLevels, gotOrder := line(&r, text, base); gotLevels != levels || gotOrder != order {
				t.Fatalf("%s, base %d\nlevels %s, want %s\norder  %s, want %s", l, base, gotLevels, levels, gotOrder, order)
			}
		}
	}
	if n < 400000 {
		t.Errorf("only %d lines", n)
	}
}

func TestTheClassesOfTestsAreTheirs(t *testing.T) {
	for name, r := range ofClass {
		want := map[string]ucd.Class{"L": ucd.L, "R": ucd.R, "EN": ucd.EN, "ES": ucd.ES, "ET": ucd.ET, "AN": ucd.AN, "CS": ucd.CS,
			"B": ucd.B, "S": ucd.S, "WS": ucd.WS, "ON": ucd.ON, "BN": ucd.BN, "NSM": ucd.NSM, "AL": ucd.AL}
		if c, ok := want[name]; ok && class(r) != c {
			t.Errorf("%U is no %s", r, name)
		}
	}
}

func TestNothingThatTurnsIsOverlooked(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		switch class(r) {
		case ucd.R, ucd.AL, ucd.AN, ucd.LRE, ucd.RLE, ucd.LRO, ucd.RLO, ucd.PDF, ucd.LRI, ucd.RLI, ucd.FSI, ucd.PDI:
			if !turns(r) {
				t.Errorf("%U turns", r)
			}
		}
	}
}

func TestEmbeddingLevels(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"abc אבג, def", "000011100000"},
		{"abc אבג 12 def", "00001111220000"},
		{"abc אבג 12, def", "000011112200000"},
		{"abc אבג 1,2% def", "0000111122220000"},
		{"x אב12y", "0011220"},
		{"abc٣مايو", "00021111"},
		{"אב 12 x", "1112212"},
		{"He wrote في 12 مايو today", "0000000001112211111000000"},
		{"الرئيس (ترامب) قال", "111111111111111111"},
		{"abc (אבג) def", "0000011100000"},
		{"אבג (abc) דהו", "1111122211111"},
		{"אבג (abc דהו) ז", "111112221111111"},
		{"abc אבג\tדהו", "00001110111"},
		{"abc אבג \u2029דהו", "000011100111"},
	} {
		var r Resolver
		var got strings.Builder
		for _, l := range r.Levels(nil, []rune(c.text), Base(c.text)) {
			got.WriteByte('0' + l)
		}
		if got.String() != c.want {
			t.Errorf("%s: levels %s, want %s", c.text, got.String(), c.want)
		}
	}
}

func TestTheBaseIsThatOfTheFirstStrongCharacter(t *testing.T) {
	for _, c := range []struct {
		paragraph string
		want      Level
	}{
		{"", 0}, {"12, 34", 0}, {"12 abc אבג", 0}, {"12 אבג abc", 1}, {"«ابج» abc", 1}, {"\u200fabc", 1}, {"\u200eאבג", 0},
		{"\u061cabc", 1}, {"\u2067אבג\u2069 abc", 0}, {"\u2066abc\u2069 אבג", 1}, {"\u2066abc", 0}, {"𞤀abc", 1},
	} {
		if got := Base(c.paragraph); got != c.want {
			t.Errorf("%q: base %d, want %d", c.paragraph, got, c.want)
		}
	}
}

func TestLevelsGiveTheVisualOrder(t *testing.T) {
	for _, c := range []struct {
		levels []Level
		want   []int
	}{
		{[]Level{}, []int{}},
		{[]Level{0}, []int{0}},
		{[]Level{0, 1, 2, 1, 0}, []int{0, 3, 2, 1, 4}},
		{[]Level{1, 2, 1}, []int{2, 1, 0}},
		{[]Level{0, 2, 1}, []int{0, 2, 1}},
		{[]Level{2, 1, 0}, []int{1, 0, 2}},
		{[]Level{1, 2, 3, 2, 1, 0}, []int{4, 1, 2, 3, 0, 5}},
	} {
		if got := Order(c.levels); !slices.Equal(got, c.want) {
			t.Errorf("levels %v: order %v, want %v", c.levels, got, c.want)
		}
	}
}

// BenchmarkLevels is a paragraph of 4 KB: Latin, which is not touched, and Arabic with numbers and Latin names.
func BenchmarkLevels(b *testing.B) {
	for name, s := range map[string]string{"latin": "The deficit rose to $2.4 trillion. ", "arabic": "قال الرئيس في 12 مايو 2024 إن شركة (Google) ستفتح مكتبا "} {
		text := []rune(strings.Repeat(s, 4096/len(s)))
		b.Run(name, func(b *testing.B) {
			var r Resolver
			var levels []Level
			base := Base(s)
			for b.Loop() {
				levels = r.Levels(levels[:0], text, base)
			}
		})
	}
}
