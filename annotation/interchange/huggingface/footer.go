package huggingface

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The library makes room for as much as the end of a file says there is. What it says is held against the bytes first, so that a damaged file
// does not take all memory.

// tailSize is how long what ends the file is: the size of the footer and "PAR1".
const tailSize = 8

var errFooter = errors.New("the file is damaged: its end does not say what is in it")

// checkFooter tells whether the footer is in the file and has what it counts.
func checkFooter(in io.ReaderAt, size int64) error {
	if size < tailSize+4 {
		return fmt.Errorf("a file of %d bytes is no Parquet file", size)
	}
	tail := make([]byte, tailSize)
	if _, err := in.ReadAt(tail, size-tailSize); err != nil {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(tail))
	if string(tail[4:]) != "PAR1" || n > size-tailSize-4 {
		return errFooter
	}
	footer := make([]byte, n)
	if _, err := in.ReadAt(footer, size-tailSize-n); err != nil {
		return err
	}
	if c := (compact{footer}); !c.skip(compactStruct, 0) {
		return errFooter
	}
	return nil
}

// compact passes over values in the compact protocol of Thrift.
// Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
type compact struct{ rest []byte }

// The types of values.
const (
	compactTrue, compactFalse, compactByte   = 1, 2, 3
	compactI16, compactI32, compactI64       = 4, 5, 6
	compactDouble, compactBinary             = 7, 8
	compactList, compactSet                  = 9, 10
	compactStruct, compactUUID, compactDepth = 12, 13, 64
)

// skip passes over a value that is not the field of a struct; false: the bytes do not have it.
func (c *compact) skip(kind byte, depth int) bool {
	if depth > compactDepth {
		return false
	}
	switch kind {
	case compactTrue, compactFalse, compactByte:
		return c.bytes(1)
	case compactI16, compactI32, compactI64:
		_, ok := c.number()
		return ok
	case compactDouble:
		return c.bytes(8)
	case compactUUID:
		return c.bytes(16)
	case compactBinary:
		n, ok := c.number()
		return ok && c.bytes(n)
	case compactList, compactSet:
		return c.list(depth)
	case compactStruct:
		return c.fields(depth)
	}
	return false // the footer has no maps
}

func (c *compact) fields(depth int) bool {
	for len(c.rest) > 0 {
		head := c.rest[0]
		c.rest = c.rest[1:]
		kind := head & 0x0F
		if head == 0 {
			return true
		}
		if head>>4 == 0 {
			if _, ok := c.number(); !ok {
				return false
			}
		}
		if kind != compactTrue && kind != compactFalse && !c.skip(kind, depth+1) {
			return false
		}
	}
	return false
}

func (c *compact) list(depth int) bool {
	if len(c.rest) == 0 {
		return false
	}
	head := c.rest[0]
	c.rest = c.rest[1:]
	n, ok := uint64(head>>4), true
	if n == 15 {
		n, ok = c.number()
	}
	if !ok || n > uint64(len(c.rest)) { // each has a byte at least
		return false
	}
	for range n {
		if !c.skip(head&0x0F, depth+1) {
			return false
		}
	}
	return true
}

func (c *compact) number() (uint64, bool) {
	n, size := binary.Uvarint(c.rest)
	return n, size > 0 && c.bytes(uint64(size))
}

func (c *compact) bytes(n uint64) bool {
	if n > uint64(len(c.rest)) {
		return false
	}
	c.rest = c.rest[n:]
	return true
}
