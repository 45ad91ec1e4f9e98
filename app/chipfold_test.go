package app

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
)

// withLabels is a window whose scheme has 200 labels and roles.
func withLabels(t testing.TB) *person {
	t.Helper()
	s := annotation.Scheme{Name: "large", Version: 1}
	for i := range 50 {
		l := annotation.Label{ID: fmt.Sprintf("label_%d", i), Name: fmt.Sprintf("Label %d", i), Colour: colourPairs[i%len(colourPairs)].light}
		if i < 9 {
			l.Key = fmt.Sprint(i + 1)
		}
		for k := range 4 {
			l.Roles = append(l.Roles, annotation.Role{ID: fmt.Sprintf("role_%d", k), Name: fmt.Sprintf("Role %d of %d", k, i)})
		}
		s.Labels = append(s.Labels, l)
	}
	return begins(startWith(t, t.TempDir(), s), tariffs)
}

func TestManyLabelsFoldIntoOneChip(t *testing.T) {
	p := withLabels(t)
	p.refreshNow()
	p.photograph("folded")
	if w := p.win.Content().MinSize().Width; w > 640 {
		t.Errorf("the window must be %v points wide", w)
	}
	shown := 0
	for _, c := range p.chips {
		if c.Visible() && c.Position().X >= 0 {
			shown++
			if right := c.Position().X + c.Size().Width; right > p.fold.more.Position().X {
				t.Errorf("the chip %s ends at %v, the fold is at %v", c.choice.Name, right, p.fold.more.Position().X)
			}
		}
	}
	if shown == 0 || shown+p.fold.folded != 50 {
		t.Errorf("%d chips are shown and %d folded, of 50", shown, p.fold.folded)
	}
}

func TestThePaletteMarksWithALabelThatHasNoKey(t *testing.T) {
	p := withLabels(t)
	p.selects("We pay")
	p.press("Ctrl+K")
	for _, r := range "role 2 of 33" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.press("Enter")
	p.sees("label_33.role_2: We pay")
}

func TestAFewLabelsAreNotFolded(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.win.Resize(fyne.NewSize(1200, 800))
	p.refreshNow()
	if p.fold.folded != 0 || p.fold.more.Position().X >= 0 {
		t.Errorf("%d are folded", p.fold.folded)
	}
}

// BenchmarkKeyWithManyLabels is a mark and its undo with 200 labels and roles.
func BenchmarkKeyWithManyLabels(b *testing.B) {
	p := withLabels(b)
	p.selects("We pay")
	for b.Loop() {
		p.press("3", "Ctrl+Z")
		p.selects("We pay")
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(2*b.N), "ms/key")
}
