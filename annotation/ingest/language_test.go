package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const english = "The mayor said on Tuesday that the bridge would stay closed for three weeks, and that it had not been repaired as the report of the council claimed."

func TestTheLanguageIsTold(t *testing.T) {
	for want, s := range map[string]string{
		"en": english,
		"de": news[1].text, "fr": news[0].text, "es": news[2].text, "pt": news[3].text, "it": news[4].text, "sv": news[5].text, "cs": news[7].text,
		"pl": news[8].text, "hu": news[9].text, "ro": news[10].text, "ru": news[11].text, "uk": news[12].text, "bg": news[13].text, "el": news[14].text, "tr": news[15].text,
		"he": news[16].text, "ar": news[17].text, "lt": news[18].text, "th": news[20].text, "ja": news[21].text, "zh": news[22].text, "ko": news[24].text,
		"fa": "شهردار روز سهشنبه گفت که جاده به مدت سه هفته بسته خواهد بود، زیرا کارگران هنوز تعمیر پل را به پایان نرساندهاند و کار ادامه دارد.",
		"ca": "L'alcalde va dir dimarts que el pont romandrà tancat durant tres setmanes, i que els veïns de la ciutat no podran passar per la carretera fins a la tardor.",
		"":   strings.Repeat("4.2 3.9 12% 7,140 ", 10),
	} {
		if got := languageOf(s); got != want && (got != "" || strings.Contains("en de fr es it pt fa ca ar", want)) {
			t.Errorf("%q is told as %q, want %q", s, got, want)
		}
	}
}

func TestALanguageIsToldFromAllOfAText(t *testing.T) {
	if got := languageOf(strings.Repeat(news[0].text+" ", 3) + strings.Repeat(english+"\n\n", 40)); got != "en" {
		t.Errorf("with a lead in French it is told as %q", got)
	}
}

// Texts of languages, each named by its tag, which are not kept here: RUBRICATOR_LANGUAGES=DIR go test ./annotation/ingest -run Languages -v.
func TestLanguagesOfAFolder(t *testing.T) {
	dir := os.Getenv("RUBRICATOR_LANGUAGES")
	if dir == "" {
		t.Skip("no folder of texts is named")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	for _, size := range []int{300, 1000, 4000} {
		right, wrong, none, small := 0, 0, 0, 0
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			tag, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".txt"), "-")
			for from := 0; from+size <= len(b); from += size {
				s := strings.ToValidUTF8(string(b[from:from+size]), "")
				switch languageOf(s) {
				case tag:
					right++
				case "":
					none++
				default:
					wrong++
				}
				if bySmallWords(fromAllOver(s)) != "" {
					small++
				}
			}
		}
		t.Logf("of %d texts of %d bytes %d are told right, %d wrong and %d not; %d by their small words", right+wrong+none, size, right, wrong, none, small)
	}
}

func BenchmarkLanguage(b *testing.B) {
	for name, line := range map[string]string{"small words": news[1].text, "letters": news[18].text} {
		b.Run(name, func(b *testing.B) {
			s := strings.Repeat(line+" ", 40)
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				if languageOf(s) == "" {
					b.Fatal("not told")
				}
			}
		})
	}
}
