package settings

import "slices"

// TableColumns is what the columns of a table were said to hold.
type TableColumns struct {
	Header []string          `json:"header"` // the names of all columns, in order
	Hold   map[string]string `json:"hold"`   // the name of a column by its field; empty: no column holds that
}

// mostTables is of how many tables the columns are kept.
const mostTables = 50

// ColumnsOf is what the columns of a table with this header were said to hold; nil where nobody said so.
func (s *Settings) ColumnsOf(header []string) map[string]string {
	for _, t := range s.TableColumns {
		if slices.Equal(t.Header, header) {
			return t.Hold
		}
	}
	return nil
}

// KeepColumns keeps what the columns of a table with this header hold, and forgets the tables that were longest ago.
func (s *Settings) KeepColumns(header []string, hold map[string]string) {
	others := slices.DeleteFunc(s.TableColumns, func(t TableColumns) bool { return slices.Equal(t.Header, header) })
	s.TableColumns = slices.Insert(others, 0, TableColumns{header, hold})
	s.TableColumns = s.TableColumns[:min(len(s.TableColumns), mostTables)]
}
