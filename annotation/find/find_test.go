package find

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// hits writes the text with what is found in brackets.
func hits(t testing.TB, q Query, s string) string {
	t.Helper()
	f, err := q.Compile()
	if err != nil {
		t.Fatal(err)
	}
	x := text.MustNew(s)
	var b strings.Builder
	at := text.Pos(0)
	for r := range f.All(x, 0, x.Len()) {
		b.WriteString(x.Slice(at, r.Start) + "[" + x.Slice(r.Start, r.End) + "]")
		at = r.End
	}
	return b.String() + x.Slice(at, x.Len())
}

func TestWhatIsTypedIsFound(t *testing.T) {
	for _, c := range []struct {
		query string
		want  string
	}{
		{"toll", "[Toll]s rose; the [toll] is 12%."},
		{"TOLLS rose", "[Tolls\nrose] and [tolls \u00a0 rose]"},
		{" the ", "[the] [the] then [the]\nbathe [the]"},
		{"aa", "[aa][aa]a"},
		{"", "nothing"},
		{" \n", "no thing"},
		{"nowhere", "here"},
		{`"no choice"`, "[“No choice”] she said, [\"no choice\"], «no choice»"},
		{"Roe's", "[Roe’s], [Roe's] and [Roeʼs]"},
		{"low-key", "[low-key] [low\u2011key] [low–key] lowkey"},
		{"-3", "[−3] and [-3]"},
		{"é", "caf[é] and cafe\u0301"},
		{"e", "caf\u00e9 and cafe\u0301 [e]"},
		{"👩", "👩‍👧 and [👩]"},
		{"👧", "👩‍👧 and [👧]"},
		{"中文", "他说[中文]abc[中文]"},
		{"В мае", "[в  мае] и [В МАЕ]"},
		{"الرئيس", "قال [الرئيس]، أمس"},
	} {
		s := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := hits(t, Query{Text: c.query}, s); got != c.want {
			t.Errorf("%q finds\n%s\nwant\n%s", c.query, got, c.want)
		}
	}
}

// Folding changes the number of bytes: ı İ K (Kelvin) ſ ẞ.
func TestCapitalsAreFoundWhateverTheirLength(t *testing.T) {
	for query, want := range map[string]string{
		"kelvin":   "İ [\u212aelvin] é [KELVIN] İ [kelvin]",
		"\u212a":   "[k] [K] [\u212a]",
		"straße":   "[STRAẞE] [straße] strasse",
		"süß":      "[Süẞ] İ [süß]",
		"istanbul": "İstanbul ıstanbul [Istanbul]",
		"İstanbul": "[İstanbul] istanbul",
		"loss":     "[loſs] [LOSS]",
		"ΣΑΣ":      "[σας] [σασ]",
	} {
		s := strings.NewReplacer("[", "", "]", "").Replace(want)
		if got := hits(t, Query{Text: query}, s); got != want {
			t.Errorf("%q finds\n%s\nwant\n%s", query, got, want)
		}
	}
}

func TestCaseCounts(t *testing.T) {
	if got := hits(t, Query{Text: "US", Case: true}, "US us Us"); got != "[US] us Us" {
		t.Error(got)
	}
	if got := hits(t, Query{Text: "“The US", Case: true, Initial: true}, `“the US “The US "the us`); got != `[“the US] [“The US] "the us` {
		t.Error("with another first letter", got)
	}
}

func TestWholeWordsAreThoseOfTheProgram(t *testing.T) {
	for query, want := range map[string]string{
		"toll":      "[toll], tolls, “[toll]”, ([Toll])! untolled toll-free",
		"12":        "[12] ships, 12%, 12.5 and $12",
		"12%":       "[12%] and (about [12%])",
		"the U.S.":  "in [the U.S.] and [the U.S.]",
		"Roe":       "[Roe] Roe's",
		"文":         "中[文]字",
		"“no":       "[“no] [“no]” “north”",
		"he":        "the [he] shell",
		"new\nyork": "[New York] New Yorkers",
	} {
		s := strings.NewReplacer("[", "", "]", "").Replace(want)
		if got := hits(t, Query{Text: query, WholeWord: true}, s); got != want {
			t.Errorf("%q finds\n%s\nwant\n%s", query, got, want)
		}
	}
}

func TestRegularExpressions(t *testing.T) {
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Text: `\d+%`}, "[12%] in May, [7%] in June"},
		{Query{Text: `^\w+`}, "[Tolls] rose\n[Seven] ships"},
		{Query{Text: `rose$`}, "tolls [rose]\nrose again"},
		{Query{Text: `x*`}, "a[xx]b"},
		{Query{Text: `\s*rose\s*`}, "tolls [rose] in"},
		{Query{Text: `\s+`}, "no thing"},
		{Query{Text: `TOLLS?`}, "[tolls] [Toll]"},
		{Query{Text: `TOLLS?`, Case: true}, "tolls [TOLL]"},
		{Query{Text: `tolls?`, WholeWord: true}, "[toll] [tolls] tolling"},
		{Query{Text: `a|b`, WholeWord: true}, "[a] ab [b]"},
		{Query{Text: `cafe`}, "cafe\u0301 [cafe]"},
		{Query{Text: `(?s)one.two`}, "[one\ntwo]"},
	} {
		c.q.Regexp = true
		s := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := hits(t, c.q, s); got != c.want {
			t.Errorf("%q finds\n%s\nwant\n%s", c.q.Text, got, c.want)
		}
	}
}

func TestABadExpressionIsToldInWords(t *testing.T) {
	for x, want := range map[string]string{
		`(ab`:     `a ( has no ) at its end`,
		`ab)`:     `a ) has no ( before it`,
		`[a-`:     `[a- has no ] at its end`,
		`*a`:      `nothing stands before * to be repeated`,
		`a**`:     `** repeats twice`,
		`a\`:      `the \ at the end has nothing behind it`,
		`\y`:      `\y means nothing; a backslash itself is \\`,
		`(?=a)`:   `(?= is not known; looking ahead and back is not`,
		`[z-a]`:   `z-a goes from a later character to an earlier one`,
		`a{2000}`: `{2000} repeats too often, or from more to less`,
	} {
		_, err := Query{Text: x, Regexp: true}.Compile()
		if want = fmt.Sprintf("regular expression “%s”: %s", x, want); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", x, err, want)
		}
	}
}

func TestOnlyTheStretchAskedForIsLookedThrough(t *testing.T) {
	x := text.MustNew("é toll, toll, toll, toll")
	for _, expression := range []bool{false, true} {
		f, err := Query{Text: "toll", Regexp: expression}.Compile()
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Collect(f.All(x, 4, 19))
		if want := []rangeset.Range{{Start: 8, End: 12}, {Start: 14, End: 18}}; !slices.Equal(got, want) {
			t.Errorf("expression %v: %v, want %v", expression, got, want)
		}
		for r := range f.All(x, 0, x.Len()) {
			if r.Start != 2 {
				t.Errorf("first at %d", r.Start)
			}
			break
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Tolls rose 12% é e\u0301 👩‍👧 \u212a İ ß 中文 “no”", "toll", byte(0))
	f.Add("a\nb a  b", "a b", byte(4))
	f.Add("\u0301a\u200d\u0301", "a", byte(1))
	f.Add("line\nline", "^l.*$", byte(8))
	f.Add("a bee, a Bee and a b", "b", byte(0))
	f.Fuzz(func(t *testing.T, s, query string, flags byte) {
		x, err := text.New(s)
		if err != nil {
			return
		}
		q := Query{Text: query, Case: flags&1 > 0, Initial: flags&2 > 0, WholeWord: flags&4 > 0, Regexp: flags&8 > 0}
		finder, err := q.Compile()
		if err != nil {
			return
		}
		last := text.Pos(0)
		for r := range finder.All(x, 0, x.Len()) {
			if r.Start < last || r.Empty() || r.End > x.Len() {
				t.Fatalf("%q in %q: %v after %d", query, s, r, last)
			}
			if !x.BreaksAt(x.Byte(r.Start)) || !x.BreaksAt(x.Byte(r.End)) || x.NextGrapheme(x.PrevGrapheme(r.End)) != r.End {
				t.Fatalf("%q in %q: %v cuts a cluster", query, s, r)
			}
			if a, z := x.TrimSpace(r.Start, r.End); a != r.Start || z != r.End {
				t.Fatalf("%q in %q: %v has white space at its ends", query, s, r)
			}
			last = r.End
		}
		if plain(s) && plain(query) && !strings.ContainsAny(query, " \n'\"-") { // then both ways find the same
			q := Query{Text: query, Case: flags&1 > 0}
			as := Query{Text: regexp.QuoteMeta(query), Case: q.Case, Regexp: true}
			if typed, expressed := hits(t, q, s), hits(t, as, s); typed != expressed {
				t.Fatalf("%q finds %s, as an expression %s", query, typed, expressed)
			}
		}
	})
}

// plain tells ASCII that is seen.
func plain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r > '~' }) < 0
}

// Ten megabytes: a common word, a rare one, one of another alphabet, a regular expression.
func BenchmarkFind(b *testing.B) {
	english := "The deficit rose by 2.4 percent in May, the office said. It was the third month, “not the last”.\n\n"
	russian := "Дефицит вырос на 2,4 процента в мае, сообщило ведомство. Это третий месяц подряд.\n\n"
	for _, c := range []struct {
		name, text string
		q          Query
	}{
		{"common", english, Query{Text: "the"}},
		{"letter", english, Query{Text: "e"}},
		{"whole", english, Query{Text: "the", WholeWord: true}},
		{"rare", english, Query{Text: "nowhere"}},
		{"russian", russian, Query{Text: "в мае", WholeWord: true}},
		{"regexp", english, Query{Text: `\d+\.\d percent`, Regexp: true}},
		{"regexp-words", english, Query{Text: `\b[a-z]+ said\b`, Regexp: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			x := text.MustNew(strings.Repeat(c.text, 10<<20/len(c.text)))
			f, err := c.q.Compile()
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for b.Loop() {
				n = 0
				for range f.All(x, 0, x.Len()) {
					n++
				}
			}
			b.ReportMetric(float64(x.Bytes())*float64(b.N)/1e6/b.Elapsed().Seconds(), "MB/s")
			b.ReportMetric(float64(n), "hits")
		})
	}
}
