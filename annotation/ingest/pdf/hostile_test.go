package pdf

import (
	"math"
	"testing"
	"time"
)

func TestLinesThatStandNowhereEndToo(t *testing.T) {
	for _, base := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		lines := []*line{{base: base, size: 1}, {base: base, size: base}}
		if got := len(blocksOf(lines)); got != 2 {
			t.Errorf("at %v: %d blocks", base, got)
		}
		if w := (word{text: "Harbour", base: base}); w.stands() {
			t.Errorf("a word at %v is said to stand somewhere", base)
		}
	}
}

func TestAParagraphOfManyLinesIsPutTogetherInTime(t *testing.T) {
	const lines = 300_000
	column := make([]*line, lines)
	for i := range column {
		y := -float64(i)
		column[i] = newLine([]word{{text: "ships", left: 0, right: 20, base: y, bottom: y, top: y + 1, size: 1}}, 0)
	}
	begun := time.Now()
	all := paragraphs([][]*line{column}, nil, &characters{})
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	longest := 0
	for _, p := range all {
		longest = max(longest, len(p.text))
	}
	if longest < 5*lines {
		t.Errorf("%d paragraphs, of which the longest has %d bytes", len(all), longest)
	}
}
