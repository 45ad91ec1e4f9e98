package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/app/jobs"
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

func TestTitlesOfAllScripts(t *testing.T) {
	p := atWork(t, foreign...)
	for range 3 {
		p.imports(jobs.Article{Name: "x.txt", Read: func() ([]byte, error) { return []byte("\n\nNo title."), nil }})
	}
	for _, d := range p.desk.documents {
		if d.Title[0] > 0xD0 && d.Title[0] < 0xDA {
			p.open(d.ID)
			p.pump()
			break
		}
	}
	p.selects("ارتفعت 12%")
	p.press("2")
	p.selects("قالت الوزارة إن الرسوم ارتفعت 12% في مايو")
	p.press("1")
	p.caretBefore("Ana")
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
