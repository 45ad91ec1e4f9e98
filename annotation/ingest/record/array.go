package record

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"rubricator/annotation/ingest"
)

// errEnds: what comes behind cannot be read either.
var errEnds = errors.New("the file is no JSON from there on, as if cut off; export it again")

// array lists the records of a file that is an array of them or has one in it; else the file is one record, or some one after another.
func array(ctx context.Context, text *ingest.Recoded) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		opened, err := text.Open(ctx)
		if err != nil {
			yield(record{}, broken("the list", err))
			return
		}
		defer opened.Close()
		in := bufio.NewReaderSize(opened, 64<<10)
		switch first := firstOf(in); {
		case first == '[':
			elements(in, yield)
		case text.Size() > maxRecord:
			sequence(in, yield)
		default:
			b, err := io.ReadAll(io.LimitReader(in, maxRecord+1))
			if list := listIn(b); err == nil && list != nil {
				elements(bytes.NewReader(list), yield)
			} else {
				sequence(io.MultiReader(bytes.NewReader(b), in), yield)
			}
		}
	}
}

// firstOf is the first byte that is no white space, which is still to be read; 0: there is none.
func firstOf(in *bufio.Reader) byte {
	for {
		c, err := in.ReadByte()
		if err != nil {
			return 0
		}
		if !bytes.ContainsRune([]byte(" \t\r\n"), rune(c)) {
			_ = in.UnreadByte()
			return c
		}
	}
}

// decoder reads values, none of which is longer than a record may be.
type decoder struct {
	*json.Decoder
	in   io.Reader
	left int // bytes that may be read for the next value
}

// ahead is how much more of the file than the value the library may read, in bytes; it doubles what it holds.
const ahead = maxRecord

func newDecoder(in io.Reader) *decoder {
	d := &decoder{in: in, left: maxRecord + ahead}
	d.Decoder = json.NewDecoder(d)
	return d
}

func (d *decoder) Read(b []byte) (int, error) {
	if d.left <= 0 {
		return 0, errLong
	}
	n, err := d.in.Read(b[:min(len(b), d.left)])
	d.left -= n
	return n, err
}

// elements gives the elements of an array.
func elements(in io.Reader, yield func(record, error) bool) {
	d := newDecoder(in)
	if _, err := d.Token(); err != nil {
		yield(record{}, broken("the list", err))
		return
	}
	number := 0
	for d.More() {
		number++
		if !d.element(fmt.Sprintf("record %d", number), yield) {
			return
		}
	}
	if _, err := d.Token(); err != nil {
		yield(record{}, broken(fmt.Sprintf("behind record %d", number), err))
	}
}

// sequence gives values that stand one after another.
func sequence(in io.Reader, yield func(record, error) bool) {
	d := newDecoder(in)
	for number := 1; d.More(); number++ {
		if !d.element(fmt.Sprintf("record %d", number), yield) {
			return
		}
	}
}

// element gives the next value; it tells whether there may be another that is wanted.
func (d *decoder) element(place string, yield func(record, error) bool) bool {
	var raw json.RawMessage
	err := d.Decode(&raw)
	if err == nil && len(raw) > maxRecord {
		err = errLong
	}
	if err != nil {
		yield(record{}, broken(place, err))
		return false
	}
	d.left = maxRecord + ahead
	return yield(parse(place, raw))
}

// broken says where a file cannot be read any more, and why.
func broken(place string, err error) error {
	if errors.Is(err, errLong) {
		return fmt.Errorf("%s: %w; what comes behind it is not read", place, errLong)
	}
	return fmt.Errorf("%s: %w: %w", place, errEnds, err)
}

// Where a list of records is looked for in an object: within so many objects, and among the first so many levels.
const maxListDepth = 4

// listIn is the longest array of objects in an object that is no article itself, as "articles" in the answer of a news service; nil: there is none, as
// where records stand one after another.
func listIn(b []byte) []byte {
	var top map[string]json.RawMessage
	if json.Unmarshal(b, &top) != nil || hasText(top) {
		return nil
	}
	return longestList(top, 1)
}

func longestList(in map[string]json.RawMessage, depth int) (best []byte) {
	for name, v := range in {
		v = bytes.TrimSpace(v)
		switch {
		case len(v) > len(best) && isListOfObjects(v) && !isMarkName(name):
			best = v
		case depth < maxListDepth && len(v) > len(best) && v[0] == '{':
			var inner map[string]json.RawMessage
			if json.Unmarshal(v, &inner) != nil {
				continue
			}
			if list := longestList(inner, depth+1); len(list) > len(best) {
				best = list
			}
		}
	}
	return best
}

func isListOfObjects(v []byte) bool {
	inner, ok := bytes.CutPrefix(v, []byte("["))
	return ok && bytes.HasPrefix(bytes.TrimLeft(inner, " \t\r\n"), []byte("{"))
}
