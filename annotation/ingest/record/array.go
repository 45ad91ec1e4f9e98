package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
)

// errEnds: what comes behind cannot be read either.
var errEnds = errors.New("the file is no JSON from there on, as if cut off; export it again")

// array lists the records of a file that is an array of them or has one in it; else the file is one record, or some one after another.
func array(b []byte) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		trimmed := bytes.TrimSpace(b)
		if !bytes.HasPrefix(trimmed, []byte("[")) {
			inner := listIn(trimmed)
			if inner == nil {
				sequence(trimmed, yield)
				return
			}
			trimmed = inner
		}
		elements(trimmed, yield)
	}
}

// elements gives the elements of an array.
func elements(b []byte, yield func(record, error) bool) {
	dec := json.NewDecoder(bytes.NewReader(b))
	if _, err := dec.Token(); err != nil {
		yield(record{}, broken("the list", err))
		return
	}
	number := 0
	for dec.More() {
		number++
		if !element(dec, b, fmt.Sprintf("record %d", number), yield) {
			return
		}
	}
	if _, err := dec.Token(); err != nil {
		yield(record{}, broken(fmt.Sprintf("behind record %d", number), err))
	}
}

// sequence gives values that stand one after another.
func sequence(b []byte, yield func(record, error) bool) {
	dec := json.NewDecoder(bytes.NewReader(b))
	for number := 1; dec.More(); number++ {
		if !element(dec, b, fmt.Sprintf("record %d", number), yield) {
			return
		}
	}
}

// element gives the next value, as a part of b; it tells whether there may be another that is wanted.
func element(dec *json.Decoder, b []byte, place string, yield func(record, error) bool) bool {
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		yield(record{}, broken(place, err))
		return false
	}
	end := int(dec.InputOffset())
	start := end - len(raw)
	return yield(parse(place, b[start:end:end]))
}

func broken(place string, err error) error {
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
