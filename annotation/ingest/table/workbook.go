package table

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"rubricator/annotation/ingest"
)

// maxWorkbook is what a workbook may unpack to, in bytes. All of it is held in memory, so that nothing is written beside it.
const maxWorkbook = 128 << 20

const saveAsCSV = "save the sheet as CSV and import that"

// isWorkbook tells a workbook from other archives by the names in it.
func isWorkbook(first []byte) bool {
	return bytes.HasPrefix(first, []byte("PK\x03\x04")) && (bytes.Contains(first, []byte("xl/workbook.xml")) || bytes.Contains(first, []byte("xl/worksheets/")))
}

// openWorkbook opens a workbook at the first sheet with rows.
func openWorkbook(_ context.Context, f ingest.File, o ingest.Options) (s *sheet, err error) {
	defer recovered(&err)
	if err := fits(f.Bytes, o.Size); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(f.Bytes), excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxWorkbook})
	if err != nil {
		return nil, damaged(err)
	}
	if err := datesInISO(book); err != nil {
		return nil, damaged(err)
	}
	var others []string
	for _, name := range book.GetSheetList() {
		rows := sheetRows(book, name)
		if !hasRows(rows) {
			continue
		}
		if s == nil {
			s = &sheet{file: f, rows: rows, report: fmt.Sprintf("sheet %q", name), close: func() { book.Close() }}
		} else {
			others = append(others, fmt.Sprintf("%q", name))
		}
	}
	if s == nil {
		book.Close()
		return nil, fmt.Errorf("%w: no sheet of the workbook has rows", ingest.ErrEmpty)
	}
	if len(others) > 0 {
		s.warnings = []string{"The workbook has further sheets, which are not loaded: " + strings.Join(others[:min(len(others), 10)], ", ") + "."}
	}
	return s, nil
}

// fits refuses a file that is no archive, or one that unpacks to too much, before anything of it is unpacked.
func fits(b []byte, size *ingest.Size) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return damaged(err)
	}
	sum := uint64(0)
	for _, part := range z.File {
		sum += min(part.UncompressedSize64, maxWorkbook+1)
		if sum > maxWorkbook || sum > 16<<20 && sum > ingest.MaxRatio*uint64(len(b)) {
			return fmt.Errorf("%w: a workbook of more than %d MiB, or packed as no workbook is; %s", ingest.ErrUnpacks, maxWorkbook>>20, saveAsCSV)
		}
		if size != nil {
			if err := size.Take(int64(part.UncompressedSize64)); err != nil {
				return err
			}
		}
	}
	return nil
}

// damaged is what is wrong with a workbook that cannot be opened.
func damaged(err error) error {
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, excelize.ErrWorkbookFileFormat) {
		return fmt.Errorf("%w: it is no workbook, or one with a password; open it in a spreadsheet, %s", ingest.ErrBinary, saveAsCSV)
	}
	return fmt.Errorf("%w: the workbook is damaged: %w; open it in a spreadsheet, %s", ingest.ErrBinary, err, saveAsCSV)
}

// recovered makes an error of what the library panics with on files that no spreadsheet wrote.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = damaged(errors.New("a part of it is missing, or not what it should be"))
	}
}

func hasRows(rows iter.Seq2[row, error]) bool {
	for r, err := range rows {
		if err == nil && !isBlank(r.cells) {
			return true
		}
	}
	return false
}

// sheetRows are the rows of a sheet, each cell as it is shown; a formula is what it gave when the workbook was saved.
func sheetRows(book *excelize.File, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		rows, err := openRows(book, name)
		if err != nil {
			yield(row{}, err)
			return
		}
		defer rows.Close()
		for number := 1; ; number++ {
			cells, more, err := nextRow(rows)
			if err != nil {
				err = fmt.Errorf("row %d: %w", number, err)
			}
			if !more && err == nil || !yield(row{number: number, cells: cells}, err) || err != nil {
				return
			}
		}
	}
}

func openRows(book *excelize.File, name string) (rows *excelize.Rows, err error) {
	defer recovered(&err)
	if rows, err = book.Rows(name); err != nil {
		err = damaged(err)
	}
	return rows, err
}

func nextRow(rows *excelize.Rows) (cells []string, more bool, err error) {
	defer recovered(&err)
	if !rows.Next() {
		return nil, false, wrapped(rows.Error())
	}
	cells, err = rows.Columns()
	return cells, true, wrapped(err)
}

func wrapped(err error) error {
	if err != nil {
		return damaged(err)
	}
	return nil
}

// datesInISO has dates shown as 2026-03-04 and not as the workbook's country has them. A workbook without styles has no dates.
func datesInISO(book *excelize.File) error {
	if _, styled := book.Pkg.Load("xl/styles.xml"); !styled {
		return nil
	}
	day, err := isoFormat(book, "yyyy-mm-dd")
	if err != nil {
		return err
	}
	moment, err := isoFormat(book, `yyyy-mm-dd\Thh:mm:ss`)
	if err != nil {
		return err
	}
	if book.Styles == nil || book.Styles.CellXfs == nil {
		return nil
	}
	for i := range book.Styles.CellXfs.Xf {
		style, err := book.GetStyle(i)
		if err != nil {
			continue
		}
		switch isDay, isMoment := dateFormat(style); {
		case isMoment:
			book.Styles.CellXfs.Xf[i].NumFmtID = &moment
		case isDay:
			book.Styles.CellXfs.Xf[i].NumFmtID = &day
		}
	}
	return nil
}

// isoFormat is the number of a format of numbers.
func isoFormat(book *excelize.File, code string) (int, error) {
	n, err := book.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return 0, err
	}
	return *book.Styles.CellXfs.Xf[n].NumFmtID, nil
}

// The numbers of the formats that every workbook has: of days and of moments (ECMA-376, part 1, 18.8.30).
var (
	dayFormats    = []int{14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}
	momentFormats = []int{22}
)

// dateFormat tells whether numbers of a style are shown as days, or as moments. A time of day alone is neither.
func dateFormat(style *excelize.Style) (day, moment bool) {
	if style.CustomNumFmt == nil {
		return slices.Contains(dayFormats, style.NumFmt), slices.Contains(momentFormats, style.NumFmt)
	}
	code := strings.ToLower(bareCode(*style.CustomNumFmt))
	isDate := strings.Contains(code, "y") || strings.Contains(code, "d")
	return isDate, isDate && strings.ContainsAny(code, "hs")
}

// bareCode is a format of numbers without the words, colours and conditions in it, up to the first semicolon.
func bareCode(code string) string {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"':
			i += cmp.Or(strings.IndexByte(code[i+1:], '"')+1, len(code))
		case '[':
			i += cmp.Or(strings.IndexByte(code[i+1:], ']')+1, len(code))
		case ';':
			return out.String()
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}
