package textview

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation/text"
)

// newsList is an article with lists, of which every line is longer than a narrow column.
const newsList = "What the plan says\n\nThe ministry named three goals for the coming year, which are these:\n" +
	"- Fewer ships are to wait before the strait, at most ninety a day by the end of May\n" +
	"- Tolls are to fall by 12 percent for all who carry grain, oil or medicine\n" +
	"  (a) for grain from the first of June on, whatever the flag of the ship that carries it\n" +
	"10. The last line of the list is as long as the others, so that it goes on below\n" +
	"Nothing was said about the costs of the plan, which are thought to be high."

const arabicList = "عنوان\n\n- سترتفع الرسوم بنسبة 12 في المئة في مايو كما قالت الوزارة في بيان لها أمس\n" +
	"- لن تدفع السفن التي تحمل الحبوب أي رسوم حتى نهاية العام المقبل بحسب البيان\n\nانتهى"

func TestLinesOfAListAreToldByHowTheyBegin(t *testing.T) {
	for _, c := range []struct{ line, marker string }{
		{"- one", "- "}, {"• one", "• "}, {"* one", "* "}, {"– one", "– "}, {"1. one", "1. "}, {"12) one", "12) "}, {"(a) one", "(a) "},
		{"(3) one", "(3) "}, {"(viii) one", "(viii) "}, {"b) one", "b) "}, {"  - one", "  - "}, {"\t•\tone", "\t•\t"}, {"1- واحد", "1- "},
		{"١. واحد", "١. "}, {"\u200f- واحد", "\u200f- "},
		{"-one", ""}, {"- ", ""}, {"one", ""}, {"", ""}, {"2024. That year", ""}, {"(AP) Rome", ""}, {"1.5 percent", ""}, {"A. Roe said", ""},
		{"12 ships", ""}, {"--- end", ""}, {"…", ""}, {strings.Repeat(" ", 100) + "- one", ""},
	} {
		if got := c.line[:marker(c.line)]; got != c.marker {
			t.Errorf("%q begins with %q, want %q", c.line, got, c.marker)
		}
	}
}

func TestLinesOfAListHangBesideTheirMarker(t *testing.T) {
	for _, c := range []struct {
		name, text, first string
		rtl               bool
	}{{"left", newsList, "Fewer", false}, {"right", arabicList, "سترتفع", true}} {
		p := setPage(t, c.text, 420, 5000)
		at := p.table.text.Pos(text.Byte(strings.Index(c.text, c.first)))
		i, _, b := p.locate(at, Downstream)
		if p.table.kind(i) != item || len(b.lines) < 2 {
			t.Fatalf("%s: the block is of kind %d and has %d lines", c.name, p.table.kind(i), len(b.lines))
		}
		edge := func(l *line) float32 { // where its text begins
			if c.rtl {
				return l.left + l.width
			}
			return l.left
		}
		word := b.lines[0].x(int32(at-b.start), Downstream)
		for k := 1; k < len(b.lines); k++ {
			l := &b.lines[k]
			if abs(edge(l)-word) > 0.6 {
				t.Errorf("%s: line %d begins at %v, the word behind the marker at %v", c.name, k, edge(l), word)
			}
			if l.left < -0.1 || l.left+l.width > float32(p.m.width)+0.1 {
				t.Errorf("%s: line %d leaves the column: %v to %v", c.name, k, l.left, l.left+l.width)
			}
		}
	}
}

func TestLinesOfAListStandCloserThanParagraphs(t *testing.T) {
	p := setPage(t, "head\n\nBefore the list.\n- one\n- two\nBehind it.", 900, 700)
	space := func(i int) int32 { return p.height(i, 1) - p.m.body.line }
	if before, between, behind := space(2), space(3), space(4); between >= before || between < 1 || behind != before {
		t.Errorf("before the list %d pixels, between its lines %d, behind it %d", before, between, behind)
	}
}

func TestAListLineTooLongForOneBlockLosesNothing(t *testing.T) {
	s := "head\n- " + strings.Repeat("some words that go on and on ", 1000) + "\nend"
	p := setPage(t, s, 500, 400)
	if got := strings.Join(wrapped(p), ""); got != strings.ReplaceAll(s, "\n", "") {
		t.Error("lines together are not the text")
	}
	if p.table.len() < 4 || p.table.kind(2) != part || p.table.endsParagraph(1) {
		t.Errorf("%d blocks, the third of kind %d", p.table.len(), p.table.kind(2))
	}
}

func TestAClickOnAListLineFindsItsCharacter(t *testing.T) {
	v := window(t, newsList, 360, 700)
	for _, word := range []string{"Fewer", "ninety", "grain from", "carries", "others"} {
		mouse{v: v}.click(point(t, v, word), 1)
		if want := text.Pos(len([]rune(newsList[:strings.Index(newsList, word)]))); v.Caret() != want {
			t.Errorf("a click on %q puts the caret at %d, want %d", word, v.Caret(), want)
		}
	}
	mouse{v: v}.drag(point(t, v, "Fewer"), point(t, v, "Tolls"))
	if got := quotes(v); !strings.HasPrefix(got, "Fewer") || !strings.HasSuffix(got, "May\n- Tolls") {
		t.Errorf("selected %q", got)
	}
	samePixels(t, v, "with a selection over two list lines")
	v.ScrollBy(100)
	samePixels(t, v, "scrolled")
	v.Resize(fyne.NewSize(700, 500))
	samePixels(t, v, "wider")
}
