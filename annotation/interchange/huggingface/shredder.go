package huggingface

import (
	"github.com/parquet-go/parquet-go"
)

// shredder takes a row apart into columns of values, each with the levels that tell where lists begin and which of them are empty. The columns are
// written in their order, and so are the fields of records.
// Source: Melnik et al., Dremel: Interactive Analysis of Web-Scale Datasets, VLDB 2010.
type shredder struct {
	values [][]parquet.Value
	bytes  []byte // of the texts
	next   int    // the column that is written next
	repeat int    // at which list the next value begins an element
	define int    // how many that can be null are there, around the next value
	lists  int    // around it
}

// begin begins a row.
func (s *shredder) begin() {
	for i := range s.values {
		s.values[i] = s.values[i][:0]
	}
	*s = shredder{values: s.values, bytes: s.bytes[:0]}
}

func (s *shredder) put(v parquet.Value, define int) {
	s.values[s.next] = append(s.values[s.next], v.Level(s.repeat, define, s.next))
	s.next++
}

func (s *shredder) text(t string) {
	from := len(s.bytes)
	s.bytes = append(s.bytes, t...)
	s.put(parquet.ByteArrayValue(s.bytes[from:len(s.bytes):len(s.bytes)]), s.define+1)
}

func (s *shredder) texts(all ...string) {
	for _, t := range all {
		s.text(t)
	}
}

func (s *shredder) number(n int) { s.put(parquet.Int32Value(int32(n)), s.define+1) }

func (s *shredder) tag(n int) { s.put(parquet.Int64Value(int64(n)), s.define+1) }

func (s *shredder) null() { s.put(parquet.NullValue(), s.define) }

func (s *shredder) record(fields func()) {
	s.define++
	fields()
	s.define--
}

// list writes n elements of a list.
func (s *shredder) list(c column, n int, element func(i int)) {
	s.define++
	if n == 0 {
		for range c.leaves() {
			s.null()
		}
		s.define--
		return
	}
	first, repeat := s.next, s.repeat
	s.define, s.lists = s.define+1, s.lists+1
	for i := range n {
		if s.next = first; i > 0 {
			s.repeat = s.lists
		}
		element(i)
	}
	s.define, s.lists, s.repeat = s.define-2, s.lists-1, repeat
}

// size is about how much memory the row takes, in bytes.
func (s *shredder) size() int {
	n := len(s.bytes)
	for _, v := range s.values {
		n += 8 * len(v)
	}
	return n
}
