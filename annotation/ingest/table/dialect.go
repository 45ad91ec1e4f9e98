package table

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"

	"rubricator/annotation/ingest"
)

// dialect is how a table is written as text.
type dialect struct {
	separator byte
	quotes    bool // cells may stand between double quotes, and then have separators and line breaks in them
	escapes   bool // a quote in such a cell is written \" and not ""
}

var separators = map[byte]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "bar"}

func (d dialect) String() string { return "separated by " + separators[d.separator] + "s" }

// triedRows and triedBytes are what each dialect is tried on.
const (
	triedRows  = 100
	triedBytes = 1 << 18
)

// unquoted is how much less likely it is that quotes mean nothing.
const unquoted = 0.7

// dialectOf tells how a table is written: as that in which most rows have the same number of cells, and the first row names what articles have. The
// first line may say "sep=;", as some spreadsheets write it; rest is what stands behind it.
func dialectOf(b []byte) (d dialect, rest []byte) {
	candidates := []byte{',', ';', '\t', '|'}
	if line, after, _ := bytes.Cut(b, []byte("\n")); len(line) < 8 {
		if said, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("sep=")); ok && len(said) == 1 && separators[said[0]] != "" {
			candidates, b = []byte{said[0]}, after
		}
	}
	head := b[:min(len(b), triedBytes)]
	best := -1.0
	for _, separator := range candidates {
		for _, quotes := range []bool{true, false} {
			tried := dialect{separator, quotes, quotes && isEscaped(head, separator)}
			if score := tried.score(head, len(head) < len(b)); score > best {
				best, d = score, tried
			}
		}
	}
	return d, b
}

// isEscaped tells whether quotes are written \" in cells, and never "".
func isEscaped(b []byte, separator byte) bool {
	for rest := b; ; {
		_, after, ok := bytes.Cut(rest, []byte(`\"`))
		if !ok {
			return false
		}
		if len(after) > 0 && after[0] != separator && after[0] != '\n' && after[0] != '\r' {
			break
		}
		rest = after
	}
	doubled := bytes.ReplaceAll(b, append([]byte{separator}, `""`...), nil) // an empty cell
	return !bytes.Contains(doubled, []byte(`""`))
}

// score is higher the more rows have as many cells as most, the more cells there are, and the more of the first name what articles have. isCut: there
// is more behind head.
func (d dialect) score(head []byte, isCut bool) float64 {
	counts, total, known := map[int]int{}, 0, 0
	for r, err := range d.rows(head) {
		if err != nil && isCut {
			break
		}
		if err == nil && isBlank(r.cells) {
			continue
		}
		if total == 0 {
			known = knownNames(r.cells)
		}
		if err == nil {
			counts[len(r.cells)]++
		}
		if total++; total >= triedRows {
			break
		}
	}
	most, cells := 0, 0
	for n, rows := range counts {
		if c := cmp.Compare(rows, most); c > 0 || c == 0 && n > cells {
			most, cells = rows, n
		}
	}
	if isCut && total > 1 && most < total {
		total-- // the last row is cut off
	}
	if total == 0 {
		return 0
	}
	score := float64(most) / float64(total) * float64(min(cells, 4)+2*known)
	if !d.quotes {
		score *= unquoted
	}
	return score
}

func knownNames(cells []string) (n int) {
	for _, c := range cells {
		if len(c) <= maxName && ingest.IsFieldName(c) {
			n++
		}
	}
	return n
}

// openText tells how a table is written and opens it.
func openText(f ingest.File, o ingest.Options) (*sheet, error) {
	if what := ingest.Magic(f.Bytes); what != "" {
		return nil, fmt.Errorf("%w but %s; save it as CSV from the program that wrote it and import that", ingest.ErrBinary, what)
	}
	text, err := ingest.UTF8(f, o)
	if err != nil {
		return nil, err
	}
	d, b := dialectOf(text.Bytes)
	return &sheet{rows: d.file(b, text.Same), report: text.Report + "; " + d.String(), warnings: text.Warnings, close: func() {}}, nil
}

// file are the rows of a table, each with its bytes where they are those of the file.
func (d dialect) file(b []byte, same bool) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for r, err := range d.rows(b) {
			if !same {
				r.raw = nil
			} else {
				r.raw = slices.Clip(r.raw)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
