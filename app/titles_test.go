package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/storage"
)

// foreign are articles whose titles the toolkit's own text does not draw.
var foreign = []string{
	"ارتفعت الرسوم 12% في مايو، حسب وكالة Reuters في تقرير جديد لها\n\nقالت الوزارة إن الرسوم ارتفعت 12% في مايو. وقال الوزير Ana Roe: «لم يكن لدينا خيار».\n",
	strait,
	"ראש הממשלה: 12 אחוזים ב־2024\n\nראש הממשלה אמר 12 אחוזים.\n",
	"हिन्दी में समाचार: मंत्री ने कहा 12%\n\nमंत्री ने कहा 12% अधिक।\n",
	"ภาษาไทย ข่าววันนี้ น้ำท่วม 12%\n\nน้ำท่วม 12% วันนี้\n",
	"中文报道说，这家公司的收入\n\n中文报道说12%。\n",
	"Family 👩‍👩‍👧 and 🇺🇦 with 👍🏽\n\nA family of 3.\n",
	"A very long title that goes on and on, far beyond the edge of any row in any list of any window, until it ends\n\nIt ends.\n",
}

func TestARowSaysTheWholeTitleAndKeepsItsOutletApart(t *testing.T) {
	p := atWork(t, strait)
	r := newListRow(p.fonts)
	for _, c := range []struct{ title, outlet, says, about string }{
		{"Strait tolls rise", "Reuters", "Strait tolls rise", "Reuters · 3 words"},
		{"ارتفعت 12%", "الجزيرة", "ارتفعت 12%", "\u2068الجزيرة\u2069 · 3 words"},
		{"", "", "untitled", "3 words"},
	} {
		d := storage.Listed{Document: annotation.Document{Title: c.title, Outlet: c.outlet, Words: 3}}
		showDocument(r, &d)
		if r.title.Text() != c.says || r.about.Text() != c.about {
			t.Errorf("the row says %q, %q, want %q, %q", r.title.Text(), r.about.Text(), c.says, c.about)
		}
	}
}

func TestAQuoteInTheStatusLineIsKeptApart(t *testing.T) {
	p := atWork(t, foreign[0])
	p.selects("قالت الوزارة")
	p.press("1", "Del")
	p.reads("Deleted: \u2068قالت الوزارة\u2069. Ctrl+Z")
}

func TestAShortenedTextEndsBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"Tolls rose", 10, "Tolls rose"},
		{"Tolls\n rose", 10, "Tolls rose"},
		{"Tolls rose.", 10, "Tolls ros…"},
		{"Tolls, rose", 7, "Tolls…"},
		{"a👩‍👩‍👧b", 4, "a…"},
		{"re\u0301sume\u0301s", 3, "r…"},
	} {
		if got := shortened(c.text, c.n); got != c.want {
			t.Errorf("%q in %d is %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

// TestThePictureOfTitles draws the panes with titles of many scripts for eyes to judge, see photograph.
func TestThePictureOfTitles(t *testing.T) {
	p := atWork(t, foreign...)
	for _, d := range p.desk.documents {
		if strings.HasPrefix(foreign[0], d.Title) {
			p.open(d.ID)
			p.pump()
		}
	}
	p.selects("ارتفعت 12%")
	p.press("2")
	p.selects("قالت الوزارة إن الرسوم ارتفعت 12% في مايو")
	p.press("1")
	p.pump()
	for _, scale := range []float32{1, 2} {
		for _, look := range []string{"light", "dark"} {
			p.app.Settings().SetTheme(newLook(look))
			p.win.Canvas().(test.WindowlessCanvas).SetScale(scale)
			p.win.Resize(fyne.NewSize(1201, 801))
			p.win.Resize(fyne.NewSize(1200, 800))
			p.photograph("titles-" + look + map[float32]string{1: "", 2: "-2"}[scale])
		}
	}
}
