package table

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"

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
// first line may say "sep=;", as some spreadsheets write it; said is its length. b is the beginning of a table; isCut: there is more behind it.
func dialectOf(b []byte, isCut bool) (d dialect, said int) {
	candidates := []byte{',', ';', '\t', '|'}
	if line, after, _ := bytes.Cut(b, []byte("\n")); len(line) < 8 {
		if sign, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("sep=")); ok && len(sign) == 1 && separators[sign[0]] != "" {
			candidates, said = []byte{sign[0]}, len(b)-len(after)
		}
	}
	head := b[said:]
	best := -1.0
	for _, separator := range candidates {
		for _, quotes := range []bool{true, false} {
			tried := dialect{separator, quotes, quotes && isEscaped(head, separator)}
			if score := tried.score(head, isCut); score > best {
				best, d = score, tried
			}
		}
	}
	return d, said
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
	for r, err := range d.rows(bytes.NewReader(head)) {
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
func openText(ctx context.Context, f ingest.File, o ingest.Options) (*sheet, error) {
	if what, err := ingest.MagicOf(f); err != nil {
		return nil, err
	} else if what != "" {
		return nil, fmt.Errorf("%w but %s; save it as CSV from the program that wrote it and import that", ingest.ErrBinary, what)
	}
	text, err := ingest.UTF8(ctx, f, o)
	if err != nil {
		return nil, err
	}
	in, err := text.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	head, err := io.ReadAll(io.LimitReader(in, triedBytes+1))
	if err != nil {
		return nil, err
	}
	d, said := dialectOf(head[:min(len(head), triedBytes)], len(head) > triedBytes)
	return &sheet{file: text.File, rows: d.file(ctx, &text, said), report: text.Report + "; " + d.String(), warnings: text.Warnings, close: func() {}}, nil
}

// file are the rows of a table behind its first bytes, each with its bytes where they are those of the file.
func (d dialect) file(ctx context.Context, text *ingest.Recoded, said int) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		in, err := text.Open(ctx)
		if err == nil {
			defer in.Close()
			_, err = io.CopyN(io.Discard, in, int64(said))
		}
		if err != nil {
			yield(row{}, err)
			return
		}
		for r, err := range d.rows(in) {
			if !text.Same {
				r.raw = nil
			} else {
				r.raw = bytes.Clone(r.raw)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
