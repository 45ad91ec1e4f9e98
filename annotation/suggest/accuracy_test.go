package suggest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// score counts the spans of one role that the rules found and that people marked.
type score struct{ exact, overlap, recalled, found, marked int }

func (s score) String() string {
	share := func(a, b int) string { return fmt.Sprintf("%.3f", float64(a)/float64(max(b, 1))) }
	return fmt.Sprintf("exact P %s R %s, overlap P %s R %s (%d found, %d marked)",
		share(s.exact, s.found), share(s.exact, s.marked), share(s.overlap, s.found), share(s.recalled, s.marked), s.found, s.marked)
}

// add holds what the rules found against what people marked.
func (s *score) add(found, marked [][]rangeset.Range) {
	s.found += len(found)
	s.marked += len(marked)
	overlaps := func(a, b []rangeset.Range) bool {
		return slices.ContainsFunc(a, func(r rangeset.Range) bool { return slices.ContainsFunc(b, r.Overlaps) })
	}
	for _, f := range found {
		if slices.ContainsFunc(marked, func(m []rangeset.Range) bool { return slices.Equal(m, f) }) {
			s.exact++
		}
		if slices.ContainsFunc(marked, func(m []rangeset.Range) bool { return overlaps(m, f) }) {
			s.overlap++
		}
	}
	for _, m := range marked {
		if slices.ContainsFunc(found, func(f []rangeset.Range) bool { return overlaps(m, f) }) {
			s.recalled++
		}
	}
}

// readStandoff reads the spans of a brat file by the names of their types: "T1<tab>Source 89 106<tab>The Post". Bounds are code
// points; a span in several pieces has them apart by ";".
func readStandoff(tb testing.TB, file string) map[string][][]rangeset.Range {
	tb.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string][][]rangeset.Range{}
	for line := range strings.Lines(string(b)) {
		fields := strings.SplitN(line, "\t", 3)
		if len(fields) < 3 || !strings.HasPrefix(fields[0], "T") {
			continue
		}
		kind, bounds, _ := strings.Cut(fields[1], " ")
		var ranges []rangeset.Range
		for piece := range strings.SplitSeq(bounds, ";") {
			from, to, _ := strings.Cut(piece, " ")
			a, err1 := strconv.Atoi(from)
			z, err2 := strconv.Atoi(to)
			if err := cmp.Or(err1, err2); err != nil {
				tb.Fatalf("%s: %v", file, err)
			}
			ranges = append(ranges, rangeset.Range{Start: text.Pos(a), End: text.Pos(z)})
		}
		out[kind] = append(out[kind], ranges)
	}
	return out
}

// TestAccuracyOfAttributions measures the rules on a folder of PolNeAR (Newell, Margolin and Ruths, LREC 2018) that
// RUBRICATOR_POLNEAR names: "text" and "attributions" are in it. The data is not ours to ship.
func TestAccuracyOfAttributions(t *testing.T) {
	dir := os.Getenv("RUBRICATOR_POLNEAR")
	if dir == "" {
		t.Skip("RUBRICATOR_POLNEAR names no folder")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "text", "*.txt"))
	if len(files) == 0 {
		t.Fatalf("no text in %s", dir)
	}
	show := os.Getenv("RUBRICATOR_SHOW")
	scores := map[string]*score{"Source": {}, "Cue": {}, "Content": {}}
	for n, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		anns, _ := filepath.Glob(filepath.Join(dir, "attributions", name+"_*.ann"))
		if len(anns) == 0 {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		x := text.MustNew(string(b))
		found := map[string][][]rangeset.Range{}
		for p := text.Pos(0); p < x.Len(); {
			start, end := x.Paragraph(p)
			for _, a := range Attributions(x, start) {
				found["Cue"] = append(found["Cue"], []rangeset.Range{a.Cue})
				if !a.Source.Empty() {
					found["Source"] = append(found["Source"], []rangeset.Range{a.Source})
				}
				found["Content"] = append(found["Content"], a.Content)
			}
			p = max(end, p) + 1
		}
		marked := readStandoff(t, anns[0])
		for role, s := range scores {
			s.add(found[role], marked[role])
		}
		if show != "" && n < 12 {
			showDifferences(t, x, show, found[show], marked[show])
		}
	}
	for _, role := range []string{"Source", "Cue", "Content"} {
		t.Logf("%-7s %s", role, scores[role])
	}
}

// measured is a quantity that people marked, and how they wrote its unit; empty: it has none.
type measured struct {
	rangeset.Range
	unit string
}

// readMeasured reads the quantities of a table of MeasEval: document, set, type, bounds in code points, id, quote, further values as
// JSON. Where one span is marked twice, the one with a unit is kept.
func readMeasured(tb testing.TB, file string, t *text.Text) (out []measured) {
	tb.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) < 8 || f[2] != "Quantity" {
			continue
		}
		start, err1 := strconv.Atoi(f[3])
		end, err2 := strconv.Atoi(f[4])
		var other struct{ Unit string }
		if f[7] != "" {
			err = json.Unmarshal([]byte(f[7]), &other)
		}
		q := measured{rangeset.Range{Start: text.Pos(start), End: text.Pos(end)}, other.Unit}
		if err := cmp.Or(err1, err2, err); err != nil || t.Slice(q.Start, q.End) != f[6] {
			tb.Fatalf("%s: %q is not at %v (%v)", file, f[6], q.Range, err)
		}
		if i := slices.IndexFunc(out, func(o measured) bool { return o.Range == q.Range }); i < 0 {
			out = append(out, q)
		} else if out[i].unit == "" {
			out[i] = q
		}
	}
	return out
}

// numbers are what the key of a label of numbers takes when it is pressed again and again from the beginning of a text.
func numbers(t *text.Text) (out [][]rangeset.Range) {
	last := text.Pos(0)
	for p := text.Pos(0); p <= t.Len(); {
		r, ok := Number(t, p, func(r rangeset.Range) bool { return r.Start < last })
		if !ok {
			p += reach
			continue
		}
		out = append(out, []rangeset.Range{r})
		p, last = r.End, r.End
	}
	return out
}

// sameUnit tells whether a unit as people wrote it is the one that was read: plurals, symbols and spellings of one unit are the same,
// "km" and "kilometres" as much as "m" and "metre". What the rules have no name for never is.
func sameUnit(q Quantity, written string) bool {
	one, ok := ReadQuantity("1 " + written)
	return ok && one.Unit != "" && one.Unit == q.Unit
}

// TestAccuracyOfQuantities measures the rules for numbers on a folder of MeasEval (Harper and others, SemEval 2021, task 8) that
// RUBRICATOR_MEASEVAL names: "tsv" and "text" or "txt" are in it. Its texts are of science, and it marks years and lists of numbers,
// which the rules pass over or take apart. Texts without a table are left out. The data is not ours to ship.
func TestAccuracyOfQuantities(t *testing.T) {
	dir := os.Getenv("RUBRICATOR_MEASEVAL")
	if dir == "" {
		t.Skip("RUBRICATOR_MEASEVAL names no folder")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "t*xt", "*.txt"))
	if len(files) == 0 {
		t.Fatalf("no text in %s", dir)
	}
	show := os.Getenv("RUBRICATOR_SHOW") != ""
	var spans score
	texts, withUnit, read, agreed := 0, 0, 0, 0
	for _, file := range files {
		table := filepath.Join(dir, "tsv", strings.TrimSuffix(filepath.Base(file), ".txt")+".tsv")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(table); err != nil {
			continue
		}
		texts++
		x := text.MustNew(string(b))
		found, quantities := numbers(x), readMeasured(t, table, x)
		var marked [][]rangeset.Range
		for _, m := range quantities {
			marked = append(marked, []rangeset.Range{m.Range})
			if m.unit == "" {
				continue
			}
			withUnit++
			q, ok := ReadQuantity(x.Slice(m.Start, m.End))
			same := ok && sameUnit(q, m.unit)
			if ok {
				read++
			}
			if same {
				agreed++
			}
			if show && !same {
				t.Logf("reads as %+v: %q in %q", q, m.unit, x.Slice(m.Start, m.End))
			}
		}
		spans.add(found, marked)
		if show {
			showDifferences(t, x, "Quantity", found, marked)
		}
	}
	t.Logf("Quantity %s in %d texts", spans, texts)
	part := func(n int) float64 { return float64(n) / float64(max(withUnit, 1)) }
	t.Logf("of %d with a unit %.3f are read, %.3f with that unit", withUnit, part(read), part(agreed))
}

// showDifferences prints what the rules and people did not agree about.
func showDifferences(t *testing.T, x *text.Text, role string, found, marked [][]rangeset.Range) {
	quote := func(rs []rangeset.Range) string {
		var parts []string
		for _, r := range rs {
			parts = append(parts, x.Slice(r.Start, r.End))
		}
		h := rangeset.Hull(rs)
		return fmt.Sprintf("%q in %q", strings.Join(parts, " | "), x.Slice(max(0, h.Start-60), min(x.Len(), h.End+60)))
	}
	has := func(all [][]rangeset.Range, a []rangeset.Range) bool {
		return slices.ContainsFunc(all, func(b []rangeset.Range) bool { return slices.Equal(a, b) })
	}
	for _, f := range found {
		if !has(marked, f) {
			t.Logf("%s only found:  %s", role, quote(f))
		}
	}
	for _, m := range marked {
		if !has(found, m) {
			t.Logf("%s only marked: %s", role, quote(m))
		}
	}
}
