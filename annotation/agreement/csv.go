package agreement

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// The columns of the two tables that ReadCSV takes, in any order and case.
var (
	ratingColumns = []string{"coder", "unit", "value"}
	unitColumns   = []string{"coder", "start", "end", "value"}
)

// ReadCSV reads a table of bare judgements in CSV (RFC 4180), whose first line names the columns. With coder, unit and value it gives
// ratings, in which an empty value is missing; with coder, start, end and value it gives units, half-open [start, end) in code points or
// whatever is counted, in which a line with a coder alone says that the coder took part and marked nothing. The other result is nil. A
// byte order mark is passed over, and white space round fields. Errors name the line.
func ReadCSV(r io.Reader) (ratings []Rating, units []Unit, err error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		in.Discard(3)
	}
	c := csvReader{rows: csv.NewReader(in), rated: map[[2]string]int{}}
	if err := c.readHeader(); err != nil {
		return nil, nil, err
	}
	for {
		row, err := c.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = c.add(row)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", c.line, err)
		}
	}
	if len(c.ratings)+len(c.units) == 0 {
		return nil, nil, errors.New("there is no line below the header")
	}
	return c.ratings, c.units, nil
}

// csvReader reads one table.
type csvReader struct {
	rows    *csv.Reader
	line    int
	columns map[string]int // to places in a row
	ratings []Rating
	units   []Unit
	rated   map[[2]string]int // coder and unit to the line
}

func (c *csvReader) readHeader() error {
	row, err := c.next()
	if err == io.EOF {
		return errors.New("the file is empty")
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", c.line, err)
	}
	c.columns = map[string]int{}
	for i, name := range row {
		c.columns[strings.ToLower(name)] = i
	}
	if !c.has(ratingColumns, len(row)) && !c.has(unitColumns, len(row)) {
		return fmt.Errorf("line %d: the columns are %q; they must be %s, or %s", c.line, row, strings.Join(ratingColumns, ", "), strings.Join(unitColumns, ", "))
	}
	return nil
}

// has tells whether the columns are these and no others.
func (c *csvReader) has(names []string, n int) bool {
	return n == len(names) && !slices.ContainsFunc(names, func(name string) bool { _, ok := c.columns[name]; return !ok })
}

// next gives the next row, white space off. io.EOF ends.
func (c *csvReader) next() ([]string, error) {
	row, err := c.rows.Read()
	if e := (*csv.ParseError)(nil); errors.As(err, &e) {
		c.line = e.Line
		return nil, e.Err
	}
	if err != nil {
		c.line++
		return nil, err
	}
	c.line, _ = c.rows.FieldPos(0)
	for i := range row {
		if !utf8.ValidString(row[i]) {
			return nil, text.ErrNotUTF8
		}
		row[i] = strings.TrimSpace(row[i])
	}
	return row, nil
}

func (c *csvReader) add(row []string) error {
	field := func(name string) string { return row[c.columns[name]] }
	coder := field("coder")
	if coder == "" {
		return errors.New("there is no coder")
	}
	if c.has(unitColumns, len(row)) {
		u, err := c.unit(coder, field("start"), field("end"), field("value"))
		c.units = append(c.units, u)
		return err
	}
	r := Rating{coder, field("unit"), field("value")}
	if r.Unit == "" {
		return errors.New("there is no unit")
	}
	at := [2]string{r.Coder, r.Unit}
	if before := c.rated[at]; before > 0 {
		return fmt.Errorf("coder %q rates unit %q twice, first on line %d", r.Coder, r.Unit, before)
	}
	c.rated[at] = c.line
	c.ratings = append(c.ratings, r)
	return nil
}

func (c *csvReader) unit(coder, start, end, value string) (Unit, error) {
	u := Unit{Coder: coder, Value: value}
	if start == "" && end == "" && value == "" {
		return u, nil
	}
	for _, b := range []struct {
		name, digits string
		at           *text.Pos
	}{{"start", start, &u.Start}, {"end", end, &u.End}} {
		n, err := strconv.Atoi(b.digits)
		if err != nil || n < 0 || n > text.MaxBytes {
			return u, fmt.Errorf("%s %q is no number from 0 to %d", b.name, b.digits, text.MaxBytes)
		}
		*b.at = text.Pos(n)
	}
	if u.End < u.Start {
		return u, fmt.Errorf("end %d lies before start %d", u.End, u.Start)
	}
	return u, nil
}
