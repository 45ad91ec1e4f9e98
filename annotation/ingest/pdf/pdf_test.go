package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rubricator/annotation/ingest"
)

// shown is a draft as a person sees it: a line a block, with what it is, and what is cut in brackets.
func shown(d *ingest.Draft) string {
	var out strings.Builder
	for i, b := range d.Blocks {
		switch {
		case b.Cut != "":
			fmt.Fprintf(&out, "[%s: %s]\n", b.Cut, d.Line(i))
		case b.Kind != "":
			fmt.Fprintf(&out, "%s: %s\n", b.Kind, d.Line(i))
		default:
			fmt.Fprintf(&out, "%s\n", d.Line(i))
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func readBytes(t *testing.T, b []byte) *ingest.Draft {
	t.Helper()
	d, err := read(context.Background(), ingest.File{Name: "/home/ana/page.pdf", Bytes: b})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func lines(s string) []string { return strings.Split(s, "\n") }

const left = `The harbour of the old town was
closed on Monday after a storm
that broke two of its walls, the
mayor said. Repairs may take 3
months and cost 12 million, she
told reporters on the quay. The`

const right = `fishing boats were moved to the
north of the bay, where most of
them had stayed in the winter of
the year before. Nobody was hurt
in the storm.`

func TestArticlesAreReadAsPeopleReadThem(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(m *maker)
		want string
	}{
		{"one column with a headline, and paragraphs told by white space", func(m *maker) {
			m.page().text(50, 740, 24, "B", "Harbour closed").
				column(50, 700, 10, 12, "T", append(lines(left), "", "Nobody was hurt.")...)
		}, `headline: Harbour closed
The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3 months and cost 12 million, she told reporters on the quay. The
Nobody was hurt.`},
		{"paragraphs told by an indent", func(m *maker) {
			m.page().column(50, 700, 10, 12, "T", lines(left)[:3]...).text(65, 664, 10, "T", "The mayor spoke of three").
				column(50, 652, 10, 12, "T", "months on Monday evening in the", "town hall of the harbour where").text(65, 628, 10, "T", "Nobody was hurt as of").text(50, 616, 10, "T", "Tuesday.")
		}, `The harbour of the old town was closed on Monday after a storm that broke two of its walls, the
The mayor spoke of three months on Monday evening in the town hall of the harbour where
Nobody was hurt as of Tuesday.`},
		{"paragraphs told by a short line", func(m *maker) {
			m.page().column(50, 700, 10, 12, "T", "The harbour of the old town was", "closed on Monday.", "Repairs may take 3 months and", "cost 12 million.")
		}, "The harbour of the old town was closed on Monday.\nRepairs may take 3 months and cost 12 million."},
		{"two columns below a headline over both", func(m *maker) {
			m.page().text(50, 740, 24, "B", "Harbour closed after the storm").column(50, 700, 10, 12, "T", lines(left)...).column(220, 700, 10, 12, "T", lines(right)...)
		}, `headline: Harbour closed after the storm
The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3 months and cost 12 million, she told reporters on the quay. The fishing boats were moved to the north of the bay, where most of them had stayed in the winter of the year before. Nobody was hurt in the storm.`},
		{"three columns drawn line by line across the page", func(m *maker) {
			p := m.page()
			for i := range 5 {
				p.text(50, 700-12*float64(i), 10, "T", lines(left)[i]).text(200, 700-12*float64(i), 10, "T", lines(right)[i]).text(350, 700-12*float64(i), 10, "T", lines(left)[i])
			}
		}, `The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3 months and cost 12 million, she fishing boats were moved to the north of the bay, where most of them had stayed in the winter of the year before. Nobody was hurt in the storm.
The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3 months and cost 12 million, she`},
		{"columns whose baselines differ", func(m *maker) {
			m.page().column(50, 700, 10, 12, "T", lines(left)...).column(220, 695, 10, 12, "T", lines(right)...)
		}, `The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3 months and cost 12 million, she told reporters on the quay. The fishing boats were moved to the north of the bay, where most of them had stayed in the winter of the year before. Nobody was hurt in the storm.`},
		{"a heading, a list and a caption", func(m *maker) {
			m.page().column(50, 700, 10, 12, "T", lines(left)[:4]...).text(50, 640, 10, "B", "What is known").
				column(50, 620, 10, 12, "T", "\u2022 Two walls broke in the storm", "   of Monday.", "\u2022 Nobody was hurt.").
				text(50, 560, 8, "T", "Photo: The harbour on Monday. Ana Lind")
		}, `The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3
heading: What is known
entry: • Two walls broke in the storm of Monday.
entry: • Nobody was hurt.
caption: Photo: The harbour on Monday. Ana Lind`},
		{"a table, row by row", func(m *maker) {
			m.page().column(50, 700, 10, 12, "T", lines(left)[:3]...).column(50, 640, 10, 14, "T", "Town", "Aden", "Oslo").column(120, 640, 10, 14, "T", "Boats", "12", "340").column(180, 640, 10, 14, "T", "Walls", "2", "9")
		}, `The harbour of the old town was closed on Monday after a storm that broke two of its walls, the
entry: Town Boats Walls
entry: Aden 12 2
entry: Oslo 340 9`},
		{"hyphens at line ends", func(m *maker) {
			m.page().column(50, 700, 10, 12, "T", "The long-term plan of the min-", "ister for fisheries is a long-", "term plan, said the Franco-", "German council of pre-", "and post-war days, in a 3-", "year re-", "view.")
		}, "The long-term plan of the minister for fisheries is a long-term plan, said the Franco-German council of pre- and post-war days, in a 3-year review."},
		{"a word across columns, and one across pages between running heads", func(m *maker) {
			m.page().text(50, 770, 8, "F", "The Harbour Post").text(290, 20, 8, "F", "12").
				column(50, 700, 10, 12, "T", append(lines(left)[:5], "told reporters on the quay. Fish-")...).column(220, 700, 10, 12, "T", "ing boats were moved to the", "north of the bay, where most of", "them had stayed in the win-")
			m.page().text(50, 770, 8, "F", "The Harbour Post").text(290, 20, 8, "F", "13").column(50, 700, 10, 12, "T", "ter of the year before.")
			m.page().text(50, 770, 8, "F", "The Harbour Post").text(290, 20, 8, "F", "14").column(50, 700, 10, 12, "T", "Nobody was hurt.")
		}, `[running head: The Harbour Post]
The harbour of the old town was closed on Monday after a storm that broke two of its walls, the mayor said. Repairs may take 3 months and cost 12 million, she told reporters on the quay. Fishing boats were moved to the north of the bay, where most of them had stayed in the winter of the year before.
[page number: 12]
[running head: The Harbour Post]
[page number: 13]
[running head: The Harbour Post]
Nobody was hurt.
[page number: 14]`},
		{"what a browser prints around a page", func(m *maker) {
			for i, text := range []string{"Repairs may take 3 months.", "Nobody was hurt."} {
				m.page().text(30, 780, 8, "F", "28/11/2026, 18:04").text(300, 780, 8, "F", "Harbour closed").column(50, 700, 10, 12, "T", text).
					text(30, 20, 8, "F", "https://post.example/harbour").text(560, 20, 8, "F", fmt.Sprintf("%d/2", i+1))
			}
		}, `[running head: 28/11/2026, 18:04 Harbour closed]
Repairs may take 3 months.
[running head: https://post.example/harbour 1/2]
[running head: 28/11/2026, 18:04 Harbour closed]
Nobody was hurt.
[running head: https://post.example/harbour 2/2]`},
		{"Cyrillic by a ToUnicode map", func(m *maker) {
			m.page().column(50, 700, 10, 12, "U", "Министр сказал в понедель-", "ник, что порт закрыт.")
		}, "Министр сказал в понедельник, что порт закрыт."},
		{"Arabic drawn from the left, as it looks", func(m *maker) {
			m.page().text(50, 700, 10, "U", backwards("قال الوزير في بغداد يوم الاثنين")).text(100, 688, 10, "U", backwards("إن الميناء مغلق الآن."))
		}, "قال الوزير في بغداد يوم الاثنين إن الميناء مغلق الآن."},
		{"Chinese has no spaces at line ends", func(m *maker) {
			m.page().column(50, 700, 10, 12, "U", "港口在星期一的暴风雨后关闭", "市长说。")
		}, "港口在星期一的暴风雨后关闭市长说。"},
		{"a raised number and a name set upright at the side", func(m *maker) {
			p := m.page()
			p.column(50, 700, 10, 12, "T", lines(left)[:3]...).text(180, 704, 6, "T", "1")
			p.ops.WriteString("BT /T 6 Tf 0 1 -1 0 400 600 Tm " + m.encode("T", "Ana Lind") + " Tj ET\n")
		}, `The harbour of the old town was 1 closed on Monday after a storm that broke two of its walls, the
Ana Lind`},
		{"a page turned on its side", func(m *maker) {
			p := m.page()
			p.extra = "/Rotate 90"
			p.ops.WriteString("BT /T 10 Tf 0 1 -1 0 100 50 Tm 12 TL " + m.encode("T", "The harbour of the old town was") + " Tj T* " + m.encode("T", "closed on Monday.") + " Tj ET\n")
		}, "The harbour of the old town was closed on Monday."},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &maker{}
			c.make(m)
			if got := shown(readBytes(t, m.bytes())); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// backwards is a text as it stands from left to right.
func backwards(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func TestWhatWasDoneToTheTextIsSaid(t *testing.T) {
	m := &maker{info: "/Title (Harbour closed) /Author (Ana Lind) /CreationDate (D:20260305091500+02'00')", catalog: "/Lang (en-GB)"}
	m.page().column(50, 700, 10, 12, "U", "The oﬃcer was ﬁned on the\u00A0quay, said the min-", "ister. \uE001")
	d := readBytes(t, m.bytes())
	if want := "The officer was fined on the quay, said the minister. \uE001"; d.Text != want {
		t.Errorf("got %q, want %q", d.Text, want)
	}
	if want := "PDF, 1 page; 1 hyphen mended; 3 ligatures divided; 1 special space made plain"; d.Source.Decoding != want {
		t.Errorf("got %q, want %q", d.Source.Decoding, want)
	}
	if want := "1 sign of a private font kept; they may show as boxes."; strings.Join(d.Warnings, "|") != want {
		t.Errorf("got %q, want %q", d.Warnings, want)
	}
	if want := (ingest.Details{Title: "Harbour closed", Author: "Ana Lind", Published: "2026-03-05", Language: "en-GB"}); d.Details != want {
		t.Errorf("got %+v, want %+v", d.Details, want)
	}
	if d.Source.File != "page.pdf" || len(d.Original) == 0 {
		t.Errorf("got %+v", d.Source)
	}
}

func TestDetailsThatProgramsMakeUpAreLeftOut(t *testing.T) {
	for s, want := range map[string]string{"Microsoft Word - x.doc": "", "Untitled-1": "", "page_12_final": "", "harbour.indd": "", "Layout 1": "", "Harbour closed": "Harbour closed", "Krieg": "Krieg"} {
		if got := title(s); got != want {
			t.Errorf("title %q: %q", s, got)
		}
	}
	for s, want := range map[string]string{"alind": "", "Administrator": "", "a@b.example c": "", "Ana Lind": "Ana Lind"} {
		if got := author(s); got != want {
			t.Errorf("author %q: %q", s, got)
		}
	}
	now := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	for s, want := range map[string]string{"D:20260305": "2026-03-05", "D:19700101000000Z": "", "D:20990101": "", "D:20261399": "", "yesterday": "", "20260305091500": "2026-03-05"} {
		if got := day(s, now); got != want {
			t.Errorf("day %q: %q", s, got)
		}
	}
}

func TestAFileForWhichTheOwnersPasswordIsNotAskedIsRead(t *testing.T) {
	m := &maker{owner: true}
	m.page().text(50, 700, 10, "T", "Harbour closed.")
	if got := shown(readBytes(t, m.bytes())); got != "Harbour closed." {
		t.Errorf("got %q", got)
	}
}

// deep is a tree of pages of so many levels.
func deep(levels int) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n")
	for i := range levels {
		fmt.Fprintf(&b, "%d 0 obj <</Type/Pages/Count 1/Kids[%d 0 R]>> endobj\n", i+2, i+3)
	}
	fmt.Fprintf(&b, "%d 0 obj <</Type/Page/MediaBox[0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\n", levels+2)
	return []byte(b.String())
}

func TestWhatCannotBeReadIsRefusedInASentence(t *testing.T) {
	whole := &maker{}
	whole.page().column(50, 700, 10, 12, "T", lines(left)...)
	locked := &maker{user: "secret"}
	locked.page().text(50, 700, 10, "T", "Harbour closed.")
	picture := &maker{}
	picture.page().ops.WriteString("0 0 100 100 re f\n")
	many := &maker{}
	many.page()
	manyPages := strings.Replace(string(many.bytes()), "/Kids [ 20 0 R ]", "/Kids [ "+strings.Repeat("20 0 R ", 100_000)+"]", 1)
	manyPages = strings.Replace(manyPages, "/Count 1", "/Count 100000", 1)
	blown := &maker{}
	blown.page().ops.WriteString(strings.Repeat(" ", 1<<30))
	for _, c := range []struct {
		name  string
		bytes []byte
		want  error
		says  string
	}{
		{"no bytes", nil, ingest.ErrEmpty, "import"},
		{"no PDF", []byte("hello"), ErrDamaged, "get it again"},
		{"a head alone", []byte("%PDF-1.7\n"), ErrDamaged, "get it again"},
		{"half of it", whole.bytes()[:300], ErrDamaged, "get it again"},
		{"pictures of pages", picture.bytes(), ErrPictures, "text recognition"},
		{"a user's password", locked.bytes(), ErrPassword, "save it without"},
		{"a tree of pages 100,000 deep", deep(100_000), ErrDamaged, "import"},
		{"100,000 pages", []byte(manyPages), ErrLong, "100000 pages"},
		{"a page that unpacks to 1 GiB", blown.bytes(), ErrDamaged, "import"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := read(context.Background(), ingest.File{Name: "a.pdf", Bytes: c.bytes})
			if err == nil {
				t.Fatalf("read as %q", d.Text)
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q with %q", err, c.want, c.says)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q is no sentence", err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	m := &maker{info: "/Title (Harbour closed)", catalog: "/Lang (en)"}
	m.page().text(50, 740, 24, "B", "Harbour closed").column(50, 700, 10, 12, "T", lines(left)...).column(220, 700, 10, 12, "U", lines(right)...)
	f.Add(m.bytes())
	f.Add(deep(10))
	m.owner = true
	f.Add(m.bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := read(context.Background(), ingest.File{Name: "a.pdf", Bytes: b})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q is no sentence", err)
			}
			return
		}
		if _, err := d.Article(); err != nil && !errors.Is(err, ingest.ErrEmpty) {
			t.Error(err)
		}
	})
}

func TestReadingEndsWhenItIsCancelled(t *testing.T) {
	m := &maker{}
	m.page().text(50, 700, 10, "T", "Harbour closed.").ops.WriteString(strings.Repeat(" ", 1<<28))
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := read(ctx, ingest.File{Name: "a.pdf", Bytes: m.bytes()}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if got := shown(readBytes(t, newspaper(1))); !strings.Contains(got, "headline: Harbour closed") { // in a new instance
		t.Errorf("then got %q", got)
	}
}
