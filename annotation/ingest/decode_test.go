package ingest

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// news is a line of news in each language, and the encodings that it is told in.
var news = []struct{ encodings, text string }{
	{"windows-1252 iso-8859-15", "Le maire a déclaré mardi que les travaux de l'école, évalués à trois millions, seraient achevés à la rentrée."},
	{"windows-1252", "Der Bürgermeister erklärte am Dienstag, die Straße bleibe für drei Wochen gesperrt; über Umleitungen hieß es später mehr."},
	{"windows-1252", "El alcalde señaló que el año próximo habrá más autobuses según el informe que presentó la comisión de tráfico."},
	{"windows-1252", "O presidente da câmara afirmou que não haverá aumento das tarifas de água até à próxima reunião do conselho."},
	{"windows-1252", "Il sindaco ha detto che la città pagherà metà delle spese e che però non è più possibile aspettare."},
	{"windows-1252", "Borgmästaren sade på tisdagen att bron skall öppnas för trafik först när alla räcken är på plats igen."},
	{"windows-1252", "Borgmesteren sagde på tirsdag, at vejen først åbner, når broen over åen er blevet gjort færdig."},
	{"windows-1250 iso-8859-2", "Starosta v úterý řekl, že most bude uzavřen až do příštího týdne, protože dělníci ještě nedokončili opravu."},
	{"windows-1250 iso-8859-2", "Burmistrz powiedział we wtorek, że mieszkańcy będą mogli wrócić do domów dopiero po zakończeniu prac przy wałach."},
	{"windows-1250 iso-8859-2", "A polgármester kedden közölte, hogy az új híd építése előreláthatólag őszig tart, és több mint öt millióba kerül."},
	{"windows-1250", "Primarul a declarat marţi că şcoala va fi închisă două săptămâni, întrucât lucrările încă nu s-au terminat."},
	{"windows-1251 koi8-r iso-8859-5 ibm866", "Мэр заявил во вторник, что дорога будет закрыта на три недели, поскольку рабочие ещё не закончили ремонт моста."},
	{"windows-1251 koi8-u", "Міський голова заявив у вівторок, що дорогу закриють на три тижні, бо робітники ще не завершили ремонт мосту."},
	{"windows-1251", "Кметът заяви във вторник, че пътят ще бъде затворен за три седмици, защото ремонтът на моста не е завършен."},
	{"windows-1253 iso-8859-7", "Ο δήμαρχος δήλωσε την Τρίτη ότι ο δρόμος θα μείνει κλειστός για τρεις εβδομάδες λόγω εργασιών στη γέφυρα."},
	{"windows-1254", "Belediye başkanı salı günü yaptığı açıklamada köprünün üç hafta boyunca kapalı kalacağını ve işçilerin çalıştığını söyledi."},
	{"windows-1255 iso-8859-8", "ראש העיר אמר ביום שלישי כי הכביש יהיה סגור במשך שלושה שבועות בגלל העבודות על הגשר."},
	{"windows-1256 iso-8859-6", "قال رئيس البلدية يوم الثلاثاء إن الطريق سيبقى مغلقا لمدة ثلاثة أسابيع بسبب أعمال إصلاح الجسر."},
	{"windows-1257 iso-8859-13 iso-8859-4", "Meras antradienį pareiškė, kad kelias bus uždarytas tris savaites, nes darbininkai dar nebaigė tilto remonto šią vasarą."},
	{"windows-1257 iso-8859-13 iso-8859-4", "Mērs otrdien paziņoja, ka ceļš būs slēgts trīs nedēļas, jo strādnieki vēl nav pabeiguši tilta remontdarbus."},
	{"windows-874", "นายกเทศมนตรีกล่าวเมื่อวันอังคารว่าถนนจะปิดเป็นเวลาสามสัปดาห์เนื่องจากการซ่อมแซมสะพานยังไม่เสร็จ"},
	{"shift_jis euc-jp iso-2022-jp utf-16le", "市長は火曜日、橋の修理がまだ終わっていないため、道路を三週間閉鎖すると発表した。"},
	{"gb18030 utf-16be", "市长星期二说，因为桥的工程还没有完成，这条路要关闭三个星期，人们可以走另一条路。"},
	{"big5", "市長星期二說，因為橋的工程還沒有完成，這條路要關閉三個星期，人們可以走另一條路。"},
	{"euc-kr", "시장은 화요일에 다리 공사가 아직 끝나지 않아 도로를 삼 주 동안 닫는다고 말했다."},
}

// encoded writes a text in an encoding.
func encoded(t testing.TB, name, s string) []byte {
	t.Helper()
	e, err := htmlindex.Get(name)
	if err != nil {
		e, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatalf("%s in %s: %v", s, name, err)
	}
	return []byte(out)
}

func TestTheEncodingIsToldFromTheLetters(t *testing.T) {
	for _, n := range news {
		for name := range strings.FieldsSeq(n.encodings) {
			b := encoded(t, name, n.text)
			c, err := Decode(b, "", Options{})
			if err != nil || c.Text != n.text {
				t.Errorf("%s: %q (%s) %v, want %q", name, c.Text, c.Report, err, n.text)
				continue
			}
			if len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], "guess") || !strings.Contains(c.Report, "told") && !strings.Contains(c.Report, "because") {
				t.Errorf("%s: %q %q does not say that it is a guess", name, c.Report, c.Warnings)
			}
		}
	}
}

func TestTheEncodingIsChosenDeclaredOrTold(t *testing.T) {
	russian := "\xCD\xEE\xE2\xEE\xF1\xF2\xE8 \xE4\xED\xFF" // "Новости дня" in Windows-1251
	for _, c := range []struct{ name, bytes, declared, chosen, want, report, warns string }{
		{"declared", russian, "windows-1251", "", "Новости дня", "Windows-1251, as declared", ""},
		{"chosen against what is declared", russian, "windows-1251", "koi8-r", "мНБНЯРХ ДМЪ", "KOI8-R, as chosen", ""},
		{"chosen with capitals and a synonym", "caf\xE9", "", " Latin1 ", "café", "Windows-1252, as chosen", ""},
		{"chosen from IANA's register", "caf\x82", "", "IBM850", "café", "IBM850, as chosen", ""},
		{"ASCII, whatever is declared", "plain", "windows-1251", "", "plain", "UTF-8", ""},
		{"UTF-8 declared as something else", "Öl", "iso-8859-1", "", "Öl", "UTF-8", ""},
		{"a mark against what is declared", "\xEF\xBB\xBFÖl", "windows-1252", "", "Öl", "UTF-8 with byte order mark", ""},
		{"ASCII declared as UTF-16, as web pages do", "plain", "utf-16", "", "plain", "UTF-8", "declares UTF-16LE and is not; read as UTF-8"},
		{"declared UTF-8 that is Windows-1252", "caf\xE9 d\xE9j\xE0", "utf-8", "", "café déjà", "Windows-1252, because byte 0xe9 at 3 is not UTF-8", "declares UTF-8 and is not"},
		{"declared UTF-8 that is damaged", "gedr\xFCckt über", "utf-8", "", "gedr\uFFFDckt über", "UTF-8, as declared; 1 damaged character replaced by U+FFFD, the first at 4", ""},
		{"nobody's encoding", russian, "x-klingon", "", "Новости дня", "Windows-1251, told", "nobody knows (x-klingon)"},
		{"damaged as chosen", "a\xFFb\xFF\xFEc", "", "utf-8", "a\uFFFDb\uFFFDc", "UTF-8, as chosen; 2 damaged characters replaced by U+FFFD, the first at 1", ""},
		{"damaged in Shift-JIS", "\x82\xa0\x82\xff\x82\xa2", "", "shift_jis", "あ\uFFFDい", "Shift-JIS, as chosen; 1 damaged character replaced by U+FFFD, the first at 2", ""},
		{"cut off UTF-16 as chosen", "a\x00b", "", "utf-16le", "a\uFFFD", "UTF-16LE, as chosen; 1 half surrogate pair replaced by U+FFFD, the first at 2", ""},
	} {
		got, err := Decode([]byte(c.bytes), c.declared, Options{Charset: c.chosen})
		warns := strings.Join(got.Warnings, " ")
		if err != nil || got.Text != c.want || !strings.HasPrefix(got.Report, c.report) || !strings.Contains(warns, c.warns) || c.warns == "" && warns != "" {
			t.Errorf("%s:\ngot  %q, %s, %q %v\nwant %q, %s, %q", c.name, got.Text, got.Report, warns, err, c.want, c.report, c.warns)
		}
	}
	if _, err := Decode([]byte("a"), "", Options{Charset: "klingon"}); !errors.Is(err, ErrEncoding) || !strings.Contains(err.Error(), `"klingon"`) {
		t.Errorf("an encoding that nobody knows: %v", err)
	}
}

func TestWhatCannotBeToldNamesWhatItMayBe(t *testing.T) {
	_, err := Decode([]byte("\xCD\xF8\x82\xFE\xF1\xB9\xE8 \xE4\x8D\xF7\xA1\xD3"), "", Options{})
	if !errors.Is(err, ErrEncoding) || !strings.Contains(err.Error(), "Windows-12") || !strings.Contains(err.Error(), "encoding named") {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, n := range news {
		for name := range strings.FieldsSeq(n.encodings) {
			f.Add(encoded(f, name, n.text), name, "")
			f.Add(encoded(f, name, n.text), "utf-16be", name)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, declared, chosen string) {
		c, err := Decode(b, declared, Options{Charset: chosen})
		if err != nil {
			if !errors.Is(err, ErrEncoding) && !errors.Is(err, ErrBinary) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if !utf8.ValidString(c.Text) || c.Charset == "" || !strings.HasPrefix(c.Report, c.Charset) {
			t.Fatalf("%q became %q, %q, %q", b, c.Text, c.Charset, c.Report)
		}
		if strings.ContainsRune(c.Text, utf8.RuneError) && !strings.Contains(c.Report, "U+FFFD") && c.Charset != "UTF-8" && !strings.HasPrefix(c.Charset, "UTF-") {
			t.Fatalf("%q has U+FFFD in silence: %q", b, c.Text)
		}
	})
}

func BenchmarkEncodings(b *testing.B) {
	english := strings.Repeat("The mayor said on Tuesday that the bridge will stay closed for three weeks.\n", 130_000)
	russian := strings.Repeat(news[11].text+"\n", 50_000)
	for name, s := range map[string][]byte{
		"ASCII": []byte(english), "UTF-8": []byte(russian), "Windows-1251": encoded(b, "windows-1251", russian), "Windows-1252": encoded(b, "windows-1252", strings.Repeat(news[0].text+"\n", 90_000)),
		"UTF-16LE": encoded(b, "utf-16le", english), "Shift-JIS": encoded(b, "shift_jis", strings.Repeat(news[21].text+"\n", 90_000)),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				if _, err := readPlain(File{Name: "a.txt", Bytes: s}, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestEveryEncodingThatIsOfferedIsKnownByThatName(t *testing.T) {
	for _, name := range Charsets {
		if set, err := charsetNamed(name); err != nil || !strings.EqualFold(set.name, name) {
			t.Errorf("%s is %q, %v", name, set.name, err)
		}
	}
}
